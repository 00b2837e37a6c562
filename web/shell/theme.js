// Light, dark, or as the device says. What is chosen is remembered; `window` hears `theme` when it changes.

import { storage } from "./words.js";

/** @typedef {"system" | "light" | "dark"} Theme */

const KEY = "dongne.theme";

/** What was chosen. @returns {Theme} */
export function theme() {
  const chosen = storage("localStorage")?.getItem(KEY);
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

/** What is shown. @returns {"light" | "dark"} */
export const shown = () => document.documentElement.dataset.theme === "dark" ? "dark" : "light";

/** @param {Theme} chosen */
export function setTheme(chosen) {
  if (chosen === "system") storage("localStorage")?.removeItem(KEY); else storage("localStorage")?.setItem(KEY, chosen);
  const device = chosen === "system" || matchMedia("(forced-colors: active)").matches;
  const dark = device ? matchMedia("(prefers-color-scheme: dark)").matches : chosen === "dark";
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  dispatchEvent(new Event("theme"));
}

// The states that things on a map have: their words, and shapes that differ as much as their colours do.

/** @typedef {"danger" | "warn" | "off" | "note" | "ok"} State */

/** The worst first. @type {readonly State[]} */
export const STATES = ["danger", "warn", "off", "note", "ok"];

/** @type {Readonly<Record<State, [string, string]>>} */
export const STATE_WORDS = {
  danger: ["이상", "trouble"],
  warn: ["주의", "attention"],
  off: ["연결 끊김", "offline"],
  note: ["안내", "notice"],
  ok: ["정상", "normal"],
};

/** Outlines around 0,0, for marks some 20 pixels wide. @type {Readonly<Record<State, string>>} */
export const SHAPES = {
  danger: "M0-12 12 0 0 12-12 0Z",
  warn: "M0-11 11.5 9-11.5 9Z",
  off: "M-8-8H8V8H-8Z",
  note: "M-9 0A9 9 0 1 1 9 0V9H-9Z",
  ok: "M-8 0A8 8 0 1 1 8 0 8 8 0 1 1-8 0Z",
};

/** What stands in the mark. @type {Readonly<Record<State, string>>} */
export const SIGNS = { danger: "!", warn: "!", off: "×", note: "i", ok: "" };

/** How bad: 0 is worst; what is not known is as if all were well. @param {unknown} state */
export function severity(state) {
  const found = STATES.indexOf(/** @type {State} */ (state));
  return found < 0 ? STATES.length - 1 : found;
}

/** @param {unknown} state @returns {State} */
export const stateOf = state => STATES[severity(state)];

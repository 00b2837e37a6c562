// In which of its four languages the citizens' pages of fines speak. Korean and English are the whole page's, chosen as
// everywhere; Chinese and Vietnamese are spoken inside the page alone, while its frame stays as it is.

import { CityElement, define, html } from "../../shell/element.js";
import { language, setLanguage, storage } from "../../shell/words.js";

/** @typedef {"ko" | "en" | "zh" | "vi"} Spoken */

/** Each in its own language. @type {[Spoken, string][]} */
export const LANGUAGES = [["ko", "한국어"], ["en", "English"], ["zh", "中文"], ["vi", "Tiếng Việt"]];

const KEY = "dongne.fines.language";
/** @param {unknown} tag @returns {tag is Spoken} */
export const isSpoken = tag => LANGUAGES.some(([known]) => known === tag);

let chosen = false;
/** @type {Spoken | null} */
let inside = beginning();

/** What the address asks for, what was chosen here before, or what the browser would like best. @returns {Spoken | null} */
function beginning() {
  const search = new URLSearchParams(globalThis.location?.search ?? ""), asked = search.get("speak"), kept = storage("localStorage")?.getItem(KEY);
  chosen = isSpoken(asked) || isSpoken(kept) || Boolean(storage("localStorage")?.getItem("dongne.language"))
    || search.has("lang");
  if (isSpoken(asked)) {
    // Held for the pages that follow, as if it had been pressed; Korean and English are the frame's to remember.
    if (outside(asked)) storage("localStorage")?.setItem(KEY, asked); else { storage("localStorage")?.removeItem(KEY); setLanguage(asked === "en" ? "en" : "ko"); }
    return outside(asked);
  }
  if (isSpoken(kept)) return outside(kept);
  if (chosen) return null;
  const wanted = (globalThis.navigator?.languages ?? []).map(tag => tag.slice(0, 2).toLowerCase()).find(isSpoken);
  if (wanted === "en") setLanguage("en");
  return outside(wanted ?? "ko");
}

/** @param {Spoken} tag */
function outside(tag) {
  return tag === "ko" || tag === "en" ? null : tag;
}

/** @returns {Spoken} */
export const spoken = () => inside ?? language();

/** Whether somebody chose it: then an answer in another language changes nothing. */
export const isChosen = () => chosen;

/** @param {Spoken} tag @param {boolean} [byHand] */
export function speak(tag, byHand = true) {
  chosen ||= byHand;
  if (tag === "ko" || tag === "en") { setLanguage(tag); return; }
  inside = tag;
  storage("localStorage")?.setItem(KEY, tag);
  globalThis.dispatchEvent?.(new CustomEvent("language", { detail: tag }));
}

// The frame's own switch is heard here too: whoever presses it wants the whole page in that language.
globalThis.addEventListener?.("language", event => {
  if (event instanceof CustomEvent && isSpoken(event.detail)) return;
  inside = null;
  storage("localStorage")?.removeItem(KEY);
});

/** `<fines-languages>`: four buttons, each in its own language. */
export class FinesLanguages extends CityElement {
  static properties = { label: {} };

  constructor() {
    super();
    this.label = "";
  }

  render() {
    return html`<div class="languages" role="group" aria-label=${this.label}>${LANGUAGES.map(([tag, name]) => html`
      <button type="button" class="pill" lang=${tag} aria-pressed=${tag === spoken() ? "true" : "false"} @click=${() => speak(tag)}
        >${name}</button>`)}</div>`;
  }
}
define("fines-languages", FinesLanguages);

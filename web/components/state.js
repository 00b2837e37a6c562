// What stands where something is not (yet): nothing, on its way, went wrong, no connection.
//
//   <city-state kind="waiting|empty|error" .words=${…} .trouble=${trouble} @again=${() => …}></city-state>
//   drawn(load, value => html`…`, { empty: value => words or null })      the whole of a `Load` (components/load.js)

import { CityElement, define, html, nothing } from "../shell/element.js";
import { Trouble } from "../shell/api.js";
import { t } from "../shell/words.js";

export class CityState extends CityElement {
  static properties = { kind: {}, words: {}, trouble: { attribute: false }, onagain: { attribute: false } };

  constructor() {
    super();
    /** @type {"waiting" | "empty" | "error"} */
    this.kind = "waiting";
    /** @type {unknown} */
    this.words = "";
    /** @type {Trouble | null} */
    this.trouble = null;
    /** @type {(() => void) | null} */
    this.onagain = null;
  }

  render() {
    if (this.kind === "waiting") {
      return html`<p class="state waiting" role="status"><span class="turning" aria-hidden="true"></span>${this.words
        || t("불러오는 중입니다 …", "Loading …")}</p>`;
    }
    if (this.kind === "empty") return html`<p class="state empty">${this.words || t("아직 없습니다.", "Nothing here yet.")}</p>`;
    return html`<div class=${this.trouble?.offline ? "state offline" : "state error"} role="alert">${told(this.trouble)}
      ${this.onagain ? html`<button type="button" class="plain" @click=${this.onagain}>${t("다시 시도", "Try again")}</button>` : nothing}
    </div>`;
  }
}
define("city-state", CityState);

/** What went wrong, in words, without the fields whose place is beside them. @param {Trouble | null} trouble */
export function told(trouble) {
  if (!trouble) return html`<p>${t("처리하지 못했습니다.", "It did not work.")}</p>`;
  return html`<p>${trouble.words}</p>${trouble.problems.length ? html`<ul class="bullets">${trouble.problems.map(each =>
    html`<li>${each.field}: ${t(each.korean, each.english)}</li>`)}</ul>` : nothing}`;
}

/** @param {unknown} [words] */
export const waiting = words => html`<city-state kind="waiting" .words=${words ?? ""}></city-state>`;
/** @param {unknown} [words] */
export const empty = words => html`<city-state kind="empty" .words=${words ?? ""}></city-state>`;
/** @param {Trouble | null} trouble @param {(() => void) | null} [again] */
export const broken = (trouble, again = null) =>
  html`<city-state kind="error" .trouble=${trouble} .onagain=${again}></city-state>`;

/** What a `Load` has come to. What is old because the last turn failed says so above it.
 * @template T @param {import("./load.js").Load<T>} load @param {(value: T) => unknown} show
 * @param {{empty?: (value: T) => unknown, words?: unknown}} [how] `empty`: words where there is nothing, else null */
export function drawn(load, show, how = {}) {
  const again = () => { void load.reload(); };
  if (load.value === null) return load.state === "error" ? broken(load.trouble, again) : waiting(how.words);
  const nothingThere = how.empty?.(load.value) ?? null;
  return html`${load.trouble ? broken(load.trouble, again) : nothing}${nothingThere === null ? show(load.value) : empty(nothingThere)}`;
}

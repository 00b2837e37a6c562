// Tabs over panels. A panel that was seen stays, hidden, so that nothing in it is lost.
//
//   <city-tabs name=${t("업무", "Work")} .tabs=${[{ id: "today", words: t("오늘", "Today") }, …]} chosen=${place()[0]}
//     .panel=${id => html`…`} @choose=${event => go(event.detail)}></city-tabs>
//
// A tab with `hidden: true` is not shown (no role for it); `badge` stands behind its words.

import { CityElement, define, html, nothing, repeat } from "../shell/element.js";

/** @typedef {{id: string, words: string, hidden?: boolean, badge?: string | number | null}} Tab */

export class CityTabs extends CityElement {
  static properties = { name: {}, tabs: { attribute: false }, chosen: {}, panel: { attribute: false }, pills: { type: Boolean } };

  constructor() {
    super();
    this.name = "";
    /** @type {Tab[]} */
    this.tabs = [];
    this.chosen = "";
    /** @type {(id: string) => unknown} */
    this.panel = () => nothing;
    this.pills = false;
    /** @type {Set<string>} */
    this.seen = new Set();
  }

  /** Those that are shown. */
  get shown() { return this.tabs.filter(tab => !tab.hidden); }

  /** The one in front: what was chosen, or the first. */
  get front() { return this.shown.find(tab => tab.id === this.chosen)?.id ?? this.shown[0]?.id ?? ""; }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const all = this.shown, from = all.findIndex(tab => tab.id === this.front), last = all.length - 1;
    const to = { ArrowRight: from === last ? 0 : from + 1, ArrowLeft: from === 0 ? last : from - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.#choose(all[to].id);
    void this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('[role="tab"][tabindex="0"]'))?.focus());
  }

  /** @param {string} id */
  #choose(id) {
    this.chosen = id;
    this.tell("choose", id);
  }

  render() {
    const { front, shown } = this;
    if (front) this.seen.add(front);
    return html`<div class=${this.pills ? "tabs pills" : "tabs"} role="tablist" aria-label=${this.name || nothing} @keydown=${this.#key}>
      ${shown.map(tab => html`<button type="button" role="tab" id="tab-${tab.id}" aria-controls="panel-${tab.id}"
        aria-selected=${tab.id === front ? "true" : "false"} tabindex=${tab.id === front ? 0 : -1} @click=${() => this.#choose(tab.id)}
        >${tab.words}${tab.badge || tab.badge === 0 ? html` <span class="badge">${tab.badge}</span>` : nothing}</button>`)}</div>
      ${repeat(shown.filter(tab => this.seen.has(tab.id)), tab => tab.id, tab => html`<section role="tabpanel" id="panel-${tab.id}"
        aria-labelledby="tab-${tab.id}" tabindex="-1" ?hidden=${tab.id !== front}>${this.panel(tab.id)}</section>`)}`;
  }
}
define("city-tabs", CityTabs);

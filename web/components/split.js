// A list on the left and one thing on the right; on a telephone one after the other.
//
//   <city-split ?open=${Boolean(number)} .list=${html`…`} .one=${html`…`} back=${at("work")} .subject=${number}></city-split>
//
// When `subject` changes, the one thing is made anew, so that nothing typed for one is left in another, and its heading gets
// the focus; a redraw of the same subject makes nothing anew, and takes the focus from nobody.

import { CityElement, define, html, keyed, nothing } from "../shell/element.js";
import { t } from "../shell/words.js";

export class CitySplit extends CityElement {
  static properties = { open: { type: Boolean, reflect: true }, list: { attribute: false }, one: { attribute: false }, back: {},
    subject: {} };

  constructor() {
    super();
    this.open = false;
    /** @type {unknown} */
    this.list = nothing;
    /** @type {unknown} */
    this.one = nothing;
    this.back = "#";
    this.subject = "";
    /** @type {MutationObserver | null} */
    this.watching = null;
  }

  render() {
    return html`<div class="split-list">${this.list}</div>
      <div class="split-one">${this.open ? html`<a class="split-back plain" href=${this.back}>${t("← 목록", "← List")}</a>${keyed(String(this.subject), this.one)}`
        : nothing}</div>`;
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (!changed.has("subject") || !this.open) return;
    const place = this.querySelector(".split-one");
    if (!place) return;
    if (innerWidth < 960) scrollTo({ top: 0 });
    // What is shown may come later: the heading gets the focus when it is there, unless somebody has moved on.
    this.watching?.disconnect();
    const from = document.activeElement;
    const look = () => {
      const heading = place.querySelector("h2");
      if (!(heading instanceof HTMLElement)) return;
      this.watching?.disconnect();
      if (document.activeElement !== from && document.activeElement !== document.body) return;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    };
    this.watching = new MutationObserver(look);
    this.watching.observe(place, { childList: true, subtree: true });
    look();
  }
}
define("city-split", CitySplit);

// What happened, in order.
//
//   <city-timeline .entries=${[{ at, what, by, note, tone: "alarm" }]} .name=${t("이력", "History")}></city-timeline>

import { CityElement, define, html, nothing } from "../shell/element.js";
import { moment, t } from "../shell/words.js";
import { empty } from "./state.js";

/** @typedef {{at: import("../shell/words.js").Time, what: unknown, by?: unknown, note?: unknown, tone?: string}} Entry */

export class CityTimeline extends CityElement {
  static properties = { entries: { attribute: false }, name: {} };

  constructor() {
    super();
    /** @type {Entry[]} */
    this.entries = [];
    this.name = "";
  }

  render() {
    if (!this.entries.length) return empty();
    return html`<ol class="timeline" aria-label=${this.name || t("이력", "History")}>${this.entries.map(entry => html`
      <li data-tone=${entry.tone ?? ""}><b>${entry.what}</b>
        <small class="quiet"><time>${moment(entry.at)}</time>${entry.by ? html` · ${entry.by}` : nothing}</small>
        ${entry.note ? html`<div class="words">${entry.note}</div>` : nothing}</li>`)}</ol>`;
  }
}
define("city-timeline", CityTimeline);

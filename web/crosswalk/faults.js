// The faults of a unit as they came and went, newest first; the certificate's and the duty's changes are in its history.

import { api, path } from "../shell/api.js";
import { CityElement, define, html } from "../shell/element.js";
import { moment, t } from "../shell/words.js";
import { tag } from "../components/facts.js";
import { Pages } from "../components/load.js";
import "../components/list.js";
import { faultName } from "./words.js";

class CrosswalkFaults extends CityElement {
  static properties = { unit: {}, open: { attribute: false } };

  constructor() {
    super();
    this.unit = "";
    /** Those that are open now: one more or one less, and the list is read again. @type {import("./words.js").Fault[]} */
    this.open = [];
    this.said = "";
    this.faults = new Pages(this, async page => {
      const answer = await api("crosswalk").get(path`units/${this.unit}/faults`, { page });
      return [answer.faults, answer.next_page];
    });
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has("open")) return;
    const now = JSON.stringify(this.open);
    if (this.said && this.said !== now) void this.faults.reload();
    this.said = now;
  }

  render() {
    return html`<city-list .name=${t("고장 이력", "Faults")} .pages=${this.faults} .none=${t("고장 기록이 없습니다.", "No fault on record.")}
      .key=${(/** @type {any} */ each) => `${each.at} ${each.fault} ${each.lamp} ${each.raised}`} .row=${(/** @type {any} */ each) => html`<div class="row apart">
        <span class="row">${each.raised ? tag(t("발생", "began"), "alarm") : tag(t("해소", "over"), "fine")} <b>${faultName(each)}</b></span>
        <time class="quiet">${moment(each.at)}</time></div>`}></city-list>`;
  }
}
define("crosswalk-faults", CrosswalkFaults);

// How often was looked, by camera, by what had happened and by who asked.

import "../../components/table.js";
import { tiles } from "../../components/facts.js";
import { define, html, ifDefined } from "../../shell/element.js";
import { at } from "../../shell/place.js";
import { named, number, t } from "../../shell/words.js";
import { Bodies, bodyName } from "../office/bodies.js";
import { operations, printing } from "../office/shown.js";
import { Ranged } from "../office/ranged.js";
import { KIND_WORDS } from "../room/kinds.js";

/** @typedef {{name: string, called: string | null, views: number, refusals: number, exports: number}} Tally */

class CctvStatistics extends Ranged {
  constructor() {
    super();
    this.bodies = new Bodies(this);
  }

  /** @param {{first: string, last: string}} days */
  read({ first, last }) { return operations.get("cctv/view-log/statistics", { first, last }); }

  render() {
    return html`<div class="row apart"><h2>${t("열람 통계", "Figures of views")}</h2>${printing()}</div>${this.asking()}${this.shown()}`;
  }

  /** @param {{total: Tally, cameras: Tally[], events: Tally[], requests: Tally[]}} found */
  view({ total, cameras, events, requests }) {
    return html`${tiles([{ name: t("열람", "Views"), value: number(total.views) }, { name: t("거부", "Refusals"), value: number(total.refusals), tone: total.refusals ? "late" : "" },
      { name: t("반출·제공", "Exports and disclosures"), value: number(total.exports) }])}
      <p class="quiet">${t("훈련은 세지 않았습니다.", "Exercises are not counted.")}</p>
      ${this.#table(t("카메라별", "By camera"), t("카메라", "Camera"), cameras, each => html`<a href=${at("cameras", each.name)} lang=${ifDefined(each.called ? "ko" : undefined)}>${each.called ?? each.name}</a>`)}${this.#table(t("사건 종류별", "By kind of event"), t("종류", "Kind"), events, each => Object.hasOwn(KIND_WORDS, each.name) ? named(KIND_WORDS, each.name) : t("기타", "other"))}
      ${this.#table(t("요청 기관별", "By who asked"), t("기관", "Body"), requests, each => bodyName(each.name))}`;
  }

  /** @param {string} caption @param {string} what @param {Tally[]} rows @param {(each: Tally) => unknown} shown */
  #table(caption, what, rows, shown) {
    return html`<city-table .caption=${caption} .rows=${rows} .most=${25} .key=${(/** @type {Tally} */ each) => each.name} .none=${t("이 기간에는 없습니다.", "None in this time.")} .columns=${[
      { id: "name", name: what, show: (/** @type {Tally} */ each) => shown(each) },
      { id: "views", name: t("열람", "Views"), number: true, show: (/** @type {Tally} */ each) => number(each.views) },
      { id: "refusals", name: t("거부", "Refusals"), number: true, show: (/** @type {Tally} */ each) => number(each.refusals) },
      { id: "exports", name: t("반출·제공", "Exports"), number: true, show: (/** @type {Tally} */ each) => number(each.exports) }]}></city-table>`;
  }
}
define("cctv-statistics", CctvStatistics);

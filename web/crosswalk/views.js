// For auditors: who looked at a unit's pictures, when, and why.

import { api } from "../shell/api.js";
import { CityElement, define, html, nothing } from "../shell/element.js";
import { person } from "../shell/people.js";
import { moment, t } from "../shell/words.js";
import { Pages } from "../components/load.js";
import "../components/form.js";
import "../components/table.js";
import { nameOf } from "./words.js";

/** @typedef {{at: string, by: string, by_name: string | null, what: string, reason: string}} View */

class CrosswalkViews extends CityElement {
  static properties = { unit: { state: true }, lines: { attribute: false } };

  constructor() {
    super();
    this.unit = "";
    /** @type {import("./words.js").UnitLine[]} */
    this.lines = [];
    this.views = new Pages(this, async page => {
      const answer = await api("crosswalk").get("views", { unit: this.unit, page });
      return [answer.views, answer.next_page];
    }, { held: true });
  }

  // What is wrong with the name is said beside it.
  #show = async (/** @type {{unit: string}} */ { unit }) => {
    this.unit = unit;
    await this.views.reload();
    if (this.views.trouble && !this.views.items.length) {
      const { trouble } = this.views;
      this.unit = "";
      throw trouble;
    }
  };

  render() {
    const columns = [{ id: "at", name: t("때", "When"), show: (/** @type {View} */ each) => moment(each.at) },
      { id: "by", name: t("누가", "Who"), show: (/** @type {View} */ each) => person(each.by, each.by_name) }, { id: "what", name: t("무엇을", "What") },
      { id: "reason", name: t("왜", "Why") }];
    const units = this.lines.map(each => [each.unit, `${nameOf(each)} (${each.unit})`]).sort((one, other) => one[1].localeCompare(other[1]));
    return html`<section class="stack"><h2>${t("영상 열람 기록", "Who looked at pictures")}</h2>
      <city-form class="card" inline keeps .verb=${t("보기", "Show")} .send=${this.#show}><city-field name="unit" kind="select" required
        .label=${t("단말", "Unit")} .options=${units}></city-field></city-form>
      ${this.unit ? html`<city-table .caption=${t(`${this.unit} 열람 기록`, `Who looked at ${this.unit}`)} .columns=${columns} .pages=${this.views}
        .key=${(/** @type {View} */ each) => `${each.at} ${each.by} ${each.what}`} .none=${t("아무도 보지 않았습니다.", "Nobody has looked.")}></city-table>` : nothing}</section>`;
  }
}
define("crosswalk-views", CrosswalkViews);

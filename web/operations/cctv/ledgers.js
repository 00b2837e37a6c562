// The two ledgers of the law, as they are printed, and as CSV.

import "../../components/tabs.js";
import { Pages } from "../../components/load.js";
import { bad } from "../../components/notice.js";
import { broken, empty, waiting } from "../../components/state.js";
import { more } from "../../components/list.js";
import { path, Trouble } from "../../shell/api.js";
import { CityElement, define, html, keyed, nothing } from "../../shell/element.js";
import { save } from "../../shell/files.js";
import { go } from "../../shell/place.js";
import { day, t, today } from "../../shell/words.js";
import { operations, printing } from "../office/shown.js";

/** As the API calls them. @type {[id: string, korean: string, english: string][]} */
const LEDGERS = [["personal-video", "개인영상정보 관리대장", "Personal video"], ["decree-15", "목적 외 이용·제3자 제공 대장", "Beyond purpose and to others"]];

class CctvLedgers extends CityElement {
  static properties = { ledger: {} };

  constructor() {
    super();
    this.ledger = "";
  }

  render() {
    return html`<city-tabs pills .name=${t("대장", "Ledgers")} .chosen=${this.ledger} .tabs=${LEDGERS.map(([id, korean, english]) => ({ id, words: t(korean, english) }))}
      .panel=${(/** @type {string} */ id) => keyed(id, html`<cctv-ledger .ledger=${id}></cctv-ledger>`)}
      @choose=${(/** @type {CustomEvent<string>} */ event) => { event.stopPropagation(); go("ledgers", event.detail); }}></city-tabs>`;
  }
}
define("cctv-ledgers", CctvLedgers);

class CctvLedger extends CityElement {
  static properties = { ledger: {}, trouble: { state: true } };

  constructor() {
    super();
    this.ledger = "";
    /** @type {Trouble | null} */
    this.trouble = null;
    this.wanted = { first: today(6), last: today() };
    this.title = "";
    /** @type {string[]} */
    this.columns = [];
    /** @type {Pages<string[]>} */
    this.rows = new Pages(this, async page => {
      const { first, last } = this.wanted, answer = await operations.get(path`cctv/view-log/ledgers/${this.ledger}`, { first, last, limit: 100, page });
      this.title = answer.title;
      this.columns = answer.columns;
      return [answer.rows, answer.next];
    });
  }

  #ask = async (/** @type {any} */ values) => {
    this.wanted = { first: values.first, last: values.last };
    await this.rows.reload();
    if (this.rows.trouble) throw this.rows.trouble;
  };

  async #file() {
    const { first, last } = this.wanted;
    this.trouble = null;
    try {
      const file = await operations.get(path`cctv/view-log/ledgers/${this.ledger}/file`, { first, last });
      save({ file_name: file.file_name, content_type: "text/csv;charset=utf-8", content: file.text });
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.trouble = trouble;
    }
  }

  render() {
    const { rows, columns, wanted } = this;
    return html`<city-form class="card" inline keeps .verb=${t("보기", "Show")} .send=${this.#ask}>
        <city-field name="first" kind="date" required value=${wanted.first} .max=${today()} .label=${t("부터", "From")}></city-field>
        <city-field name="last" kind="date" required value=${wanted.last} .max=${today()} .label=${t("까지", "Until")}></city-field></city-form>
      <div class="row apart"><h2 lang="ko">${this.title || t("대장", "Ledger")}</h2><div class="row not-printed">
        <button type="button" class="plain" @click=${() => this.#file()}>${t("CSV 저장", "Save as CSV")}</button>${printing()}</div></div>
      ${this.trouble ? bad(this.trouble) : nothing}
      <p class="only-printed">${day(wanted.first)} ~ ${day(wanted.last)}</p>
      ${rows.items.length ? html`<div class="scroll" tabindex="0" role="region" aria-label=${this.title}><table class="ledger" lang="ko"><thead><tr>${columns.map(each => html`<th scope="col">${each}</th>`)}</tr></thead>
          <tbody>${rows.items.map(row => html`<tr>${row.map((cell, place) => html`<td data-name=${columns[place]}>${cell || "–"}</td>`)}</tr>`)}</tbody></table></div>${more(rows)}`
        : rows.state === "error" ? broken(rows.trouble, () => { void rows.reload(); }) : rows.busy || rows.state === "waiting" ? waiting()
          : empty(t("이 기간에 적을 것이 없습니다.", "Nothing was to be written in this time."))}`;
  }
}
define("cctv-ledger", CctvLedger);

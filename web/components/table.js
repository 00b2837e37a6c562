// A table of at most 200 rows at a time; on a telephone each row is a card of its own.
//
//   <city-table caption=${t("미확인 입금", "Deposits")} .columns=${[{ id: "amount", name: t("금액", "Amount"), number: true,
//       show: row => won(row.amount_krw) }]} .rows=${rows} .key=${row => row.id}></city-table>
//   <city-table … .pages=${this.cases}></city-table>                              a `Pages`, with "more"
//
// The first column heads its row. `most` (200) may be less, never more. `.current` is the key of the row that is open. Sorting is the API's.

import { CityElement, define, html, nothing, repeat } from "../shell/element.js";
import { number, t } from "../shell/words.js";
import { broken, empty, waiting } from "./state.js";
import { more } from "./list.js";

/** @typedef {{id: string, name: string, show?: (row: any) => unknown, number?: boolean}} Column */

export class CityTable extends CityElement {
  static properties = { caption: {}, quiet: { type: Boolean }, columns: { attribute: false }, rows: { attribute: false },
    pages: { attribute: false }, key: { attribute: false }, current: {}, none: {}, most: { type: Number }, from: { state: true } };

  constructor() {
    super();
    this.caption = "";
    this.quiet = false;
    /** @type {Column[]} */
    this.columns = [];
    /** @type {any[]} */
    this.rows = [];
    /** @type {import("./load.js").Pages<any> | null} */
    this.pages = null;
    /** @type {(row: any) => unknown} */
    this.key = row => row;
    /** @type {unknown} */
    this.current = undefined;
    this.none = "";
    this.from = 0;
    this.most = 200;
  }

  render() {
    this.pages?.drawnBy(this);
    const all = this.pages ? this.pages.items : this.rows;
    if (!all.length) {
      if (this.pages?.state === "error") return broken(this.pages.trouble, () => { void this.pages?.reload(); });
      return this.pages?.busy || this.pages?.state === "waiting" ? waiting() : empty(this.none);
    }
    if (this.from >= all.length) this.from = 0;
    const shown = all.slice(this.from, this.from + this.most);
    return html`<table class="table" role="table"><caption class=${this.quiet ? "unseen" : ""}>${this.caption}</caption>
      <thead role="rowgroup"><tr role="row">${this.columns.map(column => html`<th scope="col" role="columnheader"
        class=${column.number ? "number" : ""}>${column.name}</th>`)}</tr></thead>
      <tbody role="rowgroup">${repeat(shown, this.key, row => html`<tr role="row" aria-current=${
        this.current !== undefined && this.key(row) === this.current ? "true" : nothing}>${this.columns.map((column, place) => this.#cell(row,
        column, place))}</tr>`)}</tbody></table>${this.#turning(all.length)}${this.pages ? more(this.pages) : nothing}`;
  }

  /** @param {any} row @param {Column} column @param {number} place */
  #cell(row, column, place) {
    const found = column.show ? column.show(row) : row[column.id], shown = found === null || found === undefined || found === "" ? "–" : found;
    const kind = column.number ? "number" : "";
    return place === 0 ? html`<th scope="row" role="rowheader" class=${kind} data-name=${column.name}>${shown}</th>`
      : html`<td role="cell" class=${kind} data-name=${column.name}><span>${shown}</span></td>`;
  }

  /** @param {number} all */
  #turning(all) {
    if (all <= this.most) return nothing;
    const last = Math.min(this.from + this.most, all), said = `${number(this.from + 1)}–${number(last)} / ${number(all)}`;
    return html`<nav class="row end" aria-label=${t("쪽", "Pages")}><span role="status">${said}</span>
      <button type="button" class="plain" ?disabled=${this.from === 0} @click=${() => { this.from -= this.most; }}>${t("이전", "Previous")}</button>
      <button type="button" class="plain" ?disabled=${last >= all} @click=${() => { this.from += this.most; }}>${t("다음", "Next")}</button></nav>`;
  }
}
define("city-table", CityTable);

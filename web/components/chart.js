// <city-chart>: lines over time, bars of categories or a line in a sentence, each with its table of values.
//
//   <city-chart label="…" unit="건" .times=${[…]} .series=${[{ name, values }]} .thresholds=${[{ at, name, state }]}></city-chart>
//   <city-chart kind="bars" label="…" .categories=${[…]} .series=${…}></city-chart>
//   <city-chart kind="spark" label="…" .series=${[{ name, values }]}></city-chart>
//
// `times`   ISO texts, days or epoch milliseconds; a value that is null is a gap
// `height`  pixels; as wide as there is room
// `span`    from when until when, where that is more than the values have
// a line or a threshold with `right: true` has its scale on the right
//
// With the focus on a chart, the left and right arrows read it value by value.

import { CityElement, define, html, nothing, svg, unique } from "../shell/element.js";
import { instant, number, t } from "../shell/words.js";
import { bars, spark } from "./charts/bars.js";
import { DASHES, digitsOf, figure, inTime, limitOf, numbersOf, rowTime, summaryOf } from "./charts/figures.js";
import { dress } from "./dress.js";

/** @typedef {import("../shell/words.js").Time} Time */
/** @typedef {import("./charts/figures.js").Series} Series */
/** @typedef {import("./charts/figures.js").Threshold} Threshold */

dress(new URL("./chart.css", import.meta.url).href);
const PAGE = 200;

export class CityChart extends CityElement {
  static properties = {
    kind: { type: String }, label: { type: String }, unit: { type: String }, height: { type: Number },
    times: { attribute: false }, categories: { attribute: false }, series: { attribute: false },
    thresholds: { attribute: false }, span: { attribute: false },
  };

  /** @type {import("./charts/lines.js").Lines | null} */ #lines = null;
  /** @type {ResizeObserver | null} */ #size = null;
  /** What is shown, in order. @type {(number | null)[][]} */ #values = [];
  /** @type {number[]} */ #seconds = [];
  #width = 0;
  #page = 0;
  #drawing = 0;
  /** @type {number | null} */ #place = null;
  #read = unique("chart-read");
  #again = () => { this.#stale = true; this.requestUpdate(); };
  #stale = true;

  constructor() {
    super();
    this.kind = "line";
    this.label = "";
    this.unit = "";
    this.height = 220;
    /** @type {Time[]} */ this.times = [];
    /** @type {string[]} */ this.categories = [];
    /** @type {Series[]} */ this.series = [];
    /** @type {Threshold[]} */ this.thresholds = [];
    /** @type {[Time, Time] | null} */ this.span = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#size = new ResizeObserver(([{ contentRect }]) => this.#measured(Math.floor(contentRect.width)));
    this.#size.observe(this);
    for (const name of ["theme", "language"]) addEventListener(name, this.#again);
    this.#again();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#size?.disconnect();
    for (const name of ["theme", "language"]) removeEventListener(name, this.#again);
    this.#undraw();
  }

  /** @param {number} width */
  #measured(width) {
    if (!width || width === this.#width) return;
    this.#width = width;
    if (this.#lines) this.#lines.resize(width, this.height);
    else this.requestUpdate();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (![...changed.keys()].some(name => name !== "label")) return;
    this.#stale = true;
    this.#place = null;
    const found = this.kind === "line" ? inTime(this.times, this.series)
      : { seconds: [], values: this.series.map(each => numbersOf(each.values)) };
    this.#seconds = found.seconds;
    this.#values = found.values;
    if (this.#page * PAGE >= this.#count()) this.#page = 0;
  }

  #count() { return this.kind === "line" ? this.#seconds.length : this.kind === "bars" ? this.categories.length : 0; }
  #any() { return this.#values.some(each => each.some(value => value !== null)); }

  updated() {
    if (this.kind === "line" && this.#stale && this.#width) this.#draw();
  }

  /** uPlot comes when the first line is drawn: a page of bars does not pay for it. */
  async #draw() {
    this.#stale = false;
    this.#undraw();
    const frame = /** @type {HTMLElement | null} */ (this.querySelector(".chart-canvas")), drawing = ++this.#drawing;
    if (!frame || !this.#any()) return;
    dress(new URL("../vendor/uplot.css", import.meta.url).href);
    const { lines } = await import("./charts/lines.js");
    if (drawing !== this.#drawing || !this.isConnected) return;
    const names = this.series.map(each => each.name);
    const rights = this.series.map(each => Boolean(each.right));
    const drawn = { seconds: this.#seconds, values: this.#values, names, rights, thresholds: this.thresholds, span: this.#span() };
    this.#lines = lines(frame, drawn, this.#width, this.height, place => this.#pointed(place));
  }

  /** @returns {[number, number] | null} */
  #span() {
    const [from = null, to = null] = (this.span ?? []).map(instant);
    return from !== null && to !== null && from < to ? [from / 1000, to / 1000] : null;
  }

  #undraw() {
    this.#drawing += 1;
    this.#lines?.remove();
    this.#lines = null;
  }

  /** @param {number | null} place */
  #pointed(place) {
    if (place === this.#place) return;
    this.#place = place;
    this.requestUpdate();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const last = this.#count() - 1, now = this.#place;
    /** @type {number | undefined} */
    const to = { ArrowLeft: now === null ? last : now - 1, ArrowRight: now === null ? 0 : now + 1, Home: 0, End: last }[event.key];
    if (to === undefined || last < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const place = Math.min(last, Math.max(0, to));
    this.#lines?.point(place);
    this.#pointed(place);
  }

  // --- what is seen -----------------------------------------------------------------------------------------------------

  render() {
    const name = this.label || t("그래프", "Chart"), said = `${name}. ${this.#summary()}`;
    if (this.kind === "spark") {
      return html`<span class="chart-small" role="img" aria-label=${said}><svg aria-hidden="true" focusable="false"
        width="96" height="28" viewBox="0 0 96 28">${spark(this.#values[0] ?? [], 96, 28)}</svg></span>`;
    }
    if (!this.#any()) return html`<p class="chart-empty">${t("아직 보여 드릴 값이 없어요.", "There are no values yet.")}</p>`;
    const hint = t(`${name}: 좌우 화살표로 값을 읽어요`, `${name}: left and right arrows read the values`);
    return html`
      ${this.#legend()}
      <div class="chart-frame" tabindex="0" role="group" aria-label=${hint} aria-describedby=${this.#read}
        @keydown=${this.#key}>
        <div class="chart-picture" role="img" aria-label=${said}>
          ${this.kind === "bars" ? this.#bars() : html`<div class="chart-canvas"></div>`}</div>
      </div>
      <p class="chart-read" id=${this.#read} role="status">${this.#reading()}</p>
      ${this.#table(name)}`;
  }

  #summary() {
    if (!this.series.length) return t("값 없음", "no values");
    return this.series.map((each, row) => summaryOf(each.name, this.#values[row] ?? [], this.unit)).join(". ");
  }

  #bars() {
    const width = this.#width, height = this.height;
    if (!width) return nothing;
    return html`<svg class="chart-bars" aria-hidden="true" focusable="false" width=${width} height=${height}
      viewBox="0 0 ${width} ${height}">${bars(this.categories, this.series, this.thresholds, width, height)}</svg>`;
  }

  #legend() {
    const unit = this.unit ? t(`단위: ${this.unit}`, `Unit: ${this.unit}`) : "";
    if (this.series.length < 2) return unit ? html`<p class="chart-unit">${unit}</p>` : nothing;
    return html`<ul class="chart-legend">${this.series.map((each, row) => html`<li>
      <svg aria-hidden="true" focusable="false" width="26" height="12">${this.#sample(row)}</svg>${each.name}${each.right
        ? html` <span class="chart-unit">${t("(오른쪽)", "(right)")}</span>` : nothing}</li>`)}
      ${unit ? html`<li class="chart-unit">${unit}</li>` : nothing}</ul>`;
  }

  /** @param {number} row */
  #sample(row) {
    const colour = `series-${row % 6 + 1}`;
    if (this.kind === "bars") return svg`<rect class="chart-bar ${colour}" x="7" width="12" height="12" rx="2"></rect>`;
    return svg`<path class="chart-stroke ${colour}" stroke-dasharray=${DASHES[row % 6].join(" ")} d="M0 6H26"></path>`;
  }

  /** @param {number} place */
  #row(place) {
    if (this.kind !== "line") return this.categories[place];
    return rowTime(this.#seconds[place], this.#seconds[this.#seconds.length - 1] - this.#seconds[0]);
  }

  #reading() {
    const place = this.#place;
    if (place === null || place >= this.#count()) return nothing;
    /** @param {number} row */
    const value = row => figure(this.#values[row][place], this.unit, digitsOf(this.#values[row]));
    return `${this.#row(place)} · ${this.series.map((each, row) => `${each.name} ${value(row)}`).join(", ")}`;
  }

  /** @param {string} name */
  #table(name) {
    const count = this.#count(), first = this.#page * PAGE, rows = Math.min(PAGE, count - first), timed = this.kind === "line";
    // Of times the newest is asked for most.
    const places = Array.from({ length: rows }, (_, i) => timed ? count - 1 - first - i : first + i);
    const limits = this.thresholds.map(line => limitOf(line, this.unit)).join(", ");
    return html`<details class="chart-values"><summary>${t("표로 보기", "As a table")}</summary>
      <div class="chart-scroll" tabindex="0" role="region" aria-label=${t(`${name} 표`, `${name}, table`)}><table>
        <thead><tr><th scope="col">${timed ? t("시각", "Time") : t("항목", "Item")}</th>
          ${this.series.map(each => html`<th scope="col">${each.name}</th>`)}</tr></thead>
        <tbody>${places.map(place => html`<tr><th scope="row">${this.#row(place)}</th>
          ${this.#values.map(all => html`<td>${number(all[place], digitsOf(all))}</td>`)}</tr>`)}</tbody>
      </table></div>
      ${count > PAGE ? html`<p class="chart-more">
        <button type="button" class="plain" ?disabled=${!first} @click=${() => this.#turn(-1)}>${t("이전", "Previous")}
        </button><button type="button" class="plain" ?disabled=${first + rows >= count} @click=${() => this.#turn(1)}>
          ${t("다음", "Next")}</button> <span>${number(first + 1)}–${number(first + rows)} / ${number(count)}</span></p>` : nothing}
      ${limits ? html`<p class="chart-limits">${t("기준", "Limits")}: ${limits}</p>` : nothing}
    </details>`;
  }

  /** @param {number} pages */
  #turn(pages) {
    this.#page += pages;
    this.requestUpdate();
  }
}

define("city-chart", CityChart);

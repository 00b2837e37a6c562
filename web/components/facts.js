// Small things that many pages show: facts, figures, tags, money, and the line of a list.

import { CityElement, define, html, nothing } from "../shell/element.js";
import { ago, moment, text, won } from "../shell/words.js";

/** @typedef {[name: string, value: unknown] | null | undefined | false | ""} Fact */
/** @typedef {"" | "fine" | "warning" | "alarm" | "info" | "late"} Tone */

/** @param {unknown} value */
const shown = value => value === null || value === undefined || value === "" ? text(value) : value;

/** Names and their values; a row that is none is left out. @param {Fact[]} rows */
export const facts = rows => html`<dl class="facts">${rows.map(row =>
  row ? html`<dt>${row[0]}</dt><dd>${shown(row[1])}</dd>` : nothing)}</dl>`;

/** Figures side by side. @param {Array<{name: string, value: unknown, note?: unknown, tone?: Tone} | null | false>} rows */
export const tiles = rows => html`<div class="tiles">${rows.map(row => row ? html`<div class="tile">
  <small>${row.name}</small><b class=${row.tone ?? ""}>${shown(row.value)}</b>
  ${row.note ? html`<small>${row.note}</small>` : nothing}</div>` : nothing)}</div>`;

/** @param {unknown} words @param {Tone} [tone] */
export const tag = (words, tone = "") => html`<span class="tag ${tone}">${shown(words)}</span>`;

/** One line of a list, a link to where it is told whole. `here` marks the one that is open.
 * @param {string} href @param {unknown} inside @param {boolean} [here] */
export const line = (href, inside, here = false) =>
  html`<a class="line" href=${href} aria-current=${here ? "true" : nothing}>${inside}</a>`;

/** A time with how long ago it was; old ones stand out.
 * @param {import("../shell/words.js").Time} time @param {number} [late_s] from how many seconds on it is old */
export function since(time, late_s = Infinity) {
  const old = time !== null && time !== undefined && Date.now() - new Date(time).getTime() > late_s * 1000;
  return html`<time class=${old ? "late" : ""} title=${moment(time, "seconds")}>${ago(time)}</time>`;
}

/** `<city-money .amount=${12000}>`: never a bare number, never null. */
export class CityMoney extends CityElement {
  static properties = { amount: { type: Number }, big: { type: Boolean, reflect: true } };

  constructor() {
    super();
    /** @type {number | null} */
    this.amount = null;
    this.big = false;
  }

  render() { return html`<span class="number">${won(this.amount)}</span>`; }
}
define("city-money", CityMoney);

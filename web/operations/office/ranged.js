// What is read of some days, from and until.

import { Load } from "../../components/load.js";
import { drawn } from "../../components/state.js";
import { CityElement, html } from "../../shell/element.js";
import { t, today } from "../../shell/words.js";
import "../../components/form.js";

/** An element that asks which days, and shows what `read` gives of them. */
export class Ranged extends CityElement {
  constructor() {
    super();
    this.wanted = { first: today(6), last: today() };
    /** @type {Load<any>} */
    this.load = new Load(this, () => this.read(this.wanted));
  }

  /** @param {{first: string, last: string}} _days @returns {Promise<any>} */
  async read(_days) { return null; }

  /** @param {any} _found @returns {unknown} */
  view(_found) { return null; }

  #ask = async (/** @type {any} */ values) => {
    const before = this.wanted;
    this.wanted = { first: values.first, last: values.last };
    await this.load.reload();
    const { trouble } = this.load;
    if (!trouble) return;
    this.wanted = before;
    this.load.trouble = null;
    throw trouble;
  };

  asking() {
    return html`<city-form class="card" inline keeps .verb=${t("보기", "Show")} .send=${this.#ask}>
      <city-field name="first" kind="date" required value=${this.wanted.first} .max=${today()} .label=${t("부터", "From")}></city-field>
      <city-field name="last" kind="date" required value=${this.wanted.last} .max=${today()} .label=${t("까지", "Until")}></city-field></city-form>`;
  }

  shown() { return drawn(this.load, found => this.view(found)); }
}

// Statistics with noise: what is left of the budget, a question, and its answer.

import "../../components/form.js";
import { broken, empty } from "../../components/state.js";
import "../../components/table.js";
import { Trouble } from "../../shell/api.js";
import { CityElement, define, html, nothing } from "../../shell/element.js";
import { number, t } from "../../shell/words.js";
import { columnName } from "../groups.js";
import { fresh } from "../naming.js";
import { asBuyer, idOf, keyField, onSale } from "./shop.js";
import { MOST_OF_A_PERSON, UNITS } from "./words.js";

/** @typedef {import("./shop.js").Revision} Revision */
/** @typedef {{account: string, total_milli: number, left_milli: number}} Budget */
/** @typedef {{epsilon_milli: number, plus_minus: number}} Price */
/** @typedef {{data_set: string, revision: number, budgets: Budget[], columns: {column: string, labels: string[]}[], units: string[], accuracy: Price[]}} Left */
/** @typedef {{label: string | null, answer: number}} Answer */
/** @typedef {{answers: Answer[], plus_minus: number, certainty_percent: number, epsilon_milli: number, budgets: Budget[]}} Heard */

const WHERE = "where.";
/** @param {number} milli */
const epsilon = milli => number(milli / 1000, 3);
/** A number of a unit: `1,234명`, `1,234`. @param {number} value @param {string} unit */
const amount = (value, unit) => `${number(value)}${t(UNITS[unit]?.counter ?? "", UNITS[unit]?.unit ?? "")}`;

class MarketCounts extends CityElement {
  static properties = { revisions: { attribute: false }, left: { state: true }, unit: { state: true }, by: { state: true }, prices: { state: true }, cost: { state: true },
    heard: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    /** @type {Revision[]} */
    this.revisions = [];
    /** @type {Left | null} */
    this.left = null;
    this.unit = "cards";
    this.by = "";
    /** @type {Price[]} */
    this.prices = [];
    this.cost = "";
    /** What was answered, and of which unit. @type {{answer: Heard, unit: string} | null} */
    this.heard = null;
    /** @type {Trouble | null} */
    this.trouble = null;
    // The same question pressed again is answered again, for nothing; another one needs another name.
    this.query_id = fresh("query");
    this.turn = 0;
    this.again = () => { this.requestUpdate(); };
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("buyer-key", this.again);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("buyer-key", this.again);
  }

  render() {
    const open = this.revisions.filter(onSale);
    return html`<h2>${t("통계 질의", "Statistics")}</h2><p>${t(
      "자료를 사지 않고 수만 물을 수 있습니다. 답에는 누구도 드러나지 않을 만큼 잡음을 더합니다. 물을 때마다 함께 쓰는 예산이 줄고, 다 쓰면 더 물을 수 없습니다.",
      "You may ask for numbers alone. Each answer carries enough noise that nobody shows. Every question spends from a budget that all share; when it is spent, nobody may ask.")}</p>
      ${open.length ? html`<div class="card"><city-form keeps .verb=${t("무엇을 얼마나 물을 수 있나 보기", "See what may be asked")} .send=${this.#begin}>${keyField()}
        <city-field name="what" kind="select" required .label=${t("자료", "Data set")} .options=${open.map(one => [idOf(one), `${one.title} (${one.data_set})`])}></city-field></city-form></div>`
        : empty(t("물을 수 있는 자료가 없습니다.", "There is nothing to ask about."))}
      ${this.left ? html`<div class="card"><h3 id="left" tabindex="-1">${t("남은 예산", "What is left")}</h3>${bars(this.heard?.answer.budgets ?? this.left.budgets)}</div>
        ${this.#question(this.left)}` : nothing}
      ${this.heard ? this.#answer(this.heard) : nothing}`;
  }

  #begin = async (/** @type {any} */ { what }) => {
    const [data_set, revision] = what.split("/");
    const left = await asBuyer.get("counts/budget", { data_set, revision, most_per_person: 1 });
    this.heard = null;
    this.left = left;
    this.unit = left.units[0] ?? "cards";
    this.by = "";
    this.#price(left.accuracy);
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector("#left"))?.focus();
  };

  /** @param {Price[]} prices */
  #price(prices) {
    this.prices = prices;
    if (!prices.some(price => String(price.epsilon_milli) === this.cost)) this.cost = String(prices[Math.floor(prices.length / 2)]?.epsilon_milli ?? "");
  }

  get #most() { return /** @type {any} */ (this.querySelector('city-field[name="most_per_person"]')); }

  /** @param {Event} event */
  #changed = async event => {
    const { name, value } = /** @type {HTMLInputElement} */ (event.target), most = this.#most;
    this.query_id = fresh("query");
    if (name === "epsilon_milli") { this.cost = value; return; }
    if (name === "of") { this.unit = value; most.value = String(MOST_OF_A_PERSON[value] ?? 1); }
    if (name === "by") this.by = value;
    if (!["of", "by", "most_per_person"].includes(name)) return;
    if (this.#onlyOnce) most.value = "1";
    if (!/^[1-9]\d*$/.test(most.value) || !this.left) return;
    const mine = ++this.turn, { data_set, revision } = this.left;
    try {
      const left = await asBuyer.get("counts/budget", { data_set, revision, most_per_person: most.value });
      if (mine === this.turn) { this.trouble = null; this.#price(left.accuracy); }
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      if (mine === this.turn) this.trouble = trouble;
    }
  };

  // Without parts, a card counts once and no more.
  get #onlyOnce() { return this.unit === "cards" && !this.by; }

  /** @param {Left} left */
  #question(left) {
    /** @type {[string, string]} */
    const any = ["", t("모두", "any")];
    return html`<div class="card"><h3>${t("질문", "Your question")}</h3><city-form keeps .verb=${t("묻기", "Ask")} .send=${(/** @type {any} */ values) => this.#ask(left, values)} @change=${this.#changed}>
      <div class="fields"><city-field name="of" kind="select" required .label=${t("무엇을 셀까요?", "Count")} .value=${this.unit}
        .options=${left.units.map(id => [id, UNITS[id] ? t(...UNITS[id].name) : id])}></city-field>
      <city-field name="by" kind="select" .label=${t("무엇으로 나눌까요?", "By")} .value=${this.by} .options=${[["", t("나누지 않음", "not at all")],
        ...left.columns.map(({ column }) => [column, columnName(column)])]}></city-field></div>
      <details><summary>${t("조건", "Only where")}</summary><div class="fields">${left.columns.map(({ column, labels }) => html`<city-field name="${WHERE}${column}" kind="select"
        .label=${columnName(column)} .options=${[any, ...labels.map(each => [each, each])]}></city-field>`)}</div></details>
      <div class="fields"><city-field name="most_per_person" kind="number" required .label=${t("한 사람을 많아야 얼마까지 셀까요?", "At most, of one person")} value="1" min="1" max="1000000000" step="1"
        inputmode="numeric" ?readonly=${this.#onlyOnce}></city-field>
      <city-field name="epsilon_milli" kind="select" required .label=${t("쓸 예산과 오차", "Cost and error")} .value=${this.cost} .options=${this.prices.map(price =>
        [String(price.epsilon_milli), `ε ${epsilon(price.epsilon_milli)}: ±${amount(price.plus_minus, this.unit)}`])}></city-field></div></city-form>
      ${this.trouble ? broken(this.trouble) : nothing}</div>`;
  }

  /** @param {Left} left @param {any} values */
  async #ask({ data_set, revision }, values) {
    const where = Object.fromEntries(Object.entries(values).filter(([name]) => name.startsWith(WHERE)).map(([name, value]) => [name.slice(WHERE.length), value]));
    const unit = values.of, answer = await asBuyer.post("counts", { query_id: this.query_id, data_set, revision, of: unit, by: values.by ?? null, where,
      most_per_person: values.most_per_person, epsilon_milli: Number(values.epsilon_milli) });
    this.heard = { answer, unit };
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector("#answer"))?.focus();
  }

  /** @param {{answer: Heard, unit: string}} heard */
  #answer({ answer, unit }) {
    const alone = answer.answers.length === 1, near = amount(answer.plus_minus, unit);
    const columns = [{ id: "label", name: t("무엇", "What"), show: (/** @type {Answer} */ each) => each.label ?? (alone ? t("모두", "all") : t("그 밖", "other")) },
      { id: "answer", name: t("답", "Answer"), number: true, show: (/** @type {Answer} */ each) => amount(each.answer, unit) }];
    return html`<div class="card"><h3 id="answer" tabindex="-1">${t("답", "The answer")}</h3>
      <city-table quiet .caption=${t("답", "The answer")} .rows=${answer.answers} .columns=${columns} .key=${(/** @type {Answer} */ each) => each.label ?? ""}></city-table>
      <p class="quiet">${t(`참값과의 차이는 ${answer.certainty_percent}%의 경우 ±${near} 안입니다(한 사람 한도를 넘어 잘린 것은 빼고). 0보다 작은 답도 그대로 두어야 평균이 맞습니다. 쓴 예산 ε ${epsilon(answer.epsilon_milli)}.`,
        `With ${answer.certainty_percent}% certainty each is within ±${near} of the truth, cut-off aside. Negative answers are left as they are, or averages would be wrong. Cost: ε ${epsilon(answer.epsilon_milli)}.`)}</p></div>`;
  }
}
define("market-counts", MarketCounts);

/** @param {Budget[]} budgets */
const bars = budgets => html`<ul class="lines">${budgets.map(({ account, total_milli, left_milli }) => {
  const year = account.startsWith("year#") ? account.slice(5) : null, name = year ? t(`${year}년의 모든 자료`, `everything of ${year}`) : t("이 자료", "this data set");
  const said = t(`남은 예산 ε ${epsilon(left_milli)} / ${epsilon(total_milli)}`, `left: ε ${epsilon(left_milli)} of ${epsilon(total_milli)}`);
  return html`<li><div class="row apart"><span>${name}</span><span class="quiet">${said}</span></div><progress max=${total_milli} .value=${left_milli} aria-label="${name}: ${said}"></progress></li>`;
})}</ul>`;

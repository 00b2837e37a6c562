// A citizen's share of a round: asked for by round, card and code, and the way out of the next rounds. Nothing is kept here.

import { confirmed } from "../components/dialog.js";
import { tag } from "../components/facts.js";
import "../components/form.js";
import { bad, good } from "../components/notice.js";
import { open, path, Trouble } from "../shell/api.js";
import { CityElement, define, html, nothing } from "../shell/element.js";
import { openPage } from "../shell/shell.js";
import { count, day, listed, named, t, won } from "../shell/words.js";
import { PURPOSES, REASONS, STATES, WEIGHTS } from "./statement_words.js";

/** @typedef {{round: string, card_id: string, code: string}} Asked */
/** @typedef {{title: string, buyers: number, purposes: string[], late_from: string | null}} Sold */
/** @typedef {{round_id: string, amount_krw: number, state: string, reason: string | null, paid_at: string | null, revenue_krw: number,
 *   costs_krw: number, city_krw: number, citizens_krw: number, citizens: number, weights: string, sold: Sold[]}} Statement */

const dividend = open("dividend");
const ROUND = "20[0-9]{2}-[1-9][0-9]?";
const HEALTHY = ["paid", "sent", "due"];

class DividendStatement extends CityElement {
  static properties = { statement: { state: true }, left: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    /** @type {Statement | null} */
    this.statement = null;
    /** @type {Asked | null} */
    this.asked = null;
    this.left = false;
    /** @type {Trouble | null} */
    this.trouble = null;
    // A text may name the round behind the address: `statement#2026-1`.
    const said = location.hash.slice(1);
    this.round = new RegExp(`^${ROUND}$`).test(said) ? said : "";
  }

  render() {
    return html`<div class="page"><div class="narrow stack loose"><h1>${t("내 데이터 배당 명세", "My data dividend")}</h1>
      <city-form class="card" keeps .verb=${t("명세 보기", "Show my statement")} .send=${(/** @type {Asked} */ asked) => this.#look(asked)}>
        <p>${t("문자나 카드 입금 내역 옆에 있는 확인번호(DV로 시작)를 넣어 주세요. 이름이나 전화번호는 묻지 않습니다.",
          "Enter the code from your text or from beside the credit on your card; it starts with DV. We ask for no name and no number.")}</p>
        <city-field name="round" .label=${t("회차 (예: 2026-1)", "Round (such as 2026-1)")} value=${this.round} required .pattern=${ROUND}
          placeholder="2026-1" autocomplete="off"></city-field>
        <city-field name="card_id" .label=${t("지역화폐 카드번호", "Your local-currency card")} required minlength="6" maxlength="24"
          pattern="[0-9A-Za-z\\-]{6,24}" autocomplete="off"></city-field>
        <city-field name="code" .label=${t("확인번호", "Code")} required minlength="12" maxlength="19" placeholder="DV___-___-___-___"
          autocomplete="off"></city-field>
      </city-form>
      ${this.statement ? this.#shown(this.statement) : nothing}</div></div>`;
  }

  /** @param {Asked} asked */
  async #look({ round, ...asked }) {
    this.statement = null;
    this.left = false;
    try {
      this.statement = await dividend.post(path`statements/${round}`, asked);
    } catch (error) {
      if (error instanceof Trouble && error.status === 404) {
        error.korean += " 회차, 카드번호, 확인번호를 하나씩 다시 봐 주세요. 확인번호는 회차마다 다릅니다.";
        error.english += " Please check round, card and code one by one. Every round has a code of its own.";
      }
      throw error;
    }
    this.asked = { round, ...asked };
    await this.updateComplete;
    this.querySelector("h2")?.focus();
  }

  /** @param {Statement} one */
  #shown(one) {
    const [korean, english, meaning, meant] = STATES[one.state] ?? [one.state, one.state, "", ""];
    const tone = one.state === "paid" ? "fine" : HEALTHY.includes(one.state) ? "info" : "warning";
    return html`<section class="stack" aria-labelledby="statement"><h2 id="statement" tabindex="-1">${t(`${one.round_id} 회차`, `Round ${one.round_id}`)}</h2>
      <div class="card mine"><span>${t("내 몫", "My share")}</span><b>${won(one.amount_krw)}</b>${tag(t(korean, english), tone)}
        ${one.state === "paid" && one.paid_at ? html`<p class="quiet">${day(one.paid_at)}</p>` : nothing}
        ${one.reason ? html`<p>${named(REASONS, one.reason)}</p>` : nothing}${meaning ? html`<p>${t(meaning, meant)}</p>` : nothing}</div>
      ${this.#sold(one)}${this.#sums(one)}${this.#leaving()}</section>`;
  }

  /** @param {Statement} one */
  #sold({ sold }) {
    const purposes = [...new Set(sold.flatMap(each => each.purposes))];
    return html`<div class="card"><h3>${t("무엇이 팔렸나", "What was sold")}</h3>${sold.map(each => html`<p>${t(
      `누구인지 알 수 없게 바꾼 ‘${each.title}’ 자료를 ${each.buyers}곳이 샀습니다.`,
      `“${each.title}”, in which nobody can be recognised, was bought by ${each.buyers}.`)}
      ${each.late_from ? t(`(${each.late_from} 회차가 끝난 뒤의 판매)`, `(sold after round ${each.late_from} had ended)`) : nothing}</p>`)}
      ${purposes.length ? html`<p>${t("쓰임:", "For:")} ${listed(PURPOSES, purposes)}</p>` : nothing}
      <p class="quiet">${t("팔린 자료에는 카드번호, 이름, 생년월일이 없습니다.", "It has no card number, no name and no birth date in it.")}</p></div>`;
  }

  /** @param {Statement} one */
  #sums(one) {
    const buyers = Math.max(0, ...one.sold.map(each => each.buyers));
    /** @param {string} name @param {string} value @param {boolean} [sum] */
    const row = (name, value, sum = false) => html`<tr class=${sum ? "sum" : ""}><th scope="row">${name}</th><td>${value}</td></tr>`;
    return html`<div class="card"><h3>${t("어떻게 계산했나", "How it was worked out")}</h3><table class="sums"><tbody>
      ${row(t(buyers === 1 ? "산 곳이 낸 돈" : "산 곳들이 낸 돈", "paid by the buyers"), won(one.revenue_krw))}
      ${row(t("− 만드는 데 든 비용", "− what it cost to make"), won(one.costs_krw))}
      ${one.city_krw ? row(t("− 시 몫", "− the city's share"), won(one.city_krw)) : nothing}
      ${row(t("= 시민들의 몫", "= the citizens' part"), won(one.citizens_krw), true)}
      ${row(t("나눈 카드", "cards"), count(one.citizens, "장", "card"))}${row(t("내 몫", "my share"), won(one.amount_krw), true)}</tbody></table>
      <p class="quiet">${one.weights in WEIGHTS ? named(WEIGHTS, one.weights) : nothing} ${t("1원까지 모두 나눕니다.", "To the last won.")}</p></div>`;
  }

  #leaving() {
    return html`<div class="card"><h3>${t("다음 회차에 참여하지 않으려면", "Leaving the next rounds")}</h3>
      <p>${t("언제든지 그만둘 수 있습니다. 이미 받은 돈은 그대로입니다.", "You may leave at any time. What you got is yours.")}</p>
      ${this.left ? good(t("다음 회차부터 이 카드의 기록을 쓰지 않습니다.", "From the next round on your card is left out."))
        : html`<div class="row"><button type="button" class="plain grave" @click=${this.#leave}>${t("참여하지 않기", "Opt out")}</button></div>`}
      ${this.trouble ? bad(this.trouble) : nothing}</div>`;
  }

  async #leave() {
    const sure = await confirmed({ title: t("정말 참여하지 않을까요?", "Are you sure?"), verb: t("네, 참여하지 않습니다", "Yes, opt out"), grave: true,
      body: html`<p>${t("다음 회차부터 이 카드의 결제 기록을 쓰지 않고, 배당도 없습니다. 아직 보내지 않은 돈도 받지 못합니다.",
        "From the next round on your payments are not used and you get no dividend, nor what was not yet sent.")}</p>` });
    if (!sure || !this.asked) return;
    const { round, ...asked } = this.asked;
    this.trouble = null;
    try {
      await dividend.post(path`statements/${round}/opt-out`, asked);
      this.left = true;
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      this.trouble = error;
    }
  }
}
define("dividend-statement", DividendStatement);

void openPage({ title: ["내 데이터 배당 명세", "My data dividend"] });

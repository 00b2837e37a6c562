// Orders of a round: money that has come, money that goes back, and what statistics have told.

import { facts, tag } from "../../components/facts.js";
import "../../components/form.js";
import { Load } from "../../components/load.js";
import { drawn, empty } from "../../components/state.js";
import "../../components/table.js";
import { path, Trouble } from "../../shell/api.js";
import { define, html, nothing, repeat } from "../../shell/element.js";
import { session } from "../../shell/session.js";
import { moment, named, number, t, won } from "../../shell/words.js";
import { PURPOSES } from "../statement_words.js";
import { deciding, proposed, reason, waitsForAnother } from "./decisions.js";
import { dividend, RoundPart } from "./round.js";
import { ORDERS } from "./words.js";

/** @typedef {{order_id: string, buyer_id: string, buyer_name: string, purpose: string, use: string, state: string, price_krw: number, downloads: number,
 *   placed_at: string, bank_reference: string | null, counted_in?: string | null, revoked_because?: string | null,
 *   refund: import("./decisions.js").Proposal | null}} Order */
/** @typedef {{buyer_id: string, query_id: string, epsilon_milli: number, plus_minus: number, at: string}} Asked */
/** @typedef {{spent_milli: number, total_milli: number, answered: number, entries: Asked[]}} Spent */

/** @param {number} milli */
const epsilon = milli => `ε ${number(milli / 1000, 3)}`;

class RoundOrders extends RoundPart {
  constructor() {
    super();
    /** @type {Load<Order[]>} */
    this.orders = new Load(this, async () => (await dividend.get(path`rounds/${this.round.round_id}/orders`)).orders, { every: () => this.checkVisibility() ? 20_000 : 60_000 });
    /** Statistics exist once something was published. @type {Load<Spent | {}>} */
    this.spent = new Load(this, async () => {
      if (!this.round.certificate) return {};
      try { return await dividend.get(path`counts/ledger/dividend-${this.round.round_id}`); } catch (trouble) {
        if (trouble instanceof Trouble && [400, 404].includes(trouble.status)) return {};
        throw trouble;
      }
    });
  }

  refresh() {
    void this.orders.reload();
    void this.spent.reload();
  }

  render() {
    return html`${drawn(this.orders, orders => html`<ul class="stack">${repeat(orders, order => `${order.buyer_id}/${order.order_id}`, order => html`<li>${this.#order(order)}</li>`)}</ul>`,
      { empty: orders => orders.length ? null : t("주문이 없습니다.", "No order yet.") })}
      ${drawn(this.spent, spent => "answered" in spent && spent.answered ? privacy(spent) : nothing, { words: " " })}`;
  }

  /** @param {Order} order */
  #order(order) {
    const steward = session.may("steward"), tone = order.state === "paid" ? "fine" : order.state === "placed" ? "warning" : "";
    return html`<div class="card"><div class="row apart"><h3><span lang="ko">${order.buyer_name}</span> · ${order.order_id}</h3>${tag(named(ORDERS, order.state), tone)}</div>
      ${facts([[t("값", "Price"), won(order.price_krw)], [t("목적", "Purpose"), named(PURPOSES, order.purpose)], [t("쓰임", "Use"), html`<span class="words" lang="ko">${order.use}</span>`],
        [t("주문한 때", "Placed"), moment(order.placed_at)], order.bank_reference && [t("은행 거래번호", "Bank reference"), order.bank_reference],
        order.counted_in && [t("수입이 들어간 회차", "Counted in"), order.counted_in === "waits" ? t("다음 회차를 기다림", "waits for the next round") : order.counted_in],
        [t("내려받기", "Downloads"), number(order.downloads)]])}
      ${order.revoked_because ? html`<div class="notice" data-tone="danger">${t("철회된 자료입니다:", "It was revoked:")} <span lang="ko">${order.revoked_because}</span></div>` : nothing}
      ${order.refund ? proposed(order.refund, t("돌려주자는 제안", "Proposed to pay it back"), won(order.price_krw)) : nothing}
      ${order.state === "placed" && steward ? this.#payment(order) : nothing}${steward && order.state === "paid" && order.revoked_because ? this.#refund(order) : nothing}</div>`;
  }

  /** @param {Order} order */
  #payment(order) {
    return html`<details><summary>${t("입금 확인", "Money has come")}</summary><city-form draft="dividend/payment/${order.buyer_id}/${order.order_id}" .verb=${t("확인", "Confirm")}
      .send=${(/** @type {any} */ values) => dividend.post(path`buyers/${order.buyer_id}/orders/${order.order_id}/payment`, values)} .done=${() => this.did(t("장부에 적었습니다.", "Booked."))}
      .check=${(/** @type {any} */ values) => ({ title: t("입금을 확인할까요?", "Confirm the money?"), body: facts([[t("구매자", "Buyer"), order.buyer_name],
        [t("금액", "Amount"), won(values.amount_krw)], [t("은행 거래번호", "Bank reference"), values.bank_reference]]) })}>
      <div class="fields"><city-field name="bank_reference" required .label=${t("은행 거래번호", "Bank reference")} maxlength="64" .pattern=${"[A-Za-z0-9_.:\\-]{4,64}"}
        placeholder="NH-1234"></city-field>
      <city-field name="amount_krw" kind="number" required .label=${t("들어온 금액", "Amount")} .unit=${t("원", "won")} inputmode="numeric" min="1" step="1"
        .hint=${t(`주문 금액 ${won(order.price_krw)}`, `ordered for ${won(order.price_krw)}`)}></city-field></div></city-form></details>`;
  }

  // What was revoked is paid back by two people's word, as long as its money was not divided.
  /** @param {Order} order */
  #refund(order) {
    const { buyer_id, order_id } = order;
    if (order.refund?.state === "proposed") {
      return deciding(path`buyers/${buyer_id}/orders/${order_id}/refund`,
        ({ approves, reason: why }) => dividend.post(path`buyers/${buyer_id}/orders/${order_id}/refund/decision`, { approves, reason: why }),
        order.refund, `${order.buyer_name} · ${won(order.price_krw)}`, words => this.did(words));
    }
    return html`<details><summary>${t("돈 돌려주기", "Pay it back")}</summary><city-form grave draft="dividend/refund/${buyer_id}/${order_id}" .verb=${t("제안", "Propose")}
      .send=${(/** @type {any} */ values) => dividend.post(path`buyers/${buyer_id}/orders/${order_id}/refund`, values)} .done=${() => this.did(waitsForAnother())}>${reason()}</city-form></details>`;
  }
}
define("round-orders", RoundOrders);

const asked = () => [
  { id: "at", name: t("언제", "When"), show: (/** @type {Asked} */ each) => moment(each.at) }, { id: "buyer_id", name: t("구매자", "Buyer") },
  { id: "query_id", name: t("질의", "Question") }, { id: "cost", name: t("쓴 예산", "Spent"), number: true, show: (/** @type {Asked} */ each) => epsilon(each.epsilon_milli) },
  { id: "near", name: t("오차", "Error"), number: true, show: (/** @type {Asked} */ each) => `±${number(each.plus_minus)}` }];

// What private statistics have told, and what they have cost.
/** @param {Spent} spent */
function privacy({ total_milli, spent_milli, answered, entries }) {
  const said = t(`전체 ${epsilon(total_milli)} 가운데 ${epsilon(spent_milli)}을 썼고 ${epsilon(total_milli - spent_milli)}이 남았습니다. 답은 ${number(answered)}개입니다.`,
    `${epsilon(spent_milli)} of ${epsilon(total_milli)} are spent, ${epsilon(total_milli - spent_milli)} left; answers: ${number(answered)}.`);
  return html`<div class="card"><h3>${t("통계 질의에 쓴 예산", "Budget spent on statistics")}</h3><progress max=${total_milli} .value=${spent_milli} aria-label=${said}></progress><p>${said}</p>
    <details><summary>${t("질의 기록", "What was asked")}</summary>${entries.length ? html`<city-table quiet .caption=${t("질의 기록", "What was asked")} .rows=${entries}
      .key=${(/** @type {Asked} */ each) => `${each.buyer_id}/${each.query_id}`} .columns=${asked()}></city-table>` : empty()}</details></div>`;
}

// A deposit: what it pays, what two people decide about it, and the refund that may come of it.

import { CityElement, define, html, nothing } from "../../shell/element.js";
import { path } from "../../shell/api.js";
import { at } from "../../shell/place.js";
import { session } from "../../shell/session.js";
import { moment, named, t, text, won } from "../../shell/words.js";
import { ask } from "../../components/dialog.js";
import { facts, line, tag } from "../../components/facts.js";
import { Pages } from "../../components/load.js";
import "../../components/field.js";
import "../../components/form.js";
import "../../components/list.js";
import "../../components/masked.js";
import "../../components/split.js";
import "../../components/timeline.js";
import { bankName, caseLink, choices, DeskPart, did, Filled, fines, headed, lookedAt, mayNotDecide, twoPeople, waited, works } from "./shown.js";
import { ACTIONS, BANKS, DECISIONS, LEDGER, OUTCOMES, SUSPENSE } from "./words.js";

/** Of two alike deposits: which one the case stands on, and which one is too much. @param {any} deposit */
export function paysTag(deposit) {
  if (deposit.pays_case) return tag(t("이 돈으로 납부됨", "Pays the case"), "fine");
  if (deposit.reason === "second_deposit" && deposit.outcome === "suspense")
    return tag(t("남는 돈 (이미 다른 입금으로 납부됨)", "Surplus: another deposit pays it"), "warning");
  return tag(t("납부되지 않음", "Pays nothing"));
}

/** Where a refund goes. @param {any} decision */
export const refundTo = decision => [bankName(decision.refund_bank), text(decision.refund_account), text(decision.refund_holder)].join(" ");

/** @param {any} deposit */
const depositFacts = deposit => facts([
  [t("금액", "Amount"), html`<b>${won(deposit.amount_krw)}</b>`], [t("상태", "State"), named(OUTCOMES, deposit.outcome)],
  deposit.notice_number && [t("사건 납부", "The case"), paysTag(deposit)],
  deposit.reason && [t("미확인 이유", "Why held"), named(SUSPENSE, deposit.reason)],
  [t("계좌", "Account"), deposit.account_number], [t("입금", "Deposited"), moment(deposit.deposited_at)],
  [t("사건", "Case"), caseLink(deposit.notice_number)], [t("입금번호", "Key"), deposit.deposit_key],
]);

/** @param {any} decision */
const decisionFacts = decision => facts([
  [t("처리", "Action"), named(ACTIONS, decision.action)], [t("상태", "State"), named(DECISIONS, decision.state)],
  decision.notice_number && [t("사건", "Case"), caseLink(decision.notice_number)],
  decision.refund_bank && [t("환급 계좌", "Goes to"), refundTo(decision)],
  decision.reopens_case && [t("사건 상태", "Then"), html`<b>${t("미납으로 되돌림", "The case is unpaid again")}</b>`],
  [t("이유", "Reason"), decision.reason],
  [t("제안", "Proposed by"), did(decision.proposed_by, decision.proposed_by_name, decision.proposed_at)],
  decision.decided_by && [t("결정", "Decided by"), did(decision.decided_by, decision.decided_by_name, decision.decided_at)],
  decision.paid_by && [t("지급", "Paid by"), `${did(decision.paid_by, decision.paid_by_name, decision.paid_at)} · ${text(decision.bank_reference)}`],
]);

class DeskDeposit extends DeskPart {
  get key() { return this.subject[0]; }

  fetch() { return fines.get(path`deposits/${this.key}`); }

  /** @param {any} deposit */
  view(deposit) {
    const { decision } = deposit, live = decision && decision.state !== "declined";
    const done = (/** @type {Event} */ event) => {
      event.stopPropagation();
      void this.did(/** @type {CustomEvent} */ (event).detail);
    };
    return html`<section class="card stack">${headed(t("입금", "Deposit"), named(OUTCOMES, deposit.outcome), deposit.outcome === "suspense" ? "warning" : "")}
        <city-masked .masked=${depositFacts(deposit)} .what=${t("입금 계좌와 환급 계좌를 모두 봅니다.", "You will see the accounts as they stand.")}
          .reveal=${(/** @type {string} */ reason) => fines.post(path`deposits/${this.key}/disclosure`, { reason })}
          .show=${(/** @type {any} */ whole) => html`${depositFacts(whole)}${whole.decision
            ? html`<h3>${t("제안", "Proposal")}</h3>${decisionFacts(whole.decision)}` : nothing}`}></city-masked>
        ${lookedAt(`deposit#${this.key}`)}</section>
      ${deposit.others.length ? html`<section class="stack tight"><h3>${t("같은 사건의 다른 입금", "Other deposits of this case")}</h3>
        <ul class="list">${deposit.others.map(otherLine)}</ul></section>` : nothing}
      ${decision ? html`<section class="card stack"><h3>${t("제안과 결정", "Proposal and decision")}</h3>${decisionFacts(decision)}
        <desk-decision-steps .decision=${decision} @done=${done}></desk-decision-steps></section>` : nothing}
      ${!live && works() && ["suspense", "settled", "assigned"].includes(deposit.outcome)
        ? html`<desk-propose .deposit=${deposit} @done=${done}></desk-propose>` : nothing}
      ${deposit.ledger.length ? html`<section class="card stack"><h3>${t("장부", "Ledger")}</h3><city-timeline .name=${t("장부", "Ledger")}
        .entries=${deposit.ledger.map((/** @type {any} */ entry) => ({ at: entry.at, what: `${named(LEDGER, entry.kind)} ${won(entry.amount_krw)}` }))}
        ></city-timeline></section>` : nothing}`;
  }
}
define("desk-deposit", DeskDeposit);

/** @param {any} other */
const otherLine = other => html`<li>${line(at("work", "suspense", other.deposit_key), html`
  <span class="row"><b>${won(other.amount_krw)}</b>${paysTag(other)}</span>
  <span class="quiet">${named(OUTCOMES, other.outcome)} · ${moment(other.deposited_at)} · ${other.deposit_key}</span>`)}</li>`;

// --- deciding: the API decides who may; the page only spares people what it would refuse -----------------------------

class DeskDecisionSteps extends CityElement {
  static properties = { decision: { attribute: false } };

  constructor() {
    super();
    /** @type {any} */
    this.decision = null;
  }

  render() {
    const { decision } = this, { state, proposed_by: by, proposed_by_name: called } = decision;
    if (state === "proposed") {
      const why = mayNotDecide(by, called);
      if (why) return html`<p class="quiet">${why}</p>`;
      return html`${twoPeople(by, called)}<div class="row">
        <button type="button" class="do" @click=${() => this.#decide(true)}>${t("승인", "Approve")}</button>
        <button type="button" class="plain grave" @click=${() => this.#decide(false)}>${t("반려", "Decline")}</button></div>`;
    }
    return state === "approved" && decision.action === "refund" && works() ? this.#pay(by) : nothing;
  }

  /** @param {string} by */
  #pay(by) {
    const { decision } = this;
    if (session.me?.id === by) return html`<p class="quiet">${t("제안한 사람은 지급 확인을 할 수 없습니다. 다른 사람이 확인합니다.",
      "Whoever proposed it may not confirm the payment: somebody else does.")}</p>`;
    return html`<city-form draft="fines/paid/${decision.deposit_key}" .verb=${t("지급 확인", "Confirm the payment")}
      .check=${(/** @type {any} */ values) => ({ title: t("지급을 확인할까요?", "Confirm the payment?"),
        body: html`<p>${won(decision.amount_krw)} · ${values.bank_reference}</p><p class="quiet">${t(
          "은행에서 실제로 이체한 뒤에 누르세요. 시민에게 문자로 알립니다.", "Press after the bank has paid. The citizen is told by text.")}</p>` })}
      .send=${(/** @type {any} */ values) => fines.post(path`refunds/${decision.deposit_key}/paid`, values)}
      @sent=${(/** @type {Event} */ event) => { event.stopPropagation(); this.tell("done", t("지급을 확인했습니다.", "The payment is confirmed.")); }}>
      <city-field name="bank_reference" required minlength="4" maxlength="64" pattern="[A-Za-z0-9_.:\\-]{4,64}" .label=${t("은행 이체번호", "Bank reference")}
        .hint=${t("은행이 이체 뒤에 준 확인번호입니다. 영문과 숫자로 적습니다.", "What the bank gave after it paid, in letters and digits.")}></city-field></city-form>`;
  }

  /** @param {boolean} approve */
  async #decide(approve) {
    const { decision } = this;
    const answer = await ask({ title: approve ? t("승인할까요?", "Approve?") : t("반려할까요?", "Decline?"), grave: !approve,
      verb: approve ? t("승인", "Approve") : t("반려", "Decline"),
      body: html`<p>${named(ACTIONS, decision.action)} ${won(decision.amount_krw)}</p><p class="words quote">${text(decision.reason)}</p>`,
      act: () => fines.post(path`suspense/${decision.deposit_key}/approval`, { approve }) });
    if (answer) this.tell("done", approve ? t("승인했습니다.", "Approved.") : t("반려했습니다.", "Declined."));
  }
}
define("desk-decision-steps", DeskDecisionSteps);

class DeskPropose extends CityElement {
  static properties = { deposit: { attribute: false } };

  constructor() {
    super();
    /** @type {any} */
    this.deposit = null;
    this.filled = new Filled(this, "city-form", ["action"]);
  }

  render() {
    const { deposit } = this, refunding = (this.filled.values.action ?? "refund") === "refund";
    const reopening = refunding && deposit.pays_case && Boolean(deposit.notice_number);
    return html`<section class="card stack"><h3>${t("처리 제안", "Propose what to do")}</h3>
      <p class="quiet">${t("제안하면 다른 관리자가 승인해야 처리됩니다.", "Another person, a manager, has to approve it.")}</p>
      <city-form draft="fines/propose/${deposit.deposit_key}" .verb=${t("제안", "Propose")} @change=${this.filled.take}
        .check=${(/** @type {any} */ values) => ({ title: t("이렇게 제안할까요?", "Propose this?"), body: facts([
          [t("무엇을", "What"), `${named(ACTIONS, values.action)} ${won(deposit.amount_krw)}`],
          values.notice_number && [t("사건", "Case"), values.notice_number], values.refund_bank && [t("계좌", "Goes to"), refundTo(values)],
          values.reopens_case && [t("사건 상태", "Then"), t("미납으로 되돌림. 소유자에게 문자로 알립니다.", "The case is unpaid again; the owner is texted.")],
          [t("이유", "Reason"), values.reason]]) })}
        .send=${(/** @type {any} */ values) => fines.post(path`suspense/${deposit.deposit_key}/proposal`, cleaned(values))}
        @sent=${(/** @type {Event} */ event) => { event.stopPropagation(); this.tell("done", t("제안했습니다. 다른 관리자의 승인을 기다립니다.",
          "Proposed. It waits for another manager.")); }}>
        <city-field name="action" kind="radio" required value="refund" .label=${t("무엇을 할까요?", "What is to be done?")}
          .options=${choices(ACTIONS, deposit.outcome === "suspense" ? ["refund", "assign"] : ["refund"])}></city-field>
        <city-field name="notice_number" ?hidden=${refunding} ?disabled=${refunding} ?required=${!refunding} inputmode="numeric"
          pattern="[0-9]{4}-[0-9]{4}-[0-9]{7}" placeholder="1140-2026-0123456" .label=${t("관리번호", "Notice number")}></city-field>
        <div class="fields" ?hidden=${!refunding}>
          <city-field name="refund_bank" kind="select" ?required=${refunding} ?disabled=${!refunding} .label=${t("은행", "Bank")} .options=${choices(BANKS)}></city-field>
          <city-field name="refund_account" ?required=${refunding} ?disabled=${!refunding} inputmode="numeric" pattern="[0-9 \\-]{8,24}"
            .label=${t("계좌번호", "Account")}></city-field>
          <city-field name="refund_holder" ?required=${refunding} ?disabled=${!refunding} maxlength="40" .label=${t("예금주", "Holder")}></city-field></div>
        <city-field name="reopens_case" kind="tick" ?hidden=${!reopening} ?disabled=${!reopening} .label=${t(
          "착오 납부입니다. 이 사건을 미납으로 되돌리고 환급합니다. (취소된 사건이면 표시하지 않습니다.)",
          "Paid by mistake: the case is unpaid again, and the money goes back. Leave it where the case was cancelled.")}></city-field>
        <city-field name="reason" required maxlength="200" .label=${t("이유", "Reason")}></city-field>
      </city-form></section>`;
  }
}
define("desk-propose", DeskPropose);

/** As the API takes it: digits only, and nothing that was not ticked. @param {any} values */
function cleaned({ reopens_case: reopens = false, refund_account: account, ...values }) {
  return { ...values, ...(account ? { refund_account: account.replace(/[ -]/g, "") } : {}), ...(reopens ? { reopens_case: true } : {}) };
}

// --- refunds to pay -----------------------------------------------------------------------------------------------

class DeskRefunds extends CityElement {
  static properties = { place: { attribute: false } };

  constructor() {
    super();
    /** @type {string[]} */
    this.place = [];
    this.list = new Pages(this, async page => {
      const answer = await fines.get("refunds", { limit: 50, page });
      return [answer.decisions, answer.next_page];
    });
  }

  render() {
    const [key] = this.place;
    return html`<city-split ?open=${Boolean(key)} back=${at("refunds")} .subject=${key ?? ""} .list=${html`
      <div class="row apart"><h2>${t("지급할 환급", "Refunds to pay")}</h2>
        <button type="button" class="plain" @click=${() => this.list.reload()}>${t("새로 고침", "Refresh")}</button></div>
      <p class="quiet">${t("승인된 환급입니다. 은행에서 이체한 뒤 이체번호를 적어 확인합니다. 제안한 사람은 확인할 수 없습니다.",
        "Approved refunds. Pay at the bank, then confirm with its reference. Whoever proposed it may not confirm.")}</p>
      <city-list .name=${t("지급할 환급", "Refunds to pay")} .pages=${this.list} .key=${(/** @type {any} */ each) => each.deposit_key}
        .none=${t("지급할 환급이 없습니다.", "No refund to pay.")} .row=${(/** @type {any} */ each) => line(at("refunds", each.deposit_key), html`
          <span class="row"><b>${won(each.amount_krw)}</b>${waited(each.decided_at)}</span><span>${refundTo(each)}</span>
          <span class="quiet">${text(each.reason)}</span>`, each.deposit_key === key)}></city-list>`}
      .one=${key ? html`<desk-deposit .subject=${[key]} @changed=${() => this.list.reload()}></desk-deposit>` : nothing}></city-split>`;
  }
}
define("desk-refunds", DeskRefunds);

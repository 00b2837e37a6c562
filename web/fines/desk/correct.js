// What the office puts right of itself: proposed here, decided here by somebody else.

import { CityElement, define, html, nothing } from "../../shell/element.js";
import { path } from "../../shell/api.js";
import { day, moment, named, t, today } from "../../shell/words.js";
import { ask } from "../../components/dialog.js";
import { facts, tag } from "../../components/facts.js";
import "../../components/field.js";
import "../../components/form.js";
import { choices, did, Filled, fines, grounded, mayNotDecide, twoPeople, until } from "./shown.js";
import { CORRECTION_GROUNDS, MOVES, STATES } from "./words.js";

/** @typedef {import("../../components/field.js").CityField} Field */

/** @type {Record<string, string[]>} */
const GROUNDS_OF = {
  serve_again: ["undelivered", "wrong_address", "public_notice"], serve_imposition_again: ["undelivered", "wrong_address", "public_notice"],
  correct_car: ["misread_plate"], correct_owner: ["sold_before", "wrong_owner"], hand_to_renter: ["rented"],
  cancel: ["no_violation", "duplicate", "sign_missing", "evidence_missing", "stolen", "owner_died", "legitimate_reason", "other"],
};
/** What each correction asks for besides its ground and reason. @type {Record<string, string[]>} */
const FACTS_OF = {
  serve_again: ["served_on", "opinion_until"], serve_imposition_again: ["served_on"],
  correct_car: ["plate", "owner_name", "owner_phone"], correct_owner: ["owner_name", "owner_phone", "document"],
  hand_to_renter: ["owner_name", "owner_phone", "document"], cancel: [],
};
/** @type {Record<string, {words: [string, string], kind?: string, maxlength?: number, pattern?: string, placeholder?: string, past?: boolean}>} */
const ASKED = {
  served_on: { words: ["송달일 (받은 날)", "Served on"], kind: "date", past: true },
  opinion_until: { words: ["의견제출 기한 (비우면 종전 기간)", "Opinions until (the usual period if empty)"], kind: "date" },
  plate: { words: ["바른 차량번호", "Right plate"], maxlength: 12 },
  owner_name: { words: ["바른 당사자 이름", "Who owes it"], maxlength: 40 },
  owner_phone: { words: ["전화번호 (없으면 비움)", "Telephone, if any"], kind: "tel", maxlength: 20 },
  document: { words: ["증빙 (계약서·등록원부 등)", "What proves it"], maxlength: 100 },
  duplicate_of: { words: ["겹친 사건의 관리번호", "Number of the other case"], pattern: "[0-9]{4}-[0-9]{4}-[0-9]{7}", placeholder: "1140-2026-0123456" },
};
const MAY_BE_EMPTY = ["opinion_until", "owner_phone"];
const BY_TWO = ["correct_car", "correct_owner", "hand_to_renter", "cancel"];
/** @type {import("../../shell/words.js").Words} */
const CORRECTION_STATES = { proposed: ["승인 대기", "Waits for approval"], approved: ["처리함", "Done"], declined: ["반려", "Declined"] };
/** @type {import("../../shell/words.js").Words} */
const EFFECTS = {
  serve_again: ["의견제출 기간이 새로 시작되고 이미 한 부과는 없어집니다. 가상계좌는 회수되고 소유자에게 문자가 갑니다.",
    "The time for opinions starts anew and what was imposed falls away. The account is revoked, and the owner is texted."],
  serve_imposition_again: ["납부기한이 새로 정해지고 가산금이 없어집니다. 가상계좌는 회수되고 소유자에게 문자가 갑니다.",
    "There is a new due date and no surcharge. The account is revoked, and the owner is texted."],
  correct_car: ["지금 소유자는 벗어나고 새 당사자에게 처음부터 통지합니다. 다른 관리자가 승인해야 처리됩니다.",
    "Today's owner is free, and the new one is notified from the start. Another person, a manager, has to approve."],
  correct_owner: ["지금 소유자는 벗어나고 새 당사자에게 처음부터 통지합니다. 다른 관리자가 승인해야 처리됩니다.",
    "Today's owner is free, and the new one is notified from the start. Another person, a manager, has to approve."],
  hand_to_renter: ["소유자는 책임을 벗고 임차인에게 처음부터 통지합니다. 다른 관리자가 승인해야 처리됩니다.",
    "The owner is free, and the renter is notified from the start. Another person, a manager, has to approve."],
  cancel: ["과태료가 없어집니다. 납부한 돈은 환급 문의로 올라옵니다. 다른 관리자가 승인해야 처리됩니다.",
    "The fine falls away; money that was paid comes up for a refund. Another person, a manager, has to approve."],
};

/** A fact of a correction as it is read. @param {string} id @param {any} value */
const factOf = (id, value) => /** @type {import("../../components/facts.js").Fact} */ (
  [t(...ASKED[id].words).replace(/ \(.*/, ""), ASKED[id].kind === "date" ? day(value, "short") : value]);

/** @param {any} correction */
function correctionFacts(correction) {
  const { before } = correction;
  return facts([
    [t("처리", "Correction"), named(MOVES, correction.move)], [t("사유", "Ground"), named(CORRECTION_GROUNDS, correction.ground)],
    [t("이유", "Reason"), correction.reason && grounded(correction.reason)],
    ...Object.keys(ASKED).filter(id => correction[id]).map(id => factOf(id, correction[id])),
    [t("제안", "Proposed by"), did(correction.proposed_by, correction.proposed_by_name, correction.proposed_at)],
    correction.decided_by && [t("결정", "Decided by"), did(correction.decided_by, correction.decided_by_name, correction.decided_at)],
    before && [t("고치기 전", "Before"), [before.plate, before.owner_name, named(STATES, before.state),
      t(`통지 ${day(before.notified_on, "short")}`, `notified ${day(before.notified_on, "short")}`),
      t(`의견 ${until(before.opinion_until)}`, `opinions ${until(before.opinion_until)}`),
      ...(before.pay_until ? [t(`납부 ${until(before.pay_until)}`, `to pay ${until(before.pay_until)}`)] : [])].join(" · ")],
  ]);
}

/** Those of a case, the newest first. @param {any} story @param {(event: Event) => void} done */
export const corrections = (story, done) => story.corrections.length ? html`<section class="card stack">
  <h3>${t("정정·직권취소", "Corrections")}</h3>${[...story.corrections].reverse().map(correction => html`<div class="stack">
    <p>${tag(named(CORRECTION_STATES, correction.state), correction.state === "proposed" ? "warning" : correction.state === "approved" ? "fine" : "")}
      <small>${moment(correction.proposed_at)}</small></p>${correctionFacts(correction)}
    ${correction.state === "proposed" ? html`<desk-correction-steps .correction=${correction} @done=${done}></desk-correction-steps>` : nothing}
  </div>`)}</section>` : nothing;

/** Approving and declining what somebody else proposed: the API decides who may, the page spares people what it would refuse. */
class DeskCorrectionSteps extends CityElement {
  static properties = { correction: { attribute: false } };

  constructor() {
    super();
    /** @type {any} */
    this.correction = null;
  }

  render() {
    const { correction } = this, why = mayNotDecide(correction.proposed_by, correction.proposed_by_name);
    if (why) return html`<p class="quiet">${why}</p>`;
    return html`${twoPeople(correction.proposed_by, correction.proposed_by_name)}<div class="row">
      <button type="button" class="do" @click=${() => this.#decide(true)}>${t("승인", "Approve")}</button>
      <button type="button" class="plain grave" @click=${() => this.#decide(false)}>${t("반려", "Decline")}</button></div>`;
  }

  /** @param {boolean} approve */
  async #decide(approve) {
    const { correction } = this;
    const answer = await ask({ title: approve ? t("승인할까요?", "Approve?") : t("반려할까요?", "Decline?"), grave: !approve,
      verb: approve ? t("승인", "Approve") : t("반려", "Decline"),
      body: html`<p>${named(MOVES, correction.move)} · ${named(CORRECTION_GROUNDS, correction.ground)}</p>
        <p class="words quote">${correction.reason}</p>${approve ? html`<p class="quiet">${named(EFFECTS, correction.move)}</p>` : nothing}`,
      act: () => fines.post(path`cases/${correction.notice_number}/corrections/decision`, { approve }) });
    if (answer) this.tell("done", approve ? t("승인했습니다.", "Approved.") : t("반려했습니다.", "Declined."));
  }
}
define("desk-correction-steps", DeskCorrectionSteps);

// --- proposing ----------------------------------------------------------------------------------------------------

class DeskCorrect extends CityElement {
  static properties = { story: { attribute: false } };

  constructor() {
    super();
    /** @type {any} */
    this.story = null;
    this.filled = new Filled(this, "city-form", ["move", "ground"], (form, { move = "" }) => {
      const ground = /** @type {Field | undefined} */ (form.fields.find(field => field.name === "ground")), all = GROUNDS_OF[move] ?? [];
      if (ground && !all.includes(String(ground.value))) { ground.value = all.length === 1 ? all[0] : ""; this.filled.take(); }
    });
  }

  #asked({ move = "", ground = "" } = this.filled.values) {
    return [...(FACTS_OF[move] ?? []), ...(ground === "duplicate" ? ["duplicate_of"] : [])];
  }

  render() {
    const { story } = this, { move = "" } = this.filled.values, asked = this.#asked();
    if (!story.may_correct.length || story.corrections.some((/** @type {any} */ each) => each.state === "proposed")) return nothing;
    return html`<details class="card"><summary>${t("정정·재송달·직권취소", "Put right, serve again, cancel")}</summary>
      <city-form grave draft="fines/correct/${story.number}" .verb=${BY_TWO.includes(move) ? t("제안", "Propose") : t("처리", "Do it")}
        @change=${this.filled.take} .check=${(/** @type {any} */ values) => this.#question(values)}
        .send=${(/** @type {any} */ values) => fines.post(path`cases/${story.number}/corrections`, values)}
        @sent=${(/** @type {Event} */ event) => { event.stopPropagation(); this.tell("done", t("처리했습니다.", "Done.")); }}>
        <div class="fields">
          <city-field name="move" kind="select" required .label=${t("무엇을", "What")} .options=${choices(MOVES, story.may_correct)}></city-field>
          <city-field name="ground" kind="select" required .label=${t("사유", "Ground")} .options=${choices(CORRECTION_GROUNDS, GROUNDS_OF[move] ?? [])}
            ?disabled=${!move}></city-field></div>
        ${move ? html`<p class="quiet">${named(EFFECTS, move)}</p>` : nothing}
        <div class="fields" ?hidden=${!asked.length}>${Object.entries(ASKED).map(([id, { words, kind = "text", maxlength, pattern, placeholder = "", past }]) =>
          html`<city-field name=${id} kind=${kind} .label=${t(...words)} .maxlength=${maxlength} .pattern=${pattern} .placeholder=${placeholder}
            .max=${past ? today() : undefined} ?hidden=${!asked.includes(id)} ?disabled=${!asked.includes(id)}
            ?required=${asked.includes(id) && !MAY_BE_EMPTY.includes(id)}></city-field>`)}</div>
        <city-field name="reason" required maxlength="200" .label=${t("이유", "Reason")}></city-field>
      </city-form></details>`;
  }

  /** @param {any} values */
  #question(values) {
    return { title: t("이렇게 할까요?", "Do this?"), body: html`${facts([
      [t("사건", "Case"), this.story.number], [t("무엇을", "What"), named(MOVES, values.move)],
      [t("사유", "Ground"), named(CORRECTION_GROUNDS, values.ground)],
      ...this.#asked(values).filter(id => values[id]).map(id => factOf(id, values[id])), [t("이유", "Reason"), values.reason],
    ])}<p class="quiet">${named(EFFECTS, values.move)}</p>` };
  }
}
define("desk-correct", DeskCorrect);

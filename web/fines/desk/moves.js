// What staff do with a case: its next step, a reduction, instalments, the owner's telephone.

import { CityElement, define, html, nothing } from "../../shell/element.js";
import { path } from "../../shell/api.js";
import { session } from "../../shell/session.js";
import { count, day, named, t, today, won } from "../../shell/words.js";
import { facts } from "../../components/facts.js";
import "../../components/field.js";
import "../../components/form.js";
import "../../components/table.js";
import { choices, Filled, fines } from "./shown.js";
import { MOVES } from "./words.js";

/** What a move needs to know besides. @type {Record<string, [string, string]>} */
const DAYS = {
  received_on: ["부과 고지를 받은 날", "Imposition received on"], announced_on: ["영치를 예고한 날", "Announced on"],
  runs_from: ["소멸시효의 기산일", "Prescription starts on"], pay_until: ["법원이 정한 납부기한", "Due date set by the court"],
};
/** @type {Record<string, string[]>} */
const DAYS_OF = { object: ["received_on"], hold_plate: ["announced_on"], bar: ["runs_from"], court_decides_against: ["pay_until"] };
const DAYS_NEEDED = ["received_on", "pay_until"];
const ONLY_MANAGERS = ["bar"];

/** A part of a case's page with forms of its own; tells `done` with words. */
class OfCase extends CityElement {
  static properties = { story: { attribute: false } };

  constructor() {
    super();
    /** @type {any} */
    this.story = null;
  }

  /** @param {Event} event @param {string} words */
  done(event, words) {
    event.stopPropagation();
    this.tell("done", words);
  }
}

class DeskMove extends OfCase {
  filled = new Filled(this, "city-form", ["move"]);

  render() {
    const { story } = this, { move = "" } = this.filled.values, days = DAYS_OF[move] ?? [];
    const allowed = story.moves.filter((/** @type {string} */ each) => session.may("manager") || !ONLY_MANAGERS.includes(each));
    if (!allowed.length) return nothing;
    return html`<section class="card stack"><h3>${t("처리", "Move the case on")}</h3>
      <city-form draft="fines/move/${story.number}" .verb=${t("처리", "Do it")} @change=${this.filled.take}
        .check=${(/** @type {any} */ values) => ({ title: t("이렇게 처리할까요?", "Do this?"), body: facts([
          [t("사건", "Case"), story.number], [t("단계", "Step"), named(MOVES, values.move)], [t("처리일", "On"), day(values.on ?? today(), "short")],
          ...Object.keys(DAYS).filter(id => values[id]).map(id =>
            /** @type {[string, unknown]} */ ([t(...DAYS[id]), day(values[id], "short")])), [t("메모", "Note"), values.note]]) })}
        .send=${(/** @type {any} */ values) => fines.post(path`cases/${story.number}/moves`, values)}
        @sent=${(/** @type {Event} */ event) => this.done(event, t("처리했습니다.", "Done."))}>
        <div class="fields">
          <city-field name="move" kind="select" required .label=${t("다음 단계", "Next step")} .options=${choices(MOVES, allowed)}></city-field>
          <city-field name="on" kind="date" .max=${today()} .label=${t("처리일 (비우면 오늘)", "On (today if empty)")}></city-field>
          ${Object.entries(DAYS).map(([id, words]) => html`<city-field name=${id} kind="date" .label=${t(...words)} ?hidden=${!days.includes(id)}
            ?disabled=${!days.includes(id)} ?required=${days.includes(id) && DAYS_NEEDED.includes(id)}></city-field>`)}</div>
        <city-field name="note" kind="textarea" rows="2" required maxlength="500" .label=${t("메모", "Note")}
          .hint=${t("왜 하는지 짧게 적습니다. 기록에 남습니다.", "Say briefly why. It is kept on file.")}></city-field>
      </city-form></section>`;
  }
}
define("desk-move", DeskMove);

// --- other work ---------------------------------------------------------------------------------------------------

/** @type {import("../../shell/words.js").Words} */
const SOCIAL = {
  basic_livelihood: ["기초생활 수급자", "Basic livelihood"], single_parent: ["한부모가족 보호대상자", "Single parent"],
  severe_disability: ["장애의 정도가 심한 장애인", "Severe disability"], wounded_veteran: ["상이등급 국가유공자", "Wounded veteran"],
  minor: ["미성년자", "Minor"],
};
/** @type {import("../../shell/words.js").Words} */
export const HARDSHIPS = {
  basic_livelihood: ["기초생활수급자", "Basic livelihood"], near_poor: ["차상위계층", "Near poor"], disabled: ["장애인", "Disabled"],
  sole_supporter: ["홀로 부양", "Sole supporter"], disaster: ["재난 피해", "Disaster"], illness: ["1개월 이상 질병", "Illness of a month or more"],
  rehabilitation: ["개인회생", "Rehabilitation"], unemployed: ["실업급여 수급", "Unemployed"], other: ["그 밖의 사유", "Other"],
};
/** @type {import("../../shell/words.js").Words} */
const REVOCATIONS = {
  missed: ["기한 내 미납", "An instalment was missed"], order_ignored: ["명령 불응", "An order was ignored"],
  means_improved: ["재산상황 변화", "Means have improved"],
};
const PLANNED = ["imposed", "overdue", "dunned", "seized", "plate_held"];

class DeskOtherWork extends OfCase {
  static properties = { ...OfCase.properties, preview: { state: true } };

  constructor() {
    super();
    /** @type {any} */
    this.preview = null;
  }

  /** A fold with one form. @param {{id: string, title: string, verb: string, inside: unknown, send: (values: any) => unknown, check?: (values: any) => any,
   *   sent?: (event: Event) => void, grave?: boolean, under?: unknown, keeps?: boolean}} form */
  #fold({ id, title, verb, inside, send, check, sent, grave = false, under = nothing, keeps = false }) {
    return html`<details><summary>${title}</summary><div class="stack"><city-form draft="fines/${id}/${this.story.number}" .verb=${verb} ?grave=${grave}
      ?keeps=${keeps} .check=${check ?? null} .send=${send}
      @sent=${sent ?? ((/** @type {Event} */ event) => this.done(event, t("처리했습니다.", "Done.")))}>${inside}</city-form>${under}</div></details>`;
  }

  render() {
    const { story } = this;
    return html`<section class="card stack tight"><h3>${t("그 밖의 처리", "Other work")}</h3>
      ${story.social_reduction ? nothing : this.#reduction()}
      ${story.plan ? this.#plan() : PLANNED.includes(story.state) ? this.#grant() : nothing}
      ${this.#reckon()}${this.#telephone()}</section>`;
  }

  #reduction() {
    return this.#fold({ id: "social", title: t("사회적 약자 감경 50%", "Reduction of 50%"), verb: t("감경", "Grant it"),
      send: values => fines.post(path`cases/${this.story.number}/social-claim`, values),
      check: values => ({ title: t("감경할까요?", "Grant the reduction?"), body: html`<p>${named(SOCIAL, values.ground)} · ${day(values.claimed_on)}</p>
        <p class="quiet">${t("발급된 가상계좌는 회수됩니다.", "An account that was issued is revoked.")}</p>` }),
      inside: html`<div class="fields"><city-field name="ground" kind="select" required .label=${t("대상", "Who")} .options=${choices(SOCIAL)}></city-field>
        <city-field name="claimed_on" kind="date" required .max=${today()} .label=${t("신청일", "Applied on")}></city-field></div>` });
  }

  #grant() {
    return this.#fold({ id: "plan", title: t("분할납부 허가", "Grant instalments"), verb: t("허가", "Grant"),
      send: values => fines.post(path`cases/${this.story.number}/plan`, values),
      check: values => ({ title: t("분할납부를 허가할까요?", "Grant the instalments?"),
        body: html`<p>${named(HARDSHIPS, values.hardship)} · ${count(values.months, "개월", "month")} · ${day(values.first_due)}</p>
          <p class="quiet">${t("발급된 가상계좌는 회수되고 소유자에게 문자가 갑니다. 한 사건에 한 번만 허가할 수 있습니다.",
            "The account is revoked and the owner is texted. It can be granted once for a case.")}</p>` }),
      inside: html`<div class="fields"><city-field name="hardship" kind="select" required .label=${t("사유", "Ground")} .options=${choices(HARDSHIPS)}></city-field>
        <city-field name="applied_on" kind="date" required .max=${today()} .label=${t("신청일", "Applied on")}></city-field>
        <city-field name="months" kind="number" inputmode="numeric" required min="1" max="9" .label=${t("개월 (9 이내)", "Months (9 at most)")}></city-field>
        <city-field name="first_due" kind="date" required .min=${today()} .label=${t("첫 납부일 (1개월 이내)", "First due (within a month)")}></city-field></div>` });
  }

  #plan() {
    const { plan } = this.story;
    if (plan.ended_on || plan.instalments.every((/** @type {any} */ each) => each.paid)) return nothing;
    return html`${plan.extended ? nothing : this.#fold({ id: "extend", title: t("분할납부 연장", "Extend the instalments"), verb: t("연장", "Extend"),
      send: values => fines.post(path`cases/${this.story.number}/plan/extension`, values),
      inside: html`<div class="fields"><city-field name="months" kind="number" inputmode="numeric" required min="1" max="3"
          .label=${t("더할 개월 (3 이내)", "More months (3 at most)")}></city-field>
        <city-field name="reason" required maxlength="200" .label=${t("이유", "Reason")}></city-field></div>` })}
    ${this.#fold({ id: "revoke", title: t("분할납부 취소", "Revoke the instalments"), verb: t("취소", "Revoke"), grave: true,
      send: values => fines.post(path`cases/${this.story.number}/plan/revocation`, values),
      check: values => ({ title: t("분할납부를 취소할까요?", "Revoke the instalments?"), body: html`<p>${named(REVOCATIONS, values.ground)}</p>
        <p class="quiet">${t("남은 금액 전부의 납부 기한이 되고 소유자에게 문자가 갑니다.", "All that is left is due at once, and the owner is texted.")}</p>` }),
      inside: html`<div class="fields"><city-field name="ground" kind="select" required .label=${t("사유", "Ground")} .options=${choices(REVOCATIONS)}></city-field>
        <city-field name="reason" required maxlength="200" .label=${t("이유", "Reason")}></city-field></div>` })}`;
  }

  #reckon() {
    const { preview } = this;
    return this.#fold({ id: "reckon", title: t("분할납부 미리보기", "Instalments: a preview"), verb: t("계산", "Work it out"), keeps: true,
      send: values => fines.post(path`cases/${this.story.number}/instalments`, values),
      sent: event => { event.stopPropagation(); this.preview = /** @type {CustomEvent} */ (event).detail; },
      inside: html`<div class="fields"><city-field name="months" kind="number" inputmode="numeric" required min="1" max="60" .label=${t("개월", "Months")}></city-field>
        <city-field name="first_due" kind="date" required .label=${t("첫 납부일", "First due")}></city-field></div>`,
      under: preview ? html`<div class="stack tight" role="status"><p>${t(preview.note_ko, preview.note_en)}</p><city-table quiet
        .caption=${t("나눈 금액", "As divided")} .rows=${preview.instalments} .key=${(/** @type {any} */ each) => each.due_on} .columns=${[
          { id: "due", name: t("납부일", "Due"), show: (/** @type {any} */ each) => day(each.due_on) },
          { id: "amount", name: t("금액", "Amount"), number: true, show: (/** @type {any} */ each) => won(each.amount_krw) }]}></city-table></div>` : nothing });
  }

  #telephone() {
    return this.#fold({ id: "phone", title: t("소유자 전화번호 변경", "Change the owner's telephone"), verb: t("변경", "Change it"),
      send: values => fines.post(path`cases/${this.story.number}/owner`, values),
      check: values => ({ title: t("전화번호를 바꿀까요?", "Change the number?"), body: html`<p>${values.phone}</p>
        <p class="quiet">${t("앞으로의 안내 문자가 이 번호로 갑니다.", "Texts about this case go to this number from now on.")}</p>` }),
      inside: html`<city-field name="phone" kind="tel" required minlength="8" maxlength="20" .label=${t("새 전화번호", "New number")}></city-field>` });
  }
}
define("desk-other-work", DeskOtherWork);

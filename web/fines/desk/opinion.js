// An opinion of a citizen: read, and accepted with a ground and documents, or rejected with a reason.

import { define, html, nothing } from "../../shell/element.js";
import { path, Trouble } from "../../shell/api.js";
import { DRAFT } from "../../shell/session.js";
import { listed, moment, named, NOTHING, storage, t } from "../../shell/words.js";
import { confirmed } from "../../components/dialog.js";
import { facts, tag } from "../../components/facts.js";
import "../../components/field.js";
import "../../components/form.js";
import "../../components/masked.js";
import { caseLink, DeskPart, did, Filled, fines, headed, phoned, quoted, works } from "./shown.js";
import { CHANNELS, GROUNDS, LANGUAGES, OPINION_STATES } from "./words.js";
import "./ticket.js";

/** When it was given; what tells two of a second apart stands behind a `#`. @param {{given_at: string}} opinion */
export const givenAt = opinion => /Z|[+-]\d\d:\d\d$/.test(opinion.given_at) ? opinion.given_at : `${opinion.given_at.split("#")[0]}Z`;

/** @param {string | null | undefined} ground */
export const groundName = ground => ground && Object.hasOwn(GROUNDS, ground) ? t(GROUNDS[ground][0], GROUNDS[ground][1]) : NOTHING;

/** Given by somebody who knew number and plate, and not from the owner's telephone on file: a clerk asks who it was. */
export const unverified = () => tag(t("미확인: 소유자 휴대전화 아님", "Not from the owner's telephone"), "late");

class DeskOpinion extends DeskPart {
  get #draft() { return `fines/opinion/${this.subject.join("/")}`; }

  filled = new Filled(this, "city-form", ["ground"]);

  fetch() { return fines.get(path`opinions/${this.subject[0]}/${this.subject[1]}`); }

  /** @param {any} opinion */
  view(opinion) {
    const number = opinion.notice_number;
    return html`<section class="card stack">${headed(t("의견", "Opinion"), named(OPINION_STATES, opinion.state), opinion.state === "pending" ? "warning" : "")}
        ${facts([
          [t("사건", "Case"), caseLink(number)], [t("제출", "Given"), moment(givenAt(opinion))], [t("전화", "Telephone"), opinion.phone],
          [t("경로·언어", "Came by"), listed({ ...CHANNELS, ...LANGUAGES }, [opinion.channel, opinion.language])],
          [t("추정 사유", "Likely ground"), groundName(opinion.guessed_ground)],
        ])}
        ${opinion.verified ? nothing : html`<p>${unverified()}</p>`}
        <h3>${t("내용", "What they say")}</h3>
        <city-masked .masked=${quoted(opinion.words, opinion.language)}
          .what=${t("이 사건의 의견과 소유자 정보를 모두 봅니다.", "You will see the opinion and the owner as they stand.")}
          .reveal=${(/** @type {string} */ reason) => fines.post(path`cases/${number}/disclosure`, { reason })}
          .show=${(/** @type {any} */ story) => whole(story, opinion)}></city-masked></section>
      <desk-evidence .ask=${() => fines.get(path`opinions/${this.subject[0]}/${this.subject[1]}/files`)}></desk-evidence>
      ${opinion.state !== "pending" ? decided(opinion) : works() ? this.#decide(opinion) : nothing}`;
  }

  /** @param {any} opinion */
  #decide(opinion) {
    const ground = this.filled.values.ground ?? "", papers = (GROUNDS[ground]?.[2] ?? []).map(([korean, english]) => [korean, t(korean, english)]);
    const guessed = Object.hasOwn(GROUNDS, opinion.guessed_ground ?? "") ? opinion.guessed_ground : "";
    return html`<section class="card stack"><h3>${t("결정", "Decide")}</h3>
      <city-form draft=${this.#draft} .verb=${t("수용 (과태료 취소)", "Accept (cancel the fine)")} @change=${this.filled.take}
        .check=${(/** @type {any} */ values) => wrongWith(true, values) ? null : question(true, values)}
        .send=${(/** @type {any} */ values) => this.#send(true, values)} @sent=${() => this.did(t("의견을 수용했습니다.", "The opinion is accepted."))}
        .extra=${html`<button type="button" class="do grave" @click=${this.#reject}>${t("불수용", "Reject")}</button>`}>
        <city-field name="ground" kind="select" value=${guessed} .label=${t("사유 (시행규칙 제142조) — 수용할 때", "Ground (Rules §142), to accept")}
          .options=${[["", t("골라 주세요", "Please choose")], ...Object.keys(GROUNDS).map(key => [key, groundName(key)])]}></city-field>
        <city-field name="seen" kind="checks" ?hidden=${!papers.length} ?disabled=${!papers.length} .options=${papers}
          .label=${t("확인한 증빙", "Documents seen")}></city-field>
        <city-field name="documents_seen" maxlength="300" .label=${t("그 밖의 증빙", "Other documents")}
          .hint=${t("여러 개는 쉼표로 나누어 적습니다.", "Several, separated by commas.")}></city-field>
        <city-field name="reason" kind="textarea" rows="3" maxlength="300" counter .label=${t("이유", "Reason")}
          .hint=${t("불수용이면 꼭 적습니다. 시민에게 전달됩니다.", "Needed to reject. The citizen is told.")}></city-field>
      </city-form></section>`;
  }

  /** @param {Event} event */
  #reject = async event => {
    const form = /** @type {import("../../components/form.js").CityForm} */ (/** @type {HTMLElement} */ (event.target).closest("city-form"));
    const values = form.values();
    try {
      if (!wrongWith(false, values) && !await confirmed(question(false, values))) return;
      await this.#send(false, values);
      form.reset();
      await this.did(t("의견을 받아들이지 않았습니다.", "The opinion is rejected."));
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      form.fail(trouble);
    }
  };

  /** @param {boolean} accepted @param {any} values */
  async #send(accepted, values) {
    const wrong = wrongWith(accepted, values);
    if (wrong) throw wrong;
    const answer = await fines.post(path`opinions/${this.subject[0]}/${this.subject[1]}/decision`, { accepted, ground: accepted ? values.ground : null,
      documents_seen: documentsOf(values), reason: values.reason ?? "" });
    storage("sessionStorage")?.removeItem(DRAFT + this.#draft);
    return answer;
  }
}
define("desk-opinion", DeskOpinion);

/** Those that were ticked and those that were written; ten at most. @param {any} values @returns {string[]} */
function documentsOf({ ground = "", seen = [], documents_seen: more = "" }) {
  const offered = (GROUNDS[ground]?.[2] ?? []).map(([korean]) => korean);
  const ticked = seen.filter((/** @type {string} */ each) => offered.includes(each));
  return [...ticked, ...more.split(",").map((/** @type {string} */ each) => each.trim()).filter(Boolean)].slice(0, 10);
}

/** @param {boolean} accepted @param {any} values @returns {Trouble | null} */
function wrongWith(accepted, values) {
  if (accepted && !values.ground) return Trouble.of("수용하려면 사유를 골라 주세요.", "Choose a ground to accept.", "ground");
  if (accepted && !documentsOf(values).length)
    return Trouble.of("수용하려면 확인한 증빙이 하나 이상 있어야 합니다.", "Accepting needs at least one document.", "documents_seen");
  return !accepted && !values.reason ? Trouble.of("불수용하는 이유를 적어 주세요.", "Rejecting needs a reason.", "reason") : null;
}

/** @param {boolean} accepted @param {any} values */
const question = (accepted, values) => ({ grave: !accepted, verb: accepted ? t("수용", "Accept") : t("불수용", "Reject"),
  title: accepted ? t("의견을 수용할까요?", "Accept the opinion?") : t("의견을 받아들이지 않을까요?", "Reject the opinion?"),
  body: html`<p>${accepted ? t("과태료가 취소되고 시민에게 결과를 문자로 알립니다.", "The fine is cancelled, and the citizen is texted.")
    : t("시민에게 결과와 이유를 문자로 알립니다.", "The citizen is texted the result and the reason.")}</p>
    ${facts([accepted && [t("사유", "Ground"), groundName(values.ground)],
      documentsOf(values).length > 0 && [t("증빙", "Documents"), documentsOf(values).join(", ")],
      values.reason && [t("이유", "Reason"), values.reason]])}` });

/** @param {any} story @param {any} opinion */
function whole(story, opinion) {
  const found = story.opinions.find((/** @type {any} */ other) => other.given_at === opinion.given_at) ?? {};
  return html`${quoted(found.words, opinion.language)}${facts([[t("전화", "Telephone"), phoned(found.phone)], [t("소유자", "Owner"), story.owner_name],
    [t("차량", "Plate"), story.plate]])}`;
}

/** @param {any} opinion */
const decided = opinion => html`<section class="card stack"><h3>${t("결정", "Decision")}</h3>${facts([
  [t("결과", "Result"), named(OPINION_STATES, opinion.state)],
  opinion.decided_ground && [t("사유", "Ground"), groundName(opinion.decided_ground)],
  opinion.documents_seen.length && [t("증빙", "Documents"), opinion.documents_seen.join(", ")],
  opinion.decided_reason && [t("이유", "Reason"), opinion.decided_reason],
  [t("처리", "Done by"), did(opinion.decided_by, opinion.decided_by_name, opinion.decided_at)],
])}</section>`;

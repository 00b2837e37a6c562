// A case whole: what it is about, what was said and paid, what is to be done, and all that happened to it.

import { define, html, nothing } from "../../shell/element.js";
import { path, Trouble } from "../../shell/api.js";
import { person } from "../../shell/people.js";
import { at } from "../../shell/place.js";
import { day, moment, named, NOTHING, t, won } from "../../shell/words.js";
import { facts, line, tag } from "../../components/facts.js";
import { empty } from "../../components/state.js";
import "../../components/masked.js";
import "../../components/table.js";
import "../../components/timeline.js";
import { bankName, DeskPart, due, fines, grounded, headed, lookedAt, phoned, quoted, until, works } from "./shown.js";
import { HISTORY, MOVES, NOTHING_DUE, OPINION_STATES, OUTCOMES, STATES, VEHICLES, ZONES } from "./words.js";
import { corrections } from "./correct.js";
import { HARDSHIPS } from "./moves.js";
import { givenAt } from "./opinion.js";
import { bubbles, veiledTalk } from "./ticket.js";

/** How a state looks. @type {Record<string, import("../../components/facts.js").Tone>} */
const TONES = { overdue: "alarm", dunned: "alarm", seized: "alarm", plate_held: "alarm", under_review: "warning", objected: "warning",
  court: "warning", awaiting_release: "warning", closed: "fine", closed_final: "fine", released: "fine" };

/** @param {string} state */
export const stateTag = state => tag(named(STATES, state), TONES[state] ?? "");

/** A case in a list. @param {any} found @param {string} href @param {boolean} here */
export const caseLine = (found, href, here) => line(href, html`
  <span class="row"><b>${found.number}</b>${stateTag(found.state)}</span>
  <span>${[found.plate, found.owner_name, found.place].join(" · ")}</span>
  <span class="quiet">${found.amount ? html`${won(found.amount.amount_krw)} · ${until(found.amount.pay_until)}`
    : html`${named(NOTHING_DUE, found.nothing_due)} · ${moment(found.violated_at)}`}</span>`, here);

class DeskCase extends DeskPart {
  get number() { return this.subject[0]; }

  fetch() { return fines.get(path`cases/${this.number}`); }

  /** @param {any} story */
  view(story) {
    const { number } = story, did = (/** @type {Event} */ event) => {
      event.stopPropagation();
      void this.did(/** @type {CustomEvent} */ (event).detail);
    };
    return html`<section class="card stack">${headed(number, named(STATES, story.state), TONES[story.state] ?? "")}
        <city-masked .masked=${about(story)} .what=${t("소유자, 전화번호, 차량번호, 계좌와 의견을 모두 봅니다.",
          "You will see owner, telephone, plate, account and opinions as they stand.")}
          .reveal=${(/** @type {string} */ reason) => fines.post(path`cases/${number}/disclosure`, { reason })}
          .show=${(/** @type {any} */ whole) => html`${about(whole)}${whole.opinions.map((/** @type {any} */ opinion) =>
            quoted(opinion.words, opinion.language))}`}></city-masked>
        <p><a href=${at("find", number, "talk")}>${t("소유자와의 대화 보기", "See the conversation with the owner")}</a></p>
        ${lookedAt(`notice#${number}`)}</section>
      ${corrections(story, did)}
      ${works() ? html`<desk-move .story=${story} @done=${did}></desk-move><desk-correct .story=${story} @done=${did}></desk-correct>` : nothing}
      ${story.opinions.length ? html`<section class="stack tight"><h3>${t("의견", "Opinions")}</h3><ul class="list">${story.opinions.map(opinionLine)}</ul></section>` : nothing}
      ${story.deposits.length ? html`<section class="stack tight"><h3>${t("입금", "Deposits")}</h3><ul class="list">${story.deposits.map(depositLine)}</ul></section>` : nothing}
      ${story.plan ? plan(story.plan) : nothing}
      ${works() ? html`<desk-other-work .story=${story} @done=${did}></desk-other-work>` : nothing}
      <section class="card stack"><h3>${t("이력", "History")}</h3>${history(story.history)}</section>`;
  }
}
define("desk-case", DeskCase);

/** @param {any} story */
const about = story => facts([
  [t("차량", "Plate"), story.plate],
  [t("소유자", "Owner"), html`${story.owner_name} · ${story.owner_phone ? phoned(story.owner_phone) : t("전화 없음", "no telephone")}`],
  [t("위반", "Violation"), html`${moment(story.violated_at)} · ${story.place}`],
  [t("구역·차종", "Zone and car"), [named(ZONES, story.zone), named(VEHICLES, story.vehicle),
    ...(story.over_two_hours ? [t("2시간 이상", "over two hours")] : [])].join(" · ")],
  [t("오늘 낼 금액", "Due today"), story.amount ? due(story.amount) : named(NOTHING_DUE, story.nothing_due)],
  [t("사전통지", "Notified"), html`${day(story.notified_on, "short")} · ${t(`의견제출 ${until(story.opinion_until)}`, `opinions ${until(story.opinion_until)}`)}`],
  story.imposed_on && [t("부과", "Imposed"), html`${day(story.imposed_on, "short")}${story.pay_until
    ? t(` · 납부 ${until(story.pay_until)}`, ` · to pay ${until(story.pay_until)}`) : nothing}`],
  story.social_reduction && [t("감경", "Reduction"), t("사회적 약자 50%", "50%, social")],
  story.paid_at && [t("납부", "Paid"), html`${won(story.paid_krw)} · ${moment(story.paid_at)}`],
  story.account && [t("가상계좌", "Account"), html`${bankName(story.account.bank)} ${story.account.account_number ?? NOTHING} ·
    ${won(story.account.amount_krw)} · ${t(`${moment(story.account.expires_at)}까지`, `until ${moment(story.account.expires_at)}`)}`],
]);

/** @param {any} opinion */
const opinionLine = opinion => html`<li>${line(at("work", "opinion", opinion.notice_number, opinion.given_at), html`
  <span class="row"><b>${named(OPINION_STATES, opinion.state)}</b><small>${moment(givenAt(opinion))}</small></span>
  <span class="quiet" lang=${opinion.language}>${(opinion.words ?? NOTHING).slice(0, 80)}</span>`)}</li>`;

/** @param {any} deposit */
const depositLine = deposit => html`<li>${line(at("work", "suspense", deposit.deposit_key), html`
  <span class="row"><b>${won(deposit.amount_krw)}</b>${tag(named(OUTCOMES, deposit.outcome))}</span>
  <span class="quiet">${moment(deposit.deposited_at)}</span>`)}</li>`;

/** @param {any} found */
const plan = found => html`<section class="card stack"><h3>${t("분할납부", "Instalments")}</h3>
  ${found.missed ? html`<p class="late" role="alert">${t("기한이 지난 회차가 있습니다.", "An instalment is past its day.")}</p>` : nothing}
  ${facts([[t("사유", "Ground"), named(HARDSHIPS, found.hardship)],
    [t("신청일·결정일", "Applied, granted"), `${day(found.applied_on, "short")} · ${day(found.granted_on, "short")}`],
    [t("납부", "Paid"), `${won(found.paid_krw)} / ${won(found.amount_krw)}`], found.ended_on && [t("종료", "Ended"), day(found.ended_on, "short")]])}
  <city-table .caption=${t("회차", "Instalments")} quiet .rows=${found.instalments} .key=${(/** @type {any} */ each) => each.number} .columns=${[
    { id: "number", name: t("회차", "No.") }, { id: "due", name: t("납부일", "Due"), show: (/** @type {any} */ each) => day(each.due_on, "short") },
    { id: "amount", name: t("금액", "Amount"), number: true, show: (/** @type {any} */ each) => won(each.amount_krw) },
    { id: "paid", name: t("납부", "Paid"), show: (/** @type {any} */ each) => each.paid ? tag(t("납부", "paid"), "fine") : NOTHING }]}></city-table></section>`;

/** @param {string} what */
function happened(what) {
  for (const [pattern, words] of HISTORY) {
    const found = pattern.exec(what);
    if (found) return t(...words(found));
  }
  return named(MOVES, what);
}

/** The newest first. @param {any[]} lines */
const history = lines => lines.length ? html`<city-timeline .entries=${[...lines].reverse().map(entry => ({ at: entry.at,
  what: happened(entry.what), by: person(entry.by, entry.by_name), note: entry.note ? grounded(entry.note) : null }))}></city-timeline>`
  : empty(t("아직 없습니다.", "Nothing yet."));

// --- the owner's words --------------------------------------------------------------------------------------------

class DeskTalk extends DeskPart {
  async fetch() {
    const { holder } = await fines.get(path`cases/${this.subject[0]}`);
    try {
      return await fines.get(path`talks/${holder}`, { limit: 50 });
    } catch (trouble) {
      if (trouble instanceof Trouble && trouble.status === 404) return { holder, turns: null };
      throw trouble;
    }
  }

  /** @param {any} talk */
  view(talk) {
    const number = this.subject[0];
    return html`<section class="card stack"><h2>${t(`${number} 소유자와의 대화`, `Conversation with the owner of ${number}`)}</h2>
      ${talk.turns ? veiledTalk(talk.holder, html`<p>${t("전화", "Telephone")} ${phoned(talk.phone)}</p>${bubbles(talk.turns)}`,
        t("이 사람의 최근 대화를 모두 봅니다.", "You will see all their latest words."))
        : empty(t("나눈 대화가 없습니다.", "They have not written to us."))}
      <p><a href=${at("find", number)}>${t("사건으로 돌아가기", "Back to the case")}</a></p></section>`;
  }
}
define("desk-talk", DeskTalk);

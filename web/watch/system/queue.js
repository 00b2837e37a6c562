// A queue of dead letters: what lies there (never its words), and sending it back by two people.

import { facts, since, tag } from "../../components/facts.js";
import "../../components/form.js";
import { Load } from "../../components/load.js";
import "../../components/notice.js";
import { drawn } from "../../components/state.js";
import "../../components/table.js";
import "../../components/timeline.js";
import { api, path } from "../../shell/api.js";
import { CityElement, define, html, nothing } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { session } from "../../shell/session.js";
import { count, lasting, moment, number, size, t } from "../../shell/words.js";
import { queueNamed } from "../names.js";
import { DECIDERS, MOST, outcomeOf, stateOf } from "./told.js";

/** @typedef {import("./told.js").Story} Story */
/** @typedef {import("./told.js").Redrive} Redrive */
/** @typedef {import("./told.js").Letter} Letter */

const watch = api("watch");
// What is being sent back is watched closely.
const EVERY_MS = 20000, MOVING_MS = 3000;

class WatchQueue extends CityElement {
  static properties = { name: { attribute: false } };

  constructor() {
    super();
    this.name = "";
    /** @type {Load<Story>} */
    this.story = new Load(this, () => watch.get(path`dead-letters/${this.name}`), { held: true,
      every: story => story.proposal?.state === "moving" ? MOVING_MS : EVERY_MS });
  }

  firstUpdated() { void this.story.reload(); }

  render() {
    const { value } = this.story;
    return html`<div class="stack loose"><p><a class="plain" href="#">${t("← 시스템", "← System")}</a></p>
      <h1 tabindex="-1">${queueNamed(value?.sends_back_to[0] ?? this.name)} <small class="quiet">${t("처리하지 못한 메시지", "dead letters")}</small></h1>
      ${drawn(this.story, story => this.#story(story))}</div>`;
  }

  /** @param {Story} story */
  #story(story) {
    return html`<div class="card">${facts([
        [t("기다림", "Waiting"), count(story.waiting, "건", "message")],
        [t("처리 중", "In work"), number(story.in_work)],
        [t("가장 오래된 것", "Oldest"), lasting(story.oldest_age_s)],
        [t("돌아갈 곳", "Goes back to"), story.sends_back_to.map(each => queueNamed(each)).join(", ")],
        [t("이름", "Name"), html`<code>${story.queue}</code>`]])}
        <p><a href="/ops#runbook/README">${t("다시 보내기 전에 읽을 것", "Read before sending anything back")}</a></p></div>
      ${this.#proposal(story)}${letters(story)}${past(story)}${history(story)}`;
  }

  /** @param {Story} story */
  #proposal(story) {
    const { proposal } = story, may = session.may(...DECIDERS);
    if (proposal) {
      return html`<section class="card stack warning" aria-labelledby="proposal"><div class="row"><h2 id="proposal">${t("다시 보내기 제안", "Proposal to send back")}</h2>
          ${tag(stateOf(proposal), "warning")}</div>
        ${facts([[t("제안한 사람", "Proposed by"), person(proposal.proposed_by, proposal.proposed_by_name)], [t("언제", "When"), moment(proposal.proposed_at)],
          [t("얼마나", "How many"), t(`많아야 ${count(proposal.most, "건", "")}`, `at most ${count(proposal.most, "", "message")}`)],
          [t("사유", "Reason"), html`<span class="words">${proposal.reason}</span>`],
          proposal.decided_by ? [t("결정한 사람", "Decided by"), person(proposal.decided_by, proposal.decided_by_name)] : null])}
        ${proposal.state === "moving" ? html`<label>${t(`보낸 것 ${number(proposal.moved)} / ${number(proposal.most)}`,
          `Sent back: ${number(proposal.moved)} of ${number(proposal.most)}`)}<progress max=${proposal.most} value=${proposal.moved}></progress></label>`
          : proposal.proposed_by === session.me?.id ? html`<city-notice><p>${t("제안한 사람은 결정할 수 없습니다. 다른 관제사나 관리자에게 이 화면을 알려 주세요.",
            "Whoever proposed it cannot decide it. Please tell another operator or manager.")}</p></city-notice>`
          : may ? this.#decide(proposal) : html`<p class="quiet">${t("관제사나 관리자가 결정합니다.", "An operator or a manager decides.")}</p>`}</section>`;
    }
    if (!story.waiting) return html`<p class="calm-line">${t("보낼 것이 없습니다.", "There is nothing to send back.")}</p>`;
    if (!may) return html`<p class="quiet">${t("다시 보내기는 관제사나 관리자가 제안합니다.", "An operator or a manager proposes to send them back.")}</p>`;
    return this.#propose(story);
  }

  /** @param {Story} story */
  #propose({ waiting }) {
    return html`<section class="card stack" aria-labelledby="propose"><h2 id="propose">${t("다시 보내자고 제안하기", "Propose to send them back")}</h2>
      <p class="quiet">${t("먼저 원인을 고치세요. 고치지 않으면 같은 곳으로 돌아옵니다. 다른 사람이 승인하면 바로 보냅니다.",
        "Mend the cause first: what fails again comes back. They go as soon as another person approves.")}</p>
      <city-form draft="watch/propose/${this.name}" .verb=${t("제안하기", "Propose")}
        .send=${async (/** @type {any} */ { most, reason }) => { await watch.post(path`dead-letters/${this.name}/proposal`, { most, reason }); await this.story.reload(); }}>
        <city-field name="most" kind="number" .label=${t("많아야 몇 건", "At most how many")} required min="1" max=${String(MOST)} step="1" inputmode="numeric"
          value=${String(Math.min(waiting, MOST))} .hint=${t(`한 번에 ${number(MOST)}건까지`, `${number(MOST)} at once`)}></city-field>
        <city-field name="reason" kind="textarea" rows="3" .label=${t("사유: 무엇을 고쳤나요?", "Reason: what was mended?")} required maxlength="500" counter
          .hint=${t("기록에 남습니다.", "It is kept on file.")}></city-field></city-form></section>`;
  }

  /** @param {Redrive} proposal */
  #decide(proposal) {
    /** @param {any} values */
    const check = ({ approve }) => approve === "yes" ? { title: t(`${count(proposal.most, "건", "")}까지 다시 보낼까요?`, `Send back up to ${count(proposal.most, "", "message")}?`),
      body: t("바로 보냅니다. 보낸 것은 거두어들일 수 없습니다.", "They go at once, and cannot be called back."), verb: t("보내기", "Send back") } : null;
    return html`<city-form draft="watch/decide/${this.name}" .verb=${t("결정하기", "Decide")} .check=${check}
      .send=${async (/** @type {any} */ { approve, reason }) => { await watch.post(path`dead-letters/${this.name}/proposal/decision`,
        { approve: approve === "yes", reason }); await this.story.reload(); }}>
      <city-field name="approve" kind="radio" .label=${t("다시 보낼까요?", "Send them back?")} required
        .options=${[["yes", t("승인합니다", "I approve")], ["no", t("반대합니다", "I decline")]]}></city-field>
      <city-field name="reason" kind="textarea" rows="3" .label=${t("사유", "Reason")} required maxlength="500" counter
        .hint=${t("기록에 남습니다.", "It is kept on file.")}></city-field></city-form>`;
  }
}
define("watch-queue", WatchQueue);

/** @param {Story} story */
const letters = ({ letters: some, waiting }) => some.length ? html`<section class="stack" aria-labelledby="letters"><h2 id="letters">${t("들어 있는 것", "What lies there")}</h2>
  <p class="quiet">${t("누군가의 말일 수 있어 내용은 보여 주지 않습니다.", "Their content may be somebody's words, and is not shown.")}
    ${some.length < waiting ? t(`${number(waiting)}건 가운데 ${number(some.length)}건입니다.`, `${number(some.length)} of ${number(waiting)}.`) : nothing}</p>
  <city-table quiet .caption=${t("들어 있는 메시지", "Messages that lie there")} .rows=${some} .key=${(/** @type {Letter} */ letter) => letter.message_id} .columns=${[
    { id: "message_id", name: t("번호", "Number"), show: (/** @type {Letter} */ letter) => html`<code>${letter.message_id.slice(0, 8)}</code>` },
    { id: "sent_at", name: t("보낸 때", "Sent"), show: (/** @type {Letter} */ letter) => html`${moment(letter.sent_at)} <span class="quiet">(${since(letter.sent_at)})</span>` },
    { id: "received", name: t("받은 횟수", "Received"), number: true, show: (/** @type {Letter} */ letter) => number(letter.received) },
    { id: "size_bytes", name: t("크기", "Size"), number: true, show: (/** @type {Letter} */ letter) => size(letter.size_bytes) }]}></city-table></section>` : nothing;

/** @param {Story} story */
const past = ({ past: turns }) => turns.length ? html`<section class="stack" aria-labelledby="past"><h2 id="past">${t("지난 제안", "Earlier proposals")}</h2>
  <div class="card"><city-timeline .name=${t("지난 제안", "Earlier proposals")} .entries=${turns.map(entry)}></city-timeline></div></section>` : nothing;

/** @param {Redrive} turn @returns {import("../../components/timeline.js").Entry} */
const entry = turn => ({ at: turn.ended_at ?? turn.decided_at ?? turn.proposed_at, tone: turn.state === "moved" ? turn.outcome === "stopped" ? "warning" : "fine" : "",
  what: turn.state === "moved" ? html`${stateOf(turn)} ${number(turn.moved)}/${number(turn.most)} <span class="quiet">${outcomeOf(turn)}</span>` : stateOf(turn),
  note: [`${t("제안", "Proposed")}: ${person(turn.proposed_by, turn.proposed_by_name)} — ${turn.reason}`, turn.decided_by
    && `${t("결정", "Decided")}: ${[person(turn.decided_by, turn.decided_by_name), turn.decided_because].filter(Boolean).join(" — ")}`].filter(Boolean).join("\n") });

/** @type {Record<string, [string, string]>} */
const DONE = { proposed: ["제안", "Proposed"], approved: ["승인", "Approved"], declined: ["반대", "Declined"], moved: ["보냄", "Sent back"] };

/** @param {Story} story */
const history = ({ history: done }) => done.length ? html`<details class="card"><summary>${t("누가 언제 무엇을", "Who did what, when")}</summary>
  <city-timeline .entries=${[...done].reverse().map(each => ({ at: each.at, what: Object.hasOwn(DONE, each.what) ? t(...DONE[each.what]) : each.what, by: person(each.by, each.by_name),
    note: each.note }))}></city-timeline></details>` : nothing;

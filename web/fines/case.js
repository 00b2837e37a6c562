// How far a case is, and what a person answered: by what stands on the notice, or by a ticket's number and its code.

import { CityElement, define, html, nothing } from "../shell/element.js";
import { open, Trouble } from "../shell/api.js";
import { keepPage } from "../shell/keep.js";
import { openPage } from "../shell/shell.js";
import "../components/form.js";
import { day, moment } from "./chat/days.js";
import { spoken } from "./chat/language.js";
import { Memory } from "./chat/memory.js";
import { isNoticeNumber, isTicketNumber, noticeNumber, ticketNumber } from "./chat/notices.js";
import { say } from "./chat/words.js";
import { paymentOf } from "./payment.js";

/** @typedef {{given_on: string, state: string, decided_on: string | null, reason: string | null}} Opinion */
/** @typedef {{number: string, opened_on: string, state: string}} Ticket */
/** @typedef {import("./payment.js").Payment} Payment */
/** @typedef {{opinions: Opinion[], tickets: Ticket[], payment?: Payment | null}} Progress */
/** @typedef {{ticket: string, state: string, language: string, answer: string | null, answered_at: string | null}} Answer */

export class FinesCase extends CityElement {
  static properties = { progress: { state: true }, answer: { state: true } };

  constructor() {
    super();
    /** @type {{value: Progress, seen_at: number | null} | null} */
    this.progress = null;
    /** @type {{value: Answer, seen_at: number | null} | null} */
    this.answer = null;
    this.memory = new Memory();
    // Read again without a connection only where the talk stays on this device.
    this.office = open("fines", { keep: this.memory.talk.keeps });
  }

  firstUpdated() {
    const last = this.memory.talk.tickets.at(-1);
    if (last) void this.#read(last).catch(() => {});
  }

  render() {
    const lang = spoken(), { tickets } = this.memory.talk, last = tickets.at(-1);
    return html`<div class="page" lang=${lang}>
      <div class="page-head"><div class="grow"><h1>${say("caseTitle")}</h1><p class="lead">${say("caseLead")}</p></div>
        <fines-languages label=${say("languages")}></fines-languages></div>
      <div class="two">
        <section class="card" aria-labelledby="by-number"><h2 id="by-number">${say("byNumber")}</h2>
          <city-form keeps .verb=${say("look")} draft="fines/case" .send=${this.#look}>
            <city-field name="number" label=${say("progressNumber")} .hint=${say("byNumberHint")} required inputmode="numeric" maxlength="24"
              placeholder="1140-2026-0123456" .judge=${(/** @type {any} */ value) => isNoticeNumber(value) ? null : say("wrongNumber")}></city-field>
            <city-field name="plate" label=${say("progressPlate")} .hint=${say("plateHint")} required minlength="6" maxlength="20"></city-field>
          </city-form>
          <div role="status">${this.progress ? this.#progress(this.progress) : nothing}</div></section>
        <section class="card" aria-labelledby="by-code" id="answer"><h2 id="by-code">${say("byCode")}</h2>
          <city-form keeps .verb=${say("look")} .send=${this.#ask}>
            <city-field name="ticket" label=${say("ticket")} .hint=${say("byCodeHint")} required inputmode="numeric" maxlength="14" .value=${last?.ticket ?? ""}
              placeholder="2611-0042" .judge=${(/** @type {any} */ value) => isTicketNumber(value) ? null : say("invalid")}></city-field>
            <city-field name="code" label=${say("code")} required minlength="10" maxlength="20" .value=${last?.code ?? ""} placeholder="K7M2Q-9XR4T"></city-field>
          </city-form>
          <div role="status">${this.answer ? this.#answer(this.answer) : nothing}</div></section>
      </div>
      <p><a class="plain" href="/fines/chat">${say("ask")}</a></p></div>`;
  }

  #look = async (/** @type {any} */ { number, plate }) => {
    this.progress = null;
    try {
      const value = await this.office.post("chat/progress", { notice_number: noticeNumber(number), plate });
      this.progress = { value, seen_at: this.office.seen_at };
    } catch (trouble) { throw inOurWords(trouble); }
  };

  #ask = async (/** @type {any} */ { ticket, code }) => {
    this.answer = null;
    try {
      await this.#read({ ticket, code });
    } catch (trouble) { throw inOurWords(trouble, "wrongCode"); }
  };

  /** @param {{ticket: string, code: string}} held */
  async #read({ ticket, code }) {
    const value = await this.office.post("chat/answer", { ticket: ticketNumber(ticket), code });
    this.answer = { value, seen_at: this.office.seen_at };
  }

  /** @param {{value: Progress, seen_at: number | null}} found */
  #progress({ value: { opinions, tickets, payment }, seen_at }) {
    if (!opinions.length && !tickets.length && !payment) return html`<p class="found">${say("nothing")}</p>`;
    return html`<div class="found stack">${seenAt(seen_at)}
      ${payment ? html`<h3>${say("payment")}</h3>${paymentOf(payment)}` : nothing}
      ${opinions.length ? html`<h3>${say("opinions")}</h3><ol class="steps">${opinions.map(one => html`<li data-state=${one.state}>
        <b>${say("opinion", { day: day(one.given_on) })}</b> ${tag(one.state)}
        ${one.decided_on ? html`<p>${say("decided", { day: day(one.decided_on) })}</p>` : nothing}
        ${one.reason ? html`<p>${say("reason")}: <span lang="ko">${one.reason}</span></p>` : nothing}</li>`)}</ol>` : nothing}
      ${tickets.length ? html`<h3>${say("tickets")}</h3><ol class="steps">${tickets.map(one => html`<li data-state=${one.state}>
        <b>${say("ticketLine", { ticket: one.number, day: day(one.opened_on) })}</b> ${tag(one.state)}</li>`)}</ol>` : nothing}</div>`;
  }

  /** @param {{value: Answer, seen_at: number | null}} found */
  #answer({ value, seen_at }) {
    const when = value.answered_at ? html`<p class="quiet">${moment(value.answered_at)}</p>` : nothing;
    return html`<div class="found stack">${seenAt(seen_at)}<p><b>${value.ticket}</b> ${tag(value.state)}</p>
      ${value.answer ? html`${when}<p class="words quote" lang=${value.language}>${value.answer}</p>`
        : html`<p>${say(value.state === "open" ? "notYet" : "closedNote")}</p>`}</div>`;
  }
}

/** @type {Record<string, string>} */
const TONES = { accepted: "fine", answered: "fine", rejected: "warning", under_review: "info", open: "info", received: "info" };
/** @param {string} state */
const tag = state => html`<span class="tag ${TONES[state] ?? ""}">${say(state)}</span>`;

/** @param {number | null} at */
const seenAt = at => at ? html`<p class="quiet">${say("seenAt", { moment: moment(at) })}</p>` : nothing;

/** The shell's words are of two languages; ours of four. @param {unknown} trouble @param {string} [missing] */
function inOurWords(trouble, missing = "nothing") {
  if (!(trouble instanceof Trouble)) return trouble;
  const { status } = trouble;
  const words = say(status === 404 ? missing : status === 429 ? "tooMany" : status === 400 ? "invalid" : "failed");
  trouble.korean = trouble.english = words;
  return trouble;
}
define("fines-case", FinesCase);
void openPage({ title: ["과태료 진행 확인", "Parking fines: my case"] }, () => { void keepPage(); });

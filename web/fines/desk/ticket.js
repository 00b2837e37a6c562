// What a citizen said and handed in, and a ticket: answered by text or on the web, or closed without an answer.

import { CityElement, define, html, nothing } from "../../shell/element.js";
import { path } from "../../shell/api.js";
import { person } from "../../shell/people.js";
import { count, language, listed, moment, named, size, t, text } from "../../shell/words.js";
import { facts } from "../../components/facts.js";
import { empty, drawn } from "../../components/state.js";
import { Load } from "../../components/load.js";
import "../../components/field.js";
import "../../components/form.js";
import "../../components/masked.js";
import { caseLink, DeskPart, did, fines, headed, lookedAt, phoned, quoted, works } from "./shown.js";
import { CHANNELS, INTENTS, LANGUAGES, TICKET_REASONS, TICKET_STATES } from "./words.js";

// --- what was said ------------------------------------------------------------------------------------------------

/** @param {any[]} turns @param {string} [spoken] the language it was said in, where a turn does not tell */
export const bubbles = (turns, spoken = "ko") => !turns.length ? empty(t("남은 대화가 없습니다.", "No words are left.")) : html`
  <ol class="talk" aria-label=${t("대화", "Conversation")}>${turns.map(turn => html`
    ${turn.said ? html`<li class="said citizen"><p class="words" lang=${turn.language ?? spoken}>${turn.said}</p>
      <small>${t("시민", "Citizen")} · ${moment(turn.at)}${turn.intent ? html` · ${named(INTENTS, turn.intent)}` : nothing}</small></li>` : nothing}
    ${turn.reply ? html`<li class="said office"><p class="words" lang=${turn.language ?? spoken}>${turn.reply}</p>
      <small>${turn.by ? person(turn.by, turn.by_name) : t("자동 답변", "Answered by itself")} · ${moment(turn.at)}</small></li>`
      : nothing}`)}</ol>`;

/** A conversation with one person, masked. @param {string} holder @param {any} masked @param {string} what */
export const veiledTalk = (holder, masked, what) => html`<city-masked .masked=${masked} .what=${what}
  .reveal=${(/** @type {string} */ reason) => fines.post(path`talks/${holder}/disclosure`, { reason })}
  .show=${(/** @type {any} */ talk) => html`<p>${t("전화", "Telephone")} ${phoned(talk.phone)}</p>${bubbles(talk.turns)}`}></city-masked>`;

// --- what was handed in -------------------------------------------------------------------------------------------

/** @type {import("../../shell/words.js").Words} */
const FILE_KINDS = {
  "image/jpeg": ["사진", "Picture"], "image/png": ["사진", "Picture"], "image/heic": ["사진 (HEIC)", "Picture (HEIC)"],
  "image/webp": ["사진", "Picture"], "application/pdf": ["PDF", "PDF"],
};

/** Files that came with an opinion or a ticket; each is opened for a reason. */
class DeskFiles extends CityElement {
  static properties = { ask: { attribute: false } };

  constructor() {
    super();
    /** @type {() => Promise<any>} */
    this.ask = async () => ({ files: [] });
    this.load = new Load(this, () => this.ask());
  }

  render() {
    // Most hand in nothing: a card that came and went would only move what is read.
    if (this.load.state === "waiting" || this.load.value?.files.length === 0) return nothing;
    return html`<section class="card stack"><h3>${t("첨부 파일", "Files handed in")}</h3>${drawn(this.load, ({ files }) => html`
      <ul class="lines">${files.map(line)}</ul>`)}</section>`;
  }
}
define("desk-evidence", DeskFiles);

/** @param {any} file */
const line = file => html`<li><p class="quiet">${named(FILE_KINDS, file.content_type)} · ${size(file.size_bytes)} · ${moment(file.sent_at)}</p>
  <city-masked .masked=${html`<p class="words" lang="ko">${text(file.name)}</p>`}
    .what=${t("시민이 제출한 파일을 엽니다.", "You will open a file that the citizen handed in.")}
    .reveal=${(/** @type {string} */ reason) => fines.post(path`files/${file.holder}/${file.file_id}/disclosure`, { reason })}
    .show=${(/** @type {any} */ link) => html`<p><a class="plain" href=${link.url} target="_blank" rel="noopener noreferrer">${
      t("파일 내려받기 (3분 동안)", "Download (for three minutes)")}</a></p>`}></city-masked></li>`;

// --- a ticket -----------------------------------------------------------------------------------------------------

// Bytes as a carrier counts them, near enough: pictures are dropped, everything else is one or two.
const SMS_BYTES = 90, LMS_BYTES = 2000;
const SIGNATURES = { ko: "[중구청 주차관리과] ", other: "[Jung-gu Office, Parking] " };
/** @param {string} words */
export const bytes = words => Array.from(words.replace(/\p{Extended_Pictographic}|\u200d|\ufe0f/gu, ""))
  .reduce((sum, letter) => sum + (letter.charCodeAt(0) < 128 ? 1 : 2), 0);

/** What a text of so many bytes is sent as. @param {number} length */
const sentAs = length => length <= SMS_BYTES ? t("단문(SMS)", "one text (SMS)") : length <= LMS_BYTES ? t("장문(LMS)", "a long text (LMS)")
  : t("너무 깁니다", "too long");

class DeskTicket extends DeskPart {
  get number() { return this.subject[0]; }

  fetch() { return fines.get(path`tickets/${this.number}`); }

  /** @param {any} ticket */
  view(ticket) {
    return html`<section class="card stack">
        ${headed(t(`문의 ${ticket.number}`, `Ticket ${ticket.number}`), named(TICKET_STATES, ticket.state), ticket.state === "open" ? "warning" : "")}
        ${facts([
          [t("넘긴 이유", "Why it came"), named(TICKET_REASONS, ticket.reason)],
          [t("받은 때", "Since"), moment(ticket.opened_at)],
          [t("전화", "Telephone"), ticket.phone || t("없음 (웹 대화)", "None (a talk on the web)")],
          [t("경로·언어", "Came by"), listed({ ...CHANNELS, ...LANGUAGES }, [ticket.channel, ticket.language])],
          ticket.notice_number && [t("사건", "Case"), caseLink(ticket.notice_number)],
        ])}
        ${ticket.words ? html`<h3>${t("의견일 수 있는 말", "Words that may be an opinion")}</h3>${quoted(ticket.words, ticket.language)}` : nothing}
        ${lookedAt(`talk#${ticket.holder}`)}</section>
      <section class="card stack"><h3>${t("대화", "Conversation")}</h3>${veiledTalk(ticket.holder, bubbles(ticket.turns, ticket.language),
        t("가려진 전화번호와 차량번호, 이 사람의 최근 대화를 모두 봅니다.", "You will see the telephone, the plate and all their latest words."))}</section>
      <desk-evidence .ask=${() => fines.get(path`tickets/${ticket.number}/files`)}></desk-evidence>
      ${ticket.state === "open" ? works() ? html`${this.#answer(ticket)}${this.#close(ticket)}` : nothing : answered(ticket)}`;
  }

  /** @param {any} ticket */
  #answer(ticket) {
    const texted = ticket.phone !== null, read = !texted && ticket.channel === "web";
    const signature = SIGNATURES[ticket.language === "ko" ? "ko" : "other"];
    const typed = () => /** @type {any} */ (this.querySelector('city-field[name="words"]'))?.value?.trim() ?? "";
    const long = () => bytes(signature + typed());
    const verb = texted ? t("문자 보내기", "Send the text") : read ? t("웹에 답변", "Answer on the web") : t("기록하고 종료", "Keep and close");
    return html`<section class="card stack"><h3>${t("답변", "Answer")}</h3>
      ${texted ? nothing : html`<p class="quiet">${read
        ? t("웹 상담입니다. 시민이 접수번호와 확인 코드로 웹에서 답변을 읽습니다.", "A talk on the web: the citizen reads the answer there, with the ticket's code.")
        : t("문자를 보낼 곳이 없습니다. 적은 내용은 기록으로 남고 문의가 종료됩니다.", "There is nobody to text: the words are kept as a note, and the ticket is closed.")}</p>`}
      <city-form draft="fines/ticket/${ticket.number}" .verb=${verb} @input=${() => this.requestUpdate()}
        .check=${(/** @type {any} */ { words }) => ({ verb: texted || read ? t("보내기", "Send") : t("기록", "Keep"),
          title: texted || read ? t("이대로 보낼까요?", "Send this?") : t("이대로 기록할까요?", "Keep this?"),
          body: html`<p>${texted ? `${ticket.phone} · ${said(long())}` : t("문자는 보내지 않습니다.", "No text is sent.")}</p>
            ${quoted(texted || read ? signature + words : words, ticket.language)}` })}
        .send=${(/** @type {any} */ { words }) => fines.post(path`tickets/${ticket.number}/answer`, { words })}
        @sent=${() => this.did(t("답변을 처리했습니다.", "The answer is on its way."))}>
        <city-field name="words" kind="textarea" rows="5" required maxlength="1000" counter .label=${ticket.language === language()
          ? t("답변 내용", "Your words") : t(`답변 내용 (시민의 언어: ${named(LANGUAGES, ticket.language)})`,
            `Your words (the citizen speaks ${named(LANGUAGES, ticket.language)})`)}
          .judge=${(/** @type {any} */ words) => texted && bytes(signature + String(words).trim()) > LMS_BYTES
            ? t("문자로 보내기에는 너무 깁니다.", "Too long for a text.") : null}
          .hint=${texted ? t(`${said(long())} · 앞에 “${signature.trim()}”가 붙습니다`, `${said(long())} · “${signature.trim()}” goes before it`) : ""}></city-field>
      </city-form></section>`;
  }

  /** @param {any} ticket */
  #close(ticket) {
    return html`<details class="card"><summary>${t("답변 없이 종료", "Close without an answer")}</summary>
      <city-form grave draft="fines/ticket/${ticket.number}/close" .verb=${t("종료", "Close the ticket")}
        .check=${(/** @type {any} */ { reason }) => ({ title: t("답변 없이 종료할까요?", "Close without an answer?"), body: reason })}
        .send=${(/** @type {any} */ { reason }) => fines.post(path`tickets/${ticket.number}/close`, { reason })}
        @sent=${() => this.did(t("문의를 종료했습니다.", "The ticket is closed."))}>
        <city-field name="reason" required maxlength="500" .label=${t("이유", "Why")}></city-field></city-form></details>`;
  }
}
define("desk-ticket", DeskTicket);

/** @param {number} length */
const said = length => t(`약 ${count(length, "바이트", "byte")} · ${sentAs(length)}`, `about ${count(length, "바이트", "byte")} · ${sentAs(length)}`);

/** @param {any} ticket */
const answered = ticket => html`<section class="card stack">
  <h3>${ticket.state === "answered" ? t("보낸 답변", "What was answered") : t("종료", "Closed")}</h3>${quoted(ticket.answer, ticket.language)}
  <small>${did(ticket.answered_by, ticket.answered_by_name, ticket.answered_at)}</small>
  <p class="quiet">${t("이미 처리되어 다시 보낼 수 없습니다.", "It is done; nothing more can be sent.")}</p></section>`;

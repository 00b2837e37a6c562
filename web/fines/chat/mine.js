// `<fines-mine>`: what the office keeps of the talk of this browser: seen, and deleted but for what the law keeps.

import { CityElement, define, html, nothing } from "../../shell/element.js";
import { open } from "../../shell/api.js";
import { count, day, moment, size, t } from "../../shell/words.js";
import { STAYS } from "../../city/privacy/kept.js";
import { ask } from "../../components/dialog.js";
import { Load } from "../../components/load.js";
import { good } from "../../components/notice.js";
import { drawn } from "../../components/state.js";
import { Memory } from "./memory.js";

/** @typedef {{kind: string, since: string, number: string | null, name: string | null}} Kept */
/** @typedef {{at: string, said: string | null, reply: string | null, language: string | null, ticket: string | null}} Turn */
/** @typedef {{name: string, size_bytes: number, handed_in_at: string, is_sent: boolean}} Handed */
/** @typedef {{turns: Turn[], has_more: boolean, files: Handed[], remembered_until: string | null, kept: Kept[]}} Mine */

const MOST_TURNS = 10;

export class FinesMine extends CityElement {
  static properties = { done: { state: true } };

  constructor() {
    super();
    this.memory = new Memory();
    this.office = open("fines");
    /** @type {{turns: number, files: number, kept: Kept[]} | null} */
    this.done = null;
    /** @type {Load<Mine> | null} */
    this.load = this.memory.begun ? new Load(this, () => this.office.post("chat/mine", { session: this.memory.talk.session })) : null;
  }

  /** As data, for a download. */
  get data() { return this.load?.value ?? null; }

  render() {
    if (!this.load) {
      return html`<p>${t("이 브라우저로 하신 상담이 없습니다.", "There is no chat of this browser.")}</p>
        <p class="quiet">${t("상담은 그 대화를 한 브라우저만 열 수 있습니다. 차량번호로는 아무도 찾지 못합니다. 다른 기기에서 하신 상담은 그 기기에서 보시거나, 구청에 열람을 청구해 주세요.",
          "A chat can be opened by the browser it was held in, and by nobody through a plate. See it on that device, or ask the office for access.")}</p>`;
    }
    return html`${this.done ? this.#outcome(this.done) : nothing}${drawn(this.load, mine => this.#mine(mine),
      { empty: mine => mine.turns.length || mine.files.length || mine.kept.length ? null
        : t("구청에 남아 있는 상담이 없습니다.", "The office keeps nothing of a chat.") })}`;
  }

  /** @param {Mine} mine */
  #mine({ turns, has_more, files, kept }) {
    return html`<div class="stack">
      <p>${count(turns.length, "개의 말", "message")}${has_more ? "+" : ""} · ${count(files.length, "개의 파일", "file")}</p>
      ${turns.length ? html`<details><summary>${t("보관된 대화 보기", "See the messages")}</summary><ol class="lines">${turns.slice(-MOST_TURNS).map(turn => html`<li>
        <small class="quiet">${moment(turn.at)}${turn.ticket ? html` · ${turn.ticket}` : nothing}</small>
        ${turn.said ? html`<p class="words"><b>${t("나", "You")}</b> <span lang=${turn.language ?? "ko"}>${turn.said}</span></p>` : nothing}
        ${turn.reply ? html`<p class="words quiet" lang=${turn.language ?? "ko"}>${turn.reply}</p>` : nothing}</li>`)}</ol>
        ${turns.length > MOST_TURNS ? html`<p class="quiet">${t(`마지막 ${MOST_TURNS}개입니다. 모두 보시려면 내려받으세요.`,
          `The last ${MOST_TURNS}. Download to see all.`)}</p>` : nothing}</details>` : nothing}
      ${files.length ? html`<ul class="bullets">${files.map(file => html`<li>${file.name} <span class="quiet">${size(file.size_bytes)},
        ${file.is_sent ? t("보냄", "sent") : t("보내지 않음", "not sent")}</span></li>`)}</ul>` : nothing}
      ${kept.length ? html`<h4>${t("법에 따라 남는 것", "What stays by law")}</h4>${stays(kept)}` : nothing}
      ${turns.length || files.length ? html`<div class="row"><button type="button" class="plain grave" @click=${this.#forget}
        >${t("구청에 보관된 상담 지우기", "Delete the chat at the office")}</button></div>` : nothing}</div>`;
  }

  /** @param {{turns: number, files: number, kept: Kept[]}} done */
  #outcome({ turns, files, kept }) {
    return good(html`<p>${t(`말 ${turns}개와 파일 ${files}개를 지웠습니다.`, `Deleted: ${count(turns, "", "message")}, ${count(files, "", "file")}.`)}</p>
      ${kept.length ? html`<p>${t("아래는 법에 따라 남습니다.", "By law, what follows stays.")}</p>` : nothing}`);
  }

  #forget = async () => {
    const { session } = this.memory.talk;
    const done = await ask({ title: t("상담을 지울까요?", "Delete the chat?"), verb: t("지우기", "Delete"), grave: true,
      body: html`<p>${t("적으신 말과 답, 보내지 않은 파일이 구청에서 지워집니다. 되돌릴 수 없습니다. 접수된 의견, 상담 요청, 납부 기록은 남습니다.",
        "Your words, the answers and files that were not sent are deleted at the office. This cannot be undone. Opinions on file, questions to a person and payments stay.")}</p>
        <city-field name="here" kind="tick" .value=${true} label=${t("이 브라우저의 대화도 지우기", "Also in this browser")}></city-field>`,
      act: async values => ({ answer: await this.office.post("chat/forget", { session }), here: values.here }) });
    if (!done) return;
    this.done = done.answer;
    await this.load?.reload();
    if (done.here) this.memory.forget();
    this.tell("forgotten");
  };
}
define("fines-mine", FinesMine);

/** @param {Kept[]} kept */
const stays = kept => html`<ul class="lines">${kept.map(({ kind, since, number, name }) => {
  const known = STAYS[kind];
  return html`<li><b>${known ? t(...known.what) : t("기록", "A record")}</b>${number ? html` <span class="code">${number}</span>` : nothing}
    ${name ? html` <span>${name}</span>` : nothing} <small class="quiet">${day(since, "short")}</small>
    ${known ? html`<p class="quiet">${t(...known.why)} <b>${t(...known.long)}</b></p>` : nothing}</li>`;
})}</ul>`;

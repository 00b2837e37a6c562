// Handing a shift over: what is open with a note on each, offered by who leaves and signed by who comes; printed as a record.

import { api, path, Trouble } from "../shell/api.js";
import { CityElement, define, html, ifDefined, nothing, repeat, say } from "../shell/element.js";
import { person } from "../shell/people.js";
import { session } from "../shell/session.js";
import { openPage } from "../shell/shell.js";
import { count, moment, named, number, t } from "../shell/words.js";
import { confirmed } from "../components/dialog.js";
import { tag } from "../components/facts.js";
import { Load } from "../components/load.js";
import { bad, good } from "../components/notice.js";
import { drawn } from "../components/state.js";
import "../components/form.js";
import "../components/table.js";
import { calledBy, pageOf, STATES, STATE_TONES, tongue } from "./room/words.js";

/** @typedef {{incident_id: string, revision: number, state: string, headline: string, note: string}} OpenLine */
/** @typedef {{hand_over_id: string, state: string, offered_by: string, offered_by_name: string | null, offered_at: string, signed_by: string | null,
 *   signed_by_name: string | null, signed_at: string | null, incidents: OpenLine[], remark: string}} HandOver */
/** @typedef {{open: OpenLine[], digest: string, changed: string[], hand_overs: HandOver[]}} Board */

const TITLE = /** @type {[string, string]} */ (["근무 인수인계", "Shift hand-over"]), OFTEN_MS = 20_000;
/** @type {import("../shell/words.js").Words} */
const STANDS = { offered: ["서명 대기", "Waits for a signature"], signed: ["인수함", "Signed"], withdrawn: ["철회", "Withdrawn"] };
/** @type {Record<string, import("../components/facts.js").Tone>} */
const TONES = { offered: "warning", signed: "fine", withdrawn: "" };

class RoomShifts extends CityElement {
  static properties = { outcome: { state: true } };

  constructor() {
    super();
    /** @type {unknown} */
    this.outcome = null;
    /** @type {Load<Board>} */
    this.board = new Load(this, () => api("operations").get("shifts"), { every: OFTEN_MS });
  }

  render() {
    return html`<div class="page room"><div class="page-head"><h1>${t(...TITLE)}</h1><button type="button" class="plain" @click=${() => print()}>${t("인쇄", "Print")}</button></div>
      ${this.outcome ?? nothing}${drawn(this.board, board => html`${this.#offered(board)}${this.#leaving(board)}${this.#earlier(board)}`)}</div>`;
  }

  // --- what waits for a signature ----------------------------------------------------------------------------------------

  /** @param {Board} board */
  #offered(board) {
    const waiting = board.hand_overs.filter(each => each.state === "offered");
    return repeat(waiting, each => each.hand_over_id, each => this.#one(each, board));
  }

  /** @param {HandOver} each @param {Board} board */
  #one(each, board) {
    const mine = session.me?.id === each.offered_by, may = session.may("operator", "supervisor");
    const who = person(each.offered_by, each.offered_by_name);
    const notes = new Map(each.incidents.map(line => [line.incident_id, line.note]));
    return html`<section class="card stack warning" aria-label=${t("서명을 기다리는 인계", "A hand-over that waits for a signature")}><div class="row apart">
        <h2>${t(`${who}의 인계`, `Handed over by ${who}`)}</h2>${tag(named(STANDS, each.state), TONES[each.state])}</div>
      <p class="quiet">${moment(each.offered_at)} · ${count(each.incidents.length, "건", "incident")}</p>
      ${each.remark ? html`<p class="words" lang=${ifDefined(tongue({ headline: each.remark }))}>${each.remark}</p>` : nothing}
      ${board.changed.length ? html`<div class="notice" data-tone="warning"><p>
        ${t(`인계한 뒤 ${number(board.changed.length)}건이 바뀌었습니다. 아래 표시된 지금 상태에 서명합니다.`,
        `${count(board.changed.length, "건", "incident")} changed since. What is signed is how it stands now, below.`)}</p></div>` : nothing}
      ${table(board.open.map(line => ({ ...line, note: notes.get(line.incident_id) ?? "" })), board.changed)}
      ${may ? html`<div class="row">${mine ? html`<button type="button" class="plain" @click=${() => this.#withdraw(each)}>${t("인계 철회", "Withdraw it")}</button>
          <span class="quiet small">${t("인계한 사람이 아닌 다음 근무자가 서명합니다.", "Whoever comes next signs it, not who handed over.")}</span>`
        : html`<button type="button" class="do" @click=${() => this.#sign(each, board)}>${t("확인했고, 인수 서명", "Seen: I take over")}</button>`}</div>` : nothing}${signatures()}</section>`;
  }

  /** @param {HandOver} each @param {Board} board */
  async #sign(each, board) {
    if (!await confirmed({ title: t("인수 서명", "Take over"), verb: t("서명", "Sign"),
      body: t(`열린 사건 ${number(board.open.length)}건을 넘겨받습니다.`, `You take over ${count(board.open.length, "건", "open incident")}.`) })) return;
    await this.#do(() => api("operations").post(path`shifts/${each.hand_over_id}/signature`, { seen: board.digest }),
      t("서명했습니다. 지금부터 맡습니다.", "Signed. It is yours from now on."));
  }

  /** @param {HandOver} each */
  async #withdraw(each) {
    if (!await confirmed({ title: t("인계 철회", "Withdraw it"), verb: t("철회", "Withdraw"), body: t("아직 아무도 서명하지 않았습니다.", "Nobody has signed it yet.") })) return;
    await this.#do(() => api("operations").post(path`shifts/${each.hand_over_id}/withdrawal`), t("철회했습니다.", "Withdrawn."));
  }

  /** Does it, says what came of it, and shows what stands now. @param {() => Promise<unknown>} act @param {string} words */
  async #do(act, words) {
    try {
      await act();
      this.outcome = good(words);
      say(words);
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.outcome = bad(trouble);
    }
    await this.board.reload();
  }

  // --- leaving ---------------------------------------------------------------------------------------------------------

  /** @param {Board} board */
  #leaving(board) {
    if (board.hand_overs.some(each => each.state === "offered")) return nothing;
    const may = session.may("operator", "supervisor");
    return html`<section class="stack" aria-labelledby="shift-open"><h2 id="shift-open">${t("지금 열린 사건", "What is open now")} <span class="number">${number(board.open.length)}</span></h2>
      ${may ? html`<div class="only-printed">${table(board.open, [])}</div>
        <city-form draft="operations/shift" .verb=${t("이 목록을 인계", "Hand this list over")}
          .send=${(/** @type {any} */ values) => this.#offer(values, board)}
          .check=${() => ({ title: t("인계할까요?", "Hand it over?"),
            body: t("다음 근무자가 서명할 때까지는 계속 맡습니다.", "It stays yours until whoever comes has signed.") })}
          .done=${() => t("인계했습니다. 다음 근무자의 서명을 기다립니다.", "Handed over. It waits for a signature.")}
          @sent=${() => this.board.reload()}>
        ${repeat(board.open, line => line.incident_id, line => html`<div class="card">
          <p class="row">${tag(named(STATES, line.state), STATE_TONES[line.state] ?? "")}<a href=${pageOf(line.incident_id)}
            lang=${ifDefined(tongue(line))}>${line.headline || calledBy(line.incident_id)}</a></p>
          <city-field .name=${`note ${line.incident_id}`} kind="textarea" rows="2" maxlength="1000"
            .label=${t(`다음 근무자에게: ${line.headline || calledBy(line.incident_id)}`, `For whoever comes: ${line.headline || calledBy(line.incident_id)}`)}></city-field></div>`)}
        <city-field name="remark" kind="textarea" rows="3" maxlength="1000" .label=${t("전체 인계 사항", "For the whole shift")}
          .hint=${t("이름과 전화번호는 적지 마세요.", "No names or telephone numbers.")}></city-field></city-form>`
        : table(board.open, [])}</section>`;
  }

  /** @param {Record<string, any>} values @param {Board} board */
  #offer(values, board) {
    const notes = board.open.flatMap(({ incident_id }) => values[`note ${incident_id}`] ? [{ incident_id, note: values[`note ${incident_id}`] }] : []);
    return api("operations").post("shifts", { seen: board.digest, notes, remark: values.remark ?? "" });
  }

  // --- those before -----------------------------------------------------------------------------------------------------

  /** @param {Board} board */
  #earlier(board) {
    const earlier = board.hand_overs.filter(each => each.state !== "offered");
    return earlier.length ? html`<section class="stack"><h2>${t("지난 인수인계", "Earlier hand-overs")}</h2>${repeat(earlier, each => each.hand_over_id, each => html`<details class="card">
        <summary>${moment(each.signed_at ?? each.offered_at)} · ${person(each.offered_by, each.offered_by_name)}${each.signed_by ? html` → ${person(each.signed_by, each.signed_by_name)}` : nothing}
          ${tag(named(STANDS, each.state), TONES[each.state] ?? "")}</summary>
        <div class="stack tight">${each.remark ? html`<p class="words" lang=${ifDefined(tongue({ headline: each.remark }))}>${each.remark}</p>` : nothing}
          ${table(each.incidents, [])}</div></details>`)}</section>` : nothing;
  }
}
void openPage({ title: TITLE, groups: ["operator", "supervisor", "auditor"] }, () => define("room-shifts", RoomShifts));

/** @param {OpenLine[]} lines @param {string[]} changed */
const table = (lines, changed) => html`<city-table quiet .caption=${t("열린 사건", "Open incidents")} .rows=${lines} .key=${(/** @type {OpenLine} */ each) => each.incident_id}
  .none=${t("열린 사건이 없습니다.", "Nothing is open.")} .columns=${[
    { id: "headline", name: t("사건", "Incident"), show: (/** @type {OpenLine} */ each) => html`<a
      href=${pageOf(each.incident_id)} lang=${ifDefined(tongue(each))}>${each.headline || calledBy(each.incident_id)}</a>` },
    { id: "state", name: t("상태", "State"), show: (/** @type {OpenLine} */ each) => html`${tag(named(STATES, each.state),
      STATE_TONES[each.state] ?? "")}${changed.includes(each.incident_id)
      ? html` ${tag(t("바뀜", "changed"), "warning")}` : nothing}` },
    { id: "note", name: t("인계 메모", "Note"), show: (/** @type {OpenLine} */ each) => each.note
      ? html`<span class="words" lang=${ifDefined(tongue({ headline: each.note }))}>${each.note}</span>` : "" },
  ]}></city-table>`;

// On paper, where people sign by hand besides.
const signatures = () => html`<div class="room-signatures" aria-hidden="true"><p>${t("인계자", "Handed over by")}</p><p>${t("인수자", "Taken over by")}</p></div>`;

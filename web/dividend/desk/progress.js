// How a round goes: what is next and who does it, the city's steps, the files that came, and what was agreed.

import { tag } from "../../components/facts.js";
import "../../components/form.js";
import { Load } from "../../components/load.js";
import { drawn } from "../../components/state.js";
import "../../components/table.js";
import { path } from "../../shell/api.js";
import { define, html, nothing } from "../../shell/element.js";
import { at } from "../../shell/place.js";
import { session } from "../../shell/session.js";
import { moment, named, number, t } from "../../shell/words.js";
import { dividend, RoundPart, setGoing } from "./round.js";
import { terms } from "./terms.js";
import { FAULTS, OUTCOMES, REASON, STEPS, whyRefused } from "./words.js";

/** @typedef {import("./round.js").Round} Round */
/** @typedef {{row: number, column: string, reason: string}} Fault */
/** @typedef {{file: string, outcome: string, reason?: string | null, received_at: string, rows?: number, accepted?: number, quarantined?: number,
 *   faults?: Fault[]}} Report */
/** @typedef {import("./decisions.js").Proposal} Proposal */

const RESTART = ["stopped", "preparing", "awaiting_panel"], MOST_FAULTS = 100;

/** What comes next, and who does it. @param {Round} round @returns {string} */
function next({ state, round_id, files }) {
  switch (state) {
    case "open": return files.length ? t("운영사 파일이 다 왔으면 준비를 시작하세요. 시작하면 이 회차는 파일을 더 받지 않습니다.",
      "Once every file is here, a steward starts. From then on no file is taken.")
      : t(`운영사가 ‘files/${round_id}/’ 폴더에 결제 파일을 올리기를 기다립니다. 파일이 오면 아래에 저절로 보입니다.`,
        `The operator drops its files under “files/${round_id}/”. They show below by themselves.`);
    case "preparing": return t("기계가 일하는 중입니다. 화면은 저절로 바뀝니다.", "The city is at work; this page follows by itself.");
    case "awaiting_panel": return t("심의 위원 두 사람의 승인을 기다립니다. 한 사람이라도 반대하면 멈춥니다.", "Two members of the panel have to approve; one refusal stops it.");
    case "published": return t("팔리고 있습니다. 대금이 확인되면 ‘배당금’에서 비용을 적고 지급을 시작합니다.",
      "On sale. When money has come, a steward enters the costs under “Payout” and pays.");
    case "paying": return t("시민의 카드로 보내는 중입니다. 화면은 저절로 바뀝니다.", "On its way to the citizens' cards; this page follows by itself.");
    case "paid": return t("모두 지급했고 운영사 기록과 맞습니다.", "Everything is paid and agrees with the operator's record.");
    case "ending": return t("카드로 이어지는 표와 열쇠를 지우고 있습니다. 밤에 지웁니다.", "The table to the cards and the round's key are being deleted, at night.");
    case "ended": return t("카드로 이어지는 표와 열쇠를 지웠습니다. 이 회차의 가명은 아무에게도 이어지지 않습니다.",
      "The table to the cards and the round's key are gone: its pseudonyms lead to nobody.");
    case "stopped": return t("이유를 확인한 뒤 다시 시작할 수 있습니다. 이미 끝난 단계는 건너뜁니다.", "Once the reason is mended, start again. Steps that were done are skipped.");
    default: return named({}, state);
  }
}

/** Where a proposal is decided. @param {Proposal} proposal @returns {[part: string, words: string]} */
const placeOf = ({ what }) => "finding" in what ? ["payout", t("보류된 지급 묶음", "a held batch")]
  : "order_id" in what ? ["orders", t("환불", "a refund")] : ["ending", t("회차 닫기", "ending the round")];

class RoundProgress extends RoundPart {
  constructor() {
    super();
    /** @type {Load<Report[]>} */
    this.files = new Load(this, async () => (await dividend.get(path`rounds/${this.round.round_id}/files`)).reports.sort(
      (/** @type {Report} */ one, /** @type {Report} */ other) => Date.parse(other.received_at) - Date.parse(one.received_at)),
    { every: () => this.round.state === "open" ? 5000 : null });
    /** @type {Load<Proposal[]>} */
    this.proposals = new Load(this, async () => (await dividend.get(path`rounds/${this.round.round_id}/proposals`)).proposals);
  }

  refresh() {
    void this.files.reload();
    void this.proposals.reload();
  }

  render() {
    const { round } = this;
    return html`${this.#next()}${round.state === "open" ? nothing : this.#steps()}${this.#received()}${terms(round)}
      ${session.may("steward") && round.certificate ? this.#revocation() : nothing}`;
  }

  #next() {
    const { round } = this, { state } = round, restart = RESTART.includes(state), waits = (this.proposals.value ?? []).filter(each => each.state === "proposed");
    const start = session.may("steward") && (restart || (state === "open" && round.files.length > 0));
    return html`<div class="card next"><h3>${t("다음에 할 일", "What is next")}</h3><p>${next(round)}</p>
      ${waits.map(each => { const [part, words] = placeOf(each), mine = each.proposed_by === session.me?.id; return html`<p><a href=${at("rounds", round.round_id, part)}>${
        t(`${words}: 두 번째 사람의 결정을 기다립니다`, `Waits for a second person: ${words}`)}</a>${mine ? ` ${t("(내가 제안함)", "(proposed by me)")}` : nothing}</p>`; })}
      ${!start ? nothing : !restart || state === "stopped" ? this.#start() : html`<details><summary>${t("오래 멈춰 있다면", "If it stands still")}</summary>${this.#start()}</details>`}
      ${state === "awaiting_panel" && session.may("panel") ? html`<div class="row"><a class="do" href=${at("rounds", round.round_id, "panel")}>${
        t("증명서 보고 의견 내기", "Read the certificate and speak")}</a></div>` : nothing}
      ${state === "published" && session.may("steward") ? html`<div class="row"><a class="do" href=${at("rounds", round.round_id, "payout")}>${t("배당금으로", "To the payout")}</a>
        <a class="plain" href=${at("rounds", round.round_id, "orders")}>${t("입금 확인하러", "To the payments")}</a></div>` : nothing}</div>`;
  }

  #start() {
    const { round } = this, first = round.state === "open";
    return html`<city-form .verb=${first ? t("준비 시작", "Start preparing") : t("다시 시작", "Start again")} .send=${() => dividend.post(path`rounds/${round.round_id}/preparation`)}
      .check=${() => ({ title: first ? t("준비를 시작할까요?", "Start preparing?") : t("다시 시작할까요?", "Start again?"), verb: t("시작", "Start"),
        body: t("가명 처리, 비식별, 검증을 거쳐 심의로 넘어갑니다.", "Cards become pseudonyms, records are generalised and verified; then the panel is asked.") })}
      .done=${() => { setGoing(round.round_id); return this.did(t("시작했습니다. 화면은 저절로 바뀝니다.", "Started; this page follows by itself.")); }}></city-form>`;
  }

  #steps() {
    const { steps, planned } = this.round;
    return html`<div class="card"><h3>${t("단계", "Steps")}</h3><ol class="lines steps">${Object.entries(STEPS).map(([step, [korean, english, unit, units]]) => {
      const made = steps[step] ?? 0, all = planned[step] ?? 0, name = t(korean, english), said = t(`${unit} ${number(all)}개 중 ${number(made)}개`, `${number(made)} of ${number(all)} ${units}`);
      return html`<li><span>${all && made >= all ? "✓ " : ""}${name}</span><span class="quiet">${all ? said : t("차례를 기다림", "waits its turn")}</span>
        <progress max=${Math.max(all, 1)} .value=${made} aria-label="${name}: ${said}"></progress></li>`;
    })}</ol></div>`;
  }

  #received() {
    return html`<div class="card"><div class="row apart"><h3>${t("받은 파일", "Files")}${this.files.value ? ` ${number(this.files.value.length)}` : ""}</h3>
      ${this.round.state === "open" ? html`<small class="quiet">${t("저절로 새로 고칩니다", "refreshes by itself")}</small>` : nothing}</div>
      ${drawn(this.files, reports => html`<city-table quiet .caption=${t("받은 파일", "Files")} .rows=${reports} .key=${(/** @type {Report} */ report) => `${report.file} ${report.received_at}`}
        .columns=${columns()}></city-table>`, { empty: reports => reports.length ? null : t("아직 없습니다.", "None yet.") })}</div>`;
  }

  #revocation() {
    const { round } = this;
    return html`<details class="card"><summary>${t("판매 철회", "Take it off sale")}</summary><div class="stack">
      <p>${t("철회하면 아무도 주문하거나 내려받을 수 없고, 산 사람에게 이유가 보입니다. 되돌릴 수 없습니다.",
        "Nobody may order or download it any more, buyers see why, and it cannot be undone.")}</p>
      <city-form grave draft="dividend/revoke/${round.round_id}" .verb=${t("철회", "Revoke")} .send=${(/** @type {any} */ values) => dividend.post(path`data-sets/dividend-${round.round_id}/1/revocation`, values)}
        .check=${(/** @type {any} */ values) => ({ title: t("정말 철회할까요?", "Revoke it?"), body: values.reason })} .done=${() => this.did(t("철회했습니다.", "Revoked."))}>
        <city-field name="reason" kind="textarea" required counter .label=${t("이유 (10자 이상, 구매자에게 보임)", "Reason (10 characters or more; buyers read it)")}
          minlength=${REASON.shortest} maxlength=${REASON.longest}></city-field></city-form></div></details>`;
  }
}
define("round-progress", RoundProgress);

const columns = () => [
  { id: "file", name: t("파일", "File"), show: (/** @type {Report} */ report) => report.file.split("/").slice(2).join("/") || report.file },
  { id: "outcome", name: t("결과", "Outcome"), show: outcome },
  { id: "rows", name: t("받은 행", "Rows taken"), number: true, show: (/** @type {Report} */ report) => report.outcome === "received" ? number(report.accepted) : "" },
  { id: "quarantined", name: t("격리된 행", "In quarantine"), number: true, show: (/** @type {Report} */ report) => report.outcome === "received" ? number(report.quarantined) : "" },
  { id: "received_at", name: t("받은 때", "Received"), show: (/** @type {Report} */ report) => moment(report.received_at) }];

/** @param {Report} report */
function outcome({ outcome: came, reason, faults = [], quarantined = 0 }) {
  const refused = came === "refused", [why, column] = whyRefused(reason), first = faults.slice(0, MOST_FAULTS);
  return html`${tag(named(OUTCOMES, came), refused ? "alarm" : came === "received" ? "fine" : "")}${refused ? html` <span class="why">${why}${column ? html`: <span lang="ko">${column}</span>` : nothing}</span>` : nothing}
    ${faults.length && came === "received" ? html`<details class="faults"><summary>${t(`격리된 행 ${number(quarantined)}개와 이유`, `In quarantine: ${number(quarantined)}, and why`)}</summary>
      <ul class="bullets">${first.map(fault => html`<li>${t(`${number(fault.row)}행`, `row ${number(fault.row)}`)}, <span lang="ko">${fault.column}</span>: ${named(FAULTS, fault.reason)}</li>`)}</ul>
      ${quarantined > first.length ? html`<p class="quiet">${t("앞의 것만 보입니다. 칸의 내용은 어디에도 적지 않습니다.", "The first of them. What stood in a cell is written nowhere.")}</p>` : nothing}</details>`
      : nothing}`;
}

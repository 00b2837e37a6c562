// The end of a round: what is destroyed and what is kept, who proposed it and who decided.

import { facts } from "../../components/facts.js";
import { Load } from "../../components/load.js";
import { drawn } from "../../components/state.js";
import { path } from "../../shell/api.js";
import { define, html, nothing } from "../../shell/element.js";
import { session } from "../../shell/session.js";
import { listed, named, number, t } from "../../shell/words.js";
import { deciding, proposed, reason, waitsForAnother } from "./decisions.js";
import { ACCOUNTS } from "./money_words.js";
import { dividend, RoundPart } from "./round.js";

/** @typedef {import("../../shell/words.js").Words} Words */
/** @typedef {{state: string, obstacles: string[], cards_at_most: number, destroys: string[], keeps: string[],
 *   proposal: import("./decisions.js").Proposal | null, destroyed: Record<string, unknown>}} Ending */

/** @type {Words} */
const PLACES = {
  key: ["가명을 만드는 열쇠", "the key that makes pseudonyms"], linkage: ["가명과 카드를 잇는 표", "the table from pseudonym to card"],
  inbox: ["운영사가 보낸 파일", "the operators' files"], rail: ["카드번호가 든 지급 파일과 문자", "payment files and texts with cards"],
  statements: ["시민의 명세", "citizens' statements"], work: ["작업 파일", "working files"], statistics: ["통계 질의용 파일", "files for statistics"],
  batches: ["가명별 지급 내역", "payments by pseudonym"],
};
/** @type {Words} */
const KEPT = {
  ledger: ["장부", "ledger"], certificate: ["증명서", "certificate"], catalogue: ["팔린 자료", "what was sold"], reports: ["보고서", "reports"],
  proposals: ["제안과 결정", "proposals"], opt_outs: ["참여 거부", "opt-outs"], downloads: ["내려받기 기록", "downloads"],
  leaks: ["유출 사건", "leak cases"], record_of_destruction: ["지운 기록", "record of destruction"],
};
/** @type {Words} */
const OBSTACLES = {
  not_paid: ["아직 지급이 끝나지 않았습니다", "Not paid yet"], batches_open: ["끝나지 않은 묶음이 있습니다", "A batch is open"],
  claims_open: ["시민이 아직 돈을 찾을 수 있는 기간입니다", "Citizens may still claim their money"],
};
const MONEY_IN = "money_in_", GROUND = "개인정보 보호법 제28조의4";
/** @param {string} id */
const obstacle = id => {
  const account = named(ACCOUNTS, id.slice(MONEY_IN.length));
  return id.startsWith(MONEY_IN) ? t(`‘${account}’에 돈이 남아 있습니다`, `Money is left in “${account}”`) : named(OBSTACLES, id);
};

class RoundEnding extends RoundPart {
  constructor() {
    super();
    /** @type {Load<Ending>} */
    this.ending = new Load(this, () => dividend.get(path`rounds/${this.round.round_id}/ending`));
  }

  refresh() { void this.ending.reload(); }

  render() { return drawn(this.ending, ending => this.#shown(ending)); }

  /** @param {Ending} ending */
  #shown(ending) {
    const { round } = this, { proposal, obstacles, destroys, destroyed } = ending, over = ["ending", "ended"].includes(ending.state);
    const open = proposal?.state === "proposed";
    return html`<div class="card"><h3>${t("회차 닫기", "Ending the round")}</h3>
      <p>${t("사람에게로 이어지는 것을 모두 지웁니다(개인정보 보호법 제28조의4). 두 사람이 정하면 그날 밤에 지우고, 되돌릴 수 없습니다.",
        "Everything that leads back to people is destroyed. Two people decide; it happens at night and cannot be undone.")}</p>
      ${obstacles.length && !over ? html`<div class="notice"><b>${t("아직 닫을 수 없습니다", "It cannot be ended yet")}</b>
        <ul class="bullets">${obstacles.map(each => html`<li>${obstacle(each)}</li>`)}</ul></div>` : nothing}
      ${facts([[t("지우는 것", "Destroyed"), listed(PLACES, destroys)], [t("남기는 것", "Kept"), listed(KEPT, ending.keeps)],
        [t("카드", "Cards"), t(`많아야 ${number(ending.cards_at_most)}장`, `at most ${number(ending.cards_at_most)}`)]])}</div>
      ${over ? html`<div class="card"><h3>${t("지운 것", "Destroyed")}</h3><ul class="lines">${destroys.map(each => html`<li>${destroyed[each] ? "✓ " : "… "}${named(PLACES, each)}
        <span class="quiet">${destroyed[each] ? "" : t("밤에 지웁니다", "at night")}</span></li>`)}</ul></div>` : nothing}
      ${proposal ? html`<div class="card">${proposed(proposal, t("닫자는 제안", "Proposed to end it"), "ground" in proposal.what ? proposal.what.ground : "")}
        ${open ? deciding(path`rounds/${round.round_id}/ending`,
          ({ approves, reason: why }) => dividend.post(path`rounds/${round.round_id}/ending/decision`, { approves, reason: why }),
          proposal, `${round.round_id} ${round.title}`, words => this.did(words)) : nothing}</div>` : nothing}
      ${session.may("steward") && !open && !over && !obstacles.length ? this.#form(round.round_id) : nothing}`;
  }

  /** @param {string} round_id */
  #form(round_id) {
    return html`<div class="card"><city-form grave draft="dividend/ending/${round_id}" .verb=${t("닫자고 제안", "Propose to end it")}
      .send=${(/** @type {any} */ values) => dividend.post(path`rounds/${round_id}/ending`, values)} .done=${() => this.did(waitsForAnother())}
      .check=${(/** @type {any} */ values) => ({ title: t("닫자고 제안할까요?", "Propose it?"), body: values.reason, verb: t("제안", "Propose") })}>
      <city-field name="ground" required .label=${t("근거", "Ground")} minlength="4" maxlength="100" value=${GROUND}></city-field>${reason()}</city-form></div>`;
  }
}
define("round-ending", RoundEnding);

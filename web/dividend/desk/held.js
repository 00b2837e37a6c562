// Batches of which the operator's word and ours do not agree: one person writes down its answer, another decides.

import { facts } from "../../components/facts.js";
import "../../components/form.js";
import { path } from "../../shell/api.js";
import { CityElement, define, html, nothing, repeat } from "../../shell/element.js";
import { session } from "../../shell/session.js";
import { named, number, t, text, won } from "../../shell/words.js";
import { deciding, proposed, reason, waitsForAnother } from "./decisions.js";
import { FINDINGS } from "./money_words.js";
import { dividend } from "./round.js";

/** @typedef {import("./decisions.js").Proposal} Proposal */
/** @typedef {{number: number, rail_key: string, reason: string | null, lines: number, amount_krw: number, in_transit: boolean, proposal: Proposal | null}} Batch */

/** @param {string} round @param {Batch[]} batches @param {(words: string) => null} did */
export const held = (round, batches, did) => batches.length ? html`<div class="card"><h3>${t(`보류된 묶음 ${number(batches.length)}개`, `Held batches: ${number(batches.length)}`)}</h3>
  <p>${t("운영사와 우리의 말이 맞지 않습니다. 한 사람이 운영사의 서면 답을 적고, 다른 사람이 확인해야 장부가 움직입니다.",
    "The operator's word and ours do not agree. One person writes down its answer, another decides.")}</p>
  <ul class="stack">${repeat(batches, batch => batch.rail_key, batch => html`<li>${shown(round, batch, did)}</li>`)}</ul></div>` : nothing;

/** @param {string} round @param {Batch} batch @param {(words: string) => null} did */
function shown(round, batch, did) {
  const { proposal } = batch, open = proposal?.state === "proposed";
  return html`<div class="card">${facts([[t("지급번호", "Key"), batch.rail_key], [t("왜", "Why"), text(batch.reason)], [t("줄", "Lines"), number(batch.lines)],
    [t("금액", "Amount"), won(batch.amount_krw)], [t("돈은", "The money"), batch.in_transit ? t("운영사가 가지고 있을 수 있음", "may be with the operator") : t("우리에게 있음", "is with us")]])}
    ${proposal && "finding" in proposal.what ? proposed(proposal, named(FINDINGS, proposal.what.finding), proposal.what.operator_reference) : nothing}
    ${!session.may("steward") ? nothing : open && proposal ? deciding(path`rounds/${round}/batches/${batch.number}/ruling`,
      ({ approves, reason: why }) => dividend.post(path`rounds/${round}/batches/${batch.number}/ruling/decision`, { approves, reason: why }),
      proposal, `${batch.rail_key} · ${won(batch.amount_krw)}`, did)
      : html`<batch-ruling .round=${round} .number=${batch.number} .key=${batch.rail_key} .did=${did}></batch-ruling>`}</div>`;
}

class BatchRuling extends CityElement {
  static properties = { round: {}, number: {}, key: {}, did: { attribute: false }, by_line: { state: true } };

  constructor() {
    super();
    this.round = this.key = "";
    this.number = 0;
    /** @type {(words: string) => null} */
    this.did = () => null;
    this.by_line = false;
  }

  render() {
    return html`<city-form draft="dividend/ruling/${this.key}" .verb=${t("제안", "Propose")} .send=${this.#send} .done=${() => this.did(waitsForAnother())} @change=${this.#choose}>
      <city-field name="finding" kind="select" required .label=${t("운영사의 답", "The operator's answer")} .options=${Object.keys(FINDINGS).map(id => [id, named(FINDINGS, id)])}></city-field>
      <city-field name="result_file" kind="file" .label=${t("결과 파일", "Result file")} accept=".res,.txt,text/plain" ?required=${this.by_line} ?disabled=${!this.by_line} ?hidden=${!this.by_line}></city-field>
      <city-field name="operator_reference" required .label=${t("운영사 문서번호", "The operator's letter")} minlength="4" maxlength="64"></city-field>${reason()}</city-form>`;
  }

  #choose = () => { this.by_line = /** @type {any} */ (this.querySelector('city-field[name="finding"]')).value === "by_line"; };

  #send = async (/** @type {any} */ values) => {
    const file = /** @type {import("../../components/field.js").CityField | null} */ (this.querySelector('city-field[name="result_file"]'))?.files?.[0];
    return dividend.post(path`rounds/${this.round}/batches/${this.number}/ruling`, this.by_line && file ? { ...values, result_file: await file.text() } : values);
  };
}
define("batch-ruling", BatchRuling);

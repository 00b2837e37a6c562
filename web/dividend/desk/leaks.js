// Leaked samples: reporting one, and whose mark is in it.

import { facts, tag } from "../../components/facts.js";
import "../../components/form.js";
import { Load } from "../../components/load.js";
import { drawn, empty } from "../../components/state.js";
import { path, Trouble } from "../../shell/api.js";
import { define, html, nothing, repeat } from "../../shell/element.js";
import { upload } from "../../shell/files.js";
import { person } from "../../shell/people.js";
import { session } from "../../shell/session.js";
import { moment, named, number, percent, t } from "../../shell/words.js";
import { fresh } from "../naming.js";
import { reason } from "./decisions.js";
import { dividend, RoundPart } from "./round.js";

/** @typedef {{case_id: string, reason: string, reported_by: string, reported_by_name: string | null, reported_at: string, state: string, refused_because: string | null, rows: number | null,
 *   buyers: number | null, threshold: number | null, highest_score: number | null, false_accusation: number | null, accused: {buyer_id: string}[]}} Case */

/** @type {import("../../shell/words.js").Words} */
const CASES = {
  reported: ["신고됨: 견본을 올리세요", "reported: send its sample"], waiting: ["추적 대기", "waits"], tracing: ["추적 중", "being traced"],
  traced: ["추적함", "traced"], refused: ["추적할 수 없음", "cannot be traced"],
};
const SAMPLE_BYTES = 32 * 1024 * 1024, AT_WORK = ["waiting", "tracing"], ON_SALE = ["published", "paying", "paid"];

class RoundLeaks extends RoundPart {
  static properties = { ...RoundPart.properties, share: { state: true } };

  constructor() {
    super();
    /** How much of a sample has gone. @type {number | null} */
    this.share = null;
    // Pressed again it is the same case.
    this.case_id = fresh("case");
    /** @type {Load<Case[]>} */
    this.cases = new Load(this, async () => ON_SALE.includes(this.round.state) ? (await dividend.get(path`data-sets/dividend-${this.round.round_id}/1/leaks`)).cases : [],
      { every: cases => cases.some((/** @type {Case} */ each) => AT_WORK.includes(each.state)) ? 3000 : null });
  }

  refresh() { void this.cases.reload(); }

  render() {
    if (!ON_SALE.includes(this.round.state)) return empty(t("공개된 뒤에 씁니다.", "For what was published."));
    return html`${session.may("steward") ? this.#form() : nothing}${drawn(this.cases, cases => html`<ul class="stack">${repeat(cases, each => each.case_id,
      each => html`<li>${this.#case(each)}</li>`)}</ul>`, { empty: cases => cases.length ? null : t("신고된 유출이 없습니다.", "No leak was reported.") })}`;
  }

  /** @param {Case} each */
  #case(each) {
    const { accused } = each, names = accused.map(buyer => buyer.buyer_id).join(", ");
    return html`<div class="card"><div class="row apart"><h3>${each.case_id}</h3>${tag(named(CASES, each.state), accused.length ? "alarm" : AT_WORK.includes(each.state) ? "info" : "")}</div>
      <p><small class="quiet">${person(each.reported_by, each.reported_by_name)} · ${moment(each.reported_at)}</small></p><p class="words" lang="ko">${each.reason}</p>
      ${AT_WORK.includes(each.state) ? html`<p class="quiet">${t("화면은 저절로 바뀝니다.", "This page follows by itself.")}</p>` : nothing}
      ${each.refused_because ? html`<div class="notice" data-tone="danger">${each.refused_because}</div>` : nothing}
      ${each.state === "traced" ? html`${accused.length ? html`<div class="notice" data-tone="danger">${t(`이 견본에 든 표식의 구매자: ${names}`, `The mark in it is of: ${names}`)}</div>`
        : html`<div class="notice">${t("어느 구매자라고 말할 수 없습니다.", "No buyer can be named.")}</div>`}
        ${facts([[t("견본의 행", "Rows of the sample"), number(each.rows)], [t("견준 구매자", "Buyers compared"), number(each.buyers)],
          [t("문턱", "Threshold"), number(each.threshold, 1)], [t("가장 높은 점수", "Highest score"), number(each.highest_score, 1)],
          each.false_accusation ? [t("죄 없는 구매자를 짚을 확률", "Chance of a false accusation"), t(`${number(Math.round(1 / each.false_accusation))}분의 1 이하`,
            `at most 1 in ${number(Math.round(1 / each.false_accusation))}`)] : null])}` : nothing}
      ${["reported", "refused"].includes(each.state) && session.may("steward") ? html`<city-form .verb=${t("추적하기", "Trace it")} .send=${() => this.#trace(each.case_id)}
        .done=${() => this.did(t("추적을 시작했습니다.", "Tracing has begun."))}></city-form>` : nothing}</div>`;
  }

  /** @param {string} case_id */
  #trace(case_id) { return dividend.post(path`data-sets/dividend-${this.round.round_id}/1/leaks/${case_id}/tracing`); }

  #form() {
    return html`<details class="card"><summary>${t("유출된 견본 신고하고 추적하기", "Report a leaked sample and trace it")}</summary>
      <city-form draft="dividend/leak/${this.round.round_id}" .verb=${t("올리고 추적", "Send and trace")} .send=${this.#send} .done=${() => this.did(t("추적을 시작했습니다. 결과는 저절로 보입니다.",
        "Tracing has begun; its result shows by itself."))}>
        <city-field name="sample" kind="file" required accept=".csv,.parquet" .label=${t("견본 파일", "The sample")}
          .hint=${t("CSV나 Parquet, 1,000행부터, 32 MB까지", "CSV or Parquet, from 1,000 rows, up to 32 MB")}></city-field>${reason()}
        ${this.share === null ? nothing : html`<div><progress max="1" .value=${this.share} aria-label=${t("올리는 중", "Sending")}></progress>
          <small role="status">${t("올리는 중", "Sending")} ${percent(this.share, 0)}</small></div>`}</city-form></details>`;
  }

  #send = async (/** @type {any} */ values) => {
    const field = /** @type {import("../../components/field.js").CityField | null} */ (this.querySelector('city-field[name="sample"]')), file = field?.files?.[0];
    if (!file) throw Trouble.of("파일을 골라 주세요.", "Please choose a file.", "sample");
    if (file.size > SAMPLE_BYTES) throw Trouble.of("파일이 32 MB를 넘습니다.", "It is larger than 32 MB.", "sample");
    const { case_id } = this, format = file.name.toLowerCase().endsWith(".parquet") ? "parquet" : "csv";
    const signed = await dividend.post(path`data-sets/dividend-${this.round.round_id}/1/leaks`, { case_id, format, size_bytes: file.size, reason: values.reason });
    this.share = 0;
    try { await upload(signed, file, share => { this.share = share; }); } finally { this.share = null; }
    await this.#trace(case_id);
    this.case_id = fresh("case");
  };
}
define("round-leaks", RoundLeaks);

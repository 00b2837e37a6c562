// The report on a file: what became of how many rows, and, in red, each row that was refused, with its column and why.

import { html, nothing } from "../../shell/element.js";
import { number, t, text } from "../../shell/words.js";
import { facts, tag } from "../../components/facts.js";
import "../../components/table.js";

/** @typedef {import("../../components/table.js").Column} Column */

/** @type {[key: string, words: [string, string]][]} */
const COUNTS = [["rows", ["행", "Rows"]], ["loaded", ["새로 등록", "New"]], ["added", ["새로 등록", "New"]], ["imposed", ["부과 반영", "Imposed"]],
  ["corrected_rows", ["정정", "Corrected"]], ["already_present", ["이미 있음", "Already there"]], ["unconfirmed_rows", ["확인 필요", "To confirm"]],
  ["rejected_rows", ["거절된 행", "Refused"]]];
const ALWAYS = ["rows", "loaded", "added", "rejected_rows"];

/** Those worth telling. @param {Record<string, number | undefined>} counts @returns {[string, string, number][]} */
const told = counts => COUNTS.filter(([key]) => counts[key] !== undefined && (counts[key] || ALWAYS.includes(key)))
  .map(([key, words]) => [key, t(...words), counts[key] ?? 0]);

/** How many rows became what, at a glance. @param {Record<string, number | undefined>} counts */
export const countTags = counts => told(counts).map(([key, name, value]) => tag(`${name} ${number(value)}`,
  key === "rejected_rows" && value ? "alarm" : key === "unconfirmed_rows" && value ? "warning" : ""));

/** @param {any} cell */
const placeOf = cell => cell.row ? [cell.sheet, number(cell.row)].filter(Boolean).join(" ") : text(cell.sheet);

/** Where a cell stands. @returns {Column[]} */
const where = () => [{ id: "row", name: t("행", "Row"), show: placeOf },
  // What a file's columns are called, it says in Korean.
  { id: "column", name: t("항목", "Column"), show: cell => html`<span lang="ko">${cell.column}</span>` }];

/** @param {string} caption @param {any[] | undefined} rows @param {Column[]} columns */
const table = (caption, rows, columns) => html`<city-table .caption=${caption} .rows=${rows ?? []} .key=${(/** @type {any} */ row) =>
  (rows ?? []).indexOf(row)} .columns=${columns}></city-table>`;

/** A report as it is read. @param {any} report @param {unknown} [again] what stands beside rows that wait for a person's word */
export function reportView(report, again = nothing) {
  const refused = report.rejected ?? [], broken = report.unreadable || (!report.rows && refused.length > 0);
  const reason = broken ? refused.find((/** @type {any} */ cell) => cell.column === "-") ?? refused[0] : null;
  const others = refused.filter((/** @type {any} */ cell) => cell !== reason), why = { id: "why", name: t("이유", "Why"),
    show: (/** @type {any} */ cell) => html`<span class="why">${t(cell.reason_ko, cell.reason_en)}</span>` };
  return html`<div class="stack report">
    ${reason ? html`<div class="notice" data-tone="danger" role="alert"><b>${t("파일을 끝까지 읽지 못했습니다.", "The file could not be read to its end.")}</b>
      <p class="notice-body">${t(reason.reason_ko, reason.reason_en)}</p></div>` : nothing}
    ${report.rows || !reason ? facts(told(report).map(([key, name, value]) => [name, html`<span class=${key === "rejected_rows" && value ? "late" : ""}
      >${number(value)}</span>`])) : nothing}
    ${report.unconfirmed?.length ? html`<div class="notice stack" data-tone="warning"><b>${t(
        `확인이 필요한 ${number(report.unconfirmed_rows)}행은 아직 등록하지 않았습니다.`, `Rows that wait to be confirmed, and are not loaded yet: ${number(report.unconfirmed_rows)}.`)}</b>
      ${table(t("확인할 것", "To confirm"), report.unconfirmed, [...where(), { id: "ask", name: t("물음", "Question"),
        show: cell => t(cell.reason_ko, cell.reason_en) }])}${again === nothing ? html`<p class="notice-body">${t(
        "맞으면 같은 파일을 ‘맨 앞의 0을 붙여 읽기’에 표시해 다시 올려 주세요.", "If so, send the same file again with the box for leading zeros ticked.")}</p>` : again}</div>` : nothing}
    ${others.length ? html`<div class="refused stack">${table(t(`읽지 못한 행과 이유 (${number(report.rejected_rows)}행)`,
      `Rows that were refused, and why (${number(report.rejected_rows)})`), others, [...where(), why])}</div>` : nothing}
    ${report.corrected?.length ? table(t("정정한 내용", "Corrected"), report.corrected, [...where(), { id: "number", name: t("관리번호", "Number") },
      { id: "before", name: t("전", "Before") }, { id: "after", name: t("후", "After"), show: cell => html`<b>${cell.after}</b>` }]) : nothing}
    ${report.remarks?.length ? html`<details><summary>${t(`다르게 읽은 것 ${number(report.remarks.length)}건`,
      `Read otherwise than they stand: ${number(report.remarks.length)}`)}</summary>${table(t("다르게 읽은 것", "Read otherwise"), report.remarks,
      [...where(), { id: "how", name: t("어떻게", "How"), show: cell => t(cell.remark_ko, cell.remark_en) }])}</details>` : nothing}</div>`;
}

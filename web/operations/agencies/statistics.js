// How much crossed, as the ministry's relay counts: messages (repeated ones too), and different events among them, by agency,
// direction and code.

import "../../components/table.js";
import { tiles } from "../../components/facts.js";
import { define, html } from "../../shell/element.js";
import { save } from "../../shell/files.js";
import { day, number, t } from "../../shell/words.js";
import { operations, printing } from "../office/shown.js";
import { Ranged } from "../office/ranged.js";

/** @typedef {{day: string, agency_id: string, direction: string, event_code: string, requests: number, events: number, refused: number}} Count */

/** Days added up: one row for each agency, direction and code, most messages first. @param {Count[]} counts */
export function summed(counts) {
  /** @type {Map<string, Count>} */
  const found = new Map();
  for (const each of counts) {
    const key = `${each.agency_id} ${each.direction} ${each.event_code}`, before = found.get(key);
    found.set(key, before ? { ...before, requests: before.requests + each.requests, events: before.events + each.events, refused: before.refused + each.refused } : each);
  }
  return [...found.values()].sort((one, other) => other.requests - one.requests);
}

/** For a spreadsheet, day by day. @param {Count[]} counts */
const csv = counts => `\ufeff${[["날짜", "기관", "방향", "이벤트 코드", "요청 수", "이벤트 수", "거절 수"], ...counts.map(each => [each.day, each.agency_id,
  each.direction === "in" ? "들어옴" : "나감", each.event_code, each.requests, each.events, each.refused])].map(row => row.join(",")).join("\r\n")}\r\n`;

class AgencyStatistics extends Ranged {
  /** @param {{first: string, last: string}} days */
  read({ first, last }) { return operations.get("agencies/statistics", { from: first, to: last }); }

  render() { return html`<div class="row apart"><h2>${t("연계 통계", "Figures")}</h2>${printing()}</div>${this.asking()}${this.shown()}`; }

  /** @param {{first: string, last: string, counts: Count[]}} found */
  view({ first, last, counts }) {
    const sum = (/** @type {(each: Count) => number} */ of) => counts.reduce((total, each) => total + of(each), 0), of = (/** @type {string} */ direction) => counts.filter(each => each.direction === direction);
    return html`<p class="only-printed">${day(first)} ~ ${day(last)}</p>
      ${tiles([{ name: t("들어온 요청", "Messages in"), value: number(of("in").reduce((total, each) => total + each.requests, 0)) },
        { name: t("나간 요청", "Messages out"), value: number(of("out").reduce((total, each) => total + each.requests, 0)) },
        { name: t("이벤트", "Events"), value: number(sum(each => each.events)), note: t("되풀이는 세지 않음", "repeats are not counted") },
        { name: t("거절", "Refused"), value: number(sum(each => each.refused)), tone: sum(each => each.refused) ? "late" : "" }])}
      <div class="row"><button type="button" class="plain" @click=${() => save({ file_name: `agencies-${first}-${last}.csv`, content_type: "text/csv;charset=utf-8", content: csv(counts) })}>${t("날짜별 CSV 저장", "Save by day as CSV")}</button></div>
      <city-table .caption=${t("기관과 이벤트별", "By agency and event")} .rows=${summed(counts)} .key=${(/** @type {Count} */ each) => `${each.agency_id} ${each.direction} ${each.event_code}`}
        .none=${t("이 기간에 주고받은 것이 없습니다.", "Nothing crossed in this time.")} .columns=${[
          { id: "agency", name: t("기관", "Agency"), show: (/** @type {Count} */ each) => html`<code>${each.agency_id}</code>` },
          { id: "direction", name: t("방향", "Direction"), show: (/** @type {Count} */ each) => each.direction === "in" ? t("들어옴", "in") : t("나감", "out") },
          { id: "code", name: t("이벤트 코드", "Event code"), show: (/** @type {Count} */ each) => html`<code>${each.event_code}</code>` },
          { id: "requests", name: t("요청 수", "Messages"), number: true, show: (/** @type {Count} */ each) => number(each.requests) },
          { id: "events", name: t("이벤트 수", "Events"), number: true, show: (/** @type {Count} */ each) => number(each.events) },
          { id: "refused", name: t("거절 수", "Refused"), number: true, show: (/** @type {Count} */ each) => number(each.refused) }]}></city-table>`;
  }
}
define("agency-statistics", AgencyStatistics);

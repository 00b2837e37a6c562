// Each day's money: the bank's statement beside our ledger, and every night all cases beside the ledger.

import { CityElement, define, html, nothing } from "../../shell/element.js";
import { path } from "../../shell/api.js";
import { at } from "../../shell/place.js";
import { count, day, moment, named, number, t, today, won } from "../../shell/words.js";
import { facts, line, tag } from "../../components/facts.js";
import { Pages } from "../../components/load.js";
import "../../components/field.js";
import "../../components/form.js";
import "../../components/list.js";
import "../../components/split.js";
import "../../components/table.js";
import { bankName, caseLink, choices, DeskPart, depositLink, fines } from "./shown.js";
import { BANKS } from "./words.js";

/** @type {[side: string, words: [string, string]][]} */
const SIDES = [["deposits", ["입금", "Deposits"]], ["cancels", ["은행 취소", "Cancelled"]], ["refunds", ["환급", "Refunds"]]];
/** @type {import("../../shell/words.js").Words} */
const MOVEMENTS = { deposit: ["입금", "Deposit"], cancel: ["은행 취소", "Cancelled"], refund: ["환급", "Refund"] };

/** @param {number} found */
const differing = found => found ? tag(t(`차이 ${number(found)}건`, count(found, "건", "difference")), "late") : tag(t("이상 없음", "All agrees"), "fine");

/** How much more there is at the bank. @param {number} gap */
const gapOf = gap => !gap ? t("금액 일치", "The amounts agree") : gap > 0 ? t(`은행이 ${won(gap)} 더 많음`, `The bank has ${won(gap)} more`)
  : t(`은행이 ${won(-gap)} 더 적음`, `The bank has ${won(-gap)} less`);

class DeskDays extends CityElement {
  static properties = { place: { attribute: false } };

  constructor() {
    super();
    /** @type {string[]} */
    this.place = [];
    /** @type {Record<string, string>} */
    this.wanted = {};
    this.days = new Pages(this, async page => {
      const answer = await fines.get("reconciliations", { limit: 30, page, ...this.wanted });
      return [answer.reconciliations, answer.next_page];
    });
    this.nights = new Pages(this, async page => {
      const answer = await fines.get("books", { limit: 14, page });
      return [answer.nights, answer.next_page];
    });
  }

  render() {
    const [kind = "", ...key] = this.place, open = kind === "bank" || kind === "books", here = this.place.join("/");
    return html`<city-split ?open=${open} back=${at("days")} .subject=${open ? here : ""} .list=${html`
      <h2>${t("은행 대사", "Bank and ledger, by day")}</h2>
      <p class="quiet">${t("은행이 보낸 하루 거래내역과 우리 장부를 날마다 맞춰 봅니다.", "Each day the bank's statement is held against our ledger.")}</p>
      <details class="card"><summary>${t("거르기", "Filter")}</summary><city-form keeps .verb=${t("보기", "Show")} .send=${this.#filter}>
        <div class="fields">
          <city-field name="bank" kind="select" .label=${t("은행", "Bank")} .options=${[["", t("모든 은행", "All banks")], ...choices(BANKS)]}></city-field>
          <city-field name="differing" kind="select" value="no" .label=${t("차이", "Which days")} .options=${[["no", t("모든 날", "All days")],
            ["yes", t("차이 있는 날", "Those that differ")]]}></city-field>
          <city-field name="from" kind="date" .max=${today()} .label=${t("부터", "From")}></city-field>
          <city-field name="to" kind="date" .max=${today()} .label=${t("까지", "Until")}></city-field></div></city-form></details>
      <city-list .name=${t("은행 대사", "Bank and ledger, by day")} .pages=${this.days} .key=${(/** @type {any} */ each) => `${each.bank}/${each.day}`}
        .none=${t("대사한 날이 없습니다. ‘파일’에서 은행의 하루 거래내역을 올리면 맞춰 봅니다.",
          "No day was reconciled. Put in a bank's statement of a day under “Files”.")}
        .row=${(/** @type {any} */ each) => line(at("days", "bank", each.bank, each.day), html`
          <span class="row"><b>${bankName(each.bank)} ${day(each.day, "short")}</b>${differing(each.differences)}</span>
          <span class="quiet">${gapOf(each.gap_krw)}</span>`, here === `bank/${each.bank}/${each.day}`)}></city-list>
      <h2>${t("야간 장부 점검", "Cases and ledger, by night")}</h2>
      <p class="quiet">${t("밤마다 모든 사건의 납부액을 장부와 비교합니다.", "Every night what cases say is held against the ledger.")}</p>
      <city-list .name=${t("야간 장부 점검", "Cases and ledger, by night")} .pages=${this.nights} .key=${(/** @type {any} */ each) => each.day}
        .none=${t("장부 점검 결과가 없습니다.", "No night was checked.")} .row=${(/** @type {any} */ each) => line(at("days", "books", each.day), html`
          <span class="row"><b>${day(each.day, "short")}</b>${each.unfinished ? tag(t("끝내지 못함", "Unfinished"), "late") : differing(each.found)}</span>`,
          here === `books/${each.day}`)}></city-list>`}
      .one=${open ? kind === "bank" ? html`<desk-reconciled .subject=${key}></desk-reconciled>`
        : html`<desk-night .subject=${key}></desk-night>` : nothing}></city-split>`;
  }

  /** @param {any} values */
  #filter = async values => {
    this.wanted = values;
    await this.days.reload();
  };
}
define("desk-days", DeskDays);

/** What differs, page by page, with what is known of the day beside it. */
class Differing extends DeskPart {
  /** @type {any} */
  whole = null;
  rows = new Pages(this, async page => {
    const answer = await this.page(page);
    this.whole = answer;
    return [this.found(answer), answer.next_page];
  }, { held: true });

  async fetch() {
    await this.rows.reload();
    if (this.rows.trouble) throw this.rows.trouble;
    return this.whole;
  }

  /** @param {string | null} _page @returns {Promise<any>} */
  async page(_page) { return {}; }

  /** @param {any} _answer @returns {any[]} */
  found(_answer) { return []; }

  /** @param {import("../../components/table.js").Column[]} columns */
  table(columns) {
    return html`<section class="stack tight"><h3>${t("차이와 할 일", "What differs, and what to do")}</h3><city-table quiet
      .caption=${t("차이와 할 일", "What differs, and what to do")} .pages=${this.rows} .key=${(/** @type {any} */ each) => this.rows.items.indexOf(each)}
      .columns=${columns}></city-table></section>`;
  }

  /** The first and the last column of both. @returns {[import("../../components/table.js").Column, import("../../components/table.js").Column]} */
  get ends() {
    return [{ id: "name", name: t("차이", "Difference"), show: each => t(each.name_ko, each.name_en) },
      { id: "todo", name: t("할 일", "What to do"), show: each => t(each.todo_ko, each.todo_en) }];
  }
}

class DeskReconciled extends Differing {
  /** @param {string | null} page */
  page(page) { return fines.get(path`reconciliations/${this.subject[0]}/${this.subject[1]}`, { limit: 100, page }); }

  /** @param {any} answer */
  found(answer) { return answer.differences; }

  /** @param {any} report */
  view(report) {
    const [first, last] = this.ends, side = (/** @type {any} */ totals, /** @type {string} */ name) =>
      `${count(totals[name], "건", "case")} · ${won(totals[`${name}_krw`])}`;
    return html`<section class="card stack"><h2>${t(`${bankName(report.bank)} ${day(report.day, "short")} 대사`,
        `${bankName(report.bank)}, ${day(report.day, "short")}`)}</h2>
      <city-table quiet .caption=${t("은행과 우리 장부", "The bank and our ledger")} .rows=${SIDES} .key=${(/** @type {any} */ each) => each[0]} .columns=${[
        { id: "side", name: t("거래", "Movement"), show: (/** @type {any} */ each) => t(.../** @type {[string, string]} */ (each[1])) },
        { id: "bank", name: t("은행", "Bank"), number: true, show: (/** @type {any} */ each) => side(report.at_bank, each[0]) },
        { id: "here", name: t("우리", "Here"), number: true, show: (/** @type {any} */ each) => side(report.here, each[0]) }]}></city-table>
      ${facts([[t("순액 차이", "Net"), html`<b>${gapOf(report.gap_krw)}</b>`], [t("차이", "Differences"), differing(report.found)]])}</section>
    ${report.found ? this.table([first,
      { id: "movement", name: t("거래", "Transaction"), show: each => html`${named(MOVEMENTS, each.movement)} ${depositLink(each.deposit_key)}
        ${each.line ? html`<span class="quiet">${t(`거래내역 ${each.line}번째 줄`, `line ${each.line} of the statement`)}</span>` : nothing}` },
      { id: "bank", name: t("은행", "Bank"), number: true, show: each => html`${won(each.bank_krw)} <span class="quiet">${each.bank_date ? day(each.bank_date, "short") : ""}</span>` },
      { id: "here", name: t("우리", "Here"), number: true, show: each => html`${won(each.here_krw)} <span class="quiet">${each.here_date ? day(each.here_date, "short") : ""}</span>` },
      last]) : nothing}`;
  }
}
define("desk-reconciled", DeskReconciled);

class DeskNight extends Differing {
  /** @param {string | null} page */
  page(page) { return fines.get(path`books/${this.subject[0]}`, { limit: 100, page }); }

  /** @param {any} answer */
  found(answer) { return answer.gaps; }

  /** @param {any} report */
  view(report) {
    const [first, last] = this.ends;
    return html`<section class="card stack"><h2>${t(`${day(report.day, "short")} 장부 점검`, `Cases and ledger, ${day(report.day, "short")}`)}</h2>
      ${facts([[t("사건", "Cases"), number(report.cases)], [t("분개", "Entries"), number(report.entries)], [t("차이", "Differences"), differing(report.found)],
        [t("끝", "Finished"), moment(report.finished_at)]])}
      ${report.unfinished ? html`<p class="late" role="alert">${t("시간이 모자라 다 비교하지 못했습니다.", "The night was too short: not all was compared.")}</p>` : nothing}</section>
    ${report.found ? this.table([first,
      { id: "what", name: t("사건·입금", "Case or deposit"), show: each => each.notice_number ? caseLink(each.notice_number) : depositLink(each.deposit_key) },
      { id: "said", name: t("사건의 납부액", "The case says"), number: true, show: each => won(each.said_krw) },
      { id: "booked", name: t("장부", "The ledger"), number: true, show: each => won(each.booked_krw) }, last]) : nothing}
    ${report.found > this.rows.items.length && !this.rows.more ? html`<p class="quiet">${t("처음 천 건까지 보입니다.", "The first thousand are shown.")}</p>` : nothing}`;
  }
}
define("desk-night", DeskNight);

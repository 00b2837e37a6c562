// The first screen of a morning: what waits, how much of it, how old; each count leads to its list, and a list to its cases.

import { CityElement, define, html, keyed, nothing } from "../../shell/element.js";
import { path, Trouble } from "../../shell/api.js";
import { save } from "../../shell/files.js";
import { at, place } from "../../shell/place.js";
import { session } from "../../shell/session.js";
import { count, day, named, number, t, won } from "../../shell/words.js";
import { askReason } from "../../components/dialog.js";
import { line, tag } from "../../components/facts.js";
import { Load, Pages } from "../../components/load.js";
import { bad, good } from "../../components/notice.js";
import { drawn } from "../../components/state.js";
import "../../components/field.js";
import "../../components/form.js";
import "../../components/list.js";
import "../../components/split.js";
import { fines, until } from "./shown.js";
import { LISTS, NOTHING_DUE } from "./words.js";
import { stateTag } from "./case.js";

// What lies in another tab.
/** @type {Record<string, string[]>} */
const ELSEWHERE = { opinions: ["work", "opinion"], tickets: ["work", "ticket"], suspense: ["work", "suspense"], corrections: ["work", "correction"],
  decisions: ["work", "proposal"], refunds: ["refunds"] };
const EXPORTED = ["opinions", "tickets", "suspense"];
/** @type {[words: [string, string], lists: string[]][]} */
const GROUPS = [
  [["먼저 할 일", "First of all"], ["plates", "release", "court", "undelivered"]],
  [["부과와 징수", "Imposing and collecting"], ["unimposed", "overdue", "dunned", "seized", "instalments"]],
  [["시민의 말", "What citizens say"], ["opinions", "tickets"]],
  [["돈과 승인", "Money and approvals"], ["suspense", "decisions", "refunds", "corrections"]],
];

/** What to do first, by role. @type {[role: string, words: [string, string]][]} */
const FIRST = [
  ["manager", ["‘돈과 승인’부터 보세요. 담당자가 제안한 환급·배정·정정을 승인하거나 반려합니다. 본인이 제안한 건은 다른 관리자가 결정합니다. 은행 파일은 ‘파일’에서 올립니다.",
    "Begin with “Money and approvals”: approve or decline what clerks propose. What you proposed yourself, another manager decides. The bank's files go in under “Files”."]],
  ["clerk", ["‘먼저 할 일’에 숫자가 있으면 그것부터 시작하세요. 숫자를 누르면 목록이 열립니다. 시민의 문의와 의견은 ‘문의·의견·입금’에, 새 고지 파일은 ‘파일’에 올립니다.",
    "If “First of all” shows a number, begin there: each number opens its list. Citizens' questions and opinions are under “Inbox”; new notices go in under “Files”."]],
  ["auditor", ["읽기만 할 수 있습니다. ‘기록 열람’에서 누가 무엇을 왜 보았는지, ‘대사’에서 은행과 장부가 맞는지 확인하세요.",
    "You may read everything and change nothing. See who looked at what under “Who looked”, and whether bank and ledger agree under “Bank days”."]],
];

class DeskToday extends CityElement {
  static properties = { place: { attribute: false } };

  constructor() {
    super();
    /** @type {string[]} */
    this.place = [];
    this.counts = new Load(this, () => fines.get("waiting"), { every: () => place()[0] === "today" || !place().length ? 60_000 : null });
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    // Whoever comes back from a list sees what is left of it.
    if (changed.has("place") && !this.place.length && this.counts.at) void this.counts.reload();
  }

  render() {
    const [list = "", open = ""] = this.place;
    if (list && Object.hasOwn(LISTS, list) && !Object.hasOwn(ELSEWHERE, list))
      return keyed(list, html`<desk-waiting .name=${list} .open=${open}></desk-waiting>`);
    const role = FIRST.find(([each]) => session.may(each));
    return html`${role ? html`<city-notice .heading=${t("처음이신가요?", "New here?")} closes="fines/${role[0]}">
        <p>${t(...role[1])}</p></city-notice>` : nothing}
      ${drawn(this.counts, answer => this.#board(answer), { words: t("세는 중입니다 …", "Counting …") })}`;
  }

  /** @param {any} answer */
  #board(answer) {
    const counts = Object.fromEntries(answer.lists.map((/** @type {any} */ each) => [each.list, each]));
    return html`<div class="row apart"><h2>${t(`${day(answer.today, "weekday")} 할 일`, `What waits, ${day(answer.today, "weekday")}`)}</h2>
        <button type="button" class="plain" @click=${() => this.counts.reload()}>${t("새로 고침", "Refresh")}</button></div>
      ${GROUPS.map(([words, names]) => html`<section class="stack tight"><h3>${t(...words)}</h3>
        <ul class="tiles">${names.filter(each => counts[each]).map(each => html`<li>${tile(counts[each])}</li>`)}</ul></section>`)}
      <section class="card stack"><h3>${t("목록을 파일로", "Lists as files")}</h3>
        <p class="quiet">${t("다른 목록은 그 목록을 열면 파일로 받을 수 있습니다.", "Every other list has its file where it is shown.")}</p>
        <ul class="lines">${EXPORTED.map(each => html`<li><desk-export .name=${each}></desk-export></li>`)}</ul></section>`;
  }
}
define("desk-today", DeskToday);

/** @param {any} found */
function tile(found) {
  const [korean, english] = LISTS[found.list], late = found.late && found.count > 0;
  return html`<a class="tile ${late ? "alarm" : ""}" href=${at(...(ELSEWHERE[found.list] ?? ["today", found.list]))} data-list=${found.list}>
    <span>${t(korean, english)}</span><b>${number(found.count)}${found.more ? "+" : ""}</b>
    <small>${found.count ? html`${late ? html`<span class="late">${t("늦음", "late")}</span> · ` : nothing}${found.oldest
      ? t(`${day(found.oldest, "short")}부터`, `since ${day(found.oldest, "short")}`) : nothing}` : t("없음", "none")}</small></a>`;
}

// --- one list -----------------------------------------------------------------------------------------------------

/** @param {number} days */
const remaining = days => days < 0 ? tag(t(`${number(-days)}일 지남`, `${count(-days, "일", "day")} late`), "late")
  : tag(days === 0 ? t("오늘까지", "until today") : t(`${number(days)}일 남음`, `${count(days, "일", "day")} left`), days <= 3 ? "warning" : "");

class DeskWaiting extends CityElement {
  static properties = { name: {}, open: {}, between: { state: true } };

  constructor() {
    super();
    this.name = this.open = "";
    /** @type {{from?: string, to?: string}} */
    this.between = {};
    this.list = new Pages(this, async page => {
      const answer = await fines.get(path`waiting/${this.name}`, { limit: 50, ...this.between, page });
      return [answer.cases, answer.next_page];
    });
  }

  render() {
    const { name, open, between } = this, [korean, english, advice = ["", ""]] = LISTS[name];
    return html`<p><a href=${at("today")}>${t("← 할 일 전체", "← All that waits")}</a></p>
      <city-split ?open=${Boolean(open)} back=${at("today", name)} .subject=${open} .list=${html`
        <div class="row apart"><h2>${t(korean, english)}</h2>
          <button type="button" class="plain" @click=${() => this.list.reload()}>${t("새로 고침", "Refresh")}</button></div>
        <p class="quiet">${t(...advice)}</p>
        <details class="card"><summary>${t("기한으로 거르기, 파일로 받기", "Filter by deadline, take as a file")}</summary>
          <div class="stack"><city-form inline keeps .verb=${t("거르기", "Filter")} .send=${this.#filter}>
            <city-field name="from" kind="date" .label=${t("기한 부터", "Due on or after")}></city-field>
            <city-field name="to" kind="date" .label=${t("까지", "Due until")}></city-field></city-form>
          <desk-export .name=${name} .between=${{ ...(between.from ? { first: between.from } : {}), ...(between.to ? { last: between.to } : {}) }}></desk-export>
          </div></details>
        <city-list .name=${t(korean, english)} .pages=${this.list} .key=${(/** @type {any} */ each) => each.number}
          .none=${t("기다리는 사건이 없습니다.", "Nothing waits.")} .row=${(/** @type {any} */ each) => line(at("today", name, each.number), html`
            <span class="row"><b>${each.number}</b>${remaining(each.days_left)}</span>
            <span>${stateTag(each.state)} ${each.plate} · ${each.owner_name}</span>
            <span class="quiet">${each.amount ? won(each.amount.amount_krw) : named(NOTHING_DUE, each.nothing_due)} ·
              ${until(each.deadline)} · ${each.place}</span>
            ${each.plate_may_be_held ? html`<span>${tag(t("영치 요건 충족", "Enough to hold the plate"), "warning")}</span>` : nothing}`,
            each.number === open)}></city-list>`}
        .one=${open ? html`<desk-case .subject=${[open]} @changed=${() => this.list.reload()}></desk-case>` : nothing}></city-split>`;
  }

  /** @param {any} values */
  #filter = async values => {
    this.between = values;
    await this.list.reload();
  };
}
define("desk-waiting", DeskWaiting);

// --- lists as files -----------------------------------------------------------------------------------------------

class DeskExport extends CityElement {
  static properties = { name: {}, between: { attribute: false }, busy: { state: true }, made: { state: true }, trouble: { state: true } };

  constructor() {
    super();
    this.name = "";
    this.between = {};
    this.busy = false;
    /** @type {{lines: number, next: Record<string, unknown> | null} | null} */
    this.made = null;
    /** @type {Trouble | null} */
    this.trouble = null;
  }

  render() {
    const [korean, english] = LISTS[this.name], { made } = this;
    return html`<div class="row"><span class="grow">${t(korean, english)}</span>
        <button type="button" class="plain" aria-disabled=${this.busy ? "true" : nothing} @click=${() => this.#take(this.between)}
          aria-label=${t(`${korean}: 가린 CSV`, `${english}: CSV, masked`)}>${t("CSV (가림)", "CSV, masked")}</button>
        <button type="button" class="plain" aria-disabled=${this.busy ? "true" : nothing} @click=${this.#whole}
          aria-label=${t(`${korean}: 전체 CSV`, `${english}: CSV, whole`)}>${t("CSV (전체)", "CSV, whole")}</button></div>
      <div aria-live="polite">${this.busy ? html`<p class="quiet">${t("만드는 중입니다 …", "Making it …")}</p>` : nothing}
        ${this.trouble ? bad(this.trouble) : nothing}
        ${made ? good(html`${t(`${number(made.lines)}줄을 저장했습니다.`, `${count(made.lines, "줄", "line")} saved.`)} ${made.next
          ? html`<button type="button" class="link" @click=${() => this.#take(made.next ?? {})}>${t("다음 파일", "The next file")}</button>` : nothing}`) : nothing}</div>`;
  }

  /** @param {Record<string, unknown>} request */
  async #take(request) {
    if (this.busy) return;
    this.busy = true;
    this.made = this.trouble = null;
    try {
      const file = await fines.post(path`waiting/${this.name}/export`, request);
      save(file);
      this.made = { lines: file.lines, next: file.next_page ? { ...request, page: file.next_page } : null };
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.trouble = trouble;
    }
    this.busy = false;
  }

  #whole = async () => {
    const reason = await askReason({ title: t("가리지 않은 파일 받기", "Take the whole file"), shortest: 2, verb: t("받기", "Take it"),
      body: t("이름, 전화번호, 차량번호가 가려지지 않은 파일을 받습니다.", "Names, telephones and plates stand in it as they are."),
      hint: t("누가, 언제, 왜 받았는지 기록에 남습니다.", "Who took it, when and why is kept on file.") });
    if (reason) await this.#take({ ...this.between, whole: true, reason });
  };
}
define("desk-export", DeskExport);

// Figures, and who looked at personal data.

import { CityElement, define, html, nothing } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { go } from "../../shell/place.js";
import { day, moment, named, number, percent, t, text, today, won } from "../../shell/words.js";
import { tiles } from "../../components/facts.js";
import { Load, Pages } from "../../components/load.js";
import { drawn } from "../../components/state.js";
import "../../components/chart.js";
import "../../components/field.js";
import "../../components/form.js";
import "../../components/list.js";
import { fines } from "./shown.js";
import { CHANNELS, INTENTS, LANGUAGES } from "./words.js";

// --- figures ------------------------------------------------------------------------------------------------------

class DeskFigures extends CityElement {
  constructor() {
    super();
    this.wanted = { from: today(6), to: today() };
    this.figures = new Load(this, () => fines.get("statistics", this.wanted));
  }

  render() {
    return html`<h2>${t("통계", "Figures")}</h2>
      <city-form class="card" inline keeps .verb=${t("보기", "Show")} .send=${this.#ask}>
        <city-field name="from" kind="date" required value=${this.wanted.from} .max=${today()} .label=${t("부터", "From")}></city-field>
        <city-field name="to" kind="date" required value=${this.wanted.to} .max=${today()} .label=${t("까지 (31일 이내)", "Until (31 days at most)")}></city-field></city-form>
      ${drawn(this.figures, found => this.#show(found), { words: t("세는 중입니다 …", "Counting …") })}`;
  }

  /** @param {any} values */
  #ask = async values => {
    const before = this.wanted;
    this.wanted = values;
    await this.figures.reload();
    if (!this.figures.trouble) return;
    const { trouble } = this.figures;
    this.wanted = before;
    this.figures.trouble = null;
    throw trouble;
  };

  /** @param {any} found */
  #show({ total, days }) {
    // An object would put the hours that read as whole numbers first.
    const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0")), each = Object.entries(days).sort();
    const words = each.map(([date]) => t(`${Number(date.slice(5, 7))}.${Number(date.slice(8))}.`, day(date, "weekday").split(" ").slice(1).join(" ")));
    return html`<div class="stack">${tiles([
      { name: t("받은 메시지", "Messages"), value: number(total.messages) },
      { name: t("자동 해결률", "Answered by itself"), value: percent(total.containment),
        note: t(`자동 답변 ${number(total.answered)} · 담당자 ${number(total.ticketed)}`, `${number(total.answered)} answered · ${number(total.ticketed)} to a person`) },
      { name: t("판단 보류", "Not sure"), value: number(total.abstained) },
      { name: t("들어온 돈", "Received"), value: won(total.received_krw) }, { name: t("수납", "Settled"), value: won(total.settled_krw) },
      { name: t("미확인", "Held"), value: won(total.suspense_krw),
        note: t(`환급 ${won(total.refunded_krw)} · 은행 회수 ${won(total.taken_back_krw)}`, `${won(total.refunded_krw)} refunded · ${won(total.taken_back_krw)} taken back`) }])}
      <div class="charts">
        ${chart(t("시간대별 메시지", "Messages by hour"), t("건", "messages"), hours.map(hour => t(`${Number(hour)}시`, `${hour}:00`)), hours.map(hour => total.by_hour[hour] ?? 0))}
        ${chart(t("날짜별 메시지", "Messages by day"), t("건", "messages"), words, each.map(([, figures]) => /** @type {any} */ (figures).messages))}
        ${chart(t("날짜별 수납", "Settled by day"), t("원", "KRW"), words, each.map(([, figures]) => /** @type {any} */ (figures).settled_krw))}
        ${parts(t("무엇을 물었나", "What they asked"), total.by_intent, INTENTS)}
        ${parts(t("언어", "Languages"), total.by_language, LANGUAGES)}${parts(t("경로", "How they wrote"), total.by_channel, CHANNELS)}</div></div>`;
  }
}
define("desk-figures", DeskFigures);

/** @param {string} label @param {string} unit @param {string[]} categories @param {number[]} values */
const chart = (label, unit, categories, values) => html`<section class="card stack tight"><h3>${label}</h3>
  <city-chart kind="bars" label=${label} unit=${unit} .categories=${categories} .series=${[{ name: label, values }]}></city-chart></section>`;

/** How often each, the most first: words are long, so the bars lie. @param {string} title @param {Record<string, number>} counts
 * @param {import("../../shell/words.js").Words} words */
function parts(title, counts, words) {
  const rows = Object.entries(counts).sort(([, one], [, other]) => other - one), most = Math.max(1, ...rows.map(([, value]) => value));
  return html`<section class="card stack tight"><h3>${title}</h3>${rows.length ? html`<table class="bars"><caption class="unseen">${title}</caption><tbody>${rows.map(([key, value]) => html`
    <tr><th scope="row">${named(words, key)}</th><td><svg aria-hidden="true" focusable="false" height="12"><rect width="${100 * value / most}%" height="12" rx="3"></rect></svg></td>
      <td class="number">${number(value)}</td></tr>`)}</tbody></table>` : html`<p class="quiet">${t("없음", "None")}</p>`}</section>`;
}

// --- who looked ---------------------------------------------------------------------------------------------------

/** @type {[string, [string, string]][]} */
const SUBJECTS = [["notice", ["사건 (관리번호)", "Case (notice number)"]], ["deposit", ["입금 (입금번호)", "Deposit (its key)"]],
  ["talk", ["대화 (열람 대상)", "Conversation (its holder)"]]];

class DeskViews extends CityElement {
  static properties = { place: { attribute: false } };

  constructor() {
    super();
    /** @type {string[]} */
    this.place = [];
    this.views = new Pages(this, async page => {
      const answer = await fines.get("views", { subject: this.place[0], limit: 50, page });
      return [answer.views, answer.next_page];
    }, { held: true });
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    const [subject] = this.place;
    if (!changed.has("place") || !subject || subject === changed.get("place")?.[0]) return;
    this.views.items = [];
    void this.views.reload();
  }

  render() {
    const [subject = ""] = this.place, kind = subject.split("#")[0], key = subject.slice(kind.length + 1);
    return html`<h2>${t("누가, 언제, 왜 보았나", "Who looked, when and why")}</h2>
      <p class="quiet">${t("가려진 개인정보를 열어 본 기록입니다. 사건·입금·대화 화면의 ‘열람 기록 보기’로도 올 수 있습니다.",
        "Every time masked personal data was opened. “See who looked” at a case, deposit or conversation leads here too.")}</p>
      <city-form class="card" inline keeps .verb=${t("찾기", "Find")} .send=${(/** @type {any} */ values) => go("views", `${values.kind}#${values.key}`)}>
        <city-field name="kind" kind="select" required value=${kind || "notice"} .label=${t("종류", "What")}
          .options=${SUBJECTS.map(([id, words]) => [id, t(...words)])}></city-field>
        <city-field name="key" required maxlength="200" value=${key} .label=${t("번호", "Number or key")}></city-field></city-form>
      ${subject ? html`<city-list .name=${t("열람 기록", "Who looked")} .pages=${this.views} .key=${(/** @type {any} */ view) => `${view.at}${view.by}`}
        .none=${t("열람한 사람이 없습니다.", "Nobody looked.")} .row=${(/** @type {any} */ view) => html`<div><b>${person(view.by, view.by_name)}</b>
          <small class="quiet">${moment(view.at, "seconds")}</small><p class="words">${text(view.reason)}</p></div>`}></city-list>` : nothing}`;
  }
}
define("desk-views", DeskViews);

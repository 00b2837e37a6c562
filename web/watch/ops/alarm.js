// One alarm, whole: why it rings, since when, how it went before, and what to do.

import { facts, since, tag } from "../../components/facts.js";
import { Load } from "../../components/load.js";
import { broken, drawn, waiting } from "../../components/state.js";
import "../../components/timeline.js";
import { api, path } from "../../shell/api.js";
import { CityElement, define, html, nothing } from "../../shell/element.js";
import { at } from "../../shell/place.js";
import { moment, named, number, t } from "../../shell/words.js";
import { domainNamed, metricNamed, shortName } from "../names.js";
import { runbook } from "../runbook.js";
import { STATES, TONES } from "../words.js";
import { about, bookOf, domainOf, titleOf } from "./told.js";

/** @typedef {import("./told.js").Alarm} Alarm */
/** @typedef {{at: string, summary: string, state: string | null, reason: string | null}} Change */

const watch = api("watch");

class WatchAlarm extends CityElement {
  static properties = { name: { attribute: false }, alarm: { attribute: false }, stage: { attribute: false }, known: { attribute: false },
    books: { attribute: false } };

  constructor() {
    super();
    this.name = "";
    this.stage = "";
    /** @type {Alarm | null} */ this.alarm = null;
    /** @type {Load<Alarm[]> | null} */ this.known = null;
    /** @type {Load<import("./told.js").Books> | null} */ this.books = null;
    /** @type {Load<Change[]>} */
    this.history = new Load(this, async () => (await watch.get(path`alarms/${this.name}/history`)).changes, { every: 60000, held: true });
  }

  firstUpdated() { void this.history.reload(); }

  render() {
    const back = html`<p><a class="plain" href="#">${t("← 운영 상황", "← Dashboards")}</a></p>`, { alarm, known } = this;
    if (!known || known.value === null) return html`${back}${known?.state === "error" ? broken(known.trouble, () => { void known.reload(); }) : waiting()}`;
    if (!alarm) {
      return html`${back}<h1 tabindex="-1">${t("없는 경보입니다", "There is no such alarm")}</h1>
        <p>${t("이름이 바뀌었거나 지워졌습니다. 목록에서 찾아 주세요.", "It was renamed or deleted. Please look for it in the list.")}</p>`;
    }
    const books = this.books?.value ?? {}, book = bookOf(alarm, books), domain = domainOf(alarm, this.stage);
    return html`${back}
      <section class="stack" aria-labelledby="alarm"><div class="row">${tag(named(STATES, alarm.state), TONES[alarm.state] ?? "")}
          <span class="quiet">${domainNamed(domain)}</span></div>
        <h1 id="alarm" tabindex="-1">${titleOf(alarm, books, this.stage)}</h1>
        ${known.trouble ? broken(known.trouble, () => { void known.reload(); }) : nothing}
        <div class="card">${facts([
          [t("언제부터", "Since"), html`${moment(alarm.since, "seconds")} <span class="quiet">(${since(alarm.since)})</span>`],
          [t("이유", "Reason"), alarm.reason && html`<span lang="en">${alarm.reason}</span>`],
          alarm.metric ? [t("지표와 기준", "Metric and limit"), html`${metricNamed(alarm.metric)} · ${number(alarm.threshold, 2)}`] : null,
          // In Korean the runbook says it.
          t(Boolean(book), false) ? null : [t("설명", "About"), about(alarm) && html`<span lang="en">${about(alarm)}</span>`],
          [t("이름", "Name"), html`<code title=${alarm.name}>${shortName(alarm.name, this.stage)}</code>`],
        ])}<p><a class="plain" href=${at("board", domain)}>${t(`${domainNamed(domain)} 지표 보기`, `Figures of ${domainNamed(domain)}`)}</a></p></div></section>
      <section class="stack" aria-labelledby="book"><h2 id="book">${t("할 일", "What to do")}</h2>
        <div class="card">${this.books ? drawn(this.books, () => book ? runbook(book) : html`<p>${t("이 경보에는 문서가 없습니다. 담당자에게 알려 주세요.",
          "This alarm names no runbook. Please tell whoever made it.")}</p>`) : nothing}</div></section>
      <section class="stack" aria-labelledby="before"><h2 id="before">${t("지나온 기록", "How it went")}</h2>
        <div class="card">${drawn(this.history, changes => html`<city-timeline .entries=${changes.map(entry)}></city-timeline>`,
          { empty: changes => changes.length ? null : t("바뀐 기록이 없습니다.", "It has never changed.") })}</div></section>`;
  }
}

/** @param {Change} change @returns {import("../../components/timeline.js").Entry} */
const entry = change => ({ at: change.at, what: change.state ? named(STATES, change.state) : html`<span lang="en">${change.summary}</span>`,
  note: change.reason && html`<span lang="en">${change.reason}</span>`, tone: change.state ? TONES[change.state] : "" });

define("watch-alarm", WatchAlarm);

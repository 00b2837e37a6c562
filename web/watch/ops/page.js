// What happens in the city now: alarms, worst first, each with its runbook; dashboards with their charts. For whoever watches,
// at three in the morning on a telephone too. Nothing covers this page.
//
//   /ops  /ops#board/fines  /ops#alarm/<name>  /ops#runbook/<name>

import { drawn } from "../../components/state.js";
import { Load } from "../../components/load.js";
import "../../components/notice.js";
import { api } from "../../shell/api.js";
import { CityElement, define, html, keyed, nothing, say } from "../../shell/element.js";
import { at, place } from "../../shell/place.js";
import { openPage } from "../../shell/shell.js";
import { clock, count, t } from "../../shell/words.js";
import { domainNamed } from "../names.js";
import { readRunbooks, runbook } from "../runbook.js";
import { alarms } from "./alarms.js";
import "./alarm.js";
import "./dashboard.js";
import { local } from "./local.js";

/** @typedef {import("./told.js").Alarm} Alarm */
/** @typedef {{name: string, domain: string | null, changed_at: string | null}} Line */

const watch = api("watch");
const EVERY_MS = 30000;
const HOURS = [1, 3, 12, 24];

class WatchOps extends CityElement {
  static properties = { hours: { state: true } };
  /** @type {string[] | null} */ #rang = null;

  constructor() {
    super();
    this.hours = 3;
    /** @type {Load<Alarm[]>} */
    this.alarms = new Load(this, async () => this.#heard((await watch.get("alarms")).alarms), { every: EVERY_MS });
    /** @type {Load<Line[]>} */
    this.boards = new Load(this, async () => (await watch.get("dashboards")).dashboards, { every: 10 * EVERY_MS });
    this.books = new Load(this, readRunbooks);
  }

  #moved = () => { this.requestUpdate(); void this.updateComplete.then(() => this.#arrive()); };

  connectedCallback() {
    super.connectedCallback();
    addEventListener("place", this.#moved);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("place", this.#moved);
  }

  // Whoever opened an alarm or a runbook reads it from its top; whoever chose a dashboard stays where the choice is.
  #arrive() {
    if (place()[0] === "board") return;
    scrollTo({ top: 0 });
    const heading = this.querySelector("h1");
    if (heading instanceof HTMLElement) heading.focus({ preventScroll: true });
  }

  /** @param {Alarm[]} alarms */
  #heard(alarms) {
    const ringing = alarms.filter(alarm => alarm.state === "ALARM").map(alarm => alarm.name), fresh = ringing.filter(name => !this.#rang?.includes(name));
    // Whoever hears the page is told of what began to ring, not of what rings when it is opened.
    if (this.#rang && fresh.length) say(t(`새 경보 ${count(fresh.length, "개", "")}가 울립니다.`, `${count(fresh.length, "", "new alarm")} ringing.`));
    this.#rang = ringing;
    return alarms;
  }

  get stage() {
    const city = this.boards.value?.find(line => line.domain === null)?.name;
    return city?.replace(/^dongne-/, "") ?? this.alarms.value?.[0]?.name.split("-")[1] ?? "";
  }

  render() {
    const [kind, name = ""] = place(), books = this.books.value ?? {};
    if (kind === "alarm") {
      const alarm = this.alarms.value?.find(each => each.name === name) ?? null;
      return html`<div class="page"><div class="narrow-left stack loose">${keyed(name, html`<watch-alarm .name=${name} .alarm=${alarm} .stage=${this.stage}
        .known=${this.alarms} .books=${this.books}></watch-alarm>`)}</div></div>`;
    }
    if (kind === "runbook") {
      const book = Object.hasOwn(books, name) ? books[name] : null;
      return html`<div class="page"><div class="narrow-left stack"><p><a class="plain" href="#">${t("← 운영 상황", "← Dashboards")}</a></p>
        ${drawn(this.books, () => book ? html`<h1 tabindex="-1">${t(book.ko, book.en)}</h1><div class="card">${runbook(book, true)}</div>`
          : html`<h1 tabindex="-1">${t("없는 문서입니다", "There is no such runbook")}</h1>`)}</div></div>`;
    }
    return html`<div class="page"><div class="page-head"><h1 tabindex="-1">${t("운영 상황", "Dashboards")}</h1>${this.#when()}</div>
      <city-notice closes="ops/first" .heading=${t("처음 오셨다면", "First time here?")}><p>${t(
        "붉은 경보부터 여세요. 무슨 뜻인지, 먼저 볼 것, 고치는 법, 누구를 깨울지가 거기 있습니다. 화면은 저절로 바뀌고, 밤새 켜 두어도 가려지지 않습니다.",
        "Open what is red first: it says what it means, where to look, the cure, and whom to wake. The page follows by itself and is never covered, however long the night.")}</p></city-notice>
      <section class="stack" aria-labelledby="alarms"><h2 id="alarms">${t("경보", "Alarms")}</h2>${drawn(this.alarms,
        all => alarms(all, books, this.stage), { empty: all => all.length ? null
          : t("경보가 하나도 없습니다. 도시가 아직 배포되지 않았을 수 있습니다.", "There are no alarms. Perhaps the city is not deployed yet.") })}</section>
      <section class="stack" aria-labelledby="boards">${drawn(this.boards, lines => this.#boards(lines), { empty: lines => lines.length ? null
        : t("대시보드가 없습니다. make stacks로 만들고 배포하면 여기에 보입니다.", "There are no dashboards. They appear once the city is deployed.") })}</section>
      ${this.stage === "local" ? local() : nothing}</div>`;
  }

  // One clock: when the newest of both came.
  #when() {
    const when = this.alarms.at;
    return html`<p class="quiet when"><span class=${this.alarms.trouble ? "late" : ""}>${this.alarms.trouble ? t("마지막으로 받은 때", "Last received")
      : t("받은 때", "Received")} <time>${when ? clock(when, "seconds") : "–"}</time></span> · ${t("30초마다 저절로", "every 30 seconds")}</p>`;
  }

  /** @param {Line[]} lines */
  #boards(lines) {
    const [kind, wanted = ""] = place(), chosen = lines.find(line => kind === "board" && (line.domain ?? "city") === wanted) ?? lines[0];
    const ringing = (/** @type {string | null} */ domain) => Boolean(domain && this.alarms.value?.some(alarm => alarm.composite
      && alarm.state === "ALARM" && alarm.name === `dongne-${this.stage}-${domain}`));
    return html`<div class="row apart"><h2 id="boards">${t("지표", "Figures")}</h2>
        <div class="row" role="group" aria-label=${t("보는 시간", "Time shown")}>${HOURS.map(hours => html`<button type="button" class="pill"
          aria-pressed=${hours === this.hours ? "true" : "false"} @click=${() => { this.hours = hours; }}>${t(`${hours}시간`, `${hours} h`)}</button>`)}</div></div>
      <nav aria-label=${t("대시보드", "Dashboards")}><ul class="row">${lines.map(line => html`<li><a class="pill" href=${at("board", line.domain ?? "city")}
        aria-current=${line === chosen ? "true" : nothing}>${domainNamed(line.domain)}${ringing(line.domain) ? html`<span class="dot"><span class="unseen">
          ${t("경보 울림", "alarm ringing")}</span></span>` : nothing}</a></li>`)}</ul></nav>
      ${keyed(chosen.name, html`<watch-dashboard .name=${chosen.name} .hours=${this.hours} .stage=${this.stage} .alarms=${this.alarms.value}
        .books=${this.books.value ?? {}}></watch-dashboard>`)}`;
  }
}
define("watch-ops", WatchOps);

void openPage({ title: ["운영 상황", "Dashboards"], groups: ["operator", "manager", "auditor", "clerk"], idle: false });

// How the system stands: what is given up and waits for two people, queues, what is only played, backups, versions.
//
//   /system  /system#queue/<name>

import "../../components/table.js";
import { facts, line, tag } from "../../components/facts.js";
import { Load } from "../../components/load.js";
import "../../components/notice.js";
import { drawn } from "../../components/state.js";
import { api } from "../../shell/api.js";
import { CityElement, define, html, keyed, nothing } from "../../shell/element.js";
import { at, place } from "../../shell/place.js";
import { session } from "../../shell/session.js";
import { openPage } from "../../shell/shell.js";
import { clock, count, lasting, moment, named, number, t, text } from "../../shell/words.js";
import { queueNamed, shortName } from "../names.js";
import "./queue.js";
import { busyFirst, DECIDERS, keptUntil, SANDBOXES } from "./told.js";

/** @typedef {import("./told.js").System} System */
/** @typedef {import("./told.js").Line} Line */
/** @typedef {import("./told.js").Queue} Queue */
/** @typedef {import("./told.js").Backup} Backup */

const watch = api("watch");
const EVERY_MS = 30000;

class WatchSystem extends CityElement {
  constructor() {
    super();
    /** @type {Load<System>} */
    this.system = new Load(this, () => watch.get("system"), { every: EVERY_MS });
    /** @type {Load<Line[]>} */
    this.dead = new Load(this, async () => (await watch.get("dead-letters")).queues, { every: EVERY_MS });
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

  #arrive() {
    scrollTo({ top: 0 });
    const heading = this.querySelector("h1");
    if (heading instanceof HTMLElement) heading.focus({ preventScroll: true });
    // What was decided on the queue's page shows here at once.
    if (!place().length) void this.dead.reload();
  }

  render() {
    const [kind, name = ""] = place();
    if (kind === "queue") return html`<div class="page"><div class="narrow-left">${keyed(name, html`<watch-queue .name=${name}></watch-queue>`)}</div></div>`;
    const stale = this.system.trouble ?? this.dead.trouble, when = this.system.at;
    return html`<div class="page"><div class="page-head"><h1 tabindex="-1">${t("시스템", "System")}</h1>
        <p class="quiet when"><span class=${stale ? "late" : ""}>${stale ? t("마지막으로 받은 때", "Last received") : t("받은 때", "Received")}
          <time>${when ? clock(when, "seconds") : "–"}</time></span> · ${t("30초마다 저절로", "every 30 seconds")}</p></div>
      ${first()}
      <section class="stack" aria-labelledby="dead"><h2 id="dead">${t("처리하지 못한 메시지", "Dead letters")}</h2>${drawn(this.dead, lines)}</section>
      ${drawn(this.system, system => all(system))}</div>`;
  }
}
define("watch-system", WatchSystem);

/** What somebody does here first, by role. */
function first() {
  const words = session.may(...DECIDERS)
    ? t("처리하지 못한 메시지가 있으면 먼저 원인을 고치세요. 그다음 한 사람이 다시 보내자고 제안하고, 다른 사람이 결정합니다.",
      "Where dead letters lie, mend the cause first. Then one person proposes to send them back, and another decides.")
    : t("무엇이 쌓였고, 누가 무엇을 제안하고 결정했는지 봅니다. 바꾸는 일은 관제사와 관리자가 합니다.",
      "See what has piled up, and who proposed and decided what. Operators and managers do the rest.");
  return html`<city-notice closes="system/first" .heading=${t("처음 오셨다면", "First time here?")}><p>${words}</p></city-notice>`;
}

/** @param {Line[]} lines */
function lines(lines) {
  if (!lines.length) return html`<p class="calm-line">${t("없습니다. 모든 메시지가 처리되었습니다.", "None. Every message was dealt with.")}</p>`;
  return html`<ul class="list" aria-label=${t("처리하지 못한 메시지가 있는 대기열", "Queues with dead letters")}>${lines.map(each => html`<li>
    ${line(at("queue", each.queue), html`<span class="row start"><b>${queueNamed(each.sends_back_to[0] ?? each.queue)}</b>
      ${each.waiting ? tag(count(each.waiting, "건", "dead letter"), "alarm") : nothing}
      ${each.proposed ? tag(t("제안 있음", "proposal open"), "warning") : nothing}</span>
      <span class="quiet small">${each.oldest_age_s === null ? t("나이는 아직 모름", "age not known yet")
        : t(`가장 오래된 것 ${lasting(each.oldest_age_s)}`, `oldest ${lasting(each.oldest_age_s)}`)}${each.in_work
        ? t(` · 처리 중 ${number(each.in_work)}`, ` · ${number(each.in_work)} in work`) : ""}</span>`)}</li>`)}</ul>`;
}

/** @param {System} system */
const all = system => html`
  <section class="stack" aria-labelledby="queues"><h2 id="queues">${t("대기열", "Queues")}</h2>${queues(system.queues)}</section>
  <section class="stack" aria-labelledby="played"><h2 id="played">${t("흉내만 내는 것", "What is only played")}</h2><div class="card">${system.sandboxed.length
    ? html`<ul class="bullets">${system.sandboxed.map(each => html`<li>${named(SANDBOXES, each)}</li>`)}</ul>`
    : html`<p>${t("없습니다. 모두 실제로 연결되어 있습니다.", "Nothing: everything is connected for real.")}</p>`}</div></section>
  <section class="stack" aria-labelledby="backups"><h2 id="backups">${t("백업", "Backups")}</h2>${backups(system.backups, system.stage)}</section>
  <section class="stack" aria-labelledby="versions"><h2 id="versions">${t("판", "Version")}</h2><div class="card">${facts([
    [t("단계", "Stage"), system.stage], [t("판", "Version"), text(system.version)], [t("화면의 판", "Pages"), text(system.pages)],
    [t("배포한 때", "Deployed"), moment(system.deployed_at)], [t("스택", "Stack"), html`${system.stack} ${tag(system.status, toneOf(system.status))}`],
    [t("실행 환경", "Runtime"), system.runtime], ...Object.entries(system.tags).map(([name, value]) =>
      /** @type {[string, unknown]} */ ([name, value]))])}</div></section>`;

/** @param {string} status @returns {import("../../components/facts.js").Tone} */
const toneOf = status => /ROLLBACK|FAILED/.test(status) ? "alarm" : /IN_PROGRESS/.test(status) ? "warning" : "fine";

const columns = () => [
  { id: "name", name: t("대기열", "Queue"), show: (/** @type {Queue} */ queue) => html`${queueNamed(queue.name)}${queue.dead_letters
    ? html` <span class="quiet small">${t("(처리하지 못한 것)", "(dead letters)")}</span>` : nothing}` },
  { id: "waiting", name: t("기다림", "Waiting"), number: true, show: (/** @type {Queue} */ queue) => queue.dead_letters && queue.waiting
    ? html`<b class="late">${number(queue.waiting)}</b>` : number(queue.waiting) },
  { id: "age", name: t("가장 오래된 것", "Oldest"), number: true, show: (/** @type {Queue} */ queue) => lasting(queue.oldest_age_s) },
  { id: "in_work", name: t("처리 중", "In work"), number: true, show: (/** @type {Queue} */ queue) => number(queue.in_work) },
  { id: "delayed", name: t("미뤄 둠", "Delayed"), number: true, show: (/** @type {Queue} */ queue) => number(queue.delayed) },
];
const key = (/** @type {Queue} */ queue) => queue.name;

/** @param {Queue[]} all */
function queues(all) {
  const { busy, idle } = busyFirst(all);
  if (!all.length) return html`<p class="quiet">${t("대기열이 없습니다.", "There are no queues.")}</p>`;
  return html`${busy.length ? html`<city-table quiet .caption=${t("메시지가 있는 대기열", "Queues that hold messages")} .columns=${columns()} .rows=${busy}
      .key=${key}></city-table>` : html`<p class="calm-line">${t("모두 비어 있습니다.", "All of them are empty.")}</p>`}
    ${idle.length ? html`<details class="card"><summary>${t(`빈 대기열 ${count(idle.length, "개", "")}`, count(idle.length, "", "empty queue"))}</summary>
      <ul class="bullets">${idle.map(queue => html`<li>${queueNamed(queue.name)}${queue.dead_letters ? t(" (처리하지 못한 것)", " (dead letters)") : ""}</li>`)}</ul></details>` : nothing}`;
}

/** @param {Backup[]} all @param {string} stage */
function backups(all, stage) {
  const { kept, until } = keptUntil(all), bare = all.filter(each => !each.point_in_time);
  if (!all.length) return html`<p class="quiet">${t("표가 없습니다.", "There are no tables.")}</p>`;
  return html`<div class="card">${facts([
      [t("언제로든 되돌릴 수 있는 표", "Tables kept for any moment"), t(`${number(all.length)}개 가운데 ${number(kept)}개`, `${number(kept)} of ${number(all.length)}`)],
      [t("모두 되돌릴 수 있는 마지막 때", "All can be brought back to"), moment(until, "seconds")]])}
    ${stage === "local" && bare.length ? html`<p class="quiet">${t("로컬 도시의 표는 백업하지 않습니다. AWS에서는 모두 됩니다.",
      "A local city's tables are not backed up. On AWS all of them are.")}</p>` : nothing}
    ${bare.length ? html`<details><summary class=${stage === "local" ? "" : "late"}>${t(`백업하지 않는 표 ${count(bare.length, "개", "")}`,
      count(bare.length, "", "table not backed up", "tables not backed up"))}</summary><ul class="bullets">${bare.map(each =>
      html`<li>${shortName(each.table)}</li>`)}</ul></details>` : nothing}</div>`;
}

void openPage({ title: ["시스템", "System"], groups: ["operator", "manager", "auditor"] });

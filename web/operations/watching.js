// Cameras that were opened to whoever is signed in: what for, until when, watching them, and why it is over.

import "../components/notice.js";
import "../components/video.js";
import { facts, tag } from "../components/facts.js";
import { Pages } from "../components/load.js";
import { more } from "../components/list.js";
import { broken, waiting } from "../components/state.js";
import { CityElement, define, html, keyed, nothing, repeat, say } from "../shell/element.js";
import { session } from "../shell/session.js";
import { openPage } from "../shell/shell.js";
import { ago, moment, named, number, t } from "../shell/words.js";
import { Bodies, bodyName } from "./office/bodies.js";
import { Follow } from "./office/follow.js";
import { exactly, operations } from "./office/shown.js";
import { ENDINGS, VERDICTS } from "./office/words.js";
import { calledBy, pageOf } from "./room/words.js";

/** @typedef {import("./cctv/grants.js").Grant} Grant */
/** @typedef {{grant: string, camera: string, name: string}} Watched */

const MOST = 4, WHOLE_MS = 60_000;
/** Those that can be watched come first, then what waits, then what is over. @type {Record<string, number>} */
const ORDER = { given: 0, waiting: 1, ended: 2, declined: 2 };

class WatchingPage extends CityElement {
  static properties = { watched: { state: true } };

  constructor() {
    super();
    /** The pictures that are open. @type {Watched[]} */
    this.watched = [];
    /** @type {Pages<Grant>} */
    this.grants = new Pages(this, async page => {
      const answer = await operations.get("cctv/grants/mine", { limit: 50, page });
      return [answer.grants, answer.next_page];
    });
    this.bodies = new Bodies(this);
    this.following = new Follow(this, ["operations.openings"], () => this.grants.items.length <= 50 ? this.#again() : null);
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.timer = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    // A later page is not thrown away by looking again: whoever asked for more goes on reading.
    this.timer = setInterval(() => { if (!document.hidden && this.grants.items.length <= 50) void this.#again(); }, WHOLE_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  async #again() {
    const before = new Set(this.grants.items.filter(each => each.state === "given").map(each => each.grant_id));
    await this.grants.reload();
    const now = this.grants.items.filter(each => each.state === "given");
    if (now.some(each => !before.has(each.grant_id))) say(t("새로 열린 카메라가 있습니다.", "Cameras were opened."));
  }

  /** @param {Watched} wanted */
  #open(wanted) {
    const there = this.watched.some(each => each.grant === wanted.grant && each.camera === wanted.camera);
    this.watched = there ? this.watched.filter(each => each.grant !== wanted.grant || each.camera !== wanted.camera) : [...this.watched, wanted].slice(-MOST);
  }

  render() {
    const { grants } = this, all = [...grants.items].sort((one, other) => (ORDER[one.state] ?? 3) - (ORDER[other.state] ?? 3));
    return html`<div class="page"><div class="page-head"><h1>${t("우리 기관에 열린 카메라", "Cameras opened to your agency")}</h1>
        <button type="button" class="plain" @click=${() => grants.reload()}>${t("새로 고침", "Refresh")}</button></div>
      <city-notice tone="info"><p>${t("보는 것은 모두 누가, 언제, 무슨 근거로 보았는지 기록에 남습니다. 화면을 저장하거나 찍지 마세요.",
        "Every look is on file: who, when, and on what ground. Do not save or photograph what you see.")}</p></city-notice>
      ${this.watched.length ? html`<section class="stack"><h2 class="unseen">${t("보고 있는 카메라", "What you watch")}</h2><ul class="watched">${repeat(this.watched, each => `${each.grant} ${each.camera}`, each => html`
        <li>${keyed(`${each.grant} ${each.camera}`, html`<city-video .grant=${each.grant} .camera=${each.camera} .name=${each.name} @ended=${() => grants.reload()}></city-video>`)}
          <button type="button" class="link" @click=${() => this.#open(each)}>${t(`${each.name} 닫기`, `Close ${each.name}`)}</button></li>`)}</ul></section>` : nothing}
      ${all.length ? html`${grants.trouble ? broken(grants.trouble, () => { void grants.reload(); }) : nothing}<ul class="stack">${repeat(all, each => each.grant_id, each => html`<li>${this.#grant(each)}</li>`)}</ul>${more(grants)}`
        : grants.state === "error" ? broken(grants.trouble, () => { void grants.reload(); }) : grants.state === "waiting" ? waiting() : this.#none()}</div>`;
  }

  #none() {
    return html`<div class="state empty"><p>${t("지금 열린 카메라가 없습니다.", "No camera is open to you now.")}</p><p>${session.may("agency")
      ? t("사건이 생겨 관제실이 카메라를 열면 여기에 저절로 보입니다. 처음 오셨다면 관제실에 소속을 정해 달라고 하세요.",
        "They show here by themselves when the control room opens them for an incident. If you are new, ask the room to place you in your agency.")
      : t("사건 화면에서 열람 권한을 요청할 수 있습니다.", "Grants are asked for at an incident.")}</p></div>`;
  }

  /** Which incident; the room's people go to it. @param {Grant} grant */
  #incident({ incident_id: id }) {
    return session.may("operator", "supervisor") ? html`<a href=${pageOf(id)}>${calledBy(id)}</a>` : calledBy(id);
  }

  /** @param {Grant} grant */
  #grant(grant) {
    const open = grant.state === "given", state = open ? tag(t("볼 수 있음", "open"), "fine") : grant.state === "waiting" ? tag(t("결정 기다림", "being decided"), "warning")
      : grant.state === "declined" ? tag(t("반려됨", "declined")) : tag(t("끝남", "over"));
    return html`<article class="card"><div class="row apart"><h2>${t(grant.basis.ko, grant.basis.en)}</h2>${state}</div>
      <p class="words" lang="ko">${grant.purpose}</p>
      ${open ? facts([[t("언제까지", "Until"), html`<b>${moment(grant.ends_at)}</b> <small class="quiet">${ago(grant.ends_at)}</small>`],
        [t("안 보면", "Unless watched"), t(`${exactly(60 * grant.inactive_minutes)} 동안 안 보면 닫힙니다`, `it closes after ${exactly(60 * grant.inactive_minutes)}`)],
        [t("기관", "Agency"), bodyName(grant.organisation)], [t("사건", "Incident"), this.#incident(grant)]])
        : facts([grant.ending && [t("끝난 까닭", "Why it is over"), html`${named(ENDINGS, grant.ending)}${grant.ended_because ? html`<br><span lang="ko">${grant.ended_because}</span>` : nothing}`],
          grant.ended_at && [t("끝난 때", "Over since"), moment(grant.ended_at)], [t("기관", "Agency"), bodyName(grant.organisation)],
          [t("사건", "Incident"), this.#incident(grant)], [t("카메라", "Cameras"), number(grant.cameras.length)]])}
      ${open ? html`<ul class="row cameras" aria-label=${t("카메라", "Cameras")}>${grant.cameras.map(camera => this.#camera(grant, camera))}</ul>` : nothing}</article>`;
  }

  /** @param {Grant} grant @param {Grant["cameras"][number]} camera */
  #camera(grant, camera) {
    const pressed = this.watched.some(each => each.grant === grant.grant_id && each.camera === camera.camera_id);
    return html`<li><button type="button" class="pill" aria-pressed=${pressed ? "true" : "false"} @click=${() => this.#open({ grant: grant.grant_id, camera: camera.camera_id, name: camera.name })}>
      <span lang="ko">${camera.name}</span> <small>${named(VERDICTS, camera.verdict)}</small></button></li>`;
  }
}
define("watching-page", WatchingPage);

void openPage({ title: ["우리 기관에 열린 카메라", "Cameras opened to your agency"], groups: ["agency", "operator", "supervisor"], idle: false }, () => {
  document.querySelector("city-shell .city-content")?.append(document.createElement("watching-page"));
});

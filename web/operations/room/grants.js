// Who may look through which cameras for an incident: asked with one legal basis, decided by two others, taken back, made longer.
// And what those cameras show to whoever may look.

import { api, path } from "../../shell/api.js";
import { CityElement, define, html, keyed, nothing, repeat } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { session } from "../../shell/session.js";
import { ago, count, lasting, moment, named, t } from "../../shell/words.js";
import { ask, askReason } from "../../components/dialog.js";
import { facts, tag } from "../../components/facts.js";
import { Load } from "../../components/load.js";
import { drawn } from "../../components/state.js";
import "../../components/video.js";
import { Follow } from "../office/follow.js";
import { bodyName } from "./bodies.js";
import { askGrant } from "./grant_ask.js";
import { OPEN } from "./words.js";

/** @typedef {{by: string, by_name: string | null, at: string, approves: boolean, reason: string}} Voice */
/** @typedef {{grant_id: string, state: string, organisation: string, person: string | null, person_name?: string | null, used_at?: string | null, basis: {article: string, ko: string, en: string},
 *   document: string | null, purpose: string, cameras: {camera_id: string, name: string, verdict: string}[], automatic: boolean, minutes: number,
 *   asked_by: string, asked_by_name: string | null, asked_at: string, voices: Voice[], starts_at: string | null, ends_at: string | null,
 *   extension: {minutes: number, reason: string, asked_by: string, asked_by_name: string | null, asked_at: string, voices: Voice[]} | null,
 *   ending: string | null, ended_by: string | null, ended_by_name: string | null, ended_at: string | null, ended_because: string | null,
 *   revision: number}} Grant */

const WHOLE_MS = 60_000, VOICES = 2, LOOKS_MS = 90_000, TICK_MS = 15_000;
/** @type {import("../../shell/words.js").Words} */
const STATES = { waiting: ["결정 대기", "Waits"], given: ["열림", "Open"], declined: ["거절", "Declined"], ended: ["끝남", "Ended"] };
/** @type {Record<string, import("../../components/facts.js").Tone>} */
const TONES = { waiting: "warning", given: "fine", declined: "alarm", ended: "" };
/** @type {import("../../shell/words.js").Words} */
const ENDINGS = { window_over: ["기간이 지남", "its time has passed"], incident_over: ["사건이 끝남", "the incident is over"], inactive: ["오래 보지 않음", "nobody looked"],
  revoked: ["회수", "revoked"], partner_over: ["기관이 종결", "the agency closed its case"] };

const inRoom = () => session.may("operator", "supervisor");
/** @param {string} by @param {Voice[]} voices */
const mayDecide = (by, voices) => inRoom() && session.me?.id !== by && !voices.some(each => each.by === session.me?.id);

class RoomGrants extends CityElement {
  static properties = { line: { attribute: false }, turn: { type: Number }, seeing: { attribute: false }, film: { state: true } };

  constructor() {
    super();
    /** @type {import("./words.js").IncidentLine | any} */
    this.line = null;
    this.turn = 0;
    /** @type {import("./cameras.js").Seeing[]} */
    this.seeing = [];
    /** What is looked through now. @type {{grant: string, camera: string, name: string} | null} */
    this.film = null;
    /** @type {Load<{grants: Grant[], agencies: any[]}>} */
    this.grants = new Load(this, async () => {
      const [{ grants }, { agencies }] = await Promise.all([api("operations").get(path`cctv/incidents/${this.line.incident_id}/grants`),
        api("operations").get("agencies")]);
      return { grants, agencies };
    }, { every: WHOLE_MS });
    this.following = new Follow(this, ["operations.grants", "operations.looks"], () => this.grants.reload(),
      { wanted: ({ key, body }) => body.incident_id === this.line?.incident_id || Boolean(this.grants.value?.grants.some(each => each.grant_id === key)) });
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.ticking = undefined;
  }

  // Whoever stopped looking is not told of: it is seen by the clock.
  connectedCallback() {
    super.connectedCallback();
    this.ticking = setInterval(() => this.requestUpdate(), TICK_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.ticking);
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) { if (changed.get("turn")) void this.grants.reload(); }

  #did = () => this.grants.reload();

  render() {
    return html`<section class="stack"><h3>${t("카메라 열람 권한", "Who may look through the cameras")}</h3>
      ${drawn(this.grants, ({ grants, agencies }) => html`${inRoom() ? this.#asking(agencies) : nothing}
        ${grants.length ? repeat(grants, grant => grant.grant_id, grant => this.#one(grant, agencies)) : html`<p class="quiet">${t(
          "아직 권한이 없습니다. 112·119 신고는 저절로 열립니다.", "None yet. For calls to 112 and 119 they open by themselves.")}</p>`}`)}</section>`;
  }

  /** @param {any[]} agencies */
  #asking(agencies) {
    if (this.line.exercise) return html`<p class="quiet">${t("훈련 사건으로는 카메라를 열 수 없습니다.", "A drill opens no camera.")}</p>`;
    return OPEN.includes(this.line.state) ? html`<div class="row"><button type="button" class="do" @click=${async () => {
      if (await askGrant(this.line, this.seeing, agencies)) await this.#did();
    }}>${t("열람 권한 요청", "Ask for permission to view")}</button></div>` : nothing;
  }

  /** @param {Grant} grant @param {any[]} agencies */
  #one(grant, agencies) {
    const given = grant.state === "given";
    return html`<article class="card stack" aria-label=${t(`${bodyName(grant.organisation, agencies)} 열람 권한`, `Permission of ${bodyName(grant.organisation, agencies)}`)}>
      <div class="row apart"><h4>${bodyName(grant.organisation, agencies)}</h4><span class="row">${given && looksNow(grant) ? tag(t("지금 보는 중", "being watched"), "alarm") : nothing}${tag(named(STATES, grant.state), TONES[grant.state] ?? "")}</span></div>
      ${facts([
        [t("법적 근거", "Legal basis"), html`${t(grant.basis.ko, grant.basis.en)} <span class="quiet small" lang="ko">${grant.basis.article}</span>`],
        grant.document && [t("공문", "Document"), grant.document],
        [t("목적", "Purpose"), html`<span lang="ko">${grant.purpose}</span>`],
        grant.person && [t("볼 사람", "For"), person(grant.person, grant.person_name)],
        [t("요청", "Asked"), html`${grant.automatic ? t("자동", "by itself") : person(grant.asked_by, grant.asked_by_name)} · ${moment(grant.asked_at)}`],
        grant.starts_at ? [t("기간", "Window"), `${moment(grant.starts_at)} – ${moment(grant.ends_at)}`] : [t("기간", "Time asked for"), lasting(grant.minutes * 60)],
        given && [t("마지막으로 본 때", "Looked last"), grant.used_at ? html`${moment(grant.used_at)} <small class="quiet">${ago(grant.used_at)}</small>` : t("아직 보지 않음", "not yet")],
        grant.voices.length ? [t("결정", "Decided"), html`<ul>${grant.voices.map(voiceOf)}</ul>`] : null,
        grant.ending && [t("끝남", "Ended"), html`${named(ENDINGS, grant.ending)} · ${moment(grant.ended_at ?? grant.ends_at)}${grant.ended_by
          ? html` · ${person(grant.ended_by, grant.ended_by_name)}` : nothing}${grant.ended_because ? html` · <span lang="ko">${grant.ended_because}</span>` : nothing}`],
      ])}
      ${this.#cameras(grant, given)}${grant.state === "waiting" ? this.#deciding(grant) : nothing}${grant.extension ? this.#longer(grant, grant.extension) : nothing}
      ${inRoom() && (given || grant.state === "waiting") ? html`<div class="row">${given && !grant.extension ? html`<button type="button" class="plain"
          @click=${() => this.#askLonger(grant)}>${t("연장 요청", "Ask for longer")}</button>` : nothing}
        <button type="button" class="plain" @click=${() => this.#revoke(grant)}>${given ? t("회수", "Revoke") : t("요청 거두기", "Take the request back")}</button></div>` : nothing}</article>`;
  }

  // --- looking ---------------------------------------------------------------------------------------------------------

  /** @param {Grant} grant @param {boolean} given */
  #cameras(grant, given) {
    const mine = given && inRoom() && grant.organisation === "city" && (!grant.person || grant.person === session.me?.id);
    const film = this.film?.grant === grant.grant_id ? this.film : null;
    return html`<details ?open=${mine}><summary>${t(`카메라 ${grant.cameras.length}대`, count(grant.cameras.length, "", "camera"))}</summary>
      <ul class="lines">${grant.cameras.map(each => html`<li class="row apart"><span class="grow" lang="ko">${each.name}</span>${mine
        ? html`<button type="button" class="plain" aria-pressed=${film?.camera === each.camera_id ? "true" : "false"}
            aria-label=${`${film?.camera === each.camera_id ? t("닫기", "Close") : t("영상 보기", "Look")}: ${each.name}`}
            @click=${() => this.#look(grant, each)}>${film?.camera === each.camera_id ? t("닫기", "Close") : t("영상 보기", "Look")}</button>` : nothing}</li>`)}</ul>
      ${mine ? html`<p class="quiet small">${t("누가 언제 무엇을 보았는지 기록에 남습니다.", "Who looked at what and when is kept on file.")}</p>` : nothing}</details>
      ${film && given ? keyed(film.camera, html`<city-video .grant=${film.grant} .camera=${film.camera} .name=${film.name} @ended=${() => this.#did()}></city-video>`) : nothing}`;
  }

  /** @param {Grant} grant @param {{camera_id: string, name: string}} camera */
  #look(grant, camera) {
    this.film = this.film?.camera === camera.camera_id ? null : { grant: grant.grant_id, camera: camera.camera_id, name: camera.name };
  }

  // --- deciding ----------------------------------------------------------------------------------------------------------

  /** @param {Grant} grant */
  #deciding(grant) {
    const left = VOICES - grant.voices.filter(each => each.approves).length;
    return html`<div class="notice" data-tone="warning"><p>${t(`요청한 사람이 아닌 ${left}명이 더 승인해야 열립니다. 한 명은 관제 책임자입니다.`,
      `It opens once ${count(left, "명", "person more", "people more")} approve who did not ask; one of them is a supervisor.`)}</p></div>
      ${mayDecide(grant.asked_by, grant.voices) ? html`<div class="row"><button type="button" class="do" @click=${() => this.#decide(grant, true)}>${t("승인", "Approve")}</button>
        <button type="button" class="plain" @click=${() => this.#decide(grant, false)}>${t("거절", "Decline")}</button></div>` : nothing}`;
  }

  /** @param {Grant} grant @param {boolean} approves */
  async #decide(grant, approves) {
    const made = await askReason({ title: approves ? t("열람 승인", "Approve viewing") : t("열람 거절", "Decline viewing"),
      verb: approves ? t("승인", "Approve") : t("거절", "Decline"),
      shortest: 2, longest: 500, grave: !approves, body: html`<p class="words"><span lang="ko">${grant.purpose}</span></p>`,
      act: reason => api("operations").post(path`cctv/grants/${grant.grant_id}/decision`, { approves, reason, revision: grant.revision }) });
    await this.#after(made);
  }

  /** @param {Grant} grant @param {NonNullable<Grant["extension"]>} extension */
  #longer(grant, extension) {
    const decide = (/** @type {boolean} */ approves) => this.#decideLonger(grant, approves);
    return html`<div class="notice" data-tone="warning"><b>${t(`${lasting(extension.minutes * 60)} 연장 요청`, `${lasting(extension.minutes * 60)} longer is asked for`)}</b>
      <p><span lang="ko">${extension.reason}</span> · ${person(extension.asked_by, extension.asked_by_name)} · ${moment(extension.asked_at)}</p>
      ${extension.voices.length ? html`<ul>${extension.voices.map(voiceOf)}</ul>` : nothing}
      ${mayDecide(extension.asked_by, extension.voices) ? html`<div class="row"><button type="button" class="plain" @click=${() => decide(true)}>${t("연장 승인", "Approve")}</button>
        <button type="button" class="plain" @click=${() => decide(false)}>${t("연장 거절", "Decline")}</button></div>` : nothing}</div>`;
  }

  /** @param {Grant} grant @param {boolean} approves */
  async #decideLonger(grant, approves) {
    const made = await askReason({ title: approves ? t("연장 승인", "Approve more time") : t("연장 거절", "Decline more time"),
      verb: approves ? t("승인", "Approve") : t("거절", "Decline"),
      shortest: 2, longest: 500,
      act: reason => api("operations").post(path`cctv/grants/${grant.grant_id}/extension/decision`, { approves, reason, revision: grant.revision }) });
    await this.#after(made);
  }

  /** @param {Grant} grant */
  async #askLonger(grant) {
    const made = await ask({ title: t("열람 기간 연장 요청", "Ask for longer"), verb: t("요청", "Ask"), body: html`
      <city-field name="minutes" kind="number" required min="1" max="43200" value="30" .label=${t("얼마나 더", "How much longer")} .unit=${t("분", "minutes")}></city-field>
      <city-field name="reason" kind="textarea" rows="3" required minlength="2" maxlength="500" .label=${t("사유", "Reason")}
        .hint=${t("기록에 남습니다.", "It is kept on file.")}></city-field>`,
      act: ({ minutes, reason }) => api("operations").post(path`cctv/grants/${grant.grant_id}/extension`, { minutes, reason, revision: grant.revision }) });
    await this.#after(made);
  }

  /** @param {Grant} grant */
  async #revoke(grant) {
    const made = await askReason({ title: t("열람 권한 거두기", "Take it back"), verb: t("거두기", "Take it back"), grave: true, shortest: 2, longest: 500,
      body: t("지금 보고 있는 영상도 곧바로 닫힙니다.", "Whoever looks now loses the picture at once."),
      act: reason => api("operations").post(path`cctv/grants/${grant.grant_id}/revocation`, { reason }) });
    await this.#after(made);
  }

  /** @param {unknown} made */
  async #after(made) { if (made) await this.#did(); }
}
define("room-grants", RoomGrants);

/** Whether somebody looks through its cameras: each minute of looking is noted. @param {Grant} grant */
const looksNow = ({ used_at: at }) => Boolean(at) && Date.now() - Date.parse(/** @type {string} */ (at)) < LOOKS_MS;

/** @param {Voice} voice */
const voiceOf = voice => html`<li>${voice.approves ? t("승인", "approved") : t("거절", "declined")} · ${person(voice.by, voice.by_name)} · ${moment(voice.at)}
  · <span lang="ko">${voice.reason}</span></li>`;

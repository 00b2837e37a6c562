// Grants that wait: who asks to look through which cameras, on what ground; two people besides whoever asked decide.

import { facts, since, tag } from "../../components/facts.js";
import { askReason } from "../../components/dialog.js";
import { path } from "../../shell/api.js";
import { define, html, nothing, repeat } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { session } from "../../shell/session.js";
import { count, moment, named, number, t } from "../../shell/words.js";
import { Bodies, bodyName } from "../office/bodies.js";
import { Follow } from "../office/follow.js";
import { approving, decisionAsked, did, exactly, operations, Part, reasonField } from "../office/shown.js";
import { VERDICTS } from "../office/words.js";
import { calledBy, pageOf } from "../room/words.js";

/** @typedef {{by: string, by_name: string | null, at: string, approves: boolean, reason: string}} Voice */
/** @typedef {{grant_id: string, incident_id: string, state: string, organisation: string, person: string | null, person_name?: string | null,
 *   basis: {code: string, article: string, ko: string, en: string}, document: string | null, purpose: string,
 *   cameras: {camera_id: string, name: string, verdict: string}[], automatic: boolean, minutes: number, asked_by: string,
 *   asked_by_name: string | null, asked_at: string, voices: Voice[], starts_at: string | null, ends_at: string | null,
 *   extension: {minutes: number, reason: string, asked_by: string, asked_by_name: string | null, asked_at: string, voices: Voice[]} | null,
 *   ending: string | null, ended_by: string | null, ended_by_name: string | null, ended_at: string | null, ended_because: string | null,
 *   inactive_minutes: number, revision: number}} Grant */

const NEEDED = 2, WHOLE_MS = 60_000;

class CctvGrants extends Part {
  static every = WHOLE_MS;

  constructor() {
    super();
    this.bodies = new Bodies(this);
    this.following = new Follow(this, ["operations.grants"], () => this.load.reload());
  }

  async fetch() { return (await operations.get("cctv/grants/waiting")).grants; }

  /** @param {Grant[]} grants */
  view(grants) {
    return html`<div class="row apart"><h2>${t("결정을 기다리는 열람 권한", "Grants that wait")}</h2>${grants.length ? tag(number(grants.length), "warning") : nothing}</div>
      <p class="quiet">${t("요청한 사람 말고 두 사람이 승인해야 열리고, 그중 한 사람은 관제 책임자여야 합니다. 거두는 일은 한 사람이면 됩니다.",
        "Two people besides whoever asked have to approve, one of them a supervisor. Taking back needs one.")}</p>
      ${grants.length ? html`<ul class="stack">${repeat(grants, grant => grant.grant_id, grant => html`<li>${this.#grant(grant)}</li>`)}</ul>`
        : html`<p class="state empty">${t("기다리는 요청이 없습니다.", "Nothing waits.")}</p>`}`;
  }

  /** @param {Grant} grant */
  #grant(grant) {
    const { extension } = grant, waits = extension ?? grant;
    return html`<article class="card"><div class="row apart"><h3>${bodyName(grant.organisation)} · ${extension ? t("연장", "longer") : t(grant.basis.ko, grant.basis.en)}</h3>
        <span>${since(waits.asked_at, 600)}</span></div>
      <p class="words" lang="ko">${extension?.reason ?? grant.purpose}</p>
      ${facts([[t("사건", "Incident"), html`<a href=${pageOf(grant.incident_id)}>${calledBy(grant.incident_id)}</a>`], [t("근거", "Ground"), html`${t(grant.basis.ko, grant.basis.en)} <small class="quiet" lang="ko">${grant.basis.article}</small>`],
        grant.document && [t("공문", "Document"), grant.document], [t("누구에게", "For"), grant.person ? person(grant.person, grant.person_name) : t("그 기관의 사람 모두", "whoever belongs to it")],
        [extension ? t("더 볼 시간", "More time") : t("볼 시간", "For"), exactly(60 * waits.minutes)], extension && [t("지금 끝나는 때", "Ends now at"), moment(grant.ends_at)],
        [t("요청", "Asked by"), did(waits.asked_by, waits.asked_by_name, waits.asked_at)]])}
      <details><summary>${t(`카메라 ${number(grant.cameras.length)}대`, count(grant.cameras.length, "", "camera"))}</summary><ul class="bullets">${grant.cameras.map(camera => html`
        <li><span lang="ko">${camera.name}</span> <small class="quiet">${named(VERDICTS, camera.verdict)}</small></li>`)}</ul></details>
      ${waits.voices.length ? html`<ul class="lines">${waits.voices.map(voice => html`<li><b>${voice.approves ? t("승인", "Approved") : t("반대", "Refused")}</b>
        <small class="quiet">${did(voice.by, voice.by_name, voice.at)}</small><p class="words" lang="ko">${voice.reason}</p></li>`)}</ul>` : nothing}
      <p class="quiet">${t(`승인 ${waits.voices.filter(voice => voice.approves).length}/${NEEDED}`, `${waits.voices.filter(voice => voice.approves).length} of ${NEEDED} approvals`)}</p>
      ${this.#deciding(grant)}</article>`;
  }

  /** @param {Grant} grant */
  #deciding(grant) {
    if (!session.may("supervisor", "operator")) return nothing;
    const { extension, grant_id: id } = grant, waits = extension ?? grant, me = session.me?.id;
    const take = html`<div class="row end"><button type="button" class="plain grave" @click=${() => this.#revoke(grant)}>${extension
      ? t("지금 거두기", "Take it back now") : t("요청 거두기", "Withdraw it")}</button></div>`;
    if (waits.asked_by === me) return html`<p class="notice">${t("직접 요청한 건입니다. 다른 두 사람이 정합니다.", "You asked for it: two others decide.")}</p>${take}`;
    if (waits.voices.some(voice => voice.by === me)) return html`<p class="notice">${t("의견을 냈습니다. 다른 한 사람을 기다립니다.", "You have spoken: another has to.")}</p>${take}`;
    const about = t(`${bodyName(grant.organisation)}, 카메라 ${grant.cameras.length}대, ${exactly(60 * waits.minutes)}`,
      `${bodyName(grant.organisation)}, ${grant.cameras.length} cameras, ${exactly(60 * waits.minutes)}`);
    return html`<city-form draft="operations/grant/${id}/${extension ? "longer" : "first"}" .verb=${t("정하기", "Decide")} .check=${(/** @type {any} */ values) => decisionAsked(values, about)}
      .send=${(/** @type {any} */ values) => {
        const body = { approves: values.approves === "yes", reason: values.reason, revision: grant.revision };
        return extension ? operations.post(path`cctv/grants/${id}/extension/decision`, body) : operations.post(path`cctv/grants/${id}/decision`, body);
      }} .done=${() => this.did(t("정했습니다.", "Decided."))}>
      ${approving(extension ? t("더 보게 할까요?", "May they look longer?") : t("카메라를 열까요?", "Open the cameras?"))}${reasonField({ shortest: 2, longest: 500 })}</city-form>${take}`;
  }

  /** @param {Grant} grant */
  async #revoke(grant) {
    const answer = await askReason({ title: t("거둘까요?", "Take it back?"), verb: t("거두기", "Take it back"), grave: true, shortest: 2, longest: 500,
      body: t("보고 있던 사람의 화면도 곧바로 닫힙니다.", "Whoever looks now sees nothing at once."),
      act: reason => operations.post(path`cctv/grants/${grant.grant_id}/revocation`, { reason }) });
    if (answer) this.did(t("거두었습니다.", "Taken back."));
  }
}
define("cctv-grants", CctvGrants);

// For which agency somebody works: one person proposes it, another decides, one of them a supervisor.

import { askReason } from "../../components/dialog.js";
import { facts } from "../../components/facts.js";
import { path } from "../../shell/api.js";
import { define, html, nothing, repeat } from "../../shell/element.js";
import { session } from "../../shell/session.js";
import { moment, t } from "../../shell/words.js";
import { Bodies, bodyName } from "../office/bodies.js";
import { approving, decisionAsked, did, operations, Part, reasonField, toned } from "../office/shown.js";

/** @typedef {{person_id: string, name: string | null, organisation: string | null, state: string, reason: string | null, seen_at: string,
 *   proposed_by: string | null, proposed_by_name: string | null, proposed_at: string | null, decided_by: string | null,
 *   decided_by_name: string | null, decided_at: string | null, decided_because: string | null}} Person */

/** @type {Record<string, [string, string, import("../../components/facts.js").Tone?]>} */
const STATES = { seen: ["소속 없음", "of no agency yet", "warning"], proposed: ["결정 기다림", "to be decided", "warning"], active: ["소속됨", "placed", "fine"], ended: ["해제됨", "ended"] };

class CctvPeople extends Part {
  static properties = { ...Part.properties, writes: { type: Boolean } };

  constructor() {
    super();
    this.writes = false;
    this.bodies = new Bodies(this);
  }

  async fetch() { return (await operations.get("cctv/agency-people")).people; }

  /** @param {Person[]} people */
  view(people) {
    return html`<h2>${t("기관 사람", "Agency people")}</h2>
      <p class="quiet">${t("협력 기관으로 로그인한 사람입니다. 소속이 정해지기 전에는 아무 카메라도 보지 못합니다.",
        "Whoever signed in for a partner agency. Until their agency is decided they see no camera.")}</p>
      ${people.length ? html`<ul class="stack">${repeat(people, each => each.person_id, each => html`<li>${this.#person(each)}</li>`)}</ul>`
        : html`<p class="state empty">${t("아직 로그인한 기관 사람이 없습니다.", "Nobody of an agency has signed in yet.")}</p>`}`;
  }

  /** @param {Person} each */
  #person(each) {
    const called = each.name ?? t("이름 모름", "name unknown"), body = each.organisation ? bodyName(each.organisation) : "";
    return html`<article class="card"><div class="row apart"><h3 lang="ko">${called}</h3>${toned(STATES[each.state] ?? [each.state, each.state])}</div>
      ${facts([body && [t("기관", "Agency"), body], [t("처음 로그인", "First seen"), moment(each.seen_at)],
        each.proposed_by && [t("제안", "Proposed"), html`${did(each.proposed_by, each.proposed_by_name, each.proposed_at)}<br><span lang="ko">${each.reason}</span>`],
        each.decided_by && [t("결정", "Decided"), html`${did(each.decided_by, each.decided_by_name, each.decided_at)}<br><span lang="ko">${each.decided_because}</span>`]])}
      ${this.writes ? this.#acting(each, called, body) : nothing}</article>`;
  }

  /** @param {Person} each @param {string} called @param {string} body */
  #acting(each, called, body) {
    if (each.state === "proposed") {
      if (each.proposed_by === session.me?.id) return html`<p class="notice">${t("직접 제안했습니다. 다른 사람이 정합니다.", "You proposed it: another decides.")}</p>`;
      return html`<city-form draft="operations/person/${each.person_id}" .verb=${t("정하기", "Decide")} .check=${(/** @type {any} */ values) => decisionAsked(values, `${called} · ${body}`)}
        .send=${(/** @type {any} */ values) => operations.post(path`cctv/agency-people/${each.person_id}/decision`, { approves: values.approves === "yes", reason: values.reason })}
        .done=${() => this.did(t(`${called}: 정했습니다.`, `${called}: decided.`))}>${approving(t(`${body} 소속이 맞습니까?`, `Do they work for ${body}?`))}${reasonField({ shortest: 2, longest: 500 })}</city-form>`;
    }
    if (each.state === "active") return html`<div class="row end"><button type="button" class="plain grave" @click=${() => this.#end(each, called)}>${t("소속 해제", "End it")}</button></div>`;
    return html`<details ?open=${each.state === "seen"}><summary>${t("소속 제안하기", "Propose their agency")}</summary>
      <city-form draft="operations/person/${each.person_id}" .verb=${t("제안", "Propose")} .send=${(/** @type {any} */ values) =>
        operations.post(path`cctv/agency-people/${each.person_id}/proposal`, { organisation: values.organisation, reason: values.reason })}
        .done=${() => this.did(t("제안했습니다. 다른 사람이 정해야 합니다.", "Proposed: another has to decide."))}>
        <city-field name="organisation" kind="select" required .label=${t("어느 기관", "Which agency")} .options=${this.bodies.choices}></city-field>
        ${reasonField({ shortest: 2, longest: 500, placeholder: t("예: 공문으로 확인함", "such as: confirmed by letter") })}</city-form></details>`;
  }

  /** @param {Person} each @param {string} called */
  async #end(each, called) {
    const answer = await askReason({ title: t(`${called}: 소속을 해제할까요?`, `${called}: end it?`), verb: t("해제", "End it"), grave: true, shortest: 2, longest: 500,
      body: t("곧바로 어떤 카메라도 볼 수 없게 됩니다.", "They see no camera from that moment."),
      act: reason => operations.post(path`cctv/agency-people/${each.person_id}/end`, { reason }) });
    if (answer) this.did(t(`${called}: 해제했습니다.`, `${called}: ended.`));
  }
}
define("cctv-people", CctvPeople);

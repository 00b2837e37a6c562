// One procedure: for what it starts, its steps, and its earlier versions.

import { facts, tag } from "../../components/facts.js";
import { Load } from "../../components/load.js";
import { good } from "../../components/notice.js";
import { drawn } from "../../components/state.js";
import { path } from "../../shell/api.js";
import { CityElement, define, html, nothing, repeat } from "../../shell/element.js";
import { at } from "../../shell/place.js";
import { session } from "../../shell/session.js";
import { named, t } from "../../shell/words.js";
import { did, exactly, operations } from "../office/shown.js";
import { GROUPS, SEVERITIES } from "../office/words.js";
import { starts, WHEN_LATE } from "./procedure.js";

/** @typedef {import("./procedure.js").Procedure} Procedure */
/** @typedef {import("./procedure.js").Step} Step */

/** Its steps in order. @param {Step[]} steps */
export const steps = steps => html`<ol class="procedure-steps">${steps.map(step => html`<li><b class="words">${t(step.ko, step.en)}</b>
  <p class="quiet">${named(GROUPS, step.who)} · ${t(`${exactly(step.limit_s)} 안에`, `within ${exactly(step.limit_s)}`)} · ${
    step.may_refuse ? t("거부할 수 있음", "may be refused") : t("거부할 수 없음", "may not be refused")} · ${t("늦으면", "when late")}: ${named(WHEN_LATE, step.when_late)}</p></li>`)}</ol>`;

class ProcedureShown extends CityElement {
  static properties = { procedure: { attribute: false }, told: {} };

  constructor() {
    super();
    /** @type {Procedure} */
    this.procedure = /** @type {any} */ (null);
    this.told = "";
    /** @type {Load<Procedure[]>} */
    this.versions = new Load(this, async () => (await operations.get(path`procedures/${this.procedure.procedure_id}/versions`)).versions, { held: true });
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    const before = changed.get("procedure");
    if (before && before.version !== this.procedure.version && this.versions.value) void this.versions.reload();
  }

  render() {
    const { procedure } = this;
    return html`<div class="row apart"><h2>${t(procedure.ko, procedure.en)}</h2>${procedure.in_force ? tag(t("시행 중", "in force"), "fine") : tag(t("멈춤", "not in force"))}</div>
      ${this.told ? good(this.told) : nothing}
      <div class="card">${facts([[t("시작하는 사건", "Starts at"), starts(procedure)],
        [t("심각도", "Severity"), t(`${named(SEVERITIES, procedure.from_severity)} 이상`, `${named(SEVERITIES, procedure.from_severity)} and worse`)],
        [t("이름표", "Id"), html`<code>${procedure.procedure_id}</code>`],
        [t("판", "Version"), html`${procedure.version} <small class="quiet">${did(procedure.written_by, procedure.written_by_name, procedure.written_at)}</small>`]])}
        ${session.may("supervisor") ? html`<div class="row"><a class="do" href=${at(procedure.procedure_id, "edit")}>${t("고치기", "Change")}</a></div>` : nothing}</div>
      <section class="card"><h3>${t("단계", "Steps")}</h3>
        <p class="quiet">${t("제때 답이 없으면 관제 책임자에게 한 번 더 묻고, 그래도 없으면 ‘늦으면’에 적힌 대로 합니다.",
          "If nobody answers in time a supervisor is asked once more; after that, what “when late” says.")}</p>${steps(procedure.steps)}</section>
      <details class="card" @toggle=${(/** @type {Event} */ event) => { if (/** @type {HTMLDetailsElement} */ (event.target).open && !this.versions.value) void this.versions.reload(); }}>
        <summary>${t("지난 판", "Earlier versions")}</summary>
        ${drawn(this.versions, all => html`<ul class="lines">${repeat(all.filter(each => each.version !== procedure.version), each => each.version, each => html`<li>
          <b>${t(`${each.version}판`, `Version ${each.version}`)}</b> <small class="quiet">${did(each.written_by, each.written_by_name, each.written_at)}</small>
          ${each.in_force ? nothing : tag(t("멈춤", "not in force"))}
          <p class="quiet">${t(each.ko, each.en)} · ${starts(each)} · ${named(SEVERITIES, each.from_severity)}</p>${steps(each.steps)}</li>`)}</ul>`,
          { empty: all => all.length > 1 ? null : t("이것이 첫 판입니다.", "This is the first version.") })}</details>`;
  }
}
define("procedure-shown", ProcedureShown);

// Procedures at an incident: what runs, its steps and limits, and what can be started besides.

import { api, path } from "../../shell/api.js";
import { CityElement, define, html, nothing, repeat } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { session } from "../../shell/session.js";
import { moment, named, t } from "../../shell/words.js";
import { tag } from "../../components/facts.js";
import { Load } from "../../components/load.js";
import { drawn } from "../../components/state.js";
import "../../components/form.js";
import { keyOf, stepView } from "./steps.js";
import { GROUPS, OPEN } from "./words.js";

/** @type {import("../../shell/words.js").Words} */
const ENDINGS = { complete: ["모두 마침", "Complete"], stopped: ["멈춤", "Stopped"], ended_with_incident: ["사건과 함께 끝남", "Ended with the incident"] };
const OFTEN_MS = 10_000;

class RoomProcedures extends CityElement {
  static properties = { line: { attribute: false }, turn: { type: Number } };

  constructor() {
    super();
    /** @type {import("./words.js").IncidentLine | any} */
    this.line = null;
    this.turn = 0;
    /** @type {Load<any>} */
    this.runs = new Load(this, () => api("operations").get(path`incidents/${this.line.incident_id}/procedures`),
      { every: ({ runs }) => runs.some((/** @type {any} */ run) => !run.ended_at) ? OFTEN_MS : null });
    /** @type {Load<any>} */
    this.procedures = new Load(this, () => api("operations").get("procedures"));
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) { if (changed.get("turn")) void this.runs.reload(); }

  #did = () => this.runs.reload();

  render() {
    return html`${drawn(this.runs, ({ runs, levels }) => html`${levels.length ? html`<section class="card"><h3>${t("미접수 알림", "Told that nobody answered")}</h3>
        <ul class="lines">${levels.map((/** @type {any} */ each) => html`<li>${t(`${each.number}단계`, `Level ${each.number}`)} · ${named(GROUPS, each.who)} ·
          ${moment(each.told_at)}</li>`)}</ul></section>` : nothing}
        ${runs.length ? repeat(runs, run => run.run_id, run => this.#run(run)) : html`<p class="quiet">${t("이 사건에서 시작된 절차가 없습니다.",
          "No procedure was started for this incident.")}</p>`}`)}
      ${session.may("operator", "supervisor") && OPEN.includes(this.line.state) ? this.#starting() : nothing}`;
  }

  /** @param {any} run */
  #run(run) {
    return html`<section class="card stack"><div class="row apart"><h3>${t(run.ko, run.en)}</h3>${run.ended_at
        ? tag(named(ENDINGS, run.ending), run.ending === "complete" ? "fine" : "warning") :
        tag(t(`${run.steps.length}/${run.steps_all}단계`, `step ${run.steps.length} of ${run.steps_all}`), "info")}</div>
      <p class="quiet small">${moment(run.started_at)} · ${run.started_by ? person(run.started_by, run.started_by_name) : t("자동 시작", "started by itself")} ·
        ${t(`${run.version}판`, `version ${run.version}`)}${run.exercise ? t(" · 훈련", " · drill") : nothing}</p>
      <ol class="lines">${repeat(run.steps, keyOf, step => html`<li>${stepView(step, this.#did)}</li>`)}</ol></section>`;
  }

  #starting() {
    return html`<details class="card"><summary>${t("절차 시작", "Start a procedure")}</summary>${drawn(this.procedures, ({ procedures }) => {
      const may = procedures.filter((/** @type {any} */ each) => each.in_force);
      const first = may.find((/** @type {any} */ each) => each.category === this.line.category);
      return html`<city-form .verb=${t("시작", "Start")} .done=${() => t("시작했습니다.", "Started.")} @sent=${this.#did} .send=${this.#start}>
        <city-field name="procedure_id" kind="select" required .value=${first?.procedure_id ?? ""} .label=${t("절차", "Procedure")}
          .options=${may.map((/** @type {any} */ each) => [each.procedure_id, t(each.ko, each.en)])}></city-field></city-form>`;
    }, { empty: ({ procedures }) => procedures.some((/** @type {any} */ each) => each.in_force) ? null : t("시행 중인 절차가 없습니다.", "No procedure is in force.") })}</details>`;
  }

  #start = (/** @type {any} */ values) => api("operations").post(path`incidents/${this.line.incident_id}/procedures`, { procedure_id: values.procedure_id });
}
define("room-procedures", RoomProcedures);

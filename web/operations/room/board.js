// What is open, worst first, beside the map; what waits for whoever is here; and what is silent.

import { CityElement, define, html, ifDefined, nothing, repeat } from "../../shell/element.js";
import { session } from "../../shell/session.js";
import { ago, clock, count, moment, named, number, t } from "../../shell/words.js";
import { tag } from "../../components/facts.js";
import { Load } from "../../components/load.js";
import { drawn, empty } from "../../components/state.js";
import "../../components/map.js";
import { districtsOf } from "../../components/maps/districts.js";
import { cornersOf, Roll } from "./roll.js";
import { keyOf, stepView } from "./steps.js";
import { addressOf, detailOf, GROUPS, headline, kindOf, markOf, middleOf, pageOf, SEVERITIES, SEVERITY_TONES, sourcesOf, STATES,
  STATE_TONES, tongue } from "./words.js";

/** @typedef {import("./words.js").IncidentLine} IncidentLine */

export class RoomIncidentBoard extends CityElement {
  static properties = { roll: { attribute: false }, steps: { attribute: false }, turn: { type: Number }, chosen: { state: true } };

  constructor() {
    super();
    this.roll = new Roll();
    /** @type {Load<{steps: import("./steps.js").StepLine[]}> | null} */
    this.steps = null;
    this.turn = 0;
    this.chosen = "";
  }

  render() {
    const open = this.roll.sorted(), placed = open.filter(line => middleOf(line.place));
    const points = placed.map(line => ({ id: line.incident_id, at: middleOf(line.place), name: headline(line), state: markOf(line), detail: detailOf(line) }));
    return html`<div class="room-board"><section class="room-open" aria-labelledby="room-open">${this.#open(open)}</section>
      <div class="stack"><city-map upgrade streets .places=${districtsOf(cornersOf(placed)) || "seosan"} .label=${t("사건 지도", "Map of incidents")}
          .points=${points} .selected=${this.chosen} @select=${this.#pick}></city-map>
        ${this.#chosenOne()}${this.#waiting()}${this.#silent()}</div></div>`;
  }

  /** @param {CustomEvent<{id?: string} | undefined>} event */
  #pick = event => {
    this.chosen = event.detail?.id ?? "";
  };

  // What was picked on the map, and where to go from there.
  #chosenOne() {
    const line = this.roll.lines.get(this.chosen);
    return line ? html`<p class="room-picked" role="status"><a href=${pageOf(line.incident_id)} lang=${ifDefined(tongue(line))}>${headline(line)}</a>
      <span class="quiet">${detailOf(line)}</span></p>` : nothing;
  }

  // --- what is open --------------------------------------------------------------------------------------------------

  /** @param {IncidentLine[]} open */
  #open(open) {
    const unanswered = this.roll.unanswered.length;
    return html`<div class="row apart"><h2 id="room-open">${t("열린 사건", "Open incidents")} <span class="number">${number(open.length)}</span></h2>
        ${unanswered ? tag(t(`접수 전 ${number(unanswered)}`, `${number(unanswered)} not acknowledged`), "alarm") : nothing}</div>
      ${open.length ? html`<ol class="room-list" aria-label=${t("열린 사건, 급한 것부터", "Open incidents, the worst first")} @keydown=${this.#arrows}>
        ${repeat(open, line => line.incident_id, line => this.#one(line))}</ol>`
        : html`<p class="room-calm">${t("열린 사건이 없습니다. 무슨 일이 생기면 여기에 저절로 뜹니다.", "Nothing is open. What happens appears here by itself.")}</p>`}
      <p class="quiet small">${t("위아래 화살표로 사건을 옮기고, 탭 키로 ‘접수’에 갑니다.", "Arrow up and down move between incidents; Tab goes to “Acknowledge”.")}</p>`;
  }

  /** @param {IncidentLine} line */
  #one(line) {
    const told = this.roll.escalated.get(line.incident_id), escalated = told && line.state === "detected" ? told : null;
    return html`<li class="room-one" data-severity=${line.severity} data-state=${line.state} ?data-exercise=${line.exercise}>
      <div class="grow stack tight"><p class="row">${line.exercise ? html`<b class="room-drill">${t("훈련", "DRILL")}</b>` : nothing}
          <a class="room-name" href=${pageOf(line.incident_id)} lang=${ifDefined(tongue(line))}>${headline(line)}</a></p>
        <p class="row">${tag(named(SEVERITIES, line.severity), SEVERITY_TONES[line.severity] ?? "")}${tag(named(STATES, line.state), STATE_TONES[line.state] ?? "")}
          ${line.storm ? tag(t("알림 폭주", "too many at once"), "warning") : nothing}</p>
        <p><span class="quiet">${kindOf(line)} · </span><span lang=${ifDefined(line.place?.address && tongue({ headline: line.place.address }))}
          >${addressOf(line.place)}</span></p>
        <p class="quiet small"><time title=${moment(line.began_at)}>${clock(line.began_at)} · ${ago(line.began_at)}</time> · ${sourcesOf(line)}
          · ${count(line.count, "건 통보", "report")}</p>
        ${escalated ? html`<p class="why small">${t(`아직 아무도 접수하지 않아 ${named(GROUPS, escalated.who)}에게 알렸습니다(${escalated.level}단계).`,
          `Nobody acknowledged it: the ${named(GROUPS, escalated.who)} was told (level ${escalated.level}).`)}</p>` : nothing}</div>
      ${line.state === "detected" && session.may("operator", "supervisor") ? html`<button type="button" class="do"
        aria-label=${t(`접수: ${headline(line)}`, `Acknowledge: ${headline(line)}`)} @click=${(/** @type {Event} */ event) => this.#acknowledge(event, line)}
        >${t("접수", "Acknowledge")}</button>` : nothing}</li>`;
  }

  // The button goes when it was pressed: its incident has the focus then, and not the page's beginning.
  /** @param {Event} event @param {IncidentLine} line */
  #acknowledge(event, line) {
    const row = /** @type {HTMLElement} */ (event.currentTarget).closest("li");
    /** @type {HTMLElement | null} */ (row?.querySelector(".room-name") ?? null)?.focus({ preventScroll: true });
    this.tell("acknowledge", line);
  }

  /** @param {KeyboardEvent} event */
  #arrows(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const from = event.target instanceof Element ? event.target.closest("li") : null;
    if (!step || !from || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = step > 0 ? from.nextElementSibling : from.previousElementSibling, name = to?.querySelector(".room-name");
    event.preventDefault();
    if (name instanceof HTMLElement) name.focus();
  }

  // --- what waits, and what is silent ------------------------------------------------------------------------------------

  #waiting() {
    if (!this.steps || !session.may("operator", "supervisor")) return nothing;
    const did = () => this.tell("answered");
    return html`<section class="card" id="room-steps" tabindex="-1" aria-labelledby="room-steps-name"><h2 id="room-steps-name">${t("나를 기다리는 단계", "Steps that wait for me")}</h2>
      ${drawn(this.steps, ({ steps }) => html`<ol class="lines">${repeat(steps, keyOf, step => html`<li>${stepView(step, did, html`<p class="small">
        ${this.roll.lines.get(step.incident_id)?.exercise ? html`<b class="room-drill">${t("훈련", "DRILL")}</b> ` : nothing}<a href=${pageOf(step.incident_id)}>${t(step.procedure_ko, step.procedure_en)}</a> <span class="quiet" lang=${ifDefined(this.#tongueOf(step.incident_id))}
          >${this.#nameOf(step.incident_id)}</span></p>`)}</li>`)}</ol>`,
        { empty: ({ steps }) => steps.length ? null : t("지금 기다리는 단계가 없습니다.", "Nothing waits for you.") })}</section>`;
  }

  /** @param {string} id */
  #nameOf(id) {
    const line = this.roll.lines.get(id);
    return line ? headline(line) : "";
  }

  /** @param {string} id */
  #tongueOf(id) {
    const line = this.roll.lines.get(id);
    return line ? tongue(line) : undefined;
  }

  #silent() {
    const { silent } = this.roll;
    return html`<section class="card" aria-labelledby="room-silent"><h2 id="room-silent">${t("무응답", "Silent")} <span class="number">${number(silent.length)}</span></h2>
      ${silent.length ? html`<ul class="lines">${repeat(silent, line => line.incident_id, line => html`<li class="row apart"><p class="grow">
          ${line.exercise ? html`<b class="room-drill">${t("훈련", "DRILL")}</b> ` : nothing}<a href=${pageOf(line.incident_id)} lang=${ifDefined(tongue(line))}>${headline(line)}</a>
          <span class="quiet small">${addressOf(line.place)}</span></p><span class="quiet small">${ago(line.began_at)}${t("부터", "")} · ${named(STATES, line.state)}</span></li>`)}</ul>`
        : empty(t("모두 제때 응답하고 있습니다.", "Everything is heard from in time."))}</section>`;
  }
}
define("room-incident-board", RoomIncidentBoard);

// All units: what is to be done now, the map with its list, and whichever unit is open beside them.

import { api } from "../shell/api.js";
import { CityElement, define, html, ifDefined, nothing, repeat } from "../shell/element.js";
import { at, go } from "../shell/place.js";
import { session } from "../shell/session.js";
import { ago, clock, count, moment, named, number, t } from "../shell/words.js";
import { ask } from "../components/dialog.js";
import { tag } from "../components/facts.js";
import { empty } from "../components/state.js";
import "../components/map.js";
import "../components/split.js";
import { placesOf, Roll } from "./roll.js";
import { ADVICE, CONCERNS, LAMP_STATES, nameOf, RINGS, SEVERITIES, tongue, why } from "./words.js";
import "./unit.js";

/** @typedef {import("./words.js").UnitLine} UnitLine */

/** On the map: by its shape as much as by its colour. @param {UnitLine} line */
function mark(line) {
  if (line.severity === "alarm") return "danger";
  if (line.severity === "warning") return line.concerns[0] === "disconnected" ? "off" : "warn";
  return line.severity === "fine" ? "ok" : "note";
}

/** What stands under its name in the map's list. @param {UnitLine} line */
function detail(line) {
  if (line.severity === "waiting" || line.severity === "out_of_service") return named(SEVERITIES, line.severity);
  if (line.severity === "fine") return line.lamp_state ? named(LAMP_STATES, line.lamp_state) : "";
  return `${why(line)} · ${t("마지막 응답", "heard")} ${ago(line.heard_at)}`;
}

const MOST_TO_DO = 20;

export class CrosswalkUnits extends CityElement {
  static properties = { roll: { attribute: false }, noted: { attribute: false }, turn: { type: Number }, unit: {}, panel: {},
    chosen: { state: true } };

  constructor() {
    super();
    this.roll = new Roll();
    /** @type {import("./roll.js").Noted | null} */
    this.noted = null;
    this.turn = 0;
    this.unit = "";
    this.panel = "";
    this.chosen = "";
  }

  render() {
    const all = this.roll.sorted();
    if (!all.length && !this.unit) return this.#first();
    const line = this.roll.lines.get(this.unit) ?? null;
    return html`<city-split ?open=${Boolean(this.unit)} .list=${this.#many(all)} .back=${at("units")} .subject=${this.unit}
      .one=${this.unit ? html`<crosswalk-unit .unit=${this.unit} .line=${line} .panel=${this.panel} .turn=${this.turn}></crosswalk-unit>`
        : nothing}></city-split>`;
  }

  /** A city that has none yet. */
  #first() {
    return html`<section class="card">${empty(session.may("manager")
      ? t("아직 단말이 없습니다. 장치의 일련번호로 등록하면, 그 장치만 설치할 수 있습니다.",
        "There are no units yet. Register one by its serial number: only that box can then be installed.")
      : t("아직 단말이 없습니다. 관리자가 등록하면 여기에 저절로 보입니다.",
        "There are no units yet. They appear here by themselves once a manager has registered them."))}
      ${this.#registering()}</section>`;
  }

  /** @param {UnitLine[]} all */
  #many(all) {
    const counts = this.roll.counts(), chosen = counts.some(([id]) => id === this.chosen) ? this.chosen : "";
    const shown = chosen ? this.roll.sorted(chosen) : all;
    const points = shown.map(line => ({ id: line.unit, at: [line.longitude, line.latitude], name: nameOf(line), state: mark(line), detail: detail(line) }));
    const pill = (/** @type {string} */ id, /** @type {string} */ words, /** @type {number} */ many) => html`<button type="button" class="pill"
      aria-pressed=${chosen === id ? "true" : "false"} @click=${() => { this.chosen = id; }}>${words} <span class="number">${number(many)}</span></button>`;
    return html`${this.unit ? nothing : this.#todo(this.roll.sorted("alarm"))}
      <div class="row" role="group" aria-label=${t("상태로 거르기", "Filter by state")}>${pill("", t("전체", "All"), all.length)}
        ${repeat(counts, ([id]) => id, ([id, many]) => pill(id, named(SEVERITIES, id), many))}</div>
      <city-map upgrade streets .places=${placesOf(all)} .label=${t("단말 지도", "Map of the units")} .points=${points}
        .selected=${this.unit} @select=${this.#pick}></city-map>
      ${this.#registering()}`;
  }

  /** @param {CustomEvent<{id?: string} | undefined>} event */
  #pick = event => {
    if (event.detail?.id) go("units", event.detail.id);
  };

  // --- what is to be done ------------------------------------------------------------------------------------------

  /** @param {UnitLine[]} urgent */
  #todo(urgent) {
    if (!urgent.length) {
      const active = [...this.roll.lines.values()].filter(line => line.standing === "active").length;
      return html`<section class="card board-calm"><h2>${t("지금 급한 일이 없습니다", "Nothing is urgent")}</h2>
        <p class="quiet">${t(`운영 중인 단말 ${number(active)}곳을 보고 있습니다. 무슨 일이 생기면 여기에 저절로 뜹니다.`,
          `Watching ${count(active, "곳", "unit")} on duty. What happens appears here by itself.`)}</p></section>`;
    }
    const fresh = urgent.filter(line => this.noted?.at(line) === null);
    return html`<section class="card alarm board-todo" aria-labelledby="todo"><div class="row apart"><h2 id="todo">${t("지금 할 일", "To be done now")}
        <span class="number">${number(urgent.length)}</span></h2>${fresh.length > 1 ? html`<button type="button" class="plain"
        @click=${() => this.tell("noted", fresh)}>${t(`새 경보 ${number(fresh.length)}건 모두 확인`, `Note all ${number(fresh.length)} new ones`)}</button>` : nothing}</div>
      <ol class="lines">${repeat(urgent.slice(0, MOST_TO_DO), line => line.unit, line => this.#task(line))}</ol>
      ${urgent.length > MOST_TO_DO ? html`<p class="quiet">${t(`외 ${number(urgent.length - MOST_TO_DO)}곳은 아래 목록에 있습니다.`,
        `${number(urgent.length - MOST_TO_DO)} more are in the list below.`)}</p>` : nothing}
      <p class="quiet small">${t("‘확인’은 이 브라우저에만 남습니다. 상황이 바뀌면 다시 새 경보가 됩니다.",
        "What you note is kept in this browser alone. When something changes, the alarm is new again.")}</p></section>`;
  }

  /** @param {UnitLine} line */
  #task(line) {
    const noted = this.noted?.at(line) ?? null, [first] = line.concerns, since = line.silent_since ?? line.faults[0]?.since ?? null;
    return html`<li class="board-task"><div class="grow stack tight"><p class="row"><a class="board-name" lang=${ifDefined(tongue(line))} href=${at("units", line.unit)}
        >${nameOf(line)}</a>${noted === null ? tag(t("새 경보", "new"), "alarm") : html`<span class="quiet small">${t(`${clock(noted)} 확인`, `noted ${clock(noted)}`)}</span>`}</p>
      <p><b class="why">${line.faults.length && first !== "silent" ? why(line) : named(CONCERNS, first)}</b>${since
        ? html` <span class="quiet" title=${moment(since)}>${ago(since)}${t("부터", "")}</span>` : nothing}</p>
      <p class="quiet">${named(ADVICE, first)}</p></div>
      ${noted === null ? html`<button type="button" class="plain" aria-label=${t(`${nameOf(line)}: 확인`, `Note ${nameOf(line)}`)}
        @click=${() => this.tell("noted", [line])}>${t("확인", "Note")}</button>` : nothing}</li>`;
  }

  // --- another one -------------------------------------------------------------------------------------------------

  #registering() {
    return session.may("manager") ? html`<div class="row"><button type="button" class="plain" @click=${this.#register}
      >${t("단말 등록", "Register a unit")}</button></div>` : nothing;
  }

  #register = async () => {
    const made = await ask({ title: t("단말 등록", "Register a unit"), verb: t("등록", "Register"), wide: true,
      act: values => api("crosswalk").post("units", values), body: html`<div class="fields">
        <city-field name="unit" .label=${t("단말 이름", "Name")} required pattern="[a-z][a-z0-9\\-]{2,39}" placeholder="okgye-01"
          .hint=${t("영문 소문자와 숫자, 예: okgye-01", "Small letters and digits: okgye-01, say")}></city-field>
        <city-field name="serial" .label=${t("일련번호", "Serial number")} required pattern="[A-Z0-9][A-Z0-9\\-]{4,39}"
          .hint=${t("장치에 붙어 있습니다.", "It is on the box.")}></city-field>
        <city-field name="name_ko" .label=${t("장소 (한국어)", "Place, in Korean")} required maxlength="60"></city-field>
        <city-field name="name_en" .label=${t("장소 (영어)", "Place, in English")} maxlength="60"></city-field>
        <city-field name="latitude" kind="number" .label=${t("위도", "Latitude")} required step="any" min="33" max="39"></city-field>
        <city-field name="longitude" kind="number" .label=${t("경도", "Longitude")} required step="any" min="124" max="132"></city-field></div>
        <city-field name="ring" kind="radio" .label=${t("업데이트 순서", "Updates")} value="rest" .options=${Object.keys(RINGS).map(id => [id, named(RINGS, id)])}
          ></city-field>` });
    if (!made) return;
    this.tell("registered");
    go("units", made.line.unit);
  };
}
define("crosswalk-units", CrosswalkUnits);

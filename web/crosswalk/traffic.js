// Who passed a crosswalk: a day in figures and by the hour, its cars' speeds, and the two weeks before.

import { api, path } from "../shell/api.js";
import { CityElement, define, html } from "../shell/element.js";
import { clock, day as dayOf, number, t, today } from "../shell/words.js";
import { tiles } from "../components/facts.js";
import { Load } from "../components/load.js";
import { drawn } from "../components/state.js";
import "../components/chart.js";
import "../components/field.js";
import { seconds } from "./words.js";

/** @typedef {{people_left_to_right: number, people_right_to_left: number, bicycles: number, vehicles: number, vehicle_speeds: number[],
 *   waiting_s_total: number, conflicts: number, stop_line_violations: number, not_yielding: number, jaywalking: number, covered_s: number}} Traffic */

/** @param {Traffic} traffic */
const people = traffic => traffic.people_left_to_right + traffic.people_right_to_left;

/** The day's windows by the hour in Seoul. @param {{start: string, traffic: Traffic}[]} windows */
export function byTheHour(windows) {
  const sums = { people: Array(24).fill(0), vehicles: Array(24).fill(0) };
  for (const { start, traffic } of windows) {
    const hour = Number(clock(start).slice(0, 2));
    sums.people[hour] += people(traffic);
    sums.vehicles[hour] += traffic.vehicles;
  }
  return sums;
}

class CrosswalkTraffic extends CityElement {
  static properties = { unit: {}, day: { state: true } };

  constructor() {
    super();
    this.unit = "";
    this.day = today();
    this.windows = new Load(this, () => api("crosswalk").get(path`units/${this.unit}/windows`, { day: this.day }));
    this.days = new Load(this, () => api("crosswalk").get(path`units/${this.unit}/days`));
  }

  #choose = (/** @type {Event} */ event) => {
    const chosen = /** @type {HTMLInputElement} */ (event.target).value;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(chosen) || chosen === this.day || chosen > today()) return;
    this.day = chosen;
    void this.windows.reload();
  };

  render() {
    return html`<div class="board-day"><city-field kind="date" name="day" .label=${t("날짜", "Day")} .value=${this.day} .max=${today()}
        @change=${this.#choose}></city-field></div>
      ${drawn(this.windows, answer => this.#shown(answer))}
      <section class="card"><h3>${t("최근 2주 보행자", "People, the last two weeks")}</h3>${drawn(this.days, ({ days }) => html`
        <city-chart kind="bars" .label=${t("최근 2주 보행자", "People, the last two weeks")} .unit=${t("명", "people")}
          .categories=${days.map((/** @type {any} */ each) => each.day.slice(5).replace("-", "/"))}
          .series=${[{ name: t("보행자", "people"), values: days.map((/** @type {any} */ each) => people(each.traffic)) }]}></city-chart>`,
        { empty: ({ days }) => days.length ? null : t("자료가 없습니다.", "Nothing to show.") })}</section>`;
  }

  /** @param {{day: string, total: Traffic, windows: {start: string, traffic: Traffic}[]}} answer */
  #shown({ day, total, windows }) {
    const hours = byTheHour(windows), all = people(total);
    return html`<h3>${dayOf(day)}</h3>${tiles([
      { name: t("보행자", "People"), value: number(all), note: t(`왼→오 ${number(total.people_left_to_right)} · 오→왼 ${number(total.people_right_to_left)}`,
        `left to right ${number(total.people_left_to_right)}, right to left ${number(total.people_right_to_left)}`) },
      { name: t("차량", "Vehicles"), value: number(total.vehicles) }, { name: t("자전거", "Bicycles"), value: number(total.bicycles) },
      { name: t("상충(아차사고)", "Near misses"), value: number(total.conflicts) }, { name: t("양보 안 함", "Did not yield"), value: number(total.not_yielding) },
      { name: t("정지선 위반", "Over the stop line"), value: number(total.stop_line_violations) },
      { name: t("무단횡단", "Jaywalking"), value: number(total.jaywalking) },
      { name: t("평균 대기", "Mean wait"), value: all ? seconds(total.waiting_s_total / all, 1) : null },
      { name: t("본 시간", "Watched for"), value: t(`${number(total.covered_s / 3600, 1)}시간`, `${number(total.covered_s / 3600, 1)} hours`) }])}
      <section class="card"><h3>${t("시간별", "By the hour")}</h3><city-chart kind="bars" .label=${t("시간별 통행", "Traffic by the hour")}
        .categories=${hours.people.map((_, hour) => t(`${hour}시`, `${hour}:00`))}
        .series=${windows.length ? [{ name: t("보행자", "people"), values: hours.people }, { name: t("차량", "vehicles"), values: hours.vehicles }] : []}></city-chart></section>
      <section class="card"><h3>${t("차량 속도", "Speeds of vehicles")}</h3><city-chart kind="bars" .label=${t("차량 속도 (km/h)", "Speeds of vehicles (km/h)")}
        .unit=${t("대", "vehicles")} .categories=${total.vehicle_speeds.map((_, place) => place === 8 ? "80+" : `${place * 10}`)}
        .series=${windows.length ? [{ name: t("차량", "vehicles"), values: total.vehicle_speeds }] : []}></city-chart></section>`;
  }
}
define("crosswalk-traffic", CrosswalkTraffic);

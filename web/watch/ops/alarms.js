// The alarms, worst first; those that are quiet fold away.

import { line, since, tag } from "../../components/facts.js";
import { html, nothing, repeat } from "../../shell/element.js";
import { at } from "../../shell/place.js";
import { count, named, t } from "../../shell/words.js";
import { domainNamed } from "../names.js";
import { STATES, TONES } from "../words.js";
import { domainOf, titleOf, worstFirst } from "./told.js";

/** @typedef {import("./told.js").Alarm} Alarm */
/** @typedef {import("./told.js").Books} Books */

/** @param {Alarm[]} all @param {Books} books @param {string} stage */
export function alarms(all, books, stage) {
  const sorted = worstFirst(all), loud = sorted.filter(alarm => alarm.state !== "OK"), quiet = sorted.filter(alarm => alarm.state === "OK");
  const ringing = loud.filter(alarm => alarm.state === "ALARM" && !alarm.composite).length;
  return html`
    ${ringing ? html`<p class="alert-line">${t(`경보 ${count(ringing, "개", "")}가 울리고 있습니다.`, `${count(ringing, "", "alarm")} ringing.`)}</p>`
      : html`<p class="calm-line">${t("울리는 경보가 없습니다.", "No alarm is ringing.")}</p>`}
    ${loud.length ? listOf(loud, books, stage, t("살펴볼 경보", "Alarms to look at")) : nothing}
    ${quiet.length ? html`<details class="card"><summary>${t(`조용한 경보 ${count(quiet.length, "개", "")}`, `${count(quiet.length, "", "quiet alarm")}`)}</summary>
      ${listOf(quiet, books, stage, t("조용한 경보", "Quiet alarms"))}</details>` : nothing}`;
}

/** @param {Alarm[]} all @param {Books} books @param {string} stage @param {string} name */
const listOf = (all, books, stage, name) => html`<ul class="list" aria-label=${name}>${repeat(all, alarm => alarm.name, alarm => html`<li>
  ${line(at("alarm", alarm.name), html`<span class="row start">${tag(named(STATES, alarm.state), TONES[alarm.state] ?? "")}
    <b>${titleOf(alarm, books, stage)}</b></span><span class="quiet small">${alarm.composite ? t("영역의 경보를 모은 것", "sums up a domain")
      : domainNamed(domainOf(alarm, stage))} · ${since(alarm.since)}</span>
    ${alarm.state === "OK" || alarm.composite ? nothing : html`<span class="small reason" lang="en">${alarm.reason}</span>`}`)}</li>`)}</ul>`;

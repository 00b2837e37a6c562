// A dashboard's widgets, each as CloudWatch would show it: lines with thresholds, numbers, alarms, words.

import "../../components/chart.js";
import { tag, tiles } from "../../components/facts.js";
import { html, nothing, repeat } from "../../shell/element.js";
import { at } from "../../shell/place.js";
import { count, named, number, t } from "../../shell/words.js";
import { capital, half, sentences } from "../names.js";
import { marked } from "../runbook.js";
import { STATES, TONES } from "../words.js";
import { alarmsOf, figuresOf, newest } from "./figures.js";
import { titleOf, worstFirst } from "./told.js";

/** @typedef {import("./figures.js").Widget} Widget */
/** @typedef {import("./figures.js").WidgetSeries} WidgetSeries */
/** @typedef {import("./told.js").Alarm} Alarm */
/** @typedef {{stage: string, alarms: Alarm[] | null, books: Record<string, import("../runbook.js").Runbook>}} Known */

/** @typedef {{widgets: Widget[], of: Map<number, WidgetSeries>, span: [string, string]}} Board */

/** All of them, in their order; those that have nothing to draw stand together at the end. @param {Board} board @param {Known} known */
export function widgetsShown({ widgets, of, span }, known) {
  const all = widgets.map((widget, place) => ({ widget, place, data: of.get(place), figures: figuresOf(widget, of.get(place), known.stage) }));
  const bare = all.filter(({ widget, figures }) => widget.type === "metric" && !figures.times.length);
  return html`${repeat(all.filter(each => !bare.includes(each)), each => each.place, ({ widget, figures }) => shown(widget, figures, span, known))}
    ${bare.length ? html`<details class="card wide"><summary>${t(`값이 없는 그래프 ${count(bare.length, "개", "")}`,
      count(bare.length, "", "chart without values", "charts without values"))}</summary>
      <p class="quiet">${t("고른 시간에 세어진 일이 없습니다.", "Nothing was counted in the time chosen.")}</p>
      <ul class="lines">${bare.map(({ widget, data, figures }) => html`<li><b>${title(widget)}</b>${why(widget, data, figures)}</li>`)}</ul></details>` : nothing}`;
}

/** @param {Widget} widget @param {WidgetSeries | undefined} data @param {import("./figures.js").Figures} figures */
function why({ properties }, data, { limits }) {
  if (data?.elsewhere) {
    return html`<p class="quiet small">${t(`${properties.region} 리전의 값입니다. 이 화면은 도시의 리전만 읽으니 CloudWatch 콘솔에서 보세요.`,
      `Of the region ${properties.region}. This page reads the city's own; see the CloudWatch console.`)}</p>`;
  }
  return limits.length ? html`<p class="quiet small">${t("기준", "Limits")}: ${limits.map(limit => `${limit.name} ${number(limit.at, 2)}`).join(", ")}</p>` : nothing;
}

const title = (/** @type {Widget} */ { properties }) => capital(half(properties.title ?? ""));

/** @param {Widget} widget @param {import("./figures.js").Figures} figures @param {[string, string]} span @param {Known} known */
function shown(widget, figures, span, known) {
  if (widget.type === "text") return words(widget);
  if (widget.type === "alarm") return states(widget, known);
  if (widget.type === "metric") return metric(widget, figures, span);
  return html`<section class="card widget"><p class="quiet">${t(`이 화면은 ${widget.type} 위젯을 그리지 않습니다. CloudWatch 콘솔에서 보세요.`,
    `This page does not draw ${widget.type} widgets; see the CloudWatch console.`)}</p></section>`;
}

/** @param {Widget} widget */
function words({ properties }) {
  const [, head = "", text = ""] = String(properties.markdown ?? "").match(/^(?:\*\*(.+?)\*\*(?: — )?)?([\s\S]*)$/) ?? [];
  return html`<p class="quiet wide">${head ? html`<b>${capital(half(head))}</b> — ` : nothing}${marked(sentences(text))}</p>`;
}

// More than a few, and those that are quiet fold away.
const FEW = 12;

/** @param {Widget} widget @param {Known} known */
function states(widget, { alarms, books, stage }) {
  const wanted = alarmsOf(widget), found = worstFirst(alarms?.filter(alarm => wanted.includes(alarm.name)) ?? []);
  const ringing = found.filter(alarm => alarm.state === "ALARM").length, loud = found.filter(alarm => alarm.state !== "OK");
  const open = found.length > FEW ? loud : found, quiet = found.filter(alarm => !open.includes(alarm));
  /** @param {Alarm[]} some */
  const list = some => html`<ul class="states">${repeat(some, alarm => alarm.name, alarm => html`<li><a class="state-link"
    href=${at("alarm", alarm.name)}>${tag(named(STATES, alarm.state), TONES[alarm.state] ?? "")} ${titleOf(alarm, books, stage)}</a></li>`)}</ul>`;
  return html`<section class="card wide widget"><h3>${title(widget)} <span class=${ringing ? "late" : "quiet"}>${ringing
      ? t(`${count(ringing, "개", "")} 울림`, `${count(ringing, "", "alarm")} ringing`) : found.length ? t("모두 조용함", "all quiet") : ""}</span></h3>
    ${alarms === null ? html`<p class="quiet">${t("경보를 아직 읽지 못했습니다.", "The alarms have not been read yet.")}</p>` : nothing}
    ${open.length ? list(open) : nothing}
    ${quiet.length ? html`<details><summary>${t(`조용한 경보 ${count(quiet.length, "개", "")}`, count(quiet.length, "", "quiet alarm"))}</summary>
      ${list(quiet)}</details>` : nothing}</section>`;
}

/** @param {Widget} widget @param {import("./figures.js").Figures} figures @param {[string, string]} span */
function metric(widget, figures, span) {
  const name = title(widget), view = widget.properties.view ?? "timeSeries", last = newest(figures);
  /** @param {unknown} inside */
  const card = inside => html`<section class=${(widget.width ?? 8) > 16 ? "card widget wide" : "card widget"}><h3>${name}</h3>${inside}</section>`;
  if (view === "singleValue" || view === "gauge") {
    return card(tiles(last.map(each => ({ name: each.name, value: number(each.value, 2),
      note: html`<city-chart kind="spark" label=${each.name} .series=${[each]}></city-chart>` }))));
  }
  if (view === "bar" || view === "pie" || view === "table") {
    return card(html`<city-chart kind="bars" label=${name} .categories=${last.map(each => each.name)} .thresholds=${figures.limits}
      .series=${[{ name: t("마지막 값", "Last value"), values: last.map(each => each.value) }]}></city-chart>`);
  }
  return card(html`<city-chart label=${name} height="200" .span=${span} .times=${figures.times} .series=${figures.series}
    .thresholds=${figures.limits}></city-chart>
    ${figures.left_out ? html`<p class="quiet small">${t(`그 밖의 ${count(figures.left_out, "개", "")}는 ${most(figures.left_out_most)}`,
      `${count(figures.left_out, "", "more line")}: ${most(figures.left_out_most)}`)}</p>` : nothing}`);
}

const most = (/** @type {number} */ value) => value ? t(`가장 높아도 ${number(value, 2)}입니다.`, `${number(value, 2)} at most.`) : t("모두 0입니다.", "all at zero.");

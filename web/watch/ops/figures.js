// What a dashboard's widget shows, out of its body and its data: pure, for `<city-chart>`.

import { t } from "../../shell/words.js";
import { capital, half, metricNamed, queueNamed, shortName } from "../names.js";

/** @typedef {{label: string, right: boolean, moments: string[], values: number[]}} Series */
/** @typedef {{widget: number, series: Series[], elsewhere: boolean}} WidgetSeries */
/** @typedef {{type: string, width?: number, properties: Record<string, any>}} Widget */
/** @typedef {{name: string, right: boolean, values: (number | null)[]}} Drawn */
/** @typedef {{at: number, name: string, state: string, right: boolean}} Limit */
/** @typedef {{times: number[], series: Drawn[], limits: Limit[], left_out: number, left_out_most: number}} Figures */

/** As many as can be told apart by colour and stroke. */
export const MOST = 6;

/** @param {Widget} widget @param {WidgetSeries | undefined} data @param {string} stage @returns {Figures} */
export function figuresOf(widget, data, stage) {
  const all = (data?.series ?? []).filter(each => each.values.length);
  const names = namesOf(widget, data?.series ?? [], stage);
  // Of many those that stand out: a line at zero says nothing that the others do not.
  const order = all.map((series, place) => ({ series, place, most: Math.max(...series.values.map(Math.abs)) }));
  const chosen = all.length > MOST ? [...order].sort((a, b) => b.most - a.most || a.place - b.place).slice(0, MOST)
    .sort((a, b) => a.place - b.place) : order;
  const rest = order.filter(each => !chosen.includes(each));
  const times = [...new Set(chosen.flatMap(({ series }) => series.moments.map(at => Date.parse(at))))].sort((a, b) => a - b);
  const places = new Map(times.map((at, place) => [at, place]));
  return {
    times,
    series: chosen.map(({ series }) => {
      /** @type {(number | null)[]} */
      const values = times.map(() => null);
      series.moments.forEach((at, place) => { values[places.get(Date.parse(at)) ?? 0] = series.values[place]; });
      return { name: names.get(series) ?? series.label, right: series.right, values };
    }),
    limits: limitsOf(widget),
    left_out: rest.length,
    left_out_most: rest.reduce((most, each) => Math.max(most, each.most), 0),
  };
}

/** What each line is called: as the body labels it, else as the metric is called, with what tells it from its namesakes.
 * @param {Widget} widget @param {Series[]} all @param {string} stage @returns {Map<Series, string>} */
export function namesOf(widget, all, stage) {
  const shown = metricsOf(widget), known = shown.length === all.length;
  const names = all.map(({ label }) => label.startsWith("dongne-") ? madeName(label, stage) : capital(metricNamed(half(label))));
  return new Map(all.map((series, place) => {
    const name = names[place], same = names.filter(each => each === name).length > 1, metric = known ? shown[place] : null;
    if (!same) return [series, name];
    // Names that CloudFormation cut short are told apart by what it put at their end.
    if (!metric || series.label.startsWith("dongne-")) return [series, `${name} …${series.label.slice(-4)}`];
    const stats = new Set(shown.filter((_, other) => names[other] === name).map(each => each.stat));
    return [series, `${name} ${stats.size > 1 ? metric.stat : metric.last}`.trim()];
  }));
}

const madeName = (/** @type {string} */ label, /** @type {string} */ stage) => /-(?:Queue|DeadLetters)-/.test(label) ? queueNamed(label, stage)
  : shortName(label, stage);

/** The metrics that are drawn, each with its statistic and its last dimension. @param {Widget} widget */
function metricsOf({ properties }) {
  /** @type {any[][]} */
  const metrics = properties.metrics ?? [];
  return metrics.map(metric => {
    const more = metric.find(part => part && typeof part === "object") ?? {}, words = metric.filter(part => typeof part === "string");
    return { shown: more.visible !== false, stat: String(more.stat ?? properties.stat ?? "Average"), last: String(words.at(-1) ?? "") };
  }).filter(each => each.shown);
}

/** Thresholds as lines; the same said twice is said once. @param {Widget} widget @returns {Limit[]} */
export function limitsOf({ properties }) {
  /** @type {any[]} */
  const all = properties.annotations?.horizontal ?? [];
  /** @type {Map<string, Limit>} */
  const found = new Map();
  for (const each of all.flat()) {
    if (typeof each?.value !== "number") continue;
    const right = each.yAxis === "right", name = half(String(each.label ?? t("기준", "limit")));
    found.set(`${each.value} ${right} ${name}`, { at: each.value, name, state: "danger", right });
  }
  return [...found.values()];
}

/** The newest value of each, for a widget of numbers. @param {Figures} figures */
export const newest = ({ series }) => series.map(({ name, values }) => ({ name, value: values.findLast(value => value !== null) ?? null, values }));

/** The names of the alarms that a widget shows. @param {Widget} widget @returns {string[]} */
export const alarmsOf = ({ properties }) => (properties.alarms ?? []).map((/** @type {string} */ arn) => arn.replace(/^.*:alarm:/, ""));

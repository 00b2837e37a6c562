// A series in words and in numbers, for whoever reads a chart without seeing it.

import { instant, moment, number, t } from "../../shell/words.js";

/** `right`: on a scale of its own, which stands on the right. */
/** @typedef {{ name: string, values: readonly (number | null | undefined)[], right?: boolean }} Series */
/** @typedef {{ at: number, name: string, state?: string, right?: boolean }} Threshold */

/** Series are told apart by their strokes too. @type {readonly number[][]} */
export const DASHES = [[], [7, 4], [2, 4], [10, 4, 2, 4], [14, 5], [4, 4, 1, 4]];

/** Numbers, or null for what is none. @param {readonly unknown[]} values @returns {(number | null)[]} */
export const numbersOf = values => values.map(each => typeof each === "number" && Number.isFinite(each) ? each : null);

/** Epoch seconds, rising, with each series' values in the same order; what has no time is left out.
 * @param {readonly import("../../shell/words.js").Time[]} times @param {readonly Series[]} series
 * @returns {{ seconds: number[], values: (number | null)[][] }} */
export function inTime(times, series) {
  const found = times.map((time, place) => ({ at: instant(time), place })).filter(each => each.at !== null);
  found.sort((a, b) => /** @type {number} */ (a.at) - /** @type {number} */ (b.at));
  return {
    seconds: found.map(each => /** @type {number} */ (each.at) / 1000),
    values: series.map(each => numbersOf(found.map(({ place }) => each.values[place]))),
  };
}

/** The lowest and the highest of all, thresholds too. @param {readonly (readonly (number | null)[])[]} values
 * @param {readonly Threshold[]} thresholds @returns {[number, number]} */
export function extent(values, thresholds) {
  let low = Infinity, high = -Infinity;
  for (const each of [...values, thresholds.map(line => line.at)]) {
    for (const value of each) {
      if (value === null) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}

/** How many digits tell the values apart. @param {readonly (number | null)[]} values */
export function digitsOf(values) {
  const largest = values.reduce((/** @type {number} */ most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
  return values.every(value => value === null || Number.isInteger(value)) ? 0 : largest >= 100 ? 1 : 2;
}

/** A value with its unit: `3건`, `20 ms`, `7%`. @param {number | null | undefined} value @param {string} unit
 * @param {number} [digits] */
export function figure(value, unit, digits = 2) {
  const shown = number(value, digits);
  return value === null || value === undefined ? shown : `${shown}${/^[a-zA-Z₩°]/.test(unit) ? " " : ""}${unit}`;
}

/** A threshold as it is written beside its line. @param {Threshold} line @param {string} [unit] */
export const limitOf = ({ name, at }, unit = "") => `${name} ${figure(at, unit)}`;

/** A series in a sentence. @param {string} name @param {readonly (number | null)[]} values @param {string} unit */
export function summaryOf(name, values, unit) {
  const known = values.filter(value => value !== null);
  if (!known.length) return `${name}: ${t("값 없음", "no values")}`;
  const digits = digitsOf(values), [lowest, highest] = extent([values], []);
  const [low, high, last] = [lowest, highest, known[known.length - 1]].map(each => figure(each, unit, digits));
  return t(`${name}: 최저 ${low}, 최고 ${high}, 마지막 ${last}`, `${name}: lowest ${low}, highest ${high}, last ${last}`);
}

/** A time as a row of the table has it. @param {number} seconds @param {number} span seconds */
export const rowTime = (seconds, span) => moment(seconds * 1000, span < 3600 ? "seconds" : undefined);

// Charts that need no library: bars of categories, and a line as small as a word.

import { nothing, svg } from "../../shell/element.js";
import { digitsOf, figure, limitOf } from "./figures.js";
import { airy, lengthOf, stepOf, valueLabel, valueTicks } from "./ticks.js";

/** @typedef {import("./figures.js").Series} Series */
/** @typedef {import("./figures.js").Threshold} Threshold */

const LEFT = 46, RIGHT = 8, TOP = 18, BOTTOM = 26;

/** Bars beside each other; a category's bars stand together. Widths are pixels, so that letters keep their size.
 * @param {readonly string[]} categories @param {readonly Series[]} series @param {readonly Threshold[]} thresholds
 * @param {number} width @param {number} height */
export function bars(categories, series, thresholds, width, height) {
  const values = series.flatMap(each => [...each.values, 0]), limits = thresholds.map(line => line.at);
  const known = [...values, ...limits].filter(value => typeof value === "number");
  const [low, high] = airy(Math.min(0, ...known), Math.max(...known, 0)), room = height - TOP - BOTTOM;
  const ticks = valueTicks(low, high, Math.max(2, Math.floor(room / 44))), step = stepOf(ticks);
  /** @param {number} value */
  const y = value => TOP + room * (high - value) / (high - low);
  const wide = (width - LEFT - RIGHT) / Math.max(1, categories.length), gap = Math.min(10, wide * 0.2);
  const each = (wide - gap) / Math.max(1, series.length);
  // Every category has its letters while they fit, else every second, third, …
  const longest = Math.max(1, ...categories.map(word => lengthOf(word))), skip = Math.max(1, Math.ceil((longest + 6) / wide));
  const digits = digitsOf(values.map(value => value ?? null));
  // Figures on every bar or on none: on some they would look like a choice.
  const told = known.every(value => lengthOf(figure(value, "", digits)) <= each + 4);
  return svg`
    ${ticks.map(tick => svg`<line class="chart-grid" x1=${LEFT} x2=${width - RIGHT} y1=${y(tick)} y2=${y(tick)}></line>
      <text class="chart-value" x=${LEFT - 6} y=${y(tick) + 4}>${valueLabel(tick, step)}</text>`)}
    ${categories.map((word, place) => svg`
      ${series.map(({ values: of }, row) => bar(of[place], LEFT + place * wide + gap / 2 + row * each, each, row))}
      ${place % skip ? nothing
        : svg`<text class="chart-word" x=${LEFT + (place + 0.5) * wide} y=${height - 8}>${word}</text>`}`)}
    ${thresholds.map(limit => svg`
      <line class="chart-limit ${limit.state}" x1=${LEFT} x2=${width - RIGHT} y1=${y(limit.at)} y2=${y(limit.at)}></line>
      <text class="chart-limit-word ${limit.state}" x=${width - RIGHT} y=${y(limit.at) - 5}>${limitOf(limit)}</text>`)}`;

  /** @param {number | null | undefined} value @param {number} x @param {number} broad @param {number} row */
  function bar(value, x, broad, row) {
    if (typeof value !== "number") return nothing;
    const top = Math.min(y(value), y(0)), tall = Math.max(1, Math.abs(y(value) - y(0))), words = figure(value, "", digits);
    const kind = `chart-bar series-${row % 6 + 1}`;
    return svg`<rect class=${kind} x=${x} y=${top} width=${Math.max(1, broad - 1)} height=${tall} rx="2"></rect>
      ${told ? svg`<text class="chart-figure" x=${x + broad / 2} y=${top - 4}>${words}</text>` : nothing}`;
  }
}

/** A line as small as a word, with a dot where it is now. @param {readonly (number | null)[]} values @param {number} width
 * @param {number} height */
export function spark(values, width, height) {
  const known = values.filter(value => value !== null);
  if (!known.length) return svg`<text class="chart-none" x=${width / 2} y=${height / 2 + 5}>–</text>`;
  const low = Math.min(...known), high = Math.max(...known), air = 4;
  /** @param {number} place */
  const x = place => values.length > 1 ? air + place * (width - 2 * air) / (values.length - 1) : width / 2;
  /** @param {number} value */
  const y = value => high > low ? air + (high - value) * (height - 2 * air) / (high - low) : height / 2;
  /** @param {number} place */
  const begins = place => typeof values[place - 1] !== "number";
  const path = values.map((value, place) =>
    value === null ? "" : `${begins(place) ? "M" : "L"}${x(place).toFixed(1)} ${y(value).toFixed(1)}`);
  const last = values.findLastIndex(value => value !== null);
  return svg`<path class="chart-spark" d=${path.join("")}></path>
    <circle class="chart-now" cx=${x(last)} cy=${y(/** @type {number} */ (values[last]))} r="3"></circle>`;
}

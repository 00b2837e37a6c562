// Lines over time, on a canvas of uPlot's: thresholds drawn, gaps left open, colours out of the page's style sheet.

import Plot from "../../vendor/uplot.js";
import { DASHES, extent, limitOf } from "./figures.js";
import { airy, lengthOf, stepOf, timeLabel, timeTicks, valueLabel, valueTicks } from "./ticks.js";

/** @typedef {import("./figures.js").Threshold} Threshold */
/** @typedef {{ seconds: number[], values: (number | null)[][], names: string[], rights: boolean[],
 *   thresholds: readonly Threshold[], span: readonly [number, number] | null }} Drawn */
/** @typedef {{ resize: (width: number, height: number) => void, point: (place: number) => void,
 *   remove: () => void }} Lines */

const LETTERS = 12;
/** @param {HTMLElement} frame @param {Drawn} drawn @param {number} width @param {number} height
 * @param {(place: number | null) => void} pointed @returns {Lines} */
export function lines(frame, { seconds, values, names, rights, thresholds, span: asked }, width, height, pointed) {
  const style = getComputedStyle(frame);
  /** @param {string} name */
  const colour = name => style.getPropertyValue(name).trim();
  const ink = colour("--quiet"), grid = { stroke: colour("--line-soft"), width: 1 };
  const font = `${LETTERS}px ${style.fontFamily}`;
  /** Two scales, if some lines belong to the right one. @param {boolean} right */
  const scale = right => airy(...extent(values.filter((_, row) => rights[row] === right),
    thresholds.filter(line => Boolean(line.right) === right)));
  const [[low, high], onRight] = [scale(false), scale(true)], two = rights.includes(true);
  const few = seconds.length <= 40, first = seconds[0], last = seconds[seconds.length - 1];
  /** One value alone stands in the middle of an hour. @type {[number, number]} */
  const span = asked ? [Math.min(asked[0], first), Math.max(asked[1], last)] : first === last ? [first - 1800, last + 1800] : [first, last];
  /** A value between two gaps has no line: it gets a dot. @param {readonly (number | null | undefined)[]} all */
  const alone = all => all.flatMap((value, place) => {
    const lonely = typeof all[place - 1] !== "number" && typeof all[place + 1] !== "number";
    return typeof value === "number" && (few || lonely) ? [place] : [];
  });
  /** @type {(plot: Plot, low: number, high: number) => number[]} */
  const times = (plot, from, to) => timeTicks(from, to, Math.max(2, Math.floor(plot.width / 68)));
  /** @type {(plot: Plot, low: number, high: number) => number[]} */
  const steps = (plot, from, to) => valueTicks(from, to, Math.max(2, Math.floor(plot.height / 48)));
  /** @type {(plot: Plot, axis: number, low: number, high: number) => number[]} */
  const rightSteps = (plot, _, from, to) => steps(plot, from, to);

  const plot = new Plot({
    width, height, legend: { show: false }, padding: [12, two ? 0 : 26, 0, 0],
    cursor: { drag: { x: false, y: false }, points: { size: 9 }, y: false },
    scales: {
      x: { time: false, range: () => span },
      y: { range: () => [low, high] },
      ...two ? { right: { range: () => onRight } } : {},
    },
    axes: [
      { stroke: ink, grid, ticks: { ...grid, size: 4 }, font, size: 30, splits: (each, _, from, to) => times(each, from, to),
        values: (_, all) => all.map(at => timeLabel(at, stepOf(all))) },
      { stroke: ink, grid, ticks: { show: false }, font, size: sizeOf, splits: (each, _, from, to) => steps(each, from, to),
        values: (_, all) => all.map(value => valueLabel(value, stepOf(all))) },
      ...two ? [{ scale: "right", side: 1, stroke: ink, grid: { show: false }, ticks: { show: false }, font, size: sizeOf, splits: rightSteps,
        values: (/** @type {Plot} */ _, /** @type {number[]} */ all) => all.map(value => valueLabel(value, stepOf(all))) }] : [],
    ],
    series: [{}, ...names.map((label, row) => {
      const stroke = colour(`--chart-${row % 6 + 1}`);
      return { label, stroke, scale: rights[row] ? "right" : "y", width: 2, dash: DASHES[row % DASHES.length], spanGaps: false,
        points: { show: true, size: 6, fill: stroke, filter: () => alone(values[row]) } };
    })],
    hooks: {
      draw: [each => limits(each)],
      setCursor: [each => pointed(each.cursor.idx ?? null)],
    },
  }, /** @type {any} */ ([seconds, ...values]), frame);

  /** Letters of the widest value, and their distance. @param {Plot} _ @param {string[] | null} all */
  function sizeOf(_, all) {
    return 16 + Math.max(20, ...(all ?? []).map(lengthOf));
  }

  /** @param {Plot} each */
  function limits(each) {
    const pen = each.ctx, { left, top, width: wide, height: tall } = each.bbox, sharp = devicePixelRatio;
    pen.save();
    pen.font = `700 ${LETTERS * sharp}px ${style.fontFamily}`;
    pen.textAlign = "right";
    for (const line of thresholds) {
      if (line.right && !two) continue;
      const y = each.valToPos(line.at, line.right ? "right" : "y", true);
      if (y < top || y > top + tall) continue;
      pen.strokeStyle = pen.fillStyle = colour(line.state === "danger" ? "--danger-ink" : "--warning-ink");
      pen.lineWidth = 1.5 * sharp;
      pen.setLineDash([6 * sharp, 4 * sharp]);
      pen.beginPath();
      pen.moveTo(left, y);
      pen.lineTo(left + wide, y);
      pen.stroke();
      // Below the line where there is no room above it; and readable over what is drawn there.
      const at = /** @type {const} */ ([left + wide - 4 * sharp, y - top < 18 * sharp ? y + 15 * sharp : y - 5 * sharp]);
      pen.setLineDash([]);
      pen.lineWidth = 4 * sharp;
      pen.strokeStyle = colour("--surface");
      pen.strokeText(limitOf(line), ...at);
      pen.fillText(limitOf(line), ...at);
    }
    pen.restore();
  }

  return {
    resize: (wide, tall) => plot.setSize({ width: wide, height: tall }),
    point: place => plot.setCursor({ left: plot.valToPos(seconds[place], "x"), top: 0 }),
    remove: () => plot.destroy(),
  };
}

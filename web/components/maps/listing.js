// What is in view, as a list: the worst first, then the nearest to the middle.

import { sees } from "./projection.js";
import { STATES, severity } from "./states.js";

/** @typedef {import("./projection.js").View} View */
/** @typedef {import("./clusters.js").Placed} Placed */

/** Rows that a page holds at once. */
export const PAGE = 200;

/** @template {Placed} P @param {readonly P[]} points @param {View} view @returns {P[]} */
export function inView(points, view) {
  return points.filter(point => sees(view, point.x, point.y));
}

/** In the order of the list: equal ones by their ids, so that nobody jumps. 22,000 are sorted at every move.
 * @template {Placed} P @param {readonly P[]} points @param {View} view @returns {P[]} */
export function sorted(points, view) {
  const away = (/** @type {P} */ point) => Math.hypot(point.x - view.x, point.y - view.y);
  const rows = points.map(point => ({ point, bad: severity(point.state), away: away(point) }));
  rows.sort((a, b) => a.bad - b.bad || a.away - b.away || (a.point.id < b.point.id ? -1 : 1));
  return rows.map(row => row.point);
}

/** @typedef {[import("./states.js").State, number]} Tally */

/** How many there are of each state, worst first, without those of which there are none.
 * @param {readonly Placed[]} points @returns {Tally[]} */
export function counted(points) {
  const counts = STATES.map(() => 0);
  for (const point of points) counts[severity(point.state)] += 1;
  return STATES.map((state, i) => /** @type {Tally} */ ([state, counts[i]])).filter(([, many]) => many);
}

/** @template T @typedef {{ x: number, y: number, room: number, wide: number, item: T }} Wanted  In pixels */

/** The names that fit beside what is drawn already and beside each other, the one with most room first.
 * @template T @param {readonly Wanted<T>[]} wanted @param {number} width @param {number} height
 * @param {readonly { x: number, y: number, radius: number }[]} [drawn] @param {number} [most] @returns {T[]} */
export function namesThatFit(wanted, width, height, drawn = [], most = 40) {
  /** @type {Wanted<T>[]} */
  const kept = [];
  for (const each of [...wanted].sort((a, b) => b.room - a.room || a.x - b.x || a.y - b.y)) {
    const { x, y } = each, half = each.wide / 2 + 4;
    if (x < half || x > width - half || y < 12 || y > height - 12 || each.room < each.wide) continue;
    if (drawn.some(mark => Math.abs(x - mark.x) < half + mark.radius && Math.abs(y - mark.y) < 8 + mark.radius)) continue;
    if (kept.some(other => Math.abs(x - other.x) < half + other.wide / 2 && Math.abs(y - other.y) < 20)) continue;
    kept.push(each);
    if (kept.length === most) break;
  }
  return kept.map(each => each.item);
}

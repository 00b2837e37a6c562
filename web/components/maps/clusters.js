// Points that would lie on each other, taken together by a grid of pixels.
//
// The grid hangs on the plane and not on the picture: pushing the map regroups nothing.

import { sees, toPixels } from "./projection.js";
import { severity } from "./states.js";

/** @typedef {import("./projection.js").View} View */
/** @typedef {{ id: string, x: number, y: number, state?: string }} Placed  A point in metres */
/** Where it is drawn (pixels) and lies (metres), how many, how bad the worst is, the id of the first, and where all
 * stand in the list.
 * @typedef {{ key: string, x: number, y: number, at: import("./projection.js").Corner, count: number, worst: number,
 *   first: string, members: number[] }} Cluster */

export const CELL = 60;

/** Clusters of what the view shows, and one cell around it. Nobody is counted twice, and nobody is left out.
 * @param {readonly Placed[]} points @param {View} view @param {number} [cell] pixels @returns {Cluster[]} */
export function clustersOf(points, view, cell = CELL) {
  /** @type {Map<string, Cluster>} */
  const cells = new Map();
  const side = cell / view.scale;
  for (let i = 0; i < points.length; i++) {
    const point = points[i];
    if (!sees(view, point.x, point.y, cell)) continue;
    const key = `${Math.floor(point.x / side)},${Math.floor(point.y / side)}`;
    const known = cells.get(key), bad = severity(point.state);
    if (!known) {
      cells.set(key, { key, x: 0, y: 0, at: [point.x, point.y], count: 1, worst: bad, first: point.id, members: [i] });
      continue;
    }
    known.count += 1;
    known.at[0] += point.x;
    known.at[1] += point.y;
    known.worst = Math.min(known.worst, bad);
    known.members.push(i);
  }
  return [...cells.values()].map(each => {
    /** @type {import("./projection.js").Corner} */
    const at = [each.at[0] / each.count, each.at[1] / each.count];
    const [x, y] = toPixels(view, ...at);
    return { ...each, at, x, y };
  });
}

/** The cluster under a finger; null for none. @param {readonly Cluster[]} clusters @param {number} x @param {number} y
 * @param {number} [reach] pixels: half of what a finger needs */
export function clusterAt(clusters, x, y, reach = 22) {
  /** @type {Cluster | null} */
  let nearest = null;
  let least = reach;
  for (const each of clusters) {
    const apart = Math.hypot(each.x - x, each.y - y);
    if (apart <= least) [nearest, least] = [each, apart];
  }
  return nearest;
}

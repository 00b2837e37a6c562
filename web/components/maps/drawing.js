// What a map looks like in SVG: land, streets, names, and marks whose shape says their state.

import { nothing, svg } from "../../shell/element.js";
import { language, t } from "../../shell/words.js";
import { namesThatFit } from "./listing.js";
import { boundsOf, sees, toPixels } from "./projection.js";
import { SHAPES, SIGNS, STATES } from "./states.js";

/** @typedef {import("./projection.js").Plane} Plane */
/** @typedef {import("./projection.js").View} View */
/** @typedef {import("./projection.js").Corner} Corner */
/** @typedef {{ ko: string, en: string, x: number, y: number, room: number }} Label  Where a name has how many metres */
/** @typedef {{ kind: "land" | "street" | "line" | "area", level: string, d: string, label?: Label }} Shape */
/** @typedef {{ type: string, coordinates: any }} Geometry */

/** An SVG path in metres. @param {Plane} plane @param {Geometry} geometry */
export function pathOf(plane, geometry) {
  const closed = geometry.type.endsWith("Polygon");
  /** @param {any} part @returns {string} */
  const walk = part => {
    if (typeof part[0][0] !== "number") return part.map(walk).join("");
    /** @type {string[]} */
    const corners = part.map((/** @type {Corner} */ [lon, lat]) => plane.metres(lon, lat).map(Math.round).join(" "));
    return `M${corners.join("L")}${closed ? "Z" : ""}`;
  };
  return geometry.coordinates.length ? walk(geometry.coordinates) : "";
}

/** Every corner of a geometry. @param {any} coordinates @returns {Generator<Corner>} */
export function* cornersOf(coordinates) {
  if (typeof coordinates[0] === "number") yield /** @type {Corner} */ (coordinates);
  else for (const part of coordinates) yield* cornersOf(part);
}

// Small streets under large ones; a district's outline over its towns.
const ORDER = ["town", "district", "small", "middle", "main"];

/** The shapes of a collection: each area by itself, all streets of a class as one.
 * @param {Plane} plane @param {{ features: any[] }} collection @returns {Shape[]} */
export function shapesOf(plane, collection) {
  /** @type {Map<string, Shape>} */
  const streets = new Map();
  /** @type {Shape[]} */
  const land = [];
  for (const { geometry, properties } of collection.features) {
    const d = pathOf(plane, geometry), { level, ko, en } = properties;
    if (geometry.type.endsWith("LineString")) {
      const known = streets.get(level);
      if (known) known.d += d; else streets.set(level, { kind: "street", level, d });
      continue;
    }
    const [x, y] = plane.metres(properties.at[0], properties.at[1]);
    const bounds = boundsOf(cornersOf(geometry.coordinates));
    const room = bounds ? plane.metres(bounds.east, 0)[0] - plane.metres(bounds.west, 0)[0] : 0;
    land.push({ kind: "land", level, d, label: { ko, en, x, y, room } });
  }
  return [...land, ...streets.values()].sort((a, b) => ORDER.indexOf(a.level) - ORDER.indexOf(b.level));
}

/** @param {readonly Shape[]} shapes */
export const baseOf = shapes => shapes.map(shape => svg`<path class="${shape.kind} ${shape.level}" d=${shape.d}></path>`);

/** @param {View} view */
export const transformOf = view =>
  `translate(${view.width / 2} ${view.height / 2}) scale(${view.scale}) translate(${-view.x} ${-view.y})`;

/** @typedef {{ x: number, y: number, text: string, label: Label }} Name  Where it stands in pixels, and what it says */

/** The names for which there is room beside the marks. @param {readonly Shape[]} shapes @param {View} view
 * @param {readonly import("./clusters.js").Cluster[]} clusters @returns {Name[]} */
export function namesOf(shapes, view, clusters) {
  const english = language() === "en";
  /** @param {string} level */
  const labels = level => shapes.flatMap(shape => shape.label && shape.level === level ? [shape.label] : []);
  const towns = labels("town"), mean = towns.reduce((sum, each) => sum + each.room, 0) / Math.max(1, towns.length);
  // From afar the districts, from near the towns.
  const near = mean * view.scale > 44;
  const wanted = (near ? towns : labels("district")).filter(each => sees(view, each.x, each.y)).map(label => {
    const [x, y] = toPixels(view, label.x, label.y), text = english ? label.en : label.ko;
    // A Korean letter is twice as wide as a Latin one.
    return { x, y, room: label.room * view.scale, wide: text.length * (english ? 6.5 : 12), item: { x, y, text, label } };
  });
  const marks = clusters.map(({ x, y, count }) => ({ x, y, radius: count > 1 ? radiusOf(count) + 6 : 12 }));
  return namesThatFit(wanted, view.width, view.height, marks);
}

/** @param {readonly Name[]} names */
export const lettersOf = names => names.map(({ x, y, text }) =>
  svg`<text class="name" x=${x.toFixed(1)} y=${y.toFixed(1)}>${text}</text>`);

/** @param {readonly import("./clusters.js").Cluster[]} clusters */
export const marksOf = clusters => clusters.map(({ x, y, count, worst }) => {
  const state = STATES[worst], at = `translate(${x.toFixed(1)} ${y.toFixed(1)})`;
  if (count === 1) {
    return svg`<g class="mark ${state}" transform=${at}><path d=${SHAPES[state]}></path>
      ${SIGNS[state] ? svg`<text y="5">${SIGNS[state]}</text>` : nothing}</g>`;
  }
  const radius = radiusOf(count), corner = `translate(${radius * 0.75} ${-radius * 0.75}) scale(0.7)`;
  return svg`<g class="mark many ${state}" transform=${at}><circle r=${radius}></circle><text y="4.5">${brief(count)}</text>
    ${state === "ok" ? nothing : svg`<path transform=${corner} d=${SHAPES[state]}></path>`}</g>`;
});

/** @param {number} count */
export const radiusOf = count => Math.min(27, 14 + 3 * Math.log10(count));

/** A ring around somebody. @param {View} view @param {{ x: number, y: number } | undefined} point @param {string} kind */
export function ringOf(view, point, kind) {
  if (!point || !sees(view, point.x, point.y, 20)) return nothing;
  const [x, y] = toPixels(view, point.x, point.y);
  return svg`<circle class="ring ${kind}" cx=${x.toFixed(1)} cy=${y.toFixed(1)} r=${kind === "chosen" ? 19 : 24}></circle>`;
}

/** `2.2만` or `22K`: what a mark has room for. @param {number} count */
export const brief = count => count < 1000 ? String(count)
  : count.toLocaleString(t("ko-KR", "en-GB"), { notation: "compact", maximumFractionDigits: 1 });

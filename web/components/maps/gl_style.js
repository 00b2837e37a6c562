// How MapLibre is told what our drawing looks like: layers, colours out of the page's own style sheet, marks as pictures.

import { brief, radiusOf } from "./drawing.js";
import { SHAPES, SIGNS, STATES, stateOf } from "./states.js";

/** @typedef {import("./states.js").State} State */
/** @typedef {ReturnType<typeof coloursOf>} Colours */
/** @typedef {{ type: "FeatureCollection", features: any[] }} Features */

export const LETTERS = ["'Pretendard GOV'", "'Noto Sans KR'", "'Noto Sans CJK KR'", "sans-serif"];
const FONT = ["Pretendard GOV", "Noto Sans CJK KR"];
/** Pixels of a mark's picture, drawn twice as sharp. */
const SIDE = 68;

/** The colours that the style sheet gives a map in the theme now. @param {Element} frame */
export function coloursOf(frame) {
  const style = getComputedStyle(frame);
  /** @param {string} name */
  const of = name => style.getPropertyValue(name).trim();
  /** @param {(state: State) => string} each */
  const states = each => /** @type {Record<State, string>} */ (Object.fromEntries(STATES.map(one => [one, each(one)])));
  return {
    sea: of("--map-sea"), land: of("--map-land"), edge: of("--map-edge"),
    street: of("--map-street"), rim: of("--map-street-edge"), surface: of("--surface"),
    ink: of("--ink"), quiet: of("--quiet"), accent: of("--accent-ink"), warning: of("--warning-ink"),
    mark: states(state => of(`--map-${state}`)), sign: states(state => of(`--map-${state}-sign`)),
    dark: document.documentElement.dataset.theme === "dark",
  };
}

/** @param {Colours} colours @returns {any} a style without `glyphs`, so that letters are drawn by the browser */
export function styleOf(colours) {
  const empty = () => ({ type: "geojson", data: { type: "FeatureCollection", features: [] } });
  /** @param {string} level */
  const land = level => ({ source: "land", filter: ["==", ["get", "level"], level] });
  const kind = ["geometry-type"], street = colours.dark ? colours.street : colours.rim;
  const states = STATES.flatMap(state => [state, state === "off" ? colours.quiet : colours.mark[state]]);
  const own = ["match", ["get", "state"], ...states, colours.quiet];
  const text = { "text-field": ["get", "text"], "text-font": FONT, "text-allow-overlap": true, "text-ignore-placement": true };
  const icon = { "icon-image": ["get", "state"], "icon-allow-overlap": true, "icon-ignore-placement": true };
  return {
    version: 8,
    sources: { land: empty(), names: empty(), own: empty(), marks: empty(), rings: empty() },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colours.sea } },
      { id: "towns", type: "fill", ...land("town"), paint: { "fill-color": colours.land } },
      { id: "edges", type: "line", ...land("town"), paint: { "line-color": colours.edge, "line-width": 0.7 } },
      ...["small", "middle", "main"].map((level, i) => ({ id: level, type: "line", ...land(level),
        layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": street, "line-width": [1.5, 3, 5][i] } })),
      { id: "districts", type: "line", ...land("district"),
        paint: { "line-color": colours.quiet, "line-width": 1.6 } },
      { id: "areas", type: "fill", source: "own", filter: ["==", kind, "Polygon"],
        paint: { "fill-color": own, "fill-opacity": 0.28 } },
      { id: "lines", type: "line", source: "own", layout: { "line-cap": "round" },
        paint: { "line-color": own, "line-width": ["match", kind, "Polygon", 2, 4] } },
      { id: "names", type: "symbol", source: "names", layout: { ...text, "text-size": 12 },
        paint: { "text-color": colours.quiet, "text-halo-color": colours.land, "text-halo-width": 1.5 } },
      { id: "many", type: "circle", source: "marks", filter: ["get", "many"], paint: { "circle-radius": ["get", "radius"],
        "circle-color": colours.surface, "circle-stroke-color": colours.ink, "circle-stroke-width": 1.5 } },
      { id: "counts", type: "symbol", source: "marks", filter: ["get", "many"], layout: { ...text, "text-size": 13 },
        paint: { "text-color": colours.ink } },
      { id: "badges", type: "symbol", source: "marks", filter: ["get", "badge"],
        layout: { ...icon, "icon-size": 0.7, "icon-offset": ["get", "corner"] } },
      { id: "marks", type: "symbol", source: "marks", filter: ["!", ["get", "many"]], layout: icon },
      { id: "rings", type: "circle", source: "rings", paint: { "circle-radius": ["match", ["get", "kind"], "chosen", 19, 24],
        "circle-opacity": 0, "circle-stroke-width": 3,
        "circle-stroke-color": ["match", ["get", "kind"], "chosen", colours.ink, colours.accent] } },
    ],
  };
}

/** A mark as a picture. @param {State} state @param {Colours} colours @returns {ImageData} */
export function markOf(state, colours) {
  const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.translate(SIDE / 2, SIDE / 2);
  pen.scale(2, 2);
  const outline = new Path2D(SHAPES[state]);
  pen.lineWidth = 4;
  pen.strokeStyle = colours.surface;
  pen.stroke(outline);
  pen.fillStyle = colours.mark[state];
  pen.fill(outline);
  if (state === "off" || state === "warn") {
    pen.lineWidth = state === "off" ? 2 : 1;
    pen.strokeStyle = state === "off" ? colours.quiet : colours.warning;
    pen.stroke(outline);
  }
  pen.fillStyle = colours.sign[state];
  pen.font = "700 13px sans-serif";
  pen.textAlign = "center";
  pen.fillText(SIGNS[state], 0, 5);
  return pen.getImageData(0, 0, SIDE, SIDE);
}

/** @param {any} geometry @param {Record<string, unknown>} properties */
export const feature = (geometry, properties) => ({ type: "Feature", geometry, properties });

/** @param {import("./drawing.js").Name} name @param {import("./projection.js").Plane} plane */
export const labelOf = ({ text, label }, plane) =>
  feature({ type: "Point", coordinates: plane.degrees(label.x, label.y) }, { text });

/** @param {import("../map.js").Ground} ground */
export const fillOf = ({ areas, lines }) => [
  ...areas.map(each => feature({ type: "Polygon", coordinates: each.rings }, { state: stateOf(each.state) })),
  ...lines.map(each => feature({ type: "LineString", coordinates: each.path }, { state: stateOf(each.state) })),
];

/** @param {import("./clusters.js").Cluster} each @param {import("./projection.js").Plane} plane */
export function pointOf({ at, count, worst }, plane) {
  const state = STATES[worst], many = count > 1, radius = radiusOf(count), corner = radius * 0.75 / 0.7;
  return feature({ type: "Point", coordinates: plane.degrees(...at) },
    { state, many, radius, text: many ? brief(count) : "", badge: many && state !== "ok", corner: [corner, -corner] });
}

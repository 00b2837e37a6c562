// Zones on a frame, as fractions of it: reckoned, not drawn.

/** @typedef {[number, number]} Corner */
/** `box`: its two corners span a rectangle; `line`: it is open. @typedef {{id: string, outline: Corner[], line?: boolean, box?: boolean}} Shape */

const NAMED = ["waiting_left", "waiting_right", "crossing"];
export const MOST_CORNERS = 16;

/** For its colour. @param {string} id */
export const kindOf = id => id.startsWith("approach") ? "approach" : id.startsWith("signal") ? "signal" : id === "crossing" ? "crossing" : "waiting";

/** @param {Corner[]} outline @param {number} height @returns {Corner} on a stage that is 1000 wide */
export const centre = (outline, height) => [1000 * outline.reduce((sum, corner) => sum + corner[0], 0) / outline.length,
  height * outline.reduce((sum, corner) => sum + corner[1], 0) / outline.length + 7];

/** @param {Corner[]} outline @param {number} height */
export const pointsOf = (outline, height) => outline.map(([x, y]) => `${x * 1000},${y * height}`).join(" ");

/** What is drawn of it. @param {Shape} shape @returns {Corner[]} */
export function drawnOf(shape) {
  if (!shape.box) return shape.outline;
  const [[left, top], [right, bottom]] = shape.outline;
  return [[left, top], [right, top], [right, bottom], [left, bottom]];
}

/** @param {number} value */
const inside = value => Math.round(Math.min(1, Math.max(0, value)) * 10000) / 10000;

/** As the city judges it: edges that are no neighbours share no point, and no corner is used twice. @param {Corner[]} outline */
export function crosses(outline) {
  const turn = (/** @type {Corner} */ a, /** @type {Corner} */ b, /** @type {Corner} */ c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
  const between = (/** @type {Corner} */ a, /** @type {Corner} */ b, /** @type {Corner} */ c) => Math.min(a[0], b[0]) <= c[0] && c[0] <= Math.max(a[0], b[0])
    && Math.min(a[1], b[1]) <= c[1] && c[1] <= Math.max(a[1], b[1]);
  const meet = (/** @type {Corner} */ a, /** @type {Corner} */ b, /** @type {Corner} */ c, /** @type {Corner} */ d) => {
    const turns = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)];
    if (turns[0] * turns[1] < 0 && turns[2] * turns[3] < 0) return true;
    return /** @type {[Corner, Corner, Corner][]} */ ([[a, b, c], [a, b, d], [c, d, a], [c, d, b]])
      .some((three, place) => turns[place] === 0 && between(...three));
  };
  const many = outline.length, edge = (/** @type {number} */ at) => /** @type {[Corner, Corner]} */ ([outline[at], outline[(at + 1) % many]]);
  if (new Set(outline.map(String)).size < many) return true;
  for (let one = 0; one < many; one++) {
    for (let other = one + 2; other < many; other++) {
      if (!(one === 0 && other === many - 1) && meet(...edge(one), ...edge(other))) return true;
    }
  }
  return false;
}

/** @param {Shape} shape */
export const wrong = shape => !shape.line && !shape.box && crosses(shape.outline);

/** Whether a corner may come to it, or go. @param {Shape} shape */
export const grows = shape => !shape.line && !shape.box && shape.outline.length < MOST_CORNERS;
/** @param {Shape} shape */
export const shrinks = shape => !shape.line && !shape.box && shape.outline.length > 3;

/** @param {Shape} shape @param {number} corner @param {number} x @param {number} y @returns {Shape} */
export const moved = (shape, corner, x, y) => ({ ...shape,
  outline: shape.outline.map((each, place) => place === corner ? /** @type {Corner} */ ([inside(x), inside(y)]) : each) });

/** With a corner between this one and the next. @param {Shape} shape @param {number} corner @returns {Shape} */
export function grown(shape, corner) {
  const a = shape.outline[corner], b = shape.outline[(corner + 1) % shape.outline.length];
  const between = /** @type {Corner} */ ([inside((a[0] + b[0]) / 2), inside((a[1] + b[1]) / 2)]);
  return { ...shape, outline: [...shape.outline.slice(0, corner + 1), between, ...shape.outline.slice(corner + 1)] };
}

/** Without a corner. @param {Shape} shape @param {number} corner @returns {Shape} */
export const shrunk = (shape, corner) => ({ ...shape, outline: shape.outline.filter((_, place) => place !== corner) });

/** The shapes of a site file's zones. @param {any} zones @returns {Shape[]} */
export const shapesOf = zones => [
  ...NAMED.map(id => ({ id, outline: zones[id] })),
  ...zones.approaches.flatMap((/** @type {any} */ each) => [{ id: `approach:${each.name}`, outline: each.zone },
    { id: `stop:${each.name}`, outline: each.stop_line, line: true }]),
  ...zones.signals.map((/** @type {any} */ each, /** @type {number} */ place) => ({ id: `signal:${place}`, box: true,
    outline: [[each.region[0], each.region[1]], [each.region[2], each.region[3]]] })),
];

/** And back, as the API takes them; `zones` are those that the shapes were made of. @param {Shape[]} shapes @param {any} zones */
export function zonesOf(shapes, zones) {
  const outline = (/** @type {string} */ id) => shapes.find(each => each.id === id)?.outline ?? [];
  return {
    ...Object.fromEntries(NAMED.map(id => [id, outline(id)])),
    approaches: zones.approaches.map((/** @type {any} */ each) => ({ name: each.name, zone: outline(`approach:${each.name}`), stop_line: outline(`stop:${each.name}`) })),
    signals: zones.signals.map((/** @type {any} */ each, /** @type {number} */ place) => {
      const [[left, top], [right, bottom]] = outline(`signal:${place}`);
      return { ...each, region: [Math.min(left, right), Math.min(top, bottom), Math.max(left, right), Math.max(top, bottom)] };
    }),
  };
}

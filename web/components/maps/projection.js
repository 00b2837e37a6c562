// A city on a plane: metres east and south of a place, and from there pixels of a view. No page, no drawing.
//
// Local equirectangular: within a city it is off by less than a pixel, and a circle stays a circle.

/** @typedef {[number, number]} Corner  Longitude and latitude, or x and y */
/** @typedef {{ west: number, south: number, east: number, north: number }} Bounds */
/** @typedef {{ x: number, y: number, scale: number, width: number, height: number }} View
 *  The metres in the middle of the picture, the pixels of a metre, and the picture's size in pixels */

const METRES_OF_A_DEGREE = 111_320;
const EQUATOR = 40_075_016.686;
/** Pixels of a metre: a street fills the picture, or the whole country does. */
export const NEAREST = 4, FARTHEST = 0.0005;

/** Metres around a place. @param {Corner} origin longitude and latitude */
export function planeAround([longitude, latitude]) {
  const east = METRES_OF_A_DEGREE * Math.cos(latitude * Math.PI / 180);
  return {
    /** @param {number} lon @param {number} lat @returns {Corner} */
    metres: (lon, lat) => [(lon - longitude) * east, (latitude - lat) * METRES_OF_A_DEGREE],
    /** @param {number} x @param {number} y @returns {Corner} */
    degrees: (x, y) => [longitude + x / east, latitude - y / METRES_OF_A_DEGREE],
  };
}
/** @typedef {ReturnType<typeof planeAround>} Plane */

/** What holds all of them; null for none. @param {Iterable<Corner>} corners @returns {Bounds | null} */
export function boundsOf(corners) {
  let west = Infinity, south = Infinity, east = -Infinity, north = -Infinity;
  for (const [lon, lat] of corners) {
    if (!Number.isFinite(lon) || !Number.isFinite(lat)) continue;
    if (lon < west) west = lon;
    if (lon > east) east = lon;
    if (lat < south) south = lat;
    if (lat > north) north = lat;
  }
  return west > east ? null : { west, south, east, north };
}

/** The middle of what holds all of them. @param {Corner[]} corners @returns {Corner} */
export function middleOf(corners) {
  const box = boundsOf(corners);
  return box ? [(box.west + box.east) / 2, (box.south + box.north) / 2] : [0, 0];
}

/** The nearest view that shows all of it, `margin` pixels free and `least` metres wide, so that one point is no wall.
 * @param {Plane} plane @param {Bounds} bounds @param {number} width @param {number} height @param {number} [margin]
 * @param {number} [least] @returns {View} */
export function fit(plane, bounds, width, height, margin = 36, least = 1200) {
  const [left, top] = plane.metres(bounds.west, bounds.north), [right, bottom] = plane.metres(bounds.east, bounds.south);
  const across = Math.max(1, width - 2 * margin) / Math.max(least, right - left);
  const scale = Math.min(across, Math.max(1, height - 2 * margin) / Math.max(least, bottom - top));
  return { x: (left + right) / 2, y: (top + bottom) / 2, scale: clamp(scale), width, height };
}

/** @param {number} scale */
const clamp = scale => Math.min(NEAREST, Math.max(FARTHEST, scale));

/** @param {View} view @param {number} x metres @param {number} y metres @returns {Corner} pixels */
export const toPixels = (view, x, y) =>
  [(x - view.x) * view.scale + view.width / 2, (y - view.y) * view.scale + view.height / 2];

/** @param {View} view @param {number} x pixels @param {number} y pixels @returns {Corner} metres */
export const toMetres = (view, x, y) =>
  [(x - view.width / 2) / view.scale + view.x, (y - view.height / 2) / view.scale + view.y];

/** The view after the picture was pushed by so many pixels.
 * @param {View} view @param {number} dx @param {number} dy @returns {View} */
export const pushed = (view, dx, dy) => ({ ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale });

/** Nearer or farther; what is at `around` (pixels; the middle, if nothing is said) stays there.
 * @param {View} view @param {number} factor @param {Corner} [around] @returns {View} */
export function zoomed(view, factor, around = [view.width / 2, view.height / 2]) {
  const scale = clamp(view.scale * factor), [x, y] = toMetres(view, ...around);
  return { ...view, scale, x: x - (around[0] - view.width / 2) / scale, y: y - (around[1] - view.height / 2) / scale };
}

/** The same place in a picture of another size.
 * @param {View} view @param {number} width @param {number} height @returns {View} */
export const resized = (view, width, height) => ({ ...view, width, height });

/** @param {View} view @param {number} x metres @param {number} y metres @param {number} [margin] pixels around the picture */
export function sees(view, x, y, margin = 0) {
  const [right, down] = [Math.abs(x - view.x) * view.scale, Math.abs(y - view.y) * view.scale];
  return right <= view.width / 2 + margin && down <= view.height / 2 + margin;
}

/** A length that is round in metres, for the bar beside the map. @param {View} view @param {number} [most] pixels */
export function scaleBar(view, most = 100) {
  const room = most / view.scale, unit = 10 ** Math.floor(Math.log10(room));
  const metres = ([5, 2].find(step => step * unit <= room) ?? 1) * unit;
  return { metres, pixels: metres * view.scale };
}

/** The zoom of MapLibre's that shows a metre as large, at this latitude. @param {number} scale @param {number} latitude */
export const zoomOf = (scale, latitude) => Math.log2(scale * EQUATOR * Math.cos(latitude * Math.PI / 180) / 512);

/** @param {number} zoom @param {number} latitude */
export const scaleOf = (zoom, latitude) => 512 * 2 ** zoom / (EQUATOR * Math.cos(latitude * Math.PI / 180));

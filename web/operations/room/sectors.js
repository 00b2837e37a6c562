// What a camera looks over, as a shape on the map.

/** @typedef {[number, number]} Corner longitude, latitude */

const EARTH_M = 6_371_008.8, STEP_DEG = 10;

/** A place so far away in a direction; good to a centimetre within a kilometre. @param {Corner} at @param {number} bearing_deg @param {number} distance_m @returns {Corner} */
export function moved([longitude, latitude], bearing_deg, distance_m) {
  const bearing = bearing_deg * Math.PI / 180, part = distance_m / EARTH_M * 180 / Math.PI;
  return [longitude + part * Math.sin(bearing) / Math.cos(latitude * Math.PI / 180), latitude + part * Math.cos(bearing)];
}

/** A sector's outline; a whole turn is a circle. @param {Corner} at @param {{azimuth_deg: number, width_deg: number}} sector @param {number} range_m @returns {Corner[]} */
export function ringOf(at, { azimuth_deg, width_deg }, range_m) {
  const whole = width_deg >= 360, from = azimuth_deg - width_deg / 2, steps = Math.max(2, Math.ceil(width_deg / STEP_DEG));
  const arc = Array.from({ length: steps + 1 }, (_, place) => moved(at, from + width_deg * place / steps, range_m));
  return whole ? [...arc.slice(0, -1), arc[0]] : [at, ...arc, at];
}

// The city's own room and the agencies, by their names.

import { bodyName as nameOf, learn } from "../office/bodies.js";

export const CITY = "city";

/** @param {string} id @param {any[]} agencies */
export function bodyName(id, agencies) {
  learn(agencies);
  return nameOf(id);
}

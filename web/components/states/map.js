// `?only=many` shows one of them; `?upgrade` lets MapLibre take over, as on a board, where Trusted Types are off.

import { html } from "../../shell/element.js";
import "../map.js";
import { STATES } from "../maps/states.js";
import { states } from "./states.js";

const asked = new URLSearchParams(location.search);

/** The same numbers on every visit. @param {number} seed */
function dice(seed) {
  return () => (seed = seed * 16807 % 2147483647) / 2147483647;
}

/** @param {number} many @param {number} seed @param {[number, number]} middle @param {number} wide degrees */
function scattered(many, seed, [lon, lat], wide) {
  const roll = dice(seed);
  return Array.from({ length: many }, (_, i) => {
    // Most are well; a city's cameras stand closer in its middle.
    const [away, round] = [wide * roll() ** 1.6, 2 * Math.PI * roll()];
    const state = STATES[roll() < 0.9 ? 4 : Math.floor(roll() * 4)];
    /** @type {[number, number]} */
    const at = [lon + away * Math.cos(round), lat + away * Math.sin(round) * 0.8];
    return { id: `p${i}`, at, state, name: { ko: `카메라 ${i + 1}`, en: `Camera ${i + 1}` } };
  });
}

/** @typedef {import("../maps/projection.js").Corner} Corner */
const JUNGGU = /** @type {Corner} */ ([126.99, 37.56]), JEJU = /** @type {Corner} */ ([126.53, 33.38]);

const EACH = STATES.map((state, i) => ({
  id: state, state, at: /** @type {Corner} */ ([126.972 + i * 0.011, 37.558 + i % 2 * 0.006]),
  name: { ko: `세종대로 ${i + 1}번 횡단보도`, en: `Sejong-daero crosswalk ${i + 1}` },
  detail: { ko: `${i + 2}분 전 보고`, en: `reported ${i + 2} minutes ago` },
}));
const WALK = {
  id: "walk", state: "note", name: { ko: "청계천 산책길", en: "Cheonggyecheon walk" },
  path: /** @type {Corner[]} */ ([[126.9785, 37.5692], [126.985, 37.5686], [126.993, 37.5685], [127.012, 37.5703]]),
};
const ZONE = {
  id: "zone", state: "warn", name: { ko: "어린이 보호구역", en: "School zone" },
  detail: { ko: "평일 8–20시", en: "weekdays 8–20" },
  rings: [/** @type {Corner[]} */ ([[126.994, 37.553], [127.004, 37.554], [127.006, 37.561], [126.994, 37.553]])],
};
const ONE = { id: "one", at: /** @type {Corner} */ ([128.3445, 36.1195]), name: "송정대로", state: "ok" };

/** @param {string} label @param {string} places @param {Partial<import("../map.js").CityMap>} [what] */
const map = (label, places, { points = [], lines = [], areas = [], selected = "" } = {}) => () => html`
  <city-map label=${label} places=${places} .points=${points} .lines=${lines} .areas=${areas} .selected=${selected}
    ?upgrade=${asked.has("upgrade")} ?streets=${asked.has("streets")}></city-map>`;

/** @type {Record<string, () => unknown>} */
const ALL = {
  "states": map("states", "junggu", { points: EACH, selected: "warn" }),
  "lines and areas": map("lines and areas", "junggu", { points: EACH.slice(0, 1), lines: [WALK], areas: [ZONE] }),
  "some": map("some", "jeju", { points: scattered(300, 7, JEJU, 0.32) }),
  "one": map("one", "gumi", { points: [ONE] }),
  "none": map("none", "seosan"),
  "no background": map("no background", "", { points: EACH }),
};
// Only when asked for: one that is large, and one that asks for what is not there.
if (asked.get("only") === "many") ALL.many = map("many", "junggu", { points: scattered(22_000, 11, JUNGGU, 0.03) });
if (asked.get("only") === "missing") ALL.missing = map("missing", "nowhere", { points: EACH });

const only = asked.get("only");
states("city-map", only && ALL[only] ? { [only]: ALL[only] } : ALL);

// All units as the board knows them: read whole now and then, and changed as the city tells. Nothing here draws.
//
// What the city tells has a number, and a list says up to which number it knows all. So a list that was read while changes
// came does not take back what is newer, and a change that the list already holds does not undo it.

import { districtsOf } from "../components/maps/districts.js";
import { ALARMING, CONCERNS, SEVERITIES } from "./words.js";

/** @typedef {import("./words.js").UnitLine} UnitLine */
/** @typedef {{cursor: number, link_down: boolean, units: UnitLine[]}} UnitList */
/** @typedef {import("../shell/live/follower.js").Change} Change */

export const LINK = "link:";
const BAD = Object.keys(SEVERITIES), WHY = Object.keys(CONCERNS);

/** Lower is worse. @param {UnitLine} line */
function badness(line) {
  const first = Math.min(...line.concerns.map(each => WHY.indexOf(each)), WHY.length);
  return BAD.indexOf(line.severity) * 100 + first;
}

/** @param {UnitLine} one @param {UnitLine} other */
export const worstFirst = (one, other) => badness(one) - badness(other)
  || one.name_ko.localeCompare(other.name_ko, "ko") || (one.unit < other.unit ? -1 : 1);

/** What is urgent about a unit; the same words until something else is. @param {UnitLine} line */
export const urgency = line => line.severity === "alarm" ? line.concerns.filter(each => ALARMING.includes(each)).join(" ") : "";

export class Roll {
  /** @type {Map<string, UnitLine>} */ lines = new Map();
  /** The number of the change that each is known from. @type {Map<string, number>} */ #told = new Map();
  #cursor = -1;
  linkDown = false;

  /** Takes a whole list. @param {UnitList} list */
  read(list) {
    if (list.cursor < this.#cursor) return;
    this.#cursor = list.cursor;
    const before = this.lines, newer = (/** @type {string} */ key) => (this.#told.get(key) ?? -1) > list.cursor;
    this.lines = new Map(list.units.map(line => [line.unit, newer(line.unit) ? before.get(line.unit) ?? line : line]));
    for (const [unit, line] of before) if (!this.lines.has(unit) && newer(unit)) this.lines.set(unit, line);
    if (!newer(LINK)) this.linkDown = list.link_down;
  }

  /** Takes what was told; whether it was news. @param {Change} change */
  hear({ key, number, body }) {
    if (number <= this.#cursor || number <= (this.#told.get(key) ?? -1)) return false;
    this.#told.set(key, number);
    if (key === LINK) this.linkDown = Boolean(body.link_down);
    else this.lines.set(key, body);
    return true;
  }

  /** @param {string} [severity] */
  sorted(severity) {
    return [...this.lines.values()].filter(line => !severity || line.severity === severity).sort(worstFirst);
  }

  /** How many there are of each severity, worst first, without those of which there are none. @returns {[string, number][]} */
  counts() {
    const all = [...this.lines.values()];
    return BAD.map(each => /** @type {[string, number]} */ ([each, all.filter(line => line.severity === each).length]))
      .filter(([, many]) => many);
  }
}

/** Which alarms somebody here has taken note of. One that turns into another is new again, and one that is over is forgotten. */
export class Noted {
  /** @param {Pick<Storage, "getItem" | "setItem"> | null} kept @param {string} key */
  constructor(kept, key) {
    this.kept = kept;
    this.key = key;
    /** @type {Record<string, {what: string, at: number}>} */
    this.noted = {};
    try { this.noted = JSON.parse(kept?.getItem(key) ?? "{}") ?? {}; } catch { /* what somebody else wrote there */ }
  }

  /** When it was noted, in epoch milliseconds; null: not yet. @param {UnitLine} line */
  at(line) {
    const found = Object.hasOwn(this.noted, line.unit) ? this.noted[line.unit] : null;
    return found && found.what === urgency(line) ? found.at : null;
  }

  /** @param {UnitLine[]} lines @param {number} now */
  note(lines, now) {
    for (const line of lines) this.noted[line.unit] = { what: urgency(line), at: now };
    this.#keep();
  }

  /** Forgets what is over. @param {UnitLine[]} lines all of them */
  tidy(lines) {
    const before = Object.keys(this.noted).length;
    const urgent = new Map(lines.map(line => [line.unit, urgency(line)]));
    for (const [unit, { what }] of Object.entries(this.noted)) if (urgent.get(unit) !== what) delete this.noted[unit];
    if (Object.keys(this.noted).length !== before) this.#keep();
  }

  #keep() { this.kept?.setItem(this.key, JSON.stringify(this.noted)); }
}

/** The districts that units stand in, by the names of their maps. @param {Iterable<UnitLine>} lines */
export const placesOf = lines => districtsOf([...lines].map(({ longitude, latitude }) => [longitude, latitude]));

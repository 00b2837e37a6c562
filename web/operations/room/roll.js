// The open incidents as the room knows them: read whole now and then, and changed as the city tells. Nothing here draws.
//
// What the city tells has a number, and a board says up to which number it knows all: a board that was read while changes
// came takes back nothing that is newer, and a change that it already holds undoes nothing.

import { isSilence, middleOf, OPEN, SEVERITIES } from "./words.js";

/** @typedef {import("./words.js").IncidentLine} IncidentLine */
/** @typedef {{cursor: number, left_off: number, incidents: IncidentLine[]}} Board */
/** @typedef {import("../../shell/live/follower.js").Change} Change */

const ANSWERED = ["detected", "acknowledged", "dispatched"], BAD = Object.keys(SEVERITIES);

/** As the API sorts: what is real before drills, the worst first, then what nobody answers, then the oldest.
 * @param {IncidentLine} one @param {IncidentLine} other */
export const worstFirst = (one, other) => Number(one.exercise) - Number(other.exercise)
  || BAD.indexOf(one.severity) - BAD.indexOf(other.severity) || ANSWERED.indexOf(one.state) - ANSWERED.indexOf(other.state)
  || (one.incident_id < other.incident_id ? -1 : 1);

/** @param {IncidentLine} line */
const isOpen = line => OPEN.includes(line.state) && !line.merged_into;

export class Roll {
  /** @type {Map<string, IncidentLine>} */ lines = new Map();
  /** The number of the change that each is known from, also of those that are over. @type {Map<string, number>} */ #told = new Map();
  /** The level up to which somebody was told that nobody answered. @type {Map<string, {level: number, who: string}>} */ escalated = new Map();
  #cursor = -1;
  /** How many more are open than the board shows. */
  leftOff = 0;

  /** Takes a whole board. @param {Board} board */
  read(board) {
    if (board.cursor < this.#cursor) return;
    this.#cursor = board.cursor;
    this.leftOff = board.left_off;
    const before = this.lines, newer = (/** @type {string} */ key) => (this.#told.get(key) ?? -1) > board.cursor;
    this.lines = new Map(board.incidents.filter(line => !newer(line.incident_id)).map(line => [line.incident_id, line]));
    for (const [key, line] of before) if (newer(key)) this.lines.set(key, line);
    for (const key of this.#told.keys()) if (!newer(key)) this.#told.delete(key);
  }

  /** Takes what was told; whether it was news. @param {Change} change */
  hear({ key, number, body }) {
    if (number <= this.#cursor || number <= (this.#told.get(key) ?? -1)) return false;
    this.#told.set(key, number);
    if (isOpen(body)) this.lines.set(key, body); else this.lines.delete(key);
    return true;
  }

  /** Takes that somebody was told of what nobody had answered. @param {Change} change */
  escalate({ key, body }) {
    if ((this.escalated.get(key)?.level ?? 0) >= body.level) return false;
    this.escalated.set(key, { level: body.level, who: body.who });
    return true;
  }

  /** The worst first. @param {(line: IncidentLine) => boolean} [wanted] */
  sorted(wanted = () => true) { return [...this.lines.values()].filter(wanted).sort(worstFirst); }

  /** What nobody has answered yet; a drill is none of it. */
  get unanswered() { return this.sorted(line => line.state === "detected" && !line.exercise); }

  /** What is not heard any more. */
  get silent() { return this.sorted(isSilence); }
}

/** Where incidents are that have a place. @param {IncidentLine[]} lines @returns {[number, number][]} */
export const cornersOf = lines => lines.flatMap(line => {
  const at = middleOf(line.place);
  return at ? [at] : [];
});

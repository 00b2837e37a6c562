// One part of a page that follows one topic: each change once, in the order of its number, none left out.
//
// Changes come as they happen, in answers to what was missed, and by polling: twice, late, and past one another. Only the
// number after the last one is handed on; what is beyond it waits, and what is missing is asked for.

/** @typedef {{number: number, key: string, version: number, at: string, body: any}} Change */
/** @typedef {{number: number, part: number, parts: number, text: string}} Part */
/** @typedef {{topic: string, changes?: Change[], part?: Part | null, after?: number | null, cursor?: number | null, more?: boolean, reset?: boolean, refused?: boolean}} News */
/** @typedef {"live" | "polling" | "offline" | "refused"} State */
/**
 * `onReset` is told where to go on from: read your list again now. It is called once at the beginning for whoever follows
 * without a cursor.
 * @typedef {{cursor?: number | null, onChange: (change: Change) => void, onReset?: (cursor: number) => void, onState?: (state: State) => void}} Wishes
 */

// More than this out of order is a page that slept: it is cheaper to ask.
const MOST_WAITING = 500;

export class Follower {
  /** @param {string} topic @param {Wishes} wishes */
  constructor(topic, wishes) {
    this.topic = topic;
    this.wishes = wishes;
    /** @type {number | null} */
    this.cursor = wishes.cursor ?? null;
    this.refused = false;
    /** Whether an answer is awaited, and to which question. */
    this.asked = false;
    /** @type {number | null} */
    this.askedAfter = null;
    /** @type {Map<number, Change>} */
    this.waiting = new Map();
    /** @type {Map<number, (string | undefined)[]>} */
    this.parts = new Map();
    /** @type {State | null} */
    this.state = null;
  }

  /** What to ask for: the place in the log, and how much of a large change is here. @returns {{topic: string, cursor?: number, part?: number}} */
  ask() {
    this.asked = true;
    this.askedAfter = this.cursor;
    if (this.cursor === null) return { topic: this.topic };
    const pieces = this.parts.get(this.cursor + 1) ?? [];
    const missing = pieces.findIndex(piece => piece === undefined);
    return missing > 0 ? { topic: this.topic, cursor: this.cursor, part: missing } : { topic: this.topic, cursor: this.cursor };
  }

  /** Whether a number is missing before what waits. */
  get hole() { return this.waiting.size > 0; }

  /**
   * Takes what came. Returns whether to ask at once for more.
   * @param {News} news
   * @returns {boolean}
   */
  take(news) {
    // An answer says how far it goes; what is told as it happens does not. Another part of the page may have asked.
    const answer = news.cursor !== undefined && news.cursor !== null;
    const mine = answer && this.asked && (news.after ?? null) === this.askedAfter;
    if (news.refused) {
      this.refused = true;
      this.tell("refused");
      return false;
    }
    if (mine) {
      this.asked = false;
      const begins = this.cursor === null;
      if (news.reset || begins) {
        this.#begin(/** @type {number} */ (news.cursor));
        return false;
      }
      // Who read a list before the topic's first change was has seen none of them.
      if (this.cursor === 0) this.cursor = news.changes?.length ? news.changes[0].number - 1 : /** @type {number} */ (news.cursor);
    }
    for (const change of news.changes ?? []) this.#keep(change);
    if (news.part) this.#piece(news.part);
    this.#hand();
    if (this.waiting.size > MOST_WAITING) {
      this.waiting.clear();
      return true;
    }
    return mine && Boolean(news.more);
  }

  /** @param {State} state */
  tell(state) {
    if (state === this.state) return;
    this.state = state;
    this.wishes.onState?.(state);
  }

  /** @param {number} cursor */
  #begin(cursor) {
    this.cursor = cursor;
    this.waiting.clear();
    this.parts.clear();
    this.wishes.onReset?.(cursor);
  }

  /** @param {Change} change */
  #keep(change) {
    if (this.cursor !== null && change.number > this.cursor) this.waiting.set(change.number, change);
  }

  /** @param {Part} part */
  #piece(part) {
    if (this.cursor === null || part.number <= this.cursor) return;
    const pieces = this.parts.get(part.number) ?? new Array(part.parts).fill(undefined);
    pieces[part.part - 1] = part.text;
    this.parts.set(part.number, pieces);
    if (pieces.includes(undefined)) return;
    this.parts.delete(part.number);
    this.#keep(JSON.parse(pieces.join("")));
  }

  #hand() {
    for (;;) {
      const next = this.cursor === null ? undefined : this.waiting.get(this.cursor + 1);
      if (next === undefined) break;
      this.waiting.delete(next.number);
      this.parts.delete(next.number);
      this.cursor = next.number;
      this.wishes.onChange(next);
    }
    for (const number of this.waiting.keys()) if (number <= /** @type {number} */ (this.cursor)) this.waiting.delete(number);
    for (const number of this.parts.keys()) if (number <= /** @type {number} */ (this.cursor)) this.parts.delete(number);
  }
}

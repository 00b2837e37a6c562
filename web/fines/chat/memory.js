// What this browser remembers of a talk, so that a reload loses nothing. It lies in the tab alone and is gone with it,
// unless whoever talks wants it kept on their device: then it is read without a connection too, for thirty days.

import { storage } from "../../shell/words.js";

/** @typedef {{name: string, id: string}} Sent A file that went, or goes, with a message */
/** @typedef {{id: string, who: "office" | "citizen", text: string, lang: string, at: number, files?: string[],
 *   trouble?: boolean}} Turn */
/** @typedef {{version: 2, session: string, message_id: string, text: string, files: string[]}} Message */
/** @typedef {{ticket: string, code: string}} Ticket */
/** @typedef {object} Talk
 * @property {string} session the secret by which the office knows this talk
 * @property {Turn[]} turns
 * @property {Ticket[]} tickets
 * @property {Sent[]} files checked, and gone with no message yet
 * @property {Message[]} outbox not answered yet, the oldest first
 * @property {string} draft
 * @property {boolean} keeps whether it stays on this device
 * @property {number} saved_at */

export const PLACE = "dongne.fines.talk";
export const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const TURNS_AT_MOST = 400;
const ALPHABET = "0123456789abcdefghijklmnopqrstuv";

/** Nobody can guess them: five bits each. @param {number} count */
export const letters = count => Array.from(crypto.getRandomValues(new Uint8Array(count)), byte => ALPHABET[byte & 31]).join("");

/** @returns {Talk} */
export const newTalk = () => ({ session: letters(32), turns: [], tickets: [], files: [], outbox: [], draft: "", keeps: false, saved_at: 0 });

/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem">} Place */
/** @typedef {{tab: Place | null, device: Place | null, now: () => number}} World */

/** @type {World} */
const HERE = { get tab() { return storage("sessionStorage"); }, get device() { return storage("localStorage"); }, now: () => Date.now() };

export class Memory {
  /** @param {World} [world] */
  constructor(world = HERE) {
    this.world = world;
    this.talk = this.#read("tab") ?? this.#read("device") ?? newTalk();
  }

  /** Whether anything has been said. */
  get begun() { return this.talk.turns.length > 0; }

  keep() {
    this.talk.saved_at = this.world.now();
    this.talk.turns = this.talk.turns.slice(-TURNS_AT_MOST);
    const text = JSON.stringify(this.talk);
    // A browser that keeps nothing (a private window, a full disk): the talk lasts as long as the page.
    try { this.world.tab?.setItem(PLACE, text); } catch { /* as said */ }
    try {
      if (this.talk.keeps) this.world.device?.setItem(PLACE, text); else this.world.device?.removeItem(PLACE);
    } catch { /* as said */ }
  }

  /** Whether it stays on this device. @param {boolean} keeps */
  stay(keeps) {
    this.talk.keeps = keeps;
    this.keep();
  }

  /** Another tab has gone on with the same talk. Whether there is something new to show. @param {string | null} text */
  adopt(text) {
    const found = readTalk(text);
    if (!found || found.session !== this.talk.session || found.saved_at <= this.talk.saved_at || this.talk.outbox.length) return false;
    this.talk = { ...found, draft: this.talk.draft };
    return true;
  }

  forget() {
    this.talk = newTalk();
    this.world.tab?.removeItem(PLACE);
    this.world.device?.removeItem(PLACE);
  }

  /** @param {"tab" | "device"} place */
  #read(place) {
    let text = null;
    try { text = this.world[place]?.getItem(PLACE) ?? null; } catch { return null; }
    const found = readTalk(text);
    if (found && this.world.now() - found.saved_at < KEPT_MS) return found;
    if (text) this.world[place]?.removeItem(PLACE);
    return null;
  }
}

/** @param {string | null} text @returns {Talk | null} */
export function readTalk(text) {
  try {
    const found = JSON.parse(text ?? "null"), usual = newTalk();
    if (!found || typeof found.session !== "string") return null;
    for (const name of /** @type {const} */ (["turns", "tickets", "files", "outbox"])) if (!Array.isArray(found[name] ?? [])) return null;
    return { ...usual, ...found };
  } catch { return null; }
}

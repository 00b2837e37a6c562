// The talk itself: what is said goes out in its order, each message under an id of its own until the office has answered
// it, so that however often it is sent it counts once.

import { Trouble } from "../../shell/api.js";
import { letters } from "./memory.js";

/** @typedef {import("./memory.js").Message} Message */
/** @typedef {import("./memory.js").Sent} Sent */
/** @typedef {{reply: string | null, outcome: string, language: string, ticket?: string | null, code?: string | null}} Reply */
/** @typedef {"" | "unsent" | "tooMany"} Stopped Why nothing goes out: no connection, or too much in an hour */
/** @typedef {object} World
 * @property {(message: Message) => Promise<any>} send
 * @property {(ms: number) => Promise<void>} wait
 * @property {() => number} now
 * @property {(change?: {answered?: Reply, refused?: string}) => void} changed */

const TRIES = 3, PAUSE_MS = 800;

export class Conversation {
  /** @type {Stopped} */
  stopped = "";
  busy = false;
  /** Since when an answer is waited for: epoch milliseconds. */
  since = 0;

  /** @param {import("./memory.js").Memory} memory @param {World} world */
  constructor(memory, world) {
    this.memory = memory;
    this.world = world;
  }

  /** Says it, after what has not gone yet. @param {string} text @param {Sent[]} files @param {string} lang */
  say(text, files, lang) {
    const { talk } = this.memory, words = text.trim();
    if (!words && !files.length) return false;
    const message_id = letters(24);
    talk.turns.push({ id: message_id, who: "citizen", text: words, lang, at: this.world.now(), files: files.map(file => file.name) });
    talk.outbox.push({ version: 2, session: talk.session, message_id, text: words, files: files.map(file => file.id) });
    this.memory.keep();
    void this.flush();
    return true;
  }

  /** Whether a turn has gone out and been answered. @param {string} id */
  waits(id) { return this.memory.talk.outbox.some(message => message.message_id === id); }

  /** Takes back what has not gone; its words, to be written anew. @param {string} id */
  takeBack(id) {
    const { talk } = this.memory, found = talk.outbox.find(message => message.message_id === id);
    if (!found || this.busy) return null;
    talk.outbox = talk.outbox.filter(message => message !== found);
    talk.turns = talk.turns.filter(turn => turn.id !== id);
    if (!talk.outbox.length) this.stopped = "";
    this.memory.keep();
    this.world.changed();
    return found;
  }

  /** Sends what waits, one after another. After a reload, or once there is a connection again, it is sent under its own id. */
  async flush() {
    if (this.busy) return;
    this.busy = true;
    this.stopped = "";
    while (this.memory.talk.outbox.length && !this.stopped) {
      const message = this.memory.talk.outbox[0];
      this.since = this.world.now();
      this.world.changed();
      const answer = await this.#send(message);
      // Forgotten meanwhile: whatever came is nobody's.
      if (this.memory.talk.outbox[0] !== message) continue;
      if (answer instanceof Trouble) this.#fail(message, answer); else this.#take(message, answer);
    }
    this.busy = false;
    this.world.changed();
  }

  /** @param {Message} message @returns {Promise<Reply | Trouble>} */
  async #send(message) {
    for (let turn = 1; ; turn++) {
      try {
        return await this.world.send(message);
      } catch (trouble) {
        if (!(trouble instanceof Trouble)) throw trouble;
        const passing = trouble.status === 0 || trouble.status >= 500;
        if (!passing || trouble.offline || turn >= TRIES) return trouble;
        await this.world.wait(PAUSE_MS * turn);
      }
    }
  }

  /** @param {Message} message @param {Trouble} trouble */
  #fail(message, { status }) {
    if (status !== 400 && status !== 404 && status !== 413) { this.stopped = status === 429 ? "tooMany" : "unsent"; return; }
    // Refused, and so not done: its words are given back, to be changed.
    const { talk } = this.memory;
    talk.outbox.shift();
    talk.turns = talk.turns.filter(turn => turn.id !== message.message_id);
    if (!talk.draft.trim()) talk.draft = message.text;
    this.memory.keep();
    this.world.changed({ refused: status === 404 ? "fileFailed" : "invalid" });
  }

  /** @param {Message} message @param {Reply} answer */
  #take(message, answer) {
    const { talk } = this.memory, { ticket, code } = answer;
    talk.outbox.shift();
    if (ticket && code && !talk.tickets.some(one => one.ticket === ticket)) talk.tickets.push({ ticket, code });
    const turn = { id: `${message.message_id}.answer`, who: /** @type {const} */ ("office"), text: answer.reply ?? "", lang: answer.language,
      at: this.world.now() };
    // Behind what it answers, though more was said meanwhile.
    const place = talk.turns.findIndex(one => one.id === message.message_id);
    if (place < 0) talk.turns.push(turn); else talk.turns.splice(place + 1, 0, turn);
    this.memory.keep();
    this.world.changed({ answered: answer });
  }
}

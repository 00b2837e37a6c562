// Files on their way: a form for each, then the file itself, then the office's look at what it is.

import { Trouble } from "../../shell/api.js";
import { letters } from "./memory.js";

/** @typedef {"uploading" | "checking" | "ready" | "refused"} State */
/** @typedef {{key: string, name: string, state: State, share: number, id?: string, why?: string}} Line `why`: a word's name */
/** @typedef {object} World
 * @property {(file: {session: string, name: string, content_type: string, size_bytes: number}) => Promise<any>} sign
 * @property {(file: {session: string, file_id: string}) => Promise<any>} check
 * @property {(signed: any, file: File, seen: (share: number) => void) => Promise<void>} upload
 * @property {() => void} changed
 * @property {(name: string, word: string) => void} told what has become of a file */

export const MOST_BYTES = 10 * 1024 * 1024, MOST_FILES = 5;
/** @type {Record<string, string>} */
const TYPES = { jpg: "image/jpeg", jpeg: "image/jpeg", png: "image/png", heic: "image/heic", heif: "image/heic", webp: "image/webp",
  pdf: "application/pdf" };
export const ACCEPTED = [...new Set(Object.values(TYPES)), ...Object.keys(TYPES).map(ending => `.${ending}`)].join(",");

/** @param {{name: string, type: string}} file */
export const typeOf = file => Object.values(TYPES).includes(file.type) ? file.type : TYPES[file.name.split(".").pop()?.toLowerCase() ?? ""];

export class Files {
  /** @type {Line[]} */
  lines = [];

  /** @param {import("./memory.js").Memory} memory @param {World} world */
  constructor(memory, world) {
    this.memory = memory;
    this.world = world;
    this.recall();
  }

  /** Those that are here already, after a reload. */
  recall() {
    this.lines = this.memory.talk.files.map(file => ({ key: letters(8), name: file.name, state: "ready", share: 1, id: file.id }));
  }

  get onTheirWay() { return this.lines.some(line => line.state === "uploading" || line.state === "checking"); }

  /** @param {Iterable<File>} picked */
  pick(picked) {
    for (const file of picked) {
      /** @type {Line} */
      const line = { key: letters(8), name: file.name, state: "uploading", share: 0 };
      const why = this.#refusal(file);
      this.lines = [...this.lines, line];
      if (why) this.#refuse(line, why); else void this.#bring(file, line);
    }
    this.world.changed();
  }

  /** @param {File} file */
  #refusal(file) {
    if (this.lines.filter(line => line.state !== "refused").length >= MOST_FILES) return "fileMany";
    if (!typeOf(file)) return "fileKind";
    if (file.size > MOST_BYTES) return "fileTooLarge";
    return file.size ? "" : "fileEmpty";
  }

  /** @param {File} file @param {Line} line */
  async #bring(file, line) {
    const { session } = this.memory.talk;
    /** @type {Record<number, string>} */
    let words = { 429: "fileSession" };
    try {
      const form = await this.world.sign(
        { session, name: file.name.slice(-200), content_type: typeOf(file), size_bytes: file.size });
      words = {};
      await this.world.upload(form, file, share => { line.share = share; this.world.changed(); });
      line.state = "checking";
      this.world.changed();
      words = { 422: "fileKind" };
      const found = await this.world.check({ session, file_id: form.file_id });
      // Forgotten or taken away meanwhile.
      if (session !== this.memory.talk.session || !this.lines.includes(line)) return;
      this.#ready(line, found.file_id);
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.#refuse(line, words[trouble.status] ?? (trouble.offline ? "fileOffline" : "fileFailed"));
    }
  }

  /** @param {Line} line @param {string} id */
  #ready(line, id) {
    Object.assign(line, { state: "ready", id, share: 1 });
    this.memory.talk.files.push({ id, name: line.name });
    this.memory.keep();
    this.world.told(line.name, "ready");
    this.world.changed();
  }

  /** @param {Line} line @param {string} why */
  #refuse(line, why) {
    Object.assign(line, { state: "refused", why });
    this.world.told(line.name, why);
    this.world.changed();
  }

  /** @param {Line} line */
  drop(line) {
    this.lines = this.lines.filter(other => other !== line);
    this.memory.talk.files = this.memory.talk.files.filter(file => file.id !== line.id);
    this.memory.keep();
    this.world.changed();
  }

  /** The files that go with what is said now; what was refused is gone with it. */
  takeAlong() {
    const gone = this.memory.talk.files;
    this.memory.talk.files = [];
    this.lines = [];
    this.memory.keep();
    return gone;
  }

  /** Given back with words that are to be written anew. @param {readonly string[]} ids @param {readonly string[]} names */
  giveBack(ids, names) {
    ids.forEach((id, place) => {
      const name = names[place] ?? id;
      this.memory.talk.files.push({ id, name });
      this.lines = [...this.lines, { key: letters(8), name, state: "ready", share: 1, id }];
    });
    this.memory.keep();
    this.world.changed();
  }
}

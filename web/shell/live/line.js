// The page's one line to the city: a WebSocket, and polling while there is none.
//
// API Gateway ends a connection after ten idle minutes and after two hours, whatever happens: the line pings every five, and
// opens another connection before it closes the old. Each connection is opened with a ticket that is good once.

import { Follower } from "./follower.js";

/** @typedef {import("./follower.js").News} News */
/** @typedef {import("./follower.js").Wishes} Wishes */
/** @typedef {{send(text: string): void, close(code?: number): void, onopen: any, onmessage: any, onclose: any, onerror: any}} Socket */
/**
 * What a line needs of the world. `ticket` and `changes` ask the live API, and fail as it fails.
 * @typedef {{
 *   ticket(): Promise<string>,
 *   changes(topic: string, after: number | null): Promise<News>,
 *   open(protocols: string[]): Socket,
 *   after(ms: number, what: () => void): () => void,
 *   random(): number,
 * }} World
 */

export const PING_MS = 5 * 60_000, RENEW_MS = 110 * 60_000, RENEW_JITTER_MS = 5 * 60_000;
export const ANSWER_MS = 15_000, OPEN_MS = 20_000, HOLE_MS = 400, POLL_MS = 5_000;
export const FIRST_WAIT_MS = 1_000, LONGEST_WAIT_MS = 30_000;
const PROTOCOL = "dongne.v1";
// A line that held so long was a good one: the next failure is a first.
const GOOD_MS = 30_000;

export class Line {
  /** @param {World} world */
  constructor(world) {
    this.world = world;
    /** @type {Set<Follower>} */
    this.followers = new Set();
    /** @type {Socket | null} */
    this.socket = null;
    /** @type {Socket | null} */
    this.coming = null;
    this.failures = 0;
    this.connecting = false;
    /** @type {Map<string, () => void>} what stops each timer, by its name */
    this.timers = new Map();
    this.polling = false;
  }

  /**
   * Follows a topic until the answer's `close` is called.
   * @param {string} topic @param {Wishes} wishes
   * @returns {{close(): void, readonly cursor: number | null}}
   */
  watch(topic, wishes) {
    const follower = new Follower(topic, wishes);
    this.followers.add(follower);
    if (this.socket) this.#say(this.socket, "watch", [follower]);
    else if (!this.coming && !this.connecting && !this.timers.has("again")) void this.#connect();
    return {
      close: () => this.#leave(follower),
      get cursor() { return follower.cursor; },
    };
  }

  /** The network is there again, or somebody signed in: no waiting. */
  hurry() {
    if (this.socket || this.coming || this.connecting || !this.followers.size) return;
    this.#stop("again");
    void this.#connect();
  }

  /** @param {Follower} follower */
  #leave(follower) {
    this.followers.delete(follower);
    const others = [...this.followers].some(each => each.topic === follower.topic);
    if (this.socket && !others) this.#send(this.socket, { action: "leave", topics: [{ topic: follower.topic }] });
    if (!this.followers.size) this.#end();
  }

  #end() {
    for (const stop of this.timers.values()) stop();
    this.timers.clear();
    this.polling = false;
    for (const socket of [this.socket, this.coming]) if (socket) this.#drop(socket);
    this.socket = this.coming = null;
    this.failures = 0;
  }

  // --- connections ---

  async #connect() {
    if (this.connecting) return;
    this.connecting = true;
    try {
      const ticket = await this.world.ticket();
      if (this.followers.size) this.#open(ticket);
    } catch {
      this.#failed();
    } finally {
      this.connecting = false;
    }
  }

  /** @param {string} ticket */
  #open(ticket) {
    const socket = this.world.open([PROTOCOL, `dongne.ticket.${ticket}`]);
    this.coming = socket;
    this.#start("open", OPEN_MS, () => this.#lost(socket));
    socket.onopen = () => this.#opened(socket);
    socket.onmessage = (/** @type {{data: unknown}} */ event) => this.#heard(socket, String(event.data));
    socket.onclose = socket.onerror = () => this.#lost(socket);
  }

  /** @param {Socket} socket */
  #opened(socket) {
    if (socket !== this.coming) return;
    const before = this.socket;
    this.socket = socket;
    this.coming = null;
    for (const name of ["open", "poll", "answer", "hole"]) this.#stop(name);
    this.polling = false;
    for (const follower of this.followers) follower.asked = false;
    this.#say(socket, "watch", [...this.followers]);
    // What the old one still brings is known by its number.
    if (before) this.world.after(ANSWER_MS, () => this.#drop(before));
    this.#start("ping", PING_MS, () => this.#ping());
    this.#start("renew", RENEW_MS - this.world.random() * RENEW_JITTER_MS, () => void this.#connect());
    this.#start("good", GOOD_MS, () => { this.failures = 0; });
  }

  /** @param {Socket} socket */
  #lost(socket) {
    this.#drop(socket);
    if (socket === this.coming) {
      this.coming = null;
      this.#stop("open");
      this.#failed();
    } else if (socket === this.socket) {
      this.socket = null;
      for (const name of ["ping", "renew", "good", "answer", "hole"]) this.#stop(name);
      for (const follower of this.followers) follower.asked = false;
      if (!this.coming && !this.connecting) this.#failed();
    }
  }

  #failed() {
    if (!this.followers.size) return;
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures);
    this.failures = Math.min(this.failures + 1, 16);
    this.#start("again", this.world.random() * longest, () => void this.#connect());
    // A connection that is only renewed goes on as it is.
    if (!this.socket && this.failures > 1) this.#beginPolling();
  }

  /** @param {Socket} socket */
  #drop(socket) {
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null;
    socket.close(1000);
  }

  // --- talk ---

  /** @param {Socket} socket @param {string} text */
  #heard(socket, text) {
    let told;
    // Whatever is in between may answer in words of its own: that is no answer, and the wait for one goes on.
    try { told = JSON.parse(text); } catch { return; }
    if (socket === this.socket) this.#stop("answer");
    for (const news of told.topics ?? []) this.#news(news, told.type === "pong");
  }

  /** @param {News} news @param {boolean} pong */
  #news(news, pong) {
    for (const follower of this.followers) {
      if (follower.topic !== news.topic || follower.refused) continue;
      const more = pong ? Boolean(news.more) && news.after === follower.cursor : follower.take(news);
      if (this.socket && !follower.refused) follower.tell("live");
      if (more) this.#ask(follower);
      else if (follower.hole && !follower.asked) this.#start("hole", HOLE_MS, () => this.#askForHoles(), true);
    }
  }

  #askForHoles() {
    for (const follower of this.followers) if (follower.hole && !follower.asked) this.#ask(follower);
  }

  /** @param {Follower} follower */
  #ask(follower) {
    if (this.socket && !follower.asked) this.#say(this.socket, "more", [follower]);
  }

  /** @param {Socket} socket @param {"watch" | "more"} action @param {Follower[]} followers */
  #say(socket, action, followers) {
    // The city takes twenty topics at a time.
    for (let start = 0; start < followers.length; start += 20) {
      const some = followers.slice(start, start + 20);
      this.#send(socket, { action, topics: some.map(follower => follower.ask()) });
    }
  }

  #ping() {
    this.#start("ping", PING_MS, () => this.#ping());
    if (this.socket) this.#send(this.socket, { action: "ping", topics: [...this.followers].slice(0, 20).map(({ topic, cursor }) => cursor === null ? { topic } : { topic, cursor }) });
  }

  /** @param {Socket} socket @param {unknown} words */
  #send(socket, words) {
    // Who does not answer is not there: a cable that was pulled says nothing.
    this.#start("answer", ANSWER_MS, () => this.#lost(socket), true);
    try {
      socket.send(JSON.stringify(words));
    } catch {
      this.#lost(socket);
    }
  }

  // --- without a socket ---

  #beginPolling() {
    if (this.polling) return;
    this.polling = true;
    void this.#poll();
  }

  async #poll() {
    for (const follower of [...this.followers]) {
      if (follower.refused) continue;
      try {
        for (let more = true; more && this.polling && this.followers.has(follower);) {
          follower.ask();
          const news = await this.world.changes(follower.topic, follower.cursor);
          if (!this.polling || !this.followers.has(follower)) return;
          more = follower.take(news);
        }
        if (!follower.refused) follower.tell("polling");
      } catch (trouble) {
        if (/** @type {any} */ (trouble)?.status === 403) follower.take({ topic: follower.topic, refused: true });
        else follower.tell("offline");
      }
    }
    if (this.polling) this.#start("poll", POLL_MS * (0.75 + this.world.random() / 2), () => void this.#poll());
  }

  // --- timers ---

  /** @param {string} name @param {number} ms @param {() => void} what @param {boolean} [keep] the one that runs */
  #start(name, ms, what, keep = false) {
    if (keep && this.timers.has(name)) return;
    this.#stop(name);
    this.timers.set(name, this.world.after(ms, () => { this.timers.delete(name); what(); }));
  }

  /** @param {string} name */
  #stop(name) {
    this.timers.get(name)?.();
    this.timers.delete(name);
  }
}

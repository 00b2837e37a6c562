// What an element fetches: once, again by a press, or by itself every so often. A later wish overtakes an earlier one; what
// stands there stays until the new has come, so that focus and scrolling stay too (keyed lists do the rest).
//
//   orders = new Load(this, () => fines.get("orders"), { every: 10000 });         in a CityElement
//   ${drawn(this.orders, ({ orders }) => html`…`, { empty: ({ orders }) => orders.length ? null : t("없습니다.", "None.") })}
//   cases = new Pages(this, async page => { const a = await fines.get("cases", { page }); return [a.cases, a.next_page]; });

import { Trouble } from "../shell/api.js";

/** @typedef {import("../vendor/lit.js").LitElement} Host */
/** How often: milliseconds, or a function of what came last (null: not again).
 * @template T @typedef {number | ((value: T) => number | null)} Every */

/** @template T */
export class Load {
  /** @type {"waiting" | "ready" | "error"} */
  state = "waiting";
  /** @type {T | null} */
  value = null;
  /** What went wrong the last time; the last value stays. @type {Trouble | null} */
  trouble = null;
  /** When the value came, in epoch milliseconds; 0 if it never did. */
  at = 0;
  busy = false;
  #turn = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** `held`: nothing is fetched before the first `reload()`.
   * @param {Host} host @param {() => Promise<T>} task @param {{every?: Every<T>, held?: boolean}} [how] */
  constructor(host, task, { every, held = false } = {}) {
    this.host = host;
    this.task = task;
    this.every = every;
    this.held = held;
    host.addController(this);
  }

  hostConnected() {
    document.addEventListener("visibilitychange", this.#seen);
    if (!this.held) void this.reload();
  }

  hostDisconnected() {
    document.removeEventListener("visibilitychange", this.#seen);
    clearTimeout(this.#timer);
    this.#turn++;
  }

  // Whoever comes back to the page sees what came meanwhile.
  #seen = () => { if (!document.hidden && !this.held && this.every) void this.reload(); };

  /** Fetches anew. Resolves once the new value, or what went wrong, is there. */
  async reload() {
    const mine = ++this.#turn;
    this.held = false;
    this.busy = true;
    clearTimeout(this.#timer);
    this.host.requestUpdate();
    try {
      const value = await this.task();
      if (mine !== this.#turn) return;
      this.value = value;
      this.trouble = null;
      this.at = Date.now();
      this.state = "ready";
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      if (mine !== this.#turn) return;
      this.trouble = trouble;
      if (this.value === null) this.state = "error";
    }
    this.busy = false;
    this.#again();
    this.host.requestUpdate();
  }

  /** Begins as if nothing had come: for another case in the same place. */
  async renew() {
    this.value = null;
    this.trouble = null;
    this.state = "waiting";
    await this.reload();
  }

  #again() {
    const { every } = this;
    const wait = typeof every === "function" ? (this.value === null ? 15000 : every(this.value)) : every;
    if (!wait || !this.host.isConnected) return;
    this.#timer = setTimeout(() => { if (document.hidden) this.#again(); else void this.reload(); }, wait);
  }
}

/** A list that comes page by page. @template T */
export class Pages {
  /** @type {T[]} */
  items = [];
  /** @type {"waiting" | "ready" | "error"} */
  state = "waiting";
  /** @type {Trouble | null} */
  trouble = null;
  busy = false;
  /** @type {string | null} */
  #next = null;
  #turn = 0;
  /** Elements that draw it, besides its host. @type {Set<Host>} */
  #views = new Set();

  /** @param {Host} host @param {(cursor: string | null) => Promise<[T[], string | null | undefined]>} task
   * @param {{held?: boolean}} [how] */
  constructor(host, task, { held = false } = {}) {
    this.host = host;
    this.task = task;
    this.held = held;
    host.addController(this);
  }

  hostConnected() { if (!this.held && this.state === "waiting") void this.reload(); }

  hostDisconnected() { this.#turn++; }

  /** An element that draws it is drawn again whenever it changes. @param {Host} view */
  drawnBy(view) { this.#views.add(view); }

  #draw() {
    this.host.requestUpdate();
    for (const view of this.#views) if (view.isConnected) view.requestUpdate(); else this.#views.delete(view);
  }

  /** Whether there is another page. */
  get more() { return this.#next !== null; }

  /** From the first page. */
  async reload() { await this.#fetch(null); }

  /** The next page, after those that are there. */
  async next() { if (this.more && !this.busy) await this.#fetch(this.#next); }

  /** @param {string | null} cursor */
  async #fetch(cursor) {
    const mine = ++this.#turn;
    this.held = false;
    this.busy = true;
    this.#draw();
    try {
      const [items, next] = await this.task(cursor);
      if (mine !== this.#turn) return;
      this.items = cursor === null ? items : [...this.items, ...items];
      this.#next = next ?? null;
      this.trouble = null;
      this.state = "ready";
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      if (mine !== this.#turn) return;
      this.trouble = trouble;
      if (!this.items.length) this.state = "error";
    }
    this.busy = false;
    this.#draw();
  }
}

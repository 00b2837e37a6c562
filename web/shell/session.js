// Who is signed in. Staff sign in once for every page of the city; the page holds the id token in memory only, and what
// renews it is a cookie that no script can read.
//
//   await session.start({ groups: ["clerk"] })   asks the city who this is; true once somebody who may is signed in
//   session.me                                    { id, name, groups, signed_in_at } or null
//   session.may("clerk", "manager")               whether they have one of these roles
//   await session.token()                         a token that still holds; waits for whoever has to sign in again
//   session.signIn(), session.signOut({ everywhere: true })
//
// `window` hears `session` when who is signed in, or how, changes. `session.standing` says how:
//   unknown  not asked yet          in         signed in              forbidden  signed in, without a role for this page
//   out      nobody is signed in    again      has to sign in again: the page stays as it is, a dialog asks
//   away     the city did not answer; it is asked again by itself
//   covered  nobody touched any page for fifteen minutes: the page is covered and asks (개인정보의 안전성 확보조치 기준 §6④)
// `session.stepping`: one step (to see more than usual) waits for a sign-in of the last minutes; the rest of the page goes on.

import { storage } from "./words.js";

/** @typedef {{id: string, name: string, groups: string[], signed_in_at: number}} Person */
/** @typedef {"unknown" | "out" | "in" | "again" | "away" | "covered" | "forbidden"} Standing */
/** @typedef {{token: string, until: number, renew_at: number, me: Person}} Pass */
/** What a session needs of the world; a test passes its own.
 * @typedef {object} World
 * @property {() => number} now
 * @property {(act: () => void, ms: number) => unknown} later
 * @property {(timer: any) => void} never
 * @property {(path: string, body: unknown) => Promise<{status: number, body: any, at?: number}>} post status 0: no answer;
 *   at: the city's clock
 * @property {(message: any) => void} shout to the other tabs
 * @property {(address: string) => void} leave
 * @property {() => string} here this page's path with what follows it
 * @property {Pick<Storage, "getItem" | "setItem" | "removeItem"> | null} remembered shared by all tabs
 * @property {() => void} told
 * @property {() => void} forget drops what was typed and not sent
 * @property {<T>(work: () => Promise<T>) => Promise<T>} alone one tab at a time */

export const IDLE_MS = 15 * 60 * 1000;
/** How long before that it is said. */
export const WARNED_MS = 60 * 1000;
const EARLY_MS = 5 * 60 * 1000, LEAST_MS = 60 * 1000, RETRY_MS = 20 * 1000, LOOK_MS = 5 * 1000;
/** What stands before the name of a form whose words are kept in `sessionStorage` until they are sent. */
export const DRAFT = "dongne.draft.";
const KEPT = { hint: "dongne.signed-in", touched: "dongne.touched", covered: "dongne.covered" };

export class Session {
  /** @type {Person | null} */
  me = null;
  /** @type {Standing} */
  standing = "unknown";
  /** Whether the page will be covered within a minute, unless somebody touches one. */
  soon = false;
  /** @type {{groups: string[], idle: boolean}} */
  #page = { groups: [], idle: true };
  /** @type {Pass | null} */
  #pass = null;
  /** @type {Promise<boolean> | null} */
  #asking = null;
  /** @type {Array<(token: string) => void>} */
  #waiting = [];
  /** @type {Array<(signed: boolean) => void>} */
  #steps = [];
  #stepped = 0;
  /** @type {unknown} */
  #timer = null;
  #touched = 0;

  /** @param {World} world */
  constructor(world) { this.world = world; }

  get stepping() { return this.#steps.length > 0; }

  // --- what pages use ---------------------------------------------------------------------------------------------

  /** Asks the city who this is. `groups`: whoever may use the page (none: anybody signed in); `idle: false`: a board that
   * is watched all night is never covered; `only_if_likely`: asks only where somebody signed in before.
   * @param {{groups?: string[], idle?: boolean, only_if_likely?: boolean}} [page] @returns {Promise<boolean>} */
  async start({ groups = [], idle = true, only_if_likely = false } = {}) {
    this.#page = { groups, idle };
    if (only_if_likely && !this.world.remembered?.getItem(KEPT.hint)) return this.#stand("out");
    return this.#renew();
  }

  /** @param {...string} groups */
  may(...groups) { return Boolean(this.me) && groups.some(group => this.me?.groups.includes(group)); }

  /** A token that holds; null where the city does not answer. Whoever has to sign in again is waited for.
   * @returns {Promise<string | null>} */
  async token() {
    if (this.standing === "in" && !this.#holds(0)) await this.#renew();
    if (this.standing === "in") return this.#pass && this.#holds(0) ? this.#pass.token : null;
    return new Promise(resolve => this.#waiting.push(resolve));
  }

  /** The API refused the token: gets a new one, or asks to sign in again. Whether there is one now. @returns {Promise<boolean>} */
  async refused() {
    if (this.#pass) this.#pass.until = this.#pass.renew_at = 0;
    return this.#renew();
  }

  /** A step that shows more than usual wants a fresh sign-in: true once somebody has signed in anew, false if they would not.
   * @returns {Promise<boolean>} */
  stepUp() {
    this.#stepped = this.world.now();
    return new Promise(resolve => { this.#steps.push(resolve); this.world.told(); });
  }

  /** They would not. */
  stepDown() { this.#stepsEnd(false); }

  /** Where somebody signs in, and comes back to. @param {{again?: boolean, to?: string}} [how] */
  door({ again = false, to = this.world.here() } = {}) {
    return `/api/session/start?return_to=${encodeURIComponent(to)}${again ? "&again=1" : ""}`;
  }

  /** Somebody is about to sign in, here or in another window. */
  hope() { this.world.remembered?.setItem(KEPT.hint, "1"); }

  /** Leaves for the sign-in page; drafts stay. @param {{again?: boolean, to?: string}} [how] */
  signIn(how) {
    this.hope();
    this.world.leave(this.door(how));
  }

  /** @param {{everywhere?: boolean}} [how] everywhere: on every device, not only in this browser */
  async signOut({ everywhere = false } = {}) {
    const { status, body } = await this.world.post("/api/session/end", { everywhere });
    if (status !== 200) return false;
    this.world.shout({ kind: "out" });
    this.#left();
    this.world.leave(typeof body?.go === "string" ? body.go : "/");
    return true;
  }

  // --- what the shell calls ---------------------------------------------------------------------------------------

  /** Somebody touched a page of the city. */
  touch() {
    const now = this.world.now();
    if (now - this.#touched < LOOK_MS) return;
    this.#touched = now;
    if (this.standing === "in") this.world.remembered?.setItem(KEPT.touched, String(now));
    this.#warn(false);
  }

  /** The page woke, or came to the front: what ran out meanwhile is renewed. */
  woke() {
    this.look();
    const due = this.standing === "in" && this.world.now() >= (this.#pass?.renew_at ?? 0);
    // Somebody may have signed in in another window.
    const hoped = ["again", "covered", "out"].includes(this.standing) || this.stepping;
    if (due || this.standing === "away" || (hoped && this.world.remembered?.getItem(KEPT.hint))) void this.#renew(hoped);
  }

  /** Covers the page when nobody touched any for too long, and says so a minute before. */
  look() {
    const runs = this.standing === "in" && this.#page.idle;
    this.#warn(runs && this.#tooLong(WARNED_MS) && !this.#tooLong());
    if (!runs || !this.#tooLong()) return;
    this.world.remembered?.setItem(KEPT.covered, String(this.world.now()));
    this.#drop();
    this.#stand("covered");
  }

  /** Another tab says something. @param {any} message */
  heard(message) {
    if (message?.kind === "out") { this.#left(); this.#stand("out"); }
    if (message?.kind === "pass" && this.standing !== "unknown") this.#take(message.pass);
  }

  // --- how it works -----------------------------------------------------------------------------------------------

  /** @param {number} ms */
  #holds(ms) { return this.#pass !== null && this.#pass.until - this.world.now() > ms; }

  /** @param {string} key */
  #kept(key) { return Number(this.world.remembered?.getItem(key)) || 0; }

  /** @param {number} [before_ms] whether it will be within that time */
  #tooLong(before_ms = 0) {
    const last = Math.max(this.#touched, this.#kept(KEPT.touched), this.me?.signed_in_at ?? 0);
    return this.world.now() - last >= IDLE_MS - before_ms;
  }

  /** @param {boolean} soon */
  #warn(soon) {
    if (soon === this.soon) return;
    this.soon = soon;
    this.world.told();
  }

  /** @param {boolean} [hoped] whether a new sign-in is hoped for, so that a token that holds is not enough
   * @returns {Promise<boolean>} */
  #renew(hoped = false) {
    this.#asking ??= this.world.alone(async () => {
      // Another tab may have renewed it while this one waited for its turn.
      if (!hoped && this.standing === "in" && this.#pass && this.world.now() < this.#pass.renew_at) return true;
      return this.#ask();
    }).finally(() => { this.#asking = null; });
    return this.#asking;
  }

  async #ask() {
    const { status, body, at } = await this.world.post("/api/session/token", {});
    // An answer that was cut off is none.
    if (status === 200 && body) {
      const pass = this.#read(body, at);
      const taken = this.#take(pass);
      if (this.#pass === pass) this.world.shout({ kind: "pass", pass });
      return taken;
    }
    if (status === 401 || status === 403) {
      this.world.remembered?.removeItem(KEPT.hint);
      this.#drop();
      return this.#stand(this.standing === "covered" ? "covered" : this.me ? "again" : "out");
    }
    // No answer is no refusal: what still holds is used, and the city is asked again; soon, where somebody sees nothing yet.
    if (this.standing === "unknown") this.#stand("away");
    this.#arm(this.standing === "away" ? LOOK_MS : RETRY_MS);
    return this.standing === "in" && this.#holds(0);
  }

  /** @param {any} body @param {number} [at] the city's clock, which need not be this machine's @returns {Pass} */
  #read(body, at) {
    const now = this.world.now(), said = body.signed_in_at, ms = Number(body.expires_in) * 1000;
    const signed = said ? (Number(said) ? Number(said) * 1000 : Date.parse(said)) : this.me?.signed_in_at ?? now;
    const me = { id: String(body.staff_id), name: String(body.name || body.staff_id), groups: body.groups ?? [],
      signed_in_at: signed + (said && at && Math.abs(now - at) > LEAST_MS ? now - at : 0) };
    return { token: body.token, until: now + ms, renew_at: now + ms - Math.min(EARLY_MS, ms / 4), me };
  }

  /** @param {Pass} pass @returns {boolean} */
  #take(pass) {
    // Somebody else signed in meanwhile: what stands on this page is not theirs to see.
    if (this.me && this.me.id !== pass.me.id) { this.#left(); this.world.leave(this.world.here()); return false; }
    this.me = pass.me;
    this.world.remembered?.setItem(KEPT.hint, "1");
    const uncovered = pass.me.signed_in_at >= this.#kept(KEPT.covered) - LEAST_MS && !this.#tooLong();
    if (this.#page.idle && !uncovered) { this.#drop(); return this.#stand("covered"); }
    this.#pass = pass;
    this.#arm(Math.max(pass.renew_at - this.world.now(), LOOK_MS));
    const { groups } = this.#page;
    this.#stand(!groups.length || this.may(...groups) ? "in" : "forbidden");
    if (this.standing === "in") for (const resolve of this.#waiting.splice(0)) resolve(pass.token);
    if (pass.me.signed_in_at >= this.#stepped - LEAST_MS) this.#stepsEnd(true);
    return this.standing === "in";
  }

  /** @param {boolean} signed */
  #stepsEnd(signed) {
    const steps = this.#steps.splice(0);
    for (const resolve of steps) resolve(signed);
    if (steps.length) this.world.told();
  }

  /** @param {number} ms */
  #arm(ms) {
    if (this.#timer !== null) this.world.never(this.#timer);
    this.#timer = this.world.later(() => { this.#timer = null; void this.#renew(); }, ms);
  }

  #drop() {
    this.#pass = null;
    if (this.#timer !== null) this.world.never(this.#timer);
    this.#timer = null;
  }

  #left() {
    for (const key of Object.values(KEPT)) this.world.remembered?.removeItem(key);
    this.#drop();
    this.#stepsEnd(false);
    this.world.forget();
    this.me = null;
  }

  /** @param {Standing} standing @returns {boolean} */
  #stand(standing) {
    this.standing = standing;
    this.world.told();
    return standing === "in";
  }
}

// --- this browser -----------------------------------------------------------------------------------------------------

const channel = globalThis.document && "BroadcastChannel" in globalThis ? new BroadcastChannel("dongne-session") : null;

/** @type {World} */
const browser = {
  now: () => Date.now(),
  later: (act, ms) => setTimeout(act, ms),
  never: timer => clearTimeout(timer),
  post: async (path, body) => {
    try {
      const answer = await fetch(path, { method: "POST", body: JSON.stringify(body), cache: "no-store", credentials: "same-origin",
        headers: { "Content-Type": "application/json", "X-Requested-With": "dongne" }, signal: AbortSignal.timeout(30000) });
      const at = Date.parse(answer.headers.get("Date") ?? "") || undefined;
      return { status: answer.status, body: await answer.json().catch(() => null), at };
    } catch { return { status: 0, body: null }; }
  },
  shout: message => channel?.postMessage(message),
  leave: address => address === browser.here() ? location.reload() : location.assign(address),
  here: () => location.pathname + location.search + location.hash,
  remembered: storage("localStorage"),
  told: () => globalThis.dispatchEvent?.(new Event("session")),
  forget: () => {
    const typed = storage("sessionStorage");
    for (const key of Object.keys(typed ?? {})) if (key.startsWith(DRAFT)) typed?.removeItem(key);
  },
  alone: work => globalThis.navigator?.locks ? navigator.locks.request("dongne-session", work) : work(),
};

export const session = new Session(browser);

if (globalThis.document) {
  channel?.addEventListener("message", event => session.heard(event.data));
  for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) addEventListener(kind, () => session.touch(), { passive: true });
  for (const kind of ["pageshow", "online", "focus"]) addEventListener(kind, () => session.woke());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) session.woke(); });
  setInterval(() => session.look(), LOOK_MS);
}

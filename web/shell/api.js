// Talking to the city's APIs. `api("fines")` speaks as whoever is signed in, `open("fines")` as nobody.
//
//   const fines = api("fines");
//   const answer = await fines.get("tickets", { limit: 50, page });          null, undefined and "" are left out
//   await fines.post(path`tickets/${number}/answer`, { words });             path`…` writes what stands in it safely
//
// What goes wrong is a `Trouble` with words for the reader in both languages. What only reads is tried again by itself;
// what changes something is pressed again by whoever wants it. An expired token is renewed once, silently; where the city
// wants a fresh sign-in, the page asks for it and goes on.

import { session as here } from "./session.js";
import { t } from "./words.js";

/** @typedef {{name: string, reason: string, korean: string, english: string}} Field */
/** @typedef {{field: string, korean: string, english: string}} Problem */
/** @typedef {Record<string, string | number | boolean | null | undefined>} Query */
/** @typedef {{token(): Promise<string | null>, refused(): Promise<boolean>, stepUp(): Promise<boolean>}} Signed */
/** @typedef {{fetch?: typeof fetch, session?: Signed, wait?: (ms: number) => Promise<void>, offline?: () => boolean,
 *   keep?: boolean}} World */

/** What is wrong with a field. @type {Record<string, [string, string]>} */
export const WRONG = {
  missing: ["꼭 적어 주세요.", "Required."],
  string_too_short: ["너무 짧습니다.", "Too short."], string_too_long: ["너무 깁니다.", "Too long."],
  string_pattern_mismatch: ["형식이 맞지 않습니다.", "Not in the right form."],
  too_short: ["하나 이상 골라 주세요.", "Choose at least one."], too_long: ["너무 많습니다.", "Too many."],
  greater_than: ["더 큰 수여야 합니다.", "Too small."], greater_than_equal: ["더 큰 수여야 합니다.", "Too small."],
  less_than: ["더 작은 수여야 합니다.", "Too large."], less_than_equal: ["더 작은 수여야 합니다.", "Too large."],
  int_parsing: ["정수로 적어 주세요.", "A whole number, please."], int_type: ["정수로 적어 주세요.", "A whole number, please."],
  int_from_float: ["정수로 적어 주세요.", "A whole number, please."],
  date_from_datetime_parsing: ["날짜가 아닙니다.", "Not a day."], date_parsing: ["날짜가 아닙니다.", "Not a day."],
  enum: ["고를 수 없는 값입니다.", "Not one of the choices."], literal_error: ["고를 수 없는 값입니다.", "Not one of the choices."],
  extra_forbidden: ["받지 않는 항목입니다.", "Not taken here."],
};
/** @type {[string, string]} */
const ANY_WRONG = ["맞지 않는 값입니다.", "Not a value that fits."];
// What is written there is judged by being a reason.
/** @type {[string, string]} */
const NO_REASON = ["사유가 될 말을 적어 주세요. 짧아도 됩니다(예: 이중납부).", "Please say why; a word will do (paid twice, say)."];

/** @type {Record<string, [string, string]>} */
const USUAL = {
  offline: ["인터넷에 연결되어 있지 않습니다. 적으신 내용은 그대로 있습니다.", "You are offline. What you typed is still here."],
  0: ["연결되지 않았습니다. 적으신 내용은 그대로 있고, 다시 눌러도 한 번만 처리됩니다.",
    "No connection. What you typed is still here; pressing again does it once."],
  401: ["로그인이 필요합니다.", "Please sign in."],
  403: ["이 일을 할 권한이 없습니다.", "You do not have the role for this."],
  404: ["찾을 수 없습니다.", "It cannot be found."],
  429: ["요청이 많습니다. 잠시 뒤 다시 눌러 주세요.", "Too many requests. Please try again shortly."],
  500: ["시스템에 문제가 생겼습니다. 잠시 뒤 다시 눌러 주세요.", "Something went wrong on our side. Please try again shortly."],
};

/** @param {number} status @param {boolean} offline @returns {[string, string]} */
function usual(status, offline) {
  if (status === 0) return USUAL[offline ? "offline" : "0"];
  return USUAL[status] ?? (status >= 500 ? USUAL[500]
    : [`처리하지 못했습니다 (${status}). 잠시 뒤 다시 눌러 주세요.`, `It did not work (${status}). Please try again shortly.`]);
}

/** What the city refused or could not do, in words for the reader. */
export class Trouble extends Error {
  /** @param {number} status 0: no answer @param {any} [body] what the API said @param {boolean} [offline] */
  constructor(status, body = null, offline = false) {
    super(`${status} ${body?.error ?? ""}`.trim());
    this.name = "Trouble";
    this.status = status;
    this.offline = status === 0 && offline;
    /** @type {string | null} */
    this.code = body?.error ?? null;
    /** Why a look at a camera was refused, in a word. @type {string | null} */
    this.refusal = typeof body?.refusal === "string" ? body.refusal : null;
    const message = body && typeof body.message === "object" && body.message ? body.message : null;
    const words = message ? [String(message.ko), String(message.en)] : usual(status, offline);
    this.korean = words[0];
    this.english = words[1];
    /** @type {Field[]} */
    this.fields = (Array.isArray(body?.fields) ? body.fields : []).filter((/** @type {any} */ each) => each?.field).map(
      (/** @type {any} */ { field, reason }) => {
        const name = String(field).split(".")[0], why = name === "reason" || name === "note" ? NO_REASON : null;
        const [korean, english] = reason === "value_error" && why ? why : WRONG[reason] ?? ANY_WRONG;
        return { name, reason, korean, english };
      });
    /** @type {Problem[]} */
    this.problems = (Array.isArray(body?.problems) ? body.problems : []).map(
      (/** @type {any} */ each) => ({ field: String(each.field), korean: String(each.ko), english: String(each.en) }));
  }

  /** In the language now. */
  get words() { return t(this.korean, this.english); }

  /** What a page itself finds wrong. @param {string} korean @param {string} english @param {string} [field] */
  static of(korean, english, field) {
    const made = new Trouble(400, { message: { ko: korean, en: english } });
    if (field) made.fields.push({ name: field, reason: "page", korean, english });
    return made;
  }
}

/** A path whose parts are written safely: path`cases/${number}`. @param {TemplateStringsArray} fixed @param {...unknown} parts */
export const path = (fixed, ...parts) => String.raw({ raw: fixed }, ...parts.map(part => encodeURIComponent(String(part))));

const TURNS = 3, PAUSE_MS = 600, LIMIT_MS = 30000;

export class Client {
  /** @param {string} domain @param {boolean} signed @param {World} [world] */
  constructor(domain, signed, world = {}) {
    this.domain = domain;
    this.session = signed ? world.session ?? here : null;
    this.fetch = world.fetch ?? ((address, how) => fetch(address, how));
    this.wait = world.wait ?? (ms => new Promise(wake => setTimeout(wake, ms)));
    /** A citizen's page that is read without a connection too: the service worker keeps what was seen last. */
    this.keep = !signed && Boolean(world.keep);
    /** When what was just given was seen, if it is not of now: epoch milliseconds. @type {number | null} */
    this.seen_at = null;
    this.offline = world.offline ?? (() => globalThis.navigator?.onLine === false);
  }

  /** @param {string} path @param {Query} [query] @returns {Promise<any>} */
  get(path, query = {}) {
    const wanted = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
    const asked = new URLSearchParams(wanted.map(([name, value]) => [name, String(value)])).toString();
    return this.#call("GET", asked ? `${path}?${asked}` : path);
  }

  /** @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  post(path, body = {}) { return this.#call("POST", path, body); }

  /** @param {string} path @param {unknown} [body] @returns {Promise<any>} */
  put(path, body = {}) { return this.#call("PUT", path, body); }

  /** @param {string} path @returns {Promise<any>} */
  delete(path) { return this.#call("DELETE", path); }

  /** @param {string} method @param {string} path @param {unknown} [body] */
  async #call(method, path, body) {
    let renewed = false, stepped = false;
    for (let turn = 1; ; turn++) {
      try {
        return await this.#once(method, path, body);
      } catch (trouble) {
        if (!(trouble instanceof Trouble)) throw trouble;
        if (this.session && trouble.status === 401 && !renewed) { renewed = true; await this.session.refused(); continue; }
        if (this.session && trouble.code === "sign_in_again" && !stepped) {
          stepped = true;
          if (await this.session.stepUp()) continue;
          throw trouble;
        }
        const passing = trouble.status === 0 || trouble.status >= 500;
        if (method !== "GET" || !passing || turn >= TURNS) throw trouble;
        await this.wait(PAUSE_MS * turn);
      }
    }
  }

  /** @param {string} method @param {string} path @param {unknown} body */
  async #once(method, path, body) {
    /** @type {Record<string, string>} */
    const headers = body === undefined ? {} : { "Content-Type": "application/json" };
    if (this.session) {
      const token = await this.session.token();
      if (!token) throw new Trouble(0, null, this.offline());
      headers.Authorization = token;
    }
    if (this.keep) headers["Dongne-Keep"] = "last-seen";
    let answer, content;
    try {
      answer = await this.fetch(`/api/${this.domain}/${path}`, { method, headers, cache: "no-store", credentials: "omit",
        body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(LIMIT_MS) });
      // What was read but broke off on the way is no answer.
      const read = answer.status === 204 ? Promise.resolve(null) : answer.json();
      content = await (method === "GET" && answer.ok ? read : read.catch(() => null));
    } catch { throw new Trouble(0, null, this.offline()); }
    if (!answer.ok) throw new Trouble(answer.status, content, false);
    this.seen_at = Number(answer.headers.get("Dongne-Seen")) || null;
    return content;
  }
}

/** As whoever is signed in. @param {string} domain @param {World} [world] */
export const api = (domain, world) => new Client(domain, true, world);

/** As nobody; `{ keep: true }` for what may be read again without a connection (sw.js). @param {string} domain @param {World} [world] */
export const open = (domain, world) => new Client(domain, false, world);

// What the parts of a round share: its shape, its API, and telling that something was done.

import { good } from "../../components/notice.js";
import { api } from "../../shell/api.js";
import { CityElement, html, nothing } from "../../shell/element.js";

/** @typedef {{member: string, member_name: string | null, approves: boolean, reason: string, at: string}} Voice */
/** @typedef {{weights: string, cost_cap_permille: number, city_permille: number, minimum_krw: number, claim_months: number, payout_day: number,
 *   unclaimed: string, price_krw: number, purposes: string[], policy: Record<string, any>}} Terms */
/** @typedef {{round_id: string, state: string, title: string, opened_at: string, since: string, stopped_because: string | null}} Line */
/** @typedef {Line & {first_day: string, last_day: string, cities: string[], files: {file: string}[], voices: Voice[], earlier_voices: Voice[],
 *   terms: Terms, steps: Record<string, number>, planned: Record<string, number>, costs_krw: number | null, panel_asked_at: string | null,
 *   certificate: Record<string, any> | null}} Round */

export const dividend = api("dividend");

// --- what was set going -----------------------------------------------------------------------------------------------

// What somebody has set going here takes a moment to begin.
const BEGINS_MS = 90_000, REFRESH_MS = { open: 5000, preparing: 3000, paying: 3000, awaiting_panel: 15_000 };
/** @type {Map<string, number>} */
const started = new Map();
/** @param {string} round */
export const setGoing = round => { started.set(round, Date.now()); };
/** @param {string} round */
export const hasBegun = round => { started.delete(round); };
/** How soon a round is looked at anew; null: it stands until somebody acts. @param {Round} round @returns {number | null} */
export function restless({ round_id, state }) {
  if (Date.now() - (started.get(round_id) ?? 0) < BEGINS_MS) return 2000;
  return Object.hasOwn(REFRESH_MS, state) ? REFRESH_MS[/** @type {keyof typeof REFRESH_MS} */ (state)] : null;
}

// --- a part of a round ------------------------------------------------------------------------------------------------

/** One tab of a round. `round` comes anew whenever it was read anew. */
export class RoundPart extends CityElement {
  static properties = { round: { attribute: false } };

  constructor() {
    super();
    /** @type {Round} */
    this.round = /** @type {any} */ (null);
    this.known = "";
  }

  /** Whether what this part reads is out of date with the round. @param {Round} round */
  mark({ state, since, stopped_because }) { return `${state} ${since} ${stopped_because}`; }

  /** Reads anew what this part shows besides the round. */
  refresh() {}

  willUpdate() {
    const mark = this.mark(this.round);
    if (this.known && mark !== this.known) this.refresh();
    this.known = mark;
  }

  /** Something was done: the page says so, and reads round and part anew. @param {string} words @returns {null} */
  did(words) {
    this.refresh();
    this.tell("did", words);
    return null;
  }
}

/** The end of a part: what nobody can do here. @param {unknown} words */
export const resting = words => html`<div class="card quiet">${words}</div>`;

/** @param {string} words */
export const done = words => words ? html`<div class="done" tabindex="-1">${good(words)}</div>` : nothing;


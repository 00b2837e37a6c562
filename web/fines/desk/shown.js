// What every part of the desk shows in the same way: people, telephones, how long something has waited, banks, links; and
// what a part of the desk is (`DeskPart`).

import { CityElement, html, nothing, say } from "../../shell/element.js";
import { api } from "../../shell/api.js";
import { person } from "../../shell/people.js";
import { at } from "../../shell/place.js";
import { session } from "../../shell/session.js";
import { ago, day, moment, named, t, text, won } from "../../shell/words.js";
import { tag } from "../../components/facts.js";
import { Load } from "../../components/load.js";
import { drawn } from "../../components/state.js";
import { BANKS, CORRECTION_GROUNDS, STAGES } from "./words.js";

export const fines = api("fines");

/** Who may work, and not only read. */
export const works = () => session.may("clerk", "manager");

// --- people -------------------------------------------------------------------------------------------------------

/** @param {string | null | undefined} id @param {string | null | undefined} called @param {string | null | undefined} when */
export const did = (id, called, when) => `${person(id, called)} · ${moment(when)}`;

/** A telephone number as people here write it; one that is masked stays as it is. @param {string | null | undefined} phone */
export const phoned = phone => text(phone).replace(/^\+82(\d{1,2})(\d{4})(\d{4})$/, "0$1-$2-$3");

// --- money and time -----------------------------------------------------------------------------------------------

/** @param {string | null | undefined} bank */
export const bankName = bank => named(BANKS, bank);

/** How long something has waited; two days are long. @param {string | null | undefined} since */
export const waited = since => {
  const late = Boolean(since) && Date.now() - Date.parse(since ?? "") >= 2 * 864e5;
  return html`<span class=${late ? "tag late" : "tag"} title=${moment(since)}>${ago(since)}</span>`;
};

/** Until when: `2026. 11. 30.까지`, `until 30 Nov 2026`. @param {string | null | undefined} when */
export const until = when => t(`${day(when, "short")}까지`, `until ${day(when, "short")}`);

/** What is due today. @param {any} amount */
export const due = amount => html`<b>${won(amount.amount_krw)}</b> ${named(STAGES, amount.stage)} · ${until(amount.pay_until)}`;

/** `sign_missing: 확인함` as the office says it. @param {string} note */
export const grounded = note => note.replace(/^(\w+): /, (whole, ground) =>
  Object.hasOwn(CORRECTION_GROUNDS, ground) ? `${named(CORRECTION_GROUNDS, ground)}: ` : whole);

// --- links --------------------------------------------------------------------------------------------------------

/** @param {string | null | undefined} number */
export const caseLink = number => number ? html`<a href=${at("find", number)}>${number}</a>` : text(number);

/** @param {string | null | undefined} key */
export const depositLink = key => key ? html`<a href=${at("work", "suspense", key)}>${key}</a>` : text(key);

/** To who looked at it, for those who may see that. @param {string} subject */
export const lookedAt = subject => session.may("auditor")
  ? html`<p><a href=${at("views", subject)}>${t("열람 기록 보기", "See who looked")}</a></p>` : nothing;

/** A heading with how things stand. @param {unknown} words @param {unknown} state @param {import("../../components/facts.js").Tone} [tone] */
export const headed = (words, state, tone = "") => html`<div class="row apart"><h2>${words}</h2>${tag(state, tone)}</div>`;

/** A citizen's words, in the language that they are in. @param {string | null | undefined} words @param {string} [language] */
export const quoted = (words, language = "ko") => html`<p class="words quote" lang=${language}>${text(words)}</p>`;

/** The choices of a field. @param {import("../../shell/words.js").Words} words @param {readonly string[]} [keys] @returns {[string, string][]} */
export const choices = (words, keys = Object.keys(words)) => keys.map(key => [key, named(words, key)]);

// --- two people ---------------------------------------------------------------------------------------------------

/** Why nothing can be pressed here, or null where this person may decide. @param {string} by @param {string | null} called */
export function mayNotDecide(by, called) {
  if (session.me?.id === by) return t("직접 제안한 건입니다. 제안한 사람은 승인할 수 없어 다른 관리자가 결정합니다.",
    "You proposed this. Whoever proposes may not approve: another manager decides.");
  if (!session.may("manager")) return t(`${person(by, called)} 님이 제안했습니다. 관리자의 승인을 기다립니다.`,
    `Proposed by ${person(by, called)}. It waits for a manager.`);
  return null;
}

/** What a decision by two people says above its buttons. @param {string} by @param {string | null} called */
export const twoPeople = (by, called) => html`<p class="quiet">${t(
  `${person(by, called)} 님이 제안했습니다. 같은 사람은 승인할 수 없습니다.`,
  `Proposed by ${person(by, called)}. The same person may not approve it.`)}</p>`;

// --- a part of the desk -------------------------------------------------------------------------------------------

/** One thing that is fetched and shown. Whoever shows another one makes another element (`keyed`), so that no word typed for
 * the one comes into the forms of the other. Tells `changed` when something was done. */
export class DeskPart extends CityElement {
  static properties = { subject: { attribute: false } };

  constructor() {
    super();
    /** What the address says of it. @type {string[]} */
    this.subject = [];
    /** @type {Load<any>} */
    this.load = new Load(this, () => this.fetch());
  }

  /** @returns {Promise<any>} */
  async fetch() { return null; }

  /** @param {any} _found @returns {unknown} */
  view(_found) { return nothing; }

  render() { return drawn(this.load, found => html`<div class="stack">${this.view(found)}</div>`); }

  /** After something was done: shown anew, said aloud; the focus stays in sight, even if the form is gone.
   * @param {string} words */
  async did(words) {
    this.tell("changed");
    await this.load.reload();
    await this.updateComplete;
    say(words);
    if (document.activeElement && document.activeElement !== document.body && this.contains(document.activeElement)) return;
    const heading = this.querySelector("h2");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "nearest" });
  }
}

/** What is filled in now, for forms whose fields depend on each other: `this.filled = new Filled(this, "city-form", ["move"])`
 * and `@change=${this.filled.take}`; `settle(form, values)` may put other fields right. */
export class Filled {
  /** @type {Record<string, any>} */
  values = {};

  /** @param {CityElement} host @param {string} selector @param {string[]} names those that others depend on
   * @param {(form: import("../../components/form.js").CityForm, values: Record<string, any>) => void} [settle] */
  constructor(host, selector, names, settle = () => {}) {
    this.host = host;
    this.selector = selector;
    this.names = names;
    this.settle = settle;
    host.addController(this);
  }

  take = () => { void this.#read(); };

  hostUpdated() { void this.#read(); }

  async #read() {
    const form = /** @type {import("../../components/form.js").CityForm | null} */ (this.host.querySelector(this.selector));
    if (!form) return;
    await form.updateComplete;
    const now = form.values();
    if (this.names.every(name => now[name] === this.values[name])) return;
    this.values = now;
    this.settle(form, now);
    this.host.requestUpdate();
  }
}

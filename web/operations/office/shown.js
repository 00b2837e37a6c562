// What the pages of procedures, cameras, partners and viewing share: their API, a page of tabs, a part that is fetched, and
// small things that are shown in the same way.

import "../../components/form.js";
import "../../components/tabs.js";
import { show } from "../../components/dialog.js";
import { tag } from "../../components/facts.js";
import { Load } from "../../components/load.js";
import { good } from "../../components/notice.js";
import { drawn } from "../../components/state.js";
import { CityElement, html, nothing, say } from "../../shell/element.js";
import { copy } from "../../shell/files.js";
import { person } from "../../shell/people.js";
import { go, place } from "../../shell/place.js";
import { moment, named, t } from "../../shell/words.js";

/** @typedef {import("../../shell/words.js").Words} Words */
/** @typedef {{id: string, korean: string, english: string, hidden?: boolean, show: (rest: string[]) => unknown}} Tab */

export { operations } from "./api.js";

// --- a page of tabs -----------------------------------------------------------------------------------------------

/** A page whose address names its tab and what is open in it: `#requests/acc-12`. */
export class TabbedPage extends CityElement {
  static properties = { here: { state: true } };

  constructor() {
    super();
    this.here = place();
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("place", this.#moved);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("place", this.#moved);
  }

  #moved = () => { this.here = place(); };

  /** @returns {Tab[]} */
  tabs() { return []; }

  /** @returns {string} */
  heading() { return ""; }

  render() {
    const [chosen = "", ...rest] = this.here, all = this.tabs();
    return html`<div class="page"><h1 class="unseen">${this.heading()}</h1>
      <city-tabs .name=${this.heading()} .chosen=${chosen} .tabs=${all.map(({ id, korean, english, hidden }) => ({ id, words: t(korean, english), hidden }))}
        .panel=${(/** @type {string} */ id) => all.find(tab => tab.id === id)?.show(id === chosen ? rest : [])}
        @choose=${(/** @type {CustomEvent<string>} */ event) => go(event.detail)}></city-tabs></div>`;
  }
}

// --- a part that is fetched ---------------------------------------------------------------------------------------

/** One thing, fetched and shown. Another subject is another element (`keyed`), so that no word typed for the one comes into
 * the forms of the other. Tells `changed` when something was done. */
export class Part extends CityElement {
  static properties = { subject: {}, words: { state: true } };
  /** How often it is fetched anew, in milliseconds. @type {number | undefined} */
  static every = undefined;

  constructor() {
    super();
    this.subject = "";
    /** What was done last. */
    this.words = "";
    const { every } = /** @type {typeof Part} */ (this.constructor);
    /** @type {Load<any>} */
    this.load = new Load(this, () => this.fetch(), { every });
  }

  /** @returns {Promise<any>} */
  async fetch() { return null; }

  /** @param {any} _found @returns {unknown} */
  view(_found) { return nothing; }

  render() {
    return drawn(this.load, found => html`${this.words ? html`<div class="done" tabindex="-1">${good(this.words)}</div>` : nothing}${this.view(found)}`);
  }

  /** After something was done: it says so and shows what stands now; the focus stays in sight if the form is gone.
   * @param {string} words @returns {null} */
  did(words) {
    this.words = words;
    this.tell("changed");
    void this.#anew();
    return null;
  }

  async #anew() {
    await this.load.reload();
    await this.updateComplete;
    const { activeElement } = document;
    if (activeElement && activeElement !== document.body && activeElement.isConnected) return;
    const place = this.querySelector(".done, h2, h3");
    if (!(place instanceof HTMLElement)) return;
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }
}

// --- small things -------------------------------------------------------------------------------------------------

/** The choices of a field. @param {Words} words @param {readonly string[]} [keys] @returns {[string, string][]} */
export const choices = (words, keys = Object.keys(words)) => keys.map(key => [key, named(words, key)]);

/** @param {string | null | undefined} id @param {string | null | undefined} called @param {string | null | undefined} when */
export const did = (id, called, when) => `${person(id, called)} · ${moment(when)}`;

/** @param {[string, string, import("../../components/facts.js").Tone?]} words */
export const toned = ([korean, english, tone = ""]) => tag(t(korean, english), tone);

/** Why, which is kept on file. @param {{shortest?: number, longest?: number, label?: string, placeholder?: string}} [how] */
export const reasonField = ({ shortest = 5, longest = 300, label = t("이유", "Reason"), placeholder = "" } = {}) => html`<city-field
  name="reason" kind="textarea" rows="3" required counter .label=${label} minlength=${shortest} maxlength=${longest} placeholder=${placeholder}
  .hint=${t("기록에 남습니다.", "It is kept on file.")}></city-field>`;

/** Approve or decline. @param {string} label @param {[string, string]} [verbs] */
export const approving = (label, verbs = [t("승인", "approve"), t("반려", "decline")]) => html`<city-field name="approves" kind="radio" required
  .label=${label} .options=${[["yes", verbs[0]], ["no", verbs[1]]]}></city-field>`;

/** What a decision asks before it is sent. @param {any} values @param {unknown} about */
export const decisionAsked = (values, about) => values.approves === "yes"
  ? { title: t("승인할까요?", "Approve?"), verb: t("승인", "Approve"), body: html`<p><b>${about}</b></p><p class="words">${values.reason}</p>` }
  : { title: t("반려할까요?", "Decline?"), verb: t("반려", "Decline"), grave: true, body: html`<p><b>${about}</b></p><p class="words">${values.reason}</p>` };

/** A secret that is shown this once. @param {string} title @param {string} secret */
export const showSecret = (title, secret) => show({ title, body: html`<div class="stack">
  <p>${t("지금 한 번만 보입니다. 닫으면 다시 볼 수 없습니다. 안전한 경로로 기관에 전해 주세요.",
    "Shown this once: it cannot be read again. Hand it to the agency by a safe way.")}</p>
  <pre class="secret" tabindex="0">${secret}</pre>
  <div class="row"><button type="button" class="do" @click=${async () => { say(await copy(secret) ? t("복사했습니다.", "Copied.")
    : t("복사하지 못했습니다. 직접 골라 복사해 주세요.", "Could not copy: please select and copy it.")); }}>${t("복사", "Copy")}</button></div></div>` });

/** Print what is shown. */
export const printing = () => html`<button type="button" class="plain not-printed" @click=${() => print()}>${t("인쇄", "Print")}</button>`;

/** A length in the largest unit that is whole: `90초`, `5분`, `2시간`. @param {number} seconds */
export function exactly(seconds) {
  if (seconds >= 3600 && seconds % 3600 === 0) return t(`${seconds / 3600}시간`, `${seconds / 3600} h`);
  if (seconds >= 60 && seconds % 60 === 0) return t(`${seconds / 60}분`, `${seconds / 60} min`);
  if (seconds < 60) return t(`${seconds}초`, `${seconds} s`);
  const minutes = Math.floor(seconds / 60), hours = Math.floor(minutes / 60), rest = seconds % 60;
  const parts = [hours ? t(`${hours}시간`, `${hours} h`) : "", minutes % 60 ? t(`${minutes % 60}분`, `${minutes % 60} min`) : "",
    rest ? t(`${rest}초`, `${rest} s`) : ""];
  return parts.filter(Boolean).join(" ");
}

// A form that asks first, shows that it works, says beside each field what is wrong, and keeps every word where it fails.
//
//   <city-form verb=${t("보내기", "Send")} draft="fines/ticket/T-12" .send=${values => fines.post(…, values)}
//       .check=${values => ({ title: t("보낼까요?", "Send this?"), body: values.words })} .done=${answer => t("보냈습니다.", "Sent.")}>
//     <city-field name="words" …></city-field>
//   </city-form>
//
// `values` holds what was filled in, by name: trimmed texts, numbers, booleans (tick), lists (checks); what is empty is left
// out. `check` (none: not asked) returns what to confirm. `send` does it; a `Trouble` is shown. `done` returns words or a
// template to show, or nothing. `draft` names the form's words in this tab until they are sent (never a password). `keeps`:
// the fields stay filled. `.extra`: what stands beside the button. Method: `form.values()`, `form.reset()`, `form.fail(trouble)`.

import { CityElement, define, html, nothing } from "../shell/element.js";
import { Trouble } from "../shell/api.js";
import { DRAFT } from "../shell/session.js";
import { storage, t } from "../shell/words.js";
import { confirmed } from "./dialog.js";
import { CityField } from "./field.js";
import { bad, good } from "./notice.js";

/** @typedef {Record<string, any>} Values */
/** @typedef {{title: string, body?: unknown, verb?: string, grave?: boolean}} Question */

export class CityForm extends CityElement {
  static properties = { verb: {}, draft: {}, grave: { type: Boolean }, keeps: { type: Boolean }, inline: { type: Boolean },
    check: { attribute: false }, send: { attribute: false }, done: { attribute: false }, extra: { attribute: false },
    busy: { state: true }, trouble: { state: true }, outcome: { state: true } };

  constructor() {
    super();
    this.verb = "";
    this.draft = "";
    this.grave = this.keeps = this.inline = this.busy = false;
    /** @type {((values: Values) => Question | null) | null} */
    this.check = null;
    /** @type {(values: Values) => unknown} */
    this.send = () => {};
    /** @type {((answer: any, values: Values) => unknown) | null} */
    this.done = null;
    /** @type {unknown} */
    this.extra = nothing;
    /** @type {Trouble | null} */
    this.trouble = null;
    /** @type {unknown} */
    this.outcome = null;
    this.form = document.createElement("form");
  }

  createRenderRoot() {
    const foot = Object.assign(document.createElement("div"), { className: "form-foot" });
    this.form.noValidate = true;
    this.form.append(...this.childNodes, foot);
    this.form.addEventListener("submit", event => { event.preventDefault(); void this.#submit(); });
    this.form.addEventListener("input", () => this.#keep());
    this.form.addEventListener("change", () => this.#keep());
    this.append(this.form);
    return foot;
  }

  /** @returns {CityField[]} */
  get fields() { return [...this.form.querySelectorAll("city-field")].filter(each => each instanceof CityField); }

  /** @returns {Values} */
  values() {
    /** @type {Values} */
    const found = {};
    for (const field of this.fields) {
      const { value, name, kind } = field;
      if (!name || field.disabled || kind === "file") continue;
      if (typeof value !== "string") { if (value !== false || kind === "tick") found[name] = value; }
      else if (kind === "password") { if (value) found[name] = value; }
      else if (value.trim()) found[name] = kind === "number" ? Number(value) : value.trim();
    }
    return found;
  }

  reset() {
    for (const field of this.fields) {
      field.value = field.kind === "checks" ? [] : field.kind === "tick" ? false : field.getAttribute("value") ?? "";
      field.wrong = "";
      if (field.kind === "file" && field.control) field.control.value = "";
    }
    this.#forget();
  }

  /** Says what went wrong: what has a field beside it, the rest at the foot. @param {Trouble} trouble */
  fail(trouble) {
    let first = null, left = 0;
    for (const { name, korean, english } of trouble.fields) {
      const field = this.fields.find(each => each.name === name);
      if (!field) { left++; continue; }
      field.wrong = t(korean, english);
      first ??= field;
    }
    const only = trouble.fields.length && !left && trouble.fields[0].reason === "page";
    this.trouble = only ? null : trouble;
    this.outcome = null;
    if (first) void first.updateComplete.then(() => first.focus());
  }

  async #submit() {
    if (this.busy) return;
    this.trouble = this.outcome = null;
    const wrong = this.fields.filter(field => !field.check());
    if (wrong.length) { await wrong[0].updateComplete; wrong[0].focus(); return; }
    const values = this.values(), question = this.check?.(values) ?? null;
    if (question && !await confirmed({ verb: this.verb, grave: this.grave, ...question })) return;
    this.busy = true;
    try {
      const answer = await this.send(values);
      this.#forget();
      if (!this.keeps) this.reset();
      this.outcome = this.done?.(answer, values) ?? null;
      this.tell("sent", answer);
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.fail(trouble);
    } finally { this.busy = false; }
  }

  // --- words that are kept ----------------------------------------------------------------------------------------

  #keep() {
    if (!this.draft) return;
    const kept = this.fields.filter(field => field.name && !["password", "file"].includes(field.kind));
    const words = Object.fromEntries(kept.map(field => [field.name, field.value]).filter(([, value]) => value !== "" && value !== false));
    if (Object.keys(words).length) storage("sessionStorage")?.setItem(DRAFT + this.draft, JSON.stringify(words));
    else this.#forget();
  }

  #forget() { if (this.draft) storage("sessionStorage")?.removeItem(DRAFT + this.draft); }

  #recall() {
    const kept = storage("sessionStorage")?.getItem(DRAFT + this.draft);
    if (!kept) return;
    const words = JSON.parse(kept);
    for (const field of this.fields) if (Object.hasOwn(words, field.name)) field.value = words[field.name];
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) { if (changed.has("draft") && this.draft) this.#recall(); }

  render() {
    this.form.classList.toggle("inline", this.inline);
    return html`${this.trouble ? bad(this.trouble) : nothing}${this.outcome ? good(this.outcome) : nothing}
      <div class="row"><button class=${this.grave ? "do grave" : "do"} aria-disabled=${this.busy ? "true" : nothing}>${this.busy
        ? t("보내는 중입니다 …", "Sending …") : this.verb || t("확인", "OK")}</button>${this.extra}</div>`;
  }
}
define("city-form", CityForm);

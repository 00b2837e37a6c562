// One thing to fill in: its label, its control, its hint, and what is wrong with it, beside it.
//
//   <city-field name="words" label=${t("답변", "Answer")} kind="textarea" maxlength="1000" required counter></city-field>
//   <city-field name="bank" label=… kind="select" .options=${[["004", t("국민", "Kookmin")]]}></city-field>
//
// Kinds: text (and what an input's type may be: search, password, email, tel, url, number, date, time), textarea, select,
// radio (one of `options`), checks (several of them), tick (yes or no), file. The browser's own rules hold (required,
// minlength, maxlength, min, max, step, pattern); what they find is said in the page's language, on sending and after
// leaving the field. `.judge=${value => words or null}` adds a rule of the page. `wrong` shows words beside it.

import { CityElement, define, html, ifDefined, live, nothing, unique } from "../shell/element.js";
import { number, t } from "../shell/words.js";

/** @typedef {[value: string, words: string]} Option */
/** @typedef {string | boolean | string[]} Value */
/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Control */

export class CityField extends CityElement {
  static properties = {
    name: { reflect: true }, label: {}, kind: {}, hint: {}, value: { attribute: "value" }, options: { attribute: false }, wrong: {},
    required: { type: Boolean }, disabled: { type: Boolean }, readonly: { type: Boolean }, counter: { type: Boolean },
    minlength: { type: Number }, maxlength: { type: Number }, min: {}, max: {}, step: {}, pattern: {}, rows: { type: Number },
    placeholder: {}, autocomplete: {}, inputmode: {}, accept: {}, multiple: { type: Boolean }, quiet: { type: Boolean },
    judge: { attribute: false }, unit: {},
  };

  constructor() {
    super();
    this.name = "";
    this.label = "";
    this.kind = "text";
    /** @type {unknown} */
    this.hint = "";
    /** @type {Value} */
    this.value = "";
    /** @type {Option[]} */
    this.options = [];
    this.wrong = "";
    this.required = this.disabled = this.readonly = this.counter = this.multiple = this.quiet = false;
    /** @type {number | undefined} */
    this.minlength = undefined;
    /** @type {number | undefined} */
    this.maxlength = undefined;
    /** @type {string | undefined} */
    this.min = undefined;
    /** @type {string | undefined} */
    this.max = undefined;
    /** @type {string | undefined} */
    this.step = undefined;
    /** @type {string | undefined} */
    this.pattern = undefined;
    this.rows = 4;
    this.placeholder = "";
    this.autocomplete = "off";
    /** @type {string | undefined} */
    this.inputmode = undefined;
    /** @type {string | undefined} */
    this.accept = undefined;
    this.unit = "";
    /** @type {((value: Value) => string | null) | null} */
    this.judge = null;
    this.id_ = unique("field");
  }

  /** The control, or the first of a group. @returns {Control | null} */
  get control() { return this.querySelector("input, textarea, select"); }

  /** @type {FileList | null} */
  get files() { return this.control instanceof HTMLInputElement ? this.control.files : null; }

  focus() { this.control?.focus(); }

  /** Says what is wrong, or takes it away; whether all is well. */
  check() {
    this.wrong = this.#found() ?? "";
    return !this.wrong;
  }

  /** @returns {string | null} */
  #found() {
    const { control, value } = this, none = Array.isArray(value) ? !value.length : value === "" || value === false;
    if (this.kind === "checks" || this.kind === "radio") {
      if (this.required && none) return t("하나를 골라 주세요.", "Please choose one.");
    } else if (control) {
      const { validity } = control;
      if (validity.valueMissing || (this.required && typeof value === "string" && !value.trim() && this.kind !== "file")) {
        if (this.kind === "tick") return t("확인해 주세요.", "Please confirm.");
        return this.kind === "select" || this.kind === "file" ? t("골라 주세요.", "Please choose.") : t("꼭 적어 주세요.", "Please fill this in.");
      }
      const length = String(value).trim().length;
      if (length && (validity.tooShort || length < (this.minlength ?? 0)))
        return t(`${this.minlength}자 이상 적어 주세요.`, `At least ${this.minlength} characters, please.`);
      if (validity.tooLong) return t(`${this.maxlength}자까지 적을 수 있습니다.`, `At most ${this.maxlength} characters.`);
      if (validity.badInput || validity.typeMismatch || validity.patternMismatch) return t("형식이 맞지 않습니다.", "Not in the right form.");
      if (validity.rangeUnderflow) return t(`${this.min} 이상이어야 합니다.`, `At least ${this.min}.`);
      if (validity.rangeOverflow) return t(`${this.max} 이하여야 합니다.`, `At most ${this.max}.`);
      if (validity.stepMismatch) return t("정수로 적어 주세요.", "A whole number, please.");
    }
    return none ? null : this.judge?.(value) ?? null;
  }

  /** @param {Event} event */
  #take = event => {
    const control = /** @type {Control} */ (event.target);
    if (control instanceof HTMLInputElement && this.kind === "checks") {
      const others = (Array.isArray(this.value) ? this.value : []).filter(each => each !== control.value);
      this.value = control.checked ? [...others, control.value] : others;
    } else this.value = control instanceof HTMLInputElement && this.kind === "tick" ? control.checked : control.value;
    if (this.wrong) this.check();
  };

  // Not while somebody only passes through on the way to the next; and what the city found wrong stays until it is mended.
  // A fault that is told while a button is being pressed moves the button from under the press, and the press is lost.
  #leave = () => {
    if (pressed) addEventListener("pointerup", () => { setTimeout(this.#judge); }, { once: true }); else this.#judge();
  };

  #judge = () => {
    const judged = this.isConnected && this.kind !== "radio" && this.kind !== "checks";
    if (judged && !this.wrong && this.value !== "") this.check();
  };

  render() {
    const group = this.kind === "radio" || this.kind === "checks", { id_ } = this;
    this.classList.add("field");
    const below = html`${this.hint ? html`<p class="hint" id="${id_}-hint">${this.hint}</p>` : nothing}`;
    const under = html`<p class="wrong" id="${id_}-wrong" ?hidden=${!this.wrong}>${this.wrong || nothing}</p>${this.counter && this.maxlength
      ? html`<p class="counter" aria-hidden="true">${number(String(this.value).trim().length)}/${number(this.maxlength)}</p>` : nothing}`;
    if (this.kind === "tick") return html`${this.#tick(id_, this.value === true, "", html`${this.label}${this.#needed()}`)}${below}${under}`;
    if (group) {
      const chosen = Array.isArray(this.value) ? this.value : [this.value];
      return html`<fieldset aria-describedby=${this.#described()}><legend>${this.label}${this.#needed()}</legend>${below}
        <div class="choices">${this.options.map(([value, words], place) =>
          this.#tick(`${id_}-${place}`, chosen.includes(value), value, words))}</div>${under}</fieldset>`;
    }
    return html`<label for=${id_} class=${this.quiet ? "unseen" : ""}>${this.label}${this.#needed()}</label>${below}
      <div class=${this.unit ? "with-unit" : ""}>${this.#one()}${this.unit ? html`<span class="unit">${this.unit}</span>` : nothing}</div>${under}`;
  }

  #needed() {
    return this.required && this.kind !== "tick" ? html` <span class="needed">${t("필수", "required")}</span>` : nothing;
  }

  #described() {
    return [this.hint ? `${this.id_}-hint` : "", this.wrong ? `${this.id_}-wrong` : ""].filter(Boolean).join(" ") || nothing;
  }

  /** @param {string} id @param {boolean} checked @param {string} value @param {unknown} words */
  #tick(id, checked, value, words) {
    return html`<label class="tick" for=${id}><input id=${id} type=${this.kind === "radio" ? "radio" : "checkbox"} name=${this.name}
      .value=${value || "on"} .checked=${live(checked)} ?required=${this.required && this.kind !== "checks"} ?disabled=${this.disabled}
      aria-invalid=${this.wrong ? "true" : nothing} aria-describedby=${this.#described()} @change=${this.#take}><span>${words}</span></label>`;
  }

  #one() {
    const wrong = this.wrong ? "true" : nothing, value = typeof this.value === "string" ? this.value : "";
    if (this.kind === "select") {
      return html`<select id=${this.id_} name=${this.name} ?required=${this.required} ?disabled=${this.disabled} aria-invalid=${wrong}
        aria-describedby=${this.#described()} @change=${this.#take}>${this.required && !value && !this.options.some(([each]) => each === "")
        ? html`<option value="" selected>${t("골라 주세요", "Please choose")}</option>` : nothing}${this.options.map(([each, words]) =>
          html`<option value=${each} ?selected=${each === value} .selected=${live(each === value)}>${words}</option>`)}</select>`;
    }
    if (this.kind === "textarea") {
      return html`<textarea id=${this.id_} name=${this.name} rows=${this.rows} .value=${live(value)} ?required=${this.required}
        ?disabled=${this.disabled} ?readonly=${this.readonly} minlength=${ifDefined(this.minlength)} maxlength=${ifDefined(this.maxlength)}
        placeholder=${this.placeholder || nothing} aria-invalid=${wrong} aria-describedby=${this.#described()} @input=${this.#take}
        @blur=${this.#leave}></textarea>`;
    }
    if (this.kind === "file") {
      return html`<input id=${this.id_} name=${this.name} type="file" ?required=${this.required} ?disabled=${this.disabled}
        ?multiple=${this.multiple} accept=${ifDefined(this.accept)} aria-invalid=${wrong} aria-describedby=${this.#described()}
        @change=${this.#take}>`;
    }
    return html`<input id=${this.id_} name=${this.name} type=${this.kind} .value=${live(value)} ?required=${this.required}
      ?disabled=${this.disabled} ?readonly=${this.readonly} minlength=${ifDefined(this.minlength)} maxlength=${ifDefined(this.maxlength)}
      min=${ifDefined(this.min)} max=${ifDefined(this.max)} step=${ifDefined(this.step)} pattern=${ifDefined(this.pattern)}
      inputmode=${ifDefined(this.inputmode)} autocomplete=${this.autocomplete} autocapitalize="none" spellcheck="false"
      placeholder=${this.placeholder || nothing} aria-invalid=${wrong} aria-describedby=${this.#described()} @input=${this.#take} @blur=${this.#leave}>`;
  }
}
define("city-field", CityField);

/** Whether a finger or a mouse's button is down. */
let pressed = false;
if (globalThis.document) {
  addEventListener("pointerdown", () => { pressed = true; }, { capture: true, passive: true });
  for (const kind of ["pointerup", "pointercancel"]) addEventListener(kind, () => { pressed = false; }, { capture: true, passive: true });
}

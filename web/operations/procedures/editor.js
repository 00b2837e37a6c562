// Writing a procedure: its fields, its steps (added, moved and taken away by keyboard too), and a dry run before it is put in
// force. What is written stays in this tab until it is sent.

import "../../components/form.js";
import { confirmed } from "../../components/dialog.js";
import { bad } from "../../components/notice.js";
import { path, Trouble } from "../../shell/api.js";
import { CityElement, define, html, nothing, repeat, say } from "../../shell/element.js";
import { at } from "../../shell/place.js";
import { DRAFT } from "../../shell/session.js";
import { storage, t } from "../../shell/words.js";
import { choices, operations } from "../office/shown.js";
import { CATEGORIES, GROUPS, SEVERITIES } from "../office/words.js";
import { LONGEST_S, MOST_STEPS, moved, row, SECONDS, SHORTEST_S, unitOf, UNITS, WHEN_LATE, written } from "./procedure.js";
import "./trial.js";

/** @typedef {import("./procedure.js").Procedure} Procedure */
/** @typedef {import("./procedure.js").Written} Written */
/** @typedef {import("./procedure.js").Row} Row */
/** @typedef {import("../../components/form.js").CityForm} CityForm */

class ProcedureEditor extends CityElement {
  static properties = { known: { attribute: false }, rows: { state: true }, tried: { state: true }, trouble: { state: true }, busy: { state: true } };

  constructor() {
    super();
    /** What is there already; null for a new one. @type {Procedure | null} */
    this.known = null;
    /** @type {Row[]} */
    this.rows = [];
    /** The text that was tried out; null while it is being written. @type {Written | null} */
    this.tried = null;
    /** @type {Trouble | null} */
    this.trouble = null;
    this.busy = false;
    /** What the fields begin with. @type {Written} */
    this.begins = { version: 0, ko: "", en: "", category: "", kinds: [], from_severity: "moderate", steps: [], in_force: true };
    this.named = "";
  }

  get #draft() { return `${DRAFT}operations/procedure/${this.known?.procedure_id ?? ""}`; }

  connectedCallback() {
    super.connectedCallback();
    if (this.known) this.begins = this.known;
    const kept = storage("sessionStorage")?.getItem(this.#draft);
    if (kept) { const draft = JSON.parse(kept); this.begins = { ...draft.text, version: this.begins.version }; this.named = draft.id ?? ""; }
    this.rows = this.begins.steps.length ? this.begins.steps.map(step => row(step)) : [row()];
  }

  get #form() { return /** @type {CityForm} */ (this.querySelector("city-form")); }

  #written() { return written(this.#form.values(), this.rows, this.known?.version ?? 0); }

  // A change makes what was tried out another text.
  #changed = () => {
    this.tried = null;
    this.trouble = null;
    storage("sessionStorage")?.setItem(this.#draft, JSON.stringify({ id: this.#form.values().procedure_id, text: this.#written() }));
  };

  // --- steps ------------------------------------------------------------------------------------------------------

  async #add() {
    const made = row();
    this.rows = [...this.rows, made];
    await this.#settled();
    this.querySelector(`[data-step="${made.key}"] textarea`)?.scrollIntoView({ block: "center" });
    /** @type {HTMLElement | null} */ (this.querySelector(`[data-step="${made.key}"] textarea`))?.focus();
    say(t(`${this.rows.length}번째 단계를 더했습니다.`, `Step ${this.rows.length} added.`));
  }

  /** @param {string} key @param {number} by @param {string} pressed the button that keeps the focus */
  async #move(key, by, pressed) {
    const next = moved(this.rows, key, by);
    if (next === this.rows) return;
    this.rows = next;
    await this.#settled();
    const step = this.querySelector(`[data-step="${key}"]`);
    /** @type {HTMLElement | null} */ (step?.querySelector(`[data-press="${pressed}"]`))?.focus();
    step?.scrollIntoView({ block: "nearest" });
    const place = next.findIndex(each => each.key === key) + 1;
    say(t(`${place}번째로 옮겼습니다.`, `Moved to place ${place}.`));
  }

  /** @param {string} key */
  async #remove(key) {
    if (this.rows.length === 1) return;
    const place = this.rows.findIndex(each => each.key === key), words = this.#form.values()[`${key}-ko`];
    if (words && !await confirmed({ title: t("이 단계를 지울까요?", "Take this step away?"), body: words, verb: t("지우기", "Take away"), grave: true })) return;
    this.rows = this.rows.filter(each => each.key !== key);
    await this.#settled();
    const near = this.rows[Math.min(place, this.rows.length - 1)];
    /** @type {HTMLElement | null} */ (this.querySelector(`[data-step="${near.key}"] [data-press="remove"]`))?.focus();
    say(t("단계를 지웠습니다.", "The step is gone."));
  }

  async #settled() {
    await this.updateComplete;
    await Promise.all(this.#form.fields.map(field => field.updateComplete));
    this.#changed();
    await this.updateComplete;
  }

  /** @param {KeyboardEvent} event @param {string} key */
  #key(event, key) {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    const up = event.key === "ArrowUp";
    void this.#move(key, up ? -1 : 1, up ? "up" : "down");
  }

  // --- trying and putting in force ----------------------------------------------------------------------------------

  #try = async () => { this.tried = this.#written(); };

  async #put() {
    const text = this.tried, id = this.known?.procedure_id ?? this.#form.values().procedure_id;
    if (!text || this.busy) return;
    if (!await confirmed({ title: text.in_force ? t("이대로 시행할까요?", "Put it in force?") : t("멈춘 채로 저장할까요?", "Keep it, not in force?"),
      verb: text.in_force ? t("시행", "Put in force") : t("저장", "Keep"),
      body: t("이미 시작된 절차는 시작할 때의 판으로 끝까지 갑니다.", "Runs that have begun go on with the version they began with.") })) return;
    this.busy = true;
    this.trouble = null;
    try {
      const made = await operations.put(path`procedures/${id}`, text);
      storage("sessionStorage")?.removeItem(this.#draft);
      this.tell("written", { id: made.procedure_id, words: t(`${made.version}판을 저장했습니다.`, `Version ${made.version} is kept.`) });
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.trouble = trouble;
    } finally { this.busy = false; }
  }

  // --- what is seen ---------------------------------------------------------------------------------------------------

  render() {
    const { known, begins } = this, full = this.rows.length >= MOST_STEPS;
    return html`<h2>${known ? t(`${known.ko} 고치기`, `Change: ${known.en}`) : t("새 절차", "New procedure")}</h2>
      <city-form keeps .verb=${t("시험 실행", "Try it out")} .send=${this.#try} @input=${this.#changed} @change=${this.#changed} .extra=${known
        ? html`<a class="plain" href=${at(known.procedure_id)}>${t("그만두기", "Leave it")}</a>` : nothing}>
        ${known ? nothing : html`<city-field name="procedure_id" required .value=${this.named} pattern="[a-z][a-z0-9\\-]{1,38}" placeholder="fire-near-school"
          .label=${t("이름표", "Id")} .hint=${t("영문 소문자·숫자·줄표. 나중에 바꿀 수 없습니다.", "Small letters, digits and dashes. It cannot be changed later.")}></city-field>`}
        <div class="fields"><city-field name="ko" required maxlength="300" .value=${begins.ko} .label=${t("이름 (한국어)", "Name (Korean)")}></city-field>
          <city-field name="en" required maxlength="300" .value=${begins.en} .label=${t("이름 (영어)", "Name (English)")}></city-field></div>
        <div class="fields"><city-field name="category" kind="select" required .value=${begins.category} .label=${t("분야", "Category")} .options=${choices(CATEGORIES)}></city-field>
          <city-field name="from_severity" kind="select" required .value=${begins.from_severity} .label=${t("이 심각도부터", "From this severity")}
            .options=${choices(SEVERITIES, ["minor", "moderate", "severe", "extreme"])}></city-field></div>
        <city-field name="kinds" .value=${begins.kinds.join(", ")} pattern="[a-z0-9_, ]*" .label=${t("종류 (비우면 분야 전체)", "Kinds (empty: all of the category)")}
          .hint=${t("예: fire, gas_leak — 쉼표로 나눕니다.", "Such as fire, gas_leak; commas between.")}></city-field>
        <section class="stack"><h3>${t("단계", "Steps")}</h3>
          <p class="quiet">${t("단계 안에서 Alt+↑, Alt+↓를 누르면 순서가 바뀝니다.", "Alt+↑ and Alt+↓ within a step move it.")}</p>
          <ol class="stack">${repeat(this.rows, each => each.key, (each, place) => html`<li>${this.#step(each, place)}</li>`)}</ol>
          <div class="row"><button type="button" class="plain" aria-disabled=${full ? "true" : nothing} @click=${() => { if (!full) void this.#add(); }}>${t("단계 더하기", "Add a step")}</button>
            <small class="quiet">${t(`${MOST_STEPS}단계까지`, `${MOST_STEPS} at most`)}</small></div></section>
        <city-field name="in_force" kind="tick" .value=${begins.in_force} .label=${t("시행: 맞는 사건이 생기면 저절로 시작합니다", "In force: it starts by itself at incidents it is for")}></city-field>
      </city-form>
      ${this.tried ? html`<procedure-trial .procedure=${this.tried} .below=${this.#afterTrial()}></procedure-trial>`
        : html`<p class="quiet">${t("시험 실행을 해야 시행할 수 있습니다. 아무에게도 알리지 않고 시간표만 보여 줍니다.",
          "It is tried out before it is put in force: nobody is told, and only the times are shown.")}</p>`}`;
  }

  #afterTrial() {
    return html`${this.trouble ? bad(this.trouble) : nothing}<div class="row"><button type="button" class="do" aria-disabled=${this.busy ? "true" : nothing}
      @click=${() => this.#put()}>${this.tried?.in_force ? t("이대로 시행", "Put it in force") : t("멈춘 채로 저장", "Keep it, not in force")}</button></div>`;
  }

  /** @param {Row} step @param {number} place */
  #step(step, place) {
    const { key } = step, unit = unitOf(step.limit_s), last = place === this.rows.length - 1, number = place + 1;
    const press = (/** @type {string} */ id, /** @type {string} */ sign, /** @type {string} */ words, /** @type {boolean} */ off, /** @type {() => void} */ act) =>
      html`<button type="button" class="plain" data-press=${id} aria-disabled=${off ? "true" : nothing} aria-label=${words} title=${words} @click=${act}>${sign}</button>`;
    return html`<fieldset class="step-edit" data-step=${key} @keydown=${(/** @type {KeyboardEvent} */ event) => this.#key(event, key)}>
      <legend class="unseen">${t(`${number}단계`, `Step ${number}`)}</legend>
      <div class="row apart"><b aria-hidden="true">${t(`${number}단계`, `Step ${number}`)}</b><span class="icons">
        ${press("up", "↑", t(`${number}단계 위로`, `Move step ${number} up`), place === 0, () => void this.#move(key, -1, "up"))}
        ${press("down", "↓", t(`${number}단계 아래로`, `Move step ${number} down`), last, () => void this.#move(key, 1, "down"))}
        ${press("remove", "✕", t(`${number}단계 지우기`, `Take step ${number} away`), this.rows.length === 1, () => void this.#remove(key))}</span></div>
      <div class="fields"><city-field name="${key}-ko" kind="textarea" rows="2" required maxlength="300" .value=${step.ko} .label=${t("할 일 (한국어)", "What to do (Korean)")}></city-field>
        <city-field name="${key}-en" kind="textarea" rows="2" required maxlength="300" .value=${step.en} .label=${t("할 일 (영어)", "What to do (English)")}></city-field></div>
      <div class="fields"><city-field name="${key}-who" kind="select" required .value=${step.who} .label=${t("누가", "Who")} .options=${choices(GROUPS, ["operator", "supervisor"])}></city-field>
        <city-field name="${key}-limit" kind="number" required min="1" .value=${String(step.limit_s / SECONDS[unit])} .label=${t("기한", "Limit")}
          .judge=${(/** @type {any} */ value) => this.#limit(key, value)}></city-field>
        <city-field name="${key}-unit" kind="select" required .value=${unit} .label=${t("단위", "Unit")} .options=${choices(UNITS)}></city-field>
        <city-field name="${key}-when_late" kind="select" required .value=${step.when_late} .label=${t("늦으면", "When late")} .options=${choices(WHEN_LATE)}></city-field></div>
      <city-field name="${key}-may_refuse" kind="tick" .value=${step.may_refuse} .label=${t("거부할 수 있음", "May be refused")}></city-field></fieldset>`;
  }

  /** @param {string} key @param {string} value @returns {string | null} */
  #limit(key, value) {
    const seconds = Number(value) * SECONDS[this.#form.values()[`${key}-unit`] ?? "minute"];
    return seconds >= SHORTEST_S && seconds <= LONGEST_S ? null : t("10초에서 24시간까지 정할 수 있습니다.", "From ten seconds to a day.");
  }
}
define("procedure-editor", ProcedureEditor);

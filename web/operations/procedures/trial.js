// A dry run: who would be asked what, and when. Each answer may be supposed otherwise, and the times follow.

import { tiles } from "../../components/facts.js";
import { Load } from "../../components/load.js";
import { drawn } from "../../components/state.js";
import { CityElement, define, html, keyed, live, nothing, say } from "../../shell/element.js";
import { named, t } from "../../shell/words.js";
import { choices, exactly, operations, toned } from "../office/shown.js";
import { GROUPS } from "../office/words.js";
import { ANSWERS } from "./procedure.js";

/** @typedef {import("./procedure.js").Written} Written */
/** @typedef {import("./procedure.js").Story} Story */
/** @typedef {import("./procedure.js").Trial} Trial */

class ProcedureTrial extends CityElement {
  static properties = { procedure: { attribute: false }, below: { attribute: false } };

  constructor() {
    super();
    /** @type {Written} */
    this.procedure = /** @type {any} */ (null);
    /** What stands below once it is known. @type {unknown} */
    this.below = nothing;
    /** What somebody supposed, by number and turn. @type {Map<string, {number: number, turn: number, answer: string, took_s: number}>} */
    this.supposed = new Map();
    /** @type {Load<Story>} */
    this.story = new Load(this, () => operations.post("procedures/trial", { procedure: this.procedure, supposed: [...this.supposed.values()] }), { held: true });
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (!changed.has("procedure")) return;
    this.supposed.clear();
    void this.#run();
  }

  async #run() {
    await this.story.reload();
    const { value, trouble } = this.story;
    if (value && !trouble) say(t(`시험 실행: ${exactly(value.took_s)} 걸립니다.`, `Dry run: it takes ${exactly(value.took_s)}.`));
  }

  /** @param {Trial} trial @param {string} answer */
  #suppose({ number, turn }, answer) {
    const limit = this.procedure.steps[number - 1].limit_s;
    this.supposed.set(`${number} ${turn}`, { number, turn, answer, took_s: answer === "late" ? limit : Math.floor(limit / 2) });
    void this.#run();
  }

  render() {
    return html`<section class="card trial"><h3>${t("시험 실행", "Dry run")}</h3>
      ${drawn(this.story, story => html`<p class="quiet">${t("답을 바꾸면 그다음이 어떻게 되는지 보입니다. 아무에게도 알리지 않습니다.",
        "Suppose another answer, and see what follows. Nobody is told.")}</p>
        ${tiles([{ name: t("끝", "Ending"), value: story.ending === "complete" ? t("끝까지 감", "complete") : t("멈춤", "stopped"), tone: story.ending === "complete" ? "" : "late" },
          { name: t("걸린 시간", "It took"), value: exactly(story.took_s) },
          { name: t("가장 길면", "At the longest"), value: exactly(story.longest_s), note: t("모든 단계가 두 번 늦을 때", "every step late twice") }])}
        <ol class="timeline" aria-label=${t("시간표", "Times")}>${story.trials.map(trial => keyed(`${trial.number} ${trial.turn}`, this.#trial(trial)))}
          <li data-tone=${story.ending === "complete" ? "fine" : "alarm"}><b>${story.ending === "complete" ? t("끝", "End") : t("여기에서 멈춤", "It stops here")}</b>
            <small class="quiet when">+${exactly(story.took_s)}</small></li></ol>${this.below}`)}</section>`;
  }

  /** @param {Trial} trial */
  #trial(trial) {
    const { answer, number, turn } = trial, step = this.procedure.steps[number - 1], tone = ANSWERS[answer]?.[2] ?? "";
    const possible = ["done", ...step?.may_refuse || answer === "refused" ? ["refused"] : [], "late"];
    return html`<li data-tone=${tone}><b class="words">${number}. ${t(trial.ko, trial.en)}</b>
      <small class="quiet when">+${exactly(trial.at_s)} · ${named(GROUPS, trial.who)}${turn > 1 ? t(" (다시 물음)", " (asked again)") : ""}</small>
      <div class="row">${toned(ANSWERS[answer] ?? [answer, answer])}<small class="quiet">${t(`${exactly(trial.took_s)} 만에`, `after ${exactly(trial.took_s)}`)}</small>
        <select aria-label=${t(`${number}단계 답${turn > 1 ? " (다시 물었을 때)" : ""}`, `Answer of step ${number}${turn > 1 ? " (asked again)" : ""}`)}
          @change=${(/** @type {Event} */ event) => this.#suppose(trial, /** @type {HTMLSelectElement} */ (event.target).value)}>
          ${choices(/** @type {any} */ (ANSWERS), possible).map(([id, words]) => html`<option value=${id} .selected=${live(id === answer)}>${words}</option>`)}</select></div></li>`;
  }
}
define("procedure-trial", ProcedureTrial);

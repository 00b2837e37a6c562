// Steps of procedures: what is asked, of whom, until when; answered, refused or handed over.

import { api, path } from "../../shell/api.js";
import { html, ifDefined, nothing } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { session } from "../../shell/session.js";
import { clock, lasting, moment, named, t } from "../../shell/words.js";
import { ask } from "../../components/dialog.js";
import { tag } from "../../components/facts.js";
import { GROUPS, tongue } from "./words.js";

/** @typedef {{run_id: string, incident_id: string, procedure_ko: string, procedure_en: string, number: number, turn: number,
 *   who: string, ko: string, en: string, may_refuse: boolean, asked_at: string, due_at: string, answer: string | null,
 *   answered_by: string | null, answered_by_name: string | null, answered_at: string | null, note: string | null}} StepLine */

/** @type {import("../../shell/words.js").Words} */
const ANSWERS = { done: ["완료", "Done"], refused: ["거부", "Refused"], late: ["기한 지남", "Late"], ended: ["사건 끝남", "The incident ended"] };
/** @type {Record<string, import("../../components/facts.js").Tone>} */
const TONES = { done: "fine", refused: "alarm", late: "alarm", ended: "" };

/** @param {StepLine} step */
export const keyOf = step => `${step.run_id}#${step.number}#${step.turn}`;

/** How long is left, or by how much it is late. @param {string} due_at */
export function due(due_at) {
  const left = (new Date(due_at).getTime() - Date.now()) / 1000;
  return left >= 0 ? html`<span title=${moment(due_at)}>${t(`${clock(due_at)}까지 · ${lasting(left)} 남음`, `until ${clock(due_at)} · ${lasting(left)} left`)}</span>`
    : html`<span class="late" title=${moment(due_at)}>${t(`${clock(due_at)} 기한에서 ${lasting(left)} 지남`, `due ${clock(due_at)} · ${lasting(left)} late`)}</span>`;
}

/** Whether whoever is here may answer it now. @param {StepLine} step */
export const isMine = step => !step.answer && session.may(step.who);

/** A step, with what one may do about it; `did` hears that something was done.
 * @param {StepLine} step @param {() => unknown} did @param {unknown} [head] what stands above it */
export const stepView = (step, did, head = nothing) => html`<div class="stack tight room-step">${head}
  <p><b>${step.number}. ${t(step.ko, step.en)}</b> ${step.answer ? tag(named(ANSWERS, step.answer), TONES[step.answer] ?? "") : nothing}</p>
  <p class="quiet small">${named(GROUPS, step.who)} · ${step.answer
    ? html`${step.answered_by ? html`${person(step.answered_by, step.answered_by_name)} · ` : nothing}${moment(step.answered_at ?? step.due_at)}`
    : due(step.due_at)}${step.turn > 1 ? html` · ${t("다시 요청됨", "asked again")}` : nothing}</p>
  ${step.note ? html`<p class="words small" lang=${ifDefined(tongue({ headline: step.note }))}>${step.note}</p>` : nothing}
  ${isMine(step) ? html`<div class="row"><button type="button" class="do" aria-label=${t(`완료: ${step.ko}`, `Done: ${step.en}`)}
      @click=${() => finish(step, did)}>${t("완료", "Done")}</button>
    ${step.may_refuse ? html`<button type="button" class="plain" aria-label=${t(`거부: ${step.ko}`, `Refuse: ${step.en}`)}
      @click=${() => refuse(step, did)}>${t("거부", "Refuse")}</button>` : nothing}
    <button type="button" class="plain" aria-label=${t(`넘기기: ${step.ko}`, `Hand over: ${step.en}`)}
      @click=${() => handOver(step, did)}>${t("넘기기", "Hand over")}</button></div>` : nothing}</div>`;

/** @param {StepLine} step */
const title = step => t(step.ko, step.en);

/** @param {StepLine} step @param {() => unknown} did */
async function finish(step, did) {
  const made = await ask({ title: t("단계를 마쳤나요?", "Is this step done?"), verb: t("완료", "Done"),
    body: html`<p class="words">${title(step)}</p><city-field name="note" kind="textarea" rows="2" maxlength="1000"
      .label=${t("메모 (선택)", "Note, if any")}></city-field>`,
    act: values => api("operations").post(path`runs/${step.run_id}/steps/${step.number}/answer`,
      { turn: step.turn, answer: "done", note: values.note ?? "" }) });
  if (made) await did();
}

/** @param {StepLine} step @param {() => unknown} did */
async function refuse(step, did) {
  const made = await ask({ title: t("단계 거부", "Refuse this step"), verb: t("거부", "Refuse"), grave: true,
    body: html`<p class="words">${title(step)}</p><city-field name="note" kind="textarea" rows="3" required maxlength="1000"
      .label=${t("거부하는 까닭", "Why you refuse")}></city-field>`,
    act: values => api("operations").post(path`runs/${step.run_id}/steps/${step.number}/answer`,
      { turn: step.turn, answer: "refused", note: values.note }) });
  if (made) await did();
}

/** @param {StepLine} step @param {() => unknown} did */
async function handOver(step, did) {
  const to = Object.keys(GROUPS).filter(group => group !== step.who);
  const made = await ask({ title: t("단계 넘기기", "Hand this step over"), verb: t("넘기기", "Hand over"),
    body: html`<p class="words">${title(step)}</p><p class="quiet">${t("기한은 그대로입니다.", "Its limit goes on.")}</p>
      <city-field name="to" kind="select" required value=${to[0]} .label=${t("누구에게", "To whom")} .options=${to.map(group => [group, named(GROUPS, group)])}></city-field>
      <city-field name="note" kind="textarea" rows="2" required maxlength="1000" .label=${t("까닭", "Why")}></city-field>`,
    act: values => api("operations").post(path`runs/${step.run_id}/steps/${step.number}/hand-over`,
      { turn: step.turn, to: values.to, note: values.note }) });
  if (made) await did();
}

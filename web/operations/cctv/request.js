// One request of a person seen: its ten days, the answer, a copy on which others are hidden, and its release by another.

import { facts, tag } from "../../components/facts.js";
import { path, Trouble } from "../../shell/api.js";
import { define, html, keyed, nothing } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { at } from "../../shell/place.js";
import { session } from "../../shell/session.js";
import { day, moment, named, number, t } from "../../shell/words.js";
import { choices, operations, Part, toned } from "../office/shown.js";
import "./hiding.js";

/** @typedef {{request_id: string, received_on: string, due: string, plain_due: string, days_left: number, late: boolean, requester: string,
 *   contact: string, camera: string, starts: string, ends: string, description: string, state: string, answer: string | null,
 *   ground: string | null, reason: string, appeal: string, place: string, seen_at: string | null, copy_sha256: string | null,
 *   box_count: number, detector: string | null, prepared_by: string | null, released_by: string | null,
 *   film: {is_complete: boolean} | null, revision: number}} Access */

/** @type {Record<string, [string, string, import("../../components/facts.js").Tone?]>} */
const STATES = { received: ["답할 것", "to be answered", "warning"], postponed: ["연기함", "postponed", "warning"], allowed: ["허용: 사본 준비", "allowed: a copy", "info"],
  refused: ["거절함", "refused"], prepared: ["사본 확인", "copy to be checked", "info"], released: ["열람함", "released", "fine"] };
/** @type {import("../../shell/words.js").Words} */
const ANSWERS = { whole: ["모두 열람", "all of it"], part: ["일부 열람", "a part"], postpone: ["연기", "postpone"], refuse: ["거절", "refuse"] };
/** 법 35조④. @type {import("../../shell/words.js").Words} */
const GROUNDS = { law_forbids: ["법률이 열람을 금지 (35조④1호)", "a law forbids it (art. 35④1)"],
  harms_others: ["다른 사람의 생명·신체·재산을 해칠 우려 (35조④2호)", "it may harm others (art. 35④2)"],
  hinders_duty: ["공공기관의 업무에 중대한 지장 (35조④3호)", "it hinders a public duty (art. 35④3)"],
  not_the_person: ["찍힌 사람임을 확인하지 못함", "not shown to be the person seen"], destroyed: ["보관 기간이 지나 파기됨", "its time of keeping is over"] };
const OPEN = ["received", "postponed"];

/** @param {Access} each */
export const stateTag = each => toned(STATES[each.state] ?? [each.state, each.state]);

/** How long is left of the ten days. @param {Access} each */
export function dueTag({ days_left: left, late, state }) {
  if (!OPEN.includes(state)) return nothing;
  if (late) return tag(t(`${number(Math.abs(left))}일 지남`, `${number(Math.abs(left))} days late`), "alarm");
  return tag(left === 0 ? t("오늘까지", "until today") : t(`${number(left)}일 남음`, `${number(left)} days left`), left <= 2 ? "alarm" : left <= 5 ? "warning" : "");
}

/** A day and two times in Seoul as moments. @param {Record<string, any>} values */
export function moments({ on, from, to }) {
  if (to <= from) throw Trouble.of("시작보다 뒤여야 합니다.", "It has to be after the beginning.", "to");
  return { starts: `${on}T${from}:00+09:00`, ends: `${on}T${to}:00+09:00` };
}

/** The SHA-256 of a file that is chosen in a form; the file goes nowhere. @param {Element | null} form @returns {Promise<string>} */
async function digestOf(form) {
  const field = /** @type {import("../../components/field.js").CityField | null} */ (form?.querySelector('city-field[name="file"]') ?? null), file = field?.files?.[0];
  if (!file) throw Trouble.of("파일을 골라 주세요.", "Please choose a file.", "file");
  const hashed = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...hashed].map(byte => byte.toString(16).padStart(2, "0")).join("");
}

class CctvRequest extends Part {
  static properties = { ...Part.properties, chosen: { state: true }, draft: { state: true } };

  constructor() {
    super();
    /** The answer that is chosen in the form. */
    this.chosen = "";
    /** The draft that the city made. @type {import("./hiding.js").Hiding | null} */
    this.draft = null;
  }

  fetch() { return operations.get(path`cctv/access-requests/${this.subject}`); }

  /** @param {Access} found */
  view(found) {
    const writes = session.may("supervisor"), moved = found.due !== found.plain_due;
    return html`<div class="row apart"><h2 lang="ko">${found.requester}</h2><span class="row">${stateTag(found)}${dueTag(found)}</span></div>
      <div class="card"><p class="words" lang="ko">${found.description}</p>${facts([
        [t("답할 날", "Answer until"), html`<b class=${found.late && OPEN.includes(found.state) ? "late" : ""}>${day(found.due, "weekday")}</b>${moved ? html` <small class="quiet">${
          t(`열흘째인 ${day(found.plain_due, "weekday")}이 쉬는 날이어서 미뤄짐`, `the tenth day, ${day(found.plain_due, "weekday")}, is no working day`)}</small>` : nothing}`],
        [t("받은 날", "Received"), day(found.received_on, "weekday")], [t("연락처", "Contact"), found.contact], [t("카메라", "Camera"), html`<a href=${at("cameras", found.camera)}>${found.camera}</a>`],
        [t("영상", "Video"), `${moment(found.starts)} ~ ${moment(found.ends)}`], found.answer && [t("답", "Answer"), named(ANSWERS, found.answer)],
        found.ground && [t("근거", "Ground"), named(GROUNDS, found.ground)], found.reason && [t("이유", "Reason"), html`<span lang="ko">${found.reason}</span>`],
        found.place && [t("곳", "Where"), html`<span lang="ko">${found.place}</span>`], found.seen_at && [t("볼 때", "When"), moment(found.seen_at)],
        found.appeal && [t("이의 방법", "How to object"), html`<span lang="ko">${found.appeal}</span>`],
        found.copy_sha256 && [t("가린 사본", "Redacted copy"), html`${t(`가린 곳 ${number(found.box_count)}개`, `${number(found.box_count)} rectangles`)} · ${
          found.detector ? t(`찾은 프로그램 ${found.detector}`, `found by ${found.detector}`) : t("사람이 모두 그림", "all drawn by hand")}<br><code>${found.copy_sha256}</code>`],
        found.prepared_by && [t("준비한 사람", "Prepared by"), person(found.prepared_by)], found.released_by && [t("확인한 사람", "Released by"), person(found.released_by)]])}</div>
      ${!writes ? nothing : OPEN.includes(found.state) ? this.#answering(found) : found.state === "allowed" ? this.#preparing(found)
        : found.state === "prepared" ? this.#releasing(found) : nothing}`;
  }

  /** @param {Access} found */
  #answering(found) {
    const shown = this.chosen, sees = shown === "whole" || shown === "part", says = shown !== "" && shown !== "whole", refuses = shown === "refuse";
    return html`<section class="card"><h3>${t("답하기", "Answer")}</h3><city-form draft="operations/access/${found.request_id}" .verb=${t("답하기", "Answer")}
      @change=${(/** @type {Event} */ event) => { this.chosen = /** @type {any} */ (event.currentTarget).values().answer ?? ""; }}
      .check=${(/** @type {any} */ values) => ({ title: t(`‘${named(ANSWERS, values.answer)}’로 답할까요?`, `Answer: ${named(ANSWERS, values.answer)}?`), grave: values.answer === "refuse",
        body: t("답은 기록에 남고 되돌릴 수 없습니다. 요구한 사람에게 알려 주세요.", "It is kept on file and cannot be taken back. Tell whoever asked.") })}
      .send=${(/** @type {any} */ values) => operations.post(path`cctv/access-requests/${found.request_id}/answer`, { answer: values.answer, revision: found.revision,
        reason: values.reason ?? "", ground: values.ground ?? null, place: values.place ?? "", seen_at: values.seen_on ? `${values.seen_on}T${values.seen_time}:00+09:00` : null })}
      .done=${() => { this.chosen = ""; return this.did(t("답을 적었습니다.", "The answer is on file.")); }}>
      <city-field name="answer" kind="radio" required .label=${t("어떻게 답할까요?", "What is the answer?")} .options=${choices(ANSWERS, found.state === "postponed" ? ["whole", "part", "refuse"] : undefined)}></city-field>
      <div class="fields" ?hidden=${!sees}><city-field name="place" ?required=${sees} ?disabled=${!sees} maxlength="500" .label=${t("볼 곳", "Where")}></city-field>
        <city-field name="seen_on" kind="date" ?required=${sees} ?disabled=${!sees} .label=${t("볼 날", "On")}></city-field>
        <city-field name="seen_time" kind="time" ?required=${sees} ?disabled=${!sees} .label=${t("볼 시각", "At")}></city-field></div>
      <city-field name="ground" kind="select" ?hidden=${!refuses} ?required=${refuses} ?disabled=${!refuses} .label=${t("거절하는 근거", "The ground")} .options=${choices(GROUNDS)}></city-field>
      <city-field name="reason" kind="textarea" rows="3" ?hidden=${!says} ?required=${says} ?disabled=${!says} counter maxlength="500" .label=${t("이유", "Reason")}
        .hint=${t("요구한 사람에게 알리는 말입니다.", "What whoever asked is told.")}></city-field></city-form></section>`;
  }

  /** @param {Access} found */
  #preparing(found) {
    const { draft } = this;
    return html`<cctv-hiding .subject=${found.request_id} ?filmed=${Boolean(found.film?.is_complete)} @draft=${(/** @type {CustomEvent} */ event) => { this.draft = event.detail; }}></cctv-hiding>
      ${keyed(draft?.sha256, draft ? this.#drafted(found, draft) : this.#byHand(found))}`;
  }

  /** A draft is entered as it was watched: by its hash, with what is in it. @param {Access} found @param {import("./hiding.js").Hiding} draft */
  #drafted(found, draft) {
    return html`<section class="card"><h3>${t("가린 사본 준비", "Prepare the redacted copy")}</h3>
      <p class="quiet">${t("위에서 본 초안을 그대로 적습니다. 다른 사람이 확인해야 열람할 수 있습니다.", "Enters exactly the draft above. Another person has to check it.")}</p>
      ${facts([["SHA-256", html`<code>${draft.sha256}</code>`]])}
      <city-form .verb=${t("준비했음", "It is prepared")} .send=${() => operations.post(path`cctv/access-requests/${found.request_id}/copy`,
        { revision: found.revision, sha256: draft.sha256, box_count: draft.box_count, detector: draft.detector })}
        .done=${() => { this.draft = null; return this.did(t("적었습니다. 다른 사람이 확인합니다.", "Written down: another checks it.")); }}>
        <div class="fields"><city-field name="box_count" kind="number" readonly value=${String(draft.box_count)} .label=${t("가린 곳의 수", "Rectangles")}></city-field>
          <city-field name="detector" readonly value=${draft.detector} .label=${t("찾은 프로그램", "What found them")}></city-field></div>
        <city-field name="watched" kind="tick" required .label=${t("초안을 끝까지 보았습니다", "I watched the draft to its end")}></city-field></city-form></section>`;
  }

  /** @param {Access} found */
  #byHand(found) {
    return html`<section class="card"><h3>${t("가린 사본 준비", "Prepare the redacted copy")}</h3>
      <p class="quiet">${t("다른 사람을 가린 사본 파일을 고릅니다. 파일은 이 컴퓨터에 남고 해시만 적습니다. 다른 사람이 확인해야 열람할 수 있습니다.",
        "Choose the copy on which others are hidden. The file stays on this computer; only its hash is written down. Another person has to check it.")}</p>
      <city-form class="preparing" .verb=${t("준비했음", "It is prepared")} .send=${async (/** @type {any} */ values) => {
        const sha256 = await digestOf(this.querySelector("city-form.preparing"));
        return operations.post(path`cctv/access-requests/${found.request_id}/copy`, { revision: found.revision, sha256, box_count: values.box_count, detector: values.detector ?? null });
      }} .done=${() => this.did(t("적었습니다. 다른 사람이 확인합니다.", "Written down: another checks it."))}>
        <city-field name="file" kind="file" required accept="video/*,.zip" .label=${t("가린 사본", "Redacted copy")}></city-field>
        <div class="fields"><city-field name="box_count" kind="number" required min="0" max="1000000" .label=${t("가린 곳의 수", "Rectangles")}></city-field>
          <city-field name="detector" maxlength="120" .label=${t("찾은 프로그램 (없으면 비움)", "What found them (empty: by hand)")}></city-field></div></city-form></section>`;
  }

  /** @param {Access} found */
  #releasing(found) {
    const watching = found.detector ? html`<cctv-hiding .subject=${found.request_id} watching></cctv-hiding>` : nothing;
    if (found.prepared_by === session.me?.id) return html`${watching}<p class="notice">${t("직접 준비한 사본입니다. 다른 책임자가 확인합니다.", "You prepared it: another supervisor checks it.")}</p>`;
    return html`${watching}<section class="card"><h3>${t("사본 확인과 열람", "Check and release")}</h3>
      <p class="quiet">${t("사본을 끝까지 본 뒤, 본 그 파일을 고릅니다. 준비한 파일과 해시가 같아야 합니다.", "Watch the copy to its end, then choose that file: its hash has to be the one prepared.")}</p>
      <city-form class="releasing" .verb=${t("열람하게 하기", "Release")} .check=${() => ({ title: t("열람하게 할까요?", "Release the copy?"), body: t("되돌릴 수 없습니다.", "It cannot be taken back.") })}
        .send=${async (/** @type {any} */ values) => {
          const sha256 = await digestOf(this.querySelector("city-form.releasing"));
          if (sha256 !== found.copy_sha256) throw Trouble.of("준비한 사본과 다른 파일입니다.", "This is not the copy that was prepared.", "file");
          return operations.post(path`cctv/access-requests/${found.request_id}/release`, { revision: found.revision, sha256, nobody_else: values.nobody_else });
        }} .done=${() => this.did(t("열람했다고 적었습니다.", "Released, and on file."))}>
        <city-field name="file" kind="file" required accept="video/*,.zip" .label=${t("본 파일", "The file that was watched")}></city-field>
        <city-field name="nobody_else" kind="tick" required .label=${t("다른 사람은 아무도 알아볼 수 없습니다", "No one else can be recognised")}></city-field></city-form></section>`;
  }
}
define("cctv-request", CctvRequest);

// The words of the control room: what incidents are, how they stand, and who told of them.

import { ago, language, moment, named, t, text } from "../../shell/words.js";
import { KIND_WORDS } from "./kinds.js";

/** @typedef {import("../../shell/words.js").Words} Words */
/** @typedef {import("../../components/facts.js").Tone} Tone */
/** @typedef {{type: "point", position: [number, number]} | {type: "line", positions: [number, number][]}
 *   | {type: "area", ring: [number, number][]}} Shape */
/** @typedef {{shape: Shape, accuracy_m: number | null, address: string | null}} Place */
/** @typedef {{incident_id: string, revision: number, state: string, category: string, kind: string, kind_ko: string,
 *   severity: string, headline: string, began_at: string, last_at: string, acknowledged_at: string | null,
 *   dispatched_at: string | null, ended_at: string | null, place: Place | null, sources: string[], sources_over?: string[], count: number,
 *   withdrawn: number, storm: boolean, exercise: boolean, merged_into: string | null}} IncidentLine */

/** Worst first, as the API sorts them. @type {Words} */
export const SEVERITIES = {
  extreme: ["매우 심각", "Extreme"], severe: ["심각", "Severe"], moderate: ["보통", "Moderate"], minor: ["경미", "Minor"],
  unknown: ["심각도 모름", "Severity unknown"],
};
/** @type {Record<string, Tone>} */
export const SEVERITY_TONES = { extreme: "alarm", severe: "alarm", moderate: "warning", minor: "info", unknown: "warning" };

/** @type {Words} */
export const STATES = {
  detected: ["접수 전", "Not acknowledged"], acknowledged: ["접수함", "Acknowledged"], dispatched: ["출동함", "Dispatched"],
  resolved: ["종결", "Resolved"], cancelled: ["취소", "Cancelled"], false: ["오인", "False alarm"],
};
/** @type {Record<string, Tone>} */
export const STATE_TONES = { detected: "alarm", acknowledged: "info", dispatched: "info", resolved: "fine", cancelled: "", false: "" };
export const OPEN = ["detected", "acknowledged", "dispatched"];

/** @type {Words} */
export const CATEGORIES = { crime: ["방범", "Crime"], environment: ["환경", "Environment"], traffic: ["교통", "Traffic"],
  disaster: ["재난", "Disaster"], facility: ["시설", "Facility"] };

/** What kind of thing it is; an agency's own kind by its category. @param {{kind: string, category: string}} line */
export function kindOf(line) {
  return Object.hasOwn(KIND_WORDS, line.kind) ? named(KIND_WORDS, line.kind)
    : t(`기타 ${named(CATEGORIES, line.category)}`, `${named(CATEGORIES, line.category)}, other`);
}

/** Whether it only says that something is not heard any more. @param {{kind: string}} line */
export const isSilence = line => ["asset_silent", "crosswalk_silent", "gateway_silent"].includes(line.kind);

/** What was told of it in words, as it was told: Korean, mostly. @param {IncidentLine} line */
export const headline = line => line.headline || kindOf(line);

/** The language of what somebody told. @param {{headline?: string | null}} line */
export const tongue = line => line.headline && language() === "en" && /[가-힣]/.test(line.headline) ? "ko" : undefined;

/** @param {Place | null} place */
export const addressOf = place => place ? place.address || positionWords(place) : t("위치 모름", "Place unknown");

/** @param {Place} place */
function positionWords(place) {
  const at = middleOf(place);
  return at ? `${at[1].toFixed(5)}, ${at[0].toFixed(5)}` : text(null);
}

/** Where to look: longitude, latitude. @param {Place | null} place @returns {[number, number] | null} */
export function middleOf(place) {
  if (!place) return null;
  const { shape } = place;
  if (shape.type === "point") return shape.position;
  const all = shape.type === "line" ? shape.positions : shape.ring.slice(0, -1);
  const sum = all.reduce(([x, y], [a, b]) => [x + a, y + b], [0, 0]);
  return [sum[0] / all.length, sum[1] / all.length];
}

/** @type {Words} */
const SOURCES = { operator: ["관제실", "the control room"], crosswalk: ["횡단보도", "crosswalks"], silence: ["무응답 감시", "watch for silence"],
  "agency.112": ["경찰 112", "police 112"], "agency.119": ["소방 119", "fire service 119"], "cap.kma": ["기상청", "weather service"] };
/** @param {string} source */
export const sourceOf = source => Object.hasOwn(SOURCES, source) ? named(SOURCES, source)
  : source.startsWith("agency.") ? t(`기관 ${source.slice(7)}`, `agency ${source.slice(7)}`)
  : source.startsWith("cap.") ? t(`경보 발신 ${source.slice(4)}`, `alert sender ${source.slice(4)}`) : source;
/** Who told of it, and for whom of them it is over. @param {{sources: readonly string[], sources_over?: readonly string[]}} line */
export const sourcesOf = ({ sources, sources_over: over = [] }) => sources.length ? sources.map(source => over.includes(source)
  ? t(`${sourceOf(source)} (종료 알림)`, `${sourceOf(source)} (told that it is over)`) : sourceOf(source)).join(", ") : text(null);

/** What happened to an incident. @type {Words} */
export const HAPPENED = {
  opened: ["사건 생김", "Opened"], merged: ["다른 사건이 합쳐짐", "Another incident was merged in"],
  severity: ["심각도 바뀜", "Severity changed"], storm: ["한 곳에서 너무 많이 알림", "Its source tells of too much at once"],
  reopened: ["다시 열림", "Opened again"], withdrawn: ["알린 쪽이 거두어들임", "Taken back by its source"],
  acknowledge: ["접수", "Acknowledged"], dispatch: ["출동", "Dispatched"], resolve: ["종결", "Resolved"], cancel: ["취소", "Cancelled"],
  false: ["오인 신고로 종결", "Closed as a false alarm"], reopen: ["다시 엶", "Reopened"], note: ["메모", "Note"],
};

/** @type {Words} */
export const GROUPS = { operator: ["관제사", "operator"], supervisor: ["관제 책임자", "supervisor"] };

/** What an incident is called of which its number alone is known: by when it began, which its number begins with. @param {string} id */
export function calledBy(id) {
  const found = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)-/.exec(id);
  if (!found) return id;
  const [, year, month, date, hour, minute, second] = found, began = moment(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`);
  return t(`${began}에 시작한 사건`, `the incident that began ${began}`);
}

/** The address of an incident's own page. @param {string} id */
export const pageOf = id => `/operations/incident#${encodeURIComponent(id)}`;

/** How it looks on a map: by its shape as much as by its colour. @param {IncidentLine} line */
export function markOf(line) {
  if (line.exercise) return "note";
  if (isSilence(line)) return "off";
  if (!OPEN.includes(line.state)) return "ok";
  return line.severity === "extreme" || line.severity === "severe" ? "danger" : line.severity === "minor" ? "note" : "warn";
}

/** What a map's list says of it. @param {IncidentLine} line */
export const detailOf = line => `${line.exercise ? t("훈련 · ", "drill · ") : ""}${kindOf(line)} · ${named(STATES, line.state)} · ${ago(line.began_at)}`;

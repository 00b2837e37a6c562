// A procedure as data: its shape, what a form makes of it, and the words for its parts.

import { named, t } from "../../shell/words.js";
import { CATEGORIES } from "../office/words.js";

/** @typedef {{ko: string, en: string, who: string, limit_s: number, may_refuse: boolean, when_late: string}} Step */
/** @typedef {{ko: string, en: string, category: string, kinds: string[], from_severity: string, steps: Step[], in_force: boolean, version: number}} Written */
/** @typedef {Written & {procedure_id: string, written_by: string, written_by_name: string | null, written_at: string}} Procedure */
/** @typedef {{number: number, turn: number, who: string, ko: string, en: string, at_s: number, answer: string, took_s: number}} Trial */
/** @typedef {{trials: Trial[], ending: string, took_s: number, longest_s: number}} Story */
/** A step in the form; `key` stays when it is moved. @typedef {Step & {key: string}} Row */

export const MOST_STEPS = 20, SHORTEST_S = 10, LONGEST_S = 86_400;
/** @type {Record<string, number>} */
export const SECONDS = { second: 1, minute: 60, hour: 3600 };
/** @type {import("../../shell/words.js").Words} */
export const UNITS = { second: ["초", "seconds"], minute: ["분", "minutes"], hour: ["시간", "hours"] };
/** @type {import("../../shell/words.js").Words} */
export const WHEN_LATE = { go_on: ["다음 단계로 감", "go on"], stop: ["절차를 멈춤", "stop"] };
/** @type {Record<string, [string, string, import("../../components/facts.js").Tone]>} */
export const ANSWERS = { done: ["완료", "done", "fine"], refused: ["거부", "refused", "warning"], late: ["늦음", "late", "alarm"] };

/** The unit in which a limit is a whole number. @param {number} seconds @returns {"second" | "minute" | "hour"} */
export const unitOf = seconds => seconds % 3600 === 0 ? "hour" : seconds % 60 === 0 ? "minute" : "second";

let numbered = 0;
/** @param {Step} [step] @returns {Row} */
export const row = step => ({ ko: "", en: "", who: "operator", limit_s: 300, may_refuse: true, when_late: "go_on", ...step, key: `s${++numbered}` });

/** The rows in another order: one moved by so many places; the same rows where that is not possible.
 * @param {Row[]} rows @param {string} key @param {number} by */
export function moved(rows, key, by) {
  const from = rows.findIndex(each => each.key === key), to = from + by;
  if (from < 0 || to < 0 || to >= rows.length) return rows;
  const next = rows.toSpliced(from, 1);
  return next.toSpliced(to, 0, rows[from]);
}

/** What the fields of a form say. @param {Record<string, any>} values @param {Row[]} rows @param {number} version @returns {Written} */
export const written = (values, rows, version) => ({
  version, ko: values.ko ?? "", en: values.en ?? "", category: values.category, from_severity: values.from_severity, in_force: Boolean(values.in_force),
  kinds: String(values.kinds ?? "").split(/[\s,]+/).filter(Boolean),
  steps: rows.map(({ key }) => ({ ko: values[`${key}-ko`] ?? "", en: values[`${key}-en`] ?? "", who: values[`${key}-who`],
    limit_s: Math.round((values[`${key}-limit`] ?? 0) * SECONDS[values[`${key}-unit`] ?? "minute"]), may_refuse: Boolean(values[`${key}-may_refuse`]),
    when_late: values[`${key}-when_late`] })),
});

/** For which incidents it starts. @param {{category: string, kinds: string[]}} procedure */
export const starts = ({ category, kinds }) => kinds.length ? `${named(CATEGORIES, category)}: ${kinds.join(", ")}`
  : t(`${named(CATEGORIES, category)} 전체`, `all of ${named(CATEGORIES, category)}`);

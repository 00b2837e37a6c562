// An alarm in words: what it is called, of which domain it is, what it says.

import { t } from "../../shell/words.js";
import { capital, domainNamed, shortName } from "../names.js";
import { nameOf } from "../marks.js";

/** @typedef {{name: string, state: string, since: string | null, reason: string, description: string, runbook: string | null,
 *   composite: boolean, metric: string | null, threshold: number | null}} Alarm */
/** @typedef {Record<string, import("../runbook.js").Runbook>} Books */

/** `dongne-prod-Fines-…` and `dongne-prod-fines` are of `fines`. @param {Alarm} alarm @param {string} stage */
export const domainOf = (alarm, stage) => alarm.name.replace(new RegExp(`^dongne-${stage}-`), "").split("-")[0].toLowerCase();

/** @param {Alarm} alarm @param {Books} books @param {string} stage @returns {string} */
export function titleOf(alarm, books, stage) {
  const book = bookOf(alarm, books), domain = domainNamed(domainOf(alarm, stage));
  if (alarm.composite) return t(`${domain} 영역`, `${domain}, as a whole`);
  if (!book) return shortName(alarm.name, stage);
  return t(book.ko, capital(book.en));
}

/** @param {Alarm} alarm @param {Books} books */
export const bookOf = (alarm, books) => { const name = nameOf(alarm.runbook); return name && Object.hasOwn(books, name) ? books[name] : null; };

/** What it says of itself, without the place of its runbook. @param {Alarm} alarm */
export const about = alarm => alarm.description.replace(/\s*Runbook docs\/runbooks\/[\w-]+\.md\s*$/, "");

/** Worst first: what rings, single alarms before the sum of a domain, the newest first; then what lacks data; then the rest by name.
 * @param {Alarm[]} alarms */
export function worstFirst(alarms) {
  const rank = (/** @type {Alarm} */ alarm) => ["ALARM", "INSUFFICIENT_DATA"].indexOf(alarm.state) < 0 ? 2 : ["ALARM", "INSUFFICIENT_DATA"].indexOf(alarm.state);
  return [...alarms].sort((a, b) => rank(a) - rank(b) || Number(a.composite) - Number(b.composite)
    || (rank(a) < 2 ? (b.since ?? "").localeCompare(a.since ?? "") : 0) || a.name.localeCompare(b.name));
}

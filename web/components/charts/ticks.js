// Where the lines of a chart stand and what they say: round values, and times that are round in Seoul.

import { number, t } from "../../shell/words.js";

const SEOUL = 9 * 3600, MINUTE = 60, HOUR = 3600, DAY = 86400;
/** Seconds between two ticks, of which the first that leaves room is taken. Months and years are no seconds. */
const STEPS = [1, 5, 15, 30, MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR,
  12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Round values that a range goes through. @param {number} low @param {number} high @param {number} most
 * @returns {number[]} */
export function valueTicks(low, high, most) {
  if (!(high > low) || most < 1) return Number.isFinite(low) ? [low] : [];
  const step = roundStep((high - low) / Math.max(1, most));
  const first = Math.ceil(low / step - 1e-9), last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** The smallest of 1, 2, 5, 10, … that is at least that. @param {number} least */
export function roundStep(least) {
  const unit = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find(each => each * unit >= least * (1 - 1e-9)) ?? 10) * unit;
}

/** A range with air at its ends, and zero where it is near: what stands on no ground looks like more than it is.
 * @param {number} low @param {number} high @returns {[number, number]} */
export function airy(low, high) {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  if (low === high) return low === 0 ? [0, 1] : low > 0 ? [0, low * 1.25] : [low * 1.25, 0];
  const air = (high - low) * 0.08;
  const bottom = low >= 0 && low < (high - low) * 2 ? 0 : low - air;
  return [bottom, high <= 0 && -high < (high - low) * 2 ? 0 : high + air];
}

/** Times that are round in Seoul, none nearer to the next than `1 / most` of it all.
 * @param {number} from epoch seconds @param {number} to epoch seconds @param {number} most @returns {number[]} */
export function timeTicks(from, to, most) {
  if (!(to > from) || most < 1) return Number.isFinite(from) ? [from] : [];
  const least = (to - from) / most, step = STEPS.find(each => each >= least);
  if (step === undefined) return monthTicks(from, to, least);
  // The first Monday of 1970 was the fifth of January: weeks begin there.
  const origin = step >= 7 * DAY ? 4 * DAY : 0, first = Math.ceil((from + SEOUL - origin) / step);
  const found = [];
  for (let i = first; i * step + origin - SEOUL <= to; i++) found.push(i * step + origin - SEOUL);
  return found;
}

/** @param {number} from @param {number} to @param {number} least seconds */
function monthTicks(from, to, least) {
  const months = [1, 2, 3, 6, 12, 24, 60, 120].find(each => each * 30.4 * DAY >= least) ?? 240;
  const begin = new Date((from + SEOUL) * 1000);
  const found = [];
  for (let month = Math.floor((begin.getUTCFullYear() * 12 + begin.getUTCMonth()) / months) * months; ; month += months) {
    const at = Date.UTC(Math.floor(month / 12), month % 12, 1) / 1000 - SEOUL;
    if (at > to) return found;
    if (at >= from) found.push(at);
  }
}

/** What a tick of time says: as little as tells it from its neighbours. @param {number} at @param {number} step seconds */
export function timeLabel(at, step) {
  const day = new Date((at + SEOUL) * 1000), two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  const [month, date, hour, minute] = [day.getUTCMonth(), day.getUTCDate(), day.getUTCHours(), day.getUTCMinutes()];
  if (step >= 360 * DAY) return t(`${day.getUTCFullYear()}년`, String(day.getUTCFullYear()));
  if (step >= 28 * DAY) {
    if (month === 0) return t(`${day.getUTCFullYear()}년`, String(day.getUTCFullYear()));
    return t(`${month + 1}월`, MONTHS[month]);
  }
  // Midnight is where a new day begins, and says which.
  const midnight = hour === 0 && minute === 0 && day.getUTCSeconds() === 0;
  if (step >= DAY || midnight) return t(`${month + 1}/${date}`, `${date} ${MONTHS[month]}`);
  return step < MINUTE ? `${two(hour)}:${two(minute)}:${two(day.getUTCSeconds())}` : `${two(hour)}:${two(minute)}`;
}

/** What a tick of values says: `2만`, `1.5억`, `20K`. @param {number} value @param {number} step */
export function valueLabel(value, step) {
  if (Math.abs(value) >= 10_000) {
    return value.toLocaleString(t("ko-KR", "en-GB"), { notation: "compact", maximumFractionDigits: 2 });
  }
  return number(value, Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9))));
}

/** The distance of the first two; a day for one alone. @param {readonly number[]} ticks */
export const stepOf = ticks => ticks.length > 1 ? ticks[1] - ticks[0] : DAY;

/** Pixels of a word in the letters of charts, near enough. @param {string} word */
export const lengthOf = word => [...word].reduce((sum, letter) => sum + (letter > "\u2fff" ? 12 : 7.2), 0);

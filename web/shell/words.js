// Words, amounts and times in the language of the page now: Korean first, English when somebody asks for it.
//
// `t("한국어", "English")` gives one of the two. Amounts and times never show null or undefined: what is not known is an
// en dash. Times are shown in Seoul's. `window` hears `language` whenever the language changes.

/** @typedef {"ko" | "en"} Language */
/** @typedef {string | number | Date | null | undefined} Time  An ISO text, a day (`2026-11-30`), epoch milliseconds */
/** @typedef {Record<string, [string, string, ...unknown[]]>} Words  What each key is called in Korean and in English */

export const NOTHING = "–";
const KEY = "dongne.language";
const ZONE = "Asia/Seoul";

/** Storage may be closed to a page (a browser's setting): then nothing is remembered.
 * @param {"localStorage" | "sessionStorage"} place @returns {Storage | null} */
export function storage(place) {
  try { return globalThis[place] ?? null; } catch { return null; }
}

/** @returns {Language} */
function beginning() {
  const asked = new URLSearchParams(globalThis.location?.search ?? "").get("lang");
  // An address that names a language holds for this tab; a choice made by hand is remembered.
  if (asked === "ko" || asked === "en") storage("sessionStorage")?.setItem(KEY, asked);
  const known = storage("sessionStorage")?.getItem(KEY) ?? storage("localStorage")?.getItem(KEY);
  return known === "en" ? "en" : "ko";
}

let now = beginning();
if (globalThis.document) document.documentElement.lang = now;

/** @returns {Language} */
export const language = () => now;

/** @param {Language} chosen */
export function setLanguage(chosen) {
  now = chosen === "en" ? "en" : "ko";
  storage("sessionStorage")?.removeItem(KEY);
  storage("localStorage")?.setItem(KEY, now);
  if (globalThis.document) document.documentElement.lang = now;
  globalThis.dispatchEvent?.(new Event("language"));
}

/** One of the two, by the language now. @template T @param {T} korean @param {T} english @returns {T} */
export const t = (korean, english) => now === "en" ? english : korean;

/** What a table of words calls a key; the key itself where the table does not know it.
 * @param {Words} words @param {string | null | undefined} key @returns {string} */
export const named = (words, key) => {
  if (key === null || key === undefined || key === "") return NOTHING;
  const found = Object.hasOwn(words, key) ? words[key] : null;
  return found ? t(found[0], found[1]) : String(key);
};

/** Several of them, with commas. @param {Words} words @param {readonly string[] | null | undefined} keys */
export const listed = (words, keys) => keys?.length ? keys.map(key => named(words, key)).join(", ") : NOTHING;

/** A text, or an en dash for none. @param {unknown} value @returns {string} */
export const text = value => value === null || value === undefined || value === "" ? NOTHING : String(value);

// --- amounts ----------------------------------------------------------------------------------------------------------

/** @param {unknown} value @returns {number | null} */
function figure(value) {
  if (value === null || value === undefined || value === "" || typeof value === "boolean") return null;
  const found = Number(value);
  return Number.isFinite(found) ? found : null;
}

/** A number with its thousands apart. @param {unknown} value @param {number} [digits] decimals at most */
export function number(value, digits = 0) {
  const found = figure(value);
  return found === null ? NOTHING : found.toLocaleString(t("ko-KR", "en-GB"), { maximumFractionDigits: digits });
}

/** `12,000원` or `₩12,000`. @param {unknown} amount */
export function won(amount) {
  const found = figure(amount);
  if (found === null) return NOTHING;
  const shown = Math.abs(found).toLocaleString("en-GB", { maximumFractionDigits: 0 });
  return t(`${found < 0 ? "-" : ""}${shown}원`, `${found < 0 ? "-" : ""}₩${shown}`);
}

/** A part of one as per cent. @param {unknown} share @param {number} [digits] decimals at most */
export function percent(share, digits = 1) {
  const found = figure(share);
  return found === null ? NOTHING : `${number(found * 100, digits)}%`;
}

/** How many of something: `3건` or `3 cases` (`1 case`).
 * @param {unknown} value @param {string} counter @param {string} one @param {string} [many] */
export function count(value, counter, one, many = `${one}s`) {
  const found = figure(value);
  if (found === null) return NOTHING;
  return t(`${number(found)}${counter}`, `${number(found)} ${found === 1 ? one : many}`);
}

/** A size of a file. @param {unknown} bytes */
export function size(bytes) {
  const found = figure(bytes);
  if (found === null) return NOTHING;
  if (found < 1000) return t(`${found}바이트`, `${found} bytes`);
  return found < 1e6 ? `${number(found / 1e3, 0)} kB` : `${number(found / 1e6, 1)} MB`;
}

// --- times ------------------------------------------------------------------------------------------------------------

const DAY_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December"];
const WEEKDAYS = [["일", "Sun"], ["월", "Mon"], ["화", "Tue"], ["수", "Wed"], ["목", "Thu"], ["금", "Fri"], ["토", "Sat"]];
const inSeoul = new Intl.DateTimeFormat("en-GB", { timeZone: ZONE, hourCycle: "h23", year: "numeric", month: "2-digit",
  day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** @param {Time} time @returns {number | null} epoch milliseconds */
export function instant(time) {
  if (time === null || time === undefined || time === "") return null;
  const found = typeof time === "string" && DAY_ONLY.test(time) ? Date.parse(`${time}T00:00:00+09:00`) : new Date(time).getTime();
  return Number.isFinite(found) ? found : null;
}

/** @param {Time} time */
function parts(time) {
  const at = instant(time);
  if (at === null) return null;
  const found = Object.fromEntries(inSeoul.formatToParts(at).map(part => [part.type, part.value]));
  const [year, month, date] = [found.year, found.month, found.day].map(Number);
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, date)).getUTCDay()];
  return { year, month, date, weekday, time: `${found.hour}:${found.minute}`, second: found.second };
}

/** A day: `2026년 11월 30일`, `30 November 2026`; short: `2026. 11. 30.`, `30 Nov 2026`; weekday: `11월 30일 (월)`, `Mon 30 Nov`.
 * @param {Time} time @param {"long" | "short" | "weekday"} [form] */
export function day(time, form = "long") {
  const found = parts(time);
  if (!found) return NOTHING;
  const { year, month, date, weekday } = found, name = MONTHS[month - 1], brief = name.slice(0, 3);
  if (form === "weekday") return t(`${month}월 ${date}일 (${weekday[0]})`, `${weekday[1]} ${date} ${brief}`);
  if (form === "short") return t(`${year}. ${month}. ${date}.`, `${date} ${brief} ${year}`);
  return t(`${year}년 ${month}월 ${date}일`, `${date} ${name} ${year}`);
}

/** A day and its time: `2026. 11. 30. 14:05`, `30 Nov 2026, 14:05`. @param {Time} time @param {"seconds"} [exact] */
export function moment(time, exact) {
  const found = parts(time);
  if (!found) return NOTHING;
  return `${day(time, "short")}${t("", ",")} ${found.time}${exact ? `:${found.second}` : ""}`;
}

/** `14:05`. @param {Time} time @param {"seconds"} [exact] */
export function clock(time, exact) {
  const found = parts(time);
  return found ? `${found.time}${exact ? `:${found.second}` : ""}` : NOTHING;
}

/** @type {[number, string, string][]} */
const UNITS = [[86400, "일", "day"], [3600, "시간", "hour"], [60, "분", "minute"], [1, "초", "second"]];

/** A length of time in its largest unit: `3분`, `3 minutes`. @param {unknown} seconds */
export function lasting(seconds) {
  const found = figure(seconds);
  if (found === null) return NOTHING;
  const [length, korean, english] = UNITS.find(([each]) => Math.abs(found) >= each) ?? UNITS[3];
  return count(Math.floor(Math.abs(found) / length), korean, english);
}

/** How long ago (or how soon): `방금`, `3분 전`, `2시간 뒤`. @param {Time} time @param {number} [present] epoch milliseconds */
export function ago(time, present = Date.now()) {
  const at = instant(time);
  if (at === null) return NOTHING;
  const seconds = Math.round((present - at) / 1000);
  if (Math.abs(seconds) < 5) return t("방금", "just now");
  const length = lasting(seconds);
  return seconds > 0 ? t(`${length} 전`, `${length} ago`) : t(`${length} 뒤`, `in ${length}`);
}

/** A day in Seoul as forms and addresses write it, `2026-11-30`. @param {number} [back] days before today @param {number} [present] */
export function today(back = 0, present = Date.now()) {
  const found = parts(present - back * 864e5);
  return found ? `${found.year}-${String(found.month).padStart(2, "0")}-${String(found.date).padStart(2, "0")}` : "";
}

/** A Korean word with the particle its last letter wants: `particle("나이", "이", "가")` is `나이가`.
 * @param {string} word @param {string} closed after a final consonant @param {string} open */
export function particle(word, closed, open) {
  const letter = word.charCodeAt(word.length - 1) - 0xac00;
  return `${word}${letter >= 0 && letter < 11172 && letter % 28 ? closed : open}`;
}

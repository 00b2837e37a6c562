// What CloudWatch calls things, as somebody reads them: titles in two languages, names that CloudFormation made.

import { t } from "../shell/words.js";
import { METRICS } from "./words.js";

/** @typedef {import("../shell/city.js").Names} Names */
/** What domains say of themselves (`names.json`, made of their manifests): it comes with the pages, and before the first word.
 * Without it things are called as CloudFormation called them. @type {{domains: Record<string, Names>, queues: Record<string, Names>, metrics: Record<string, string>}} */
export const NAMES = { domains: {}, queues: {}, metrics: {},
  ...await fetch(new URL("./names.json", import.meta.url)).then(answer => answer.ok ? answer.json() : {}).catch(() => ({})) };

const HANGUL = /[가-힣]/;

/** Of `한국어 · english` the half in the language now; a text in one language as it is. @param {string} text @returns {string} */
export function half(text) {
  const at = text.indexOf(" · ");
  if (at < 0 || !HANGUL.test(text.slice(0, at))) return text;
  return t(text.slice(0, at), text.slice(at + 3));
}

/** @param {string} text */
export const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

/** The sentences of a text in the language now; all of them where none is. @param {string} text @returns {string} */
export function sentences(text) {
  const all = text.split(/(?<=[.!?])\s+/), mine = all.filter(each => HANGUL.test(each) === t(true, false));
  return (mine.length ? mine : all).join(" ");
}

/** What people called something, out of what CloudFormation made of it:
 * `dongne-prod-Fines-932a21ff-e39-Desk-a15a1720-698-PoolLowAlarm-EE902BAEF4463` is `Fines Desk PoolLowAlarm`.
 * @param {string} name @param {string} [stage] @returns {string} */
export function shortName(name, stage = "[a-z0-9]+") {
  const bare = name.replace(new RegExp(`^dongne-${stage}-`), "");
  const parts = bare.split("-").map(each => each.replace(/(?<=[a-z])(?:[0-9A-F]{10,13}|[0-9A-Z]{12,13})$/, "")).filter(each => each && !made(each));
  return parts.join(" ") || bare;
}

// Part of an id, and no word: hexadecimal, or capitals with digits among them.
const made = (/** @type {string} */ part) => /^[0-9a-f]{1,3}$/.test(part) || /^(?=\D*\d)[0-9a-fA-F]{4,}$/.test(part)
  || /^(?=.*\d)[0-9A-Z]{10,}$/.test(part) || /^[0-9a-f]{3}[0-9A-F]{8,}$/.test(part);

/** What a queue is for: `과태료 · 은행 파일`. CloudFormation cuts names short, so that `Ban` is all that is left of `BankFiles`.
 * @param {string} name @param {string} [stage] @returns {string} */
export function queueNamed(name, stage) {
  const [domain, ...parts] = shortName(name, stage).split(" "), known = Object.keys(NAMES.queues);
  const found = parts.reverse().flatMap(part => known.filter(key => part.length > 2 && key.startsWith(part)))[0];
  return found ? `${domainNamed(domain.toLowerCase())} · ${t(NAMES.queues[found].ko, NAMES.queues[found].en)}` : shortName(name, stage);
}

/** What a domain is called; the city itself without one.
 * @param {string | null} domain @returns {string} */
export function domainNamed(domain) {
  if (domain === null) return t("도시 전체", "The city");
  const names = Object.hasOwn(NAMES.domains, domain) ? NAMES.domains[domain] : null;
  return capital(names ? t(names.ko, names.en) : domain);
}

/** What a metric counts: `TextAnswered` is `답한 문자` or `Text answered`. @param {string} metric @returns {string} */
export function metricNamed(metric) {
  const words = metric.replace(/Krw$/, " (KRW)").replace(/(?<=[a-z])(?=[A-Z])/g, " ").replace(/\./g, ": ");
  const english = words.charAt(0) + words.slice(1).replace(/\b[A-Z](?=[a-z])/g, letter => letter.toLowerCase());
  const korean = { ...METRICS, ...NAMES.metrics };
  return t(Object.hasOwn(korean, metric) ? korean[metric] : metric, english);
}

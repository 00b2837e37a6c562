// What the city has: its domains and their pages, from `city.json`, which is made of the domains' manifests.

import { t } from "./words.js";

/** @typedef {{ko: string, en: string}} Names */
/** @typedef {{path: string, names: Names, about: Names | null, who: string[], map: boolean, icon: string | null, domain: string}} Page */
/** @typedef {{name: string, names: Names, first: Record<string, Names>, pages: Page[]}} Domain */
/** @typedef {{domains: Domain[], groups: Record<string, Names>, official: boolean, version: string}} City */

/** Whom to ask: in the same place of every page. */
export const TELEPHONE = "02-3396-0000";

/** @type {City} */
const NONE = { domains: [], groups: {}, official: false, version: "" };
/** @type {Promise<City> | null} */
let asked = null;
/** @type {City} */
let known = NONE;

/** Asks once; a city that cannot be read has no pages, and is asked again the next time. @returns {Promise<City>} */
export function readCity() {
  asked ??= fetch(new URL("../city.json", import.meta.url)).then(answer => answer.json()).then(read => {
    known = { ...NONE, ...read, domains: read.domains.map(domainOf) };
    return known;
  }).catch(() => { asked = null; return NONE; });
  return asked;
}

/** What is known by now. */
export const city = () => known;

/** @param {any} domain @returns {Domain} */
function domainOf(domain) {
  return { first: {}, ...domain, pages: (domain.pages ?? []).map((/** @type {any} */ page) =>
    ({ who: [], about: null, map: false, icon: null, ...page, domain: domain.name })) };
}

/** What groups of staff are called. @returns {import("./words.js").Words} */
export const roles = () => Object.fromEntries(Object.entries(known.groups).map(([group, { ko, en }]) => [group, [ko, en]]));

/** @param {Names} names */
export const nameOf = names => {
  const name = t(names.ko, names.en);
  return name.charAt(0).toUpperCase() + name.slice(1);
};

/** Whether a page offers something to everybody; home is where one is already. @param {Page} page */
export const forAll = page => page.who.includes("everybody") && page.path !== "/" && page.path !== "/privacy";

/** The pages somebody may use, in the city's order. @param {(page: Page) => boolean} wanted @returns {Page[]} */
export const pagesOf = wanted => known.domains.flatMap(domain => domain.pages.filter(wanted));

/** What somebody of a group does first, in each domain that has a word for them. @param {string} group */
export const firstOf = group => known.domains.filter(({ first }) => first[group]).map(({ name, first }) => ({ domain: name, words: first[group] }));

/** @param {string} domain */
export const domainName = domain => {
  const found = known.domains.find(each => each.name === domain);
  return found ? nameOf(found.names) : "";
};

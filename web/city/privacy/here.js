// What this browser keeps of whoever uses it: seen, downloaded, deleted. Pure but for the places it is given.

/** @typedef {import("./kept.js").Both} Both */
/** @typedef {{key: string, place: "device" | "tab" | "seen", name: Both, bytes: number}} Thing */
/** @typedef {Pick<Storage, "getItem" | "removeItem" | "key" | "length">} Place */
/** @typedef {{device: Place | null, tab: Place | null, caches: CacheStorage | null}} Places */

const OURS = "dongne.", SEEN = "dongne-seen 1";

/** @type {[beginning: string, name: Both][]} */
const NAMES = [
  ["dongne.fines.talk", ["과태료 상담 대화와 확인 코드", "The chat about fines, with its codes"]],
  ["dongne.draft.", ["쓰다 만 글", "What you began to write"]],
  ["dongne.fines.language", ["상담 언어", "The language of the chat"]],
  ["dongne.language", ["화면 언어", "The language of the pages"]],
  ["dongne.theme", ["화면 밝기", "Light or dark"]],
  ["dongne.closed.", ["닫은 안내", "Hints that you closed"]],
  ["dongne.signed-in", ["직원 로그인 표시", "That staff signed in here"]],
  ["dongne.touched", ["마지막으로 쓴 때(직원)", "When staff last used it"]],
  ["dongne.covered", ["화면 가림(직원)", "That the page was covered (staff)"]],
];
/** @type {Both} */
const OTHER = ["그 밖의 설정", "Another setting"];

/** @param {Place | null} place */
function keysOf(place) {
  if (!place) return [];
  return Array.from({ length: place.length }, (_, number) => place.key(number) ?? "").filter(key => key.startsWith(OURS)).sort();
}

/** @param {Places} places @returns {Promise<Thing[]>} */
export async function thingsHere(places) {
  /** @type {Thing[]} */
  const found = [];
  for (const place of /** @type {const} */ (["device", "tab"])) {
    for (const key of keysOf(places[place])) {
      const name = NAMES.find(([beginning]) => key.startsWith(beginning))?.[1] ?? OTHER;
      found.push({ key, place, name, bytes: new TextEncoder().encode(places[place]?.getItem(key) ?? "").length });
    }
  }
  const seen = await seenHere(places.caches);
  if (seen.length) found.push({ key: SEEN, place: "seen", name: ["연결 없이 볼 수 있게 남긴 답", "Answers kept to be read offline"], bytes: 0 });
  return found;
}

/** @param {CacheStorage | null} caches */
async function seenHere(caches) {
  if (!caches || !await caches.has(SEEN)) return [];
  return (await caches.open(SEEN)).keys();
}

/** @param {Places} places @param {Thing} thing */
export async function forgetHere(places, { key, place }) {
  if (place === "seen") await places.caches?.delete(key); else places[place]?.removeItem(key);
}

/** All of it as data: a talk without the secret that opens it. @param {Places} places @returns {Promise<Record<string, unknown>>} */
export async function asData(places) {
  /** @type {Record<string, Record<string, unknown>>} */
  const found = { device: {}, tab: {} };
  for (const place of /** @type {const} */ (["device", "tab"])) {
    for (const key of keysOf(places[place])) found[place][key] = readable(places[place]?.getItem(key) ?? "");
  }
  const cache = places.caches && await places.caches.has(SEEN) ? await places.caches.open(SEEN) : null;
  const seen = cache ? await Promise.all((await cache.keys()).map(async request => (await cache.match(request))?.json().catch(() => null))) : [];
  return { ...found, seen };
}

/** @param {string} text @returns {unknown} */
function readable(text) {
  try {
    const found = JSON.parse(text);
    if (!found || typeof found !== "object") return text;
    return JSON.parse(JSON.stringify(found, (name, value) => name === "session" ? undefined : value));
  } catch { return text; }
}

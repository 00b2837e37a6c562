// Where a map's land and streets come from: files beside the pages, each fetched once for the whole page.

/** @typedef {{ ko: string, en: string }} Names */
/** @typedef {{ features: any[], names?: Names, attribution?: Names }} Collection */

/** @type {Map<string, Promise<Collection>>} */
const asked = new Map();

/** `junggu` is `web/map/junggu.geojson`; anything with a slash is an address. @param {string} place */
export const addressOf = place =>
  (place.includes("/") ? new URL(place, document.baseURI) : new URL(`../../map/${place}.geojson`, import.meta.url)).href;

/** Rejects when it cannot be had; asked again the next time. @param {string} place @returns {Promise<Collection>} */
export function collection(place) {
  const address = addressOf(place), known = asked.get(address);
  if (known) return known;
  const asking = fetch(address).then(answer => {
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    return answer.json();
  });
  asked.set(address, asking);
  asking.catch(() => asked.delete(address));
  return asking;
}

/** Whether whoever deployed the city brought streets: the city says so, so that nobody asks in vain.
 * @returns {Promise<boolean>} */
export async function hasStreets() {
  try {
    const city = await (await fetch(new URL("../../city.json", import.meta.url))).json();
    return Boolean(city.maps?.includes("streets"));
  } catch { return false; }
}

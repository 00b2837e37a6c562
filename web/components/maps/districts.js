// Where there is a map of a place's own, and what it covers.

/** West, south, east, north, by the names of the maps. @type {Record<string, [number, number, number, number]>} */
export const DISTRICTS = {
  junggu: [126.961, 37.543, 127.027, 37.573], gumi: [128.132, 36.06, 128.565, 36.363], jeju: [126.144, 33.113, 126.971, 34.013],
  seosan: [126.317, 36.6, 126.654, 37.027], suwon: [126.927, 37.224, 127.09, 37.352],
};

/** The maps that any of these points lies on, for `city-map`'s `places`. @param {Iterable<[number, number]>} points longitude, latitude */
export function districtsOf(points) {
  const all = [...points];
  return Object.entries(DISTRICTS).filter(([, [west, south, east, north]]) => all.some(([longitude, latitude]) =>
    longitude >= west && longitude <= east && latitude >= south && latitude <= north)).map(([name]) => name).join(" ");
}

// MapLibre in place of a map's drawing, on boards that staff look at all day: it moves more smoothly, and nothing else.
//
// It is loaded only where it is asked for (450 kB), shows the same land and the same marks, and takes no part in the list.
// No tile server and no glyph server: land and streets are the page's own, letters are the browser's. Its pages cannot
// have Trusted Types.

import { Map as Picture } from "../vendor/maplibre-gl.mjs";
import { t } from "../shell/words.js";
import { dress } from "./dress.js";
import { LETTERS, coloursOf, feature, fillOf, labelOf, markOf, pointOf, styleOf } from "./maps/gl_style.js";
import { scaleOf, zoomOf } from "./maps/projection.js";
import { STATES } from "./maps/states.js";

/** @typedef {import("./maps/projection.js").View} View */
/** @typedef {import("./maps/projection.js").Plane} Plane */
/** @typedef {import("./maps/clusters.js").Cluster} Cluster */
/** @typedef {import("./maps/drawing.js").Name} Name */
/** @typedef {{ x: number, y: number } | undefined} Placed */
/** @typedef {import("./map.js").Ground} Ground */
/** @typedef {{ moved: (view: View) => void, picked: (x: number, y: number) => void }} Heard */
/** @typedef {{ drawn: Promise<unknown>, draw: (ground: Ground) => void, go: (view: View) => void,
 *   show: (clusters: readonly Cluster[], names: readonly Name[], selected: Placed, pointed: Placed) => void,
 *   remove: () => void }} Upgraded */

/** Rejects where there is no WebGL; `drawn` resolves once there is something to see.
 * @param {HTMLElement} frame @param {Plane} plane @param {View} view @param {Heard} heard @returns {Promise<Upgraded>} */
export async function upgrade(frame, plane, view, heard) {
  dress(new URL("../vendor/maplibre-gl.css", import.meta.url).href);
  const container = Object.assign(document.createElement("div"), { className: "map-gl" });
  frame.append(container);
  const latitude = plane.degrees(0, 0)[1];
  let size = view;
  /** @param {View} wanted @returns {{ center: [number, number], zoom: number }} */
  const cameraOf = wanted => ({ center: plane.degrees(wanted.x, wanted.y), zoom: zoomOf(wanted.scale, latitude) });
  /** @type {InstanceType<typeof Picture>} */
  let map;
  try {
    map = new Picture({
      container, ...cameraOf(view), attributionControl: false, keyboard: false, dragRotate: false, touchPitch: false,
      cooperativeGestures: true, fadeDuration: 0, locale: wordsOf(), localIdeographFontFamily: LETTERS.join(),
      style: styleOf(coloursOf(frame)),
    });
  } catch (trouble) {
    container.remove();
    throw trouble;
  }
  map.touchZoomRotate.disableRotation();
  // The frame around it has the name, the keys and the focus.
  const canvas = map.getCanvas();
  canvas.tabIndex = -1;
  for (const name of ["role", "aria-label", "aria-roledescription"]) canvas.removeAttribute(name);
  container.setAttribute("aria-hidden", "true");

  // What moves without a hand was moved by the page, which knows.
  let byHand = false;
  map.on("movestart", event => { byHand = Boolean(event.originalEvent); });
  map.on("move", () => {
    if (!byHand) return;
    const { lng, lat } = map.getCenter(), [x, y] = plane.metres(lng, lat);
    heard.moved({ ...size, x, y, scale: scaleOf(map.getZoom(), latitude) });
  });
  map.on("click", event => heard.picked(event.point.x, event.point.y));

  /** @type {Ground | null} */
  let ground = null;
  /** @type {Parameters<Upgraded["show"]> | null} */
  let shown = null;
  /** @param {string} name @param {import("./maps/gl_style.js").Features} data */
  const put = (name, data) => /** @type {any} */ (map.getSource(name))?.setData(data);
  const fill = () => {
    const colours = coloursOf(frame);
    const missing = STATES.filter(state => !map.hasImage(state));
    for (const state of missing) map.addImage(state, markOf(state, colours), { pixelRatio: 2 });
    if (ground) made.draw(ground);
    if (shown) made.show(...shown);
  };
  map.on("style.load", fill);
  const redress = () => map.setStyle(styleOf(coloursOf(frame)), { diff: false });
  addEventListener("theme", redress);
  addEventListener("language", redress);

  /** @type {Upgraded} */
  const made = {
    drawn: map.once("load").then(() => map.once("idle")),
    draw(now) {
      ground = now;
      const features = now.land.flatMap(each => each.features);
      put("land", { type: "FeatureCollection", features });
      put("own", { type: "FeatureCollection", features: fillOf(now) });
    },
    go(wanted) {
      size = wanted;
      map.resize();
      map.jumpTo(cameraOf(wanted));
    },
    show(clusters, names, selected, pointed) {
      shown = [clusters, names, selected, pointed];
      put("names", { type: "FeatureCollection", features: names.map(each => labelOf(each, plane)) });
      put("marks", { type: "FeatureCollection", features: clusters.map(each => pointOf(each, plane)) });
      /** @param {string} kind @param {Placed} each */
      const ring = (kind, each) =>
        each ? [feature({ type: "Point", coordinates: plane.degrees(each.x, each.y) }, { kind })] : [];
      put("rings", { type: "FeatureCollection", features: [...ring("chosen", selected), ...ring("pointed", pointed)] });
    },
    remove() {
      removeEventListener("theme", redress);
      removeEventListener("language", redress);
      map.remove();
      container.remove();
    },
  };
  return made;
}

const wordsOf = () => ({
  "Map.Title": t("지도", "Map"),
  "CooperativeGesturesHandler.WindowsHelpText": t("Ctrl을 누른 채 휠로 확대해요", "Ctrl and the wheel zoom"),
  "CooperativeGesturesHandler.MacHelpText": t("⌘를 누른 채 휠로 확대해요", "⌘ and the wheel zoom"),
  "CooperativeGesturesHandler.MobileHelpText": t("두 손가락으로 옮겨요", "Two fingers move the map"),
});

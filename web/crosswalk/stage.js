// A frame of a unit's camera and what is drawn on it. One frame is open at a time, in memory alone; it closes by itself.

import { CityElement, define, html, nothing, svg } from "../shell/element.js";
import { session } from "../shell/session.js";
import { named, number, t } from "../shell/words.js";
import { Trouble } from "../shell/api.js";
import { centre, kindOf, pointsOf } from "./shapes.js";
import { SEEN, ZONES } from "./words.js";

/** @typedef {{kind: string, score: number, x1: number, y1: number, x2: number, y2: number}} Box */
/** @typedef {{unit: string, bitmap: ImageBitmap, taken_at: string, boxes: Box[] | null, model: string}} Frame */

// Whoever left the board alone should not leave a street on it.
const UNTOUCHED_MS = 10 * 60_000;

/** @type {Frame | null} */
let frame = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** The frame that is open, if it is this unit's. @param {string} unit */
export const frameOf = unit => frame?.unit === unit ? frame : null;

export function forgetFrame() {
  clearTimeout(timer);
  if (!frame) return;
  frame.bitmap.close();
  frame = null;
  dispatchEvent(new Event("frame"));
}

function wait() {
  clearTimeout(timer);
  if (frame) timer = setTimeout(forgetFrame, UNTOUCHED_MS);
}
for (const touch of ["pointerdown", "keydown"]) globalThis.addEventListener?.(touch, wait, { passive: true });
globalThis.addEventListener?.("session", () => { if (session.standing !== "in") forgetFrame(); });

/** Opens what the API gave. @param {string} unit @param {{jpeg: string, taken_at: string, boxes: Box[] | null, model: string}} shown */
export async function keepFrame(unit, shown) {
  const bytes = Uint8Array.from(atob(shown.jpeg), letter => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/jpeg" })).catch(() => {
    throw Trouble.of("단말이 보낸 사진이 깨져 있습니다. 다시 요청해 주세요.", "The picture the unit sent is broken. Please ask for another.");
  });
  frame?.bitmap.close();
  frame = { unit, bitmap, taken_at: shown.taken_at, boxes: shown.boxes, model: shown.model };
  wait();
  dispatchEvent(new Event("frame"));
}

/** What was seen, in words. @param {Box[]} boxes */
export function countSeen(boxes) {
  const found = Object.keys(SEEN).map(kind => /** @type {[string, number]} */ ([kind, boxes.filter(box => box.kind === kind).length]))
    .filter(([, many]) => many).map(([kind, many]) => `${named(SEEN, kind)} ${number(many)}`);
  return found.join(", ") || t("아무것도 없음", "nothing");
}

/** The zones of a site file. @param {any} zones @param {number} height of a stage that is 1000 wide */
export function zonesOn(zones, height) {
  const put = (/** @type {string} */ id, /** @type {[number, number][]} */ outline, /** @type {string} */ words) => {
    const [x, y] = centre(outline, height);
    return svg`<polygon class="zone z-${kindOf(id)}" points=${pointsOf(outline, height)}></polygon>
      <text x=${x} y=${y} text-anchor="middle">${words}</text>`;
  };
  return [...Object.keys(ZONES).map(id => put(id, zones[id], named(ZONES, id))),
    ...zones.approaches.map((/** @type {any} */ each) => [put("approach", each.zone, `${t("접근로", "approach")} ${each.name}`),
      svg`<polyline class="z-stop" points=${pointsOf(each.stop_line, height)}></polyline>`]),
    ...zones.signals.map((/** @type {any} */ each) => {
      const [left, top, right, bottom] = each.region;
      return put("signal", [[left, top], [right, top], [right, bottom], [left, bottom]],
        each.head === "pedestrian" ? t("보행 신호", "signal for people") : t("차량 신호", "signal for cars"));
    })];
}

/** `<crosswalk-stage .unit=… .label=… .layer=${height => svg`…`} ?boxes=…>`: the frame where one is open, else a dark field. */
export class CrosswalkStage extends CityElement {
  static properties = { unit: {}, label: {}, layer: { attribute: false }, boxes: { type: Boolean } };

  constructor() {
    super();
    this.unit = "";
    this.label = "";
    /** @type {(height: number) => unknown} */
    this.layer = () => nothing;
    this.boxes = false;
    /** @type {Frame | null} */
    this.drawn = null;
  }

  #again = () => this.requestUpdate();

  connectedCallback() {
    super.connectedCallback();
    addEventListener("frame", this.#again);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("frame", this.#again);
  }

  get high() {
    const seen = frameOf(this.unit);
    return Math.round(seen ? 1000 * seen.bitmap.height / seen.bitmap.width : 750);
  }

  updated() {
    this.style.aspectRatio = `1000 / ${this.high}`;
    const seen = frameOf(this.unit), canvas = this.querySelector("canvas");
    if (!canvas || !seen || seen === this.drawn) return;
    canvas.width = seen.bitmap.width;
    canvas.height = seen.bitmap.height;
    canvas.getContext("2d")?.drawImage(seen.bitmap, 0, 0);
    this.drawn = seen;
  }

  render() {
    const seen = frameOf(this.unit), high = this.high;
    if (!seen) this.drawn = null;
    return html`${seen ? html`<canvas></canvas>` : nothing}<svg viewBox="0 0 1000 ${high}" preserveAspectRatio="none" role="group"
      aria-label=${this.label}>${this.layer(high)}${seen && this.boxes ? this.#boxes(seen, high) : nothing}</svg>`;
  }

  /** @param {Frame} seen @param {number} high */
  #boxes({ bitmap, boxes }, high) {
    const [wide, tall] = [1000 / bitmap.width, high / bitmap.height];
    return (boxes ?? []).map(box => svg`<rect class="box" x=${box.x1 * wide} y=${box.y1 * tall} width=${(box.x2 - box.x1) * wide}
      height=${(box.y2 - box.y1) * tall}><title>${named(SEEN, box.kind)} ${number(box.score * 100)}%</title></rect>`);
  }
}
define("crosswalk-stage", CrosswalkStage);

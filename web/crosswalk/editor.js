// The zones of a unit, drawn on its frame: corners are dragged by mouse or finger, or moved with the arrow keys; Delete takes
// one away, + puts one behind it. What was drawn stays until it is saved, whatever is read meanwhile.

import { api, path } from "../shell/api.js";
import { Trouble } from "../shell/api.js";
import { CityElement, define, html, nothing, svg } from "../shell/element.js";
import { named, t } from "../shell/words.js";
import { since } from "../components/facts.js";
import { bad } from "../components/notice.js";
import { centre, drawnOf, grown, grows, kindOf, moved, pointsOf, shapesOf, shrinks, shrunk, wrong, zonesOf } from "./shapes.js";
import { frameOf } from "./stage.js";
import { ZONES } from "./words.js";

/** @typedef {import("./shapes.js").Shape} Shape */

const FAR = 0.02, NEAR = 0.002, REACH_PX = 22;

/** @param {Shape} shape */
function wordsOf({ id }) {
  const [kind, name] = id.split(":");
  if (kind === "approach") return `${t("접근로", "approach")} ${name}`;
  if (kind === "stop") return `${t("정지선", "stop line")} ${name}`;
  return kind === "signal" ? `${t("신호등", "signal")} ${Number(name) + 1}` : named(ZONES, id);
}

class CrosswalkEditor extends CityElement {
  static properties = { unit: {}, zones: { attribute: false }, shapes: { state: true }, chosen: { state: true }, corner: { state: true },
    busy: { state: true }, trouble: { state: true }, wide: { state: true } };

  constructor() {
    super();
    this.unit = "";
    /** @type {any} */
    this.zones = null;
    /** @type {Shape[]} */
    this.shapes = [];
    this.chosen = "waiting_left";
    this.corner = 0;
    this.busy = this.changed = false;
    /** @type {Trouble | null} */
    this.trouble = null;
    this.wide = 1000;
    this.size = new ResizeObserver(([{ contentRect }]) => { this.wide = contentRect.width || 1000; });
  }

  #again = () => this.requestUpdate();

  connectedCallback() {
    super.connectedCallback();
    this.size.observe(this);
    addEventListener("frame", this.#again);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.size.disconnect();
    removeEventListener("frame", this.#again);
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("zones") && !this.changed) this.shapes = shapesOf(this.zones);
  }

  get shape() { return this.shapes.find(each => each.id === this.chosen) ?? this.shapes[0]; }

  /** @param {Shape} shape */
  #put(shape) {
    this.shapes = this.shapes.map(each => each.id === shape.id ? shape : each);
    this.changed = true;
    this.corner = Math.min(this.corner, shape.outline.length - 1);
  }

  render() {
    const seen = frameOf(this.unit), bad_ = this.shapes.filter(wrong).map(wordsOf), { shape } = this;
    return html`<section class="card stack"><h3>${t("구역 그리기", "Draw the zones")}</h3>
      <p class="quiet small">${seen ? html`${t("바탕: 찍은 때", "Behind it: taken")} ${since(seen.taken_at, 86400)}` : t(
        "바탕 사진이 없습니다. ‘사진’에서 마지막 장면을 열면 여기에 깔립니다.", "No picture yet: open the last frame under “Picture”, and it lies beneath.")}</p>
      <div class="row" role="group" aria-label=${t("구역", "Zones")}>${this.shapes.map(each => html`<button type="button" class="pill"
        aria-pressed=${each.id === shape.id ? "true" : "false"} @click=${() => this.#choose(each.id)}>${wordsOf(each)}</button>`)}</div>
      <crosswalk-stage .unit=${this.unit} .label=${t("구역 편집", "Zone editor")} .layer=${(/** @type {number} */ height) => this.#layer(height)}></crosswalk-stage>
      <p class="quiet small">${t("모서리를 끌거나, 눌러서 화살표로 옮깁니다. Shift를 누르면 크게 움직입니다. +는 추가, Delete는 삭제입니다.",
        "Drag a corner, or focus it and use the arrow keys; with Shift it moves further. + adds a corner, Delete takes it away.")}</p>
      <div role="status">${bad_.length ? html`<p class="wrong">${t("선이 서로 교차하는 구역", "Outlines that cross themselves")}: ${bad_.join(", ")}</p>` : nothing}</div>
      ${this.trouble ? bad(this.trouble) : nothing}
      <div class="row"><button type="button" class="plain" ?disabled=${!grows(shape)} @click=${() => this.#grow()}>${t("모서리 추가", "Add a corner")}</button>
        <button type="button" class="plain" ?disabled=${!shrinks(shape)} @click=${() => this.#shrink()}>${t("모서리 삭제", "Remove the corner")}</button>
        <button type="button" class="do" ?disabled=${!this.changed || bad_.length > 0} aria-disabled=${this.busy ? "true" : nothing} @click=${this.#save}
          >${this.busy ? t("보내는 중입니다 …", "Sending …") : t("초안으로 저장", "Save as the draft")}</button></div></section>`;
  }

  /** @param {string} id */
  #choose(id) {
    this.chosen = id;
    this.corner = 0;
  }

  /** @param {number} height */
  #layer(height) {
    const { shape } = this, scale = Math.max(1, 1000 / this.wide);
    const [x, y] = centre(drawnOf(shape), height);
    return [...this.shapes.filter(each => each.id !== shape.id), shape].map(each => each.line
      ? svg`<polyline class="z-stop" points=${pointsOf(each.outline, height)} @click=${() => this.#choose(each.id)}></polyline>`
      : svg`<polygon class="zone z-${kindOf(each.id)} ${each.id === shape.id ? "chosen" : ""} ${wrong(each) ? "bad" : ""}"
          points=${pointsOf(drawnOf(each), height)} @click=${() => this.#choose(each.id)}></polygon>`).concat(
      svg`<text x=${x} y=${y} text-anchor="middle" font-size=${18 * scale}>${wordsOf(shape)}</text>`,
      shape.outline.map((corner, place) => this.#handle(shape, place, corner[0] * 1000, corner[1] * height, scale)));
  }

  /** A thumb needs 44 pixels, however narrow the screen.
   * @param {Shape} shape @param {number} place @param {number} x @param {number} y @param {number} scale */
  #handle(shape, place, x, y, scale) {
    const said = t(`${wordsOf(shape)} 모서리 ${place + 1} (가로 ${Math.round(x / 10)}%, 세로 ${Math.round(shape.outline[place][1] * 100)}%)`,
      `${wordsOf(shape)}, corner ${place + 1} (${Math.round(x / 10)}% across, ${Math.round(shape.outline[place][1] * 100)}% down)`);
    return svg`<g class="handle ${this.corner === place ? "now" : ""}" tabindex="0" role="button" aria-label=${said} data-corner=${place}
        @focus=${() => { this.corner = place; }} @keydown=${(/** @type {KeyboardEvent} */ event) => this.#key(event, place)}
        @pointerdown=${(/** @type {PointerEvent} */ event) => this.#drag(event, place)}>
      <circle class="reach" cx=${x} cy=${y} r=${REACH_PX * scale}></circle><circle class="dot" cx=${x} cy=${y} r=${9 * scale}></circle></g>`;
  }

  /** @param {PointerEvent} event @param {number} place */
  #drag(event, place) {
    const handle = /** @type {SVGGElement} */ (event.currentTarget), box = handle.ownerSVGElement?.getBoundingClientRect();
    if (!box || event.button) return;
    event.preventDefault();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    const follow = (/** @type {PointerEvent} */ at) => this.#put(moved(this.shape, place, (at.clientX - box.left) / box.width, (at.clientY - box.top) / box.height));
    const drop = () => {
      handle.removeEventListener("pointermove", follow);
      for (const end of ["pointerup", "pointercancel"]) handle.removeEventListener(end, drop);
    };
    handle.addEventListener("pointermove", follow);
    for (const end of ["pointerup", "pointercancel"]) handle.addEventListener(end, drop);
  }

  /** @param {KeyboardEvent} event @param {number} place */
  #key(event, place) {
    const step = event.shiftKey ? FAR : NEAR, [x, y] = this.shape.outline[place];
    const by = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (by) this.#put(moved(this.shape, place, x + by[0], y + by[1]));
    else if (event.key === "Delete" || event.key === "Backspace") this.#shrink();
    else if (event.key === "+" || event.key === "Insert") this.#grow();
    else return;
    event.preventDefault();
  }

  #grow() {
    if (!grows(this.shape)) return;
    this.#put(grown(this.shape, this.corner));
    this.#stand(this.corner + 1);
  }

  #shrink() {
    if (!shrinks(this.shape)) return;
    this.#put(shrunk(this.shape, this.corner));
    this.#stand(Math.max(0, this.corner - 1));
  }

  /** @param {number} corner */
  async #stand(corner) {
    this.corner = corner;
    await this.updateComplete;
    const stage = /** @type {any} */ (this.querySelector("crosswalk-stage"));
    await stage?.updateComplete;
    stage?.querySelector(`[data-corner="${corner}"]`)?.focus();
  }

  #save = async () => {
    if (this.busy) return;
    this.busy = true;
    this.trouble = null;
    try {
      await api("crosswalk").put(path`units/${this.unit}/site/zones`, zonesOf(this.shapes, this.zones));
      this.changed = false;
      this.tell("drafted");
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.trouble = trouble;
    } finally { this.busy = false; }
  };
}
define("crosswalk-editor", CrosswalkEditor);

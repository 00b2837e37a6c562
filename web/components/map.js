// <city-map>: a drawing of a district, and beside it a list of what is in view, worst first.
//
//   <city-map places="junggu" label="…" .points=${points} .selected=${id} @select=${event => …event.detail.id}>
//
// `places`    names of web/map/*.geojson, or addresses, with spaces between
// `streets`   adds the city's streets where whoever deployed it brought some
// `points`    { id, at: [longitude, latitude], name, state, detail }
// `lines`     { id, path, name, state, detail };  `areas` { id, rings, name, state, detail }
// `selected`  an id; `select` is heard with `detail.id` when somebody picks an entry or a mark
// `least`     how many metres wide it is at first, at least
// `upgrade`   (staff boards) MapLibre replaces the drawing once that has drawn; without WebGL the drawing stays
//
// Names and details are texts or { ko, en }; states are those of maps/states.js: danger, warn, off, note, ok.
// The drawing is one picture to whoever cannot see it: everything in it is reached by the list.

import { CityElement, define, guard, html, nothing, unique } from "../shell/element.js";
import { language, t } from "../shell/words.js";
import { dress } from "./dress.js";
import { clusterAt, clustersOf } from "./maps/clusters.js";
import { baseOf, cornersOf, lettersOf, marksOf, namesOf, pathOf, ringOf, shapesOf,
  transformOf } from "./maps/drawing.js";
import { follow, turned, wayOf } from "./maps/hands.js";
import { PAGE, inView, sorted } from "./maps/listing.js";
import { boundsOf, fit, middleOf, planeAround, pushed, resized, scaleBar, sees, zoomed } from "./maps/projection.js";
import { rows, summary, tallies, told, tools } from "./maps/rows.js";
import { collection, hasStreets } from "./maps/sources.js";
import { stateOf } from "./maps/states.js";

/** @typedef {import("./maps/projection.js").View} View */
/** @typedef {import("./maps/projection.js").Corner} Corner */
/** @typedef {import("./maps/rows.js").Text} Text */
/** @typedef {{ id: string, name: Text, state?: string, detail?: Text }} Named */
/** @typedef {Named & { at: Corner }} Point */
/** @typedef {Named & { path: Corner[] }} Line */
/** @typedef {Named & { rings: Corner[][] }} Area */
/** @typedef {Named & { at: Corner, x: number, y: number }} Entry */
/** @typedef {{ land: import("./maps/sources.js").Collection[], areas: Area[], lines: Line[] }} Ground */

dress(new URL("./map.css", import.meta.url).href);

const PUSH = 90, NEARER = 1.6, CALM_MS = 140;

export class CityMap extends CityElement {
  static properties = {
    places: { type: String }, label: { type: String }, selected: { type: String },
    streets: { type: Boolean }, upgrade: { type: Boolean }, least: { type: Number },
    points: { attribute: false }, lines: { attribute: false }, areas: { attribute: false },
  };

  /** @type {import("./maps/projection.js").Plane | null} */ #plane = null;
  /** @type {View | null} */ #view = null;
  /** What is drawn and listed: the view when it last came to rest. @type {View | null} */ #calm = null;
  /** @type {Entry[]} */ #entries = [];
  /** @type {Entry[]} */ #seen = [];
  /** @type {import("./maps/clusters.js").Cluster[]} */ #clusters = [];
  /** @type {import("./maps/drawing.js").Shape[]} */ #shapes = [];
  /** @type {import("./maps/drawing.js").Name[]} */ #names = [];
  /** @type {import("./maps/sources.js").Collection[]} */ #land = [];
  /** @type {import("./map_gl.js").Upgraded | null} */ #gl = null;
  /** @type {ResizeObserver | null} */ #size = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer = undefined;
  #hint = unique("map-hint");
  #asked = "";
  #pointed = "";
  #page = 0;
  #touched = false;
  #missing = false;
  #enriching = false;

  constructor() {
    super();
    this.places = "";
    this.label = "";
    this.selected = "";
    this.streets = false;
    this.upgrade = false;
    this.least = 1200;
    /** @type {Point[]} */ this.points = [];
    /** @type {Line[]} */ this.lines = [];
    /** @type {Area[]} */ this.areas = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.#size = new ResizeObserver(([{ contentRect }]) => this.#measured(contentRect.width, contentRect.height));
    if (this.hasUpdated) this.firstUpdated();
  }

  firstUpdated() {
    const picture = this.querySelector(".map-picture");
    if (picture) this.#size?.observe(picture);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#size?.disconnect();
    clearTimeout(this.#timer);
    this.#gl?.remove();
    this.#gl = null;
    this.#enriching = false;
    this.classList.remove("enriched");
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("places") || changed.has("streets")) this.#load();
    if (["points", "lines", "areas"].some(name => changed.has(name))) this.#place();
    if (changed.has("selected")) this.#follow();
    if (this.#calm) this.#look(this.#calm);
  }

  updated() {
    this.#paint();
    this.#gl?.show(this.#clusters, this.#names, this.#entry(this.selected), this.#entry(this.#pointed));
    // Sorting anew may carry a row away under whoever stands on it.
    const lost = this.#pointed && document.activeElement === document.body;
    const row = lost ? this.querySelector(`[data-id="${CSS.escape(this.#pointed)}"]`) : null;
    if (row instanceof HTMLElement) row.focus({ preventScroll: true });
  }

  // --- what there is ----------------------------------------------------------------------------------------------------

  async #load() {
    const wanted = this.#asked = `${this.places} ${this.streets}`;
    const names = (this.places ?? "").split(/\s+/).filter(Boolean);
    if (this.streets && await hasStreets()) names.push("streets");
    const answers = await Promise.allSettled(names.map(collection));
    if (this.#asked !== wanted) return;
    this.#land = answers.flatMap(each => each.status === "fulfilled" ? [each.value] : []);
    this.#missing = this.#land.length < answers.length;
    this.#place();
    this.requestUpdate();
  }

  /** Puts everything on the plane; what is known first says where its middle is. */
  #place() {
    const bounds = boundsOf(this.#corners());
    this.#entries = [];
    this.#shapes = [];
    if (!bounds) return;
    const plane = this.#plane ??= planeAround([(bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2]);
    /** @param {Named} each @param {Corner} at @returns {Entry} */
    const entry = ({ id, name, state, detail }, at) => {
      const [x, y] = plane.metres(at[0], at[1]);
      return { id, name, state, detail, at, x, y };
    };
    const points = this.points.filter(each => each.at?.every(Number.isFinite));
    const lines = this.lines.filter(each => each.path.length > 1);
    const areas = this.areas.filter(each => each.rings.length);
    this.#entries = [
      ...points.map(each => entry(each, each.at)),
      ...lines.map(each => entry(each, each.path[Math.floor(each.path.length / 2)])),
      ...areas.map(each => entry(each, middleOf(each.rings[0]))),
    ];
    this.#shapes = [
      ...this.#land.flatMap(each => shapesOf(plane, each)),
      ...areas.map(each => this.#own("area", each.state, { type: "Polygon", coordinates: each.rings }, plane)),
      ...lines.map(each => this.#own("line", each.state, { type: "LineString", coordinates: each.path }, plane)),
    ];
    if (!this.#touched) this.#fit();
    this.#gl?.draw(this.#ground());
  }

  /** @param {"area" | "line"} kind @param {string | undefined} state @param {import("./maps/drawing.js").Geometry} geometry
   * @param {import("./maps/projection.js").Plane} plane */
  #own(kind, state, geometry, plane) { return { kind, level: stateOf(state), d: pathOf(plane, geometry) }; }

  #ground() { return { land: this.#land, areas: this.areas, lines: this.lines }; }

  /** Of what is shown on the land; of the land, while nothing is. @returns {Corner[]} */
  #corners() {
    const own = [
      ...this.points.flatMap(each => each.at ? [each.at] : []),
      ...this.lines.flatMap(each => each.path), ...this.areas.flatMap(each => each.rings.flat()),
    ];
    if (own.length) return own;
    return this.#land.flatMap(each => each.features.flatMap(feature => [...cornersOf(feature.geometry.coordinates)]));
  }

  /** @param {string | null | undefined} id */
  #entry(id) { return id ? this.#entries.find(each => each.id === id) : undefined; }

  // --- where one looks --------------------------------------------------------------------------------------------------

  /** @param {number} width @param {number} height */
  #measured(width, height) {
    if (!width || !height) return;
    this.#view = this.#view ? resized(this.#view, width, height) : { x: 0, y: 0, scale: 0.05, width, height };
    if (this.#touched) this.#calm = this.#view; else this.#fit();
    this.#calm ??= this.#view;
    this.requestUpdate();
    if (this.upgrade) this.#enrich();
  }

  #fit() {
    const bounds = boundsOf(this.#corners());
    if (!this.#plane || !bounds || !this.#view) return;
    this.#view = this.#calm = fit(this.#plane, bounds, this.#view.width, this.#view.height, undefined, this.least);
    this.#gl?.go(this.#view);
  }

  /** Whoever is chosen elsewhere comes into view. */
  #follow() {
    const chosen = this.#entry(this.selected);
    const view = this.#view;
    if (chosen && view && !sees(view, chosen.x, chosen.y, -20)) this.#go({ ...view, x: chosen.x, y: chosen.y });
  }

  /** @param {View} view */
  #go(view) {
    this.#view = view;
    this.#gl?.go(view);
    this.#paint();
    this.#rest();
  }

  #rest() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#calm = this.#view;
      this.#page = 0;
      this.requestUpdate();
    }, CALM_MS);
  }

  /** @param {(view: View) => View} change */
  #move(change) {
    if (!this.#view) return;
    this.#touched = true;
    this.#go(change(this.#view));
  }

  /** @param {number} x @param {number} y */
  #push = (x, y) => this.#move(view => pushed(view, x * PUSH, y * PUSH));

  /** @param {number} steps */
  #zoom = steps => this.#move(view => zoomed(view, NEARER ** steps));

  #whole = () => {
    this.#touched = false;
    this.#fit();
    if (this.#view) this.#go(this.#view);
  };

  #ways = { push: this.#push, zoom: this.#zoom, whole: this.#whole };

  /** Moves the layers as the hand does; what they hold follows when it rests. */
  #paint() {
    const [view, calm] = [this.#view, this.#calm];
    if (!view || !calm) return;
    const factor = view.scale / calm.scale;
    const x = (calm.x - view.x) * view.scale + view.width / 2 - calm.width / 2 * factor;
    const y = (calm.y - view.y) * view.scale + view.height / 2 - calm.height / 2 * factor;
    this.querySelector(".map-base")?.setAttribute("transform", transformOf(view));
    this.querySelector(".map-marks")?.setAttribute("transform", `translate(${x} ${y}) scale(${factor})`);
  }

  /** @param {View} view */
  #look(view) {
    this.#clusters = clustersOf(this.#entries, view);
    this.#names = namesOf(this.#shapes, view, this.#clusters);
    this.#seen = sorted(inView(this.#entries, view), view);
    if (this.#page * PAGE >= this.#seen.length) this.#page = 0;
  }

  // --- MapLibre ---------------------------------------------------------------------------------------------------------

  async #enrich() {
    const picture = this.querySelector(".map-picture");
    if (this.#enriching || !this.#plane || !this.#view || !(picture instanceof HTMLElement)) return;
    this.#enriching = true;
    try {
      const { upgrade } = await import("./map_gl.js");
      const made = await upgrade(picture, this.#plane, this.#view, {
        /** @param {View} view */
        moved: view => { this.#touched = true; this.#view = view; this.#rest(); },
        /** @param {number} x @param {number} y */
        picked: (x, y) => this.#pick(x, y),
      });
      if (!this.isConnected) { made.remove(); return; }
      this.#gl = made;
      made.draw(this.#ground());
      made.go(this.#view);
      made.show(this.#clusters, this.#names, this.#entry(this.selected), this.#entry(this.#pointed));
      await made.drawn;
      this.classList.add("enriched");
    } catch {
      // No WebGL, or no memory for it: the drawing stays, and it is whole.
      this.#gl?.remove();
      this.#gl = null;
    }
  }

  // --- hands ------------------------------------------------------------------------------------------------------------

  /** @param {KeyboardEvent} event */
  #key(event) {
    const way = wayOf(event, this.#ways);
    if (!way) return;
    event.preventDefault();
    way();
  }

  /** The wheel scrolls the page; with Ctrl it is the map's. @param {WheelEvent} event */
  #wheel(event) {
    if (!event.ctrlKey || this.#gl) return;
    event.preventDefault();
    const [factor, around] = turned(event);
    this.#move(view => zoomed(view, factor, around));
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button || this.#gl) return;
    follow(event, (dx, dy) => this.#move(view => pushed(view, dx, dy)), (x, y) => this.#pick(x, y));
  }

  /** @param {number} x pixels @param {number} y pixels */
  #pick(x, y) {
    const found = clusterAt(this.#clusters, x, y);
    if (!found || !this.#plane || !this.#view) return;
    const bounds = boundsOf(found.members.map(place => this.#entries[place].at));
    if (found.count === 1 || !bounds) { this.#choose(found.first); return; }
    const near = fit(this.#plane, bounds, this.#view.width, this.#view.height, 60, 60);
    this.#move(view => ({ ...near, scale: Math.max(near.scale, view.scale) }));
  }

  /** @param {string} id */
  #choose(id) {
    this.selected = id;
    this.tell("select", { id });
  }

  #heard = {
    /** @param {string} id */
    focused: id => { this.#pointed = id; this.requestUpdate(); },
    /** @param {string} id */
    chosen: id => this.#choose(id),
    /** @param {number} pages */
    turned: async pages => {
      this.#page += pages;
      this.requestUpdate();
      await this.updateComplete;
      /** @type {HTMLElement | null} */ (this.querySelector(".map-row"))?.focus();
    },
  };

  // --- what is seen -----------------------------------------------------------------------------------------------------

  render() {
    const name = this.label || t("지도", "Map"), all = this.#entries.length;
    const credit = this.#land.flatMap(each => each.attribution ? [told(each.attribution)] : []);
    const hint = t("화살표로 옮기고 +와 -로 확대·축소해요. 지도에 있는 곳은 모두 목록에 있어요.",
      "Arrow keys move the map, + and - zoom. Everything on it is in the list.");
    const missing = t("배경 지도를 받지 못했어요. 목록은 그대로 쓸 수 있어요.",
      "The background did not arrive. The list is whole.");
    return html`<div class="map-body">
      <div class="map-main">
        <div class="map-frame" tabindex="0" role="group" aria-label=${name} aria-describedby=${this.#hint}
          @keydown=${this.#key}>
          <div class="map-picture" role="img" aria-label=${`${name}. ${summary(this.#seen.length, all)}`}
            @pointerdown=${this.#press} @wheel=${this.#wheel}>${this.#drawing()}</div>
        </div>
        <p class="map-credit">${credit.join(" · ")}</p>
        ${tools(this.#ways)}
        <p class="map-hint" id=${this.#hint}>${hint}</p>
      </div>
      <div class="map-side">
        ${this.#missing ? html`<p class="map-missing" role="status">${missing}</p>` : nothing}
        <p class="map-count" role="status">${tallies(this.#seen, all)}</p>
        ${rows(this.#seen, all, this.#page, this.selected, this.#heard)}
      </div></div>`;
  }

  #drawing() {
    const view = this.#calm;
    if (!view) return nothing;
    return html`
      <svg class="map-drawing" aria-hidden="true" focusable="false" viewBox="0 0 ${view.width} ${view.height}">
        <g class="map-base">${guard([this.#shapes], () => baseOf(this.#shapes))}</g>
        <g class="map-marks">
          ${lettersOf(this.#names)}
          ${guard([this.#clusters, language()], () => marksOf(this.#clusters))}
          ${ringOf(view, this.#entry(this.selected), "chosen")}${ringOf(view, this.#entry(this.#pointed), "pointed")}
        </g>
      </svg>
      ${this.#plane ? this.#scale(view) : nothing}`;
  }

  /** @param {View} view */
  #scale(view) {
    const { metres, pixels } = scaleBar(view), words = metres < 1000 ? `${metres} m` : `${metres / 1000} km`;
    return html`<svg class="map-scale" aria-hidden="true" focusable="false" width="120" height="24">
      <path d="M1 16V22H${pixels.toFixed(0)}V16"></path><text x="6" y="17">${words}</text></svg>`;
  }
}

define("city-map", CityMap);

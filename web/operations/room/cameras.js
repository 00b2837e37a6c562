// The cameras that see an incident's place, what each looks over, who may look through them, and what they show.

import { api } from "../../shell/api.js";
import { CityElement, define, html, ifDefined, nothing } from "../../shell/element.js";
import { named, number, t } from "../../shell/words.js";
import { tag } from "../../components/facts.js";
import { Load } from "../../components/load.js";
import { drawn } from "../../components/state.js";
import "../../components/map.js";
import { districtsOf } from "../../components/maps/districts.js";
import "../../components/table.js";
import { cameraName } from "./camera_name.js";
import { ringOf } from "./sectors.js";
import { headline, middleOf, tongue } from "./words.js";
import "./grants.js";

/** @typedef {{camera_id: string, institution: string, purpose: string, road_address: string, lot_address: string, latitude: number,
 *   longitude: number, sectors: {azimuth_deg: number, width_deg: number}[], direction_certain: boolean, direction_text: string,
 *   range_m: number, number: number, of_row: number, retired_at: string | null}} Camera */
/** @typedef {{camera: Camera, verdict: string, distance_m: number, bearing_deg: number}} Seeing */

/** @type {import("../../shell/words.js").Words} */
export const VERDICTS = { sees: ["보임", "Sees it"], may_see: ["보일 수 있음", "May see it"], blocked: ["가려짐", "Blocked"],
  near: ["가까움", "Near"], picked: ["직접 고름", "Picked"] };
/** @type {Record<string, import("../../components/facts.js").Tone>} */
const TONES = { sees: "fine", may_see: "warning", blocked: "alarm", near: "" };
/** @type {Record<string, string>} */
const MARKS = { sees: "ok", may_see: "warn", blocked: "note", near: "note" };
const ROSE = [["북", "N"], ["북동", "NE"], ["동", "E"], ["남동", "SE"], ["남", "S"], ["남서", "SW"], ["서", "W"], ["북서", "NW"]];

/** @param {number} bearing_deg */
const wayOf = bearing_deg => {
  const [korean, english] = ROSE[Math.round(bearing_deg / 45) % 8];
  return t(korean, english);
};

class RoomCameras extends CityElement {
  static properties = { line: { attribute: false }, turn: { type: Number }, chosen: { state: true } };

  constructor() {
    super();
    /** @type {import("./words.js").IncidentLine | any} */
    this.line = null;
    this.turn = 0;
    this.chosen = "";
    /** @type {Load<{cameras: Seeing[], buildings: boolean} | "nowhere">} */
    this.seeing = new Load(this, async () => {
      const at = middleOf(this.line.place);
      if (!at) return "nowhere";
      return api("operations").get("cctv/cameras/seeing", { latitude: at[1], longitude: at[0], accuracy_m: this.line.place.accuracy_m, line_of_sight: true, limit: 40 });
    });
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    const before = /** @type {any} */ (changed.get("line"));
    if (before && JSON.stringify(before.place) !== JSON.stringify(this.line.place)) void this.seeing.reload();
  }

  render() {
    return html`${drawn(this.seeing, found => found === "nowhere" ? html`<p class="quiet">${t("이 사건은 위치를 몰라 카메라를 찾지 못합니다.",
        "The incident's place is unknown, so that no camera can be found.")}</p>` : this.#found(found))}
      <room-grants .line=${this.line} .turn=${this.turn} .seeing=${this.seeing.value && this.seeing.value !== "nowhere" ? this.seeing.value.cameras : []}></room-grants>`;
  }

  /** @param {{cameras: Seeing[], buildings: boolean}} found */
  #found({ cameras, buildings }) {
    const at = /** @type {[number, number]} */ (middleOf(this.line.place));
    // A camera stands on the map once: as what it looks over, or as a point where nobody knows the way it looks.
    const about = (/** @type {Seeing} */ { camera, verdict, distance_m, bearing_deg }) => ({ id: camera.camera_id,
      name: cameraName(camera), state: MARKS[verdict] ?? "note", detail: `${named(VERDICTS, verdict)} · ${number(distance_m)} m ${wayOf(bearing_deg)}` });
    const points = [
      { id: "incident", at, name: headline(this.line), state: "danger", detail: t("사건 위치", "the incident") },
      ...cameras.filter(({ camera }) => !camera.sectors.length).map(each => ({ ...about(each), at: [each.camera.longitude, each.camera.latitude] })),
    ];
    const areas = cameras.filter(({ camera }) => camera.sectors.length).map(each => ({ ...about(each),
      rings: each.camera.sectors.map(sector => ringOf([each.camera.longitude, each.camera.latitude], sector, each.camera.range_m)) }));
    return html`<section class="stack"><h3>${t("이곳이 보이는 카메라", "Cameras that see the place")} <span class="number">${number(cameras.length)}</span></h3>
      <city-map upgrade streets least="400" .places=${districtsOf([at]) || "seosan"} .label=${t("카메라와 보는 범위", "Cameras and what they look over")} .points=${points} .areas=${areas}
        .selected=${this.chosen} @select=${(/** @type {CustomEvent} */ event) => { this.chosen = event.detail?.id ?? ""; }}></city-map>
      <city-table .caption=${t("가까운 카메라부터", "The nearest first")} quiet .rows=${cameras} .key=${(/** @type {Seeing} */ each) => each.camera.camera_id} .current=${this.chosen}
        .none=${t("500미터 안에 카메라가 없습니다. 권한은 가장 가까운 카메라로 열립니다.",
          "There is no camera within 500 metres. Grants open those that are nearest.")} .columns=${[
          { id: "name", name: t("카메라", "Camera"), show: (/** @type {Seeing} */ { camera }) => html`<span lang=${ifDefined(tongue({ headline: cameraName(camera) }))}
            >${cameraName(camera)}</span> <span class="quiet small" lang=${ifDefined(tongue({ headline: camera.purpose }))}>${camera.purpose}</span>` },
          { id: "verdict", name: t("보이나", "Sees it"), show: (/** @type {Seeing} */ each) => tag(named(VERDICTS, each.verdict), TONES[each.verdict] ?? "") },
          { id: "far", name: t("거리와 쪽", "How far, which way"), show: (/** @type {Seeing} */ each) => `${number(each.distance_m)} m · ${wayOf(each.bearing_deg)}` },
          { id: "direction", name: t("보는 방향", "Looks"), show: (/** @type {Seeing} */ { camera }) => !camera.sectors.length ? t("모름", "unknown")
            : `${camera.sectors.map(each => wayOf(each.azimuth_deg)).join(", ")}${camera.direction_certain ? "" : t(" (확실하지 않음)", " (uncertain)")}` },
        ]}></city-table>
      ${buildings ? nothing : html`<p class="quiet small">${t("건물에 가리는지는 살피지 못했습니다.", "Whether buildings are in the way was not looked at.")}</p>`}</section>`;
  }
}
define("room-cameras", RoomCameras);

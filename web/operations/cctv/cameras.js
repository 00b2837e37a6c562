// The register of cameras: a list, one camera with where it looks, and what a supervisor says of that.

import "../../components/list.js";
import "../../components/split.js";
import "../../components/timeline.js";
import { facts, line, tag } from "../../components/facts.js";
import { Pages } from "../../components/load.js";
import { path } from "../../shell/api.js";
import { CityElement, define, html, nothing } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { at } from "../../shell/place.js";
import { session } from "../../shell/session.js";
import { count, day, moment, number, t, text } from "../../shell/words.js";
import { operations, Part, reasonField } from "../office/shown.js";
import { addressOf } from "./address.js";
import "./camera_files.js";
import { cameraName } from "../room/camera_name.js";
import { fan } from "./fan.js";

/** @typedef {import("./fan.js").Sector} Sector */
/** @typedef {{camera_id: string, institution: string, purpose: string, road_address: string, lot_address: string, latitude: number,
 *   longitude: number, sectors: Sector[], direction_from: string, direction_certain: boolean, direction_text: string, range_m: number,
 *   range_from: string, pixels: number | null, kept_days: number | null, installed: string | null, data_date: string | null, number: number,
 *   of_row: number, revision: number, retired_at: string | null}} Camera */
/** @typedef {{revision: number, at: string, by: string, by_name: string | null, azimuth_deg: number | null, width_deg: number | null,
 *   range_m: number | null, reason: string}} Correction */

const FILES = "files";
// As 전국CCTV표준데이터 writes them.
const PURPOSES = ["생활방범", "어린이보호", "차량방범", "다목적", "교통단속", "교통정보수집", "쓰레기단속", "시설물관리", "재난재해", "기타"];

/** @param {Camera} camera */
const directionTag = ({ direction_from: from, direction_certain: certain }) => from === "unknown" ? tag(t("방향 모름", "direction unknown"), "warning")
  : certain ? nothing : tag(t("방향 불확실", "direction uncertain"), "warning");

class CctvCameras extends CityElement {
  static properties = { place: { attribute: false }, total: { state: true } };

  constructor() {
    super();
    /** @type {string[]} */
    this.place = [];
    /** @type {number | null} */
    this.total = null;
    /** @type {Record<string, any>} */
    this.wanted = {};
    /** @type {Pages<Camera>} */
    this.list = new Pages(this, async page => {
      const answer = await operations.get("cctv/cameras", { purpose: this.wanted.purpose, direction: this.wanted.direction, page });
      this.total = answer.total;
      return [answer.cameras, answer.next_page];
    });
  }

  #find = async (/** @type {Record<string, any>} */ values) => {
    this.wanted = values;
    await this.list.reload();
    if (this.list.trouble) throw this.list.trouble;
  };

  render() {
    const [open = ""] = this.place;
    return html`<city-split ?open=${Boolean(open)} back=${at("cameras")} .subject=${open} .list=${this.#listed(open)}
      .one=${open === FILES ? html`<cctv-camera-files></cctv-camera-files>` : open ? html`<cctv-camera .subject=${open}
        @changed=${() => this.list.reload()}></cctv-camera>` : nothing}></city-split>`;
  }

  /** @param {string} open */
  #listed(open) {
    return html`<div class="row apart"><h2>${t("카메라 대장", "Cameras")}</h2><a class="plain" href=${at("cameras", FILES)}>${t("파일과 보고서", "Files and reports")}</a></div>
      <city-form class="card" inline keeps .verb=${t("찾기", "Find")} .send=${this.#find}>
        <city-field name="purpose" kind="select" .label=${t("설치 목적", "Purpose")} .options=${[["", t("모두", "all")], ...PURPOSES.map(each => [each, each])]}></city-field>
        <city-field name="direction" kind="select" .label=${t("촬영 방향", "Direction")} .options=${[["", t("모두", "all")], ["known", t("앎", "known")], ["unknown", t("모름", "unknown")]]}></city-field></city-form>
      <p class="quiet" role="status">${this.total === null ? "" : count(this.total, "대", "camera")}</p>
      <city-list .name=${t("카메라", "Cameras")} .pages=${this.list} .key=${(/** @type {Camera} */ each) => each.camera_id}
        .none=${t("그런 카메라가 없습니다. ‘파일과 보고서’에서 전국CCTV표준데이터를 올릴 수 있습니다.", "No such camera. National files are put in under “Files and reports”.")}
        .row=${(/** @type {Camera} */ each) => line(at("cameras", each.camera_id), html`<span class="row"><b lang="ko">${cameraName(each)}</b>${directionTag(each)}</span>
          <span class="quiet" lang="ko">${each.purpose} · ${each.institution}</span>`, each.camera_id === open)}></city-list>`;
  }
}
define("cctv-cameras", CctvCameras);

class CctvCamera extends Part {
  fetch() { return operations.get(path`cctv/cameras/${this.subject}`); }

  /** @param {{camera: Camera, telephone: string, corrections: Correction[], address_filings: import("./address.js").Filing[]}} found */
  view({ camera, telephone, corrections, address_filings: filings }) {
    /** @type {Record<string, string>} */
    const where = { corrected: t("책임자가 고침", "corrected by a supervisor"), file: t("파일", "the file"), unknown: t("모름", "unknown"), assumed: t("화소로 어림", "assumed from its pixels") };
    return html`<div class="row apart"><h2 lang="ko">${cameraName(camera)}</h2>${camera.retired_at ? tag(t("철거", "retired"), "alarm") : directionTag(camera)}</div>
      <div class="card"><div class="camera-sight">${fan(camera.sectors)}${facts([
        [t("방향", "Direction"), html`${camera.sectors.map(each => `${number(each.azimuth_deg)}°`).join(", ") || t("모름", "unknown")} <small class="quiet">${
          where[camera.direction_from]}</small>`],
        camera.direction_text && [t("파일의 말", "The file says"), html`<span lang="ko">${camera.direction_text}</span>`],
        camera.sectors.length > 0 && [t("화각", "Field of view"), camera.sectors.map(each => `${number(each.width_deg)}°`).join(", ")],
        [t("보이는 거리", "Range"), html`${number(camera.range_m)} m <small class="quiet">${where[camera.range_from]}</small>`]])}</div>
      ${facts([[t("설치 목적", "Purpose"), html`<span lang="ko">${camera.purpose}</span>`], [t("관리 기관", "Run by"), html`<span lang="ko">${camera.institution}</span> ${text(telephone)}`],
        [t("도로명 주소", "Road address"), html`<span lang="ko">${text(camera.road_address)}</span>`], [t("지번 주소", "Lot address"), html`<span lang="ko">${text(camera.lot_address)}</span>`],
        [t("위치", "Place"), `${number(camera.latitude, 6)}, ${number(camera.longitude, 6)}`], [t("화소", "Pixels"), camera.pixels === null ? "" : t(`${number(camera.pixels / 10_000)}만`, `${number(camera.pixels / 1e6, 1)} M`)],
        [t("보관", "Kept"), camera.kept_days === null ? "" : count(camera.kept_days, "일", "day")], [t("설치", "Installed"), day(camera.installed, "short")],
        [t("데이터 기준일", "Data of"), day(camera.data_date, "short")], camera.retired_at && [t("철거", "Retired"), moment(camera.retired_at)],
        [t("이름표", "Id"), html`<code>${camera.camera_id}</code>`]])}</div>
      ${session.may("supervisor") && !camera.retired_at ? this.#correcting(camera) : nothing}
      <section class="card"><h3>${t("고친 이력", "Corrections")}</h3>${corrections.length ? html`<city-timeline .name=${t("고친 이력", "Corrections")}
        .entries=${corrections.map(each => ({ at: each.at, by: person(each.by, each.by_name), what: said(each), note: each.reason }))}></city-timeline>`
        : html`<p class="quiet">${t("고친 적이 없습니다. 파일의 말 그대로입니다.", "Never corrected: it is as the file says.")}</p>`}</section>
      ${addressOf(camera, filings, words => this.did(words))}`;
  }

  /** @param {Camera} camera */
  #correcting(camera) {
    const [sector] = camera.sectors, by = camera.direction_from === "corrected" && sector, filled = (/** @type {unknown} */ value) => value === undefined || value === null ? "" : String(value);
    return html`<details class="card"><summary>${t("방향·화각·거리 고치기", "Correct where it looks")}</summary>
      <p class="quiet">${t("현장에서 확인한 값을 적습니다. 비운 칸은 파일의 말로 돌아갑니다.", "What was seen on site. What is left empty is the file's word again.")}</p>
      <city-form draft="operations/camera/${camera.camera_id}" .verb=${t("고치기", "Correct")} .send=${(/** @type {any} */ values) => operations.put(path`cctv/cameras/${camera.camera_id}/view`,
        { revision: camera.revision, azimuth_deg: values.azimuth_deg ?? null, width_deg: values.width_deg ?? null, range_m: values.range_m ?? null, reason: values.reason })}
        .done=${() => this.did(t("고쳤습니다. 이제부터 이 방향으로 찾습니다.", "Corrected: it is looked up like this from now on."))}>
        <div class="fields"><city-field name="azimuth_deg" kind="number" min="0" max="359.9" step="0.1" unit="°" .value=${by ? filled(sector.azimuth_deg) : ""} .label=${t("방향 (북 0°, 동 90°)", "Direction (north 0°, east 90°)")}></city-field>
          <city-field name="width_deg" kind="number" min="1" max="360" step="0.1" unit="°" .value=${by ? filled(sector.width_deg) : ""} .label=${t("화각", "Field of view")}></city-field>
          <city-field name="range_m" kind="number" min="1" max="5000" step="0.1" unit="m" .value=${camera.range_from === "corrected" ? filled(camera.range_m) : ""} .label=${t("보이는 거리", "Range")}></city-field></div>
        ${reasonField({ shortest: 2, placeholder: t("예: 현장 확인, 회전 공사", "such as: checked on site") })}</city-form></details>`;
  }
}
define("cctv-camera", CctvCamera);

/** @param {Correction} each */
const said = ({ azimuth_deg: azimuth, width_deg: width, range_m: range }) => [
  azimuth === null ? t("방향은 파일대로", "direction as filed") : t(`방향 ${number(azimuth, 1)}°`, `direction ${number(azimuth, 1)}°`),
  width === null ? t("화각은 파일대로", "field of view as filed") : t(`화각 ${number(width, 1)}°`, `field of view ${number(width, 1)}°`),
  range === null ? t("거리는 어림대로", "range as assumed") : t(`거리 ${number(range, 1)} m`, `range ${number(range, 1)} m`)].join(" · ");

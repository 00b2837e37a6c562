// Where a camera's film is fetched: filed by a supervisor, and never shown again; who filed it and when, for everybody.

import "../../components/timeline.js";
import { path, Trouble } from "../../shell/api.js";
import { html, nothing } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { session } from "../../shell/session.js";
import { named, t } from "../../shell/words.js";
import { choices, operations } from "../office/shown.js";

/** @typedef {{at: string, by: string, by_name: string | null, kind: string}} Filing */

/** @type {import("../../shell/words.js").Words} */
const KINDS = { rtsp: ["RTSP", "RTSP"], onvif: ["ONVIF", "ONVIF"], kvs: ["Kinesis 비디오 스트림", "Kinesis video stream"], clip: ["시험용 영상", "Film for trials"] };
/** How an address of each kind begins. @type {Record<string, RegExp>} */
const BEGINS = { rtsp: /^rtsps?:\/\//i, onvif: /^https?:\/\//i };

/** @param {{camera_id: string, retired_at: string | null}} camera @param {Filing[]} filings newest first
 * @param {(words: string) => null} did */
export const addressOf = (camera, filings, did) => html`<section class="card"><h3>${t("영상 주소", "Address of its film")}</h3>
  ${filings.length ? html`<city-timeline .name=${t("영상 주소를 등록한 이력", "Who filed its address")}
      .entries=${filings.map(each => ({ at: each.at, by: person(each.by, each.by_name), what: t(`주소 등록 · ${named(KINDS, each.kind)}`, `filed · ${named(KINDS, each.kind)}`) }))}></city-timeline>`
    : html`<p class="quiet">${t("등록한 기록이 없습니다. 등록하기 전에는 이 카메라의 영상을 볼 수 없습니다.", "None was filed: until then nobody sees its film.")}</p>`}
  ${session.may("supervisor") && !camera.retired_at ? filing(camera, did) : nothing}</section>`;

// No draft: an address is kept nowhere but at the city.
/** @param {{camera_id: string}} camera @param {(words: string) => null} did */
const filing = (camera, did) => html`<details><summary>${t("영상 주소 등록", "File an address")}</summary>
  <div class="stack"><p class="quiet">${t("등록한 주소는 암호로 바꾸어 두며, 누구에게도 다시 보이지 않습니다. 새로 등록하면 앞의 것을 대신합니다.",
    "It is kept encrypted and never shown again, to anybody. A new one takes the place of the one before.")}</p>
  <city-form .verb=${t("등록", "File")}
    .check=${(/** @type {any} */ values) => wrong(values) ? null : { title: t("이 주소를 등록할까요?", "File this address?"),
      body: html`<p>${t("앞에 등록한 주소를 대신하며, 다시 볼 수 없습니다.", "It takes the place of the one before, and cannot be seen again.")}</p>` }}
    .send=${(/** @type {any} */ values) => {
      const trouble = wrong(values);
      if (trouble) throw trouble;
      return operations.put(path`cctv/cameras/${camera.camera_id}/address`, { kind: values.kind, address: values.address });
    }}
    .done=${() => did(t("영상 주소를 등록했습니다.", "The address is filed."))}>
    <city-field name="kind" kind="select" required value="rtsp" .label=${t("종류", "Kind")} .options=${choices(KINDS)}></city-field>
    <city-field name="address" required maxlength="1000" .label=${t("주소", "Address")}
      .hint=${t("RTSP는 rtsp://, ONVIF는 http://로 시작하고, Kinesis는 스트림 이름입니다.", "RTSP begins with rtsp://, ONVIF with http://; of Kinesis, the stream's name.")}></city-field></city-form></div></details>`;

/** What is wrong with it, without a word of it. @param {{kind: string, address: string}} values */
const wrong = ({ kind, address }) => BEGINS[kind] && !BEGINS[kind].test(address)
  ? Trouble.of("이 종류의 주소는 다르게 시작합니다.", "An address of this kind begins otherwise.", "address") : null;

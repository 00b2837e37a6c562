// An incident that somebody saw or was told of, written down by hand.

import { api, Trouble } from "../../shell/api.js";
import { html } from "../../shell/element.js";
import { named, t } from "../../shell/words.js";
import { ask } from "../../components/dialog.js";
import { KIND_WORDS } from "./kinds.js";
import { CATEGORIES, SEVERITIES } from "./words.js";

/** What may be told by hand; silence is found, not told. @type {Record<string, string[]>} */
const TOLD = {
  disaster: ["fire", "flood", "collapse", "earthquake", "weather", "medical"], crime: ["violence", "intrusion", "missing_person", "bracelet"],
  traffic: ["collision", "pedestrian_conflict", "congestion"], environment: ["air", "dumping"], facility: ["device_fault"],
};

/** Each with its category. @returns {[string, string][]} */
const kinds = () => [
  ...Object.entries(TOLD).flatMap(([category, kinds]) => kinds.map(id =>
    /** @type {[string, string]} */ ([`${category}/${id}`, `${named(KIND_WORDS, id)} (${named(CATEGORIES, category)})`]))),
  ...Object.keys(CATEGORIES).map(category => /** @type {[string, string]} */ ([`${category}/other`,
    t(`기타 ${named(CATEGORIES, category)}`, `Other: ${named(CATEGORIES, category)}`)])),
];

/** Asks what happened. What came of it, or null. @returns {Promise<any>} */
export function openByHand() {
  // Of this form: sent twice, it opens one.
  const number = crypto.randomUUID();
  return ask({ title: t("사건 직접 등록", "Open an incident by hand"), verb: t("등록", "Open it"), wide: true, body: html`
    <p class="quiet">${t("신고자의 이름, 전화번호, 차량번호는 적지 마세요.", "Write no name, telephone number or number plate of whoever told you.")}</p>
    <city-field name="headline" required maxlength="200" .label=${t("한 줄 요약", "In one line")}></city-field>
    <div class="fields"><city-field name="what" kind="select" required .label=${t("무슨 일", "What it is")} .options=${kinds()}></city-field>
    <city-field name="severity" kind="select" required .label=${t("심각도", "Severity")}
      .options=${Object.keys(SEVERITIES).map(id => [id, named(SEVERITIES, id)])}></city-field>
    <city-field name="address" maxlength="200" .label=${t("주소나 장소", "Address or place")}></city-field>
    <city-field name="accuracy_m" kind="number" min="0" max="100000" .label=${t("오차", "Give or take")} .unit=${t("미터", "metres")}></city-field>
    <city-field name="latitude" kind="number" step="any" min="33" max="39" .label=${t("위도 (선택)", "Latitude, if known")}></city-field>
    <city-field name="longitude" kind="number" step="any" min="124" max="132" .label=${t("경도 (선택)", "Longitude, if known")}></city-field></div>
    <p class="hint">${t("위도와 경도가 있어야 지도에 보이고 카메라를 찾습니다.", "With latitude and longitude it is on the map, and cameras are found.")}</p>
    <city-field name="description" kind="textarea" rows="3" maxlength="1700" .label=${t("자세히 (선택)", "More, if any")}></city-field>
    <city-field name="exercise" kind="tick" .label=${t("훈련입니다", "This is a drill")}></city-field>`,
    act: values => api("operations").post("incidents", bodyOf(values, number)) });
}

/** @param {Record<string, any>} values @param {string} number */
function bodyOf(values, number) {
  const { latitude, longitude, address, accuracy_m } = values, [category, kind] = values.what.split("/");
  if ((latitude === undefined) !== (longitude === undefined)) throw Trouble.of("위도와 경도를 함께 적어 주세요.",
    "Latitude and longitude go together.", latitude === undefined ? "latitude" : "longitude");
  const place = latitude === undefined ? null
    : { shape: { type: "point", position: [longitude, latitude] }, accuracy_m: accuracy_m ?? null, address: address ?? null };
  // A place without a position is told in words.
  const said = [!place && address ? t(`장소: ${address}`, `Place: ${address}`) : "", values.description ?? ""].filter(Boolean).join("\n");
  return { number, category, kind, severity: values.severity, place, headline: values.headline, description: said,
    exercise: Boolean(values.exercise) };
}

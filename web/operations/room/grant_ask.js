// Asking that cameras be opened for an incident: for whom, on which one legal ground, which cameras, for how long and why.

import { api, path, Trouble } from "../../shell/api.js";
import { html } from "../../shell/element.js";
import { number, t } from "../../shell/words.js";
import { ask } from "../../components/dialog.js";
import { bodyName, CITY } from "./bodies.js";
import { cameraName } from "./camera_name.js";

const MOST = 40, USUAL = ["sees", "may_see"];

/** The grounds of the law (개인정보 보호법 18조②, 25조①), and whether each needs the number of a document. */
const BASES = /** @type {[id: string, korean: string, english: string, document: boolean][]} */ ([
  ["own_purpose", "설치 목적 안의 관제 (25조①, 시 자체만)", "What the cameras are for (art. 25(1), the city alone)", false],
  ["urgent_danger", "급박한 생명·신체·재산의 위험 (18조②3)", "Clear and urgent danger (art. 18(2)3)", false],
  ["other_law", "재난 대응 (18조②2, 재난안전법)", "Response to a disaster (art. 18(2)2)", false],
  ["public_safety", "공공의 안전에 급박한 필요 (18조②10)", "Urgent need of public safety (art. 18(2)10)", false],
  ["investigation", "범죄 수사 (18조②7, 공문 필요)", "Investigation of a crime (art. 18(2)7, by a document)", true],
  ["court", "법원의 재판 (18조②8, 공문 필요)", "Proceedings of a court (art. 18(2)8, by a document)", true],
  ["sentence", "형·감호·보호처분의 집행 (18조②9)", "Carrying out a sentence (art. 18(2)9)", false],
  ["commission_decision", "보호위원회 심의·의결 (18조②5, 공문 필요)", "Decision of the commission (art. 18(2)5, by a document)", true],
]);

/** @param {import("./words.js").IncidentLine} line @param {import("./cameras.js").Seeing[]} seeing @param {any[]} agencies @returns {Promise<any>} */
export function askGrant(line, seeing, agencies) {
  const bodies = [CITY, ...agencies.filter(each => each.config.is_active).map(each => each.config.agency_id)];
  const cameras = seeing.filter(each => !each.camera.retired_at).slice(0, MOST);
  const chosen = cameras.filter(each => USUAL.includes(each.verdict)).map(each => each.camera.camera_id);
  return ask({ title: t("열람 권한 요청", "Ask for permission to view"), verb: t("요청", "Ask"), wide: true, body: html`
    <p class="quiet">${t("요청한 사람이 아닌 두 명이 승인하면 열립니다. 한 명은 관제 책임자입니다.",
      "It opens once two people approve who did not ask; one of them is a supervisor.")}</p>
    <city-field name="organisation" kind="select" required value=${CITY} .label=${t("누가 봅니까", "For whom")}
      .options=${bodies.map(id => [id, bodyName(id, agencies)])}></city-field>
    <city-field name="basis" kind="radio" required .label=${t("법적 근거 (하나만)", "Legal basis (one alone)")}
      .options=${BASES.map(([id, korean, english]) => [id, t(korean, english)])}></city-field>
    <city-field name="document" maxlength="100" .label=${t("요청 공문의 문서번호", "Number of the document that asks")}
      .hint=${t("공문이 필요한 근거일 때 적습니다.", "Where the legal basis needs one.")}></city-field>
    ${cameras.length ? html`<city-field name="cameras" kind="checks" required .value=${chosen} .label=${t("카메라", "Cameras")}
      .options=${cameras.map(each => [each.camera.camera_id, `${cameraName(each.camera)} · ${number(each.distance_m)} m`])}></city-field>`
      : html`<p class="quiet">${t("카메라는 정책에 따라 고릅니다.", "Cameras are chosen by the policy in force.")}</p>`}
    <city-field name="minutes" kind="number" required min="1" max="1440" value="60" .label=${t("얼마 동안", "For how long")} .unit=${t("분", "minutes")}></city-field>
    <city-field name="purpose" kind="textarea" rows="3" required counter minlength="2" maxlength="500" .label=${t("목적", "Purpose")}
      .hint=${t("대장에 인쇄됩니다. 이름은 적지 마세요.", "It is printed in the ledger. Write no names.")}></city-field>`,
    act: values => api("operations").post(path`cctv/incidents/${line.incident_id}/grants`, bodyOf(values)) });
}

/** @param {Record<string, any>} values */
function bodyOf({ organisation, basis, document = null, cameras = null, minutes, purpose }) {
  const needed = BASES.find(([id]) => id === basis)?.[3];
  if (needed && !document) throw Trouble.of("이 근거에는 요청 공문의 문서번호가 필요합니다.", "This legal basis needs the number of the document that asks.", "document");
  return { organisation, basis, document, cameras, minutes, purpose };
}

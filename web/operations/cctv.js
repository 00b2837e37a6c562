// Cameras, who may look through them, who looked, and what the law wants written down. For supervisors and auditors.

import { define, html } from "../shell/element.js";
import { session } from "../shell/session.js";
import { openPage } from "../shell/shell.js";
import { t } from "../shell/words.js";
import "./cctv/cameras.js";
import "./cctv/grants.js";
import "./cctv/ledgers.js";
import "./cctv/log.js";
import "./cctv/notices.js";
import "./cctv/people.js";
import "./cctv/requests.js";
import "./cctv/statistics.js";
import { TabbedPage } from "./office/shown.js";

class CctvDesk extends TabbedPage {
  heading() { return t("영상 열람 관리", "Cameras and views"); }

  tabs() {
    return [
      { id: "cameras", korean: "카메라 대장", english: "Cameras", show: (/** @type {string[]} */ rest) => html`<cctv-cameras .place=${rest}></cctv-cameras>` },
      { id: "grants", korean: "열람 권한", english: "Grants", show: () => html`<cctv-grants></cctv-grants>` },
      { id: "requests", korean: "정보주체 열람 요구", english: "People seen", show: (/** @type {string[]} */ rest) => html`<cctv-requests .place=${rest}></cctv-requests>` },
      { id: "log", korean: "열람 기록", english: "Log of views", show: () => html`<cctv-log></cctv-log>` },
      { id: "ledgers", korean: "대장", english: "Ledgers", show: (/** @type {string[]} */ rest) => html`<cctv-ledgers .ledger=${rest[0] ?? ""}></cctv-ledgers>` },
      { id: "notices", korean: "공고", english: "Notices", show: () => html`<cctv-notices></cctv-notices>` },
      { id: "statistics", korean: "통계", english: "Figures", show: () => html`<cctv-statistics></cctv-statistics>` },
      { id: "people", korean: "기관 사람", english: "Agency people", show: () => html`<cctv-people .writes=${session.may("supervisor")}></cctv-people>` },
    ];
  }
}
define("cctv-desk", CctvDesk);

void openPage({ title: ["영상 열람 관리", "Cameras and views"], groups: ["supervisor", "auditor"] }, () => {
  document.querySelector("city-shell .city-content")?.append(document.createElement("cctv-desk"));
});

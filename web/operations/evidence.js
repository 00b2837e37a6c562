// Video that leaves the room: exports under a grant, and requests of people who were seen. For supervisors and auditors.

import { define, html } from "../shell/element.js";
import { openPage } from "../shell/shell.js";
import { t } from "../shell/words.js";
import "./evidence/exports.js";
import "./evidence/requests.js";
import { TabbedPage } from "./office/shown.js";

class EvidenceDesk extends TabbedPage {
  heading() { return t("영상 반출과 열람", "Video that leaves"); }

  tabs() {
    return [
      { id: "exports", korean: "영상 반출", english: "Exports", show: (/** @type {string[]} */ rest) => html`<evidence-exports .place=${rest}></evidence-exports>` },
      { id: "requests", korean: "정보주체 열람 요구", english: "People seen", show: (/** @type {string[]} */ rest) => html`<evidence-requests .place=${rest}></evidence-requests>` },
    ];
  }
}
define("evidence-desk", EvidenceDesk);

void openPage({ title: ["영상 반출과 열람", "Video that leaves"], groups: ["supervisor", "auditor"] }, () => {
  document.querySelector("city-shell .city-content")?.append(document.createElement("evidence-desk"));
});

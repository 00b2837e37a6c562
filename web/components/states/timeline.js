import { html } from "../../shell/element.js";
import { t } from "../../shell/words.js";
import "../timeline.js";
import { states } from "./states.js";

const entries = () => [{ at: "2026-10-20T05:05:00Z", what: t("납부 완료", "Paid"), by: t("자동", "the city"), tone: "fine" },
  { at: "2026-10-19T01:00:00Z", what: t("의견 기각", "Opinion refused"), by: t("김민지", "Minji Kim"),
    note: t("사유가 되지 않습니다.", "Not a ground."), tone: "alarm" },
  { at: null, what: t("접수", "Taken in") }];

states("city-timeline", {
  "some": () => html`<div class="card"><city-timeline .entries=${entries()}></city-timeline></div>`,
  "none": () => html`<city-timeline></city-timeline>`,
});

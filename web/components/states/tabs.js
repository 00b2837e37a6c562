import { html } from "../../shell/element.js";
import { t } from "../../shell/words.js";
import "../tabs.js";
import { states } from "./states.js";

const tabs = () => [{ id: "today", words: t("오늘", "Today"), badge: 12 }, { id: "work", words: t("문의·의견·입금", "Inbox") },
  { id: "views", words: t("기록 열람", "Who looked"), hidden: true }, { id: "files", words: t("파일", "Files"), badge: 0 }];
const panel = (/** @type {string} */ id) => html`<div class="card"><label for="in-${id}">${id}</label><input id="in-${id}"></div>`;
const parts = () => [{ id: "live", words: t("상태", "Live") }, { id: "site", words: t("설정", "Site") }];

states("city-tabs", {
  "tabs": () => html`<city-tabs id="all" .name=${t("업무", "Work")} .tabs=${tabs()} .panel=${panel}></city-tabs>`,
  "pills, the second chosen": () => html`<city-tabs pills .name=${t("단말", "Unit")} chosen="site" .tabs=${parts()} .panel=${panel}
    ></city-tabs>`,
});

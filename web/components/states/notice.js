import { html } from "../../shell/element.js";
import { t } from "../../shell/words.js";
import { bad, good } from "../notice.js";
import { REFUSED, states } from "./states.js";

states("city-notice", {
  "info, that can be closed": () => html`<city-notice closes="states/notice" .heading=${t("처음 오셨다면", "First time?")}>
    <p>${t("기다리는 일부터 시작하세요.", "Begin with what waits.")}</p></city-notice>`,
  "info": () => html`<city-notice><p>${t("화면은 저절로 바뀝니다.", "This page follows by itself.")}</p></city-notice>`,
  "warning": () => html`<city-notice tone="warning" .heading=${t("확인해 주세요", "Please check")}>
    <p>${t("기한이 사흘 남았습니다.", "Three days are left.")}</p></city-notice>`,
  "danger": () => html`<city-notice tone="danger"><p>${t("파일이 거절되었습니다.", "The file was refused.")}</p></city-notice>`,
  "good": () => good(t("보냈습니다.", "Sent.")),
  "bad": () => bad(REFUSED),
});

import { html } from "../../shell/element.js";
import { t } from "../../shell/words.js";
import { ask, askReason, confirmed, show } from "../dialog.js";
import { REFUSED, states } from "./states.js";

/** @param {string} id @param {() => Promise<unknown>} open */
const opener = (id, open) => html`<div class="row"><button type="button" class="plain" id=${id}
  @click=${async (/** @type {any} */ event) => {
    const output = event.target.nextElementSibling;
    output.textContent = JSON.stringify(await open());
  }}>${t("열기", "Open")}</button><output></output></div>`;
let tries = 0;

states("ask, confirmed, askReason, show", {
  "confirmed": () => opener("confirm", () => confirmed({ title: t("문자를 보낼까요?", "Send the text?"),
    body: t("약 80바이트, 단문", "About 80 bytes"), verb: t("보내기", "Send") })),
  "grave": () => opener("grave", () => confirmed({ title: t("정말 철회할까요?", "Revoke it?"), verb: t("철회", "Revoke"), grave: true })),
  "a reason": () => opener("reason", () => askReason({ title: t("운영 중지", "Take off duty"), grave: true,
    body: t("경보가 울리지 않게 됩니다.", "Its alarms will no longer ring."), verb: t("운영 중지", "Take off duty") })),
  "fields; the first try fails": () => opener("fields", () => ask({ title: t("새 단말", "A new unit"), verb: t("등록", "Register"),
    body: html`<city-field name="unit" .label=${t("이름", "Name")} required></city-field>`,
    act: values => { if (!tries++) throw REFUSED; return values; } })),
  "only tells": () => opener("show", () => show({ title: t("도움말", "Help"),
    body: html`<p>${t("위에서부터 처리하세요.", "Work from the top.")}</p>` })),
});

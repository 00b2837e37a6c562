import { html } from "../../shell/element.js";
import { t } from "../../shell/words.js";
import "../form.js";
import { OFFLINE, REFUSED, states, WRONG } from "./states.js";

const banks = () => [["004", t("국민은행", "Kookmin")], ["088", t("신한은행", "Shinhan")]];
const fields = () => html`
  <city-field name="holder" .label=${t("예금주", "Holder")} required maxlength="20"
    .hint=${t("통장에 적힌 그대로", "As the bank has it")}></city-field>
  <div class="fields"><city-field name="bank" kind="select" .label=${t("은행", "Bank")} required .options=${banks()}></city-field>
    <city-field name="amount_krw" kind="number" .label=${t("금액", "Amount")} min="1" required .unit=${t("원", "won")}></city-field>
  </div>
  <city-field name="day" kind="date" .label=${t("날짜", "Day")}></city-field>
  <city-field name="reason" kind="textarea" .label=${t("사유", "Reason")} minlength="5" maxlength="200" required counter></city-field>
  <city-field name="approves" kind="radio" .label=${t("공개해도 됩니까?", "May it be published?")} required
    .options=${[["yes", t("승인합니다", "I approve")], ["no", t("반대합니다", "I refuse")]]}></city-field>
  <city-field name="purposes" kind="checks" .label=${t("쓰임", "Purposes")}
    .options=${[["statistics", t("통계", "statistics")], ["research", t("연구", "research")]]}></city-field>
  <city-field name="sure" kind="tick" .label=${t("되돌릴 수 없음을 압니다.", "I know that it cannot be undone.")} required>
  </city-field>`;
const fails = (/** @type {Error} */ trouble) => async () => { throw trouble; };
const filled = () => html`<city-field name="amount_krw" kind="number" value="0" .label=${t("금액", "Amount")}></city-field>`;

states("city-form, city-field", {
  "every kind, with a draft and a question": () => html`<city-form class="card" id="whole" draft="states/form"
    .verb=${t("보내기", "Send")} .check=${() => ({ title: t("보낼까요?", "Send this?"), body: t("되돌릴 수 없습니다.", "It is final.") })}
    .send=${async (/** @type {any} */ values) => values} .done=${(/** @type {any} */ answer) => JSON.stringify(answer)}
    >${fields()}</city-form>`,
  "wrong": () => html`<city-form class="card" id="wrong" .send=${fails(WRONG)}>${filled()}</city-form>`,
  "refused": () => html`<city-form class="card" id="refused" grave .verb=${t("환급", "Refund")} .send=${fails(REFUSED)}
    >${filled()}</city-form>`,
  "offline": () => html`<city-form class="card" id="offline" .send=${fails(OFFLINE)}>${filled()}</city-form>`,
  "in one row": () => html`<city-form class="card" inline .verb=${t("찾기", "Find")} keeps><city-field name="q" kind="search"
    .label=${t("관리번호나 차량번호", "Number or plate")} required></city-field></city-form>`,
  "what cannot be changed": () => html`<city-form class="card">
    <city-field name="a" disabled value="가" .label=${t("막힘", "Disabled")}></city-field>
    <city-field name="b" readonly value="나" .label=${t("읽기만", "Read only")}></city-field></city-form>`,
});

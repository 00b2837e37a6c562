// The counter: whoever comes with their card and wants to leave the next rounds.

import "../../components/form.js";
import { CityElement, define, html } from "../../shell/element.js";
import { t } from "../../shell/words.js";
import { dividend } from "./round.js";
import { REASON } from "./words.js";

class DividendCounter extends CityElement {
  render() {
    return html`<h2>${t("창구: 참여하지 않기", "Counter: opting out")}</h2><div class="card">
      <p>${t("카드를 가지고 온 본인이 원하면, 다음 회차부터 그 카드의 기록을 쓰지 않습니다. 이미 팔린 자료에는 카드번호가 없습니다.",
        "For whoever came with their card: from the next round on, its payments are not used. What was sold has no card numbers in it.")}</p>
      <city-form grave .verb=${t("참여하지 않게 하기", "Opt out")} .send=${(/** @type {any} */ values) => dividend.post("opt-outs", values)}
        .check=${(/** @type {any} */ values) => ({ title: t("이 카드를 뺄까요?", "Opt this card out?"), verb: t("빼기", "Opt out"), body: html`<p><code>${values.card_id}</code></p>
          <p class="quiet">${t("되돌리는 화면은 없습니다.", "There is no page to undo it.")}</p>` })}
        .done=${() => t("다음 회차부터 쓰지 않습니다.", "Out from the next round on.")}>
        <city-field name="card_id" required .label=${t("카드번호", "Card")} .pattern=${"[0-9A-Za-z\\-]{6,24}"} maxlength="24"></city-field>
        <city-field name="reason" kind="textarea" rows="3" required counter .label=${t("누가 어떻게 요청했나 (10자 이상)", "Who asked, and how (10 characters or more)")} minlength=${REASON.shortest}
          maxlength=${REASON.longest} placeholder=${t("예: 본인이 카드를 가지고 창구에 와서 요청함", "such as: came to the counter with the card")}></city-field></city-form></div>`;
  }
}
define("dividend-counter", DividendCounter);

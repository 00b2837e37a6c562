// The front door of the data dividend: what it is, see mine, buy data, leave.

import { CityElement, define, html } from "../shell/element.js";
import { openPage } from "../shell/shell.js";
import { t } from "../shell/words.js";

class DividendHome extends CityElement {
  render() {
    return html`<div class="page"><div class="reading stack loose">
      <div class="stack tight"><h1>${t("데이터 배당", "The data dividend")}</h1><p class="lead">${t("내가 지역화폐로 결제한 기록이 자료로 팔리면, 그 수익을 나누어 내 카드로 돌려드립니다.",
        "When local-currency payments are sold as data, what they earn is shared among the people who paid.")}</p></div>
      <ul class="stack doors">
        <li class="card link-card"><h2><a class="whole-card" href="/dividend/statement">${t("내 배당 보기", "See mine")}</a></h2>
          <p class="quiet">${t("카드번호와 문자로 받은 확인번호로 내 몫과 계산 과정을 봅니다. 이름은 묻지 않습니다.",
            "With your card and the code from your text: your share, and how it was worked out. No name is asked.")}</p></li>
        <li class="card link-card"><h2><a class="whole-card" href="/dividend/market">${t("자료 사기", "Buy data")}</a></h2>
          <p class="quiet">${t("연구기관, 학교, 기업이 증명된 자료를 고르고 주문합니다.", "Research institutes, schools and companies choose and order certified data.")}</p></li>
        <li class="card link-card"><h2><a class="whole-card" href="/dividend/statement#leave">${t("참여하지 않기", "Leave")}</a></h2>
          <p class="quiet">${t("내 명세를 연 뒤 ‘참여하지 않기’를 누르면 다음 회차부터 내 기록을 쓰지 않습니다. 확인번호가 없으면 카드를 가지고 시청 데이터 창구로 오세요.",
            "Open your statement and press “Opt out”: from the next round on your payments are not used. Without a code, bring your card to the city's data office.")}</p></li></ul>
      <section class="stack" aria-labelledby="how"><h2 id="how">${t("어떻게 이루어지나", "How it works")}</h2><ol class="card steps-of-a-round">
        <li>${t("카드 운영사가 한 기간의 결제 기록을 시에 보냅니다. 이름과 전화번호는 읽지 않습니다.", "The card operator sends a period of payments. Names and telephones are not read.")}</li>
        <li>${t("누구인지 알 수 없게 바꾸고, 결과만 보고 다시 재어 증명서에 서명합니다.", "They are made anonymous; the result is measured anew and its certificate signed.")}</li>
        <li>${t("심의 위원 두 사람이 승인해야 공개됩니다.", "Two members of a panel have to approve before anything is published.")}</li>
        <li>${t("확인된 구매자가 사서 정해진 목적으로만 씁니다. 사본마다 구매자 표식이 있습니다.", "Verified buyers buy it for stated purposes only. Every copy carries its buyer's mark.")}</li>
        <li>${t("비용을 뺀 수익을 1원까지 나누어 카드로 보내고, 문자로 알려 드립니다.", "What it earned, less costs, is shared to the last won, sent to your card and told by text.")}</li></ol>
      <p class="quiet">${t("팔린 자료에는 카드번호, 이름, 생년월일이 없습니다.", "What is sold has no card number, no name and no birth date in it.")}
        <a href="/privacy">${t("개인정보를 어떻게 지키나", "How privacy is kept")}</a></p></section></div></div>`;
  }
}
define("dividend-home", DividendHome);

void openPage({ title: ["데이터 배당", "The data dividend"] });

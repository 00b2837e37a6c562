// The desk of the data dividend: rounds, buyers and the counter, for stewards, the panel and auditors.

import "../components/notice.js";
import "../components/tabs.js";
import { CityElement, define, html } from "../shell/element.js";
import { go, place } from "../shell/place.js";
import { session } from "../shell/session.js";
import { openPage } from "../shell/shell.js";
import { t } from "../shell/words.js";
import "./desk/buyers.js";
import "./desk/counter.js";
import "./desk/rounds.js";

const GROUPS = ["steward", "panel", "auditor"];

/** What a first visit wants to know, by role. @type {[group: string, korean: string, english: string][]} */
const FIRST = [
  ["steward", "‘새 회차’로 기간과 약속을 정하면 운영사가 파일을 올립니다. 파일이 오면 준비를 시작하고, 심의 위원 두 사람이 승인하면 팔립니다. 판매 대금을 확인한 뒤 ‘배당금’에서 지급합니다. 환불·보류·닫기는 두 사람이 정합니다.",
    "Agree on period and terms under “Open a round”; the operator then drops its files. Start preparing once they are here; two members of the panel approve, and it is on sale. Confirm the payments, then pay under “Payout”. Refunds, held batches and endings take two people."],
  ["panel", "‘심의 대기’인 회차를 열어 증명서를 읽고 의견을 내 주세요. 두 사람이 승인해야 공개되고, 한 사람이 반대하면 멈춥니다. 기한은 14일입니다.",
    "Open a round that is “before the panel”, read its certificate and say what you think. Two have to approve, one refusal stops it, within 14 days."],
  ["auditor", "회차마다 ‘장부’와 ‘심의’, ‘닫기’를 볼 수 있습니다. 시산표의 합은 언제나 0이어야 하고, 증명서와 장부는 인쇄할 수 있습니다.",
    "Each round shows its ledger, its panel and its ending. A trial balance always adds up to nothing. Certificates and ledgers can be printed."],
];

class DividendDesk extends CityElement {
  static properties = { here: { state: true } };

  constructor() {
    super();
    this.here = place();
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("place", this.#moved);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("place", this.#moved);
  }

  #moved = () => { this.here = place(); };

  render() {
    const [tab, round = "", part = ""] = this.here;
    return html`<div class="page"><h1 class="unseen">${t("데이터 배당 업무", "Data dividend desk")}</h1>
      ${FIRST.filter(([group]) => !round && session.may(group)).map(([group, korean, english]) => html`<city-notice closes="dividend/${group}"
        .heading=${t("처음 오셨다면", "First time here?")}><p>${t(korean, english)}</p></city-notice>`)}
      <city-tabs .name=${t("업무", "Work")} .chosen=${tab ?? ""} @choose=${(/** @type {CustomEvent<string>} */ event) => go(event.detail)}
        .tabs=${[{ id: "rounds", words: t("회차", "Rounds") }, { id: "buyers", words: t("구매자", "Buyers"), hidden: !session.may("steward", "auditor") },
          { id: "counter", words: t("창구", "Counter"), hidden: !session.may("steward") }]}
        .panel=${(/** @type {string} */ id) => id === "buyers" ? html`<dividend-buyers></dividend-buyers>` : id === "counter" ? html`<dividend-counter></dividend-counter>`
          : html`<dividend-rounds .open=${tab === "rounds" ? round : ""} .shown=${part}></dividend-rounds>`}></city-tabs></div>`;
  }
}
define("dividend-desk", DividendDesk);

void openPage({ title: ["데이터 배당 업무", "Data dividend desk"], groups: GROUPS }, () => {
  document.querySelector("city-shell .city-content")?.append(document.createElement("dividend-desk"));
});

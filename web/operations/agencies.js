// Partner agencies: what they tell and are told, their keys, the codes of events, who may send alerts, and how much crosses.

import { define, html } from "../shell/element.js";
import { session } from "../shell/session.js";
import { openPage } from "../shell/shell.js";
import { t } from "../shell/words.js";
import "./agencies/alerts.js";
import "./agencies/codes.js";
import "./agencies/partners.js";
import "./agencies/senders.js";
import "./agencies/statistics.js";
import { TabbedPage } from "./office/shown.js";

class AgenciesPage extends TabbedPage {
  heading() { return t("연계 기관", "Partner agencies"); }

  tabs() {
    return [
      { id: "partners", korean: "기관", english: "Agencies", show: (/** @type {string[]} */ rest) => html`<agency-partners .place=${rest}></agency-partners>` },
      { id: "codes", korean: "이벤트 코드", english: "Event codes", show: () => html`<agency-codes></agency-codes>` },
      { id: "alerts", korean: "받은 경보", english: "Alerts received", show: (/** @type {string[]} */ rest) => html`<agency-alerts .place=${rest}></agency-alerts>` },
      { id: "senders", korean: "경보 발신 기관", english: "Alert senders", hidden: !session.may("supervisor", "auditor"),
        show: (/** @type {string[]} */ rest) => html`<agency-senders .place=${rest}></agency-senders>` },
      { id: "statistics", korean: "연계 통계", english: "Figures", show: () => html`<agency-statistics></agency-statistics>` },
    ];
  }
}
define("agencies-page", AgenciesPage);

void openPage({ title: ["연계 기관", "Partner agencies"], groups: ["operator", "supervisor", "auditor"] }, () => {
  document.querySelector("city-shell .city-content")?.append(document.createElement("agencies-page"));
});

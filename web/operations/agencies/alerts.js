// Alerts that offices sent (CAP 1.2): a list, and one with its texts and the document as it came.

import "../../components/list.js";
import "../../components/split.js";
import { facts, line, tag } from "../../components/facts.js";
import { Pages } from "../../components/load.js";
import { path } from "../../shell/api.js";
import { CityElement, define, html, nothing } from "../../shell/element.js";
import { save } from "../../shell/files.js";
import { at } from "../../shell/place.js";
import { moment, named, t, text } from "../../shell/words.js";
import { operations, Part } from "../office/shown.js";
import { SEVERITIES } from "../office/words.js";

/** @typedef {{alert_id: string, office: string, office_title: string, identifier: string, sent: string, received_at: string, status: string, message_kind: string,
 *   scope: string, event: string, severity: string, outcome: string, signed: boolean}} Alert */

/** CAP 1.2. @type {import("../../shell/words.js").Words} */
const KINDS = { Alert: ["경보", "alert"], Update: ["갱신", "update"], Cancel: ["취소", "cancel"], Ack: ["접수 확인", "acknowledgement"], Error: ["오류", "error"] };
/** @type {import("../../shell/words.js").Words} */
const STATUSES = { Actual: ["실제", "actual"], Exercise: ["훈련", "exercise"], System: ["시스템", "system"], Test: ["시험", "test"], Draft: ["초안", "draft"] };

class AgencyAlerts extends CityElement {
  static properties = { place: { attribute: false } };

  constructor() {
    super();
    /** @type {string[]} */
    this.place = [];
    /** @type {Pages<Alert>} */
    this.list = new Pages(this, async page => {
      const answer = await operations.get("alerts", { limit: 50, page });
      return [answer.alerts, answer.next];
    });
  }

  render() {
    const [open = ""] = this.place;
    return html`<city-split ?open=${Boolean(open)} back=${at("alerts")} .subject=${open} .list=${html`<div class="row apart"><h2>${t("받은 경보", "Alerts received")}</h2>
        <button type="button" class="plain" @click=${() => this.list.reload()}>${t("새로 고침", "Refresh")}</button></div>
      <city-list .name=${t("받은 경보", "Alerts received")} .pages=${this.list} .key=${(/** @type {Alert} */ each) => each.alert_id} .none=${t("받은 경보가 없습니다.", "No alert has come.")}
        .row=${(/** @type {Alert} */ each) => line(at("alerts", each.alert_id), html`<span class="row"><b lang="ko">${each.event || each.identifier}</b>${each.outcome === "told"
          ? tag(named(SEVERITIES, each.severity), each.severity === "extreme" || each.severity === "severe" ? "alarm" : "info") : tag(named(STATUSES, each.status))}</span>
          <span class="quiet"><span lang="ko">${each.office_title}</span> · ${named(KINDS, each.message_kind)} · ${moment(each.received_at)}</span>`, each.alert_id === open)}></city-list>`}
      .one=${open ? html`<agency-alert .subject=${open}></agency-alert>` : nothing}></city-split>`;
  }
}
define("agency-alerts", AgencyAlerts);

class AgencyAlert extends Part {
  fetch() { return operations.get(path`alerts/${this.subject}`); }

  /** @param {any} found */
  view({ line: head, sender, references, texts, remarks, sha256, document: content }) {
    return html`<div class="row apart"><h2 lang="ko">${head.event || head.identifier}</h2>${tag(named(STATUSES, head.status), head.status === "Actual" ? "info" : "")}</div>
      <div class="card">${facts([[t("보낸 곳", "Sent by"), html`<span lang="ko">${head.office_title}</span> <small class="quiet">${sender}</small>`], [t("종류", "Kind"), named(KINDS, head.message_kind)],
        [t("심각도", "Severity"), named(SEVERITIES, head.severity)], [t("보낸 때", "Sent"), moment(head.sent, "seconds")], [t("받은 때", "Received"), moment(head.received_at, "seconds")],
        [t("서명", "Signature"), head.signed ? t("확인함", "checked") : t("없음", "none")], [t("결과", "Outcome"), head.outcome === "told" ? t("사건으로 알림", "told as an event of the city")
          : t("기록만 함", "only recorded")], references.length > 0 && [t("앞선 경보", "Refers to"), references.join(", ")], [t("번호", "Identifier"), html`<code>${head.identifier}</code>`]])}</div>
      ${texts.map((/** @type {any} */ each) => html`<section class="card" lang=${each.language || nothing}><h3>${each.headline || each.event}</h3>
        ${each.description ? html`<p class="words">${each.description}</p>` : nothing}${each.instruction ? html`<p class="words quote">${each.instruction}</p>` : nothing}
        <div lang=${t("ko", "en")}>${facts([[t("지역", "Areas"), text(each.areas.join(", "))], [t("언제까지", "Until"), moment(each.expires)],
          ["urgency · severity · certainty", `${each.urgency} · ${each.severity} · ${each.certainty}`], each.contact && [t("연락처", "Contact"), each.contact]])}</div></section>`)}
      ${remarks.length ? html`<section class="card"><h3>${t("표준에 비추어", "By the standard")}</h3><ul class="bullets">${remarks.map((/** @type {any} */ each) => html`<li>${t(each.ko, each.en)} <code>${each.element}</code></li>`)}</ul></section>` : nothing}
      <details class="card"><summary>${t("온 그대로", "As it came")}</summary><p class="quiet"><code>${sha256}</code></p><pre class="secret" tabindex="0">${content}</pre>
        <div class="row"><button type="button" class="plain" @click=${() => save({ file_name: `${head.alert_id}.xml`, content_type: "application/xml", content })}>${t("파일로 저장", "Save")}</button></div></details>`;
  }
}
define("agency-alert", AgencyAlert);

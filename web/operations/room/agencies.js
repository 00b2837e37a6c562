// What agencies told of an incident, and what they were told of it. What a message said is read elsewhere, with a reason.

import { path } from "../../shell/api.js";
import { CityElement, define, html, nothing } from "../../shell/element.js";
import { moment, named, t } from "../../shell/words.js";
import { tag } from "../../components/facts.js";
import { more } from "../../components/list.js";
import { Pages } from "../../components/load.js";
import { broken, empty, waiting } from "../../components/state.js";
import "../../components/table.js";
import { operations } from "../office/api.js";

/** @typedef {{at: string, message_id: string, agency_id: string, agency_ko: string, agency_en: string, direction: "in" | "out", outcome: string,
 *   status: string | null, status_ko: string, status_en: string, summary_ko: string, summary_en: string}} Message */

const MOST = 50;
/** @type {import("../../shell/words.js").Words} */
const WAYS = { in: ["받음", "received"], out: ["보냄", "sent"] };
/** @type {import("../../shell/words.js").Words} */
const OUTCOMES = { taken: ["처리함", "taken"], told: ["전달됨", "delivered"], failed: ["전달 못 함", "not delivered"] };
/** @type {Record<string, import("../../components/facts.js").Tone>} */
const TONES = { taken: "fine", told: "fine", failed: "alarm" };

class RoomAgencies extends CityElement {
  static properties = { line: { attribute: false }, turn: { type: Number } };

  constructor() {
    super();
    /** @type {import("./words.js").IncidentLine | any} */
    this.line = null;
    this.turn = 0;
    /** @type {Pages<Message>} */
    this.messages = new Pages(this, async page => {
      const answer = await operations.get(path`incidents/${this.line.incident_id}/messages`, { limit: MOST, page });
      return [answer.messages, answer.next];
    });
  }

  // A later page is not thrown away by reading again: whoever asked for more goes on reading.
  /** @param {Map<string, unknown>} changed */
  updated(changed) { if (changed.get("turn") && this.messages.items.length <= MOST) void this.messages.reload(); }

  render() {
    return html`<section class="stack"><h3>${t("기관과 주고받은 메시지", "Messages from and to agencies")}</h3>
      ${this.line.exercise ? html`<p class="quiet">${t("훈련은 기관에 알리지 않습니다.", "No agency is told of a drill.")}</p>` : nothing}
      <p class="quiet small">${t("기관은 저마다 정해 둔 상태가 되면 저절로 알림을 받습니다. 메시지의 내용은 ‘연계 기관’에서 이유를 적고 봅니다.",
        "Each agency is told by itself at the states agreed with it. What a message said is read under “Partner agencies”, with a reason.")}</p>${this.#shown()}</section>`;
  }

  #shown() {
    const { messages } = this;
    if (messages.items.length) return html`${messages.trouble ? broken(messages.trouble, () => { void messages.reload(); }) : nothing}<city-table
      .caption=${t("메시지, 새것부터", "Messages, the newest first")} quiet .rows=${messages.items} .key=${(/** @type {Message} */ each) => `${each.agency_id}#${each.message_id}`} .columns=${[
        { id: "at", name: t("때", "When"), show: (/** @type {Message} */ each) => moment(each.at, "seconds") },
        { id: "agency", name: t("기관", "Agency"), show: (/** @type {Message} */ each) => t(each.agency_ko, each.agency_en) },
        { id: "way", name: t("방향", "Way"), show: (/** @type {Message} */ each) => named(WAYS, each.direction) },
        { id: "what", name: t("내용", "What"), show: (/** @type {Message} */ each) => html`${t(each.summary_ko, each.summary_en)} ${each.status_ko
          ? html`<span class="quiet">· ${t(each.status_ko, each.status_en)}</span>` : nothing}` },
        { id: "outcome", name: t("결과", "Outcome"), show: (/** @type {Message} */ each) => tag(named(OUTCOMES, each.outcome), TONES[each.outcome] ?? "") },
      ]}></city-table>${more(messages)}`;
    if (messages.state === "error") return broken(messages.trouble, () => { void messages.reload(); });
    return messages.state === "waiting" || messages.busy ? waiting() : empty(t("이 사건으로 주고받은 메시지가 없습니다.", "No message was about this incident."));
  }
}
define("room-agencies", RoomAgencies);

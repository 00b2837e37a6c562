// What crossed between the city and an agency. What a message said is read with a reason, and the reading is on file.

import "../../components/table.js";
import { askReason, show } from "../../components/dialog.js";
import { Pages } from "../../components/load.js";
import { path } from "../../shell/api.js";
import { CityElement, define, html, nothing } from "../../shell/element.js";
import { moment, size, t, text } from "../../shell/words.js";
import { operations, toned } from "../office/shown.js";

/** @typedef {{message_id: string, at: string, direction: string, outcome: string, because: string | null, event_code: string | null,
 *   event_name_ko: string | null, occurrence: string | null, status: string | null, incident_id: string | null, size_bytes: number, is_kept: boolean}} Message */

/** @type {Record<string, [string, string, import("../../components/facts.js").Tone?]>} */
const OUTCOMES = { taken: ["받음", "taken", "fine"], repeated: ["되풀이", "repeated"], refused: ["거절", "refused", "alarm"], own: ["우리 것", "our own"],
  told: ["알림", "told", "fine"], failed: ["실패", "failed", "alarm"], skipped: ["알리지 않음", "skipped"] };

class AgencyMessages extends CityElement {
  static properties = { agency: {} };

  constructor() {
    super();
    this.agency = "";
    /** @type {Pages<Message>} */
    this.list = new Pages(this, async page => {
      const answer = await operations.get(path`agencies/${this.agency}/messages`, { limit: 50, page });
      return [answer.messages, answer.next];
    });
  }

  /** @param {Message} message */
  async #read(message) {
    const found = await askReason({ title: t("원문을 볼까요?", "Read what it said?"), verb: t("보기", "Read"), longest: 500,
      body: t("신고자의 개인정보가 있을 수 있습니다. 누가 왜 보았는지 기록에 남습니다.", "It may hold personal data. Who read it, and why, is kept on file."),
      act: reason => operations.post(path`agencies/${this.agency}/messages/${message.message_id}/content`, { reason }) });
    if (found) await show({ wide: true, title: t("메시지 원문", "What it said"), body: html`<p class="quiet">${found.content_type}</p><pre class="secret" tabindex="0">${found.text}</pre>` });
  }

  render() {
    return html`<div class="row end"><button type="button" class="plain" @click=${() => this.list.reload()}>${t("새로 고침", "Refresh")}</button></div>
      <city-table quiet .caption=${t("주고받은 메시지", "Messages")} .pages=${this.list} .key=${(/** @type {Message} */ each) => each.message_id} .none=${t("주고받은 것이 없습니다.", "Nothing has crossed.")} .columns=${[
        { id: "at", name: t("때", "At"), show: (/** @type {Message} */ each) => html`${each.direction === "in" ? "→" : "←"} ${moment(each.at, "seconds")}<span class="unseen">${each.direction === "in"
          ? t("들어옴", "in") : t("나감", "out")}</span>` },
        { id: "outcome", name: t("결과", "Outcome"), show: (/** @type {Message} */ each) => html`${toned(OUTCOMES[each.outcome] ?? [each.outcome, each.outcome])}${each.because ? html` <small class="quiet">${each.because}</small>` : nothing}` },
        { id: "event", name: t("이벤트", "Event"), show: (/** @type {Message} */ each) => each.event_code ? html`<code>${each.event_code}</code> <span lang="ko">${each.event_name_ko ?? ""}</span>` : "" },
        { id: "incident", name: t("사건", "Incident"), show: (/** @type {Message} */ each) => html`<small>${text(each.incident_id)}</small>` },
        { id: "content", name: t("원문", "Content"), show: (/** @type {Message} */ each) => each.is_kept ? html`<button type="button" class="link" @click=${() => this.#read(each)}>${
          t(`보기 (${size(each.size_bytes)})`, `Read (${size(each.size_bytes)})`)}</button>` : html`<small class="quiet">${t("남아 있지 않음", "not kept")}</small>` }]}></city-table>`;
  }
}
define("agency-messages", AgencyMessages);

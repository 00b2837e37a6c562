// What happened to an incident, what was told of it and by whom, and what people wrote beside it.

import { api, path } from "../../shell/api.js";
import { CityElement, define, html, ifDefined, nothing } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { moment, named, t } from "../../shell/words.js";
import { tag } from "../../components/facts.js";
import { Pages } from "../../components/load.js";
import { more } from "../../components/list.js";
import "../../components/form.js";
import "../../components/timeline.js";
import { calledBy, HAPPENED, headline, kindOf, SEVERITIES, sourceOf, tongue } from "./words.js";

/** @type {import("../../shell/words.js").Words} */
const TELLS = { new: ["알림", "told"], update: ["고침", "updated"], cancel: ["거둠", "taken back"] };
/** @type {Record<string, string>} */
const TONES = { opened: "alarm", severity: "warning", storm: "warning", reopened: "warning", reopen: "warning", resolve: "fine", cancel: "fine", false: "fine" };
const MOST = 50;

class RoomStory extends CityElement {
  static properties = { file: { attribute: false } };

  constructor() {
    super();
    /** @type {import("./incident.js").IncidentFile | any} */
    this.file = null;
    /** Members beyond those that came with the incident. @type {Pages<any>} */
    this.rest = new Pages(this, async page => {
      const { line, members } = this.file, answer = await api("operations").get(path`incidents/${line.incident_id}/events`,
        { limit: MOST, page: page ?? members.next });
      return [answer.events, answer.next];
    }, { held: true });
  }

  render() {
    if (!this.file) return nothing;
    const { timeline, members, steps_possible } = this.file;
    return html`<section class="card stack"><h3>${t("이력", "History")}</h3><city-timeline .name=${t("사건 이력", "History of the incident")}
        .entries=${[...timeline].reverse().map(entryOf)}></city-timeline></section>
      ${steps_possible.includes("note") ? html`<section class="card"><h3>${t("메모 쓰기", "Write a note")}</h3>
        <city-form .draft=${`operations/note/${this.file.line.incident_id}`} .verb=${t("남기기", "Write it down")} .send=${this.#note}
          .done=${() => t("남겼습니다.", "Written down.")} @sent=${() => this.tell("noted")}><city-field name="note" kind="textarea" rows="3" required
          counter maxlength="1000" .label=${t("메모", "Note")} .hint=${t("이름과 전화번호는 적지 마세요.", "No names or telephone numbers.")}></city-field></city-form></section>` : nothing}
      <section class="stack tight"><h3>${t("들어온 통보", "What was told")}</h3><ul class="list">${[...members.events, ...this.rest.items].map(memberOf)}</ul>
        ${members.next && this.rest.state === "waiting" && !this.rest.busy ? html`<div class="row more"><button type="button" class="plain"
          @click=${() => this.rest.reload()}>${t("더 보기", "More")}</button></div>` : more(this.rest)}</section>`;
  }

  #note = (/** @type {any} */ values) => api("operations").post(path`incidents/${this.file.line.incident_id}/notes`, { note: values.note });
}
define("room-story", RoomStory);

/** @param {any} step */
function entryOf(step) {
  const about = step.what === "severity" ? named(SEVERITIES, step.about) : step.what === "merged" ? calledBy(step.about) : step.about;
  return { at: step.at, what: named(HAPPENED, step.what), by: step.by ? person(step.by, step.by_name) : t("자동", "by itself"),
    note: about ? html`<span lang=${ifDefined(tongue({ headline: about }))}>${about}</span>` : null, tone: TONES[step.what] ?? "" };
}

/** @param {any} member */
function memberOf(member) {
  const { event } = member;
  return html`<li><div class="stack tight"><p class="row"><b>${sourceOf(member.source)}</b><span class="quiet small">${moment(event.occurred_at)}</span>
      ${member.withdrawn ? tag(t("거두어들임", "taken back")) : nothing}${event.exercise ? tag(t("훈련", "drill"), "info") : nothing}</p>
    <p><span lang=${ifDefined(tongue(event))}>${headline({ kind_ko: "", ...event })}</span> <span class="quiet">${kindOf(event)} · ${named(SEVERITIES, event.severity)}</span></p>
    ${event.description ? html`<p class="words small" lang=${ifDefined(tongue({ headline: event.description }))}>${event.description}</p>` : nothing}
    ${member.messages.length > 1 ? html`<details><summary>${t(`통보 ${member.messages.length}번`, `${member.messages.length} messages`)}</summary><ol class="lines">
      ${member.messages.map((/** @type {any} */ each) => html`<li class="small">${moment(each.reported_at, "seconds")} · ${named(TELLS, each.message_type)} ·
        ${named(SEVERITIES, each.severity)}${each.headline ? html` · <span lang=${ifDefined(tongue(each))}>${each.headline}</span>` : nothing}</li>`)}</ol></details>` : nothing}</div></li>`;
}

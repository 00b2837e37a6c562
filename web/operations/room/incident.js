// One incident: how it stands, what can be done next, and its parts. It follows what the city tells of it.

import { api, path, Trouble } from "../../shell/api.js";
import { CityElement, define, html, ifDefined, nothing, say } from "../../shell/element.js";
import { live } from "../../shell/live.js";
import { go } from "../../shell/place.js";
import { count, moment, named, t } from "../../shell/words.js";
import { ask } from "../../components/dialog.js";
import { facts, since, tag } from "../../components/facts.js";
import { Load } from "../../components/load.js";
import { bad, good } from "../../components/notice.js";
import { drawn } from "../../components/state.js";
import "../../components/form.js";
import "../../components/tabs.js";
import { addressOf, headline, kindOf, SEVERITIES, SEVERITY_TONES, sourcesOf, STATES, STATE_TONES, tongue } from "./words.js";
import "./agencies.js";
import "./alert.js";
import "./cameras.js";
import "./procedures.js";
import "./story.js";

/** @typedef {import("./words.js").IncidentLine} IncidentLine */
/** @typedef {{asked: string, line: IncidentLine, absorbed: string[], timeline: any[], members: any, steps_possible: string[]}} IncidentFile */

const WHOLE_MS = 60_000;

/** What each step is called, what it asks, and whether it ends something.
 * @type {Record<string, {verb: [string, string], asks: [string, string], grave?: boolean, first?: boolean}>} */
const STEPS = {
  acknowledge: { verb: ["접수", "Acknowledge"], asks: ["이 사건을 맡아 보고 있음을 알립니다.", "Says that you have seen it and see to it."], first: true },
  dispatch: { verb: ["출동", "Dispatch"], asks: ["누군가 현장으로 가고 있습니다.", "Somebody is on the way."], first: true },
  resolve: { verb: ["종결", "Resolve"], asks: ["사건이 끝났습니다. 이 사건의 영상 열람도 끝납니다.", "It is over. Viewing of cameras for it ends too."], grave: true },
  cancel: { verb: ["취소", "Cancel"], asks: ["더 할 일이 없어 거둡니다. 영상 열람도 끝납니다.", "Nothing is left to do. Viewing of cameras for it ends too."], grave: true },
  false: { verb: ["오인", "False alarm"], asks: ["실제로 일어난 일이 아닙니다. 영상 열람도 끝납니다.", "It never happened. Viewing of cameras for it ends too."], grave: true },
  reopen: { verb: ["다시 열기", "Reopen"], asks: ["끝난 것으로 한 것이 잘못이었습니다.", "That it was over was a mistake."] },
};

/** Each by its own address. @type {Record<string, (id: string, body: {revision: number, note: string | null}) => Promise<IncidentFile>>} */
const SEND = {
  acknowledge: (id, { revision, note }) => api("operations").post(path`incidents/${id}/acknowledge`, { revision, note }),
  dispatch: (id, { revision, note }) => api("operations").post(path`incidents/${id}/dispatch`, { revision, note }),
  resolve: (id, { revision, note }) => api("operations").post(path`incidents/${id}/resolve`, { revision, note }),
  cancel: (id, { revision, note }) => api("operations").post(path`incidents/${id}/cancel`, { revision, note }),
  false: (id, { revision, note }) => api("operations").post(path`incidents/${id}/false`, { revision, note }),
  reopen: (id, { revision, note }) => api("operations").post(path`incidents/${id}/reopen`, { revision, note }),
};

class RoomIncident extends CityElement {
  static properties = { incident: {}, tab: {}, outcome: { state: true } };

  constructor() {
    super();
    this.incident = "";
    this.tab = "";
    /** @type {unknown} */
    this.outcome = null;
    /** Counts what was told, so that parts read anew. */
    this.turn = 0;
    /** @type {Load<IncidentFile>} */
    this.file = new Load(this, () => this.#read(), { every: WHOLE_MS });
    /** @type {{close(): void} | null} */
    this.watching = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.watching = live.watch("operations.incidents", {
      onChange: ({ key, body }) => {
        const line = this.file.value?.line;
        if (key === this.incident || key === line?.incident_id || body?.merged_into === line?.incident_id) this.#again();
      },
      // Called at the beginning too: whatever came between reading and watching is read then.
      onReset: this.#again, onState: () => {},
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.watching?.close();
    this.watching = null;
  }

  async #read() {
    const file = await api("operations").get(path`incidents/${this.incident}`);
    this.turn++;
    return file;
  }

  #again = () => { void this.file.reload(); };

  render() {
    return drawn(this.file, file => {
      const { line } = file;
      return html`${line.exercise ? html`<p class="room-drill-banner">${t("훈련 사건입니다. 기관에 알리지 않고 카메라를 열지 않습니다.",
          "This is a drill: no agency is told, and no camera opens.")}</p>` : nothing}
        <div class="stack tight"><h2 lang=${ifDefined(tongue(line))}>${headline(line)}</h2><p class="row">${tag(named(SEVERITIES, line.severity), SEVERITY_TONES[line.severity] ?? "")}
          ${tag(named(STATES, line.state), STATE_TONES[line.state] ?? "")}${line.storm ? tag(t("알림 폭주", "too many at once"), "warning") : nothing}</p></div>
        ${file.asked !== line.incident_id ? html`<div class="notice" data-tone="warning" role="note">${t("찾으신 사건은 이 사건에 합쳐졌습니다.",
          "The incident you asked for was merged into this one.")}</div>` : nothing}
        ${this.outcome ?? nothing}${this.#steps(file)}
        <city-tabs .name=${t("사건의 부분", "Parts of the incident")} .chosen=${this.tab} @choose=${(/** @type {CustomEvent} */ event) => go(this.incident, event.detail)}
          .tabs=${[{ id: "story", words: t("상황", "Story") }, { id: "procedures", words: t("절차", "Procedures") }, { id: "cameras", words: t("카메라", "Cameras") },
            { id: "alert", words: t("경보", "Alert") }, { id: "agencies", words: t("기관", "Agencies") }]} .panel=${(/** @type {string} */ id) => this.#part(id, file)}></city-tabs>`;
    });
  }

  /** @param {string} id @param {IncidentFile} file */
  #part(id, file) {
    const { line } = file;
    if (id === "procedures") return html`<room-procedures .line=${line} .turn=${this.turn}></room-procedures>`;
    if (id === "cameras") return html`<room-cameras .line=${line} .turn=${this.turn}></room-cameras>`;
    if (id === "alert") return html`<room-alert .line=${line} .turn=${this.turn}></room-alert>`;
    if (id === "agencies") return html`<room-agencies .line=${line} .turn=${this.turn}></room-agencies>`;
    return html`<section class="card">${about(line)}</section>
      <room-story .file=${file} @noted=${this.#again}></room-story>`;
  }

  // --- what can be done ------------------------------------------------------------------------------------------------

  /** @param {IncidentFile} file */
  #steps(file) {
    const possible = file.steps_possible.filter(step => Object.hasOwn(STEPS, step));
    if (!possible.length) return nothing;
    return html`<div class="row" role="group" aria-label=${t("다음 단계", "What next")}>${possible.map(step => html`<button type="button"
      class=${STEPS[step].first ? "do" : "plain"} @click=${() => this.#take(step, file.line)}>${t(...STEPS[step].verb)}</button>`)}</div>`;
  }

  /** @param {string} step @param {IncidentLine} line */
  async #take(step, line) {
    const { verb, asks, grave = false } = STEPS[step];
    this.outcome = null;
    const made = await ask({ title: `${t(...verb)}: ${headline(line)}`, verb: t(...verb), grave, body: html`<p>${t(...asks)}</p>
      <city-field name="note" kind="textarea" rows="2" maxlength="1000" .label=${t("메모 (선택)", "Note, if any")}></city-field>`,
      act: async values => {
        try {
          return await SEND[step](line.incident_id, { revision: line.revision, note: values.note ?? null });
        } catch (trouble) {
          // Somebody was faster: the page shows how it stands now, and the person decides anew.
          if (trouble instanceof Trouble && trouble.status === 409) return { trouble };
          throw trouble;
        }
      } });
    if (!made) return;
    this.outcome = made.trouble ? html`${bad(made.trouble)}` : good(t(`${t(...verb)} 처리했습니다.`, `${t(...verb)}: done.`));
    await this.file.reload();
    this.tell("moved");
    if (made.trouble) say(t("지금 상태를 다시 읽었습니다.", "The page shows how it stands now."));
  }
}
define("room-incident", RoomIncident);

/** @param {IncidentLine} line */
const about = line => facts([
  [t("종류", "Kind"), kindOf(line)],
  [t("곳", "Place"), html`<span lang=${ifDefined(line.place?.address ? tongue({ headline: line.place.address }) : undefined)}>${addressOf(line.place)}</span>${
    line.place?.accuracy_m ? t(` (오차 ${Math.round(line.place.accuracy_m)} m)`, ` (give or take ${Math.round(line.place.accuracy_m)} m)`) : nothing}`],
  [t("시작", "Began"), html`${moment(line.began_at)} · ${since(line.began_at)}`],
  [t("마지막 소식", "Last heard"), since(line.last_at)],
  line.acknowledged_at && [t("접수", "Acknowledged"), moment(line.acknowledged_at)],
  line.dispatched_at && [t("출동", "Dispatched"), moment(line.dispatched_at)],
  line.ended_at && [t("끝", "Ended"), moment(line.ended_at)],
  [t("알린 곳", "Told by"), html`${sourcesOf(line)} · ${count(line.count, "건", "report")}${line.withdrawn
    ? t(` (${line.withdrawn}건은 거두어들임)`, ` (${line.withdrawn} taken back)`) : nothing}`],
  [t("사건 번호", "Number"), line.incident_id],
]);

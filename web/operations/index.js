// The board of the control room: what is open, worst first, on the map and beside it, as it changes. Watched all night, so
// nothing covers it.
//
// Changes come by the city's line (shell/live.js), or by polling; the head says which. The board is read whole once a minute
// besides. The bell rings for what nobody has answered, once somebody has switched it on.

import { api, path, Trouble } from "../shell/api.js";
import { CityElement, define, html, nothing, say } from "../shell/element.js";
import { live } from "../shell/live.js";
import { session } from "../shell/session.js";
import { openPage } from "../shell/shell.js";
import { clock, count, named, number, t } from "../shell/words.js";
import { Load } from "../components/load.js";
import { bad } from "../components/notice.js";
import { broken, waiting } from "../components/state.js";
import { Bell } from "./room/bell.js";
import { openByHand } from "./room/by_hand.js";
import { Roll } from "./room/roll.js";
import { headline } from "./room/words.js";
import "./room/board.js";

const WHOLE_MS = 60_000, TICK_MS = 5_000, TITLE = /** @type {[string, string]} */ (["관제 상황판", "Operations board"]);
const ROOM = ["operator", "supervisor"], GRAVE = ["extreme", "severe"];

/** How the board hears of changes. @type {import("../shell/words.js").Words} */
const STANDINGS = {
  live: ["실시간", "Live"], polling: ["확인 중(5초마다)", "Checking every 5 seconds"], offline: ["끊김", "Cut off"],
  refused: ["볼 수 없음", "Refused"], waiting: ["연결 중", "Connecting"],
};

class RoomBoard extends CityElement {
  static properties = { standing: { state: true }, outcome: { state: true } };

  constructor() {
    super();
    /** @type {"waiting" | import("../shell/live/follower.js").State} */
    this.standing = "waiting";
    /** What went wrong with a press. @type {unknown} */
    this.outcome = null;
    /** When what is shown was last known to be so. */
    this.sure = 0;
    this.turn = 0;
    this.roll = new Roll();
    this.bell = new Bell();
    /** Those that were unanswered already, so that only new ones ring. @type {Set<string> | null} */
    this.heard = null;
    this.list = new Load(this, () => this.#read(), { every: WHOLE_MS });
    /** What waits for whoever is here. @type {Load<{steps: import("./room/steps.js").StepLine[]}>} */
    this.steps = new Load(this, () => this.#waiting(), { every: WHOLE_MS });
    /** @type {{close(): void}[]} */
    this.watching = [];
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.ticking = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    for (const name of ["online", "offline"]) addEventListener(name, this.#line);
    for (const name of ["pointerup", "keyup"]) addEventListener(name, this.#pressed);
    this.ticking = setInterval(() => this.#tick(), TICK_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const name of ["online", "offline"]) removeEventListener(name, this.#line);
    for (const name of ["pointerup", "keyup"]) removeEventListener(name, this.#pressed);
    clearInterval(this.ticking);
    for (const each of this.watching.splice(0)) each.close();
  }

  #line = () => { if (navigator.onLine) void this.list.reload(); this.requestUpdate(); };

  // The first press in the page lets a bell sound that was switched on another day.
  #pressed = () => { if (this.bell.muffled) void this.bell.wake().then(() => this.requestUpdate()); };

  #tick() {
    if (this.how === "live" || this.how === "polling") this.sure = Date.now();
    this.bell.remind(this.roll.unanswered.some(line => GRAVE.includes(line.severity)));
    this.requestUpdate();
  }

  /** How the board hears of changes now: by the line's word, the list's, and the browser's. */
  get how() {
    const silent = navigator.onLine === false || this.list.trouble?.status === 0;
    return silent && this.standing !== "refused" ? "offline" : this.standing;
  }

  // --- what is heard ----------------------------------------------------------------------------------------------

  async #read() {
    const board = await api("operations").get("incidents/board");
    this.roll.read(board);
    this.sure = Date.now();
    this.#follow(board.cursor);
    this.#attend();
    return true;
  }

  async #waiting() { return session.may(...ROOM) ? api("operations").get("steps") : { steps: [] }; }

  /** @param {number} cursor */
  #follow(cursor) {
    if (this.watching.length) return;
    this.watching.push(live.watch("operations.incidents", {
      cursor,
      onChange: change => {
        if (!this.roll.hear(change)) return;
        this.sure = Date.now();
        this.#attend();
        void this.steps.reload();
      },
      onReset: () => { void this.list.reload(); },
      onState: state => { this.standing = state; this.#tick(); },
    }));
    if (!session.may(...ROOM)) return;
    this.watching.push(live.watch("operations.escalations", {
      onChange: change => { if (this.roll.escalate(change)) this.#escalated(change.key); },
      onReset: () => {}, onState: () => {},
    }));
  }

  /** @param {string} key */
  #escalated(key) {
    const line = this.roll.lines.get(key);
    if (line && !line.exercise && line.state === "detected") {
      say(`${t("아직 아무도 접수하지 않았습니다", "Nobody has acknowledged it yet")}: ${headline(line)}`);
      this.bell.ring(true);
    }
    this.requestUpdate();
  }

  /** Says and rings for what nobody has answered, and counts it in the window's title. */
  #attend() {
    const open = this.roll.unanswered, fresh = open.filter(line => this.heard && !this.heard.has(line.incident_id));
    this.heard = new Set(open.map(line => line.incident_id));
    if (fresh.length) {
      say(`${t("새 사건", "New incident")}: ${fresh.map(headline).join("; ")}`);
      this.bell.ring(fresh.some(line => GRAVE.includes(line.severity)));
    }
    this.requestUpdate();
  }

  updated() {
    const open = this.roll.unanswered.length;
    document.title = `${open ? `(${open}) ` : ""}${t(...TITLE)} · ${t("동네", "Dongne")}`;
  }

  // --- what is done -----------------------------------------------------------------------------------------------

  /** @param {CustomEvent<import("./room/words.js").IncidentLine>} event */
  #acknowledge = async event => {
    const line = event.detail;
    this.outcome = null;
    try {
      const file = await api("operations").post(path`incidents/${line.incident_id}/acknowledge`, { revision: line.revision });
      this.roll.lines.set(line.incident_id, file.line);
      say(t(`접수했습니다: ${headline(line)}`, `Acknowledged: ${headline(line)}`));
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.outcome = bad(trouble);
      if (trouble.status === 409) await this.list.reload();
    }
    this.#attend();
  };

  #byHand = async () => {
    const file = await openByHand();
    if (!file) return;
    await this.list.reload();
    say(t(`등록했습니다: ${headline(file.line)}`, `Opened: ${headline(file.line)}`));
  };

  #ringing = async () => {
    await this.bell.turn(!this.bell.on);
    this.requestUpdate();
  };

  // --- what is seen -----------------------------------------------------------------------------------------------

  render() {
    return html`<div class="page room"><div class="page-head"><h1>${t(...TITLE)}</h1>${this.#head()}</div>${this.#banner()}${this.outcome ?? nothing}
      ${this.list.at ? html`<room-incident-board .roll=${this.roll} .steps=${this.steps} .turn=${++this.turn} @acknowledge=${this.#acknowledge}
        @answered=${() => this.steps.reload()}></room-incident-board>`
        : this.list.state === "error" ? broken(this.list.trouble, () => { void this.list.reload(); }) : waiting()}</div>`;
  }

  #head() {
    const { how } = this, cut = how === "offline" || how === "refused", waits = this.steps.value?.steps.length ?? 0;
    return html`<p class="room-standing" data-standing=${how}><span class="room-lamp" aria-hidden="true"></span>
        <span role="status">${named(STANDINGS, how)}</span>${this.sure ? html`<span class="quiet">${cut
          ? t(`${clock(this.sure)}까지의 상태`, `As of ${clock(this.sure)}`) : t(`${clock(this.sure)} 기준`, `As of ${clock(this.sure)}`)}</span>` : nothing}</p>
      <div class="row">${waits ? html`<a class="pill" href="#room-steps">${t(`나를 기다리는 단계 ${number(waits)}`, `${count(waits, "", "step")} for me`)}</a>` : nothing}
        <button type="button" class="pill" aria-pressed=${this.bell.on ? "true" : "false"} @click=${this.#ringing}>${t("소리", "Sound")}</button>
        ${session.may(...ROOM) ? html`<button type="button" class="do" @click=${this.#byHand}>${t("사건 등록", "Open an incident")}</button>` : nothing}</div>`;
  }

  #banner() {
    if (!this.list.at) return nothing;
    const late = this.how === "offline" || (this.list.trouble && this.standing !== "live");
    return html`${late ? html`<div class="notice" data-tone="danger" role="alert"><b>${t("화면이 갱신되지 않습니다", "This page is not being refreshed")}</b>
        <p>${t(`아래는 ${clock(this.sure)}까지의 상태입니다. 연결되면 저절로 이어집니다. 그동안은 전화와 무전으로 확인하세요.`,
          `What you see is how it was at ${clock(this.sure)}. It goes on by itself once there is a connection. Until then, use telephone and radio.`)}</p></div>` : nothing}
      ${this.bell.muffled ? html`<div class="notice" data-tone="warning"><p>${t("소리가 켜져 있지만 아직 울리지 못합니다. 화면을 한 번 누르거나 아무 키나 누르세요.",
        "Sound is on, but the browser lets nothing sound yet. Press anywhere, or any key.")}</p></div>` : nothing}
      ${this.roll.leftOff ? html`<div class="notice" data-tone="warning"><p>${t(`열린 사건이 ${number(this.roll.leftOff)}건 더 있습니다.`,
        `${count(this.roll.leftOff, "건", "open incident")} more than are shown.`)} <a href="/operations/incident">${t("모두 보기", "See all")}</a></p></div>` : nothing}`;
  }
}
// Not before somebody has signed in: it begins with what they may see.
void openPage({ title: TITLE, groups: ["operator", "supervisor", "auditor"], idle: false }, () => define("room-board", RoomBoard));

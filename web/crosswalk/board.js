// The board of crosswalks: how every unit is, worst first, as it changes. Watched all night, so nothing covers it.
//
// Changes come by the city's line (shell/live.js), or by polling; the head says which. The list is read whole once a minute
// besides: that a unit was heard again, and nothing else, is no change that anybody is told.

import { api } from "../shell/api.js";
import { CityElement, define, html, nothing, say } from "../shell/element.js";
import { live } from "../shell/live.js";
import { go, place } from "../shell/place.js";
import { session } from "../shell/session.js";
import { openPage } from "../shell/shell.js";
import { clock, count, named, storage, t } from "../shell/words.js";
import { Load } from "../components/load.js";
import { broken, waiting } from "../components/state.js";
import "../components/notice.js";
import "../components/tabs.js";
import { Noted, Roll } from "./roll.js";
import { CONCERNS, nameOf } from "./words.js";
import "./units.js";
import "./updates.js";
import "./views.js";

const WHOLE_MS = 60_000, TICK_MS = 15_000, TITLE = /** @type {[string, string]} */ (["횡단보도 상황판", "Crosswalk board"]);

/** How the board hears of changes. @type {import("../shell/words.js").Words} */
const STANDINGS = {
  live: ["실시간", "Live"], polling: ["확인 중(5초마다)", "Checking every 5 seconds"], offline: ["끊김", "Cut off"],
  refused: ["볼 수 없음", "Refused"], waiting: ["연결 중", "Connecting"],
};

class CrosswalkBoard extends CityElement {
  static properties = { standing: { state: true } };

  constructor() {
    super();
    /** @type {"waiting" | import("../shell/live/follower.js").State} */
    this.standing = "waiting";
    /** When what is shown was last known to be so. */
    this.sure = 0;
    this.turn = 0;
    this.roll = new Roll();
    this.noted = new Noted(storage("localStorage"), `dongne.board.noted.${session.me?.id ?? ""}`);
    /** Urgent ones that were there already, so that only new ones are said aloud. @type {Set<string> | null} */
    this.heard = null;
    this.list = new Load(this, () => this.#read(), { every: WHOLE_MS });
    /** @type {{close(): void} | null} */
    this.watching = null;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    this.ticking = undefined;
  }

  connectedCallback() {
    super.connectedCallback();
    for (const name of ["place", "online", "offline"]) addEventListener(name, this.#moved);
    addEventListener("online", this.#back);
    this.ticking = setInterval(() => this.#tick(), TICK_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const name of ["place", "online", "offline"]) removeEventListener(name, this.#moved);
    removeEventListener("online", this.#back);
    clearInterval(this.ticking);
    this.watching?.close();
    this.watching = null;
  }

  #moved = () => this.requestUpdate();
  #back = () => { void this.list.reload(); };

  #tick() {
    if (this.how === "live" || this.how === "polling") this.sure = Date.now();
    this.requestUpdate();
  }

  /** How the board hears of changes now. A line that broke without a word is still called live: so the list, which is read
   * once a minute, and the browser's own word count too. */
  get how() {
    const silent = navigator.onLine === false || this.list.trouble?.status === 0;
    return silent && this.standing !== "refused" ? "offline" : this.standing;
  }

  async #read() {
    const list = await api("crosswalk").get("units");
    this.roll.read(list);
    this.sure = Date.now();
    this.#follow(list.cursor);
    this.#attend();
    return true;
  }

  /** @param {number} cursor */
  #follow(cursor) {
    this.watching ??= live.watch("crosswalk.units", {
      cursor,
      onChange: change => {
        if (!this.roll.hear(change)) return;
        this.sure = Date.now();
        this.#attend();
        if (change.key === "link:") void this.list.reload();
      },
      onReset: () => { void this.list.reload(); },
      onState: state => { this.standing = state; this.#tick(); },
    });
  }

  /** Says what has become urgent, and how much there is of it in the window's title. */
  #attend() {
    const urgent = this.roll.sorted("alarm"), fresh = urgent.filter(line => this.heard && !this.heard.has(line.unit));
    this.heard = new Set(urgent.map(line => line.unit));
    if (fresh.length) say(`${t("새 경보", "New alarm")}: ${fresh.map(line => `${nameOf(line)}, ${named(CONCERNS, line.concerns[0])}`).join("; ")}`);
    this.noted.tidy(urgent);
    this.#title(urgent.filter(line => this.noted.at(line) === null).length);
    this.requestUpdate();
  }

  /** @param {number} fresh */
  #title(fresh) { document.title = `${fresh ? `(${fresh}) ` : ""}${t(...TITLE)} · ${t("동네", "Dongne")}`; }

  /** @param {import("./words.js").UnitLine[]} lines */
  #note(lines) {
    this.noted.note(lines, Date.now());
    this.#attend();
    say(t(`경보 ${lines.length}건을 확인했습니다.`, `${count(lines.length, "건", "alarm")} noted.`));
  }

  updated() { this.#title(this.roll.sorted("alarm").filter(line => this.noted.at(line) === null).length); }

  render() {
    return html`<div class="page board"><div class="page-head"><h1>${t(...TITLE)}</h1>${this.#head()}</div>
      ${this.#banner()}${this.list.at ? this.#work() : this.list.state === "error"
        ? broken(this.list.trouble, () => { void this.list.reload(); }) : waiting()}</div>`;
  }

  #head() {
    const { how } = this, cut = how === "offline" || how === "refused";
    return html`<p class="board-standing" data-standing=${how}><span class="board-lamp" aria-hidden="true"></span>
      <span role="status">${named(STANDINGS, how)}</span>${this.sure ? html`<span class="quiet">${cut
        ? t(`${clock(this.sure)}까지의 상태`, `As of ${clock(this.sure)}`)
        : t(`${clock(this.sure)} 기준`, `As of ${clock(this.sure)}`)}</span>` : nothing}</p>`;
  }

  #banner() {
    if (!this.list.at) return nothing;
    if (this.how === "offline" || (this.list.trouble && this.standing !== "live")) {
      return html`<div class="notice" data-tone="danger" role="alert"><b>${t("화면이 갱신되지 않습니다", "This page is not being refreshed")}</b>
        <p>${t(`아래는 ${clock(this.sure)}까지의 상태입니다. 연결되면 저절로 이어집니다. 급하면 당직실에 전화로 확인하세요.`,
          `What you see is how it was at ${clock(this.sure)}. It goes on by itself once there is a connection. If it is urgent, telephone the control room.`)}</p></div>`;
    }
    if (this.roll.linkDown) {
      return html`<div class="notice" data-tone="danger" role="alert"><b>${t("단말 대부분이 한꺼번에 응답하지 않습니다",
        "Most units fell silent at once")}</b><p>${t("단말이 아니라 통신망을 먼저 확인하세요. 등은 도시와 끊겨도 스스로 동작합니다.",
        "Look at the link first, not at the units. Their lamps work by themselves while they are cut off.")}</p></div>`;
    }
    return nothing;
  }

  #work() {
    const [tab, one, part] = place();
    const tabs = [{ id: "units", words: t("단말", "Units"), badge: this.roll.lines.size },
      { id: "updates", words: t("업데이트", "Updates") },
      { id: "views", words: t("영상 열람 기록", "Who looked"), hidden: !session.may("auditor") }];
    const panel = (/** @type {string} */ id) => id === "updates" ? html`<crosswalk-updates .number=${tab === "updates" ? one ?? "" : ""}></crosswalk-updates>`
      : id === "views" ? html`<crosswalk-views .lines=${this.roll.sorted()}></crosswalk-views>`
      : html`<crosswalk-units .roll=${this.roll} .noted=${this.noted} .turn=${++this.turn} .unit=${tab === "units" ? one ?? "" : ""} .panel=${part ?? ""}
          @noted=${(/** @type {CustomEvent} */ event) => this.#note(event.detail)} @registered=${() => this.list.reload()}></crosswalk-units>`;
    return html`<city-tabs .name=${t("업무", "Work")} .tabs=${tabs} .chosen=${tab ?? ""} .panel=${panel}
      @choose=${(/** @type {CustomEvent} */ event) => go(event.detail)}></city-tabs>`;
  }
}
// Not before somebody has signed in: it begins with what they may see.
void openPage({ title: TITLE, groups: ["clerk", "manager", "auditor"], idle: false }, () => define("crosswalk-board", CrosswalkBoard));

// Rounds: a list, and the round that is open with its parts. A round that is on its way is looked at anew by itself.

import { tag, line } from "../../components/facts.js";
import "../../components/list.js";
import { Load } from "../../components/load.js";
import { bad } from "../../components/notice.js";
import "../../components/split.js";
import { drawn, empty } from "../../components/state.js";
import "../../components/tabs.js";
import { path } from "../../shell/api.js";
import { CityElement, define, html, keyed, nothing, say } from "../../shell/element.js";
import { at, go } from "../../shell/place.js";
import { session } from "../../shell/session.js";
import { lasting, named, t } from "../../shell/words.js";
import "./ending.js";
import "./leaks.js";
import "./ledger.js";
import "./opening.js";
import "./orders.js";
import "./panel.js";
import "./payout.js";
import "./progress.js";
import { dividend, done, hasBegun, restless } from "./round.js";
import { STATES, toneOf, whyStopped } from "./words.js";

/** @typedef {import("./round.js").Round} Round */
/** @typedef {import("./round.js").Line} Line */

/** @param {string} since */
const standing = since => { const long = lasting((Date.now() - new Date(since).getTime()) / 1000); return t(`이 상태로 ${long}째`, `for ${long}`); };
const NEW = "new";

/** @type {[id: string, korean: string, english: string, show: (round: Round) => unknown, who: string[] | null][]} */
const PARTS = [
  ["progress", "진행", "Progress", round => html`<round-progress .round=${round}></round-progress>`, null],
  ["certificate", "증명서", "Certificate", round => html`<round-certificate .round=${round}></round-certificate>`, null],
  ["panel", "심의", "Panel", round => html`<round-panel .round=${round}></round-panel>`, null],
  ["orders", "주문", "Orders", round => html`<round-orders .round=${round}></round-orders>`, ["steward", "auditor"]],
  ["payout", "배당금", "Payout", round => html`<round-payout .round=${round}></round-payout>`, null],
  ["leaks", "유출 추적", "Leaks", round => html`<round-leaks .round=${round}></round-leaks>`, null],
  ["ledger", "장부", "Ledger", round => html`<round-ledger .round=${round}></round-ledger>`, ["steward", "auditor"]],
  ["ending", "닫기", "Ending", round => html`<round-ending .round=${round}></round-ending>`, null],
];

class DividendRounds extends CityElement {
  static properties = { open: {}, shown: {}, words: { state: true } };

  constructor() {
    super();
    /** The round that is open, or `new`. */
    this.open = "";
    this.shown = "";
    /** What was done last. */
    this.words = "";
    /** @type {Load<Line[]>} */
    this.list = new Load(this, async () => (await dividend.get("rounds")).rounds.sort(
      (/** @type {Line} */ one, /** @type {Line} */ other) => Date.parse(other.opened_at) - Date.parse(one.opened_at)), { every: 60_000 });
    /** @type {Load<Round>} */
    this.one = new Load(this, () => this.#read(), { held: true, every: restless });
  }

  async #read() {
    const asked = this.open, before = this.one.value;
    /** @type {Round} */
    const round = await dividend.get(path`rounds/${asked}`);
    if (before && before.round_id === round.round_id && before.state !== round.state) {
      hasBegun(round.round_id);
      say(named(STATES, round.state));
      void this.list.reload();
    }
    return round;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has("shown")) this.words = "";
    if (!changed.has("open")) return;
    this.words = "";
    if (this.open && this.open !== NEW) void this.one.renew();
    else { this.one.value = null; this.one.every = undefined; }
    if (this.open && this.open !== NEW) this.one.every = restless;
  }

  #did = async (/** @type {CustomEvent<string>} */ event) => {
    event.stopPropagation();
    this.words = event.detail;
    await Promise.all([this.list.reload(), this.one.reload()]);
    await this.updateComplete;
    // What was pressed may be gone; whoever pressed goes on where it says what came of it.
    if (document.activeElement === document.body) /** @type {HTMLElement | null} */ (this.querySelector(".done"))?.focus();
  };

  render() {
    return html`<city-split ?open=${Boolean(this.open)} .subject=${this.open} back=${at("rounds")} .list=${this.#listed()}
      .one=${this.open === NEW ? html`<round-opening @did=${this.#opened}></round-opening>` : this.open ? this.#shown() : nothing}
      @did=${this.#did}></city-split>`;
  }

  // Drawn by another element, which would be `this` in a method.
  #opened = async (/** @type {CustomEvent<string>} */ event) => {
    event.stopPropagation();
    await this.list.reload();
    go("rounds", event.detail);
  };

  #listed() {
    const steward = session.may("steward");
    return html`<div class="row apart"><h2>${t("회차", "Rounds")}</h2>${steward ? html`<a class="do" href=${at("rounds", NEW)}>${t("새 회차", "Open a round")}</a>`
      : nothing}</div>${drawn(this.list, rounds => html`<city-list .name=${t("회차", "Rounds")} .items=${rounds} .key=${(/** @type {Line} */ round) => round.round_id}
      .row=${(/** @type {Line} */ round) => line(at("rounds", round.round_id), html`<span class="row"><b>${round.round_id} <span lang="ko">${round.title}</span></b>${
        tag(named(STATES, round.state), toneOf(round))}</span><span class="quiet">${standing(round.since)}</span>`, round.round_id === this.open)}></city-list>`,
      { empty: rounds => rounds.length ? null : steward ? t("아직 회차가 없습니다. ‘새 회차’에서 기간과 약속을 정해 여세요.",
        "No round yet. Agree on period and terms under “Open a round”.") : t("아직 회차가 없습니다. 데이터 담당이 열면 여기에 보입니다.",
        "No round yet. It shows here once a steward opens one.") })}`;
  }

  #shown() {
    const found = this.one.value?.round_id === this.open ? this.one : null;
    if (!found?.value) return this.one.state === "error" && this.one.trouble?.status === 404 ? empty(t("그런 회차가 없습니다.", "There is no such round."))
      : drawn(/** @type {Load<Round>} */ (found ?? this.one), () => nothing);
    const round = found.value, parts = PARTS.filter(part => !part[4] || session.may(...part[4]));
    return html`<div class="row apart round-head"><h2>${round.round_id} <span lang="ko">${round.title}</span></h2>${tag(named(STATES, round.state), toneOf(round))}</div>
      ${found.trouble ? bad(found.trouble) : nothing}
      ${round.stopped_because ? html`<div class="notice" data-tone="danger" role="alert">${whyStopped(round.stopped_because)}</div>` : nothing}
      ${done(this.words)}
      ${keyed(round.round_id, html`<city-tabs pills .name=${t("회차 화면", "Parts of the round")} .chosen=${this.shown}
        .tabs=${parts.map(([id, korean, english]) => ({ id, words: t(korean, english) }))}
        .panel=${(/** @type {string} */ id) => parts.find(part => part[0] === id)?.[3](round)}
        @choose=${(/** @type {CustomEvent<string>} */ event) => { event.stopPropagation(); go("rounds", round.round_id, event.detail); }}></city-tabs>`)}`;
  }
}
define("dividend-rounds", DividendRounds);

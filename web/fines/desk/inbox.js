// What is to be done: tickets, opinions, money that is held, and what waits for a second person.

import { CityElement, define, html, nothing } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { at, go, place } from "../../shell/place.js";
import { listed, named, NOTHING, t, text, won } from "../../shell/words.js";
import { line } from "../../components/facts.js";
import { Pages } from "../../components/load.js";
import "../../components/list.js";
import "../../components/split.js";
import "../../components/tabs.js";
import { fines, waited } from "./shown.js";
import { ACTIONS, CHANNELS, CORRECTION_GROUNDS, LANGUAGES, MOVES, SUSPENSE, TICKET_REASONS } from "./words.js";
import { paysTag } from "./deposit.js";
import { givenAt, groundName, unverified } from "./opinion.js";
import "./case.js";
import "./ticket.js";

const AGAIN_MS = 60_000, PAGE = 50;

/** @typedef {{words: [string, string], none: [string, string], about: [string, string], ask: (query: {limit: number, page: string | null}) => Promise<any>, of: string, key: (item: any) => string[],
 *   row: (item: any) => unknown, part: (key: string[], changed: () => void) => unknown}} Inbox */

/** @param {string} tag_ @param {string | null} by @param {string | null} called */
const proposedBy = (tag_, by, called) => t(`제안 ${person(by, called)} · ${tag_}`, `Proposed by ${person(by, called)} · ${tag_}`);

/** By the part of the address. @type {Record<string, Inbox>} */
const INBOXES = {
  ticket: { words: ["답변할 문의", "Tickets"], none: ["답변할 문의가 없습니다.", "No ticket waits."], ask: query => fines.get("tickets", query), of: "tickets",
    about: ["자동으로 답하지 못해 사람에게 넘어온 문의입니다.", "Questions that could not be answered by themselves."],
    key: ticket => [ticket.number],
    row: ticket => html`<span class="row"><b>${ticket.number}</b>${waited(ticket.opened_at)}</span>
      <span>${named(TICKET_REASONS, ticket.reason)}</span>
      <span class="quiet">${listed({ ...CHANNELS, ...LANGUAGES }, [ticket.channel, ticket.language])} · ${ticket.phone
        || t("전화번호 없음", "no telephone")}</span>`,
    part: (key, changed) => html`<desk-ticket .subject=${key} @changed=${changed}></desk-ticket>` },
  opinion: { words: ["심의할 의견", "Opinions"], none: ["심의할 의견이 없습니다.", "No opinion waits."], ask: query => fines.get("opinions", query), of: "opinions",
    about: ["사전통지를 받은 사람이 낸 의견입니다. 증빙을 보고 수용하거나 불수용합니다.", "What people say about their notice. See the documents, then accept or reject."],
    key: opinion => [opinion.notice_number, opinion.given_at],
    row: opinion => html`<span class="row"><b>${opinion.notice_number}</b>${waited(givenAt(opinion))}</span>
      <span>${opinion.guessed_ground ? groundName(opinion.guessed_ground) : t("사유 미분류", "No ground known")}</span>
      ${opinion.verified ? nothing : html`<span>${unverified()}</span>`}
      <span class="quiet" lang=${opinion.language}>${(opinion.words ?? NOTHING).slice(0, 60)}</span>`,
    part: (key, changed) => html`<desk-opinion .subject=${key} @changed=${changed}></desk-opinion>` },
  suspense: { words: ["미확인 입금", "Money held"], none: ["미확인 입금이 없습니다.", "No money waits."], ask: query => fines.get("suspense", query), of: "suspense",
    about: ["어느 사건의 돈인지 정하지 못한 입금입니다. 환급이나 배정을 제안합니다.", "Deposits that pay no case. Propose a refund, or the case it is for."],
    key: deposit => [deposit.deposit_key],
    row: deposit => html`<span class="row"><b>${won(deposit.amount_krw)}</b>${waited(deposit.received_at)}</span>
      <span>${named(SUSPENSE, deposit.reason)} ${deposit.reason === "second_deposit" ? paysTag(deposit) : nothing}</span>
      <span class="quiet">${text(deposit.account_number)} · ${deposit.notice_number || t("사건 없음", "no case")}</span>`,
    part: (key, changed) => html`<desk-deposit .subject=${key} @changed=${changed}></desk-deposit>` },
  proposal: { words: ["승인 대기", "To approve"], none: ["승인할 제안이 없습니다.", "Nothing to approve."], ask: query => fines.get("proposals", query), of: "decisions",
    about: ["환급과 배정 제안입니다. 제안한 사람은 승인할 수 없고, 다른 관리자가 승인합니다.", "Refunds and assignments. Whoever proposed may not approve: another manager does."],
    key: decision => [decision.deposit_key],
    row: decision => html`<span class="row"><b>${named(ACTIONS, decision.action)} ${won(decision.amount_krw)}</b>${waited(decision.proposed_at)}</span>
      <span>${text(decision.reason)}</span>
      <span class="quiet">${proposedBy(text(decision.notice_number ?? decision.refund_bank), decision.proposed_by, decision.proposed_by_name)}</span>`,
    part: (key, changed) => html`<desk-deposit .subject=${key} @changed=${changed}></desk-deposit>` },
  correction: { words: ["정정 승인", "Corrections"], none: ["승인할 정정이 없습니다.", "No correction to approve."], ask: query => fines.get("corrections", query), of: "corrections",
    about: ["사건을 바로잡는 제안입니다. 제안한 사람은 승인할 수 없고, 다른 관리자가 승인합니다.", "What is to be put right. Whoever proposed may not approve: another manager does."],
    key: correction => [correction.notice_number],
    row: correction => html`<span class="row"><b>${correction.notice_number}</b>${waited(correction.proposed_at)}</span>
      <span>${named(MOVES, correction.move)} · ${named(CORRECTION_GROUNDS, correction.ground)}</span>
      <span class="quiet">${proposedBy(text(correction.reason), correction.proposed_by, correction.proposed_by_name)}</span>`,
    part: (key, changed) => html`<desk-case .subject=${key} @changed=${changed}></desk-case>` },
};

class DeskInbox extends CityElement {
  static properties = { place: { attribute: false }, shown: { state: true } };

  constructor() {
    super();
    /** @type {string[]} */
    this.place = [];
    this.shown = "ticket";
    this.lists = Object.fromEntries(Object.entries(INBOXES).map(([id, { ask, of }]) => [id, new Pages(this, async page => {
      const answer = await ask({ limit: PAGE, page });
      return [answer[of], answer.next_page];
    })]));
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#seen);
    this.timer = setInterval(this.#seen, AGAIN_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#seen);
    clearInterval(this.timer);
  }

  // Whoever comes back sees what came meanwhile; whoever has read on in a list keeps their place.
  #seen = () => {
    if (document.hidden || place()[0] !== "work") return;
    for (const list of Object.values(this.lists)) if (list.items.length <= PAGE && !list.busy) void list.reload();
  };

  #reload = () => { for (const list of Object.values(this.lists)) void list.reload(); };

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) { if (changed.has("place") && Object.hasOwn(INBOXES, this.place[0] ?? "")) this.shown = this.place[0]; }

  render() {
    const [kind = "", ...key] = this.place, open = Object.hasOwn(INBOXES, kind) && key.length > 0;
    const tabs = Object.entries(INBOXES).map(([id, { words }]) => {
      const { items, more, state } = this.lists[id];
      return { id, words: t(...words), badge: state === "waiting" ? null : `${items.length}${more ? "+" : ""}` };
    });
    return html`<city-split ?open=${open} back=${at("work", this.shown)} .subject=${open ? this.place.join("/") : ""} .list=${html`
      <div class="row apart"><h2>${t("들어온 일", "What came in")}</h2>
        <button type="button" class="plain" @click=${this.#reload}>${t("새로 고침", "Refresh")}</button></div>
      <city-tabs pills .name=${t("목록", "Lists")} .tabs=${tabs} .chosen=${this.shown} .panel=${(/** @type {string} */ id) => this.#list(id, key.join("/"))}
        @choose=${this.#choose}></city-tabs>`}
      .one=${open ? INBOXES[kind].part(key, this.#reload) : nothing}></city-split>`;
  }

  /** @param {CustomEvent} event */
  #choose = event => {
    event.stopPropagation();
    this.shown = event.detail;
    go("work", event.detail);
  };

  /** @param {string} id @param {string} current */
  #list(id, current) {
    const { words, none, about, key, row } = INBOXES[id];
    return html`<p class="quiet">${t(...about)}</p><city-list .name=${t(...words)} .pages=${this.lists[id]}
      .key=${(/** @type {any} */ item) => key(item).join("/")} .none=${t(...none)}
      .row=${(/** @type {any} */ item) => line(at("work", id, ...key(item)), row(item), id === this.shown && key(item).join("/") === current)}></city-list>`;
  }
}
define("desk-inbox", DeskInbox);

// The agencies: a list with their health, and one with its agreement, its keys and its messages.

import "../../components/list.js";
import "../../components/split.js";
import "../../components/tabs.js";
import { facts, line, since, tag, tiles } from "../../components/facts.js";
import { Load } from "../../components/load.js";
import { good } from "../../components/notice.js";
import { drawn, empty } from "../../components/state.js";
import { CityElement, define, html, keyed, nothing } from "../../shell/element.js";
import { at, go } from "../../shell/place.js";
import { session } from "../../shell/session.js";
import { count, listed, moment, named, number, t, text } from "../../shell/words.js";
import { did, operations } from "../office/shown.js";
import { CATEGORIES, SEVERITIES, STATES } from "../office/words.js";
import { WAYS } from "./agency.js";
import "./config.js";
import "./keys.js";
import "./messages.js";

/** @typedef {import("./agency.js").Agency} Agency */

const NEW = "new", EVERY_MS = 30_000;

/** How it fares. @param {Agency} agency */
function healthTag({ config, health }) {
  if (!config.is_active) return tag(t("멈춤", "paused"));
  if (health.failing_since) return tag(t("받지 않음", "takes nothing"), "alarm");
  return health.refused_today ? tag(t("거절 있음", "some refused"), "warning") : tag(t("정상", "well"), "fine");
}

class AgencyPartners extends CityElement {
  static properties = { place: { attribute: false }, told: { state: true } };

  constructor() {
    super();
    /** @type {string[]} */
    this.place = [];
    this.told = { id: "", words: "" };
    /** @type {Load<Agency[]>} */
    this.list = new Load(this, async () => (await operations.get("agencies")).agencies, { every: EVERY_MS });
  }

  // Drawn by another element, which would be `this` in a method.
  #changed = async (/** @type {CustomEvent<{id: string, words: string}>} */ event) => {
    event.stopPropagation();
    this.told = event.detail;
    await this.list.reload();
    if (this.place[0] === NEW) go("partners", event.detail.id);
  };

  render() {
    const [open = "", part = ""] = this.place, writes = session.may("supervisor");
    return html`<city-split ?open=${Boolean(open)} back=${at("partners")} .subject=${open} @told=${this.#changed} .list=${html`
      <div class="row apart"><h2>${t("연계 기관", "Agencies")}</h2>${writes ? html`<a class="do" href=${at("partners", NEW)}>${t("새 기관", "New agency")}</a>` : nothing}</div>
      ${drawn(this.list, all => html`<city-list .name=${t("연계 기관", "Agencies")} .items=${all} .key=${(/** @type {Agency} */ each) => each.config.agency_id}
        .row=${(/** @type {Agency} */ each) => line(at("partners", each.config.agency_id), html`<span class="row"><b>${t(each.config.name_ko, each.config.name_en)}</b>
          <span class="row">${each.proposal?.state === "proposed" ? tag(t("키 결정", "key to decide"), "warning") : nothing}${healthTag(each)}</span></span>
          <span class="quiet">${t("들음", "heard")} ${since(each.health.last_heard_at)} · ${t("알림", "told")} ${since(each.health.last_told_at)}</span>`, each.config.agency_id === open)}></city-list>`,
        { empty: all => all.length ? null : t("아직 연계한 기관이 없습니다.", "No agency yet.") })}`}
      .one=${open === NEW && writes ? html`<h2>${t("새 기관", "New agency")}</h2><agency-config></agency-config>` : open ? this.#one(open, part) : nothing}></city-split>`;
  }

  /** @param {string} open @param {string} part */
  #one(open, part) {
    const agency = this.list.value?.find(each => each.config.agency_id === open);
    if (!agency) return this.list.value ? empty(t("그런 기관이 없습니다.", "There is no such agency.")) : nothing;
    /** @type {[id: string, words: string, show: () => unknown][]} */
    const parts = [["health", t("상태", "Health"), () => health(agency)], ["config", t("약정", "Agreement"), () => session.may("supervisor") ? html`<agency-config .agency=${agency}></agency-config>`
      : agreement(agency)], ["keys", t("키", "Keys"), () => html`<agency-keys .agency=${agency}></agency-keys>`],
      ["messages", t("메시지", "Messages"), () => html`<agency-messages .agency=${open}></agency-messages>`]];
    return html`<div class="row apart"><h2>${t(agency.config.name_ko, agency.config.name_en)}</h2>${healthTag(agency)}</div>
      ${this.told.id === open && this.told.words ? good(this.told.words) : nothing}
      ${keyed(open, html`<city-tabs pills .name=${t("기관 화면", "Parts of the agency")} .chosen=${part} .tabs=${parts.map(([id, words]) => ({ id, words }))}
        .panel=${(/** @type {string} */ id) => parts.find(each => each[0] === id)?.[2]()}
        @choose=${(/** @type {CustomEvent<string>} */ event) => { event.stopPropagation(); go("partners", open, event.detail); }}></city-tabs>`)}`;
  }
}
define("agency-partners", AgencyPartners);

/** @param {Agency} agency */
const health = ({ health: { failing_since: failing, ...found }, config }) => html`
  ${failing ? html`<div class="notice" data-tone="danger" role="alert">${t(`${moment(failing)}부터 알림을 받지 않습니다. 받기 시작하면 밀린 것을 차례로 보냅니다.`,
    `It has taken nothing since ${moment(failing)}. What waits is sent in turn once it does.`)}</div>` : nothing}
  ${tiles([{ name: t("오늘 받은 것", "Taken today"), value: number(found.taken_today) }, { name: t("오늘 거절", "Refused today"), value: number(found.refused_today), tone: found.refused_today ? "late" : "" },
    { name: t("오늘 알린 것", "Told today"), value: number(found.told_today) }])}
  <div class="card">${facts([[t("마지막으로 들은 때", "Last heard"), moment(found.last_heard_at)], [t("마지막으로 알린 때", "Last told"), moment(found.last_told_at)],
    [t("연계", "Link"), config.is_active ? t("켜짐", "on") : t("멈춤", "paused")]])}</div>`;

/** For those who read. @param {Agency} agency */
function agreement({ config: { incoming, outgoing }, revision, changed_by: by, changed_by_name: called, changed_at: when }) {
  return html`<section class="card"><h3>${t("들어오는 것", "What it tells")}</h3>${incoming ? facts([[t("기관 코드", "Its codes"), incoming.send_codes.join(", ")],
      [t("알릴 수 있는 이벤트", "Events it may tell"), text(incoming.event_codes.join(", "))], [t("분당", "A minute"), count(incoming.per_minute, "건", "message")],
      [t("보관", "Kept"), count(incoming.kept_days, "일", "day")], incoming.is_trial && [t("시험", "Trial"), t("모두 훈련으로 봄", "all counts as an exercise")]])
      : html`<p class="quiet">${t("받지 않습니다.", "Nothing.")}</p>`}</section>
    <section class="card"><h3>${t("나가는 것", "What it is told")}</h3>${outgoing ? facts([[t("방법", "Way"), named(WAYS, outgoing.way)], [t("주소", "Address"), html`<code>${outgoing.url}</code>`],
      [t("분야", "Categories"), listed(CATEGORIES, outgoing.categories)], [t("종류", "Kinds"), outgoing.kinds.join(", ") || t("모두", "all")],
      [t("심각도", "Severity"), t(`${named(SEVERITIES, outgoing.least_severity)} 이상`, `${named(SEVERITIES, outgoing.least_severity)} and worse`)], [t("사건 상태", "States"), listed(STATES, outgoing.states)]])
      : html`<p class="quiet">${t("알리지 않습니다.", "Nothing.")}</p>`}</section>
    <p class="quiet">${t(`${revision}판`, `Version ${revision}`)}${by ? html` · ${did(by, called, when)}` : nothing}</p>`;
}

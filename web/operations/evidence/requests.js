// Requests of people who were seen, by the last day for an answer, and how far their film came. They are answered, and a copy
// is prepared and released, at the page of cameras and views.

import "../../components/list.js";
import "../../components/split.js";
import { facts, line } from "../../components/facts.js";
import { Pages } from "../../components/load.js";
import { path } from "../../shell/api.js";
import { CityElement, define, html, nothing } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { at } from "../../shell/place.js";
import { session } from "../../shell/session.js";
import { day, moment, t } from "../../shell/words.js";
import { dueTag, stateTag } from "../cctv/request.js";
import { operations, Part } from "../office/shown.js";
import { fetchingAgain, filmShown, filmTag, lookAgain } from "./film.js";

/** @typedef {import("../cctv/request.js").Access & {received_by: string, received_by_name: string | null, answered_by: string | null,
 *   answered_by_name: string | null, film: import("./film.js").Film | null}} Request */

const OVER = ["refused", "released"], DESK = "/operations/cctv#requests/";

class EvidenceRequests extends CityElement {
  static properties = { place: { attribute: false }, over: { state: true } };

  constructor() {
    super();
    /** @type {string[]} */
    this.place = [];
    this.over = false;
    /** @type {Pages<Request>} */
    this.list = new Pages(this, async page => {
      const answer = await operations.get("cctv/access-requests", { state: this.over ? "over" : "open", limit: 50, page });
      return [answer.requests, answer.next];
    });
  }

  /** @param {boolean} over */
  #show(over) {
    if (over === this.over) return;
    this.over = over;
    this.list.items = [];
    void this.list.reload();
  }

  render() {
    const [open = ""] = this.place;
    return html`<city-split ?open=${Boolean(open)} back=${at("requests")} .subject=${open} .list=${html`
      <div class="row apart"><h2>${t("정보주체 열람 요구", "Requests of people seen")}</h2>${session.may("supervisor") ? html`<a class="do" href="${DESK}new">${t("접수", "Take one in")}</a>` : nothing}</div>
      <div class="row" role="group" aria-label=${t("어느 것", "Which")}>${[false, true].map(over => html`<button type="button" class="pill" aria-pressed=${over === this.over ? "true" : "false"}
        @click=${() => this.#show(over)}>${over ? t("끝난 것", "over") : t("진행 중", "open")}</button>`)}</div>
      <city-list .name=${t("열람 요구", "Requests")} .pages=${this.list} .key=${(/** @type {Request} */ each) => each.request_id}
        .none=${this.over ? t("끝난 요구가 없습니다.", "None is over.") : t("답을 기다리는 요구가 없습니다.", "None waits for an answer.")}
        .row=${(/** @type {Request} */ each) => line(at("requests", each.request_id), html`<span class="row"><b lang="ko">${each.requester}</b>${this.over ? stateTag(each) : dueTag(each)}</span>
          <span class="quiet">${t(`${day(each.due, "short")}까지`, `until ${day(each.due, "short")}`)} · ${this.over ? day(each.received_on, "short") : stateTag(each)} · ${filmTag(each.film)}</span>`,
          each.request_id === open)}></city-list>`}
      .one=${open ? html`<evidence-request .subject=${open} @changed=${() => this.list.reload()}></evidence-request>` : nothing}></city-split>`;
  }
}
define("evidence-requests", EvidenceRequests);

class EvidenceRequest extends Part {
  constructor() {
    super();
    this.load.every = (/** @type {Request} */ found) => OVER.includes(found.state) ? null : lookAgain(found.film);
  }

  fetch() { return operations.get(path`cctv/access-requests/${this.subject}`); }

  /** @param {Request} found */
  view(found) {
    const over = OVER.includes(found.state), writes = session.may("supervisor");
    return html`<div class="row apart"><h2 lang="ko">${found.requester}</h2><span class="row">${stateTag(found)}${dueTag(found)}</span></div>
      <div class="card"><p class="words" lang="ko">${found.description}</p>${facts([
        [t("답할 날", "Answer until"), html`<b>${day(found.due, "weekday")}</b>`], [t("받은 날", "Received"), day(found.received_on, "weekday")],
        [t("접수", "Taken in by"), person(found.received_by, found.received_by_name)],
        [t("카메라", "Camera"), html`<a href=${`/operations/cctv#cameras/${encodeURIComponent(found.camera)}`}>${found.camera}</a>`],
        [t("영상", "Video"), `${moment(found.starts)} ~ ${moment(found.ends)}`],
        found.answered_by && [t("결정", "Decided by"), person(found.answered_by, found.answered_by_name)],
        found.reason && [t("이유", "Reason"), html`<span lang="ko">${found.reason}</span>`]])}
        <div class="row end"><a class=${writes && !over ? "do" : "plain"} href="${DESK}${found.request_id}">${writes && !over ? t("답하고 사본 준비", "Answer, and prepare a copy") : t("모두 보기", "See all of it")}</a></div></div>
      ${filmShown(found, over, writes ? fetchingAgain(() => operations.post(path`cctv/access-requests/${found.request_id}/film`, {}), words => this.did(words)) : nothing)}`;
  }
}
define("evidence-request", EvidenceRequest);

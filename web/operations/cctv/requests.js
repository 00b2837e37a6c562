// People who were seen and ask to see it (개인정보 보호법 35조): their requests, by the last day for an answer.

import "../../components/list.js";
import "../../components/split.js";
import { line } from "../../components/facts.js";
import { Pages } from "../../components/load.js";
import { CityElement, define, html, nothing } from "../../shell/element.js";
import { at, go } from "../../shell/place.js";
import { session } from "../../shell/session.js";
import { day, t, today } from "../../shell/words.js";
import { operations, reasonField } from "../office/shown.js";
import { dueTag, moments, stateTag } from "./request.js";

/** @typedef {import("./request.js").Access} Access */

const NEW = "new", HOLD = "hold";

class CctvRequests extends CityElement {
  static properties = { place: { attribute: false }, over: { state: true } };

  constructor() {
    super();
    /** @type {string[]} */
    this.place = [];
    this.over = false;
    /** @type {Pages<Access>} */
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

  // Drawn by another element, which would be `this` in a method.
  #received = async (/** @type {Access} */ made) => {
    this.over = false;
    await this.list.reload();
    go("requests", made.request_id);
    return null;
  };

  render() {
    const [open = ""] = this.place, writes = session.may("supervisor");
    return html`<city-split ?open=${Boolean(open)} back=${at("requests")} .subject=${open} .list=${html`
      <div class="row apart"><h2>${t("정보주체 열람 요구", "Requests of people seen")}</h2>${writes ? html`<a class="do" href=${at("requests", NEW)}>${t("접수", "Take one in")}</a>` : nothing}</div>
      <div class="row" role="group" aria-label=${t("어느 것", "Which")}>${[false, true].map(over => html`<button type="button" class="pill" aria-pressed=${over === this.over ? "true" : "false"}
        @click=${() => this.#show(over)}>${over ? t("끝난 것", "over") : t("진행 중", "open")}</button>`)}
        ${writes ? html`<a href=${at("requests", HOLD)}>${t("영상 파기 보류", "Hold video")}</a>` : nothing}</div>
      <city-list .name=${t("열람 요구", "Requests")} .pages=${this.list} .key=${(/** @type {Access} */ each) => each.request_id}
        .none=${this.over ? t("끝난 요구가 없습니다.", "None is over.") : t("답을 기다리는 요구가 없습니다.", "None waits for an answer.")}
        .row=${(/** @type {Access} */ each) => line(at("requests", each.request_id), html`<span class="row"><b lang="ko">${each.requester}</b>${this.over ? stateTag(each) : dueTag(each)}</span>
          <span class="quiet">${t(`${day(each.due, "short")}까지`, `until ${day(each.due, "short")}`)} · ${this.over ? day(each.received_on, "short") : stateTag(each)}</span>`, each.request_id === open)}></city-list>`}
      .one=${open === NEW && writes ? this.#receiving() : open === HOLD && writes ? this.#holding() : open ? html`<cctv-request .subject=${open}
        @changed=${() => this.list.reload()}></cctv-request>` : nothing}></city-split>`;
  }

  #receiving() {
    return html`<h2>${t("열람 요구 접수", "Take in a request")}</h2>
      <p class="quiet">${t("받은 날부터 열흘 안에 답해야 합니다. 요구한 시간의 영상은 접수하는 때부터 파기되지 않습니다.",
        "It is answered within ten days. What is asked for is kept from this moment on.")}</p>
      <city-form class="card" draft="operations/access/new" .verb=${t("접수", "Take it in")} .send=${async (/** @type {any} */ values) => {
        const asked = moments(values);
        return operations.post("cctv/access-requests", { received_on: values.received_on, requester: values.requester, contact: values.contact, camera: values.camera,
          starts: asked.starts, ends: asked.ends, description: values.description });
      }} .done=${this.#received}>
        <city-field name="received_on" kind="date" required value=${today()} .max=${today()} .label=${t("받은 날", "Received on")}></city-field>
        <div class="fields"><city-field name="requester" required maxlength="120" .label=${t("요구한 사람", "Who asks")}></city-field>
          <city-field name="contact" required maxlength="120" .label=${t("연락처", "How to reach them")}></city-field></div>
        ${cameraAndTime(true)}
        <city-field name="description" kind="textarea" rows="3" required counter maxlength="500" .label=${t("무엇을 보려 하나요", "What they want to see")}></city-field></city-form>`;
  }

  #holding() {
    return html`<h2>${t("영상 파기 보류", "Hold video")}</h2>
      <p class="quiet">${t("재판이나 감사 때문에 지우면 안 되는 영상을 남겨 둡니다. 카메라를 비우면 모든 카메라입니다.", "Keeps video that a trial or an audit needs. Without a camera: of all cameras.")}</p>
      <city-form class="card" draft="operations/hold" grave .verb=${t("보류", "Hold")} .check=${() => ({ title: t("파기를 보류할까요?", "Hold this video?"),
        body: t("보류한 영상은 보관 기간이 지나도 지워지지 않습니다.", "Held video is not destroyed when its time is over.") })}
        .send=${(/** @type {any} */ values) => {
          const asked = moments(values);
          return operations.post("cctv/video-holds", { camera: values.camera ?? null, starts: asked.starts, ends: asked.ends, reason: values.reason });
        }} .done=${() => t("보류했습니다.", "It is held.")}>
        ${cameraAndTime(false)}${reasonField({ longest: 120 })}</city-form>`;
  }
}
define("cctv-requests", CctvRequests);

/** @param {boolean} required whether one camera is named */
const cameraAndTime = required => html`<city-field name="camera" ?required=${required} pattern="[A-Za-z0-9._:\\-]{1,100}" .label=${t("카메라 이름표", "Camera's id")}
    .hint=${t("카메라 대장에서 찾을 수 있습니다.", "It stands in the register of cameras.")}></city-field>
  <div class="fields"><city-field name="on" kind="date" required .max=${today()} .label=${t("영상의 날짜", "Day of the video")}></city-field>
    <city-field name="from" kind="time" required .label=${t("부터", "From")}></city-field><city-field name="to" kind="time" required .label=${t("까지", "Until")}></city-field></div>`;

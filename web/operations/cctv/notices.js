// Uses beyond purpose that the law wants published (개인정보 보호법 18조④): until when, and that it was done.

import { facts, tag } from "../../components/facts.js";
import { good } from "../../components/notice.js";
import { path } from "../../shell/api.js";
import { define, html, nothing, repeat } from "../../shell/element.js";
import { save } from "../../shell/files.js";
import { session } from "../../shell/session.js";
import { day, t, today } from "../../shell/words.js";
import { Bodies, bodyName } from "../office/bodies.js";
import { operations } from "../office/shown.js";
import { Ranged } from "../office/ranged.js";

/** @typedef {{notice: string, first_on: string, last_on: string, organisation: string, basis: string, purpose: string, items: string,
 *   scope: string, due: string, published_on: string | null, overdue: boolean}} Notice */

class CctvNotices extends Ranged {
  static properties = { words: { state: true } };

  constructor() {
    super();
    this.wanted = { first: today(30), last: today() };
    this.words = "";
    this.bodies = new Bodies(this);
  }

  /** @param {{first: string, last: string}} days */
  read({ first, last }) { return operations.get("cctv/view-log/notices", { first, last }); }

  render() {
    return html`<h2>${t("목적 외 이용·제공 공고", "Notices of uses beyond purpose")}</h2>${this.asking()}${this.words ? good(this.words) : nothing}${this.shown()}`;
  }

  /** @param {{notices: Notice[], source: string, text: string}} found */
  view({ notices, source, text }) {
    const open = notices.filter(notice => !notice.published_on), [korean, english = korean] = source.split(" · ");
    return html`<div class="row apart"><p class="quiet">${t(korean, english)}</p>${open.length ? html`<button type="button" class="plain" @click=${() =>
        save({ file_name: `notices-${this.wanted.last}.csv`, content_type: "text/csv;charset=utf-8", content: text })}>${t("누리집에 올릴 CSV", "CSV for the website")}</button>` : nothing}</div>
      ${notices.length ? html`<ul class="stack">${repeat(notices, notice => notice.notice, notice => html`<li>${this.#notice(notice)}</li>`)}</ul>`
        : html`<p class="state empty">${t("이 기간에 공고할 것이 없습니다.", "Nothing of this time is to be published.")}</p>`}`;
  }

  /** @param {Notice} notice */
  #notice(notice) {
    const state = notice.published_on ? tag(t("공고함", "published"), "fine") : notice.overdue ? tag(t("기한 지남", "overdue"), "alarm") : tag(t("공고할 것", "to be published"), "warning");
    return html`<article class="card ${notice.overdue && !notice.published_on ? "alarm" : ""}"><div class="row apart"><h3>${bodyName(notice.organisation)} · ${day(notice.first_on, "short")}</h3>${state}</div>
      ${facts([[t("법적 근거", "Ground"), html`<span lang="ko">${notice.basis}</span>`], [t("목적", "Purpose"), html`<span lang="ko">${notice.purpose}</span>`],
        [t("항목", "Items"), html`<span lang="ko">${notice.items}</span>`], [t("범위", "Scope"), html`<span lang="ko">${notice.scope}</span>`],
        [t("이용한 날", "Used"), notice.first_on === notice.last_on ? day(notice.first_on, "short") : `${day(notice.first_on, "short")} ~ ${day(notice.last_on, "short")}`],
        notice.published_on ? [t("공고한 날", "Published"), day(notice.published_on)] : [t("기한", "Until"), html`<span class=${notice.overdue ? "late" : ""}>${day(notice.due)}</span>`]])}
      ${session.may("supervisor") && !notice.published_on ? html`<details><summary>${t("공고했다고 적기", "Write down that it was published")}</summary>
        <city-form draft="operations/notice/${notice.notice}" .verb=${t("적기", "Write it down")} .send=${(/** @type {any} */ values) =>
          operations.post(path`cctv/view-log/notices/${notice.notice}/publication`, { published_on: values.published_on, where: values.where })}
          .done=${() => { this.words = t("적었습니다.", "Written down."); void this.load.reload(); return null; }}>
          <city-field name="published_on" kind="date" required value=${today()} .min=${notice.first_on} .max=${today()} .label=${t("공고한 날", "Published on")}></city-field>
          <city-field name="where" required maxlength="300" .label=${t("어디에 (관보 번호나 누리집 주소)", "Where (the gazette's number or the page)")}></city-field></city-form></details>` : nothing}</article>`;
  }
}
define("cctv-notices", CctvNotices);

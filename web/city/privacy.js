// The city's privacy page: what this browser and the city keep of whoever looks, to see, take along and delete; then what each
// service keeps of people, why, and how long.

import { CityElement, define, html, nothing } from "../shell/element.js";
import { TELEPHONE } from "../shell/city.js";
import { keepPage } from "../shell/keep.js";
import { openPage } from "../shell/shell.js";
import { save } from "../shell/files.js";
import { size, storage, t, today } from "../shell/words.js";
import { confirmed } from "../components/dialog.js";
import { good } from "../components/notice.js";
import { FinesMine } from "../fines/chat/mine.js";
import { BACKUPS, SERVICES } from "./privacy/kept.js";
import { asData, forgetHere, thingsHere } from "./privacy/here.js";

/** @typedef {import("./privacy/here.js").Thing} Thing */

const PLACES = { get device() { return storage("localStorage"); }, get tab() { return storage("sessionStorage"); },
  get caches() { return globalThis.caches ?? null; } };
/** @type {Record<Thing["place"], import("./privacy/kept.js").Both>} */
const WHERE = { device: ["이 기기에", "on this device"], tab: ["이 탭에", "in this tab"], seen: ["이 기기에", "on this device"] };

class CityPrivacy extends CityElement {
  static properties = { things: { state: true }, done: { state: true } };

  constructor() {
    super();
    /** @type {Thing[] | null} */
    this.things = null;
    this.done = false;
    void this.#look();
  }

  async #look() { this.things = await thingsHere(PLACES); }

  firstUpdated() {
    // The address names a part of the page that was not there when the browser looked for it.
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }

  render() {
    return html`<div class="page reading">
      <div class="hero"><h1>${t("개인정보 처리방침", "Privacy")}</h1>
        <p class="lead">${t("무엇을, 왜, 얼마나 보관하는지 적었습니다. 내 것은 여기서 보고, 내려받고, 지울 수 있습니다.",
          "What is kept, why, and for how long. What is yours you can see, download and delete here.")}</p></div>
      <nav aria-label=${t("이 화면에서", "On this page")}><ul class="row">${[["mine", t("내 정보", "My data")], ...SERVICES.map(each => [each.id, t(...each.name)]),
        ["rights", t("나의 권리", "My rights")]].map(([id, words]) => html`<li><a class="pill" href="#${id}">${words}</a></li>`)}</ul></nav>
      <section class="card" id="mine" aria-labelledby="mine-head"><div class="stack"><h2 id="mine-head">${t("내 정보", "My data")}</h2>
        <h3>${t("구청에 있는 내 상담", "My chat at the office")}</h3><fines-mine @forgotten=${() => { void this.#look(); }}></fines-mine>
        <hr><h3>${t("이 브라우저에 있는 것", "In this browser")}</h3>${this.#here()}
        <hr><div class="row"><button type="button" class="do" @click=${this.#download}>${t("모두 내려받기 (JSON)", "Download all of it (JSON)")}</button></div></div></section>
      ${SERVICES.map(service => this.#service(service))}
      <section class="stack prose" id="rights" aria-labelledby="rights-head"><h2 id="rights-head">${t("나의 권리", "My rights")}</h2>
        <ul><li>${t("보관된 내 정보를 보여 달라고 할 수 있습니다(개인정보 보호법 제35조).", "You may ask to see what is kept of you (Personal Information Protection Act, art. 35).")}</li>
          <li>${t("고치거나 지워 달라고 할 수 있습니다(제36조). 다른 법이 남기라고 한 것은 지울 수 없고, 그 이유를 알려 드립니다.",
            "You may have it corrected or deleted (art. 36). What another law wants kept stays, and you are told why.")}</li>
          <li>${t("쓰지 말아 달라고 할 수 있습니다(제37조).", "You may ask that it be used no more (art. 37).")}
            <a href="/dividend/statement">${t("데이터 배당에 참여하지 않기", "Opt out of the data dividend")}</a></li></ul>
        <p>${t(`전화 ${TELEPHONE}(평일 9~18시)이나 구청 방문으로도 하실 수 있고, 10일 안에 답해 드립니다. 침해는 국번 없이 118(개인정보침해 신고센터)로 알리실 수 있습니다.`,
          `By telephone, too, ${TELEPHONE} (weekdays, 9 to 18), or at the office; you are answered within ten days. Complaints: dial 118 (privacy infringement report centre).`)}</p>
        <p>${t(...BACKUPS)}</p></section></div>`;
  }

  #here() {
    const { things, done } = this;
    return html`${done ? good(html`<p>${t("지웠습니다.", "Deleted.")}</p>`) : nothing}
      ${!things?.length ? html`<p>${t("이 브라우저에 남은 것이 없습니다.", "Nothing is kept in this browser.")}</p>` : html`<ul class="lines here">${things.map(thing => html`<li>
        <div class="grow"><b>${t(...thing.name)}</b> <small class="quiet">${t(...WHERE[thing.place])}${thing.bytes ? html`, ${size(thing.bytes)}` : nothing}</small></div>
        <button type="button" class="plain" aria-label="${t("지우기", "Delete")}: ${t(...thing.name)}" @click=${() => this.#drop([thing])}>${t("지우기", "Delete")}</button></li>`)}</ul>
        <div class="row"><button type="button" class="plain grave" @click=${this.#dropAll}>${t("이 브라우저에서 모두 지우기", "Delete all of it in this browser")}</button></div>`}`;
  }

  /** @param {import("./privacy/kept.js").Service} service */
  #service({ id, name, about, rows, more }) {
    return html`<section class="stack" id=${id} aria-labelledby="${id}-head"><h2 id="${id}-head">${t(...name)}</h2><p>${t(...about)}</p>
      <table class="table kept"><caption class="unseen">${t(...name)}</caption><thead><tr><th scope="col">${t("무엇을", "What")}</th>
        <th scope="col">${t("왜", "Why")}</th><th scope="col">${t("얼마나", "How long")}</th></tr></thead>
        <tbody>${rows.map(row => html`<tr><th scope="row">${t(...row.what)}</th><td>${t(...row.why)}</td><td>${t(...row.long)}</td></tr>`)}</tbody></table>
      ${more ? html`<p><a class="plain" href=${more.path}>${t(...more.words)}</a></p>` : nothing}</section>`;
  }

  #dropAll = async () => {
    const sure = await confirmed({ title: t("모두 지울까요?", "Delete all of it?"), verb: t("모두 지우기", "Delete all"), grave: true,
      body: t("상담 대화와 확인 코드도 이 브라우저에서 지워집니다. 확인 코드는 답변을 볼 때 필요합니다.",
        "The chat and its codes go from this browser. A code is needed to read an answer.") });
    if (sure) await this.#drop(this.things ?? []);
  };

  /** @param {Thing[]} things */
  async #drop(things) {
    for (const thing of things) await forgetHere(PLACES, thing);
    this.done = true;
    await this.#look();
    document.getElementById("mine-head")?.closest("section")?.querySelector("button")?.focus();
  }

  #download = async () => {
    const mine = this.querySelector("fines-mine");
    const content = { made_at: new Date().toISOString(), browser: await asData(PLACES), office: mine instanceof FinesMine ? mine.data : null };
    save({ file_name: `dongne-${today()}.json`, content_type: "application/json", content: JSON.stringify(content, null, 2) });
  };
}
define("city-privacy", CityPrivacy);
void openPage({ title: ["개인정보 처리방침", "Privacy"] }, () => { void keepPage(); });

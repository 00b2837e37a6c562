// The city's home: what can I do here, for whom. What it offers comes from the domains' manifests, so that a new domain
// appears by itself, with its words.

import { CityElement, define, html, nothing } from "../shell/element.js";
import { domainName, firstOf, nameOf, pagesOf, readCity, roles } from "../shell/city.js";
import { session } from "../shell/session.js";
import { openPage } from "../shell/shell.js";
import { listed, t } from "../shell/words.js";
import "../components/notice.js";

class CityHome extends CityElement {
  connectedCallback() {
    super.connectedCallback();
    void readCity().then(() => this.requestUpdate());
  }

  render() {
    return html`<div class="page home">${session.me ? this.#staff() : nothing}${this.#citizens()}${session.me ? nothing : this.#door()}</div>`;
  }

  #citizens() {
    const pages = pagesOf(page => page.who.includes("everybody") && page.path !== "/");
    return html`<section class="stack loose" aria-labelledby="citizens">
      ${session.me ? html`<h2 id="citizens">${t("시민이 쓰는 화면", "What citizens use")}</h2>` : html`<div class="hero">
        <h1 id="citizens">${t("무엇을 도와드릴까요?", "What would you like to do?")}</h1>
        <p class="lead">${t("로그인 없이 바로 쓸 수 있습니다.", "No sign-in needed.")}</p></div>`}
      <ul class="cards">${pages.map(card)}</ul></section>`;
  }

  #door() {
    return html`<section class="card staff-door" aria-labelledby="staff"><div class="grow"><h2 id="staff">${t("직원이신가요?", "Do you work here?")}</h2>
      <p class="quiet">${t("한 번 로그인하면 내 권한의 업무 화면이 모두 열립니다.", "Sign in once, and every board of your role opens.")}</p></div>
      <button type="button" class="plain" @click=${() => session.signIn()}>${t("직원 로그인", "Staff sign-in")}</button></section>`;
  }

  #staff() {
    const { me } = session, pages = pagesOf(page => session.may(...page.who));
    if (!me) return nothing;
    return html`<section class="stack loose" aria-labelledby="mine">
      <div class="hero"><h1 id="mine">${t(`${me.name} 님의 업무`, `${me.name}: your work`)}</h1>
        <p class="lead">${me.groups.length ? listed(roles(), me.groups) : t("아직 권한이 없습니다. 관리자에게 요청해 주세요.",
          "You have no role yet. Please ask your administrator.")}</p></div>
      ${me.groups.flatMap(group => firstOf(group).map(({ domain, words }) => html`<city-notice closes="home/${domain}/${group}"
        .heading=${t("처음 오셨다면", "First time here?")}><p>${t(words.ko, words.en)}</p></city-notice>`))}
      <ul class="cards">${pages.map(card)}</ul></section>`;
  }
}

// Of a page whose manifest draws none: a sheet with lines.
const SHEET = "M5 4h14v16H5zM9 9h6M9 13h6";

/** @param {import("../shell/city.js").Page} page */
const card = ({ path, names, about, icon, domain }) => html`<li class="card link-card">
  <svg class="card-icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${icon ?? SHEET}></path></svg>
  <div class="card-words"><small class="quiet">${domainName(domain)}</small>
  <h2><a class="whole-card" href=${path}>${nameOf(names)}</a></h2>${about ? html`<p class="quiet">${t(about.ko, about.en)}</p>` : nothing}</div></li>`;

define("city-home", CityHome);
void openPage({ title: ["도시 서비스", "City services"] });

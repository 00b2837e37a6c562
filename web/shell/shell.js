// The frame of every page, and the beginning of every page's module.
//
//   <city-shell domain="fines" page="/fines/desk"> …what the page shows… </city-shell>     in the page's HTML
//   openPage({ title: ["과태료 업무", "Parking fines"], groups: ["clerk"] }, () => { … })     in the page's module
//
// The shell moves what stands inside it into `<main id="main">`. With `groups`, the page is hidden until somebody of one of
// these roles has signed in; `idle: false` is for boards that are watched all night; without `groups` a page is everybody's.

import { CityElement, define, html, nothing, render } from "./element.js";
import { city, domainName, forAll, nameOf, pagesOf, readCity, roles, TELEPHONE } from "./city.js";
import { banner, gate, overPage } from "./gate.js";
import { session } from "./session.js";
import { setTheme, theme } from "./theme.js";
import { language, listed, setLanguage, t } from "./words.js";

/** @typedef {{title?: [string, string], groups?: string[], idle?: boolean, worker?: boolean}} Settings */

/** @type {Settings} */
let settings = {};

export class CityShell extends CityElement {
  static properties = { domain: {}, page: {}, away: { state: true }, open: { state: true } };

  constructor() {
    super();
    this.domain = "";
    this.page = "";
    this.away = globalThis.navigator?.onLine === false;
    this.open = false;
    this.main = Object.assign(document.createElement("main"), { id: "main", tabIndex: -1 });
    this.gateway = Object.assign(document.createElement("div"), { className: "city-gate" });
    this.foot = document.createElement("footer");
    this.over = document.createElement("div");
    this.content = Object.assign(document.createElement("div"), { className: "city-content" });
  }

  createRenderRoot() {
    const head = Object.assign(document.createElement("div"), { className: "city-head" });
    this.content.append(...this.childNodes);
    this.main.append(this.gateway, this.content);
    this.append(head, this.main, this.foot, this.over);
    return head;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("online", this.#online);
    addEventListener("offline", this.#online);
    addEventListener("theme", this.#again);
    document.addEventListener("keydown", this.#key);
    document.addEventListener("click", this.#outside);
    void readCity().then(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("online", this.#online);
    removeEventListener("offline", this.#online);
    removeEventListener("theme", this.#again);
    document.removeEventListener("keydown", this.#key);
    document.removeEventListener("click", this.#outside);
  }

  #online = () => { this.away = !navigator.onLine; };
  #again = () => this.requestUpdate();
  /** @param {KeyboardEvent} event */
  #key = event => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    const menu = this.querySelector("details.menu[open]");
    if (menu instanceof HTMLDetailsElement) { menu.open = false; menu.querySelector("summary")?.focus(); }
  };
  /** @param {MouseEvent} event */
  #outside = event => {
    for (const menu of this.querySelectorAll("details.menu[open]")) {
      if (event.target instanceof Node && !menu.contains(event.target) && menu instanceof HTMLDetailsElement) menu.open = false;
    }
  };

  render() {
    return html`
      <a class="skip" href="#main" @click=${(/** @type {Event} */ event) => { event.preventDefault(); this.main.focus(); }}
        >${t("본문으로 건너뛰기", "Skip to content")}</a>
      ${banner()}
      <header class="city-header"><div class="city-bar">
        <a class="city-name" href="/"><svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9"></rect>
          <path d="M7 24V14l5-4 5 4v10M17 24v-7h8v7M5 24h22"></path></svg><b>${t("동네", "Dongne")}</b></a>
        <span class="city-where">${domainName(this.domain)}</span>
        <div class="city-tools">
          <button type="button" class="tool" lang=${t("en", "ko")} @click=${() => setLanguage(language() === "ko" ? "en" : "ko")}
            >${t("English", "한국어")}</button>
          ${this.#themes()} ${this.#person()}
        </div></div>
        ${this.#nav()}
      </header>
      ${this.away ? html`<p class="city-offline" role="status">${t("인터넷에 연결되어 있지 않습니다. 보이는 내용은 마지막으로 받은 것입니다.",
        "You are offline. What you see is what came last.")}</p>` : nothing}
      ${settings.groups && session.soon ? html`<div class="city-offline" role="alert"><p>${t("1분 안에 화면을 가립니다. 적던 내용은 남습니다.",
        "This page will be covered within a minute. What you typed stays.")}</p>
        <button type="button" class="plain" @click=${() => session.touch()}>${t("계속 쓰기", "Go on")}</button></div>` : nothing}`;
  }

  updated() {
    const gated = Boolean(settings.groups) && !this.#opened();
    this.content.hidden = gated;
    render(gated ? gate(settings.groups ?? []) : nothing, this.gateway);
    render(this.#footer(), this.foot);
    const over = Boolean(settings.groups) && this.open;
    render(over ? overPage() : nothing, this.over);
    const covered = over && (session.standing === "covered" || session.standing === "out");
    this.content.classList.toggle("covered", covered);
    if (settings.title) document.title = `${t(...settings.title)} · ${t("동네", "Dongne")}`;
  }

  // Once opened, a page stays in the document: what was typed must not be lost.
  #opened() {
    if (session.standing === "in") this.open = true;
    return this.open;
  }

  #themes() {
    /** @type {[import("./theme.js").Theme, string][]} */
    const choices = [["system", t("기기 설정대로", "As the device")], ["light", t("밝은 화면", "Light")], ["dark", t("어두운 화면", "Dark")]];
    return html`<details class="menu"><summary class="tool">${t("화면", "Display")}</summary>
      <fieldset class="menu-list"><legend class="unseen">${t("화면 밝기", "Display")}</legend>${choices.map(([id, words]) => html`
        <label class="tick"><input type="radio" name="city-theme" .checked=${theme() === id} @change=${() => setTheme(id)}>
          <span>${words}</span></label>`)}</fieldset></details>`;
  }

  #person() {
    const { me, standing } = session;
    if (!me) {
      const wanted = settings.groups || this.page === "/";
      return wanted && standing === "out" ? html`<button type="button" class=${this.page === "/" ? "tool wide-only" : "tool"} @click=${() => session.signIn()}
        >${t("직원 로그인", "Staff sign-in")}</button>` : nothing;
    }
    return html`<details class="menu"><summary class="tool who">${me.name}</summary><div class="menu-list">
      <p class="quiet">${me.groups.length ? listed(roles(), me.groups) : t("권한 없음", "no role")}</p>
      <button type="button" class="plain" @click=${() => session.signOut()}>${t("로그아웃", "Sign out")}</button>
      <button type="button" class="plain" @click=${() => session.signOut({ everywhere: true })}
        >${t("모든 기기에서 로그아웃", "Sign out everywhere")}</button></div></details>`;
  }

  #nav() {
    const here = this.page || location.pathname, staff = Boolean(settings.groups);
    const pages = staff ? pagesOf(page => session.may(...page.who)) : pagesOf(forAll);
    if (!pages.length) return nothing;
    return html`<nav class="city-nav" aria-label=${t("주 메뉴", "Main")}><ul>${pages.map(page => html`<li>
      <a href=${page.path} aria-current=${page.path === here ? "page" : nothing}>${nameOf(page.names)}</a></li>`)}</ul></nav>`;
  }

  #footer() {
    const { version } = city();
    return html`<div class="city-foot"><p><b>${t("동네", "Dongne")}</b> <span>${t("도시 서비스", "city services")}</span></p>
      <ul><li><a href="/privacy">${t("개인정보 처리방침", "Privacy")}</a></li>
        <li><a href="/accessibility">${t("접근성 안내", "Accessibility")}</a></li>
        <li><a href="tel:${TELEPHONE.replaceAll("-", "")}">${t(`도움 ${TELEPHONE} (평일 9~18시)`, `Help ${TELEPHONE} (weekdays, 9 to 18)`)}</a></li></ul>
      ${version ? html`<p class="quiet">${t("판", "Version")} ${version.slice(0, 8)}</p>` : nothing}</div>`;
  }
}
define("city-shell", CityShell);

/** Begins a page: its title, who may use it, and then `setup`, once, when it may be used.
 * @param {Settings} page @param {() => unknown} [setup] */
export async function openPage(page, setup = () => {}) {
  settings = page;
  const shell = document.querySelector("city-shell");
  if (shell instanceof CityShell) shell.requestUpdate();
  if (page.worker !== false && "serviceWorker" in navigator) void register();
  if (!page.groups) {
    void session.start({ idle: false, only_if_likely: true });
    return setup();
  }
  const ready = new Promise(resolve => {
    const look = () => { if (session.standing === "in") { removeEventListener("session", look); resolve(null); } };
    addEventListener("session", look);
  });
  if (!await session.start({ groups: page.groups, idle: page.idle ?? true })) await ready;
  return setup();
}

// The one address a page may run a script from besides its own modules (Trusted Types refuses every other).
async function register() {
  try {
    const types = /** @type {any} */ (globalThis).trustedTypes;
    const policy = types?.createPolicy("dongne", { createScriptURL: (/** @type {string} */ address) => address === "/sw.js" ? address : "" });
    await navigator.serviceWorker.register(policy ? policy.createScriptURL("/sw.js") : "/sw.js", { scope: "/" });
  } catch { /* a browser without workers, or a private window */ }
}

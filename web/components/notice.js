// Something to know before going on: what was done, what to mind, what to do first.
//
//   <city-notice tone="info|good|warning|danger" .heading=${…}>…</city-notice>     what it says stands inside
//   <city-notice closes="fines/clerk">…</city-notice>                              can be closed, and then stays closed here
//   good(words), bad(trouble)                                                      for what a press has come to

import { CityElement, define, html, nothing } from "../shell/element.js";
import { storage, t } from "../shell/words.js";
import { told } from "./state.js";

const CLOSED = "dongne.closed.";

export class CityNotice extends CityElement {
  static properties = { tone: {}, heading: {}, closes: {}, closed: { state: true } };

  constructor() {
    super();
    /** @type {"info" | "good" | "warning" | "danger"} */
    this.tone = "info";
    this.heading = "";
    this.closes = "";
    this.closed = false;
  }

  createRenderRoot() {
    const head = document.createElement("div"), body = Object.assign(document.createElement("div"), { className: "notice-body" });
    head.className = "notice-head";
    body.append(...this.childNodes);
    this.append(head, body);
    return head;
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.closes) this.closed = storage("localStorage")?.getItem(CLOSED + this.closes) === "1";
    this.setAttribute("role", this.tone === "danger" ? "alert" : "note");
  }

  #close() {
    storage("localStorage")?.setItem(CLOSED + this.closes, "1");
    this.closed = true;
    document.getElementById("main")?.focus({ preventScroll: true });
  }

  render() {
    this.hidden = this.closed;
    this.classList.add("notice");
    this.dataset.tone = this.tone;
    return html`${this.heading ? html`<b>${this.heading}</b>` : nothing}
      ${this.closes ? html`<button type="button" class="link" @click=${this.#close}>${t("다시 보지 않기", "Got it")}</button>` : nothing}`;
  }
}
define("city-notice", CityNotice);

/** @param {unknown} words */
export const good = words => html`<div class="notice" data-tone="good" role="status">${words}</div>`;
/** @param {import("../shell/api.js").Trouble | null} trouble */
export const bad = trouble => html`<div class="notice" data-tone="danger" role="alert">${told(trouble)}</div>`;

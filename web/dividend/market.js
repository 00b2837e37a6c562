// The market for the city's anonymised data: what is on sale, registering, ordering, asking for numbers.

import { Load } from "../components/load.js";
import "../components/notice.js";
import { broken, drawn, waiting } from "../components/state.js";
import "../components/tabs.js";
import { Trouble } from "../shell/api.js";
import { CityElement, define, html } from "../shell/element.js";
import { at, go, place } from "../shell/place.js";
import { openPage } from "../shell/shell.js";
import { t } from "../shell/words.js";
import { shelf } from "./market/shelf.js";
import { market, onSale } from "./market/shop.js";

/** @typedef {import("./market/shop.js").Revision} Revision */

/** Whoever only looks at what is on sale pays for no more. @type {Record<string, () => Promise<unknown>>} */
const LATER = { join: () => import("./market/joining.js"), orders: () => import("./market/ordering.js"), counts: () => import("./market/counts.js"),
  certificate: () => import("./market/proof.js") };

class DividendMarket extends CityElement {
  static properties = { here: { state: true } };

  constructor() {
    super();
    this.here = place();
    /** Parts that have come, and one that did not. @type {Set<string>} */
    this.come = new Set();
    this.missing = "";
    /** What is on sale first, the newest first. @type {Load<Revision[]>} */
    this.revisions = new Load(this, async () => (await market.get("catalogue")).revisions.sort((/** @type {Revision} */ one, /** @type {Revision} */ other) =>
      Number(onSale(other)) - Number(onSale(one)) || Date.parse(other.published_at) - Date.parse(one.published_at)), { every: 300_000 });
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("place", this.#moved);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("place", this.#moved);
  }

  /** @param {string} part */
  async #fetch(part) {
    if (!LATER[part] || this.come.has(part)) return;
    this.missing = "";
    try { await LATER[part](); this.come.add(part); } catch { this.missing = part; }
    this.requestUpdate();
  }

  /** What comes later, once it has come. @param {string} part @param {() => unknown} show */
  #later(part, show) {
    if (this.missing === part) return broken(new Trouble(0, null, !navigator.onLine), () => { void this.#fetch(part); });
    return this.come.has(part) ? show() : waiting();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) { if (changed.has("here")) void this.#fetch(this.here[0] ?? ""); }

  #moved = async () => {
    const before = this.here[0];
    this.here = place();
    await this.#fetch(this.here[0] ?? "");
    await this.updateComplete;
    if (this.here[0] === before && before !== "orders") return;
    // Whoever followed a link goes on where it led.
    if (!this.contains(document.activeElement) || document.activeElement?.getAttribute("role") !== "tab") {
      await new Promise(requestAnimationFrame);
      const heading = this.querySelector("section:not([hidden]) h2, .alone h2");
      if (heading instanceof HTMLElement) { heading.tabIndex = -1; heading.focus({ preventScroll: true }); scrollTo({ top: 0 }); }
    }
  };

  render() {
    const [tab = "data", data_set, revision] = this.here, chosen = data_set ? `${data_set}/${revision}` : "";
    if (tab === "certificate") return html`<div class="page"><div class="reading alone stack"><h1 class="unseen">${t("데이터 장터", "Data market")}</h1><div class="row"><a class="plain" href=${at("data")}>${t("← 자료 목록", "← What is on sale")}</a></div>
      ${drawn(this.revisions, revisions => this.#later(tab, () => html`<market-proof .revisions=${revisions} .of=${chosen}></market-proof>`))}</div></div>`;
    return html`<div class="page"><div class="reading stack loose"><div class="stack"><h1>${t("데이터 장터", "Data market")}</h1>
      <p class="lead">${t("지역화폐로 결제한 기록을 누구인지 알 수 없게 바꾼 자료입니다. 정해진 목적으로만 쓸 수 있고, 수익은 결제한 시민에게 돌아갑니다.",
        "Local-currency payments in which nobody can be recognised, for stated purposes. What you pay goes to the people who paid.")}</p>
      <city-notice closes="dividend/buyer" .heading=${t("처음 오셨다면", "First time here?")}><ol class="bullets steps-of-buying"><li>${t("자료와 증명서를 보고 고릅니다.", "Choose a data set; read its certificate.")}</li>
        <li>${t("‘등록’에서 기관을 등록하고 열쇠를 보관합니다.", "Register your institution and keep the key.")}</li>
        <li>${t("담당자가 사업자등록을 확인하면 ‘주문’에서 주문하고 입금합니다.", "Once a person has verified you, order and pay.")}</li>
        <li>${t("입금이 확인되면 표식이 든 내 사본을 내려받습니다.", "Once your payment is confirmed, download your marked copy.")}</li></ol></city-notice></div>
      <city-tabs .name=${t("장터", "Market")} .chosen=${tab} @choose=${(/** @type {CustomEvent<string>} */ event) => go(event.detail)}
        .tabs=${[{ id: "data", words: t("자료", "Data") }, { id: "join", words: t("등록", "Register") }, { id: "orders", words: t("주문", "Orders") }, { id: "counts", words: t("통계 질의", "Statistics") }]}
        .panel=${(/** @type {string} */ id) => this.#panel(id, tab === "orders" ? chosen : "")}></city-tabs></div></div>`;
  }

  /** @param {string} id @param {string} chosen */
  #panel(id, chosen) {
    if (id === "data") return shelf(this.revisions);
    if (id === "join") return this.#later(id, () => html`<market-joining></market-joining>`);
    return drawn(this.revisions, revisions => this.#later(id, () => id === "orders"
      ? html`<market-ordering .revisions=${revisions} .chosen=${chosen}></market-ordering>` : html`<market-counts .revisions=${revisions}></market-counts>`));
  }
}
define("dividend-market", DividendMarket);

void openPage({ title: ["데이터 장터", "Data market"] });

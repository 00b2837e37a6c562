// Orders: placing one, looking at one, and the link to a marked copy.

import { facts, tag } from "../../components/facts.js";
import "../../components/form.js";
import { bad, good } from "../../components/notice.js";
import { empty, waiting } from "../../components/state.js";
import { path, Trouble } from "../../shell/api.js";
import { CityElement, define, html, nothing } from "../../shell/element.js";
import { copy } from "../../shell/files.js";
import { listed, named, number, t, won } from "../../shell/words.js";
import { fresh } from "../naming.js";
import { PURPOSES } from "../statement_words.js";
import { asBuyer, idOf, keyField, onSale } from "./shop.js";
import { MOST_DOWNLOADS, ORDERS } from "./words.js";

/** @typedef {import("./shop.js").Revision} Revision */
/** @typedef {{order_id: string, data_set: string, revision: number, purpose: string, state: string, price_krw: number, downloads: number, revoked_because?: string | null}} Order */
/** @typedef {{url: string, expires_in_s: number, digest: string}} Link */

const AGAIN_MS = 4000, MOST_TURNS = 30;

class MarketOrdering extends CityElement {
  static properties = { revisions: { attribute: false }, chosen: {}, order: { state: true }, link: { state: true }, trouble: { state: true }, making: { state: true }, words: { state: true } };

  constructor() {
    super();
    /** @type {Revision[]} */
    this.revisions = [];
    /** What was asked for on the shelf: `data-set/revision`. */
    this.chosen = "";
    /** @type {Order | null} */
    this.order = null;
    /** @type {Link | null} */
    this.link = null;
    /** @type {Trouble | null} */
    this.trouble = null;
    this.making = false;
    this.words = "";
    // Pressed again it is the same order, never a second one.
    this.order_id = fresh("order");
    this.again = () => { this.requestUpdate(); };
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("buyer-key", this.again);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("buyer-key", this.again);
  }

  render() {
    const open = this.revisions.filter(onSale), one = open.find(each => idOf(each) === this.chosen) ?? open[0];
    return html`<h2>${t("주문", "Orders")}</h2>${one ? this.#placing(open, one) : empty(t("주문할 수 있는 자료가 없습니다.", "There is nothing to order."))}
      <div class="card"><h3>${t("내 주문 보기", "See my order")}</h3><city-form keeps .verb=${t("보기", "Show")}
        .send=${async (/** @type {any} */ values) => { this.words = ""; await this.#show(await asBuyer.get(path`orders/${values.order_id}`)); }}>
        ${keyField()}<city-field name="order_id" required .label=${t("주문번호", "Order number")} .pattern=${"[a-z][a-z0-9_\\-]{1,39}"}></city-field></city-form></div>
      ${this.order ? this.#shown(this.order) : nothing}`;
  }

  /** @param {Revision[]} open @param {Revision} one */
  #placing(open, one) {
    return html`<div class="card"><h3>${t("주문하기", "Place an order")}</h3><city-form .verb=${t(`${won(one.price_krw)} 주문`, `Order for ${won(one.price_krw)}`)}
      draft="dividend/order" .send=${(/** @type {any} */ values) => this.#place(one, values)}
      .check=${(/** @type {any} */ values) => ({ title: t("주문할까요?", "Place this order?"), verb: t("주문", "Order"), body: facts([[t("자료", "Data set"), html`<span lang="ko">${one.title}</span>`],
        [t("값", "Price"), won(one.price_krw)], [t("목적", "Purpose"), named(PURPOSES, values.purpose)]]) })}>
      ${keyField()}<div class="fields">
      <city-field name="what" kind="select" required .label=${t("자료", "Data set")} .value=${idOf(one)} .options=${open.map(each => [idOf(each), `${each.title} (${each.data_set})`])}
        @change=${(/** @type {Event} */ event) => { this.chosen = /** @type {HTMLSelectElement} */ (event.target).value; }}></city-field>
      <city-field name="purpose" kind="select" required .label=${t("목적", "Purpose")} .options=${one.purposes.map(id => [id, named(PURPOSES, id)])}></city-field></div>
      <p class="quiet">${t("이 자료를 쓸 수 있는 목적:", "It may be used for:")} ${listed(PURPOSES, one.purposes)}</p>
      <city-field name="use" kind="textarea" required counter .label=${t("어디에 어떻게 쓰나요? (10자 이상)", "What will you do with it? (10 characters or more)")}
        .hint=${t("기록에 남습니다.", "It is kept on file.")} minlength="10" maxlength="1000"></city-field>
      <city-field name="promised" kind="tick" required .label=${t(
        "적은 목적으로만 쓰고, 누구인지 알아내려 하지 않으며, 다른 곳에 넘기지 않겠습니다. 사본마다 구매자 표식이 들어 있음을 압니다.",
        "I use it for this purpose only, try to recognise nobody, and hand it on to nobody. I know that every copy carries its buyer's mark.")}></city-field></city-form></div>`;
  }

  /** @param {Revision} one @param {any} values */
  async #place(one, { purpose, use }) {
    const order = await asBuyer.post("orders", { order_id: this.order_id, data_set: one.data_set, revision: one.revision, purpose, use });
    this.order_id = fresh("order");
    this.words = t("주문했습니다. 주문번호를 적어 두세요. 다음에 열쇠와 함께 넣으면 주문을 볼 수 있습니다.",
      "Ordered. Write its number down: with your key it shows the order later.");
    await this.#show(order);
  }

  /** @param {Order} order */
  async #show(order) {
    this.order = order;
    this.link = this.trouble = null;
    await this.updateComplete;
    const heading = this.querySelector("#my-order");
    if (heading instanceof HTMLElement) { heading.focus({ preventScroll: true }); heading.scrollIntoView({ block: "center" }); }
  }

  /** @param {Order} order */
  #shown(order) {
    const revision = this.revisions.find(one => one.data_set === order.data_set && one.revision === order.revision), revoked = order.revoked_because;
    const tone = revoked ? "alarm" : order.state === "paid" ? "fine" : order.state === "placed" ? "warning" : "";
    return html`<section class="card" aria-labelledby="my-order"><div class="row apart"><h3 id="my-order" tabindex="-1">${t("주문", "Order")} ${order.order_id}</h3>
      ${tag(revoked && order.state !== "refunded" ? t("철회된 자료", "revoked") : named(ORDERS, order.state), tone)}</div>
      ${this.words ? good(this.words) : nothing}
      ${facts([[t("자료", "Data set"), revision ? html`<span lang="ko">${revision.title}</span> · ${order.data_set}` : order.data_set], [t("목적", "Purpose"), named(PURPOSES, order.purpose)],
        [t("값", "Price"), won(order.price_krw)], [t("내려받기", "Downloads"), t(`${MOST_DOWNLOADS}번 중 ${order.downloads}번`, `${order.downloads} of ${MOST_DOWNLOADS}`)]])}
      ${revoked ? html`<div class="notice" data-tone="danger">${t("철회된 자료입니다. 가진 사본을 모두 지워 주세요. 이유:", "It was revoked. Please delete every copy you have. Reason:")} <span lang="ko">${revoked}</span></div>` : nothing}
      ${order.state === "placed" ? html`<div class="notice">${t("담당자에게 안내받은 계좌로 입금해 주세요. 확인되면 여기에서 내려받을 수 있습니다.",
        "Pay to the account that the office told you. Once it is confirmed you may download here.")}</div>` : nothing}
      <div class="row"><button type="button" class="plain" @click=${(/** @type {Event} */ event) => this.#copy(event, order.order_id)}>${t("주문번호 복사", "Copy its number")}</button>
        ${order.state === "placed" ? html`<button type="button" class="plain" @click=${this.#reread}>${t("입금 확인됐는지 보기", "See whether it is confirmed")}</button>` : nothing}
        ${order.state === "paid" && !revoked ? html`<button type="button" class="do" aria-disabled=${this.making ? "true" : nothing} @click=${this.#fetch}>${t("내려받기 주소 받기", "Get a download link")}</button>` : nothing}</div>
      <div aria-live="polite">${this.making ? waiting(t("사본에 표식을 넣는 중입니다 …", "Your copy is being marked …")) : this.trouble ? bad(this.trouble) : this.link ? ready(this.link) : nothing}</div></section>`;
  }

  /** @param {Event} event @param {string} words */
  async #copy(event, words) {
    const pressed = /** @type {HTMLElement} */ (event.currentTarget);
    if (await copy(words)) pressed.classList.add("copied");
  }

  #reread = async () => {
    if (!this.order) return;
    this.words = "";
    try { await this.#show(await asBuyer.get(path`orders/${this.order.order_id}`)); } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.trouble = trouble;
    }
  };

  // The first copy takes a moment to be made.
  #fetch = async () => {
    if (this.making || !this.order) return;
    const { order_id } = this.order;
    this.link = this.trouble = null;
    this.making = true;
    for (let turn = 1; this.making && this.isConnected && this.order?.order_id === order_id; turn++) {
      try {
        this.link = await asBuyer.post(path`orders/${order_id}/links`);
        break;
      } catch (trouble) {
        if (!(trouble instanceof Trouble)) throw trouble;
        if (trouble.code !== "copy_not_ready" || turn >= MOST_TURNS) { this.trouble = trouble; break; }
        await new Promise(wake => setTimeout(wake, AGAIN_MS));
      }
    }
    this.making = false;
  };
}
define("market-ordering", MarketOrdering);

/** @param {Link} link */
const ready = link => html`<div class="stack"><div class="row"><a class="do" href=${link.url} rel="noreferrer">${t("내려받기 (Parquet)", "Download (Parquet)")}</a></div>
  <p class="quiet">${t(`이 주소는 ${number(link.expires_in_s / 60)}분 동안만 열립니다. 이 사본에는 귀하의 표식이 있습니다.`,
    `The address opens for ${number(link.expires_in_s / 60)} minutes. This copy carries your mark.`)}</p>
  <details><summary>${t("지문 (SHA-256)", "Digest (SHA-256)")}</summary><code>${link.digest}</code></details></div>`;

// Registering as a buyer: a key that is shown once, and held in memory alone.

import "../../components/form.js";
import { CityElement, define, html, nothing } from "../../shell/element.js";
import { copy } from "../../shell/files.js";
import { at } from "../../shell/place.js";
import { named, t } from "../../shell/words.js";
import { holdKey, market } from "./shop.js";
import { KINDS } from "./words.js";

class MarketJoining extends CityElement {
  static properties = { key: { state: true }, copied: { state: true } };

  constructor() {
    super();
    this.key = "";
    this.copied = false;
  }

  render() {
    return html`<h2>${t("구매자 등록", "Register as a buyer")}</h2>${this.key ? this.#once() : nothing}
      <div class="card" ?hidden=${Boolean(this.key)}>
        <p>${t("등록하면 열쇠를 한 번 보여 드립니다. 담당자가 사업자등록을 확인한 뒤부터 주문할 수 있습니다.",
          "You are shown a key once. You may order when a person has verified your registration.")}</p>
        <city-form draft="dividend/joining" .verb=${t("등록", "Register")} .send=${(/** @type {any} */ values) => market.post("buyers", values)}
          .done=${(/** @type {{key: string}} */ answer) => { holdKey(answer.key); this.key = answer.key; this.copied = false; void this.#focus(); return null; }}>
          <div class="fields">
          <city-field name="name" required .label=${t("기관 이름", "Name of your institution")} minlength="2" maxlength="100" autocomplete="organization"></city-field>
          <city-field name="registration_number" required .label=${t("사업자등록번호", "Registration number")} .pattern=${"[0-9]{3}-[0-9]{2}-[0-9]{5}"} placeholder="123-45-67890" inputmode="numeric"></city-field>
          <city-field name="kind" kind="select" required .label=${t("종류", "Kind")} .options=${Object.keys(KINDS).map(id => [id, named(KINDS, id)])}></city-field>
          <city-field name="buyer_id" required .label=${t("쓸 이름표", "A short name")} .hint=${t("영문 소문자로 시작", "begins with a lower-case letter")} .pattern=${"[a-z][a-z0-9_\\-]{1,39}"} placeholder="gri"></city-field>
          </div></city-form></div>`;
  }

  async #focus() {
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector("#the-key"))?.focus();
  }

  #once() {
    return html`<div class="card once"><h3 id="the-key" tabindex="-1">${t("열쇠: 지금 한 번만 보입니다", "Your key: shown this once")}</h3>
      <p class="key"><code>${this.key}</code></p>
      <ul class="bullets"><li>${t("비밀번호처럼 보관하세요. 비밀번호 관리 프로그램이 좋습니다.", "Keep it like a password, best in a password manager.")}</li>
        <li>${t("잃어버리면 다시 보여 드릴 수 없습니다. 새 이름표로 다시 등록해야 합니다.", "It cannot be shown again: if you lose it, register anew under another name.")}</li>
        <li>${t("이 화면을 닫으면 화면도 열쇠를 잊습니다.", "This page forgets it when it is closed.")}</li></ul>
      <p><b>${t("다음:", "Next:")}</b> ${t("담당자가 사업자등록을 확인하면 ‘주문’에서 주문할 수 있습니다.", "once a person has verified your registration, order under “Orders”.")}</p>
      <div class="row"><button type="button" class="do" @click=${async () => { this.copied = await copy(this.key); }}>${this.copied ? t("복사했습니다", "Copied") : t("열쇠 복사", "Copy the key")}</button>
        <a class="plain" href=${at("orders")} @click=${() => { this.key = ""; }}>${t("보관했습니다. 주문으로", "I have kept it. To the orders")}</a></div></div>`;
  }
}
define("market-joining", MarketJoining);

// Buyers: whoever wants to buy is verified by a person.

import { facts, tag } from "../../components/facts.js";
import "../../components/form.js";
import { Load } from "../../components/load.js";
import { good } from "../../components/notice.js";
import { drawn } from "../../components/state.js";
import { path } from "../../shell/api.js";
import { CityElement, define, html, nothing, repeat } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { session } from "../../shell/session.js";
import { named, number, t } from "../../shell/words.js";
import { KINDS } from "../market/words.js";
import { reason } from "./decisions.js";
import { dividend } from "./round.js";

/** @typedef {{buyer_id: string, name: string, registration_number: string, kind: string, verified: boolean, verified_by: string | null, verified_by_name: string | null, verified_because: string | null}} Buyer */

class DividendBuyers extends CityElement {
  static properties = { words: { state: true } };

  constructor() {
    super();
    this.words = "";
    /** Those who wait come first. @type {Load<Buyer[]>} */
    this.buyers = new Load(this, async () => (await dividend.get("buyers")).buyers.sort((/** @type {Buyer} */ one, /** @type {Buyer} */ other) =>
      Number(Boolean(one.verified_by)) - Number(Boolean(other.verified_by)) || one.name.localeCompare(other.name)), { every: 60_000 });
  }

  render() {
    const waits = (this.buyers.value ?? []).filter(buyer => !buyer.verified_by).length;
    return html`<div class="row apart"><h2>${t("구매자", "Buyers")}</h2>${waits ? tag(t(`확인 기다림 ${number(waits)}`, `to be verified: ${number(waits)}`), "warning") : nothing}</div>
      ${this.words ? good(this.words) : nothing}
      ${drawn(this.buyers, buyers => html`<ul class="stack">${repeat(buyers, buyer => buyer.buyer_id, buyer => html`<li>${this.#buyer(buyer)}</li>`)}</ul>`,
        { empty: buyers => buyers.length ? null : t("등록한 구매자가 없습니다. 데이터 장터에서 등록하면 여기에서 확인합니다.", "No buyer yet. Whoever registers on the data market is verified here.") })}`;
  }

  /** @param {Buyer} buyer */
  #buyer(buyer) {
    const judged = Boolean(buyer.verified_by), [words, tone] = buyer.verified ? [t("확인됨", "verified"), "fine"] : judged ? [t("확인 안 됨", "turned down"), "alarm"]
      : [t("확인 기다림", "to be verified"), "warning"];
    return html`<div class="card"><div class="row apart"><h3 lang="ko">${buyer.name}</h3>${tag(words, /** @type {any} */ (tone))}</div>
      ${facts([[t("이름표", "Id"), buyer.buyer_id], [t("사업자등록번호", "Registration"), buyer.registration_number], [t("종류", "Kind"), named(KINDS, buyer.kind)],
        judged && [t("판단", "Judged"), html`${person(buyer.verified_by, buyer.verified_by_name)}: <span lang="ko">${buyer.verified_because}</span>`]])}
      ${session.may("steward") ? html`<details ?open=${!judged}><summary>${judged ? t("다시 판단하기", "Judge again") : t("판단하기", "Judge")}</summary>${this.#form(buyer)}</details>` : nothing}</div>`;
  }

  /** @param {Buyer} buyer */
  #form(buyer) {
    return html`<city-form draft="dividend/buyer/${buyer.buyer_id}" .verb=${t("적기", "Write it down")}
      .send=${(/** @type {any} */ values) => dividend.post(path`buyers/${buyer.buyer_id}/verification`, { verified: values.verified === "yes", reason: values.reason })}
      .done=${() => { this.words = t(`${buyer.name}: 적었습니다.`, `${buyer.name}: written down.`); void this.buyers.reload(); return null; }}>
      <city-field name="verified" kind="radio" required .label=${t("이 기관에 팔아도 됩니까?", "May they buy?")}
        .options=${[["yes", t("예, 확인했습니다", "yes, verified")], ["no", t("아니요", "no")]]}></city-field>
      ${reason(t("예: 국세청에서 사업자등록 상태를 확인했습니다", "such as: the tax office lists the registration as active"))}</city-form>`;
  }
}
define("dividend-buyers", DividendBuyers);

// What is on sale.

import { facts, tag } from "../../components/facts.js";
import { drawn } from "../../components/state.js";
import { html, nothing, repeat } from "../../shell/element.js";
import { at } from "../../shell/place.js";
import { day, listed, number, t, won } from "../../shell/words.js";
import { together } from "../groups.js";
import { PURPOSES } from "../statement_words.js";
import { idOf, onSale } from "./shop.js";

/** @typedef {import("./shop.js").Revision} Revision */

/** @param {import("../../components/load.js").Load<Revision[]>} load */
export const shelf = load => html`<h2>${t("살 수 있는 자료", "What is on sale")}</h2>${drawn(load, revisions => html`<ul class="stack">${repeat(revisions, idOf,
  one => html`<li>${offered(one)}</li>`)}</ul>`, { empty: revisions => revisions.length ? null : t("아직 나온 자료가 없습니다. 회차가 심의를 통과하면 여기에 나옵니다.",
  "Nothing is on sale yet. A data set stands here once the panel has approved it.") })}`;

/** @param {Revision} one */
export const state = one => onSale(one) ? tag(t("판매 중", "on sale"), "fine") : tag(t("철회됨", "revoked"), "alarm");
/** @param {Revision} one */
export const revoked = one => onSale(one) ? nothing : html`<div class="notice" data-tone="danger">${t("더 팔거나 내려받을 수 없습니다. 이유:", "No longer sold or downloaded. Reason:")}
  <span lang="ko">${one.revoked_because}</span></div>`;

/** @param {Revision} one */
function offered(one) {
  return html`<div class="card"><div class="row apart"><h3 lang="ko">${one.title}</h3>${state(one)}</div>${revoked(one)}
    <p class="price">${won(one.price_krw)}</p>
    ${facts([[t("기록", "Records"), number(one.rows)], [t("나온 날", "Published"), day(one.published_at)], [t("쓸 수 있는 목적", "For"), listed(PURPOSES, one.purposes)],
      [t("이름표", "Name"), `${one.data_set} · ${one.revision}`]])}
    <p>${together(one.certificate)}</p>
    <div class="row">${onSale(one) ? html`<a class="do" href=${at("orders", one.data_set, one.revision)}>${t("이 자료 주문하기", "Order this")}</a>` : nothing}
      <a class="plain" href=${at("certificate", one.data_set, one.revision)}>${t("증명서 읽기", "Read the certificate")}</a></div></div>`;
}

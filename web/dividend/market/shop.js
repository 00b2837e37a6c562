// What the parts of the market share: its API as nobody and as whoever has a key, what is on sale, and the key itself.
//
// A key lives in this page's memory alone: not in an address, not in storage, gone with the page.

import { Client, open } from "../../shell/api.js";
import { html } from "../../shell/element.js";
import { t } from "../../shell/words.js";

/** @typedef {{data_set: string, revision: number, title: string, state: string, price_krw: number, purposes: string[], rows: number, published_at: string,
 *   revoked_because: string | null, certificate: import("../groups.js").Certificate}} Revision */

export const market = open("dividend");

let mine = "";
/** @param {string} key */
export function holdKey(key) {
  if (key === mine) return;
  mine = key;
  dispatchEvent(new Event("buyer-key"));
}
export const key = () => mine;

/** As whoever has the key. */
export const asBuyer = new Client("dividend", false, { fetch: (address, how) =>
  fetch(address, { ...how, headers: { .../** @type {Record<string, string>} */ (how?.headers), "X-Buyer-Key": mine } }) });

/** The field for it, the same on every part of the page. */
export const keyField = () => html`<city-field name="key" kind="password" required maxlength="200" autocomplete="off" .value=${mine} .label=${t("내 열쇠", "My key")}
  .hint=${t("등록할 때 한 번 보여 드린 열쇠입니다. 이 화면을 닫으면 잊습니다.", "The one you were shown on registering. This page forgets it when it is closed.")}
  @input=${(/** @type {Event} */ event) => holdKey(/** @type {HTMLInputElement} */ (event.target).value.trim())}></city-field>`;

/** @param {Revision} one */
export const idOf = one => `${one.data_set}/${one.revision}`;
/** @param {Revision} one */
export const onSale = one => one.state !== "revoked";

// One certificate by itself, as it is read and printed.

import { empty } from "../../components/state.js";
import { CityElement, define, html } from "../../shell/element.js";
import { day, t } from "../../shell/words.js";
import { explained, printing } from "../certificate.js";
import { revoked, state } from "./shelf.js";
import { idOf } from "./shop.js";

/** @typedef {import("./shop.js").Revision} Revision */

class MarketProof extends CityElement {
  static properties = { revisions: { attribute: false }, of: {} };

  constructor() {
    super();
    /** @type {Revision[]} */
    this.revisions = [];
    /** `data-set/revision` */
    this.of = "";
  }

  render() {
    const one = this.revisions.find(each => idOf(each) === this.of);
    if (!one) return empty(t("그런 자료가 없습니다.", "There is no such data set."));
    return html`<div class="card"><div class="row apart"><h2 tabindex="-1">${t("증명서", "Certificate")}: <span lang="ko">${one.title}</span></h2>${state(one)}${printing()}</div>
      ${revoked(one)}<p class="quiet">${one.data_set} · ${one.revision} · ${day(one.published_at)}</p>
      <p class="quiet">${t("아래 수는 모두 파는 파일만 다시 읽어 잰 것이고, 도시의 열쇠로 서명되어 있습니다.",
        "Every number was measured from the file that is sold, and is signed with the city's key.")}</p>${explained(one.certificate)}</div>`;
  }
}
define("market-proof", MarketProof);

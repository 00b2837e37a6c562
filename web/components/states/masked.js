import { html } from "../../shell/element.js";
import { t } from "../../shell/words.js";
import { facts } from "../facts.js";
import "../masked.js";
import { REFUSED, states } from "./states.js";

const shown = (/** @type {string} */ phone) => facts([[t("소유자", "Owner"), t("김**", "Kim **")], [t("전화", "Phone"), phone]]);
const what = () => t("소유자와 전화번호를 모두 봅니다.", "You will see the owner and the telephone number.");

states("city-masked", {
  "masked": () => html`<div class="card"><city-masked id="opens" .masked=${shown("010-****-5678")} .what=${what()}
    .reveal=${async () => "010-1234-5678"} .show=${shown}></city-masked></div>`,
  "refused": () => html`<div class="card"><city-masked id="refuses" .masked=${shown("010-****-5678")} .what=${what()}
    .reveal=${async () => { throw REFUSED; }} .show=${shown}></city-masked></div>`,
});

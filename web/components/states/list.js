import { html } from "../../shell/element.js";
import { t } from "../../shell/words.js";
import { line } from "../facts.js";
import "../list.js";
import "../split.js";
import { pages, REFUSED, states } from "./states.js";

const items = Array.from({ length: 7 }, (_, place) => `T-${place + 1}`);
const row = (/** @type {string} */ item) => line(`#${item}`, html`<b>${item}</b><span class="quiet">${t("문의", "ticket")}</span>`,
  item === "T-2");
/** @param {string | null} from @returns {Promise<[string[], string | null]>} */
const three = async from => [items.slice(Number(from), Number(from) + 3), Number(from) < 4 ? `${Number(from) + 3}` : null];
const refused = async () => { throw REFUSED; };
/** @param {string | null} from @returns {Promise<[string[], string | null]>} */
const late = async from => { if (from) throw REFUSED; return [items.slice(0, 2), "2"]; };

states("city-list, city-split", {
  "page by page": host => html`<city-list id="paged" .name=${t("문의", "Tickets")} .pages=${pages(host, "more", three)} .row=${row}
    ></city-list>`,
  "empty": () => html`<city-list .none=${t("문의가 없습니다.", "No tickets.")}></city-list>`,
  "failed": host => html`<city-list .pages=${pages(host, "failed", refused)} .row=${row}></city-list>`,
  "later pages fail": host => html`<city-list id="late" .row=${row} .pages=${pages(host, "late", late)}></city-list>`,
  "beside what is open": () => html`<city-split open subject="T-2" back="#"
    .list=${html`<city-list .items=${items.slice(0, 3)} .row=${row}></city-list>`}
    .one=${html`<div class="card"><h2>T-2</h2><p>${t("문의 내용", "What was asked")}</p></div>`}></city-split>`,
});

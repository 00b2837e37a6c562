import { html } from "../../shell/element.js";
import { moment, t, won } from "../../shell/words.js";
import { tag } from "../facts.js";
import "../table.js";
import { pages, REFUSED, states } from "./states.js";

/** @typedef {{id: string, at: string, amount_krw: number | null, state: "fine" | "alarm"}} Deposit */
/** @type {Deposit[]} */
const rows = Array.from({ length: 40 }, (_, place) => ({ id: `D-${place + 1}`,
  at: `2026-10-${String(place % 28 + 1).padStart(2, "0")}T03:04:05Z`, amount_krw: place % 7 ? place * 1000 : null,
  state: place % 3 ? "fine" : "alarm" }));
const columns = () => [{ id: "id", name: t("번호", "Number") },
  { id: "at", name: t("받은 때", "Received"), show: (/** @type {Deposit} */ row) => moment(row.at) },
  { id: "state", name: t("상태", "State"), show: (/** @type {Deposit} */ { state }) =>
    tag(state === "fine" ? t("정상", "fine") : t("경보", "alarm"), state) },
  { id: "amount", name: t("금액", "Amount"), number: true, show: (/** @type {Deposit} */ row) => won(row.amount_krw) }];
const key = (/** @type {Deposit} */ row) => row.id;
/** @param {string | null} from @returns {Promise<[Deposit[], string | null]>} */
const three = async from => [rows.slice(Number(from), Number(from) + 3), from === "6" ? null : `${Number(from) + 3}`];
const refused = async () => { throw REFUSED; };

states("city-table", {
  "some rows, one open": () => html`<city-table .caption=${t("입금", "Deposits")} .columns=${columns()} .rows=${rows.slice(0, 4)}
    .key=${key} .current=${"D-2"}></city-table>`,
  "no rows": () => html`<city-table .caption=${t("입금", "Deposits")} .columns=${columns()}
    .none=${t("입금이 없습니다.", "No deposits.")}></city-table>`,
  "page by page": host => html`<city-table id="paged" .caption=${t("쪽별", "By pages")} .columns=${columns()} .key=${key}
    .pages=${pages(host, "more", three)}></city-table>`,
  "failed": host => html`<city-table .caption=${t("실패", "Failed")} .columns=${columns()} .pages=${pages(host, "failed", refused)}
    ></city-table>`,
  "waiting": host => html`<city-table .caption=${t("기다림", "Waiting")} .columns=${columns()}
    .pages=${pages(host, "never", () => new Promise(() => {}))}></city-table>`,
  "more rows than a page may hold": () => html`<city-table id="many" .caption=${t("많음", "Many")} .columns=${columns()} .rows=${rows}
    most="3" .key=${key}></city-table>`,
});

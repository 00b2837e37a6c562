// A list that comes page by page, with "more"; `line(href, inside, here)` of facts.js makes its lines.
//
//   <city-list name=${t("문의", "Tickets")} .pages=${this.tickets} .key=${ticket => ticket.number}
//     .row=${ticket => line(at("work", "ticket", ticket.number), html`…`, ticket.number === open)} none=${t("없습니다.", "None.")}></city-list>

import { CityElement, define, html, nothing, repeat, say } from "../shell/element.js";
import { t } from "../shell/words.js";
import { broken, empty, waiting } from "./state.js";

/** @typedef {import("./load.js").Pages<any>} Pages */

export class CityList extends CityElement {
  static properties = { name: {}, pages: { attribute: false }, items: { attribute: false }, key: { attribute: false },
    row: { attribute: false }, none: {} };

  constructor() {
    super();
    this.name = "";
    /** @type {Pages | null} */
    this.pages = null;
    /** @type {any[]} */
    this.items = [];
    /** @type {(item: any) => unknown} */
    this.key = item => item;
    /** @type {(item: any) => unknown} */
    this.row = item => item;
    this.none = "";
  }

  render() {
    this.pages?.drawnBy(this);
    const items = this.pages ? this.pages.items : this.items;
    if (!items.length) {
      if (this.pages?.state === "error") return broken(this.pages.trouble, () => { void this.pages?.reload(); });
      return this.pages && (this.pages.busy || this.pages.state === "waiting") ? waiting() : empty(this.none);
    }
    return html`<ul class="list" aria-label=${this.name || nothing}>${repeat(items, this.key, item => html`<li>${this.row(item)}</li>`)}</ul>
      ${this.pages ? more(this.pages) : nothing}`;
  }
}
define("city-list", CityList);

/** What stands under a list: more of it, on its way, or what went wrong. @param {Pages} pages */
export function more(pages) {
  const next = async (/** @type {Event} */ event) => {
    const list = /** @type {HTMLElement} */ (event.target).closest("city-list, city-table"), before = pages.items.length;
    await pages.next();
    await /** @type {any} */ (list)?.updateComplete;
    say(t(`${pages.items.length - before}건을 더 불러왔습니다.`, `${pages.items.length - before} more.`));
    // Whoever pressed goes on reading where the new ones begin.
    const first = list?.querySelectorAll("li, tbody tr")[before]?.querySelector("a, button");
    if (first instanceof HTMLElement) first.focus();
  };
  if (pages.trouble && pages.items.length) return broken(pages.trouble, () => { void (pages.more ? pages.next() : pages.reload()); });
  if (!pages.more) return nothing;
  return html`<div class="row more"><button type="button" class="plain" aria-disabled=${pages.busy ? "true" : nothing} @click=${next}
    >${pages.busy ? t("불러오는 중입니다 …", "Loading …") : t("더 보기", "More")}</button></div>`;
}

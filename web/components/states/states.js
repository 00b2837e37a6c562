// A page of a component's states: `states(name, { "empty": host => html`…`, … })` in the page's module.

import { CityElement, define, html } from "../../shell/element.js";
import { openPage } from "../../shell/shell.js";
import { Trouble } from "../../shell/api.js";
import { Pages } from "../load.js";

/** @param {string} name @param {Record<string, (host: CityElement) => unknown>} all */
export function states(name, all) {
  class States extends CityElement {
    render() {
      return html`<div class="page"><h1>${name}</h1>${Object.entries(all).map(([title, show], place) => html`
        <section class="stack" aria-labelledby="title-${place}"><h2 id="title-${place}">${title}</h2>${show(this)}
        </section>`)}</div>`;
    }
  }
  define("city-states", States);
  void openPage({ title: [name, name], worker: false });
}

/** @type {Map<string, Pages<any>>} */
const kept = new Map();
/** One `Pages` by its name, however often the page is drawn.
 * @param {CityElement} host @param {string} name @param {(cursor: string | null) => Promise<[any[], string | null]>} task */
export function pages(host, name, task) {
  const found = kept.get(name) ?? new Pages(host, task);
  kept.set(name, found);
  return found;
}

/** What goes wrong, in an example. */
export const REFUSED = new Trouble(409, { error: "already_paid",
  message: { ko: "이미 납부된 과태료입니다.", en: "This fine is paid already." } });
export const OFFLINE = new Trouble(0, null, true);
export const WRONG = new Trouble(400, { error: "invalid",
  message: { ko: "적으신 내용을 확인해 주세요.", en: "Please check what you entered." },
  fields: [{ field: "amount_krw", reason: "greater_than" }, { field: "elsewhere", reason: "missing" }] });

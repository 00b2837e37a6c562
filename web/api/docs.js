// The city's APIs and events, as their documents beside this file say: a list to search, and one thing at a time.

import { readCity } from "../shell/city.js";
import { CityElement, define, html, nothing, repeat } from "../shell/element.js";
import { at, place } from "../shell/place.js";
import { openPage } from "../shell/shell.js";
import { count, t } from "../shell/words.js";
import { Load } from "../components/load.js";
import { drawn } from "../components/state.js";
import "../components/split.js";
import { bookOf, matches } from "./document.js";
import { entryView, verbWords } from "./entry.js";

/** @typedef {import("./document.js").Listed} Listed */
/** @typedef {import("./document.js").Entry} Entry */

/** @param {string} name @returns {Promise<any>} */
async function read(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(name);
  return answer.json();
}

class CityDocs extends CityElement {
  static properties = { wanted: { state: true } };

  constructor() {
    super();
    this.wanted = "";
    this.all = new Load(this, async () => /** @type {Listed[]} */ ((await read("./documents.json")).documents));
    // A document is fetched when something of it is opened; the list needs none.
    this.text = new Load(this, () => read(`./${this.file}`), { held: true });
    this.file = "";
  }

  #moved = () => this.requestUpdate();

  connectedCallback() {
    super.connectedCallback();
    void readCity().then(() => this.requestUpdate());
    addEventListener("place", this.#moved);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("place", this.#moved);
  }

  render() {
    return html`<div class="page"><div class="page-head"><div class="stack tight"><h1>${t("API와 이벤트", "APIs and events")}</h1>
      <p class="quiet">${t("경로와 계약에서 만든 문서입니다. 도시의 모든 화면이 이 API를 씁니다.",
        "Made from the routes and their contracts. Every page of the city uses these APIs.")}</p></div></div>
      ${drawn(this.all, all => this.#reader(all))}</div>`;
  }

  willUpdate() {
    const wanted = this.all.value?.find(each => bookOf(each) === place()[0])?.file;
    if (!wanted || wanted === this.file) return;
    this.file = wanted;
    this.text.value = null;
    void this.text.reload();
  }

  /** @param {Listed[]} all */
  #reader(all) {
    const [id, name] = place(), entry = all.find(each => bookOf(each) === id)?.entries.find(each => each.id === name);
    return html`<city-split ?open=${Boolean(entry)} back=${at()} .subject=${entry ? `${id}/${name}` : ""}
      .list=${this.#list(all, entry)} .one=${entry ? drawn(this.text, text => entryView(text, entry)) : nothing}></city-split>`;
  }

  /** @param {Listed[]} all @param {Entry | undefined} chosen */
  #list(all, chosen) {
    const found = all.map(book => ({ book, entries: book.entries.filter(entry => matches(entry, this.wanted)) }));
    const many = found.reduce((sum, { entries }) => sum + entries.length, 0);
    return html`<div class="docs-list"><div class="field"><label for="docs-search">${t("찾기", "Search")}</label>
      <input id="docs-search" type="search" autocomplete="off" .value=${this.wanted} placeholder=${t("경로, 이름, 권한", "path, name, role")}
        @input=${(/** @type {InputEvent} */ event) => { this.wanted = /** @type {HTMLInputElement} */ (event.target).value.trim(); }}>
      <p class="hint" role="status">${count(many, "건", "entry", "entries")}</p></div>
      <nav aria-label=${t("문서 목록", "Documents")}>${repeat(found.filter(({ entries }) => entries.length), ({ book }) => book.file, ({ book, entries }) => html`
        <details class="card" ?open=${Boolean(this.wanted) || entries.some(entry => entry === chosen)}>
          <summary><h2>${t(book.names.ko, book.names.en)}</h2><span class="quiet">${entries.length}</span></summary>
          <p><a href=${new URL(book.file, import.meta.url).pathname}>${book.kind === "openapi" ? "OpenAPI 3.1" : "AsyncAPI 3.0"}</a></p>
          ${parts(entries).map(part => html`<h3>${part}</h3><ul class="list">${entries.filter(entry => entry.part === part).map(entry => html`<li>
            <a class="line" href=${at(bookOf(book), entry.id)} aria-current=${entry === chosen ? "true" : "false"}>
              <span>${t(entry.names.ko, entry.names.en)}</span>
              <span class="docs-route quiet"><span class="verb">${verbWords(entry.verb)}</span><code>${entry.path}</code></span></a></li>`)}</ul>`)}
        </details>`)}</nav></div>`;
  }
}
define("city-docs", CityDocs);

/** @param {Entry[]} entries */
const parts = entries => [...new Set(entries.map(entry => entry.part))];

void openPage({ title: ["API 문서", "API documents"] });

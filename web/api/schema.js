// What a schema holds, as a list that opens part by part: a part is drawn when somebody opens it, so that a schema may
// refer to itself.

import { CityElement, define, html, nothing } from "../shell/element.js";
import { t } from "../shell/words.js";
import { boundsOf, fieldsOf, follow, maybe, typeOf } from "./document.js";

/** @typedef {import("./document.js").Schema} Schema */
/** @typedef {import("./document.js").Field} Field */

export class CitySchema extends CityElement {
  static properties = { text: { attribute: false }, schema: { attribute: false }, opened: { state: true } };

  constructor() {
    super();
    /** @type {Schema} */
    this.text = {};
    /** @type {Schema} */
    this.schema = {};
    /** @type {Set<string>} */
    this.opened = new Set();
  }

  /** @param {Event} event @param {string} name */
  #toggle(event, name) {
    if (!(event.target instanceof HTMLDetailsElement) || !event.target.open || this.opened.has(name)) return;
    this.opened = new Set(this.opened).add(name);
  }

  render() {
    const fields = fieldsOf(this.text, this.schema);
    if (!fields.length) return html`<p><span class="tag">${typeOf(this.text, this.schema)}</span></p>`;
    return html`<ul class="schema">${fields.map(field => this.#field(field))}</ul>`;
  }

  /** @param {Field} field */
  #field(field) {
    const { name, required, schema } = field, bounds = boundsOf(schema);
    const about = schema.description ?? follow(this.text, schema).description;
    const inside = fieldsOf(this.text, schema).length;
    return html`<li><div class="schema-head"><code>${name}</code><span class="tag">${typeOf(this.text, schema)}</span>
      ${required ? html`<span class="quiet small">${t("필수", "required")}</span>` : nothing}
      ${maybe(schema) ? html`<span class="quiet small">${t("비어 있을 수 있음", "may be empty")}</span>` : nothing}</div>
      ${bounds.length ? html`<p><code>${bounds.join(" · ")}</code></p>` : nothing}
      ${about ? html`<p>${about}</p>` : nothing}
      ${inside ? html`<details @toggle=${(/** @type {Event} */ event) => this.#toggle(event, name)}><summary>${t(`${name} 안의 항목`, `Inside ${name}`)}</summary>
        ${this.opened.has(name) ? html`<city-schema .text=${this.text} .schema=${schema}></city-schema>` : nothing}</details>` : nothing}</li>`;
  }
}
define("city-schema", CitySchema);

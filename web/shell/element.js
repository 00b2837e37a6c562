// What every element of the city is made of: Lit in light DOM, drawn again when the language changes.
//
// Light DOM, so that the city's style sheets, labels, print and accessibility checks reach everything. An element that
// wraps what a page puts inside it moves its children into a frame in `createRenderRoot()`; nothing is cloned.

import { LitElement } from "../vendor/lit.js";

export { html, svg, nothing, render, repeat, classMap, live, ref, createRef, ifDefined, guard, keyed } from "../vendor/lit.js";

export class CityElement extends LitElement {
  /** Draws again in the new language, or for whoever has signed in. */
  #redraw = () => this.requestUpdate();

  /** @returns {HTMLElement | DocumentFragment} */
  createRenderRoot() { return this; }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("language", this.#redraw);
    addEventListener("session", this.#redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("language", this.#redraw);
    removeEventListener("session", this.#redraw);
  }

  /** Tells whoever uses this element what happened. @param {string} name @param {unknown} [detail] */
  tell(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, cancelable: true }));
  }
}

/** Names an element once, however many pages import it. @param {string} name @param {CustomElementConstructor} element */
export function define(name, element) {
  if (!customElements.get(name)) customElements.define(name, element);
}

let numbered = 0;
/** An id nobody else has. @param {string} [name] */
export const unique = (name = "id") => `${name}-${++numbered}`;

/** For whoever hears the page instead of seeing it. @param {string} words */
export function say(words) {
  let voice = document.getElementById("city-voice");
  if (!voice) {
    voice = Object.assign(document.createElement("p"), { id: "city-voice", className: "unseen" });
    voice.setAttribute("role", "status");
    document.body.append(voice);
  }
  // The same words twice are said twice.
  voice.textContent = voice.textContent === words ? `${words}\u00a0` : words;
}

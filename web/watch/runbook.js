// A runbook on the page: titles and headings in the language now, the sections as they are written.

import { html, nothing } from "../shell/element.js";
import { Trouble } from "../shell/api.js";
import { at } from "../shell/place.js";
import { named, t } from "../shell/words.js";
import { blocks, marks, nameOf } from "./marks.js";

/** @typedef {{ko: string, en: string, words: string, text: string}} Runbook */
/** @type {import("../shell/words.js").Words} */
const HEADINGS = {
  "What it means": ["무슨 뜻인가", "What it means"], "For whom it matters": ["누구에게 중요한가", "For whom it matters"],
  "Look first": ["먼저 볼 것", "Look first"], "Cure": ["고치는 법", "Cure"], "When to wake somebody": ["누군가를 깨울 때", "When to wake somebody"],
  "A function's log": ["함수의 기록 보기", "A function's log"], "Reading a dead letter": ["처리하지 못한 메시지 읽기", "Reading a dead letter"],
  "Redriving dead letters": ["처리하지 못한 메시지 다시 보내기", "Redriving dead letters"], "Trying an alarm": ["경보 시험하기", "Trying an alarm"],
};

/** @type {Promise<Record<string, Runbook>> | null} */
let asked = null;
/** All of them, in one file that comes with the pages: there whenever the page is. @returns {Promise<Record<string, Runbook>>} */
export function readRunbooks() {
  asked ??= fetch(new URL("./runbooks.json", import.meta.url)).then(answer => answer.ok ? answer.json() : Promise.reject()).catch(() => {
    asked = null;
    throw new Trouble(0, null, navigator.onLine === false);
  });
  return asked;
}

/** @param {string} text */
export const marked = text => marks(text).map(each => {
  if (each.kind === "code") return html`<code>${each.words}</code>`;
  if (each.kind === "bold") return html`<b>${each.words}</b>`;
  if (each.kind !== "link") return each.words;
  const other = /^[\w-]+\.md(?:#.*)?$/.test(each.to) ? nameOf(each.to.replace(/#.*/, "")) : null;
  // Another runbook opens here; a file of the repository has no page, and stands with its place.
  if (other) return html`<a href=${at("runbook", other)}>${each.words}</a>`;
  return /^https:\/\//.test(each.to) ? html`<a href=${each.to} rel="noreferrer">${each.words}</a>`
    : html`<code title=${each.to.replaceAll("../", "")}>${each.words}</code>`;
});

/** @param {import("./marks.js").Block} block @param {boolean} alone */
function drawn(block, alone) {
  if (block.kind === "heading") {
    const words = named(HEADINGS, block.words);
    return alone ? html`<h2 lang=${t("ko", "en")}>${words}</h2>` : html`<h3 lang=${t("ko", "en")}>${words}</h3>`;
  }
  if (block.kind === "code") return html`<pre tabindex="0"><code>${block.words}</code></pre>`;
  if (block.kind === "words") return html`<p>${marked(block.words)}</p>`;
  const items = block.items.map(each => html`<li>${marked(each)}</li>`);
  return block.kind === "ordered" ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
}

/** What to do, whole; `alone`: right below the page's heading. @param {Runbook} book @param {boolean} [alone] */
export const runbook = (book, alone = false) => html`<div class="prose runbook">
  ${t(true, false) ? html`<p class="lead">${book.words}</p>` : nothing}
  <div lang="en" class="prose">${blocks(book.text).map(block => drawn(block, alone))}</div></div>`;

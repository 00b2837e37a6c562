// Asking, and being told what was answered. Esc closes; the focus goes back to where it was.
//
//   if (await confirmed({ title: t("보낼까요?", "Send this?"), body: html`…`, verb: t("보내기", "Send") })) …
//   const reason = await askReason({ title, body, verb });                       a text, or null
//   const values = await ask({ title, body: html`<city-field …></city-field>`, verb });      what was filled in, or null
//   await ask({ …, act: values => fines.post(…, values) })      stays open and says so where it fails; gives what `act` gave
//   show({ title, body })                                        only tells; closes
//
// `grave: true` for what cannot be undone.

import { html, nothing, render, unique } from "../shell/element.js";
import { t } from "../shell/words.js";
import "./form.js";

/** @typedef {object} Asked
 * @property {string} title
 * @property {unknown} [body]
 * @property {string} [verb]
 * @property {boolean} [grave]
 * @property {boolean} [wide]
 * @property {(values: Record<string, any>) => unknown} [act] */

/** What was filled in (or what `act` gave); null if it was closed. @param {Asked} asked @returns {Promise<any>} */
export function ask({ title, body = nothing, verb = t("확인", "OK"), grave = false, wide = false, act = values => values }) {
  const close = html`<button type="button" class="plain" @click=${() => dialog.close()}>${t("닫기", "Cancel")}</button>`;
  const { dialog, closed } = opened(title, wide, html`<city-form class="asking" keeps .verb=${verb} ?grave=${grave} .extra=${close}
    .send=${async (/** @type {any} */ values) => { answer = await act(values) ?? true; dialog.close(); }}>${body}</city-form>`);
  /** @type {any} */
  let answer = null;
  return closed.then(() => answer);
}

/** Whether it was pressed. @param {Asked} asked @returns {Promise<boolean>} */
export const confirmed = async asked => await ask({ ...asked, body: typeof asked.body === "string"
  ? html`<p class="words">${asked.body}</p>` : asked.body ?? nothing, act: () => true }) === true;

/** A reason that is kept on file. With `act`, gives what `act(reason)` gave.
 * @param {Omit<Asked, "act"> & {shortest?: number, longest?: number, label?: string, hint?: string,
 *   act?: (reason: string) => unknown}} asked @returns {Promise<any>} */
export function askReason({ shortest = 5, longest = 200, label = t("사유", "Reason"), hint = t("기록에 남습니다.", "It is kept on file."),
  body = nothing, act = reason => reason, ...asked }) {
  return ask({ ...asked, act: values => act(values.reason), body: html`${typeof body === "string" ? html`<p>${body}</p>` : body}
    <city-field name="reason" kind="textarea" rows="3" required counter label=${label} minlength=${shortest} maxlength=${longest}
      .hint=${hint}></city-field>` });
}

/** Only tells. @param {{title: string, body: unknown, wide?: boolean}} told @returns {Promise<void>} */
export function show({ title, body, wide = false }) {
  const { dialog, closed } = opened(title, wide, html`${body}<div class="row end">
    <button type="button" class="plain" @click=${() => dialog.close()}>${t("닫기", "Close")}</button></div>`);
  return closed;
}

/** @param {string} title @param {boolean} wide @param {unknown} inside */
function opened(title, wide, inside) {
  const dialog = document.createElement("dialog"), id = unique("dialog");
  dialog.setAttribute("aria-labelledby", id);
  dialog.classList.toggle("wide", wide);
  render(html`<h2 id=${id} tabindex="-1">${title}</h2>${inside}`, dialog);
  document.body.append(dialog);
  const closed = /** @type {Promise<void>} */ (new Promise(resolve => {
    dialog.addEventListener("close", () => { dialog.remove(); resolve(); }, { once: true });
  }));
  dialog.showModal();
  // The fields are drawn a moment later; the first of them gets the focus, and else what is asked.
  const first = dialog.querySelector("city-field");
  if (first) void customElements.whenDefined("city-field").then(() => /** @type {any} */ (first).updateComplete).then(() => {
    if (first instanceof HTMLElement) first.focus();
  });
  else dialog.querySelector("h2")?.focus();
  return { dialog, closed };
}

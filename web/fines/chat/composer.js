// What is written: common questions, files, the field, and whether the talk stays on this device.

import { createRef, html, live, nothing, ref, repeat } from "../../shell/element.js";
import { percent } from "../../shell/words.js";
import { ACCEPTED } from "./files.js";
import { say } from "./words.js";

/** @typedef {import("./talk.js").FinesChat} Chat */
/** @typedef {import("./files.js").Line} Line */

/** @type {{readonly value?: HTMLInputElement}} */
const picker = createRef();

/** @param {Chat} chat @param {readonly string[]} offers @param {readonly Line[]} lines */
export function composer(chat, offers, lines) {
  const { talk } = chat.memory;
  return html`<div class="composer">
    ${chat.away ? html`<p class="remark away" role="status">${say("away")}</p>` : nothing}
    <div class="offers" role="group" aria-label=${say("offersLabel")}>${offers.map(offer => html`
      <button type="button" class="pill" aria-disabled=${chat.conversation.busy ? "true" : nothing} @click=${() => chat.offer(offer)}>${offer}</button>`)}</div>
    ${lines.length ? html`<ul class="lines-of-files">${repeat(lines, line => line.key, line => fileLine(chat, line))}</ul>` : nothing}
    ${chat.remark ? html`<p class="remark">${say(chat.remark)}</p>` : nothing}
    <form @submit=${chat.send}>
      <button type="button" class="plain attach" aria-label=${say("attach")} title=${say("attach")} @click=${() => picker.value?.click()}
        ><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 5v14M5 12h14"></path></svg></button>
      <input type="file" multiple hidden accept=${ACCEPTED} ${ref(picker)} @change=${(/** @type {Event} */ event) => pick(chat, event)}>
      <textarea rows="1" maxlength="1000" name="words" aria-label=${say("yours")} placeholder=${say("yours")} .value=${live(talk.draft)}
        ${ref(chat.field)} @input=${chat.write} @keydown=${enter}></textarea>
      <button class="do">${say("send")}</button>
    </form></div>
    <div class="chat-foot"><label class="tick"><input type="checkbox" .checked=${live(talk.keeps)} aria-describedby="chat-keeps"
      @change=${(/** @type {Event} */ event) => chat.stay(/** @type {HTMLInputElement} */ (event.target).checked)}><span>${say("keep")}</span></label>
      <p class="quiet small" id="chat-keeps">${say("keepHint")}</p></div>`;
}

// While a Hangul syllable is being composed, Enter belongs to the keyboard.
/** @param {KeyboardEvent} event */
function enter(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (event.target instanceof HTMLTextAreaElement) event.target.form?.requestSubmit();
}

/** @param {Chat} chat @param {Event} event */
function pick(chat, event) {
  if (!(event.target instanceof HTMLInputElement)) return;
  chat.files.pick([...event.target.files ?? []]);
  event.target.value = "";
}

/** @param {Chat} chat @param {Line} line */
function fileLine(chat, line) {
  const { state } = line;
  const words = state === "refused" ? say(line.why ?? "fileFailed") : state === "ready" ? say("ready")
    : state === "checking" ? say("checking") : say("uploading", { percent: percent(line.share, 0).replace("%", "") });
  return html`<li data-state=${state}><span class="file-name">${line.name}</span>
    ${state === "uploading" ? html`<progress max="1" value=${line.share} aria-label=${line.name}></progress>` : nothing}
    <span class="file-state">${words}</span>
    ${state === "ready" || state === "refused" ? html`<button type="button" class="plain" aria-label="${say("remove")}: ${line.name}"
      @click=${() => { chat.files.drop(line); chat.field.value?.focus(); }}>${say("remove")}</button>` : nothing}</li>`;
}

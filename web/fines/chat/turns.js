// One turn of the talk, as text alone: what somebody wrote is never read as anything else.

import { CityElement, define, html, nothing, say as tell } from "../../shell/element.js";
import { copy } from "../../shell/files.js";
import { accountsIn, isAccount, pieces } from "./accounts.js";
import { say } from "./words.js";

/** @typedef {import("./memory.js").Turn} Turn */
/** @typedef {import("./accounts.js").Account} Account */
/** What a turn needs of its talk.
 * @typedef {{conversation: import("./conversation.js").Conversation, again: () => void, edit: (turn: Turn) => void}} Chat */

/** @param {Turn} turn @param {Chat} chat */
export function turnOf(turn, chat) {
  return turn.who === "citizen" ? mine(turn, chat) : theirs(turn);
}

/** @param {Turn} turn @param {Chat} chat */
function mine(turn, { conversation, again, edit }) {
  const stopped = conversation.waits(turn.id) ? conversation.stopped : "";
  return html`<div class=${stopped ? "said citizen stopped" : "said citizen"}><p class="unseen">${say("you")}:</p>
      ${turn.text ? html`<p class="words" lang=${turn.lang}>${turn.text}</p>` : nothing}
      ${turn.files?.length ? html`<ul class="said-files" aria-label=${say("withFiles", { count: turn.files.length })}>${turn.files.map(name =>
        html`<li>${name}</li>`)}</ul>` : nothing}</div>
    ${stopped ? html`<div class="unsent" role="alert"><p>${say(stopped)}</p><div class="row end">
      <button type="button" class="plain" @click=${() => edit(turn)}>${say("edit")}</button>
      <button type="button" class="do" @click=${again}>${say("again")}</button></div></div>` : nothing}`;
}

/** @param {Turn} turn */
function theirs(turn) {
  const text = turn.text || say("silent"), accounts = accountsIn(text);
  return html`<div class="said office"><p class="unseen">${say("office")}:</p>
    <p class="words" lang=${turn.lang}>${pieces(text).map(piece => piece.copied && !accounts.some(each => each.number === piece.text)
      ? html`<span class="kept">${piece.text}</span> <fines-copy .text=${piece.text}></fines-copy>` : piece.text)}</p>
    ${accounts.map(each => card(each, turn.lang))}</div>`;
}

/** @param {Account} account @param {string} lang */
const card = (account, lang) => html`<div class="account" role="group" aria-label=${say("payTo")}>
  <p class="account-amount"><span class="quiet">${say("amount")}</span> <b lang=${lang}>${account.amount}</b></p>
  <p class="account-number"><span class="quiet">${account.bank}</span> <b>${account.number}</b></p>
  <dl class="account-facts"><div><dt>${say("holder")}</dt><dd lang=${lang}>${account.holder}</dd></div>
    <div><dt>${say("until")}</dt><dd lang=${lang}>${account.until}</dd></div></dl>
  <fines-copy .text=${account.number} wide></fines-copy></div>`;

/** `<fines-copy .text=${…} wide>`: an account goes without its hyphens, as banks' apps want it. */
export class FinesCopy extends CityElement {
  static properties = { text: {}, wide: { type: Boolean }, done: { state: true } };

  constructor() {
    super();
    this.text = "";
    this.wide = false;
    this.done = "";
  }

  #copy = async () => {
    const account = isAccount(this.text), word = await copy(account ? this.text.replaceAll("-", "") : this.text) ? "copied" : "copyFailed";
    this.done = word;
    tell(say(word));
    setTimeout(() => { this.done = ""; }, 2500);
  };

  render() {
    const label = say(isAccount(this.text) ? "copyAccount" : "copyCode");
    return html`<button type="button" class=${this.wide ? "do whole" : "plain copy"} aria-label=${this.wide ? nothing : label} @click=${this.#copy}
      >${this.done ? say(this.done) : this.wide ? label : say("copy")}</button>`;
  }
}
define("fines-copy", FinesCopy);

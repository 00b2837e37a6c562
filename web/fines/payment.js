// What is to be paid of a notice, or was, as the case's page shows it.

import { html, nothing } from "../shell/element.js";
import { won } from "../shell/words.js";
import { facts } from "../components/facts.js";
import { day } from "./chat/days.js";
import { say } from "./chat/words.js";

/** @typedef {{amount_krw: number, until: string, state: "open" | "ended"}} Account */
/** @typedef {"due" | "paid" | "not_yet" | "objected" | "cancelled" | "barred" | "unknown"} State */
/** @typedef {"early" | "full" | "overdue" | "instalment"} Stage */
/** @typedef {{state: State, amount_krw: number | null, stage: Stage | null, until: string | null, paid_krw: number | null,
 *   paid_on: string | null, account: Account | null}} Payment */

/** @type {Partial<Record<State, string>>} */
const TONES = { due: "info", paid: "fine", objected: "warning" };

/** @param {Payment} payment */
export function paymentOf({ state, amount_krw, stage, until, paid_krw, paid_on, account }) {
  return html`<p><span class="tag ${TONES[state] ?? ""}" data-state=${state}>${say(`pay_${state}`)}</span></p>
    ${facts([amount_krw !== null && [say("payNow"), won(amount_krw)], until !== null && [say("payUntil"), day(until)],
      paid_krw !== null && [say("paidSum"), won(paid_krw)], paid_on !== null && [say("paidOn"), day(paid_on)],
      state === "due" && [say("payAccount"), accountWords(account)]])}
    ${stage === "early" ? html`<p class="notice" data-tone="warning">${say("payEnds")}</p>` : nothing}`;
}

/** @param {Account | null} account */
function accountWords(account) {
  if (!account) return say("accountNone");
  return say(account.state === "open" ? "accountOpen" : "accountEnded", { amount: won(account.amount_krw), day: day(account.until) });
}

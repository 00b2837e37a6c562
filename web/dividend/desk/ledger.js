// The ledger: the trial balance, and every entry.

import { Load } from "../../components/load.js";
import { drawn } from "../../components/state.js";
import "../../components/table.js";
import { path } from "../../shell/api.js";
import { define, html, nothing } from "../../shell/element.js";
import { moment, named, number, t, won } from "../../shell/words.js";
import { printing } from "../certificate.js";
import { ACCOUNTS, ENTRIES } from "./money_words.js";
import { dividend, RoundPart } from "./round.js";

/** @typedef {{key: string, kind: string, at: string, totals: Record<string, number>, corrects: string | null}} Entry */
/** @typedef {{entries: Entry[], trial_balance: Record<string, number>}} Book */

// Cash is shown though it is nothing.
const AS_OWED = ["cash"];

/** Amounts one under another. @param {([name: string, value: string, kind?: string] | null | false)[]} rows @param {string} [name] */
export const sums = (rows, name) => html`<table class="sums" aria-label=${name ?? nothing}><tbody>${rows.map(row => row ? html`<tr class=${row[2] ?? ""}><th scope="row">${row[0]}</th>
  <td>${row[1]}</td></tr>` : nothing)}</tbody></table>`;

/** @param {Record<string, number>} balance */
export function trialBalance(balance) {
  const sum = Object.values(balance).reduce((total, amount) => total + amount, 0);
  return html`<div class="card"><h3>${t("시산표", "Trial balance")}</h3>
    <p class="quiet">${t("통장은 있는 돈(+), 나머지는 그 돈이 누구 것인지(−)를 말합니다. 더하면 언제나 0입니다.",
      "Cash is what there is (+), the rest whose it is (−). They add up to nothing.")}</p>
    ${sums([...Object.entries(balance).filter(([account, amount]) => amount || AS_OWED.includes(account)).map(([account, amount]) =>
      /** @type {[string, string]} */ ([named(ACCOUNTS, account), won(amount)])), [t("합계", "Sum"), won(sum), "sum"]], t("시산표", "Trial balance"))}
    ${sum ? html`<div class="notice" data-tone="danger" role="alert">${t("합이 0이 아닙니다. 감사에게 알려 주세요.", "It does not add up: tell the auditor.")}</div>` : nothing}</div>`;
}

/** @param {Entry} entry */
const booked = ({ totals }) => html`<ul class="booked">${Object.entries(totals).filter(([, amount]) => amount).map(([account, amount]) =>
  html`<li>${named(ACCOUNTS, account)} <b>${amount > 0 ? "+" : "−"}${won(Math.abs(amount))}</b></li>`)}</ul>`;
const columns = () => [
  { id: "kind", name: t("무엇", "What"), show: (/** @type {Entry} */ entry) => named(ENTRIES, entry.kind) },
  { id: "at", name: t("언제", "When"), show: (/** @type {Entry} */ entry) => moment(entry.at) },
  { id: "totals", name: t("계정과 금액", "Accounts and amounts"), show: booked },
  { id: "key", name: t("번호", "Key"), show: (/** @type {Entry} */ entry) => html`<small>${entry.key}${entry.corrects ? ` ← ${entry.corrects}` : ""}</small>` }];

class RoundLedger extends RoundPart {
  constructor() {
    super();
    /** @type {Load<Book>} */
    this.book = new Load(this, async () => {
      const book = await dividend.get(path`rounds/${this.round.round_id}/ledger`);
      return { ...book, entries: book.entries.sort((/** @type {Entry} */ one, /** @type {Entry} */ other) => Date.parse(one.at) - Date.parse(other.at)) };
    });
  }

  refresh() { void this.book.reload(); }

  render() {
    return drawn(this.book, ({ entries, trial_balance }) => html`${trialBalance(trial_balance)}
      <div class="card"><div class="row apart"><h3>${t(`기록 ${number(entries.length)}개`, `Entries: ${number(entries.length)}`)}</h3>${entries.length ? printing() : nothing}</div>
        <p class="quiet">${t("적은 것은 바뀌지 않습니다. 누구의 돈인지(가명)는 여기에 보이지 않습니다.",
          "Nothing is ever changed. Whose money it is, not even by pseudonym, is not shown.")}</p>
        <p class="only-printed">${this.round.round_id} <span lang="ko">${this.round.title}</span></p>
        <city-table quiet .caption=${t("장부", "Ledger")} .rows=${entries} .key=${(/** @type {Entry} */ entry) => entry.key} .columns=${columns()}
          .none=${t("아직 적은 것이 없습니다.", "Nothing is booked yet.")}></city-table></div>`);
  }
}
define("round-ledger", RoundLedger);

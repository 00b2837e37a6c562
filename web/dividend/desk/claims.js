// Money that came back from cards: what is still owed, and sending it once more.

import "../../components/form.js";
import "../../components/table.js";
import { path } from "../../shell/api.js";
import { html, nothing } from "../../shell/element.js";
import { session } from "../../shell/session.js";
import { day, named, number, t, won } from "../../shell/words.js";
import { reason } from "./decisions.js";
import { sums } from "./ledger.js";
import { RETURNED } from "./money_words.js";
import { dividend } from "./round.js";
import { UNCLAIMED } from "./words.js";

/** @typedef {{number: number, lines: number, amount_krw: number, reasons: Record<string, number>, claimed_until: string | null}} Batch */
/** @typedef {{claim_months: number, unclaimed_goes_to: string, batches: Batch[], owed_krw: number, lapsed_krw: number, given_krw: number}} Claims */

const columns = () => [
  { id: "number", name: t("묶음", "Batch") }, { id: "lines", name: t("카드", "Cards"), number: true, show: (/** @type {Batch} */ batch) => number(batch.lines) },
  { id: "amount", name: t("금액", "Amount"), number: true, show: (/** @type {Batch} */ batch) => won(batch.amount_krw) },
  { id: "why", name: t("왜", "Why"), show: (/** @type {Batch} */ batch) => Object.entries(batch.reasons).map(([why, count]) => `${named(RETURNED, why)} ${number(count)}`).join(", ") },
  { id: "until", name: t("찾을 수 있는 날", "May be claimed until"), show: (/** @type {Batch} */ batch) => day(batch.claimed_until, "short") }];

/** @param {string} round @param {Claims} back @param {(words: string) => null} did */
export function claims(round, back, did) {
  if (!back.owed_krw && !back.lapsed_krw) return nothing;
  const goes = named(UNCLAIMED, back.unclaimed_goes_to);
  return html`<div class="card"><h3>${t("되돌아온 돈", "What came back")}</h3>
    ${sums([[t("아직 시민에게 줄 돈", "Still owed"), won(back.owed_krw)], [t("기한이 지난 돈", "Lapsed"), won(back.lapsed_krw)], [t("그 가운데 보낸 돈", "Of it given"), won(back.given_krw)]],
      t("되돌아온 돈", "What came back"))}
    <p class="quiet">${t(`${back.claim_months}개월 안에 찾아가지 않으면 ‘${goes}’ 갑니다. 밤마다 저절로 확인합니다.`, `What nobody claims in ${back.claim_months} months goes ${goes}; it is looked at every night.`)}</p>
    ${back.batches.length ? html`<city-table quiet .caption=${t("되돌아온 묶음", "Batches that came back")} .rows=${back.batches} .columns=${columns()} .key=${(/** @type {Batch} */ batch) => batch.number}></city-table>` : nothing}
    ${session.may("steward") && back.owed_krw ? html`<details><summary>${t("다시 보내기", "Send it once more")}</summary><div class="stack">
      <p>${t("같은 카드로 한 번 더 보냅니다. 운영사가 해지된 카드 대신 쓰는 카드를 압니다.", "Once more to the same cards: the operator knows which card took a closed one's place.")}</p>
      <city-form grave draft="dividend/again/${round}" .verb=${t("다시 보내기", "Send")} .send=${(/** @type {any} */ values) => dividend.post(path`rounds/${round}/claims/payments`, values)}
        .check=${() => ({ title: t("다시 보낼까요?", "Send it once more?"), body: won(back.owed_krw) })}
        .done=${(/** @type {any} */ sent) => did(t(`카드 ${number(sent.lines)}장에 ${won(sent.amount_krw)}을 다시 보냅니다.`, `${won(sent.amount_krw)} go to ${number(sent.lines)} cards once more.`))}>${reason()}</city-form></div></details>` : nothing}</div>`;
}

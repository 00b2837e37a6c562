// What one person proposes and another decides.

import "../../components/form.js";
import { html, nothing } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { session } from "../../shell/session.js";
import { moment, t } from "../../shell/words.js";
import { REASON, reasonLabel } from "./words.js";

/** @typedef {{ground: string} | {buyer_id: string, order_id: string, amount_krw: number} | {finding: string, operator_reference: string}} What */
/** @typedef {{subject: string, what: What, reason: string, proposed_by: string, proposed_by_name: string | null, proposed_at: string, state: string, decided_by: string | null, decided_by_name: string | null,
 *   decided_at: string | null, decided_because: string | null}} Proposal */
/** @typedef {{approves: boolean, reason: string}} Decision */

/** What was proposed, by whom and why, and what became of it. @param {Proposal} proposal @param {string} headline @param {string} ground */
export const proposed = (proposal, headline, ground) => html`<div class=${proposal.state === "declined" ? "voice no" : "voice"}><b>${headline}</b>
  <small class="quiet">${person(proposal.proposed_by, proposal.proposed_by_name)} · ${moment(proposal.proposed_at)}${ground ? html` · <span lang="ko">${ground}</span>` : nothing}</small>
  <p class="words" lang="ko">${proposal.reason}</p>
  ${proposal.decided_by ? html`<b>${proposal.state === "approved" ? t("승인", "Approved") : t("반려", "Declined")}</b>
    <small class="quiet">${person(proposal.decided_by, proposal.decided_by_name)} · ${moment(proposal.decided_at)}</small><p class="words" lang="ko">${proposal.decided_because}</p>`
    : html`<p class="quiet">${t("두 번째 사람의 결정을 기다립니다.", "It waits for a second person.")}</p>`}</div>`;

/** The second person's word. @param {string} draft what its draft is kept under @param {(decision: Decision) => Promise<any>} send @param {Proposal} proposal
 * @param {string} headline @param {(words: string) => null} did */
export function deciding(draft, send, proposal, headline, did) {
  if (!session.may("steward")) return nothing;
  if (proposal.proposed_by === session.me?.id) {
    return html`<p class="notice">${t("내가 제안한 일입니다. 다른 담당이 정해야 합니다.", "You proposed it: another steward has to decide.")}</p>`;
  }
  return html`<city-form draft="dividend/decision/${draft}" .verb=${t("정하기", "Decide")}
    .send=${(/** @type {any} */ values) => send({ approves: values.approves === "yes", reason: values.reason })}
    .check=${(/** @type {any} */ values) => ({ title: values.approves === "yes" ? t("승인할까요?", "Approve?") : t("반려할까요?", "Decline?"), grave: true,
      verb: values.approves === "yes" ? t("승인", "Approve") : t("반려", "Decline"), body: html`<p><b>${headline}</b></p><p class="words">${values.reason}</p>` })}
    .done=${() => did(t("정했습니다.", "Decided."))}>
    <city-field name="approves" kind="radio" required .label=${t("어떻게 할까요?", "What do you decide?")}
      .options=${[["yes", t("승인", "approve")], ["no", t("반려", "decline")]]}></city-field>${reason()}</city-form>`;
}

/** A reason that is kept on file. @param {string} [placeholder] */
export const reason = (placeholder = "") => html`<city-field name="reason" kind="textarea" rows="3" required counter .label=${reasonLabel()}
  minlength=${REASON.shortest} maxlength=${REASON.longest} placeholder=${placeholder}></city-field>`;

export const waitsForAnother = () => t("제안했습니다. 다른 담당이 정해야 합니다.", "Proposed: another steward has to decide.");

// Keys of an agency: one supervisor proposes a new one, another decides and is shown it, once.

import "../../components/form.js";
import { facts } from "../../components/facts.js";
import { path } from "../../shell/api.js";
import { CityElement, define, html, nothing } from "../../shell/element.js";
import { session } from "../../shell/session.js";
import { listed, named, t } from "../../shell/words.js";
import { approving, choices, decisionAsked, did, operations, reasonField, showSecret } from "../office/shown.js";
import { CREDENTIALS } from "./agency.js";

/** @typedef {import("./agency.js").Agency} Agency */

class AgencyKeys extends CityElement {
  static properties = { agency: { attribute: false } };

  constructor() {
    super();
    /** @type {Agency} */
    this.agency = /** @type {any} */ (null);
  }

  /** @param {string} words @returns {null} */
  #did(words) {
    this.tell("told", { id: this.agency.config.agency_id, words });
    return null;
  }

  render() {
    const { agency: { credentials, proposal } } = this, waits = proposal?.state === "proposed";
    return html`<section class="card"><h3>${t("있는 키", "Keys there are")}</h3><p>${listed(CREDENTIALS, credentials)}</p>
      <p class="quiet">${t("키의 내용은 다시 볼 수 없습니다. 잃었으면 바꿉니다.", "A key is never shown again: one that is lost is replaced.")}</p></section>
      ${proposal ? html`<section class="card"><h3>${t("키 교체", "A new key")}</h3>${facts([[t("무엇", "Which"), named(CREDENTIALS, proposal.credential)],
        [t("옛 키", "The old key"), proposal.overlap_hours ? t(`${proposal.overlap_hours}시간 더 쓸 수 있음`, `good for ${proposal.overlap_hours} h more`) : t("곧바로 못 씀", "opens nothing from then on")],
        [t("제안", "Proposed"), html`${did(proposal.proposed_by, proposal.proposed_by_name, proposal.proposed_at)}<br><span lang="ko">${proposal.reason}</span>`],
        proposal.decided_by && [proposal.state === "approved" ? t("승인", "Approved") : t("반려", "Declined"),
          html`${did(proposal.decided_by, proposal.decided_by_name, proposal.decided_at)}<br><span lang="ko">${proposal.decided_because}</span>`]])}
        ${waits && session.may("supervisor") ? this.#deciding(proposal) : waits ? html`<p class="quiet">${t("두 번째 사람의 결정을 기다립니다.", "It waits for a second person.")}</p>` : nothing}</section>` : nothing}
      ${!waits && session.may("supervisor") ? this.#proposing() : nothing}`;
  }

  #proposing() {
    const { agency_id: id } = this.agency.config;
    return html`<section class="card"><h3>${t("새 키 제안", "Propose a new key")}</h3><city-form draft="operations/key/${id}" .verb=${t("제안", "Propose")}
      .send=${(/** @type {any} */ values) => operations.post(path`agencies/${id}/credentials`, { credential: values.credential, overlap_hours: values.overlap_hours, reason: values.reason })}
      .done=${() => this.#did(t("제안했습니다. 다른 책임자가 정해야 합니다.", "Proposed: another supervisor has to decide."))}>
      <city-field name="credential" kind="select" required .label=${t("무엇", "Which")} .options=${choices(CREDENTIALS)}></city-field>
      <city-field name="overlap_hours" kind="number" required min="0" max="72" value="24" .label=${t("옛 키를 몇 시간 더 쓰게 할까요", "Hours for which the old key stays good")}
        .hint=${t("새어 나갔을지 모르면 0으로 합니다.", "Nought where it may be in wrong hands.")}></city-field>
      ${reasonField({ longest: 500 })}</city-form></section>`;
  }

  /** @param {import("./agency.js").Proposal} proposal */
  #deciding(proposal) {
    if (proposal.proposed_by === session.me?.id) return html`<p class="notice">${t("직접 제안했습니다. 다른 책임자가 정합니다.", "You proposed it: another supervisor decides.")}</p>`;
    const { agency_id: id } = this.agency.config, platform = proposal.credential === "platform";
    return html`<city-form .verb=${t("정하기", "Decide")} .check=${(/** @type {any} */ values) => decisionAsked(values, named(CREDENTIALS, proposal.credential))}
      .send=${async (/** @type {any} */ values) => {
        const approves = values.approves === "yes", answer = await operations.post(path`agencies/${id}/credentials/decision`, { approve: approves, reason: values.reason,
          given: approves && platform ? values.given ?? null : null });
        if (answer.secret) await showSecret(t("새 키", "The new key"), answer.secret);
        return answer;
      }} .done=${() => this.#did(t("정했습니다.", "Decided."))}>
      <p class="quiet">${t("다시 로그인을 물을 수 있습니다. 승인하면 새 키가 한 번 보입니다.", "You may be asked to sign in again. Once approved, the new key is shown once.")}</p>
      ${approving(t("키를 바꿀까요?", "Replace the key?"))}
      ${platform ? html`<city-field name="given" kind="password" .label=${t("통합플랫폼이 준 키 (승인할 때)", "The key that the platform gave (to approve)")}></city-field>` : nothing}
      ${reasonField({ longest: 500 })}</city-form>`;
  }
}
define("agency-keys", AgencyKeys);

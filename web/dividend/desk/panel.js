// The panel: the certificate it decides on, what its members have said, and saying it.

import { facts } from "../../components/facts.js";
import "../../components/form.js";
import "../../components/notice.js";
import { empty } from "../../components/state.js";
import { path } from "../../shell/api.js";
import { define, html, nothing, repeat } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { session } from "../../shell/session.js";
import { moment, t } from "../../shell/words.js";
import { explained, printing } from "../certificate.js";
import { dividend, RoundPart, setGoing } from "./round.js";
import { terms } from "./terms.js";
import { REASON } from "./words.js";

/** @typedef {import("./round.js").Voice} Voice */

const VOICES_NEEDED = 2, PANEL_DAYS = 14, DAY_MS = 86_400_000;

class RoundCertificate extends RoundPart {
  render() {
    const { certificate, round_id, title } = this.round;
    if (!certificate) return empty(t("검증이 끝나면 여기에 증명서가 나옵니다.", "The certificate stands here once the output is verified."));
    return html`<div class="card"><div class="row apart"><h3>${t("증명서", "Certificate")}</h3>${printing()}</div>
      <p class="only-printed">${round_id} <span lang="ko">${title}</span></p>
      <p class="quiet">${t("아래 수는 모두 팔 파일만 다시 읽어 잰 것이고, 도시의 열쇠로 서명되어 있습니다.",
        "Every number was measured from the file that is sold, and is signed with the city's key.")}</p>${explained(certificate)}</div>`;
  }
}
define("round-certificate", RoundCertificate);

class RoundPanel extends RoundPart {
  render() {
    const { round } = this, asked = round.state === "awaiting_panel", mine = round.voices.some(voice => voice.member === session.me?.id);
    return html`${this.#said(asked)}
      ${!asked || !session.may("panel") ? nothing : mine ? html`<city-notice><p>${t("의견을 내셨습니다. 다른 위원을 기다립니다.", "You have spoken. Another member has to.")}</p></city-notice>`
        : this.#form()}
      ${round.certificate ? html`<div class="card"><h3>${t("무엇을 보고 정하나", "What you decide on")}</h3>${explained(round.certificate)}</div>` : nothing}${terms(round)}`;
  }

  /** @param {boolean} asked */
  #said(asked) {
    const { voices, earlier_voices, panel_asked_at } = this.round, yes = voices.filter(voice => voice.approves).length;
    const until = panel_asked_at ? new Date(Date.parse(panel_asked_at) + PANEL_DAYS * DAY_MS) : null;
    return html`<div class="card"><h3>${t("적정성 심의", "Adequacy panel")}</h3>
      ${facts([[t("승인", "Approvals"), t(`${VOICES_NEEDED}명 중 ${yes}명`, `${yes} of ${VOICES_NEEDED}`)], asked && [t("기한", "Until"), moment(until)],
        [t("심의를 요청한 때", "Asked"), moment(panel_asked_at)]])}
      ${voices.length ? listed(voices) : html`<p class="quiet">${panel_asked_at ? t("아직 아무도 의견을 내지 않았습니다.", "Nobody has spoken yet.")
        : t("검증이 끝나면 심의 위원에게 묻습니다.", "The panel is asked once the output is verified.")}</p>`}
      ${earlier_voices.length ? html`<h4>${t("지난번 심의에서", "When the panel was asked before")}</h4>${listed(earlier_voices)}` : nothing}</div>`;
  }

  #form() {
    const { round } = this;
    return html`<div class="card next"><h3>${t("내 의견", "What I say")}</h3><city-form draft="dividend/voice/${round.round_id}" .verb=${t("의견 내기", "Say it")}
      .send=${(/** @type {any} */ values) => dividend.post(path`rounds/${round.round_id}/voices`, { approves: values.approves === "yes", reason: values.reason })}
      .check=${(/** @type {any} */ values) => values.approves === "yes" ? { title: t("승인할까요?", "Approve?"), verb: t("승인", "Approve"), body: values.reason }
        : { title: t("반대할까요?", "Refuse?"), verb: t("반대", "Refuse"), grave: true, body: html`<p class="words">${values.reason}</p>
          <p class="quiet">${t("한 사람이 반대하면 회차가 멈춥니다.", "One refusal stops the round.")}</p>` }}
      .done=${() => { setGoing(round.round_id); return this.did(t("의견을 적었습니다.", "Your word is on file.")); }}>
      <city-field name="approves" kind="radio" required .label=${t("이 자료를 공개해도 됩니까?", "May it be published?")}
        .options=${[["yes", t("승인합니다", "I approve")], ["no", t("반대합니다", "I refuse")]]}></city-field>
      <city-field name="reason" kind="textarea" required counter .label=${t("이유 (10자 이상)", "Reason (10 characters or more)")} .hint=${t("기록에 남습니다.", "It is kept on file.")}
        minlength=${REASON.shortest} maxlength=${REASON.longest}></city-field></city-form></div>`;
  }
}
define("round-panel", RoundPanel);

/** @param {Voice[]} voices */
const listed = voices => html`<ul class="stack">${repeat(voices, voice => `${voice.member} ${voice.at}`, voice => html`<li class=${voice.approves ? "voice" : "voice no"}>
  <b>${voice.approves ? t("승인", "Approved") : t("반대", "Refused")}</b> <small class="quiet">${person(voice.member, voice.member_name)} · ${moment(voice.at)}</small>
  <p class="words" lang="ko">${voice.reason}</p></li>`)}</ul>`;

// One export: what was asked and why, how far its film came, another's decision, the archive, and a link that soon ends.

import { facts } from "../../components/facts.js";
import { ask } from "../../components/dialog.js";
import { path } from "../../shell/api.js";
import { define, html, nothing, say } from "../../shell/element.js";
import { copy } from "../../shell/files.js";
import { person } from "../../shell/people.js";
import { session } from "../../shell/session.js";
import { moment, named, t } from "../../shell/words.js";
import { approving, decisionAsked, operations, Part, reasonField, toned } from "../office/shown.js";
import { BASES, ORGANISATIONS } from "../office/words.js";
import { fetchingAgain, filmShown, lookAgain } from "./film.js";

/** @typedef {{export_id: string, grant: string, incident: string, organisation: string, camera: string, starts: string, ends: string,
 *   basis: string, document: string | null, purpose: string, safeguards: string, requested_by: string, requested_at: string,
 *   state: string, decided_by: string | null, decided_at: string | null, decided_because: string, sha256: string | null,
 *   revision: number, asked_by: string, film: import("./film.js").Film | null}} Export */

/** @type {Record<string, [string, string, import("../../components/facts.js").Tone?]>} */
const STATES = { requested: ["승인 대기", "to be decided", "warning"], approved: ["승인함", "approved", "info"], declined: ["반려함", "declined"],
  made: ["묶음 있음", "archive made", "fine"] };
const OPEN = ["requested", "approved"];

/** @param {Export} each */
export const exportTag = each => toned(STATES[each.state] ?? [each.state, each.state]);

class EvidenceExport extends Part {
  static properties = { ...Part.properties, link: { state: true } };

  constructor() {
    super();
    this.load.every = (/** @type {Export} */ found) => OPEN.includes(found.state) ? lookAgain(found.film) : null;
    /** @type {{url: string, until: number, sha256: string} | null} */
    this.link = null;
  }

  fetch() { return operations.get(path`cctv/exports/${this.subject}`); }

  /** @param {Export} found */
  view(found) {
    const writes = session.may("supervisor"), over = !OPEN.includes(found.state);
    return html`<div class="row apart"><h2>${named(ORGANISATIONS, found.organisation)} · ${named(BASES, found.basis)}</h2>${exportTag(found)}</div>
      <div class="card"><p class="words" lang="ko">${found.purpose}</p>${facts([
        [t("사건", "Incident"), html`<a href=${`/operations/incident#${found.incident}`}>${found.incident}</a>`],
        [t("카메라", "Camera"), html`<a href=${`/operations/cctv#cameras/${encodeURIComponent(found.camera)}`}>${found.camera}</a>`],
        [t("영상", "Video"), `${moment(found.starts)} ~ ${moment(found.ends)}`], found.document && [t("공문", "Document"), found.document],
        found.safeguards && [t("보호 조치", "Safeguards"), html`<span lang="ko">${found.safeguards}</span>`],
        [t("요청", "Asked by"), `${person(found.asked_by, found.requested_by)} · ${moment(found.requested_at)}`],
        found.decided_by && [t("결정", "Decided by"), `${found.decided_by} · ${moment(found.decided_at)}`],
        found.decided_because && [t("이유", "Reason"), html`<span lang="ko">${found.decided_because}</span>`],
        found.sha256 && [t("묶음의 SHA-256", "SHA-256 of the archive"), html`<code>${found.sha256}</code>`]])}</div>
      ${filmShown(found, over, writes ? fetchingAgain(() => operations.post(path`cctv/exports/${found.export_id}/film`, {}), words => this.did(words)) : nothing)}
      ${!writes ? nothing : found.state === "requested" ? this.#deciding(found) : found.state === "approved" ? this.#making(found)
        : found.state === "made" ? this.#linking() : nothing}`;
  }

  /** @param {Export} found */
  #deciding(found) {
    if (found.asked_by === session.me?.id) return html`<p class="notice">${t("직접 요청한 건입니다. 다른 책임자가 정합니다.", "You asked for it: another supervisor decides.")}</p>`;
    const about = `${named(ORGANISATIONS, found.organisation)} · ${found.camera} · ${moment(found.starts)}`;
    return html`<section class="card"><h3>${t("결정", "Decide")}</h3><city-form draft="operations/export/${found.export_id}" .verb=${t("정하기", "Decide")}
      .check=${(/** @type {any} */ values) => decisionAsked(values, about)}
      .send=${(/** @type {any} */ values) => operations.post(path`cctv/exports/${found.export_id}/decision`, { revision: found.revision, approves: values.approves === "yes", because: values.reason })}
      .done=${() => this.did(t("정했습니다.", "Decided."))}>
      ${approving(t("이 영상을 내보낼까요?", "May this video leave?"))}${reasonField({ shortest: 2, longest: 120 })}</city-form></section>`;
  }

  /** @param {Export} found */
  #making(found) {
    const ready = found.film?.is_complete;
    return html`<section class="card"><h3>${t("묶음", "Archive")}</h3>
      <p class="quiet">${ready ? t("영상, 파일마다의 해시, 서명, 이 권한의 열람 기록과 증명을 한 파일로 묶습니다.", "Video, a hash of each file, a signature, and the log's entries of this grant with their proofs, in one file.")
        : t("영상이 모두 오면 묶음을 만들 수 있습니다.", "The archive is made when all of its film is here.")}</p>
      ${ready ? html`<city-form .verb=${t("묶음 만들기", "Make the archive")} .send=${() => operations.post(path`cctv/exports/${found.export_id}/archive`, {})}
        .done=${() => this.did(t("묶음을 만들었습니다.", "The archive is made."))}></city-form>` : nothing}</section>`;
  }

  #linking() {
    const { link } = this;
    return html`<section class="card"><h3>${t("내려받기", "Download")}</h3>
      <p class="quiet">${t("내려받는 주소는 5분 뒤 끝나고, 만들 때마다 열람 기록에 남습니다. 묶음은 한 주 뒤 지워집니다.",
        "The address ends after five minutes, and each is an entry of the log. The archive is deleted after a week.")}</p>
      ${link ? html`<p class="notice" data-tone="good" role="status">${t(`${moment(new Date(link.until))}까지 받을 수 있습니다.`, `It can be fetched until ${moment(new Date(link.until))}.`)}</p>
        <div class="row"><a class="do" href=${link.url} rel="noreferrer">${t("묶음 받기", "Fetch the archive")}</a>
          <button type="button" class="plain" @click=${async () => { say(await copy(link.url) ? t("복사했습니다.", "Copied.") : t("복사하지 못했습니다.", "Could not copy.")); }}>${t("주소 복사", "Copy the address")}</button></div>` : nothing}
      <div class="row end"><button type="button" class=${link ? "plain" : "do"} @click=${this.#hand}>${t("주소 만들기", "Make an address")}</button></div></section>`;
  }

  #hand = async () => {
    const made = await ask({ title: t("영상을 내보낼까요?", "Let the video leave?"), verb: t("내보내기", "Let it leave"),
      body: html`<p class="words">${t("이 일은 열람 기록과 대장에 남습니다.", "It stands in the log and in the ledger.")}</p>`, act: () => operations.post(path`cctv/exports/${this.subject}/link`, {}) });
    if (made) this.link = { url: made.url, until: Date.now() + 1000 * made.expires_in, sha256: made.sha256 };
  };
}
define("evidence-export", EvidenceExport);

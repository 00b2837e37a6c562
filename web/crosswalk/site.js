// A unit's site file: what is in force, the draft that waits for a manager, the zones on the frame, and the files before.

import { api, path } from "../shell/api.js";
import { CityElement, define, html, nothing } from "../shell/element.js";
import { Trouble } from "../shell/api.js";
import { person } from "../shell/people.js";
import { session } from "../shell/session.js";
import { language, listed, moment, named, number, t } from "../shell/words.js";
import { askReason, confirmed } from "../components/dialog.js";
import { facts, since } from "../components/facts.js";
import { Load } from "../components/load.js";
import { bad, good } from "../components/notice.js";
import { drawn } from "../components/state.js";
import "../components/form.js";
import "../components/list.js";
import { ANSWERS, seconds, SITE_PARTS } from "./words.js";
import "./editor.js";

const WAITING_MS = 5000;
// What the city fills in by itself.
const ITS_OWN = ["unit", "revision"];

class CrosswalkSite extends CityElement {
  static properties = { unit: {}, outcome: { state: true } };

  constructor() {
    super();
    this.unit = "";
    /** @type {unknown} */
    this.outcome = null;
    this.site = new Load(this, () => this.#read(), { every: ({ site }) => site.answer === "waiting" ? WAITING_MS : null });
  }

  async #read() {
    const crosswalk = api("crosswalk"), site = await crosswalk.get(path`units/${this.unit}/site`);
    const draft = site.has_draft ? await crosswalk.get(path`units/${this.unit}/site/draft`).catch((/** @type {any} */ trouble) => {
      if (trouble.status === 404) return null;
      throw trouble;
    }) : null;
    return { site, draft };
  }

  /** Reads anew, and says what was done. @param {string} [words] */
  #again = async words => {
    this.outcome = words ? good(words) : null;
    await this.site.reload();
  };

  render() {
    return drawn(this.site, ({ site, draft }) => {
      const works = session.may("clerk", "manager"), source = draft ?? site;
      return html`${this.outcome ?? nothing}<section class="card"><h3>${t("지금 설정", "In force")}</h3>${site.active ? facts([
          [t("번호", "Number"), t(`${site.active.revision}번`, `No. ${site.active.revision}`)],
          [t("적용", "Activated"), html`${moment(site.active.activated_at)} · ${person(site.active.activated_by, site.active.activated_by_name)}`],
          [t("단말 응답", "The unit says"), html`<span class=${site.answer === "refused" ? "why" : ""}>${named(ANSWERS, site.answer)}${site.answer === "refused"
            && site.reported?.refused_because ? ` · ${site.reported.refused_because}` : ""}</span>`],
        ]) : html`<p class="quiet">${t("아직 설정이 없습니다. 아래에 전체를 적어 초안으로 저장하고, 관리자가 적용하면 단말이 따릅니다.",
          "There is none yet. Write it below, save it as the draft; the unit obeys once a manager has activated it.")}</p>`}</section>
        ${draft ? this.#draft(draft) : nothing}
        ${works && source.zones ? html`<crosswalk-editor .unit=${this.unit} .zones=${source.zones} @drafted=${() => this.#again(
          t("초안을 저장했습니다. 확인하고 적용하세요.", "Saved as the draft. Review it, then activate it."))}></crosswalk-editor>` : nothing}
        ${works ? this.#whole(source.site) : nothing}${site.revisions.length ? this.#earlier(site) : nothing}`;
    });
  }

  // --- the draft ------------------------------------------------------------------------------------------------------

  /** @param {any} draft */
  #draft(draft) {
    const mine = draft.needs_another_person && session.me?.id === draft.author;
    return html`<section class="card"><h3>${t("검토할 초안", "A draft to be reviewed")}</h3>${facts([
        [t("번호", "Number"), t(`${draft.revision}번`, `No. ${draft.revision}`)],
        [t("작성", "Written"), html`${since(draft.written_at)} · ${person(draft.author, draft.author_name)}${draft.restored_from
          ? t(` · ${draft.restored_from}번으로 되돌림`, ` · restores No. ${draft.restored_from}`) : ""}`],
        [t("점등 유지", "Stays lit"), `${seconds(draft.hold_s, 1)} (${t("보행", "walking at")} ${number(draft.walking_speed_m_s, 2)} m/s, ${t("한도", "at most")} ${seconds(draft.longest_lit_s)})`],
        [t("바뀐 항목", "Changes"), draft.changes.length ? listed(SITE_PARTS, draft.changes) : t("없음 또는 첫 설정", "none, or the first file")],
        draft.note && [t("메모", "Note"), html`<span lang="ko">${draft.note}</span>`]])}
      ${draft.warnings.map((/** @type {any} */ each) => html`<div class="notice" data-tone="warning">${t(each.ko, each.en)}</div>`)}
      ${draft.needs_another_person ? html`<p class="quiet">${t("보호구역: 작성자가 아닌 관리자가 적용합니다.", "Protected zone: another manager than the author activates it.")}</p>` : nothing}
      ${session.may("manager") ? html`<div class="row"><button type="button" class="do" ?disabled=${mine} @click=${() => this.#activate(draft)}
        >${t("확인했고, 적용", "Reviewed: activate")}</button>${mine ? html`<span class="quiet small">${t("내가 쓴 초안이라 다른 관리자가 적용해야 합니다.",
          "You wrote it, so another manager has to.")}</span>` : nothing}</div>` : nothing}</section>`;
  }

  /** @param {any} draft */
  async #activate(draft) {
    if (!await confirmed({ title: t("설정 적용", "Activate"), verb: t("적용", "Activate"), grave: true,
      body: t(`${draft.revision}번 설정에 서명해 단말로 보냅니다. 단말이 검사하고 적용하거나 거부합니다.`,
        "It is signed and handed to the unit, which checks it and obeys or refuses.") })) return;
    try {
      await api("crosswalk").post(path`units/${this.unit}/site/activation`, { digest: draft.digest });
      await this.#again(t("보냈습니다. 단말의 응답을 기다립니다.", "Handed over. Waiting for the unit."));
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.outcome = bad(trouble);
    }
  }

  // --- the whole of it ------------------------------------------------------------------------------------------------

  /** @param {any} site */
  #whole(site) {
    const shown = site ? JSON.stringify(Object.fromEntries(Object.entries(site).filter(([key]) => !ITS_OWN.includes(key))), null, 1) : "";
    return html`<details class="card" ?open=${!site}><summary>${t("설정 전체 (JSON)", "The whole file (JSON)")}</summary>
      <city-form keeps .verb=${t("초안으로 저장", "Save as the draft")} .send=${this.#save}
        @sent=${() => this.#again(t("초안을 저장했습니다.", "Saved as the draft."))}>
        <city-field class="board-code" name="site" kind="textarea" rows="14" required .label=${t("설정 파일", "Site file")} .value=${shown}
          placeholder="{ }" .judge=${(/** @type {string} */ value) => objectOf(value) ? null : t("JSON 객체가 아닙니다.", "This is no JSON object.")}></city-field>
        <city-field name="note" maxlength="300" .label=${t("메모", "Note")}></city-field></city-form></details>`;
  }

  #save = (/** @type {any} */ { site, note }) => api("crosswalk").put(path`units/${this.unit}/site/draft`, { site: objectOf(site), ...(note ? { note } : {}) });

  // --- those before ---------------------------------------------------------------------------------------------------

  /** @param {any} site */
  #earlier(site) {
    return html`<section class="stack tight"><h3>${t("지난 설정", "Earlier files")}</h3><city-list .name=${t("지난 설정", "Earlier files")} .items=${site.revisions}
      .key=${(/** @type {any} */ each) => each.revision} .row=${(/** @type {any} */ each) => html`<div class="row apart"><div class="grow">
        <p><b>${t(`${each.revision}번`, `No. ${each.revision}`)}</b> · ${moment(each.activated_at)}</p>
        <p class="quiet small">${t("작성", "written by")} ${person(each.author, each.author_name)} · ${t("적용", "activated by")} ${person(each.activated_by, each.activated_by_name)}${each.note
          ? html` · <span lang=${language() === "en" ? "ko" : nothing}>${each.note}</span>` : nothing}</p></div>
        ${session.may("clerk", "manager") && each.revision !== site.active?.revision ? html`<button type="button" class="plain"
          @click=${() => this.#restore(each.revision)}>${t("되돌리기", "Restore")}</button>` : nothing}</div>`}></city-list></section>`;
  }

  /** @param {number} revision */
  async #restore(revision) {
    const made = await askReason({ title: t("이전 설정으로", "Restore"), verb: t("초안 만들기", "Make it the draft"),
      body: t(`${revision}번의 내용이 새 초안이 됩니다.`, "Its content becomes the next draft."),
      act: reason => api("crosswalk").post(path`units/${this.unit}/site/restoration`, { revision, reason }) });
    if (made) await this.#again(t("초안을 만들었습니다.", "It is the draft now."));
  }
}
define("crosswalk-site", CrosswalkSite);

/** @param {string} words */
function objectOf(words) {
  try {
    const found = JSON.parse(words);
    return found && typeof found === "object" && !Array.isArray(found) ? found : null;
  } catch { return null; }
}

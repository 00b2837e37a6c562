// Exports: those that wait and those that are over, one of them whole, and a new one under a grant.

import "../../components/list.js";
import "../../components/split.js";
import { line } from "../../components/facts.js";
import { Load, Pages } from "../../components/load.js";
import { drawn } from "../../components/state.js";
import { path, Trouble } from "../../shell/api.js";
import { CityElement, define, html, nothing } from "../../shell/element.js";
import { at, go } from "../../shell/place.js";
import { session } from "../../shell/session.js";
import { day, named, t, today } from "../../shell/words.js";
import { choices, operations } from "../office/shown.js";
import { BASES, ORGANISATIONS } from "../office/words.js";
import { exportTag } from "./export.js";
import { filmTag } from "./film.js";

/** @typedef {import("./export.js").Export} Export */
/** @typedef {import("../cctv/grants.js").Grant} Grant */

const NEW = "new", LONGEST_MINUTES = 6 * 60, DOCUMENTED = ["investigation", "court"];
/** What a person asks for themselves is no export. */
const EXPORTED = Object.keys(BASES).filter(basis => basis !== "person_seen");

class EvidenceExports extends CityElement {
  static properties = { place: { attribute: false }, over: { state: true } };

  constructor() {
    super();
    /** @type {string[]} */
    this.place = [];
    this.over = false;
    /** @type {Pages<Export>} */
    this.list = new Pages(this, async page => {
      const answer = await operations.get("cctv/exports", { state: this.over ? "over" : "open", limit: 50, page });
      return [answer.exports, answer.next];
    });
  }

  /** @param {boolean} over */
  #show(over) {
    if (over === this.over) return;
    this.over = over;
    this.list.items = [];
    void this.list.reload();
  }

  #asked = async (/** @type {CustomEvent<Export>} */ event) => {
    this.over = false;
    await this.list.reload();
    go("exports", event.detail.export_id);
  };

  render() {
    const [open = "", incident = ""] = this.place, writes = session.may("supervisor");
    return html`<city-split ?open=${Boolean(open)} back=${at("exports")} .subject=${`${open}/${incident}`} .list=${html`
      <div class="row apart"><h2>${t("영상 반출", "Exports")}</h2>${writes ? html`<a class="do" href=${at("exports", NEW)}>${t("요청", "Ask for one")}</a>` : nothing}</div>
      <div class="row" role="group" aria-label=${t("어느 것", "Which")}>${[false, true].map(over => html`<button type="button" class="pill" aria-pressed=${over === this.over ? "true" : "false"}
        @click=${() => this.#show(over)}>${over ? t("끝난 것", "over") : t("진행 중", "open")}</button>`)}</div>
      <city-list .name=${t("반출", "Exports")} .pages=${this.list} .key=${(/** @type {Export} */ each) => each.export_id}
        .none=${this.over ? t("끝난 반출이 없습니다.", "None is over.") : t("진행 중인 반출이 없습니다.", "None is open.")}
        .row=${(/** @type {Export} */ each) => line(at("exports", each.export_id), html`<span class="row"><b>${named(ORGANISATIONS, each.organisation)}</b>${exportTag(each)}</span>
          <span class="quiet">${day(each.starts, "short")} · <span lang="ko">${each.purpose}</span> · ${filmTag(each.film)}</span>`, each.export_id === open)}></city-list>`}
      .one=${open === NEW && writes ? incident ? html`<evidence-ask .incident=${incident} @asked=${this.#asked}></evidence-ask>` : this.#choosing()
        : open && open !== NEW ? html`<evidence-export .subject=${open} @changed=${() => this.list.reload()}></evidence-export>` : nothing}></city-split>`;
  }

  #choosing() {
    return html`<h2>${t("반출 요청", "Ask for an export")}</h2>
      <p class="quiet">${t("영상은 사건에 열린 권한의 카메라에서만 나갑니다. 먼저 사건을 적어 주세요.", "Video leaves only of cameras that a grant opened for an incident: name the incident first.")}</p>
      <city-form class="card" draft="operations/export/incident" .verb=${t("권한 찾기", "Find its grants")} .send=${async (/** @type {any} */ values) => { go("exports", NEW, values.incident); }}>
        <city-field name="incident" required maxlength="120" .label=${t("사건 번호", "The incident's number")} .hint=${t("사건 화면의 주소 끝에 있습니다.", "It stands at the end of the incident's address.")}></city-field></city-form>`;
  }
}
define("evidence-exports", EvidenceExports);

/** A new export of one incident: which of its cameras, when, on what ground and what for. Tells `asked` with what was made. */
class EvidenceAsk extends CityElement {
  static properties = { incident: {}, basis: { state: true } };

  constructor() {
    super();
    this.incident = "";
    this.basis = "";
    /** @type {Load<Grant[]>} */
    this.grants = new Load(this, async () => (await operations.get(path`cctv/incidents/${this.incident}/grants`)).grants.filter((/** @type {Grant} */ grant) => grant.starts_at));
  }

  #send = async (/** @type {any} */ values) => {
    const { on, from, to } = values, [grant, camera] = values.camera.split(" ");
    const minutes = (/** @type {string} */ time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
    if (to <= from) throw Trouble.of("시작보다 뒤여야 합니다.", "It has to be after the beginning.", "to");
    if (minutes(to) - minutes(from) > LONGEST_MINUTES) throw Trouble.of("한 번에 여섯 시간까지입니다.", "Six hours at once at most.", "to");
    const made = await operations.post("cctv/exports", { grant, camera, starts: `${on}T${from}:00+09:00`, ends: `${on}T${to}:00+09:00`, basis: values.basis,
      document: values.document ?? null, purpose: values.purpose, safeguards: values.safeguards ?? "" });
    this.tell("asked", made);
  };

  render() {
    const heading = html`<h2>${t("반출 요청", "Ask for an export")}</h2><p class="quiet">${t("사건", "Incident")} <code>${this.incident}</code></p>`;
    return html`${heading}${drawn(this.grants, grants => this.#form(grants), { empty: grants => grants.length ? null
      : t("이 사건에는 열린 적이 있는 권한이 없습니다. 권한부터 요청하세요.", "No grant of this incident was ever given: ask for one first.") })}`;
  }

  /** @param {Grant[]} grants */
  #form(grants) {
    const cameras = /** @type {[string, string][]} */ (grants.flatMap(grant => grant.cameras.map(camera => [`${grant.grant_id} ${camera.camera_id}`,
      `${named(ORGANISATIONS, grant.organisation)} · ${camera.name}`])));
    const documented = DOCUMENTED.includes(this.basis);
    return html`<p class="quiet">${t("요청하는 때부터 영상을 보존하고 가져옵니다. 다른 책임자가 승인해야 나갑니다.",
      "It is held and fetched from now on. Another supervisor has to approve before it leaves.")}</p>
      <city-form class="card" draft="operations/export/new/${this.incident}" .verb=${t("요청", "Ask")} .send=${this.#send}
        @change=${(/** @type {Event} */ event) => { this.basis = /** @type {any} */ (event.currentTarget).values().basis ?? ""; }}>
        <city-field name="camera" kind="select" required .label=${t("기관과 카메라", "Body and camera")} .options=${cameras}></city-field>
        <div class="fields"><city-field name="on" kind="date" required .max=${today()} .label=${t("영상의 날짜", "Day of the video")}></city-field>
          <city-field name="from" kind="time" required .label=${t("부터", "From")}></city-field>
          <city-field name="to" kind="time" required .label=${t("까지", "Until")} .hint=${t("여섯 시간까지", "six hours at most")}></city-field></div>
        <city-field name="basis" kind="select" required .label=${t("법적 근거", "Legal ground")} .options=${choices(BASES, EXPORTED)}></city-field>
        <city-field name="document" ?required=${documented} maxlength="120" .label=${t("공문이나 영장 번호", "Number of the document or warrant")}
          .hint=${t("수사와 재판에는 꼭 필요합니다.", "An investigation or a court needs one.")}></city-field>
        <city-field name="purpose" required maxlength="120" .label=${t("목적", "What for")} .hint=${t("대장에 인쇄됩니다. 이름은 적지 마세요.", "It is printed in the ledger. Write no names.")}></city-field>
        <city-field name="safeguards" kind="textarea" rows="2" counter maxlength="500" .label=${t("받는 곳에 요구할 보호 조치", "What whoever gets it has to do for its safety")}></city-field></city-form>`;
  }
}
define("evidence-ask", EvidenceAsk);

// Pictures of a unit: asked for and looked at with a reason, and closed again by themselves.

import { api, path } from "../shell/api.js";
import { CityElement, define, html, nothing, say } from "../shell/element.js";
import { person } from "../shell/people.js";
import { session } from "../shell/session.js";
import { moment, named, t } from "../shell/words.js";
import { askReason } from "../components/dialog.js";
import { since } from "../components/facts.js";
import { Load } from "../components/load.js";
import { good } from "../components/notice.js";
import { drawn, empty } from "../components/state.js";
import "../components/list.js";
import { countSeen, forgetFrame, frameOf, keepFrame, zonesOn } from "./stage.js";
import { noPicture, PICTURES, WHATS } from "./words.js";

const WAITING_MS = 3000, CLIP_MS = 55_000;
/** @typedef {{number: string, what: string, state: string, asked_at: string, asked_by: string, asked_by_name: string | null, reason: string, trouble: string | null}} Picture */

class CrosswalkPictures extends CityElement {
  static properties = { unit: {}, outcome: { state: true }, clip: { state: true } };

  constructor() {
    super();
    this.unit = "";
    /** @type {unknown} */
    this.outcome = null;
    /** The address of a clip, while it works. */
    this.clip = "";
    // A unit that was asked answers within seconds, if it hears.
    this.list = new Load(this, () => api("crosswalk").get(path`units/${this.unit}/pictures`), { every: ({ pictures }) =>
      pictures.some((/** @type {Picture} */ each) => each.state === "asked") ? WAITING_MS : null });
    this.site = new Load(this, () => api("crosswalk").get(path`units/${this.unit}/site`));
  }

  #again = () => this.requestUpdate();

  connectedCallback() {
    super.connectedCallback();
    addEventListener("frame", this.#again);
    addEventListener("pictures", this.#asked);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("frame", this.#again);
    removeEventListener("pictures", this.#asked);
  }

  // A clip was asked for beside its incident.
  #asked = () => { void this.list.reload(); };

  render() {
    const seen = frameOf(this.unit), may = session.may("clerk", "manager");
    return html`<section class="card"><h3>${t("열어 둔 사진", "The open picture")}</h3>
        ${seen ? html`<crosswalk-stage boxes .unit=${this.unit} .label=${t("카메라 사진", "Picture of the camera")}
            .layer=${(/** @type {number} */ height) => this.site.value?.zones ? zonesOn(this.site.value.zones, height) : nothing}></crosswalk-stage>
          <p class="quiet small">${t("찍은 때", "Taken")}: ${moment(seen.taken_at, "seconds")} (${since(seen.taken_at, 3600)}) · ${t(
            "얼굴과 번호판은 단말에서 흐려집니다.", "Faces and plates are blurred on the unit.")}${seen.boxes ? html` · ${t("초록 상자: 검출기가 본 것", "Green boxes: what the detector saw")}
            (${seen.model}): ${countSeen(seen.boxes)}` : nothing}</p>
          <div class="row"><button type="button" class="plain" @click=${this.#close}>${t("사진 닫기", "Close the picture")}</button></div>`
        : empty(may ? t("열어 둔 사진이 없습니다. 요청하거나 아래에서 여세요. 10분 동안 쓰지 않으면 저절로 닫힙니다.",
          "No picture is open. Ask for one, or open one below. It closes by itself after ten minutes without a touch.")
          : t("감사 권한으로는 사진을 열지 않습니다. 누가 열었는지는 ‘영상 열람 기록’에 있습니다.", "Auditors open no pictures. “Who looked” says who did."))}
        ${this.outcome ?? nothing}
        ${this.clip ? html`<p><a class="plain" href=${this.clip} rel="noreferrer" download>${t("영상 내려받기 (1분 안에)", "Download the clip (within a minute)")}</a></p>` : nothing}
        ${may ? html`<div class="row"><button type="button" class="do" @click=${this.#order}>${t("마지막 장면 요청", "Ask for the last frame")}</button></div>` : nothing}
      </section>
      <section class="stack tight"><h3>${t("요청한 사진 (30일 보관)", "Pictures asked for (kept 30 days)")}</h3>${drawn(this.list, ({ pictures }) => html`
        <city-list .name=${t("요청한 사진", "Pictures asked for")} .items=${pictures} .key=${(/** @type {Picture} */ each) => each.number}
          .row=${this.#row}></city-list>`, { empty: ({ pictures }) => pictures.length ? null : t("요청한 사진이 없습니다.", "Nobody has asked for a picture yet.") })}</section>`;
  }

  #row = (/** @type {Picture} */ picture) => html`<div class="row apart"><div class="grow"><p><b>${named(WHATS, picture.what)}</b> ·
      <span class=${picture.state === "failed" ? "why" : ""}>${named(PICTURES, picture.state)}</span> · ${since(picture.asked_at)}</p>
      <p class="quiet small">${person(picture.asked_by, picture.asked_by_name)} · <span lang="ko">${picture.reason}</span>${picture.trouble ? html` · <span class="why">${noPicture(picture.trouble)}</span>` : nothing}</p></div>
    ${picture.state === "sent" && session.may("clerk", "manager") ? html`<button type="button" class="plain" @click=${() => this.#open(picture)}
      >${t("사유를 적고 열기", "Say why, and open")}</button>` : nothing}</div>`;

  #order = async () => {
    const made = await askReason({ title: t("마지막 장면 요청", "Ask for the last frame"), verb: t("요청", "Ask"),
      body: t("단말이 사진 한 장을 보냅니다. 누가 왜 요청했는지 남습니다.", "The unit sends one picture. Who asked, and why, is kept."),
      act: reason => api("crosswalk").post(path`units/${this.unit}/pictures`, { what: "frame", reason }) });
    if (!made) return;
    this.outcome = good(t("요청했습니다. 도착하면 아래에서 여세요.", "Asked. Open it below when it is here."));
    await this.list.reload();
  };

  /** @param {Picture} picture */
  async #open(picture) {
    const shown = await askReason({ title: t("사유를 적고 열기", "Say why, and open it"), verb: t("열기", "Open"),
      body: t("누가, 언제, 왜 보았는지 기록에 남습니다.", "Who looked, when and why is kept on file."), act: async reason => {
        const found = await api("crosswalk").post(path`units/${this.unit}/pictures/${picture.number}/view`, { reason });
        if (!found.url) await keepFrame(this.unit, found);
        return found;
      } });
    if (!shown) return;
    this.outcome = null;
    if (shown.url) {
      this.clip = shown.url;
      setTimeout(() => { if (this.clip === shown.url) this.clip = ""; }, CLIP_MS);
    } else say(t("사진이 열렸습니다.", "The picture is open."));
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector("section .row button, section a"))?.focus();
    this.querySelector("section")?.scrollIntoView({ block: "nearest" });
  }

  #close = async () => {
    forgetFrame();
    say(t("사진을 닫았습니다.", "The picture is closed."));
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector("section .do"))?.focus();
  };
}
define("crosswalk-pictures", CrosswalkPictures);

// Updates of units: which were sent and how they go, and, for a manager, another one.

import { api, path } from "../shell/api.js";
import { CityElement, define, html, nothing } from "../shell/element.js";
import { person } from "../shell/people.js";
import { at, go } from "../shell/place.js";
import { session } from "../shell/session.js";
import { count, language, moment, named, number, t } from "../shell/words.js";
import { askReason } from "../components/dialog.js";
import { facts, line, tag } from "../components/facts.js";
import { Load } from "../components/load.js";
import { drawn } from "../components/state.js";
import "../components/form.js";
import "../components/list.js";
import "../components/split.js";
import { JOBS, OPERATIONS, RINGS } from "./words.js";

/** @typedef {{number: string, operation: string, name: string, ring: string, started_at: string, started_by: string, started_by_name: string | null, reason: string, units: number}} Update */

const LIST_MS = 60_000, ONE_MS = 10_000, MOST = 50, FAILED = ["FAILED", "TIMED_OUT", "REJECTED"];

/** @param {string} status @returns {import("../components/facts.js").Tone} */
const tone = status => status === "SUCCEEDED" ? "fine" : FAILED.includes(status) ? "alarm" : "";
/** @param {Update} update */
const title = update => `${named(OPERATIONS, update.operation)} ${update.name}`;
const options = (/** @type {import("../shell/words.js").Words} */ words) => Object.keys(words).map(id => [id, named(words, id)]);

class CrosswalkUpdates extends CityElement {
  static properties = { number: {} };

  constructor() {
    super();
    this.number = "";
    this.list = new Load(this, () => api("crosswalk").get("updates"), { every: LIST_MS });
  }

  render() {
    return html`<city-split ?open=${Boolean(this.number)} .back=${at("updates")} .subject=${this.number} .list=${this.#list()}
      .one=${this.number ? html`<crosswalk-update .number=${this.number}></crosswalk-update>` : nothing}></city-split>`;
  }

  #list() {
    return html`${drawn(this.list, ({ updates }) => html`<city-list .name=${t("최근 업데이트", "Latest updates")} .items=${updates}
        .key=${(/** @type {Update} */ each) => each.number} .row=${(/** @type {Update} */ each) => line(at("updates", each.number), html`<b>${title(each)}</b>
          <span>${named(RINGS, each.ring)} ${count(each.units, "대", "unit")} · ${moment(each.started_at)}</span>
          <span class="quiet">${person(each.started_by, each.started_by_name)} · <span lang=${language() === "en" ? "ko" : nothing}>${each.reason}</span></span>`, each.number === this.number)}></city-list>`,
      { empty: ({ updates }) => updates.length ? null : session.may("manager")
        ? t("아직 보낸 업데이트가 없습니다. 아래에서 시범 단말에 먼저 보내세요.", "No updates yet. Send one to the first units below.")
        : t("아직 보낸 업데이트가 없습니다. 관리자가 보내면 여기에 보입니다.", "No updates yet. They appear here once a manager has sent one.") })}
      ${session.may("manager") ? this.#another() : nothing}`;
  }

  #another() {
    return html`<details class="card"><summary>${t("새 업데이트", "A new update")}</summary>
      <p class="quiet">${t("먼저 시범 단말에서 모두 성공해야 나머지로 보낼 수 있습니다. 다섯에 하나가 실패하면 저절로 멈춥니다.",
        "It goes to the rest only after every first unit has succeeded, and stops by itself when one in five fails.")}</p>
      <city-form grave draft="crosswalk/update" .verb=${t("서명하고 보내기", "Sign and send")} .send=${(/** @type {any} */ values) => api("crosswalk").post("updates", values)}
        .check=${(/** @type {any} */ values) => ({ title: t("보낼까요?", "Send it?"), body: `${named(OPERATIONS, values.operation)} ${values.name} → ${named(RINGS, values.ring)}` })}
        .done=${() => t("보냈습니다.", "Sent.")} @sent=${this.#sent}><div class="fields">
        <city-field name="operation" kind="select" required value="update_model" .label=${t("무엇", "What")} .options=${options(OPERATIONS)}></city-field>
        <city-field name="name" required pattern="[a-z0-9][a-z0-9.\\-]{0,39}" .label=${t("이름", "Name")} .hint=${t("영문 소문자와 숫자, 예: nanodet-2.1", "Small letters and digits: nanodet-2.1, say")}></city-field>
        <city-field name="key" required maxlength="200" pattern="[A-Za-z0-9][A-Za-z0-9._\\/\\-]{0,199}" .label=${t("보관함의 파일", "Object in the releases bucket")}></city-field>
        <city-field name="sha256" required pattern="[0-9a-f]{64}" .label="SHA-256" .hint=${t("16진수 64자", "64 hexadecimal digits")}></city-field>
        <city-field name="size_bytes" kind="number" required min="1" max="500000000" .label=${t("크기", "Size")} .unit=${t("바이트", "bytes")}></city-field>
        <city-field name="ring" kind="select" required value="canary" .label=${t("대상", "To")} .options=${options(RINGS)}></city-field></div>
        <city-field name="reason" kind="textarea" rows="2" required counter minlength="5" maxlength="200" .label=${t("사유", "Reason")}></city-field></city-form></details>`;
  }

  #sent = async (/** @type {CustomEvent} */ event) => {
    await this.list.reload();
    if (event.detail?.number) go("updates", event.detail.number);
  };
}
define("crosswalk-updates", CrosswalkUpdates);

class CrosswalkUpdate extends CityElement {
  static properties = { number: {} };

  constructor() {
    super();
    this.number = "";
    /** @type {Load<any>} */
    this.job = new Load(this, () => api("crosswalk").get(path`updates/${this.number}`), { every: ({ status }) => status === "IN_PROGRESS" ? ONE_MS : null });
  }

  render() {
    return drawn(this.job, ({ line: update, status, counts, units }) => {
      const left = units.filter((/** @type {any} */ each) => each.status !== "SUCCEEDED");
      return html`<div class="row"><h2 class="grow">${title(update)}</h2>${tag(named(JOBS, status))}</div>
        <div class="row">${Object.entries(counts).map(([each, many]) => tag(`${named(JOBS, each)} ${number(many)}`, tone(each)))}</div>
        <section class="card">${facts([[t("대상", "To"), `${named(RINGS, update.ring)} · ${count(update.units, "대", "unit")}`],
          [t("보낸 때", "Sent"), html`${moment(update.started_at)} · ${person(update.started_by, update.started_by_name)}`],
          [t("사유", "Reason"), html`<span lang=${language() === "en" ? "ko" : nothing}>${update.reason}</span>`]])}</section>
        ${left.length ? html`<section class="stack tight"><h3>${t("아직 성공하지 않은 단말", "Units that have not succeeded")}</h3>
          <city-list .name=${t("단말", "Units")} .items=${left.slice(0, MOST)} .key=${(/** @type {any} */ each) => each.unit} .row=${(/** @type {any} */ each) =>
            line(at("units", each.unit), html`<span class="row apart">${each.unit} ${tag(named(JOBS, each.status), tone(each.status))}</span>`)}></city-list></section>` : nothing}
        ${status === "IN_PROGRESS" && session.may("manager") ? html`<div class="row"><button type="button" class="plain grave" @click=${this.#stop}
          >${t("중단", "Stop it")}</button></div>` : nothing}`;
    });
  }

  #stop = async () => {
    const done = await askReason({ title: t("업데이트 중단", "Stop the update"), verb: t("중단", "Stop"), grave: true,
      body: t("아직 시작하지 않은 단말은 받지 않습니다.", "Units that have not begun will not get it."),
      act: reason => api("crosswalk").post(path`updates/${this.number}/cancellation`, { reason }) });
    if (done) await this.job.reload();
  };
}
define("crosswalk-update", CrosswalkUpdate);

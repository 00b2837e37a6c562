// One unit: what is wrong and what to do about it, and in its parts everything the city knows of it.

import { api, path } from "../shell/api.js";
import { CityElement, define, html, ifDefined, nothing } from "../shell/element.js";
import { person } from "../shell/people.js";
import { go } from "../shell/place.js";
import { session } from "../shell/session.js";
import { moment, named, number, percent, t, text } from "../shell/words.js";
import { askReason } from "../components/dialog.js";
import { facts, since, tag, tiles } from "../components/facts.js";
import { Load } from "../components/load.js";
import { bad, good } from "../components/notice.js";
import { drawn, empty } from "../components/state.js";
import "../components/chart.js";
import "../components/tabs.js";
import "../components/timeline.js";
import { forgetFrame } from "./stage.js";
import { ADVICE, ALARMING, CONCERNS, DETECTIONS, faultName, FAULTS, LAMPS, LAMP_STATES, nameOf, past, PHASES, RINGS,
  SEVERITIES, tongue, TONES } from "./words.js";
import "./faults.js";
import "./pictures.js";
import "./traffic.js";
import "./conflicts.js";
import "./site.js";

/** @typedef {import("./words.js").UnitLine} UnitLine */

// Units report once a minute; what changes for the worse is told at once.
const FILE_MS = 20_000, LATE_S = 180, TRACK_MS = 60_000;

class CrosswalkUnit extends CityElement {
  static properties = { unit: {}, line: { attribute: false }, panel: {}, turn: { type: Number }, outcome: { state: true } };

  constructor() {
    super();
    this.unit = "";
    /** What the list says: newer than the file when something was just told. @type {UnitLine | null} */
    this.line = null;
    this.panel = "";
    this.turn = 0;
    /** @type {unknown} */
    this.outcome = null;
    this.file = new Load(this, () => api("crosswalk").get(path`units/${this.unit}`), { every: FILE_MS });
    this.track = new Load(this, () => api("crosswalk").get(path`units/${this.unit}/telemetry`), { every: TRACK_MS, held: true });
    this.seen = "";
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    forgetFrame();
  }

  /** What was told about it is looked at whole. @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!changed.has("line")) return;
    const said = JSON.stringify({ ...this.line, heard_at: null });
    if (this.seen && said !== this.seen) void this.file.reload();
    this.seen = said;
  }

  render() {
    const line = this.line ?? this.file.value?.line ?? null;
    return html`${line ? this.#head(line) : nothing}${this.outcome ?? nothing}${this.file.value || !line ? nothing : drawn(this.file, () => nothing)}
      ${line ? this.#parts() : drawn(this.file, () => nothing)}`;
  }

  /** @param {UnitLine} line */
  #head(line) {
    const [first] = line.concerns;
    return html`<header class="stack tight"><div class="row"><h2 class="grow" lang=${ifDefined(tongue(line))}>${nameOf(line)}</h2>
        ${tag(named(SEVERITIES, line.severity), TONES[line.severity])}</div>
      ${line.concerns.length ? html`<ul class="board-concerns">${line.concerns.map(each => html`<li class=${ALARMING.includes(each) ? "why" : ""}
        >${named(CONCERNS, each)}</li>`)}</ul>` : nothing}
      ${first && line.standing === "active" ? html`<p class="quote">${named(ADVICE, first)}</p>` : nothing}
      <p class="quiet">${line.unit} · ${t("마지막 응답", "last heard")} ${since(this.#heardAt(line), LATE_S)}</p></header>`;
  }

  /** The newer of the two. @param {UnitLine} line */
  #heardAt(line) {
    const read = this.file.value?.line?.heard_at ?? null;
    return !line.heard_at || (read && read > line.heard_at) ? read : line.heard_at;
  }

  #parts() {
    const { unit } = this;
    const tabs = [{ id: "live", words: t("상태", "Status") }, { id: "picture", words: t("사진", "Picture") },
      { id: "traffic", words: t("통행", "Traffic") }, { id: "heat", words: t("상충", "Near misses") }, { id: "site", words: t("설정", "Site file") },
      { id: "faults", words: t("고장 이력", "Faults") }];
    const panel = (/** @type {string} */ id) => id === "picture" ? html`<crosswalk-pictures .unit=${unit}></crosswalk-pictures>`
      : id === "traffic" ? html`<crosswalk-traffic .unit=${unit}></crosswalk-traffic>`
      : id === "heat" ? html`<crosswalk-conflicts .unit=${unit}></crosswalk-conflicts>`
      : id === "site" ? html`<crosswalk-site .unit=${unit}></crosswalk-site>`
      : id === "faults" ? html`<crosswalk-faults .unit=${unit} .open=${this.line?.faults ?? []}></crosswalk-faults>`
      : drawn(this.file, file => this.#status(file));
    return html`<city-tabs pills .name=${t("단말 화면", "About this unit")} .tabs=${tabs} .chosen=${this.panel} .panel=${panel}
      @choose=${(/** @type {CustomEvent} */ event) => { event.stopPropagation(); go("units", unit, event.detail); }}></city-tabs>`;
  }

  // --- how it is ------------------------------------------------------------------------------------------------------

  /** @param {any} file */
  #status(file) {
    const line = this.line ?? file.line, { telemetry } = file;
    return html`${telemetry ? this.#figures(telemetry, line) : empty(t("아직 보고가 없습니다.", "It has not reported yet."))}
      ${line.faults.length ? html`<section class="card"><h3>${t("지금 있는 고장", "Faults now")}</h3><ul class="lines">${line.faults.map(
        (/** @type {import("./words.js").Fault} */ fault) => html`<li class="row apart"><b class="why">${faultName(fault)}</b>
          <span class="quiet">${t("시작", "since")} ${moment(fault.since)} (${since(fault.since)})</span></li>`)}</ul></section>` : nothing}
      ${telemetry?.lamps.length ? html`<section class="card"><h3>${t("등", "Lamps")}</h3><ul class="lines">${telemetry.lamps.map(this.#lamp)}</ul></section>` : nothing}
      <section class="card"><h3>${t("장치", "Device")}</h3>${this.#device(file, line)}</section>
      ${telemetry ? this.#tracked() : nothing}
      ${session.may("manager") ? this.#duties(file, line) : nothing}
      <details class="card"><summary>${t("이력", "History")}</summary><city-timeline .entries=${file.history.map((/** @type {any} */ each) => ({ at: each.at,
        what: past(each.what), by: person(each.by, each.by_name), note: each.note }))}></city-timeline></details>`;
  }

  /** @param {any} telemetry @param {UnitLine} line */
  #figures(telemetry, line) {
    const dark = ["fault_dark", "overrun"].includes(telemetry.lamp_state), drifting = line.concerns.includes("drifting");
    return html`${tiles([
      { name: t("등", "Lamps"), value: named(LAMP_STATES, telemetry.lamp_state), tone: dark ? "late" : "" },
      { name: t("신호", "Signal"), value: named(PHASES, telemetry.signal_phase) },
      { name: t("초당 장면", "Frames a second"), value: number(telemetry.frames / 60, 1), tone: telemetry.frames < 300 ? "late" : "" },
      { name: t("판단까지", "Time to decide"), value: `${number(telemetry.decision_ms_p95)} ms`, tone: telemetry.decision_ms_p95 > 300 ? "late" : "",
        note: t("스무 번에 열아홉 번은 이보다 빠름", "faster than this 19 times in 20") },
      { name: t("밝기", "Light"), value: percent(telemetry.light_level, 0), note: telemetry.night ? t("밤", "night") : t("낮", "day") },
      { name: t("확신이 낮은 검출", "Unsure detections"), value: percent(telemetry.low_score_share, 0), tone: drifting ? "late" : "" }])}
      <p class="quiet small">${t("위 값을 보낸 때", "Reported")}: ${since(telemetry.at, LATE_S)} (${moment(telemetry.at, "seconds")})</p>`;
  }

  #lamp = (/** @type {any} */ lamp) => {
    const current = lamp.current_ma === null ? "" : ` · ${number(lamp.current_ma)} mA`;
    return html`<li class="row apart"><span>${named(LAMPS, lamp.name)}</span><span>${lamp.fault ? html`<b class="why">${named(FAULTS, lamp.fault)}</b>`
      : lamp.lit ? t("켜짐", "lit") : t("꺼짐", "off")}${current}</span></li>`;
  };

  /** @param {any} file @param {UnitLine} line */
  #device(file, line) {
    const { telemetry } = file, gaps = file.gaps.slice(0, 3).map((/** @type {any} */ gap) => gap.first === gap.last ? gap.first : `${gap.first}–${gap.last}`).join(", ");
    return facts([
      [t("연결", "Connection"), html`${line.connected === null ? t("모름", "unknown") : line.connected ? t("연결됨", "connected") : t("끊김", "cut off")}${
        file.presence_at ? html` · ${since(file.presence_at)}` : nothing}`],
      telemetry && [t("검출", "Detection"), `${named(DETECTIONS, telemetry.detection)} · ${text(telemetry.model)}`],
      telemetry && [t("프로그램", "Software"), telemetry.software],
      telemetry && [t("설정", "Site file"), `${t(`단말 ${telemetry.site_revision}번`, `unit: ${telemetry.site_revision}`)}${file.active_revision === null ? ""
        : ` · ${t(`적용 ${file.active_revision}번`, `in force: ${file.active_revision}`)}`}`],
      telemetry && [t("켜진 지", "Running for"), t(`${number(telemetry.uptime_s / 3600, 1)}시간`, `${number(telemetry.uptime_s / 3600, 1)} hours`)],
      telemetry && [t("보낼 것", "Waiting to be sent"), t(`${number(telemetry.journal_waiting)}건`, number(telemetry.journal_waiting))],
      [t("빠진 보고", "Missing reports"), file.missing ? `${t(`${number(file.missing)}건`, number(file.missing))}: ${gaps}` : t("없음", "none")],
      [t("일련번호", "Serial number"), file.serial],
      [t("업데이트 순서", "Updates"), named(RINGS, file.ring)],
      [t("등록", "Registered"), moment(file.registered_at)],
      [t("인증서 발급", "Certificate issued"), file.claimed_at ? html`${moment(file.claimed_at)}${file.reclaim_allowed
        ? html` · ${tag(t("재설치 허용됨", "another claim allowed"), "info")}` : nothing}` : t("아직 설치 전", "not installed yet")]]);
  }

  /** The last hours, asked for when somebody opens them. */
  #tracked() {
    const open = (/** @type {Event} */ event) => {
      if (/** @type {HTMLDetailsElement} */ (event.target).open && this.track.value === null && !this.track.busy) void this.track.reload();
    };
    return html`<details class="card" @toggle=${open}><summary>${t("최근 세 시간", "The last three hours")}</summary>${drawn(this.track, ({ points }) => {
      const times = points.map((/** @type {any} */ each) => each.at);
      return html`<div class="stack"><city-chart .label=${t("판단까지 걸린 시간", "Time to decide")} unit="ms" .times=${times}
          .series=${[{ name: t("판단까지", "Time to decide"), values: points.map((/** @type {any} */ each) => each.decision_ms_p95) }]}
          .thresholds=${[{ at: 300, name: t("한도", "limit"), state: "warn" }]}></city-chart>
        <city-chart .label=${t("확신이 낮은 검출", "Unsure detections")} unit="%" .times=${times}
          .series=${[{ name: t("확신이 낮은 검출", "Unsure detections"), values: points.map((/** @type {any} */ each) => each.low_score_share * 100) }]}></city-chart></div>`;
    }, { empty: ({ points }) => points.length ? null : t("보고가 없습니다.", "No reports.") })}</details>`;
  }

  // --- what a manager decides ---------------------------------------------------------------------------------------

  /** @param {any} file @param {UnitLine} line */
  #duties(file, line) {
    return html`<div class="row">${line.standing === "active"
      ? html`<button type="button" class="plain grave" @click=${() => this.#decide({ grave: true, title: t("운영 중지", "Take off duty"),
          body: t("이 단말의 경보가 울리지 않게 됩니다.", "Its alarms will no longer ring."), verb: t("운영 중지", "Take off duty"),
          act: reason => api("crosswalk").post(path`units/${this.unit}/standing`, { standing: "out_of_service", reason }) },
          t("운영을 중지했습니다.", "It is off duty."))}>${t("운영 중지", "Take off duty")}</button>`
      : html`<button type="button" class="plain" @click=${() => this.#decide({ title: t("운영 시작", "Put on duty"),
          body: t("경보가 다시 울립니다.", "Its alarms will ring again."), verb: t("운영 시작", "Put on duty"),
          act: reason => api("crosswalk").post(path`units/${this.unit}/standing`, { standing: "active", reason }) },
          t("운영을 시작했습니다.", "It is on duty."))}>${t("운영 시작", "Put on duty")}</button>`}
      ${file.claimed_at && !file.reclaim_allowed ? html`<button type="button" class="plain" @click=${() => this.#decide({ grave: true,
          title: t("재설치 허용", "Allow another claim"), verb: t("허용", "Allow"),
          body: t("같은 일련번호의 장치가 인증서를 한 번 더 받을 수 있게 됩니다.", "A box with the same serial number may be given a certificate once more."),
          act: reason => api("crosswalk").post(path`units/${this.unit}/reclaim`, { reason }) }, t("허용했습니다.", "Allowed."))}
        >${t("재설치 허용", "Allow another claim")}</button>` : nothing}</div>`;
  }

  /** @param {Parameters<typeof askReason>[0]} asked @param {string} done */
  async #decide(asked, done) {
    const file = await askReason(asked);
    if (!file) return;
    this.outcome = good(done);
    await this.file.reload();
    if (this.file.trouble) this.outcome = bad(this.file.trouble);
  }
}
define("crosswalk-unit", CrosswalkUnit);

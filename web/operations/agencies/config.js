// The agreement with an agency, as a supervisor writes it.

import "../../components/form.js";
import { path } from "../../shell/api.js";
import { CityElement, define, guard, html, nothing } from "../../shell/element.js";
import { t } from "../../shell/words.js";
import { choices, did, operations, reasonField } from "../office/shown.js";
import { CATEGORIES, SEVERITIES, STATES } from "../office/words.js";
import { configOf, WAYS } from "./agency.js";

/** @typedef {import("./agency.js").Agency} Agency */

class AgencyConfig extends CityElement {
  static properties = { agency: { attribute: false }, filled: { state: true } };

  constructor() {
    super();
    /** Null for a new one. @type {Agency | null} */
    this.agency = null;
    /** What others depend on. @type {{comes: boolean, goes: boolean, way: string} | null} */
    this.filled = null;
    /** What the fields began with: what comes anew takes nothing from under somebody's hands. @type {Agency | null} */
    this.begins = null;
  }

  willUpdate() {
    this.begins ??= this.agency;
    this.filled ??= { comes: Boolean(this.begins?.config.incoming), goes: Boolean(this.begins?.config.outgoing), way: this.begins?.config.outgoing?.way ?? "webhook" };
  }

  #take = (/** @type {Event} */ event) => {
    const values = /** @type {import("../../components/form.js").CityForm} */ (event.currentTarget).values();
    this.filled = { comes: Boolean(values.comes), goes: Boolean(values.goes), way: values.way ?? this.filled?.way ?? "webhook" };
  };

  render() {
    const { begins } = this, { comes, goes, way } = /** @type {{comes: boolean, goes: boolean, way: string}} */ (this.filled), config = begins?.config;
    const incoming = config?.incoming, outgoing = config?.outgoing, platform = goes && way === "platform";
    // A list is set anew by every drawing, even the same one, and would take away what is ticked: hence `guard`.
    return html`${begins?.changed_by ? html`<p class="quiet">${t(`${begins.revision}판`, `Version ${begins.revision}`)} · ${did(begins.changed_by, begins.changed_by_name, begins.changed_at)}</p>` : nothing}
      <city-form class="card" keeps draft="operations/agency/${config?.agency_id ?? "new"}" .verb=${t("바꾸기", "Change")} @change=${this.#take}
        .check=${(/** @type {any} */ values) => ({ title: t("이렇게 바꿀까요?", "Change it?"), body: html`<p>${values.is_active ? t("바꾸면 곧바로 이대로 주고받습니다.",
          "From that moment messages cross like this.") : t("멈추면 주고받지 않습니다.", "Paused: nothing crosses.")}</p><p class="words quote">${values.reason}</p>` })}
        .send=${(/** @type {any} */ values) => {
          const id = config?.agency_id ?? values.agency_id;
          return operations.put(path`agencies/${id}`, { revision: begins?.revision ?? 0, reason: values.reason, config: configOf(values, id) });
        }}
        @sent=${(/** @type {CustomEvent<Agency>} */ event) => { event.stopPropagation(); this.begins = event.detail; this.tell("told", { id: event.detail.config.agency_id, words: t("바꿨습니다.", "Changed.") }); }}>
        ${config ? nothing : html`<city-field name="agency_id" required pattern="[a-z0-9][a-z0-9_\\-]{0,39}" placeholder="119" .label=${t("이름표", "Id")}
          .hint=${t("나중에 바꿀 수 없습니다.", "It cannot be changed later.")}></city-field>`}
        <div class="fields"><city-field name="name_ko" required maxlength="80" .value=${config?.name_ko ?? ""} .label=${t("이름 (한국어)", "Name (Korean)")}></city-field>
          <city-field name="name_en" required maxlength="80" .value=${config?.name_en ?? ""} .label=${t("이름 (영어)", "Name (English)")}></city-field></div>
        <city-field name="is_active" kind="tick" .value=${config?.is_active ?? true} .label=${t("연계를 켬", "The link is on")}></city-field>
        <city-field name="comes" kind="tick" .value=${Boolean(incoming)} .label=${t("이 기관이 우리에게 알립니다", "It tells the city")}></city-field>
        <div class="stack" ?hidden=${!comes}>
          <city-field name="send_codes" ?required=${comes} ?disabled=${!comes} .value=${incoming?.send_codes.join(", ") ?? ""} .label=${t("기관 코드 (sendCd, 쉼표로)", "Its codes (sendCd, commas between)")}></city-field>
          <city-field name="event_codes" ?disabled=${!comes} .value=${incoming?.event_codes.join(", ") ?? ""} .label=${t("알릴 수 있는 이벤트 (evtId, 쉼표로)", "Events it may tell (evtId, commas between)")}
            .hint=${t("여기에 없는 이벤트는 거절합니다.", "All others are refused.")}></city-field>
          <div class="fields"><city-field name="per_minute" kind="number" min="1" max="600" ?required=${comes} ?disabled=${!comes} .value=${String(incoming?.per_minute ?? 60)} .label=${t("분당 메시지", "Messages a minute")}></city-field>
            <city-field name="kept_days" kind="number" min="1" max="1095" ?required=${comes} ?disabled=${!comes} .value=${String(incoming?.kept_days ?? 365)} .label=${t("보관 (일)", "Kept (days)")}></city-field></div>
          <city-field name="is_trial" kind="tick" ?disabled=${!comes} .value=${incoming?.is_trial ?? false} .label=${t("시험 연계: 모두 훈련으로 봅니다", "A trial: all counts as an exercise")}></city-field></div>
        <city-field name="goes" kind="tick" .value=${Boolean(outgoing)} .label=${t("우리가 이 기관에 알립니다", "The city tells it")}></city-field>
        <div class="stack" ?hidden=${!goes}>
          <div class="fields"><city-field name="way" kind="select" ?required=${goes} ?disabled=${!goes} .value=${outgoing?.way ?? "webhook"} .label=${t("방법", "Way")} .options=${choices(WAYS)}></city-field>
            <city-field name="url" kind="url" ?required=${goes} ?disabled=${!goes} maxlength="310" .value=${outgoing?.url ?? ""} .label=${t("보낼 주소", "Address")}></city-field></div>
          <div class="fields" ?hidden=${!platform}><city-field name="auth_url" kind="url" ?required=${platform} ?disabled=${!platform} .value=${outgoing?.auth_url ?? ""} .label=${t("인증 주소", "Address of sessions")}></city-field>
            <city-field name="receive_code" ?required=${platform} ?disabled=${!platform} .value=${outgoing?.receive_code ?? ""} .label=${t("받는 코드 (rcvCd)", "Its code there (rcvCd)")}></city-field></div>
          <city-field name="categories" kind="checks" ?required=${goes} ?disabled=${!goes} .value=${guard([begins], () => outgoing?.categories ?? [])} .label=${t("분야", "Categories")} .options=${choices(CATEGORIES)}></city-field>
          <city-field name="kinds" ?disabled=${!goes} .value=${outgoing?.kinds.join(", ") ?? ""} .label=${t("종류 (비우면 모두)", "Kinds (empty: all)")}></city-field>
          <city-field name="least_severity" kind="select" ?required=${goes} ?disabled=${!goes} .value=${outgoing?.least_severity ?? "unknown"} .label=${t("이 심각도부터", "From this severity")} .options=${choices(SEVERITIES)}></city-field>
          <city-field name="states" kind="checks" ?required=${goes} ?disabled=${!goes} .value=${guard([begins], () => outgoing?.states ?? ["detected"])} .label=${t("알릴 사건 상태", "States that are told")} .options=${choices(STATES)}></city-field></div>
        ${reasonField({ longest: 500, placeholder: t("예: 협약 변경", "such as: the agreement was changed") })}</city-form>`;
  }
}
define("agency-config", AgencyConfig);

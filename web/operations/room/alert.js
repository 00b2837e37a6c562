// Alerts of an incident in the Common Alerting Protocol: the draft as it would go out, what a supervisor publishes, and what was.

import { api, path } from "../../shell/api.js";
import { CityElement, define, html, nothing } from "../../shell/element.js";
import { person } from "../../shell/people.js";
import { session } from "../../shell/session.js";
import { moment, named, t } from "../../shell/words.js";
import { facts, tag } from "../../components/facts.js";
import { Load } from "../../components/load.js";
import { drawn } from "../../components/state.js";
import "../../components/form.js";
import { SEVERITIES } from "./words.js";

/** @type {import("../../shell/words.js").Words} */
const KINDS = { Alert: ["첫 경보", "First alert"], Update: ["고친 경보", "Update"], Cancel: ["해제", "Cancellation"] };
/** @type {import("../../shell/words.js").Words} */
const STATUSES = { Actual: ["실제", "Actual"], Exercise: ["훈련", "Exercise"], Test: ["시험", "Test"] };
/** @type {import("../../shell/words.js").Words} */
const URGENCIES = { Immediate: ["즉시", "Immediate"],
  Expected: ["곧(1시간 안)", "Expected (within an hour)"], Future: ["앞으로", "Future"], Past: ["지나감", "Past"], Unknown: ["모름", "Unknown"] };
/** @type {import("../../shell/words.js").Words} */
const CERTAINTIES = { Observed: ["확인됨", "Observed"], Likely: ["그럴 듯함", "Likely"],
  Possible: ["가능함", "Possible"], Unlikely: ["드묾", "Unlikely"], Unknown: ["모름", "Unknown"] };
const options = (/** @type {import("../../shell/words.js").Words} */ words) => Object.keys(words).map(id => [id, named(words, id)]);

class RoomAlert extends CityElement {
  static properties = { line: { attribute: false }, turn: { type: Number } };

  constructor() {
    super();
    /** @type {import("./words.js").IncidentLine | any} */
    this.line = null;
    this.turn = 0;
    /** @type {Load<{draft: any, alerts: any[]}>} */
    this.alert = new Load(this, async () => {
      const operations = api("operations");
      const [draft, { alerts }] = await Promise.all([operations.get(path`incidents/${this.line.incident_id}/alert`),
        operations.get(path`incidents/${this.line.incident_id}/alerts`)]);
      return { draft, alerts };
    });
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) { if (changed.get("turn")) void this.alert.reload(); }

  render() {
    return drawn(this.alert, ({ draft, alerts }) => html`<section class="card stack"><div class="row apart"><h3>${t("다음 경보의 초안", "Draft of the next alert")}</h3>
          <span class="row">${tag(named(KINDS, draft.message_kind), "info")}${tag(named(STATUSES, draft.status), draft.status === "Actual" ? "alarm" : "info")}</span></div>
        ${session.may("supervisor") ? this.#form(draft) : html`${proposal(draft.proposed)}<p class="quiet">${t("발표는 관제 책임자가 합니다.", "A supervisor publishes it.")}</p>`}
        <details><summary>${t("초안 문서 (CAP 1.2)", "The draft's document (CAP 1.2)")}</summary><pre class="room-document" tabindex="0">${draft.document}</pre></details></section>
      <section class="stack tight"><h3>${t("발표한 경보", "Published")}</h3>${alerts.length ? html`<ul class="list">${alerts.map(published)}</ul>`
        : html`<p class="quiet">${t("아직 발표한 경보가 없습니다.", "Nothing was published yet.")}</p>`}</section>`);
  }

  /** @param {any} draft */
  #form(draft) {
    const { proposed } = draft, { ko, en } = proposed;
    return html`<city-form grave keeps .draft=${`operations/alert/${draft.incident_id}/${proposed.number}`} .verb=${t("경보 발표", "Publish the alert")} .send=${this.#publish}
      .check=${(/** @type {any} */ values) => ({ title: t("누구나 볼 수 있게 발표할까요?", "Publish it for everybody?"), body: `${values.area}: ${values.headline_ko}` })}
      .done=${() => t("발표했습니다.", "Published.")} @sent=${() => this.alert.reload()}>
      <div class="fields"><city-field name="urgency" kind="select" required .value=${proposed.urgency}
        .label=${t("얼마나 급한가", "Urgency")} .options=${options(URGENCIES)}></city-field>
      <city-field name="certainty" kind="select" required .value=${proposed.certainty}
        .label=${t("얼마나 확실한가", "Certainty")} .options=${options(CERTAINTIES)}></city-field>
      <city-field name="severity" kind="select" required .value=${proposed.severity} .label=${t("심각도", "Severity")} .options=${options(SEVERITIES)}></city-field>
      <city-field name="valid_minutes" kind="number" required min="1" max="10080" .value=${String(proposed.valid_minutes)}
        .label=${t("유효", "Valid for")} .unit=${t("분", "minutes")}></city-field></div>
      <city-field name="area" required maxlength="200" .value=${proposed.area} .label=${t("지역", "Area")}></city-field>
      <city-field name="headline_ko" required maxlength="160" .value=${ko.headline} .label=${t("제목 (한국어)", "Headline, in Korean")}></city-field>
      <city-field name="description_ko" kind="textarea" rows="3" maxlength="2000" .value=${ko.description}
        .label=${t("내용 (한국어)", "Description, in Korean")}></city-field>
      <city-field name="instruction_ko" kind="textarea" rows="2" maxlength="2000" .value=${ko.instruction}
        .label=${t("행동 요령 (한국어)", "What to do, in Korean")}></city-field>
      <city-field name="headline_en" maxlength="160" .value=${en?.headline ?? ""} .label=${t("제목 (영어)", "Headline, in English")}></city-field>
      <city-field name="description_en" kind="textarea" rows="3" maxlength="2000" .value=${en?.description ?? ""}
        .label=${t("내용 (영어)", "Description, in English")}></city-field>
      <city-field name="instruction_en" kind="textarea" rows="2" maxlength="2000" .value=${en?.instruction ?? ""}
        .label=${t("행동 요령 (영어)", "What to do, in English")}></city-field></city-form>`;
  }

  #publish = (/** @type {any} */ values) => {
    const draft = this.alert.value?.draft;
    return api("operations").post(path`incidents/${this.line.incident_id}/alert`, {
      number: draft.proposed.number, incident_revision: draft.proposed.incident_revision, urgency: values.urgency, certainty: values.certainty,
      severity: values.severity, area: values.area, valid_minutes: values.valid_minutes,
      ko: { headline: values.headline_ko, description: values.description_ko ?? "", instruction: values.instruction_ko ?? "" },
      en: values.headline_en ? { headline: values.headline_en, description: values.description_en ?? "", instruction: values.instruction_en ?? "" } : null,
    });
  };
}
define("room-alert", RoomAlert);

/** @param {any} proposed */
const proposal = proposed => facts([
  [t("제목", "Headline"), html`<span lang="ko">${proposed.ko.headline}</span>${proposed.en ? html` · <span lang="en">${proposed.en.headline}</span>` : nothing}`],
  [t("지역", "Area"), html`<span lang="ko">${proposed.area}</span>`],
  [t("급함·확실함", "Urgency, certainty"), `${named(URGENCIES, proposed.urgency)} · ${named(CERTAINTIES, proposed.certainty)}`],
  [t("심각도", "Severity"), named(SEVERITIES, proposed.severity)],
]);

/** @param {any} each */
const published = each => html`<li><div class="stack tight"><p class="row"><b lang="ko">${each.headline}</b>${tag(named(KINDS, each.message_kind), "info")}
    ${each.status === "Actual" ? nothing : tag(named(STATUSES, each.status), "info")}</p>
  <p class="quiet small">${moment(each.sent)} · ${person(each.published_by, each.published_by_name)} · ${each.identifier}</p>
  <details><summary>${t("문서", "Document")}</summary><pre class="room-document" tabindex="0">${each.document}</pre></details></div></li>`;

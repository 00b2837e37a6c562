// The codes of events (`evtId`), and what each means in this city. Changed one by one, and put in force together.

import "../../components/table.js";
import { ask, askReason } from "../../components/dialog.js";
import { tag } from "../../components/facts.js";
import { Trouble } from "../../shell/api.js";
import { define, html, nothing } from "../../shell/element.js";
import { session } from "../../shell/session.js";
import { named, t } from "../../shell/words.js";
import { choices, did, operations, Part } from "../office/shown.js";
import { CATEGORIES, SEVERITIES } from "../office/words.js";

/** @typedef {{code: string, name_ko: string, name_en: string, category: string, kind: string, severity: string, direction: string, grade: string,
 *   grades: {grade: string, severity: string}[], place_text: boolean, is_minor: boolean, note: string}} Code */
/** @typedef {{revision: number, changed_by: string | null, changed_by_name: string | null, changed_at: string | null, codes: Code[]}} Table */

/** @type {import("../../shell/words.js").Words} */
const DIRECTIONS = { in: ["들어옴", "in"], out: ["나감", "out"], both: ["둘 다", "both"] };

/** `10=severe, 20=minor` as grades. @param {unknown} words @returns {Code["grades"]} */
const gradesOf = words => String(words ?? "").split(/[\s,]+/).filter(Boolean).map(each => {
  const [grade, severity = ""] = each.split("=");
  if (!Object.hasOwn(SEVERITIES, severity)) throw Trouble.of("10=severe처럼 적어 주세요.", "Such as 10=severe, please.", "grades");
  return { grade, severity };
});

class AgencyCodes extends Part {
  static properties = { ...Part.properties, rows: { state: true } };

  constructor() {
    super();
    /** What was changed here and is not in force yet. @type {Code[] | null} */
    this.rows = null;
  }

  fetch() { return operations.get("agencies/codes"); }

  /** @param {Table} table */
  view(table) {
    const writes = session.may("supervisor"), rows = this.rows ?? table.codes;
    return html`<div class="row apart"><h2>${t("이벤트 코드", "Event codes")}</h2>${writes ? html`<button type="button" class="plain" @click=${() => this.#edit(rows, null)}>${t("코드 더하기", "Add a code")}</button>` : nothing}</div>
      <p class="quiet">${table.revision ? html`${t(`${table.revision}판`, `Version ${table.revision}`)} · ${did(table.changed_by, table.changed_by_name, table.changed_at)}` : t("처음 값 그대로입니다.", "As the city ships it.")}</p>
      ${this.rows ? html`<div class="notice" data-tone="warning" role="status"><p>${t("바꾼 것이 아직 시행되지 않았습니다.", "What you changed is not in force yet.")}</p><div class="row">
        <button type="button" class="do" @click=${() => this.#put(table)}>${t("시행", "Put in force")}</button>
        <button type="button" class="plain" @click=${() => { this.rows = null; }}>${t("버리기", "Throw away")}</button></div></div>` : nothing}
      <city-table quiet .caption=${t("이벤트 코드", "Event codes")} .rows=${rows} .most=${100} .key=${(/** @type {Code} */ each) => each.code} .columns=${[
        { id: "code", name: t("코드", "Code"), show: (/** @type {Code} */ each) => html`<code>${each.code}</code> ${t(each.name_ko, each.name_en)}` },
        { id: "meaning", name: t("뜻", "Meaning"), show: (/** @type {Code} */ each) => html`${named(CATEGORIES, each.category)} <code>${each.kind}</code>` },
        { id: "severity", name: t("심각도", "Severity"), show: (/** @type {Code} */ each) => html`${named(SEVERITIES, each.severity)}${each.grades.length ? html`<br><small class="quiet">${
          each.grades.map(({ grade, severity }) => `${grade} ${named(SEVERITIES, severity)}`).join(", ")}</small>` : nothing}` },
        { id: "direction", name: t("방향", "Direction"), show: (/** @type {Code} */ each) => html`${named(DIRECTIONS, each.direction)}${each.place_text ? html` ${tag(t("장소 글", "place in words"))}` : nothing}${
          each.is_minor ? html` ${tag(t("가벼운 신고", "minor call"))}` : nothing}` },
        ...writes ? [{ id: "change", name: t("고치기", "Change"), show: (/** @type {Code} */ each) => html`<span class="row"><button type="button" class="link" aria-label=${t(`${each.code} 고치기`, `Change ${each.code}`)}
          @click=${() => this.#edit(rows, each)}>${t("고치기", "Change")}</button><button type="button" class="link" aria-label=${t(`${each.code} 지우기`, `Take ${each.code} away`)}
          @click=${() => { this.rows = rows.filter(other => other !== each); }}>${t("지우기", "Take away")}</button></span>` }] : []]}></city-table>`;
  }

  /** @param {Code[]} rows @param {Code | null} code */
  async #edit(rows, code) {
    const made = await ask({ title: code ? t(`${code.code} 고치기`, `Change ${code.code}`) : t("코드 더하기", "Add a code"), wide: true, verb: t("담기", "Keep"), act: values => {
      const one = { code: code?.code ?? values.code, name_ko: values.name_ko, name_en: values.name_en, category: values.category, kind: values.kind, severity: values.severity,
        direction: values.direction, grade: values.grade, grades: gradesOf(values.grades), place_text: Boolean(values.place_text), is_minor: Boolean(values.is_minor), note: values.note ?? "" };
      if (!code && rows.some(each => each.code === one.code)) throw Trouble.of("이미 있는 코드입니다.", "There is such a code.", "code");
      return one;
    }, body: html`
      ${code ? nothing : html`<city-field name="code" required pattern="[A-Z0-9][A-Z0-9_\\-]{0,19}" .label=${t("코드 (evtId)", "Code (evtId)")}></city-field>`}
      <div class="fields"><city-field name="name_ko" required maxlength="80" .value=${code?.name_ko ?? ""} .label=${t("이름 (한국어)", "Name (Korean)")}></city-field>
        <city-field name="name_en" required maxlength="80" .value=${code?.name_en ?? ""} .label=${t("이름 (영어)", "Name (English)")}></city-field></div>
      <div class="fields"><city-field name="category" kind="select" required .value=${code?.category ?? ""} .label=${t("분야", "Category")} .options=${choices(CATEGORIES)}></city-field>
        <city-field name="kind" required pattern="[a-z][a-z0-9_]{0,39}" .value=${code?.kind ?? ""} .label=${t("종류", "Kind")}></city-field></div>
      <div class="fields"><city-field name="direction" kind="select" required .value=${code?.direction ?? "in"} .label=${t("방향", "Direction")} .options=${choices(DIRECTIONS)}></city-field>
        <city-field name="severity" kind="select" required .value=${code?.severity ?? "unknown"} .label=${t("심각도", "Severity")} .options=${choices(SEVERITIES)}></city-field></div>
      <div class="fields"><city-field name="grade" required pattern="[0-9A-Z]{1,4}" .value=${code?.grade ?? "10"} .label=${t("나갈 때 등급 (evtGrad)", "Grade going out (evtGrad)")}></city-field>
        <city-field name="grades" .value=${code?.grades.map(each => `${each.grade}=${each.severity}`).join(", ") ?? ""} placeholder="10=severe, 20=minor" .label=${t("들어올 때 등급별 심각도", "Severities by grade coming in")}></city-field></div>
      <city-field name="place_text" kind="tick" .value=${code?.place_text ?? false} .label=${t("보낸 곳의 장소 글을 사건에 둠 (집일 수 있으면 두지 않습니다)", "The sender's words for the place may stand (not where it may be a home)")}></city-field>
      <city-field name="is_minor" kind="tick" .value=${code?.is_minor ?? false} .label=${t("가벼운 신고: 3년이 아니라 1년 보관", "A minor call: kept a year and not three")}></city-field>
      <city-field name="note" maxlength="200" .value=${code?.note ?? ""} .label=${t("적어 둘 말", "Note")}></city-field>` });
    if (made) this.rows = code ? rows.map(each => each === code ? made : each) : [...rows, made];
  }

  /** @param {Table} table */
  async #put(table) {
    const { rows } = this;
    const made = await askReason({ title: t("이벤트 코드를 바꿀까요?", "Put these codes in force?"), verb: t("시행", "Put in force"), longest: 500,
      body: t("다음 메시지부터 이 뜻으로 읽고 씁니다.", "From the next message on they are read and written like this."),
      act: reason => operations.put("agencies/codes", { revision: table.revision, reason, codes: rows }) });
    if (!made) return;
    this.rows = null;
    this.did(t("시행했습니다.", "In force."));
  }
}
define("agency-codes", AgencyCodes);

// Procedures: what is to be done when something happens, step by step. Supervisors write them, everybody in the room reads.

import "../components/list.js";
import "../components/notice.js";
import "../components/split.js";
import { line, tag } from "../components/facts.js";
import { Load } from "../components/load.js";
import { drawn, empty } from "../components/state.js";
import { CityElement, define, html, nothing } from "../shell/element.js";
import { at, go, place } from "../shell/place.js";
import { session } from "../shell/session.js";
import { openPage } from "../shell/shell.js";
import { count, named, t } from "../shell/words.js";
import { operations } from "./office/shown.js";
import { CATEGORIES, SEVERITIES } from "./office/words.js";
import "./procedures/editor.js";
import "./procedures/shown.js";

/** @typedef {import("./procedures/procedure.js").Procedure} Procedure */

const NEW = "new", EDIT = "edit";

class ProcedureDesk extends CityElement {
  static properties = { here: { state: true }, told: { state: true } };

  constructor() {
    super();
    this.here = place();
    /** What was done last, at which procedure. */
    this.told = { id: "", words: "" };
    /** @type {Load<Procedure[]>} */
    this.list = new Load(this, async () => (await operations.get("procedures")).procedures.sort((/** @type {Procedure} */ one, /** @type {Procedure} */ other) =>
      Number(other.in_force) - Number(one.in_force) || one.ko.localeCompare(other.ko)), { every: 60_000 });
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("place", this.#moved);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("place", this.#moved);
  }

  #moved = () => { this.here = place(); };

  // Drawn by another element, which would be `this` in a method.
  #written = async (/** @type {CustomEvent<{id: string, words: string}>} */ event) => {
    event.stopPropagation();
    this.told = event.detail;
    await this.list.reload();
    go(event.detail.id);
  };

  render() {
    const [open = "", part = ""] = this.here, writes = session.may("supervisor");
    return html`<div class="page"><h1 class="unseen">${t("표준 운영 절차", "Procedures")}</h1>
      ${writes && !open ? html`<city-notice closes="operations/procedures" .heading=${t("처음 오셨다면", "First time here?")}><p>${t(
        "절차는 사건이 생기면 저절로 시작되어 정한 사람에게 단계를 하나씩 묻습니다. 고친 절차는 시험 실행으로 시간표를 확인한 뒤에 시행합니다. 이미 시작된 절차는 시작할 때의 판으로 끝까지 갑니다.",
        "A procedure starts by itself at an incident and asks its steps one after the other. What you write is tried out first, and then put in force. Runs go on with the version they began with.")}</p></city-notice>` : nothing}
      <city-split ?open=${Boolean(open)} back="#" .subject=${`${open} ${part}`} .list=${this.#listed(open, writes)}
        .one=${open ? this.#one(open, part, writes) : nothing} @written=${this.#written}></city-split></div>`;
  }

  /** @param {string} open @param {boolean} writes */
  #listed(open, writes) {
    return html`<div class="row apart"><h2>${t("절차", "Procedures")}</h2>${writes ? html`<a class="do" href=${at(NEW)}>${t("새 절차", "New procedure")}</a>` : nothing}</div>
      ${drawn(this.list, all => html`<city-list .name=${t("절차", "Procedures")} .items=${all} .key=${(/** @type {Procedure} */ each) => each.procedure_id}
        .row=${(/** @type {Procedure} */ each) => line(at(each.procedure_id), html`<span class="row"><b>${t(each.ko, each.en)}</b>${each.in_force
          ? tag(t("시행 중", "in force"), "fine") : tag(t("멈춤", "not in force"))}</span>
          <span class="quiet">${named(CATEGORIES, each.category)} · ${t(`${named(SEVERITIES, each.from_severity)} 이상`, `${named(SEVERITIES, each.from_severity)} and worse`)} · ${
            count(each.steps.length, "단계", "step")} · ${t(`${each.version}판`, `version ${each.version}`)}</span>`, each.procedure_id === open)}></city-list>`,
        { empty: all => all.length ? null : writes ? t("아직 절차가 없습니다. ‘새 절차’에서 첫 절차를 써 보세요.", "No procedure yet. Write the first under “New procedure”.")
          : t("아직 절차가 없습니다. 관제 책임자가 쓰면 여기에 보입니다.", "No procedure yet. It shows here once a supervisor writes one.") })}`;
  }

  /** @param {string} open @param {string} part @param {boolean} writes */
  #one(open, part, writes) {
    if (open === NEW) return writes ? html`<procedure-editor></procedure-editor>` : empty(t("관제 책임자만 쓸 수 있습니다.", "Only supervisors write."));
    const found = this.list.value?.find(each => each.procedure_id === open);
    if (!found) return this.list.value ? empty(t("그런 절차가 없습니다.", "There is no such procedure.")) : nothing;
    // While it is being written, what comes anew from the city takes nothing away.
    if (part === EDIT && writes) return html`<procedure-editor .known=${found}></procedure-editor>`;
    return html`<procedure-shown .procedure=${found} .told=${this.told.id === open ? this.told.words : ""}></procedure-shown>`;
  }
}
define("procedure-desk", ProcedureDesk);

void openPage({ title: ["표준 운영 절차", "Procedures"], groups: ["operator", "supervisor", "auditor"] }, () => {
  document.querySelector("city-shell .city-content")?.append(document.createElement("procedure-desk"));
});

// Finding a case by its number, a plate or a telephone.
//
// `/` leads here from anywhere on the desk where nobody types; whoever uses the keyboard by voice can turn it off.

import { CityElement, define, html, nothing } from "../../shell/element.js";
import { at, go, place } from "../../shell/place.js";
import { storage, t } from "../../shell/words.js";
import { Pages } from "../../components/load.js";
import "../../components/field.js";
import "../../components/form.js";
import "../../components/list.js";
import "../../components/split.js";
import { fines } from "./shown.js";
import { caseLine } from "./case.js";
import "./moves.js";

const SLASH = "dongne.fines.slash";

/** What somebody is looking for, and how the API calls it. @param {string} text @returns {["number" | "phone" | "plate", string]} */
export function criterion(text) {
  const plain = text.trim(), digits = plain.replace(/[^0-9]/g, "");
  if (/^\d{4}-?\d{4}-?\d{7}$/.test(plain.replace(/\s/g, ""))) return ["number", `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`];
  if (/^[+0][0-9 ()-]{8,}$/.test(plain)) return ["phone", plain];
  return ["plate", plain];
}

/** @type {Record<"number" | "phone" | "plate", [string, string]>} */
const KINDS = { number: ["관리번호로 찾습니다.", "By its notice number."], plate: ["차량번호로 찾습니다.", "By the plate."],
  phone: ["전화번호로 찾습니다.", "By the telephone."] };

const slash = () => storage("localStorage")?.getItem(SLASH) !== "off";

class DeskFind extends CityElement {
  static properties = { place: { attribute: false }, typed: { state: true }, asked: { state: true }, slash: { state: true } };

  constructor() {
    super();
    /** @type {string[]} */
    this.place = [];
    this.typed = this.asked = "";
    this.slash = slash();
    this.found = new Pages(this, async page => {
      const [kind, wanted] = criterion(this.asked);
      const answer = await fines.get("cases", { [kind]: wanted, limit: 20, page });
      return [answer.cases, answer.next_page];
    }, { held: true });
  }

  render() {
    const [number = "", side = ""] = this.place;
    return html`<city-split ?open=${Boolean(number)} back=${side ? at("find", number) : at("find")} .subject=${this.place.join("/")} .list=${html`
      <div class="row apart"><h2>${t("사건 찾기", "Find a case")}</h2></div>
      <search><city-form class="card" inline keeps .verb=${t("찾기", "Find")} .send=${this.#search} @input=${this.#type}>
        <city-field name="wanted" kind="search" required maxlength="40" .label=${t("관리번호, 차량번호 또는 전화번호", "Notice number, plate or telephone")}
          .hint=${this.typed ? t(...KINDS[criterion(this.typed)[0]]) : t("예: 12가3456, 010-1234-5678, 1140-2026-0000001",
            "12가3456, 010-1234-5678 or 1140-2026-0000001")}></city-field></city-form></search>
      <label class="tick"><input type="checkbox" .checked=${this.slash} @change=${this.#turn}><span>${
        t("빗금(/) 키로 여기로 오기", "Come here by the slash key (/)")}</span></label>
      ${this.asked ? html`<city-list .name=${t("찾은 사건", "Cases found")} .pages=${this.found} .key=${(/** @type {any} */ each) => each.number}
        .none=${t("찾은 사건이 없습니다. 번호를 다시 확인해 주세요.", "Nothing found. Please check the number.")}
        .row=${(/** @type {any} */ each) => caseLine(each, at("find", each.number), each.number === number)}></city-list>` : nothing}`}
      .one=${number ? side === "talk" ? html`<desk-talk .subject=${[number]}></desk-talk>`
        : html`<desk-case .subject=${[number]} @changed=${() => { if (this.asked) void this.found.reload(); }}></desk-case>` : nothing}></city-split>`;
  }

  /** @param {Event} event */
  #type = event => { if (event.target instanceof HTMLInputElement && event.target.name === "wanted") this.typed = event.target.value.trim(); };

  /** @param {any} values */
  #search = async ({ wanted }) => {
    this.asked = wanted;
    if (this.place.length) go("find");
    this.found.items = [];
    await this.found.reload();
    // One case is what was looked for.
    if (this.found.items.length === 1 && !this.found.more) go("find", this.found.items[0].number);
  };

  /** @param {Event} event */
  #turn = event => {
    this.slash = /** @type {HTMLInputElement} */ (event.target).checked;
    storage("localStorage")?.setItem(SLASH, this.slash ? "on" : "off");
  };
}
define("desk-find", DeskFind);

/** @param {KeyboardEvent} event */
export async function slashed(event) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented || !slash()) return;
  if (event.target instanceof Element && event.target.closest("input, textarea, select, dialog")) return;
  event.preventDefault();
  if (place()[0] !== "find" || place().length > 1) go("find");
  await new Promise(requestAnimationFrame);
  const field = document.querySelector('desk-find input[name="wanted"]');
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  field.select();
}

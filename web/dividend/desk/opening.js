// The form that opens a round: its period and terms, and what its records promise.

import { facts } from "../../components/facts.js";
import "../../components/form.js";
import { CityElement, define, html } from "../../shell/element.js";
import { day, named, t, today, won } from "../../shell/words.js";
import { PURPOSES } from "../statement_words.js";
import { dividend } from "./round.js";
import { UNCLAIMED, WEIGHTS } from "./words.js";

const PRESET = {
  name: "지역화폐 결제",
  quasi_identifiers: [
    { column: "나이", hierarchy: { kind: "bands", widths: [5, 10, 20], above: 80 } }, { column: "성별", hierarchy: { kind: "as_it_is" } },
    { column: "거주지", hierarchy: { kind: "region" } }, { column: "이용주", hierarchy: { kind: "calendar", finest: "week" } },
  ],
  sensitive: [{ column: "업종", models: [{ kind: "distinct_l_diversity", l: 2 }] }],
  keep: ["금액"], person: "이용자", privacy: { k: 5 }, suppression: "0.1",
};
const USUAL = Object.keys(PURPOSES).slice(0, 2), MOST_WON = "10000000000";

/** The last month that is over: its first and its last day. @param {string} now a day @returns {[string, string]} */
export function lastMonth(now) {
  const [year, month] = now.split("-").map(Number), first = new Date(Date.UTC(year, month - 2, 1)), last = new Date(Date.UTC(year, month - 1, 0));
  return [first.toISOString().slice(0, 10), last.toISOString().slice(0, 10)];
}

/** @param {string} words @returns {Record<string, any> | null} */
function parsed(words) {
  try { return JSON.parse(words); } catch { return null; }
}

class RoundOpening extends CityElement {
  /** @param {string} name @returns {any} */
  #field(name) { return this.querySelector(`city-field[name="${name}"]`); }

  // The three numbers that are changed most stand by themselves; the text below is what is sent.
  #tune = (/** @type {Event} */ event) => {
    const name = /** @type {HTMLInputElement} */ (event.target).name, policy = this.#field("policy"), chosen = parsed(policy.value);
    // A text that is being written by hand says itself what is wrong when it is sent.
    if (!["k", "l", "left"].includes(name) || !chosen?.privacy) return;
    chosen.privacy.k = Number(this.#field("k").value);
    chosen.suppression = String(Number(this.#field("left").value) / 100);
    for (const column of chosen.sensitive ?? []) for (const model of column.models) if (model.kind === "distinct_l_diversity") model.l = Number(this.#field("l").value);
    policy.value = JSON.stringify(chosen, null, 1);
  };

  #judgePolicy = (/** @type {any} */ words) => {
    if (parsed(words)) return null;
    const details = this.querySelector("details");
    if (details) details.open = true;
    return t("JSON 형식이 아닙니다. 쉼표와 괄호를 확인해 주세요.", "It is not JSON: look at commas and brackets.");
  };
  #judgeLast = (/** @type {any} */ last) => last < this.#field("first_day").value ? t("첫날보다 앞섭니다.", "It is before the first day.") : null;
  #judgeShare = (/** @type {any} */ share) => Number(share) + Number(this.#field("cost_cap_permille").value) > 100
    ? t("비용 한도와 더해 100%를 넘습니다.", "It is more than 100% with the costs.") : null;

  /** @param {any} values */
  #request({ k: _k, l: _l, left: _left, ...values }) {
    const permille = (/** @type {number | undefined} */ percent) => Math.round((percent ?? 0) * 10);
    return { ...values, cost_cap_permille: permille(values.cost_cap_permille), city_permille: permille(values.city_permille),
      cities: values.cities.split(/[,\n]/).map((/** @type {string} */ city) => city.trim()).filter(Boolean), policy: JSON.parse(values.policy) };
  }

  render() {
    const [first, last] = lastMonth(today());
    /** @param {string} name @param {string} label @param {unknown} value @param {unknown} min @param {unknown} max @param {string} [unit] @param {string} [step] */
    const whole = (name, label, value, min, max, unit = "", step = "1") => html`<city-field name=${name} kind="number" required .label=${label} value=${String(value)} .min=${String(min)}
      .max=${String(max)} step=${step} .unit=${unit} inputmode=${step === "1" ? "numeric" : "decimal"} .judge=${name === "city_permille" ? this.#judgeShare : null}></city-field>`;
    return html`<h2>${t("새 회차", "A new round")}</h2><p>${t("기간과 약속을 정합니다. 연 뒤에는 약속을 바꿀 수 없습니다.", "Period and terms. What is agreed cannot be changed afterwards.")}</p>
      <div class="card"><city-form draft="dividend/round" .verb=${t("회차 열기", "Open the round")} @input=${this.#tune} .send=${(/** @type {any} */ values) => dividend.post("rounds", this.#request(values))}
        .check=${(/** @type {any} */ values) => ({ title: t("이 회차를 열까요?", "Open this round?"), verb: t("열기", "Open"), body: html`${facts([
          [t("회차", "Round"), `${values.round_id} ${values.title}`], [t("기간", "Period"), `${day(values.first_day, "short")} – ${day(values.last_day, "short")}`],
          [t("시·군", "Cities"), values.cities], [t("값", "Price"), won(values.price_krw)]])}<p class="quiet">${t("연 뒤에는 약속을 바꿀 수 없습니다.", "What is agreed cannot be changed afterwards.")}</p>` })}
        .done=${(/** @type {any} */ answer) => { this.tell("did", answer.round_id); return null; }}>
        <div class="fields"><city-field name="round_id" required .label=${t("회차 (해-번호)", "Round (year-number)")} .pattern=${"20[0-9]{2}-[1-9][0-9]?"} placeholder="${today().slice(0, 4)}-1"></city-field>
          <city-field name="title" required .label=${t("제목", "Title")} minlength="2" maxlength="100"></city-field>
          <city-field name="first_day" kind="date" required .label=${t("첫날", "First day")} value=${first}></city-field>
          <city-field name="last_day" kind="date" required .label=${t("마지막 날", "Last day")} value=${last} .judge=${this.#judgeLast}></city-field></div>
        <city-field name="cities" required .label=${t("동의한 시·군", "Cities that consented")} maxlength="2000" placeholder="수원시, 김포시" .hint=${t("쉼표로 나눕니다.", "With commas between.")}></city-field>
        <city-field name="purposes" kind="checks" required .label=${t("팔 수 있는 목적 (개인정보 보호법 제28조의2)", "Purposes it may be sold for")}
          .options=${Object.keys(PURPOSES).map(id => [id, named(PURPOSES, id)])} .value=${USUAL}></city-field>
        <div class="fields">${whole("price_krw", t("값", "Price"), 1_000_000, 1, MOST_WON, t("원", "won"))}
          <city-field name="weights" kind="select" required .label=${t("나누는 기준", "Shared")} value="equal" .options=${Object.keys(WEIGHTS).map(id => [id, named(WEIGHTS, id)])}></city-field>
          ${whole("cost_cap_permille", t("비용 한도", "Costs at most"), 15, 0, 100, "%", "0.1")}${whole("city_permille", t("시 몫", "City's share"), 0, 0, 100, "%", "0.1")}
          ${whole("minimum_krw", t("이보다 적으면 이월", "Carried below"), 100, 0, 1_000_000, t("원", "won"))}${whole("claim_months", t("찾을 수 있는 기간", "Time to claim"), 60, 1, 120, t("개월", "months"))}
          <city-field name="unclaimed" kind="select" required .label=${t("찾아가지 않은 돈", "What nobody claims")} value="city" .options=${Object.keys(UNCLAIMED).map(id => [id, named(UNCLAIMED, id)])}></city-field>
          ${whole("payout_day", t("지급일", "Payout day"), 20, 1, 31)}</div>
        <h3>${t("비식별 약속", "What its records promise")}</h3>
        <div class="fields">${whole("k", t("가장 작은 무리", "Smallest group"), PRESET.privacy.k, 2, 1000, t("명", "people"))}${whole("l", t("업종의 다른 값", "Different trades in it"), 2, 1, 20, t("가지", "values"))}
          ${whole("left", t("뺄 수 있는 기록", "Left out at most"), 10, 0, 100, "%", "0.1")}</div>
        <details><summary>${t("정책 전체 (JSON)", "The whole policy (JSON)")}</summary><city-field name="policy" kind="textarea" rows="14" required class="code" .label=${t("정책", "Policy")}
          value=${JSON.stringify(PRESET, null, 1)} .judge=${this.#judgePolicy}></city-field></details></city-form></div>`;
  }
}
define("round-opening", RoundOpening);

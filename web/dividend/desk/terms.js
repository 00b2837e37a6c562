// What was agreed when a round was opened, and how its records are made anonymous.

import { facts } from "../../components/facts.js";
import { html } from "../../shell/element.js";
import { day, listed, named, number, percent, t, won } from "../../shell/words.js";
import { HIERARCHIES } from "../certificate.js";
import { columnName } from "../groups.js";
import { PURPOSES } from "../statement_words.js";
import { UNCLAIMED, WEIGHTS } from "./words.js";

/** @param {import("./round.js").Round} round */
export function terms({ terms: agreed, ...round }) {
  return html`<div class="card"><h3>${t("회차의 약속", "What was agreed")}</h3>${facts([
    [t("기간", "Period"), `${day(round.first_day, "short")} – ${day(round.last_day, "short")}`],
    [t("동의한 시·군", "Cities"), html`<span lang="ko">${round.cities.join(", ")}</span>`],
    [t("값", "Price"), won(agreed.price_krw)], [t("목적", "Purposes"), listed(PURPOSES, agreed.purposes)],
    [t("나누는 기준", "Shared"), named(WEIGHTS, agreed.weights)], [t("비용 한도", "Costs at most"), percent(agreed.cost_cap_permille / 1000)],
    [t("시 몫", "City's share"), percent(agreed.city_permille / 1000)], [t("이월 기준", "Carried below"), won(agreed.minimum_krw)],
    [t("찾을 수 있는 기간", "To be claimed within"), t(`${agreed.claim_months}개월`, `${agreed.claim_months} months`)],
    agreed.unclaimed && [t("그 뒤 남은 돈", "What is left then"), named(UNCLAIMED, agreed.unclaimed)],
    [t("지급일", "Payout day"), t(`매달 ${agreed.payout_day}일`, `day ${agreed.payout_day} of the month`)]])}
    <details><summary>${t("비식별 정책", "De-identification policy")}</summary><div class="stack">${policy(agreed.policy)}
      <pre tabindex="0" aria-label=${t("정책 전문", "The whole policy")}>${JSON.stringify(agreed.policy, null, 1)}</pre></div></details></div>`;
}

/** @param {Record<string, any>} chosen */
function policy(chosen) {
  const k = number(chosen.privacy?.k), names = (/** @type {string[] | undefined} */ columns) => (columns ?? []).map(columnName).join(", ");
  return facts([
    [t("약속 k", "k"), chosen.person ? t(`${k}명 이상`, `${k} people or more`) : t(`${k}건 이상`, `${k} records or more`)],
    [t("뺄 수 있는 기록", "Left out at most"), percent(chosen.suppression ?? 0)],
    [t("알아볼 단서가 되는 칸", "Quasi-identifiers"), (chosen.quasi_identifiers ?? []).map((/** @type {any} */ each) =>
      `${columnName(each.column)} (${named(HIERARCHIES, each.hierarchy?.kind)})`).join(", ")],
    [t("민감한 칸", "Sensitive"), names((chosen.sensitive ?? []).map((/** @type {any} */ each) => each.column))],
    [t("그대로 두는 칸", "Kept"), names(chosen.keep)]]);
}

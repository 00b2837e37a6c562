// A certificate of the dividend in plain words, for those who approve, those who buy and those who audit.

import { facts, tiles } from "../components/facts.js";
import "../components/table.js";
import { html, nothing } from "../shell/element.js";
import { number, percent, t } from "../shell/words.js";
import { columnName, countsPeople, together } from "./groups.js";

/** @typedef {import("./groups.js").Certificate} Certificate */
/** @typedef {{column: string, level: number, levels: number, values: number}} Column */

/** How a column is made coarser. @type {import("../shell/words.js").Words} */
export const HIERARCHIES = {
  bands: ["구간으로 묶음", "put into bands"], region: ["동 → 시·군·구 → 시·도", "neighbourhood, district, province"],
  calendar: ["주 → 달 → 해", "week, month, year"], as_it_is: ["그대로 또는 숨김", "as it is, or hidden"], file: ["계층 파일", "a file of its own"],
};

// How coarse a column became, from 0 (the finest) to the last level (one value for all).
/** @param {Column} column */
function coarseness({ level, levels }) {
  if (level === 0) return t("가장 자세한 단계", "the finest step");
  if (level === levels - 1) return t("모두 같은 값(내용 없음)", "one value for all: nothing is told");
  return t(`${levels - 1}단계 중 ${level}단계로 뭉뚱그림`, `step ${level} of ${levels - 1} coarser`);
}

/** @param {Certificate} found what was measured of a sensitive column @param {Certificate | undefined} promised */
function sensitive(found, promised) {
  const name = columnName(found.column), least = promised?.distinct_l;
  const lines = [t(`‘${name}’ 칸에는 어느 무리에서나 서로 다른 값이 적어도 ${number(found.distinct_l)}가지 있습니다${least ? ` (약속: ${number(least)}가지 이상)` : ""}.`,
    `In every group “${name}” has at least ${number(found.distinct_l)} different values${least ? ` (promised: ${number(least)})` : ""}.`)];
  if (found.entropy_l !== undefined) {
    lines.push(t(`값이 고르게 섞인 정도로 세면 ${number(found.entropy_l, 2)}가지입니다.`,
      `Counted by how evenly they are mixed: ${number(found.entropy_l, 2)}.`));
  }
  const distance = found.hierarchical_t ?? found.ordered_t ?? found.equal_t;
  if (distance !== undefined) {
    lines.push(t(`한 무리의 값 분포가 전체와 가장 많이 다른 정도는 ${percent(distance, 0)}입니다 (t). 0%면 무리를 알아도 새로 알게 되는 것이 없습니다.`,
      `At most, a group differs from the whole by ${percent(distance, 0)} (t). At 0% knowing somebody's group would tell nothing new.`));
  }
  return lines;
}

/** @param {Certificate} certificate */
function measures(certificate) {
  const { measured, promised, risk, decided } = certificate, people = countsPeople(certificate);
  return tiles([
    { name: t("가장 작은 무리", "Smallest group"), value: people ? t(`${number(measured.k)}명`, `${number(measured.k)} people`)
      : t(`${number(measured.k)}건`, `${number(measured.k)} records`), note: t(`약속 ${number(promised.k)} 이상`, `promised: ${number(promised.k)}`) },
    { name: t("알아맞힐 확률, 가장 높을 때", "Risk, at worst"), value: percent(risk.prosecutor_highest),
      note: t("그 사람이 자료에 있음을 아는 경우", "knowing that they are in it") },
    { name: t("알아맞힐 확률, 평균", "Risk, on average"), value: percent(risk.prosecutor_average), note: t("모든 기록의 평균", "over all records") },
    { name: t("뺀 기록", "Left out"), value: number(decided.suppressed), note: t(
      `모두 ${number(decided.rows)}건, ${percent(decided.rows ? decided.suppressed / decided.rows : 0, 2)}, 한도 ${percent(decided.suppression_limit)}`,
      `of ${number(decided.rows)}: ${percent(decided.rows ? decided.suppressed / decided.rows : 0, 2)}; at most ${percent(decided.suppression_limit)}`) }]);
}

/** The whole of it. @param {Certificate} certificate */
export function explained(certificate) {
  const { measured, promised, decided, utility } = certificate, persons = measured.persons;
  const lines = [together(certificate),
    ...(measured.sensitive ?? []).flatMap((/** @type {Certificate} */ found) => sensitive(found,
      (promised.sensitive ?? []).find((/** @type {Certificate} */ claim) => claim.column === found.column))),
    measured.uniqueness ? t(`홀로 있는 기록: ${percent(measured.uniqueness, 2)}.`, `Records that stand alone: ${percent(measured.uniqueness, 2)}.`)
      : t("홀로 있는 기록은 없습니다.", "No record stands alone."),
    t(`기록 ${number(measured.rows)}건이 무리 ${number(measured.classes)}개에 있습니다${persons ? `. 사람은 모두 ${number(persons)}명입니다` : ""}.`,
      `${number(measured.rows)} records in ${number(measured.classes)} groups${persons ? `, ${number(persons)} people` : ""}.`),
    ...(measured.largest_share_of_a_person ? [t(`한 무리의 기록 가운데 한 사람의 것은 많아야 ${percent(measured.largest_share_of_a_person, 0)}입니다.`,
      `Of a group's records, one person made at most ${percent(measured.largest_share_of_a_person, 0)}.`)] : []),
    decided.optimal ? t("이 약속을 지키는 방법 가운데 내용이 가장 적게 줄어드는 것이 증명되어 있습니다.",
      "Of all ways that keep these promises, this one is proven to lose least.")
      : t("더 나은 방법이 있을 수 있습니다(증명되지 않음).", "There may be a better way: this one is not proven best.")];
  return html`<div class="stack certificate">${measures(certificate)}
    <ul class="lines">${lines.map(line => html`<li>${line}</li>`)}</ul>
    <city-table .caption=${t("칸마다 얼마나 자세한가", "How exact each column is")} .rows=${utility} .key=${(/** @type {Column} */ row) => row.column}
      .columns=${columns()}></city-table>${digests(certificate)}</div>`;
}

const columns = () => [
  { id: "column", name: t("칸", "Column"), show: (/** @type {Column} */ row) => columnName(row.column) },
  { id: "exact", name: t("자세함", "Exactness"), show: (/** @type {Column} */ row) => html`<meter min="0" max="1" aria-hidden="true"
    value=${row.levels > 1 ? 1 - row.level / (row.levels - 1) : 1}></meter> ${coarseness(row)}` },
  { id: "values", name: t("남은 값", "Values left"), number: true, show: (/** @type {Column} */ row) => number(row.values) }];

/** @param {Certificate} certificate */
function digests({ digests: found }) {
  /** @param {string} digest */
  const shown = digest => digest ? html`<code>${digest}</code>` : nothing;
  return html`<details><summary>${t("지문 (SHA-256)", "Digests (SHA-256)")}</summary><div class="stack tight">
    <p>${t("같은 파일·정책·프로그램이면 같은 증명서가 나옵니다. 누구나 다시 만들어 견줄 수 있습니다.",
      "The same file, policy and code give the same certificate: anybody may make it again and compare.")}</p>
    ${facts([[t("입력", "Input"), shown(found.input)], [t("정책", "Policy"), shown(found.policy)], [t("프로그램", "Code"), shown(found.code)],
      [t("결과", "Output"), shown(found.output)]])}</div></details>`;
}

/** On paper or as a PDF, by the browser. */
export const printing = () => html`<button type="button" class="plain not-printed" @click=${() => print()}>${t("인쇄", "Print")}</button>`;

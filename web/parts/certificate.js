"use strict";

// A certificate of the dividend in plain words, for those who approve, those who buy and those who audit.

const PURPOSES = {
  statistics: ["통계 작성", "statistics"], research: ["과학적 연구", "scientific research"], archiving: ["공익적 기록 보존", "archiving in the public interest"],
  commercial_statistics: ["상업적 통계", "commercial statistics"],
};
const HIERARCHIES = {
  bands: ["구간으로 묶음", "put into bands"], region: ["동 → 시·군·구 → 시·도", "neighbourhood, district, province"],
  calendar: ["주 → 달 → 해", "week, month, year"], as_it_is: ["그대로 또는 숨김", "as it is, or hidden"], file: ["계층 파일", "a file of its own"],
};
const share = (part, digits = 1) => `${(part * 100).toLocaleString("ko-KR", { maximumFractionDigits: digits })}%`;
// 나이가, 이용주가, 업종이: the particle goes by the last letter.
function subject(words) {
  const letter = words.charCodeAt(words.length - 1) - 0xac00;
  return `${words}${letter >= 0 && letter < 11172 && letter % 28 ? "이" : "가"}`;
}
const many = value => Number(value).toLocaleString("ko-KR");
// How coarse a column became, from 0 (the finest) to the last level (one value for all).
function coarseness({ level, levels }) {
  if (level === 0) return ["가장 자세한 단계", "the finest step"];
  if (level === levels - 1) return ["모두 같은 값(내용 없음)", "one value for all: nothing is told"];
  return [`${levels - 1}단계 중 ${level}단계로 뭉뚱그림`, `step ${level} of ${levels - 1} coarser`];
}

function explainSensitive(found, promised) {
  const of = korean => `‘${found.column}’ ${korean}`;
  const lines = [both(`${of(`칸에는 어느 무리에서나 서로 다른 값이 적어도 ${many(found.distinct_l)}가지 있습니다`)}${promised?.distinct_l ? ` (약속: ${promised.distinct_l}가지 이상)` : ""}.`,
    `In every group “${found.column}” has at least ${found.distinct_l} different values${promised?.distinct_l ? ` (promised: ${promised.distinct_l})` : ""}.`)];
  if (found.entropy_l !== undefined) lines.push(both(`값이 고르게 섞인 정도로 세면 ${found.entropy_l.toFixed(2)}가지입니다.`, `Counted by how evenly they are mixed: ${found.entropy_l.toFixed(2)}.`));
  const distance = found.hierarchical_t ?? found.ordered_t ?? found.equal_t;
  if (distance !== undefined) lines.push(both(`한 무리의 값 분포가 전체와 가장 많이 다른 정도는 ${share(distance, 0)}입니다 (t). 0%면 무리를 알아도 새로 알게 되는 것이 없습니다.`,
    `At most, a group differs from the whole by ${share(distance, 0)} (t). At 0% knowing somebody's group would tell nothing new.`));
  return lines;
}

function explainCertificate(certificate) {
  const { measured, promised, risk, decided, utility } = certificate;
  const people = measured.k_unit === "persons" || promised.unit === "persons";
  const groups = promised.quasi_identifiers.join(", ");
  const bar = column => column.levels > 1 ? 1 - column.level / (column.levels - 1) : 1;
  return h("div", { class: "stack certificate" },
    h("div", { class: "tiles" },
      tile("가장 작은 무리", "smallest group", people ? both(`${many(measured.k)}명`, `${many(measured.k)} people`) : both(`${many(measured.k)}건`, `${many(measured.k)} records`), [`약속 ${many(promised.k)} 이상`, `promised ${promised.k}`]),
      tile("알아맞힐 확률, 가장 높을 때", "risk, at worst", share(risk.prosecutor_highest), ["그 사람이 자료에 있음을 아는 경우", "knowing they are in it"]),
      tile("알아맞힐 확률, 평균", "risk, on average", share(risk.prosecutor_average), ["모든 기록의 평균", "over all records"]),
      tile("뺀 기록", "left out", many(decided.suppressed), [`${many(decided.rows)}건 중 ${share(decided.rows ? decided.suppressed / decided.rows : 0, 2)}, 한도 ${share(Number(decided.suppression_limit))}`,
        `of ${many(decided.rows)}; at most ${share(Number(decided.suppression_limit))}`])),
    h("ul", { class: "lines" },
      h("li", {}, people
        ? both(`${subject(groups)} 같은 사람은 언제나 ${many(measured.k)}명 이상입니다. 한 사람이 여러 번 결제해도 한 명으로 셉니다.`, `At least ${measured.k} different people share each combination of ${groups}, however often each of them paid.`)
        : both(`${subject(groups)} 같은 기록은 언제나 ${many(measured.k)}건 이상입니다. 사람이 아니라 결제를 센 수입니다.`, `At least ${measured.k} records share each combination of ${groups}. These are payments, not people.`)),
      (measured.sensitive || []).map(found => explainSensitive(found, (promised.sensitive || []).find(claim => claim.column === found.column)).map(line => h("li", {}, line))),
      h("li", {}, measured.uniqueness ? both(`홀로 있는 기록: ${share(measured.uniqueness, 2)}.`, `Records that stand alone: ${share(measured.uniqueness, 2)}.`) : both("홀로 있는 기록은 없습니다.", "No record stands alone.")),
      h("li", {}, both(`${many(measured.rows)}건이 ${many(measured.classes)}개 무리에 있습니다${measured.persons ? `. 사람은 ${many(measured.persons)}명입니다` : ""}.`,
        `${many(measured.rows)} records in ${many(measured.classes)} groups${measured.persons ? `, ${many(measured.persons)} people` : ""}.`)),
      h("li", {}, decided.optimal ? both("이 약속을 지키는 방법 가운데 내용이 가장 적게 줄어드는 것이 증명되어 있습니다.", "Of all ways that keep these promises, this one is proven to lose least.")
        : both("더 나은 방법이 있을 수 있습니다(증명되지 않음).", "There may be a better way: this one is not proven best."))),
    h("h3", {}, both("칸마다 얼마나 자세한가", "How exact each column is")),
    h("div", { class: "scroll" }, h("table", { class: "plan wide" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, both("칸", "column")), h("th", { scope: "col" }, both("자세함", "exactness")), h("th", { scope: "col" }, both("남은 값", "values")))),
      h("tbody", {}, utility.map(column => h("tr", {}, h("th", { scope: "row" }, column.column),
        h("td", {}, h("meter", { min: 0, max: 1, value: bar(column), "aria-hidden": "true" }), " ", both(...coarseness(column))), h("td", {}, many(column.values))))))),
    h("details", {}, h("summary", {}, both("지문 (SHA-256)", "digests (SHA-256)")), h("p", {}, both("같은 파일·정책·프로그램이면 같은 증명서가 나옵니다. 누구나 다시 만들어 견줄 수 있습니다.",
      "The same file, policy and code give the same certificate: anybody may make it again and compare.")),
      facts([["입력", "input", certificate.digests.input], ["정책", "policy", certificate.digests.policy], ["프로그램", "code", certificate.digests.code],
        ["결과", "output", certificate.digests.output]].map(([korean, english, digest]) => [korean, english, h("span", { class: "key" }, digest)]))));
}
const tile = (korean, english, value, note) => h("div", { class: "card" }, h("small", {}, both(korean, english)), h("b", {}, value), note ? h("small", {}, both(...note)) : null);

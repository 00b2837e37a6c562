"use strict";

// The form that opens a round.

// --- opening a round ------------------------------------------------------------------------------------------------

const PRESET = {
  name: "지역화폐 결제",
  quasi_identifiers: [
    { column: "나이", hierarchy: { kind: "bands", widths: [5, 10, 20], above: 80 } }, { column: "성별", hierarchy: { kind: "as_it_is" } },
    { column: "거주지", hierarchy: { kind: "region" } }, { column: "이용주", hierarchy: { kind: "calendar", finest: "week" } },
  ],
  sensitive: [{ column: "업종", models: [{ kind: "distinct_l_diversity", l: 2 }] }],
  keep: ["금액"], person: "이용자", privacy: { k: 5 }, suppression: "0.1",
};
function roundForm(after) {
  const key = "round/", last = new Date();
  last.setDate(0);
  const day = value => new Intl.DateTimeFormat("sv-SE").format(value);
  const field = (name_, traits) => kept(key + name_, h("input", { name: name_, required: true, autocomplete: "off", ...traits }));
  const number = (name_, value, min, max) => field(name_, { type: "number", inputMode: "numeric", value, min, max, step: 1 });
  const percent = (name_, value) => field(name_, { type: "number", inputMode: "decimal", value, min: 0, max: 100, step: 0.1 });
  const policy = kept(`${key}policy`, h("textarea", { class: "code", name: "policy", spellcheck: false, required: true, value: JSON.stringify(PRESET, null, 1) }));
  const k = number("k", PRESET.privacy.k, 2, 1000), l = number("l", 2, 1, 20), left = field("left", { type: "number", min: 0, max: 100, step: 0.1, value: 10 });
  // The three numbers that are changed most stand by themselves; the text below is what is sent.
  for (const control of [k, l, left]) control.addEventListener("input", () => {
    try {
      const chosen = JSON.parse(policy.value);
      chosen.privacy.k = Number(k.value);
      chosen.suppression = String(Number(left.value) / 100);
      for (const column of chosen.sensitive || []) for (const model of column.models) if (model.kind === "distinct_l_diversity") model.l = Number(l.value);
      policy.value = JSON.stringify(chosen, null, 1);
    } catch (error) { /* the text is being written by hand: it says itself what is wrong when it is sent */ }
  });
  const purposes = h("fieldset", {}, h("legend", {}, both("팔 수 있는 목적 (개인정보보호법 §28의2)", "purposes it may be sold for")), Object.entries(PURPOSES).map(([id, words], place) =>
    h("label", { class: "tick" }, h("input", { type: "checkbox", name: "purposes", value: id, checked: place < 2 }), h("span", {}, both(...words)))));
  const weights = h("select", { name: "weights" }, Object.entries(WEIGHTS).map(([id, words]) => h("option", { value: id }, words.join(" · "))));
  const wrong = (form, reasons) => { placeWrong(form, reasons); return null; };
  return [h("h2", {}, both("새 회차", "A new round")), card(worksheet(key, [
    h("div", { class: "fields" },
      label("회차 (해-번호)", "Round (year-number)", field("round_id", { pattern: "20[0-9]{2}-[1-9][0-9]?", placeholder: `${today().slice(0, 4)}-1` })),
      label("제목", "Title", field("title", { minLength: 2, maxLength: 100 })),
      label("첫날", "First day", field("first_day", { type: "date", value: day(new Date(last.getFullYear(), last.getMonth(), 1)) })), label("마지막 날", "Last day", field("last_day", { type: "date", value: day(last) }))),
    label("동의한 시·군 (쉼표로)", "Cities that consented (with commas)", field("cities", { maxLength: 2000, placeholder: "수원시, 김포시" })),
    purposes,
    h("div", { class: "fields" }, label("값 (원)", "Price (won)", number("price_krw", 1000000, 1, 10000000000)), label("나누는 기준", "Weights", weights),
      label("비용 한도 (%)", "Costs at most (%)", percent("cost_cap_permille", 15)), label("시 몫 (%)", "City's share (%)", percent("city_permille", 0)),
      label("이보다 적으면 이월 (원)", "Carried below (won)", number("minimum_krw", 100, 0, 1000000)), label("찾을 수 있는 달 수", "Months to claim", number("claim_months", 60, 1, 120)),
      label("찾아가지 않은 돈", "What nobody claims", h("select", { name: "unclaimed" }, Object.entries(UNCLAIMED).map(([id, words]) => h("option", { value: id }, words.join(" · "))))),
      label("지급일", "Payout day", number("payout_day", 20, 1, 31))),
    h("h3", {}, both("비식별 약속", "De-identification")),
    h("div", { class: "fields" }, label("가장 작은 무리 (명)", "Smallest group (people)", k), label("업종의 다른 값 (가지)", "Different trades in it", l), label("뺄 수 있는 기록 (%)", "Left out at most (%)", left)),
    h("details", {}, h("summary", {}, both("정책 전체 (JSON)", "the whole policy (JSON)")), label("정책", "Policy", policy))], ["회차 열기", "Open the round"], {
    read: form => {
      const request = Object.fromEntries(new FormData(form)), wholes = ["price_krw", "cost_cap_permille", "city_permille", "minimum_krw", "claim_months", "payout_day"];
      for (const name_ of wholes) request[name_] = Number(request[name_]);
      for (const name_ of ["cost_cap_permille", "city_permille"]) request[name_] = Math.round(request[name_] * 10);
      for (const name_ of ["k", "l", "left"]) delete request[name_];
      request.purposes = new FormData(form).getAll("purposes");
      request.cities = request.cities.split(/[,\n]/).map(city => city.trim()).filter(Boolean);
      if (!request.purposes.length) return wrong(form, { purposes: "too_short" });
      if (request.last_day < request.first_day) return wrong(form, { last_day: ["첫날보다 앞섭니다.", "Before the first day."] });
      if (request.cost_cap_permille + request.city_permille > 1000) return wrong(form, { city_permille: ["비용 한도와 더해 100%를 넘습니다.", "More than 100% with the costs."] });
      try { request.policy = JSON.parse(request.policy); }
      catch (error) { policy.closest("details").open = true; return wrong(form, { policy: [`JSON이 아닙니다: ${error.message}`, `Not JSON: ${error.message}`] }); }
      placeWrong(form, {});
      return request;
    },
    check: request => [["이 회차를 열까요?", "Open this round?"], [facts([["회차", "round", `${request.round_id} ${request.title}`], ["기간", "period", `${request.first_day} ~ ${request.last_day}`], ["시·군", "cities", request.cities.join(", ")], ["값", "price", won(request.price_krw)]]),
      h("p", { class: "quiet" }, both("연 뒤에는 약속을 바꿀 수 없습니다.", "What is agreed cannot be changed afterwards."))], ["열기", "Open"]],
    act: request => post("rounds", request), after: answer => { after(); go("rounds", answer.round_id); },
  }))];
}

"use strict";

// What the office puts right of itself: proposed here, decided here by somebody else.

// What each correction asks for besides its ground and reason: [name, Korean, English, traits].
const FACTS_OF = {
  serve_again: ["served_on", "opinion_until"], serve_imposition_again: ["served_on"],
  correct_car: ["plate", "owner_name", "owner_phone"], correct_owner: ["owner_name", "owner_phone", "document"],
  hand_to_renter: ["owner_name", "owner_phone", "document"], cancel: [],
};
const CORRECTION_FACTS = {
  served_on: ["송달일 (받은 날)", "served on", { type: "date", max: today() }],
  opinion_until: ["의견제출 기한 (비우면 종전 기간)", "opinion until, the usual period if empty", { type: "date" }],
  plate: ["바른 차량번호", "right plate", { maxLength: 12, autocomplete: "off" }],
  owner_name: ["바른 당사자 이름", "who owes it", { maxLength: 40, autocomplete: "off" }],
  owner_phone: ["전화번호 (없으면 비움)", "telephone, if any", { maxLength: 20, inputMode: "tel", autocomplete: "off" }],
  document: ["증빙 (계약서·등록원부 등)", "what proves it", { maxLength: 100 }],
  duplicate_of: ["겹친 사건의 관리번호", "number of the other case", { pattern: "[0-9]{4}-[0-9]{4}-[0-9]{7}", placeholder: "1140-2026-0123456" }],
};
const MAY_BE_EMPTY = ["opinion_until", "owner_phone"];
const BY_TWO = ["correct_car", "correct_owner", "hand_to_renter", "cancel"];
const CORRECTION_STATES = { proposed: ["승인 대기", "proposed"], approved: ["처리함", "done"], declined: ["반려", "declined"] };
const EFFECTS = {
  serve_again: "의견제출 기간이 새로 시작되고 이미 한 부과는 없어집니다. 가상계좌는 회수되고 소유자에게 문자가 갑니다.",
  serve_imposition_again: "납부기한이 새로 정해지고 가산금이 없어집니다. 가상계좌는 회수되고 소유자에게 문자가 갑니다.",
  correct_car: "지금 소유자는 벗어나고 새 당사자에게 처음부터 통지합니다. 다른 관리자가 승인해야 처리됩니다.",
  correct_owner: "지금 소유자는 벗어나고 새 당사자에게 처음부터 통지합니다. 다른 관리자가 승인해야 처리됩니다.",
  hand_to_renter: "소유자는 책임을 벗고 임차인에게 처음부터 통지합니다. 다른 관리자가 승인해야 처리됩니다.",
  cancel: "과태료가 없어집니다. 납부한 돈은 환급 문의로 올라옵니다. 다른 관리자가 승인해야 처리됩니다.",
};

// `sign_missing: 확인함` as the office says it.
const groundedNote = note => note.replace(/^(\w+): /, (whole, ground) => CORRECTION_GROUNDS[ground] ? `${name(CORRECTION_GROUNDS, ground)}: ` : whole);

function correctionFacts(correction) {
  const before = correction.before;
  return facts([
    ["처리", "correction", named(MOVES, correction.move)], ["사유", "ground", named(CORRECTION_GROUNDS, correction.ground)],
    ["이유", "reason", correction.reason || "-"],
    ...Object.entries(CORRECTION_FACTS).filter(([id]) => correction[id]).map(([id, [korean, english]]) => [korean, english, correction[id]]),
    ["제안", "proposed", `${person(correction.proposed_by, correction.proposed_by_name)} · ${at(correction.proposed_at)}`],
    correction.decided_by && ["결정", "decided", `${person(correction.decided_by, correction.decided_by_name)} · ${at(correction.decided_at)}`],
    before && ["고치기 전", "before", `${before.plate} · ${before.owner_name} · ${name(STATES, before.state)} · 통지 ${before.notified_on} · 의견 ${before.opinion_until}까지`
      + (before.pay_until ? ` · 납부 ${before.pay_until}까지` : "")],
  ]);
}

function correctionsCard(story, again) {
  if (!story.corrections.length) return null;
  return card(h("h3", {}, both("정정·직권취소", "Corrections")), [...story.corrections].reverse().map(correction => h("div", { class: "stack" },
    h("div", { class: "row" }, h("span", { class: correction.state === "proposed" ? "tag late" : "tag" }, named(CORRECTION_STATES, correction.state))),
    correctionFacts(correction), correction.state === "proposed" ? correctionSteps(correction, again) : null)));
}

// The server decides who may; the page only spares people what it would refuse.
function correctionSteps(correction, again) {
  if (!may("manager")) return h("p", { class: "quiet" }, both("관리자의 승인을 기다립니다.", "Waits for a manager."));
  if (me.staff_id === correction.proposed_by) return h("p", { class: "quiet" }, both("직접 제안한 건은 다른 관리자가 승인합니다.", "Another manager decides what you proposed."));
  const decide = approve => worksheet(`correction/${correction.notice_number}/`, [], approve ? ["승인", "Approve"] : ["반려", "Decline"], {
    read: () => approve, grave: !approve, form: "",
    check: () => [approve ? ["승인할까요?", "Approve?"] : ["반려할까요?", "Decline?"],
      [h("p", {}, `${name(MOVES, correction.move)} · ${name(CORRECTION_GROUNDS, correction.ground)}`), h("p", { class: "words quote" }, correction.reason || "")],
      approve ? ["승인", "Approve"] : ["반려", "Decline"], !approve],
    act: request => post(`cases/${seg(correction.notice_number)}/corrections/decision`, { approve: request }), after: async () => { say("처리했습니다."); await again(); },
  });
  return h("div", { class: "row" }, decide(true), decide(false));
}

function correctCard(story, again) {
  if (!story.may_correct.length || story.corrections.some(each => each.state === "proposed")) return null;
  const key = `correct/${story.number}/`;
  const move = kept(`${key}move`, select({ required: true }, [["", "고르세요 · choose"], ...story.may_correct.map(id => [id, MOVES[id].join(" · ")])]));
  const ground = kept(`${key}ground`, select({ required: true }, []));
  const reason = kept(`${key}reason`, h("input", { required: true, maxLength: 200 }));
  const inputs = Object.fromEntries(Object.entries(CORRECTION_FACTS).map(([id, [, , traits]]) => [id, kept(`${key}${id}`, h("input", traits))]));
  const more = h("div", { class: "fields" }), effect = h("p", { class: "quiet" });
  const asked = () => [...(FACTS_OF[move.value] || []), ...(ground.value === "duplicate" ? ["duplicate_of"] : [])];
  function ask() {
    more.replaceChildren(...asked().map(id => { inputs[id].required = !MAY_BE_EMPTY.includes(id); return label(CORRECTION_FACTS[id][0], CORRECTION_FACTS[id][1], inputs[id]); }));
  }
  function choose() {
    const grounds = GROUNDS_OF[move.value] || [];
    ground.replaceChildren(...[["", "고르세요 · choose"], ...grounds.map(id => [id, CORRECTION_GROUNDS[id].join(" · ")])].map(([value, text]) => h("option", { value }, text)));
    ground.value = grounds.includes(drafts.get(`${key}ground`)) ? drafts.get(`${key}ground`) : grounds.length === 1 ? grounds[0] : "";
    effect.textContent = EFFECTS[move.value] || "";
    ask();
  }
  move.addEventListener("change", choose);
  ground.addEventListener("change", ask);
  choose();
  return h("details", { class: "card" }, h("summary", {}, both("정정·재송달·직권취소", "Put right, serve again, cancel")),
    worksheet(key, [h("div", { class: "fields" }, label("무엇을", "What", move), label("사유", "Ground", ground)), effect, more, label("이유", "Reason", reason)], ["제안 · 처리", "Do it"], {
      read: () => ({ move: move.value, ground: ground.value, reason: reason.value.trim(),
        ...Object.fromEntries(asked().filter(id => inputs[id].value.trim()).map(id => [id, inputs[id].value.trim()])) }),
      check: request => [["이렇게 할까요?", "Do this?"], [facts([
        ["사건", "case", story.number], ["무엇을", "what", named(MOVES, request.move)], ["사유", "ground", named(CORRECTION_GROUNDS, request.ground)],
        ...Object.keys(CORRECTION_FACTS).filter(id => request[id]).map(id => [CORRECTION_FACTS[id][0], CORRECTION_FACTS[id][1], request[id]]), ["이유", "reason", request.reason]]),
        h("p", { class: "quiet" }, EFFECTS[request.move])], BY_TWO.includes(request.move) ? ["제안", "Propose"] : ["처리", "Do it"]],
      act: request => post(`cases/${seg(story.number)}/corrections`, request),
      after: async () => { say("처리했습니다."); await again(); }, grave: true,
    }));
}

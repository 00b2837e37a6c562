"use strict";

// Buyers, and citizens at the counter.

// --- buyers ---------------------------------------------------------------------------------------------------------

function openBuyers(panel) {
  const place = h("div", { class: "stack" });
  async function load(note = null) {
    place.replaceChildren(h("p", { class: "empty", role: "status" }, both("불러오는 중입니다 …", "Loading …")));
    try {
      const { buyers } = await get("buyers");
      place.replaceChildren(...[note].filter(Boolean), ...(buyers.length ? buyers.map(buyer => buyerCard(buyer, load)) : [h("p", { class: "empty" }, both("등록한 구매자가 없습니다.", "No buyer yet."))]));
    } catch (error) { if (!(error instanceof Left)) place.replaceChildren(trouble(error), button("다시", "Again", () => load())); }
  }
  panel.append(h("div", { class: "stack" }, h("div", { class: "row" }, h("h2", { class: "grow" }, both("구매자", "Buyers")), button("↻", "↻", () => load(), "plain", { "aria-label": "새로 고침 · refresh" })), place));
  let loaded = false;
  return () => { if (!loaded) { loaded = true; load(); } };
}
function buyerCard(buyer, load) {
  const judged = Boolean(buyer.verified_by), key = `buyer/${buyer.buyer_id}`;
  const reason = kept(key, h("textarea", { name: "reason", ...REASON, placeholder: "예: 국세청에서 사업자등록 상태를 확인했습니다" }));
  const choice = (value, korean, english) => h("label", { class: "tick" }, h("input", { type: "radio", name: "verified", value, required: true }), h("span", {}, both(korean, english)));
  return card(h("div", { class: "row" }, h("b", { class: "grow" }, buyer.name), h("span", { class: `tag ${buyer.verified ? "fine" : judged ? "alarm" : "warning"}` },
    buyer.verified ? both("확인됨", "verified") : judged ? both("확인 안 됨", "turned down") : both("확인 기다림", "to be verified"))),
    facts([["이름표", "id", buyer.buyer_id], ["사업자등록번호", "registration", buyer.registration_number], ["종류", "kind", named(KINDS, buyer.kind)],
      judged ? ["판단", "judged", `${person(buyer.verified_by)}: ${buyer.verified_because}`] : null]),
    may("steward") ? h("details", { open: !judged }, h("summary", {}, both("판단하기", "Judge")), worksheet(key, [
      h("fieldset", {}, h("legend", {}, both("이 기관에 팔아도 됩니까?", "May they buy?")), h("div", { class: "choices" }, choice("yes", "예, 확인했습니다", "yes, verified"), choice("no", "아니요", "no"))),
      label("이유 (10자 이상)", "Reason (10 characters or more)", reason)], ["적기", "Write it down"], {
      read: form => ({ verified: form.elements.verified.value === "yes", reason: reason.value.trim() }),
      act: request => post(`buyers/${seg(buyer.buyer_id)}/verification`, request), after: () => load(done("적었습니다.", "Written down.")),
    })) : null);
}

// --- the counter ----------------------------------------------------------------------------------------------------

function openCounter(panel) {
  const card_ = kept("counter/card", h("input", { name: "card_id", required: true, pattern: "[0-9A-Za-z\\-]{6,24}", maxLength: 24, autocomplete: "off", inputMode: "numeric" }));
  const reason = kept("counter/reason", h("textarea", { name: "reason", ...REASON, placeholder: "예: 본인이 카드를 가지고 창구에 와서 요청함" }));
  panel.append(h("div", { class: "stack" }, h("h2", {}, both("창구: 참여하지 않기", "Counter: opting out")), card(
    h("p", {}, both("카드를 가지고 온 본인이 원하면, 다음 회차부터 그 카드의 기록을 쓰지 않습니다. 이미 팔린 자료에는 카드번호가 없습니다.",
      "For whoever came with their card: from the next round on, its payments are not used. What was sold has no card numbers in it.")),
    worksheet("counter/", [label("카드번호", "Card", card_), label("누가 어떻게 요청했나 (10자 이상)", "Who asked, and how (10 characters or more)", reason)], ["참여하지 않게 하기", "Opt out"], {
      read: () => ({ card_id: card_.value.trim(), reason: reason.value.trim() }), grave: true,
      check: request => [["이 카드를 뺄까요?", "Opt this card out?"], [h("p", { class: "key" }, request.card_id), h("p", { class: "quiet" }, both("되돌리는 화면은 없습니다.", "There is no page to undo it."))], ["빼기", "Opt out"], true],
      act: request => post("opt-outs", request),
      after: (answer, note) => { card_.value = reason.value = ""; note.replaceChildren(done("다음 회차부터 쓰지 않습니다.", "Out from the next round on.")); },
    }))));
  return () => {};
}

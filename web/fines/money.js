"use strict";

// Deposits in suspense, what two people decide about them, and refunds.

// --- money ----------------------------------------------------------------------------------------------------------

function depositFacts(deposit) {
  return facts([
    ["금액", "amount", h("b", {}, won(deposit.amount_krw))],
    ["상태", "state", named(OUTCOMES, deposit.outcome)],
    deposit.notice_number && ["사건 납부", "pays the case", paysTag(deposit)],
    deposit.reason && ["이유", "why", named(SUSPENSE, deposit.reason)],
    ["계좌", "account", deposit.account_number || "-"],
    ["입금", "deposited", at(deposit.deposited_at)],
    ["사건", "case", deposit.notice_number ? jump(deposit.notice_number, "find", deposit.notice_number) : "-"],
    ["입금번호", "key", deposit.deposit_key],
  ]);
}

// Of two alike deposits: which one the case stands on, and which one is too much.
function paysTag(deposit) {
  if (deposit.pays_case) return h("span", { class: "tag" }, both("이 돈으로 납부됨", "pays the case"));
  if (deposit.reason === "second_deposit" && deposit.outcome === "suspense") return h("span", { class: "tag late" }, both("남는 돈 (이미 다른 입금으로 납부됨)", "surplus: another deposit pays it"));
  return h("span", { class: "tag" }, both("납부되지 않음", "pays nothing"));
}

function othersCard(deposit) {
  if (!deposit.others.length) return null;
  return card(h("h3", {}, both("같은 사건의 다른 입금", "Other deposits of this case")), deposit.others.map(other =>
    line(["work", "suspense", other.deposit_key], h("span", { class: "row" }, h("b", {}, won(other.amount_krw)), paysTag(other)),
      h("span", { class: "quiet" }, `${name(OUTCOMES, other.outcome)} · ${at(other.deposited_at)} · ${other.deposit_key}`))));
}

function decisionFacts(decision) {
  return facts([
    ["처리", "action", named(ACTIONS, decision.action)],
    ["상태", "state", named(DECISIONS, decision.state)],
    decision.notice_number && ["사건", "case", jump(decision.notice_number, "find", decision.notice_number)],
    decision.refund_bank && ["환급 계좌", "to", `${BANKS[decision.refund_bank] || decision.refund_bank} ${decision.refund_account || ""} ${decision.refund_holder || ""}`],
    decision.reopens_case && ["사건", "case", h("b", {}, both("미납으로 되돌림", "unpaid again"))],
    ["이유", "reason", decision.reason || "-"],
    ["제안", "proposed", `${person(decision.proposed_by, decision.proposed_by_name)} · ${at(decision.proposed_at)}`],
    decision.decided_by && ["결정", "decided", `${person(decision.decided_by, decision.decided_by_name)} · ${at(decision.decided_at)}`],
    decision.paid_by && ["지급", "paid", `${person(decision.paid_by, decision.paid_by_name)} · ${at(decision.paid_at)} · ${decision.bank_reference || ""}`],
  ]);
}

async function depositView(again, depositKey) {
  const deposit = await get(`deposits/${seg(depositKey)}`);
  const decision = deposit.decision;
  const live = decision && decision.state !== "declined";
  return [
    card(h("h2", {}, both("입금", "Deposit")),
      veiled(depositFacts(deposit), "입금 계좌와 환급 계좌를 모두 봅니다", reason => post(`deposits/${seg(depositKey)}/disclosure`, { reason }),
        whole => [depositFacts(whole), whole.decision ? [h("h3", {}, both("제안", "Proposal")), decisionFacts(whole.decision)] : null]),
      watched(`deposit#${depositKey}`)),
    othersCard(deposit),
    decision ? card(h("h3", {}, both("제안과 결정", "Proposal and decision")), decisionFacts(decision), decisionSteps(decision, again)) : null,
    !live && works() && ["suspense", "settled", "assigned"].includes(deposit.outcome) ? proposeCard(deposit, again) : null,
    deposit.ledger.length ? card(h("h3", {}, both("장부", "Ledger")), h("ul", { class: "history" }, deposit.ledger.map(entry =>
      h("li", {}, named(LEDGER, entry.kind), ` ${won(entry.amount_krw)} `, h("small", {}, at(entry.at)))))) : null,
  ];
}

// The server decides who may; the page only spares people what it would refuse.
function decisionSteps(decision, again) {
  const key = `decision/${decision.deposit_key}/`;
  const mine = me.staff_id === decision.proposed_by;
  if (decision.state === "proposed") {
    if (!may("manager")) return h("p", { class: "quiet" }, both("관리자의 승인을 기다립니다.", "Waits for a manager."));
    if (mine) return h("p", { class: "quiet" }, both("직접 제안한 건은 다른 관리자가 승인합니다.", "Another manager decides what you proposed."));
    const decide = approve => worksheet(key, [], approve ? ["승인", "Approve"] : ["반려", "Decline"], {
      read: () => approve, grave: !approve, form: "",
      check: () => [approve ? ["승인할까요?", "Approve?"] : ["반려할까요?", "Decline?"],
        [h("p", {}, `${name(ACTIONS, decision.action)} ${won(decision.amount_krw)}`), h("p", { class: "words quote" }, decision.reason || "")],
        approve ? ["승인", "Approve"] : ["반려", "Decline"], !approve],
      act: request => post(`suspense/${seg(decision.deposit_key)}/approval`, { approve: request }), after: again,
    });
    return h("div", { class: "row" }, decide(true), decide(false));
  }
  if (decision.state === "approved" && decision.action === "refund" && works()) {
    if (mine) return h("p", { class: "quiet" }, both("제안한 사람은 지급 확인을 할 수 없습니다.", "Whoever proposed it does not confirm the payment."));
    const reference = kept(`${key}reference`, h("input", { required: true, minLength: 4, maxLength: 64, pattern: "[A-Za-z0-9_.:\\-]{4,64}",
      placeholder: "이체 확인번호", autocapitalize: "none" }));
    return worksheet(key, [label("은행 이체번호", "Bank reference", reference)], ["지급 확인", "Confirm payment"], {
      read: () => reference.value.trim() || null,
      check: request => [["지급을 확인할까요?", "Confirm the payment?"], [h("p", {}, `${won(decision.amount_krw)} · ${request}`),
        h("p", { class: "quiet" }, both("은행에서 실제로 이체한 뒤에 누르세요. 시민에게 문자로 알립니다.", "Press after the bank has paid. The citizen is told."))], ["확인", "Confirm"]],
      act: request => post(`refunds/${seg(decision.deposit_key)}/paid`, { bank_reference: request }), after: again,
    });
  }
  return null;
}

function proposeCard(deposit, again) {
  const key = `propose/${deposit.deposit_key}/`;
  const assignable = deposit.outcome === "suspense";
  const action = kept(`${key}action`, select({}, [["refund", "환급 · refund"], ...(assignable ? [["assign", "사건에 배정 · assign to a case"]] : [])]));
  if (!action.value) action.value = "refund";
  const reason = kept(`${key}reason`, h("input", { required: true, maxLength: 200 }));
  const number = kept(`${key}number`, h("input", { pattern: "[0-9]{4}-[0-9]{4}-[0-9]{7}", placeholder: "1140-2026-0123456", inputMode: "numeric" }));
  const bank = kept(`${key}bank`, select({}, [["", "은행 · bank"], ...Object.entries(BANKS)]));
  const account = kept(`${key}account`, h("input", { pattern: "[0-9 \\-]{8,24}", inputMode: "numeric", autocomplete: "off" }));
  const owner = kept(`${key}holder`, h("input", { maxLength: 40, autocomplete: "off" }));
  const mistaken = h("input", { type: "checkbox" });
  const reopening = deposit.pays_case && deposit.notice_number ? h("label", { class: "row" }, mistaken,
    h("span", {}, both("착오 납부입니다. 이 사건을 미납으로 되돌리고 환급합니다. (취소된 사건이면 표시하지 않습니다.)",
      "Paid by mistake: the case is unpaid again and the money goes back. Leave it where the case was cancelled."))) : null;
  const assign = h("div", { class: "fields" }, label("관리번호", "Notice number", number));
  const refund = h("div", { class: "fields" }, label("은행", "Bank", bank), label("계좌번호", "Account", account), label("예금주", "Holder", owner), reopening);
  function choose() {
    const refunding = action.value === "refund";
    refund.hidden = !refunding;
    assign.hidden = refunding;
    for (const field of [bank, account, owner]) field.required = refunding;
    number.required = !refunding;
    for (const field of [bank, account, owner]) field.disabled = !refunding;
    number.disabled = refunding;
  }
  action.addEventListener("change", choose);
  choose();
  return card(h("h3", {}, both("처리 제안", "Propose")),
    worksheet(key, [label("무엇을", "What", action), assign, refund, label("이유", "Reason", reason)], ["제안", "Propose"], {
      read: () => action.value === "refund"
        ? { action: "refund", reason: reason.value.trim(), refund_bank: bank.value, refund_account: account.value.replace(/[ -]/g, ""), refund_holder: owner.value.trim(),
          ...(mistaken.checked ? { reopens_case: true } : {}) }
        : { action: "assign", reason: reason.value.trim(), notice_number: number.value.trim() },
      check: request => [["이렇게 제안할까요?", "Propose this?"], [facts([
        ["무엇을", "what", `${name(ACTIONS, request.action)} ${won(deposit.amount_krw)}`],
        request.notice_number && ["사건", "case", request.notice_number],
        request.refund_bank && ["계좌", "to", `${BANKS[request.refund_bank]} ${request.refund_account} ${request.refund_holder}`],
        request.reopens_case && ["사건", "case", both("미납으로 되돌림. 소유자에게 문자로 알립니다.", "unpaid again; the owner is told")],
        ["이유", "reason", request.reason]]), h("p", { class: "quiet" }, both("다른 관리자가 승인해야 처리됩니다.", "Another person, a manager, has to approve."))], ["제안", "Propose"]],
      act: request => post(`suspense/${seg(deposit.deposit_key)}/proposal`, request), after: again,
    }));
}

function openRefunds(panel) {
  const list = pages(
    async page => { const answer = await get("refunds", { limit: 50, page }); return [answer.decisions, answer.next_page]; },
    decision => line(["refunds", decision.deposit_key],
      h("span", { class: "row" }, h("b", {}, won(decision.amount_krw)), waiting(decision.decided_at)),
      h("span", {}, `${BANKS[decision.refund_bank] || decision.refund_bank || ""} ${decision.refund_account || ""} ${decision.refund_holder || ""}`),
      h("span", { class: "quiet" }, decision.reason || "")),
    ["지급할 환급이 없습니다.", "No refund to pay."]);
  const split = halves(panel, [h("div", { class: "row" }, h("h2", { class: "grow" }, both("지급할 환급", "Refunds to pay")),
    button("↻", "", () => list.load(), "plain", { "aria-label": "새로 고침 · refresh" })), list.element]);
  let loaded = false;
  return key => {
    if (!loaded || !key) list.load();
    loaded = true;
    if (!key) return split.close();
    mark();
    const again = () => { list.load(); return split.open(() => go("refunds"), () => depositView(again, key), true); };
    split.open(() => go("refunds"), () => depositView(again, key));
  };
}

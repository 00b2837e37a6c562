"use strict";

// Leaked samples, orders and the ledger.

// --- leaked samples -------------------------------------------------------------------------------------------------

const CASES = {
  reported: ["신고됨: 견본을 올리세요", "reported: send its sample"], waiting: ["추적 대기", "waits"], tracing: ["추적 중", "being traced"], traced: ["추적함", "traced"], refused: ["추적할 수 없음", "cannot be traced"],
};
const SAMPLE_BYTES = 32 * 1024 * 1024;
async function leaksPart(round, again) {
  if (!["published", "paying", "paid"].includes(round.state)) return h("p", { class: "empty" }, both("공개된 뒤에 씁니다.", "For what was published."));
  const path = `data-sets/${seg(`dividend-${round.round_id}`)}/1/leaks`, { cases } = await get(path);
  return [may("steward") ? leakForm(path, again) : null, cases.length ? h("ul", { class: "stack" }, cases.map(each => h("li", {}, card(
    h("div", { class: "row" }, h("b", { class: "grow" }, each.case_id), h("span", { class: `tag ${each.accused.length ? "alarm" : ""}` }, named(CASES, each.state))),
    h("p", { class: "words" }, `${person(each.reported_by)} · ${at(each.reported_at)}\n${each.reason}`),
    each.refused_because ? h("p", { class: "note" }, each.refused_because) : null,
    each.state === "traced" ? [each.accused.length ? h("p", { class: "trouble" }, both(`이 견본에 든 표식의 구매자: ${each.accused.map(buyer => buyer.buyer_id).join(", ")}`, `The mark in it is of: ${each.accused.map(buyer => buyer.buyer_id).join(", ")}`))
      : h("p", { class: "note" }, both("어느 구매자라고 말할 수 없습니다.", "No buyer can be named.")),
      facts([["견본의 행", "rows", many(each.rows)], ["견준 구매자", "buyers compared", many(each.buyers)], ["문턱·가장 높은 점수", "threshold, highest score", `${each.threshold?.toFixed(1)} · ${each.highest_score?.toFixed(1) ?? "-"}`],
        ["죄 없는 구매자를 짚을 확률", "chance of a false accusation", both(`${many(Math.round(1 / each.false_accusation))}분의 1 이하`, `at most 1 in ${many(Math.round(1 / each.false_accusation))}`)]])] : null,
    ["reported", "refused"].includes(each.state) && may("steward") ? button("추적하기", "Trace it", async () => { try { await post(`${path}/${seg(each.case_id)}/tracing`, {}); await again(done("추적을 시작했습니다.", "Tracing.")); } catch (error) { await again(trouble(error)); } }) : null))))
    : h("p", { class: "empty" }, both("신고된 유출이 없습니다.", "No leak was reported."))];
}
function leakForm(path, again) {
  const key = "leak/", file = h("input", { type: "file", required: true, accept: ".csv,.parquet" }), reason = kept(`${key}reason`, h("textarea", { name: "reason", ...REASON }));
  const bar = h("progress", { max: 1, hidden: true });
  const fresh = () => `case-${today().replaceAll("-", "")}-${Array.from(crypto.getRandomValues(new Uint8Array(4)), byte => (byte % 36).toString(36)).join("")}`;
  let case_id = fresh();
  return h("details", { class: "card" }, h("summary", {}, both("유출된 견본 신고하고 추적하기", "Report a leaked sample and trace it")),
    worksheet(key, [label("견본 파일 (CSV·Parquet, 32 MiB까지)", "The sample (CSV or Parquet, up to 32 MiB)", file), label("어디에서 어떻게 찾았나 (10자 이상)", "Where and how it was found (10 characters or more)", reason), bar], ["올리고 추적", "Send and trace"], {
      read: form => {
        const chosen = file.files[0];
        if (chosen.size > SAMPLE_BYTES) { placeWrong(form, { reason: ["파일이 32 MiB를 넘습니다.", "More than 32 MiB."] }); return null; }
        return { case_id, format: chosen.name.endsWith(".parquet") ? "parquet" : "csv", size_bytes: chosen.size, reason: reason.value.trim() };
      },
      act: async request => {
        const signed = await post(path, request);
        bar.hidden = false;
        try { await postFile(signed, file.files[0], part => { bar.value = part; }); } finally { bar.hidden = true; }
        return post(`${path}/${seg(request.case_id)}/tracing`, {});
      },
      after: () => { case_id = fresh(); return again(done("추적을 시작했습니다. 잠시 뒤 다시 보세요.", "Tracing: look again shortly.")); },
    }));
}

// --- orders and the ledger ------------------------------------------------------------------------------------------

async function ordersPart(round, again) {
  const { orders } = await get(of(round.round_id, "/orders"));
  const asked = await get(`counts/ledger/${seg(`dividend-${round.round_id}`)}`).catch(error => { if ([400, 404].includes(error.status)) return null; throw error; });
  return [asked && asked.answered ? privacyCard(asked) : null, orders.length ? h("ul", { class: "stack" }, orders.map(order => h("li", {}, card(
    h("div", { class: "row" }, h("b", { class: "grow" }, `${order.buyer_name} · ${order.order_id}`), h("span", { class: `tag ${order.state === "paid" ? "fine" : order.state === "refunded" ? "" : "warning"}` }, named(ORDERS, order.state))),
    facts([["값", "price", won(order.price_krw)], ["목적", "purpose", both(...PURPOSES[order.purpose])], ["쓰임", "use", h("span", { class: "words" }, order.use)], ["주문", "placed", at(order.placed_at)],
      order.bank_reference ? ["은행 기록", "bank reference", order.bank_reference] : null, order.counted_in ? ["수입이 들어간 회차", "counted in", order.counted_in === "waits" ? both("다음 회차를 기다림", "waits for the next round") : order.counted_in] : null,
      ["내려받기", "downloads", String(order.downloads)]]),
    order.revoked_because ? h("p", { class: "trouble" }, both(`철회된 자료입니다: ${order.revoked_because}`, `Revoked: ${order.revoked_because}`)) : null,
    order.refund ? proposalView(order.refund, both("돌려주자는 제안", "Proposed to pay it back"), won(order.price_krw)) : null,
    order.state === "placed" && may("steward") ? paymentForm(order, again) : null, refundForm(order, again)))))
    : h("p", { class: "empty" }, both("주문이 없습니다.", "No order yet."))];
}
// What private statistics have told, and what they have cost.
function privacyCard(ledger) {
  const epsilon = milli => (milli / 1000).toLocaleString("ko-KR", { maximumFractionDigits: 3 }), left = ledger.total_milli - ledger.spent_milli;
  return card(h("h3", {}, both("통계 질의에 쓴 예산", "Budget spent on statistics")), h("progress", { max: ledger.total_milli, value: ledger.spent_milli, "aria-label": `${ledger.spent_milli}/${ledger.total_milli}` }),
    h("p", {}, both(`전체 ε ${epsilon(ledger.total_milli)}, 쓴 것 ${epsilon(ledger.spent_milli)}, 남은 것 ${epsilon(left)}. 답 ${ledger.answered}개.`, `ε ${epsilon(ledger.spent_milli)} of ${epsilon(ledger.total_milli)} spent, ${epsilon(left)} left; ${ledger.answered} answers.`)),
    h("details", {}, h("summary", {}, both("질의 기록", "what was asked")), h("ul", { class: "lines" }, ledger.entries.map(each => h("li", {}, `${at(each.at)} · ${each.buyer_id} · ${each.query_id} · ε ${epsilon(each.epsilon_milli)} · ±${many(each.plus_minus)}`)))));
}
// What was revoked is paid back by two people's word, as long as its money was not divided.
function refundForm(order, again) {
  if (!may("steward") || order.state !== "paid" || !order.revoked_because) return null;
  const path = `buyers/${seg(order.buyer_id)}/orders/${seg(order.order_id)}/refund`;
  if (order.refund && order.refund.state === "proposed") return decisionForm(path, order.refund, `${order.buyer_name} · ${won(order.price_krw)}`, again);
  const key = `refund/${order.buyer_id}/${order.order_id}`, reason = kept(key, h("textarea", { name: "reason", ...REASON }));
  return h("details", {}, h("summary", {}, both("돈 돌려주기", "Pay it back")), worksheet(key, [label("이유 (10자 이상)", "Reason (10 characters or more)", reason)], ["제안", "Propose"], {
    read: () => ({ reason: reason.value.trim() }), grave: true, act: request => post(path, request), after: () => again(done("제안했습니다. 다른 담당이 확인해야 합니다.", "Proposed: another steward has to decide.")),
  }));
}
function paymentForm(order, again) {
  const key = `payment/${order.buyer_id}/${order.order_id}`;
  const reference = kept(key, h("input", { name: "bank_reference", required: true, pattern: "[A-Za-z0-9_.:\\-]{4,64}", maxLength: 64, autocomplete: "off" }));
  const amount = h("input", { name: "amount_krw", type: "number", inputMode: "numeric", min: 1, required: true });
  return h("details", {}, h("summary", {}, both("입금 확인", "Money has come")), worksheet(key, [h("div", { class: "fields" },
    label("은행 거래번호", "Bank reference", reference), label("들어온 금액 (원)", "Amount (won)", amount))], ["확인", "Confirm"], {
    read: () => ({ bank_reference: reference.value.trim(), amount_krw: Number(amount.value) }),
    check: request => [["입금을 확인할까요?", "Confirm the money?"], [facts([["구매자", "buyer", order.buyer_name], ["금액", "amount", won(request.amount_krw)], ["은행 거래번호", "reference", request.bank_reference]])], ["확인", "Confirm"]],
    act: request => post(`buyers/${seg(order.buyer_id)}/orders/${seg(order.order_id)}/payment`, request), after: () => again(done("장부에 적었습니다.", "Booked.")),
  }));
}
async function ledgerPart(round) {
  const book = await get(of(round.round_id, "/ledger"));
  const entries = [...book.entries].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return [balanceCard(book.trial_balance), card(h("h3", {}, both(`기록 ${entries.length}개`, `${entries.length} entries`)),
    h("p", { class: "quiet" }, both("적은 것은 바뀌지 않습니다. 누구의 돈인지(가명)는 여기에 보이지 않습니다.", "Nothing is ever changed. Whose money it is, not even by pseudonym, is not shown.")),
    h("ol", { class: "lines" }, entries.slice(0, 500).map(entry => h("li", { class: "stack tight" },
      h("span", { class: "row" }, h("b", { class: "grow" }, named(ENTRIES, entry.kind)), h("small", {}, at(entry.at))),
      h("span", { class: "row" }, Object.entries(entry.totals).filter(([, amount]) => amount).map(([account, amount]) => h("span", { class: "tag" }, both(...(ACCOUNTS[account] || [account, account])), ` ${amount > 0 ? "+" : "−"}${won(Math.abs(amount))}`))),
      h("small", {}, entry.key, entry.corrects ? ` ← ${entry.corrects}` : "")))),
    entries.length > 500 ? h("p", { class: "quiet" }, both("앞의 500개만 보입니다.", "The first 500.")) : null)];
}

const PARTS = [
  ["progress", "진행", "progress", progressPart, () => true], ["certificate", "증명서", "certificate", certificatePart, () => true],
  ["panel", "심의", "panel", panelPart, () => true], ["orders", "주문", "orders", ordersPart, () => may("steward", "auditor")],
  ["payout", "배당금", "payout", payoutPart, () => true], ["leaks", "유출 추적", "leaks", leaksPart, () => true], ["ledger", "장부", "ledger", ledgerPart, () => may("steward", "auditor")], ["ending", "닫기", "ending", endingPart, () => true],
];

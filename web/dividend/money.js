"use strict";

// The payout of a round.

// --- money ----------------------------------------------------------------------------------------------------------

const moneyRows = rows => h("table", { class: "plan wide money" }, h("tbody", {}, rows.filter(Boolean).map(([korean, english, value, kind]) =>
  h("tr", { class: kind }, h("th", { scope: "row" }, both(korean, english)), h("td", {}, value)))));
function previewRows(preview) {
  const cut = preview.costs_krw > preview.costs_kept_krw;
  return [moneyRows([["판매 수입", "revenue", won(preview.revenue_krw)], [cut ? "− 비용 (한도까지)" : "− 비용", cut ? "− costs, up to the cap" : "− costs", won(preview.costs_kept_krw)],
    ["− 시 몫", "− the city's share", won(preview.city_krw)], ["= 시민 몫", "= citizens' part", won(preview.citizens_krw), "sum"]]),
    cut ? h("p", { class: "note" }, both(`비용 ${won(preview.costs_krw)} 가운데 한도를 넘는 ${won(preview.costs_krw - preview.costs_kept_krw)}은 쓰지 못합니다.`, "The costs are above the cap; what is above is not kept.")) : null,
    preview.cards_at_most ? h("p", { class: "quiet" }, both(`카드 최대 ${many(preview.cards_at_most)}장, 한 장에 평균 ${won(Math.floor(preview.citizens_krw / preview.cards_at_most))}쯤`,
      `At most ${many(preview.cards_at_most)} cards, about ${won(Math.floor(preview.citizens_krw / preview.cards_at_most))} each`)) : null];
}
async function payoutPart(round, again) {
  const begun = ["paying", "paid"].includes(round.state);
  if (!begun && round.state !== "published") return h("p", { class: "empty" }, both("공개되어 팔린 뒤에 지급합니다.", "Paid once it was published and sold."));
  if (!begun) return may("steward") ? payoutForm(round, again) : card(...previewRows(await get(of(round.round_id, "/payout/preview"), { costs_krw: "0" })));
  const [payout, preview] = await Promise.all([
    get(of(round.round_id, "/payout")), get(of(round.round_id, "/payout/preview"), { costs_krw: String(round.costs_krw ?? 0) })]);
  const all = Object.values(payout.batches).reduce((sum, count) => sum + count, 0), { settled = 0, held: waits = 0 } = payout.batches;
  // The operator's record is compared once every batch was answered for.
  const [report, held, claims] = await Promise.all([
    all && settled + waits === all ? get(of(round.round_id, "/payout/report")).catch(error => { if (error.status === 404) return null; throw error; }) : null,
    waits ? heldCards(round, again) : null, all && settled === all ? claimsCard(round, again) : null]);
  return [
    card(h("h3", {}, both("지급", "Payout")), all ? [h("progress", { max: all, value: settled, "aria-label": `${settled}/${all}` }), h("p", {}, both(`묶음 ${all}개 중 ${settled}개 끝남`, `${settled} of ${all} batches settled`)),
      h("div", { class: "row" }, Object.entries(payout.batches).map(([state, count]) => h("span", { class: `tag ${{ settled: "fine", held: "alarm", refused: "warning" }[state] || ""}` }, named(BATCHES, state), ` ${count}`)))]
      : h("p", { class: "quiet" }, both("배분하는 중입니다.", "Being shared.")),
      may("steward") && (round.state === "paying" || round.stopped_because) ? button("다시 시작", "Start again", async () => {
        if (await confirmed(["지급을 다시 시작할까요?", "Start again?"], [h("p", {}, both("같은 비용으로 이어서 합니다. 보낸 것은 다시 보내지 않습니다.", "It goes on with the same costs. Nothing is sent twice."))], ["다시 시작", "Start again"]))
          try { await post(of(round.round_id, "/payout"), { costs_krw: round.costs_krw }); await again(); } catch (error) { await again(trouble(error)); }
      }) : null),
    held,
    card(h("h3", {}, both("나눈 셈", "How it was divided")), ...previewRows(preview)),
    report ? reportCard(report) : null, claims,
    balanceCard(payout.trial_balance)];
}
function payoutForm(round, again) {
  const key = `payout/${round.round_id}`, place = h("div", { class: "stack", "aria-live": "polite" });
  const costs = kept(key, h("input", { name: "costs_krw", type: "number", inputMode: "numeric", min: 0, max: 100000000000, step: 1, required: true }));
  let turn = 0;
  async function preview() {
    const mine = ++turn;
    if (!costs.checkValidity()) return place.replaceChildren();
    try { const answer = await get(of(round.round_id, "/payout/preview"), { costs_krw: costs.value }); if (mine === turn) place.replaceChildren(...previewRows(answer).filter(Boolean)); }
    catch (error) { if (mine === turn && !(error instanceof Left)) place.replaceChildren(trouble(error)); }
  }
  costs.addEventListener("change", preview);
  if (costs.value) preview();
  return card(h("h3", {}, both("마감하고 지급하기", "Close the books and pay")),
    h("p", {}, both("적은 비용으로 이 회차의 장부를 닫고 시민의 카드로 보냅니다. 비용은 나중에 바꿀 수 없고, 그 뒤의 판매는 이 회차에 들어가지 않습니다.",
      "The books are closed with these costs and citizens are paid. Costs cannot be changed later; later sales are not part of this round.")),
    worksheet(key, [label("비용 (원)", "Costs (won)", costs), place], ["지급 시작", "Start paying"], {
      read: () => ({ costs_krw: Number(costs.value) }), grave: true,
      check: request => [["지급을 시작할까요?", "Start paying?"], [h("p", {}, both(`비용 ${won(request.costs_krw)}`, `Costs: ${won(request.costs_krw)}`)), place.cloneNode(true)], ["지급 시작", "Start paying"], true],
      act: request => post(of(round.round_id, "/payout"), request), after: () => again(done("지급을 시작했습니다.", "Started.")),
    }));
}
function reportCard(report) {
  return card(h("h3", {}, both("운영사 기록과 대조", "Against the operator's record")), h("small", {}, at(report.made_at)),
    moneyRows([["시민에게 배분", "allocated", won(report.allocated_krw)], ["입금", "paid", won(report.paid_krw)], ["카드에서 반환·회수", "returned or taken back", won(report.returned_krw)],
      ["보류", "withheld", won(report.withheld_krw)], ["소액 이월", "carried over", won(report.carried_krw)], ["보내는 중", "in transit", won(report.in_transit_krw)]]),
    h("div", { class: "row" }, Object.entries(report.lines).map(([state, count]) => h("span", { class: "tag" }, named(LINES, state), ` ${many(count)}`))),
    report.differences.length ? [h("p", { class: "trouble" }, both(`차이 ${report.differences.length}건: 운영사에 물어보세요.`, `${report.differences.length} differences: ask the operator.`)),
      h("div", { class: "scroll" }, h("table", { class: "plan wide" },
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, both("무엇", "what")), h("th", { scope: "col" }, both("지급번호·줄", "key, line")), h("th", { scope: "col" }, both("우리", "ours")), h("th", { scope: "col" }, both("운영사", "theirs")))),
        h("tbody", {}, report.differences.slice(0, 200).map(each => h("tr", {}, h("td", {}, named(DIFFERENCES, each.kind)), h("td", {}, `${each.rail_key} · ${each.position}`), h("td", {}, won(each.ours_krw)), h("td", {}, won(each.theirs_krw)))))))]
      : h("p", { class: "done" }, both("차이가 없습니다.", "No difference.")));
}
const AS_OWED = ["cash"];
function balanceCard(balance) {
  const sum = Object.values(balance).reduce((total, amount) => total + amount, 0);
  return card(h("h3", {}, both("시산표", "Trial balance")),
    h("p", { class: "quiet" }, both("통장은 있는 돈(+), 나머지는 그 돈이 누구 것인지(−)를 말합니다. 더하면 언제나 0원입니다.", "Cash is what there is (+), the rest whose it is (−). They add up to nothing.")),
    moneyRows([...Object.entries(balance).filter(([account, amount]) => amount || AS_OWED.includes(account)).map(([account, amount]) => [...(ACCOUNTS[account] || [account, account]), won(amount)]),
      ["합계", "sum", won(sum), "sum"]]), sum ? h("p", { class: "trouble" }, both("합이 0이 아닙니다. 감사에게 알려 주세요.", "It does not add up: tell the auditor.")) : null);
}

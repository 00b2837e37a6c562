"use strict";

// Each day's money: the bank's statement beside our ledger, and every night all cases beside the ledger.

const STATEMENT_SIDES = [["deposits", "입금", "deposits"], ["cancels", "은행 취소", "cancelled"], ["refunds", "환급", "refunds"]];
const MOVEMENTS = { deposit: ["입금", "deposit"], cancel: ["은행 취소", "cancelled"], refund: ["환급", "refund"] };

function openDays(panel) {
  const bank = h("input", { maxLength: 10, pattern: "[A-Z]{2,10}", placeholder: "NH", autocomplete: "off" });
  const from = h("input", { type: "date", max: today() }), to = h("input", { type: "date", max: today() });
  const differing = select({}, [["no", "모든 날 · all days"], ["yes", "차이 있는 날 · differing"]]);
  const days = pages(
    async page => {
      const answer = await get("reconciliations", { limit: 30, page, bank: bank.value.trim(), from: from.value, to: to.value, differing: differing.value });
      return [answer.reconciliations, answer.next_page];
    },
    day => line(["days", "bank", day.bank, day.day],
      h("span", { class: "row" }, h("b", {}, `${BANKS[day.bank] || day.bank} ${day.day}`), countTag(day.differences)),
      h("span", { class: "quiet" }, day.gap_krw ? `은행이 ${won(day.gap_krw)} 더 많음` : "금액 일치")),
    ["대사한 날이 없습니다.", "No day was reconciled."]);
  const nights = pages(
    async page => { const answer = await get("books", { limit: 14, page }); return [answer.nights, answer.next_page]; },
    night => line(["days", "books", night.day],
      h("span", { class: "row" }, h("b", {}, night.day), night.unfinished ? h("span", { class: "tag late" }, both("끝내지 못함", "unfinished")) : countTag(night.found))),
    ["장부 점검 결과가 없습니다.", "No night was checked."]);
  const split = halves(panel, [
    h("h2", {}, both("은행 대사", "Bank and ledger, by day")),
    h("form", { class: "stack card", onsubmit: event => { event.preventDefault(); days.load(); } },
      h("div", { class: "fields" }, label("은행", "Bank", bank), label("차이", "Which", differing), label("부터", "from", from), label("까지", "to", to)),
      h("div", { class: "row" }, h("button", { class: "do" }, both("보기", "Show")))),
    days.element,
    h("h2", {}, both("야간 장부 점검", "Cases and ledger, by night")), nights.element]);
  let loaded = false;
  return (kind, ...key) => {
    if (!loaded || !kind) { days.load(); nights.load(); }
    loaded = true;
    if (!kind) return split.close();
    mark();
    split.open(() => go("days"), () => kind === "bank" ? reconciledDay(...key) : checkedNight(...key));
  };
}
const countTag = count => h("span", { class: count ? "tag late" : "tag" }, count ? `차이 ${count.toLocaleString("ko-KR")}건` : "이상 없음");

// A table of what differs that grows page by page.
function growingTable(heads, first, fetchPage, row) {
  const body = h("tbody", {}, first.rows.map(row)), foot = h("div", { class: "row" });
  function more(next) {
    foot.replaceChildren(...(next ? [button("더 보기", "More", async () => {
      try { const answer = await fetchPage(next); body.append(...answer.rows.map(row)); more(answer.next); }
      catch (error) { if (!(error instanceof Left)) foot.replaceChildren(trouble(error)); }
    })] : []));
  }
  more(first.next);
  return h("div", { class: "stack scroll" }, h("table", { class: "plan gaps" }, h("thead", {}, h("tr", {}, heads.map(([korean, english]) => h("th", {}, both(korean, english))))), body), foot);
}
const gapName = each => h("td", {}, h("b", {}, each.name_ko), h("div", { class: "quiet" }, en(each.name_en)));
const gapTodo = each => h("td", {}, each.todo_ko, h("div", { class: "quiet" }, en(each.todo_en)));
const depositJump = key => key ? jump(key, "work", "suspense", key) : "-";

async function reconciledDay(bank, day) {
  const path = `reconciliations/${seg(bank)}/${seg(day)}`;
  const fetchPage = async page => { const answer = await get(path, { limit: 100, page }); return { ...answer, rows: answer.differences, next: answer.next_page }; };
  const report = await fetchPage();
  return [
    card(h("h2", {}, both(`${BANKS[bank] || bank} ${day} 대사`, "Reconciliation")),
      h("table", { class: "plan" },
        h("thead", {}, h("tr", {}, ["", "은행 · bank", "우리 · here"].map(head => h("th", {}, head)))),
        h("tbody", {}, STATEMENT_SIDES.map(([side, korean, english]) => h("tr", {}, h("th", { scope: "row" }, both(korean, english)),
          [report.at_bank, report.here].map(each => h("td", {}, `${each[side]}건 ${won(each[`${side}_krw`])}`)))))),
      facts([["순액 차이", "net difference", h("b", {}, won(report.gap_krw))], ["차이", "differences", countTag(report.found)]])),
    report.found ? card(h("h3", {}, both("차이와 할 일", "Differences, and what to do")), growingTable(
      [["차이", "difference"], ["거래", "transaction"], ["은행", "bank"], ["우리", "here"], ["할 일", "to do"]], report, fetchPage,
      each => h("tr", {}, gapName(each),
        h("td", {}, named(MOVEMENTS, each.movement), " ", depositJump(each.deposit_key), each.line ? h("div", { class: "quiet" }, `거래내역 ${each.line}번째 줄`) : null),
        h("td", {}, won(each.bank_krw), h("div", { class: "quiet" }, each.bank_date || "")),
        h("td", {}, won(each.here_krw), h("div", { class: "quiet" }, each.here_date || "")), gapTodo(each)))) : null,
  ];
}

async function checkedNight(day) {
  const path = `books/${seg(day)}`;
  const fetchPage = async page => { const answer = await get(path, { limit: 100, page }); return { ...answer, rows: answer.gaps, next: answer.next_page }; };
  const report = await fetchPage();
  return [
    card(h("h2", {}, both(`${day} 장부 점검`, "Cases and ledger")),
      facts([["사건", "cases", report.cases.toLocaleString("ko-KR")], ["분개", "entries", report.entries.toLocaleString("ko-KR")],
        ["차이", "differences", countTag(report.found)], ["끝", "finished", at(report.finished_at)]]),
      report.unfinished ? h("p", { class: "trouble" }, both("시간이 모자라 다 비교하지 못했습니다.", "The night was too short; not all was compared.")) : null),
    report.gaps.length ? card(h("h3", {}, both("차이와 할 일", "Differences, and what to do")), growingTable(
      [["차이", "difference"], ["사건·입금", "case or deposit"], ["사건의 납부액", "case says"], ["장부", "ledger"], ["할 일", "to do"]], report, fetchPage,
      each => h("tr", {}, gapName(each), h("td", {}, each.notice_number ? jump(each.notice_number, "find", each.notice_number) : depositJump(each.deposit_key)),
        h("td", {}, won(each.said_krw)), h("td", {}, won(each.booked_krw)), gapTodo(each)))) : null,
    report.found > report.gaps.length && !report.next ? h("p", { class: "quiet" }, both("처음 천 건까지 보입니다.", "The first thousand are shown.")) : null,
  ];
}

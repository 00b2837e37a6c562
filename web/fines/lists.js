"use strict";

// The first screen of a morning: what waits, how much of it, how old; each count leads to its list, and a list to its cases.

// What lies in another tab: the list's name, and where it leads.
const ELSEWHERE = { opinions: ["work", "opinion"], tickets: ["work", "ticket"], suspense: ["work", "suspense"], corrections: ["work", "correction"],
  decisions: ["work", "proposal"], refunds: ["refunds"] };
const EXPORTED_ELSEWHERE = ["opinions", "tickets", "suspense"];
const GROUPS_OF_LISTS = [
  [["먼저 할 일", "First"], ["plates", "release", "court", "undelivered"]],
  [["부과와 징수", "Imposing and collecting"], ["unimposed", "overdue", "dunned", "seized", "instalments"]],
  [["시민의 말", "What citizens said"], ["opinions", "tickets"]],
  [["돈과 승인", "Money and approvals"], ["suspense", "decisions", "refunds", "corrections"]],
];

function remaining(days) {
  if (days < 0) return h("span", { class: "tag late" }, `${-days}일 지남`);
  return h("span", { class: days <= 3 ? "tag warning" : "tag" }, days === 0 ? "오늘까지" : `${days}일 남음`);
}

function countTile(count) {
  const [korean, english] = LISTS[count.list];
  const age = count.oldest ? `${count.oldest}부터` : "없음";
  return h("button", { type: "button", class: `line tile${count.late && count.count ? " alarm" : ""}`, "data-list": count.list,
    onclick: () => go(...(ELSEWHERE[count.list] || ["today", count.list])) },
  h("span", {}, both(korean, english)), h("b", {}, `${count.count.toLocaleString("ko-KR")}${count.more ? "+" : ""}`),
  h("small", {}, count.count ? age : "없음 · none"));
}

function openToday(panel) {
  const place = h("div", { class: "stack" });
  const board = h("div", { class: "stack" }), lists = h("div", {});
  const split = halves(lists, [place]);
  panel.append(board, lists);
  let shown = null, list = null;

  async function countAll() {
    if (!board.firstChild) board.replaceChildren(h("p", { class: "empty", role: "status" }, both("세는 중입니다 …", "Counting …")));
    try {
      const answer = await get("waiting");
      const counts = Object.fromEntries(answer.lists.map(count => [count.list, count]));
      board.replaceChildren(
        h("div", { class: "row" }, h("h2", { class: "grow" }, both(`${answer.today} 할 일`, "What waits")), button("↻", "", countAll, "plain", { "aria-label": "새로 고침 · refresh" })),
        ...GROUPS_OF_LISTS.map(([words, names]) => h("section", { class: "stack" }, h("h3", {}, both(...words)),
          h("div", { class: "tiles even" }, names.filter(each => counts[each]).map(each => countTile(counts[each]))))),
        filesCard());
    } catch (error) {
      if (error instanceof Left) return;
      board.replaceChildren(trouble(error), button("다시", "Again", countAll));
    }
  }

  function openList(wanted) {
    if (shown === wanted) return;
    shown = wanted;
    const [korean, english, advice] = LISTS[wanted];
    const from = h("input", { type: "date" }), to = h("input", { type: "date" });
    const holder = h("div", {});
    function load() {
      list = pages(
        async page => { const answer = await get(`waiting/${seg(wanted)}`, { limit: 50, from: from.value, to: to.value, page }); return [answer.cases, answer.next_page]; },
        found => line(["today", wanted, found.number],
          h("span", { class: "row" }, h("b", {}, found.number), remaining(found.days_left)),
          h("span", {}, `${found.plate} · ${found.owner_name} · ${name(STATES, found.state)}`),
          h("span", { class: "quiet" }, `${found.amount ? won(found.amount.amount_krw) : name(NOTHING, found.nothing_due)} · 기한 ${found.deadline} · ${found.place}`),
          found.plate_may_be_held ? h("span", { class: "tag warning" }, both("영치 요건 충족", "enough for the plate")) : null),
        ["기다리는 사건이 없습니다.", "Nothing waits."]);
      holder.replaceChildren(list.element);
      list.load();
    }
    place.replaceChildren(
      h("div", { class: "row" }, button("← 전체", "All", () => go("today")), h("span", { class: "grow" }),
        button("↻", "", load, "plain", { "aria-label": "새로 고침 · refresh" })),
      h("h2", {}, both(korean, english)),
      h("p", { class: "quiet" }, advice || ""),
      h("form", { class: "row foot", onsubmit: event => { event.preventDefault(); load(); } },
        label("기한 부터", "due from", from), label("까지", "to", to), h("button", { class: "plain" }, both("거르기", "Filter"))),
      fileButtons(wanted, () => ({ ...(from.value ? { first: from.value } : {}), ...(to.value ? { last: to.value } : {}) })), holder);
    load();
  }

  return (wanted, number) => {
    const listed = Boolean(LISTS[wanted]) && !ELSEWHERE[wanted];
    board.hidden = listed;
    lists.hidden = !listed;
    if (!listed) { shown = null; split.close(); return countAll(); }
    openList(wanted);
    mark();
    if (!number) return split.close();
    const again = () => { if (list) list.load(); return split.open(() => go("today", wanted), () => caseView(again, number), true); };
    split.open(() => go("today", wanted), () => caseView(again, number));
  };
}

// --- lists as files -------------------------------------------------------------------------------------------------

function filesCard() {
  return card(h("h3", {}, both("목록을 파일로", "Lists as files")),
    EXPORTED_ELSEWHERE.map(each => h("div", { class: "row" }, h("span", { class: "grow" }, both(...LISTS[each].slice(0, 2))), fileButtons(each, () => ({})))));
}

function fileButtons(wanted, between) {
  const note = h("div", { class: "stack", "aria-live": "polite" });
  async function take(request) {
    note.replaceChildren(h("p", { class: "quiet", role: "status" }, both("만드는 중입니다 …", "Making it …")));
    try {
      const file = await post(`waiting/${seg(wanted)}/export`, request);
      save(file);
      note.replaceChildren(done(`${file.lines.toLocaleString("ko-KR")}줄을 저장했습니다.`, `${file.lines} lines.`),
        ...(file.next_page ? [button("다음 파일", "The next file", () => take({ ...request, page: file.next_page }))] : []));
    } catch (error) {
      if (!(error instanceof Left)) note.replaceChildren(trouble(error));
    }
  }
  async function whole() {
    const reason = await reasonFor("이름, 전화번호, 차량번호가 가려지지 않은 파일을 받습니다");
    if (reason !== null) await take({ ...between(), whole: true, reason });
  }
  return h("div", { class: "stack" }, h("div", { class: "row" }, button("CSV (가림)", "masked", () => take(between())), button("CSV (전체)", "whole", whole)), note);
}

function save(file) {
  const link = h("a", { href: URL.createObjectURL(new Blob([file.content], { type: file.content_type })), download: file.file_name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

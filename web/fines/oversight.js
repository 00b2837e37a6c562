"use strict";

// Files into the inboxes, figures, and who looked at personal data.

// --- files into the inboxes ---------------------------------------------------------------------------------------------

const UPLOADS = {
  notices: ["고지 파일", "notices"], accounts: ["은행: 가상계좌 목록", "bank: account numbers"],
  statement: ["은행: 하루 거래내역", "bank: a day's statement"],
};
const REPORT_EVERY_MS = 2000, REPORT_WITHIN_MS = 15 * 60 * 1000;

async function reportOn(key, since) {
  while (Date.now() < since + REPORT_WITHIN_MS) {
    try {
      const report = await get("report", { key });
      // A file sent again has the report of the last time until it is read anew.
      if (Date.parse(report.finished_at) >= since - 60000) return report;
    } catch (error) {
      if (!(error instanceof Trouble) || error.status !== 404) throw error;
    }
    await new Promise(wake => setTimeout(wake, REPORT_EVERY_MS));
  }
  throw new Trouble(504, null);
}

function reportView(report) {
  const counts = [["행", "rows", report.rows], ["새로 등록", "new", report.loaded ?? report.added], ["부과 반영", "imposed", report.imposed],
    ["이미 있음", "already there", report.already_present], ["거절된 행", "refused", report.rejected_rows]];
  return [
    facts(counts.filter(([, , value]) => value !== undefined).map(([korean, english, value]) => [korean, english, String(value)])),
    report.rejected.length ? h("table", { class: "plan" },
      h("tr", {}, h("th", {}, both("행", "Row")), h("th", {}, both("항목", "Column")), h("th", {}, both("이유", "Reason"))),
      report.rejected.slice(0, 200).map(cell => h("tr", {}, h("td", {}, String(cell.row)), h("td", {}, cell.column), h("td", {}, both(cell.reason_ko, cell.reason_en))))) : null,
    report.rejected.length > 200 ? h("p", { class: "quiet" }, both("나머지는 보고서에 있습니다.", "The rest stands in the report.")) : null,
  ];
}

function uploadCard(after) {
  const kinds = Object.entries(UPLOADS).filter(([id]) => id === "notices" || may("manager"));
  const kind = select({ required: true }, kinds.map(([id, words]) => [id, words.join(" · ")]));
  const file = h("input", { type: "file", required: true, accept: ".csv,text/csv" });
  const bank = h("input", { maxLength: 10, pattern: "[A-Z]{2,10}", placeholder: "NH", autocomplete: "off" });
  const day = h("input", { type: "date", max: today(), value: today(1) });
  const ofStatement = h("div", { class: "fields" }, label("은행", "Bank", bank), label("거래일", "Day", day));
  function choose() { ofStatement.hidden = kind.value !== "statement"; bank.required = day.required = !ofStatement.hidden; }
  kind.addEventListener("change", choose);
  choose();
  const bar = h("progress", { max: 1, hidden: true }), place = h("div", { class: "stack", "aria-live": "polite" });
  return card(h("h2", {}, both("파일 올리기", "Put in a file")),
    worksheet("upload/", [h("div", { class: "fields" }, label("종류", "Kind", kind), label("CSV 파일", "CSV file", file)), ofStatement, bar], ["올리기", "Send"], {
      read: () => ({ kind: kind.value, name: file.files[0].name, size_bytes: file.files[0].size,
        ...(kind.value === "statement" ? { bank: bank.value.trim(), day: day.value } : {}) }),
      check: request => [["이 파일을 올릴까요?", "Send this file?"], [facts([
        ["종류", "kind", UPLOADS[request.kind].join(" · ")], ["파일", "file", request.name], ["크기", "size", `${request.size_bytes.toLocaleString("ko-KR")} bytes`],
        ...(request.bank ? [["은행·거래일", "bank and day", `${request.bank} ${request.day}`]] : [])])], ["올리기", "Send"]],
      act: async request => {
        place.replaceChildren();
        const chosen = file.files[0], since = Date.now(), signed = await post("uploads", request);
        bar.hidden = false; bar.value = 0;
        try {
          await postFile(signed, chosen, part => { bar.value = part; });
          bar.removeAttribute("value");
          return await reportOn(signed.report_key, since);
        } finally { bar.hidden = true; }
      },
      after: report => { file.value = ""; place.replaceChildren(done("파일을 읽었습니다.", "The file was read."), ...reportView(report).filter(Boolean)); after(); },
    }), place);
}

// --- figures --------------------------------------------------------------------------------------------------------

function openFigures(panel) {
  const from = h("input", { type: "date", value: today(6), max: today(), required: true });
  const to = h("input", { type: "date", value: today(), max: today(), required: true });
  const place = h("div", { class: "stack" });
  const reports = pages(
    async page => { const answer = await get("reports", { limit: 20, page }); return [answer.reports, answer.next_page]; },
    report => {
      const text = h("pre", {}), fold = h("details", { class: "card" }, h("summary", {}, report.key, " ", h("small", {}, at(report.written_at))), text);
      fold.addEventListener("toggle", async () => {
        if (!fold.open || text.textContent) return;
        text.textContent = "불러오는 중입니다 …";
        try { text.textContent = JSON.stringify(await get("report", { key: report.key }), null, 2); }
        catch (error) { if (error instanceof Trouble) text.textContent = `${error.korean}\n${error.english}`; }
      });
      return fold;
    },
    ["보고서가 없습니다.", "No report."]);
  let turn = 0;
  async function load(event) {
    if (event) event.preventDefault();
    const mine = ++turn;
    place.replaceChildren(h("p", { class: "empty", role: "status" }, both("세는 중입니다 …", "Counting …")));
    let inside;
    try { inside = figures(await get("statistics", { from: from.value, to: to.value })); }
    catch (error) { if (error instanceof Left) return; inside = [trouble(error)]; }
    if (mine === turn) place.replaceChildren(...inside.flat());
  }
  panel.append(h("div", { class: "stack" },
    works() ? uploadCard(() => reports.load()) : null,
    h("form", { class: "row foot", onsubmit: load }, label("부터", "from", from), label("까지 (31일 이내)", "to", to), h("button", { class: "do" }, both("보기", "Show"))),
    place, h("h2", {}, both("파일·대사 보고서", "Reports on files and reconciliation")), reports.element));
  let loaded = false;
  return () => { if (loaded) return; loaded = true; load(); reports.load(); };
}

function figures({ total, days }) {
  const tile = (korean, english, value, note) => h("div", { class: "card" }, h("span", { class: "quiet" }, both(korean, english)), h("b", {}, value), note ? h("small", {}, note) : null);
  const count = number => number.toLocaleString("ko-KR");
  // In pairs: an object would put the hours that read as whole numbers first.
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0")).map(hour => [hour, total.by_hour[hour] || 0]);
  return [
    h("div", { class: "tiles" },
      tile("받은 메시지", "messages", count(total.messages)),
      tile("자동 해결률", "containment", total.containment === null ? "-" : `${(total.containment * 100).toFixed(1)}%`, `자동 답변 ${count(total.answered)} · 담당자 ${count(total.ticketed)}`),
      tile("판단 보류", "abstained", count(total.abstained)),
      tile("들어온 돈", "received", won(total.received_krw)),
      tile("수납", "settled", won(total.settled_krw)),
      tile("미확인·환급", "suspense, refunded", won(total.suspense_krw), `환급 ${won(total.refunded_krw)} · 은행 회수 ${won(total.taken_back_krw)}`)),
    h("div", { class: "charts" },
      chart("시간대별 메시지", "messages by hour", columns(hours, hour => Number(hour) % 3 === 0 ? `${Number(hour)}시` : "", "시")),
      chart("날짜별 메시지", "messages by day", columns(Object.entries(days).map(([day, each]) => [day, each.messages]),
        (day, index, all) => all <= 10 || index % 5 === 0 ? `${Number(day.slice(5, 7))}.${Number(day.slice(8))}` : "", "")),
      chart("무엇을 물었나", "intents", bars(total.by_intent, key => named(INTENTS, key))),
      chart("날짜별 수납", "settled by day", bars(Object.fromEntries(Object.entries(days).map(([day, each]) => [day, each.settled_krw])), day => day, won, false)),
      chart("언어", "languages", bars(total.by_language, key => named(LANGUAGES, key))),
      chart("경로", "channels", bars(total.by_channel, key => named(CHANNELS, key)))),
  ];
}
const chart = (korean, english, inside) => h("div", { class: "card" }, h("h3", {}, both(korean, english)), inside);

function bars(counts, words, shown = value => value.toLocaleString("ko-KR"), sorted = true) {
  const rows = Object.entries(counts);
  if (sorted) rows.sort((a, b) => b[1] - a[1]);
  const most = Math.max(1, ...rows.map(([, value]) => value));
  if (!rows.length) return h("p", { class: "empty" }, both("없음", "none"));
  return h("table", { class: "bars" }, h("tbody", {}, rows.map(([key, value]) => h("tr", {}, h("th", { scope: "row" }, words(key)),
    h("td", {}, vector("svg", { height: 14, "aria-hidden": "true" }, vector("rect", { width: `${100 * value / most}%`, height: 14, rx: 4 }))), h("td", {}, shown(value))))));
}

function columns(rows, words, unit) {
  const most = Math.max(1, ...rows.map(([, value]) => value)), wide = 480, tall = 120, step = wide / Math.max(rows.length, 1);
  const summary = rows.filter(([, value]) => value).map(([key, value]) => `${key}${unit} ${value}`).join(", ");
  const svg = vector("svg", { viewBox: `0 0 ${wide} ${tall + 32}`, role: "img", "aria-label": summary || "없음 · none" });
  rows.forEach(([key, value], index) => {
    const height = tall * value / most, x = index * step, middle = x + step / 2;
    const rect = vector("rect", { x: x + step * .12, y: tall - height + 14, width: Math.min(step * .76, 60), height: Math.max(height, value ? 1 : 0), rx: 3 });
    rect.append(vector("title", {}, `${key}${unit} ${value}`));
    if (step * .76 > 60) rect.setAttribute("x", middle - 30);
    svg.append(rect);
    if (value && (rows.length <= 12 || value === most)) svg.append(vector("text", { x: middle, y: tall - height + 10 }, String(value)));
    const word = words(key, index, rows.length);
    if (word) svg.append(vector("text", { x: middle, y: tall + 28 }, word));
  });
  return svg;
}

// --- who looked -----------------------------------------------------------------------------------------------------

function openViews(panel) {
  const kind = select({}, [["notice", "사건 (관리번호) · case"], ["deposit", "입금 (입금번호) · deposit"], ["talk", "대화 (열람 대상) · conversation"]]);
  const key = h("input", { required: true, maxLength: 200, autocomplete: "off" });
  const place = h("div", { class: "stack" });
  panel.append(h("div", { class: "stack" },
    h("h2", {}, both("누가, 언제, 왜 보았나", "Who looked, when and why")),
    h("form", { class: "stack card", onsubmit: event => { event.preventDefault(); go("views", `${kind.value}#${key.value.trim()}`); } },
      h("div", { class: "fields" }, label("종류", "What", kind), label("번호", "Key", key)), h("div", { class: "row" }, h("button", { class: "do" }, both("찾기", "Find")))),
    place));
  return subject => {
    if (!subject) return;
    [kind.value, key.value] = [subject.slice(0, subject.indexOf("#")), subject.slice(subject.indexOf("#") + 1)];
    const list = pages(
      async page => { const answer = await get("views", { subject, limit: 50, page }); return [answer.views, answer.next_page]; },
      view => h("div", { class: "card" }, h("b", {}, person(view.by)), " ", h("small", {}, at(view.at)), h("p", { class: "words" }, view.reason)),
      ["열람한 사람이 없습니다.", "Nobody looked."]);
    place.replaceChildren(list.element);
    list.load();
  };
}

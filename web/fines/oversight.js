"use strict";

// Figures, and who looked at personal data.

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
      view => h("div", { class: "card" }, h("b", {}, person(view.by, view.by_name)), " ", h("small", {}, at(view.at)), h("p", { class: "words" }, view.reason)),
      ["열람한 사람이 없습니다.", "Nobody looked."]);
    place.replaceChildren(list.element);
    list.load();
  };
}

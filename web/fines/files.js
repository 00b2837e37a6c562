"use strict";

// Files into the inboxes, what was read of them, and the template to fill in.

const UPLOADS = {
  notices: ["고지 파일", "notices"], accounts: ["은행: 가상계좌 목록", "bank: account numbers"],
  statement: ["은행: 하루 거래내역", "bank: a day's statement"],
};
const REPORT_EVERY_MS = 2000, REPORT_WITHIN_MS = 15 * 60 * 1000;
const MOST_BYTES = 100 * 1024 * 1024, MOST_WORKBOOK_BYTES = 30 * 1024 * 1024, SHOWN = 200;

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

// What is certainly not read is said before it is sent. What a file is, its content tells the city.
function unfit(kind, file) {
  const name = file.name.toLowerCase(), workbook = name.endsWith(".xlsx");
  if (name.endsWith(".xls")) return ["옛 엑셀 형식(.xls)은 읽지 못합니다. 엑셀에서 '다른 이름으로 저장 → Excel 통합 문서(.xlsx)'로 저장해 올려 주세요.",
    "Old Excel files (.xls) are not read: save it in Excel as a workbook (.xlsx), and send that."];
  if (workbook && kind !== "notices") return ["은행 파일은 CSV로 올려 주세요.", "Send a bank's file as CSV."];
  if (!file.size) return ["빈 파일입니다.", "The file is empty."];
  if (workbook && file.size > MOST_WORKBOOK_BYTES) return ["엑셀 파일은 30 MB까지 올릴 수 있습니다. 나누거나 CSV로 저장해 주세요.", "A workbook may have 30 MB: send it in parts, or as CSV."];
  if (file.size > MOST_BYTES) return ["100 MB까지 올릴 수 있습니다. 파일을 나누어 주세요.", "A file may have 100 MB: send it in parts."];
  return null;
}
const refusal = ([korean, english]) => new Trouble(400, { message: { ko: korean, en: english } });

// --- a report ----------------------------------------------------------------------------------------------------------

const COUNTS = [["rows", "행", "rows"], ["loaded", "새로 등록", "new"], ["added", "새로 등록", "new"], ["imposed", "부과 반영", "imposed"],
  ["corrected_rows", "정정", "corrected"], ["already_present", "이미 있음", "already there"], ["unconfirmed_rows", "확인 필요", "to confirm"],
  ["rejected_rows", "거절된 행", "refused"]];
const ALWAYS = ["rows", "loaded", "added", "rejected_rows"];
const counted = counts => COUNTS.filter(([key]) => counts[key] !== undefined && (counts[key] || ALWAYS.includes(key)));

function reportTable(heads, rows, cells) {
  if (!rows || !rows.length) return null;
  return [
    h("div", { class: "scroll", tabIndex: 0 }, h("table", { class: "wide" }, h("thead", {}, h("tr", {}, heads.map(([korean, english]) => h("th", { scope: "col" }, both(korean, english))))),
      h("tbody", {}, rows.slice(0, SHOWN).map(row => h("tr", {}, cells(row).map(cell => h("td", {}, cell))))))),
    rows.length > SHOWN ? h("p", { class: "quiet" }, both(`처음 ${SHOWN}개만 보입니다(모두 ${rows.length}개 이상).`, `The first ${SHOWN} of ${rows.length} or more.`)) : null,
  ];
}
const placeOf = cell => cell.row ? (cell.sheet ? `${cell.sheet} ${cell.row}` : String(cell.row)) : cell.sheet || "-";
const ROW = ["행", "Row"], COLUMN = ["항목", "Column"];

function reportView(report, again) {
  const broken = report.unreadable || (!report.rows && report.rejected && report.rejected.length > 0);
  const reason = broken ? report.rejected.find(cell => cell.column === "-") || report.rejected[0] : null;
  const refused = (report.rejected || []).filter(cell => cell !== reason);
  return h("div", { class: "stack" },
    reason ? h("div", { class: "trouble", role: "alert" }, h("b", {}, both("파일을 끝까지 읽지 못했습니다.", "The file could not be read to its end.")),
      h("span", { lang: "ko" }, reason.reason_ko), h("span", { lang: "en" }, reason.reason_en)) : null,
    report.rows || !reason ? facts(counted(report).map(([key, korean, english]) => [korean, english, report[key].toLocaleString("ko-KR")])) : null,
    report.unconfirmed && report.unconfirmed.length ? h("div", { class: "note stack" },
      h("b", {}, both(`확인이 필요한 ${report.unconfirmed_rows}행은 아직 등록하지 않았습니다.`, `${report.unconfirmed_rows} rows wait to be confirmed and are not loaded yet.`)),
      reportTable([ROW, COLUMN, ["물음", "Question"]], report.unconfirmed, cell => [placeOf(cell), cell.column, both(cell.reason_ko, cell.reason_en)]),
      again ? h("div", { class: "row" }, again) : h("span", {}, both("맞으면 같은 파일을 '맨 앞의 0을 붙여 읽기'에 표시해 다시 올려 주세요.", "If so, send the same file again with the box for leading zeros ticked."))) : null,
    refused.length ? h("div", { class: "trouble stack" }, h("b", {}, both("읽지 못한 행과 이유", "Rows that were refused, and why")),
      reportTable([ROW, COLUMN, ["이유", "Reason"]], refused, cell => [placeOf(cell), cell.column, both(cell.reason_ko, cell.reason_en)])) : null,
    report.corrected && report.corrected.length ? h("div", { class: "stack" }, h("h3", {}, both("정정한 내용", "Corrected")),
      reportTable([ROW, ["관리번호", "Number"], COLUMN, ["전", "Before"], ["후", "After"]], report.corrected,
        cell => [placeOf(cell), cell.number, cell.column, cell.before, h("b", {}, cell.after)])) : null,
    report.remarks && report.remarks.length ? h("details", {}, h("summary", {}, both(`다르게 읽은 것 ${report.remarks.length}건`, `${report.remarks.length} things read otherwise than they stand`)),
      reportTable([ROW, COLUMN, ["어떻게", "How"]], report.remarks, cell => [placeOf(cell), cell.column, both(cell.remark_ko, cell.remark_en)])) : null);
}

// --- sending -----------------------------------------------------------------------------------------------------------

function uploadCard(after) {
  const kinds = Object.entries(UPLOADS).filter(([id]) => id === "notices" || may("manager"));
  const kind = select({ required: true, name: "kind" }, kinds.map(([id, words]) => [id, words.join(" · ")]));
  const file = h("input", { type: "file", required: true, name: "name", accept: ".csv,.txt,.tsv,.xlsx,.xls,text/csv" });
  const bank = h("input", { maxLength: 10, pattern: "[A-Z]{2,10}", placeholder: "NH", autocomplete: "off", name: "bank" });
  const day = h("input", { type: "date", max: today(), value: today(1), name: "day" });
  const zeros = h("input", { type: "checkbox" });
  const ofStatement = h("div", { class: "fields" }, label("은행", "Bank", bank), label("거래일", "Day", day));
  const ofNotices = h("label", { class: "tick" }, zeros, h("span", {}, both("맨 앞의 0이 빠진 번호를 0을 붙여 읽기 (보고서가 물었을 때만)", "read numbers that lost their leading zero with it (only if a report asked)")));
  function choose() {
    ofStatement.hidden = kind.value !== "statement";
    ofNotices.hidden = kind.value !== "notices";
    bank.required = day.required = !ofStatement.hidden;
  }
  kind.addEventListener("change", choose);
  choose();
  const bar = h("progress", { max: 1, hidden: true }), place = h("div", { class: "stack", "aria-live": "polite" });

  async function put(chosen, request) {
    const wrong = unfit(request.kind, chosen);
    if (wrong) throw refusal(wrong);
    const since = Date.now(), signed = await post("uploads", request);
    bar.hidden = false; bar.value = 0;
    try {
      await postFile(signed, chosen, part => { bar.value = part; });
      bar.removeAttribute("value");
      return await reportOn(signed.report_key, since);
    } finally { bar.hidden = true; }
  }
  function show(report, chosen, request) {
    const again = button(`0을 붙여 ${report.unconfirmed_rows}행을 읽기`, "Read them with the zero", async () => {
      again.disabled = true;
      try { const confirmed = { ...request, with_leading_zeros: true }; show(await put(chosen, confirmed), chosen, confirmed); }
      catch (error) { place.prepend(trouble(error)); again.disabled = false; }
    }, "do");
    place.replaceChildren(report.unreadable ? "" : done("파일을 읽었습니다.", "The file was read."), reportView(report, again));
    after();
  }
  let sent = null;
  return card(h("h2", {}, both("파일 올리기", "Put in a file")),
    worksheet("upload/", [h("div", { class: "fields" }, label("종류", "Kind", kind), label("엑셀(.xlsx)·CSV 파일", "Excel (.xlsx) or CSV file", file)), ofStatement, ofNotices, bar], ["올리기", "Send"], {
      read: () => ({ kind: kind.value, name: file.files[0].name.slice(-100), size_bytes: file.files[0].size,
        ...(kind.value === "statement" ? { bank: bank.value.trim(), day: day.value } : {}),
        ...(kind.value === "notices" && zeros.checked ? { with_leading_zeros: true } : {}) }),
      check: request => [["이 파일을 올릴까요?", "Send this file?"], [facts([
        ["종류", "kind", UPLOADS[request.kind].join(" · ")], ["파일", "file", request.name], ["크기", "size", `${request.size_bytes.toLocaleString("ko-KR")} bytes`],
        ...(request.bank ? [["은행·거래일", "bank and day", `${request.bank} ${request.day}`]] : [])])], ["올리기", "Send"]],
      act: async request => {
        place.replaceChildren();
        sent = [file.files[0], request];
        return put(...sent);
      },
      after: report => { file.value = ""; zeros.checked = false; show(report, ...sent); },
    }), place,
    h("div", { class: "row foot" }, h("span", { class: "quiet" }, both("빈 양식", "Template")), template("xlsx", "엑셀(.xlsx)", "Excel"), template("csv", "CSV", "")));
}

function template(format, korean, english) {
  return button(korean, english, async event => {
    const pressed = event.currentTarget;
    pressed.disabled = true;
    try {
      const made = await get("notice-template", { format });
      const content = Uint8Array.from(atob(made.content), letter => letter.charCodeAt(0));
      const address = URL.createObjectURL(new Blob([content], { type: made.content_type }));
      h("a", { href: address, download: made.name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
    } catch (error) { if (!(error instanceof Left)) pressed.after(trouble(error)); }
    finally { pressed.disabled = false; }
  });
}

// --- earlier uploads ----------------------------------------------------------------------------------------------------

const nameOf = key => key.replace(/^.*\//, "").replace(/\.report\.json$/, "").replace(/^\d{8}-\d{6}-\d{6}-/, "");

function uploadLine(line) {
  const inside = h("div", { class: "stack" });
  const counts = line.unreadable ? [h("span", { class: "tag alarm" }, both("읽지 못함", "unreadable"))]
    : counted(line.counts).map(([key, korean, english]) => h("span",
      { class: `tag ${key === "rejected_rows" && line.counts[key] ? "alarm" : key === "unconfirmed_rows" ? "warning" : ""}` }, both(korean, english), ` ${line.counts[key].toLocaleString("ko-KR")}`));
  const fold = h("details", { class: "card" }, h("summary", {}, h("b", {}, nameOf(line.key)), " ", h("small", {}, at(line.written_at), line.by ? [" · ", person(line.by)] : null), " ", counts), inside);
  fold.addEventListener("toggle", async () => {
    if (!fold.open || inside.childNodes.length) return;
    inside.replaceChildren(h("p", { class: "quiet", role: "status" }, both("불러오는 중입니다 …", "Loading …")));
    try { inside.replaceChildren(reportView(await get("report", { key: line.key }), null)); }
    catch (error) { if (error instanceof Left) return; inside.replaceChildren(trouble(error)); }
  });
  return fold;
}

function openFiles(panel) {
  const earlier = pages(
    async page => { const answer = await get("reports", { folder: "desk", limit: 20, page }); return [answer.reports, answer.next_page]; },
    uploadLine, ["올린 파일이 없습니다.", "No file was put in yet."]);
  panel.append(h("div", { class: "stack" }, works() ? uploadCard(() => earlier.load()) : null,
    h("h2", {}, both("올린 파일과 보고서", "Files put in, and their reports")), earlier.element));
  let loaded = false;
  return () => { if (loaded) return; loaded = true; earlier.load(); };
}

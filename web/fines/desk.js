"use strict";

// The desk's tabs, and what all of them ask.

// --- what this page asks ------------------------------------------------------------------------------------------------

async function reasonFor(what) {
  const field = h("textarea", { maxLength: 200, required: true, rows: 3, placeholder: "예: 이중납부 확인" });
  const counter = h("small", { "aria-live": "polite" }, "0/200");
  field.addEventListener("input", () => { counter.textContent = `${field.value.trim().length}/200`; });
  return question(["사유를 적고 전체 보기", "State why, and see all"],
    [h("p", {}, both(`${what}. 열람 기록이 남습니다.`, "Your name, the time and the reason are recorded.")),
      label("사유 (200자까지)", "Reason (up to 200 characters)", field), counter],
    ["전체 보기", "Show all"],
    (form, note) => {
      const reason = field.value.trim();
      if (reason) return reason;
      note.replaceChildren(trouble(new Trouble(400, { fields: [{ field: "reason", reason: "value_error" }] })));
      field.focus();
      return null;
    });
}

const works = () => may("clerk", "manager");
const TABS = [
  ["today", "오늘", "Today", openToday, () => may("clerk", "manager", "auditor")],
  ["work", "문의·의견·입금", "Inbox", openWork, () => may("clerk", "manager", "auditor")],
  ["find", "사건 찾기", "Find", openFind, () => may("clerk", "manager", "auditor")],
  ["refunds", "환급", "Refunds", openRefunds, () => may("clerk", "manager", "auditor")],
  ["days", "대사", "Bank days", openDays, () => may("clerk", "manager", "auditor")],
  ["files", "파일", "Files", openFiles, () => may("clerk", "manager", "auditor")],
  ["figures", "통계", "Figures", openFigures, () => may("clerk", "manager", "auditor")],
  ["views", "기록 열람", "Who looked", openViews, () => may("auditor")],
];
desk({ tabs: TABS });

addEventListener("keydown", event => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input, textarea, select, dialog") || !panels.has("find") || by("main").hidden) return;
  event.preventDefault();
  go("find");
  const search = by("search");
  search.focus();
  search.select();
});

const jump = (text, ...parts) => h("button", { type: "button", class: "link", onclick: () => go(...parts) }, text);

signIn();

"use strict";

// The desk's tabs, and what all of them ask.

// --- what this page asks ------------------------------------------------------------------------------------------------

async function reasonFor(what) {
  const field = h("textarea", { minLength: 5, maxLength: 200, required: true, rows: 3, placeholder: "예: 납부 계좌 문의 확인을 위해 전화번호 필요" });
  const counter = h("small", { "aria-live": "polite" }, "0/200");
  field.addEventListener("input", () => { counter.textContent = `${field.value.trim().length}/200`; });
  return question(["사유를 적고 전체 보기", "State why, and see all"],
    [h("p", {}, both(`${what}. 열람 기록이 남습니다.`, "Your name, the time and the reason are recorded.")),
      label("사유 (5~200자)", "Reason (5 to 200 characters)", field), counter],
    ["전체 보기", "Show all"],
    (form, note) => {
      const reason = field.value.trim();
      if (reason.length >= 5 && reason.length <= 200) return reason;
      note.replaceChildren(trouble(new Trouble(400, { message: { ko: "사유를 다섯 자 이상 적어 주세요.", en: "Please write at least five characters." } })));
      field.focus();
      return null;
    });
}

const works = () => may("clerk", "manager");
const TABS = [
  ["work", "할 일", "To do", openWork, () => may("clerk", "manager", "auditor")],
  ["find", "사건 찾기", "Find", openFind, () => may("clerk", "manager", "auditor")],
  ["refunds", "환급", "Refunds", openRefunds, () => may("clerk", "manager", "auditor")],
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

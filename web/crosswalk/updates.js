"use strict";

// Faults, updates, and who looked at pictures.

// --- faults, updates, who looked ------------------------------------------------------------------------------------

async function openFaults(unit, body) {
  const rows = h("ul", { class: "lines" }), more = h("div", {});
  const add = page => {
    rows.append(...page.faults.map(fault => h("li", {}, h("span", { class: `tag ${fault.raised ? "alarm" : "fine"}` }, fault.raised ? "발생" : "해소"), " ", h("b", {}, named(FAULTS, fault.fault)), fault.lamp ? ` · ${name(LAMPS, fault.lamp)}` : "", h("span", { class: "quiet" }, ` · ${at(fault.at)}`))));
    more.replaceChildren(page.next_page ? button("더 보기", "More", async () => add(await get(of(unit, "/faults"), { page: page.next_page }))) : "");
  };
  const first = await get(of(unit, "/faults"));
  body.replaceChildren(card(rows, more));
  add(first);
  if (!first.faults.length) rows.append(h("li", { class: "empty" }, both("고장 기록이 없습니다.", "No fault on record.")));
}

function openUpdates(panel) {
  const rows = h("ul", { class: "lines" }), note = h("div", {}), detail = h("div", {});
  panel.append(h("div", { class: "stack" }, note, may("manager") ? newUpdate() : null, detail, card(h("h3", {}, both("최근 업데이트", "latest updates")), rows)));
  const load = async () => {
    const answer = await get("updates");
    rows.replaceChildren(...(answer.updates.length ? answer.updates.map(update => h("li", { class: "row" }, h("span", { class: "grow" }, h("b", {}, `${name(OPERATIONS, update.operation)} ${update.name}`), ` · ${name(RINGS, update.ring)} ${number(update.units)}대 · ${at(update.started_at)}`, h("span", { class: "quiet" }, ` · ${person(update.started_by)} · ${update.reason}`)),
      button("진행", "Progress", () => go("updates", update.number)))) : [h("li", { class: "empty" }, both("업데이트가 없습니다.", "No updates yet."))]));
  };
  async function showOne(number_) {
    const answer = await get(`updates/${seg(number_)}`);
    detail.replaceChildren(card(h("h3", {}, `${answer.line.name} · ${name(JOBS, answer.status)}`),
      h("div", { class: "row" }, Object.entries(answer.counts).map(([status, count]) => h("span", { class: `tag ${status === "SUCCEEDED" ? "fine" : ["FAILED", "TIMED_OUT", "REJECTED"].includes(status) ? "alarm" : ""}` }, `${name(JOBS, status)} ${count}`))),
      h("ul", { class: "lines" }, answer.units.filter(unit => unit.status !== "SUCCEEDED").slice(0, 50).map(unit => h("li", {}, `${unit.unit} · ${name(JOBS, unit.status)}`))),
      answer.status === "IN_PROGRESS" && may("manager") ? h("div", { class: "row" }, button("중단", "Stop it", async () => {
        const reason = await askReason(["업데이트 중단", "Stop the update"], both("아직 시작하지 않은 단말은 받지 않습니다.", "Units that have not begun will not get it."), ["중단", "Stop"], true);
        if (reason) call("POST", `updates/${seg(number_)}/cancellation`, { reason }).then(() => showOne(number_), error => note.replaceChildren(trouble(error)));
      }, "plain grave")) : null));
  }
  function newUpdate() {
    const field = (name_, traits) => h("input", { name: name_, required: true, autocapitalize: "none", ...traits });
    const choice = (name_, words) => h("select", { name: name_ }, Object.entries(words).map(([id, each]) => h("option", { value: id }, each[0])));
    const form = h("form", { class: "stack", onsubmit: async event => {
      event.preventDefault();
      const request = Object.fromEntries(new FormData(form));
      try { const made = await call("POST", "updates", { ...request, size_bytes: Number(request.size_bytes) }); form.reset(); note.replaceChildren(done("보냈습니다.", "Sent.")); await load(); go("updates", made.number); }
      catch (error) { note.replaceChildren(trouble(error)); }
    } }, h("div", { class: "fields" }, label("무엇", "what", choice("operation", OPERATIONS)), label("이름", "name", field("name", { pattern: "[a-z0-9][a-z0-9.\\-]{0,39}" })), label("보관함의 파일", "object", field("key", { maxLength: 200 })),
      label("SHA-256", "hex", field("sha256", { pattern: "[0-9a-f]{64}" })), label("크기 (바이트)", "bytes", field("size_bytes", { type: "number", min: 1 })), label("대상", "to", choice("ring", RINGS)), label("사유", "reason", field("reason", { minLength: 5, maxLength: 200 }))),
    h("p", { class: "quiet" }, both("먼저 시범 단말에서 모두 성공해야 나머지로 보낼 수 있습니다. 다섯에 하나가 실패하면 저절로 멈춥니다.", "It goes to the rest only after every first unit succeeded, and stops by itself when one in five fails.")), h("div", { class: "row" }, h("button", { class: "do grave" }, both("서명하고 보내기", "Sign and send"))));
    return h("details", { class: "card" }, h("summary", {}, both("새 업데이트", "new update")), form);
  }
  return wanted => { load().catch(error => note.replaceChildren(trouble(error))); if (wanted) showOne(wanted).catch(error => note.replaceChildren(trouble(error))); else detail.replaceChildren(); };
}

function openViews(panel) {
  const unit = h("input", { placeholder: "okgye-01", autocapitalize: "none", maxLength: 40, required: true }), rows = h("ul", { class: "lines" }), note = h("div", {}), more = h("div", {});
  const add = page => {
    rows.append(...page.views.map(view => h("li", {}, `${at(view.at)} · ${person(view.by)} · ${view.what}`, h("span", { class: "quiet" }, ` · ${view.reason}`))));
    more.replaceChildren(page.next_page ? button("더 보기", "More", async () => add(await get("views", { unit: unit.value.trim(), page: page.next_page }))) : "");
  };
  panel.append(card(h("form", { class: "row", onsubmit: async event => {
    event.preventDefault();
    try { const page = await get("views", { unit: unit.value.trim() }); rows.replaceChildren(); add(page); if (!page.views.length) rows.append(h("li", { class: "empty" }, "기록이 없습니다.")); note.replaceChildren(); } catch (error) { note.replaceChildren(trouble(error)); }
  } }, label("단말 이름", "unit", unit), h("button", { class: "do" }, both("보기", "Show"))), note, rows, more));
  return () => {};
}

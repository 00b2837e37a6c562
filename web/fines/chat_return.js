"use strict";

// What somebody comes back for: how far an opinion is, and what a person answered.

function openDoor(title, fields, look) {
  const found = make("div", { role: "status", "aria-live": "polite" });
  const inputs = Object.entries(fields).map(([name, value]) => make("input", { name, required: true, value: value || "", autocomplete: "off", autocapitalize: "off" }));
  const form = make("form", { method: "dialog", onsubmit: async event => {
    event.preventDefault();
    found.replaceChildren(t("waiting"));
    found.replaceChildren(...await look(Object.fromEntries(inputs.map(input => [input.name, input.value.trim()]))));
  } }, ...inputs.map(input => make("label", {}, t(input.name), input)),
  make("div", { className: "acts" }, make("button", { className: "main" }, t("look")), closing()));
  by("door").replaceChildren(make("h2", { id: "door-title" }, t(title)), form, found);
  by("door").lang = memory.language;
  by("door").showModal();
  return form;
}

const closing = () => make("button", { type: "button", className: "plain", onclick: () => by("door").close() }, t("close"));
const trouble = status => [make("p", { className: "trouble" }, t(status === 429 ? "tooMany" : status === 400 ? "invalid" : "failed"))];
const day = iso => iso.replaceAll("-", ".");

// 114020260123456, with whatever between: as the office writes it.
function noticeNumber(text) {
  const digits = text.normalize("NFKC").replace(/\D/g, "");
  return digits.length === 15 ? `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}` : text;
}

function askProgress() {
  openDoor("progress", { progressNumber: "", progressPlate: "" }, async typed => {
    const asked = { notice_number: noticeNumber(typed.progressNumber), plate: typed.progressPlate };
    const [status, told] = await post("chat/progress", asked);
    if (status !== 200) return trouble(status);
    if (!told.opinions.length && !told.tickets.length) return [make("p", {}, t("nothing"))];
    const list = make("dl");
    for (const one of told.opinions) {
      const decided = one.decided_on ? `\n${t("decided", { day: day(one.decided_on) })}` : "";
      list.append(make("dt", {}, t("opinion", { day: day(one.given_on) })), make("dd", {}, t(one.state) + decided));
      if (one.reason) list.append(make("dd", {}, `${t("reason")}: `, make("span", { lang: "ko" }, one.reason)));
    }
    for (const one of told.tickets) {
      list.append(make("dt", {}, t("ticketLine", { ticket: one.number, day: day(one.opened_on) })), make("dd", {}, t(one.state)));
    }
    return [list];
  });
}

function askAnswer() {
  const last = memory.tickets.at(-1) || {};
  const form = openDoor("answer", { ticket: last.ticket, code: last.code }, async typed => {
    const [status, told] = await post("chat/answer", typed);
    if (status === 404) return [make("p", { className: "trouble" }, t("wrongCode"))];
    if (status !== 200) return trouble(status);
    if (told.state === "open") return [make("p", {}, t("notYet"))];
    if (!told.answer) return [make("p", {}, t("closedNote"))];
    const when = new Date(told.answered_at).toLocaleString(memory.language, { timeZone: "Asia/Seoul", dateStyle: "medium", timeStyle: "short" });
    return [make("dl", {}, make("dt", {}, when), make("dd", { lang: told.language }, told.answer))];
  });
  if (last.ticket) form.requestSubmit();
}

function askForget() {
  by("door").replaceChildren(
    make("h2", { id: "door-title" }, t("forget")), make("p", {}, t("forgetAsk")),
    make("div", { className: "acts" },
      make("button", { type: "button", className: "main", onclick: () => { by("door").close(); forget(); begin(); by("words").focus(); } }, t("forgetYes")),
      make("button", { type: "button", className: "plain", onclick: () => by("door").close() }, t("cancel"))));
  by("door").lang = memory.language;
  by("door").showModal();
}

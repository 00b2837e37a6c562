"use strict";

// What every page of the city is made with. A page names it before its own script and uses these names as they stand.

// --- building: text is always text ----------------------------------------------------------------------------------

const by = id => document.getElementById(id);

function h(tag, traits, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(traits || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") made.className = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && !name.includes("-") && name !== "list") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...inside.flat(4).filter(part => part !== null && part !== undefined && part !== false));
  return made;
}
function vector(tag, traits, ...inside) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(traits || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value);
  }
  made.append(...inside.flat(3).filter(part => part !== null && part !== undefined));
  return made;
}
const ko = (...inside) => h("span", { lang: "ko" }, inside);
const en = (...inside) => h("span", { lang: "en" }, inside);
const both = (korean, english) => [ko(korean), " ", en(english)];
const button = (korean, english, act, kind = "plain", traits = {}) =>
  h("button", { type: "button", class: kind, onclick: act, ...traits }, both(korean, english));
const label = (korean, english, control) => h("label", {}, h("span", {}, both(korean, english)), control);
const card = (...inside) => h("div", { class: "card stack" }, inside);
const facts = rows => h("dl", {}, rows.filter(Boolean).map(([korean, english, value]) => [h("dt", {}, both(korean, english)), h("dd", {}, value)]));
const select = (traits, options) => h("select", traits, options.map(([value, text]) => h("option", { value }, text)));

// For whoever hears the page instead of seeing it.
function say(text) { by("voice").textContent = text; }

// --- words ----------------------------------------------------------------------------------------------------------

const name = (words, key) => (words[key] || [key])[0];
const named = (words, key) => words[key] ? both(...words[key]) : [key ?? "-"];
const listed = (words, keys) => both(...[0, 1].map(language => keys.map(key => (words[key] || [key, key])[language]).join(", ")));
const won = amount => amount === null || amount === undefined ? "-" : `${Number(amount).toLocaleString("ko-KR")}원`;
const today = (back = 0) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Seoul" }).format(Date.now() - back * 864e5);
const inSeoul = shown => new Intl.DateTimeFormat("ko-KR", { timeZone: "Asia/Seoul", hourCycle: "h23", ...shown });

// A page shows one language at a time when its root says so: `<html class="one-language">`, and a button with this id.
function switchLanguage() {
  const root = document.documentElement, turn = by("language");
  const show = language => { root.lang = language; turn.textContent = language === "ko" ? "English" : "한국어"; turn.lang = language === "ko" ? "en" : "ko"; };
  turn.addEventListener("click", () => show(root.lang === "ko" ? "en" : "ko"));
  show((navigator.language || "ko").startsWith("ko") || !root.classList.contains("follows-reader") ? "ko" : "en");
}

// --- talking to the city --------------------------------------------------------------------------------------------

// The API a page came from: everything beside the page's own name.
const base = location.pathname.replace(/[^/]+\/?$/, "");
const seg = encodeURIComponent;

const TROUBLES = {
  0: ["연결되지 않았습니다. 적으신 내용은 그대로 있고, 다시 눌러도 한 번만 처리됩니다.", "No connection. Your words are still here; pressing again does it once."],
  429: ["요청이 많습니다. 잠시 뒤 다시 눌러 주세요.", "Too many requests. Please try again shortly."],
};
const NO_REASON = ["사유가 될 말을 적어 주세요. 짧아도 됩니다(예: 이중납부).", "Please say why; a word will do (paid twice, say)."];
class Trouble extends Error {
  constructor(status, body) {
    super("trouble");
    this.status = status;
    this.code = body && body.error;
    const message = body && typeof body.message === "object" ? body.message : null;
    const usual = TROUBLES[status] || [`처리하지 못했습니다 (${status}). 잠시 뒤 다시 눌러 주세요.`, `It did not work (${status}). Please try again shortly.`];
    this.korean = message ? message.ko : usual[0];
    this.english = message ? message.en : usual[1];
    this.problems = body && Array.isArray(body.problems) ? body.problems : [];
    const fields = body && Array.isArray(body.fields) ? body.fields.filter(field => field.field) : [];
    this.fields = fields.map(field => field.field);
    this.reasons = Object.fromEntries(fields.map(field => [field.field, field.reason]));
    // What is written there is judged by being a reason, and this was none.
    if (this.reasons.reason === "value_error" || this.reasons.note === "value_error") {
      [this.korean, this.english] = NO_REASON;
      this.fields = this.fields.filter(field => field !== "reason" && field !== "note");
    }
  }
}

async function send(method, path, body, headers) {
  let answer;
  try {
    answer = await fetch(base + path, {
      method, headers: { ...(body ? { "Content-Type": "application/json" } : {}), ...headers },
      body: body ? JSON.stringify(body) : undefined, signal: AbortSignal.timeout(30000), cache: "no-store",
    });
  } catch (error) {
    throw new Trouble(0, null);
  }
  const content = await answer.json().catch(() => null);
  if (!answer.ok) throw new Trouble(answer.status, content);
  return content;
}

function trouble(error) {
  if (!(error instanceof Trouble)) throw error;
  return h("div", { class: "trouble", role: "alert" }, h("span", { lang: "ko" }, error.korean), h("span", { lang: "en" }, error.english),
    error.problems.map(problem => h("span", {}, `· ${problem.field}: ${problem.ko} `, en(problem.en))),
    error.fields.length ? h("span", {}, both(`확인할 항목: ${error.fields.join(", ")}`, `fields: ${error.fields.join(", ")}`)) : null);
}
// What is wrong with a field, said beside it; the first of them gets the focus. What has no field of its own is left to tell.
const WRONG = {
  missing: ["꼭 적어 주세요.", "Required."], string_too_short: ["너무 짧습니다.", "Too short."], string_too_long: ["너무 깁니다.", "Too long."],
  string_pattern_mismatch: ["형식이 맞지 않습니다.", "Not in the right form."], too_short: ["하나 이상 골라 주세요.", "Choose at least one."],
  greater_than: ["더 큰 수여야 합니다.", "Too small."], greater_than_equal: ["더 큰 수여야 합니다.", "Too small."], less_than_equal: ["더 작은 수여야 합니다.", "Too large."],
  int_parsing: ["정수로 적어 주세요.", "A whole number, please."], int_type: ["정수로 적어 주세요.", "A whole number, please."],
};
function placeWrong(form, reasons) {
  const placed = new Set();
  for (const wrong of form.querySelectorAll(".wrong")) wrong.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) { field.removeAttribute("aria-invalid"); field.removeAttribute("aria-describedby"); }
  for (const [path, reason] of Object.entries(reasons)) {
    const field = form.querySelector(`[name="${CSS.escape(path.split(".")[0])}"]`);
    if (!field) continue;
    const words = Array.isArray(reason) ? reason : WRONG[reason] || ["맞지 않는 값입니다.", "Not a value that fits."], id = `wrong-${placed.size}-${field.name}`;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", id);
    (field.closest("fieldset, label") || field).append(h("small", { class: "wrong", id }, both(...words)));
    if (!placed.size) field.focus();
    placed.add(path);
  }
  return placed;
}
const done = (korean, english) => h("div", { class: "done", role: "status" }, h("span", { lang: "ko" }, korean), h("span", { lang: "en" }, english));

"use strict";

// What every page for staff is made with: signing in, asking and being asked, tabs, lists. It needs `page.js` before it. A page
// says what it is by `desk({ … })` and then calls `signIn()`.

// --- what a page says of itself -------------------------------------------------------------------------------------

const page = {
  // [id, Korean, English, open(panel) -> show(...rest), allowed()]
  tabs: [],
  // Whether the page is covered while somebody signs in again; a board that is watched all night is not.
  covered: true,
  // A page that nobody touches is left (개인정보의 안전성 확보조치 기준 §6④).
  idle: { after_ms: 15 * 60 * 1000, then: comeBack },
};
const desk = settings => { Object.assign(page, settings); };

const GROUPS = { clerk: ["담당자", "clerk"], manager: ["관리자", "manager"], auditor: ["감사", "auditor"], steward: ["데이터 담당", "steward"],
  panel: ["심의 위원", "panel"] };

// --- talking to the city as somebody --------------------------------------------------------------------------------

let token = null;
let me = null;

// Somebody else has signed in meanwhile: what was asked for is nobody's any more.
class Left extends Error {}

// Everything but signing in. An expired token asks for the password over the page, and then goes on where it was.
async function call(method, path, body) {
  const asked = me;
  for (let turn = 1; ; turn++) {
    if (!token) await signIn();
    if (asked && me !== asked && me.staff_id !== asked.staff_id) throw new Left();
    try {
      return await send(method, path, body, { Authorization: token });
    } catch (trouble) {
      if (trouble.status === 401) token = null;
      // What only reads is tried again; what changes something is pressed again by whoever wants it.
      else if (!(method === "GET" && turn < 3 && (trouble.status === 0 || trouble.status >= 500))) throw trouble;
      else await new Promise(wake => setTimeout(wake, 600 * turn));
    }
  }
}
const get = (path, query = {}) => {
  const encoded = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
  return call("GET", encoded ? `${path}?${encoded}` : path);
};
const post = (path, body) => call("POST", path, body);

// --- signing in -----------------------------------------------------------------------------------------------------

const door = by("door"), ask = by("ask");
let entering = null;

function signIn() {
  entering = entering || new Promise(enter => {
    const again = me !== null;
    if (page.covered) by("main").hidden = by("tabs").hidden = ask.hidden = true;
    step({ kind: "password" });

    function step(now) {
      const [title, fields, hint] = FORMS[now.kind](now, again);
      const note = h("div", {});
      const go = h("button", { class: "do" }, now.kind === "password" ? both("로그인", "Sign in") : both("확인", "Continue"));
      const form = h("form", { onsubmit: submit }, h("h2", { id: "door-title" }, both(...title)), hint, fields, note, go);
      if (now.kind !== "password") form.append(button("처음부터", "Start again", () => step({ kind: "password" })));
      door.replaceChildren(form);
      if (!door.open) door.showModal();
      const inputs = [...form.querySelectorAll("input:not([hidden])")];
      (inputs.find(input => !input.value) || inputs[0]).focus();

      async function submit(event) {
        event.preventDefault();
        const request = Object.fromEntries(new FormData(form));
        if (now.kind === "new_password" && request.answer !== request.repeat)
          return note.replaceChildren(trouble(new Trouble(400, { message: { ko: "두 비밀번호가 서로 다릅니다.", en: "The two passwords differ." } })));
        go.disabled = true;
        note.replaceChildren();
        try {
          const body = now.kind === "password" ? { username: request.username.trim(), password: request.password }
            : { username: now.username, session: now.session, challenge: now.kind, answer: request.answer.trim() };
          const answer = await send("POST", "session", body, {});
          if (answer.challenge) step({ ...answer, kind: answer.challenge, username: now.username || body.username });
          else inside(answer, now.username || body.username);
        } catch (error) {
          go.disabled = false;
          note.replaceChildren(trouble(error));
          // An attempt that has run out begins anew with the password.
          if (error.code === "sign_in_refused" && now.kind !== "password") setTimeout(() => step({ kind: "password" }), 2500);
          const secrets = inputs.filter(input => input.name !== "username");
          for (const secret of secrets) secret.value = "";
          secrets[0].focus();
        }
      }
    }

    function inside(answer, username) {
      const before = me;
      token = answer.token;
      me = { staff_id: answer.staff_id, groups: answer.groups, username };
      entering = null;
      door.close();
      door.replaceChildren();
      by("main").hidden = by("tabs").hidden = by("leave").hidden = false;
      ask.hidden = false;
      by("who").replaceChildren(`${username} · `, ...(me.groups.length ? listed(GROUPS, me.groups) : both("권한 없음", "no role")));
      if (!before || before.staff_id !== me.staff_id) start();
      enter();
    }
  });
  return entering;
}
door.addEventListener("cancel", event => event.preventDefault());
door.addEventListener("close", () => { if (!token && entering) door.showModal(); });

const FORMS = {
  password: (now, again) => [
    again ? ["다시 로그인해 주세요", "Please sign in again"] : ["로그인", "Sign in"],
    [
      label("아이디", "User name", h("input", { name: "username", autocomplete: "username", required: true, maxLength: 128,
        value: me ? me.username : "", autocapitalize: "none" })),
      label("비밀번호", "Password", h("input", { name: "password", type: "password", autocomplete: "current-password",
        required: true, maxLength: 256 })),
    ],
    again ? h("small", {}, both("적던 내용은 그대로 남아 있습니다.", "What you typed is kept.")) : null,
  ],
  code: () => [
    ["인증번호", "Code"],
    [label("인증 앱의 여섯 자리 번호", "Six digits of your authenticator", codeField())], null,
  ],
  set_up_code: now => [
    ["인증 앱 등록", "Set up an authenticator"],
    [label("앱에 나온 여섯 자리 번호", "Six digits the app shows", codeField())],
    [h("p", {}, both("인증 앱에 아래 키를 등록해 주세요. 한 번만 보입니다.", "Add this key to your authenticator app. It is shown once.")),
      h("p", { class: "key" }, (now.secret || "").replace(/(.{4})/g, "$1 "))],
  ],
  new_password: now => [
    ["새 비밀번호", "New password"],
    [
      h("input", { type: "text", autocomplete: "username", value: now.username, hidden: true }),
      label("새 비밀번호", "New password", h("input", { name: "answer", type: "password", autocomplete: "new-password", required: true, maxLength: 256 })),
      label("한 번 더", "Once more", h("input", { name: "repeat", type: "password", autocomplete: "new-password", required: true, maxLength: 256 })),
    ],
    h("small", {}, both("14자 이상, 영문 대문자·소문자·숫자를 모두 넣어 주세요.", "At least 14 characters with upper case, lower case and a digit.")),
  ],
};
const codeField = () => h("input", { name: "answer", inputMode: "numeric", autocomplete: "one-time-code", pattern: "[0-9 ]{6,7}", required: true, maxLength: 7 });

by("leave").addEventListener("click", async () => {
  if (drafts.size && !await confirmed(["로그아웃할까요?", "Sign out?"], [h("p", {}, both("보내지 않은 글이 지워집니다.", "Unsent words will be lost."))], ["로그아웃", "Sign out"])) return;
  drafts.clear();
  location.replace(location.pathname);
});

let touched = Date.now();
for (const kind of ["pointerdown", "keydown", "wheel", "touchstart"]) addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
setInterval(() => { if (Date.now() - touched >= page.idle.after_ms) page.idle.then(); }, 5000);
// Whoever comes back says who they are; what was opened for a reason is closed.
function comeBack() {
  if (!token) return;
  token = null;
  for (const hide of document.querySelectorAll("[data-hide]")) hide.click();
  signIn();
}

// --- dialogs --------------------------------------------------------------------------------------------------------

// Asks, and tells what was answered: null if it was closed. Esc closes; focus goes back to where it was.
function question(title, inside, verb, read = () => true, grave = false) {
  return new Promise(answer => {
    const note = h("div", {});
    let answered = null;
    const form = h("form", { onsubmit: event => { event.preventDefault(); answered = read(form, note); if (answered !== null) ask.close(); } },
      h("h2", { id: "ask-title" }, both(...title)), inside, note,
      h("div", { class: "row end" }, button("닫기", "Cancel", () => ask.close()),
        h("button", { class: grave ? "do grave" : "do" }, both(...verb))));
    ask.replaceChildren(form);
    ask.addEventListener("close", () => { ask.replaceChildren(); answer(answered); }, { once: true });
    ask.showModal();
    (form.querySelector("textarea, input, select") || form.querySelector("button.do")).focus();
  });
}
function askReason(title, what, verb, grave = false, shortest = 5, longest = 200) {
  const field = h("textarea", { minLength: shortest, maxLength: longest, required: true, rows: 3 });
  return question(title, [h("p", {}, what), label(`사유 (${shortest}~${longest}자)`, `Reason (${shortest} to ${longest} characters)`, field)], verb,
    (form, note) => {
      const reason = field.value.trim();
      if (reason.length >= shortest) return reason;
      note.replaceChildren(trouble(new Trouble(400, { message: { ko: `사유를 ${shortest}자 이상 적어 주세요.`, en: `Please write at least ${shortest} characters.` } })));
      field.focus();
      return null;
    }, grave);
}
const confirmed = (title, inside, verb, grave) => question(title, inside, verb, () => true, grave);

// --- fields that keep what was typed --------------------------------------------------------------------------------

const drafts = new Map();
addEventListener("beforeunload", event => { if (drafts.size) event.preventDefault(); });

function kept(key, control) {
  if (drafts.has(key)) control.value = drafts.get(key);
  control.addEventListener("input", () => { if (control.value) drafts.set(key, control.value); else drafts.delete(key); });
  return control;
}
function forget(prefix) { for (const key of [...drafts.keys()]) if (key.startsWith(prefix)) drafts.delete(key); }

// A form that asks first, shows that it works, and keeps every word where it fails.
function worksheet(key, inside, verb, { read, check, act, after, grave = false, form: kind = "stack" }) {
  const note = h("div", { "aria-live": "polite" });
  const go = h("button", { class: grave ? "do grave" : "do" }, both(...verb));
  const form = h("form", { class: kind, onsubmit: submit }, inside, note, h("div", { class: "row" }, go));
  async function submit(event) {
    event.preventDefault();
    if (go.disabled) return;
    const request = read(form);
    if (request === null) return;
    if (check && !await confirmed(...check(request))) return;
    go.disabled = true;
    note.replaceChildren(h("p", { class: "quiet", role: "status" }, both("보내는 중입니다 …", "Sending …")));
    try {
      const answer = await act(request);
      forget(key);
      note.replaceChildren();
      await after(answer, note);
    } catch (error) {
      if (error instanceof Left) return;
      if (error instanceof Trouble) {
        const placed = placeWrong(form, error.reasons);
        error.fields = error.fields.filter(field => !placed.has(field));
      }
      note.replaceChildren(trouble(error));
    } finally {
      go.disabled = false;
    }
  }
  return form;
}

// --- files ----------------------------------------------------------------------------------------------------------

// The file goes straight to its bucket, by a form that the city signed for it alone.
function postFile(signed, file, seen) {
  return new Promise((resolve, reject) => {
    const form = new FormData(), request = new XMLHttpRequest();
    for (const [name, value] of Object.entries(signed.fields)) form.append(name, value);
    form.append("file", file);
    request.upload.addEventListener("progress", event => { if (event.lengthComputable) seen(event.loaded / event.total); });
    request.addEventListener("load", () => request.status >= 200 && request.status < 300 ? resolve() : reject(new Trouble(request.status, null)));
    for (const failure of ["error", "timeout", "abort"]) request.addEventListener(failure, () => reject(new Trouble(0, null)));
    request.timeout = 4 * 60 * 1000;
    request.open("POST", signed.url);
    request.send(form);
  });
}

// --- where we are ---------------------------------------------------------------------------------------------------

const may = (...groups) => Boolean(me) && groups.some(group => me.groups.includes(group));
const panels = new Map();
function here() {
  try { return location.hash.slice(1).split("/").map(decodeURIComponent); } catch (error) { return []; }
}
function go(...parts) {
  const hash = `#${parts.map(seg).join("/")}`;
  // Not by location.hash alone: that shows the place only later, and focus could not go there at once.
  if (location.hash !== hash) history.pushState(null, "", hash);
  route();
  mark();
}

function start() {
  drafts.clear();
  panels.clear();
  const mine = page.tabs.filter(([, , , , allowed]) => allowed());
  by("tabs").replaceChildren(...mine.map(([id, korean, english]) =>
    h("button", { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": `panel-${id}`, onclick: () => go(id) }, both(korean, english))));
  by("main").replaceChildren(...mine.map(([id, , , open]) => {
    const panel = h("section", { id: `panel-${id}`, role: "tabpanel", "aria-labelledby": `tab-${id}` });
    panels.set(id, { panel, show: open(panel) });
    return panel;
  }));
  if (!mine.length) by("main").append(h("p", { class: "empty" },
    both("이 계정에는 권한이 없습니다. 관리자에게 그룹을 요청해 주세요.", "This account has no role. Ask your administrator for one.")));
  route();
}

function route() {
  if (!panels.size) return;
  const [wanted, ...rest] = here();
  const tab = panels.has(wanted) ? wanted : panels.keys().next().value;
  for (const [id, { panel }] of panels) {
    const chosen = id === tab;
    panel.hidden = !chosen;
    by(`tab-${id}`).setAttribute("aria-selected", String(chosen));
    by(`tab-${id}`).tabIndex = chosen ? 0 : -1;
  }
  panels.get(tab).show(...(panels.has(wanted) ? rest : []));
}
addEventListener("hashchange", route);
by("tabs").addEventListener("keydown", event => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const tabs = [...by("tabs").children], next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
  next.focus();
  next.click();
});

// --- lists ----------------------------------------------------------------------------------------------------------

// A list on the left and one thing on the right; on a telephone one after the other.
function halves(panel, many) {
  const one = h("div", { class: "one" });
  const both_ = h("div", { class: "halves" }, h("div", { class: "many" }, many), one);
  panel.append(both_);
  let turn = 0;
  return {
    one,
    close() { turn++; one.replaceChildren(); both_.classList.remove("open"); },
    // Shows what `make` makes; a later wish overtakes an earlier one. `quiet`: what stands there stays until then;
    // "still": and whoever reads does not notice but for what changed.
    async open(back, make, quiet = false) {
      const mine = ++turn;
      both_.classList.add("open");
      if (!quiet) one.replaceChildren(h("p", { class: "empty", role: "status" }, both("불러오는 중입니다 …", "Loading …")));
      let inside;
      try {
        inside = await make();
      } catch (error) {
        if (error instanceof Left) return;
        inside = [trouble(error), button("다시", "Again", () => this.open(back, make))];
      }
      if (mine !== turn) return;
      const returning = button("← 목록", "Back", back, "plain back"), focusable = "button, summary, input, select, textarea";
      // What is shown anew by itself takes the focus from nobody, and leaves it where it was.
      const held = [...one.querySelectorAll(focusable)].indexOf(document.activeElement);
      const opened = [...one.querySelectorAll("details")].map(each => each.open);
      one.replaceChildren(h("div", { class: "stack" }, h("div", { class: "row back" }, returning), inside));
      const head = one.querySelector("h2");
      if (head) head.tabIndex = -1;
      if (quiet === "still") {
        one.querySelectorAll("details").forEach((each, place) => { each.open = opened[place] ?? each.open; });
        if (held >= 0) one.querySelectorAll(focusable)[held]?.focus({ preventScroll: true });
      } else head?.focus({ preventScroll: true });
      if (!quiet) by("main").scrollTop = one.scrollTop = 0;
    },
  };
}

// A list that is loaded page by page.
function pages(fetchPage, show, empty) {
  const list = h("ul", { class: "stack" }), foot = h("div", {});
  const self = { element: h("div", { class: "stack" }, list, foot), items: [], more: false, onchange() {}, load };
  let turn = 0;
  async function load(page = null) {
    const mine = page ? turn : ++turn;
    foot.replaceChildren(h("p", { class: "empty", role: "status" }, both("불러오는 중입니다 …", "Loading …")));
    try {
      const [items, next] = await fetchPage(page);
      if (mine !== turn) return;
      if (!page) { self.items = []; list.replaceChildren(); }
      self.items.push(...items);
      list.append(...items.map(item => h("li", {}, show(item))));
      self.more = Boolean(next);
      foot.replaceChildren(...(next ? [button("더 보기", "More", () => load(next))]
        : self.items.length ? [] : [h("p", { class: "empty" }, both(...empty))]));
    } catch (error) {
      if (error instanceof Left) return;
      foot.replaceChildren(trouble(error), button("다시", "Again", () => load(page)));
    }
    mark();
    self.onchange();
  }
  return self;
}
function mark() {
  const hash = location.hash;
  for (const line of document.querySelectorAll(".line[data-hash]")) {
    const current = hash === line.dataset.hash;
    if (current) line.setAttribute("aria-current", "true"); else line.removeAttribute("aria-current");
  }
}
addEventListener("hashchange", mark);
const line = (parts, ...inside) => h("button", { type: "button", class: "line", onclick: () => go(...parts), "data-hash": `#${parts.map(seg).join("/")}` }, inside);

"use strict";

// The talk itself: turns, what can be copied out of them, and sending.

// An account stands before its holder, in every language; a telephone does not.
const KEPT = /\d{3}(?:-\d{4})*-\d{1,5}(?=\s*(?:\(|예금주|户名))|\b[2-9A-HJKMNP-Z]{5}-[2-9A-HJKMNP-Z]{5}\b/g;
let busy = false;

function show(turn) {
  const said = make("div", { className: ["said", ...turn.kinds].join(" "), lang: turn.lang || memory.language });
  let from = 0;
  if (turn.kinds[0] === "office") for (const found of turn.text.matchAll(KEPT)) {
    said.append(turn.text.slice(from, found.index), kept(found[0]));
    from = found.index + found[0].length;
  }
  said.append(turn.text.slice(from));
  by("talk").append(said);
  said.scrollIntoView({ block: "end" });
  return said;
}

function kept(text) {
  const account = /^\d/.test(text) && /^[\d-]+$/.test(text);
  const copy = make("button", {
    type: "button", className: "copy", "aria-label": t(account ? "copyAccount" : "copyCode"),
    onclick: () => copyOut(account ? text.replaceAll("-", "") : text, copy),
  }, t("copy"));
  return make("span", {}, make("span", { className: "kept" }, text), copy);
}

async function copyOut(text, copy) {
  const done = await copied(text);
  tell(t(done ? "copied" : "copyFailed"));
  copy.textContent = t(done ? "copied" : "copyFailed");
  setTimeout(() => { copy.textContent = t("copy"); }, 2500);
}

async function copied(text) {
  try {
    if (navigator.clipboard && window.isSecureContext) {
      await navigator.clipboard.writeText(text);
      return true;
    }
  } catch (error) { /* the old way still may */ }
  const field = make("textarea", { value: text, className: "unseen", readOnly: true });
  document.body.append(field);
  field.select();
  field.setSelectionRange(0, text.length);
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

function add(text, kinds, lang) {
  const turn = { text, kinds, lang };
  memory.turns.push(turn);
  keep();
  return show(turn);
}

function say(text, files = []) {
  const words = text.trim();
  if (busy || (!words && !files.length)) return false;
  const shown = files.length ? `${words}\n${t("withFiles", { count: files.length })}`.trim() : words;
  memory.pending = { version: 2, session: memory.session, message_id: letters(24), text: words, files };
  add(shown, ["citizen"]);
  send();
  return true;
}

function wait(on) {
  busy = on;
  for (const button of by("offers").children) button.disabled = on;
  settle();
}

// Sends what is pending. After a reload it is sent again under its own id: the office answers it once.
async function send() {
  const message = memory.pending;
  wait(true);
  const waiting = show({ text: t("waiting"), kinds: ["office", "waiting"] });
  const [status, answer] = await post("chat", message);
  waiting.remove();
  wait(false);
  if (memory.pending !== message) return;  // forgotten meanwhile
  memory.pending = null;
  if (status === 200) take(answer);
  else {
    const why = status === 429 ? "tooMany" : status === 404 ? "fileFailed" : status === 400 ? "invalid" : "unsent";
    add(t(why), ["office", "trouble"]);
    if (!by("words").value) by("words").value = memory.draft = message.text;
    if (status !== 404) giveBack(message.files);
  }
  keep();
}

function take(answer) {
  if (!memory.chosen && answer.language in WORDS && answer.language !== memory.language) speak(answer.language);
  if (answer.ticket && answer.code && !memory.tickets.some(one => one.ticket === answer.ticket)) {
    memory.tickets.push({ ticket: answer.ticket, code: answer.code });
  }
  add(answer.reply || t("silent"), ["office"], answer.reply ? answer.language : memory.language);
}

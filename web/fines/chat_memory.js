"use strict";

// What this page remembers of a talk, so that a reload loses nothing. It lies in the tab alone, and is gone with it.

const PLACE = "dongne.fines.chat";
const letters = count => Array.from(crypto.getRandomValues(new Uint8Array(count)), b => "0123456789abcdefghijklmnopqrstuv"[b & 31]).join("");

const newTalk = () => ({ session: letters(32), language: preferred(), chosen: false, turns: [], tickets: [], files: [], pending: null, draft: "" });
let memory = remembered() || newTalk();

function preferred() {
  const wanted = (navigator.languages || [navigator.language || "ko"]).map(tag => tag.slice(0, 2).toLowerCase());
  return wanted.find(tag => tag in WORDS) || "ko";
}

function remembered() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PLACE));
    return kept && kept.session && kept.language in WORDS ? { ...newTalk(), ...kept } : null;
  } catch (error) {
    return null;  // a browser that keeps nothing: the talk lasts as long as the page
  }
}

function keep() {
  try { sessionStorage.setItem(PLACE, JSON.stringify(memory)); } catch (error) { /* as above */ }
}

function forget() {
  memory = { ...newTalk(), language: memory.language, chosen: memory.chosen };
  try { sessionStorage.removeItem(PLACE); } catch (error) { /* as above */ }
}

const t = (name, fields = {}) => Object.entries(fields).reduce((text, [field, value]) => text.replaceAll(`{${field}}`, value), WORDS[memory.language][name]);
const by = id => document.getElementById(id);

function make(tag, traits = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(traits)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && !name.includes("-")) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...inside);
  return made;
}

const tell = text => { by("voice").textContent = text; };

// One try after another, with the same body: what the office did once it does not do again.
async function post(path, body, tries = 3) {
  for (let turn = 1; ; turn++) {
    try {
      const answer = await fetch(path, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
        signal: AbortSignal.timeout(30000),
      });
      if (answer.status < 500 || turn === tries) return [answer.status, await answer.json()];
    } catch (error) {
      if (turn === tries) return [0, null];
    }
    await new Promise(wake => setTimeout(wake, 800 * turn));
  }
}

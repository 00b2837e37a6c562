"use strict";

// Puts the page together: its languages, its buttons, and the talk as it was left.

function speak(language) {
  memory.language = language;
  document.documentElement.lang = language;
  document.title = t("title");
  by("title").textContent = t("title");
  by("notice").textContent = t("notice");
  by("talk").setAttribute("aria-label", t("talk"));
  by("offers").setAttribute("aria-label", t("offersLabel"));
  by("words").setAttribute("aria-label", t("yours"));
  by("words").placeholder = t("example");
  by("send").textContent = t("send");
  by("attach").setAttribute("aria-label", t("attach"));
  by("attach").title = t("attach");
  by("languages").replaceChildren(...Object.entries(WORDS).map(([tag, words]) => make("button", {
    type: "button", className: "plain", lang: tag, "aria-pressed": String(tag === language), "aria-label": words.name, title: words.name,
    onclick: () => { memory.chosen = true; speak(tag); by("languages").querySelector("[aria-pressed=true]").focus(); },
  }, words.short)));
  by("doors").replaceChildren(...[["progress", askProgress], ["answer", askAnswer], ["forget", askForget]].map(
    ([name, open]) => make("button", { type: "button", className: "plain", onclick: open }, t(name))));
  by("offers").replaceChildren(...t("offers").map(offer => make("button", { type: "button", onclick: () => { say(offer); by("words").focus(); } }, offer)));
  if (by("talk").firstElementChild) {
    by("talk").firstElementChild.textContent = t("hello");
    by("talk").firstElementChild.lang = language;
  }
  keep();
}

function begin() {
  // What was said before is not read out again.
  by("talk").setAttribute("aria-live", "off");
  by("talk").replaceChildren();
  by("files").replaceChildren();
  speak(memory.language);
  show({ text: t("hello"), kinds: ["office"] });
  memory.turns.forEach(show);
  memory.files.forEach(file => newLine(file.name, file.id));
  by("words").value = memory.draft;
  settle();
  setTimeout(() => by("talk").setAttribute("aria-live", "polite"), 300);
  if (memory.pending) send();
}

by("form").addEventListener("submit", event => {
  event.preventDefault();
  if (onTheirWay) { tell(t("fileWait")); by("send").title = t("fileWait"); return; }
  if (busy || (!by("words").value.trim() && !memory.files.length)) return;
  const words = by("words").value;
  by("words").value = memory.draft = "";
  say(words, takeAlong());
  by("words").focus();
});
by("words").addEventListener("input", () => { memory.draft = by("words").value; keep(); });
by("words").addEventListener("keydown", event => {
  // While a Hangul syllable is being composed, Enter belongs to the keyboard.
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); by("form").requestSubmit(); }
});
by("attach").addEventListener("click", () => by("picker").click());
by("picker").addEventListener("change", () => { pick([...by("picker").files]); by("picker").value = ""; });

begin();

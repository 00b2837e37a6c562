// `<fines-chat>`: the talk with the office, what can be copied out of it, and what is written.

import { CityElement, createRef, define, html, nothing, ref, repeat, say as tell } from "../../shell/element.js";
import { open } from "../../shell/api.js";
import { upload } from "../../shell/files.js";
import { Conversation } from "./conversation.js";
import { Files } from "./files.js";
import { isChosen, isSpoken, speak, spoken } from "./language.js";
import { Memory, PLACE } from "./memory.js";
import { turnOf } from "./turns.js";
import { composer } from "./composer.js";
import { OFFERS, say } from "./words.js";

const SLOW_MS = 8000;

export class FinesChat extends CityElement {
  static properties = { slow: { state: true }, away: { state: true } };

  constructor() {
    super();
    this.slow = false;
    this.away = globalThis.navigator?.onLine === false;
    this.office = open("fines");
    this.memory = new Memory();
    this.conversation = new Conversation(this.memory, { send: message => this.office.post("chat", message), now: () => Date.now(),
      wait: ms => new Promise(wake => setTimeout(wake, ms)), changed: change => this.#heard(change) });
    this.files = new Files(this.memory, { sign: file => this.office.post("chat/files", file), check: file => this.office.post("chat/files/check", file),
      upload, changed: () => this.requestUpdate(), told: (name, word) => tell(`${name}: ${say(word)}`) });
    /** @type {{readonly value?: HTMLElement}} */
    this.log = createRef();
    /** @type {{readonly value?: HTMLTextAreaElement}} */
    this.field = createRef();
    /** What is said beside the field: why nothing was sent, what was refused. */
    this.remark = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    this.shown = 0;
    // How much of the window is not for the talk.
    this.measured = new ResizeObserver(([{ target }]) => {
      document.documentElement.style.setProperty("--composer", `${target.getBoundingClientRect().height}px`);
    });
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("online", this.#online);
    addEventListener("offline", this.#online);
    addEventListener("storage", this.#elsewhere);
    visualViewport?.addEventListener("resize", this.#resized);
    visualViewport?.addEventListener("scroll", this.#lifted);
    if (this.memory.talk.outbox.length) void this.conversation.flush();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("online", this.#online);
    removeEventListener("offline", this.#online);
    removeEventListener("storage", this.#elsewhere);
    visualViewport?.removeEventListener("resize", this.#resized);
    visualViewport?.removeEventListener("scroll", this.#lifted);
    this.measured.disconnect();
  }

  firstUpdated() {
    this.#begun();
    const composer = this.querySelector(".composer");
    if (composer) this.measured.observe(composer);
    // Where the talk was left; a first visit begins at the top.
    if (this.memory.begun) this.#toTheEnd();
    this.shown = this.memory.talk.turns.length;
  }

  updated() {
    const { length } = this.memory.talk.turns;
    if (length !== this.shown || this.conversation.busy) this.#toTheEnd();
    this.shown = length;
  }

  render() {
    const { memory, conversation, files } = this, { talk } = memory, lang = spoken();
    return html`<div class="chat" lang=${lang}>
      <div class="chat-head"><div class="chat-title"><h1>${say("title")}</h1><p class="quiet">${say("notice")}</p></div>
        <fines-languages label=${say("languages")}></fines-languages>
        <ul class="chat-ways"><li><a class="plain" href="/fines/case">${say("cases")}</a></li><li><a class="plain" href="/privacy#mine">${say("mine")}</a></li>
          ${memory.begun ? html`<li><button type="button" class="plain" @click=${this.#forget}>${say("forget")}</button></li>` : nothing}</ul></div>
      <div class="talk" role="log" aria-live="polite" aria-label=${say("talk")} ${ref(this.log)}>
        ${turnOf({ id: "hello", who: "office", text: `${say("hello")}\n${say("example")}`, lang, at: 0 }, this)}
        ${repeat(talk.turns, turn => turn.id, turn => turnOf(turn, this))}
        ${conversation.busy ? html`<p class="said office waiting"><span class="turning" aria-hidden="true"></span>${say(this.slow ? "slow" : "waiting")}</p>` : nothing}
      </div>
      ${composer(this, OFFERS[lang], files.lines)}
    </div>`;
  }

  // Who comes to pay, or to say why not, begins with the words for it; the number and the plate follow.
  #begun() {
    const wish = { account: 0, opinion: 4 }[new URLSearchParams(location.search).get("ask") ?? ""];
    if (wish === undefined || this.memory.talk.draft) return;
    this.memory.talk.draft = `${OFFERS[spoken()][wish]} `;
    this.requestUpdate();
    // The frame is drawn in this moment only, and nothing in what is not drawn takes the focus.
    requestAnimationFrame(() => this.field.value?.focus());
  }

  // --- what is done here ------------------------------------------------------------------------------------------

  /** Sends what is in the field, with the files that are ready. @param {Event} event */
  send = event => {
    event.preventDefault();
    const { talk } = this.memory, words = talk.draft;
    this.remark = "";
    if (this.files.onTheirWay) this.#say("fileWait");
    else if (words.trim() || talk.files.length) {
      talk.draft = "";
      this.conversation.say(words, this.files.takeAlong(), spoken());
    }
    this.requestUpdate();
    this.field.value?.focus();
  };

  /** One of the questions that are offered. @param {string} offer */
  offer = offer => {
    if (this.conversation.busy) return;
    this.conversation.say(offer, [], spoken());
    this.requestUpdate();
    this.field.value?.focus();
  };

  again = () => { void this.conversation.flush(); };

  /** @param {import("./memory.js").Turn} turn */
  edit = turn => {
    const message = this.conversation.takeBack(turn.id);
    if (!message) return;
    const { talk } = this.memory;
    talk.draft = talk.draft.trim() ? `${message.text}\n${talk.draft}` : message.text;
    this.files.giveBack(message.files, turn.files ?? []);
    this.requestUpdate();
    this.field.value?.focus();
  };

  /** @param {Event} event */
  write = event => {
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    this.memory.talk.draft = event.target.value;
    this.memory.keep();
    if (this.remark) { this.remark = ""; this.requestUpdate(); }
  };

  /** @param {boolean} keeps */
  stay = keeps => {
    this.memory.stay(keeps);
    this.requestUpdate();
  };

  #forget = async () => {
    // Dialogs and forms are fetched when they are wanted.
    const { forgetTalk } = await import("./forgetting.js");
    if (!await forgetTalk(this.memory, this.office)) return;
    this.files.recall();
    this.conversation.stopped = "";
    this.remark = "";
    this.requestUpdate();
    await this.updateComplete;
    this.field.value?.focus();
  };

  // --- what happens -----------------------------------------------------------------------------------------------

  /** @param {{answered?: import("./conversation.js").Reply, refused?: string}} [change] */
  #heard(change) {
    clearTimeout(this.timer);
    this.slow = false;
    if (this.conversation.busy) this.timer = setTimeout(() => { this.slow = true; }, SLOW_MS);
    const language = change?.answered?.language;
    if (isSpoken(language) && language !== spoken() && !isChosen()) speak(language, false);
    if (change?.refused) this.#say(change.refused);
    this.requestUpdate();
  }

  /** @param {string} word */
  #say(word) {
    this.remark = word;
    tell(say(word));
  }

  #online = () => {
    this.away = !navigator.onLine;
    if (!this.away && this.memory.talk.outbox.length) void this.conversation.flush();
  };

  /** @param {StorageEvent} event */
  #elsewhere = event => {
    if (event.key === PLACE && this.memory.adopt(event.newValue)) { this.files.recall(); this.requestUpdate(); }
  };

  // --- room -------------------------------------------------------------------------------------------------------

  // A keyboard that lies over the page: what is written stays above it, and the last words above that.
  #resized = () => {
    this.#lifted();
    if (document.activeElement === this.field.value) this.#toTheEnd();
  };

  #lifted = () => {
    const seen = visualViewport;
    if (!seen || seen.scale > 1.01) return;
    const under = Math.max(0, Math.round(innerHeight - seen.height - seen.offsetTop));
    this.style.setProperty("--under", `${under}px`);
  };

  // An answer that is longer than the window is read from its beginning.
  #toTheEnd() {
    requestAnimationFrame(() => {
      const last = this.log.value?.lastElementChild, foot = this.querySelector(".composer")?.getBoundingClientRect().height ?? 0;
      if (last) last.scrollIntoView({ block: last.getBoundingClientRect().height > innerHeight - foot ? "start" : "end" });
    });
  }
}
define("fines-chat", FinesChat);

// <city-video>: the moving picture of a camera, for as long as a grant lasts and no longer.
//
//   <city-video grant="…" camera="…" name="세종대로 1"></city-video>
//
// It opens a view, then asks for the playlist and for what is new in it, each by itself. The first refusal ends it: the
// picture goes at once, with all that was fetched, and the words say why. There is no sound, and no way to save.
// `ended` tells the page: { refusal }.

import { CityElement, createRef, define, html, nothing, ref } from "../shell/element.js";
import { Trouble } from "../shell/api.js";
import { t } from "../shell/words.js";
import { dress } from "./dress.js";
import { door, kindOf, piecesOf } from "./video/film.js";

/** @typedef {import("./video/film.js").Source} Source */
/** @typedef {"waiting" | "playing" | "paused" | "lost" | "unsupported" | "ended"} State */

dress(new URL("./video.css", import.meta.url).href);
const TURN_MS = 500, KEPT_S = 6, BEHIND_S = 3, LOST_MS = 3000;
/** @type {Record<string, [string, string]>} */
const WHY = {
  revoked: ["권한이 회수되었습니다.", "It was revoked."],
  window_over: ["열람 기간이 지났습니다.", "Its time has passed."],
  incident_over: ["사건이 끝났습니다.", "The incident is over."],
  inactive: ["오래 보지 않아 닫혔습니다.", "Nobody looked for a long time."],
  partner_over: ["기관이 사건을 종결했습니다.", "The agency has closed its case."],
};

export class CityVideo extends CityElement {
  static properties = { grant: {}, camera: {}, name: {}, source: { attribute: false }, state: { state: true },
    trouble: { state: true } };

  /** @type {import("lit/directives/ref.js").Ref<HTMLVideoElement>} */ #video = createRef();
  /** Counts what was begun; whatever belongs to an earlier one stops by itself. */
  #run = 0;
  /** @type {SourceBuffer | null} */ #buffer = null;
  #address = "";

  constructor() {
    super();
    this.grant = "";
    this.camera = "";
    this.name = "";
    /** @type {Source} */
    this.source = door;
    /** @type {State} */
    this.state = "waiting";
    /** @type {Trouble | null} */
    this.trouble = null;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#clear();
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (["grant", "camera", "source"].some(name => changed.has(name)) && this.grant && this.camera) void this.#play();
  }

  async #play() {
    this.#clear();
    const run = ++this.#run, here = () => run === this.#run && this.isConnected;
    this.state = "waiting";
    this.trouble = null;
    try {
      const view = await this.source.open(this.grant, this.camera), below = view.playlist.replace(/[^/]*$/, "");
      const beginning = await this.source.bytes(`${below}init.mp4`), kind = kindOf(beginning);
      if (!here()) return;
      if (!kind || !globalThis.MediaSource?.isTypeSupported(kind)) { this.state = "unsupported"; return; }
      await this.#attach(kind, beginning);
      await this.#follow(here, view.playlist, below);
    } catch (trouble) {
      if (here()) this.#end(trouble);
    }
  }

  /** @param {() => boolean} here @param {string} playlist @param {string} below */
  async #follow(here, playlist, below) {
    const seen = new Set();
    let last = Date.now();
    while (here()) {
      try {
        const pieces = piecesOf(await this.source.text(playlist));
        // Live film is looked at where it ends.
        if (!seen.size) for (const { name } of pieces.slice(0, -2)) seen.add(name);
        for (const { name } of pieces.filter(piece => !seen.has(piece.name))) {
          const film = await this.source.bytes(below + name);
          if (!here()) return;
          seen.add(name);
          await this.#append(film);
          last = Date.now();
          this.#keepUp();
        }
      } catch (trouble) {
        // What is refused is over. Whatever else went wrong passes, and is tried again.
        if (!(trouble instanceof Trouble) || [401, 403, 404].includes(trouble.status) && trouble.code !== "segment_unknown") throw trouble;
      }
      if (here() && Date.now() - last > LOST_MS && this.state === "playing") this.state = "lost";
      await new Promise(wake => setTimeout(wake, TURN_MS));
    }
  }

  /** @param {string} kind @param {ArrayBuffer} beginning */
  async #attach(kind, beginning) {
    const media = new MediaSource(), video = /** @type {HTMLVideoElement} */ (this.#video.value);
    this.#address = URL.createObjectURL(media);
    video.src = this.#address;
    await new Promise(opened => media.addEventListener("sourceopen", opened, { once: true }));
    this.#buffer = media.addSourceBuffer(kind);
    // Each piece after the one before, whatever moment it says it is of.
    this.#buffer.mode = "sequence";
    await this.#append(beginning);
  }

  /** @param {ArrayBuffer} film */
  async #append(film) {
    const buffer = this.#buffer;
    if (!buffer) return;
    await settled(buffer, () => buffer.appendBuffer(film));
    const { buffered } = buffer;
    const old = buffered.length ? buffered.end(buffered.length - 1) - KEPT_S : 0;
    if (old > 1) await settled(buffer, () => buffer.remove(0, old));
  }

  #keepUp() {
    const video = this.#video.value, buffered = this.#buffer?.buffered;
    if (!video || !buffered?.length) return;
    const [begins, ends] = [buffered.start(0), buffered.end(buffered.length - 1)];
    if (video.currentTime < begins || ends - video.currentTime > BEHIND_S) video.currentTime = Math.max(begins, ends - 1);
    if (this.state === "paused") return;
    this.state = "playing";
    void video.play().catch(() => { this.state = "paused"; });
  }

  /** @param {unknown} trouble */
  #end(trouble) {
    this.#clear();
    this.trouble = trouble instanceof Trouble ? trouble : null;
    this.state = "ended";
    this.tell("ended", { refusal: this.trouble?.refusal ?? null });
  }

  /** Nothing that was fetched is left to be looked at. */
  #clear() {
    this.#run += 1;
    this.#buffer = null;
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = "";
    const video = this.#video.value;
    if (video?.hasAttribute("src")) { video.removeAttribute("src"); video.load(); }
  }

  #press() {
    const video = this.#video.value;
    if (this.state === "playing" || this.state === "lost") { this.state = "paused"; video?.pause(); }
    else if (this.state === "paused") { this.state = "playing"; this.#keepUp(); }
    else void this.#play();
  }

  render() {
    const shown = ["playing", "paused", "lost"].includes(this.state), words = this.#words();
    return html`<figure class="video" data-state=${this.state}>
      <div class="video-frame">
        <video ${ref(this.#video)} muted playsinline disablepictureinpicture disableremoteplayback .muted=${true}
          aria-label=${this.name || t("카메라 영상", "Camera")} ?hidden=${!shown}></video>
        <p class="video-words" role="status" ?hidden=${!words}>${words}</p>
      </div>
      <figcaption><span>${this.name}</span>${this.#button()}</figcaption></figure>`;
  }

  #button() {
    const verb = { playing: t("멈춤", "Pause"), lost: t("멈춤", "Pause"), paused: t("계속 보기", "Go on"), ended: t("다시 열기", "Open again"),
      waiting: "", unsupported: "" }[this.state];
    return verb ? html`<button type="button" class="plain" aria-label=${`${verb}: ${this.name}`} @click=${this.#press}>${verb}</button>` : nothing;
  }

  #words() {
    if (this.state === "waiting") return t("영상을 여는 중입니다 …", "Opening the picture …");
    if (this.state === "lost") return t("영상이 끊겼습니다. 다시 잇는 중입니다 …", "The picture stopped. Trying again …");
    if (this.state === "unsupported") return t("이 브라우저는 이 영상을 재생하지 못합니다.", "This browser cannot play this film.");
    if (this.state !== "ended") return "";
    const why = WHY[this.trouble?.refusal ?? ""];
    if (why) return `${t("열람 권한이 끝났습니다", "Your permission to view has ended")}. ${t(...why)}`;
    return this.trouble?.words ?? t("영상을 열지 못했습니다.", "The picture could not be opened.");
  }
}

/** Does something with a buffer, and waits until it is done. @param {SourceBuffer} buffer @param {() => void} act */
function settled(buffer, act) {
  return new Promise((done, failed) => {
    buffer.addEventListener("updateend", done, { once: true });
    buffer.addEventListener("error", failed, { once: true });
    act();
  });
}

define("city-video", CityVideo);

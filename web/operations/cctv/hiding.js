// A copy on which others are hidden: asked for, how far it came, the person pointed at on stills, and the draft to be watched.
//
//   <cctv-hiding .subject=${id} .filmed=${true} @draft=${event => …}></cctv-hiding>     `watching`: nobody points any more
//
// Nothing is fetched before somebody opens it: whoever sees people's pictures stands in the log of views.

import "../../components/form.js";
import { facts, tag } from "../../components/facts.js";
import { path, Trouble } from "../../shell/api.js";
import { define, html, nothing, say, svg } from "../../shell/element.js";
import { DRAFT } from "../../shell/session.js";
import { named, number, storage, t } from "../../shell/words.js";
import { operations, Part } from "../office/shown.js";

/** @typedef {{at_s: number, x: number, y: number}} Finger */
/** @typedef {{request_id: string, state: string, done: number, steps: number, seconds: number, pictures: number, shown: number, box_count: number,
 *   doubts: {kind: string, from_s: number, to_s: number}[], detector: string, sha256: string | null, url: string | null,
 *   stills: {at_s: number, url: string}[], fault_ko: string, fault_en: string, revision: number}} Hiding */

const WORKING_MS = 3_000, FRESH_MS = 30_000, STEP = .02, LEAP = .1, NONE = "none", MOST = 50, AT_ONCE = 30;
/** @type {Record<string, [number, number]>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
/** @type {Record<string, [string, string, import("../../components/facts.js").Tone?]>} */
const STATES = { looking: ["사람을 찾는 중", "looking for people", "info"], choosing: ["보여 줄 사람 고르기", "whom to show", "warning"],
  drawing: ["가리는 중", "hiding", "info"], draft: ["초안 있음", "draft made", "fine"], failed: ["만들지 못함", "failed", "alarm"] };
/** @type {import("../../shell/words.js").Words} */
const DOUBTS = { lost: ["보여 줄 사람을 놓침", "the person was lost"], unclear: ["누구를 가리켰는지 분명하지 않음", "unclear who was pointed at"],
  appeared: ["갑자기 나타난 사람", "somebody came from nowhere"], missed: ["잠깐 찾지 못한 사람", "somebody was missed for a while"],
  weak: ["겨우 찾은 사람", "somebody was hardly found"] };

/** A second of the copy: `1:02.5`. @param {number} seconds */
export function second(seconds) {
  const tenths = Math.round(seconds * 10), minutes = Math.floor(tenths / 600), rest = tenths % 600;
  return `${minutes}:${String(Math.floor(rest / 10)).padStart(2, "0")}${rest % 10 ? `.${rest % 10}` : ""}`;
}

/** @param {string} state @returns {[string, string]} */
const called = state => [STATES[state]?.[0] ?? state, STATES[state]?.[1] ?? state];
/** @param {number} share */
const inside = share => Math.min(1, Math.max(0, share));
/** To a thousandth, so that what is sent is what is read. @param {number} share */
const rounded = share => Math.round(share * 1000) / 1000;
/** @param {{x: number, y: number}} place */
const whereabouts = ({ x, y }) => t(`왼쪽에서 ${number(x * 100)}%, 위에서 ${number(y * 100)}%`, `${number(x * 100)}% from the left, ${number(y * 100)}% from the top`);

/** How far each part of the work came: so many of so many. @param {Hiding} found */
export function progress({ done, steps }) {
  const cuts = (steps - 2) / 2, within = (/** @type {number} */ value, /** @type {number} */ most) => Math.min(most, Math.max(0, value));
  return { looked: [within(done, cuts), cuts], followed: [within(done - cuts, 1), 1], drawn: [within(done - cuts - 1, cuts), cuts], joined: [within(done - 2 * cuts - 1, 1), 1] };
}

class CctvHiding extends Part {
  static properties = { ...Part.properties, filmed: { type: Boolean }, watching: { type: Boolean }, shown: { state: true }, cross: { state: true }, fingers: { state: true } };

  constructor() {
    super();
    this.filmed = this.watching = false;
    this.load.held = true;
    this.load.every = (/** @type {Hiding} */ found) => found.state === "looking" || found.state === "drawing" ? WORKING_MS : null;
    /** Which still is shown. */
    this.shown = 0;
    this.cross = { x: .5, y: .5 };
    /** @type {Finger[]} */
    this.fingers = [];
    /** An address of the film has ended. */
    this.over = false;
    /** Where the film stood then. */
    this.stood = 0;
    /** From which second on stills are wanted. */
    this.from_s = 0;
    /** Where the stills before these begin. @type {number[]} */
    this.earlier = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.fingers = JSON.parse(storage("sessionStorage")?.getItem(this.#kept) ?? "[]");
  }

  // The city does not tell who was pointed at before; whoever points again does so from here.
  get #kept() { return `${DRAFT}operations/hiding/${this.subject}`; }

  get #address() { return path`cctv/access-requests/${this.subject}/hiding`; }

  /** @returns {Promise<Hiding | {state: string}>} */
  async fetch() {
    try {
      /** @type {Hiding} */
      const found = await operations.get(this.#address, { from_s: this.from_s || null });
      const known = /** @type {Hiding | null} */ (this.load.value), before = known?.state;
      if (before && before !== found.state) say(t(...called(found.state)));
      // The film goes on playing from the address it has, while that is good.
      if (known?.url && known.sha256 === found.sha256 && !this.over) found.url = known.url;
      this.over = false;
      this.tell("draft", found.state === "draft" ? found : null);
      return found;
    } catch (trouble) {
      if (trouble instanceof Trouble && trouble.status === 404) return { state: NONE };
      throw trouble;
    }
  }

  render() {
    const heading = html`<h3>${t("다른 사람 가리기", "Hide others")}</h3>`;
    if (this.load.held) return html`<section class="card">${heading}
      <p class="quiet">${t("요구한 사람만 남기고 모두 가린 초안을 만들거나 봅니다. 사람이 찍힌 그림을 보면 열람 기록에 남습니다.",
        "Makes, or shows, a draft on which everybody but whoever asked is hidden. Seeing pictures of people is entered in the log of views.")}</p>
      <div class="row end"><button type="button" class="plain" @click=${this.#open}>${t("열기", "Open")}</button></div></section>`;
    return html`<section class="card">${heading}${super.render()}</section>`;
  }

  #open = async () => {
    await this.load.reload();
    await this.updateComplete;
    const heading = this.querySelector("h3");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  };

  /** @param {Hiding} found */
  view(found) {
    const { state } = found;
    if (state === NONE) return this.watching ? html`<p class="quiet">${t("여기서 만든 초안이 없습니다.", "No draft was made here.")}</p>` : this.#asking(t("사본 만들기", "Ask for a copy"));
    const [korean, english, tone = ""] = STATES[state] ?? [state, state];
    return html`<p>${tag(t(korean, english), tone)} <span class="quiet">${t(`영상 ${second(found.seconds)}`, `${second(found.seconds)} of film`)}</span></p>
      ${state === "looking" || state === "drawing" ? this.#working(found) : nothing}
      ${state === "failed" ? html`<p class="notice" data-tone="danger" role="alert">${t(found.fault_ko, found.fault_en) || t("만들지 못했습니다.", "It could not be made.")}</p>
        ${this.watching ? nothing : this.#asking(t("다시 만들기", "Make it again"))}` : nothing}
      ${state === "draft" ? this.#draft(found) : nothing}
      ${this.watching ? nothing : state === "choosing" ? this.#pointing(found)
        : state === "draft" ? html`<details><summary>${t("다시 가리키기", "Point again")}</summary>${this.#pointing(found)}</details>` : nothing}`;
  }

  /** @param {string} verb */
  #asking(verb) {
    if (!this.filmed) return html`<p class="notice" data-tone="warning">${t("영상을 아직 다 가져오지 않았습니다.", "The film is not all here yet.")}
      <a href="/operations/evidence#requests/${this.subject}">${t("영상 보기", "See how far it came")}</a></p>`;
    return html`<p>${t("영상에서 사람과 차량을 찾습니다. 찾은 뒤에 보여 줄 사람을 가리킵니다. 30분까지 만들 수 있습니다.",
      "People and vehicles are looked for. Then the person who may be seen is pointed at. Half an hour of film at most.")}</p>
      <city-form class="asking" .verb=${verb} .send=${() => operations.post(this.#address, {})} .done=${() => this.did(t("만들기 시작했습니다.", "It is being made."))}></city-form>`;
  }

  /** @param {Hiding} found */
  #working(found) {
    const { looked, followed, drawn, joined } = progress(found);
    const lines = /** @type {[string, number[]][]} */ ([[t("사람 찾기", "Looked at"), looked], [t("움직임 따라가기", "Followed"), followed],
      [t("가리기", "Drawn"), drawn], [t("잇기", "Joined"), joined]]);
    return html`<progress max=${found.steps} value=${found.done} aria-label=${t("사본의 진행", "How far the copy came")}></progress>
      ${facts(lines.map(([name, [done, all]]) => [name, t(`${number(all)}개 가운데 ${number(done)}개`, `${number(done)} of ${number(all)}`)]))}`;
  }

  // --- pointing ---------------------------------------------------------------------------------------------------

  /** @param {Hiding} found */
  #pointing(found) {
    const { stills } = found, at = Math.min(this.shown, stills.length - 1), still = stills[at], { fingers } = this;
    return html`<p>${t("보여 줄 사람을 그림에서 가리킵니다. 놓치는 곳이 있으면 그 뒤의 그림에서 다시 가리킵니다. 한 그림에 한 곳입니다.",
      "Point at the person who may be seen; after each place where they are lost, point again on a later picture. One place on each.")}</p>
      ${!still ? html`<p class="notice">${t("여기부터는 그림이 없습니다.", "There are no pictures from here on.")}</p>` : this.#still(still)}
      <div class="row" role="group" aria-label=${t("그림", "Pictures")}>
        <button type="button" class="plain" aria-disabled=${at <= 0 && !this.earlier.length ? "true" : "false"} @click=${() => this.#turn(found, at - 1)}>${t("앞 그림", "Earlier")}</button>
        <output>${still ? t(`${second(still.at_s)} 그림`, `at ${second(still.at_s)}`) : nothing}</output>
        <button type="button" class="plain" aria-disabled=${at < stills.length - 1 || stills.length >= AT_ONCE ? "false" : "true"} @click=${() => this.#turn(found, at + 1)}>${t("다음 그림", "Later")}</button></div>
      <h4>${t("가리킨 곳", "Places pointed at")}</h4>
      ${fingers.length ? html`<ul class="pointed">${fingers.map(each => html`<li class="row apart"><span><b>${second(each.at_s)}</b> ${whereabouts(each)}</span>
          <button type="button" class="plain" aria-label=${t(`${second(each.at_s)}에 가리킨 곳 빼기`, `Remove the place at ${second(each.at_s)}`)}
            @click=${() => this.#remove(each)}>${t("빼기", "Remove")}</button></li>`)}</ul>`
        : html`<p class="quiet">${t("아직 없습니다.", "None yet.")}${found.state === "draft" ? t(" 전에 가리킨 곳은 남아 있지 않으니 모두 다시 가리켜 주세요.",
          " What was pointed at before is not kept: point at every place again.") : nothing}</p>`}
      <city-form class="pointing" .verb=${t("이 사람만 보여 주기", "Show only this person")} .send=${() => {
          if (!fingers.length) throw Trouble.of("먼저 그림에서 사람을 가리켜 주세요.", "Please point at the person on a picture first.");
          return this.#send(found, fingers);
        }} .done=${this.#sent}
        .extra=${html`<span class="quiet">${t("나머지는 모두 가립니다.", "All others are hidden.")}</span>`}></city-form>
      <city-form class="nobody" .verb=${t("아무도 아님: 모두 가리기", "Nobody: hide everybody")} .check=${() => ({ title: t("모두 가릴까요?", "Hide everybody?"),
        body: t("요구한 사람도 가립니다.", "Whoever asked is hidden too.") })} .send=${() => this.#send(found, [])} .done=${this.#sent}></city-form>`;
  }

  /** @param {{at_s: number, url: string}} still */
  #still(still) {
    const here = this.fingers.find(each => each.at_s === still.at_s), { x, y } = this.cross, share = (/** @type {number} */ value) => `${(value * 100).toFixed(1)}%`;
    return html`<div class="still" role="application" tabindex="0" aria-roledescription=${t("사람을 가리키는 그림", "picture to point on")}
        aria-label=${t(`${second(still.at_s)}의 그림. 십자: ${whereabouts(this.cross)}${here ? `. 가리킨 곳: ${whereabouts(here)}` : ""}`,
          `Picture at ${second(still.at_s)}. Cross: ${whereabouts(this.cross)}${here ? `. Pointed at: ${whereabouts(here)}` : ""}`)}
        aria-describedby="hiding-keys" @click=${(/** @type {MouseEvent} */ event) => this.#clicked(event, still.at_s)}
        @keydown=${(/** @type {KeyboardEvent} */ event) => this.#pressed(event, still.at_s)}>
      <img src=${still.url} alt=${t(`촬영된 그림, ${second(still.at_s)}`, `The film at ${second(still.at_s)}`)} draggable="false" @error=${this.#ended}>
      <svg aria-hidden="true">${here ? svg`<circle class="finger" cx=${share(here.x)} cy=${share(here.y)} r="14"></circle>` : nothing}
        ${["under", "cross"].map(name => svg`<g class=${name}><line x1=${share(x)} x2=${share(x)} y1="0" y2="100%"></line><line x1="0" x2="100%" y1=${share(y)} y2=${share(y)}></line></g>`)}</svg></div>
      <p class="hint" id="hiding-keys">${t("누르면 가리킵니다. 자판: 화살표로 십자를 옮기고(Shift와 함께 크게) Enter로 가리킵니다.",
        "Press on it to point. By keyboard: arrows move the cross (with Shift, further), Enter points.")}</p>`;
  }

  /** @param {MouseEvent} event @param {number} at_s */
  #clicked(event, at_s) {
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    this.cross = { x: rounded(inside((event.clientX - box.left) / box.width)), y: rounded(inside((event.clientY - box.top) / box.height)) };
    this.#point(at_s);
  }

  /** @param {KeyboardEvent} event @param {number} at_s */
  #pressed(event, at_s) {
    const move = MOVES[event.key], far = event.shiftKey ? LEAP : STEP;
    if (event.ctrlKey || event.altKey || event.metaKey || (!move && event.key !== "Enter")) return;
    event.preventDefault();
    if (!move) return this.#point(at_s);
    this.cross = { x: rounded(inside(this.cross.x + move[0] * far)), y: rounded(inside(this.cross.y + move[1] * far)) };
    say(whereabouts(this.cross));
  }

  /** @param {number} at_s */
  #point(at_s) {
    const others = this.fingers.filter(each => each.at_s !== at_s);
    if (others.length >= MOST) { say(t(`${MOST}곳까지입니다.`, `${MOST} places at most.`)); return; }
    this.#keep([...others, { at_s, ...this.cross }].sort((one, other) => one.at_s - other.at_s));
    say(t(`${second(at_s)}에 가리켰습니다: ${whereabouts(this.cross)}`, `Pointed at ${second(at_s)}: ${whereabouts(this.cross)}`));
  }

  /** @param {Finger} gone */
  #remove(gone) {
    this.#keep(this.fingers.filter(each => each !== gone));
    say(t("뺐습니다.", "Removed."));
    /** @type {HTMLElement | null} */ (this.querySelector(".still"))?.focus();
  }

  /** @param {Finger[]} fingers */
  #keep(fingers) {
    this.fingers = fingers;
    storage("sessionStorage")?.setItem(this.#kept, JSON.stringify(fingers));
  }

  /** Another still; past the last of those that came, the next are fetched. @param {Hiding} found @param {number} to */
  async #turn({ stills }, to) {
    const last = stills.at(-1);
    if (to >= 0 && to < stills.length) { this.shown = to; return; }
    if (to < 0) {
      const from_s = this.earlier.pop();
      if (from_s === undefined) return;
      this.from_s = from_s;
      await this.load.reload();
      this.shown = Math.max(0, (this.load.value?.stills?.length ?? 1) - 1);
    } else if (last && stills.length >= AT_ONCE) {
      this.earlier.push(this.from_s);
      this.from_s = last.at_s + .001;
      await this.load.reload();
      this.shown = 0;
    }
  }

  /** @param {Hiding} found @param {Finger[]} fingers */
  async #send(found, fingers) {
    try {
      return await operations.post(`${this.#address}/person`, { revision: found.revision, fingers });
    } catch (trouble) {
      // Somebody else pointed meanwhile: what stands now is shown, and the places stay.
      if (trouble instanceof Trouble && trouble.status === 409) void this.load.reload();
      throw trouble;
    }
  }

  #sent = () => this.did(t("가리기 시작했습니다.", "The others are being hidden."));

  // Addresses of pictures and film end after five minutes; what does not come is asked for anew, but not without end.
  #ended = (/** @type {Event} */ event) => {
    if (this.load.busy || Date.now() < this.load.at + FRESH_MS) return;
    this.over = true;
    if (event.target instanceof HTMLVideoElement) this.stood = event.target.currentTime;
    void this.load.reload();
  };

  #began = (/** @type {Event} */ event) => {
    if (this.stood) /** @type {HTMLVideoElement} */ (event.target).currentTime = this.stood;
    this.stood = 0;
  };

  // --- the draft --------------------------------------------------------------------------------------------------

  /** @param {Hiding} found */
  #draft(found) {
    return html`${found.url ? html`<video class="draft" controls muted playsinline preload="metadata" src=${found.url} @error=${this.#ended} @loadedmetadata=${this.#began}
        aria-label=${t("가린 사본의 초안, 소리 없음", "Draft of the copy, without sound")}></video>
      <div class="row end"><a href=${found.url} rel="noreferrer" download="">${t("초안 파일 받기", "Fetch the draft's file")}</a></div>` : nothing}
      ${facts([[t("사람이 보이는 그림", "Pictures that show the person"), t(`${number(found.pictures)}장 가운데 ${number(found.shown)}장`, `${number(found.shown)} of ${number(found.pictures)}`)],
        [t("가린 곳", "Rectangles"), number(found.box_count)], [t("찾은 프로그램", "Found by"), found.detector], ["SHA-256", html`<code>${found.sha256}</code>`]])}
      <h4>${t("먼저 볼 곳", "Where to look first")}</h4>
      ${found.doubts.length ? html`<ul class="doubts">${found.doubts.map(each => html`<li><button type="button" class="plain" @click=${() => this.#seek(each.from_s)}><b class="when">${
          second(each.from_s)}~${second(each.to_s)}</b> ${named(DOUBTS, each.kind)}</button></li>`)}</ul>`
        : html`<p class="quiet">${t("의심스러운 곳이 없습니다.", "Nothing is doubted.")}</p>`}
      <p class="quiet">${t("어느 그림에서도 찾지 못한 사람은 가려지지 않고 여기에도 없습니다. 끝까지 보아 주세요.",
        "Whoever no picture finds is not hidden, and does not stand here. Please watch it to its end.")}</p>`;
  }

  /** @param {number} to */
  #seek(to) {
    const film = this.querySelector("video");
    if (!film) return;
    film.pause();
    film.currentTime = to;
    film.scrollIntoView({ block: "nearest" });
    say(t(`${second(to)}로 옮겼습니다.`, `Moved to ${second(to)}.`));
  }
}
define("cctv-hiding", CctvHiding);

// The room's bell: it rings for what nobody has answered, only after somebody switched it on, and says when it cannot.
//
// A browser lets no page sound before somebody has pressed something in it: until then the bell is on, and silent.

import { storage } from "../../shell/words.js";

const KEPT = "dongne.room.bell", AGAIN_MS = 30_000;

/** @typedef {Pick<AudioContext, "state" | "resume" | "currentTime" | "createOscillator" | "createGain" | "destination">} Sounds */

export class Bell {
  /** @param {{kept?: Pick<Storage, "getItem" | "setItem"> | null, sounds?: () => Sounds, now?: () => number}} [world] */
  constructor({ kept = storage("localStorage"), sounds = () => new AudioContext(), now = () => Date.now() } = {}) {
    this.kept = kept;
    this.sounds = sounds;
    this.now = now;
    this.on = kept?.getItem(KEPT) === "1";
    /** @type {Sounds | null} */
    this.context = null;
    this.rang = 0;
  }

  /** Whether it is on and yet would not be heard. */
  get muffled() { return this.on && this.context?.state !== "running"; }

  /** Switched by hand: it rings once, so that one knows it. @param {boolean} on */
  async turn(on) {
    this.on = on;
    this.kept?.setItem(KEPT, on ? "1" : "0");
    if (on) { await this.wake(); this.#sound([880]); }
  }

  /** After somebody pressed something. */
  async wake() {
    if (!this.on) return;
    try {
      this.context ??= this.sounds();
      if (this.context.state !== "running") await this.context.resume();
    } catch { /* no device that sounds: the page says that it is muffled */ }
  }

  /** Rings for something new. @param {boolean} grave */
  ring(grave) {
    this.rang = this.now();
    this.#sound(grave ? [988, 740, 988, 740] : [880, 660]);
  }

  /** Rings again while something grave waits; called every so often. @param {boolean} waits */
  remind(waits) { if (waits && this.now() - this.rang >= AGAIN_MS) this.ring(true); }

  /** @param {number[]} tones hertz, one after the other */
  #sound(tones) {
    const { context } = this;
    if (!this.on || !context || context.state !== "running") return;
    tones.forEach((hertz, place) => {
      const tone = context.createOscillator(), gain = context.createGain(), at = context.currentTime + place * 0.22;
      tone.frequency.value = hertz;
      gain.gain.setValueAtTime(0.0001, at);
      gain.gain.exponentialRampToValueAtTime(0.35, at + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.2);
      tone.connect(gain);
      gain.connect(/** @type {AudioDestinationNode} */ (context.destination));
      tone.start(at);
      tone.stop(at + 0.22);
    });
  }
}

// What is read again because the city tells that it changed.
//
//   following = new Follow(this, ["operations.grants"], () => this.load.reload(), { wanted: ({ body }) => body.incident_id === this.incident });
//
// Without a line the same topics are polled, by what all pages share (shell/live.js); whoever reads a list whole once a minute
// besides misses nothing for longer than that.

import { live } from "../../shell/live.js";

/** @typedef {import("../../shell/live/follower.js").Change} Change */

// What is told together is read once.
const SOON_MS = 200;

/** Watches topics for as long as its element stands in the page. */
export class Follow {
  /** @type {{close(): void}[]} */ #watching = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer = undefined;

  /** @param {{addController: (controller: any) => void}} host @param {string[]} topics @param {() => unknown} again
   * @param {{wanted?: (change: Change) => boolean}} [how] */
  constructor(host, topics, again, { wanted = () => true } = {}) {
    this.topics = topics;
    this.again = again;
    this.wanted = wanted;
    host.addController(this);
  }

  hostConnected() {
    this.#watching = this.topics.map(topic => live.watch(topic, {
      onChange: change => { if (this.wanted(change)) this.#soon(); },
      // Called at the beginning too: whatever came between reading and watching is read then.
      onReset: this.#soon, onState: () => {},
    }));
  }

  hostDisconnected() {
    for (const each of this.#watching.splice(0)) each.close();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #soon = () => {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.again();
    }, SOON_MS);
  };
}

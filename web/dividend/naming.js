// Names for what is asked once: pressed again it is the same, never a second one.

import { today } from "../shell/words.js";

/** @param {string} what */
export const fresh = what => `${what}-${today().replaceAll("-", "")}-${Array.from(crypto.getRandomValues(new Uint8Array(6)), byte =>
  (byte % 36).toString(36)).join("")}`;

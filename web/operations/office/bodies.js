// Bodies by name: as the terms of each agency have it, for whoever may read those; else as the city knows them from the start.

import { session } from "../../shell/session.js";
import { named, t } from "../../shell/words.js";
import { operations } from "./api.js";
import { ORGANISATIONS } from "./words.js";

/** @typedef {{requestUpdate: () => void, addController: (controller: any) => void}} Host */

/** What agencies are called by their terms, once they were read. @type {Record<string, [string, string]>} */
const known = {};
/** @type {Promise<void> | null} */
let reading = null;

async function read() {
  try {
    const { agencies } = await operations.get("agencies");
    learn(agencies);
  } catch { reading = null; }
}

/** Takes names from what the API of agencies answered. @param {{config: {agency_id: string, name_ko: string, name_en: string}}[]} agencies */
export function learn(agencies) {
  for (const { config } of agencies) known[config.agency_id] = [config.name_ko, config.name_en];
}

/** What a body is called. @param {string} id */
export function bodyName(id) {
  if (Object.hasOwn(known, id)) return t(...known[id]);
  return Object.hasOwn(ORGANISATIONS, id) ? named(ORGANISATIONS, id) : t(`기관 ${id}`, `agency ${id}`);
}

/** For an element that names bodies: it is drawn again once their names have come. */
export class Bodies {
  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    host.addController(this);
  }

  hostConnected() {
    if (!session.may("operator", "supervisor", "auditor")) return;
    reading ??= read();
    void reading.then(() => this.host.requestUpdate());
  }

  /** Those that can be chosen. @returns {[string, string][]} */
  get choices() { return Object.keys({ ...ORGANISATIONS, ...known }).filter(id => id !== "city").map(id => [id, bodyName(id)]); }
}

// Film of a camera: opening a view, and fetching its playlist and its pieces as whoever is signed in.
//
// No address holds a token: each request carries it in its header, and the door judges each by the grant as it stands.

import { api, path, Trouble } from "../../shell/api.js";
import { session } from "../../shell/session.js";

/** @typedef {{view_id: string, playlist: string, camera_name: string}} View */
/** @typedef {{open(grant: string, camera: string): Promise<View>, text(path: string): Promise<string>,
 *   bytes(path: string): Promise<ArrayBuffer>}} Source */
/** A second or so of film. `anew`: it does not go on from the one before. @typedef {{name: string, anew: boolean}} Piece */

const LIMIT_MS = 8000;

/** @param {string} address @param {string} kind @returns {Promise<Response>} */
async function ask(address, kind) {
  for (let turn = 1; ; turn++) {
    const token = await session.token();
    if (!token) throw new Trouble(0);
    /** @type {Response} */
    let answer;
    try {
      answer = await fetch(`/api/operations/${address}`, { headers: { Authorization: token, Accept: kind }, cache: "no-store",
        credentials: "omit", signal: AbortSignal.timeout(LIMIT_MS) });
    } catch { throw new Trouble(0); }
    if (answer.ok) return answer;
    if (answer.status === 401 && turn === 1) { await session.refused(); continue; }
    throw new Trouble(answer.status, await answer.json().catch(() => null));
  }
}

/** @type {Source} */
export const door = {
  open: (grant, camera) => api("operations").post(path`cctv/grants/${grant}/views`, { camera_id: camera }),
  text: async address => (await ask(address, "application/vnd.apple.mpegurl")).text(),
  bytes: async address => (await ask(address, "video/mp4")).arrayBuffer(),
};

/** The pieces that a playlist names; it is written by the city, so nothing else is in it. @param {string} text */
export function piecesOf(text) {
  /** @type {Piece[]} */
  const pieces = [];
  let anew = false;
  for (const line of text.split("\n")) {
    if (line === "#EXT-X-DISCONTINUITY") anew = true;
    else if (line && !line.startsWith("#")) { pieces.push({ name: line, anew }); anew = false; }
  }
  return pieces;
}

/** What a beginning of film says of its pictures, for MediaSource; null for film that is no H.264. @param {ArrayBuffer} beginning */
export function kindOf(beginning) {
  const bytes = new Uint8Array(beginning);
  for (let at = 0; at + 8 <= bytes.length; at++) {
    // `avcC`, and after its version profile, constraints and level (ISO/IEC 14496-15).
    if (bytes[at] !== 0x61 || bytes[at + 1] !== 0x76 || bytes[at + 2] !== 0x63 || bytes[at + 3] !== 0x43) continue;
    const hex = [...bytes.slice(at + 5, at + 8)].map(byte => byte.toString(16).padStart(2, "0")).join("");
    return `video/mp4; codecs="avc1.${hex}"`;
  }
  return null;
}

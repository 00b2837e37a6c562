// `?live` opens what the city's door would open; without it nothing is asked of anybody.

import { html } from "../../shell/element.js";
import { Trouble } from "../../shell/api.js";
import "../video.js";
import { states } from "./states.js";

/** @typedef {import("../video/film.js").Source} Source */

/** A view that cannot be opened. @param {number} status @param {any} body @returns {Source} */
const refused = (status, body) => ({ open: async () => { throw new Trouble(status, body); },
  text: async () => "", bytes: async () => new ArrayBuffer(0) });
/** @type {Source} */
const slow = { open: () => new Promise(() => {}), text: async () => "", bytes: async () => new ArrayBuffer(0) };
/** @type {Source} */
const strange = { open: async () => ({ view_id: "v", playlist: "views/v/playlist.m3u8", camera_name: "" }), text: async () => "",
  bytes: async () => new ArrayBuffer(8) };
const ENDED = { error: "viewing_ended", message: { ko: "열람 권한이 끝났습니다.", en: "Your permission to view has ended." } };

/** @param {string} id @param {Source} source */
const one = (id, source) => () => html`<city-video id=${id} grant="g" camera="c" name="생활방범 · 관아문길 1" .source=${source}></city-video>`;

/** @type {Record<string, () => unknown>} */
const all = {
  "opening": one("opening", slow),
  "ended": one("ended", refused(403, { ...ENDED, refusal: "revoked" })),
  "refused": one("refused", refused(403, { error: "view_refused", refusal: "other_organisation",
    message: { ko: "이 카메라를 볼 권한이 없습니다.", en: "You may not view this camera." } })),
  "not supported": one("strange", strange),
};
const live = () => html`<city-video id="live" grant="g-1" camera="c-1" name="생활방범 · 관아문길 1"></city-video>`;
states("city-video", new URLSearchParams(location.search).has("live") ? { live } : all);

// How far the film of a case is fetched: so many of its minutes, and from when until when there is none, and why.

import "../../components/form.js";
import { tag } from "../../components/facts.js";
import { html, nothing } from "../../shell/element.js";
import { clock, moment, named, number, t } from "../../shell/words.js";

/** @typedef {{pieces: number, done: number, fetched: number, is_complete: boolean, gaps: {starts: string, ends: string, why: string}[]}} Film */
/** @typedef {{camera: string, film: Film | null}} Filmed */

/** While film is fetched one looks again; nothing else changes by itself. */
export const FETCHING_MS = 3_000, RESTING_MS = 60_000;

/** @type {import("../../shell/words.js").Words} */
const WHY = { no_film: ["녹화된 영상이 없거나 보관 기간이 지남", "nothing was recorded, or its time is over"],
  no_stream: ["카메라의 영상 주소가 등록되지 않음", "nobody has filed where this camera's film is"],
  has_sound: ["소리가 들어 있어 받지 않음", "it has sound, and is not taken"],
  too_large: ["한 번에 받을 수 없을 만큼 큼", "larger than what is given at once"] };

/** A word for a list. @param {Film | null} film */
export function filmTag(film) {
  if (!film) return tag(t("가져오지 않음", "not fetched"), "warning");
  if (!film.is_complete) return tag(t(`영상 ${number(film.done)}/${number(film.pieces)}`, `film ${number(film.done)} of ${number(film.pieces)}`), "info");
  return film.gaps.length ? tag(t("빠진 영상 있음", "some film missing"), "warning") : tag(t("영상 모두 있음", "film complete"), "fine");
}

/** @param {Filmed} found @param {boolean} over the case is over: nothing more is fetched @param {unknown} [again] how it is fetched anew */
export function filmShown({ camera, film }, over, again = nothing) {
  if (!film) return over ? nothing : html`<section class="card"><h3>${t("영상", "Film")}</h3><p class="notice" data-tone="warning">${t("아직 가져오지 않은 영상입니다.", "This film is not fetched.")}</p>${again}</section>`;
  const label = t(`${number(film.pieces)}조각 가운데 ${number(film.fetched)}조각을 가져왔습니다.`, `${number(film.fetched)} of ${number(film.pieces)} pieces are fetched.`);
  return html`<section class="card"><div class="row apart"><h3>${t("영상", "Film")}</h3>${filmTag(film)}</div>
    <p aria-live="polite">${label} <span class="quiet">${t("한 조각은 길어야 1분입니다.", "A piece is a minute at most.")}</span></p>
    <progress max=${film.pieces} value=${film.done} aria-label=${t("가져온 영상", "Film fetched")}></progress>
    ${!film.is_complete && over ? html`<p class="quiet">${t("끝난 건이어서 더 가져오지 않습니다.", "The case is over: no more is fetched.")}</p>` : nothing}
    ${film.gaps.length ? html`<h4>${t("없는 영상", "What there is no film of")}</h4><ul class="bullets">${film.gaps.map(gap => html`<li>
      <code>${camera}</code> · ${moment(gap.starts)} ~ ${clock(gap.ends)} <span class="quiet">${named(WHY, gap.why)}</span></li>`)}</ul>` : nothing}
    ${over || (film.is_complete && !film.gaps.length) ? nothing : again}</section>`;
}

/** Has what did not come fetched once more. @param {() => Promise<unknown>} send @param {(words: string) => unknown} done */
export const fetchingAgain = (send, done) => html`<city-form .verb=${t("다시 가져오기", "Fetch again")} .send=${send}
  .done=${() => done(t("없는 영상을 다시 가져옵니다.", "What is missing is fetched again."))}></city-form>`;

/** How soon to look again. @param {Film | null | undefined} film */
export const lookAgain = film => film && !film.is_complete ? FETCHING_MS : RESTING_MS;

// The list beside a map, what counts there are, and the buttons that move it.

import { html, nothing, repeat } from "../../shell/element.js";
import { number, t } from "../../shell/words.js";
import { PAGE, counted } from "./listing.js";
import { STATE_WORDS, stateOf } from "./states.js";

/** @typedef {string | { ko: string, en: string }} Text */
/** @typedef {import("./clusters.js").Placed & { name: Text, detail?: Text }} Row */
/** @typedef {{ focused: (id: string) => void, chosen: (id: string) => void, turned: (pages: number) => void }} Heard */

/** @param {Text | undefined} text */
export const told = text => typeof text === "object" ? t(text.ko, text.en) : text ?? "";

/** The mark of a state in a line of text. @param {import("./states.js").State} state */
const sign = state => html`<span class="map-sign ${state}" aria-hidden="true"></span>`;

/** @param {number} seen @param {number} all */
export function summary(seen, all) {
  if (!all) return t("표시할 곳이 없어요.", "Nothing to show.");
  if (seen === all) return t(`모두 ${number(all)}곳`, `all ${number(all)} places`);
  return t(`보이는 곳 ${number(seen)}곳, 모두 ${number(all)}곳`, `${number(seen)} of ${number(all)} places in view`);
}

/** @param {readonly Row[]} seen @param {number} all */
export const tallies = (seen, all) => html`<span>${summary(seen.length, all)}</span>${counted(seen).map(([state, many]) =>
  html` <span class="map-tally">${sign(state)}${t(...STATE_WORDS[state])} ${number(many)}</span>`)}`;

/** @param {readonly Row[]} seen @param {number} all @param {number} page @param {string | null | undefined} selected
 * @param {Heard} heard */
export function rows(seen, all, page, selected, heard) {
  const first = page * PAGE, shown = seen.slice(first, first + PAGE), left = seen.length - first - shown.length;
  const more = number(Math.min(PAGE, left));
  if (!shown.length) {
    return html`<p class="map-empty">${all
      ? t("여기에는 표시할 곳이 없어요. ‘전체 보기’를 눌러 보세요.", "Nothing here. Try “Show all”.")
      : t("아직 표시할 곳이 없어요.", "Nothing to show yet.")}</p>`;
  }
  return html`
    <ol class="map-list" start=${first + 1} aria-label=${t("보이는 곳", "Places in view")}>
      ${repeat(shown, each => each.id, each => row(each, each.id === selected, heard))}
    </ol>
    ${first || left ? html`<div class="map-more">
      ${first ? html`<button type="button" @click=${() => heard.turned(-1)}>${t(`이전 ${PAGE}곳`, `Previous ${PAGE}`)}</button>` : nothing}
      ${left ? html`<button type="button" @click=${() => heard.turned(1)}>${t(`${more}곳 더 보기`, `${more} more`)}</button>` : nothing}
    </div>` : nothing}`;
}

/** @param {Row} each @param {boolean} chosen @param {Heard} heard */
function row(each, chosen, heard) {
  const state = stateOf(each.state), detail = told(each.detail);
  /** A row that is carried away by sorting loses the focus to nobody. @param {FocusEvent} event */
  const left = event => { if (event.relatedTarget) heard.focused(""); };
  return html`<li><button type="button" class="map-row" data-id=${each.id} aria-current=${chosen ? "true" : nothing}
    @focus=${() => heard.focused(each.id)} @blur=${left} @click=${() => heard.chosen(each.id)}>
    ${sign(state)}<span class="map-name">${told(each.name)}</span>
    <small>${t(...STATE_WORDS[state])}${detail ? ` · ${detail}` : ""}</small></button></li>`;
}

/** @param {import("./hands.js").Ways} ways */
export function tools({ push, zoom, whole }) {
  /** @param {string} drawn @param {string} words @param {() => void} does */
  const tool = (drawn, words, does) => html`<button type="button" class="map-tool" aria-label=${words} title=${words}
    @click=${does}><svg aria-hidden="true" focusable="false" viewBox="0 0 24 24"><path d=${drawn}></path></svg></button>`;
  return html`<div class="map-tools" role="group" aria-label=${t("지도 조작", "Map controls")}>
    ${tool("M12 5V19M5 12H19", t("확대", "Zoom in"), () => zoom(1))}
    ${tool("M5 12H19", t("축소", "Zoom out"), () => zoom(-1))}
    ${tool("M19 12H5M11 6 5 12 11 18", t("왼쪽으로", "Move left"), () => push(1, 0))}
    ${tool("M5 12H19M13 6 19 12 13 18", t("오른쪽으로", "Move right"), () => push(-1, 0))}
    ${tool("M12 19V5M6 11 12 5 18 11", t("위로", "Move up"), () => push(0, 1))}
    ${tool("M12 5V19M6 13 12 19 18 13", t("아래로", "Move down"), () => push(0, -1))}
    ${tool("M4 9V4H9M15 4H20V9M20 15V20H15M9 20H4V15", t("전체 보기", "Show all"), whole)}
  </div>`;
}

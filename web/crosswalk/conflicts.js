// Where people and cars came too near each other: cells on the road, and the latest one by one.

import { api, path } from "../shell/api.js";
import { CityElement, define, html, nothing, svg } from "../shell/element.js";
import { go } from "../shell/place.js";
import { session } from "../shell/session.js";
import { count, moment, named, number, t } from "../shell/words.js";
import { askReason } from "../components/dialog.js";
import { Load, Pages } from "../components/load.js";
import { drawn } from "../components/state.js";
import "../components/list.js";
import { INCIDENTS, seconds } from "./words.js";

/** @typedef {{x_m: number, y_m: number, count: number}} Cell */
/** @typedef {{cell_m: number, kinds: Record<string, Cell[]>, crossing: [number, number][]}} Heat */
/** @typedef {{incident: string, kind: string, at: string, post_encroachment_s: number | null, time_to_crossing_s: number | null,
 *   speed_kmh: number | null, lit: boolean, night: boolean, clip_kept: boolean}} Incident */

const PLACES = 5;

/** Cells of all kinds on one another, the fullest first. @param {Heat} heat */
export function cellsOf(heat) {
  /** @type {Map<string, Cell & {kinds: Record<string, number>}>} */
  const sums = new Map();
  for (const [kind, cells] of Object.entries(heat.kinds)) {
    for (const cell of cells) {
      const key = `${cell.x_m},${cell.y_m}`, was = sums.get(key) ?? { ...cell, count: 0, kinds: {} };
      was.count += cell.count;
      was.kinds[kind] = (was.kinds[kind] ?? 0) + cell.count;
      sums.set(key, was);
    }
  }
  return [...sums.values()].sort((one, other) => other.count - one.count);
}

class CrosswalkConflicts extends CityElement {
  static properties = { unit: {} };

  constructor() {
    super();
    this.unit = "";
    this.heat = new Load(this, () => api("crosswalk").get(path`units/${this.unit}/heat`));
    this.incidents = new Pages(this, async page => {
      const answer = await api("crosswalk").get(path`units/${this.unit}/incidents`, { page });
      return [answer.incidents, answer.next_page];
    });
  }

  render() {
    return html`<section class="card"><h3>${t("상충이 일어난 자리 (최근 12달)", "Where it happened (twelve months)")}</h3>${drawn(this.heat,
        heat => this.#road(heat, cellsOf(heat)), { empty: heat => cellsOf(heat).length ? null : t("아직 상충이 없습니다.", "No near miss yet.") })}</section>
      <section class="stack tight"><h3>${t("최근", "Latest")}</h3><city-list .name=${t("최근 상충", "Latest near misses")} .pages=${this.incidents}
        .none=${t("기록이 없습니다.", "Nothing on record.")} .key=${(/** @type {Incident} */ each) => each.incident} .row=${this.#row}></city-list></section>`;
  }

  /** @param {Heat} heat @param {ReturnType<typeof cellsOf>} cells */
  #road(heat, cells) {
    const all = cells.reduce((sum, cell) => sum + cell.count, 0), most = cells[0].count;
    const xs = [...cells.flatMap(cell => [cell.x_m, cell.x_m + heat.cell_m]), ...heat.crossing.map(corner => corner[0])];
    const ys = [...cells.flatMap(cell => [cell.y_m, cell.y_m + heat.cell_m]), ...heat.crossing.map(corner => corner[1])];
    const [left, right, low, top] = [Math.min(...xs) - 1, Math.max(...xs) + 1, Math.min(...ys) - 1, Math.max(...ys) + 1];
    const said = t(`상충 ${number(all)}건`, count(all, "건", "incident"));
    const tell = (/** @type {ReturnType<typeof cellsOf>[number]} */ cell) => Object.entries(cell.kinds).map(([kind, many]) => `${named(INCIDENTS, kind)} ${number(many)}`).join(", ");
    return html`<svg class="heat" role="img" aria-label=${said} viewBox="${left} ${low} ${right - left} ${top - low}">
        ${heat.crossing.length ? svg`<polygon class="walk" points=${heat.crossing.map(corner => corner.join(",")).join(" ")}></polygon>` : nothing}
        ${cells.map(cell => svg`<rect class="cell" x=${cell.x_m} y=${cell.y_m} width=${heat.cell_m} height=${heat.cell_m}
          fill-opacity=${0.25 + 0.75 * cell.count / most}><title>${tell(cell)}</title></rect>`)}
        <line class="scale" x1=${left + 0.5} y1=${top - 0.3} x2=${left + 1.5} y2=${top - 0.3}></line></svg>
      <p class="quiet small">${t(`노란 틀: 횡단보도 · 한 칸 ${heat.cell_m} m · 진할수록 많음 · 왼쪽 아래 선 1 m`,
        `Yellow: the crossing. A cell is ${heat.cell_m} m. The darker, the more. The line at the lower left is 1 m.`)}</p>
      <h4>${t("가장 많은 자리", "The fullest cells")}</h4>
      <ol class="bullets">${cells.slice(0, PLACES).map(cell => html`<li>${t(`가로 ${number(cell.x_m, 1)} m, 세로 ${number(cell.y_m, 1)} m`,
        `${number(cell.x_m, 1)} m across, ${number(cell.y_m, 1)} m along`)}: ${tell(cell)}</li>`)}</ol>`;
  }

  #row = (/** @type {Incident} */ each) => {
    const told = [each.post_encroachment_s === null ? "" : `${t("통과 간격", "apart")} ${seconds(each.post_encroachment_s, 1)}`,
      each.time_to_crossing_s === null ? "" : `${t("도달까지", "from the crossing")} ${seconds(each.time_to_crossing_s, 1)}`,
      each.speed_kmh === null ? "" : `${number(each.speed_kmh)} km/h`, each.lit ? t("등 켜짐", "lamps lit") : t("등 꺼짐", "lamps off"),
      each.night ? t("밤", "night") : ""].filter(Boolean).join(" · ");
    return html`<div class="row apart"><div class="grow"><p><b>${named(INCIDENTS, each.kind)}</b> · <time>${moment(each.at)}</time></p>
      <p class="quiet small">${told}</p></div>${each.clip_kept && session.may("clerk", "manager") ? html`<button type="button" class="plain"
        @click=${() => this.#clip(each)}>${t("영상 요청", "Ask for the clip")}</button>` : nothing}</div>`;
  };

  /** @param {Incident} incident */
  async #clip(incident) {
    const made = await askReason({ title: t("상충 영상 요청", "Ask for the clip"), verb: t("요청", "Ask"),
      body: t("단말이 이 순간의 영상을 보냅니다. 누가 왜 요청했는지 남습니다.", "The unit sends these seconds. Who asked, and why, is kept."),
      act: reason => api("crosswalk").post(path`units/${this.unit}/pictures`, { what: "clip", incident: incident.incident, reason }) });
    if (!made) return;
    dispatchEvent(new Event("pictures"));
    go("units", this.unit, "picture");
  }
}
define("crosswalk-conflicts", CrosswalkConflicts);

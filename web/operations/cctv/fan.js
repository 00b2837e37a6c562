// Where a camera looks, as a fan over a compass: north is up.

import { html, nothing, svg } from "../../shell/element.js";
import { number, t } from "../../shell/words.js";

/** @typedef {{azimuth_deg: number, width_deg: number}} Sector */

/** @param {number} degrees clockwise from north @param {number} radius @returns {[number, number]} */
const point = (degrees, radius) => [50 + radius * Math.sin(degrees * Math.PI / 180), 50 - radius * Math.cos(degrees * Math.PI / 180)];

/** The outline of a sector. @param {Sector} sector */
export function outline({ azimuth_deg: middle, width_deg: width }) {
  const [x, y] = point(middle - width / 2, 44), [u, v] = point(middle + width / 2, 44);
  return `M50 50L${x.toFixed(1)} ${y.toFixed(1)}A44 44 0 ${width > 180 ? 1 : 0} 1 ${u.toFixed(1)} ${v.toFixed(1)}Z`;
}

/** @param {Sector[]} sectors */
export const fan = sectors => html`<svg class="fan" viewBox="0 0 100 100" role="img" aria-label=${sectors.length ? t(`보는 방향 ${sectors.map(each =>
  `${number(each.azimuth_deg)}°`).join(", ")}`, `It looks to ${sectors.map(each => `${number(each.azimuth_deg)}°`).join(", ")}`) : t("보는 방향을 모릅니다", "Nobody knows where it looks")}>
  <circle class="ring" cx="50" cy="50" r="44"></circle>
  ${sectors.map(each => each.width_deg >= 360 ? svg`<circle class="seen" cx="50" cy="50" r="44"></circle>` : svg`<path class="seen" d=${outline(each)}></path>`)}
  <circle class="eye" cx="50" cy="50" r="4"></circle><text x="50" y="16">N</text>${sectors.length ? nothing : svg`<text x="50" y="80">?</text>`}</svg>`;

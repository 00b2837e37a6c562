// The desk of fines: tabs over what staff do, each with its place in the address.

import { CityElement, define, html, nothing } from "../shell/element.js";
import { go, place } from "../shell/place.js";
import { session } from "../shell/session.js";
import { openPage } from "../shell/shell.js";
import { t } from "../shell/words.js";
import { empty } from "../components/state.js";
import "../components/tabs.js";
import { slashed } from "./desk/find.js";
import "./desk/days.js";
import "./desk/deposit.js";
import "./desk/files.js";
import "./desk/inbox.js";
import "./desk/oversight.js";
import "./desk/today.js";

const READERS = ["clerk", "manager", "auditor"];

/** @typedef {{words: [string, string], who?: string[], part: (place: string[]) => unknown}} Tab */

/** In their order. @type {Record<string, Tab>} */
const TABS = {
  today: { words: ["오늘", "Today"], part: here => html`<desk-today .place=${here}></desk-today>` },
  work: { words: ["문의·의견·입금", "Inbox"], part: here => html`<desk-inbox .place=${here}></desk-inbox>` },
  find: { words: ["사건 찾기", "Find a case"], part: here => html`<desk-find .place=${here}></desk-find>` },
  refunds: { words: ["환급", "Refunds"], part: here => html`<desk-refunds .place=${here}></desk-refunds>` },
  days: { words: ["대사", "Bank days"], part: here => html`<desk-days .place=${here}></desk-days>` },
  files: { words: ["파일", "Files"], part: () => html`<desk-files></desk-files>` },
  figures: { words: ["통계", "Figures"], part: () => html`<desk-figures></desk-figures>` },
  views: { words: ["기록 열람", "Who looked"], who: ["auditor"], part: here => html`<desk-views .place=${here}></desk-views>` },
};

class FinesDesk extends CityElement {
  constructor() {
    super();
    /** Where each tab was left. @type {Record<string, string[]>} */
    this.left = {};
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("place", this.#moved);
    document.addEventListener("keydown", slashed);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("place", this.#moved);
    document.removeEventListener("keydown", slashed);
  }

  #moved = () => this.requestUpdate();

  render() {
    if (!session.me) return nothing;
    const tabs = Object.entries(TABS).map(([id, { words, who = READERS }]) => ({ id, words: t(...words), hidden: !session.may(...who) }));
    const shown = tabs.filter(tab => !tab.hidden), [wanted = "", ...rest] = place();
    const front = shown.some(tab => tab.id === wanted) ? wanted : shown[0]?.id ?? "";
    if (!front) return empty();
    this.left[front] = front === wanted ? rest : [];
    return html`<div class="page desk"><h1>${t("과태료 업무", "Parking fines")}</h1>
      <city-tabs .name=${t("업무", "Work")} .tabs=${tabs} .chosen=${front} .panel=${(/** @type {string} */ id) => TABS[id].part(this.left[id] ?? [])}
        @choose=${(/** @type {CustomEvent} */ event) => this.#choose(event.detail, front)}></city-tabs></div>`;
  }

  // In a long list that scrolls for itself, what is open stays in sight.
  async updated() {
    await new Promise(requestAnimationFrame);
    this.querySelector('city-split[open] .line[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  }

  // A tab opens where it was left; pressed again, it shows its beginning.
  /** @param {string} id @param {string} front */
  #choose(id, front) { go(id, ...(id === front ? [] : this.left[id] ?? [])); }
}
define("fines-desk", FinesDesk);

void openPage({ title: ["과태료 업무", "Parking fines"], groups: READERS });

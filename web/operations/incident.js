// Incidents, and one of them whole: `#<incident>/<part>`.

import { api } from "../shell/api.js";
import { CityElement, define, html, ifDefined, keyed, nothing } from "../shell/element.js";
import { live } from "../shell/live.js";
import { at, go, place } from "../shell/place.js";
import { openPage } from "../shell/shell.js";
import { moment, named, t } from "../shell/words.js";
import { line as listLine, tag } from "../components/facts.js";
import { Pages } from "../components/load.js";
import "../components/list.js";
import "../components/split.js";
import { addressOf, headline, kindOf, OPEN, SEVERITIES, SEVERITY_TONES, STATES,
  STATE_TONES, tongue } from "./room/words.js";
import "./room/incident.js";

/** @typedef {import("./room/words.js").IncidentLine} IncidentLine */

const TITLE = /** @type {[string, string]} */ (["사건", "Incidents"]), MOST = 50;
/** Which are listed: the API's words. @type {import("../shell/words.js").Words} */
const WHICH = { open: ["열린 사건", "Open"], ended: ["끝난 사건", "Ended"] };

class RoomIncidents extends CityElement {
  static properties = { which: { state: true } };

  constructor() {
    super();
    this.which = "open";
    /** @type {{close(): void} | null} */
    this.watching = null;
    /** @type {Pages<IncidentLine>} */
    this.incidents = new Pages(this, async page => {
      const answer = await api("operations").get("incidents", { state: this.which, limit: MOST, page });
      return [answer.incidents, answer.next];
    });
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("place", this.#moved);
    this.watching = live.watch("operations.incidents", { onChange: ({ body }) => this.#told(body), onReset: () => {}, onState: () => {} });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("place", this.#moved);
    this.watching?.close();
    this.watching = null;
  }

  #moved = () => this.requestUpdate();

  /** What is listed changes where it stands, so that nothing moves under whoever reads; what is new comes on top of the list.
   * @param {IncidentLine} line */
  #told(line) {
    const { incidents } = this, listed = incidents.items.some(each => each.incident_id === line.incident_id);
    if (listed) incidents.items = incidents.items.map(each => each.incident_id === line.incident_id ? line : each);
    else if (this.which === "open" && OPEN.includes(line.state) && !line.merged_into) incidents.items = [line, ...incidents.items];
    else return;
    const list = this.querySelector("city-list");
    if (list instanceof CityElement) list.requestUpdate();
  }

  /** @param {string} which */
  #choose(which) {
    this.which = which;
    void this.incidents.reload();
  }

  render() {
    const [id = "", part = ""] = place();
    return html`<div class="page room"><h1>${t(...TITLE)}</h1>
      <city-split ?open=${Boolean(id)} .back=${location.pathname} .subject=${id} .list=${this.#list(id)} .one=${id ? keyed(id, html`<room-incident .incident=${id} .tab=${part}
        @merged=${(/** @type {CustomEvent} */ event) => go(event.detail)} @moved=${() => this.incidents.reload()}></room-incident>`) : nothing}></city-split></div>`;
  }

  /** @param {string} open */
  #list(open) {
    return html`<div class="row" role="group" aria-label=${t("어떤 사건", "Which incidents")}>${Object.keys(WHICH).map(which => html`<button type="button"
        class="pill" aria-pressed=${this.which === which ? "true" : "false"} @click=${() => this.#choose(which)}>${named(WHICH, which)}</button>`)}
        <a class="pill" href="/operations">${t("상황판", "Board")}</a></div>
      <city-list .name=${named(WHICH, this.which)} .pages=${this.incidents} .key=${(/** @type {IncidentLine} */ each) => each.incident_id}
        .none=${this.which === "open" ? t("열린 사건이 없습니다.", "Nothing is open.") : t("끝난 사건이 없습니다.", "Nothing has ended.")}
        .row=${(/** @type {IncidentLine} */ each) => listLine(at(each.incident_id), html`<span class="row"><b lang=${ifDefined(tongue(each))}>${each.exercise
          ? html`<span class="room-drill">${t("훈련", "DRILL")}</span> ` : nothing}${headline(each)}</b></span>
          <span class="row">${tag(named(SEVERITIES, each.severity), SEVERITY_TONES[each.severity] ?? "")}${tag(named(STATES, each.state), STATE_TONES[each.state] ?? "")}</span>
          <span class="quiet">${kindOf(each)} · ${addressOf(each.place)} · ${moment(each.began_at)}</span>`, each.incident_id === open)}></city-list>`;
  }
}
void openPage({ title: TITLE, groups: ["operator", "supervisor", "auditor"] }, () => define("room-incidents", RoomIncidents));

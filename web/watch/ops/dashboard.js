// One dashboard: its widgets in their order, drawn anew by themselves.

import { Load } from "../../components/load.js";
import { drawn } from "../../components/state.js";
import { api, path } from "../../shell/api.js";
import { CityElement, define, html } from "../../shell/element.js";
import { t } from "../../shell/words.js";
import { widgetsShown } from "./widgets.js";

/** @typedef {{name: string, body: {widgets?: import("./figures.js").Widget[]}, since: string, until: string,
 *   data: import("./figures.js").WidgetSeries[]}} Dashboard */

const watch = api("watch");
// A metric has a value a minute, and each is paid for.
const EVERY_MS = 60000;

class WatchDashboard extends CityElement {
  static properties = { name: { attribute: false }, hours: { attribute: false }, stage: { attribute: false }, alarms: { attribute: false },
    books: { attribute: false } };

  constructor() {
    super();
    this.name = "";
    this.hours = 3;
    this.stage = "";
    /** @type {import("./told.js").Alarm[] | null} */ this.alarms = null;
    /** @type {import("./told.js").Books} */ this.books = {};
    /** @type {Load<Dashboard>} */
    this.board = new Load(this, () => watch.get(path`dashboards/${this.name}`, { hours: this.hours }), { every: EVERY_MS, held: true });
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) { if (changed.has("name") || changed.has("hours")) void this.board.reload(); }

  render() {
    return drawn(this.board, ({ body, data, since, until }) => {
      const of = new Map(data.map(each => [each.widget, each])), known = { stage: this.stage, alarms: this.alarms, books: this.books };
      return html`<div class="widgets" aria-busy=${this.board.busy ? "true" : "false"}>${widgetsShown({ widgets: body.widgets ?? [], of,
        span: [since, until] }, known)}</div>`;
    }, { words: t("지표를 읽고 있습니다 …", "Reading the figures …"),
      empty: ({ body }) => body.widgets?.length ? null : t("이 대시보드는 비어 있습니다.", "This dashboard has no widgets.") });
  }
}
define("watch-dashboard", WatchDashboard);

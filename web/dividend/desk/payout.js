// The payout of a round: closing its books, batches on their way, how it was divided, and the operator's record.

import { tag } from "../../components/facts.js";
import "../../components/form.js";
import { Load } from "../../components/load.js";
import { broken, drawn } from "../../components/state.js";
import "../../components/table.js";
import { path, Trouble } from "../../shell/api.js";
import { define, html, nothing } from "../../shell/element.js";
import { session } from "../../shell/session.js";
import { moment, named, number, t, won } from "../../shell/words.js";
import { claims } from "./claims.js";
import { held } from "./held.js";
import { sums, trialBalance } from "./ledger.js";
import { BATCHES, DIFFERENCES, LINES } from "./money_words.js";
import { dividend, RoundPart, setGoing } from "./round.js";

/** @typedef {{revenue_krw: number, costs_krw: number, costs_kept_krw: number, city_krw: number, citizens_krw: number, cards_at_most: number}} Preview */
/** @typedef {{kind: string, rail_key: string, position: number, ours_krw: number | null, theirs_krw: number | null}} Difference */
/** @typedef {{made_at: string, lines: Record<string, number>, allocated_krw: number, paid_krw: number, returned_krw: number, withheld_krw: number,
 *   carried_krw: number, in_transit_krw: number, differences: Difference[]}} Report */
/** @typedef {{batches: Record<string, number>, trial_balance: Record<string, number>}} Payout */
/** @typedef {{preview: Preview, payout: Payout | null, report: Report | null, held: import("./held.js").Batch[], claims: import("./claims.js").Claims | null}} Shown */

const BEGUN = ["paying", "paid"];
/** @param {Payout} payout @returns {[all: number, settled: number, held: number]} */
const countsOf = ({ batches }) => [Object.values(batches).reduce((sum, count) => sum + count, 0), batches.settled ?? 0, batches.held ?? 0];

class RoundPayout extends RoundPart {
  static properties = { ...RoundPart.properties, costs: { state: true } };

  constructor() {
    super();
    /** @type {number | null} */
    this.costs = null;
    /** @type {Load<Shown | null>} */
    this.shown = new Load(this, () => this.#read(), { every: () => this.round.state !== "paying" ? null : this.checkVisibility() ? 3000 : 15_000 });
    /** What would be divided with the costs that were typed. @type {Load<Preview>} */
    this.tried = new Load(this, () => this.#preview(this.costs ?? 0), { held: true });
  }

  refresh() { void this.shown.reload(); }

  /** @param {number} costs @returns {Promise<Preview>} */
  #preview(costs) { return dividend.get(path`rounds/${this.round.round_id}/payout/preview`, { costs_krw: costs }); }

  /** @returns {Promise<Shown | null>} */
  async #read() {
    const { round_id, state, costs_krw } = this.round, nothingYet = { payout: null, report: null, held: [], claims: null };
    if (!BEGUN.includes(state)) return state === "published" ? { preview: await this.#preview(0), ...nothingYet } : null;
    /** @type {[Payout, Preview]} */
    const [payout, preview] = await Promise.all([dividend.get(path`rounds/${round_id}/payout`), this.#preview(costs_krw ?? 0)]);
    const [all, settled, waits] = countsOf(payout), answered = all > 0 && settled + waits === all;
    // The operator's record is compared once every batch was answered for.
    const [report, batches, back] = await Promise.all([
      answered ? dividend.get(path`rounds/${round_id}/payout/report`).catch(trouble => { if (trouble instanceof Trouble && trouble.status === 404) return null; throw trouble; }) : null,
      waits ? dividend.get(path`rounds/${round_id}/batches`).then(({ batches: found }) => found) : [], all > 0 && settled === all ? dividend.get(path`rounds/${round_id}/claims`) : null]);
    return { payout, preview, report, held: batches, claims: back };
  }

  render() {
    return drawn(this.shown, shown => {
      if (!shown) return nothing;
      if (!shown.payout) return session.may("steward") ? this.#closing() : html`<div class="card"><h3>${t("지금까지 팔린 것", "Sold so far")}</h3>${divided(shown.preview)}</div>`;
      const did = (/** @type {string} */ words) => this.did(words);
      return html`${this.#way(shown.payout)}${held(this.round.round_id, shown.held, did)}
        <div class="card"><h3>${t("나눈 셈", "How it was divided")}</h3>${divided(shown.preview)}</div>
        ${shown.report ? reported(shown.report) : nothing}${shown.claims ? claims(this.round.round_id, shown.claims, did) : nothing}${trialBalance(shown.payout.trial_balance)}`;
    }, { empty: shown => shown ? null : t("공개되어 팔린 뒤에 지급합니다.", "Paid once it was published and sold.") });
  }

  /** @param {Payout} payout */
  #way(payout) {
    const { round } = this, [all, settled] = countsOf(payout), said = t(`묶음 ${number(all)}개 중 ${number(settled)}개 끝남`, `${number(settled)} of ${number(all)} batches settled`);
    return html`<div class="card"><div class="row apart"><h3>${t("지급", "Payout")}</h3>${round.state === "paying" ? html`<small class="quiet">${t("저절로 새로 고칩니다", "refreshes by itself")}</small>` : nothing}</div>
      ${all ? html`<progress max=${all} .value=${settled} aria-label=${said}></progress><p>${said}</p>
        <div class="row">${Object.entries(payout.batches).map(([state, count]) => tag(`${named(BATCHES, state)} ${number(count)}`,
          state === "settled" ? "fine" : state === "held" ? "alarm" : state === "refused" ? "warning" : ""))}</div>`
        : html`<p class="quiet">${t("배분하는 중입니다.", "It is being shared out.")}</p>`}
      ${session.may("steward") && (round.state === "paying" || round.stopped_because) ? html`<details ?open=${Boolean(round.stopped_because)}>
        <summary>${round.stopped_because ? t("이유를 고쳤다면", "Once the reason is mended") : t("오래 멈춰 있다면", "If it stands still")}</summary>
        <city-form .verb=${t("지급 다시 시작", "Start the payout again")} .send=${() => dividend.post(path`rounds/${round.round_id}/payout`, { costs_krw: round.costs_krw })}
          .check=${() => ({ title: t("지급을 다시 시작할까요?", "Start again?"), body: t("같은 비용으로 이어서 합니다. 보낸 것은 다시 보내지 않습니다.",
            "It goes on with the same costs. Nothing is sent twice.") })}
          .done=${() => { setGoing(round.round_id); return this.did(t("다시 시작했습니다.", "Started again.")); }}></city-form></details>` : nothing}</div>`;
  }

  /** @param {Event} event */
  #try = event => {
    const field = /** @type {HTMLInputElement} */ (event.target), costs = Number(field.value);
    this.costs = field.value !== "" && field.validity.valid && Number.isInteger(costs) ? costs : null;
    if (this.costs !== null) void this.tried.reload();
  };

  #closing() {
    const { round, tried } = this, ready = this.costs !== null && tried.value?.costs_krw === this.costs;
    return html`<div class="card next"><h3>${t("마감하고 지급하기", "Close the books and pay")}</h3>
      <p>${t("적은 비용으로 이 회차의 장부를 닫고 시민의 카드로 보냅니다. 비용은 나중에 바꿀 수 없고, 그 뒤의 판매는 이 회차에 들어가지 않습니다.",
        "The books are closed with these costs and citizens are paid. Costs cannot be changed later; later sales are not part of this round.")}</p>
      <city-form grave draft="dividend/payout/${round.round_id}" .verb=${t("지급 시작", "Start paying")} .send=${(/** @type {any} */ values) => dividend.post(path`rounds/${round.round_id}/payout`, values)}
        .check=${(/** @type {any} */ values) => ({ title: t("지급을 시작할까요?", "Start paying?"), body: html`<p>${t("비용", "Costs")}: <b>${won(values.costs_krw)}</b></p>
          ${tried.value?.costs_krw === values.costs_krw ? divided(/** @type {Preview} */ (tried.value)) : nothing}` })}
        .done=${() => { setGoing(round.round_id); return this.did(t("지급을 시작했습니다. 화면은 저절로 바뀝니다.", "Started; this page follows by itself.")); }}>
        <city-field name="costs_krw" kind="number" required .label=${t("비용", "Costs")} .unit=${t("원", "won")} inputmode="numeric" min="0" max="100000000000" step="1"
          .hint=${t("적으면 나눈 셈이 아래에 보입니다.", "How it would be divided shows below.")} @change=${this.#try} @input=${this.#try}></city-field>
        <div aria-live="polite">${ready && tried.value ? divided(tried.value) : this.costs !== null && tried.trouble ? broken(tried.trouble, () => { void tried.reload(); }) : nothing}</div>
      </city-form></div>`;
  }
}
define("round-payout", RoundPayout);

/** @param {Preview} preview */
function divided(preview) {
  const cut = preview.costs_krw > preview.costs_kept_krw, cards = preview.cards_at_most, each = cards ? won(Math.floor(preview.citizens_krw / cards)) : "";
  return html`${sums([[t("판매 수입", "Revenue"), won(preview.revenue_krw)],
    [cut ? t("− 비용 (한도까지)", "− costs, up to the cap") : t("− 비용", "− costs"), won(preview.costs_kept_krw)],
    [t("− 시 몫", "− the city's share"), won(preview.city_krw)], [t("= 시민 몫", "= citizens' part"), won(preview.citizens_krw), "sum"]], t("나눈 셈", "How it is divided"))}
    ${cut ? html`<div class="notice" data-tone="warning">${t(`비용 ${won(preview.costs_krw)} 가운데 한도를 넘는 ${won(preview.costs_krw - preview.costs_kept_krw)}은 쓰지 못합니다.`,
      `Of the costs, ${won(preview.costs_krw)}, what is above the cap is not kept: ${won(preview.costs_krw - preview.costs_kept_krw)}.`)}</div>` : nothing}
    ${cards ? html`<p class="quiet">${t(`카드는 많아야 ${number(cards)}장, 한 장에 평균 ${each}쯤입니다.`, `At most ${number(cards)} cards, about ${each} each.`)}</p>` : nothing}`;
}

const differences = () => [
  { id: "kind", name: t("무엇", "What"), show: (/** @type {Difference} */ each) => named(DIFFERENCES, each.kind) },
  { id: "line", name: t("지급번호·줄", "Key and line"), show: (/** @type {Difference} */ each) => `${each.rail_key} · ${each.position}` },
  { id: "ours", name: t("우리", "Ours"), number: true, show: (/** @type {Difference} */ each) => won(each.ours_krw) },
  { id: "theirs", name: t("운영사", "Theirs"), number: true, show: (/** @type {Difference} */ each) => won(each.theirs_krw) }];

/** @param {Report} report */
function reported(report) {
  const many = report.differences.length;
  return html`<div class="card"><h3>${t("운영사 기록과 대조", "Against the operator's record")}</h3><p><small class="quiet">${moment(report.made_at)}</small></p>
    ${sums([[t("시민에게 배분", "Allocated"), won(report.allocated_krw)], [t("입금", "Paid"), won(report.paid_krw)], [t("카드에서 반환·회수", "Returned or taken back"), won(report.returned_krw)],
      [t("보류", "Withheld"), won(report.withheld_krw)], [t("소액 이월", "Carried over"), won(report.carried_krw)], [t("보내는 중", "In transit"), won(report.in_transit_krw)]], t("대조", "Comparison"))}
    <div class="row">${Object.entries(report.lines).map(([state, count]) => tag(`${named(LINES, state)} ${number(count)}`))}</div>
    ${many ? html`<div class="notice" data-tone="danger">${t(`차이 ${number(many)}건: 운영사에 물어보세요.`, `Differences: ${number(many)}. Ask the operator.`)}</div>
      <city-table .caption=${t("차이", "Differences")} .rows=${report.differences} .columns=${differences()} .key=${(/** @type {Difference} */ each) => `${each.kind} ${each.rail_key} ${each.position}`}></city-table>`
      : html`<div class="notice" data-tone="good">${t("차이가 없습니다.", "No difference.")}</div>`}</div>`;
}

// What is masked, with a button that asks why before it shows the rest, and one that hides it again. What was opened closes
// when the page is covered.
//
//   <city-masked .masked=${facts(…)} .what=${t("소유자와 전화번호를 봅니다.", "You will see the owner and the telephone.")}
//     .reveal=${reason => fines.post(path`cases/${number}/disclosure`, { reason })} .show=${whole => facts(…)}></city-masked>

import { CityElement, define, html, nothing, say } from "../shell/element.js";
import { session } from "../shell/session.js";
import { t } from "../shell/words.js";
import { askReason } from "./dialog.js";

export class CityMasked extends CityElement {
  static properties = { masked: { attribute: false }, what: {}, reveal: { attribute: false }, show: { attribute: false },
    shortest: { type: Number }, whole: { state: true } };

  constructor() {
    super();
    /** @type {unknown} */
    this.masked = nothing;
    this.what = "";
    /** @type {(reason: string) => Promise<any>} */
    this.reveal = async () => null;
    /** @type {(whole: any) => unknown} */
    this.show = whole => whole;
    this.shortest = 2;
    /** @type {{value: any, reason: string} | null} */
    this.whole = null;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener("session", this.#covered);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener("session", this.#covered);
  }

  #covered = () => { if (["covered", "out", "again"].includes(session.standing)) this.whole = null; };

  async #open() {
    const whole = await askReason({ title: t("사유를 적고 전체 보기", "Say why, and see all"), shortest: this.shortest,
      body: this.what, hint: t("누가, 언제, 왜 보았는지 기록에 남습니다.", "Who looked, when and why is kept on file."),
      verb: t("전체 보기", "Show all"), act: async reason => ({ value: await this.reveal(reason), reason }) });
    if (!whole) return;
    this.whole = whole;
    say(t("전체 내용이 열렸습니다.", "Everything is shown."));
    await this.#focus();
  }

  async #hide() {
    this.whole = null;
    await this.#focus();
  }

  async #focus() {
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.querySelector(":scope > .masked-foot button"))?.focus();
  }

  render() {
    const { whole } = this;
    this.classList.toggle("open", Boolean(whole));
    return html`${whole ? html`<div class="masked-open"><p class="quiet">${t("열람 사유", "Reason given")}: ${whole.reason}</p>
        ${this.show(whole.value)}</div>` : this.masked}
      <div class="row masked-foot"><button type="button" class="plain" @click=${whole ? this.#hide : this.#open}>${whole
        ? t("가리기", "Hide") : t("사유를 적고 전체 보기", "Say why, and see all")}</button></div>`;
  }
}
define("city-masked", CityMasked);

// Who may send alerts of CAP 1.2 to the city, and their keys.

import "../../components/list.js";
import "../../components/split.js";
import { confirmed } from "../../components/dialog.js";
import { facts, line, since, tag } from "../../components/facts.js";
import { bad } from "../../components/notice.js";
import { empty } from "../../components/state.js";
import { path, Trouble } from "../../shell/api.js";
import { define, html, nothing } from "../../shell/element.js";
import { at, go } from "../../shell/place.js";
import { session } from "../../shell/session.js";
import { moment, t } from "../../shell/words.js";
import { did, operations, Part, showSecret } from "../office/shown.js";

/** @typedef {{name: string, title: string, speaks_for: string[], per_minute: number, certificates: string, signer: string | null, kinds: Record<string, string>,
 *   paused: boolean, revision: number, signed: boolean, last_alert_at: string | null, changed_at: string, changed_by: string, changed_by_name: string | null}} Sender */

const NEW = "new";

/** What the fields say. @param {Record<string, any>} values */
function changeOf(values) {
  /** @type {Record<string, string>} */
  const kinds = {};
  for (const row of String(values.kinds ?? "").split("\n").map(each => each.trim()).filter(Boolean)) {
    const [event, kind] = row.split("=").map(each => each.trim());
    if (!event || !/^[a-z][a-z0-9_]{0,39}$/.test(kind ?? "")) throw Trouble.of("한 줄에 하나씩 ‘호우=heavy_rain’처럼 적어 주세요.", "One a line, such as 호우=heavy_rain, please.", "kinds");
    kinds[event] = kind;
  }
  return { title: values.title, speaks_for: String(values.speaks_for).split(/[\s,]+/).filter(Boolean), per_minute: values.per_minute,
    certificates: values.certificates ?? "", signer: values.signer ?? null, kinds, paused: Boolean(values.paused) };
}

class AgencySenders extends Part {
  static properties = { ...Part.properties, place: { attribute: false }, trouble: { state: true } };
  static every = 60_000;

  constructor() {
    super();
    /** @type {string[]} */
    this.place = [];
    /** @type {Trouble | null} */
    this.trouble = null;
  }

  async fetch() { return (await operations.get("alert-senders")).senders; }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) { if (changed.has("place")) { this.words = ""; this.trouble = null; } }

  /** @param {Sender[]} senders */
  view(senders) {
    const [open = ""] = this.place, writes = session.may("supervisor"), found = senders.find(each => each.name === open);
    return html`<city-split ?open=${Boolean(open)} back=${at("senders")} .subject=${open} .list=${html`<div class="row apart"><h2>${t("경보 발신 기관", "Alert senders")}</h2>${writes
        ? html`<a class="do" href=${at("senders", NEW)}>${t("등록", "Register")}</a>` : nothing}</div>
      <city-list .name=${t("경보 발신 기관", "Alert senders")} .items=${senders} .key=${(/** @type {Sender} */ each) => each.name} .none=${t("등록한 기관이 없습니다.", "Nobody is registered.")}
        .row=${(/** @type {Sender} */ each) => line(at("senders", each.name), html`<span class="row"><b lang="ko">${each.title}</b>${each.paused ? tag(t("멈춤", "paused")) : each.signed
          ? tag(t("서명 확인", "signed"), "fine") : tag(t("키만", "by key"))}</span><span class="quiet">${t("마지막 경보", "last alert")} ${since(each.last_alert_at)}</span>`, each.name === open)}></city-list>`}
      .one=${open === NEW && writes ? html`<h2>${t("발신 기관 등록", "Register a sender")}</h2>${this.#form(null)}` : found ? this.#one(found, writes)
        : open ? empty(t("그런 기관이 없습니다.", "There is no such sender.")) : nothing}></city-split>`;
  }

  /** @param {Sender} sender @param {boolean} writes */
  #one(sender, writes) {
    return html`<div class="row apart"><h2 lang="ko">${sender.title}</h2>${sender.paused ? tag(t("멈춤", "paused")) : nothing}</div>${this.trouble ? bad(this.trouble) : nothing}
      <div class="card">${facts([[t("이름표", "Id"), html`<code>${sender.name}</code>`], [t("누구의 이름으로", "Speaks for"), sender.speaks_for.join(", ")],
        [t("서명", "Signature"), sender.signed ? t("확인함", "checked") : t("확인하지 않음 (키만)", "not checked (by key)")], [t("마지막 경보", "Last alert"), moment(sender.last_alert_at)],
        [t("바꾼 사람", "Changed by"), did(sender.changed_by, sender.changed_by_name, sender.changed_at)]])}
        ${writes ? html`<div class="row"><button type="button" class="plain grave" @click=${() => this.#renew(sender)}>${t("키 다시 발급", "Issue another key")}</button></div>` : nothing}</div>
      ${writes ? this.#form(sender) : nothing}`;
  }

  /** @param {Sender | null} sender */
  #form(sender) {
    return html`<city-form class="card" keeps draft="operations/sender/${sender?.name ?? NEW}" .verb=${sender ? t("바꾸기", "Change") : t("등록", "Register")} .send=${async (/** @type {any} */ values) => {
        if (sender) return operations.post(path`alert-senders/${sender.name}`, { ...changeOf(values), revision: sender.revision });
        const made = await operations.post("alert-senders", { ...changeOf(values), name: values.name });
        await showSecret(t("새 키", "The new key"), made.key);
        return made;
      }} .done=${(/** @type {{name: string}} */ made) => { if (!sender) go("senders", made.name); return this.did(sender ? t("바꿨습니다.", "Changed.") : t("등록했습니다.", "Registered.")); }}>
      ${sender ? nothing : html`<city-field name="name" required pattern="[a-z0-9][a-z0-9_\\-]{0,39}" placeholder="kma" .label=${t("이름표", "Id")}></city-field>`}
      <city-field name="title" required maxlength="100" .value=${sender?.title ?? ""} .label=${t("기관 이름", "Name")}></city-field>
      <city-field name="speaks_for" required .value=${sender?.speaks_for.join(", ") ?? ""} .label=${t("누구의 이름으로 보내나 (CAP sender)", "For whom it speaks (CAP sender)")} .hint=${t("쉼표로 나눕니다.", "Commas between.")}></city-field>
      <city-field name="per_minute" kind="number" required min="1" max="600" .value=${String(sender?.per_minute ?? 60)} .label=${t("분당 경보", "Alerts a minute")}></city-field>
      <city-field name="kinds" kind="textarea" rows="3" .value=${Object.entries(sender?.kinds ?? {}).map(each => each.join("=")).join("\n")} placeholder="호우=heavy_rain" .label=${t("경보의 말과 종류", "Its words, and kinds")}></city-field>
      <city-field name="certificates" kind="textarea" rows="4" maxlength="12000" .value=${sender?.certificates ?? ""} .label=${t("인증서 (PEM)", "Certificates (PEM)")}
        .hint=${t("있으면 서명한 경보만 받습니다.", "With any, each alert has to be signed.")}></city-field>
      <city-field name="signer" maxlength="200" .value=${sender?.signer ?? ""} .label=${t("서명하는 사람 (인증서의 이름)", "Who signs (the certificate's name)")}></city-field>
      <city-field name="paused" kind="tick" .value=${sender?.paused ?? false} .label=${t("멈춤: 이 기관의 경보를 받지 않습니다", "Paused: nothing of it is taken")}></city-field></city-form>`;
  }

  /** @param {Sender} sender */
  async #renew(sender) {
    if (!await confirmed({ title: t("키를 다시 발급할까요?", "Issue another key?"), body: t("옛 키는 곧바로 아무것도 열지 못합니다.", "The old one opens nothing from that moment."), grave: true,
      verb: t("발급", "Issue") })) return;
    this.trouble = null;
    try {
      const made = await operations.post(path`alert-senders/${sender.name}/key`);
      await showSecret(t("새 키", "The new key"), made.key);
      this.did(t("다시 발급했습니다.", "Issued."));
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.trouble = trouble;
    }
  }
}
define("agency-senders", AgencySenders);

// The log of views: its entries, the proof of one of them, the signed heads of a day, and the key that signs them.
// Auditors read entries; supervisors, too, may have an entry proved and the key.

import "../../components/table.js";
import { show } from "../../components/dialog.js";
import { facts, tag } from "../../components/facts.js";
import { Load, Pages } from "../../components/load.js";
import { drawn, empty } from "../../components/state.js";
import { path } from "../../shell/api.js";
import { CityElement, define, html, ifDefined, nothing, say } from "../../shell/element.js";
import { copy, save } from "../../shell/files.js";
import { person } from "../../shell/people.js";
import { at } from "../../shell/place.js";
import { session } from "../../shell/session.js";
import { clock, day, moment, named, number, t, text, today } from "../../shell/words.js";
import { Bodies, bodyName } from "../office/bodies.js";
import { choices, operations, toned } from "../office/shown.js";
import { BASES } from "../office/words.js";
import { calledBy, pageOf } from "../room/words.js";

/** @typedef {{day: string, sequence: number, hash: string, logged_at: string, sealed: boolean, entry: Record<string, any>}} Line */

/** @type {Record<string, [string, string, import("../../components/facts.js").Tone?]>} */
const OUTCOMES = { view: ["열람", "view", "info"], refusal: ["거부", "refusal", "alarm"], grant: ["권한", "grant"], end: ["권한 끝", "end of a grant"],
  export: ["반출", "export", "warning"], disclosure: ["제공", "disclosure", "warning"], access: ["정보주체 열람", "access"], destruction: ["파기", "destruction"], notice: ["공고", "notice"] };
const PEM = "application/x-pem-file", JSON_FILE = "application/json";

class CctvLog extends CityElement {
  static properties = { wanted: { state: true } };

  constructor() {
    super();
    /** @type {Record<string, any>} */
    this.wanted = { day: today() };
    this.bodies = new Bodies(this);
    /** @type {Pages<Line>} */
    this.lines = new Pages(this, async page => {
      const answer = await operations.get("cctv/view-log", { day: this.wanted.day, outcome: this.wanted.outcome, camera: this.wanted.camera, limit: 50, page });
      return [answer.lines, answer.next];
    }, { held: !session.may("auditor") });
    /** @type {Load<{key_pem: string, fingerprint: string}>} */
    this.key = new Load(this, () => operations.get("cctv/view-log/key"));
    /** @type {Load<{heads: any[]}>} */
    this.heads = new Load(this, () => operations.get(path`cctv/view-log/days/${this.wanted.day}/heads`), { held: true });
  }

  #find = async (/** @type {any} */ values) => {
    this.wanted = values;
    await this.lines.reload();
    if (this.heads.value) void this.heads.renew();
    if (this.lines.trouble) throw this.lines.trouble;
  };

  /** @param {string} on @param {number} sequence */
  #prove = async (on, sequence) => {
    const proof = await operations.get(path`cctv/view-log/days/${on}/entries/${sequence}/proof`);
    await show({ title: t("기록 하나의 증명", "The proof of an entry"), body: html`<div class="stack">
      <p>${t("증명 파일과 공개키를 함께 주면, 시 밖의 누구든 이 기록이 그때 그대로임을 확인할 수 있습니다. 확인 프로그램은 infra/operations/verify_export.py입니다.",
        "With this file and the public key, anybody outside the city can check that the entry is as it was. The program is infra/operations/verify_export.py.")}</p>
      <div class="row"><button type="button" class="do" @click=${() => save({ file_name: proof.file_name, content_type: JSON_FILE, content: proof.text })}>${t("증명 파일 저장", "Save the proof")}</button>
        <button type="button" class="plain" @click=${() => save({ file_name: "view-log-key.pem", content_type: PEM, content: proof.key_pem })}>${t("공개키 저장", "Save the public key")}</button></div>
      <pre class="secret" tabindex="0">${proof.text}</pre></div>` });
  };

  render() {
    const reads = session.may("auditor");
    return html`<h2>${t("열람 기록", "Log of views")}</h2>
      <p class="quiet">${t("적힌 줄은 바뀌거나 지워지지 않습니다. 줄마다 앞줄의 해시를 품고, 날마다 서명한 봉인이 잠긴 저장소에 남습니다.",
        "No line is ever changed or taken away. Each holds the hash of the one before; signed heads lie under lock every day.")}</p>
      ${reads ? this.#entries() : html`<p class="notice">${t("기록의 내용은 감사만 봅니다. 번호를 알면 증명 파일을 받을 수 있습니다.",
        "Only auditors read entries. Whoever knows an entry's number may have its proof.")}</p>`}
      <details class="card" ?open=${!reads}><summary>${t("번호로 증명 받기", "Prove an entry by its number")}</summary>
        <city-form inline keeps .verb=${t("증명", "Prove")} .send=${(/** @type {any} */ values) => this.#prove(values.day, values.sequence)}>
          <city-field name="day" kind="date" required value=${today()} .max=${today()} .label=${t("날짜", "Day")}></city-field>
          <city-field name="sequence" kind="number" required min="0" .label=${t("그날의 번호", "Number of that day")}></city-field></city-form></details>
      <section class="card"><h3>${t("서명 공개키", "The key that signs")}</h3>${drawn(this.key, key => html`${facts([[t("지문 (SHA-256)", "Fingerprint (SHA-256)"), html`<code>${key.fingerprint}</code>`]])}
        <div class="row"><button type="button" class="plain" @click=${() => save({ file_name: "view-log-key.pem", content_type: PEM, content: key.key_pem })}>${t("공개키 저장", "Save the public key")}</button>
          <button type="button" class="plain" @click=${async () => { if (await copy(key.fingerprint)) say(t("지문을 복사했습니다.", "Copied.")); }}>${t("지문 복사", "Copy the fingerprint")}</button></div>`)}</section>`;
  }

  #entries() {
    return html`<city-form class="card" inline keeps .verb=${t("보기", "Show")} .send=${this.#find}>
        <city-field name="day" kind="date" required value=${this.wanted.day} .max=${today()} .label=${t("날짜", "Day")}></city-field>
        <city-field name="outcome" kind="select" .label=${t("무엇", "What")} .options=${[["", t("모두", "all")], ...choices(/** @type {any} */ (OUTCOMES))]}></city-field>
        <city-field name="camera" maxlength="100" .label=${t("카메라 이름표", "Camera's id")}></city-field></city-form>
      <city-table .caption=${t(`${day(this.wanted.day)}의 기록`, `Entries of ${day(this.wanted.day)}`)} .pages=${this.lines} .key=${(/** @type {Line} */ each) => `${each.day} ${each.sequence}`}
        .none=${t("그런 기록이 없습니다.", "No such entry.")} .columns=${this.#columns()}></city-table>
      <details class="card" @toggle=${(/** @type {Event} */ event) => { if (/** @type {HTMLDetailsElement} */ (event.target).open && !this.heads.value) void this.heads.reload(); }}>
        <summary>${t("이날의 봉인", "Signed heads of the day")}</summary>${drawn(this.heads, ({ heads }) => html`<ul class="lines">${heads.map(head => html`<li>
          <b>${t(`${number(head.number)}번째 봉인`, `Head ${number(head.number)}`)}</b> ${head.closed ? tag(t("하루 마감", "the day is closed"), "fine") : nothing}
          ${facts([[t("덮은 줄", "Lines"), number(head.size)], [t("뿌리", "Root"), html`<code>${head.root}</code>`], [t("봉인한 때", "Sealed"), moment(head.sealed_at, "seconds")],
            [t("파일", "File"), html`<code>${head.name}</code> <small class="quiet">${head.version_id}</small>`]])}
          <button type="button" class="plain" @click=${() => save({ file_name: `${head.day}-${head.number}.json`, content_type: JSON_FILE,
            content: Uint8Array.from(atob(head.file), letter => letter.charCodeAt(0)) })}>${t("봉인 파일 저장", "Save the head")}</button></li>`)}</ul>`,
          { empty: ({ heads }) => heads.length ? null : t("아직 봉인되지 않았습니다.", "Nothing is sealed yet.") })}</details>`;
  }

  #columns() {
    return [
      { id: "sequence", name: t("번호", "No."), show: (/** @type {Line} */ each) => html`${number(each.sequence)} <small class="quiet">${clock(each.entry.at, "seconds")}</small>` },
      { id: "outcome", name: t("무엇", "What"), show: (/** @type {Line} */ each) => html`${toned(OUTCOMES[each.entry.outcome] ?? [each.entry.outcome, each.entry.outcome])}${
        each.entry.exercise ? html` ${tag(t("훈련", "exercise"))}` : nothing}` },
      { id: "who", name: t("누가", "Who"), show: (/** @type {Line} */ each) => html`<span lang="ko">${whoOf(each.entry)}</span> <small class="quiet">${bodyName(each.entry.organisation)}</small>` },
      { id: "camera", name: t("카메라", "Camera"), show: (/** @type {Line} */ each) => each.entry.camera ? cameraOf(each.entry) : html`<span lang="ko">${text(each.entry.scope)}</span>` },
      { id: "why", name: t("근거와 까닭", "Ground and reason"), show: (/** @type {Line} */ each) => html`${each.entry.basis ? named(BASES, each.entry.basis) : nothing} <span lang="ko">${
        [each.entry.purpose, each.entry.reason].filter(Boolean).join(" / ") || (each.entry.basis ? "" : "–")}</span>` },
      { id: "more", name: t("봉인", "Sealed"), show: (/** @type {Line} */ each) => html`<span class="row">${each.sealed ? tag(t("봉인됨", "sealed"), "fine") : tag(t("아직", "not yet"))}
        <button type="button" class="link" @click=${() => this.#whole(each)}>${t("자세히", "Whole")}</button></span>` },
    ];
  }

  /** @param {Line} line */
  async #whole(line) {
    const { entry } = line;
    await show({ wide: true, title: t(`${day(line.day)} ${number(line.sequence)}번`, `${day(line.day)}, no. ${number(line.sequence)}`), body: html`<div class="stack">
      ${facts([[t("무엇", "What"), toned(OUTCOMES[entry.outcome] ?? [entry.outcome, entry.outcome])], [t("때", "At"), moment(entry.at, "seconds")], [t("적은 때", "Logged"), moment(line.logged_at, "seconds")],
        [t("누가", "Who"), `${whoOf(entry)} · ${bodyName(entry.organisation)}`], entry.handler && [t("담당자", "Answers for it"), entry.handler],
        entry.incident && [t("사건", "Incident"), html`<a href=${pageOf(entry.incident)}>${calledBy(entry.incident)}</a>`], entry.grant && [t("권한", "Grant"), html`<code>${entry.grant}</code>`],
        entry.camera && [t("카메라", "Camera"), html`${cameraOf(entry)} <code>${entry.camera}</code>`], entry.scope && [t("범위", "Scope"), html`<span lang="ko">${entry.scope}</span>`],
        entry.basis && [t("근거", "Ground"), named(BASES, entry.basis)], entry.document && [t("공문", "Document"), entry.document],
        [t("목적·사유", "Purpose, reason"), text([entry.purpose, entry.reason].filter(Boolean).join(" / "))], entry.form && [t("형태", "Form"), entry.form],
        entry.starts && [t("기간", "Time"), `${moment(entry.starts)} ~ ${moment(entry.ends)}`], entry.safeguards && [t("제한·조치", "Safeguards"), entry.safeguards],
        entry.sha256 && [t("파일의 해시", "Hash of the file"), html`<code>${entry.sha256}</code>`], [t("줄의 해시", "Hash of the line"), html`<code>${line.hash}</code>`]])}
      ${line.sealed ? html`<city-form keeps .verb=${t("증명 받기", "Have it proved")} .send=${() => this.#prove(line.day, line.sequence)}></city-form>`
        : empty(t("서명된 봉인이 아직 이 줄을 덮지 않았습니다. 봉인된 뒤에 증명할 수 있습니다.", "No signed head covers it yet; it can be proved after that."))}</div>` });
  }
}
define("cctv-log", CctvLog);

/** Who did it: a rule of the city has no name. @param {Record<string, any>} entry */
const whoOf = entry => entry.who === "city" ? t("자동", "automatic") : entry.name === entry.who ? person(entry.who) : entry.name;

/** A camera by the name it had then; by its id where it was written before names were. @param {Record<string, any>} entry */
const cameraOf = entry => html`<a href=${at("cameras", entry.camera)} lang=${ifDefined(entry.camera_name ? "ko" : undefined)}>${entry.camera_name ?? entry.camera}</a>`;

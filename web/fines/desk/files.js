// Files into the inboxes, what was read of them, and the template to fill in.

import { CityElement, define, html, nothing, repeat, say } from "../../shell/element.js";
import { Trouble } from "../../shell/api.js";
import { save, upload } from "../../shell/files.js";
import { person } from "../../shell/people.js";
import { session } from "../../shell/session.js";
import { ago, day, moment, named, number, percent, size, storage, t, today } from "../../shell/words.js";
import { facts, tag } from "../../components/facts.js";
import { Load, Pages } from "../../components/load.js";
import { bad } from "../../components/notice.js";
import { drawn } from "../../components/state.js";
import "../../components/field.js";
import "../../components/form.js";
import "../../components/list.js";
import { bankName, choices, Filled, fines, works } from "./shown.js";
import { BANKS } from "./words.js";
import { countTags, reportView } from "./report.js";

/** @type {import("../../shell/words.js").Words} */
const KINDS = { notices: ["고지 파일", "Notices"], accounts: ["은행: 가상계좌 목록", "Bank: account numbers"],
  statement: ["은행: 하루 거래내역", "Bank: a day's statement"] };
const MOST_BYTES = 100 * 1024 * 1024, MOST_WORKBOOK_BYTES = 30 * 1024 * 1024;
const LOOK_MS = 2000, PATIENT_MS = 15 * 60 * 1000, WAITING = "dongne.fines.sent";

/** What is certainly not read is said before it is sent. What a file is, its content tells the city.
 * @param {string} kind @param {{name: string, size: number}} file @returns {[string, string] | null} */
export function unfit(kind, file) {
  const name = file.name.toLowerCase(), workbook = name.endsWith(".xlsx");
  if (name.endsWith(".xls")) return ["옛 엑셀 형식(.xls)은 읽지 못합니다. 엑셀에서 ‘다른 이름으로 저장 → Excel 통합 문서(.xlsx)’로 저장해 올려 주세요.",
    "Old Excel files (.xls) are not read: save it in Excel as a workbook (.xlsx), and send that."];
  if (workbook && kind !== "notices") return ["은행 파일은 CSV로 올려 주세요.", "Send a bank's file as CSV."];
  if (!file.size) return ["빈 파일입니다.", "The file is empty."];
  if (workbook && file.size > MOST_WORKBOOK_BYTES) return ["엑셀 파일은 30 MB까지 올릴 수 있습니다. 나누거나 CSV로 저장해 주세요.", "A workbook may have 30 MB: send it in parts, or as CSV."];
  if (file.size > MOST_BYTES) return ["100 MB까지 올릴 수 있습니다. 파일을 나누어 주세요.", "A file may have 100 MB: send it in parts."];
  return null;
}

// --- files that are on their way ----------------------------------------------------------------------------------

/** @typedef {{key: string, name: string, kind: string, since: number, request: any, report?: any}} Sent */

/** What was sent and is not read yet outlives a reload of this tab. @returns {Sent[]} */
function waiting() {
  try { return JSON.parse(storage("sessionStorage")?.getItem(WAITING) ?? "[]"); } catch { return []; }
}

/** @param {Sent[]} sent */
const keep = sent => storage("sessionStorage")?.setItem(WAITING, JSON.stringify(sent.filter(each => !each.report)));

/** The report, if it is there; a file sent again has the report of the last time until it is read anew. @param {Sent} sent */
async function reportOf({ key, since }) {
  try {
    const report = await fines.get("report", { key });
    return Date.parse(report.finished_at) >= since - 60_000 ? report : null;
  } catch (trouble) {
    if (trouble instanceof Trouble && trouble.status === 404) return null;
    throw trouble;
  }
}

class DeskFiles extends CityElement {
  static properties = { going: { state: true }, refused: { state: true } };

  constructor() {
    super();
    /** How much of a file has gone to its bucket. @type {{name: string, share: number} | null} */
    this.going = null;
    /** @type {Trouble | null} */
    this.refused = null;
    /** @type {Sent[]} */
    this.sent = waiting();
    /** In this tab only, to be sent again with a person's word. @type {Map<string, File>} */
    this.files = new Map();
    this.filled = new Filled(this, "city-form", ["kind"]);
    this.looking = new Load(this, () => this.#look(), { every: () => this.#open().length ? LOOK_MS : null });
    this.earlier = new Pages(this, async page => {
      const answer = await fines.get("reports", { kind: "files", limit: 20, page });
      return [answer.reports, answer.next_page];
    });
  }

  #open() { return this.sent.filter(each => !each.report && Date.now() < each.since + PATIENT_MS); }

  async #look() {
    let came = false;
    for (const each of this.#open()) {
      const report = await reportOf(each);
      if (!report) continue;
      each.report = report;
      came = true;
      say(report.unreadable ? t(`${each.name}: 파일을 읽지 못했습니다.`, `${each.name} could not be read.`)
        : t(`${each.name}: 파일을 읽었습니다. 거절된 행 ${number(report.rejected_rows)}.`, `${each.name} was read. Refused: ${number(report.rejected_rows)}.`));
    }
    if (came) { keep(this.sent); void this.earlier.reload(); }
    return this.sent;
  }

  render() {
    return html`${works() ? this.#upload() : nothing}
      ${this.sent.length ? html`<section class="stack tight"><h3>${t("방금 올린 파일", "Just sent")}</h3>
        <ul class="stack tight">${repeat([...this.sent].reverse(), each => each.key + each.since, each => html`<li>${this.#onItsWay(each)}</li>`)}</ul></section>` : nothing}
      <section class="stack tight"><div class="row apart"><h2>${t("올린 파일과 보고서", "Files put in, and their reports")}</h2>
        <button type="button" class="plain" @click=${() => this.earlier.reload()}>${t("새로 고침", "Refresh")}</button></div>
      <city-list .name=${t("올린 파일과 보고서", "Files put in, and their reports")} .pages=${this.earlier} .key=${(/** @type {any} */ each) => each.key}
        .none=${t("올린 파일이 없습니다. 위에서 양식을 받아 채운 뒤 올려 보세요.", "No file was put in yet. Take the template, fill it in, and send it.")}
        .row=${(/** @type {any} */ each) => html`<desk-upload .line=${each}></desk-upload>`}></city-list></section>`;
  }

  // --- sending ----------------------------------------------------------------------------------------------------

  #upload() {
    const kinds = Object.keys(KINDS).filter(kind => kind === "notices" || session.may("manager")), kind = this.filled.values.kind ?? "notices";
    const ofDay = kind === "statement";
    return html`<section class="card stack"><h2>${t("파일 올리기", "Put in a file")}</h2>
      <p class="quiet">${t("올리면 바로 읽고, 거절된 행은 행·항목·이유를 빨갛게 알려 드립니다.",
        "It is read at once; rows that are refused are shown in red, with row, column and reason.")}</p>
      <city-form .verb=${t("올리기", "Send")} @change=${this.filled.take} .check=${(/** @type {any} */ values) => this.#question(values)}
        .send=${(/** @type {any} */ values) => this.#send(values)}>
        <div class="fields">
          <city-field name="kind" kind=${kinds.length > 1 ? "radio" : "select"} required value="notices" .label=${t("종류", "Kind")} .options=${choices(KINDS, kinds)}></city-field>
          <city-field name="file" kind="file" required accept=".csv,.txt,.tsv,.xlsx,.xls,text/csv" .label=${kind === "notices"
            ? t("엑셀(.xlsx)이나 CSV 파일", "Excel (.xlsx) or CSV file") : t("CSV 파일", "CSV file")}></city-field>
          <city-field name="bank" kind="select" ?hidden=${!ofDay} ?disabled=${!ofDay} ?required=${ofDay} .label=${t("은행", "Bank")} .options=${choices(BANKS)}></city-field>
          <city-field name="day" kind="date" value=${today(1)} .max=${today()} ?hidden=${!ofDay} ?disabled=${!ofDay} ?required=${ofDay} .label=${t("거래일", "Day")}></city-field></div>
        <city-field name="with_leading_zeros" kind="tick" ?hidden=${kind !== "notices"} ?disabled=${kind !== "notices"} .label=${t(
          "맨 앞의 0을 붙여 읽기 (보고서가 물었을 때만)", "Read numbers that lost their leading zero with it (only if a report asked)")}></city-field>
      </city-form>
      ${this.going ? html`<div role="status"><p>${t(`${this.going.name} 올리는 중`, `Sending ${this.going.name}`)} · ${percent(this.going.share, 0)}</p>
        <progress max="1" .value=${this.going.share} aria-label=${t("올린 비율", "How much has gone")}></progress></div>` : nothing}
      <div class="row"><span class="quiet">${t("고지 파일의 빈 양식", "An empty notice file")}</span>
        <button type="button" class="plain" @click=${() => this.#template("xlsx")}>${t("엑셀(.xlsx)", "Excel (.xlsx)")}</button>
        <button type="button" class="plain" @click=${() => this.#template("csv")}>CSV</button></div>
      ${this.refused ? bad(this.refused) : nothing}</section>`;
  }

  /** @returns {File | null} */
  get #chosen() {
    return /** @type {import("../../components/field.js").CityField | null} */ (this.querySelector('city-field[name="file"]'))?.files?.[0] ?? null;
  }

  /** @param {any} values */
  #question({ kind, bank, day: on }) {
    const file = this.#chosen;
    // What cannot be read is not asked about: `send` says why.
    if (!file || unfit(kind, file)) return null;
    return { title: t("이 파일을 올릴까요?", "Send this file?"), body: facts([[t("종류", "Kind"), named(KINDS, kind)], [t("파일", "File"), file.name],
      [t("크기", "Size"), size(file.size)], bank && [t("은행·거래일", "Bank and day"), `${bankName(bank)} · ${day(on)}`]]) };
  }

  /** @param {any} values */
  async #send({ kind, bank, day: on, with_leading_zeros: zeros }) {
    const file = this.#chosen;
    if (!file) throw Trouble.of("파일을 골라 주세요.", "Please choose a file.", "file");
    const wrong = unfit(kind, file);
    if (wrong) throw Trouble.of(...wrong, "file");
    await this.#put(file, { kind, name: file.name.slice(-100), size_bytes: file.size, ...(kind === "statement" ? { bank, day: on } : {}),
      ...(kind === "notices" && zeros ? { with_leading_zeros: true } : {}) });
  }

  /** @param {File} file @param {any} request */
  async #put(file, request) {
    const since = Date.now(), signed = await fines.post("uploads", request);
    this.going = { name: file.name, share: 0 };
    try {
      await upload(signed, file, share => { this.going = { name: file.name, share }; });
    } finally { this.going = null; }
    // The same key again (a bank's day sent anew) stands for the newest of it.
    this.sent = [...this.sent.filter(each => each.key !== signed.report_key), { key: signed.report_key, name: file.name, kind: request.kind, since, request }];
    this.files.set(signed.report_key, file);
    keep(this.sent);
    say(t("올렸습니다. 읽는 중입니다.", "It is there, and is being read."));
    void this.looking.reload();
  }

  /** @param {Sent} sent */
  #onItsWay(sent) {
    const { name, kind, since, report } = sent, file = this.files.get(sent.key);
    const state = report ? report.unreadable ? tag(t("읽지 못함", "Unreadable"), "alarm") : report.rejected_rows
      ? tag(t(`거절 ${number(report.rejected_rows)}행`, `${number(report.rejected_rows)} refused`), "alarm") : tag(t("읽음", "Read"), "fine")
      : Date.now() < since + PATIENT_MS ? html`<span class="tag info" role="status"><span class="turning" aria-hidden="true"></span>${t("읽는 중", "Being read")}</span>`
        : tag(t("아직 읽지 못함", "Not read yet"), "late");
    return html`<article class="card stack"><div class="row apart"><b lang="ko">${name}</b>${state}</div>
      <p class="quiet">${named(KINDS, kind)} · ${ago(since)}</p>
      ${report ? reportView(report, file ? html`<div class="row"><button type="button" class="do" @click=${() => this.#confirm(sent, file)}>${t(
        `0을 붙여 ${number(report.unconfirmed_rows)}행을 읽기`, `Read ${number(report.unconfirmed_rows)} rows with the zero`)}</button></div>` : nothing)
        : Date.now() < since + PATIENT_MS ? html`<p>${t("끝나면 여기에 저절로 나타납니다. 다른 일을 해도 됩니다.", "The report appears here by itself; go on with other work.")}</p>`
          : html`<p class="late">${t("15분이 지나도 읽지 못했습니다. 운영 담당에게 알려 주세요. 다시 올려도 두 번 등록되지 않습니다.",
            "Not read after fifteen minutes: tell the operators. Sending it again loads nothing twice.")}</p>`}</article>`;
  }

  /** @param {Sent} sent @param {File} file */
  async #confirm(sent, file) {
    this.refused = null;
    try { await this.#put(file, { ...sent.request, with_leading_zeros: true }); } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.refused = trouble;
    }
  }

  /** @param {"xlsx" | "csv"} format */
  async #template(format) {
    this.refused = null;
    try {
      const made = await fines.get("notice-template", { format });
      save({ file_name: made.name, content_type: made.content_type, content: Uint8Array.from(atob(made.content), letter => letter.charCodeAt(0)) });
    } catch (trouble) {
      if (!(trouble instanceof Trouble)) throw trouble;
      this.refused = trouble;
    }
  }
}
define("desk-files", DeskFiles);

// --- earlier files ------------------------------------------------------------------------------------------------

/** Its name as it was sent: without folder, ending and the moment before it. @param {string} key */
const nameOf = key => key.replace(/^.*\//, "").replace(/\.report\.json$/, "").replace(/^\d{8}-\d{6}-\d{6}-/, "");

/** Where it came from, by the folder it lies in. @param {string} key @returns {string} */
function kindOf(key) {
  const [folder, bank] = key.split("/");
  if (folder === "desk") return named(KINDS, "notices");
  if (folder === "accounts") return named(KINDS, "accounts");
  return folder === "statements" ? `${named(KINDS, "statement")} · ${bankName(bank)}` : t("단속 시스템에서 받음", "From the enforcement system");
}

class DeskUpload extends CityElement {
  static properties = { line: { attribute: false } };

  constructor() {
    super();
    /** @type {any} */
    this.line = null;
    this.report = new Load(this, () => fines.get("report", { key: this.line.key }), { held: true });
  }

  render() {
    const { line } = this;
    return html`<details @toggle=${(/** @type {Event} */ event) => {
      if (/** @type {HTMLDetailsElement} */ (event.target).open && this.report.value === null) void this.report.reload(); }}>
      <summary><span class="upload"><b lang="ko">${nameOf(line.key)}</b>
        <small class="quiet">${kindOf(line.key)} · ${moment(line.written_at)}${line.by ? html` · ${person(line.by, line.by_name)}` : nothing}</small>
        <span class="row">${line.unreadable ? tag(t("읽지 못함", "Unreadable"), "alarm") : countTags(line.counts)}</span></span></summary>
      ${drawn(this.report, report => reportView(report))}</details>`;
  }
}
define("desk-upload", DeskUpload);

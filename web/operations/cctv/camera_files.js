// National files of cameras: put in by a supervisor, read by the city, and what became of them.

import "../../components/list.js";
import { facts, tag } from "../../components/facts.js";
import { Load, Pages } from "../../components/load.js";
import { broken, drawn } from "../../components/state.js";
import { path, Trouble } from "../../shell/api.js";
import { CityElement, define, html, keyed, nothing, say } from "../../shell/element.js";
import { upload } from "../../shell/files.js";
import { person } from "../../shell/people.js";
import { session } from "../../shell/session.js";
import { moment, named, number, percent, size, t } from "../../shell/words.js";
import { operations } from "../office/shown.js";

/** @typedef {{name: string, finished_at: string, loaded: boolean, by: string | null, by_name: string | null, counts: Record<string, number>}} Line */

const MOST_BYTES = 50 * 1024 * 1024, LOOK_MS = 2000, PATIENT_MS = 15 * 60_000;
/** @type {import("../../shell/words.js").Words} */
const MISSING = {
  direction_unknown: ["방향을 알 수 없음", "direction unknown"], outside_the_district: ["관할 밖", "outside the district"],
  date_in_the_future: ["앞날의 날짜", "a date in the future"], address_missing: ["주소 없음", "no address"], purpose_missing: ["목적 없음", "no purpose"],
  count_missing: ["대수 없음", "no count"], pixels_unreadable: ["화소를 읽지 못함", "pixels unreadable"],
  kept_days_unreadable: ["보관일수를 읽지 못함", "days of keeping unreadable"], date_unreadable: ["날짜를 읽지 못함", "date unreadable"],
};

class CctvCameraFiles extends CityElement {
  static properties = { going: { state: true }, sent: { state: true } };

  constructor() {
    super();
    /** How much has gone. @type {{name: string, share: number} | null} */
    this.going = null;
    /** What was put in and is not read yet. @type {{name: string, file: string, since: number, report: any} | null} */
    this.sent = null;
    this.looking = new Load(this, () => this.#look(), { held: true, every: () => this.sent && !this.sent.report ? LOOK_MS : null });
    /** @type {Pages<Line>} */
    this.earlier = new Pages(this, async page => {
      const answer = await operations.get("cctv/cameras/files", { page });
      return [answer.files, answer.next_page];
    });
  }

  async #look() {
    const { sent } = this;
    if (!sent || sent.report || Date.now() > sent.since + PATIENT_MS) return true;
    try {
      this.sent = { ...sent, report: await operations.get(path`cctv/cameras/files/${sent.name}`) };
      say(t("파일을 읽었습니다.", "The file was read."));
      void this.earlier.reload();
    } catch (trouble) {
      if (!(trouble instanceof Trouble) || trouble.status !== 404) throw trouble;
    }
    return true;
  }

  get #chosen() {
    return /** @type {import("../../components/field.js").CityField | null} */ (this.querySelector('city-field[name="file"]'))?.files?.[0] ?? null;
  }

  #send = async (/** @type {any} */ values) => {
    const file = this.#chosen;
    if (!file) throw Trouble.of("파일을 골라 주세요.", "Please choose a file.", "file");
    if (!file.size) throw Trouble.of("빈 파일입니다.", "The file is empty.", "file");
    if (file.size > MOST_BYTES) throw Trouble.of("50 MB까지 올릴 수 있습니다.", "A file may have 50 MB.", "file");
    const since = Date.now(), signed = await operations.post("cctv/cameras/files", { name: file.name.slice(-100), size_bytes: file.size,
      most_retired: values.part === "whole" ? values.most_retired ?? 0 : null });
    this.going = { name: file.name, share: 0 };
    try { await upload(signed, file, share => { this.going = { name: file.name, share }; }); } finally { this.going = null; }
    this.sent = { name: signed.key.replace(/^.*\//, ""), file: file.name, since, report: null };
    say(t("올렸습니다. 읽는 중입니다.", "It is there, and is being read."));
    void this.looking.reload();
  };

  render() {
    return html`<h2>${t("카메라 파일", "Camera files")}</h2>${session.may("supervisor") ? this.#upload() : nothing}
      ${this.sent ? html`<section class="card"><div class="row apart"><h3 lang="ko">${this.sent.file}</h3>${this.sent.report ? loadedTag(this.sent.report.loaded)
        : html`<span class="tag info" role="status"><span class="turning" aria-hidden="true"></span>${t("읽는 중", "Being read")}</span>`}</div>
        ${this.sent.report ? reported(this.sent.report) : this.looking.trouble ? broken(this.looking.trouble, () => { void this.looking.reload(); })
          : html`<p class="quiet">${t("끝나면 여기에 저절로 나타납니다.", "The report appears here by itself.")}</p>`}</section>` : nothing}
      <section class="stack tight"><h3>${t("올린 파일", "Files put in")}</h3>
        <city-list .name=${t("올린 파일", "Files put in")} .pages=${this.earlier} .key=${(/** @type {Line} */ each) => each.name}
          .none=${t("올린 파일이 없습니다.", "No file was put in yet.")} .row=${(/** @type {Line} */ each) => keyed(each.name, html`<cctv-camera-file .line=${each}></cctv-camera-file>`)}></city-list></section>`;
  }

  #upload() {
    return html`<section class="card"><h3>${t("파일 올리기", "Put in a file")}</h3>
      <p class="quiet">${t("공공데이터포털의 ‘전국CCTV표준데이터’(CSV)를 올립니다. 책임자가 고친 방향은 그대로 남습니다.",
        "The national standard data of CCTV, as CSV. What supervisors corrected stays.")}</p>
      <city-form .verb=${t("올리기", "Send")} .send=${this.#send} .check=${(/** @type {any} */ values) => this.#chosen && { title: t("이 파일을 올릴까요?", "Send this file?"),
        body: facts([[t("파일", "File"), this.#chosen.name], [t("크기", "Size"), size(this.#chosen.size)], values.part === "whole" && [t("철거로 볼 카메라", "To retire"),
          t(`${number(values.most_retired ?? 0)}대까지`, `${number(values.most_retired ?? 0)} at most`)]]) }}>
        <city-field name="file" kind="file" required accept=".csv,text/csv" .label=${t("CSV 파일", "CSV file")}></city-field>
        <city-field name="part" kind="radio" required value="part" .label=${t("무엇이 들어 있나요?", "What is in it?")} .options=${[
          ["part", t("일부: 파일에 없는 카메라는 그대로 둡니다", "a part: cameras that are not in it stay")],
          ["whole", t("기관의 전부: 파일에 없는 카메라는 철거로 봅니다", "all of an institution: cameras that are not in it are retired")]]}></city-field>
        <city-field name="most_retired" kind="number" min="0" max="100000" value="20" .label=${t("철거로 볼 카메라는 몇 대까지 (전부일 때)", "How many may be retired (where it is all)")}
          .hint=${t("이보다 많으면 아무것도 넣지 않고 알려 드립니다.", "If there are more, nothing is loaded, and you are told.")}></city-field></city-form>
      ${this.going ? html`<div role="status"><p>${t(`${this.going.name} 올리는 중`, `Sending ${this.going.name}`)} · ${percent(this.going.share, 0)}</p>
        <progress max="1" .value=${this.going.share} aria-label=${t("올린 비율", "How much has gone")}></progress></div>` : nothing}</section>`;
  }
}
define("cctv-camera-files", CctvCameraFiles);

class CctvCameraFile extends CityElement {
  static properties = { line: { attribute: false } };

  constructor() {
    super();
    /** @type {Line} */
    this.line = /** @type {any} */ (null);
    this.report = new Load(this, () => operations.get(path`cctv/cameras/files/${this.line.name}`), { held: true });
  }

  render() {
    const { line } = this;
    return html`<details @toggle=${(/** @type {Event} */ event) => { if (/** @type {HTMLDetailsElement} */ (event.target).open && !this.report.value) void this.report.reload(); }}>
      <summary><span class="upload"><b lang="ko">${line.name.replace(/^\d{8}-\d{6}-\d{6}-/, "")}</b> ${loadedTag(line.loaded)}
        <small class="quiet">${moment(line.finished_at)}${line.by ? html` · ${person(line.by, line.by_name)}` : nothing}${line.counts.cameras === undefined ? nothing
          : html` · ${t(`카메라 ${number(line.counts.cameras)}대`, `${number(line.counts.cameras)} cameras`)}`}</small></span></summary>
      ${drawn(this.report, reported)}</details>`;
  }
}
define("cctv-camera-file", CctvCameraFile);

/** @param {boolean} loaded */
const loadedTag = loaded => loaded ? tag(t("넣음", "loaded"), "fine") : tag(t("넣지 않음", "not loaded"), "alarm");

/** @param {any} report */
const reported = report => html`<div class="stack">${facts([[t("행", "Rows"), number(report.rows)], [t("카메라", "Cameras"), number(report.cameras)],
    [t("새로", "New"), number(report.new)], [t("바뀜", "Changed"), number(report.changed)], [t("그대로", "Unchanged"), number(report.unchanged)],
    [t("다시 나타남", "Returned"), number(report.returned)], [t("철거", "Retired"), number(report.retired)], [t("겹친 행", "Duplicates"), number(report.duplicates)],
    [t("넣지 않은 행", "Refused rows"), number(report.refused_rows)]])}
  ${report.refused.length ? html`<h4>${t("넣지 않은 까닭", "Why rows were refused")}</h4><ul class="bullets">${report.refused.slice(0, 50).map((/** @type {any} */ each) => html`
    <li class="why">${t(`${number(each.row)}행`, `row ${number(each.row)}`)} · <span lang="ko">${each.column}</span>: ${t(each.reason_ko, each.reason_en)}</li>`)}</ul>` : nothing}
  ${Object.keys(report.missing).length ? html`<h4>${t("모자란 것", "What is missing")}</h4>${facts(Object.entries(report.missing).map(([key, value]) =>
    /** @type {[string, unknown]} */ ([named(MISSING, key), t(`${number(value)}행`, `${number(value)} rows`)])))}` : nothing}</div>`;

// The words for rounds, files, buyers and orders, as the desk shows them.

import { named, t } from "../../shell/words.js";

/** @typedef {import("../../shell/words.js").Words} Words */
/** @typedef {import("../../components/facts.js").Tone} Tone */

/** What a round is at. @type {Words} */
export const STATES = {
  open: ["파일 받는 중", "taking files"], preparing: ["비식별 처리 중", "being de-identified"], awaiting_panel: ["심의 대기", "before the panel"],
  published: ["판매 중", "on sale"], paying: ["지급 중", "being paid"], paid: ["지급 완료", "paid"], stopped: ["멈춤", "stopped"],
  ending: ["닫는 중", "being ended"], ended: ["닫힘", "ended"],
};
// Nothing is decided for weeks in these, and that is how it should be.
const PATIENT = ["open", "published", "paid", "ended"];

/** @param {{state: string, stopped_because: string | null}} round @returns {Tone} */
export const toneOf = round => round.state === "stopped" || round.stopped_because ? "alarm" : PATIENT.includes(round.state) ? "fine" : "warning";

/** What the city does between files and panel. @type {Record<string, [string, string, string, string]>} */
export const STEPS = {
  pseudonymise: ["카드번호를 가명으로 바꾸기", "Make pseudonyms of cards", "파일", "files"],
  count: ["무리 세기", "Count groups", "조각", "shards"],
  decide: ["얼마나 뭉뚱그릴지 정하기", "Decide how coarse", "일", "task"],
  apply: ["모든 기록에 적용하기", "Apply it to every record", "조각", "shards"],
  verify: ["결과 파일만 보고 다시 재기, 서명하기", "Measure the written file anew and sign", "일", "task"],
};
/** @type {Words} */
export const STOPPED_AT = {
  "plan the files": ["파일 정리", "plan the files"], "pseudonymise every file": ["가명 처리", "pseudonymise every file"],
  "plan the shards": ["조각 정리", "plan the shards"], "count every shard": ["무리 세기", "count every shard"],
  decide: ["처리 수준 결정", "decide"], "apply to every shard": ["적용", "apply to every shard"],
  "verify what was written": ["검증", "verify what was written"], "ask the panel": ["심의", "ask the panel"], publish: ["공개", "publish"],
  "share the revenue": ["배분", "share the revenue"], "pay every batch": ["지급", "pay every batch"],
  "count what is open": ["남은 지급 확인", "count what is open"], "compare with the operator": ["운영사 대조", "compare with the operator"],
  "write the statements": ["명세 작성", "write the statements"],
};
/** @type {Words} */
export const STOPPED_BECAUSE = {
  PanelRefused: ["위원이 승인하지 않았습니다. ‘심의’에서 이유를 읽으세요. 같은 약속으로 다시 물으려면 다시 시작하고, 약속을 바꾸려면 새 회차를 여세요.",
    "A member refused: read why under “Panel”. Start again to ask anew; open another round to change what is promised."],
  VerificationFailed: ["결과가 정책의 약속을 지키지 못해 공개하지 않았습니다.", "The output did not keep what the policy promises: nothing was published."],
  PrivacyNotReachable: ["어떤 처리로도 정책의 약속을 지킬 수 없습니다. 한도를 늘리거나 칸을 줄여 새 회차를 여세요.",
    "No generalisation keeps these promises. Open another round with a higher limit or fewer columns."],
  NoFiles: ["받은 파일에 쓸 수 있는 기록이 없습니다.", "No usable record was received."],
  NotFunded: ["통장에 지급할 돈이 모자랍니다. 판매 대금 확인을 먼저 하세요.", "Too little money has come: confirm the payments first."],
  MarkTooWeak: ["자료가 작아 구매자 표식을 넣을 수 없습니다.", "The data set is too small to carry buyers' marks."],
  FileInvalid: ["받은 뒤에 바뀐 파일이 있습니다.", "A file changed after it was received."],
  "States.Timeout": ["정해진 시간이 지났습니다(심의는 14일).", "It took too long (the panel has 14 days)."],
  "States.HeartbeatTimeout": ["심의 기한 14일이 지났습니다.", "The panel's fourteen days are over."],
};
/** Why a round stopped, as the machine wrote it down: `step: error`. @param {string} text */
export function whyStopped(text) {
  const cut = text.indexOf(": "), [step, error] = cut < 0 ? ["", text] : [text.slice(0, cut), text.slice(cut + 2)];
  const known = STOPPED_BECAUSE[error] ? named(STOPPED_BECAUSE, error)
    : t(`프로그램이 남긴 이유: ${error}`, `The reason that was written down: ${error}`);
  return step ? `${t(`‘${named(STOPPED_AT, step)}’에서 멈췄습니다.`, `Stopped at “${named(STOPPED_AT, step)}”.`)} ${known}` : known;
}

/** @type {Words} */
export const OUTCOMES = { received: ["받음", "taken"], duplicate: ["이미 받은 파일", "taken before"], refused: ["받지 않음", "refused"] };
/** Why a file was refused. @type {Words} */
export const REFUSED = {
  not_utf8: ["글자 인코딩이 UTF-8이 아닙니다", "It is not UTF-8"], not_csv: ["CSV가 아닙니다", "It is not CSV"],
  not_parquet: ["Parquet이 아닙니다", "It is not Parquet"], neither_csv_nor_parquet: ["CSV도 Parquet도 아닙니다", "It is neither CSV nor Parquet"],
  column_twice: ["같은 제목의 칸이 둘입니다", "A column stands twice"], unknown_column: ["칸 제목이 약속과 다릅니다", "The columns are not those agreed"],
  missing_column: ["있어야 할 칸이 없습니다", "A column is missing"],
  too_many_rows: ["행이 너무 많습니다", "It has too many rows"], too_large: ["파일이 너무 큽니다", "It is too large"],
  round_not_open: ["회차가 파일을 받는 중이 아닙니다", "The round takes no files now"], round_unknown: ["그런 회차가 없습니다", "There is no such round"],
  round_invalid: ["폴더 이름이 회차가 아닙니다", "The folder names no round"],
};
/** `missing_column:카드번호` names a column of the file. @param {string | null | undefined} reason @returns {[why: string, column: string]} */
export function whyRefused(reason) {
  const [id, column = ""] = (reason ?? "").split(":");
  return [named(REFUSED, id), column];
}
/** What is wrong with a cell. @type {Words} */
export const FAULTS = {
  wrong_number_of_cells: ["칸 수가 다릅니다", "wrong number of cells"], empty: ["비어 있습니다", "empty"], too_long: ["너무 깁니다", "too long"],
  not_a_card: ["카드번호 형식이 아닙니다", "not a card number"], not_a_day: ["날짜가 아닙니다", "not a day"], too_long_ago: ["1900년 이전입니다", "before 1900"],
  not_a_sex_code: ["성별 부호가 아닙니다", "not a code for sex"], not_printable: ["쓸 수 없는 글자가 있습니다", "not printable"],
  not_won: ["원 단위 수가 아닙니다", "not won"], out_of_bounds: ["0보다 크고 한도 이하여야 합니다", "out of bounds"],
  not_a_moment: ["날짜·시각이 아닙니다", "not a moment"],
};
/** How the citizens' part is shared. @type {Words} */
export const WEIGHTS = { equal: ["모두 똑같이", "one each"], active_weeks: ["쓴 주의 수만큼", "by weeks of use"], rows: ["쓴 횟수만큼", "by number of payments"] };
/** Where what nobody claims goes. @type {Words} */
export const UNCLAIMED = { city: ["시 계정으로", "to the city"], next_round: ["다음 회차 시민에게", "to the next round's citizens"] };
/** @type {Words} */
export const ORDERS = { placed: ["입금 대기", "waits for money"], paid: ["결제 완료", "paid"], cancelled: ["취소", "cancelled"], refunded: ["환불", "refunded"] };

/** What the rules ask of a reason that is kept on file. */
export const REASON = { shortest: 10, longest: 512 };
export const reasonLabel = () => t("이유 (10자 이상)", "Reason (10 characters or more)");

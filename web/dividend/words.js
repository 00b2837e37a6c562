"use strict";

// The words for what the desk of the dividend shows.

// --- words ----------------------------------------------------------------------------------------------------------

const STATES = {
  open: ["파일 받는 중", "taking files"], preparing: ["비식별 처리 중", "being de-identified"], awaiting_panel: ["심의 대기", "before the panel"],
  published: ["판매 중", "on sale"], paying: ["지급 중", "being paid"], paid: ["지급 완료", "paid"], stopped: ["멈춤", "stopped"],
  ending: ["닫는 중", "being ended"], ended: ["닫힘", "ended"],
};
// Nothing is decided for weeks in these, and that is how it should be.
const PATIENT = ["open", "published", "paid", "ended"];
const STEPS = {
  pseudonymise: ["카드번호를 가명으로 바꾸기", "make pseudonyms of cards", "파일", "files"],
  count: ["무리 세기", "count groups", "조각", "shards"],
  decide: ["얼마나 뭉뚱그릴지 정하기", "decide how coarse", "일", "task"],
  apply: ["모든 기록에 적용하기", "apply it to every record", "조각", "shards"],
  verify: ["결과 파일만 보고 다시 재기, 서명하기", "measure the written file anew and sign", "일", "task"],
};
const STOPPED_AT = {
  "plan the files": "파일 정리", "pseudonymise every file": "가명 처리", "plan the shards": "조각 정리", "count every shard": "무리 세기", decide: "처리 수준 결정",
  "apply to every shard": "적용", "verify what was written": "검증", "ask the panel": "심의", publish: "공개", "share the revenue": "배분",
  "pay every batch": "지급", "count what is open": "남은 지급 확인", "compare with the operator": "운영사 대조", "write the statements": "명세 작성",
};
const STOPPED_BECAUSE = {
  PanelRefused: ["위원이 승인하지 않았습니다. ‘심의’에서 이유를 읽으세요. 같은 약속으로 다시 물으려면 다시 시작하고, 약속을 바꾸려면 새 회차를 여세요.", "A member refused: read why under “panel”. Start again to ask anew; open another round to change what is promised."],
  VerificationFailed: ["결과가 정책의 약속을 지키지 못해 공개하지 않았습니다.", "The output did not keep what the policy promises: nothing was published."],
  PrivacyNotReachable: ["어떤 처리로도 정책의 약속을 지킬 수 없습니다. 한도를 늘리거나 칸을 줄여 새 회차를 여세요.", "No generalisation keeps these promises."],
  NoFiles: ["받은 파일에 쓸 수 있는 기록이 없습니다.", "No usable record was received."],
  NotFunded: ["통장에 지급할 돈이 모자랍니다. 판매 대금 확인을 먼저 하세요.", "Too little money has come: confirm the payments first."],
  MarkTooWeak: ["자료가 작아 구매자 표식을 넣을 수 없습니다.", "The data set is too small to carry buyers' marks."],
  FileInvalid: ["받은 뒤에 바뀐 파일이 있습니다.", "A file changed after it was received."],
  "States.Timeout": ["정해진 시간이 지났습니다(심의는 14일).", "It took too long (the panel has 14 days)."],
  "States.HeartbeatTimeout": ["심의 기한 14일이 지났습니다.", "The panel's fourteen days are over."],
};
const OUTCOMES = { received: ["받음", "taken"], duplicate: ["이미 받은 파일", "taken before"], refused: ["받지 않음", "refused"] };
const REFUSED = {
  not_utf8: ["글자 인코딩이 UTF-8이 아닙니다", "not UTF-8"], not_csv: ["CSV가 아닙니다", "not CSV"], not_parquet: ["Parquet이 아닙니다", "not Parquet"],
  neither_csv_nor_parquet: ["CSV도 Parquet도 아닙니다", "neither CSV nor Parquet"], column_twice: ["같은 제목의 칸이 둘입니다", "a column stands twice"],
  unknown_column: ["칸 제목이 약속과 다릅니다", "the columns are not those agreed"], too_many_rows: ["행이 너무 많습니다", "too many rows"],
  too_large: ["파일이 너무 큽니다", "too large"], round_not_open: ["회차가 파일을 받는 중이 아닙니다", "the round takes no files now"],
  round_unknown: ["그런 회차가 없습니다", "no such round"], round_invalid: ["폴더 이름이 회차가 아닙니다", "the folder is no round"],
};
const FAULTS = {
  wrong_number_of_cells: ["칸 수가 다릅니다", "wrong number of cells"], empty: ["비어 있습니다", "empty"], too_long: ["너무 깁니다", "too long"],
  not_a_card: ["카드번호 형식이 아닙니다", "not a card number"], not_a_day: ["날짜가 아닙니다", "not a day"], too_long_ago: ["1900년 이전입니다", "before 1900"],
  not_a_sex_code: ["성별 부호가 아닙니다", "not a code for sex"], not_printable: ["쓸 수 없는 글자가 있습니다", "not printable"], not_won: ["원 단위 수가 아닙니다", "not won"],
  out_of_bounds: ["0보다 크고 한도 이하여야 합니다", "out of bounds"], not_a_moment: ["날짜·시각이 아닙니다", "not a moment"],
};
const WEIGHTS = { equal: ["모두 똑같이", "one each"], active_weeks: ["쓴 주의 수만큼", "by weeks of use"], rows: ["쓴 횟수만큼", "by number of payments"] };
const BATCHES = {
  planned: ["보내기 전", "planned"], sending: ["보내는 중", "sending"], accepted: ["운영사가 받음", "accepted"], settled: ["끝남", "settled"],
  refused: ["거절, 다시 보냄", "refused, sent again"], held: ["보류: 사람이 볼 것", "held for a person"],
};
const LINES = {
  due: ["지급 예정", "due"], withheld: ["지급 보류", "withheld"], carried: ["소액 이월", "carried over"], sent: ["보냄", "sent"], paid: ["입금", "paid"],
  moved: ["다시 보냄", "sent once more"], returned: ["카드에서 반환", "returned"], reversed: ["입금 뒤 회수", "taken back"], lapsed: ["기한 경과", "lapsed"],
};
const ACCOUNTS = {
  cash: ["통장", "cash"], in_transit: ["보내는 중", "in transit"], sales: ["판매 수입", "sales"], costs: ["비용", "costs"], city: ["시 몫", "city"],
  round_pool: ["나누기 전", "to be shared"], late_sales: ["마감 뒤 판매", "late sales"], payable: ["시민에게 줄 돈", "owed to citizens"], carried: ["이월", "carried"], unclaimed: ["찾아가지 않음", "unclaimed"],
};
const ENTRIES = {
  sale_paid: ["판매 대금 입금", "sale paid"], sale_refunded: ["판매 대금 환불", "sale refunded"], books_closed: ["마감: 비용·시 몫·시민 몫", "books closed"],
  allocated: ["시민별 배분", "allocated"], carried_in: ["지난 회차에서 이월", "carried in"], carried_over: ["다음 회차로 이월", "carried over"], withheld: ["보류", "withheld"],
  sent: ["운영사로 보냄", "sent"], settled: ["운영사 결과 반영", "settled"], reversed: ["입금 회수", "reversed"], lapsed: ["기한 경과", "lapsed"], correction: ["정정", "correction"],
  sale_waits: ["마감 뒤 판매, 다음 회차를 기다림", "late sale, waits for a round"], sale_moved: ["마감 뒤 판매를 다음 회차로", "late sale moved on"],
  unclaimed_given: ["찾아가지 않은 돈을 약속대로 보냄", "unclaimed money given as agreed"], unclaimed_taken: ["앞 회차에서 찾아가지 않은 돈", "unclaimed money of an earlier round"],
};
const DIFFERENCES = {
  never_arrived: ["우리는 보냈는데 운영사 기록에 없음", "we sent it, the operator has no such line"], not_ours: ["우리가 보내지 않은 지급", "a payment we never sent"],
  amount_differs: ["금액이 다름", "the amount differs"], paid_there_not_here: ["운영사는 지급, 우리 기록은 아님", "paid there, not here"],
  paid_here_not_there: ["우리 기록은 지급, 운영사는 아님", "paid here, not there"], paid_twice: ["두 번 지급됨", "paid twice"], ledger_differs: ["장부와 지급 내역이 다름", "lines and ledger disagree"],
};
const UNCLAIMED = { city: ["시 계정으로", "to the city"], next_round: ["다음 회차 시민에게", "to the next round's citizens"] };
const KINDS = { research_institute: ["연구기관", "research institute"], school: ["학교", "school"], company: ["기업", "company"], public_body: ["공공기관", "public body"] };
const ORDERS = { placed: ["입금 대기", "waits for money"], paid: ["결제 완료", "paid"], cancelled: ["취소", "cancelled"], refunded: ["환불", "refunded"] };

const moment = inSeoul({ month: "numeric", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit" });
const at = text => text ? moment.format(new Date(text)) : "-";
const person = id => !id ? "-" : me && id === me.staff_id ? "나" : id.length > 12 ? id.slice(0, 8) : id;
const of = (round, rest = "") => `rounds/${seg(round)}${rest}`;

function lasting(text) {
  const minutes = Math.max(0, Math.floor((Date.now() - new Date(text)) / 6e4));
  if (minutes < 1) return ["방금부터", "just now"];
  if (minutes < 60) return [`${minutes}분째`, `for ${minutes} min`];
  if (minutes < 1440) return [`${Math.floor(minutes / 60)}시간째`, `for ${Math.floor(minutes / 60)} h`];
  return [`${Math.floor(minutes / 1440)}일째`, `for ${Math.floor(minutes / 1440)} d`];
}
const stateTag = round => h("span", { class: `tag ${round.state === "stopped" || round.stopped_because ? "alarm" : PATIENT.includes(round.state) ? "fine" : "warning"}` }, named(STATES, round.state));
function why(text) {
  const [step, error] = [text.slice(0, text.indexOf(": ")), text.slice(text.indexOf(": ") + 2)];
  const known = STOPPED_BECAUSE[error];
  return h("div", { class: "trouble" }, h("span", { lang: "ko" }, `‘${STOPPED_AT[step] || step}’에서 멈췄습니다. ${known ? known[0] : `프로그램이 남긴 이유: ${error}`}`),
    h("span", { lang: "en" }, `Stopped at “${step}”. ${known ? known[1] : `Its reason: ${error}`}`));
}

// The words for money: batches on their way, lines in them, the ledger's accounts and entries, and what may differ.

/** @typedef {import("../../shell/words.js").Words} Words */

/** @type {Words} */
export const BATCHES = {
  planned: ["보내기 전", "planned"], sending: ["보내는 중", "sending"], accepted: ["운영사가 받음", "accepted"], settled: ["끝남", "settled"],
  refused: ["거절, 다시 보냄", "refused, sent again"], held: ["보류: 사람이 볼 것", "held for a person"],
};
/** @type {Words} */
export const LINES = {
  due: ["지급 예정", "due"], withheld: ["지급 보류", "withheld"], carried: ["소액 이월", "carried over"], sent: ["보냄", "sent"], paid: ["입금", "paid"],
  moved: ["다시 보냄", "sent once more"], returned: ["카드에서 반환", "returned"], reversed: ["입금 뒤 회수", "taken back"], lapsed: ["기한 경과", "lapsed"],
};
/** @type {Words} */
export const ACCOUNTS = {
  cash: ["통장", "cash"], in_transit: ["보내는 중", "in transit"], sales: ["판매 수입", "sales"], costs: ["비용", "costs"], city: ["시 몫", "city"],
  round_pool: ["나누기 전", "to be shared"], late_sales: ["마감 뒤 판매", "late sales"], payable: ["시민에게 줄 돈", "owed to citizens"],
  carried: ["이월", "carried"], unclaimed: ["찾아가지 않음", "unclaimed"],
};
/** @type {Words} */
export const ENTRIES = {
  sale_paid: ["판매 대금 입금", "Sale paid"], sale_refunded: ["판매 대금 환불", "Sale refunded"],
  books_closed: ["마감: 비용·시 몫·시민 몫", "Books closed"], allocated: ["시민별 배분", "Allocated to citizens"],
  carried_in: ["지난 회차에서 이월", "Carried in"], carried_over: ["다음 회차로 이월", "Carried over"], withheld: ["보류", "Withheld"],
  sent: ["운영사로 보냄", "Sent to the operator"], settled: ["운영사 결과 반영", "Settled by the operator"], reversed: ["입금 회수", "Taken back"],
  lapsed: ["기한 경과", "Lapsed"], correction: ["정정", "Correction"],
  sale_waits: ["마감 뒤 판매, 다음 회차를 기다림", "Late sale, waits for a round"], sale_moved: ["마감 뒤 판매를 다음 회차로", "Late sale moved on"],
  unclaimed_given: ["찾아가지 않은 돈을 약속대로 보냄", "Unclaimed money given as agreed"],
  unclaimed_taken: ["앞 회차에서 찾아가지 않은 돈", "Unclaimed money of an earlier round"],
};
/** @type {Words} */
export const DIFFERENCES = {
  never_arrived: ["우리는 보냈는데 운영사 기록에 없음", "We sent it, the operator has no such line"],
  not_ours: ["우리가 보내지 않은 지급", "A payment we never sent"], amount_differs: ["금액이 다름", "The amount differs"],
  paid_there_not_here: ["운영사는 지급, 우리 기록은 아님", "Paid there, not here"],
  paid_here_not_there: ["우리 기록은 지급, 운영사는 아님", "Paid here, not there"], paid_twice: ["두 번 지급됨", "Paid twice"],
  ledger_differs: ["장부와 지급 내역이 다름", "Lines and ledger disagree"],
};
/** What the operator says of a held batch. @type {Words} */
export const FINDINGS = {
  all_paid: ["모두 지급됐다", "every line was paid"], none_paid: ["하나도 지급되지 않았다: 새 번호로 다시 보낸다", "none was paid: send it again under its next key"],
  by_line: ["줄마다 다르다: 운영사의 결과 파일로", "it differs by line: by the operator's result file"],
};
/** Why a card gave money back. @type {Words} */
export const RETURNED = { card_closed: ["해지된 카드", "card closed"] };

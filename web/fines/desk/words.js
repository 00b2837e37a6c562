// The words for what the desk of fines shows, by the keys that the API uses.

/** @typedef {import("../../shell/words.js").Words} Words */

/** @type {Words} */
export const STATES = {
  detected: ["단속", "Detected"], noticed: ["사전통지", "Notified"], under_review: ["의견 심의", "Under review"],
  imposed: ["부과", "Imposed"], overdue: ["체납", "Overdue"], dunned: ["독촉", "Dunned"], seized: ["압류", "Seized"],
  plate_held: ["영치", "Plate held"], objected: ["이의제기", "Objected"], court: ["법원 통보", "At court"],
  closed_final: ["납부(감경)·종결", "Paid, reduced"], closed: ["납부·종결", "Paid"],
  awaiting_release: ["납부·해제 대기", "Paid, release due"], released: ["압류 해제", "Released"],
  cancelled: ["취소", "Cancelled"], barred: ["시효·제척", "Barred by time"],
};
/** @type {Words} */
export const MOVES = {
  mail_returned: ["반송 접수", "Mail came back"], serve_again: ["사전통지 재송달", "Serve the notice again"],
  serve_imposition_again: ["부과 고지 재송달", "Serve the imposition again"], correct_car: ["차량번호 정정", "Correct the plate"],
  correct_owner: ["소유자 정정", "Correct the owner"], hand_to_renter: ["임차인에게 이전", "Hand to the renter"],
  cancel: ["직권취소", "Cancel ex officio"], dun: ["독촉", "Dun"], seize: ["압류", "Seize"], hold_plate: ["번호판 영치", "Hold the plate"],
  return_plate: ["번호판 반환", "Return the plate"], release: ["압류 해제", "Release the seizure"],
  object: ["이의제기 접수", "Take an objection"], accept_objection: ["이의 수용(취소)", "Accept the objection"],
  withdraw_objection: ["이의 철회", "Withdraw the objection"], report_to_court: ["법원 통보", "Report to court"],
  court_decides_against: ["법원: 과태료 결정", "Court decides against"], court_cancels: ["법원: 불처벌 결정", "Court cancels"],
  bar: ["시효·제척 처리", "Bar by time"],
};
/** What waits, by list: what it is, and what to do about it.
 * @type {Record<string, [korean: string, english: string, advice?: [string, string]]>} */
export const LISTS = {
  plates: ["번호판 반환", "Plates to return", ["납부된 영치 차량: 번호판을 바로 돌려줍니다(제55조).", "Paid: give the plate back at once (§55)."]],
  release: ["압류 해제", "Seizures to lift", ["납부·취소된 사건의 압류를 등록원부에서 풉니다.", "Paid or cancelled: lift the seizure in the register."]],
  court: ["법원 통보", "For the court", ["이의제기를 받은 날부터 14일 안에 법원에 통보합니다(제21조).", "Report an objection to the court within 14 days (§21)."]],
  undelivered: ["재송달", "To serve again", ["반송되었거나 당사자가 바뀐 사건: 다시 보내고 송달일을 적습니다.", "Came back, or another person owes it: send it again and note the day it arrived."]],
  unimposed: ["부과 대기", "Not yet imposed", ["의견제출 기한이 지났고 아직 부과하지 않은 사건입니다.", "The time for opinions is over, and nothing is imposed yet."]],
  overdue: ["체납 (독촉 대상)", "Overdue, to dun", ["납부기한이 지났고 독촉하지 않은 사건입니다.", "Past the due date, and not dunned yet."]],
  dunned: ["독촉함 (압류 대상)", "Dunned, to seize", ["독촉했으나 내지 않은 사건입니다.", "Dunned, and still unpaid."]],
  seized: ["압류함 (영치 검토)", "Seized, unpaid", ["압류했으나 내지 않은 사건: 영치 요건을 함께 봅니다.", "Seized, and still unpaid: see whether the plate may be held."]],
  instalments: ["분할납부 미납", "Instalments missed", ["기한이 지난 회차가 있는 사건입니다.", "An instalment is past its day."]],
  opinions: ["심의할 의견", "Opinions to judge"], tickets: ["답변할 문의", "Tickets to answer"], suspense: ["미확인 입금", "Money held"],
  corrections: ["승인할 정정", "Corrections to approve"], decisions: ["승인할 환급·배정", "Money to approve"],
  refunds: ["지급할 환급", "Refunds to pay"],
};
/** @type {Words} */
export const CORRECTION_GROUNDS = {
  undelivered: ["반송", "Came back"], wrong_address: ["주소 착오", "Wrong address"], public_notice: ["공시송달", "Public notice"],
  misread_plate: ["차량번호 착오", "Plate misread"], sold_before: ["위반일 전 명의 이전", "Sold before the violation"],
  wrong_owner: ["소유자 착오", "Wrong owner"], rented: ["대여 차량 (도로교통법 제160조④)", "Rented car (Road Traffic Act §160④)"],
  duplicate: ["이중 단속", "Duplicate"], no_violation: ["위반 아님", "No violation"], sign_missing: ["표지·노면표시 없음", "No sign"],
  evidence_missing: ["증거 부족", "Evidence missing"], stolen: ["도난 차량", "Stolen car"], owner_died: ["당사자 사망", "Owner died"],
  legitimate_reason: ["부득이한 사유 (시행규칙 제142조)", "Legitimate reason (Rules §142)"], other: ["그 밖의 사유", "Other"],
};
/** @type {Words} */
export const TICKET_REASONS = {
  asked: ["담당자 요청", "Asked for a person"], unclear: ["내용 불명확", "Unclear"], lookups_paused: ["조회 제한", "Look-ups paused"],
  too_many_prompts: ["되묻기 반복", "Asked back too often"], refund: ["환급 문의", "About a refund"],
  notice_resend: ["고지서 재발송", "Resend the notice"], photo_only: ["사진만 옴", "Photo only"],
  no_account: ["가상계좌 없음", "No account to give"], opinion_not_possible: ["의견제출 불가", "No opinion possible"],
  instalment_missed: ["분할납부 회차 미납", "An instalment was missed"], text_refused: ["문자 수신 불가", "No carrier takes a text"],
  opinion_left_open: ["접수 여부를 답하지 않은 의견", "An opinion left open"], instalments_wanted: ["분할납부 신청", "Wants instalments"],
  reduction_wanted: ["감경 신청", "Wants a reduction"], ownership: ["명의·상속", "Ownership, estate"],
};
/** @type {Words} */
export const SUSPENSE = {
  unknown_account: ["모르는 계좌", "Unknown account"], wrong_amount: ["금액 다름", "Wrong amount"],
  expired_account: ["기한 지난 계좌", "Expired account"], revoked_account: ["회수된 계좌", "Revoked account"],
  second_deposit: ["두 번째 입금", "Second deposit"], nothing_due: ["낼 금액 없음", "Nothing due"],
};
/** @type {Words} */
export const OUTCOMES = {
  settled: ["수납", "Settled"], suspense: ["미확인", "In suspense"], assigned: ["사건에 배정", "Assigned"],
  returning: ["환급 예정", "Being returned"], refunded: ["환급", "Refunded"], reversed: ["은행이 회수", "Taken back by the bank"],
};
/** @type {Words} */
export const DECISIONS = { proposed: ["승인 대기", "Waits for approval"], approved: ["승인", "Approved"], declined: ["반려", "Declined"],
  paid: ["지급 완료", "Paid out"] };
/** @type {Words} */
export const ACTIONS = { refund: ["환급", "Refund"], assign: ["사건에 배정", "Assign to a case"] };
/** @type {Words} */
export const OPINION_STATES = { pending: ["심의 중", "To be judged"], accepted: ["수용", "Accepted"], rejected: ["불수용", "Rejected"],
  overtaken: ["정정으로 종결", "Ended by a correction"] };
/** @type {Words} */
export const TICKET_STATES = { open: ["답변 대기", "Waits for an answer"], answered: ["답변함", "Answered"], closed: ["종료", "Closed"] };
/** @type {Words} */
export const STAGES = { early: ["자진납부 감경", "early payment"], full: ["정액", "full"], overdue: ["체납 가산", "with arrears"],
  instalment: ["분할납부", "instalment"] };
/** @type {Words} */
export const ZONES = { general: ["일반", "General"], fire_facility: ["소방시설", "Fire facility"], children: ["어린이보호구역", "Children's zone"],
  senior_or_disabled: ["노인·장애인보호구역", "Zone of seniors or disabled people"] };
/** @type {Words} */
export const VEHICLES = { passenger: ["승용 등", "passenger car"], van: ["승합 등", "van or bus"], two_wheeler: ["이륜", "two-wheeler"] };
/** @type {Words} */
export const CHANNELS = { sms: ["문자", "Text"], text: ["문자", "Text"], web: ["웹", "Web"], office: ["사무실", "Office"] };
/** @type {Words} */
export const LANGUAGES = { ko: ["한국어", "Korean"], en: ["영어", "English"], zh: ["중국어", "Chinese"], vi: ["베트남어", "Vietnamese"] };
/** @type {Words} */
export const INTENTS = {
  "account.request": ["계좌 요청", "Account wanted"], "appeal.info": ["의견·이의", "How to appeal"], complaint: ["불만", "Complaint"],
  "due_date.info": ["기한", "Due date"], "fine.lookup": ["과태료 조회", "Look-up"], "human.agent": ["담당자", "A person"],
  "installment.request": ["분할납부", "Instalments"], "notice.resend": ["고지서 재발송", "Resend the notice"], opt_out: ["수신 거부", "Opt out"],
  out_of_scope: ["다른 부서", "Another office"], "ownership.change": ["명의 변경", "Ownership"], "payment.confirm": ["납부 확인", "Whether paid"],
  "payment.methods": ["납부 방법", "How to pay"], "photo.request": ["단속 사진", "The photo"], "reduction.info": ["감경", "Reduction"],
  "refund.request": ["환급", "Refund"], "seizure.release": ["압류 해제", "Release"], smalltalk: ["인사", "Small talk"],
  "tow.info": ["견인", "Towing"], unclear: ["불명확", "Unclear"], "-": ["분류 없음", "Not sorted"],
};
/** @type {Words} */
export const LEDGER = {
  received_and_settled: ["입금·수납", "Received and settled"], received_into_suspense: ["입금·미확인", "Received into suspense"],
  suspense_assigned: ["사건에 배정", "Assigned"], refund_approved: ["환급 승인", "Refund approved"],
  refund_paid: ["환급 지급", "Refund paid"], payment_reversed: ["은행 회수", "Taken back by the bank"],
};
/** @type {Words} */
export const NOTHING_DUE = {
  fine_already_paid: ["납부 완료", "Paid"], case_is_closed: ["납부·종결", "Paid and closed"], case_is_cancelled: ["취소됨", "Cancelled"],
  case_is_barred: ["시효·제척", "Barred by time"], not_yet_imposed: ["부과 준비 중", "Imposition in preparation"],
  imposition_lost_effect: ["이의제기로 효력 정지", "No effect: objection"], paid_and_awaiting_release: ["납부, 해제 대기", "Paid, release due"],
};
/** 도로교통법 시행규칙 §142, with the documents that speak for each.
 * @type {Record<string, [korean: string, english: string, documents: [string, string][]]>} */
export const GROUNDS = {
  crime_or_accident: ["범죄의 예방·진압이나 긴급한 사건·사고의 조사", "Police work, or an urgent case", [["관련 공문서", "Official letter"]]],
  road_works: ["도로공사 또는 교통지도단속", "Road works or traffic control", [["관련 공문서", "Official letter"], ["공사계약서", "Works contract"]]],
  emergency_patient: ["응급환자의 수송 또는 치료", "A patient in an emergency",
    [["응급진료확인서", "Emergency treatment record"], ["입원확인서", "Hospital admission"]]],
  disaster_rescue: ["화재·수해·재해 등의 구난작업", "Rescue in a disaster",
    [["관련 기관 공문서", "Letter of the agency"], ["구난작업 사실을 입증하는 서류", "Proof of the rescue work"]]],
  disabled_boarding: ["장애인의 승·하차를 돕는 경우", "Helping a disabled person in or out", [["장애인 복지카드 사본", "Copy of the welfare card"]]],
  other_substantial: ["그 밖에 부득이한 사유라고 인정할 만한 상당한 이유", "Another substantial reason",
    [["운송장", "Waybill"], ["이사계약서", "Moving contract"], ["교통사고사실확인서", "Accident record"], ["고장 수리 확인서", "Repair record"],
      ["도난확인서", "Theft record"]]],
};
/** @type {Words} */
export const BANKS = { NH: ["농협은행", "NH NongHyup"], KB: ["국민은행", "KB Kookmin"], SHINHAN: ["신한은행", "Shinhan"], WOORI: ["우리은행", "Woori"],
  HANA: ["하나은행", "Hana"], IBK: ["기업은행", "IBK"], KAKAO: ["카카오뱅크", "KakaoBank"], TOSS: ["토스뱅크", "Toss Bank"],
  KBANK: ["케이뱅크", "K bank"], IM: ["아이엠뱅크", "iM Bank"], BUSAN: ["부산은행", "Busan"], GWANGJU: ["광주은행", "Gwangju"],
  GYEONGNAM: ["경남은행", "Gyeongnam"], SUHYUP: ["수협은행", "Suhyup"], MG: ["새마을금고", "MG Saemaul"], POST: ["우체국", "Korea Post"],
  CU: ["신협", "Shinhyup"], SC: ["SC제일은행", "SC First"], CITI: ["한국씨티은행", "Citibank Korea"] };

/** What stands in a case's history, in words. @type {[RegExp, (found: RegExpExecArray) => [string, string]][]} */
export const HISTORY = [
  [/^paid \(instalment (\d+)\)$/, ([, place]) => [`분할납부 납부 (${place})`, `Instalment ${place} paid`]],
  [/^grant_instalments$/, () => ["분할납부 허가", "Instalments granted"]], [/^extend_instalments$/, () => ["분할납부 연장", "Instalments extended"]],
  [/^revoke_instalments$/, () => ["분할납부 취소", "Instalments revoked"]],
  [/^paid \((\w+)\)$/, ([, stage]) => [`납부 (${both(STAGES, stage, 0)})`, `Paid (${both(STAGES, stage, 1)})`]],
  [/^account issued \((\w+)\)$/, ([, stage]) => [`가상계좌 발급 (${both(STAGES, stage, 0)})`, `Account issued (${both(STAGES, stage, 1)})`]],
  [/^payment reversed by the bank$/, () => ["은행이 입금을 회수", "The bank took the deposit back"]],
  [/^opinion given$/, () => ["의견 제출", "Opinion given"]], [/^opinion accepted$/, () => ["의견 수용", "Opinion accepted"]],
  [/^opinion rejected$/, () => ["의견 불수용", "Opinion rejected"]],
  [/^ticket (\S+) answered$/, ([, ticket]) => [`문의 ${ticket} 답변`, `Ticket ${ticket} answered`]],
  [/^ticket (\S+) closed$/, ([, ticket]) => [`문의 ${ticket} 종료`, `Ticket ${ticket} closed`]],
  [/^refund approved$/, () => ["환급 승인", "Refund approved"]],
  [/^refund approved, unpaid again$/, () => ["착오 납부 환급 승인, 미납으로 되돌림", "Refund approved, unpaid again"]],
  [/^refunded$/, () => ["환급 지급", "Refunded"]], [/^owner's telephone changed$/, () => ["소유자 전화 변경", "Owner's telephone changed"]],
  [/^corrected by a file$/, () => ["고지 파일로 정정", "Corrected by a file"]],
  [/^(\w+) declined$/, ([, move]) => [`${both(MOVES, move, 0)} 반려`, `${both(MOVES, move, 1)}: declined`]],
  [/^instalments previewed$/, () => ["분할납부 미리보기", "Instalments previewed"]],
  [/^social reduction/, () => ["사회적 약자 감경", "Social reduction"]],
];
/** @param {Words} words @param {string} key @param {0 | 1} language */
const both = (words, key, language) => words[key]?.[language] ?? key;

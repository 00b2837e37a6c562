"use strict";

// The words for what the desk of fines shows.

// --- words ----------------------------------------------------------------------------------------------------------

const STATES = {
  detected: ["단속", "detected"], noticed: ["사전통지", "notified"], under_review: ["의견 심의", "under review"],
  imposed: ["부과", "imposed"], overdue: ["체납", "overdue"], dunned: ["독촉", "dunned"], seized: ["압류", "seized"],
  plate_held: ["영치", "plate held"], objected: ["이의제기", "objected"], court: ["법원 통보", "at court"],
  closed_final: ["납부(감경)·종결", "paid, reduced"], closed: ["납부·종결", "paid"],
  awaiting_release: ["납부·해제 대기", "paid, release due"], released: ["압류 해제", "released"],
  cancelled: ["취소", "cancelled"], barred: ["시효·제척", "barred"],
};
const MOVES = {
  mail_returned: ["반송 접수", "mail came back"], serve_again: ["사전통지 재송달", "serve the notice again"],
  serve_imposition_again: ["부과 고지 재송달", "serve the imposition again"], correct_car: ["차량번호 정정", "correct the plate"],
  correct_owner: ["소유자 정정", "correct the owner"], hand_to_renter: ["임차인에게 이전", "hand to the renter"], cancel: ["직권취소", "cancel ex officio"],
  dun: ["독촉", "dun"], seize: ["압류", "seize"], hold_plate: ["번호판 영치", "hold the plate"],
  return_plate: ["번호판 반환", "return the plate"], release: ["압류 해제", "release the seizure"],
  object: ["이의제기 접수", "take an objection"], accept_objection: ["이의 수용(취소)", "accept the objection"],
  withdraw_objection: ["이의 철회", "withdraw the objection"], report_to_court: ["법원 통보", "report to court"],
  court_decides_against: ["법원: 과태료 결정", "court decides against"], court_cancels: ["법원: 불처벌 결정", "court cancels"],
  bar: ["시효·제척 처리", "bar by time"],
};
// What waits, by list: what it is, and what to do about it.
const LISTS = {
  plates: ["번호판 반환", "plates to return", "납부된 영치 차량: 번호판을 바로 돌려줍니다(제55조)."],
  release: ["압류 해제", "seizures to lift", "납부·취소된 사건의 압류를 등록원부에서 풉니다."],
  court: ["법원 통보", "objections for the court", "이의제기를 받은 날부터 14일 안에 법원에 통보합니다(제21조)."],
  undelivered: ["재송달", "to serve again", "반송되었거나 당사자가 바뀐 사건: 다시 보내고 송달일을 적습니다."],
  unimposed: ["부과 대기", "not yet imposed", "의견제출 기한이 지났고 아직 부과하지 않은 사건입니다."],
  overdue: ["체납 (독촉 대상)", "overdue, to dun", "납부기한이 지났고 독촉하지 않은 사건입니다."],
  dunned: ["독촉함 (압류 대상)", "dunned, to seize", "독촉했으나 내지 않은 사건입니다."],
  seized: ["압류함 (영치 검토)", "seized, unpaid", "압류했으나 내지 않은 사건: 영치 요건을 함께 봅니다."],
  instalments: ["분할납부 미납", "instalments missed", "기한이 지난 회차가 있는 사건입니다."],
  opinions: ["심의할 의견", "opinions"], tickets: ["답변할 문의", "tickets"], suspense: ["미확인 입금", "money held"],
  corrections: ["승인할 정정", "corrections to approve"], decisions: ["승인할 환급·배정", "money to approve"], refunds: ["지급할 환급", "refunds to pay"],
};
const CORRECTION_GROUNDS = {
  undelivered: ["반송", "undelivered"], wrong_address: ["주소 착오", "wrong address"], public_notice: ["공시송달", "public notice"],
  misread_plate: ["차량번호 착오", "plate misread"], sold_before: ["위반일 전 명의 이전", "sold before the violation"], wrong_owner: ["소유자 착오", "wrong owner"],
  rented: ["대여 차량 (도로교통법 제160조④)", "rented"], duplicate: ["이중 단속", "duplicate"], no_violation: ["위반 아님", "no violation"],
  sign_missing: ["표지·노면표시 없음", "no sign"], evidence_missing: ["증거 부족", "evidence missing"], stolen: ["도난 차량", "stolen"],
  owner_died: ["당사자 사망", "owner died"], legitimate_reason: ["부득이한 사유 (시행규칙 제142조)", "legitimate reason"], other: ["그 밖의 사유", "other"],
};
const GROUNDS_OF = {
  serve_again: ["undelivered", "wrong_address", "public_notice"], serve_imposition_again: ["undelivered", "wrong_address", "public_notice"],
  correct_car: ["misread_plate"], correct_owner: ["sold_before", "wrong_owner"], hand_to_renter: ["rented"],
  cancel: ["no_violation", "duplicate", "sign_missing", "evidence_missing", "stolen", "owner_died", "legitimate_reason", "other"],
};
const DAYS = {
  received_on: ["부과 고지를 받은 날", "imposition received on"], announced_on: ["영치를 예고한 날", "announced on"],
  runs_from: ["소멸시효의 기산일", "prescription runs from"], pay_until: ["법원이 정한 납부기한", "due date set by the court"],
};
const DAYS_OF = { object: ["received_on"], hold_plate: ["announced_on"], bar: ["runs_from"], court_decides_against: ["pay_until"] };
const DAYS_NEEDED = ["received_on", "pay_until"];
const ONLY_MANAGERS = ["bar"];
const TICKET_REASONS = {
  asked: ["담당자 요청", "asked for a person"], unclear: ["내용 불명확", "unclear"],
  lookups_paused: ["조회 제한", "look-ups paused"], too_many_prompts: ["되묻기 반복", "asked too often"],
  refund: ["환급 문의", "refund"], notice_resend: ["고지서 재발송", "resend the notice"], photo_only: ["사진만 옴", "photo only"],
  no_account: ["가상계좌 없음", "no account to give"], opinion_not_possible: ["의견제출 불가", "no opinion possible"],
  instalment_missed: ["분할납부 회차 미납", "an instalment was missed"],
  text_refused: ["문자 수신 불가", "no carrier takes a text"],
  opinion_left_open: ["접수 여부를 답하지 않은 의견", "an opinion left open"],
  instalments_wanted: ["분할납부 신청", "instalments wanted"], reduction_wanted: ["감경 신청", "reduction wanted"],
  ownership: ["명의·상속", "ownership, estate"],
};
const SUSPENSE = {
  unknown_account: ["모르는 계좌", "unknown account"], wrong_amount: ["금액 다름", "wrong amount"],
  expired_account: ["기한 지난 계좌", "expired account"], revoked_account: ["회수된 계좌", "revoked account"],
  second_deposit: ["두 번째 입금", "second deposit"], nothing_due: ["낼 금액 없음", "nothing due"],
};
const OUTCOMES = {
  settled: ["수납", "settled"], suspense: ["미확인", "in suspense"], assigned: ["사건에 배정", "assigned"],
  returning: ["환급 예정", "being returned"], refunded: ["환급", "refunded"], reversed: ["은행이 회수", "taken back"],
};
const DECISIONS = { proposed: ["승인 대기", "proposed"], approved: ["승인", "approved"], declined: ["반려", "declined"], paid: ["지급 완료", "paid"] };
const ACTIONS = { refund: ["환급", "refund"], assign: ["사건에 배정", "assign to a case"] };
const OPINION_STATES = { pending: ["심의 중", "pending"], accepted: ["수용", "accepted"], rejected: ["불수용", "rejected"],
  overtaken: ["정정으로 종결", "overtaken"] };
const TICKET_STATES = { open: ["답변 대기", "open"], answered: ["답변함", "answered"], closed: ["종료", "closed"] };
const STAGES = { early: ["자진납부 감경", "early"], full: ["정액", "full"], overdue: ["체납 가산", "overdue"], instalment: ["분할납부", "instalment"] };
const ZONES = { general: ["일반", "general"], fire_facility: ["소방시설", "fire facility"], children: ["어린이보호구역", "children"],
  senior_or_disabled: ["노인·장애인보호구역", "seniors or disabled"] };
const VEHICLES = { passenger: ["승용 등", "passenger"], van: ["승합 등", "van, bus"], two_wheeler: ["이륜", "two-wheeler"] };
const CHANNELS = { sms: ["문자", "text"], text: ["문자", "text"], web: ["웹", "web"], office: ["사무실", "office"] };
const LANGUAGES = { ko: ["한국어", "Korean"], en: ["영어", "English"], zh: ["중국어", "Chinese"], vi: ["베트남어", "Vietnamese"] };
const INTENTS = {
  "account.request": ["계좌 요청", "account"], "appeal.info": ["의견·이의", "appeal"], complaint: ["불만", "complaint"],
  "due_date.info": ["기한", "due date"], "fine.lookup": ["과태료 조회", "look-up"], "human.agent": ["담당자", "a person"],
  "installment.request": ["분할납부", "instalments"], "notice.resend": ["고지서 재발송", "resend"], opt_out: ["수신 거부", "opt out"],
  out_of_scope: ["다른 부서", "other office"], "ownership.change": ["명의 변경", "ownership"], "payment.confirm": ["납부 확인", "paid?"],
  "payment.methods": ["납부 방법", "how to pay"], "photo.request": ["단속 사진", "photo"], "reduction.info": ["감경", "reduction"],
  "refund.request": ["환급", "refund"], "seizure.release": ["압류 해제", "release"], smalltalk: ["인사", "small talk"],
  "tow.info": ["견인", "towing"], unclear: ["불명확", "unclear"], "-": ["분류 없음", "none"],
};
const LEDGER = {
  received_and_settled: ["입금·수납", "received, settled"], received_into_suspense: ["입금·미확인", "received into suspense"],
  suspense_assigned: ["사건에 배정", "assigned"], refund_approved: ["환급 승인", "refund approved"],
  refund_paid: ["환급 지급", "refund paid"], payment_reversed: ["은행 회수", "reversed"],
};
const NOTHING = {
  fine_already_paid: ["납부 완료", "paid"], case_is_closed: ["납부·종결", "paid and closed"], case_is_cancelled: ["취소됨", "cancelled"],
  case_is_barred: ["시효·제척", "barred"], not_yet_imposed: ["부과 준비 중", "imposition in preparation"],
  imposition_lost_effect: ["이의제기로 효력 정지", "objection: no effect"], paid_and_awaiting_release: ["납부, 해제 대기", "paid, release due"],
};
const HISTORY = [
  [/^paid \(instalment (\d+)\)$/, m => `분할납부 납부 (${m[1]})`],
  [/^grant_instalments$/, () => "분할납부 허가"], [/^extend_instalments$/, () => "분할납부 연장"], [/^revoke_instalments$/, () => "분할납부 취소"],
  [/^paid \((\w+)\)$/, m => `납부 (${name(STAGES, m[1])})`], [/^account issued \((\w+)\)$/, m => `가상계좌 발급 (${name(STAGES, m[1])})`],
  [/^payment reversed by the bank$/, () => "은행이 입금을 회수"], [/^opinion given$/, () => "의견 제출"],
  [/^opinion accepted$/, () => "의견 수용"], [/^opinion rejected$/, () => "의견 불수용"],
  [/^ticket (\S+) answered$/, m => `문의 ${m[1]} 답변`], [/^ticket (\S+) closed$/, m => `문의 ${m[1]} 종료`],
  [/^refund approved$/, () => "환급 승인"], [/^refund approved, unpaid again$/, () => "착오 납부 환급 승인, 미납으로 되돌림"], [/^refunded$/, () => "환급 지급"], [/^owner's telephone changed$/, () => "소유자 전화 변경"],
  [/^corrected by a file$/, () => "고지 파일로 정정"],
  [/^(\w+) declined$/, m => `${name(MOVES, m[1])} 반려`],
  [/^instalments previewed$/, () => "분할납부 미리보기"], [/^social reduction/, () => "사회적 약자 감경"],
];
// 도로교통법 시행규칙 §142, with the documents that speak for each.
const GROUNDS = {
  crime_or_accident: ["범죄의 예방·진압이나 긴급한 사건·사고의 조사", ["관련 공문서"]],
  road_works: ["도로공사 또는 교통지도단속", ["관련 공문서", "공사계약서"]],
  emergency_patient: ["응급환자의 수송 또는 치료", ["응급진료확인서", "입원확인서"]],
  disaster_rescue: ["화재·수해·재해 등의 구난작업", ["관련 기관 공문서", "구난작업 사실을 입증하는 서류"]],
  disabled_boarding: ["장애인의 승·하차를 돕는 경우", ["장애인 복지카드 사본"]],
  other_substantial: ["그 밖에 부득이한 사유라고 인정할 만한 상당한 이유",
    ["운송장", "이사계약서", "교통사고사실확인서", "고장 수리 확인서", "도난확인서"]],
};
const SOCIAL = {
  basic_livelihood: "기초생활 수급자", single_parent: "한부모가족 보호대상자", severe_disability: "장애의 정도가 심한 장애인",
  wounded_veteran: "상이등급 국가유공자", minor: "미성년자",
};
const BANKS = { NH: "농협은행", KB: "국민은행", SHINHAN: "신한은행", WOORI: "우리은행", HANA: "하나은행", IBK: "기업은행", KAKAO: "카카오뱅크",
  TOSS: "토스뱅크", KBANK: "케이뱅크", IM: "아이엠뱅크", BUSAN: "부산은행", GWANGJU: "광주은행", GYEONGNAM: "경남은행", SUHYUP: "수협은행",
  MG: "새마을금고", POST: "우체국", CU: "신협", SC: "SC제일은행", CITI: "한국씨티은행" };
const moment = inSeoul({ year: "2-digit", month: "numeric", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit" });
const at = text => text ? moment.format(new Date(text)) : "-";
function ago(text) {
  const minutes = Math.max(0, Math.floor((Date.now() - new Date(text)) / 6e4));
  if (minutes < 60) return [`${minutes}분`, false];
  if (minutes < 1440) return [`${Math.floor(minutes / 60)}시간`, false];
  return [`${Math.floor(minutes / 1440)}일`, minutes >= 2880];
}
function waiting(text) {
  const [duration, late] = ago(text);
  return h("span", { class: late ? "tag late" : "tag", title: at(text) }, `${duration}째`);
}
// A telephone number as people here write it; one that is masked stays as it is.
const phoned = phone => (phone || "-").replace(/^\+82(\d{1,2})(\d{4})(\d{4})$/, "0$1-$2-$3");
// Whoever did it, by the name they had then; auditors see the id as well.
function person(id, called) {
  if (!id) return "-";
  const known = { bank: "은행", citizen: "시민", city: "자동", office: "자동", file: "파일" }[id];
  if (known) return known;
  const shown = called || (me && id === me.staff_id ? me.username : id.length > 12 ? id.slice(0, 8) : id);
  return `${shown}${me && id === me.staff_id ? " (나)" : ""}${called && may("auditor") ? ` · ${id}` : ""}`;
}
// Bytes as a carrier counts them, near enough: pictures are dropped, everything else is one or two.
const bytes = text => Array.from(text.replace(/\p{Extended_Pictographic}|\u200d|\ufe0f/gu, ""))
  .reduce((sum, letter) => sum + (letter.charCodeAt(0) < 128 ? 1 : 2), 0);
const SMS_BYTES = 90, LMS_BYTES = 2000;
const SIGNATURES = { ko: "[중구청 주차관리과] ", other: "[Jung-gu Office, Parking] " };

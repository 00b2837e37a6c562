// What each service keeps of people, why, and for how long: docs/fines.md, docs/dividend.md and docs/crosswalk.md in the
// words of those it is about. A test holds the days to the templates' defaults; a city that sets others writes them here.

/** @typedef {[korean: string, english: string]} Both */
/** @typedef {{what: Both, why: Both, long: Both}} Row */
/** @typedef {{id: string, name: Both, about: Both, rows: Row[], more?: {path: string, words: Both}}} Service */

/** Days, as the city is deployed unless it says otherwise. */
export const DAYS = { case: 1826, ticket: 365, talk: 365, view: 1096, consent: 7, recovery: 35, key: 30, log: 90, picture: 30, window: 400,
  incident: 1095 };

/** In years, where it is whole years. @param {number} length @returns {Both} */
function days(length) {
  const years = Math.round(length / 365.25), exact = length.toLocaleString("en-GB");
  if (Math.abs(length - years * 365.25) > 1) return [`${exact}일`, `${exact} days`];
  return [`${years}년(${exact}일)`, `${years} ${years === 1 ? "year" : "years"} (${exact} days)`];
}
/** @param {number} length @param {Both} words */
const after = (length, words) => /** @type {Both} */ ([`${words[0]} ${days(length)[0]}`, `${days(length)[1]} ${words[1]}`]);

/** @type {Both} */
const WITH_CASE = after(DAYS.case, ["고지가 끝난 뒤", "after the notice has ended"]);
/** @type {Both} */
const QVA = ["질서위반행위규제법 제16조·제17조·제20조(의견, 부과, 이의제기)", "Act on the Regulation of Violations of Public Order, art. 16, 17, 20"];

/** @type {Service[]} */
export const SERVICES = [
  { id: "fines", name: ["주정차 과태료", "Parking fines"],
    about: ["도로교통법 제160조와 질서위반행위규제법에 따른 부과·징수를 위해 보관합니다. 누가 언제 왜 보았는지 모두 기록합니다.",
      "Kept to impose and collect fines under the Road Traffic Act, art. 160. Every look at it by staff is written down, with a reason."],
    more: { path: "/fines/case", words: ["내 고지 진행 확인", "How far is my case?"] },
    rows: [
      { what: ["소유자의 이름, 차량번호, 휴대전화, 위반한 곳", "The owner's name, plate and telephone, the place"], why: QVA, long: WITH_CASE },
      { what: ["주고받은 상담(웹·문자)", "What was said and answered, on the web and by text"],
        why: ["민원에 답하고 그 근거를 남기기 위해", "To answer, and to be able to show what was answered"], long: days(DAYS.talk) },
      { what: ["대화를 이어 가기 위한 기억", "What a conversation is read with"],
        why: ["같은 것을 다시 묻지 않으려고", "So that nothing is asked twice"], long: ["30분, 지워지기까지 7일", "30 minutes; deleted within 7 days"] },
      { what: ["제출하신 의견과 결정", "Opinions and what was decided"], why: QVA, long: WITH_CASE },
      { what: ["사진·PDF 증빙", "Photos and PDF handed in as proof"], why: ["의견을 판단하기 위해. 담당자만, 이유를 적고 엽니다.",
        "To judge an opinion. Only staff open them, for a reason they write down."],
        long: ["고지와 함께. 고지와 상관없으면 365일, 보내지 않았으면 하루", "With the notice; 365 days without one; a day if never sent"] },
      { what: ["상담 요청과 담당자의 답변", "Questions to a person, and the answers"],
        why: ["민원 처리에 관한 법률, 공공기록물 관리에 관한 법률", "Civil Petitions Treatment Act, Public Records Management Act"],
        long: after(DAYS.ticket, ["끝난 뒤", "after it ended"]) },
      { what: ["입금한 사람의 전화, 환급받을 계좌", "The payer's telephone, the account a refund goes to"],
        why: ["지방재정법 제82조(5년 안에 돌려받을 수 있음)", "Local Finance Act, art. 82 (money can be claimed back for five years)"], long: WITH_CASE },
      { what: ["분할납부의 사유와 일정", "The ground and the days of instalments"],
        why: ["질서위반행위규제법 제24조의3", "Act on the Regulation of Violations of Public Order, art. 24-3"], long: WITH_CASE },
      { what: ["가상계좌에 들어온 돈: 계좌, 금액, 날짜. 사람은 없음", "Money that came: account, amount, day, nobody's name"],
        why: ["들어온 돈과 나간 돈을 언제나 맞추어 볼 수 있게", "So that money can be accounted for at any time"], long: ["계속", "for good"] },
      { what: ["장부: 금액과 고지번호만, 사람은 없음", "The ledger: amounts and notice numbers, nobody's name"],
        why: ["들어온 돈과 나간 돈을 언제나 맞추어 볼 수 있게", "So that money can be accounted for at any time"], long: ["계속", "for good"] },
      { what: ["알림 동의와 휴대전화", "Consent to reminders, with the telephone"], why: ["동의하신 알림을 보내려고", "To send what you agreed to"],
        long: [`철회하실 때까지, 그 뒤 ${DAYS.consent}일. 늦어도 마지막 고지와 함께`, `until you take it back, then ${DAYS.consent} days; at the latest with your last notice`] },
      { what: ["직원이 누구의 무엇을 왜 보았는지", "Which member of staff looked at what, and why"],
        why: ["개인정보의 안전성 확보조치 기준 제8조(접속기록)", "Standard of Safety Measures for Personal Information, art. 8 (access records)"], long: days(DAYS.view) },
      { what: ["인터넷 주소: 해시로 바꾼 값과 횟수만", "An internet address: only as a hash, with a count"],
        why: ["한꺼번에 몰리는 요청을 막으려고", "To hold back floods"], long: ["2시간", "2 hours"] },
    ] },
  { id: "dividend", name: ["데이터 배당", "Data dividend"],
    about: ["교통카드 자료는 가명으로 바꾸어 받고, 이름은 받지도 묻지도 않습니다. 확인번호가 있어야 내 몫을 볼 수 있습니다(개인정보 보호법 제28조의2).",
      "Card data comes as pseudonyms; no name is received or asked. Your share is seen with your check number alone (Personal Information Protection Act, art. 28-2)."],
    more: { path: "/dividend/statement", words: ["내 명세 보기, 참여하지 않기", "My statement, and opting out"] },
    rows: [
      { what: ["가명과 이용 내역", "Pseudonyms and journeys"], why: ["배당을 계산하고 비식별 자료를 만들기 위해", "To work out dividends and anonymised data"],
        long: [`회차를 끝내기로 두 사람이 정한 다음 밤에 파기. 백업은 그 뒤 ${DAYS.recovery}일`,
          `destroyed the night after two people ended the round; backups ${DAYS.recovery} days more`] },
      { what: ["가명과 카드를 잇는 표", "The table from pseudonym to card"], why: ["지급할 때만. 따로, 다른 열쇠로 보관합니다.", "For paying alone; kept apart under a key of its own."],
        long: [`회차가 끝나면 열쇠와 함께 파기(열쇠는 ${DAYS.key}일 뒤 완전히)`, `destroyed with its key when the round ends (the key for good after ${DAYS.key} days)`] },
      { what: ["참여하지 않겠다는 뜻", "That you opted out"], why: ["개인정보 보호법 제37조(처리정지)", "Personal Information Protection Act, art. 37"],
        long: ["계속, 다음 회차에도 지키려고. 카드번호는 해시로 바꾼 값만 있습니다.", "for good, so that later rounds keep to it; the card only as a keyed hash"] },
      { what: ["배당 장부: 가명과 금액", "The books: pseudonyms and amounts"], why: ["얼마를 누구 몫으로 나누었는지 보이기 위해", "To show what was shared out"],
        long: ["계속. 회차가 끝나면 가명은 아무에게도 이어지지 않습니다.", "for good; once the round has ended, a pseudonym leads to nobody"] },
      { what: ["가명처리와 파기의 기록: 사람은 없음", "What was done with pseudonyms, and their destruction: nobody's name"],
        why: ["개인정보 보호법 제28조의4(파기한 뒤 3년 이상)", "Personal Information Protection Act, art. 28-4 (three years and more after)"], long: ["계속", "for good"] },
    ] },
  { id: "crosswalk", name: ["스마트 횡단보도", "Smart crosswalks"],
    about: ["얼굴과 번호판은 단말에서 흐리게 지운 뒤에만 나옵니다. 영상을 늘 보내지 않습니다(개인정보 보호법 제25조).",
      "Faces and plates are blurred on the unit before anything leaves it. No video is sent all the time (Personal Information Protection Act, art. 25)."],
    rows: [
      { what: ["담당자가 이유를 적고 요청한 사진과 짧은 영상", "Pictures and clips that staff asked for, with a reason"],
        why: ["고장과 사고를 확인하기 위해", "To look into a fault or an incident"], long: [`최대 ${DAYS.picture}일(표준 개인정보 보호지침 제41조)`, `${DAYS.picture} days at most (standard guideline on personal information, art. 41)`] },
      { what: ["누가 왜 사진을 요청하고 보았는지", "Who asked for a picture or looked at one, and why"],
        why: ["개인정보 보호법 제29조(안전조치)", "Personal Information Protection Act, art. 29"], long: ["계속", "for good"] },
      { what: ["위험한 순간의 위치와 속력(사람을 알 수 없음)", "Where and how fast at a dangerous moment; nobody can be known by it"],
        why: ["도로교통법 제3조(신호기 등의 설치·관리)", "Road Traffic Act, art. 3 (signals and safety facilities)"], long: days(DAYS.incident) },
      { what: ["지나간 수", "Counts of who passed"], why: ["신호와 시설을 고치려고", "To improve signals and crossings"], long: [`5분 단위 ${DAYS.window}일, 하루 합계는 계속`, `by five minutes ${DAYS.window} days; sums of days for good`] },
    ] },
  { id: "pages", name: ["이 누리집", "These pages"],
    about: ["로그인하지 않고 쓰는 화면에는 이름이 필요 없고, 추적 도구와 광고가 없습니다.",
      "Pages used without signing in ask for no name; there are no trackers and no advertisements."],
    rows: [
      { what: ["접속 기록: 인터넷 주소, 시각, 연 화면", "Access logs: internet address, time, page"], why: ["고장과 공격을 찾기 위해", "To find faults and attacks"],
        long: days(DAYS.log) },
    ] },
  { id: "staff", name: ["직원", "Staff"],
    about: ["직원의 로그인과 한 일을 기록합니다.", "How staff sign in, and what they did."],
    rows: [
      { what: ["이름, 비밀번호(해시), 두 번째 인증", "Name, password as a hash, second factor"], why: ["개인정보 보호법 제29조(안전조치)", "Personal Information Protection Act, art. 29"],
        long: ["퇴직·삭제까지", "until removed"] },
      { what: ["결정과 승인에 적힌 이름", "The names on decisions and approvals"], why: ["누가 결정했는지 남겨야 합니다.", "It must be known who decided."], long: ["그 결정과 함께. 이름 목록은 지우지 않습니다.", "with the decision; the list of names is not deleted"] },
    ] },
];

/** @type {Both} */
export const BACKUPS = [`모든 표는 잘못을 되돌리기 위해 ${DAYS.recovery}일 동안 복구할 수 있게 보관합니다. 지우신 것도 이 기간이 지나야 완전히 없어집니다.`,
  `Every table can be restored for ${DAYS.recovery} days, against mistakes. What you delete is gone from there, too, once they have passed.`];

/** Why something of a talk stays though it is to be deleted, by its kind. @type {Record<string, {what: Both, why: Both, long: Both}>} */
export const STAYS = {
  open_ticket: { what: ["담당자가 답할 상담", "A question that a person still answers"],
    why: ["민원 처리에 관한 법률: 답해 드려야 합니다. 답이 끝나면 적으신 말은 지울 수 있습니다.",
      "Civil Petitions Treatment Act: it must be answered. Your words can be deleted afterwards."], long: after(DAYS.ticket, ["답이 끝난 뒤", "after the answer"]) },
  ticket: { what: ["답이 끝난 상담", "A question that was answered"],
    why: ["공공기록물 관리에 관한 법률: 답변은 기록입니다.", "Public Records Management Act: an answer is a record."], long: after(DAYS.ticket, ["끝난 뒤", "after it ended"]) },
  opinion: { what: ["접수된 의견", "An opinion on file"],
    why: ["질서위반행위규제법 제16조: 의견을 듣고 처분해야 합니다.", "The law wants your opinion heard before the decision."], long: WITH_CASE },
  file: { what: ["의견·상담의 증빙 파일", "A file that is proof"], why: ["의견과 상담의 일부입니다.", "It is part of the opinion or the question."],
    long: ["고지와 함께. 고지와 상관없으면 365일", "with the notice; 365 days without one"] },
  account: { what: ["납부 계좌와 입금", "The account to pay into, and payments"],
    why: ["지방재정법 제82조: 잘못 낸 돈은 5년 안에 돌려받을 수 있습니다.", "Local Finance Act, art. 82: money paid by mistake can be claimed back for five years."],
    long: WITH_CASE },
};

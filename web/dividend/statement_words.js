// What the states of a citizen's share are called, and what each means for whoever holds the card.

/** @typedef {import("../shell/words.js").Words} Words */
/** @typedef {[korean: string, english: string, meaning: string, meant: string]} State */

/** @type {Record<string, State>} */
export const STATES = {
  due: ["지급을 준비하고 있습니다", "being prepared", "곧 카드로 보내 드립니다.", "It will be sent to your card soon."],
  sent: ["카드로 보내는 중입니다", "on its way", "카드사가 받았다고 답하면 ‘입금됐습니다’로 바뀝니다.",
    "This changes once the operator says that it has arrived."],
  paid: ["카드에 입금됐습니다", "paid to your card", "", ""],
  carried: ["다음 회차로 넘깁니다", "carried over", "보내기에 적은 금액이라 다음 회차의 몫과 합쳐 드립니다. 없어지지 않습니다.",
    "Too little to send: it is added to your share of the next round. Nothing is lost."],
  withheld: ["지급하지 않고 두었습니다", "withheld", "", ""],
  moved: ["다시 보내는 중입니다", "being sent once more", "한 번 되돌아온 돈을 다시 보냅니다.", "It came back once and goes out again."],
  returned: ["카드에서 되돌아왔습니다", "returned",
    "카드가 해지되었거나 받을 수 없는 상태입니다. 돈은 보관하고 있으니 시청 데이터 담당에게 문의해 주세요.",
    "The card is closed or cannot take it. The money is kept: please ask the city's data office."],
  reversed: ["입금된 뒤 되돌아왔습니다", "taken back", "카드 운영사가 입금을 취소했습니다. 시청 데이터 담당에게 문의해 주세요.",
    "The operator took it back. Please ask the city's data office."],
  lapsed: ["찾을 수 있는 기간이 지났습니다", "lapsed", "정해진 기간 안에 찾아가지 않아, 회차를 열 때 정한 곳에 씁니다.",
    "It was not claimed in time; it is used as was agreed when the round began."],
};

/** Why a share is not paid. @type {Words} */
export const REASONS = {
  opted_out: ["참여하지 않겠다고 하셨습니다.", "You chose not to take part."],
  no_card: ["이 회차의 카드 정보를 찾을 수 없습니다.", "The card cannot be found in this round."],
  below_minimum: ["보내는 기준 금액보다 적습니다.", "It is below the least amount that is sent."],
  card_closed: ["해지된 카드입니다.", "The card is closed."],
};

/** What data may be used for. @type {Words} */
export const PURPOSES = {
  statistics: ["통계 작성", "statistics"], research: ["과학적 연구", "scientific research"],
  archiving: ["공익적 기록 보존", "archiving"], commercial_statistics: ["상업적 통계", "commercial statistics"],
};

/** How the citizens' part is shared. @type {Words} */
export const WEIGHTS = {
  equal: ["참여한 카드가 모두 똑같이 나눕니다.", "Every card that took part gets the same."],
  active_weeks: ["카드를 쓴 주의 수에 따라 나눕니다.", "It is shared by the number of weeks in which each card was used."],
  rows: ["카드를 쓴 횟수에 따라 나눕니다.", "It is shared by how often each card was used."],
};

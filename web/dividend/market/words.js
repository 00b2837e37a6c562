// The words for buyers, their orders and their questions.

/** @typedef {import("../../shell/words.js").Words} Words */

/** @type {Words} */
export const KINDS = { research_institute: ["연구기관", "research institute"], school: ["학교", "school"], company: ["기업", "company"],
  public_body: ["공공기관", "public body"] };
/** @type {Words} */
export const ORDERS = { placed: ["입금을 기다립니다", "waits for your payment"], paid: ["결제 완료: 내려받을 수 있습니다", "paid: ready to download"],
  cancelled: ["취소됨", "cancelled"], refunded: ["환불됨", "refunded"] };
export const MOST_DOWNLOADS = 10;

/** What may be counted: its name, and a number of it. @type {Record<string, {name: [string, string], counter: string, unit: string}>} */
export const UNITS = {
  cards: { name: ["카드 (사람)", "cards (people)"], counter: "명", unit: "" }, payments: { name: ["결제", "payments"], counter: "건", unit: "" },
  amount_krw: { name: ["금액", "won"], counter: "원", unit: " won" },
};
// What one person counts for at most, unless it is said: one card, a few payments, what few spend in a month.
/** @type {Record<string, number>} */
export const MOST_OF_A_PERSON = { cards: 1, payments: 20, amount_krw: 500_000 };

import assert from "node:assert/strict";
import test from "node:test";
import * as words from "../../../../web/shell/words.js";

const NONE = [null, undefined, "", NaN, "nothing"];

/** @param {() => unknown} show @returns {[unknown, unknown]} in Korean and in English */
function both(show) {
  words.setLanguage("ko");
  const korean = show();
  words.setLanguage("en");
  const english = show();
  words.setLanguage("ko");
  return [korean, english];
}

test("a page speaks Korean until somebody asks for English", () => {
  assert.equal(words.language(), "ko");
  assert.deepEqual(both(() => words.t("동네", "Dongne")), ["동네", "Dongne"]);
});

test("what is not known is a dash, and never null or undefined", () => {
  for (const show of [words.won, words.number, words.percent, words.day, words.moment, words.clock, words.ago, words.lasting, words.size,
    value => words.count(value, "건", "case")]) {
    for (const none of NONE) assert.deepEqual(both(() => show(none)), ["–", "–"], `${show.name}(${none})`);
  }
  assert.equal(words.named({ paid: ["납부", "paid"] }, null), "–");
  assert.equal(words.listed({}, []), "–");
  assert.equal(words.text(null), "–");
});

test("a word that the table does not know stands as it is, though every object has it", () => {
  assert.equal(words.named({}, "constructor"), "constructor");
});

test("amounts are written as each language does", () => {
  assert.deepEqual(both(() => words.won(1234567)), ["1,234,567원", "₩1,234,567"]);
  assert.deepEqual(both(() => words.won(-500)), ["-500원", "-₩500"]);
  assert.deepEqual(both(() => words.won(0)), ["0원", "₩0"]);
  assert.deepEqual(both(() => words.number(1234.56, 1)), ["1,234.6", "1,234.6"]);
  assert.deepEqual(both(() => words.percent(0.1234)), ["12.3%", "12.3%"]);
  assert.deepEqual(both(() => words.count(1, "건", "case")), ["1건", "1 case"]);
  assert.deepEqual(both(() => words.count(2, "건", "entry", "entries")), ["2건", "2 entries"]);
});

test("times are Seoul's, wherever the reader sits", () => {
  const late = "2026-11-30T15:30:00Z";
  assert.deepEqual(both(() => words.day(late)), ["2026년 12월 1일", "1 December 2026"]);
  assert.deepEqual(both(() => words.day(late, "short")), ["2026. 12. 1.", "1 Dec 2026"]);
  assert.deepEqual(both(() => words.day(late, "weekday")), ["12월 1일 (화)", "Tue 1 Dec"]);
  assert.deepEqual(both(() => words.moment(late)), ["2026. 12. 1. 00:30", "1 Dec 2026, 00:30"]);
  assert.deepEqual(both(() => words.clock(late, "seconds")), ["00:30:00", "00:30:00"]);
  assert.equal(words.today(0, Date.parse(late)), "2026-12-01");
  assert.equal(words.today(1, Date.parse(late)), "2026-11-30");
});

test("a day without a time is that day, and not the one before", () => {
  assert.deepEqual(both(() => words.day("2026-03-01", "short")), ["2026. 3. 1.", "1 Mar 2026"]);
  assert.equal(words.instant("2026-03-01"), Date.parse("2026-02-28T15:00:00Z"));
});

test("how long ago is told in its largest unit", () => {
  const now = Date.parse("2026-11-30T00:00:00Z"), ago = seconds => both(() => words.ago(now - seconds * 1000, now));
  assert.deepEqual(ago(2), ["방금", "just now"]);
  assert.deepEqual(ago(59), ["59초 전", "59 seconds ago"]);
  assert.deepEqual(ago(60), ["1분 전", "1 minute ago"]);
  assert.deepEqual(ago(7300), ["2시간 전", "2 hours ago"]);
  assert.deepEqual(ago(-90000), ["1일 뒤", "in 1 day"]);
});

test("the particle goes by the last letter", () => {
  assert.equal(words.particle("업종", "이", "가"), "업종이");
  assert.equal(words.particle("나이", "이", "가"), "나이가");
  assert.equal(words.particle("age", "이", "가"), "age가");
});

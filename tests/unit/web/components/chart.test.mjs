// Under node's own test runner: tests/unit/web/test_components.py starts it.

import assert from "node:assert/strict";
import test from "node:test";

import { digitsOf, extent, figure, inTime, summaryOf } from "../../../../web/components/charts/figures.js";
import { airy, roundStep, stepOf, timeLabel, timeTicks, valueLabel, valueTicks } from "../../../../web/components/charts/ticks.js";
import { setLanguage } from "../../../../web/shell/words.js";

const at = text => Date.parse(`${text}+09:00`) / 1000;
const DAY = 86_400;

test("values are marked where they are round, and no denser than there is room", () => {
  assert.deepEqual(valueTicks(0, 54, 5), [0, 20, 40]);
  assert.deepEqual(valueTicks(-3, 3, 6), [-3, -2, -1, 0, 1, 2, 3]);
  assert.deepEqual(valueTicks(0.1, 0.35, 5), [0.1, 0.15, 0.2, 0.25, 0.3, 0.35]);
  for (const high of [0.007, 1, 99, 1234, 9_876_543]) assert.ok(valueTicks(0, high, 6).length <= 7);
});

test("a range of nothing is one mark", () => {
  assert.deepEqual(valueTicks(5, 5, 4), [5]);
  assert.deepEqual(valueTicks(NaN, NaN, 4), []);
});

test("steps are one, two or five", () => {
  assert.deepEqual([0.011, 0.2, 3, 50, 51].map(roundStep), [0.02, 0.2, 5, 50, 100]);
});

test("what is near nothing stands on nothing, and what is far from it does not", () => {
  assert.equal(airy(20, 54)[0], 0);
  assert.ok(airy(1000, 1010)[0] > 990);
  assert.deepEqual(airy(0, 0), [0, 1]);
  assert.ok(airy(7, 7)[0] < 7 && airy(7, 7)[1] > 7);
  assert.deepEqual(airy(Infinity, -Infinity), [0, 1]);
});

test("hours are round in Seoul, not in Greenwich", () => {
  const ticks = timeTicks(at("2026-11-29T12:15"), at("2026-11-30T12:00"), 5);

  assert.deepEqual(ticks, ["2026-11-29T18:00", "2026-11-30T00:00", "2026-11-30T06:00", "2026-11-30T12:00"].map(at));
});

test("days begin at midnight in Seoul, weeks on a Monday, months on their first", () => {
  const [day] = timeTicks(at("2026-11-01T05:00"), at("2026-11-08T05:00"), 8);
  const [week, next] = timeTicks(at("2026-11-01T00:00"), at("2026-12-30T00:00"), 9);
  const months = timeTicks(at("2026-08-03T00:00"), at("2027-02-03T00:00"), 7);

  assert.equal(day, at("2026-11-02T00:00"));
  assert.equal(week, at("2026-11-02T00:00"));
  assert.equal(next - week, 7 * DAY);
  const firsts = ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01", "2027-02"];
  assert.deepEqual(months, firsts.map(month => at(`${month}-01T00:00`)));
});

test("ticks of any span lie in it, rise, and are no more than there is room", () => {
  for (const span of [7, 95, 4_000, 50_000, 3 * DAY, 40 * DAY, 400 * DAY, 4_000 * DAY]) {
    const from = at("2026-03-07T07:07"), ticks = timeTicks(from, from + span, 6);
    assert.ok(ticks.length >= 1 && ticks.length <= 7, `${span}: ${ticks.length}`);
    assert.ok(ticks.every((tick, i) => tick >= from && tick <= from + span && (i === 0 || tick > ticks[i - 1])));
  }
});

test("a tick says as little as tells it from its neighbours, in the language now", () => {
  const ticks = [["2026-11-30T06:00", 3600], ["2026-11-30T00:00", 3600], ["2026-11-30T06:00:05", 5],
    ["2026-10-01T00:00", 31 * DAY], ["2027-01-01T00:00", 31 * DAY]];
  const said = () => ticks.map(([time, step]) => timeLabel(at(time), step));

  assert.deepEqual(said(), ["06:00", "11/30", "06:00:05", "10월", "2027년"]);
  setLanguage("en");
  assert.deepEqual(said(), ["06:00", "30 Nov", "06:00:05", "Oct", "2027"]);
  setLanguage("ko");
});

test("large values are short, small ones keep what tells them apart", () => {
  assert.equal(valueLabel(3_000_000, 1_000_000), "300만");
  assert.equal(valueLabel(0.25, 0.05), "0.25");
  assert.equal(valueLabel(40, 20), "40");
  setLanguage("en");
  assert.equal(valueLabel(3_000_000, 1_000_000).toLowerCase(), "3m");
  setLanguage("ko");
});

test("the step of one tick alone is a day", () => {
  assert.equal(stepOf([5]), DAY);
  assert.equal(stepOf([5, 8]), 3);
});

test("times are put in order with their values, and what has no time is left out", () => {
  const found = inTime(["2026-11-30T02:00:00Z", null, "2026-11-30T01:00:00Z"], [{ name: "a", values: [2, 9, 1] }]);

  assert.deepEqual(found.values, [[1, 2]]);
  assert.equal(found.seconds[1] - found.seconds[0], 3600);
});

test("what is no number is a gap", () => {
  assert.deepEqual(inTime([1, 2, 3, 4], [{ name: "a", values: [1, undefined, NaN] }]).values, [[1, null, null, null]]);
});

test("limits count when a chart chooses its range", () => {
  assert.deepEqual(extent([[3, null, 5]], [{ at: 9, name: "most" }]), [3, 9]);
});

test("a series is told in a sentence that never says null", () => {
  assert.equal(summaryOf("속도", [1, null, 3], "km/h"), "속도: 최저 1 km/h, 최고 3 km/h, 마지막 3 km/h");
  assert.equal(summaryOf("속도", [null], "km/h"), "속도: 값 없음");
  assert.equal(figure(null, "건"), "–");
  assert.equal(figure(3, "건"), "3건");
  assert.equal(figure(7.25, "%"), "7.25%");
});

test("whole numbers have no decimals, large ones few", () => {
  assert.deepEqual([digitsOf([1, 2]), digitsOf([1.25, null]), digitsOf([120.5])], [0, 2, 1]);
});

// Under node's own test runner: tests/unit/web/test_watch_pages.py starts it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { setLanguage } from "../../../../web/shell/words.js";
import { half, metricNamed, NAMES, queueNamed, sentences, shortName } from "../../../../web/watch/names.js";
import { alarmsOf, figuresOf, limitsOf, MOST, newest } from "../../../../web/watch/ops/figures.js";
import { about, domainOf, titleOf, worstFirst } from "../../../../web/watch/ops/told.js";
import { blocks, marks, nameOf } from "../../../../web/watch/marks.js";
import { busyFirst, keptUntil } from "../../../../web/watch/system/told.js";

Object.assign(NAMES, JSON.parse(readFileSync(new URL("../../../../web/watch/names.json", import.meta.url), "utf-8")));
const POOL = "dongne-local-Fines-932a21ff-e39-Desk-a15a1720-698-PoolLowAlarm-EE902BAEF4463";  // pragma: allowlist secret
const at = minute => `2026-10-21T01:${String(minute).padStart(2, "0")}:00Z`;
const line = (label, values, more = {}) => ({ label, right: false, moments: values.map((_, place) => at(place)), values, ...more });
const alarm = (name, state, since = null, more = {}) => ({ name, state, since, reason: "", description: "", runbook: null, composite: false,
  metric: null, threshold: null, ...more });

test("names that CloudFormation made are read as people wrote them", () => {
  assert.equal(shortName(POOL, "local"), "Fines Desk PoolLowAlarm");
  assert.equal(shortName("dongne-prod-Fines-1X2Y3Z4W5V6U-Desk-9A8B7C6D5E4F-PoolLowAlarm-1QAZ2WSX3EDC"), "Fines Desk PoolLowAlarm");  // pragma: allowlist secret
  assert.equal(shortName("dongne-local-Dividend-ae45db54-c32-Api-2acb6820-65f15F7AAC57A804"), "Dividend Api");  // pragma: allowlist secret
  assert.equal(shortName("dongne-local-Events-f0a57489-c09-SweepOutboxFunctio85798FF1D3D3D"), "Events SweepOutboxFunctio");  // pragma: allowlist secret
  assert.equal(shortName("dongne-local-Crosswalk-a7aad226-d6e-Reports-7b27cead-1-DeadLetters-2F52D448574B7"), "Crosswalk Reports DeadLetters");
});

test("a queue is called by what it is for, however short its name was cut", () => {
  assert.equal(queueNamed("dongne-local-Fines-932a21ff-e39-Money-ca05389a-89b-Ban-DeadLetters-61B24E0B06894"), "과태료 · 은행 파일");  // pragma: allowlist secret
  assert.equal(queueNamed("dongne-local-Crosswalk-a7aad226-d6e-Reports-7b27cead-166-Rep-Queue-A10D60722A111"), "횡단보도 · 단말 보고");
  assert.equal(queueNamed("dongne-local-Parks-a7aad226-d6e-Trees-7b27cead-Queue-A10D60722A111"), "Parks Trees Queue");
});

test("of two languages one is shown", () => {
  assert.equal(half("문의 · enquiries"), "문의");
  assert.equal(half("p95 · p99"), "p95 · p99");
  assert.equal(sentences("붉은 선은 기준입니다. Red lines are limits. It is so."), "붉은 선은 기준입니다.");
  assert.equal(metricNamed("TextAnswered"), "답한 문자");
  setLanguage("en");
  assert.equal(half("문의 · enquiries"), "enquiries");
  assert.equal(sentences("붉은 선은 기준입니다. Red lines are limits. It is so."), "Red lines are limits. It is so.");
  assert.equal(metricNamed("TextAnswered"), "Text answered");
  assert.equal(metricNamed("FinePaidKrw"), "Fine paid (KRW)");
  assert.equal(sentences("한국어뿐입니다."), "한국어뿐입니다.");
  setLanguage("ko");
});

test("lines with their own moments share one axis, with gaps where one has none", () => {
  const widget = { type: "metric", properties: { metrics: [["Dongne", "FinePaid"], ["Dongne", "Errors", { yAxis: "right" }]] } };
  const { times, series, left_out } = figuresOf(widget, { widget: 0, elsewhere: false, series: [line("FinePaid", [1, 2, 3]),
    { label: "Errors", right: true, moments: [at(1), at(5)], values: [7, 8] }] }, "local");
  assert.equal(times.length, 4);
  assert.deepEqual(series.map(each => each.values), [[1, 2, 3, null], [null, 7, null, 8]]);
  assert.deepEqual(series.map(each => each.right), [false, true]);
  assert.equal(left_out, 0);
});

test("namesakes are told apart by their statistic", () => {
  const widget = { type: "metric", properties: { stat: "p95", metrics: [["AWS/ApiGateway", "Latency", { stat: "p50" }], [".", "."]] } };
  const { series } = figuresOf(widget, { widget: 0, elsewhere: false, series: [line("Latency", [1]), line("Latency", [2])] }, "local");
  assert.deepEqual(series.map(each => each.name), ["응답 시간 p50", "응답 시간 p95"]);
});

test("of many lines those that stand out are drawn, and the rest is summed up", () => {
  const all = Array.from({ length: 10 }, (_, place) => line(`M${place}`, [0, place === 7 ? 40 : place === 9 ? 50 : 0]));
  const { series, left_out, left_out_most } = figuresOf({ type: "metric", properties: {} }, { widget: 0, elsewhere: false, series: all }, "local");
  assert.equal(series.length, MOST);
  assert.deepEqual(series.map(each => each.name).slice(-2), ["M7", "M9"]);
  assert.deepEqual([left_out, left_out_most], [4, 0]);
});

test("a widget without data has nothing to draw", () => {
  const none = figuresOf({ type: "metric", properties: {} }, undefined, "local");
  assert.deepEqual([none.times, none.series, none.limits], [[], [], []]);
  assert.deepEqual(figuresOf({ type: "metric", properties: {} }, { widget: 0, elsewhere: false, series: [line("A", [])] }, "local").series, []);
});

test("thresholds come from the annotations, each once", () => {
  const horizontal = [{ label: "경보 · alarm api-errors", value: 0 }, { label: "경보 · alarm api-errors", value: 0 },
    { label: "경보 · alarm link-down", value: 0, yAxis: "right" }, { label: "no value" }];
  assert.deepEqual(limitsOf({ type: "metric", properties: { annotations: { horizontal } } }),
    [{ at: 0, name: "경보", state: "danger", right: false }, { at: 0, name: "경보", state: "danger", right: true }]);
});

test("a number is the newest that is known", () => {
  assert.deepEqual(newest({ times: [1, 2], limits: [], left_out: 0, left_out_most: 0, series: [{ name: "a", right: false, values: [3, null] },
    { name: "b", right: false, values: [null, null] }] }).map(each => each.value), [3, null]);
  assert.deepEqual(alarmsOf({ type: "alarm", properties: { alarms: ["arn:aws:cloudwatch:x:0:alarm:dongne-local-fines"] } }), ["dongne-local-fines"]);
});

test("what rings comes first, the newest before the oldest, and a sum after what it sums up", () => {
  const sorted = worstFirst([alarm("b", "OK"), alarm("sum", "ALARM", at(9), { composite: true }), alarm("old", "ALARM", at(1)),
    alarm("new", "ALARM", at(5)), alarm("unsure", "INSUFFICIENT_DATA"), alarm("a", "OK")]);
  assert.deepEqual(sorted.map(each => each.name), ["new", "old", "sum", "unsure", "a", "b"]);
});

test("an alarm is called by its runbook, and by its own name where it has none", () => {
  const books = { "pool-low": { ko: "남은 계좌번호 부족", en: "account numbers run out", words: "", text: "" } };
  const known = alarm(POOL, "OK", null, { runbook: "docs/runbooks/pool-low.md", description: "Few are left. Runbook docs/runbooks/pool-low.md" });
  assert.equal(titleOf(known, books, "local"), "남은 계좌번호 부족");
  assert.equal(titleOf({ ...known, runbook: null }, books, "local"), "Fines Desk PoolLowAlarm");
  assert.equal(titleOf(alarm("dongne-local-fines", "OK", null, { composite: true }), books, "local"), "과태료 영역");
  assert.equal(domainOf(known, "local"), "fines");
  assert.equal(about(known), "Few are left.");
});

test("what runbooks are written in is read, and what is no mark stays text", () => {
  assert.deepEqual(blocks("## Cure\n\n1. one\n2. two\n\n```\naws x\n  y\n```\nwords"), [{ kind: "heading", words: "Cure" },
    { kind: "ordered", items: ["one", "two"] }, { kind: "code", words: "aws x\n  y" }, { kind: "words", words: "words" }]);
  assert.deepEqual(marks("see [`a.py`](../a.py) and `b` <script>"), [{ kind: "text", words: "see " }, { kind: "link", words: "a.py", to: "../a.py" },
    { kind: "text", words: " and " }, { kind: "code", words: "b" }, { kind: "text", words: " <script>" }]);
  assert.equal(nameOf("docs/runbooks/pool-low.md"), "pool-low");
  assert.equal(nameOf(null), null);
});

test("no mark is left in what is shown of any runbook", () => {
  const books = JSON.parse(readFileSync(new URL("../../../../web/watch/runbooks.json", import.meta.url), "utf-8"));
  const words = Object.values(books).flatMap(book => blocks(book.text)).filter(block => block.kind !== "code")
    .flatMap(block => block.items ?? [block.words]).flatMap(marks).filter(mark => mark.kind === "text").map(mark => mark.words);
  assert.ok(words.length > 500);
  assert.deepEqual(words.filter(each => /`|\*\*|\]\(/.test(each)), []);
});

test("queues that hold something come first, dead letters at their top", () => {
  const queue = (name, waiting, dead_letters = false) => ({ name, waiting, dead_letters, in_work: 0, delayed: 0 });
  const { busy, idle } = busyFirst([queue("a", 0), queue("b", 9), queue("c", 2, true), queue("d", 0, true)]);
  assert.deepEqual(busy.map(each => each.name), ["c", "b"]);
  assert.deepEqual(idle.map(each => each.name), ["a", "d"]);
});

test("all tables can be brought back to the earliest of their last moments", () => {
  const table = (point_in_time, restorable_until) => ({ table: "t", point_in_time, restorable_until });
  assert.deepEqual(keptUntil([table(true, at(5)), table(true, at(3)), table(false, null)]), { kept: 2, all: 3, until: at(3) });
  assert.deepEqual(keptUntil([table(true, null)]), { kept: 1, all: 1, until: null });
});

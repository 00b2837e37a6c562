import assert from "node:assert/strict";
import test from "node:test";
import { configOf, listOf } from "../../../../web/operations/agencies/agency.js";
import { moved, row, unitOf, written } from "../../../../web/operations/procedures/procedure.js";

test("a step is moved by one place, and not past either end", () => {
  const rows = [row({ ko: "가" }), row({ ko: "나" }), row({ ko: "다" })], words = list => list.map(each => each.ko).join("");
  assert.equal(words(moved(rows, rows[0].key, 1)), "나가다");
  assert.equal(words(moved(rows, rows[2].key, -1)), "가다나");
  assert.equal(moved(rows, rows[0].key, -1), rows);
  assert.equal(moved(rows, rows[2].key, 1), rows);
  assert.equal(moved(rows, "gone", 1), rows);
  assert.equal(words(rows), "가나다");
});

test("what a form says becomes a procedure, in the order of its rows, with limits in seconds", () => {
  const rows = [row(), row()], [a, b] = rows.map(each => each.key);
  const values = { ko: "불", en: "Fire", category: "disaster", from_severity: "minor", in_force: true, kinds: "fire, gas_leak",
    [`${a}-ko`]: "가", [`${a}-en`]: "A", [`${a}-who`]: "operator", [`${a}-limit`]: 2, [`${a}-unit`]: "hour", [`${a}-may_refuse`]: false, [`${a}-when_late`]: "stop",
    [`${b}-ko`]: "나", [`${b}-en`]: "B", [`${b}-who`]: "supervisor", [`${b}-limit`]: 90, [`${b}-unit`]: "second", [`${b}-may_refuse`]: true, [`${b}-when_late`]: "go_on" };
  const { steps, kinds, version } = written(values, [rows[1], rows[0]], 3);
  assert.deepEqual(steps.map(each => [each.ko, each.limit_s, each.may_refuse]), [["나", 90, true], ["가", 7200, false]]);
  assert.deepEqual([kinds, version], [["fire", "gas_leak"], 3]);
});

test("a limit is shown in the largest unit that is whole", () => {
  assert.deepEqual([30, 90, 120, 3600, 5400, 86400].map(unitOf), ["second", "second", "minute", "hour", "minute", "hour"]);
});

test("an agency that nothing is told has nothing that goes, and only a platform has its own addresses", () => {
  const values = { name_ko: "가", name_en: "A", is_active: true, comes: false, goes: true, way: "webhook", url: "https://a.example", auth_url: "https://b.example",
    receive_code: "X", categories: ["crime"], least_severity: "minor", states: ["detected"] };
  const made = configOf(values, "a");
  assert.equal(made.incoming, null);
  assert.deepEqual([made.outgoing?.auth_url, made.outgoing?.receive_code], [null, null]);
  assert.equal(configOf({ ...values, way: "platform" }, "a").outgoing?.receive_code, "X");
  assert.deepEqual(listOf(" A, B  C "), ["A", "B", "C"]);
});

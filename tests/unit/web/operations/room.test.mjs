// What the room knows and reckons, without a page: its roll of incidents, its bell, and what a camera looks over.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Bell } from "../../../../web/operations/room/bell.js";
import { districtsOf } from "../../../../web/components/maps/districts.js";
import { Roll } from "../../../../web/operations/room/roll.js";
import { moved, ringOf } from "../../../../web/operations/room/sectors.js";
import { calledBy, kindOf, markOf, middleOf } from "../../../../web/operations/room/words.js";

const line = (id, more = {}) => ({ incident_id: id, revision: 1, state: "detected", category: "disaster", kind: "smoke", kind_ko: "연기", severity: "moderate",
  headline: "", began_at: "2026-10-21T00:00:00Z", exercise: false, merged_into: null, place: null, sources: [], ...more });
const ids = roll => roll.sorted().map(each => each.incident_id);
const board = (cursor, incidents) => ({ cursor, left_off: 0, incidents });

test("what is real comes before drills, then the worst, then what nobody answers, then the oldest", () => {
  const roll = new Roll();
  roll.read(board(1, [line("d", { severity: "extreme", exercise: true }), line("c"), line("b", { state: "dispatched" }), line("a2"), line("e", { severity: "severe", state: "acknowledged" })]));
  assert.deepEqual(ids(roll), ["e", "a2", "c", "b", "d"]);
  assert.deepEqual(roll.unanswered.map(each => each.incident_id), ["a2", "c"]);
});

test("a board that was read while changes came takes back nothing newer", () => {
  const roll = new Roll();
  roll.read(board(10, [line("a"), line("b")]));
  assert.equal(roll.hear({ key: "a", number: 12, body: line("a", { state: "acknowledged", revision: 2 }) }), true);
  assert.equal(roll.hear({ key: "b", number: 13, body: line("b", { state: "resolved" }) }), true);
  roll.read(board(11, [line("a"), line("b"), line("c")]));
  assert.deepEqual(ids(roll), ["c", "a"]);
  assert.equal(roll.lines.get("a").state, "acknowledged");
  roll.read(board(13, [line("c")]));
  assert.deepEqual(ids(roll), ["c"]);
});

test("a change that the board already holds undoes nothing, and one comes once", () => {
  const roll = new Roll();
  roll.read(board(10, [line("a", { revision: 5 })]));
  assert.equal(roll.hear({ key: "a", number: 9, body: line("a", { revision: 4 }) }), false);
  assert.equal(roll.hear({ key: "a", number: 11, body: line("a", { revision: 6 }) }), true);
  assert.equal(roll.hear({ key: "a", number: 11, body: line("a", { revision: 6 }) }), false);
  assert.equal(roll.lines.get("a").revision, 6);
});

test("what was merged into another is taken away", () => {
  const roll = new Roll();
  roll.read(board(1, [line("a"), line("b")]));
  roll.hear({ key: "b", number: 2, body: line("b", { merged_into: "a" }) });
  assert.deepEqual(ids(roll), ["a"]);
});

test("a level that was told is told once, and never goes back", () => {
  const roll = new Roll();
  assert.equal(roll.escalate({ key: "a", body: { level: 2, who: "supervisor" } }), true);
  assert.equal(roll.escalate({ key: "a", body: { level: 1, who: "operator" } }), false);
  assert.deepEqual(roll.escalated.get("a"), { level: 2, who: "supervisor" });
});

test("what is silent is found by its kind, and the map by where things are", () => {
  const roll = new Roll();
  roll.read(board(1, [line("a", { kind: "crosswalk_silent" }), line("b")]));
  assert.deepEqual(roll.silent.map(each => each.incident_id), ["a"]);
  assert.equal(districtsOf([[126.99, 37.56], [128.3, 36.1]]), "junggu gumi");
});

/** Sounds that are only counted. */
class Sounds {
  state = "suspended";
  currentTime = 0;
  tones = 0;
  destination = {};
  async resume() { this.state = "running"; }
  createGain() { return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect() {} }; }
  createOscillator() { this.tones++; return { frequency: { value: 0 }, connect() {}, start() {}, stop() {} }; }
}
const kept = (/** @type {Record<string, string>} */ of = {}) => ({ getItem: (/** @type {string} */ key) => of[key] ?? null, setItem: (/** @type {string} */ key, /** @type {string} */ value) => { of[key] = value; } });

test("a bell that nobody switched on never sounds, and one that was stays on", async () => {
  const sounds = new Sounds(), words = {}, bell = new Bell({ kept: kept(words), sounds: () => sounds });
  await bell.wake();
  bell.ring(true);
  assert.equal(sounds.tones, 0);
  await bell.turn(true);
  assert.equal(sounds.tones, 1);
  assert.equal(new Bell({ kept: kept(words), sounds: () => sounds }).on, true);
  await bell.turn(false);
  assert.equal(new Bell({ kept: kept(words), sounds: () => sounds }).on, false);
});

test("a bell of another day says that it is muffled until something was pressed", async () => {
  const sounds = new Sounds(), bell = new Bell({ kept: kept({ "dongne.room.bell": "1" }), sounds: () => sounds });
  assert.equal(bell.muffled, true);
  bell.ring(true);
  assert.equal(sounds.tones, 0);
  await bell.wake();
  assert.equal(bell.muffled, false);
  bell.ring(true);
  assert.equal(sounds.tones, 4);
});

test("it rings again every half minute while something grave waits, and not while nothing does", async () => {
  const sounds = new Sounds();
  let now = 0;
  const bell = new Bell({ kept: kept({ "dongne.room.bell": "1" }), sounds: () => sounds, now: () => now });
  await bell.wake();
  bell.ring(true);
  now = 29_000;
  bell.remind(true);
  assert.equal(sounds.tones, 4);
  now = 30_000;
  bell.remind(false);
  assert.equal(sounds.tones, 4);
  bell.remind(true);
  assert.equal(sounds.tones, 8);
});

test("what a camera looks over begins and ends at it, and is as far as it sees", () => {
  const at = [127, 37.5], ring = ringOf(at, { azimuth_deg: 90, width_deg: 60 }, 80);
  assert.deepEqual([ring[0], ring.at(-1)], [at, at]);
  const metres = ([x, y]) => Math.hypot((x - at[0]) * Math.cos(37.5 * Math.PI / 180), y - at[1]) * Math.PI / 180 * 6_371_008.8;
  for (const corner of ring.slice(1, -1)) assert.ok(Math.abs(metres(corner) - 80) < 0.01);
  for (const corner of ring.slice(1, -1)) assert.ok(corner[0] > at[0]);
  const circle = ringOf(at, { azimuth_deg: 0, width_deg: 360 }, 80);
  assert.deepEqual(circle[0], circle.at(-1));
  assert.ok(!circle.some(corner => corner[0] === at[0] && corner[1] === at[1]));
  assert.ok(moved(at, 0, 100)[1] > at[1]);
});

test("an incident has words where nothing was told of it, and a place to look at", () => {
  assert.equal(kindOf(line("a")), "연기");
  assert.equal(kindOf(line("a", { kind: "other", kind_ko: "other", category: "crime" })), "기타 방범");
  assert.equal(calledBy("20261021T004955-aa01bb02"), "2026. 10. 21. 09:49에 시작한 사건");
  assert.equal(markOf(line("a", { severity: "extreme", exercise: true })), "note");
  assert.deepEqual(middleOf({ shape: { type: "area", ring: [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]] } }), [1, 1]);
});

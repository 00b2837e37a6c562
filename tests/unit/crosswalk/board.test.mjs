// What the board of crosswalks reckons, without a page.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Noted, placesOf, Roll, urgency, worstFirst } from "../../../web/crosswalk/roll.js";
import { crosses, grown, grows, moved, shapesOf, shrinks, shrunk, wrong, zonesOf } from "../../../web/crosswalk/shapes.js";

const line = (unit, severity = "fine", concerns = [], more = {}) => ({ unit, name_ko: unit, name_en: "", latitude: 36.1, longitude: 128.4,
  standing: "active", severity, concerns, faults: [], heard_at: null, silent_since: null, connected: true, lamp_state: null, ...more });
const list = (cursor, units, link_down = false) => ({ cursor, link_down, units });
const told = (number, body, key = body.unit) => ({ number, key, version: number, at: "", body });
const units = roll => roll.sorted().map(each => `${each.unit} ${each.severity}`);

test("the worst come first: by how bad, by why, by name", () => {
  const all = [line("f"), line("e", "out_of_service"), line("d", "waiting"), line("c", "warning", ["clock_lost"]), line("b", "warning", ["drifting"]),
    line("a", "alarm", ["faulty"]), line("z", "alarm", ["silent"]), line("y", "alarm", ["silent", "faulty"])];

  assert.equal(all.sort(worstFirst).map(each => each.unit).join(""), "yzabcfde");
});

test("a change is on the roll, once, and an older one undoes nothing", () => {
  const roll = new Roll();
  roll.read(list(10, [line("a"), line("b")]));

  assert.equal(roll.hear(told(11, line("a", "alarm", ["silent"]))), true);
  assert.equal(roll.hear(told(11, line("a"))), false);
  assert.equal(roll.hear(told(9, line("b", "alarm"))), false);
  assert.equal(roll.hear(told(12, line("c", "warning"))), true);
  assert.deepEqual(units(roll), ["a alarm", "c warning", "b fine"]);
  assert.deepEqual(roll.counts(), [["alarm", 1], ["warning", 1], ["fine", 1]]);
});

test("a list that was read while changes came takes back nothing that is newer", () => {
  const roll = new Roll();
  roll.read(list(10, [line("a"), line("b")]));
  roll.hear(told(11, line("a", "alarm", ["silent"])));
  roll.hear(told(12, line("new", "waiting")));
  roll.hear(told(13, { link_down: true }, "link:"));

  roll.read(list(10, [line("a"), line("b", "warning")]));
  assert.deepEqual(units(roll), ["a alarm", "b warning", "new waiting"]);
  assert.equal(roll.linkDown, true);

  roll.read(list(13, [line("a"), line("b")]));
  assert.deepEqual(units(roll), ["a fine", "b fine"]);
  assert.equal(roll.linkDown, false);

  roll.read(list(12, [line("a", "alarm")]));
  assert.deepEqual(units(roll), ["a fine", "b fine"], "an answer that was overtaken");
});

test("an alarm is noted once, is new again when it turns into another, and forgotten when it is over", () => {
  const kept = new Map(), store = { getItem: key => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  const silent = line("a", "alarm", ["silent", "drifting"]), dark = line("a", "alarm", ["lamps_dark"]);
  const noted = new Noted(store, "noted");
  assert.equal(noted.at(silent), null);

  noted.note([silent], 1000);
  assert.equal(noted.at(silent), 1000);
  assert.equal(noted.at(line("a", "alarm", ["silent"])), 1000, "what is no alarm changes nothing");
  assert.equal(noted.at(dark), null);
  assert.equal(new Noted(store, "noted").at(silent), 1000, "after the page was opened anew");

  noted.tidy([]);
  assert.equal(new Noted(store, "noted").at(silent), null);
  assert.equal(urgency(line("b", "warning", ["drifting"])), "");
});

test("what somebody else wrote into the browser's memory, or no memory at all, breaks nothing", () => {
  for (const kept of [null, { getItem: () => "{", setItem() {} }, { getItem: () => "null", setItem() {} }]) {
    const noted = new Noted(kept, "noted");
    noted.note([line("a", "alarm", ["silent"])], 1);
    assert.equal(noted.at(line("a", "alarm", ["silent"])), 1);
  }
});

test("the map is of the districts where units stand", () => {
  assert.equal(placesOf([line("a"), line("b", "fine", [], { latitude: 37.56, longitude: 127 })]), "junggu gumi");
  assert.equal(placesOf([line("a", "fine", [], { latitude: 35, longitude: 129 })]), "");
});

const square = [[0.1, 0.1], [0.4, 0.1], [0.4, 0.4], [0.1, 0.4]], bow = [[0.1, 0.1], [0.4, 0.4], [0.4, 0.1], [0.1, 0.4]];

test("an outline that crosses itself, or uses a corner twice, is found", () => {
  assert.equal(crosses(square), false);
  assert.equal(crosses(bow), true);
  assert.equal(crosses([...square.slice(0, 3), square[0]]), true);
  assert.equal(wrong({ id: "stop:far", outline: bow, line: true }), false);
});

test("corners move inside the frame, come, and go, to three at least and sixteen at most", () => {
  const shape = { id: "crossing", outline: square };
  assert.deepEqual(moved(shape, 1, 1.7, -0.2).outline[1], [1, 0]);
  assert.deepEqual(grown(shape, 3).outline[4], [0.1, 0.25]);
  assert.deepEqual(shrunk(shape, 0).outline, square.slice(1));
  assert.equal(shrinks(shrunk(shape, 0)), false);
  assert.equal(grows({ id: "crossing", outline: Array(16).fill([0, 0]) }), false);
  assert.equal(grows({ id: "signal:0", outline: square.slice(0, 2), box: true }), false);
  assert.deepEqual(shape.outline, square, "and the shape itself stays");
});

test("zones become shapes and the same zones again", () => {
  const zones = { waiting_left: square, waiting_right: square, crossing: square, approaches: [{ name: "far", zone: square, stop_line: square.slice(0, 2) }],
    signals: [{ head: "pedestrian", region: [0.1, 0.2, 0.3, 0.4] }] };
  assert.deepEqual(zonesOf(shapesOf(zones), zones), zones);

  const turned = shapesOf(zones).map(each => each.box ? { ...each, outline: [each.outline[1], each.outline[0]] } : each);
  assert.deepEqual(zonesOf(turned, zones).signals, zones.signals, "dragged past each other");
});

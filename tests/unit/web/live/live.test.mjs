// Under node's own test runner: tests/unit/web/test_live.py starts it.

import assert from "node:assert/strict";
import test from "node:test";

import { ANSWER_MS, Line, LONGEST_WAIT_MS, PING_MS, RENEW_JITTER_MS, RENEW_MS } from "../../../../web/shell/live/line.js";
import { chance, City, Clock } from "./city.js";

const TOPIC = "crosswalk.units";
const HOUR = 3_600_000;

function page(seed = 1) {
  const clock = new Clock(), random = chance(seed), city = new City(clock, random), line = new Line(city.world());
  return { clock, random, city, line };
}

function follow(line, wishes = {}, topic = TOPIC) {
  const seen = { numbers: [], resets: [], states: [], bodies: [] };
  const watching = line.watch(topic, {
    onChange: change => { seen.numbers.push(change.number); seen.bodies.push(change.body); },
    onReset: cursor => { seen.resets.push(cursor); seen.numbers.push(null); },
    onState: state => seen.states.push(state),
    ...wishes,
  });
  return { ...seen, watching };
}

/** What was seen is consecutive from the number after `from`; a reset begins anew. */
function assertWhole(numbers, from, last) {
  let before = from;
  for (const number of numbers) {
    if (number === null) { before = null; continue; }
    if (before !== null) assert.equal(number, before + 1);
    before = number;
  }
  if (before !== null) assert.equal(before, last);
}

test("a change is handed on once, in order, and the page is live", async () => {
  const { clock, city, line } = page();
  const seen = follow(line, { cursor: 0 });
  await clock.run(1000);
  for (let at = 0; at < 5; at++) city.publish(TOPIC, { at });
  await clock.run(2000);

  assert.deepEqual(seen.bodies.map(body => body.at), [0, 1, 2, 3, 4]);
  assert.deepEqual(seen.states, ["live"]);
  assert.deepEqual(seen.resets, []);
});

test("without a cursor the page is told once to read its list, and then of what follows", async () => {
  const { clock, city, line } = page();
  for (let at = 0; at < 5; at++) city.publish(TOPIC);
  const seen = follow(line);
  await clock.run(1000);
  const { number } = city.publish(TOPIC);
  await clock.run(1000);

  assert.deepEqual(seen.numbers, [null, number]);
  assert.deepEqual(seen.resets, [number - 1]);
});

test("what was missed while away comes first, in order, however much it is", async () => {
  const { clock, city, line } = page();
  const first = city.publish(TOPIC).number;
  const seen = follow(line, { cursor: first });
  await clock.run(1000);
  city.down = true;
  city.cut();
  for (let at = 0; at < 40; at++) city.publish(TOPIC);
  city.down = false;
  await clock.run(60_000);

  assertWhole(seen.numbers, first, first + 40);
  assert.equal(seen.numbers.length, 40);
});

test("a hundred cuts, with messages lost, doubled, late and past one another: each change once and in order", async () => {
  for (let seed = 1; seed <= 5; seed++) {
    const { clock, random, city, line } = page(seed);
    city.faults = { late: 0.3, lost: 0.15, twice: 0.2 };
    const seen = follow(line, { cursor: 0 }), other = follow(line, { cursor: 0 });
    let first = 0, last = 0;
    for (let cut = 0; cut < 100; cut++) {
      for (let turn = Math.floor(random() * 6); turn > 0; turn--) {
        const { number } = city.publish(TOPIC, random() < 0.1 ? { text: "가\"\\".repeat(200) } : { small: true });
        first ||= number;
        last = number;
        await clock.run(random() * 800);
      }
      city.down = random() < 0.2;
      city.dark = random() < 0.05;
      if (random() < 0.1) for (const socket of city.sockets) socket.isDeaf = true;
      else city.cut();
      await clock.run(random() * 4000);
    }
    city.down = city.dark = false;
    city.faults = { late: 0, lost: 0, twice: 0 };
    await clock.run(2 * PING_MS);

    for (const { numbers, resets } of [seen, other]) {
      assert.deepEqual(resets, [], `seed ${seed}`);
      assert.deepEqual(numbers, Array.from({ length: last - first + 1 }, (_, at) => first + at), `seed ${seed}`);
    }
  }
});

test("whoever was away for longer than the city keeps reads the list again and goes on", async () => {
  const { clock, city, line } = page();
  const first = city.publish(TOPIC).number;
  const seen = follow(line, { cursor: first });
  await clock.run(1000);
  city.down = true;
  city.cut();
  for (let at = 0; at < 10; at++) city.publish(TOPIC);
  city.forget(TOPIC, first + 5);
  city.down = false;
  await clock.run(60_000);
  city.publish(TOPIC);
  await clock.run(5000);

  assert.deepEqual(seen.resets, [first + 10]);
  assert.deepEqual(seen.numbers, [null, first + 11]);
});

test("a change in parts is put together, as it happens and when it was missed", async () => {
  const { clock, city, line } = page();
  const text = "신호 \"대기\" \\ ".repeat(80);
  const first = city.publish(TOPIC, { text }).number;
  const seen = follow(line, { cursor: first - 1 });
  await clock.run(1000);
  city.faults.twice = 1;
  city.publish(TOPIC, { text });
  await clock.run(2000);

  assert.deepEqual(seen.bodies, [{ text }, { text }]);
});

test("a push that was lost is found by the next ping, if nothing else tells of it", async () => {
  const { clock, city, line } = page();
  const seen = follow(line, { cursor: 0 });
  await clock.run(1000);
  city.faults.lost = 1;
  city.publish(TOPIC);
  await clock.run(60_000);
  assert.equal(seen.numbers.length, 0);
  await clock.run(PING_MS);

  assert.equal(seen.numbers.length, 1);
});

test("the line never idles for ten minutes, and is renewed before two hours without a moment without one", async () => {
  const { clock, city, line } = page();
  const seen = follow(line, { cursor: 0 });
  let none = 0;
  for (let minute = 0; minute < 480; minute++) {
    await clock.run(60_000);
    for (const socket of city.sockets) assert.ok(clock.now - socket.since < 2 * HOUR);
    none += city.sockets.size === 0;
    city.publish(TOPIC);
  }
  const asked = city.asked.map(({ at }) => at);

  assert.equal(none, 0);
  assert.ok(Math.max(...asked.slice(1).map((at, place) => at - asked[place])) < 600_000);
  assert.equal(city.opened, 1 + Math.floor(8 * HOUR / (RENEW_MS - RENEW_JITTER_MS / 2)));
  assert.deepEqual(seen.states, ["live"]);
  await clock.run(5000);
  assert.equal(seen.numbers.length, 480);
});

test("without a socket the page polls, and is live again when one opens", async () => {
  const { clock, city, line } = page();
  city.down = true;
  const seen = follow(line, { cursor: 0 });
  await clock.run(30_000);
  const first = city.publish(TOPIC).number;
  await clock.run(10_000);
  assert.deepEqual(seen.states, ["polling"]);
  assert.deepEqual(seen.numbers, [first]);
  city.down = false;
  await clock.run(LONGEST_WAIT_MS + 1000);
  const polled = city.polled;
  city.publish(TOPIC);
  await clock.run(60_000);

  assert.deepEqual(seen.states, ["polling", "live"]);
  assert.deepEqual(seen.numbers, [first, first + 1]);
  assert.equal(city.polled, polled);
});

test("with no network at all the page says so, tries at most twice a minute, and misses nothing", async () => {
  const { clock, city, line } = page();
  const seen = follow(line, { cursor: 0 });
  await clock.run(1000);
  city.dark = true;
  city.cut();
  await clock.run(HOUR);
  assert.deepEqual(seen.states, ["live", "offline"]);
  for (let at = 0; at < 7; at++) city.publish(TOPIC);
  city.dark = false;
  line.hurry();
  await clock.run(40_000);

  assert.equal(seen.numbers.length, 7);
  assert.equal(seen.states.at(-1), "live");
});

test("a cable that was pulled is noticed, for nobody answers", async () => {
  const { clock, city, line } = page();
  const seen = follow(line, { cursor: 0 });
  await clock.run(1000);
  for (const socket of city.sockets) socket.isDeaf = true;
  city.publish(TOPIC);
  await clock.run(PING_MS + ANSWER_MS + 5000);

  assert.equal(seen.numbers.length, 1);
});

test("words of something in between are no answer, and the page goes on", async () => {
  const { clock, city, line } = page();
  const seen = follow(line, { cursor: 0 });
  await clock.run(1000);
  for (const socket of city.sockets) socket.onmessage({ data: "Failed to reach the city" });
  city.publish(TOPIC);
  await clock.run(1000);

  assert.equal(seen.numbers.length, 1);
});

test("attempts are spread: two pages that lost their line at once do not come back at once", async () => {
  const moments = [];
  for (const seed of [1, 2, 3, 4, 5]) {
    const { clock, city, line } = page(seed);
    follow(line, { cursor: 0 });
    await clock.run(1000);
    city.down = true;
    city.cut();
    const { given } = city;
    while (city.given < given + 6) await clock.run(50);
    moments.push(clock.now);
  }
  assert.equal(new Set(moments).size, 5);
});

test("an answer is for the part of the page that asked", async () => {
  const { clock, city, line } = page();
  const numbers = [1, 2, 3].map(() => city.publish(TOPIC).number);
  const read = follow(line, { cursor: numbers[2] }), unread = follow(line, { cursor: 0 }), new_ = follow(line);
  await clock.run(2000);

  assert.deepEqual([read.numbers, unread.numbers, new_.numbers], [[], numbers, [null]]);
});

test("a topic that is for others is refused, and the other topics go on", async () => {
  const { clock, city, line } = page();
  city.log("dividend.rounds").refused = true;
  const seen = follow(line, { cursor: 0 }), refused = follow(line, { cursor: 0 }, "dividend.rounds");
  await clock.run(1000);
  city.publish(TOPIC);
  city.publish("dividend.rounds");
  await clock.run(2000);

  assert.deepEqual(refused.states, ["refused"]);
  assert.deepEqual([seen.numbers.length, refused.numbers.length], [1, 0]);
});

test("whoever watches later, or leaves, does not disturb the others; the last one closes the line", async () => {
  const { clock, city, line } = page();
  const first = city.publish(TOPIC).number;
  const early = follow(line, { cursor: first });
  await clock.run(1000);
  const late = follow(line, { cursor: 0 });
  await clock.run(1000);
  early.watching.close();
  city.publish(TOPIC);
  await clock.run(2000);
  assert.deepEqual([early.numbers, late.numbers], [[], [first, first + 1]]);
  assert.equal(city.opened, 1);

  late.watching.close();
  await clock.run(HOUR);

  assert.equal(city.sockets.size, 0);
  assert.equal(city.opened, 1);
});

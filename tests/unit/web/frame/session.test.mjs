import assert from "node:assert/strict";
import test from "node:test";
import { IDLE_MS, WARNED_MS, Session } from "../../../../web/shell/session.js";

const MINUTE = 60000, HOUR = 60 * MINUTE, BEGIN = Date.parse("2026-11-30T00:00:00Z");

/** A browser whose clock moves when it is told to; its tabs share what is remembered and hear each other. */
class Browser {
  now = BEGIN;
  kept = new Map();
  tabs = [];
  timers = [];
  asked = 0;
  left = [];
  /** What the city answers: a status, or who is signed in. */
  city = { staff_id: "s-1", name: "김민지", groups: ["clerk"], signed_at: BEGIN, ttl: 3600, status: 200, skew: 0 };

  tab() {
    const session = new Session({
      now: () => this.now,
      later: (act, ms) => { const timer = { at: this.now + ms, act }; this.timers.push(timer); return timer; },
      never: timer => { this.timers = this.timers.filter(each => each !== timer); },
      post: async path => {
        if (path === "/api/session/end") return { status: 200, body: { go: "/bye" } };
        this.asked++;
        const { status, ttl, signed_at, skew, ...who } = this.city, at = this.now + skew;
        return status === 200
          ? { status, at, body: { ...who, token: `token-${this.asked}`, expires_in: ttl, signed_in_at: signed_at && (signed_at + skew) / 1000 } }
          : { status: status === "cut off" ? 200 : status, at, body: null };
      },
      shout: message => { for (const other of this.tabs) if (other !== session) other.heard(message); },
      leave: address => this.left.push(address),
      here: () => "/fines/desk",
      remembered: { getItem: key => this.kept.get(key) ?? null, setItem: (key, value) => this.kept.set(key, value),
        removeItem: key => this.kept.delete(key) },
      told: () => {}, forget: () => { this.forgotten = true; }, alone: work => work(),
    });
    this.tabs.push(session);
    return session;
  }

  async pass(ms) {
    const until = this.now + ms;
    for (;;) {
      const next = this.timers.filter(timer => timer.at <= until).sort((one, other) => one.at - other.at)[0];
      if (!next) break;
      this.timers = this.timers.filter(timer => timer !== next);
      this.now = Math.max(this.now, next.at);
      next.act();
      await new Promise(setImmediate);
    }
    this.now = until;
  }
}

test("nobody is asked for where nobody ever signed in", async () => {
  const browser = new Browser();
  assert.equal(await browser.tab().start({ only_if_likely: true }), false);
  assert.equal(browser.asked, 0);
});

test("a role opens a page, and the lack of it does not", async () => {
  const browser = new Browser(), clerk = browser.tab(), other = browser.tab();
  assert.equal(await clerk.start({ groups: ["clerk", "manager"] }), true);
  assert.equal(clerk.may("clerk"), true);
  assert.equal(clerk.may("auditor"), false);
  assert.equal(await other.start({ groups: ["auditor"] }), false);
  assert.equal(other.standing, "forbidden");
});

test("a board that is watched all night never loses its token", async () => {
  const browser = new Browser(), board = browser.tab();
  await board.start({ idle: false });
  for (let hour = 0; hour < 12; hour++) {
    await browser.pass(HOUR);
    board.look();
    assert.equal(board.standing, "in");
    assert.equal(await board.token(), `token-${browser.asked}`);
  }
  assert.ok(browser.asked >= 13 && browser.asked < 20, `${browser.asked}`);
});

test("a token that lasts minutes is renewed in time too", async () => {
  const browser = new Browser(), board = browser.tab();
  browser.city.ttl = 120;
  await board.start({ idle: false });
  await browser.pass(10 * MINUTE);
  assert.match(String(await board.token()), /token-/);
  assert.ok(browser.asked < 12, `${browser.asked}`);
});

test("a laptop that slept renews when it wakes", async () => {
  const browser = new Browser(), page = browser.tab();
  await page.start({ idle: false });
  browser.timers = [];
  browser.now += 3 * HOUR;
  page.woke();
  assert.equal(await page.token(), "token-2");
});

test("tabs share one renewal", async () => {
  const browser = new Browser(), one = browser.tab(), other = browser.tab();
  await one.start({ idle: false });
  await other.start({ idle: false });
  const before = browser.asked;
  await browser.pass(56 * MINUTE);
  assert.equal(browser.asked, before + 1);
  assert.equal(await one.token(), await other.token());
});

test("a city that does not answer is no sign-out: what holds is used, and it is asked again", async () => {
  const browser = new Browser(), page = browser.tab();
  await page.start({ idle: false });
  browser.city.status = 0;
  await browser.pass(58 * MINUTE);
  assert.equal(page.standing, "in");
  assert.equal(await page.token(), "token-1");
  await browser.pass(5 * MINUTE);
  assert.equal(await page.token(), null);
  browser.city.status = 200;
  await browser.pass(MINUTE);
  assert.match(String(await page.token()), /token-/);
});

test("a page that never opened for want of an answer opens within seconds of the first", async () => {
  const browser = new Browser(), page = browser.tab();
  browser.city.status = 0;
  assert.equal(await page.start(), false);
  await browser.pass(MINUTE);
  assert.equal(page.standing, "away");
  browser.city.status = 200;
  await browser.pass(5000);
  assert.equal(page.standing, "in");
});

test("an answer that was cut off is no answer", async () => {
  const browser = new Browser(), board = browser.tab();
  await board.start({ idle: false });
  browser.city.status = "cut off";
  await browser.pass(56 * MINUTE);
  assert.equal(await board.token(), "token-1");
  browser.city.status = 200;
  await browser.pass(MINUTE);
  assert.notEqual(await board.token(), "token-1");
});

test("a session that ended keeps the page, and whoever waits goes on after signing in", async () => {
  const browser = new Browser(), page = browser.tab();
  await page.start();
  browser.city.status = 401;
  assert.equal(await page.refused(), false);
  assert.equal(page.standing, "again");
  assert.equal(page.me?.name, "김민지");
  const waits = page.token();
  browser.city.status = 200;
  browser.city.signed_at = browser.now;
  const window = browser.tab();
  assert.equal(await window.start(), true);
  assert.equal(page.standing, "in");
  assert.match(String(await waits), /token-/);
});

test("somebody else who signs in does not see what stands there", async () => {
  const browser = new Browser(), page = browser.tab();
  await page.start();
  browser.city = { ...browser.city, staff_id: "s-2", name: "이서준" };
  await browser.tab().start();
  assert.deepEqual(browser.left, ["/fines/desk"]);
  assert.equal(page.me, null);
  assert.equal(browser.forgotten, true);
});

test("a page that nobody touches is covered; a reload does not uncover it, signing in again does", async () => {
  const browser = new Browser(), page = browser.tab();
  await page.start();
  await browser.pass(IDLE_MS - MINUTE);
  page.look();
  assert.equal(page.standing, "in");
  await browser.pass(MINUTE);
  page.look();
  assert.equal(page.standing, "covered");
  const reloaded = browser.tab();
  assert.equal(await reloaded.start(), false);
  assert.equal(reloaded.standing, "covered");
  browser.city.signed_at = browser.now;
  assert.equal(await browser.tab().start(), true);
  assert.equal(page.standing, "in");
  assert.equal(reloaded.standing, "in");
});

test("a page says a minute before that it will be covered, and a touch of any page takes it back", async () => {
  const browser = new Browser(), page = browser.tab(), other = browser.tab();
  await page.start();
  await other.start();
  await browser.pass(IDLE_MS - WARNED_MS - 1);
  page.look();
  assert.equal(page.soon, false);
  await browser.pass(1);
  page.look();
  other.look();
  assert.deepEqual([page.soon, other.soon, page.standing], [true, true, "in"]);
  page.touch();
  other.look();
  assert.deepEqual([page.soon, other.soon], [false, false]);
  await browser.pass(IDLE_MS);
  page.look();
  assert.deepEqual([page.soon, page.standing], [false, "covered"]);
});

test("a board that is watched all night is neither covered nor warned", async () => {
  const browser = new Browser(), page = browser.tab();
  await page.start({ idle: false });
  await browser.pass(IDLE_MS - 1);
  page.look();
  assert.deepEqual([page.soon, page.standing], [false, "in"]);
});

test("whoever comes back long after every page was closed signs in again", async () => {
  const browser = new Browser(), page = browser.tab();
  await page.start();
  browser.now += MINUTE;
  page.touch();
  browser.tabs = [];
  browser.now += 2 * HOUR;
  const later = browser.tab();
  assert.equal(await later.start(), false);
  assert.equal(later.standing, "covered");
  assert.equal(await browser.tab().start({ idle: false }), true);
});

test("touching any page of the city keeps all of them open", async () => {
  const browser = new Browser(), one = browser.tab(), other = browser.tab();
  await one.start();
  await other.start();
  for (let turn = 0; turn < 4; turn++) { await browser.pass(10 * MINUTE); other.touch(); one.look(); }
  assert.equal(one.standing, "in");
});

test("a machine whose clock is wrong is not asked to sign in for ever", async () => {
  const browser = new Browser(), page = browser.tab();
  browser.city.skew = -40 * MINUTE;
  assert.equal(await page.start(), true);
  browser.city.signed_at = 0;
  assert.equal(await browser.tab().start(), true);
});

test("a step waits for a fresh sign-in while the page goes on, and may be given up", async () => {
  const browser = new Browser(), page = browser.tab();
  await page.start({ idle: false });
  await browser.pass(30 * MINUTE);
  const step = page.stepUp();
  assert.equal(page.stepping, true);
  assert.equal(await page.token(), "token-1");
  browser.city.signed_at = browser.now;
  await browser.tab().start({ idle: false });
  assert.equal(await step, true);
  await browser.pass(30 * MINUTE);
  const another = page.stepUp();
  page.stepDown();
  assert.equal(await another, false);
  assert.equal(page.standing, "in");
});

test("a renewal is no fresh sign-in", async () => {
  const browser = new Browser(), page = browser.tab();
  await page.start({ idle: false });
  await browser.pass(30 * MINUTE);
  void page.stepUp();
  await page.refused();
  assert.equal(page.stepping, true);
});

test("signing out in one tab signs out all, and drops what was typed", async () => {
  const browser = new Browser(), one = browser.tab(), other = browser.tab();
  await one.start();
  await other.start();
  assert.equal(await one.signOut({ everywhere: true }), true);
  assert.equal(other.standing, "out");
  assert.equal(other.me, null);
  assert.deepEqual(browser.left, ["/bye"]);
  assert.equal(browser.kept.size, 0);
  assert.equal(browser.forgotten, true);
});

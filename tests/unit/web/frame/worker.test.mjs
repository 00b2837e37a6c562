import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const SOURCE = readFileSync(new URL("../../../../web/sw.js", import.meta.url), "utf8").replaceAll("/v/-/", "/v/two/");
const HOME = "https://city.example";

/** A worker whose network answers what it is told to, or nothing at all. */
class World {
  online = true;
  asked = [];
  stores = new Map();
  handlers = {};

  constructor() {
    const name = asked => typeof asked === "string" ? new URL(asked, HOME).href : asked.url;
    const store = key => {
      if (!this.stores.has(key)) this.stores.set(key, new Map());
      const kept = this.stores.get(key);
      return { put: async (asked, answer) => { kept.set(name(asked), answer); }, match: async asked => kept.get(name(asked))?.clone(),
        delete: async asked => kept.delete(name(asked)) };
    };
    const caches = { open: async key => store(key), keys: async () => [...this.stores.keys()], delete: async key => this.stores.delete(key),
      match: async asked => { for (const kept of this.stores.values()) if (kept.has(name(asked))) return kept.get(name(asked)).clone(); } };
    const fetch = async asked => {
      this.asked.push(asked);
      if (!this.online) throw new TypeError("offline");
      return new Response(`answer to ${name(asked)}`, { status: this.status ?? 200 });
    };
    const scope = { caches, fetch, URL, Response, Headers, Promise, TextEncoder, crypto, Uint8Array, Date, Number, location: new URL(HOME),
      Request: class extends Request { constructor(asked, how) { super(typeof asked === "string" ? new URL(asked, HOME) : asked, how); } },
      addEventListener: (kind, act) => { this.handlers[kind] = act; }, skipWaiting: async () => {}, clients: { claim: async () => {} } };
    vm.runInContext(SOURCE, vm.createContext(scope));
  }

  async live(kind) { const waits = []; this.handlers[kind]({ waitUntil: work => waits.push(work) }); await Promise.all(waits); }

  /** What the worker answers; null where it leaves the browser to itself. */
  async ask(path, { mode, ...how } = {}) {
    let answer = null;
    const request = new Request(HOME + path, how), waits = [];
    if (mode) Object.defineProperty(request, "mode", { value: mode });
    this.handlers.fetch({ request, respondWith: given => { answer = given; }, waitUntil: work => waits.push(work) });
    const given = await answer;
    await Promise.all(waits);
    return given;
  }
}

test("the frame is kept by its version, and what older versions kept goes", async () => {
  const world = new World();
  world.stores.set("dongne-shell /v/one/", new Map());
  world.stores.set("dongne-seen 1", new Map());
  world.stores.set("somebody-else", new Map());
  await world.live("install");
  await world.live("activate");
  assert.deepEqual([...world.stores.keys()].sort(), ["dongne-seen 1", "dongne-shell /v/two/", "somebody-else"]);
  const before = world.asked.length;
  assert.equal((await world.ask("/v/two/shell/words.js")).status, 200);
  assert.equal(world.asked.length, before);
});

test("what carries a sign-in, and what nobody marked, is left to the browser", async () => {
  const world = new World();
  const marked = { "Dongne-Keep": "last-seen" };
  assert.equal(await world.ask("/api/fines/tickets", { headers: { Authorization: "x" } }), null);
  assert.equal(await world.ask("/api/fines/tickets", { headers: { Authorization: "x", ...marked } }), null);
  assert.equal(await world.ask("/api/session/token", { method: "POST" }), null);
  assert.equal(await world.ask("/api/fines/chat", { method: "POST", body: "{}" }), null);
  assert.equal(world.stores.size, 0);
});

test("what a citizen's page marks is read again without a connection, by whoever asks the same", async () => {
  const world = new World(), ask = body => world.ask("/api/dividend/statements/2026-1", { method: "POST", body,
    headers: { "Dongne-Keep": "last-seen" } });
  await ask('{"code":"DV1"}');
  assert.equal(world.asked[0].headers.get("Dongne-Keep"), null);
  assert.equal(await world.asked[0].text(), '{"code":"DV1"}');
  world.online = false;
  assert.match(await (await ask('{"code":"DV1"}')).text(), /statements/);
  await assert.rejects(ask('{"code":"DV2"}'));
});

test("what the city no longer gives is not shown any more", async () => {
  const world = new World(), ask = () => world.ask("/api/dividend/statements/2026-1", { headers: { "Dongne-Keep": "last-seen" } });
  await ask();
  world.status = 404;
  await ask();
  world.online = false;
  await assert.rejects(ask());
});

test("a page is the city's, and without a connection as it was last, or the words that say so", async () => {
  const world = new World();
  await world.live("install");
  const page = path => world.ask(path, { mode: "navigate" });
  assert.match(await (await page("/fines/chat?lang=en")).text(), /chat/);
  world.online = false;
  assert.match(await (await page("/fines/chat")).text(), /chat/);
  assert.match(await (await page("/dividend/statement")).text(), /offline/);
});

test("a page that tells what it is made of opens without a connection after its first visit, and nothing else is kept by it", async () => {
  const world = new World(), waits = [];
  const names = ["/fines/chat", "/v/two/fines/chat.js", "/v/one/fines/chat.js", "/api/fines/chat", "https://evil.example/a", "//evil.example/a", 7];
  world.handlers.message({ data: { keep: names }, waitUntil: work => waits.push(work) });
  world.handlers.message({ data: null, waitUntil: work => waits.push(work) });
  await Promise.all(waits);
  assert.deepEqual([...world.stores.get("dongne-shell /v/two/").keys()].sort(), [`${HOME}/fines/chat`, `${HOME}/v/two/fines/chat.js`]);
  world.online = false;
  assert.equal((await world.ask("/fines/chat", { mode: "navigate" })).status, 200);
});

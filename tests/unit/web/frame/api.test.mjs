import assert from "node:assert/strict";
import test from "node:test";
import { api, open, path, Trouble } from "../../../../web/shell/api.js";
import { setLanguage } from "../../../../web/shell/words.js";

/** An API that answers what it is given, in turn: [status, body], or nothing for no answer. */
function world(answers, session = {}) {
  const asked = [], waited = [], signed = { tokens: ["one"], ups: 0, refusals: 0 };
  return { asked, waited, signed,
    fetch: async (address, how) => {
      asked.push({ address, ...how });
      const answer = answers.shift();
      if (!answer) throw new TypeError("Failed to fetch");
      const [status, body] = answer;
      return new Response(body === undefined ? "<html>" : JSON.stringify(body), { status });
    },
    wait: async ms => { waited.push(ms); },
    offline: () => false,
    session: { token: async () => signed.tokens[0], refused: async () => { signed.refusals++; signed.tokens.shift(); return true; },
      stepUp: async () => { signed.ups++; return true; }, ...session } };
}
const refused = async promise => { try { await promise; } catch (trouble) { return trouble; } throw new Error("it was not refused"); };

test("a signed call carries the token, an open one none", async () => {
  const city = world([[200, { a: 1 }], [200, {}]]);
  assert.deepEqual(await api("fines", city).get("tickets", { limit: 50, page: null, state: "", late: false }), { a: 1 });
  await open("fines", city).post("chat", { text: "안녕하세요" });
  assert.equal(city.asked[0].address, "/api/fines/tickets?limit=50&late=false");
  assert.equal(city.asked[0].headers.Authorization, "one");
  assert.equal("Authorization" in city.asked[1].headers, false);
  assert.equal(city.asked[1].body, '{"text":"안녕하세요"}');
});

test("what stands in a path cannot leave it", () => {
  assert.equal(path`cases/${"../../x?y#z"}/disclosure`, "cases/..%2F..%2Fx%3Fy%23z/disclosure");
});

test("reading is tried again when the city does not answer or fails, three times at most", async () => {
  const city = world([null, [503, {}], [200, { ok: true }]]);
  assert.deepEqual(await open("fines", city).get("waiting"), { ok: true });
  assert.deepEqual(city.waited, [600, 1200]);
  const down = world([null, null, null, [200, {}]]);
  assert.equal((await refused(open("fines", down).get("waiting"))).status, 0);
  assert.equal(down.asked.length, 3);
});

test("what changes something is sent once", async () => {
  for (const method of ["post", "put", "delete"]) {
    const city = world([[503, {}], [200, {}]]);
    assert.equal((await refused(open("fines", city)[method]("chat"))).status, 503);
    assert.equal(city.asked.length, 1);
  }
});

test("a refusal is not tried again", async () => {
  const city = world([[429, {}], [200, {}]]);
  assert.equal((await refused(open("fines", city).get("chat"))).status, 429);
});

test("an expired token is renewed once, and the call goes on with the new one", async () => {
  const city = world([[401, {}], [200, { ok: true }]]);
  city.signed.tokens.push("two");
  assert.deepEqual(await api("fines", city).post("tickets"), { ok: true });
  assert.deepEqual(city.asked.map(each => each.headers.Authorization), ["one", "two"]);
  const never = world([[401, {}], [401, {}], [200, {}]]);
  never.signed.tokens.push("two");
  assert.equal((await refused(api("fines", never).get("tickets"))).status, 401);
  assert.equal(never.signed.refusals, 1);
});

test("a step that wants a fresh sign-in asks for it and goes on", async () => {
  const city = world([[403, { error: "sign_in_again" }], [200, { phone: "010" }]]);
  assert.deepEqual(await api("fines", city).post("disclosure"), { phone: "010" });
  assert.equal(city.signed.ups, 1);
});

test("who would not sign in again is told so, and nothing is sent", async () => {
  const city = world([[403, { error: "sign_in_again" }], [200, {}]], { stepUp: async () => false });
  assert.equal((await refused(api("fines", city).post("disclosure"))).code, "sign_in_again");
  assert.equal(city.asked.length, 1);
});

test("without an answer from the session nothing is sent", async () => {
  const city = world([[200, {}]], { token: async () => null });
  assert.equal((await refused(api("fines", city).post("tickets"))).status, 0);
  assert.equal(city.asked.length, 0);
});

test("only what nobody is signed in for is marked to be kept", async () => {
  const city = world([[200, {}], [200, {}], [200, {}]]);
  await open("dividend", { ...city, keep: true }).post("statements/1");
  await open("dividend", city).post("statements/1");
  await api("dividend", { ...city, keep: true }).get("rounds");
  assert.deepEqual(city.asked.map(each => each.headers["Dongne-Keep"]), ["last-seen", undefined, undefined]);
});

test("every trouble has words in both languages", () => {
  for (const status of [0, 400, 401, 403, 404, 409, 418, 429, 500, 502, 503]) {
    for (const offline of [false, true]) {
      const { korean, english } = new Trouble(status, null, offline);
      assert.match(korean, /[가-힣]/);
      assert.match(english, /^[\x20-\x7e]+$/);
    }
  }
  assert.notEqual(new Trouble(0, null, true).korean, new Trouble(0, null, false).korean);
});

test("the API's own words come first, in the reader's language", () => {
  const trouble = new Trouble(409, { error: "already_paid", message: { ko: "이미 납부", en: "Paid already" } });
  assert.equal(trouble.words, "이미 납부");
  setLanguage("en");
  assert.equal(trouble.words, "Paid already");
  setLanguage("ko");
});

test("what is wrong with a field is said in words, a reason that is none in its own", () => {
  const { fields } = new Trouble(400, { fields: [{ field: "amount_krw", reason: "greater_than" }, { field: "reason", reason: "value_error" },
    { field: "terms.k", reason: "never_heard_of" }, { reason: "missing" }] });
  assert.deepEqual(fields.map(({ name, english }) => [name, english]), [["amount_krw", "Too small."],
    ["reason", "Please say why; a word will do (paid twice, say)."], ["terms", "Not a value that fits."]]);
});

import assert from "node:assert/strict";
import test from "node:test";
import { Trouble } from "../../../../web/shell/api.js";
import { Conversation } from "../../../../web/fines/chat/conversation.js";
import { KEPT_MS, Memory, PLACE } from "../../../../web/fines/chat/memory.js";

class Place {
  kept = new Map();
  getItem(name) { return this.kept.get(name) ?? null; }
  setItem(name, text) { this.kept.set(name, text); }
  removeItem(name) { this.kept.delete(name); }
}
const places = () => ({ tab: new Place(), device: new Place(), at: 1000, now() { return this.at; } });

/** An office that answers what it is given, in turn; nothing for no answer. */
function talk(answers, world = places()) {
  const memory = new Memory(world), sent = [], waited = [], changes = [];
  const conversation = new Conversation(memory, { now: () => world.at, wait: async ms => { waited.push(ms); },
    changed: change => { if (change) changes.push(change); },
    send: async message => {
      sent.push({ ...message });
      const answer = answers.shift();
      if (answer instanceof Trouble) throw answer;
      if (!answer) throw new Trouble(0);
      return { reply: "네", outcome: "answered", language: "ko", ticket: null, code: null, ...answer };
    } });
  return { memory, conversation, sent, waited, changes, world };
}
const quiet = async conversation => { while (conversation.busy) await new Promise(wake => setTimeout(wake, 0)); };

test("a message without an answer is sent again under its own id, and counts once", async () => {
  const { memory, conversation, sent, waited } = talk([null, new Trouble(503), {}]);
  conversation.say("얼마인가요", [], "ko");
  await quiet(conversation);
  assert.equal(new Set(sent.map(each => each.message_id)).size, 1);
  assert.equal(sent.length, 3);
  assert.deepEqual(waited, [800, 1600]);
  assert.deepEqual(memory.talk.turns.map(turn => turn.who), ["citizen", "office"]);
  assert.deepEqual(memory.talk.outbox, []);
});

test("what did not go is kept, and goes under the same id after a reload", async () => {
  const first = talk([null, null, null]);
  first.conversation.say("얼마인가요", [{ id: "f1", name: "사진.jpg" }], "ko");
  await quiet(first.conversation);
  assert.equal(first.conversation.stopped, "unsent");
  const second = talk([{}], first.world);
  await second.conversation.flush();
  assert.equal(second.sent[0].message_id, first.sent[0].message_id);
  assert.deepEqual(second.sent[0].files, ["f1"]);
  assert.equal(second.conversation.stopped, "");
});

test("without a connection nothing is tried in vain", async () => {
  const { conversation, sent } = talk([new Trouble(0, null, true)]);
  conversation.say("얼마인가요", [], "ko");
  await quiet(conversation);
  assert.equal(sent.length, 1);
  assert.equal(conversation.stopped, "unsent");
});

test("what is said meanwhile goes after it, and each answer stands behind its question", async () => {
  const { memory, conversation } = talk([{ reply: "하나" }, { reply: "둘" }]);
  conversation.say("첫째", [], "ko");
  conversation.say("둘째", [], "ko");
  await quiet(conversation);
  assert.deepEqual(memory.talk.turns.map(turn => turn.text), ["첫째", "하나", "둘째", "둘"]);
});

test("too many messages wait; a message that is refused gives its words back", async () => {
  const { memory, conversation, changes } = talk([new Trouble(429), {}, new Trouble(404)]);
  conversation.say("많이", [], "ko");
  await quiet(conversation);
  assert.equal(conversation.stopped, "tooMany");
  await conversation.flush();
  assert.equal(memory.talk.turns.length, 2);
  conversation.say("파일입니다", [{ id: "f1", name: "사진.jpg" }], "ko");
  await quiet(conversation);
  assert.equal(memory.talk.draft, "파일입니다");
  assert.equal(memory.talk.turns.length, 2);
  assert.deepEqual(changes.at(-1), { refused: "fileFailed" });
});

test("what has not gone is taken back whole", async () => {
  const { memory, conversation } = talk([null, null, null]);
  conversation.say("틀린 말", [{ id: "f1", name: "사진.jpg" }], "ko");
  await quiet(conversation);
  const [turn] = memory.talk.turns;
  assert.deepEqual(conversation.takeBack(turn.id)?.files, ["f1"]);
  assert.deepEqual([memory.talk.turns, memory.talk.outbox, conversation.stopped], [[], [], ""]);
});

test("a ticket's code is kept once", async () => {
  const { memory, conversation } = talk([{ ticket: "2611-0001", code: "K7M2Q-9XR4T" }, { ticket: "2611-0001", code: "K7M2Q-9XR4T" }]);
  conversation.say("상담원", [], "ko");
  conversation.say("여보세요", [], "ko");
  await quiet(conversation);
  assert.deepEqual(memory.talk.tickets, [{ ticket: "2611-0001", code: "K7M2Q-9XR4T" }]);
});

test("an answer to a talk that was forgotten meanwhile is nobody's", async () => {
  const { memory, conversation } = talk([{ reply: "늦은 답" }]);
  conversation.say("얼마인가요", [], "ko");
  memory.forget();
  await quiet(conversation);
  assert.deepEqual(memory.talk.turns, []);
});

test("a talk stays in its tab unless it is to stay on the device, and then for thirty days", () => {
  const world = places(), memory = new Memory(world);
  memory.talk.turns.push({ id: "1", who: "citizen", text: "네", lang: "ko", at: 1 });
  memory.keep();
  assert.equal(world.device.getItem(PLACE), null);
  assert.equal(new Memory({ ...world, tab: new Place(), now: () => world.at }).talk.turns.length, 0);
  memory.stay(true);
  const again = { ...world, tab: new Place(), now: () => world.at };
  assert.equal(new Memory(again).talk.session, memory.talk.session);
  assert.equal(new Memory({ ...again, tab: new Place(), now: () => world.at + KEPT_MS }).talk.turns.length, 0);
  assert.equal(world.device.getItem(PLACE), null);
});

test("taking it off the device, and forgetting, leave nothing", () => {
  const world = places(), memory = new Memory(world);
  memory.stay(true);
  memory.stay(false);
  assert.equal(world.device.getItem(PLACE), null);
  memory.forget();
  assert.equal(world.tab.getItem(PLACE), null);
});

test("what another tab said of the same talk is taken over, another talk's is not", () => {
  const world = places(), memory = new Memory(world), other = structuredClone(memory.talk);
  other.turns.push({ id: "1", who: "citizen", text: "네", lang: "ko", at: 1 });
  other.saved_at = 2000;
  assert.equal(memory.adopt(JSON.stringify({ ...other, session: "x".repeat(32) })), false);
  memory.talk.draft = "쓰던 말";
  assert.equal(memory.adopt(JSON.stringify(other)), true);
  assert.deepEqual([memory.talk.turns.length, memory.talk.draft], [1, "쓰던 말"]);
});

test("what cannot be read is as if it were not there", () => {
  for (const text of ["{", "null", "[]", "{\"session\":1}", "{\"session\":\"a\",\"turns\":3}"]) {
    const world = places();
    world.tab.setItem(PLACE, text);
    assert.equal(new Memory(world).talk.session.length, 32);
  }
});

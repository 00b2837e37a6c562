import assert from "node:assert/strict";
import test from "node:test";
import { Trouble } from "../../../../web/shell/api.js";
import { Files, MOST_BYTES, typeOf } from "../../../../web/fines/chat/files.js";
import { Memory } from "../../../../web/fines/chat/memory.js";
import { isNoticeNumber, noticeNumber, ticketNumber } from "../../../../web/fines/chat/notices.js";

const file = (name, size = 100, type = "image/jpeg") => ({ name, size, type });

/** @param {Record<string, any>} answers by path */
function files(answers = {}) {
  const memory = new Memory({ tab: null, device: null, now: () => 1 }), told = [], posted = [];
  const post = async (path, body) => {
    posted.push([path, body]);
    const answer = answers[path] ?? { file_id: `id-${posted.length}` };
    if (answer instanceof Trouble) throw answer;
    return answer;
  };
  const made = new Files(memory, { changed: () => {}, told: (name, word) => told.push([name, word]), sign: file => post("chat/files", file),
    check: file => post("chat/files/check", file),
    upload: async (signed, sent, seen) => { seen(.5); if (answers.upload) throw answers.upload; } });
  return { made, memory, told, posted };
}
const settled = async made => { while (made.onTheirWay) await new Promise(wake => setTimeout(wake, 0)); };

test("what nobody may hand in is refused at once with its reason, and never sent", async () => {
  const { made, told, posted } = files();
  made.pick([file("영상.mp4", 10, "video/mp4"), file("큰.jpg", MOST_BYTES + 1), file("빈.jpg", 0)]);
  assert.deepEqual(made.lines.map(line => [line.state, line.why]), [["refused", "fileKind"], ["refused", "fileTooLarge"], ["refused", "fileEmpty"]]);
  assert.equal(posted.length, 0);
  assert.equal(told.length, 3);
});

test("five go with a message; those refused do not count", async () => {
  const { made } = files();
  made.pick([file("영상.mp4", 10, "video/mp4"), ...Array.from({ length: 6 }, (_, place) => file(`${place}.jpg`))]);
  await settled(made);
  assert.deepEqual(made.lines.map(line => line.state), ["refused", "ready", "ready", "ready", "ready", "ready", "refused"]);
  assert.equal(made.lines.at(-1).why, "fileMany");
});

test("a file goes by its form, is looked at, and goes with what is said next", async () => {
  const { made, memory, posted } = files({ "chat/files/check": { file_id: "f".repeat(32) } });
  made.pick([file("사진.HEIC", 100, "")]);
  await settled(made);
  assert.deepEqual(posted.map(([path]) => path), ["chat/files", "chat/files/check"]);
  assert.equal(posted[0][1].content_type, "image/heic");
  assert.deepEqual(made.takeAlong(), [{ id: "f".repeat(32), name: "사진.HEIC" }]);
  assert.deepEqual([made.lines, memory.talk.files], [[], []]);
});

for (const [step, trouble, why] of [["chat/files", new Trouble(429), "fileSession"], ["chat/files", new Trouble(500), "fileFailed"],
  ["upload", new Trouble(403), "fileFailed"], ["chat/files/check", new Trouble(422), "fileKind"], ["upload", new Trouble(0, null, true), "fileOffline"]]) {
  test(`a file that fails at ${step} with ${trouble.status} says ${why}`, async () => {
    const { made, memory } = files({ [step]: trouble });
    made.pick([file("사진.jpg")]);
    await settled(made);
    assert.deepEqual([made.lines[0].state, made.lines[0].why, memory.talk.files], ["refused", why, []]);
  });
}

test("a file that was on its way when the talk was forgotten is not in the next", async () => {
  const { made, memory } = files();
  made.pick([file("사진.jpg")]);
  memory.forget();
  made.recall();
  await new Promise(wake => setTimeout(wake, 5));
  assert.deepEqual([made.lines, memory.talk.files], [[], []]);
});

test("a type is told by the file, else by its ending", () => {
  assert.equal(typeOf(file("a.bin", 1, "application/pdf")), "application/pdf");
  assert.equal(typeOf(file("a.PDF", 1, "")), "application/pdf");
  assert.equal(typeOf(file("a", 1, "")), undefined);
});

test("numbers are read however they are written", () => {
  for (const text of ["114020260123456", "1140-2026-0123456", " 1140 2026 0123456", "１１４０２０２６０１２３４５６"]) {
    assert.equal(noticeNumber(text), "1140-2026-0123456");
  }
  assert.equal(isNoticeNumber("1140-2026-012345"), false);
  assert.equal(ticketNumber("26110042"), "2611-0042");
});

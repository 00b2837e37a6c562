// Reading the documents as the page at /api/docs does: every route and channel of the real ones.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { bookOf, curlOf, fieldsOf, follow, matches, saidOf, sampleOf, typeOf } from "../../../../web/api/document.js";

const read = name => JSON.parse(readFileSync(new URL(`../../../../web/api/${name}`, import.meta.url), "utf8"));
const books = read("documents.json").documents.map(listed => ({ ...listed, id: bookOf(listed), text: read(listed.file) }));
const fines = books.find(book => book.id === "fines");
const answer = fines.entries.find(entry => entry.id === "answer_ticket");

/** The names of fields all the way down, each schema once on its way. */
function walk(text, schema, above = []) {
  return fieldsOf(text, schema).flatMap(field => above.includes(follow(text, field.schema)) ? [field.name]
    : [field.name, ...walk(text, field.schema, [...above, follow(text, field.schema)])]);
}

test("every entry of every document can be shown", () => {
  for (const book of books) {
    const { entries } = book;
    assert.ok(entries.length, book.id);
    assert.equal(new Set(entries.map(entry => entry.id)).size, entries.length);
    for (const entry of entries) {
      assert.ok(entry.names.ko && entry.names.en && entry.path && entry.part, `${book.id} ${entry.id}`);
      if (book.kind === "openapi") assert.ok(curlOf(book.text, entry, "https://city").includes(`https://city${entry.path}`));
      const bodies = book.kind === "openapi" ? Object.values(saidOf(book.text, entry).responses).flatMap(each => Object.values(each.content ?? {}))
        .map(content => content.schema) : saidOf(book.text, entry).messages.map(message => message.payload);
      for (const schema of bodies) {
        assert.notEqual(typeOf(book.text, schema), "");
        assert.ok(walk(book.text, schema).every(name => typeof name === "string"));
        assert.notEqual(sampleOf(book.text, schema), undefined);
      }
    }
  }
});

test("a call to copy proves who asks and holds what is needed", () => {
  const copied = curlOf(fines.text, answer, "https://city");

  assert.ok(copied.startsWith("curl -X POST 'https://city/api/fines/tickets/{number}/answer'"));
  assert.ok(copied.includes("-H 'Authorization: …'"));
  assert.ok(copied.includes('{"words":"…"}'));
});

test("an entry is found by path, name in either language, or role", () => {
  for (const words of ["tickets answer", "상담 요청 답변", "answer_ticket", "clerk POST"]) assert.ok(matches(answer, words), words);
  assert.ok(!matches(answer, "dividend"));
});

test("a type is told in a word", () => {
  const text = { components: { schemas: { Line: { type: "object", properties: { a: { type: "string" } } }, Kind: { type: "string", enum: ["a"] } } } };
  const line = { $ref: "#/components/schemas/Line" };

  assert.equal(typeOf(text, { type: "array", items: line }), "Line[]");
  assert.equal(typeOf(text, { anyOf: [line, { type: "null" }] }), "Line");
  assert.equal(typeOf(text, { $ref: "#/components/schemas/Kind" }), '"a"');
  assert.deepEqual(fieldsOf(text, { anyOf: [{ type: "array", items: line }, { type: "null" }] }).map(field => field.name), ["a"]);
});

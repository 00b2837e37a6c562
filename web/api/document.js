// Reading OpenAPI and AsyncAPI documents: what there is in them, and what a schema says. No page in here.

/** @typedef {{ko: string, en: string}} Names */
/** @typedef {{file: string, kind: "openapi" | "asyncapi", names: Names, entries: Entry[]}} Listed */
/** @typedef {Record<string, any>} Schema */
/** @typedef {{id: string, verb: string, path: string, part: string, names: Names, groups: string[]}} Entry  A route, or what is said on a channel */
/** @typedef {{name: string, required: boolean, schema: Schema}} Field */

/** The name of a document in an address. @param {Listed} listed */
export const bookOf = listed => listed.file.split(".")[0];

/** What a document says of an entry: the route, or the operation with its channel and its messages.
 * @param {Schema} text @param {Entry} entry @returns {Schema} */
export function saidOf(text, entry) {
  if (text.paths) return text.paths[entry.path][entry.verb.toLowerCase()];
  const operation = text.operations[entry.id];
  return { ...operation, channel: follow(text, operation.channel), messages: operation.messages.map((/** @type {Schema} */ each) => follow(text, each)) };
}

/** What a reference leads to, however many stand one behind the other. @param {Schema} text @param {Schema} value @returns {Schema} */
export function follow(text, value) {
  let found = value;
  while (typeof found?.$ref === "string") {
    found = found.$ref.slice(2).split("/").reduce((/** @type {Schema} */ part, /** @type {string} */ name) => part[name], text);
  }
  return found;
}

/** The name that a schema is referred to by. @param {Schema} schema */
export const nameOf = schema => typeof schema?.$ref === "string" ? schema.$ref.split("/").at(-1) : "";

/** One of several, without null. @param {Schema} schema @returns {Schema[]} */
export const choicesOf = schema => [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter(each => each.type !== "null");

/** Whether null may stand there. @param {Schema} schema */
export const maybe = schema => (schema.anyOf ?? []).some((/** @type {Schema} */ each) => each.type === "null");

/** In a word: `string`, `CaseLine`, `CaseLine[]`, `a | b`. @param {Schema} text @param {Schema} schema @returns {string} */
export function typeOf(text, schema) {
  const choices = choicesOf(schema);
  if (choices.length) return choices.map(each => typeOf(text, each)).join(" | ");
  if (schema.$ref) {
    const found = follow(text, schema);
    return found.type === "object" || !found.type ? String(nameOf(schema)) : typeOf(text, found);
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((/** @type {unknown} */ each) => JSON.stringify(each)).join(" | ");
  if (schema.type === "array") return `${schema.items ? typeOf(text, schema.items) : "any"}[]`;
  if (schema.type === "object" && typeof schema.additionalProperties === "object") return `{…: ${typeOf(text, schema.additionalProperties)}}`;
  return schema.format ? `${schema.type} (${schema.format})` : schema.type ?? "any";
}

/** The bounds that are set to a value. @param {Schema} schema @returns {string[]} */
export function boundsOf(schema) {
  const [only] = choicesOf(schema), own = { ...(choicesOf(schema).length === 1 ? only : {}), ...schema };
  const names = ["pattern", "minLength", "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems"];
  return names.filter(name => own[name] !== undefined).map(name => `${name}: ${own[name]}`);
}

/** What lies inside: of an object its fields, of a list those of its lines, of a choice each choice.
 * @param {Schema} text @param {Schema} schema @returns {Field[]} */
export function fieldsOf(text, schema) {
  const choices = choicesOf(schema);
  if (choices.length === 1) return fieldsOf(text, choices[0]);
  if (choices.length) {
    return choices.some(each => fieldsOf(text, each).length)
      ? choices.map(each => ({ name: typeOf(text, each), required: false, schema: each })) : [];
  }
  const found = follow(text, schema);
  if (found !== schema && choicesOf(found).length) return fieldsOf(text, found);
  if (found.type === "array" && found.items) return fieldsOf(text, found.items);
  if (found.type === "object" && typeof found.additionalProperties === "object" && !found.properties) {
    return fieldsOf(text, found.additionalProperties);
  }
  return Object.entries(found.properties ?? {}).map(([name, each]) => ({ name, required: (found.required ?? []).includes(name),
    schema: /** @type {Schema} */ (each) }));
}

/** Something of that shape, where no sample is kept. @param {Schema} text @param {Schema} schema @param {number} [depth] @returns {any} */
export function sampleOf(text, schema, depth = 0) {
  const [choice] = choicesOf(schema), found = follow(text, choice ?? schema);
  if (choicesOf(found).length) return sampleOf(text, found, depth + 1);
  if (found.default !== undefined && found.default !== null) return found.default;
  if (found.const !== undefined) return found.const;
  if (found.enum) return found.enum[0];
  if (found.type === "array") return depth > 5 || !found.items ? [] : [sampleOf(text, found.items, depth + 1)];
  if (found.type === "integer" || found.type === "number") return found.minimum ?? (found.exclusiveMinimum ?? -1) + 1;
  if (found.type === "boolean") return true;
  if (found.type === "string") return found.format === "date" ? "2026-11-30" : found.format === "date-time" ? "2026-11-30T09:00:00+09:00" : "…";
  if (depth > 5) return {};
  return Object.fromEntries(fieldsOf(text, found).map(field => [field.name, sampleOf(text, field.schema, depth + 1)]));
}

/** The sample of a content, or something of its shape. @param {Schema} text @param {Schema} content */
export function exampleOf(text, content) {
  const [first] = Object.values(content.examples ?? {});
  return first ? follow(text, first).value : sampleOf(text, content.schema);
}

/** The same call from a command line. @param {Schema} text @param {Entry} entry @param {string} origin */
export function curlOf(text, entry, origin) {
  const { verb, path } = entry, what = saidOf(text, entry);
  const asked = what.parameters.filter((/** @type {Schema} */ each) => each.in === "query" && each.required);
  const query = asked.map((/** @type {Schema} */ each) => `${each.name}=…`).join("&");
  const headers = what.security.flatMap((/** @type {Schema} */ each) => Object.keys(each))
    .map((/** @type {string} */ name) => text.components.securitySchemes[name]).filter((/** @type {Schema} */ each) => each.in === "header")
    .map((/** @type {Schema} */ each) => ` \\\n  -H '${each.name}: …'`);
  const lines = [`curl ${verb === "GET" ? "" : `-X ${verb} `}'${origin}${path}${query ? `?${query}` : ""}'`, ...headers];
  const content = what.requestBody?.content["application/json"];
  if (content) {
    const body = JSON.stringify(exampleOf(text, content)).replaceAll("'", "'\\''");
    lines.push(` \\\n  -H 'Content-Type: application/json' \\\n  -d '${body}'`);
  }
  return lines.join("");
}

/** Whether what somebody looks for stands in an entry. @param {Entry} entry @param {string} words */
export function matches(entry, words) {
  const text = `${entry.id} ${entry.verb} ${entry.path} ${entry.names.ko} ${entry.names.en} ${entry.groups.join(" ")}`.toLowerCase();
  return words.toLowerCase().split(/\s+/).every(word => text.includes(word));
}

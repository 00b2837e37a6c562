// The few marks of Markdown that runbooks are written in; all else stays text.

/** @typedef {{kind: "text" | "bold" | "code", words: string} | {kind: "link", words: string, to: string}} Mark */
/** @typedef {{kind: "heading", words: string} | {kind: "words", words: string} | {kind: "code", words: string}
 *   | {kind: "ordered", items: string[]} | {kind: "bullets", items: string[]}} Block */

/** `docs/runbooks/pool-low.md` is `pool-low`. @param {string | null} place @returns {string | null} */
export const nameOf = place => place?.match(/([\w-]+)\.md$/)?.[1] ?? null;

/** @param {string} text @returns {Mark[]} */
export function marks(text) {
  /** @type {Mark[]} */
  const found = [];
  let end = 0;
  for (const each of text.matchAll(/`([^`]+)`|\*\*([^*]+)\*\*|\[((?:[^\]`]|`[^`]*`)+)\]\(([^)\s]+)\)/g)) {
    if (each.index > end) found.push({ kind: "text", words: text.slice(end, each.index) });
    if (each[1]) found.push({ kind: "code", words: each[1] });
    else if (each[2]) found.push({ kind: "bold", words: each[2] });
    else found.push({ kind: "link", words: each[3].replaceAll("`", ""), to: each[4] });
    end = each.index + each[0].length;
  }
  if (end < text.length) found.push({ kind: "text", words: text.slice(end) });
  return found;
}

/** @param {string} text @returns {Block[]} */
export function blocks(text) {
  /** @type {Block[]} */
  const found = [];
  let code = false;
  for (const line of text.split("\n")) {
    const last = found[found.length - 1], item = line.match(/^(?:\d+\.|[-*]) (.+)/);
    if (line.startsWith("```")) { code = !code; if (code) found.push({ kind: "code", words: "" }); }
    else if (code && last?.kind === "code") last.words += (last.words && "\n") + line;
    else if (line.startsWith("#")) found.push({ kind: "heading", words: line.replace(/^#+ /, "") });
    else if (item) {
      const kind = /^\d/.test(line) ? "ordered" : "bullets";
      if (last?.kind === kind) last.items.push(item[1]);
      else found.push({ kind, items: [item[1]] });
    } else if (line.trim()) found.push({ kind: "words", words: line.trim() });
  }
  return found;
}

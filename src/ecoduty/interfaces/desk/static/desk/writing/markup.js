// The light markup of casework/documents/blocks.py, read and written in the browser. The two must say the same of every
// text; a test holds one against the other. Blocks: {kind: "heading", level, text}, {kind: "paragraph", text},
// {kind: "items", items, start (null for dashes)}, {kind: "table", rows, header}.

const B = "[ \\t\\u3000\\u00a0]";
const BREAKS = /\r\n|[\n\r\v\f\x85\u2028\u2029]/;
const EDGES = new RegExp(`^${B}+|${B}+$`, "g");
const HEADING = new RegExp(`^(#{1,3})${B}+`);
const DASH = new RegExp(`^-${B}+`);
const NUMBER = new RegExp(`^(0|[1-9][0-9]{0,5})\\.${B}+`);
const RULE = /^:?-{3,}:?$/;
const LAST_NUMBER = 999999;

export const strip = (text) => text.replace(EDGES, "");
export const linesOf = (text) => text.split(BREAKS).map(strip);
export const cleanCell = (text) => linesOf(text).join("\n").replace(/^\n+|\n+$/g, "");

function isRow(line) {
  if (line.length < 2 || line[0] !== "|" || line[line.length - 1] !== "|") { return false; }
  let slashes = 0;
  for (let at = line.length - 2; at > 0 && line[at] === "\\"; at -= 1) { slashes += 1; }
  return slashes % 2 === 0;
}

const isMark = (line) => isRow(line) || [HEADING, DASH, NUMBER].some((form) => form.test(line));
const withoutSlashes = (line) => line.replace(/^\\+/, "");

function split(row) {
  const inner = row.slice(1);
  if (!inner.includes("\\")) { return inner.slice(0, -1).split("|"); }
  return Array.from(inner.matchAll(/((?:[^|\\]|\\[^])*)\|/g), (found) => found[1]);
}

const cell = (written) => cleanCell(written.replace(/\\([\\|:↵-])|↵/g, (all, sign) => sign || "\n"));

function table(lines) {
  const header = lines.length > 1 && split(lines[1]).every((one) => RULE.test(strip(one)));
  const rows = (header ? [lines[0], ...lines.slice(2)] : lines).map((line) => split(line).map(cell));
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  for (const row of rows) { while (row.length < width) { row.push(""); } }
  return { kind: "table", rows, header };
}

function items(lines, at) {
  const first = NUMBER.exec(lines[at]);
  if (!first && !DASH.test(lines[at])) { return null; }
  const start = first ? Number(first[1]) : null;
  const found = [];
  for (let n = at; n < lines.length; n += 1) {
    const mark = (start === null ? DASH : NUMBER).exec(lines[n]);
    if (!mark || (start !== null && Number(mark[1]) !== start + found.length)) { break; }
    found.push(lines[n].slice(mark[0].length));
  }
  return { kind: "items", items: found, start };
}

export function parse(text) {
  const lines = linesOf(text);
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    if (!line) { at += 1; continue; }
    if (isRow(line)) {
      let end = at;
      while (end < lines.length && isRow(lines[end])) { end += 1; }
      blocks.push(table(lines.slice(at, end)));
      at = end;
      continue;
    }
    const listed = items(lines, at);
    const heading = listed ? null : HEADING.exec(line);
    if (listed) {
      blocks.push(listed);
      at += listed.items.length;
      continue;
    }
    if (heading) {
      blocks.push({ kind: "heading", level: heading[1].length, text: line.slice(heading[0].length) });
    } else {
      const escaped = line[0] === "\\" && isMark(withoutSlashes(line.slice(1)));
      blocks.push({ kind: "paragraph", text: escaped ? line.slice(1) : line });
    }
    at += 1;
  }
  return blocks;
}

function written(text) {
  const escaped = text.replace(/[\\|↵]/g, "\\$&").replace(/\n/g, "↵");
  return RULE.test(text) ? `\\${escaped}` : escaped;
}

function lines(block) {
  if (block.kind === "heading") { return [`${"#".repeat(block.level)} ${block.text}`]; }
  if (block.kind === "items") {
    return block.items.map((item, n) => (block.start === null ? `- ${item}` : `${block.start + n}. ${item}`));
  }
  if (block.kind === "table") {
    const rows = block.rows.map((row) => `| ${row.map(written).join(" | ")} |`);
    return block.header ? [rows[0], `|${"---|".repeat(block.rows[0].length)}`, ...rows.slice(1)] : rows;
  }
  return [isMark(withoutSlashes(block.text)) ? `\\${block.text}` : block.text];
}

export function textOf(blocks) {
  const found = [];
  let before = "";
  for (const block of blocks) {
    if (before === block.kind && (before === "items" || before === "table")) { found.push(""); }
    found.push(...lines(block));
    before = block.kind;
  }
  return found.join("\n");
}

// Blocks as they can be written down: single lines, no empty ones, rows of one length, numbers that fit.
export function tidy(blocks) {
  const found = [];
  for (const block of blocks) {
    if (block.kind === "table") {
      const width = block.rows.reduce((most, row) => Math.max(most, row.length), 0);
      const rows = block.rows.map((row) => [...row.map(cleanCell), ...Array(width - row.length).fill("")]);
      if (width) { found.push({ kind: "table", rows, header: Boolean(block.header) }); }
    } else if (block.kind === "items") {
      const kept = block.items.map((item) => linesOf(item).filter(Boolean).join(" ")).filter(Boolean);
      const fits = block.start === null || (block.start >= 0 && block.start + kept.length - 1 <= LAST_NUMBER);
      if (kept.length) { found.push({ kind: "items", items: kept, start: fits ? block.start : null }); }
    } else {
      for (const line of linesOf(block.text)) {
        if (line) { found.push({ ...block, text: line }); }
      }
    }
  }
  return found;
}

// Blocks as the editor holds them, and back. The editor knows plain text in headings, paragraphs, lists and tables;
// nothing else can get in, whatever is pasted.
import { tidy } from "./markup.js";

const text = (words) => (words ? [{ type: "text", text: words }] : []);
const paragraph = (words) => ({ type: "paragraph", content: text(words) });

export function nodesOf(blocks) {
  return blocks.map((block) => {
    if (block.kind === "heading") { return { type: "heading", attrs: { level: block.level }, content: text(block.text) }; }
    if (block.kind === "items") {
      const content = block.items.map((item) => ({ type: "listItem", content: [paragraph(item)] }));
      return block.start === null
        ? { type: "bulletList", content }
        : { type: "orderedList", attrs: { start: block.start }, content };
    }
    if (block.kind === "table") {
      return {
        type: "table",
        content: block.rows.map((row, n) => ({
          type: "tableRow",
          content: row.map((words) => ({
            type: block.header && n === 0 ? "tableHeader" : "tableCell",
            content: words.split("\n").map(paragraph),
          })),
        })),
      };
    }
    return paragraph(block.text);
  });
}

const wordsOf = (node) => (node.content || []).map((inner) => inner.text || "").join("");

// A merged cell fills the places it covers with empty ones, so that every row keeps its length.
function rowsOf(table) {
  const rows = [];
  (table.content || []).forEach((row, n) => {
    rows[n] = rows[n] || [];
    let at = 0;
    for (const cell of row.content || []) {
      while (rows[n][at] !== undefined) { at += 1; }
      const { colspan = 1, rowspan = 1 } = cell.attrs || {};
      for (let down = 0; down < rowspan; down += 1) {
        for (let across = 0; across < colspan; across += 1) {
          rows[n + down] = rows[n + down] || [];
          rows[n + down][at + across] = down || across ? "" : (cell.content || []).map(wordsOf).join("\n");
        }
      }
      at += colspan;
    }
  });
  return rows.slice(0, (table.content || []).length).map((row) => Array.from(row, (words) => words || ""));
}

export function blocksOf(doc) {
  return tidy((doc.content || []).map((node) => {
    if (node.type === "heading") { return { kind: "heading", level: node.attrs.level, text: wordsOf(node) }; }
    if (node.type === "bulletList" || node.type === "orderedList") {
      const items = (node.content || []).map((item) => (item.content || []).map(wordsOf).join(" "));
      return { kind: "items", items, start: node.type === "orderedList" ? node.attrs.start : null };
    }
    if (node.type === "table") {
      const first = node.content && node.content[0];
      const header = Boolean(first) && first.content.every((cell) => cell.type === "tableHeader");
      return { kind: "table", rows: rowsOf(node), header };
    }
    return { kind: "paragraph", text: wordsOf(node) };
  }));
}

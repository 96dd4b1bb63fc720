// What is pasted from Word, WPS, Excel or a web page, as blocks: headings, lists, tables and words stay; styles, scripts,
// pictures, comments and the programs' own elements go. The page is read by a parser that runs and loads nothing.
import { tidy } from "./markup.js";

const DROPPED = new Set(["SCRIPT", "STYLE", "HEAD", "TITLE", "META", "LINK", "XML", "TEMPLATE", "NOSCRIPT", "IFRAME", "OBJECT",
  "EMBED", "SVG", "MATH", "IMG", "VIDEO", "AUDIO", "CANVAS", "INPUT", "BUTTON", "SELECT", "TEXTAREA"]);
const BLOCKS = new Set(["P", "DIV", "SECTION", "ARTICLE", "HEADER", "FOOTER", "MAIN", "BLOCKQUOTE", "PRE", "TABLE", "UL", "OL", "LI",
  "H1", "H2", "H3", "H4", "H5", "H6", "DL", "DT", "DD", "HR", "BODY", "TR", "TD", "TH", "TBODY", "THEAD", "CENTER", "FORM"]);
const HAN = "[\\u3000-\\u303f\\u3400-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef]";
const BETWEEN_HAN = new RegExp(`(${HAN})\\s*\\n\\s*(?=${HAN})`, "g");

export const LIMIT = 4_000_000; // characters of HTML: what lies above is no text that anybody wrote

// Line ends inside a paragraph of HTML mean a space, and nothing between Chinese characters.
const folded = (words) => words.replace(BETWEEN_HAN, "$1").replace(/[\s\u200b\ufeff]+/g, (gap) => (gap.includes("\u3000") ? "\u3000" : " "));

const tag = (node) => node.nodeName.toUpperCase();
// Styles and handlers are renamed before anything is read, for the page's policy forbids them even there; Word says in
// the styles what is a list.
const STYLE = "data-was-style";
const styleOf = (node) => node.getAttribute(STYLE) || "";
const unstyled = (html) => html.replace(/<(style|script)\b[^]*?<\/\1\s*>/gi, "")
  .replace(/<[a-z][^<>]*>/gi, (one) => one.replace(/([\s"'])(style|on[a-z]+)(\s*=)/gi, "$1data-was-$2$3"));

// Word's own elements (st1:…, o:p) are looked through; its drawings, formulas and fields are dropped.
function isDropped(node) {
  if (node.nodeType === 3) { return false; }
  if (node.nodeType !== 1) { return true; }
  return DROPPED.has(tag(node)) || /^[VWM]:/.test(tag(node))
    || /mso-list:\s*ignore|display:\s*none/i.test(styleOf(node));
}

// The words of an element, with "\n" for its line breaks and for blocks inside it.
function words(node) {
  if (node.nodeType === 3) { return folded(node.data); }
  if (isDropped(node)) { return ""; }
  if (tag(node) === "BR") { return "\n"; }
  const inner = Array.from(node.childNodes, words).join("");
  return BLOCKS.has(tag(node)) ? `\n${inner}\n` : inner;
}

const linesIn = (node) => words(node).split(/\n+/).map((line) => line.trim()).filter(Boolean);

// Lists as Word writes them: paragraphs whose marker stands in a part to be ignored.
function wordItem(node) {
  if (!/mso-list:(?!\s*none)/i.test(styleOf(node))) { return null; }
  const ignored = Array.from(node.querySelectorAll(`[${STYLE}]`)).find((one) => /mso-list:\s*ignore/i.test(styleOf(one)));
  const marker = ignored ? ignored.textContent.replace(/[\s\u00a0]+/g, "") : "";
  const number = /^(\d{1,6})[.．]$/.exec(marker);
  const line = linesIn(node).join(" ");
  if (number) { return { kind: "items", items: [line], start: Number(number[1]) }; }
  // Marks such as （一） or 1) are words of the paper; dots and dashes are not.
  if (/[\d一二三四五六七八九十a-zA-Z]/.test(marker) && marker.length > 1) { return { kind: "paragraph", text: marker + line }; }
  return { kind: "items", items: [line], start: null };
}

function tableOf(node) {
  const rows = [];
  const own = Array.from(node.querySelectorAll("tr")).filter((row) => row.closest("table") === node);
  own.forEach((row, n) => {
    rows[n] = rows[n] || [];
    let at = 0;
    for (const cell of Array.from(row.children).filter((one) => /^T[DH]$/.test(tag(one)))) {
      while (rows[n][at] !== undefined) { at += 1; }
      const across = Math.min(Math.max(parseInt(cell.getAttribute("colspan"), 10) || 1, 1), 500);
      const down = Math.min(Math.max(parseInt(cell.getAttribute("rowspan"), 10) || 1, 1), own.length - n);
      for (let y = 0; y < down; y += 1) {
        rows[n + y] = rows[n + y] || [];
        for (let x = 0; x < across; x += 1) { rows[n + y][at + x] = x || y ? "" : linesIn(cell).join("\n"); }
      }
      at += across;
    }
  });
  const filled = rows.filter((row) => row.length).map((row) => Array.from(row, (one) => one || ""));
  const head = own.length > 0 && (own[0].closest("thead") !== null || Array.from(own[0].children).every((one) => tag(one) === "TH"));
  return { kind: "table", rows: filled, header: head };
}

function collect(node, found) {
  let loose = "";
  const flush = () => {
    for (const line of loose.split(/\n+/)) { if (line.trim()) { found.push({ kind: "paragraph", text: line.trim() }); } }
    loose = "";
  };
  for (const child of node.childNodes) {
    if (isDropped(child)) { continue; }
    const name = tag(child);
    const inline = child.nodeType === 3 || (!BLOCKS.has(name) && !child.querySelector("p,div,table,ul,ol,li,h1,h2,h3,h4,h5,h6"));
    if (inline) { loose += words(child); continue; }
    flush();
    const level = /^H([1-6])$/.exec(name);
    if (level) {
      const line = linesIn(child).join(" ");
      if (line) { found.push({ kind: "heading", level: Math.min(Number(level[1]), 3), text: line }); }
    } else if (name === "TABLE") {
      found.push(tableOf(child));
    } else if (name === "UL" || name === "OL") {
      list(child, found);
    } else if (name === "P" && wordItem(child)) {
      join(found, wordItem(child));
    } else {
      collect(child, found);
    }
  }
  flush();
}

// Word gives each item its own paragraph; those that follow each other are one list.
function join(found, block) {
  const last = found[found.length - 1];
  const follows = block.kind === "items" && last && last.kind === "items"
    && (block.start === null ? last.start === null : last.start !== null && block.start === last.start + last.items.length);
  if (follows) { last.items.push(...block.items); } else { found.push(block); }
}

function list(node, found) {
  const numbered = tag(node) === "OL";
  let next = numbered ? parseInt(node.getAttribute("start"), 10) || 1 : null;
  for (const item of Array.from(node.children)) {
    if (tag(item) === "UL" || tag(item) === "OL") { list(item, found); continue; }
    const deeper = Array.from(item.querySelectorAll("ul,ol,table")).filter((one) => one.parentElement.closest("ul,ol,table") === node);
    const copy = item.cloneNode(true);
    copy.querySelectorAll("ul,ol,table").forEach((one) => one.remove());
    const line = linesIn(copy).join(" ");
    if (line) {
      join(found, { kind: "items", items: [line], start: next });
      next = numbered ? next + 1 : null;
    }
    for (const one of deeper) { if (tag(one) === "TABLE") { found.push(tableOf(one)); } else { list(one, found); } }
  }
}

// HTML → blocks. Nothing of it is ever put into a page.
export function blocksOfHtml(html) {
  const found = [];
  collect(new DOMParser().parseFromString(unstyled(html), "text/html").body, found);
  return tidy(found);
}

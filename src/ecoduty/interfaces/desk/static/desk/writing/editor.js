// The structured editor over a text area. The text area stays what is posted: the editor writes its text there.
import { parse, textOf } from "./markup.js";
import { blocksOf, nodesOf } from "./paper.js";
import { blocksOfHtml, LIMIT } from "./paste.js";
import { toolbar } from "./toolbar.js";

const MOST_CELLS = 10_000;

function extensionsOf(lib) {
  // A cell and an item hold plain paragraphs; Tab leaves a table at its end instead of growing it.
  const cell = (node) => node.extend({ content: "paragraph+" });
  return [
    lib.Document, lib.Paragraph, lib.Text, lib.History, lib.Dropcursor, lib.Gapcursor,
    lib.Heading.configure({ levels: [1, 2, 3] }),
    lib.BulletList, lib.OrderedList,
    lib.ListItem.extend({ content: "paragraph" }),
    lib.Table.extend({
      addKeyboardShortcuts() {
        return {
          Tab: () => this.editor.commands.goToNextCell(),
          "Shift-Tab": () => this.editor.commands.goToPreviousCell(),
        };
      },
    }).configure({ resizable: false }),
    lib.TableRow, cell(lib.TableHeader), cell(lib.TableCell),
  ];
}

// Blocks fit for where the cursor stands: a cell takes lines only.
function fit(editor, blocks) {
  if (!editor.isActive("table")) { return nodesOf(blocks); }
  const lines = blocks.flatMap((block) => {
    if (block.kind === "table") { return block.rows.map((row) => row.filter(Boolean).join(" ")); }
    return block.kind === "items" ? block.items : [block.text];
  });
  return nodesOf(lines.filter(Boolean).map((text) => ({ kind: "paragraph", text })));
}

function pasted(editor, data, tell) {
  const html = data.getData("text/html");
  if (html.includes("data-pm-slice")) { return false; }
  const plain = data.getData("text/plain");
  if (html.length > LIMIT || plain.length > LIMIT) {
    tell(`粘贴的内容有${Math.round(Math.max(html.length, plain.length) / 10000)}万字符，太大了，没有粘入，原文未动。请分段粘贴，或作附件。`);
    return true;
  }
  const blocks = html ? blocksOfHtml(html) : parse(plain);
  const cells = blocks.reduce((sum, block) => sum + (block.kind === "table" ? block.rows.length * block.rows[0].length : 0), 0);
  if (cells > MOST_CELLS) {
    tell(`粘贴的表格有${cells}格，超过${MOST_CELLS}格，没有粘入，原文未动。请把原表作附件，正文只写摘要。`);
    return true;
  }
  if (!blocks.length) {
    if (html || plain) { tell("粘贴的内容里没有文字，没有粘入。图片请作附件。"); }
    return true;
  }
  const nodes = fit(editor, blocks);
  const single = nodes.length === 1 && nodes[0].type === "paragraph";
  editor.chain().focus().insertContent(single ? nodes[0].content : nodes).run();
  tell(html ? "已粘入文字、标题、列表和表格，未带入原来的格式。" : "");
  return true;
}

// Turn one text area into an editor; `changed` is called after every change, with the text already in the area.
export function edit(lib, area, label, tell, changed) {
  const box = document.createElement("div");
  box.className = "ed";
  const surface = document.createElement("div");
  box.append(surface);
  area.after(box);
  let pending = 0;
  const editor = new lib.Editor({
    element: surface,
    injectCSS: false,
    extensions: extensionsOf(lib),
    content: { type: "doc", content: area.value.trim() ? nodesOf(parse(area.value)) : [{ type: "paragraph" }] },
    editorProps: {
      attributes: {
        role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id, class: "ed-text", spellcheck: "false",
        ...(area.getAttribute("aria-describedby") ? { "aria-describedby": area.getAttribute("aria-describedby") } : {}),
      },
      // Before the library looks at it: it would read the styles, which the page's policy forbids.
      handleDOMEvents: {
        paste: (view, event) => {
          const taken = Boolean(event.clipboardData) && pasted(editor, event.clipboardData, tell);
          if (taken) { event.preventDefault(); }
          return taken;
        },
      },
    },
  });
  const settle = () => {
    if (!pending) { return; }
    clearTimeout(pending);
    pending = 0;
    const text = textOf(blocksOf(editor.getJSON()));
    if (text !== area.value) { area.value = text; changed(); }
  };
  editor.on("update", () => {
    clearTimeout(pending);
    pending = setTimeout(() => {
      if (editor.view.composing) { pending = setTimeout(settle, 300); } else { settle(); }
    }, 200);
  });
  box.prepend(toolbar(editor, `${label.textContent.trim()}：编辑工具`));
  area.hidden = true;
  label.removeAttribute("for"); // the label names the editor now
  label.addEventListener("click", (event) => { event.preventDefault(); editor.commands.focus(); });
  area.addEventListener("written", () => {
    editor.commands.setContent({ type: "doc", content: area.value.trim() ? nodesOf(parse(area.value)) : [{ type: "paragraph" }] }, { emitUpdate: false });
  });
  return { editor, settle, box, insert: (text) => editor.chain().focus().insertContent(nodesOf(parse(text))[0].content).run() };
}

// Tools with words. One stop for Tab, arrows inside, Alt+F10 from the text, Escape back to it.

const TOOLS = [
  { label: "正文", on: (e) => e.isActive("paragraph") && !e.isActive("listItem"), run: (c) => c.clearNodes() },
  ...[1, 2, 3].map((level) => ({
    label: `${["一", "二", "三"][level - 1]}级标题`,
    on: (e) => e.isActive("heading", { level }), run: (c) => c.toggleHeading({ level }),
  })),
  { label: "列表", on: (e) => e.isActive("bulletList"), run: (c) => c.toggleBulletList() },
  { label: "编号", on: (e) => e.isActive("orderedList"), run: (c) => c.toggleOrderedList() },
  { label: "插入表格", outside: "table", run: (c) => c.insertTable({ rows: 3, cols: 3, withHeaderRow: true }) },
  { label: "加一行", inside: "table", run: (c) => c.addRowAfter() },
  { label: "加一列", inside: "table", run: (c) => c.addColumnAfter() },
  { label: "删本行", inside: "table", run: (c) => c.deleteRow() },
  { label: "删本列", inside: "table", run: (c) => c.deleteColumn() },
  { label: "表头", inside: "table", on: (e) => e.isActive("tableHeader"), run: (c) => c.toggleHeaderRow() },
  { label: "删除表格", inside: "table", run: (c) => c.deleteTable() },
  { label: "撤销", can: (e) => e.can().undo(), run: (c) => c.undo() },
  { label: "重做", can: (e) => e.can().redo(), run: (c) => c.redo() },
];

export function toolbar(editor, name) {
  const bar = document.createElement("div");
  bar.className = "ed-tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", name);
  const buttons = TOOLS.map((tool, n) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = tool.label;
    button.tabIndex = n === 0 ? 0 : -1;
    if (tool.on) { button.setAttribute("aria-pressed", "false"); }
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps its selection
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") !== "true") { tool.run(editor.chain().focus()).run(); }
    });
    bar.append(button);
    return button;
  });
  const shown = () => buttons.filter((button) => !button.hidden);
  const show = () => {
    TOOLS.forEach((tool, n) => {
      const button = buttons[n];
      button.hidden = Boolean((tool.inside && !editor.isActive(tool.inside)) || (tool.outside && editor.isActive(tool.outside)));
      if (tool.on) { button.setAttribute("aria-pressed", String(tool.on(editor))); }
      if (tool.can) { button.setAttribute("aria-disabled", String(!tool.can(editor))); }
    });
    if (!shown().some((button) => button.tabIndex === 0)) { buttons.forEach((button, n) => { button.tabIndex = n ? -1 : 0; }); }
  };
  bar.addEventListener("keydown", (event) => {
    const all = shown();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (event.key === "Escape") { editor.commands.focus(); return; }
    if (to === undefined) { return; }
    event.preventDefault();
    const next = all[(to + all.length) % all.length];
    buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
    next.focus();
  });
  editor.view.dom.addEventListener("keydown", (event) => {
    if (event.altKey && event.key === "F10") {
      event.preventDefault();
      (shown().find((button) => button.tabIndex === 0) || buttons[0]).focus();
    }
  });
  editor.on("transaction", show);
  show();
  return bar;
}

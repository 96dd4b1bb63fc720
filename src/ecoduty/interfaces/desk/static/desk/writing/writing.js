// The page on which somebody writes. Everything works without this file; with it, text areas become editors once the page
// stands, what is written is kept on the server every few seconds, and one sees who else is writing.
import { keeper } from "./keeping.js";

const form = document.querySelector("form[data-writing]");

async function start() {
  const said = document.querySelector("[data-said]");
  const tell = (sentence) => { said.textContent = sentence; };
  const keep = form.dataset.keep ? keeper(form) : null;
  const changed = () => { if (keep) { keep.changed(); } };
  form.addEventListener("input", changed);
  const [{ edit }, lib] = await Promise.all([import("./editor.js"), import(form.dataset.editor)]);
  const editors = new Map();
  for (const area of form.querySelectorAll("textarea[data-rich]")) {
    const label = form.querySelector(`label[for="${CSS.escape(area.id)}"]`);
    label.id = label.id || `${area.id}-label`;
    editors.set(area.id, edit(lib, area, label, tell, changed));
  }
  const settle = () => editors.forEach((one) => one.settle());
  form.addEventListener("submit", settle, true);
  window.addEventListener("pagehide", settle);
  if (keep) { keep.settleWith(settle); }
  form.querySelectorAll("[data-hint]").forEach((hint) => { hint.textContent = hint.dataset.hint; });
  document.addEventListener("click", (event) => insertFigure(event, editors, tell));
  form.dataset.ready = "1";
}

// 插入数据: the server answers with the words; without this script the same button posts the form.
async function insertFigure(event, editors, tell) {
  const button = event.target.closest("button[data-figure]");
  if (!button) { return; }
  event.preventDefault();
  const data = new FormData();
  data.set("figure", button.value);
  const answer = await fetch(form.dataset.figure, {
    method: "POST", body: data, headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" },
  }).catch(() => null);
  const found = answer && answer.ok ? await answer.json() : null;
  if (!found) { tell("数据没有取到，正文未动。请稍候再试。"); return; }
  const editor = editors.get(button.dataset.into);
  editor.insert(found.words);
  editor.settle();
  tell(`已插入：${found.words}`);
}

if (form) {
  const soon = window.requestIdleCallback || ((work) => setTimeout(work, 1));
  soon(() => start().catch(() => {
    document.querySelector("[data-said]").textContent = "编辑器没有打开，请直接在文本框里写，照样能保存。";
  }));
}

// 遮盖所选文字: puts the marks around what is selected, or takes them away where it lies in a marked stretch. The text area
// itself needs none of this: the marks can be typed.
const [OPEN, CLOSE] = ["⟦", "⟧"];

function show() { document.querySelectorAll("[data-withhold][hidden]").forEach((button) => { button.hidden = false; }); }

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-withhold]");
  if (!button) { return; }
  const area = document.getElementById(button.dataset.withhold);
  const { value, selectionStart: from, selectionEnd: to } = area;
  const opened = value.lastIndexOf(OPEN, from);
  const closed = value.indexOf(CLOSE, Math.max(to - 1, opened));
  const marked = opened >= 0 && closed >= 0 && !value.slice(opened, from).includes(CLOSE) && !value.slice(to, closed).includes(OPEN);
  area.focus();
  if (marked) {
    area.setRangeText(value.slice(opened + 1, closed), opened, closed + 1, "select");
  } else if (to > from) {
    area.setRangeText(OPEN + value.slice(from, to).replaceAll(OPEN, "").replaceAll(CLOSE, "") + CLOSE, from, to, "end");
  }
});
document.addEventListener("htmx:afterSwap", show);
show();

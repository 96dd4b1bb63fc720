// Small helps on top of pages that work without them. No page depends on this file.
(function () {
  "use strict";
  var composing = false;

  document.addEventListener("compositionstart", function () { composing = true; });
  // Where the Enter that ends a composition comes after its end, it bears the key code 229: no timer has to guess.
  document.addEventListener("compositionend", function () { composing = false; });

  // Enter that ends a composition chooses a word; it never sends a form.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.isComposing || composing || event.keyCode === 229)) {
      event.stopPropagation();
      if (event.target.tagName !== "TEXTAREA") { event.preventDefault(); }
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      var search = document.querySelector("[data-search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open], .dock > details[open]").forEach(function (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
  }, true);

  // On 工作台 the arrow keys go from what is to be done to what is to be done next; Enter does it. They are left alone
  // wherever else one stands: there they scroll.
  document.addEventListener("keydown", function (event) {
    var step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    var here = event.target.closest && event.target.closest("#work .row, #work .sum");
    if (!step || !here || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) { return; }
    var rows = Array.prototype.slice.call(document.querySelectorAll("#work .row"));
    var next = rows[rows.indexOf(here) + step];
    var act = next ? next.querySelector(".do .btn") || next.querySelector("a.t") : null;
    if (!act && step < 0) { act = document.querySelector("#work .sum .on"); }
    if (act) { event.preventDefault(); act.focus(); }
  });

  // A form that was sent is not sent again while its answer is under way.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post") { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    var button = event.submitter;
    if (button) { button.setAttribute("aria-disabled", "true"); }
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-disabled]").forEach(function (button) { button.removeAttribute("aria-disabled"); });
    });
  });

  // Menus close when something else is touched.
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open], .dock > details[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });

  // What went wrong is read out and seen first.
  var summary = document.querySelector("[data-focus]");
  if (summary) { summary.focus(); }

  // Filters answer as soon as something is chosen; the button stays for everybody else.
  document.addEventListener("change", function (event) {
    var form = event.target.closest("form[data-quick]");
    if (form && event.target.tagName === "SELECT" && !window.htmx) { form.requestSubmit(); }
  });
})();

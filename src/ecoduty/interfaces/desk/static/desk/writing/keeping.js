// Keeping what is written on the server, every few seconds while it changes, and saying who else writes. Nothing is stored
// on this machine: it may be shared. A lost connection is said and tried again; the text stays in the page.

const QUIET = 2500; // milliseconds after the last change
const BEAT = 20_000; // milliseconds between two signs of life
const RETRIES = [3000, 6000, 12_000, 30_000];

export function keeper(form) {
  const line = document.querySelector("[data-kept]");
  const trouble = document.querySelector("[data-trouble]");
  const others = document.querySelector("[data-others]");
  let settle = () => {};
  let unsaved = false;
  let timer = 0;
  let failed = 0;
  let sending = false;
  let over = false;

  const plan = (wait) => { clearTimeout(timer); if (!over) { timer = setTimeout(send, wait); } };

  async function send() {
    if (sending || over) { return; }
    settle();
    sending = true;
    const carried = unsaved;
    const data = carried ? new FormData(form) : new FormData();
    if (!carried) { data.set("base", form.elements.base.value); }
    unsaved = false;
    try {
      const answer = await fetch(form.dataset.keep, {
        method: "POST", body: data, headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, Accept: "application/json" },
        redirect: "error",
      });
      if (answer.status >= 500) { throw new Error(String(answer.status)); }
      const said = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
      failed = 0;
      if (answer.ok) { show(said); } else {
        unsaved = unsaved || carried;
        stop(said.sentence || "登录已过期，暂存停了。文字还在本页：请另开窗口登录，再回来保存。", answer.status);
      }
    } catch {
      unsaved = unsaved || carried;
      failed += 1;
      trouble.textContent = "连不上平台，最近写的还没有暂存。文字还在本页，正在重试，请不要关闭页面。";
    }
    sending = false;
    plan(failed ? RETRIES[Math.min(failed, RETRIES.length) - 1] : unsaved ? QUIET : BEAT);
  }

  function show(said) {
    trouble.textContent = "";
    if (said.kept) { line.textContent = said.kept; }
    if (others.textContent !== said.others) { others.textContent = said.others; }
  }

  function stop(sentence, status) {
    trouble.textContent = sentence;
    over = [401, 403, 404, 409].includes(status);
  }

  window.addEventListener("beforeunload", (event) => { if (unsaved && failed) { event.preventDefault(); } });
  document.addEventListener("visibilitychange", () => { if (document.hidden && unsaved) { plan(0); } });
  form.addEventListener("submit", () => { unsaved = false; over = true; clearTimeout(timer); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) { over = false; plan(BEAT); } });
  plan(BEAT);
  return {
    changed: () => { unsaved = true; plan(failed ? RETRIES[0] : QUIET); },
    settleWith: (work) => { settle = work; },
  };
}

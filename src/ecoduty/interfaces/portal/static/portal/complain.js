// 我要举报: a draft that outlives a lost connection, and the riddle that shows a person's browser at work. The page works without.
(() => {
  "use strict";
  const KEY = "ecoduty-complaint";
  const KEPT = ["category", "district", "place", "text"]; // never who writes
  const store = {
    get() { try { return JSON.parse(localStorage.getItem(KEY) || "null"); } catch { return null; } },
    set(value) { try { localStorage.setItem(KEY, JSON.stringify(value)); } catch { /* full or forbidden: no draft then */ } },
    drop() { try { localStorage.removeItem(KEY); } catch { /* nothing there */ } },
  };

  function keepDraft(form) {
    const field = (name) => form.elements.namedItem(name);
    const draft = store.get();
    const note = form.querySelector("[data-draft-note]");
    if (form.dataset.draft === "fresh" && draft && draft.text) {
      for (const name of KEPT) if (field(name) && draft[name]) field(name).value = draft[name];
      note.hidden = false;
      note.querySelector("button").addEventListener("click", () => {
        store.drop();
        for (const name of KEPT) if (field(name)) field(name).value = "";
        note.hidden = true;
      });
    }
    const keep = () => store.set(Object.fromEntries(KEPT.map((name) => [name, field(name) ? field(name).value : ""])));
    form.addEventListener("input", keep);
    form.addEventListener("change", keep);
    form.addEventListener("submit", (event) => {
      keep();
      if (navigator.onLine === false) {
        event.preventDefault();
        form.querySelector("[data-offline]").hidden = false;
        form.querySelector("[data-offline]").focus();
      }
    });
  }

  function solve(form) {
    const proof = form.elements.namedItem("proof");
    const nonce = form.dataset.nonce, bits = Number(form.dataset.bits);
    const words = document.querySelector("[data-solving]");
    let waiting = null, counter = 0;
    if (words) words.hidden = false;
    form.addEventListener("submit", (event) => {
      if (proof.value || !event.submitter || event.submitter.value !== "send") return;
      event.preventDefault();
      waiting = event.submitter;
    });
    const step = () => {
      const until = performance.now() + 25;
      while (performance.now() < until) {
        for (let n = 0; n < 200; n += 1, counter += 1) {
          if (zeroBits(`${nonce}:${counter}`) >= bits) {
            proof.value = String(counter);
            if (words) words.hidden = true;
            if (waiting) form.requestSubmit(waiting);
            return;
          }
        }
      }
      setTimeout(step, 0);
    };
    step();
  }

  // SHA-256 of one block: crypto.subtle is not there on pages without TLS, and a promise for each try would be far slower.
  const K = new Int32Array(64), W = new Int32Array(64);
  const START = new Int32Array(8);
  {
    const fraction = (value) => ((value - Math.floor(value)) * 4294967296) | 0;
    let found = 0;
    for (let n = 2; found < 64; n += 1) {
      let prime = true;
      for (let d = 2; d * d <= n; d += 1) if (n % d === 0) prime = false;
      if (!prime) continue;
      if (found < 8) START[found] = fraction(Math.sqrt(n));
      K[found] = fraction(Math.cbrt(n));
      found += 1;
    }
  }
  function zeroBits(text) {
    W.fill(0, 0, 16);
    for (let n = 0; n < text.length; n += 1) W[n >> 2] |= text.charCodeAt(n) << (24 - 8 * (n & 3));
    W[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
    W[15] = text.length * 8;
    for (let n = 16; n < 64; n += 1) {
      const x = W[n - 15], y = W[n - 2];
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      W[n] = (W[n - 16] + s0 + W[n - 7] + s1) | 0;
    }
    let a = START[0], b = START[1], c = START[2], d = START[3], e = START[4], f = START[5], g = START[6], h = START[7];
    for (let n = 0; n < 64; n += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[n] + W[n]) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
    }
    return Math.clz32((START[0] + a) | 0); // of a signed number: an unsigned one is compiled anew at every call, forty times slower
  }

  // At the end: what is above has to stand before anything runs.
  const writing = document.querySelector("form[data-draft]");
  if (writing) keepDraft(writing);
  if (document.querySelector("[data-sent]")) store.drop();
  const sending = document.querySelector("form[data-nonce]");
  if (sending) solve(sending);
})();

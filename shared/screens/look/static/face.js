/* The second screen: shows what /face/now says, sends what is touched, and keeps nothing when the visit is over. */
const face = document.getElementById("face");
const late = document.getElementById("late");
const changed = document.getElementById("changed");
const LATE = 15000; // without an answer for so long nothing is left standing: the end of the visit may be missed
let turn = "";
let heard = Date.now();
let reading = false;

function wipe() {
  speechSynthesis?.cancel();
  face.replaceChildren();
  turn = "";
}

function leave() {
  wipe();
  window.madoguchiForgetView?.();
  location.replace("/face"); // over this page in the history, and out of its memory
}

function show(html, language) {
  const before = face.querySelector("main");
  const [stage, at] = [before?.dataset.stage, before?.dataset.at];
  const focused = face.contains(document.activeElement) ? document.activeElement : null;
  const touched = focused?.dataset.touch && `[data-touch="${focused.dataset.touch}"][data-yes="${focused.dataset.yes}"]`;
  face.innerHTML = html;
  document.documentElement.lang = language === "en" ? "en" : "ja";
  document.documentElement.dataset.language = language;
  for (const line of face.querySelectorAll("[data-p]")) line.style.setProperty("--p", `${line.dataset.p}%`);
  const main = face.querySelector("main");
  if (main.dataset.stage !== stage || main.dataset.at !== at) {
    stopReading();
    scrollTo(0, 0);
    if (stage) face.querySelector("#top")?.focus({ preventScroll: true });
  } else if (touched) {
    (face.querySelector(`${touched}:not([disabled])`) ?? face.querySelector("#top"))?.focus({ preventScroll: true });
  }
  sight();
  voice();
}

/* The next size and the other contrast stand on the buttons; view.js does what they say. */
function sight() {
  const root = document.documentElement;
  const [larger, contrast] = [face.querySelector("[data-larger]"), face.querySelector("[data-contrast]")];
  if (!larger) return;
  larger.dataset.mgSet = `size:${(Number(root.dataset.size || 0) + 1) % 4}`;
  contrast.dataset.mgSet = root.dataset.view === "contrast" ? "contrast:off" : "contrast:on";
  contrast.setAttribute("aria-pressed", String(root.dataset.view === "contrast"));
  larger.removeAttribute("aria-pressed");
}

/* Reading aloud: only where the browser has a voice of the language. */
function voiceOf(language) {
  return window.speechSynthesis?.getVoices().find((one) => one.lang.toLowerCase().startsWith(language));
}

function voice() {
  const button = face.querySelector("[data-read]");
  if (button) button.hidden = !voiceOf(document.documentElement.lang);
}

function stopReading() {
  if (reading) speechSynthesis.cancel();
  reading = false;
}

/* Readings in place of what they stand over: a voice guesses names wrong. */
function spoken(part) {
  const copy = part.cloneNode(true);
  for (const ruby of copy.querySelectorAll("ruby")) ruby.replaceWith(ruby.querySelector("rt").textContent);
  return copy.textContent.trim().replace(/\s+/g, " ");
}

function read() {
  if (reading) return stopReading();
  const language = document.documentElement.lang;
  const words = [...face.querySelectorAll("[data-say]")].map(spoken).filter(Boolean);
  reading = true;
  words.forEach((text, n) => {
    const one = new SpeechSynthesisUtterance(text);
    one.voice = voiceOf(language);
    one.lang = language === "en" ? "en-US" : "ja-JP";
    one.rate = 0.9;
    if (n === words.length - 1) one.onend = () => { reading = false; };
    speechSynthesis.speak(one);
  });
}

async function send(button) {
  const { touch, yes, note, version } = button.dataset;
  const fields = new URLSearchParams({ kind: touch, yes, note: note || "", version: version || "0" });
  for (const one of face.querySelectorAll("[data-touch]")) one.disabled = true; // one touch, one answer
  try {
    const answer = await fetch("/face/touch", { method: "POST", body: fields, cache: "no-store" });
    if (answer.status === 410) return leave();
    changed.hidden = answer.status !== 409;
    if (!changed.hidden) setTimeout(() => { changed.hidden = true; }, 8000);
  } catch {
    late.hidden = false;
  }
  turn = ""; // the buttons come back with the next drawing
  poll.abort();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-touch], [data-read], [data-mg-set]");
  if (button?.dataset.touch) send(button);
  else if (button && "read" in button.dataset) read();
  else if (button) setTimeout(sight);
});
window.speechSynthesis?.addEventListener?.("voiceschanged", voice);
addEventListener("pagehide", wipe); // neither "back" nor a picture of the page brings anything back

let poll = new AbortController();

async function listen() {
  const asked = new AbortController();
  const limit = setTimeout(() => asked.abort(), LATE);
  poll = asked;
  try {
    const answer = await fetch(`/face/now?turn=${turn}`, { cache: "no-store", signal: asked.signal });
    if (answer.status === 410) return leave();
    if (answer.status === 200) {
      const html = await answer.text();
      turn = answer.headers.get("x-face-turn");
      show(html, answer.headers.get("x-face-language"));
    }
    if (answer.ok) {
      heard = Date.now();
      late.hidden = true;
    }
    setTimeout(listen, answer.ok ? 0 : 1000);
  } catch {
    if (Date.now() - heard > LATE) {
      wipe();
      late.hidden = false;
    }
    setTimeout(listen, turn === "" && Date.now() - heard < 1000 ? 0 : 500);
  } finally {
    clearTimeout(limit);
  }
}

listen();

/* Nobody touches the page any more: ask, then leave it or cover it. See idle.py. */
const state = (window.madoguchiIdle ??= { last: Date.now(), bound: false, over: false });

function touched() {
  if (!state.over) state.last = Date.now();
}

function bind() {
  if (state.bound) return;
  state.bound = true;
  for (const name of ["pointerdown", "keydown", "touchstart", "wheel"]) {
    addEventListener(name, touched, { capture: true, passive: true });
  }
}

function text(kind, words) {
  const element = document.createElement(kind);
  element.textContent = words;
  return element;
}

/* The question: a dialog over everything, the page below cannot be reached. */
function question(words, goOn) {
  const box = document.createElement("div");
  box.className = "mg-ask";
  box.hidden = true;
  const say = document.createElement("div");
  say.className = "say";
  say.setAttribute("role", "alertdialog");
  say.setAttribute("aria-modal", "true");
  say.setAttribute("aria-labelledby", "mg-ask-title");
  say.setAttribute("aria-describedby", "mg-ask-left");
  const title = text("h2", words.title);
  title.id = "mg-ask-title";
  const left = text("p", "");
  left.id = "mg-ask-left";
  left.setAttribute("aria-live", "polite");
  const button = text("button", words.goOn);
  button.type = "button";
  button.className = "mg-btn main";
  button.addEventListener("click", goOn);
  say.append(title, left, button);
  box.append(say);
  return { box, left, button };
}

function cover(words) {
  const box = document.createElement("div");
  box.className = "mg-cover";
  box.setAttribute("role", "status");
  const say = document.createElement("div");
  say.className = "say";
  const mark = document.createElement("i");
  mark.className = "mg-mark";
  mark.setAttribute("aria-hidden", "true");
  say.append(mark, text("h1", words.coverTitle), text("p", words.coverBody));
  const lake = document.createElement("i");
  lake.className = "mg-lake";
  lake.setAttribute("aria-hidden", "true");
  box.append(say, lake);
  return box;
}

/* The server has drawn what follows: nothing of the case is below the cover any more. */
function uncover() {
  document.querySelectorAll("body > .mg-cover").forEach((old) => old.remove());
}

const root = () => document.getElementById("root");

export default function ({ data, setTriggerValue }) {
  bind();
  state.over = false;
  uncover();
  let before = null;
  const asked = question(data.words, () => { touched(); hide(); });
  document.body.append(asked.box);

  function show(left) {
    const words = data.words.left.replace("{seconds}", String(left));
    if (asked.left.textContent !== words && (asked.box.hidden || left % 10 === 0 || left <= 5)) {
      asked.left.textContent = words;
    }
    if (!asked.box.hidden) return;
    asked.box.hidden = false;
    before = document.activeElement;
    root().inert = true;
    asked.button.focus();
  }

  function hide() {
    if (asked.box.hidden) return;
    asked.box.hidden = true;
    root().inert = false;
    if (before && before.isConnected) before.focus();
  }

  function over() {
    state.over = true;
    clearInterval(clock);
    asked.box.hidden = true;
    root().inert = true;
    if (data.then === "cover") document.body.append(cover(data.words));
    else if (window.madoguchiForgetView) window.madoguchiForgetView();
    setTriggerValue("over", Date.now());
    if (data.then === "leave") setTimeout(() => location.replace(data.home), 300);
  }

  const clock = setInterval(() => {
    const left = Math.ceil(data.seconds - (Date.now() - state.last) / 1000);
    if (left <= 0) over();
    else if (left <= data.warn) show(left);
    else hide();
  }, 250);

  return () => {
    clearInterval(clock);
    asked.box.remove();
    root().inert = false;
    uncover();
  };
}

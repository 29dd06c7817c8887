/* Focus after a drawing, links of the error summary, attributes that Streamlit cannot set. See focus.py. */
const state = (window.madoguchiFocus ??= { token: null, attributes: {}, bound: false, went: null });

const classOf = (key) => "st-key-" + key.trim().replace(/[^a-zA-Z0-9_-]/g, "-");
const boxOf = (key) => document.getElementsByClassName(classOf(key))[0] || null;

/* The element that carries a field's attributes: the group of a radio, else the control itself. */
function carrier(box) {
  return box.querySelector("[role=radiogroup]") || control(box);
}

/* The element that takes the focus. */
function control(box) {
  return box.querySelector("input[type=radio]:checked") || box.querySelector("input[type=radio]")
    || box.querySelector("input:not([type=file]):not([tabindex='-1'])") || box.querySelector("textarea")
    || box.querySelector("[role=combobox]") || box.querySelector("button") || box.querySelector("input");
}

function dress() {
  for (const [key, values] of Object.entries(state.attributes)) {
    const box = boxOf(key);
    const element = box && carrier(box);
    if (!element) continue;
    for (const [name, value] of Object.entries(values)) {
      if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    }
  }
}

function undress(before, after) {
  for (const [key, values] of Object.entries(before)) {
    const box = boxOf(key);
    const element = box && carrier(box);
    if (!element) continue;
    for (const name of Object.keys(values)) if (!after[key] || !(name in after[key])) element.removeAttribute(name);
  }
}

const WRITTEN = "input:not([type=radio]):not([type=checkbox]):not([type=file]), textarea";

/* On a slow device people are in a field of the new screen before we are: what they type must not go astray. */
function note(element) {
  if (element && element.matches(WRITTEN)) state.went = { element, at: location.href };
}

function writing() {
  return state.went !== null && state.went.element === document.activeElement && state.went.at === location.href;
}

/* A drawing may replace the heading just after it got the focus: look again a little later, unless the person moved. */
function move(target) {
  let moved = false;
  const person = () => { moved = true; };
  const events = ["pointerdown", "keydown", "input"];
  events.forEach((name) => addEventListener(name, person, { capture: true, passive: true }));
  let last = null;
  function attempt() {
    moved ||= document.documentElement.matches(":active"); // what moves under a press loses it
    if (moved || (target !== "#errors" && writing())) return;
    const element = document.querySelector(target);
    if (!element || (element === last && document.activeElement === element)) return;
    last = element;
    if (!element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
    const main = document.querySelector("[data-testid=stMain]");
    if (main) main.scrollTo(0, 0);
    element.focus({ preventScroll: true });
    if (element.getBoundingClientRect().top > innerHeight / 2) element.scrollIntoView({ block: "start" });
  }
  requestAnimationFrame(attempt);
  for (const later of [80, 200, 450, 900]) setTimeout(attempt, later);
  setTimeout(() => events.forEach((name) => removeEventListener(name, person, { capture: true })), 1000);
}

function bind() {
  if (state.bound) return;
  state.bound = true;
  note(document.activeElement);
  document.addEventListener("focusin", (event) => note(event.target), true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest(".mg-errs a[href^='#']");
    if (!link) return;
    const key = decodeURIComponent(link.getAttribute("href").slice(1));
    const box = boxOf(key);
    const element = (box && control(box)) || document.getElementById(key);
    if (!element) return;
    event.preventDefault();
    (box || element).scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
  }, true);
  let planned = false;
  new MutationObserver(() => {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => { planned = false; dress(); });
  }).observe(document.body, { subtree: true, childList: true });
}

export default function ({ data }) {
  bind();
  undress(state.attributes, data.attributes);
  state.attributes = data.attributes;
  dress();
  if (state.token !== data.token) {
    state.token = data.token;
    move(data.target);
  }
}

/* Links within the app, printing, copying, closing at once, labels. See links.py. */
const state = (window.madoguchiLinks ??= { bound: false });

/* Streamlit draws the page of an address again when the browser goes back or forth: we say that it did. */
function move(address) {
  history.pushState({}, "", address);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}

function within(address) {
  return address.origin === location.origin && address.pathname === "/" && location.pathname === "/";
}

function plain(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
}

function follow(event, link) {
  const address = new URL(link.getAttribute("href"), location.href);
  if (link.hasAttribute("data-mg-close")) {
    event.preventDefault();
    location.replace(address.href);
  } else if (plain(event) && !link.target && !link.hash && within(address)) {
    event.preventDefault();
    move(address.pathname + address.search);
  }
}

async function copy(button) {
  const words = button.querySelector("span") || button;
  try {
    await navigator.clipboard.writeText(button.dataset.mgCopy);
  } catch {
    const field = document.createElement("textarea");
    field.value = button.dataset.mgCopy;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (!done) return;
  }
  words.setAttribute("role", "status");
  words.textContent = button.dataset.mgCopied;
}

/* A click on a label that we drew goes to its field, as with any label. */
function focusField(label) {
  const box = label.closest("[class*=st-key-field_],[class*=st-key-bad_]");
  const field = box && box.querySelector("input:not([type=file]), textarea");
  if (field) field.focus();
}

/* A line that loses the focus may become lower while the button of the mouse is down: then what was pressed has
   slipped away below the pointer, and the browser tells of a click beside it. */
let down = null;
function hold(event) {
  down = { link: event.target.closest?.("a[href]"), x: event.clientX, y: event.clientY };
}

function slipped(event) {
  const held = down;
  down = null;
  if (!held?.link?.isConnected || held.link.contains(event.target)) return null;
  return Math.hypot(event.clientX - held.x, event.clientY - held.y) < 8 ? held.link : null;
}

function press(event) {
  const at = (selector) => event.target.closest && event.target.closest(selector);
  const link = at("a[href]");
  const pressed = slipped(event);
  if (pressed && event.detail) return pressed.click();
  if (link) return follow(event, link);
  const copied = at("[data-mg-copy]");
  if (copied) return void copy(copied);
  if (at("[data-mg-print]")) return window.print();
  const label = at(".mg-label");
  if (label) focusField(label);
  const open = document.querySelector(".mg-sight[open]");
  if (open && !open.contains(event.target)) open.removeAttribute("open");
}

function submit(event) {
  const form = event.target;
  if (!form.matches(".mg-search")) return;
  event.preventDefault();
  const words = new URLSearchParams(new FormData(form)).toString();
  move(`/?${words}`);
}

export default function () {
  if (state.bound) return;
  state.bound = true;
  document.addEventListener("pointerdown", hold, true);
  document.addEventListener("click", press);
  document.addEventListener("submit", submit);
}

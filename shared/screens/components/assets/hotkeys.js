/* Lines of a form without a mouse: Enter, digits, first letters. See hotkeys.py. Listeners are bound once a page. */
const PATIENCE = 4000; // milliseconds to wait for the drawing that an answer brings
const state = (window.madoguchiKeys ??= { token: null, area: "", options: {}, must: [], decide: [], bound: false, held: "", left: null });

const MAIN = "[class*=st-key-next_] button, [class*=st-key-keep_] button"; // of the form, or of one item of a list
const classOf = (key) => "st-key-" + key.trim().replace(/[^a-zA-Z0-9_-]/g, "-");
const boxOf = (key) => document.getElementsByClassName(classOf(key))[0] || null;
const areaOf = () => (state.area ? boxOf(state.area) : null);

/* One stop for each field: of a choice its marked option, or the first. */
function stops() {
  const area = areaOf();
  if (!area) return [];
  const groups = new Set();
  const found = [];
  for (const element of area.querySelectorAll("input, textarea, [data-testid^=stBaseButton]")) {
    if (element.disabled || element.tabIndex < 0 && element.type !== "radio" || element.type === "file") continue;
    if (element.offsetParent === null && element.type !== "radio" && element.type !== "checkbox") continue;
    if (element.tagName === "BUTTON" && element.closest("[class*=st-key-places_]")) continue;
    if (element.type === "radio") {
      const group = element.closest("[role=radiogroup]");
      if (groups.has(group)) continue;
      groups.add(group);
      found.push(group.querySelector("input:checked") || element);
    } else found.push(element);
  }
  const main = document.querySelector(MAIN);
  return main ? [...found, main] : found;
}

function indexOf(list, element) {
  const group = element.closest && element.closest("[role=radiogroup]");
  return list.findIndex((one) => one === element || (group && group.contains(one)));
}

/* The key of the field in which an element stands: a drawing may replace the element, not the key. */
function keyOf(element) {
  const box = element.closest?.("[class*=st-key-q_], [class*=st-key-next_], [class*=st-key-add_], [class*=st-key-keep_]");
  return box ? [...box.classList].find((name) => /^st-key-(q|next|add|keep)_/.test(name)) : "";
}

function isOpen(element) {
  if (!state.must.some((key) => boxOf(key)?.contains(element))) return false;
  if (element.tagName === "BUTTON") return true; // a list that must have an item and has none
  if (element.type === "radio") return !element.closest("[role=radiogroup]").querySelector("input:checked");
  if (element.type === "checkbox") return !element.checked;
  if (element.getAttribute("role") === "combobox") return !comboFilled(element);
  return !element.value;
}

const comboFilled = (element) => !!element.value
  || !!element.closest("[data-baseweb=select]")?.querySelector("[value]:not([value=''])");

/* Forward: the next line that must still be filled, then one that was passed over, at last the main button. */
function neighbour(list, at, by) {
  if (by < 0) return list[at - 1];
  return list.slice(at + 1, -1).find(isOpen) || list.slice(0, at).find(isOpen) || list.at(-1);
}

function step(from, by) {
  const list = stops();
  const at = indexOf(list, from);
  const next = at < 0 ? null : neighbour(list, at, by);
  if (!next) return false;
  state.left = by > 0 ? { key: keyOf(from) } : null;
  enterField(next);
  return true;
}

function enterField(next) {
  state.held = keyOf(next);
  next.focus({ preventScroll: true });
  if (next.select && (next.type === "text" || next.type === "tel" || next.type === "email")) next.select();
  next.closest("[class*=st-key-line_]")?.scrollIntoView({ block: "nearest" });
  const box = next.getBoundingClientRect();
  if (box.bottom > innerHeight - 80 || box.top < 140) next.scrollIntoView({ block: "center" });
}

/* The drawing that an answer was waited for has come. */
function drawn() {
  if (state.left?.waits) state.left.waits = false;
  keepPlace(true);
}

/* After a drawing: lines may have come in below the one that was left, or the one with the focus was drawn anew. */
function keepPlace(after) {
  const list = areaOf() ? stops() : [];
  if (!list.length || state.left?.waits) return;
  if (state.left) {
    const at = list.findIndex((one) => keyOf(one) === state.left.key);
    const next = at < 0 ? null : neighbour(list, at, 1);
    const now = indexOf(list, document.activeElement);
    if (next && (now < 0 || now === at && after || list.indexOf(next) < now)) enterField(next);
  } else if (state.held && document.activeElement === document.body && !pressing()) {
    const same = list.find((one) => keyOf(one) === state.held);
    if (same) enterField(same);
  }
}

/* The options of the choice in which the focus is, and the characters that choose each. */
function choose(element, key) {
  const group = element.closest("[role=radiogroup]");
  if (!group) return false;
  const radios = [...group.querySelectorAll("input[type=radio]")];
  if (/^[1-9]$/.test(key)) {
    const picked = radios[Number(key) - 1];
    return picked ? pick(picked) && goOn(picked) : false;
  }
  const owner = Object.keys(state.options).find((name) => boxOf(name)?.contains(group));
  const words = owner ? state.options[owner] : [];
  const wanted = key.toLowerCase();
  const fitting = radios.filter((radio, index) => (words[index] || "").includes(wanted));
  if (!fitting.length) return false;
  const picked = fitting[(fitting.findIndex((radio) => radio.checked) + 1) % fitting.length];
  pick(picked);
  return fitting.length > 1 || goOn(picked);
}

/* By click: the browser's own toggle comes only when the key is let go, and then the focus is elsewhere. */
function pick(option) {
  option.focus();
  option.click();
  return true;
}

/* One key that says all leads on by itself; where the answer brings new lines, `keepPlace` leads back to them. */
function goOn(element) {
  const decides = state.decide.some((key) => boxOf(key)?.contains(element));
  if (!decides) setTimeout(() => step(element, 1), 0);
  else {
    state.left = { key: keyOf(element), waits: true };
    setTimeout(() => { if (state.left?.waits && state.left.key === keyOf(element)) step(element, 1); }, PATIENCE);
  }
  return true;
}

function press(selector) {
  const button = document.querySelector(selector);
  if (!button) return false;
  button.focus();
  button.click();
  return true;
}

/* With a Japanese input method on, the browser says "Process": then the key's place on the keyboard counts. */
function letter(event) {
  if (event.key.length === 1) return event.key;
  const place = /^(?:Key([A-Z])|(?:Digit|Numpad)([0-9]))$/.exec(event.key === "Process" ? event.code : "");
  return place ? (place[1] || place[2]).toLowerCase() : "";
}

function onKey(event) {
  const element = event.target;
  if (event.isTrusted && !["Shift", "Control", "Alt", "Meta"].includes(event.key)) state.left = null;
  if (event.isComposing || event.keyCode === 229 && element.type !== "radio" || event.altKey || event.metaKey) return;
  if (event.key === "F8" && press(".st-key-band_end button")) return event.preventDefault();
  if (!areaOf()?.contains(element) && !element.closest?.(MAIN)) return;
  let done = false;
  if (event.key === "Enter") done = enter(event, element);
  else if (element.type === "checkbox" && event.key === " " && !element.checked) done = pick(element) && goOn(element);
  else if (element.type === "radio" && !event.ctrlKey) done = choose(element, letter(event));
  if (!done) return;
  event.preventDefault();
  event.stopPropagation();
}

function enter(event, element) {
  const long = element.tagName === "TEXTAREA";
  if (event.ctrlKey && !long) return press(MAIN);
  if (long && !event.ctrlKey) return false;
  if (element.tagName === "BUTTON") return event.shiftKey ? step(element, -1) : false;
  if (element.getAttribute("role") === "combobox" && element.getAttribute("aria-expanded") === "true") return false;
  return step(element, event.shiftKey ? -1 : 1);
}

function bind() {
  if (state.bound) return;
  state.bound = true;
  addEventListener("keydown", onKey, true);
  addEventListener("pointerdown", () => { state.left = null; }, true);
  addEventListener("focusin", (event) => { if (areaOf()?.contains(event.target)) state.held = keyOf(event.target); }, true);
  let planned = false;
  new MutationObserver(() => {
    if (planned || !state.area) return;
    planned = true;
    requestAnimationFrame(() => { planned = false; keepPlace(); });
  }).observe(document.body, { subtree: true, childList: true });
}

/* On a slow machine people press before this script has come: what moves under a press loses it. */
const pressing = () => document.documentElement.matches(":active");

/* The first line below the heading that is named, or the first that must be filled; again while it is being drawn. */
function begin(start) {
  let moved = document.querySelector(".mg-errs") !== null;
  const person = () => { moved = true; };
  const events = ["pointerdown", "keydown"];
  events.forEach((name) => addEventListener(name, person, { capture: true, passive: true, once: true }));
  const attempt = () => {
    moved ||= pressing();
    if (!moved) goToStart(start);
  };
  for (const later of [0, 150, 400, 900]) setTimeout(attempt, later);
  setTimeout(() => events.forEach((name) => removeEventListener(name, person, { capture: true })), 1000);
}

function goToStart(start) {
  const list = stops().filter((element) => element.tagName !== "BUTTON");
  const heading = start && document.getElementById(start);
  const after = (one) => heading.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
  const first = heading ? list.find(after) : list.find(isOpen) || list[0];
  if (!first || keyOf(first) === keyOf(document.activeElement)) return;
  enterField(first);
  (first.closest("[class*=st-key-line_]") || first).scrollIntoView({ block: heading ? "center" : "nearest" });
}

export default function ({ data }) {
  if (data.area === undefined) return bind(); // a page whose only key is F8
  Object.assign(state, { area: data.area, options: data.options, must: data.must, decide: data.decide });
  bind();
  if (state.token !== data.token) {
    state.token = data.token;
    requestAnimationFrame(() => begin(data.start));
  }
  requestAnimationFrame(drawn); // what must be filled comes after the lines themselves
  return () => { state.area = ""; };
}

/* Lines of YAML in a text area: line numbers, and the words that the format allows where the cursor stands. See lines.py. */
const mounted = new WeakMap();
const MOST = 8;

const boxOf = (key) => document.getElementsByClassName("st-key-" + key.replace(/[^a-zA-Z0-9_-]/g, "-"))[0] || null;

/* What is being written: {start, word, choices}; null where nothing is to be offered. */
function offered(data, text, at) {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  const value = /(?:^|[\s{,])([a-z_]+):[ ]+([A-Za-z0-9_]*)$/.exec(line);
  if (value) {
    const choices = (data.values[value[1]] || []).map((word) => ({ word, about: "" }));
    return narrowed(choices, value[2], at);
  }
  const key = /(?:^\s*(?:- )?|[{,]\s*)([a-z_]+)$/.exec(line);
  return key ? narrowed(data.keys.map(([word, about]) => ({ word, about, end: ": " })), key[1], at) : null;
}

function narrowed(choices, word, at) {
  const found = choices.filter((one) => one.word.startsWith(word) && one.word !== word).slice(0, MOST);
  return found.length ? { start: at - word.length, choices: found } : null;
}

class Lines {
  constructor() {
    this.list = document.createElement("ul");
    this.list.className = "mg-offers";
    this.list.id = "mg-offers";
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    this.numbers = document.createElement("div");
    this.numbers.className = "mg-numbers";
    this.numbers.setAttribute("aria-hidden", "true");
    this.listen = { input: () => this.show(), keydown: (event) => this.key(event), scroll: () => this.scroll(), blur: () => this.hide() };
  }

  update(data) {
    this.data = data;
    this.list.setAttribute("aria-label", data.title);
    this.look();
    this.watch ??= setInterval(() => this.look(), 400); // Streamlit may draw the field anew
  }

  look() {
    const box = boxOf(this.data.area);
    const area = box && box.querySelector("textarea");
    if (!area || area === this.area) return;
    this.area = area;
    area.setAttribute("wrap", "off");
    area.setAttribute("aria-controls", "mg-offers");
    for (const [name, hear] of Object.entries(this.listen)) area.addEventListener(name, hear);
    area.parentElement.classList.add("mg-numbered");
    area.parentElement.prepend(this.numbers);
    area.parentElement.append(this.list);
    const style = getComputedStyle(area);
    for (const name of ["fontFamily", "fontSize", "lineHeight", "paddingTop"]) this.numbers.style[name] = style[name];
    this.high = parseFloat(style.lineHeight);
    if (this.data.line > 3) area.scrollTop = (this.data.line - 3) * this.high;
    this.lines = 0;
    this.count();
  }

  count() {
    const lines = this.area.value.split("\n").length;
    if (lines === this.lines) return;
    this.lines = lines;
    this.numbers.textContent = Array.from({ length: lines }, (_, n) => n + 1).join("\n");
    this.scroll();
  }

  scroll() {
    this.numbers.scrollTop = this.area.scrollTop;
  }

  show() {
    this.count();
    const { value, selectionStart, selectionEnd } = this.area;
    this.offer = selectionStart === selectionEnd ? offered(this.data, value, selectionStart) : null;
    this.chosen = -1;
    this.list.hidden = !this.offer;
    if (this.offer) this.place();
    this.list.replaceChildren(...(this.offer ? this.offer.choices.map((one, n) => this.item(one, n)) : []));
  }

  /* Below the line that is written; in the lower half of the field above it. */
  place() {
    const before = this.area.value.slice(0, this.area.selectionStart).split("\n").length;
    const top = before * this.high - this.area.scrollTop;
    const below = top < this.area.clientHeight / 2;
    this.list.style.top = below ? `${top + this.high / 2}px` : "auto";
    this.list.style.bottom = below ? "auto" : `${this.area.clientHeight - top + this.high / 2}px`;
  }

  item(one, n) {
    const item = document.createElement("li");
    item.id = `mg-offer-${n}`;
    item.setAttribute("role", "option");
    const word = document.createElement("b");
    word.textContent = one.word;
    item.append(word, one.about ? ` ${one.about}` : "");
    item.addEventListener("pointerdown", (event) => { event.preventDefault(); this.take(one); });
    return item;
  }

  hide() {
    this.offer = null;
    this.list.hidden = true;
    this.area?.removeAttribute("aria-activedescendant");
  }

  /* An arrow leads into the list; only then is Enter a choice and no new line. */
  key(event) {
    if (event.isComposing || !this.offer) return;
    const last = this.offer.choices.length - 1;
    if (event.key === "Escape") this.hide();
    else if (event.key === "ArrowDown") this.choose(Math.min(this.chosen + 1, last));
    else if (event.key === "ArrowUp" && this.chosen >= 0) this.choose(Math.max(this.chosen - 1, 0));
    else if (event.key === "Enter" && this.chosen >= 0) this.take(this.offer.choices[this.chosen]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  choose(n) {
    this.chosen = n;
    [...this.list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === n)));
    this.area.setAttribute("aria-activedescendant", `mg-offer-${n}`);
  }

  take(one) {
    const { start } = this.offer;
    this.area.focus();
    this.area.setSelectionRange(start, this.area.selectionStart);
    document.execCommand("insertText", false, one.word + (one.end || "")); // can be undone, and React hears of it
    this.hide();
  }

  end() {
    clearInterval(this.watch);
    for (const [name, hear] of Object.entries(this.listen)) this.area?.removeEventListener(name, hear);
    this.numbers.remove();
    this.list.remove();
  }
}

export default function ({ data, parentElement }) {
  let lines = mounted.get(parentElement);
  if (!lines) {
    lines = new Lines();
    mounted.set(parentElement, lines);
  }
  lines.update(data);
  return () => {
    lines.end();
    mounted.delete(parentElement);
  };
}

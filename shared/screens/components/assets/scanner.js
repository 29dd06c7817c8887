/* A USB scanner anywhere on the page: keys that follow each other within 100 ms, then Enter. See scanner.py.
   Times are the events' own (timeStamp), so a busy machine does not tear a code apart. */
const GAP = 100; // milliseconds between two keys of a scanner
const SHORTEST = 9; // characters: a reference number
const BY_CODE = { Slash: "/", Period: ".", Minus: "-" };

/* With a Japanese input method on, the browser says "Process": then the key's place on the keyboard counts. */
function character(event) {
  if (event.key.length === 1 && !event.isComposing) return event.key;
  if (event.key !== "Process" && !event.isComposing) return "";
  const place = event.code;
  if (/^Key[A-Z]$/.test(place)) return place.slice(3);
  if (/^(Digit|Numpad)[0-9]$/.test(place)) return place.slice(-1);
  return BY_CODE[place] || "";
}

function giveBack(field, value) {
  if (!field || field.value === value || !field.isConnected) return;
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

export default function ({ setTriggerValue }) {
  let typed = "";
  let last = -Infinity;
  let field = null;
  let before = "";

  function begin() {
    const active = document.activeElement;
    field = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement ? active : null;
    before = field ? field.value : "";
    typed = "";
  }

  function key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.key === "Shift") return;
    const quick = event.timeStamp - last <= GAP;
    last = event.timeStamp;
    if (event.key === "Enter" || event.code === "Enter" || event.code === "NumpadEnter") {
      const code = quick ? typed : "";
      typed = "";
      if (code.length < SHORTEST) return;
      event.preventDefault();
      event.stopPropagation();
      giveBack(field, before);
      setTriggerValue("code", code);
      return;
    }
    if (!quick) begin();
    typed += character(event);
  }

  addEventListener("keydown", key, true);
  document.documentElement.dataset.scanner = "on"; // from here on a scan is heard
  return () => {
    removeEventListener("keydown", key, true);
    delete document.documentElement.dataset.scanner;
  };
}

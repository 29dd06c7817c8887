/* The camera reads a QR code; see camera.py. No picture is kept, drawn elsewhere or sent: only the code's text. */
import { button, element, lends, lost, opened, reasonOf, release, teller, unseen } from "./parts/lens.js";

const BETWEEN = 40; // milliseconds of rest between two looks, so that a slow tablet can be touched
const WIDEST = 1024; // pixels: a larger picture is looked at smaller, and its middle as it is

/* Finds the text of a QR code in a video; "" where there is none. */
async function reader() {
  if ("BarcodeDetector" in window) {
    try {
      if ((await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
        const detector = new BarcodeDetector({ formats: ["qr_code"] });
        return async (video) => (await detector.detect(video)).map((found) => found.rawValue);
      }
    } catch { /* a browser that has the name without the thing: jsQR reads instead */ }
  }
  return jsqrReader();
}

async function jsqrReader() {
  await import("./vendor/jsqr.min.js");
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  let turn = 0;
  function look(video, left, top, width, height) {
    const scale = Math.min(1, WIDEST / width);
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    pen.drawImage(video, left, top, width, height, 0, 0, canvas.width, canvas.height);
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    const inverted = turn % 6 === 5 ? "onlyInvert" : "dontInvert"; // a telephone's dark screen
    try {
      const found = window.jsQR(data, canvas.width, canvas.height, { inversionAttempts: inverted });
      return found && found.data ? [found.data] : [];
    } catch {
      return []; // jsQR stumbles over some pictures that hold no code; the next one is looked at like any other
    }
  }
  /* The whole picture and its middle in turn: a small code is only read as large as the camera gives it. */
  return async (video) => {
    const width = video.videoWidth, height = video.videoHeight;
    turn += 1;
    if (turn % 2) return look(video, 0, 0, width, height);
    return look(video, width * 0.25, height * 0.2, width * 0.5, height * 0.6);
  };
}

export default function ({ data, parentElement, setTriggerValue }) {
  const { words } = data;
  const ours = new RegExp(data.ours, "i");
  const box = element("div", "mg-camera");
  const open = button("mg-btn wide", "", start);
  const sign = element("i", "mg-i look");
  sign.setAttribute("aria-hidden", "true");
  open.append(sign, element("span", "", words.start));
  box.append(open);
  parentElement.append(box);
  const tell = teller(box);

  let seeing = null; // what runs now: { stream, view, video, say, until }
  let turn = 0; // counts presses: an answer of the browser that comes after 「やめる」 is turned away

  function stop(why) {
    turn += 1;
    open.disabled = false;
    if (seeing) {
      release(seeing.stream);
      seeing.video.srcObject = null;
      seeing.view.remove();
      seeing = null;
    }
    open.hidden = false;
    tell(why);
  }

  function draw(stream) {
    const view = element("div", "view");
    const frame = element("div", "frame");
    const video = element("video");
    video.muted = true;
    video.playsInline = true;
    video.setAttribute("aria-hidden", "true");
    video.srcObject = stream;
    frame.append(video, element("i", "aim"));
    const say = element("p", "say", words.hold);
    say.setAttribute("role", "status");
    const end = button("mg-btn wide", words.stop, () => { stop(); open.focus(); });
    view.append(frame, say, end);
    box.append(view);
    open.hidden = true;
    end.focus();
    return { stream, view, video, say, until: Date.now() + data.seconds * 1000 };
  }

  async function look(find, now) {
    const { video } = seeing;
    if (unseen(box)) { stop(); return; }
    if (Date.now() > seeing.until) { stop(words.slow); open.focus(); return; }
    if (lost(seeing.stream)) { stop(words.busy); return; }
    let texts = [];
    if (video.readyState >= 2) texts = await find(video);
    if (now !== turn) return;
    const code = texts.find((text) => ours.test(text));
    if (code) {
      stop();
      setTriggerValue("code", code);
      return;
    }
    if (texts.length) seeing.say.textContent = words.other;
    setTimeout(() => next(find, now), BETWEEN);
  }

  function next(find, now) {
    if (now === turn) look(find, now).catch(() => { if (now === turn) again(find, now); });
  }

  /* The browser's own reader may fail in the middle (a tablet without its service): then jsQR goes on. */
  function again(find, now) {
    if (find.last) { stop(words.failed); return; }
    jsqrReader().then((other) => { other.last = true; next(other, now); }, () => stop(words.failed));
  }

  async function start() {
    stop();
    const now = turn;
    if (!lends()) { stop(words.insecure); return; }
    open.disabled = true;
    tell(words.asking);
    try {
      const stream = await opened(1280, 720);
      if (now !== turn) { release(stream); return; }
      tell();
      open.disabled = false;
      seeing = draw(stream);
      await seeing.video.play();
      const find = await reader();
      next(find, now);
    } catch (failure) {
      if (now === turn) { stop(words[reasonOf(failure)]); open.focus(); }
    }
  }

  const away = () => { if (seeing && unseen(box)) stop(); };
  const gone = () => stop();
  document.addEventListener("visibilitychange", away);
  addEventListener("pagehide", gone);
  stop();
  return () => {
    stop();
    document.removeEventListener("visibilitychange", away);
    removeEventListener("pagehide", gone);
    box.remove();
  };
}

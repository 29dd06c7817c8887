/* The tablet's camera, for every component that looks through it: opened on a press, released at once. */
const REASONS = {
  NotAllowedError: "refused", SecurityError: "refused",
  NotFoundError: "none", OverconstrainedError: "none",
  NotReadableError: "busy", AbortError: "busy",
};

export function element(kind, style, words) {
  const made = document.createElement(kind);
  if (style) made.className = style;
  if (words) made.textContent = words;
  return made;
}

export function button(style, words, press) {
  const made = element("button", style, words);
  made.type = "button";
  made.addEventListener("click", press);
  return made;
}

/* Browsers lend no camera to a page that is not encrypted. */
export const lends = () => window.isSecureContext && !!navigator.mediaDevices;

/* The camera at the tablet's back where it has one, never a microphone. Whoever opens it releases it. */
export function opened(width, height) {
  const wish = { facingMode: { ideal: "environment" }, width: { ideal: width }, height: { ideal: height } };
  return navigator.mediaDevices.getUserMedia({ audio: false, video: wish });
}

/* Its light goes out. */
export function release(stream) {
  stream.getTracks().forEach((track) => track.stop());
}

/* The name of our words for why there is no picture. */
export const reasonOf = (failure) => REASONS[failure.name] || "failed";

/* Another program took it, or somebody pulled its plug. */
export const lost = (stream) => stream.getVideoTracks()[0].readyState === "ended";

/* Nobody looks at the page any more, or the place of `box` is drawn no more. */
export const unseen = (box) =>
  document.hidden || document.querySelector("body > .mg-cover") !== null || !box.isConnected;

/* An alert that stands in the page only while it has something to say. */
export function teller(box) {
  const alert = element("p", "mg-ferr");
  alert.setAttribute("role", "alert");
  return (said) => {
    alert.textContent = said || "";
    if (said) box.append(alert);
    else alert.remove();
  };
}

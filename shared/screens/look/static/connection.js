/* Says when the page has lost its server, from the state Streamlit writes on its own app element: no polling.
   The words come from the wording files (see chrome.js). */
(() => {
  "use strict";
  const PATIENCE = 1500; // milliseconds: a short gap is not worth a word
  const holder = document.getElementById("mg-words");
  const words = holder ? JSON.parse(holder.textContent) : {};
  let banner = null;
  let timer = null;

  function connected() {
    const app = document.querySelector("[data-test-connection-state]");
    return !app || ["CONNECTED", "INITIAL", "STATIC_CONNECTED"].includes(app.getAttribute("data-test-connection-state"));
  }

  function show() {
    if (!banner) {
      banner = document.createElement("div");
      banner.className = "mg-offline";
      banner.setAttribute("role", "status");
      document.body.append(banner);
    }
    const icon = document.createElement("i");
    icon.className = "mg-i info";
    icon.setAttribute("aria-hidden", "true");
    const sentence = document.createElement("span");
    sentence.textContent = words.offline || "";
    banner.replaceChildren(icon, sentence);
    banner.hidden = false;
  }

  function look() {
    if (connected() && navigator.onLine) {
      clearTimeout(timer);
      timer = null;
      if (banner) banner.hidden = true;
    } else if (timer === null) {
      timer = setTimeout(show, PATIENCE);
    }
  }

  new MutationObserver(look).observe(document, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-test-connection-state"],
  });
  addEventListener("online", look);
  addEventListener("offline", look);
})();

/* How the person wants to see pages: text size, contrast, language. Runs in the head, before the first paint.
   The server has already written the choice into <html>; here the switches act at once, without a rerun.

   Switches are any buttons or links with data-mg-set="size:2", "contrast:on", "contrast:off", "language:easy".
   <a href="/closed" data-mg-close> leaves the page at once and for good.
   A page says what it is by <i data-mg-page data-surface="kiosk" data-width="desk" data-language="easy"></i>. */
(() => {
  "use strict";
  const root = document.documentElement;
  const YEAR = 31536000;

  function keep(name, value) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${name}=${value}; Path=/; Max-Age=${value === "" ? 0 : YEAR}; SameSite=Lax${secure}`;
  }

  const set = {
    size(value) {
      if (!/^[0-3]$/.test(value)) return;
      root.dataset.size = value;
      keep("size", value);
    },
    contrast(value) {
      if (value === "on") root.dataset.view = "contrast";
      else delete root.dataset.view;
      keep("contrast", value === "on" ? "on" : "");
    },
    language(value) {
      if (!/^(ja|ruby|easy|en)$/.test(value)) return;
      keep("language", value);
      location.reload();
    },
  };

  function press(button) {
    const [name, value] = button.dataset.mgSet.split(":");
    if (Object.hasOwn(set, name)) set[name](value);
    mark(document);
  }

  /* A pressed switch says so to screen readers. */
  function mark(under) {
    const now = {
      size: root.dataset.size || "0",
      contrast: root.dataset.view === "contrast" ? "on" : "off",
      language: root.dataset.language || "ja",
    };
    for (const button of under.querySelectorAll("[data-mg-set]")) {
      const [name, value] = button.dataset.mgSet.split(":");
      const pressed = String(now[name] === value);
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    }
  }

  function readPage(marker) {
    for (const name of ["surface", "width"]) {
      if (marker.dataset[name]) root.dataset[name] = marker.dataset[name];
      else if (name === "width") delete root.dataset.width;
    }
    const language = marker.dataset.language;
    if (language && language !== root.dataset.language) {
      root.dataset.language = language;
      root.lang = language === "en" ? "en" : "ja";
      keep("language", language);
    }
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest && event.target.closest("[data-mg-set], [data-mg-close]");
    if (!target) return;
    event.preventDefault();
    if (target.dataset.mgSet) press(target);
    else location.replace(target.href); // the way out at once: "back" does not lead here again
  });

  new MutationObserver((changes) => {
    let drawn = false;
    for (const change of changes) {
      for (const node of change.addedNodes) {
        if (node.nodeType !== 1) continue;
        const marker = node.matches("[data-mg-page]") ? node : node.querySelector("[data-mg-page]");
        if (marker) readPage(marker);
        drawn = drawn || node.matches("[data-mg-set]") || node.querySelector("[data-mg-set]") !== null;
      }
    }
    if (drawn) mark(document);
  }).observe(root, { subtree: true, childList: true });

  /* Kiosk: the next person starts with plain sight, and with a form token of their own: Streamlit gives a new one to
     a browser that has none. The idle component calls it. */
  window.madoguchiForgetView = () =>
    ["size", "contrast", "language", "_streamlit_xsrf"].forEach((name) => keep(name, ""));
})();

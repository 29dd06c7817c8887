/* Streamlit's own English words (1.67), said in the page's language. Our words come from the wording files, in
   <script type="application/json" id="mg-words">; this file only knows which English sentence is meant.
   tests/web/test_english.py walks a page and lists every English word that is left. */
(() => {
  "use strict";
  const holder = document.getElementById("mg-words");
  const words = holder ? JSON.parse(holder.textContent) : {};
  if (document.documentElement.lang !== "ja" || !words.upload) return;

  const WHOLE = {
    "(required)": "required", "Upload": "upload", "Add files": "add_files", "Copy to clipboard": "copy",
    "Connection error": "connection_error", "Skip to main content": "skip", "Press Enter to apply": "enter_applies",
    "Press Enter to submit form": "enter_sends", "This field is required.": "fill_in", "Select all": "select_all",
    "No results": "no_results", "Error:": "error", "Choose an option": "choose", "Choose options": "choose",
    "Choose date": "open_calendar", "Increment": "one_more", "Decrement": "one_less", "Open": "open", "Close": "close",
    "Dismiss": "close", "Clear all": "clear_all", "Clear value": "clear_all", "Selected values": "selected",
    "Next month": "next_month", "Previous month": "previous_month", "App pages": "pages", "file upload": "file",
    "Link to heading": "link_to_heading", "Notifications": "notices", "Empty": "empty", "Take Photo": "take_photo",
    "Clear photo": "again_photo", "Snapshot": "photo", "This app would like to use your camera.": "allow_camera",
    "Learn how to allow access.": "how_to_allow", "Pagination": "pager", "Next page": "next_page",
    "Previous page": "previous_page", "Fullscreen": "fullscreen", "Search": "search", "Download as CSV": "save_csv",
    "Show/hide columns": "columns", "Send message": "send", "Feedback rating": "rating", "yyyy": "year", "mm": "month",
    "dd": "day", "Show password text": "show_password", "Hide password text": "hide_password",
    "Show password": "show_password", "Hide password": "hide_password", "Remove": "remove",
    "Drag and drop file here": "drop_here", "Drag and drop files here": "drop_here", "Browse files": "upload",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": "calendar_keys",
    "File upload in progress": "uploading", "Uploading": "uploading", "add icon": "nothing",
  };
  const SHAPES = [
    [/^(\d+) options? available\.$/, "options"], [/^(\d+(?:\.\d+)?)MB per file$/, "per_file"],
    [/^(\d+(?:\.\d+)?)MB per file • (.+)$/, "per_file_kinds"], [/^Limit (\d+(?:\.\d+)?)MB per file(?: • (.+))?$/, "per_file_kinds"],
    [/^Help for (.+)$/, "help_for"], [/^Remove (.+)$/, "remove_one"], [/^(.+) files are not allowed\.$/, "kind_refused"],
    [/^File must be (\d+(?:\.\d+)?)MB or smaller\.$/, "too_large"], [/^Choose date, (.+)$/, "open_calendar_at"],
    [/^Page (\d+)$/, "page"], [/^day, (.+)$/, "day_of"], [/^month, (.+)$/, "month_of"], [/^year, (.+)$/, "year_of"],
    [/^Error: Number is outside the allowed range\. Please enter a value between (\d+) and (\d+)\.$/, "between"],
  ];
  const ATTRIBUTES = ["aria-label", "placeholder", "title", "alt", "aria-valuetext", "aria-description"];
  const OURS = "[data-testid=stIconMaterial],[data-testid=stMarkdown],[data-testid=stHeading],[data-testid=stAlert],"
    + "[data-testid=stWidgetLabel],[data-testid=stHtml],textarea,code,script,style";

  function said(text) {
    const trimmed = text.trim();
    if (!/[A-Za-z]{2}/.test(trimmed)) return null;
    if (Object.hasOwn(WHOLE, trimmed)) return text.replace(trimmed, words[WHOLE[trimmed]]);
    for (const [shape, key] of SHAPES) {
      const found = shape.exec(trimmed);
      if (found) return text.replace(trimmed, words[key].replace("{a}", found[1]).replace("{b}", found[2] || ""));
    }
    return null;
  }

  function text(node) {
    const parent = node.parentElement;
    if (!parent || parent.closest(OURS)) return;
    const to = said(node.nodeValue);
    if (to !== null && to !== node.nodeValue) node.nodeValue = to;
  }

  function attributes(element) {
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      const to = value ? said(value) : null;
      if (to !== null && to !== value) element.setAttribute(name, to);
    }
  }

  function walk(node) {
    if (node.nodeType === 3) return text(node);
    if (node.nodeType !== 1) return;
    attributes(node);
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let next = walker.nextNode(); next; next = walker.nextNode()) {
      if (next.nodeType === 3) text(next);
      else attributes(next);
    }
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(walk);
      else if (change.type === "characterData") text(change.target);
      else attributes(change.target);
    }
  }).observe(document, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ATTRIBUTES,
  });
  walk(document.documentElement);
})();

"""What is left of Streamlit's English on a page, after everything on it was touched: nothing."""

import re
from pathlib import Path

from playwright.sync_api import Page

LEFT = """() => {
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (["STYLE", "SCRIPT", "NOSCRIPT"].includes(parent.tagName)) continue;
    if (parent.closest("[data-testid=stIconMaterial]")) continue;
    if (/[A-Za-z]{2,}/.test(node.textContent)) found.add(node.textContent.trim());
  }
  for (const element of document.querySelectorAll("*")) {
    for (const name of ["aria-label", "placeholder", "title", "alt", "aria-description", "aria-roledescription",
                        "aria-valuetext"]) {
      const value = element.getAttribute(name);
      if (value && /[A-Za-z]{2,}/.test(value)) found.add(value);
    }
  }
  return [...found];
}"""

# The page's own words, names and kinds of files, and sizes.
OURS = re.compile(r"English|a\.png|a\.exe|PDF|PNG|Enter|[0-9.]+[KM]?B(?![A-Za-z])")


def left(page: Page) -> set[str]:
    return {words for words in page.evaluate(LEFT) if re.search(r"[A-Za-z]{2,}", OURS.sub("", words))}


def test_no_english_is_left(page: Page, fields_door: tuple[str, Path]) -> None:
    seen: set[str] = set()

    def look() -> None:
        page.wait_for_timeout(400)
        seen.update(left(page))

    page.goto(fields_door[0])
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_timeout(800)
    look()
    page.get_by_role("combobox", name="年号").click()
    look()
    page.keyboard.type("zzz")
    look()
    page.keyboard.press("Escape")
    page.get_by_role("heading", level=1).click()
    look()
    page.get_by_role("combobox", name="いるもの").click()
    page.keyboard.press("ArrowDown")
    look()
    page.keyboard.press("Enter")
    look()
    page.keyboard.press("Escape")
    page.get_by_label("電話番号").fill("0852")
    look()
    page.get_by_label("通数").fill("99")
    page.keyboard.press("Enter")
    look()
    file = {"name": "a.png", "mimeType": "image/png", "buffer": b"x" * 100}
    page.set_input_files("input[type=file]", file)  # type: ignore[arg-type]
    look()
    refused = {"name": "a.exe", "mimeType": "application/x-msdownload", "buffer": b"x" * 100}
    page.set_input_files("input[type=file]", refused)  # type: ignore[arg-type]
    look()
    large = {"name": "a.png", "mimeType": "image/png", "buffer": b"x" * (11 * 1024 * 1024)}
    page.set_input_files("input[type=file]", large)  # type: ignore[arg-type]
    look()
    page.get_by_text("くわしく", exact=True).click()
    look()
    assert seen == set()

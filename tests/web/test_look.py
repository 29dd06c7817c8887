"""The look as the browser computes it: the sheet really reaches Streamlit's widgets."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from tests.web.conftest import Portal

Door = tuple[str, Path]


def computed(page: Page, selector: str, name: str) -> str:
    script = "([selector, name]) => getComputedStyle(document.querySelector(selector)).getPropertyValue(name)"
    return str(page.evaluate(script, [selector, name]))


def height(page: Page, selector: str) -> float:
    return float(page.evaluate("selector => document.querySelector(selector).getBoundingClientRect().height", selector))


def open_page(page: Page, door: Door) -> None:
    page.goto(door[0])
    page.locator(".st-key-stop button").wait_for()  # the last thing on the page
    page.wait_for_timeout(500)


PRIMARY = ".st-key-press button"
SECONDARY = ".st-key-onward button"
FIELD = ".st-key-q_A7K_zip [data-testid=stTextInputRootElement]"
WRONG = ".st-key-bad_tel [data-testid=stTextInputRootElement]"
CARD = "[data-testid=stRadioGroup] > div"
BOX = ".st-key-q_A7K_read label"


def test_buttons_fields_and_cards_are_ours(page: Page, fields_door: Door) -> None:
    open_page(page, fields_door)
    assert computed(page, PRIMARY, "background-color") == "rgb(28, 67, 128)"
    assert computed(page, SECONDARY, "background-color") == "rgb(255, 255, 255)"
    assert computed(page, SECONDARY, "color") == "rgb(28, 67, 128)"
    assert computed(page, ".st-key-stop button", "color") == "rgb(176, 18, 44)"
    assert computed(page, FIELD, "border-top-color") == "rgb(102, 112, 124)"
    assert computed(page, WRONG, "border-top-color") == "rgb(176, 18, 44)"
    assert computed(page, "h1", "word-break") == "auto-phrase"
    assert computed(page, "html", "font-size") == "17px"
    assert "BIZ UDPGothic" in computed(page, "h1", "font-family")
    assert computed(page, "[data-testid=stApp] header:not(.mg-mast)", "display") == "none"


def test_everything_can_be_touched(page: Page, fields_door: Door) -> None:
    open_page(page, fields_door)
    assert height(page, PRIMARY) == 56
    assert height(page, SECONDARY) == 48
    assert height(page, FIELD) >= 56
    assert height(page, CARD) >= 64
    assert height(page, BOX) >= 48
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], input, summary, [role=combobox]")]
          .filter((e) => e.getClientRects().length && getComputedStyle(e).visibility !== "hidden"
                         && e.getAttribute("tabindex") !== "-1" && e.type !== "file" && e.type !== "radio"
                         && e.type !== "checkbox" && e.dataset.testid !== "stSkipToContent")
          .map((e) => [e.closest("[data-testid=stTextInputRootElement], [data-testid=stNumberInputContainer], "
                                 + "[role=group]") || e, e])
          .filter(([box]) => box.getBoundingClientRect().height < 44)
          .map(([, e]) => e.outerHTML.slice(0, 120))"""
    )
    assert small == []


def test_a_kiosk_is_large(page: Page, fields_door: Door) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    open_page(page, fields_door)
    page.evaluate("document.documentElement.dataset.surface = 'kiosk'")
    assert computed(page, "html", "font-size") == "30px"
    assert height(page, PRIMARY) >= 88
    assert height(page, SECONDARY) >= 72
    assert height(page, CARD) >= 76
    assert height(page, BOX) >= 72


def test_high_contrast_changes_every_ground(page: Page, fields_door: Door) -> None:
    open_page(page, fields_door)
    page.evaluate("document.documentElement.dataset.view = 'contrast'")
    page.wait_for_timeout(300)
    assert computed(page, ".stApp", "background-color") == "rgb(0, 0, 0)"
    assert computed(page, "h1", "color") == "rgb(255, 255, 255)"
    assert computed(page, PRIMARY, "background-color") == "rgb(255, 228, 92)"
    assert computed(page, f"{PRIMARY} p", "color") == "rgb(0, 0, 0)"
    assert computed(page, FIELD, "background-color") == "rgb(0, 0, 0)"


def test_the_focus_is_black_and_yellow(page: Page, fields_door: Door) -> None:
    open_page(page, fields_door)
    page.get_by_label("くわしい事情").click()
    ring = "[data-testid=stTextAreaRootElement]"
    assert computed(page, ring, "outline") == "rgb(0, 0, 0) solid 4px"
    assert computed(page, ring, "box-shadow") == "rgb(255, 212, 61) 0px 0px 0px 2px"


def test_the_error_summary_shows_its_focus(page: Page, fields_door: Door) -> None:
    open_page(page, fields_door)
    page.get_by_role("button", name="つぎへ進む").click()
    page.locator("#errors:focus").wait_for()
    assert computed(page, "#errors", "outline") == "rgb(0, 0, 0) solid 4px"


@pytest.mark.parametrize(("width", "size"), [(390, "0"), (390, "3"), (320, "3"), (1280, "0")])
def test_nothing_scrolls_sideways(page: Page, fields_door: Door, width: int, size: str) -> None:
    page.context.add_cookies([{"name": "size", "value": size, "url": fields_door[0]}])
    page.set_viewport_size({"width": width, "height": 800})
    open_page(page, fields_door)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= width
    wide = page.evaluate(
        "width => [...document.querySelectorAll('.stApp *')].filter((e) => e.getBoundingClientRect().right > width + 1"
        " && getComputedStyle(e).position !== 'absolute').map((e) => e.outerHTML.slice(0, 80))",
        width,
    )
    assert wide == []


@pytest.mark.parametrize("contrast", ["off", "on"])
def test_axe_finds_nothing_on_a_page_of_fields(chromium: Browser, fields_door: Door, contrast: str) -> None:
    context = chromium.new_context(bypass_csp=True, locale="ja-JP", viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "contrast", "value": contrast, "url": fields_door[0]}])
    page = context.new_page()
    open_page(page, fields_door)
    page.get_by_role("button", name="つぎへ進む").click()
    page.locator("#errors").wait_for()
    page.wait_for_timeout(1200)
    found = Axe().run(page).response["violations"]
    # Streamlit's own uploader: a presentation role on something that can have the focus
    serious = [(v["id"], n["html"][:120]) for v in found for n in v["nodes"] if v["id"] != "presentation-role-conflict"]
    context.close()
    assert serious == []


@pytest.mark.parametrize("contrast", ["off", "on"])
def test_axe_finds_nothing_on_our_html_pages(chromium: Browser, portal: Portal, contrast: str) -> None:
    context = chromium.new_context(bypass_csp=True, locale="ja-JP", viewport={"width": 390, "height": 844})
    context.add_cookies([{"name": "contrast", "value": contrast, "url": portal.address}])
    page = context.new_page()
    serious = []
    for path in ("/code", "/code?problem=slip2", "/sight", "/R/ABC", "/nope"):
        page.goto(portal.address + path)
        found = Axe().run(page).response["violations"]
        serious += [(path, v["id"], n["html"][:120]) for v in found for n in v["nodes"]]
    context.close()
    assert serious == []

"""Focus, scanner and idle in the real browser, under the strict content policy (a violation is a console error)."""

import time
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Route, expect
from streamlit.testing.v1 import AppTest

from shared.screens.components.packaged import HERE, NAMES


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.id"))


def has_focus(page: Page, name: str) -> bool:
    """Whether the focus is there within ten seconds and still there afterwards."""
    for _ in range(100):
        if focused(page) == name:
            page.wait_for_timeout(300)
            return focused(page) == name
        page.wait_for_timeout(100)
    return False


def open_fields(page: Page, door: tuple[str, Path]) -> None:
    page.goto(f"{door[0]}/")
    page.get_by_role("heading", level=1).wait_for()
    assert has_focus(page, "top")


def test_every_component_has_its_script() -> None:
    assert sorted(path.stem for path in (HERE / "assets").glob("*.js")) == sorted(NAMES)


def test_components_are_there_without_a_server_too() -> None:
    def page_of_components() -> None:
        import streamlit as st

        from shared.screens.components.focus import focus
        from shared.screens.components.scanner import scanned

        focus("1")
        st.text(f"読んだもの:{scanned('scan')}")

    ran = AppTest.from_function(page_of_components).run()
    assert (list(ran.exception), ran.text[0].value) == ([], "読んだもの:None")


def test_a_new_screen_gives_the_focus_to_its_heading(page: Page, fields_door: tuple[str, Path]) -> None:
    open_fields(page, fields_door)
    page.get_by_role("button", name="次の画面").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("連絡先を教えてください 2")
    assert has_focus(page, "top")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0


def test_whoever_writes_already_when_the_script_comes_goes_on_writing(
    page: Page, fields_door: tuple[str, Path]
) -> None:
    waiting: list[Route] = []
    page.route("**/focus*.js", lambda route: waiting.append(route))  # a slow line: the page is there, its script is not
    with page.expect_request("**/focus*.js"):
        page.goto(f"{fields_door[0]}/")
    field = page.get_by_label("電話番号")
    field.fill("0852")
    page.wait_for_timeout(100)  # the request has come to `waiting`
    for one in waiting:
        one.continue_()
    expect(field).to_have_attribute("inputmode", "tel")  # it has come
    page.wait_for_timeout(1200)  # longer than it looks for the heading
    assert (len(waiting), focused(page), field.input_value()) == (1, "電話番号", "0852")


def test_a_refused_press_gives_the_focus_to_the_error_summary(page: Page, fields_door: tuple[str, Path]) -> None:
    open_fields(page, fields_door)
    page.get_by_role("button", name="つぎへ進む").click()
    assert has_focus(page, "errors")


def test_links_of_the_summary_lead_to_the_fields(page: Page, fields_door: tuple[str, Path]) -> None:
    open_fields(page, fields_door)
    page.get_by_role("button", name="つぎへ進む").click()
    assert has_focus(page, "errors")  # the summary takes the focus once; only then does anybody follow its links
    page.get_by_role("link", name="電話番号は、数字で書いてください").click()
    assert has_focus(page, "電話番号")
    page.get_by_role("link", name="どちらか選んでください").click()
    assert page.evaluate("document.activeElement.type") == "radio"


def test_fields_carry_the_attributes_streamlit_cannot_set(page: Page, fields_door: tuple[str, Path]) -> None:
    open_fields(page, fields_door)
    telephone, postal = page.get_by_label("電話番号"), page.get_by_label("郵便番号")
    expect(telephone).to_have_attribute("inputmode", "tel")
    expect(postal).to_have_attribute("inputmode", "numeric")
    expect(telephone).not_to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="つぎへ進む").click()
    expect(telephone).to_have_attribute("aria-invalid", "true")
    expect(telephone).to_have_attribute("aria-describedby", "error-tel")
    expect(page.get_by_role("radiogroup", name="住まい")).to_have_attribute("aria-invalid", "true")


def scan(page: Page, text: str, gap: float = 0.005) -> None:
    """Keys as a scanner gives them: `gap` seconds apart by their own clock, however busy this machine is."""
    keyboard = page.context.new_cdp_session(page)
    began = time.time()
    for index, character in enumerate([*text, "\r"]):
        key = "Enter" if character == "\r" else character
        event = {"key": key, "code": "Enter" if key == "Enter" else "", "timestamp": began + index * gap}
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "text": character, **event})
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **event})


def open_counter(page: Page, door: tuple[str, Path], query: str = "") -> None:
    page.goto(f"{door[0]}/{query}")
    page.get_by_role("heading", level=1).wait_for()
    page.locator("html[data-scanner=on]").wait_for(state="attached")


def test_a_scan_is_heard_wherever_the_focus_is(page: Page, counter_door: tuple[str, Path]) -> None:
    open_counter(page, counter_door)
    scan(page, "7H3K9QWN2TCXM4RD")
    expect(page.get_by_text("読んだもの:7H3K9QWN2TCXM4RD")).to_be_visible()
    page.get_by_label("氏名").click()
    scan(page, "HTTP://H/R/ABCDEFGH")
    expect(page.get_by_text("読んだもの:7H3K9QWN2TCXM4RD|HTTP://H/R/ABCDEFGH")).to_be_visible()


def test_a_field_that_had_the_focus_gets_its_words_back(page: Page, counter_door: tuple[str, Path]) -> None:
    open_counter(page, counter_door)
    name = page.get_by_label("氏名")
    name.fill("見本 花子")
    page.wait_for_timeout(300)
    scan(page, "7H3K9QWN2TCXM4RD")
    expect(page.get_by_text("読んだもの:7H3K9QWN2TCXM4RD")).to_be_visible()
    expect(name).to_have_value("見本 花子")


def test_a_person_who_types_is_no_scanner(page: Page, counter_door: tuple[str, Path]) -> None:
    open_counter(page, counter_door)
    name = page.get_by_label("氏名")
    name.click()
    scan(page, "mihonhanako", gap=0.13)
    page.wait_for_timeout(500)
    expect(name).to_have_value("mihonhanako")
    expect(page.get_by_text("読んだもの:", exact=True)).to_be_visible()


def test_nobody_there_any_more_clears_the_page_and_leaves_it(
    context: BrowserContext, page: Page, counter_door: tuple[str, Path]
) -> None:
    context.add_cookies([{"name": "size", "value": "2", "url": counter_door[0]}])
    open_counter(page, counter_door, "?then=leave")
    page.get_by_label("氏名").fill("見本 花子")
    page.keyboard.press("Tab")
    dialog = page.get_by_role("alertdialog", name="まだ使っていますか")
    dialog.wait_for()
    assert page.evaluate("document.activeElement.textContent") == "つづける"
    page.wait_for_url("**/?home=1", timeout=15_000)
    page.get_by_role("heading", level=1).wait_for()
    expect(page.get_by_label("氏名")).to_have_value("")
    assert [cookie["name"] for cookie in context.cookies() if cookie["name"] == "size"] == []
    page.go_back()
    page.wait_for_timeout(500)
    assert "見本" not in page.content()


def test_a_touch_keeps_the_page(page: Page, counter_door: tuple[str, Path]) -> None:
    open_counter(page, counter_door, "?then=leave")
    page.get_by_label("氏名").fill("見本 花子")
    dialog = page.get_by_role("alertdialog", name="まだ使っていますか")
    dialog.wait_for()
    page.get_by_role("button", name="つづける").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("氏名")).to_have_value("見本 花子")


def test_the_cover_hides_everything_and_the_page_below_is_gone(page: Page, counter_door: tuple[str, Path]) -> None:
    open_counter(page, counter_door, "?then=cover")
    page.get_by_label("氏名").fill("見本 花子")
    page.keyboard.press("Tab")
    page.get_by_role("heading", name="かくしています").wait_for(timeout=15_000)
    page.wait_for_timeout(500)
    assert "見本" not in page.content()
    page.get_by_role("button", name="つづける").click()
    page.get_by_role("heading", name="受付").wait_for()

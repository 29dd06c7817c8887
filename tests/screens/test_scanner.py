"""USB scanners as they are: with a Japanese input method on, in bursts, set to another keyboard."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.screens.conftest import served

PORT = 8692
CODE, OTHER = "7H3K9QWN2TCXM4RD", "HTTPS://X.JP/R/ABCDEFGH-2"
PLACES = {"/": "Slash", ".": "Period", "-": "Minus"}
SHIFT = 8  # Chromium's modifier bit


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A counter's page in a process of its own."""
    with served("tests/web/apps/counter.py", PORT, tmp_path_factory.mktemp("door")) as address:
        yield address


@pytest.fixture
def page(chromium: Browser, door: str) -> Iterator[Page]:
    """The counter, silent to the end of the test."""
    complaints: list[str] = []
    context = chromium.new_context(locale="ja-JP", viewport={"width": 1024, "height": 768})
    tab = context.new_page()
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(f"{door}/")
    tab.get_by_role("heading", level=1).wait_for()
    tab.wait_for_timeout(500)
    yield tab
    context.close()
    assert complaints == []


def place(character: str) -> str:
    """Where a character lies on the keyboard."""
    if character.isdigit():
        return f"Digit{character}"
    return PLACES.get(character) or f"Key{character.upper()}"


def scan(page: Page, *texts: str, process: bool = False, shift: bool = False) -> None:
    """Bursts of keys 3 ms apart by their own clock, each ended with Enter. `process`: an input method takes them."""
    keyboard = page.context.new_cdp_session(page)
    now = time.time()
    for text in texts:
        for character in [*text, "\r"]:
            now += 0.003
            ends = character == "\r"
            event: dict[str, object] = {"code": "Enter" if ends else place(character), "timestamp": now}
            if shift and character.isupper():
                keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Shift", "code": "ShiftLeft"})
                event["modifiers"] = SHIFT
            if process and not ends:
                event |= {"type": "rawKeyDown", "key": "Process", "windowsVirtualKeyCode": 229}
            else:
                event |= {"type": "keyDown", "key": "Enter" if ends else character, "text": character}
            keyboard.send("Input.dispatchKeyEvent", event)


def heard(page: Page, *codes: str) -> None:
    expect(page.get_by_text("読んだもの:" + "|".join(codes), exact=True)).to_be_visible(timeout=10_000)


@pytest.mark.parametrize("field", ["氏名", "メモ"])
def test_a_scan_with_the_japanese_input_method_on_is_heard_by_the_places_of_the_keys(page: Page, field: str) -> None:
    page.get_by_label(field).click()
    scan(page, CODE, process=True)
    heard(page, CODE)
    expect(page.get_by_label(field)).to_have_value("")


def test_slashes_dots_and_dashes_are_heard_under_the_input_method_too(page: Page) -> None:
    page.get_by_label("氏名").click()
    scan(page, OTHER.replace(":", ""), process=True)
    heard(page, OTHER.replace(":", ""))


def test_a_scanner_that_holds_shift_for_capitals_is_heard(page: Page) -> None:
    scan(page, CODE, shift=True)
    heard(page, CODE)


def test_small_letters_are_given_as_they_came(page: Page) -> None:
    scan(page, CODE.lower())
    heard(page, CODE.lower())


def test_two_scans_at_once_are_never_joined(page: Page) -> None:
    scan(page, CODE, OTHER)
    page.wait_for_timeout(1500)
    read = page.get_by_text("読んだもの:").inner_text().removeprefix("読んだもの:").split("|")
    assert read in ([CODE, OTHER], [OTHER])  # who scans twice at once means the second


def test_ten_scans_one_after_the_other_are_all_heard(page: Page) -> None:
    page.get_by_label("氏名").fill("見本 花子")
    codes = [f"{CODE[:-1]}{digit}" for digit in range(10)]
    for number, code in enumerate(codes):
        scan(page, code)
        heard(page, *codes[: number + 1])
    expect(page.get_by_label("氏名")).to_have_value("見本 花子")


def test_a_scan_into_a_field_that_holds_words_leaves_them_alone_however_long_it_is(page: Page) -> None:
    memo = page.get_by_label("メモ")
    memo.fill("きのうの件")
    page.wait_for_timeout(300)
    proof = "HTTPS://MADOGUCHI.CITY.EXAMPLE.LG.JP/R/" + "ABCDEFGHJK" * 14
    scan(page, proof)
    heard(page, proof)
    expect(memo).to_have_value("きのうの件")

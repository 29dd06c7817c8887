"""KI-1 on the disk: what the browser of a kiosk still knows of a visitor who has gone."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import WHOLE_CHROMIUM
from tests.kiosk.conftest import House, enter
from tests.kiosk.walking import SAMPLE, begin, walk

WORDS = {
    "applicant_sei": "鸚哥沢",
    "applicant_mei": "翠羽",
    "applicant_kana": "インコザワ ミドリハ",
    "applicant_address": "松江市殿町七千八百番地",
    "applicant_tel": "0852-55-7391",
}
MARKS = ("鸚哥沢", "翠羽", "インコザワ", "ミドリハ", "七千八百番地", "0852-55-7391", "0852557391")


@pytest.fixture
def kept_browser(chromium: Browser, tmp_path: Path) -> Iterator[tuple[BrowserContext, Path]]:
    """A browser with a profile on the disk, as it stands at a counter; closed before its folder is searched."""
    profile = tmp_path / "profile"
    context = chromium.browser_type.launch_persistent_context(
        str(profile),
        executable_path=WHOLE_CHROMIUM,  # with a profile on disk, as at a counter,
        args=["--no-sandbox", "--disable-gpu"],
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        viewport={"width": 1280, "height": 800},
    )
    yield context, profile
    context.close()


def _forms_of(mark: str) -> tuple[bytes, ...]:
    """How a word may lie in a file: as text, as a browser keeps strings, in JSON and in an address."""
    quoted = "".join(f"%{byte:02X}" for byte in mark.encode())
    return mark.encode(), mark.encode("utf-16-le"), json.dumps(mark)[1:-1].encode(), quoted.encode()


def _found_on_disk(profile: Path, marks: tuple[str, ...]) -> list[tuple[str, str]]:
    """(word, file) of every file of the profile that holds one of the words."""
    found = []
    for path in sorted(profile.rglob("*")):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            found += [
                (mark, str(path.relative_to(profile))) for mark in marks if any(f in data for f in _forms_of(mark))
            ]
    return found


def _found_in_page(page: Page, marks: tuple[str, ...]) -> list[str]:
    said = page.content() + page.url + page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    said += page.evaluate("[...document.querySelectorAll('input,textarea')].map(one => one.value).join()")
    said += page.evaluate("JSON.stringify(history.state)") or ""
    said += page.evaluate("document.cookie")
    return [mark for mark in marks if mark in said]


@pytest.mark.drill
@pytest.mark.requirement("KI-1")
def test_nothing_of_the_visitor_is_in_the_browsers_profile(
    house: House, kiosk: str, kept_browser: tuple[BrowserContext, Path]
) -> None:
    context, profile = kept_browser
    page = context.new_page()
    enter(page, kiosk)
    reference = begin(page, kiosk)
    walk(page, reference, {**SAMPLE, **WORDS})
    assert _found_in_page(page, MARKS) != []  # the words are looked for rightly
    page.get_by_role("button", name="市役所に送る").click()
    page.wait_for_selector("text=受け付けました")
    page.get_by_role("button", name="次の人へ", exact=True).click()
    page.wait_for_selector("text=来た人の手続を始める")
    page.wait_for_timeout(1500)
    page.wait_for_selector("text=来た人の手続を始める")
    assert _found_in_page(page, MARKS) == []
    for _ in range(10):
        page.go_back()
        page.wait_for_timeout(100)
        assert _found_in_page(page, MARKS) == []
    context.close()
    assert _found_on_disk(profile, MARKS) == []
    assert _found_on_disk(profile, ("localhost",)) != []  # the profile is read rightly

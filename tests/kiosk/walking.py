"""How a member of staff walks through the screens of a case."""

import re
from typing import Any

from playwright.sync_api import Page, expect

SAMPLE: dict[str, Any] = {  # by question: text, place in a list of choices, or a tick
    "by_agent": 1,
    "applicant_sei": "見本",
    "applicant_mei": "花子",
    "applicant_kana": "ミホン ハナコ",
    "applicant_birth": "1983-04-02",
    "applicant_postal": "690-0887",
    "applicant_address": "松江市殿町1番地",
    "applicant_tel": "0852-55-1234",
    "target": 2,
    "show_head": 1,
    "show_honseki": 1,
    "show_number": 1,
    "show_foreign": 1,
    "copies": "1",
    "purpose": 0,
    "delivery_method": 1,
    "delivery_address_same": 0,
    "consent": True,
    "id_method": 0,
    "id_doc1": 0,
    "readback_done": True,
}


def begin(page: Page, address: str, procedure: str = "juminhyo-copy") -> str:
    """Consent and start; gives the case's reference."""
    page.goto(f"{address}/?start={procedure}")
    return agree(page, "入力を始める")


def agree(page: Page, button: str) -> str:
    """The consent screen that is open now."""
    page.locator("label[data-testid=stRadioOption]", has_text="口頭で").click()
    page.get_by_role("button", name=button).click()
    page.wait_for_selector("text=代わりに入力しています")
    settle(page)
    singly(page)
    return reference_in(page.url)


def singly(page: Page) -> None:
    """One question a screen, as whoever walks here reads it."""
    link = page.get_by_role("link", name="1問ずつ入力する")
    if link.count():
        link.click()
        page.wait_for_url("**form=one**")
        page.wait_for_selector(".st-key-dense", state="detached")  # the address changes before the page is drawn
        settle(page)


def settle(page: Page) -> None:
    """Until everything of the screen is drawn."""
    page.wait_for_selector(".stApp[data-test-script-state=notRunning]")


def headed(page: Page, *words: str) -> None:
    """Waits until the page has one heading, with these words: for a moment it may still have the former page's."""
    expect(page.locator("h1")).to_have_text([re.compile(".*".join(map(re.escape, words)), re.DOTALL)])


def reference_in(url: str) -> str:
    found = re.search(r"case=(\w{9})", url)
    assert found, url
    return found[1]


def walk(page: Page, reference: str, answers: dict[str, Any] = SAMPLE) -> list[str]:
    """Answers every screen up to the check page; gives the headings on the way."""
    seen = []
    for _ in range(30):
        heading = page.locator("h1").first.inner_text()
        seen.append(heading)
        if "送る前に" in heading:
            return seen
        fill(page, reference, answers)
        press_on(page)
    raise AssertionError(seen)


def fill(page: Page, reference: str, answers: dict[str, Any]) -> None:
    """Answers the questions of the screen, and those that the answers bring."""
    filled: set[str] = set()
    while keys := [key for key in _asked(page, reference) if key not in filled]:
        _fill_all(page, reference, answers, keys)
        filled.update(keys)


def _asked(page: Page, reference: str) -> list[str]:
    """The fields of the screen, once no more come or go."""
    before: list[str] | None = None
    while (now := _drawn(page, reference)) != before:
        before = now
        page.wait_for_timeout(200)
        settle(page)
    return now


def _drawn(page: Page, reference: str) -> list[str]:
    keys = page.eval_on_selector_all(
        f"[class*=st-key-q_{reference}_]",
        "all => all.map(one => [...one.classList].find(name => name.startsWith('st-key-q_')).slice(7))",
    )
    return list(dict.fromkeys(keys))


def _fill_all(page: Page, reference: str, answers: dict[str, Any], keys: list[str]) -> None:
    for key in keys:
        question = key.removeprefix(f"q_{reference}_")
        day, _, part = question.rpartition("_")
        if part in ("era", "year", "month", "day") and day in answers:
            _fill_part(page, key, part, answers[day])
        elif question in answers:
            _fill_one(page, key, answers[question])


def press_on(page: Page) -> None:
    """つぎへ進む, and the next screen."""
    before = page.locator("h1").first.inner_text()
    page.get_by_role("button", name="つぎへ進む").click()
    for _ in range(100):
        page.wait_for_timeout(100)
        if page.locator("h1").first.inner_text() != before:
            settle(page)
            return
    raise AssertionError((before, page.locator(".mg-errs").all_inner_texts()))


def _fill_part(page: Page, key: str, part: str, day: str) -> None:
    box = page.locator(f".st-key-{key}").first
    year, month, date = day.split("-")
    if part == "era":
        box.locator("button").last.click()
        page.locator("[role=option]", has_text="西暦").click()
    else:
        box.locator("input").fill({"year": year, "month": month.lstrip("0"), "day": date.lstrip("0")}[part])


def _fill_one(page: Page, key: str, value: Any) -> None:
    box = page.locator(f".st-key-{key}").first
    if box.locator("[data-testid=stRadioGroup]").count():
        box.locator("label[data-testid=stRadioOption]").nth(value).click()
    elif box.locator("[data-testid=stSelectbox]").count():
        box.locator("button").last.click()
        page.locator("[role=option]").nth(value).click()
    elif value is True:
        box.locator("label").click()
    else:
        box.locator("input").first.fill(str(value))
        box.locator("input").first.press("Tab")


def scan(page: Page, text: str) -> None:
    """A USB scanner: keys far quicker than a hand, then Enter. The page listens a moment after it is drawn."""
    settle(page)
    page.wait_for_timeout(1000)
    page.evaluate(
        """text => { for (const key of [...text, "Enter"])
             document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true})); }""",
        text,
    )

"""The whole journey without a mouse: from the first page to the receipt by Tab, Space, Enter and arrows alone.

Everything that is reached must say to a screen reader what it is (role) and what it is called (name).
"""

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Locator

from shared.catalogue.procedure import Procedure, Step
from shared.language import dates
from shared.screens.fields.days import era_parts
from tests.portal.citizen import Citizen
from tests.samples.sample_cases import samples

pytestmark = pytest.mark.browser

SAMPLE = next(one for one in samples() if str(one) == "juminhyo-copy/self-by-post")
FURTHEST = 120  # presses of Tab until something must have been reached
NAMED = re.compile(r'^\s*- (textbox|radio|checkbox|combobox|spinbutton|button|link)( ".+"|: .+)', re.MULTILINE)


class Keyboard:
    """A citizen whose mouse is unplugged. `presses` counts the keys."""

    def __init__(self, citizen: Citizen) -> None:
        self.citizen, self.page, self.presses = citizen, citizen.page, 0
        self.page.mouse.click = None  # type: ignore[method-assign, assignment]

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.presses += 1

    def tab_to(self, wanted: Locator) -> None:
        """Tab until the focus is there; what has it must have a role and a name."""
        wanted.first.wait_for(state="attached")
        for _ in range(FURTHEST):
            if wanted.first.evaluate("one => one === document.activeElement || one.contains(document.activeElement)"):
                return
            self.press("Tab")
        raise AssertionError(f"not reached by Tab: {wanted}")

    def say(self, box: Locator) -> str:
        """What a screen reader says of a field: role and name."""
        said = box.aria_snapshot()
        assert NAMED.search(said), f"no role or no name: {said}"
        return said

    def fill(self, step: Step, answers: Mapping[str, object]) -> None:
        for question in step.questions:
            if question.id not in answers:
                continue
            box, value = self.citizen.key(question.id), answers[question.id]
            if question.kind in ("date", "birth_date", "month"):
                self.day(question.id, str(value))
                continue
            self.say(box.first)
            if question.kind in ("choice", "yes_no"):
                options = ["yes", "no"] if question.kind == "yes_no" else [one.value for one in question.options]  # type: ignore[union-attr]
                self.choose(box, options.index(str(value)))
            elif question.kind == "consent":
                self.tab_to(box.locator("input[type=checkbox]"))
                self.press("Space")
            else:
                self.type(box.locator("input, textarea"), str(value))
            self.citizen.settle()

    def type(self, field: Locator, words: str) -> None:
        self.tab_to(field)
        self.press("Control+a")
        self.page.keyboard.insert_text(words)
        self.press("Tab")
        self.citizen.settle()

    def choose(self, box: Locator, index: int) -> None:
        self.tab_to(box.locator("[role=radiogroup]"))
        radios = box.locator("input[type=radio]")
        before = next((n for n in range(radios.count()) if radios.nth(n).is_checked()), -1)
        if before < 0:
            self.press("Space")
            before = 0
        for _ in range(abs(index - before)):
            self.press("ArrowDown" if index > before else "ArrowUp")
        self.citizen.settle()
        assert box.locator("input[type=radio]").nth(index).is_checked()

    def day(self, question: str, value: str) -> None:
        era, *parts = era_parts(value if value[0].isdigit() else dates.read_birth_date(value).stored, western=False)
        box = self.citizen.key(f"{question}_era")
        self.say(box)
        self.tab_to(box.locator("input"))
        self.page.keyboard.insert_text({"reiwa": "令和", "heisei": "平成", "showa": "昭和"}[era])
        self.press("Enter")
        self.citizen.settle()
        for part, typed in zip(("year", "month", "day"), parts, strict=True):
            self.say(self.citizen.key(f"{question}_{part}"))
            self.type(self.citizen.key(f"{question}_{part}").locator("input"), typed)

    def go_on(self, name: str) -> None:
        """The button of that key, by Enter, and the next screen."""
        before, button = self.citizen.screen(), self.page.locator(f"[class*=st-key-{name}_] button").first
        self.tab_to(button)
        self.press("Enter")
        for _ in range(200):
            self.page.wait_for_timeout(100)
            if self.citizen.screen() != before:
                break
        self.citizen.settle()


@pytest.mark.drill
@pytest.mark.requirement("AX-2")
def test_from_the_first_page_to_the_receipt_by_the_keyboard_alone(
    citizen: Citizen, procedures: Mapping[str, Procedure]
) -> None:
    keyboard, page, procedure = Keyboard(citizen), citizen.page, procedures["juminhyo-copy"]
    citizen.go("/")
    keyboard.tab_to(page.get_by_role("searchbox"))
    page.keyboard.insert_text("住民票")
    keyboard.press("Enter")
    page.wait_for_url("**q=**")
    citizen.settle()
    keyboard.tab_to(page.get_by_role("link", name=re.compile(procedure.title.say("ja"))))
    keyboard.press("Enter")
    page.wait_for_url("**procedure=juminhyo-copy**")
    citizen.settle()
    keyboard.tab_to(page.locator("form[action='/open'] button"))
    keyboard.press("Enter")
    page.wait_for_url("**case=**")
    citizen.settle()
    headings = []
    while (step := citizen.step(procedure)) is not None:
        headings.append(citizen.heading)
        page.locator("h1:focus").wait_for()  # where a screen reader begins to read
        keyboard.fill(step, SAMPLE.answers)
        keyboard.go_on("next")
    page.locator("h1:focus").wait_for()
    box = citizen.key("consent")
    keyboard.say(box)
    keyboard.tab_to(box.locator("input[type=checkbox]"))
    keyboard.press("Space")
    citizen.settle()
    keyboard.go_on("send_button")
    page.locator(".mg-done").wait_for()
    landmarks = page.locator("body").aria_snapshot()
    keyboard.tab_to(page.locator("a[href*='/receipt/']"))

    assert citizen.heading == "市役所に届きました"
    assert len(headings) >= 8
    assert 'heading "' in landmarks
    assert citizen.errors == []

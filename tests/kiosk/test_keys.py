"""How many keys and seconds a clerk needs for a whole case, beside what the paper form asks of a pen.

A key is every press that is not a character of the visitor's own words: Enter, Tab, Space, digits, arrows.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from shared.casework.opened import read_case
from shared.catalogue.questions.kinds import Question
from shared.language import dates
from shared.screens.fields.days import era_parts
from tests.kiosk.conftest import House
from tests.kiosk.test_dense import dense
from tests.kiosk.walking import settle

pytestmark = pytest.mark.browser

log = logging.getLogger("madoguchi.keys")  # seen with --log-cli-level=INFO
FURTHEST = 400
# Most keys of a case: one for each line that must be filled (19 and 15), two for an item of a list, the check, and the
# sending. Characters of the visitor's own words come on top, on paper and here.
CASES = [("jido-teate-nintei", "newborn", 40), ("tenshutsu-todoke", "with-card", 30)]
SLACK = 4  # a press that came while the button was drawn anew
ELSEWHERE = """before => { const box = document.activeElement?.closest?.("[class*=st-key-]");
  return box && !box.classList.contains(before); }"""
# Words of the visitor: written by hand on the form, typed here. Everything else is a tick, there and here.
WRITTEN = ("text", "name", "kana", "alias", "birth_date", "date", "month", "postal", "address", "building", "phone",
           "email", "bank_name", "bank_branch", "bank_number", "bank_kana", "my_number", "number")  # fmt: skip
DAYS = ("date", "birth_date", "month")


@dataclass
class Clerk:
    """Hands on a keyboard."""

    page: Page
    reference: str
    keys: int = 0
    words: int = 0
    lines: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, words: str) -> None:
        self.page.keyboard.press("Control+a")  # a filled line is written over: by hand a line is empty
        self.page.keyboard.insert_text(words)
        self.words += len(words)

    def here(self) -> str:
        """In which field or button the focus is: the end of its key."""
        return str(
            self.page.evaluate(
                """() => { const box = document.activeElement?.closest?.("[class*=st-key-]");
                   return box ? [...box.classList].find((one) => one.startsWith("st-key-")).slice(7) : ""; }"""
            )
        )

    def wait_in(self, key: str, milliseconds: int = 30_000) -> None:
        self.page.wait_for_selector(f".st-key-{key}:focus-within", timeout=milliseconds)

    def options(self, question: Question) -> list[str]:
        if question.kind == "yes_no":
            return ["yes", "no"]
        return [one.value for one in question.options]  # type: ignore[union-attr]


def day_words(value: str) -> str:
    """S58.4.2, as staff type it."""
    iso = value if value[0].isdigit() else dates.read_birth_date(value).stored
    era, *parts = era_parts(iso, western=False)
    return {"reiwa": "R", "heisei": "H", "showa": "S"}[era] + ".".join(parts)


def written_on_paper(questions: Mapping[str, Question], answers: Mapping[str, Any]) -> tuple[int, int]:
    """(places on the form, characters by hand) of these answers; an item of a list has places of its own."""
    places = characters = 0
    for name, value in answers.items():
        question = questions.get(name)
        if question is None:
            continue
        if question.kind == "repeat":
            inner = {one.id: one for one in question.questions}  # type: ignore[union-attr]
            for item in value:
                more = written_on_paper(inner, item)
                places, characters = places + more[0], characters + more[1]
            continue
        places += 1
        characters += len(str(value)) if question.kind in WRITTEN else 1
    return places, characters


def type_lines(clerk: Clerk, questions: Mapping[str, Question], answers: Mapping[str, Any], path: str = "") -> None:
    """Line after line, as Enter leads, until the button at the end."""
    start = f"q_{clerk.reference}_{path}"
    for _ in range(FURTHEST):
        settle(clerk.page)
        here = clerk.here()
        if here.startswith(("next_", "keep_")):
            return
        if here.startswith("add_"):
            question = questions[here.removeprefix(f"add_q_{clerk.reference}_")]
            type_list(clerk, question, answers[question.id])
            continue
        clerk.lines.append(here)
        answer_line(clerk, questions[here.removeprefix(start)], answers.get(here.removeprefix(start)))
        clerk.page.wait_for_function(ELSEWHERE, arg=f"st-key-{here}")
    raise AssertionError(clerk.here())


def answer_line(clerk: Clerk, question: Question, value: Any) -> None:
    if value is None:
        clerk.press("Enter")
    elif question.kind in ("choice", "yes_no"):
        place = clerk.options(question).index(str(value)) + 1
        assert place < 10, question.id
        clerk.press(str(place))
    elif question.kind == "consent":
        clerk.press("Space")
    else:
        clerk.type(day_words(str(value)) if question.kind in DAYS else str(value))
        clerk.press("Enter")


def send(clerk: Clerk) -> None:
    """To the check page, and off."""
    page = clerk.page
    check = page.get_by_role("heading", level=1, name="送る前に、確かめてください")
    clerk.press("Enter")
    for _ in range(3):  # on a busy machine a press can come while the button is drawn anew: one presses again
        try:
            check.wait_for(timeout=10_000)
            break
        except PlaywrightTimeout:
            clerk.press("Enter")
    settle(page)
    page.wait_for_timeout(1500)  # the new screen takes the keyboard to its heading during the first second
    page.get_by_role("button", name="市役所に送る").press("Enter")
    clerk.keys += 1
    page.locator(".mg-done").wait_for()


def type_list(clerk: Clerk, question: Question, items: list[dict[str, Any]]) -> None:
    """Each item on its own screen; the next one by Shift+Enter, back to the button that adds."""
    inner = {one.id: one for one in question.questions}  # type: ignore[union-attr]
    for index, item in enumerate(items):
        if index:
            while not clerk.here().startswith("add_"):
                clerk.press("Shift+Enter")
        clerk.press("Enter")
        first = f"q_{clerk.reference}_{question.id}_{index}_{next(iter(inner))}"
        clerk.wait_in(first)
        clerk.page.wait_for_timeout(1000)
        type_lines(clerk, inner, item, f"{question.id}_{index}_")
        clerk.press("Enter")
        clerk.page.wait_for_selector("[class*=st-key-next_]")
        settle(clerk.page)
        clerk.page.wait_for_timeout(1000)


@pytest.mark.drill
@pytest.mark.requirement("AX-2")
@pytest.mark.parametrize(("procedure", "name", "most"), CASES)
def test_a_whole_case_takes_one_key_a_line_beside_the_visitors_own_words(
    house: House,
    kiosk: str,
    sign_in: Callable[..., Page],
    procedure: str,
    name: str,
    most: int,
) -> None:
    sample = house.sample(procedure, name)
    page = sign_in()
    reference = dense(page, kiosk, procedure)
    clerk = Clerk(page, reference)
    questions = {one.id: one for one in house.office.catalogue().procedure(procedure).questions()}
    type_lines(clerk, questions, house.answers(sample))
    send(clerk)
    seconds = time.monotonic() - clerk.began

    body = read_case(house.office, house.actor(), reference).body
    filed = {key: value for key, value in body.answers.items() if key in sample.answers}
    places, by_hand = written_on_paper(questions, filed)
    items = sum(len(value) for value in filed.values() if isinstance(value, list))
    least = len(clerk.lines) + 2 * items + 2  # a key a line; an item is opened and kept; to the check, and sent
    log.info("%s: %d keys, %d characters, %d s; on paper %d places, %d characters", procedure, clerk.keys, clerk.words,
             seconds, places, by_hand)  # fmt: skip
    needed = {one.id for one in questions.values() if one.needed("counter") and one.id in sample.answers}
    assert needed - set(filed) == set()
    assert (clerk.keys <= least + SLACK, clerk.keys <= most) == (True, True), (clerk.keys, least)
    assert clerk.keys < by_hand

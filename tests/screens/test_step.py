"""One step drawn by AppTest on a real folder: what is asked, kept, refused, and where one goes."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from shared.casework import applying, cases
from shared.casework.cases import Case
from shared.casework.sides import FrontSide
from shared.errors import CannotOpen, FactWrong, FolderChanged, StoreUnavailable, ValueRefused
from shared.language.wording import LANGUAGES
from shared.screens.course import closing_step, open_step, position, steps_before_check
from shared.screens.explained import failure_html, words_of

Begin = Callable[..., Case]
Draw = Callable[..., AppTest]


def words_on(page: AppTest) -> str:
    """Everything that the page says in HTML."""
    return "".join(str(element.proto.body) for element in page.get("html"))


def press(page: AppTest) -> AppTest:
    """つぎへ進む."""
    return next(button for button in page.button if button.label.startswith(("つぎ", "これで"))).click().run()


def test_the_first_question_is_drawn_under_keys_of_this_case(begin: Begin, drawn: Draw) -> None:
    case = begin("juminhyo-copy")

    page = drawn(case=case.reference)

    assert not page.exception
    assert [radio.key for radio in page.radio] == [f"q_{case.reference}_by_agent"]


def test_an_answer_is_in_the_folder_before_the_next_question_is_drawn(
    side: FrontSide, begin: Begin, drawn: Draw
) -> None:
    case = begin("juminhyo-copy")
    page = drawn(case=case.reference)

    page.radio[0].set_value("no")
    page = press(page)

    assert cases.again(side, case).answers == {"by_agent": "no"}
    assert [field.key for field in page.text_input][:1] == [f"q_{case.reference}_applicant_sei"]


def test_a_question_left_open_is_refused_and_nothing_is_kept(side: FrontSide, begin: Begin, drawn: Draw) -> None:
    case = begin("juminhyo-copy")

    page = press(drawn(case=case.reference))

    assert "1か所、直してください" in words_on(page)
    assert cases.again(side, case).answers == {}


def test_nobody_goes_further_than_the_first_open_question(begin: Begin, drawn: Draw) -> None:
    case = begin("juminhyo-copy")

    page = drawn(case=case.reference, step="copies")

    assert [radio.key for radio in page.radio] == [f"q_{case.reference}_by_agent"]


def test_the_case_of_somebody_else_is_not_drawn(side: FrontSide, begin: Begin, drawn: Draw) -> None:
    theirs = applying.start(side, "juminhyo-copy")
    begin("juminhyo-copy")

    page = drawn(case=theirs.reference)

    assert "この端末では、開けません" in words_on(page)
    assert not page.radio


def test_kept_answers_fill_their_fields_as_people_write_them(side: FrontSide, begin: Begin, drawn: Draw) -> None:
    case = begin("sodai-gomi")
    case = applying.answer(
        side, case, "applicant_name", {"applicant_name": "見本 花子", "applicant_kana": "ミホン ハナコ"}, "citizen"
    )
    applying.answer(
        side,
        case,
        "applicant_contact",
        {"applicant_tel": "0852555555", "applicant_email": "mihon@example.jp"},
        "citizen",
    )

    page = drawn(case=case.reference, step="applicant_contact")

    assert [field.value for field in page.text_input] == ["0852-55-5555", "mihon@example.jp"]


def test_the_consent_at_the_end_stands_on_the_check_page(side: FrontSide, begin: Begin) -> None:
    case = begin("juminhyo-copy")

    closing = closing_step(case, "citizen")

    assert closing is not None and closing.id == "consent"
    assert closing.id not in [step.id for step in steps_before_check(case, "citizen")]


def test_progress_counts_the_screens_that_are_asked(side: FrontSide, begin: Begin) -> None:
    case = begin("juminhyo-copy")
    first = open_step(case, "citizen")
    assert first is not None

    index, count = position(case, first, "citizen")

    assert (index, count) == (1, len(steps_before_check(case, "citizen")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_situation_has_a_title_and_advice_in_every_language(language: str) -> None:
    for failure in (CannotOpen("cannot_open"), FactWrong("fact_wrong", left=3), FolderChanged("folder_changed")):
        assert words_of(failure, language)
        assert "0852" in failure_html(failure, language, "0852-55-5555") or failure.code != "cannot_open"


def test_when_nothing_can_be_kept_the_page_says_that_what_was_typed_is_still_there() -> None:
    html = failure_html(StoreUnavailable("store_unavailable"), "ja", "0852-55-5555")

    assert "画面に書いたことは残っています" in html
    assert "0852-55-5555" in html


def test_a_refused_value_says_what_to_write() -> None:
    assert words_of(ValueRefused("required"), "ja") == "ここを書くか、選んでください。"

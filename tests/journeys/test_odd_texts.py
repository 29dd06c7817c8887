"""XS-6: what people type is stored byte for byte or refused with a reason before any store, alike on both engines."""

import pytest

from shared.casework import applying
from shared.casework.opened import open_case
from shared.errors import AnswersRefused
from tests.casework.town import Town, answers_of

SAMPLE = "juminhyo-copy/self-by-post"
TAKEN = ("葛\U000e0100城", "𠮷田", "\ufa19原", "が\u3099ぎ", "ヴ\u30f7", "O'Brien-Łukasz")
REFUSED = {
    "見\x00本": "control_character",
    "見\x1b本": "control_character",
    "見\ud800本": "broken_character",
    "見\u202e本": "bidi_character",
    "見\u200d本": "invisible_character",
    "e" + "\u0301" * 10_000: "too_many_marks",
}


def refused_with(town: Town, name: str) -> str:
    """The code of the refusal; "" where the name is taken."""
    case = applying.start(town.home, "juminhyo-copy")
    try:
        applying.answer_all(town.home, case, answers_of(SAMPLE) | {"applicant_sei": name}, "citizen")
    except AnswersRefused as refused:
        assert [problem.question for problem in refused.errors] == ["applicant_sei"]
        return refused.errors[0].code
    return ""


@pytest.mark.requirement("XS-6")
def test_what_no_store_can_hold_is_refused_with_the_same_reason_on_both_engines(any_town: Town) -> None:
    assert {name: refused_with(any_town, name) for name in REFUSED} == REFUSED


@pytest.mark.requirement("XS-6")
def test_rare_characters_come_out_of_both_stores_byte_for_byte(any_town: Town) -> None:
    sent = {name: any_town.apply(applicant_sei=name, purpose="other", purpose_other=name * 2) for name in TAKEN}
    any_town.receive()

    for name, case in sent.items():
        answers = open_case(any_town.office, case.reference).body.answers
        assert (answers["applicant_sei"], answers["purpose_other"]) == (name, name * 2)
        assert [row.applicant_name for row in any_town.queue(search=case.reference)] == [f"{name} 花子"]


@pytest.mark.requirement("XS-6")
def test_a_compatibility_kanji_is_found_by_its_plain_one(any_town: Town) -> None:
    case = any_town.apply(applicant_sei="\ufa19原")
    any_town.receive()

    for search in ("神原", "\ufa19原", "神原花子"):
        assert [row.reference for row in any_town.queue(search=search)] == [case.reference]


@pytest.mark.requirement("XS-6")
@pytest.mark.parametrize(
    "search", ["見\x00x", "見\ud800x", "%", "_", "'; DROP TABLE submission; --", "\u202e9", "9" * 5000]
)
def test_no_search_breaks_the_list(any_town: Town, search: str) -> None:
    any_town.apply()
    any_town.receive()

    assert any_town.queue(search=search) == ()
    assert len(any_town.queue()) == 1

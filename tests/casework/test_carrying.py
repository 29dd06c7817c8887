"""Facts of an earlier case: opened by its code and its fact, offered one by one, never what was special to it."""

import pytest

from shared.casework import applying, bundles, carrying, sending
from shared.casework.cases import Case
from shared.errors import CannotOpen, FactWrong
from shared.records.code import new_code

from .bundled import written
from .town import Town

BIRTH = "1983-04-02"
CHILD = "jido-teate-nintei/newborn"


@pytest.fixture
def earlier(town: Town) -> Case:
    return carrying.earlier_case(town.home, town.apply(CHILD).code, BIRTH)


def test_the_person_and_nothing_that_was_special_is_offered_field_by_field(town: Town, earlier: Case) -> None:
    case = applying.start(town.home, "juminhyo-copy")
    found = {one.question: one.stored for one in carrying.offered(case, earlier)}
    assert found["applicant_sei"] == "見本" and found["applicant_birth"] == BIRTH
    assert found.keys() <= earlier.answers.keys()
    assert found.keys() & {"by_agent", "consent", "reason", "children", "bank_number", "individual_number"} == set()


def test_the_account_is_offered_where_one_is_asked(town: Town, earlier: Case) -> None:
    case = applying.start(town.home, "jido-teate-nintei")
    found = {one.question for one in carrying.offered(case, earlier)}
    assert {"bank_name", "bank_type", "bank_number"} <= found and "bank_use_public" not in found


def test_what_was_chosen_is_not_asked_again_and_the_rest_is(town: Town, earlier: Case) -> None:
    case = applying.start(town.home, "juminhyo-copy")
    every = {one.question for one in carrying.offered(case, earlier)}
    taken = carrying.take_over(town.home, case, earlier, every - {"applicant_address"})
    assert "applicant_address" not in taken.answers and taken.answers["applicant_kana"] == "ミホン ハナコ"
    taken = applying.answer(town.home, taken, "by_agent", {"by_agent": "no"}, "citizen")
    assert taken.next_step("citizen") == "applicant_home"


def test_a_bundle_takes_over_and_is_taken_over_from(town: Town) -> None:
    sent = sending.submit(town.home, written(town, CHILD, "inu-toroku/puppy"))
    earlier = carrying.earlier_case(town.home, sent.code, BIRTH)
    case = bundles.start(town.home, ["juminhyo-copy", "shotoku-kazei-shomei"])
    taken = carrying.take_over(town.home, case, earlier, {"applicant_sei", "applicant_tel"})
    assert set(taken.answers) == {"applicant_sei", "applicant_tel"}


def test_it_opens_with_code_and_fact_only_and_tries_are_counted(town: Town) -> None:
    code = town.apply(CHILD).code
    with pytest.raises(FactWrong) as wrong:
        carrying.earlier_case(town.home, code, "1950-01-01")
    assert wrong.value.params["left"] == 4
    for other in (town.drafted().code, new_code()):
        with pytest.raises(CannotOpen):
            carrying.earlier_case(town.home, other, BIRTH)

"""What follows from answers: other procedures that fit, and the coming days of the year."""

from datetime import date
from typing import Any

import pytest

from shared.catalogue.catalogue import Catalogue, load
from shared.catalogue.suggesting import everything, following

from .samples import DAY, SHIPPED


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load(SHIPPED)


def suggested(shipped: Catalogue, procedure: str, **answers: Any) -> set[str]:
    return {one.procedure.id for one in following(shipped, procedure, answers, DAY).suggested}


def test_only_what_the_answers_call_for_is_suggested(shipped: Catalogue) -> None:
    birth = suggested(shipped, "jido-teate-nintei", reason="birth")

    assert {"kodomo-iryo", "yobo-sesshu", "hoiku-moshikomi"} <= birth
    assert not suggested(shipped, "jido-teate-nintei", reason="custody") & {"kodomo-iryo", "yobo-sesshu"}
    assert "kaigo-futan-gendo" in suggested(shipped, "kaigo-nintei-shinki", now_place="facility")
    assert suggested(shipped, "kaigo-nintei-shinki", now_place="home") >= {"kaigo-jutaku", "kaigo-yogu"}
    assert "kokuho-genmen" not in suggested(shipped, "kokuho-kanyu", reason="leave", layoff="no")


@pytest.mark.parametrize(
    ("filed", "begins", "until"),
    [
        (date(2026, 11, 24), date(2027, 6, 1), date(2027, 6, 30)),
        (date(2027, 5, 31), date(2027, 6, 1), date(2027, 6, 30)),
        (date(2027, 6, 1), date(2028, 6, 1), date(2028, 6, 30)),  # in the period itself: the next one
        (date(2028, 7, 1), date(2029, 6, 1), date(2029, 7, 2)),  # 30 June 2029 is a Saturday
    ],
)
def test_the_next_time_is_reckoned_from_the_day_of_filing(
    shipped: Catalogue, filed: date, begins: date, until: date
) -> None:
    (found,) = following(shipped, "jido-teate-nintei", {}, filed).days

    assert (found.yearly.id, found.begins, found.until) == ("genkyo", begins, until)


def test_nothing_sensitive_suggests_or_is_suggested(shipped: Catalogue) -> None:
    for procedure in shipped.procedures:
        found = everything(shipped, procedure.id, DAY)
        assert not [one for one in found.suggested if one.procedure.sensitive]
        assert not procedure.sensitive or found.suggested == found.days == ()


def test_at_least_twelve_procedures_of_daily_life_say_what_follows(shipped: Catalogue) -> None:
    saying = [one for one in shipped.procedures if one.suggests]

    assert len(saying) >= 12
    assert [one for one in saying if any(not s.why.easy or not s.why.en for s in one.suggests)] == []


def test_what_follows_is_no_part_of_what_a_case_keeps(shipped: Catalogue) -> None:
    asked = shipped.procedure("jido-teate-nintei").as_asked(DAY)

    assert not asked.keys() & {"suggests", "yearly"}


def test_a_procedure_that_is_gone_brings_nothing(shipped: Catalogue) -> None:
    assert following(shipped, "no-such", {}, DAY).suggested == ()

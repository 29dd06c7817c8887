"""What the situation already answers is not asked, and what is needed for it is said (read as citizen and as clerk)."""

from typing import Any

import pytest

from shared.catalogue import journey
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.conditions import holds

from .samples import DAY


def _asked(shipped: Catalogue, procedure_id: str, answers: dict[str, Any]) -> set[str]:
    procedure = shipped.procedure(procedure_id).on(DAY)
    return {step.id for step in journey.asked_steps(procedure, answers, "citizen")}


@pytest.mark.parametrize("kind", ["new", "renew", "change", "lost"])
def test_who_lost_the_card_of_medical_support_is_not_asked_everything_again(shipped: Catalogue, kind: str) -> None:
    asked = _asked(shipped, "jiritsu-iryo", {"kind": kind})

    wanted = {"clinic", "insurance", "benefits", "severe", "tax_consent", "papers"}
    assert wanted & asked == (set() if kind == "lost" else wanted)
    assert ("need_doctor" in asked) == (kind == "renew")


def test_who_lost_a_handbook_is_not_examined_again(shipped: Catalogue) -> None:
    examined = {"belong", "difficulty", "interview_ng"}

    assert examined & _asked(shipped, "ryoiku-techo", {"kind": "lost"}) == set()
    assert examined <= _asked(shipped, "ryoiku-techo", {"kind": "renew"})


def test_nobody_is_asked_about_support_for_somebody_who_died(shipped: Catalogue) -> None:
    assert "jiritsu_same" not in _asked(shipped, "seishin-techo", {"kind": "return"})
    assert "jiritsu_same" in _asked(shipped, "seishin-techo", {"kind": "change"})


@pytest.mark.parametrize(("kind", "brought"), [("new", True), ("renew", False)])
def test_a_first_application_brings_the_certificate_without_being_asked(
    shipped: Catalogue, kind: str, brought: bool
) -> None:
    assert ("techo-shindansho" in _brought(shipped, "jiritsu-iryo", {"kind": kind})) == brought


def test_the_months_of_maternity_follow_from_the_birth_and_are_not_asked(shipped: Catalogue) -> None:
    mother = _asked(shipped, "nenkin-menjo", {"kind": "maternity"})

    assert "period" not in mother
    assert "due_date" in mother
    assert "period" in _asked(shipped, "nenkin-menjo", {"kind": "student"})
    assert "boshi-techo" in _brought(shipped, "nenkin-menjo", {"kind": "maternity"})
    assert shipped.procedure("nenkin-menjo").on(DAY).question("twins").required


def test_nobody_writes_a_month_in_which_nothing_happened(shipped: Catalogue) -> None:
    """The form of a marriage leaves the box empty where there was neither a wedding nor a common home."""
    assert not shipped.procedure("konin-todoke").on(DAY).question("cohabit_start").required


@pytest.mark.parametrize(("changed", "brought"), [("work", True), ("hours", True), ("leave", True), ("address", False)])
def test_a_change_of_work_brings_the_employers_certificate(shipped: Catalogue, changed: str, brought: bool) -> None:
    assert ("shuro-shomei" in _brought(shipped, "hoiku-taisho", {"changes": [changed]})) == brought


def _brought(shipped: Catalogue, procedure_id: str, answers: dict[str, Any]) -> set[str]:
    documents = shipped.procedure(procedure_id).on(DAY).documents
    return {one.kind for one in documents if one.ask_if is None or holds(one.ask_if, answers)}

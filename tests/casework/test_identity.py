"""本人確認: one A; two B; one B with one C; never C with C. Every pair of documents."""

import itertools
from typing import Any

import pytest

from shared.casework import applying, counter, notices
from shared.casework.identity import DOCUMENTS, Grade, method_of, settled
from shared.errors import ActionNotAllowed, AnswersRefused, ValueRefused
from shared.records.status import Action, Status

from .town import Town, answers_of, sample_names, staff_answers_of

PAIRS = list(itertools.combinations_with_replacement(sorted(DOCUMENTS), 2))
MOVING_OUT = "tenshutsu-todoke"


def outcome(*documents: str) -> str:
    try:
        return method_of(documents)
    except ValueRefused as refused:
        return refused.code


def by_the_rule(first: str, second: str) -> str:
    """The rule of domain_jp §1.5, written out a second time."""
    pair = {DOCUMENTS[first].value, DOCUMENTS[second].value}
    if "A" in pair:
        return "A1"
    if first == second:
        return "identity_same_document"
    return {("B",): "B2", ("B", "C"): "BC", ("C",): "identity_c_c"}[tuple(sorted(pair))]


def test_every_pair_of_documents_follows_the_rule() -> None:
    assert len(PAIRS) == 325
    assert [pair for pair in PAIRS if outcome(*pair) != by_the_rule(*pair)] == []
    assert [pair for pair in PAIRS if outcome(*pair) != outcome(*reversed(pair))] == []


def test_one_document_is_enough_where_it_is_an_a() -> None:
    alone = {Grade.A: "A1", Grade.B: "identity_second_needed", Grade.C: "identity_c_alone"}
    assert {kind: outcome(kind) for kind in DOCUMENTS} == {kind: alone[grade] for kind, grade in DOCUMENTS.items()}
    assert (outcome(), outcome("notification-card")) == ("identity_no_document", "identity_unknown_document")


def test_the_documents_are_those_of_the_catalogue_in_its_groups(town: Town) -> None:
    options = town.catalogue.procedure("juminhyo-copy").question("id_doc1").model_dump()["options"]
    grade, found = "", {}
    for option in options:
        grade = option["group"]["ja"][0] if option["group"] else grade
        found[option["value"]] = Grade(grade)
    assert found == dict(DOCUMENTS)


def test_the_method_is_what_the_documents_make_it() -> None:
    assert settled({"id_method": "B2", "id_doc1": "bankbook", "id_doc2": "juki-card"})["id_method"] == "BC"
    assert settled({"id_method": "B2", "id_doc1": "passport", "id_doc2": "juki-card"})["id_method"] == "A1"
    assert settled({"id_method": "none"}) == {"id_method": "none"}
    assert settled({}) == {}


def filed(town: Town, procedure: str, sample: str, **checks: Any) -> str:
    raw = {**answers_of(f"{procedure}/{sample}"), **staff_answers_of(f"{procedure}/{sample}"), **checks}
    raw = {key: value for key, value in raw.items() if value is not None}
    return counter.file_answers(town.clerk(), procedure, raw).case.reference


def test_two_of_group_c_are_refused_at_the_counter(town: Town) -> None:
    clerk = town.clerk()
    case = counter.start(clerk, "juminhyo-copy", counter.consent(clerk, "aloud"))
    checks = {"id_method": "BC", "id_doc1": "bankbook", "id_doc2": "patient-card"}
    sample = "juminhyo-copy/self-by-post"
    case = applying.answer_all(town.office, case, {**answers_of(sample), **staff_answers_of(sample), **checks}, "staff")
    with pytest.raises(AnswersRefused) as refused:
        counter.file(clerk, case)
    assert [(one.question, one.code) for one in refused.value.errors] == [("id_doc2", "identity_c_c")]


def test_the_record_holds_method_kinds_checker_and_time_and_nothing_else(town: Town) -> None:
    checks = {"id_method": "B2", "id_doc1": "care-insurance", "id_doc2": "bankbook"}
    body = town.record(filed(town, "juminhyo-copy", "self-by-post", **checks)).body
    assert body is not None and body.staff is not None
    kept = body.staff.identity_check
    assert (kept["id_method"], kept["id_doc1"], kept["id_doc2"], kept["checker"]) == (
        "BC",
        "care-insurance",
        "bankbook",
        "mado",
    )
    assert set(kept) == {"id_method", "id_doc1", "id_doc2", "checker", "at", "assisted_by", "readback_done"}


UNCONFIRMED = {"id_method": "none", "id_doc1": None, "id_doc2": None}


def test_without_identity_a_certificate_is_for_the_section_to_decide(town: Town) -> None:
    record = town.record(filed(town, "juminhyo-copy", "self-by-post", **UNCONFIRMED))
    assert record.attention == ("identity_unconfirmed",)
    assert notices.owed(town.office, town.actor()) == []


def test_without_identity_a_filing_of_the_register_is_accepted_and_a_letter_has_to_go_out(any_town: Town) -> None:
    sample, *_ = [name for name in _samples(MOVING_OUT) if "agent" not in name]
    reference = filed(any_town, MOVING_OUT, sample, **UNCONFIRMED)
    actor = any_town.actor()
    assert any_town.record(reference).attention == ("notice_owed",)
    assert [one.reference for one in notices.owed(any_town.office, actor)] == [reference]
    any_town.act(reference, Action.TAKE_UP)
    any_town.act(reference, Action.APPROVE)
    with pytest.raises(ActionNotAllowed) as refused:
        any_town.act(reference, Action.COMPLETE)
    assert refused.value.code == "notice_owed"
    with pytest.raises(ActionNotAllowed):
        notices.sent(any_town.office, actor, reference, "phone")  # a call is no letter
    notices.sent(any_town.office, actor, reference)
    assert (notices.owed(any_town.office, actor), any_town.record(reference).attention) == ([], ())
    assert any_town.act(reference, Action.COMPLETE).status is Status.COMPLETED
    assert ("mado", "notice_sent") in any_town.deeds(reference)
    with pytest.raises(ActionNotAllowed):
        notices.sent(any_town.office, actor, reference)


def _samples(procedure: str) -> list[str]:
    return [name.partition("/")[2] for name in sample_names(procedure)]

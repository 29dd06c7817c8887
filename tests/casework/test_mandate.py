"""同意と委任: who helps, for what, who is told; by what right an agent acts. Kept, printed, hashed in the trail."""

import hashlib
from typing import Any

import pytest

from shared.casework import applying, counter, mandate, notices, receipts
from shared.casework.mandate import Agreement, Mandate, NumberChecks, Telling
from shared.casework.rights import TELLING_OWED
from shared.catalogue.deadlines import due_on
from shared.catalogue.procedure import canonical
from shared.errors import ActionNotAllowed, ReasonMissing, ValueRefused
from shared.language.wording import say
from shared.records.store.visibility import THE_OFFICE

from .town import Town, answers_of, files_of, picture_bytes, staff_answers_of

BY_AGENT = "kaigo-nintei-shinki/daughter-as-agent"
CHECKED = NumberChecks(True, True, True)
MANDATE = Mandate("seen", "長女", numbers=CHECKED)
TOLD = (Telling("applicant", "post"), Telling("agent", "print"))
AGREEMENT = Agreement("touch", "要介護認定の申請", TOLD, mandate=MANDATE)


def filed(town: Town, agreement: Agreement, **changes: Any) -> str:
    clerk = town.clerk()
    case = counter.start(clerk, BY_AGENT.partition("/")[0], mandate.agreed(clerk, agreement))
    raw = {**answers_of(BY_AGENT), **staff_answers_of(BY_AGENT), "individual_number": "123456789018", **changes}
    case, full = applying.attach_all(town.office, case, raw, files_of(BY_AGENT))
    case = applying.answer_all(town.office, case, full, "staff")
    return counter.file(clerk, case).case.reference


def test_what_was_agreed_stands_with_the_case_and_its_hash_in_the_trail(any_town: Town) -> None:
    reference = filed(any_town, AGREEMENT)
    body = any_town.record(reference).body
    assert body is not None
    kept = body.consent
    assert (kept["how"], kept["helper"], kept["purpose"]) == ("touch", "mado さん", "要介護認定の申請")
    assert kept["told"] == [{"who": "applicant", "by": "post"}, {"who": "agent", "by": "print"}]
    assert kept["mandate"] == {
        "letter": "seen",
        "relationship": "長女",
        "why": "",
        "note": "",
        "numbers": {"right": True, "agent": True, "number": True},
        "checker": "mado",
    }
    (entry,) = any_town.trail(reference)
    assert entry.detail is not None
    assert entry.detail["consent"] == hashlib.sha256(canonical(kept)).hexdigest()


def test_the_receipt_says_who_is_told_and_that_the_mandate_was_seen(town: Town) -> None:
    reference = filed(town, AGREEMENT)
    record = town.record(reference)
    assert record.body is not None
    procedure = town.catalogue.procedure(BY_AGENT.partition("/")[0])
    notes = receipts.content_of(procedure, record.body, reference, record.received_at).notes
    keys = ("how_touch", "told_applicant_post", "told_agent_print", "mandate_seen")
    assert [note.ja for note in notes] == [say(f"agreement.{key}") for key in keys]


@pytest.mark.parametrize(("answer", "dated"), [(None, -1), (2, 1), (1, 0), (0, None)])
def test_the_due_date_stands_beside_the_step_that_is_the_answer(
    town: Town, answer: int | None, dated: int | None
) -> None:
    record = town.record(filed(town, AGREEMENT))
    assert record.body is not None
    shipped = town.catalogue.procedure(BY_AGENT.partition("/")[0])
    procedure = shipped.model_copy(update={"after_due": answer})

    steps = receipts.content_of(procedure, record.body, "ABCDEFGHJ", record.received_at).next_steps

    due = due_on(procedure, record.received_at)
    assert len(steps) > 2
    assert [step.day == due for step in steps].count(True) == (0 if dated is None else 1)
    assert dated is None or steps[dated].day == due


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (MANDATE, ()),
        (Mandate("none", "長女", "household", numbers=CHECKED), ()),
        (Mandate("seen", "長女"), ("number_checks_missing",)),
        (Mandate("seen", "長女", numbers=NumberChecks(True, True, False)), ("number_checks_missing",)),
        (None, ("mandate_unchecked", "number_checks_missing")),
    ],
)
def test_what_was_not_checked_of_an_agent_is_flagged(town: Town, given: Mandate | None, found: tuple[str, ...]) -> None:
    agreement = Agreement("aloud", "要介護認定の申請", mandate=given)
    assert town.record(filed(town, agreement, mandate_checked=None)).attention == found


@pytest.mark.parametrize(
    ("agreement", "error", "code"),
    [
        (Agreement("wink", "x"), ValueRefused, "agreement_how"),  # type: ignore[arg-type]
        (Agreement("touch", "x", ()), ValueRefused, "agreement_how"),
        (Agreement("touch", "x", mandate=Mandate("seen", " ")), ValueRefused, "mandate_relationship"),
        (Agreement("touch", "x", mandate=Mandate("none", "長女")), ReasonMissing, "mandate_why"),
        (Agreement("touch", "x", mandate=Mandate("none", "長女", "other")), ReasonMissing, "mandate_why"),
        (Agreement("touch", "x", mandate=Mandate("seen", "長" * 201)), ValueRefused, "too_long"),
    ],
)
def test_what_says_nothing_is_refused(agreement: Agreement, error: type[Exception], code: str) -> None:
    with pytest.raises(error, match=code):
        mandate.check(agreement)


def test_what_the_consent_says_of_the_agent_is_not_asked_again(any_town: Town) -> None:
    clerk = any_town.clerk()
    begun = counter.start(clerk, "juminhyo-copy", mandate.agreed(clerk, AGREEMENT))
    case = mandate.carried(clerk, begun, "family")
    assert (case.answers["by_agent"], case.answers["agent_relation"]) == ("yes", "family")


def test_a_scanned_letter_goes_with_the_case_to_its_record(any_town: Town) -> None:
    clerk = any_town.clerk()
    begun = counter.start(clerk, BY_AGENT.partition("/")[0], mandate.agreed(clerk, AGREEMENT))
    case = mandate.carried(clerk, begun, "family", ("ininjo.png", picture_bytes(of="letter")))
    raw = {**answers_of(BY_AGENT), **staff_answers_of(BY_AGENT), "individual_number": "123456789018"}
    case, full = applying.attach_all(any_town.office, case, raw, files_of(BY_AGENT))
    filed_case = counter.file(clerk, applying.answer_all(any_town.office, case, full, "staff")).case
    kept = any_town.office.store.attachments(filed_case.reference, THE_OFFICE)
    assert "mandate_letter" in [one.described["question"] for one in kept]


def test_where_no_agent_is_asked_nothing_is_carried_over(town: Town) -> None:
    clerk = town.clerk()
    begun = counter.start(clerk, "sodai-gomi", mandate.agreed(clerk, AGREEMENT))
    assert "by_agent" not in mandate.carried(clerk, begun, "family").answers


@pytest.mark.parametrize(
    ("here", "agent", "told"),
    [
        (True, False, (("applicant", "print"), ("applicant", "post"))),
        (True, True, (("agent", "print"), ("applicant", "post"))),
        (False, False, (("applicant", "post"),)),
    ],
)
def test_whoever_is_here_has_the_sheet_and_the_applicant_is_told_as_they_wish(
    here: bool, agent: bool, told: tuple[tuple[str, str], ...]
) -> None:
    assert tuple((one.who, one.by) for one in mandate.telling("post", here=here, agent=agent)) == told


def test_an_applicant_who_was_not_here_is_told_as_agreed_and_that_is_a_row_of_the_trail(any_town: Town) -> None:
    reference, actor = filed(any_town, AGREEMENT), any_town.actor()
    assert any_town.record(reference).attention == (TELLING_OWED,)
    assert [(one.reference, one.why) for one in notices.owed(any_town.office, actor)] == [(reference, TELLING_OWED)]
    notices.sent(any_town.office, actor, reference, "phone")
    last = any_town.trail(reference)[-1]
    assert (last.actor, last.action, last.detail) == (actor.name, notices.SENT, {"by": "phone"})
    assert (any_town.record(reference).attention, notices.owed(any_town.office, actor)) == ((), [])
    with pytest.raises(ActionNotAllowed):
        notices.sent(any_town.office, actor, reference, "phone")


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (mandate.telling("post", here=True, agent=False), []),  # has the sheet in hand
        (mandate.telling("code", here=True, agent=True), []),  # looks by the code
        (mandate.telling("post", here=True, agent=True), [TELLING_OWED]),
        (mandate.telling("phone", here=False, agent=False), [TELLING_OWED]),
    ],
)
def test_who_is_still_to_be_told(town: Town, told: tuple[Telling, ...], found: list[str]) -> None:
    agreement = Agreement("aloud", "要介護認定の申請", told, mandate=MANDATE)
    assert list(town.record(filed(town, agreement)).attention) == found

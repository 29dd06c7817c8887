"""公簿での確認: a paper that the city holds need not be brought; what may be looked up is, before approval."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from shared.casework import applying, bundles, cases, lookups, receipts, review, sending
from shared.casework.opened import open_case
from shared.casework.review import Order
from shared.catalogue import journey
from shared.errors import ActionNotAllowed, NotAuthorised, ReasonMissing
from shared.records.status import Action
from tests import shipped_catalogue

from .bundled import raw_of
from .town import Town, answers_of

PUBLIC = "jido-teate-nintei/moved-in-elder"
DOG = "inu-toroku/puppy"
HELD = "  - id: chusha-zumi\n    held: {ja: 係が台帳で確かめます, easy: 市役所が 調べます, en: We look it up}\n"
FILE = "          - id: vacc_doc\n            kind: file\n"


@pytest.fixture
def holding(make_town: Callable[..., Town], tmp_path: Path) -> Town:
    """A city that holds 注射済証 and 口座: what is on file there need not be brought."""
    shipped_catalogue.changed(tmp_path, "  - id: chusha-zumi\n", HELD)
    shipped_catalogue.changed(tmp_path, "  - id: koza\n", HELD.replace("chusha-zumi", "koza"))
    file = shipped_catalogue.changed(tmp_path, FILE, f"{FILE}            document: chusha-zumi\n")
    return make_town(MADOGUCHI_CATALOGUE=str(file))


def asked(town: Town, procedure: str, **answers: str) -> list[str]:
    case = applying.start(town.home, procedure)
    known = {**answers_of(DOG), **answers}
    return [q.id for s in case.procedure.steps for q in journey.asked_questions(s, known, "citizen")]


def test_what_is_held_is_asked_on_one_screen_and_a_yes_spares_the_paper(holding: Town) -> None:
    assert "vacc_doc" in asked(holding, "inu-toroku")
    assert "vacc_doc" not in asked(holding, "inu-toroku", **{"lookup_chusha-zumi": "yes"})
    case = bundles.start(holding.home, ["inu-toroku", "jido-teate-nintei"])
    screens = [step for step in case.procedure.steps if step.id.startswith("lookup")]
    assert [[question.id for question in step.questions] for step in screens] == [["lookup_chusha-zumi", "lookup_koza"]]


def test_what_need_not_be_brought_does_not_stand_on_the_sheet(holding: Town) -> None:
    case = applying.start(holding.home, "inu-toroku")
    case = applying.answer(holding.home, case, "vaccinated", {"vaccinated": "yes"}, "citizen")
    before = receipts.pre_entry_content(case).bring
    case = applying.answer(holding.home, case, "lookup", {"lookup_chusha-zumi": "yes"}, "citizen")
    assert len(receipts.pre_entry_content(case).bring) == len(before) - 1


def test_each_case_of_a_bundle_has_its_own_task(holding: Town) -> None:
    raw = raw_of(holding, "jido-teate-nintei/newborn", DOG) | {"lookup_chusha-zumi": "yes"}
    begin = partial(bundles.start, holding.home, ["jido-teate-nintei", "inu-toroku"])
    sent = sending.send_answers(holding.home, begin, raw, (), "citizen", partial(sending.submit, holding.home))
    holding.receive()
    assert sent.front is not None
    assert [lookups.OWED in holding.record(one.reference).attention for one in sent.front.together] == [False, True]


def code_of(town: Town, reference: str) -> str:
    body = town.record(reference).body
    assert body is not None
    return body.code


def taken_up(town: Town) -> str:
    reference = town.apply(PUBLIC).reference
    town.receive()
    town.act(reference, Action.TAKE_UP)
    return reference


def test_an_account_of_the_state_replaces_the_fields_and_is_looked_up_before_approval(town: Town) -> None:
    reference, clerk = taken_up(town), town.actor()
    assert lookups.OWED in town.record(reference).attention and "bank_number" not in answers_of(PUBLIC)
    with pytest.raises(ActionNotAllowed) as refused:
        review.act(town.office, clerk, reference, Order(Action.APPROVE))
    assert refused.value.code == lookups.OWED
    after = lookups.tick(town.office, clerk, reference, "bank_use_public", "口座の登録あり、名義は本人")
    assert lookups.OWED not in after.attention
    assert not cases.case_by_code(town.home, code_of(town, reference)).gap
    row = lookups.done(town.trail(reference))["bank_use_public"]
    assert (row.actor, row.detail) == ("mado", {"question": "bank_use_public", "reason": "口座の登録あり、名義は本人"})
    assert review.act(town.office, clerk, reference, Order(Action.APPROVE)).status.value == "approved"


def test_a_task_is_ticked_once_with_what_was_seen_by_somebody_who_may_decide(town: Town) -> None:
    reference, clerk = taken_up(town), town.actor()
    other = town.actor("zeimu", sections=("shiminka",))
    for actor, question, seen, error in (
        (clerk, "bank_use_public", " ", ReasonMissing),
        (clerk, "applicant_sei", "見た", ActionNotAllowed),
        (other, "bank_use_public", "見た", NotAuthorised),
    ):
        with pytest.raises(error):
            lookups.tick(town.office, actor, reference, question, seen)
    assert lookups.left(town.office, open_case(town.office, reference))
    lookups.tick(town.office, clerk, reference, "bank_use_public", "見た")
    with pytest.raises(ActionNotAllowed):
        lookups.tick(town.office, clerk, reference, "bank_use_public", "もう一度")

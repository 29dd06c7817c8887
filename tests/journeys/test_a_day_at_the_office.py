"""A whole day at both doors: everything that was done is one row of the trail, in order, and nothing else is (AT-3)."""

import pytest

from shared.casework import afterwards, applying, cases, codes, counter, opened, reprints, review, sending, staff
from shared.casework.authority import Role
from shared.casework.review import Order
from shared.errors import CannotOpen, NotAuthorised, SignInRefused
from shared.records.status import Action, Status
from shared.records.store.pages import QueueFilter
from shared.records.store.trail_rows import verify_trail
from tests.casework.town import Clock, Town, answers_of, rows_of, staff_answers_of

SAMPLE = "juminhyo-copy/self-by-post"
BIRTH = "1983-04-02"


def whole_trail(town: Town) -> list[tuple[str, str, str]]:
    """(actor, action, reference) of all chains, as it happened."""
    found = rows_of(town.office.store.engine, "SELECT actor, action, reference FROM trail ORDER BY at, section, seq")
    return [(str(actor), str(action), str(reference)) for actor, action, reference in found]


@pytest.mark.requirement("AT-3")
def test_the_trail_of_a_day_is_exactly_what_was_done(town: Town, clock: Clock) -> None:
    done: list[tuple[str, str, str]] = []

    def did(actor: str, action: str, reference: str = "") -> None:
        done.append((actor, action, reference))
        clock.pass_by(seconds=1)

    # The morning: accounts, and who comes in.
    passwords = {"mado": staff.add(town.office, "mado", "見本 みどり", (Role.COUNTER,), ("shiminka",))}
    did("mado", "staff_added")
    passwords["shimin"] = staff.add(town.office, "shimin", "見本 誠", (Role.REVIEWER,), ("shiminka",))
    did("shimin", "staff_added")
    mado = staff.sign_in(town.office, "mado", passwords["mado"]).actor
    did("mado", "sign_in")
    with pytest.raises(SignInRefused):
        staff.sign_in(town.office, "shimin", "wrong")
    did("unknown", "sign_in_refused")
    shimin = staff.sign_in(town.office, "shimin", passwords["shimin"]).actor
    did("shimin", "sign_in")

    # Somebody applies at home, somebody comes to the counter.
    clock.pass_by(seconds=1)
    at_home = town.apply(SAMPLE).reference
    town.receive()
    did("citizen", "file", at_home)
    clerk = counter.Clerk(town.office, mado)
    raw = {**answers_of("juminhyo-copy/foreign-resident"), **staff_answers_of("juminhyo-copy/foreign-resident")}
    filed = counter.file_answers(clerk, "juminhyo-copy", raw).case
    did("mado", "file", filed.reference)
    review.pay(town.office, mado, filed.reference)
    did("mado", "pay", filed.reference)

    # The section works: looks, searches, asks back.
    review.queue(town.office, shimin, QueueFilter(()))  # the list itself shows no case that was not theirs
    review.queue(town.office, shimin, QueueFilter(()), "見本")
    did("shimin", "search")
    record = opened.read_case(town.office, shimin, at_home)
    did("shimin", "read", at_home)
    with pytest.raises(NotAuthorised):
        review.act(town.office, mado, at_home, Order(Action.TAKE_UP))
    did("mado", "refused", at_home)
    review.act(town.office, shimin, at_home, Order(Action.TAKE_UP))
    did("shimin", "take_up", at_home)
    review.act(town.office, shimin, at_home, Order(Action.ASK_CORRECTION, "番地", ("applicant_address",)))
    did("shimin", "ask_correction", at_home)

    # The citizen corrects, loses the code, gets another one and a receipt.
    clock.pass_by(seconds=5)
    assert record.body.code
    case = cases.unlock(town.home, cases.case_by_code(town.home, record.body.code), BIRTH)
    draft = afterwards.begin_correction(town.home, case)
    answers = {**draft.answers, "applicant_address": "松江市千鳥町9番地"}
    sending.submit(town.home, applying.answer_all(town.home, draft, answers, "citizen"))
    town.receive()
    did("citizen", "correct", at_home)
    new_code = codes.replace_code(town.office, mado, at_home, "A1")
    did("mado", "identity_checked", at_home)
    did("mado", "replace_code", at_home)
    with pytest.raises(CannotOpen):
        cases.case_by_code(town.home, record.body.code)
    assert cases.case_by_code(town.home, new_code).status is Status.IN_REVIEW
    again = opened.read_case(town.office, mado, at_home)
    did("mado", "read", at_home)
    reprints.reprint(town.office, again, mado.name, town.settings.base_url)
    did("mado", "reprint", at_home)

    # The end of it.
    for action in (Action.APPROVE, Action.COMPLETE):
        review.act(town.office, shimin, at_home, Order(action))
        did("shimin", action.value, at_home)
    clock.pass_by(seconds=5)
    visitor = cases.unlock(
        town.office, cases.case_by_code(town.office, filed.code), str(filed.answers["applicant_birth"])
    )
    counter.withdraw(clerk, visitor, "もういりません")
    did("mado", "withdraw", filed.reference)
    staff.disable(town.office, "mado")
    did("mado", "staff_disabled")

    assert sorted(whole_trail(town)) == sorted(done)
    assert town.office.store.read(verify_trail) is None
    statuses = [town.record(reference).status for reference in (at_home, filed.reference)]
    assert statuses == [Status.COMPLETED, Status.WITHDRAWN]

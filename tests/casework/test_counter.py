"""The counter: staff enter for a visitor, never as themselves; and nothing that was acknowledged is lost."""

import pytest

from shared.casework import afterwards, applying, cases, counter, receipts
from shared.casework.authority import Role
from shared.casework.counter import Clerk
from shared.errors import ActionNotAllowed, NotAuthorised, StoreUnavailable
from shared.records.person import ActedBy
from shared.records.person import Role as Part
from shared.records.proof import read_proof
from shared.records.status import Action, Status
from shared.records.store.trail_rows import verify_trail

from .town import Town, answers_of, rows_of, staff_answers_of, store_away
from .visitors import BIRTH, SAMPLE, filled, submissions

# Who helped --------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("KI-5")
def test_the_record_says_who_helped_what_was_agreed_and_who_checked(town: Town) -> None:
    filed = counter.file(town.clerk(), filled(town.clerk()), paid=True)
    body = town.record(filed.case.reference).body
    assert body is not None and body.staff is not None
    assert (body.channel, body.actor, body.staff.name) == ("counter", ActedBy(Part.STAFF, "mado さん"), "mado")
    assert (body.consent["how"], body.consent["helper"], body.consent["agreed"]) == (
        "aloud",
        "mado さん",
        ["type_for_me"],
    )
    assert (body.staff.identity_check["id_method"], body.staff.identity_check["checker"]) == ("A1", "mado")
    assert body.staff.payment["paid"] is True


def test_people_read_the_name_that_is_shown_and_the_trail_holds_the_account(town: Town) -> None:
    filed = counter.file(town.clerk(), filled(town.clerk()))
    content = receipts.receipt_content(filed.case, town.settings.base_url)
    assert (content.helper, town.deeds(filed.case.reference)) == ("mado さん", [("mado", "file")])


def test_the_applicant_is_the_visitor_and_never_the_member_of_staff(town: Town) -> None:
    filed = counter.file(town.clerk(), filled(town.clerk()))
    body = town.record(filed.case.reference).body
    assert body is not None and (body.applicant.name, body.applicant.role) == ("見本 花子", Part.APPLICANT)


def test_nothing_is_filed_for_a_citizen_who_was_not_asked(town: Town) -> None:
    draft = town.drafted()  # begun at home, alone
    with pytest.raises(ActionNotAllowed) as refused:
        counter.file(town.clerk(), draft)
    assert (refused.value.code, cases.case_by_code(town.home, draft.code).sent) == ("consent_missing", False)


def test_a_case_begun_at_home_is_gone_on_with_and_filed_by_the_counter(town: Town) -> None:
    clerk, draft = town.clerk(), town.drafted("tenkyo-todoke/family")
    case = counter.go_on(clerk, draft.code, counter.consent(clerk, "touch"))
    raw = {**answers_of("tenkyo-todoke/family"), **staff_answers_of("tenkyo-todoke/family")}
    filed = counter.file(clerk, applying.answer_all(town.office, case, raw, "staff"))
    body = town.record(filed.case.reference).body
    assert body is not None
    assert (filed.case.reference, body.channel, body.origin) == (draft.reference, "counter", "portal")


def test_a_sent_case_is_shown_at_the_counter_and_not_changed(town: Town) -> None:
    sent = town.apply()
    seen = counter.go_on(town.clerk(), sent.code, {"how": "aloud"})
    assert (seen.front, seen.draft, seen.row.revision) == (sent.front, None, sent.row.revision)


@pytest.mark.requirement("KI-5")
def test_help_with_a_case_that_was_sent_is_a_row_who_helps_what_was_agreed_and_how(town: Town) -> None:
    sent = town.apply()
    town.receive()
    clerk, before = town.clerk(), town.deeds(sent.reference)
    agreed = counter.consent(clerk, "touch", ("type_for_me", "staff_see"))
    counter.go_on(clerk, sent.code, agreed)
    row = town.trail(sent.reference)[-1]
    assert town.deeds(sent.reference) == [*before, ("mado", "helped")]
    assert row.detail == agreed
    assert (agreed["how"], agreed["helper"], agreed["agreed"]) == ("touch", "mado さん", ["type_for_me", "staff_see"])


@pytest.mark.requirement("KI-5")
def test_help_with_a_case_that_is_not_filed_yet_stands_in_its_trail_once_it_is(town: Town) -> None:
    sent, clerk = town.apply(), town.clerk()
    counter.go_on(clerk, sent.code, counter.consent(clerk, "aloud"))
    town.receive()
    assert sorted(town.deeds(sent.reference)) == [("citizen", "file"), ("mado", "helped")]
    assert town.office.store.read(verify_trail) is None


def test_without_the_store_nobody_is_helped_unrecorded(town: Town) -> None:
    sent, clerk = town.apply(), town.clerk()
    with store_away(town), pytest.raises(StoreUnavailable):
        counter.go_on(clerk, sent.code, counter.consent(clerk, "aloud"))
    assert counter.go_on(clerk, sent.code, counter.consent(clerk, "aloud")).reference == sent.reference


def test_staff_without_a_role_at_the_counter_begin_nothing(town: Town) -> None:
    nobody = Clerk(town.office, town.actor("admin", roles=(Role.ADMIN,)))
    for deed in (
        lambda: counter.start(nobody, "juminhyo-copy", {}),
        lambda: counter.go_on(nobody, "7H3K9QWN2TCXM4R7", {}),
        lambda: counter.file(nobody, filled(town.clerk())),
        lambda: counter.withdraw(nobody, town.apply()),
    ):
        with pytest.raises(NotAuthorised):
            deed()


def test_the_name_of_the_member_of_staff_is_filled_in_whatever_a_machine_says(town: Town) -> None:
    filed = town.file(assisted_by="somebody else")
    body = town.record(filed.case.reference).body
    assert body is not None and body.staff is not None
    assert body.staff.identity_check["assisted_by"] == "mado さん"


def test_without_staffs_answers_it_is_filed_and_says_that_identity_was_not_checked(town: Town) -> None:
    filed = counter.file_answers(town.clerk(), "juminhyo-copy", answers_of(SAMPLE))
    assert town.record(filed.case.reference).attention == ("identity_unchecked",)


def test_a_procedure_that_checks_no_identity_is_not_flagged_for_it(town: Town) -> None:
    assert town.record(town.file("sodai-gomi/chest-and-bedding").case.reference).attention == ()


def test_a_withdrawal_at_the_counter_names_who_did_it(town: Town) -> None:
    filed = town.file()
    case = cases.unlock(town.office, cases.case_by_code(town.office, filed.case.code), BIRTH)
    counter.withdraw(town.clerk("suzuki"), case, "もういりません")
    assert town.record(filed.case.reference).status is Status.WITHDRAWN
    assert town.deeds(filed.case.reference) == [("mado", "file"), ("suzuki", "withdraw")]


def test_a_correction_at_the_counter_names_who_did_it_and_keeps_who_filed_it(town: Town) -> None:
    filed = town.file()
    town.act(filed.case.reference, Action.TAKE_UP)
    town.act(filed.case.reference, Action.ASK_CORRECTION, reason="番地", questions=("applicant_address",))
    clerk = town.clerk("suzuki")
    case = cases.unlock(town.office, cases.case_by_code(town.office, filed.case.code), BIRTH)
    case = afterwards.begin_correction(town.office, case)
    raw = {**answers_of(SAMPLE), **staff_answers_of(SAMPLE), "applicant_address": "松江市千鳥町9番地"}
    counter.file(clerk, applying.answer_all(town.office, case, raw, "staff"))
    record = town.record(filed.case.reference)
    assert record.body is not None and record.body.staff is not None
    assert (record.status, record.body.answers["applicant_address"]) == (Status.IN_REVIEW, "松江市千鳥町9番地")
    assert (record.body.staff.name, record.body.actor.name) == ("mado", "mado さん")
    assert town.deeds(filed.case.reference)[-1] == ("suzuki", "correct")


# Filed at once -----------------------------------------------------------------------------------------------------


def test_what_is_filed_at_the_counter_is_a_record_and_can_be_seen_at_home_at_once(town: Town) -> None:
    filed = town.file()
    seen = cases.case_by_code(town.home, filed.case.code)
    assert filed.register_number == "市民-2026-000001"
    assert (seen.status, afterwards.progress(seen).register_number) == (Status.RECEIVED, filed.register_number)
    assert (town.receive().filed, submissions(town)) == (0, 1)


def test_the_offices_own_key_signs_the_receipt_of_the_counter(town: Town) -> None:
    filed = town.file()
    assert filed.case.front is not None
    assert read_proof(filed.case.front.proof, town.home.public).verdict == "office"


def test_it_is_sealed_in_the_letterbox_too_so_that_a_lost_office_can_be_filed_again(town: Town) -> None:
    filed = town.file()
    ((kept, at),) = rows_of(town.home.letterbox.engine, "SELECT reference, filed_at FROM envelope")
    assert (kept, at is not None) == (filed.case.reference, True)

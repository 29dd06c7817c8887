"""The counter: staff enter for a visitor, never as themselves; and nothing that was acknowledged is lost."""

import stat

import pytest

from shared.casework import afterwards, applying, cases, counter, receipts, sending
from shared.casework.authority import Role
from shared.casework.cases import Case
from shared.casework.counter import Clerk
from shared.errors import ActionNotAllowed, CannotOpen, FolderChanged, NotAuthorised, StoreUnavailable
from shared.language import open_days
from shared.language.clock import in_japan
from shared.records.person import ActedBy
from shared.records.person import Role as Part
from shared.records.proof import read_proof
from shared.records.status import Action, Status
from shared.records.store.trail_rows import verify_trail

from .town import Clock, Town, answers_of, letterbox_away, rows_of, staff_answers_of, store_away

SAMPLE = "juminhyo-copy/self-by-post"
BIRTH = "1983-04-02"


def filled(clerk: Clerk) -> Case:
    """A visitor's case, all answered with them."""
    case = counter.start(clerk, "juminhyo-copy", counter.consent(clerk, "aloud", ["type_for_me"]))
    raw = {**answers_of(SAMPLE), **staff_answers_of(SAMPLE)}
    return applying.answer_all(clerk.office, case, raw, "staff")


def submissions(town: Town) -> int:
    return int(rows_of(town.office.store.engine, "SELECT count(*) FROM submission")[0][0])


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


# Without the letterbox ---------------------------------------------------------------------------------------------


def test_without_the_letterbox_a_case_is_begun_answered_and_filed_and_goes_out_later(town: Town, clock: Clock) -> None:
    clerk = town.clerk()
    with letterbox_away(town):
        filed = counter.file(clerk, filled(clerk))
        assert (filed.register_number, filed.case.waits_here) == ("市民-2026-000001", True)
        with pytest.raises(CannotOpen):
            cases.case_by_code(town.home, filed.case.code)
    clock.pass_by(seconds=11)
    town.receive()
    seen = cases.case_by_code(town.home, filed.case.code)
    assert (seen.front, seen.status, seen.gap) == (filed.case.front, Status.RECEIVED, False)


def test_its_receipt_says_from_when_it_can_be_seen_at_home_and_later_no_more(town: Town, clock: Clock) -> None:
    clerk = town.clerk()
    with letterbox_away(town):
        filed = counter.file(clerk, filled(clerk))
    content = receipts.receipt_content(filed.case, town.settings.base_url)
    assert content.seen_from is not None
    morning = in_japan(content.seen_from)
    assert (morning.date(), morning.hour) == (open_days.add_open_days(in_japan(clock.now()).date(), 1), 9)
    clock.pass_by(seconds=11)
    town.receive()
    later = cases.case_by_code(town.office, filed.case.code)
    assert receipts.receipt_content(later, town.settings.base_url).seen_from is None


def test_a_case_begun_at_home_is_opened_from_the_mirror_of_the_last_pull(town: Town) -> None:
    draft = town.drafted()
    town.receive()
    with letterbox_away(town):
        assert cases.case_by_code(town.office, draft.code).answers == draft.answers


def test_the_same_key_opens_one_case_without_the_letterbox_too(town: Town, clock: Clock) -> None:
    with letterbox_away(town):
        codes = [applying.start(town.office, "juminhyo-copy", "counter", key="k").code for _ in range(2)]
    clock.pass_by(seconds=11)
    codes.append(applying.start(town.office, "juminhyo-copy", "counter", key="k").code)
    assert codes == [codes[0]] * 3


def test_two_saves_of_one_revision_are_refused_without_the_letterbox_as_well(town: Town) -> None:
    clerk = town.clerk()
    with letterbox_away(town):
        case = filled(clerk)
        applying.set_language(town.office, case, "en")
        with pytest.raises(FolderChanged):
            applying.set_language(town.office, case, "easy")


def test_what_waited_here_goes_out_before_what_comes_after_it(town: Town, clock: Clock) -> None:
    clerk = town.clerk()
    with letterbox_away(town):
        case = filled(clerk)
    clock.pass_by(seconds=11)
    saved = applying.set_language(town.office, case, "en")
    assert cases.case_by_code(town.home, case.code).row.revision == saved.row.revision


def test_what_was_filed_here_stays_filed_where_home_went_on_writing_meanwhile(town: Town, clock: Clock) -> None:
    """Both went on from the same draft while they could not see each other: sent is sent."""
    clerk, draft = town.clerk(), town.drafted()
    town.receive()
    with letterbox_away(town):
        adopted = counter.go_on(clerk, draft.code, counter.consent(clerk, "aloud"))
        filed = counter.file(clerk, adopted, hand="citizen")
        for language in ("en", "easy", "ja"):
            at_home = cases.case_by_code(town.home, draft.code)
            applying.set_language(town.home, at_home, language)
    clock.pass_by(seconds=11)
    town.receive()
    seen = cases.case_by_code(town.home, draft.code)
    assert (seen.sent, seen.front, submissions(town)) == (True, filed.case.front, 1)


def test_after_a_lost_connection_nobody_waits_for_the_next_one(town: Town, clock: Clock) -> None:
    with letterbox_away(town):
        applying.start(town.office, "juminhyo-copy", "counter")
    assert town.office.letterbox.reachable()
    waiting = town.office.letterbox.waiting_to_go()
    assert (waiting, town.office.letterbox.flush()) == (1, 0)
    clock.pass_by(seconds=11)
    assert town.office.letterbox.flush() == 1


# Without the store -------------------------------------------------------------------------------------------------


def test_with_the_store_away_it_lies_in_the_letterbox_and_is_filed_once_it_is_back(town: Town) -> None:
    clerk = town.clerk()
    case = filled(clerk)
    with store_away(town):
        filed = counter.file(clerk, case)
        assert (filed.case.sent, filed.register_number) == (True, "")
    assert (town.receive().filed, town.receive().filed, submissions(town)) == (1, 0, 1)
    assert counter.register_number(clerk, filed.case) == "市民-2026-000001"
    assert town.deeds(filed.case.reference) == [("mado", "file")]


@pytest.mark.requirement("RL-1")
def test_with_store_and_letterbox_away_it_is_spooled_and_filed_once_later(town: Town, clock: Clock) -> None:
    clerk = town.clerk()
    case = filled(clerk)
    with store_away(town), letterbox_away(town):
        filed = counter.file(clerk, case)
        again = counter.file(clerk, case)
    assert (filed.case.front, filed.case.sent) == (again.case.front, True)
    assert len(list(town.office.spool.ids())) == 1
    clock.pass_by(seconds=11)
    assert (town.receive().filed, town.receive().filed, submissions(town)) == (1, 0, 1)
    seen = cases.case_by_code(town.home, filed.case.code)
    assert (seen.front, seen.status, list(town.office.spool.ids())) == (filed.case.front, Status.RECEIVED, [])
    record = town.record(filed.case.reference)
    assert filed.case.front is not None
    assert (record.received_at, record.attention) == (filed.case.front.received_at, ())


def test_the_spool_is_sealed_and_nobody_elses(town: Town) -> None:
    clerk = town.clerk()
    case = filled(clerk)
    with store_away(town), letterbox_away(town):
        counter.file(clerk, case)
    (file,) = town.office.spool.path.iterdir()
    data = file.read_bytes()
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (file.parent, file)]
    assert (modes, file.name) == ([0o700, 0o600], f"{case.envelope_id}.json")
    assert [word for word in ("見本", case.code, "19830402", "1983-04-02") if word.encode() in data] == []


def test_a_spooled_receipt_says_from_when_it_can_be_seen(town: Town) -> None:
    clerk = town.clerk()
    case = filled(clerk)
    with store_away(town), letterbox_away(town):
        filed = counter.file(clerk, case)
        content = receipts.receipt_content(filed.case, town.settings.base_url)
    assert content.seen_from is not None


def test_a_damaged_file_in_the_spool_stays_and_stops_nothing(town: Town, clock: Clock) -> None:
    clerk = town.clerk()
    case = filled(clerk)
    with store_away(town), letterbox_away(town):
        counter.file(clerk, case)
    damaged = town.office.spool.path / f"{'0' * 32}.json"
    damaged.write_bytes(b"{")
    clock.pass_by(seconds=11)
    done = town.receive()
    assert (done.filed, done.unopened, list(town.office.spool.ids())) == (1, 1, ["0" * 32])


def test_a_tab_at_home_is_told_that_the_counter_has_sent_the_case(town: Town) -> None:
    clerk, draft = town.clerk(), town.drafted()
    adopted = counter.go_on(clerk, draft.code, counter.consent(clerk, "aloud"))
    filed = counter.file(clerk, adopted, hand="citizen")
    with pytest.raises(FolderChanged):
        applying.set_language(town.home, draft, "en")
    assert sending.submit(town.home, cases.case_by_code(town.home, draft.code)).front == filed.case.front
    assert submissions(town) == 1

"""The counter without the letterbox, without the store, without both: nothing that was acknowledged is lost."""

import stat

import pytest

from shared.casework import applying, cases, counter, receipts, sending
from shared.errors import CannotOpen, FolderChanged
from shared.language import open_days
from shared.language.clock import in_japan
from shared.records.status import Status

from .town import Clock, Town, letterbox_away, store_away
from .visitors import filled, submissions

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


def test_a_clock_that_is_set_back_leaves_the_counter_not_alone_for_hours(town: Town, clock: Clock) -> None:
    with letterbox_away(town):
        applying.start(town.office, "juminhyo-copy", "counter")
    clock.pass_by(hours=-9)
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

"""Without the network: the office's database, the letterbox, or both fail while a visitor's case is in hand.

What was answered survives, nothing of it can be read on the disk, and the case is filed once when they are back:
whatever was started anew, sent again or lost on the way.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.casework import applying, cases, counter
from shared.casework.cases import Case
from shared.casework.office import open_office
from shared.errors import FolderChanged, StoreUnavailable
from shared.records.letterbox import DatabaseLetterbox
from shared.records.proof import read_proof
from shared.records.status import Status

from .outages import FragileTown, Part
from .town import ROOT, Clock, Town, answers_of, plain_answers, staff_answers_of
from .visitors import SAMPLE, filled, submissions

OUTAGES: tuple[tuple[Part, ...], ...] = (("store",), ("letterbox",), ("store", "letterbox"))
PROCEDURE = "juminhyo-copy"
RAW = {**answers_of(SAMPLE), **staff_answers_of(SAMPLE)}
FIRST_STEPS, MORE_STEPS = 2, 2
WORDS = ("見本", "ミホン", "19830402", "1983-04-02", "0852551234")
KILLED = """
import os, signal, sys
from pathlib import Path
from shared.casework import counter
from tests.casework.outages import FragileTown
from tests.casework.town import Clock, Town, settings_in
from tests.casework.visitors import filled
town = Town(settings_in(Path(sys.argv[1])))
clerk = town.clerk()
case = filled(clerk)
with FragileTown(town, Clock()).away(("store", "letterbox")):
    filed = counter.file(clerk, case)
    print(filed.case.reference, filed.case.root.hex(), filed.case.front.proof, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def begun(town: Town, clerk: counter.Clerk | None = None) -> Case:
    """A visitor's case, half answered."""
    clerk = clerk or town.clerk()
    case = counter.start(clerk, PROCEDURE, counter.consent(clerk, "aloud"))
    return _answered(town, case, 0, FIRST_STEPS)


def _answered(town: Town, case: Case, first: int, last: int) -> Case:
    for step in case.procedure.steps[first:last]:
        raw = {question.id: RAW[question.id] for question in step.questions if question.id in RAW}
        case = applying.answer(town.office, cases.case_by_root(town.office, case.root), step.id, raw, "staff")
    return case


# What was answered survives ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("parts", OUTAGES)
def test_what_is_answered_while_they_are_away_is_there_in_a_new_process_once_they_are_back(
    fragile: FragileTown, parts: tuple[Part, ...]
) -> None:
    case = begun(fragile.town)
    with fragile.away(parts):
        written = _answered(fragile.town, case, FIRST_STEPS, FIRST_STEPS + MORE_STEPS)
        shown = cases.case_by_root(fragile.town.office, case.root)
    town = fragile.start_anew()
    town.receive()
    assert plain_answers(shown.answers) == plain_answers(written.answers)
    assert len(written.answers) > len(case.answers)
    for side in (town.office, town.home):
        assert plain_answers(cases.case_by_code(side, case.code).answers) == plain_answers(written.answers)


@pytest.mark.parametrize("fragile", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_a_case_that_was_saved_since_the_last_pull_goes_on_without_the_letterbox_in_a_new_process(
    fragile: FragileTown,
) -> None:
    """Where the letterbox is a file of this very machine, it is not a network that fails."""
    fragile.town.receive()
    case = begun(fragile.town)
    with fragile.away(("letterbox",)):
        town = fragile.start_anew()
        assert plain_answers(cases.case_by_code(town.office, case.code).answers) == plain_answers(case.answers)
        written = _answered(town, case, FIRST_STEPS, FIRST_STEPS + MORE_STEPS)
    town.receive()
    assert plain_answers(cases.case_by_code(town.home, case.code).answers) == plain_answers(written.answers)


def test_a_visitor_who_comes_while_both_are_away_is_served_and_filed_once(fragile: FragileTown) -> None:
    clerk = fragile.town.clerk()
    with fragile.away(("store", "letterbox")):
        filed = counter.file(clerk, filled(clerk))
        seen = cases.case_by_code(fragile.town.office, filed.case.code)
        assert (seen.sent, seen.front, seen.waits_here) == (True, filed.case.front, True)
    town = fragile.start_anew()
    assert (town.receive().filed, town.receive().filed, submissions(town)) == (1, 0, 1)
    assert cases.case_by_code(town.home, filed.case.code).front == filed.case.front


def test_nothing_on_the_disk_can_be_read_and_only_its_owner_reads_it(fragile: FragileTown) -> None:
    clerk = fragile.town.clerk()
    with fragile.away(("store", "letterbox")):
        draft, sent = begun(fragile.town, clerk), filled(clerk)
        counter.file(clerk, sent)
        var = fragile.town.settings.office_var
        files = [path for name in ("spool", "aside") for path in (var / name).rglob("*") if path.is_file()]
        content = b"".join(path.read_bytes() for path in files)
        modes = {oct(path.stat().st_mode & 0o777) for path in files}
        folders = {oct(path.parent.stat().st_mode & 0o777) for path in files}
    assert [word for word in (*WORDS, draft.code, sent.code) if word.encode() in content] == []
    assert (len(files) > 2, modes, folders) == (True, {"0o600"}, {"0o700"})


def test_of_two_screens_the_slower_is_told_although_both_are_away(fragile: FragileTown) -> None:
    case = begun(fragile.town)
    with fragile.away(("store", "letterbox")):
        applying.set_language(fragile.town.office, case, "en")
        with pytest.raises(FolderChanged):
            applying.set_language(fragile.town.office, case, "easy")


def test_what_waited_on_the_disk_is_gone_from_there_when_it_has_arrived(fragile: FragileTown) -> None:
    clerk = fragile.town.clerk()
    with fragile.away(("store", "letterbox")):
        counter.file(clerk, filled(clerk))
        begun(fragile.town, clerk)
    fragile.town.receive()
    aside, spool = fragile.town.office.letterbox.aside, fragile.town.office.spool
    assert (list(aside.rows()), list(spool.ids()), fragile.town.office.letterbox.waiting_to_go()) == ([], [], 0)


# Filed once --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("parts", OUTAGES)
def test_a_case_in_whose_middle_they_fail_is_finished_and_filed_once(
    fragile: FragileTown, parts: tuple[Part, ...]
) -> None:
    case, clerk = begun(fragile.town), fragile.town.clerk()
    with fragile.away(parts):
        whole = applying.answer_all(fragile.town.office, case, RAW, "staff")
        first = counter.file(clerk, whole)
        again = counter.file(clerk, whole)
        reread = cases.case_by_root(fragile.town.office, case.root)
    town = fragile.start_anew()
    third = counter.file(town.clerk(), whole)
    town.receive()
    filed = [town.receive().filed, submissions(town), town.deeds(first.case.reference)]
    assert filed == [0, 1, [("mado", "file")]]
    home = cases.case_by_code(town.home, case.code)
    shown = [one.front for one in (again.case, reread, third.case, home)]
    assert shown == [first.case.front] * 4
    record = town.record(first.case.reference)
    assert first.case.front is not None
    assert (record.received_at, record.attention) == (first.case.front.received_at, ())
    assert counter.register_number(town.clerk(), first.case) == "市民-2026-000001"
    assert home.status is Status.RECEIVED


@pytest.mark.parametrize("parts", OUTAGES)
def test_the_same_key_before_during_and_after_is_one_record(fragile: FragileTown, parts: tuple[Part, ...]) -> None:
    clerk = fragile.town.clerk()
    with fragile.away(parts):
        during = [counter.file_answers(clerk, PROCEDURE, RAW, key="k-7").case for _ in range(2)]
    after = [counter.file_answers(fragile.town.clerk(), PROCEDURE, RAW, key="k-7").case]
    town = fragile.start_anew()
    after.append(counter.file_answers(town.clerk(), PROCEDURE, RAW, key="k-7").case)
    town.receive()
    after.append(counter.file_answers(town.clerk(), PROCEDURE, RAW, key="k-7").case)
    assert {one.code for one in (*during, *after)} == {during[0].code}
    assert (town.receive().filed, submissions(town)) == (0, 1)


class LostForGood(DatabaseLetterbox):
    """A letterbox that takes an envelope, and whose line is dead before it can say so."""

    dead = False

    def post(self, *arguments: object) -> object:  # type: ignore[override]
        super().post(*arguments)  # type: ignore[arg-type]
        self.dead = True
        raise StoreUnavailable("store_gone")

    def posted(self, envelope_id: str) -> None:
        raise StoreUnavailable("store_gone")


@pytest.mark.parametrize("parts", [(), ("store",)])
def test_where_the_answer_is_lost_after_the_commit_and_nobody_can_be_asked_it_is_still_filed_once(
    fragile: FragileTown, parts: tuple[Part, ...]
) -> None:
    town, clerk = fragile.town, fragile.town.clerk()
    case = filled(clerk)
    box = town.office.letterbox
    box.remote = LostForGood(box.remote.engine, town.office.blobs)
    with fragile.away(parts):
        filed = counter.file(clerk, case)
    town = fragile.start_anew()
    town.receive()
    assert (town.receive().filed, submissions(town), list(town.office.spool.ids())) == (0, 1, [])
    for one in (filed.case, cases.case_by_code(town.home, case.code)):
        assert one.front is not None
        assert one.front.proof is not None
        assert read_proof(one.front.proof, town.office.public).verdict in ("office", "front")
    assert town.record(filed.case.reference).attention == ()


def test_a_kiosk_that_is_killed_after_the_receipt_files_it_once(make_town: Callable[..., Town], clock: Clock) -> None:
    """kill -9 while both are away: what stood on the screen is on the disk."""
    town = make_town()
    var = town.settings.office_var.parent
    command = [sys.executable, "-c", KILLED, str(var)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    reference, root, proof = done.stdout.split()
    put_back(var)
    clock.turn_to(datetime.now(UTC) + timedelta(seconds=11))
    assert (town.receive().filed, town.receive().filed, submissions(town)) == (1, 0, 1)
    seen = cases.case_by_root(town.home, bytes.fromhex(root))
    assert seen.front is not None
    assert (seen.reference, seen.front.proof, seen.status) == (reference, proof, Status.RECEIVED)


def put_back(var: Path) -> None:
    """The files that the killed process had taken away."""
    for aside in var.rglob("*.aside"):
        aside.with_suffix(".db").rmdir()
        for part in aside.iterdir():
            part.rename(aside.parent / part.name)
        aside.rmdir()


def test_the_process_does_not_start_while_the_store_is_away_and_loses_nothing(fragile: FragileTown) -> None:
    clerk = fragile.town.clerk()
    case = filled(clerk)
    with fragile.away(("store",)):
        counter.file(clerk, case)
        with pytest.raises(StoreUnavailable):
            open_office(fragile.town.settings)
    town = fragile.start_anew()
    assert (town.receive().filed, submissions(town)) == (1, 1)

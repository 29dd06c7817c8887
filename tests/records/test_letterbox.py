"""The letterbox: folders that only the latest save changes, envelopes that arrive once, and what is
forgotten.
"""

import os
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from shared.errors import CannotOpen, FolderChanged, ReferenceTaken, StoreUnavailable
from shared.language import clock
from shared.records.blobs import BlobFolder
from shared.records.card import SealedCard
from shared.records.database import migrate, open_engine, reading
from shared.records.envelope import Envelope, Head, Kind, new_envelope_id
from shared.records.folder import FolderRow
from shared.records.letterbox import DatabaseLetterbox, Letterbox
from shared.records.reference import new_reference
from shared.records.writer import close_writers

NOW = datetime(2026, 11, 22, 5, 41, tzinfo=UTC)
TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@pytest.fixture
def letterbox(front_engine: Engine, tmp_path: Path) -> DatabaseLetterbox:
    return DatabaseLetterbox(front_engine, BlobFolder(tmp_path / "blobs", least_free=0))


@pytest.fixture
def embedded(sqlite_url: str, tmp_path: Path) -> Iterator[DatabaseLetterbox]:
    """On SQLite only, where the engine makes no difference."""
    engine = open_engine(sqlite_url)
    migrate(engine, "front")
    yield DatabaseLetterbox(engine, BlobFolder(tmp_path / "blobs", least_free=0))
    close_writers()
    engine.dispose()


def new_row(**changes: Any) -> FolderRow:
    row = FolderRow(os.urandom(16), 1, TODAY + 30 * DAY, "birth_date", NOW, NOW, draft=b"draft 1")
    return replace(row, **changes)


def new_envelope(**changes: Any) -> Envelope:
    head = Head(**{"id": new_envelope_id(), "kind": Kind.APPLICATION, "reference": new_reference("A"), **changes})
    return Envelope(head.to_bytes(), {"office-1": os.urandom(64), "recovery-1": os.urandom(64)}, b"sealed body")


def sent(row: FolderRow) -> FolderRow:
    return replace(row, revision=row.revision + 1, draft=None, front=b"front", inside=b"inside")


def finish_with(row: FolderRow) -> Any:
    return lambda received_at: (f"TOKEN-{received_at:%H%M%S%f}", sent(row))


def rows(engine: Engine, table: str) -> int:
    with reading(engine) as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


# Folders


def test_a_folder_comes_back_as_it_was_kept(letterbox: DatabaseLetterbox) -> None:
    row = new_row(front=b"\x00front", inside=None)
    assert letterbox.open_folder(row) is None
    assert (letterbox.folder(row.locator), letterbox.folder(os.urandom(16))) == (row, None)


def test_a_save_replaces_the_revision_it_saw(letterbox: DatabaseLetterbox) -> None:
    row = new_row()
    letterbox.open_folder(row)
    second = replace(row, revision=2, draft=b"draft 2", saved_at=NOW + DAY, expires_on=TODAY + 31 * DAY)
    letterbox.save_folder(second, 1)
    assert letterbox.folder(row.locator) == second


def test_the_slower_of_two_saves_is_told(letterbox: DatabaseLetterbox) -> None:
    row = new_row()
    letterbox.open_folder(row)
    letterbox.save_folder(replace(row, revision=2, draft=b"first"), 1)
    with pytest.raises(FolderChanged) as told:
        letterbox.save_folder(replace(row, revision=2, draft=b"second"), 1)
    assert told.value.params == {"revision": 2}
    kept = letterbox.folder(row.locator)
    assert kept is not None
    assert kept.draft == b"first"


@pytest.mark.requirement("ID-4")
def test_two_tabs_never_overwrite_each_other_silently(letterbox: DatabaseLetterbox) -> None:
    """ID-4: 100 interleavings; every save that was acknowledged is in the row's history."""
    row = new_row(draft=b"")
    letterbox.open_folder(row)

    def tab(name: bytes) -> int:
        saved = 0
        while saved < 50:
            now = letterbox.folder(row.locator)
            assert now is not None
            try:
                letterbox.save_folder(
                    replace(now, revision=now.revision + 1, draft=(now.draft or b"") + name), now.revision
                )
                saved += 1
            except FolderChanged:
                continue
        return saved

    with ThreadPoolExecutor(2) as pool:
        assert [done.result() for done in [pool.submit(tab, b"a"), pool.submit(tab, b"b")]] == [50, 50]
    kept = letterbox.folder(row.locator)
    assert kept is not None
    assert (kept.revision, sorted(kept.draft or b"")) == (101, sorted(b"a" * 50 + b"b" * 50))


def test_a_folder_that_is_gone_cannot_be_saved(letterbox: DatabaseLetterbox) -> None:
    with pytest.raises(CannotOpen):
        letterbox.save_folder(new_row(revision=2), 1)


def test_the_same_idempotency_key_opens_one_folder(letterbox: DatabaseLetterbox) -> None:
    first, second = new_row(), new_row()
    assert letterbox.open_folder(first, (b"key", b"box of the first")) is None
    assert letterbox.open_folder(second, (b"key", b"box of the second")) == b"box of the first"
    assert letterbox.folder(second.locator) is None


@pytest.mark.requirement("ID-1")
def test_the_same_idempotency_key_from_everywhere_at_once_opens_one_folder(
    letterbox: DatabaseLetterbox,
) -> None:
    boxes = [b"box %d" % n for n in range(16)]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda box: letterbox.open_folder(new_row(), (b"key", box)), boxes))
    winner = boxes[answers.index(None)]
    assert Counter(answers) == {None: 1, winner: 15}
    assert rows(letterbox.engine, "folder") == 1


def test_an_idempotency_key_whose_folder_is_gone_opens_a_new_one(letterbox: DatabaseLetterbox) -> None:
    first, second = new_row(expires_on=TODAY - DAY), new_row()
    letterbox.open_folder(first, (b"key", b"one"))
    with letterbox.engine.begin() as connection:
        connection.execute(text("DELETE FROM folder"))
    assert letterbox.open_folder(second, (b"key", b"two")) is None
    assert letterbox.open_folder(new_row(), (b"key", b"three")) == b"two"


@pytest.mark.requirement("RL-1")
def test_new_folders_are_refused_before_the_disk_is_full_and_sending_still_works(
    embedded: DatabaseLetterbox, tmp_path: Path
) -> None:
    row = new_row()
    embedded.open_folder(row)
    full = DatabaseLetterbox(embedded.engine, BlobFolder(tmp_path / "blobs", least_free=2**60))
    with pytest.raises(StoreUnavailable, match="store_full"):
        full.open_folder(new_row())
    assert full.post(new_envelope(), finish_with(row), 1).fresh


def test_a_folder_from_the_counter_replaces_only_an_older_one(letterbox: DatabaseLetterbox) -> None:
    row = new_row(revision=3)
    assert letterbox.push_folder(row)
    assert not letterbox.push_folder(replace(row, draft=b"the same revision again"))
    assert not letterbox.push_folder(replace(row, revision=2))
    assert letterbox.push_folder(replace(row, revision=4, draft=b"newer"))
    assert letterbox.folder(row.locator) == replace(row, revision=4, draft=b"newer")


def test_nothing_stays_of_a_folder_whose_code_was_replaced(letterbox: DatabaseLetterbox) -> None:
    row = new_row()
    letterbox.open_folder(row, (b"key", b"box"))
    letterbox.push_cards([new_card(row, 1)])
    letterbox.keep_pass(b"hash", row.locator, b"box", NOW + DAY)
    letterbox.count_try(row.locator, TODAY)
    letterbox.drop_folder(row.locator)
    tables = ("folder", "card", "browser_pass", "sending", "fact_try")
    assert [rows(letterbox.engine, table) for table in tables] == [0] * 5


def test_the_mirror_hears_of_every_change(letterbox: DatabaseLetterbox) -> None:
    made = [new_row() for _ in range(5)]
    for row in made:
        letterbox.open_folder(row)
    first = letterbox.changed_folders(most=3)
    rest = letterbox.changed_folders(first.mark, most=3)
    assert (first.rows + rest.rows, first.more, rest.more) == (tuple(made), True, False)
    letterbox.save_folder(replace(made[0], revision=2, draft=b"changed"), 1)
    again = {row.locator: row for row in letterbox.changed_folders(rest.mark).rows}
    assert again[made[0].locator].draft == b"changed"


# Envelopes


def test_posting_is_one_commit_of_envelope_token_and_folder(letterbox: DatabaseLetterbox) -> None:
    row = new_row()
    letterbox.open_folder(row)
    envelope = new_envelope()
    before = clock.now()
    posted = letterbox.post(envelope, finish_with(row), 1)
    assert before <= posted.received_at <= clock.now()
    assert (posted.token, posted.fresh) == (f"TOKEN-{posted.received_at:%H%M%S%f}", True)
    assert letterbox.folder(row.locator) == sent(row)
    [waiting] = letterbox.waiting()
    assert (waiting.envelope, waiting.received_at, waiting.token) == (
        envelope,
        posted.received_at,
        posted.token,
    )


@pytest.mark.requirement("ID-2")
def test_a_later_post_gets_the_first_receipt(letterbox: DatabaseLetterbox) -> None:
    """ID-2: whoever does not know whether it was taken, sends again."""
    for _ in range(20):
        row = new_row()
        letterbox.open_folder(row)
        envelope = new_envelope()
        first = letterbox.post(envelope, finish_with(row), 1)  # and the connection breaks here
        again = letterbox.post(envelope, finish_with(row), 1)
        assert again == replace(first, fresh=False)
        assert letterbox.posted(envelope.envelope_id) == again
    assert rows(letterbox.engine, "envelope") == 20


@pytest.mark.requirement("ID-1")
def test_fifty_posts_at_once_are_one_envelope_and_fifty_equal_receipts(
    letterbox: DatabaseLetterbox,
) -> None:
    """ID-1."""
    row = new_row()
    letterbox.open_folder(row)
    envelope = new_envelope()
    gate = threading.Barrier(50)

    def post(_: int) -> Any:
        gate.wait()
        return letterbox.post(envelope, finish_with(row), 1)

    with ThreadPoolExecutor(50) as pool:
        receipts = list(pool.map(post, range(50)))
    assert len({(receipt.received_at, receipt.token) for receipt in receipts}) == 1
    assert sum(receipt.fresh for receipt in receipts) == 1
    assert rows(letterbox.engine, "envelope") == 1


@pytest.mark.requirement("R-02")
def test_posting_fails_whole_after_each_of_its_statements(
    letterbox: DatabaseLetterbox, watch_statements: Any, injected_fault: type[Exception]
) -> None:
    """R-02 on this side."""
    row = new_row()
    letterbox.open_folder(row)
    blob_id, _ = letterbox.put_blob(row.locator, b"picture")
    envelope = new_envelope(blobs=(blob_id.hex(),))
    statements = watch_statements(letterbox.engine)

    def state() -> tuple[object, ...]:
        with reading(letterbox.engine) as connection:
            owner = connection.execute(text("SELECT locator, envelope_id FROM blob")).one()
        return letterbox.folder(row.locator), rows(letterbox.engine, "envelope"), tuple(owner)

    before = state()
    failures = 0
    while True:
        statements.start(fail_after=failures + 1)
        try:
            letterbox.post(envelope, finish_with(row), 1)
            break
        except injected_fault:
            failures += 1
            statements.start()
            assert state() == before
    assert failures == 6
    statements.start()
    assert state() == (sent(row), 1, (row.locator, envelope.envelope_id))


def test_a_receipt_that_cannot_be_made_leaves_nothing(letterbox: DatabaseLetterbox) -> None:
    row = new_row()
    letterbox.open_folder(row)

    def finish(_: datetime) -> Any:
        raise KeyError("no signer")

    with pytest.raises(KeyError):
        letterbox.post(new_envelope(), finish, 1)
    assert (letterbox.folder(row.locator), letterbox.waiting()) == (row, [])


def test_a_folder_changed_meanwhile_is_not_sent(letterbox: DatabaseLetterbox) -> None:
    row = new_row()
    letterbox.open_folder(row)
    letterbox.save_folder(replace(row, revision=2, draft=b"later"), 1)
    with pytest.raises(FolderChanged):
        letterbox.post(new_envelope(), finish_with(row), 1)
    assert letterbox.waiting() == []


def test_two_cases_never_share_a_reference(letterbox: DatabaseLetterbox) -> None:
    first, second = new_row(), new_row()
    letterbox.open_folder(first)
    letterbox.open_folder(second)
    letterbox.post(new_envelope(reference="A7K2M9QX4"), finish_with(first), 1)
    with pytest.raises(ReferenceTaken):
        letterbox.post(new_envelope(reference="A7K2M9QX4"), finish_with(second), 1)
    assert letterbox.folder(second.locator) == second
    correction = new_envelope(reference="A7K2M9QX4", kind=Kind.CORRECTION, about="0" * 32)
    assert letterbox.post(correction, lambda _: ("", None), 0).fresh


def test_envelopes_wait_in_the_order_they_came_until_they_are_filed(letterbox: DatabaseLetterbox) -> None:
    made = [new_envelope() for _ in range(5)]
    for envelope in made:
        letterbox.post(envelope, lambda _: ("", None), 0)
    first = letterbox.waiting(limit=2)
    assert [w.envelope for w in first] == made[:2]
    assert [w.envelope for w in letterbox.waiting(after=first[-1])] == made[2:]
    assert letterbox.backlog() == (5, first[0].received_at)
    letterbox.mark_filed([made[0].envelope_id, made[3].envelope_id], NOW)
    assert [w.envelope for w in letterbox.waiting()] == [made[1], made[2], made[4]]
    assert letterbox.filed_ids() == sorted([made[0].envelope_id, made[3].envelope_id])
    assert letterbox.refile([made[3].envelope_id, "unknown"]) == 1
    assert [w.envelope for w in letterbox.waiting()] == made[1:]


# Cards, devices, tries


def new_card(row: FolderRow, seq: int, **changes: Any) -> SealedCard:
    return replace(SealedCard(row.locator, seq, TODAY + 400 * DAY, b"front %d" % seq, b"inside"), **changes)


def test_a_card_is_put_once(letterbox: DatabaseLetterbox) -> None:
    row = new_row()
    letterbox.open_folder(row)
    cards = [new_card(row, 1), new_card(row, 2)]
    letterbox.push_cards(cards)
    letterbox.push_cards([new_card(row, 2, front=b"another"), new_card(row, 3)])
    assert letterbox.cards(row.locator) == [*cards, new_card(row, 3)]
    assert letterbox.cards(row.locator, after_seq=2) == [new_card(row, 3)]


def test_the_folder_lives_as_long_as_its_newest_card(letterbox: DatabaseLetterbox) -> None:
    row = new_row()
    letterbox.open_folder(row)
    letterbox.push_cards([new_card(row, 1)])
    assert letterbox.folder(row.locator) == replace(row, expires_on=TODAY + 400 * DAY)


def test_a_device_remembers_several_cases_and_forgets_one_or_all(letterbox: DatabaseLetterbox) -> None:
    letterbox.keep_pass(b"device", b"case 1", b"box 1", NOW + DAY)
    letterbox.keep_pass(b"device", b"case 2", b"box 2", NOW + DAY)
    letterbox.keep_pass(b"device", b"case 1", b"box 1 again", NOW + 2 * DAY)
    letterbox.keep_pass(b"other", b"case 1", b"box 3", NOW + DAY)
    assert letterbox.pass_rows(b"device", NOW) == [b"box 1 again", b"box 2"]
    assert letterbox.pass_rows(b"device", NOW + DAY) == [b"box 1 again"]
    letterbox.drop_pass(b"device", b"case 1")
    assert letterbox.pass_rows(b"device", NOW) == [b"box 2"]
    letterbox.drop_pass(b"device")
    assert (letterbox.pass_rows(b"device", NOW), letterbox.pass_rows(b"other", NOW)) == ([], [b"box 3"])


def test_five_tries_a_day_and_not_one_more(letterbox: DatabaseLetterbox) -> None:
    tries = [letterbox.count_try(b"case", TODAY) for _ in range(7)]
    assert tries == [4, 3, 2, 1, 0, -1, -1]
    assert letterbox.count_try(b"case", TODAY + DAY) == 4
    assert letterbox.count_try(b"other", TODAY) == 4
    letterbox.clear_tries(b"case", TODAY)
    assert letterbox.count_try(b"case", TODAY) == 4


def test_tries_at_once_are_counted_one_by_one(letterbox: DatabaseLetterbox) -> None:
    with ThreadPoolExecutor(20) as pool:
        left = list(pool.map(lambda _: letterbox.count_try(b"case", TODAY), range(20)))
    assert sorted(left, reverse=True) == [4, 3, 2, 1, 0, *[-1] * 15]


def test_one_puller_at_a_time(letterbox: DatabaseLetterbox) -> None:
    assert letterbox.take_lease("receive", "first", 60)
    assert not letterbox.take_lease("receive", "second", 60)
    assert letterbox.take_lease("receive", "first", 60)
    letterbox.give_back_lease("receive", "second")
    assert not letterbox.take_lease("receive", "second", 60)
    letterbox.give_back_lease("receive", "first")
    assert letterbox.take_lease("receive", "second", -1)
    assert letterbox.take_lease("receive", "first", 60)


def test_a_clock_that_was_set_back_keeps_no_dead_puller(letterbox: DatabaseLetterbox) -> None:
    """A machine whose hardware clock runs in Japanese time begins nine hours ahead."""
    assert letterbox.take_lease("receive", "killed", 9 * 3600)
    assert letterbox.take_lease("receive", "next", 30)
    assert letterbox.take_lease("receive", "next", 200)  # by a clock a little ahead of ours
    assert not letterbox.take_lease("receive", "third", 30)


# Attachments and forgetting


def test_an_attachment_comes_back_and_goes_when_it_is_taken_away(letterbox: DatabaseLetterbox) -> None:
    blob_id, key = letterbox.put_blob(b"case", b"picture")
    assert letterbox.blob(blob_id, key) == b"picture"
    letterbox.drop_blob(blob_id)
    with pytest.raises(StoreUnavailable, match="blob_missing"):
        letterbox.blob(blob_id, key)


def test_an_attachment_that_was_sent_stays_with_its_envelope(letterbox: DatabaseLetterbox) -> None:
    row = new_row()
    letterbox.open_folder(row)
    kept, key = letterbox.put_blob(row.locator, b"named")
    letterbox.put_blob(row.locator, b"uploaded, then left out")
    letterbox.post(new_envelope(blobs=(kept.hex(),)), finish_with(row), 1)
    letterbox.drop_blob(kept)
    assert letterbox.blob(kept, key) == b"named"
    assert letterbox.purge(clock.now() + 2 * DAY).blobs != (kept,)
    assert list(letterbox.blobs.ids()) == [kept]


def test_everything_goes_by_its_own_date(letterbox: DatabaseLetterbox) -> None:
    today = clock.today()
    old, young = new_row(expires_on=today - DAY), new_row(expires_on=today)
    for row in (old, young):
        letterbox.open_folder(row, (b"key" + row.locator, b"box"))
        letterbox.count_try(row.locator, today)
        letterbox.keep_pass(row.locator, row.locator, b"box", clock.now() + timedelta(minutes=1))
    letterbox.push_cards([new_card(young, 1, expires_on=today)])
    assert letterbox.purge(clock.now()).folders == 1
    tables = ("folder", "sending", "fact_try", "browser_pass", "card")
    assert [rows(letterbox.engine, table) for table in tables] == [1, 1, 2, 2, 1]
    letterbox.purge(clock.now() + 2 * DAY)
    assert [rows(letterbox.engine, table) for table in tables] == [0, 0, 0, 0, 0]


def test_an_envelope_is_emptied_after_thirty_days_and_its_token_stays(letterbox: DatabaseLetterbox) -> None:
    row = new_row()
    letterbox.open_folder(row)
    blob_id, _ = letterbox.put_blob(row.locator, b"picture")
    envelope, unfiled = new_envelope(blobs=(blob_id.hex(),)), new_envelope()
    posted = letterbox.post(envelope, finish_with(row), 1)
    letterbox.post(unfiled, lambda _: ("", None), 0)
    letterbox.mark_filed([envelope.envelope_id], clock.now())
    assert letterbox.purge(clock.now() + 29 * DAY).envelopes == 0
    gone = letterbox.purge(clock.now() + 31 * DAY)
    assert (gone.envelopes, gone.blobs) == (1, (blob_id,))
    assert list(letterbox.blobs.ids()) == []
    assert letterbox.post(envelope, finish_with(row), 1) == replace(posted, fresh=False)
    assert letterbox.refile([envelope.envelope_id]) == 0
    assert [w.envelope for w in letterbox.waiting()] == [unfiled]
    letterbox.purge(clock.now() + 401 * DAY)
    assert letterbox.posted(envelope.envelope_id) is None


def test_an_upload_that_no_case_names_goes_after_a_day(letterbox: DatabaseLetterbox) -> None:
    blob_id, _ = letterbox.put_blob(None, b"orphan")
    assert letterbox.purge(clock.now() + timedelta(hours=23)).blobs == ()
    assert letterbox.purge(clock.now() + timedelta(hours=25)).blobs == (blob_id,)


def test_an_attachment_stays_while_its_draft_lives(letterbox: DatabaseLetterbox) -> None:
    row = new_row(expires_on=clock.today() + 30 * DAY)
    letterbox.open_folder(row)
    blob_id, _ = letterbox.put_blob(row.locator, b"picture")
    assert letterbox.purge(clock.now() + 29 * DAY).blobs == ()
    assert letterbox.purge(clock.now() + 32 * DAY).blobs == (blob_id,)


def test_the_database_is_one_way_to_be_a_letterbox(letterbox: DatabaseLetterbox) -> None:
    door: Letterbox = letterbox
    assert door.waiting() == []

"""Backups: taken while people work, whole when restored, noticed when damaged, and good for nothing without keys."""

import os
import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from office_samples import CLERK, NOW, Office, folder_row, one_card, person
from sqlalchemy import text

from shared.errors import BackupRefused, CannotUnseal, KeyMissing, SettingsError
from shared.language import clock
from shared.records import keyring, publishing
from shared.records.backup.restoring import check, rehearse, restore
from shared.records.backup.taking import backup
from shared.records.blobs import BlobFolder
from shared.records.database import migrate, migration_turn, open_engine
from shared.records.envelope import Envelope, Head, Kind, new_envelope_id
from shared.records.folder import FolderRow
from shared.records.front_tables import FRONT
from shared.records.letterbox import DatabaseLetterbox
from shared.records.office_tables.every import OFFICE
from shared.records.reference import new_reference
from shared.records.store import outgoing, people, trail_rows, upkeep
from shared.records.store.attachments import NewAttachment
from shared.records.trail import BrokenLink, Deed
from shared.records.vault import Vault
from shared.records.writer import close_writers
from shared.settings import Settings, read_settings

CANARIES = ("御手洗", "さくら", "09012345678", "1947-03-05", "7H3K9QWN2TCXM4RD", "draft of a citizen")


class House:
    """Both stores with keys, and something of everything in them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        keyring.make_office_keys(settings.office_keys, settings.number_var / "keys")
        keyring.make_front_keys(settings.front_keys)
        data = publishing.publish(settings.office_keys, publishing.front_public(settings.front_keys))
        publishing.install_public(settings.front_keys, data)
        self.open()

    def open(self) -> None:
        self.front = open_engine(self.settings.letterbox_url)
        migrate(self.front, "front")
        engine = open_engine(self.settings.office_url)
        migrate(engine, "office")
        vault = Vault(keyring.load_office_keys(self.settings.office_keys).vault)
        self.office = Office(engine, vault)
        self.letterbox = DatabaseLetterbox(self.front, BlobFolder(self.settings.blobs, least_free=0))
        self.office_blobs = BlobFolder(self.settings.office_blobs, least_free=0)

    def close(self) -> None:
        close_writers()
        self.front.dispose()
        self.office.engine.dispose()

    def live(self, filed: bool = True) -> str:
        """One case from folder to record; gives its envelope id."""
        row = FolderRow(os.urandom(16), 1, clock.today(), "birth_date", NOW, NOW, b"sealed draft")
        self.letterbox.open_folder(row, (os.urandom(32), b"box"))
        blob_id, _ = self.letterbox.put_blob(row.locator, "御手洗の写真".encode())
        head = Head(new_envelope_id(), Kind.APPLICATION, new_reference("A"), blobs=(blob_id.hex(),))
        envelope = Envelope(head.to_bytes(), {"office-1": os.urandom(8), "recovery-1": os.urandom(8)}, b"body")
        sent = replace(row, revision=2, draft=None, front=b"front")
        self.letterbox.post(envelope, lambda at: ("TOKEN", sent), 1)
        if filed:
            self.file(head.id)
            self.letterbox.mark_filed([head.id], clock.now())
        return head.id

    def file(self, envelope_id: str) -> None:
        copy, _ = self.office_blobs.put(os.urandom(100))
        row = folder_row()
        new = self.office.new(
            who=person("御手洗", "さくら"),
            envelope_id=envelope_id,
            folder=row,
            cards=lambda number: [one_card(row.locator)],
            attachments=(NewAttachment(1, copy.hex(), b"sealed", 100),),
        )
        self.office.store.file(new)

    def contents(self) -> dict[str, list[tuple[Any, ...]]]:
        front = Office(self.front, self.office.vault)
        tables = {name: front.all(f"SELECT * FROM {name}") for name in FRONT.metadata.tables}
        tables |= {name: self.office.all(f"SELECT * FROM {name}") for name in OFFICE.metadata.tables}
        return {name: sorted(rows, key=repr) for name, rows in tables.items()}

    def files(self) -> dict[str, bytes]:
        folders = (self.letterbox.blobs, self.office_blobs)
        return {blob.hex(): folder.get_sealed(blob) for folder in folders for blob in folder.ids()}


def settings_in(folder: Path, office_url: str = "", front_url: str = "") -> Settings:
    environ = {"MADOGUCHI_VAR": str(folder), "MADOGUCHI_OFFICE_URL": office_url, "MADOGUCHI_LETTERBOX_URL": front_url}
    return read_settings(environ)


@pytest.fixture
def house(tmp_path: Path, store_url: str, second_store_url: str) -> Iterator[House]:
    """On each engine in turn."""
    made = House(settings_in(tmp_path / "var", store_url, second_store_url))
    yield made
    made.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[House]:
    """On SQLite, where the engine makes no difference."""
    made = House(settings_in(tmp_path / "var"))
    yield made
    made.close()


def elsewhere(house: House, folder: Path) -> Settings:
    """An empty place on SQLite with the same keys: another machine after `keys restore`."""
    there = settings_in(folder)
    return replace(there, office_keys=house.settings.office_keys, front_keys=house.settings.front_keys)


def restored_house(settings: Settings) -> House:
    house = House.__new__(House)
    house.settings = settings
    house.open()
    return house


@pytest.mark.requirement("BK-1")
def test_what_was_backed_up_is_what_is_restored(house: House, tmp_path: Path) -> None:
    for _ in range(3):
        house.live()
    house.office.store.run(people.add_try, b"who", NOW)
    house.office.store.run(upkeep.put_setting, "mirror", "mark")
    house.office.store.run(people.park, "suzuki", "B1", b"\x01 sealed under vault-1", NOW)
    manifest = backup(house.settings, tmp_path / "backup")
    there = elsewhere(house, tmp_path / "there")
    done = restore(tmp_path / "backup", there)
    found = restored_house(there)
    assert (found.contents(), found.files()) == (house.contents(), house.files())
    assert (done.blobs, done.waiting, done.missing, done.broken) == (6, 0, (), None)
    assert done.rows == sum(len(rows) for rows in house.contents().values())
    assert (manifest.needs, manifest.missing) == (("office-1", "vault-1"), ())
    found.close()


@pytest.mark.postgres
def test_a_backup_of_sqlite_is_restored_into_postgres_and_work_goes_on(
    small: House, tmp_path: Path, postgres_url: str, second_postgres_url: str
) -> None:
    small.live()
    backup(small.settings, tmp_path / "backup")
    there = replace(elsewhere(small, tmp_path / "there"), office_url=postgres_url, letterbox_url=second_postgres_url)
    restore(tmp_path / "backup", there)
    found = restored_house(there)
    assert found.contents() == small.contents()
    found.live()
    assert (found.office.rows("submission"), found.office.rows("letterbox_outbox")) == (2, 4)
    assert found.office.scalar("SELECT max(register_number) FROM submission") == "shiminka-2026-000002"
    found.close()


@pytest.mark.requirement("BK-4")
def test_a_backup_holds_no_keys_and_nothing_to_read(small: House, tmp_path: Path) -> None:
    """BK-4."""
    import gzip

    small.live()
    backup(small.settings, tmp_path / "backup")
    files = [path for path in (tmp_path / "backup").rglob("*") if path.is_file()]
    plain = [gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in files]
    for canary in CANARIES:
        assert [name.name for name, data in zip(files, plain, strict=True) if canary.encode() in data] == []
    secrets = [
        path.read_bytes()
        for folder in (small.settings.office_keys, small.settings.front_keys)
        for path in folder.glob("*.key")
    ]
    for secret in secrets:
        for form in (secret, secret.hex().encode()):
            assert not any(form in data for data in plain)
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


@pytest.mark.requirement("BK-1")
def test_a_backup_is_whole_while_people_work(house: House, tmp_path: Path) -> None:
    """BK-1: what is restored is a moment of the source, with nothing half done."""
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            house.live()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    while house.office.rows("submission") < 5:
        pass
    backup(house.settings, tmp_path / "backup")
    stop.set()
    for worker in workers:
        worker.join()
    there = elsewhere(house, tmp_path / "there")
    done = restore(tmp_path / "backup", there)
    found = restored_house(there)
    then, now = found.contents(), house.contents()
    count = len(then["submission"])
    assert 5 <= count <= len(now["submission"])
    chain = "SELECT seq, hash FROM trail ORDER BY seq"
    assert found.office.all(chain) == house.office.all(chain)[:count]
    assert found.office.all("SELECT last FROM register_counter") == [(count,)]
    assert found.office.kept_counts() == found.office.true_counts()
    for table in ("submission", "submission_body", "filed", "attachment", "search_token", "letterbox_outbox"):
        assert set(then[table]) <= set(now[table])
    assert (done.broken, done.missing) == (None, ())
    named = {row[0] for row in then["blob"]} | {row[2] for row in then["attachment"]}
    assert named <= set(found.files()) <= set(house.files())  # files of rows that came later may be there, too
    found.close()


def test_every_flipped_byte_is_noticed(small: House, tmp_path: Path) -> None:
    """BK-3."""
    small.live()
    source = tmp_path / "backup"
    backup(small.settings, source)
    files = sorted(path for path in source.rglob("*") if path.is_file())
    dice = random.Random(3)
    for round_ in range(100):
        path = files[round_ % len(files)]
        data = bytearray(path.read_bytes())
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        kept = path.read_bytes()
        path.write_bytes(data)
        with pytest.raises(BackupRefused):
            check(source)
        path.write_bytes(kept)
    check(source)


def test_a_part_that_is_gone_or_cut_is_noticed(small: House, tmp_path: Path) -> None:
    small.live()
    source = tmp_path / "backup"
    backup(small.settings, source)
    for path in sorted(path for path in source.rglob("*") if path.is_file()):
        kept = path.read_bytes()
        path.write_bytes(kept[:-1])
        with pytest.raises(BackupRefused):
            check(source)
        path.unlink()
        with pytest.raises(BackupRefused):
            check(source)
        path.write_bytes(kept)


def test_nothing_is_written_from_a_damaged_backup(small: House, tmp_path: Path) -> None:
    small.live()
    source = tmp_path / "backup"
    backup(small.settings, source)
    [one, *_] = (source / "blobs").rglob("*/??/*")
    one.write_bytes(b"x")
    there = elsewhere(small, tmp_path / "there")
    with pytest.raises(BackupRefused) as refused:
        restore(source, there)
    assert (refused.value.code, refused.value.params["part"]) == ("backup_damaged", str(one.relative_to(source)))
    assert not (tmp_path / "there").exists()


def test_an_occupied_place_is_not_written_over(small: House, tmp_path: Path) -> None:
    small.live()
    backup(small.settings, tmp_path / "backup")
    before = small.contents()
    with pytest.raises(BackupRefused, match="restore_target_not_empty"):
        restore(tmp_path / "backup", small.settings)
    with pytest.raises(BackupRefused, match="backup_target_not_empty"):
        backup(small.settings, tmp_path / "backup")
    assert small.contents() == before


def test_missing_keys_are_named_and_stop_the_restore(small: House, tmp_path: Path) -> None:
    small.live()
    backup(small.settings, tmp_path / "backup")
    there = settings_in(tmp_path / "there")
    with pytest.raises(KeyMissing) as missing:
        restore(tmp_path / "backup", there)
    assert missing.value.params == {"key_id": "office-1, vault-1"}
    keyring.make_office_keys(there.office_keys, there.number_var)
    (there.office_keys / "vault-1.key").rename(there.office_keys / "vault-7.key")
    with pytest.raises(KeyMissing) as missing:
        restore(tmp_path / "backup", there)
    assert missing.value.params == {"key_id": "vault-1"}
    assert not (there.office_var / "office.db").exists()


def test_the_salt_comes_with_the_front_and_another_one_stops_the_restore(small: House, tmp_path: Path) -> None:
    small.live()
    backup(small.settings, tmp_path / "backup")
    salt = (small.settings.front_keys / "salt").read_bytes()
    there = replace(elsewhere(small, tmp_path / "there"), front_keys=tmp_path / "there" / "front" / "keys")
    restore(tmp_path / "backup", there)
    assert (there.front_keys / "salt").read_bytes() == salt
    other = replace(elsewhere(small, tmp_path / "other"), front_keys=tmp_path / "other" / "front" / "keys")
    keyring.make_front_keys(other.front_keys)
    with pytest.raises(SettingsError, match="salt_differs"):
        restore(tmp_path / "backup", other)


def test_what_the_office_does_not_know_waits_again(small: House, tmp_path: Path) -> None:
    """Filed after the office's backup: the letterbox still has it."""
    small.live()
    lost = small.live(filed=False)
    small.letterbox.mark_filed([lost], clock.now())
    backup(small.settings, tmp_path / "backup")
    there = elsewhere(small, tmp_path / "there")
    assert restore(tmp_path / "backup", there).waiting == 1
    found = restored_house(there)
    assert [waiting.envelope.envelope_id for waiting in found.letterbox.waiting()] == [lost]
    found.close()


def test_sessions_do_not_come_to_life_again(small: House, tmp_path: Path) -> None:
    row = people.SessionRow(os.urandom(32), "suzuki", NOW, NOW, NOW)
    small.office.store.run(people.start_session, row)
    small.letterbox.take_lease("receive", "a", 60)
    backup(small.settings, tmp_path / "backup")
    there = elsewhere(small, tmp_path / "there")
    restore(tmp_path / "backup", there)
    found = restored_house(there)
    assert (found.contents()["staff_session"], found.contents()["lease"]) == ([], [])
    found.close()


def test_a_backup_of_an_older_revision_is_brought_up_to_date(small: House, tmp_path: Path) -> None:
    import hashlib
    import json

    small.live()
    source = tmp_path / "backup"
    backup(small.settings, source)
    manifest = json.loads((source / "manifest.json").read_text())
    manifest["stores"]["office"]["revision"] = "0001"
    data = json.dumps(manifest, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    (source / "manifest.json").write_bytes(data)
    (source / "manifest.sha256").write_text(hashlib.sha256(data).hexdigest())
    there = elsewhere(small, tmp_path / "there")
    restore(source, there)
    found = restored_house(there)
    assert found.contents() == small.contents()
    guards = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
    assert found.office.scalar(guards) == 2
    found.close()


def test_a_rehearsal_restores_opens_records_and_is_noted(house: House, tmp_path: Path) -> None:
    house.live()
    house.live()
    manifest = backup(house.settings, tmp_path / "backup")
    before = {name: rows for name, rows in house.contents().items() if name != "rehearsal"}
    steps: list[str] = []
    done = rehearse(tmp_path / "backup", house.settings, lambda what, done, total: steps.append(what))
    assert (done.opened, done.restored.broken, done.restored.blobs) == (2, None, 4)
    noted = house.office.store.read(upkeep.last_rehearsal)
    assert noted is not None
    assert (noted.backup_made_at, noted.rows) == (manifest.made_at, done.restored.rows)
    assert {name: rows for name, rows in house.contents().items() if name != "rehearsal"} == before
    assert [path.name for path in house.settings.office_var.iterdir() if path.name.startswith("rehearsal")] == []
    assert list(dict.fromkeys(step.split(":")[0] for step in steps)) == ["check", "front", "office"]


def test_a_rehearsal_with_other_keys_is_no_rehearsal(small: House, tmp_path: Path) -> None:
    small.live()
    backup(small.settings, tmp_path / "backup")
    (small.settings.office_keys / "vault-1.key").write_bytes(os.urandom(32))
    with pytest.raises(CannotUnseal, match="box_closed"):
        rehearse(tmp_path / "backup", small.settings)
    assert small.office.store.read(upkeep.last_rehearsal) is None


def test_a_broken_trail_is_restored_and_told(small: House, tmp_path: Path) -> None:
    for n in range(3):
        small.office.store.note("shiminka", Deed(NOW, "suzuki", "look", f"{n}"))
    with migration_turn(small.office.engine) as connection:
        guard = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'trail_no_change'")).scalar_one()
        connection.execute(text("DROP TRIGGER trail_no_change"))
        connection.execute(text("UPDATE trail SET actor = 'sato' WHERE seq = 2"))
        connection.exec_driver_sql(guard)
    backup(small.settings, tmp_path / "backup")
    there = elsewhere(small, tmp_path / "there")
    assert restore(tmp_path / "backup", there).broken == BrokenLink("shiminka", 2, "hash")
    with pytest.raises(BackupRefused, match="rehearsal_trail_broken"):
        rehearse(tmp_path / "backup", small.settings)


def test_an_attachment_that_is_lost_is_told_and_stops_nothing(small: House, tmp_path: Path) -> None:
    small.live()
    [lost] = small.letterbox.blobs.ids()
    small.letterbox.blobs.delete(lost)
    manifest = backup(small.settings, tmp_path / "backup")
    assert manifest.missing == (lost.hex(),)
    assert restore(tmp_path / "backup", elsewhere(small, tmp_path / "there")).missing == (lost.hex(),)


def test_a_backup_broken_off_leaves_no_backup(small: House, tmp_path: Path) -> None:
    small.live()

    class Stopped(Exception):
        pass

    def stop(what: str, done: int, total: int) -> None:
        if what == "office: trail":
            raise Stopped

    with pytest.raises(Stopped):
        backup(small.settings, tmp_path / "backup", stop)
    assert not (tmp_path / "backup").exists()
    backup(small.settings, tmp_path / "backup")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "var"]
    check(tmp_path / "backup")


def test_one_side_alone_is_backed_up_where_it_stands_alone(small: House, tmp_path: Path) -> None:
    small.live()
    office_only = replace(small.settings, letterbox_url=f"sqlite:///{tmp_path / 'never.db'}")
    manifest = backup(office_only, tmp_path / "backup")
    assert (list(manifest.stores), manifest.salt) == (["office"], "")
    nothing = replace(office_only, office_url=f"sqlite:///{tmp_path / 'never.db'}")
    with pytest.raises(BackupRefused, match="backup_nothing"):
        backup(nothing, tmp_path / "other")


def test_work_goes_on_after_a_restore(small: House, tmp_path: Path) -> None:
    small.live()
    backup(small.settings, tmp_path / "backup")
    there = elsewhere(small, tmp_path / "there")
    restore(tmp_path / "backup", there)
    found = restored_house(there)
    found.live()
    numbers = found.office.all("SELECT register_number FROM submission ORDER BY 1")
    assert numbers == [("shiminka-2026-000001",), ("shiminka-2026-000002",)]
    assert found.office.store.read(trail_rows.verify_trail) is None
    [reference] = found.office.all("SELECT reference FROM submission WHERE register_serial = 1")
    assert found.office.store.submission(reference[0], CLERK).applicant_name == "御手洗 さくら"
    found.close()


def test_scans_of_a_sheet_that_nobody_has_sorted_come_along(small: House, tmp_path: Path) -> None:
    """They are named in the sheet's sealed row alone; its receipt was given already."""
    scan, key = small.office_blobs.put("御手洗の届".encode())
    backup(small.settings, tmp_path / "backup")
    there = elsewhere(small, tmp_path / "there")
    assert restore(tmp_path / "backup", there).missing == ()
    assert BlobFolder(there.office_blobs).get(scan, key) == "御手洗の届".encode()


def test_what_the_office_put_into_the_letterbox_while_it_was_backed_up_is_not_lost(
    house: House, tmp_path: Path
) -> None:
    """The front is read first; with many attachments minutes pass until the office's turn comes."""
    house.live()
    [locator] = Office(house.front, house.office.vault).all("SELECT locator FROM folder")
    there_before, at_the_counter = bytes(locator[0]), folder_row(draft=None)
    waits = folder_row(draft=None)

    def work_goes_on(what: str, done: int, total: int) -> None:
        if what == "front: blobs":
            cards = [one_card(there_before, 2), one_card(at_the_counter.locator)]
            for letter in (at_the_counter, *cards, house.letterbox.folder(there_before)):
                house.office.store.run(outgoing.mirror, letter)
            house.letterbox.push_folder(at_the_counter)
            house.letterbox.push_cards(cards)
            house.office.store.run(outgoing.put_letters, [waits])

    backup(house.settings, tmp_path / "backup", work_goes_on)
    there = elsewhere(house, tmp_path / "there")
    restore(tmp_path / "backup", there)

    found = restored_house(there)
    assert found.letterbox.folder(at_the_counter.locator) == at_the_counter
    for place, seqs in ((there_before, [2]), (at_the_counter.locator, [1])):
        assert [card.seq for card in found.letterbox.cards(place)] == seqs
    assert found.letterbox.folder(waits.locator) is None  # goes from the outbox, in its turn
    found.close()

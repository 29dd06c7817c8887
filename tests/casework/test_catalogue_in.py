"""The portal serves only what this city's office has signed, and never goes back; whatever else lies in the letterbox,
the last good catalogue stays, also for the next start.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from shared.casework import installation
from shared.casework.installation import rebuild_office
from shared.casework.sides import FrontSide, Side, open_front
from shared.catalogue import archive
from shared.catalogue.catalogue import read_catalogue
from shared.catalogue.compiled import digest_of
from shared.errors import EditionRefused, StoreUnavailable
from shared.records import edition as editions
from shared.records import publishing
from shared.records.edition import Edition, make_edition
from shared.records.writer import close_writers
from tests.catalogue.samples import SMALL

from .fixtures import close
from .hostile_editions import HOSTILE, Make, head_of, lying_there, signed
from .town import Clock, Town, files_away

NEW = "住民票（新しい）"
Restart = Callable[[], FrontSide]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(SMALL, tmp_path / "procedures.yaml"))


@pytest.fixture
def town(make_town: Callable[..., Town], file: Path) -> Town:
    """A city that serves a small catalogue, at home too."""
    made = make_town(MADOGUCHI_CATALOGUE=str(file))
    assert title(made.home) == title(made.office)
    return made


@pytest.fixture
def restarted(town: Town) -> Iterator[Restart]:
    """Call it for the portal as it is after a new start."""
    opened: list[FrontSide] = []

    def start() -> FrontSide:
        opened.append(open_front(town.settings))
        return opened[-1]

    yield start
    for one in opened:
        close(one)


def title(side: Side) -> str:
    return side.catalogue().procedures[0].title.say("ja")


def change(file: Path, new: str = NEW) -> None:
    whole = file.read_text(encoding="utf-8")
    before = read_catalogue(file).catalogue
    assert before is not None
    file.write_text(whole.replace(before.procedures[0].title.say("ja"), new, 1), encoding="utf-8")


def put(town: Town, edition: Edition) -> str:
    """As whoever holds the letterbox may; what the portal says of it."""
    town.home.letterbox.put_edition(edition, None)
    return town.home.catalogue_in.look()


def test_a_new_version_is_served_at_once_and_kept_for_the_next_start(
    town: Town, file: Path, restarted: Restart
) -> None:
    change(file)

    assert town.send_out() is not None
    assert (title(town.home), title(restarted()), town.home.catalogue_in.refused) == (NEW, NEW, "")


def test_the_portal_needs_no_file_of_the_catalogue(town: Town, file: Path, restarted: Restart) -> None:
    file.unlink()
    before = title(town.home)
    (town.settings.front_var / "catalogue" / "edition").unlink()

    assert (title(restarted()), before) == (before, before)


def test_every_byte_of_what_is_signed_counts(town: Town, file: Path) -> None:
    before = title(town.home)
    good = edited(town, file)
    for part in ("head", "signature"):
        data = getattr(good.cover, part)
        for place in range(len(data)):
            flipped = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
            forged = Edition(replace(good.cover, **{part: flipped}), good.archive)
            assert put(town, forged) == "catalogue_unsigned", (part, place)
    assert title(town.home) == before
    assert (put(town, good), title(town.home)) == ("", NEW)


def test_every_byte_of_the_texts_counts(town: Town, file: Path) -> None:
    good = edited(town, file)
    head, data = head_of(good), good.archive
    for place in range(len(data)):
        with pytest.raises(EditionRefused):
            editions.check_archive(head, data[:place] + bytes([data[place] ^ 128]) + data[place + 1 :])
    for place in (0, len(data) // 2, len(data) - 1):
        altered = data[:place] + bytes([data[place] ^ 128]) + data[place + 1 :]
        assert put(town, Edition(good.cover, altered)) == "catalogue_altered"
    for cut in (b"", data[:-1], data + b"\0"):
        assert put(town, Edition(good.cover, cut)) == "catalogue_altered"


def edited(town: Town, file: Path) -> Edition:
    """What the office would send after an edit."""
    change(file)
    reading = read_catalogue(file)
    packed = archive.pack(file, reading)
    assert packed is not None
    return signed(town, packed, digest_of(reading.contents))


@pytest.mark.parametrize(("make", "code"), HOSTILE, ids=lambda one: getattr(one, "__name__", ""))
def test_what_is_not_believed_leaves_the_last_good_one(
    town: Town, file: Path, tmp_path: Path, restarted: Restart, make: Make, code: str
) -> None:
    before = title(town.home)
    hostile = make(town, edited(town, file), tmp_path / "elsewhere")

    assert put(town, hostile) == code
    again = restarted()
    assert (title(town.home), title(again), again.catalogue_in.refused) == (before, before, code)
    assert town.send_out() is not None  # the office sees that it does not lie there
    assert (title(town.home), again.catalogue_in.look(), title(again)) == (NEW, "", NEW)


def test_an_older_one_is_not_served_again(town: Town, file: Path, restarted: Restart) -> None:
    older = lying_there(town)
    change(file)
    town.send_out()

    assert put(town, older) == "catalogue_older"
    assert (title(town.home), title(restarted())) == (NEW, NEW)


def test_of_two_with_one_number_the_first_stays(town: Town, file: Path) -> None:
    before, there = title(town.home), head_of(lying_there(town))
    other = edited(town, file)
    same = make_edition(town.office.signer, replace(head_of(other), number=there.number), other.archive)

    assert (put(town, same), title(town.home)) == ("catalogue_older", before)


def test_the_office_goes_back_by_a_new_number(town: Town, file: Path) -> None:
    whole, before = file.read_text(encoding="utf-8"), title(town.home)
    change(file)
    forward = town.send_out()
    file.write_text(whole, encoding="utf-8")
    back = town.send_out()

    assert forward and back and back.number > forward.number
    assert title(town.home) == before


def test_an_empty_letterbox_is_told_and_the_last_good_one_stays(town: Town, restarted: Restart) -> None:
    before = title(town.home)
    _sql(town, "DELETE FROM edition")

    assert town.home.catalogue_in.look() == "catalogue_missing"
    assert title(restarted()) == before
    (town.settings.front_var / "catalogue" / "edition").unlink()
    with pytest.raises(EditionRefused) as refused:
        restarted().catalogue()
    assert refused.value.code == "catalogue_missing"


def test_values_of_other_kinds_are_not_believed(town: Town) -> None:
    before = title(town.home)
    for change_row in ("head = 'x'", "signature = 7", "signature = 'long enough to be none of ours'", "head = 1.5"):
        _sql(town, f"UPDATE edition SET {change_row}")
        assert town.home.catalogue_in.look() == "catalogue_unsigned"
        assert title(town.home) == before
    assert town.send_out() is not None
    assert town.home.catalogue_in.refused == ""


def _sql(town: Town, statement: str) -> None:
    close_writers()
    with town.home.letterbox.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("place", [0, 10, 64, 65, 70, 300, -1])
def test_what_was_kept_is_verified_at_the_start(town: Town, file: Path, restarted: Restart, place: int) -> None:
    kept = town.settings.front_var / "catalogue" / "edition"
    data = bytearray(kept.read_bytes())
    data[place] ^= 1
    kept.write_bytes(data)
    with files_away([town.home.letterbox.engine]), pytest.raises((EditionRefused, StoreUnavailable)):
        restarted().catalogue()

    assert title(restarted()) == title(town.home)


def test_without_the_letterbox_what_was_kept_is_served(town: Town, restarted: Restart) -> None:
    before, again = title(town.home), restarted()
    with files_away([town.home.letterbox.engine, again.letterbox.engine]):
        assert (title(town.home), title(again)) == (before, before)
        with pytest.raises(StoreUnavailable):
            restarted()


def test_a_half_written_one_of_a_killed_portal_is_in_nobodys_way(town: Town, file: Path, restarted: Restart) -> None:
    (town.settings.front_var / "catalogue" / "edition.part").write_bytes(b"half of")
    change(file)
    town.send_out()

    assert title(restarted()) == NEW


def test_a_new_key_of_the_office_is_known_at_once(town: Town, file: Path, clock: Clock) -> None:
    clock.pass_by(days=700)  # within two months of the key's end
    installation.publish(town.settings)
    change(file)
    assert town.office.keys.again().signer.key_id == 2

    assert town.send_out() is not None
    assert (lying_there(town).cover.signature[0], title(town.home)) == (2, NEW)


def test_what_a_revoked_key_has_signed_is_told_and_not_believed_by_the_next_start(
    town: Town, restarted: Restart, clock: Clock
) -> None:
    clock.pass_by(days=700)
    installation.publish(town.settings)
    publishing.install_public(town.settings.front_keys, publishing.revoke(town.settings.office_keys, 1, "stolen"))
    clock.pass_by(minutes=11)

    assert town.home.catalogue_in.look() == "catalogue_unsigned"
    with pytest.raises(EditionRefused):
        restarted().catalogue()
    town.office.keys.again()
    assert town.send_out() is not None  # by the new key, though the texts are the same
    assert title(restarted()) == title(town.home)


def test_an_office_that_was_lost_wholly_begins_again(town: Town, clock: Clock, restarted: Restart) -> None:
    before = title(town.home)
    shutil.rmtree(town.settings.office_keys)
    clock.pass_by(minutes=-30)  # also where its clock is behind

    assert rebuild_office(town.settings) is not None
    assert town.home.catalogue_in.look() == ""
    assert (title(town.home), title(restarted())) == (before, before)


def test_while_nothing_changes_the_letterbox_is_asked_once_a_second(
    town: Town, watch_statements: Callable[..., Any]
) -> None:
    seen = watch_statements(town.home.letterbox.engine)
    for _ in range(1000):
        town.home.catalogue()

    assert len(seen.seen) <= 2
    town.home.catalogue_in.look()
    assert len(seen.seen) in (1, 2, 3)
    assert all("archive" not in one for one in seen.seen)

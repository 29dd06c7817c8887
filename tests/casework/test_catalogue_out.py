"""The office sends what it serves, once, signed by the key of today; what has mistakes never leaves the house."""

import logging
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.casework import catalogue_out, health
from shared.casework.catalogue_out import CatalogueOut
from shared.casework.installation import send_out
from shared.catalogue import archive
from shared.errors import CatalogueError, EditionRefused, StoreUnavailable
from shared.records.backup.restoring import restore
from shared.records.backup.taking import backup
from shared.records.edition import Cover, Edition
from tests.catalogue.samples import SMALL

from .fixtures import close
from .hostile_editions import head_of, lying_there
from .test_catalogue_in import NEW, change, title
from .town import ROOT, Clock, Town, at_once, copied, letterbox_away

# Sends two catalogues by turns, and says so, until it is killed.
SENDING = """
import sys
from pathlib import Path
from shared.casework.installation import send_out
from shared.settings import read_settings
settings, texts = read_settings(), [Path(one).read_text(encoding="utf-8") for one in sys.argv[1:]]
n = 0
while True:
    settings.catalogue.write_text(texts[n % 2], encoding="utf-8")
    send_out(settings)
    n += 1
    print(n, flush=True)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return Path(shutil.copy(SMALL, tmp_path / "procedures.yaml"))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def town(request: pytest.FixtureRequest, make_town: Callable[..., Town], file: Path) -> Town:
    """A small catalogue, on each engine in turn."""
    if request.param == "sqlite":
        return make_town(MADOGUCHI_CATALOGUE=str(file))
    urls = (request.getfixturevalue("postgres_url"), request.getfixturevalue("second_postgres_url"))
    return make_town(MADOGUCHI_CATALOGUE=str(file), MADOGUCHI_LETTERBOX_URL=urls[0], MADOGUCHI_OFFICE_URL=urls[1])


def out_of(town: Town) -> CatalogueOut:
    return CatalogueOut(town.settings, town.office.keys.get, town.office.letterbox.remote)


def test_what_lies_there_is_not_sent_again(town: Town, file: Path) -> None:
    there = lying_there(town)
    file.touch()

    assert (town.send_out(), send_out(town.settings)) == (None, None)
    assert lying_there(town).cover == there.cover
    change(file)
    sent = town.send_out()
    assert sent == head_of(lying_there(town))
    assert (title(town.home), title(town.office)) == (NEW, NEW)


def test_a_broken_edit_never_leaves_the_house(town: Town, file: Path) -> None:
    there, before, out = lying_there(town), title(town.office), out_of(town)
    title(town.home)
    with file.open("a", encoding="utf-8") as end:
        end.write("\nno_such_key: 1\n")

    with pytest.raises(CatalogueError):
        out.send()
    assert out.follow() is None
    assert (lying_there(town).cover, title(town.home), title(town.office)) == (there.cover, before, before)
    assert health.warnings(town.office) == ["restore_not_rehearsed", "catalogue_refused"]


def test_whoever_follows_sends_an_edit_at_once_and_asks_nothing_while_there_is_none(
    town: Town, file: Path, watch_statements: Callable[..., object]
) -> None:
    out = out_of(town)
    assert out.follow() is None
    seen = watch_statements(town.office.letterbox.remote.engine).seen  # type: ignore[attr-defined]
    for _ in range(100):
        assert out.follow() is None
    assert seen == []
    change(file)

    assert out.follow() is not None
    town.home.catalogue_in.look()
    assert title(town.home) == NEW


def test_of_many_that_send_at_once_one_is_kept_and_all_agree(town: Town, file: Path) -> None:
    title(town.home)
    change(file)
    sent = at_once(*[out_of(town).send for _ in range(6)])

    assert [one for one in sent if isinstance(one, Exception)] == []
    assert len([one for one in sent if one is not None]) >= 1
    assert (out_of(town).send(), town.home.catalogue_in.look(), title(town.home)) == (None, "", NEW)


def test_where_the_clock_goes_back_the_number_goes_on(town: Town, file: Path, clock: Clock) -> None:
    before = head_of(lying_there(town))
    change(file)
    clock.pass_by(minutes=-30)
    sent = town.send_out()

    assert sent is not None
    assert (sent.number, title(town.home)) == (before.number + 1, NEW)


def test_what_is_too_large_stays_here_and_is_told_once(
    town: Town, file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    there, out = lying_there(town), out_of(town)
    change(file)
    monkeypatch.setattr(archive, "LARGEST", 10)
    with caplog.at_level(logging.ERROR):
        assert [out.follow() for _ in range(3)] == [None] * 3
    with pytest.raises(EditionRefused):
        out.send()

    assert ["catalogue_too_large" in one.getMessage() for one in caplog.records] == [True]
    monkeypatch.undo()
    assert lying_there(town).cover == there.cover


def test_while_the_letterbox_is_away_nothing_is_lost(town: Town, file: Path) -> None:
    change(file)
    with letterbox_away(town), pytest.raises(StoreUnavailable):
        out_of(town).follow()

    assert town.send_out() is not None


def test_what_portals_are_given_is_told(town: Town, file: Path) -> None:
    good = lying_there(town)
    letterbox = town.office.letterbox.remote
    assert health.warnings(town.office) == ["restore_not_rehearsed"]
    told = []
    for lies in (
        Edition(good.cover, good.archive[:-1]),
        Edition(Cover(good.cover.head, bytes(65)), good.archive),
        good,
    ):
        letterbox.put_edition(lies, None)
        told += health.warnings(town.office)[1:]
    change(file)

    assert [*told, *health.warnings(town.office)[1:]] == [
        "catalogue_altered",
        "catalogue_unsigned",
        "catalogue_not_sent",
    ]
    with letterbox_away(town):
        assert health.warnings(town.office) == ["restore_not_rehearsed"]


def test_it_is_in_no_backup_and_in_the_way_of_no_restore(town: Town, city: Path, tmp_path: Path) -> None:
    backup(town.settings, tmp_path / "backup")
    other = copied(city, tmp_path / "other")
    assert lying_there(other).cover != lying_there(town).cover
    restore(tmp_path / "backup", other.settings)

    assert other.home.letterbox.edition_cover() is None
    assert send_out(other.settings) is not None
    close(other.home)


@pytest.mark.parametrize("kills", [2, pytest.param(30, marks=pytest.mark.drill)])
def test_a_killed_office_leaves_the_old_one_or_the_new_one_whole(
    town: Town, file: Path, tmp_path: Path, kills: int
) -> None:
    texts = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    for text, name in zip(texts, ("ひとつめ", "ふたつめ"), strict=True):
        change(file, name)
        shutil.copy(file, text)
    settings = town.settings
    environ = {
        "MADOGUCHI_VAR": str(settings.front_var.parent),
        "MADOGUCHI_CATALOGUE": str(file),
        "MADOGUCHI_LETTERBOX_URL": settings.letterbox_url,
        "MADOGUCHI_OFFICE_URL": settings.office_url,
        "PYTHONPATH": str(ROOT),
    }
    title(town.home)
    for n in range(kills):
        command = [sys.executable, "-c", SENDING, *map(str, texts)]
        with subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.PIPE, text=True) as sender:
            assert sender.stdout is not None
            for _ in range(3):
                assert sender.stdout.readline()
            time.sleep(0.007 * n)
            sender.kill()
        assert town.home.catalogue_in.look() == ""
        assert title(town.home) in ("ひとつめ", "ふたつめ")
    town.send_out()
    assert catalogue_out.standing(settings, town.office.keys.get(), town.home.letterbox) == head_of(lying_there(town))
    assert title(town.home) == title(town.office)

"""`catalogue preview --open`: both doors of a house that files nothing; the day is switched for the whole house."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from shared.language.dates import show_date
from tests.casework.turning import APRIL, MARCH, turning
from tests.printing import reader
from tests.rehearsals import Shown, rehearsing
from tests.web.asking import ask

from .madoguchi import ROOT
from .test_serve import until


def shows(day: date) -> str:
    return f"{show_date(day.isoformat(), 'ja')}の画面"


@pytest.fixture
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    with rehearsing(tmp_path_factory.mktemp("rehearsing")) as running:
        yield running


def test_each_page_says_what_it_is_and_which_day_it_shows(shown: Shown) -> None:
    for door, path in ((shown.portal, "/code"), (shown.kiosk, "/signin")):
        page = shown.get(door, path)
        assert "ここで送っても、市役所には届きません。" in page
        assert shows(MARCH) in page
        assert f"{show_date(APRIL.isoformat(), 'ja')}を見る" in page  # the day on which this catalogue changes


def test_the_switch_is_for_both_doors_and_takes_only_days_and_own_forms(shown: Shown) -> None:
    assert shown.turn(shown.portal, APRIL.isoformat(), origin="http://elsewhere.example") == 403
    for wrong in ("2999-01-01", "2027-02-30", "", "<b>"):
        assert shown.turn(shown.portal, wrong) == 400
    assert shows(MARCH) in shown.get(shown.kiosk, "/signin")
    assert shown.turn(shown.portal, APRIL.isoformat()) == 303
    for door, path in ((shown.portal, "/code"), (shown.kiosk, "/signin")):
        assert shows(APRIL) in shown.get(door, path)


def test_the_way_in_signs_in_at_the_kiosk_and_leads_nowhere_else(shown: Shown) -> None:
    came = ask(f"{shown.kiosk}/rehearsal/in?next={quote('//elsewhere.example')}")
    assert (came.status, came.headers["location"]) == (303, "/")
    assert came.headers["set-cookie"].startswith("__Host-staff=")


def test_it_listens_on_this_machine_alone_and_keeps_all_in_one_temporary_folder(shown: Shown) -> None:
    listening = Path("/proc/net/tcp").read_text(encoding="ascii")
    for door in (shown.portal, shown.kiosk):
        port = urlsplit(door).port or 0
        assert re.findall(rf"([0-9A-F]{{8}}):{port:04X} 00000000:0000 0A", listening) == ["0100007F"]
    assert [one.name[:20] for one in shown.tmp.iterdir()] == ["madoguchi-rehearsal-"]
    assert list((shown.tmp.parent / "real").iterdir()) == []


def test_an_edit_of_the_file_is_seen_at_once(shown: Shown) -> None:
    def form() -> str:
        return reader.one_line(ask(f"{shown.portal}/form/pass.pdf").body)

    assert "乗る人への連絡" not in form()
    file = shown.tmp.parent / "procedures.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("label: メール", "label: 乗る人への連絡"), encoding="utf-8"
    )
    until(lambda: "乗る人への連絡" in form())


def test_left_alone_it_ends_by_itself_and_nothing_of_it_is_left(shown: Shown) -> None:
    """The house's own file says when somebody did something last: here an hour ago."""
    (heard,) = shown.tmp.glob("*/HEARD")
    os.utime(heard, (time.time() - 3600,) * 2)
    assert shown.process.wait(30) == 0
    assert list(shown.tmp.iterdir()) == []
    assert "Traceback" not in shown.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("argument", [["--port", "taken"], ["--on", "2999-01-01"], ["--file", "nowhere.yaml"]])
def test_what_cannot_be_shown_is_said_and_nothing_starts(tmp_path: Path, files: Path, argument: list[str]) -> None:
    command = [sys.executable, "-m", "shared.cli", "catalogue", "preview", "pass", "--open", "--port", "0"]
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told(command, argument, files, tmp_path, str(taken.getsockname()[1]))


def told(command: list[str], argument: list[str], files: Path, tmp_path: Path, taken: str) -> None:
    argument = [taken if one == "taken" else one for one in argument]
    given = argument if "--file" in argument else ["--file", str(turning(files)), *argument]
    ended = subprocess.run(
        [*command, *given], cwd=ROOT, env={**os.environ, "TMPDIR": str(tmp_path)}, capture_output=True, text=True
    )
    assert (ended.returncode, "Traceback" in ended.stderr, list(tmp_path.iterdir())) == (1, False, [])

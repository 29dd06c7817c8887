"""`serve`: two doors and receiving as one household; and what it says when it cannot start."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests import shipped_catalogue
from tests.web.asking import ask, post

from .madoguchi import ROOT, Madoguchi
from .samples import apply

PORTAL, KIOSK = 8771, 8772
ELSEWHERE = "http://localhost:8779"  # a proxy on this machine


@dataclass(frozen=True)
class House:
    """A running `madoguchi serve`."""

    process: subprocess.Popen[bytes]
    run: Madoguchi
    log: Path

    def children(self) -> dict[str, int]:
        """{"portal": pid, …} of what it has started."""
        found = {}
        for one in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((one / "stat").read_text().rpartition(")")[2].split()[1])
                words = (one / "cmdline").read_bytes().decode(errors="replace").split("\0")
            except OSError:
                continue  # ended meanwhile
            if parent == self.process.pid and "-m" in words:
                module, *rest = words[words.index("-m") + 1 :]
                found["receive" if "receive" in rest else module.partition(".")[0]] = int(one.name)
        return found


def get(port: int, path: str) -> tuple[int, bytes]:
    """(status, body); (0, b"") where nobody answers."""
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read()
    except HTTPError as refused:
        with refused:
            return refused.code, refused.read()
    except (URLError, OSError):
        return 0, b""


def until(holds: Callable[[], bool], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.2)


@pytest.fixture(scope="module")
def house(run: Madoguchi, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    log = tmp_path_factory.mktemp("serve") / "log"
    command = [sys.executable, "-m", "shared.cli", "serve", "--portal-port", str(PORTAL), "--kiosk-port", str(KIOSK)]
    command += ["--origin", ELSEWHERE]
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=run.environment(), cwd=ROOT)
    serving = House(process, run, log)
    try:
        until(lambda: f"http://localhost:{PORTAL}" in log.read_text() or process.poll() is not None)
        yield serving
    finally:
        process.terminate()
        process.wait(30)


def test_both_doors_say_that_they_live_and_work(house: House) -> None:
    assert house.process.poll() is None, house.log.read_text()
    for port in (PORTAL, KIOSK):
        assert get(port, "/healthz") == (200, b"ok\n")
    (front, front_told), (office, office_told) = (get(port, "/readyz") for port in (PORTAL, KIOSK))
    assert (front, json.loads(front_told)) == (200, {"letterbox": True, "catalogue": True, "warnings": []})
    assert (office, json.loads(office_told)) == (
        200,
        {"store": True, "catalogue": True, "letterbox": True, "warnings": ["restore_not_rehearsed"]},
    )


def test_pages_of_both_doors_are_served(house: House) -> None:
    for port in (PORTAL, KIOSK):
        status, body = get(port, "/")
        assert (status, b'<html lang="ja"' in body) == (200, True)


def test_the_kiosk_is_reached_by_the_origin_that_serve_was_given(house: House) -> None:
    def asked_for(host: str) -> int:
        return ask(f"http://127.0.0.1:{KIOSK}/signin", headers={"host": host}).status

    assert (asked_for("localhost:8779"), asked_for("localhost:8778")) == (200, 421)
    assert house.run.json("device", "enrol", "1番")["address"] == f"{ELSEWHERE}/device"


def test_an_ordinary_door_takes_a_day_from_nobody(house: House) -> None:
    for door in (f"http://localhost:{PORTAL}", f"http://localhost:{KIOSK}"):
        assert post(f"{door}/rehearsal/day", {"day": "2027-04-01", "next": "/"}).status in (404, 405)
        assert ask(f"{door}/rehearsal/in").status == 404


def test_what_is_sent_is_filed_without_a_command(house: House) -> None:
    sent = apply(house.run)

    until(lambda: sent["reference"] in [row["reference"] for row in house.run.json("queue")], 60)


@pytest.mark.parametrize("name", ["portal", "receive"])
def test_a_process_that_is_killed_is_started_again(house: House, name: str) -> None:
    before = house.children()
    os.kill(before[name], signal.SIGKILL)

    until(lambda: house.children().get(name, before[name]) != before[name])
    until(lambda: get(PORTAL, "/healthz")[0] == 200)

    after = house.children()
    assert sorted(after) == ["kiosk", "portal", "receive"]
    assert [other for other in after if other != name and after[other] != before[other]] == []
    assert f"{name} が止まりました（-9）" in house.log.read_text()


def test_its_log_holds_nothing_of_the_cases(house: House) -> None:
    log = house.log.read_text()

    assert [word for word in ("見本", "花子", "殿町", "1983-04-02", "mihon@example.jp") if word in log] == []


def test_sigterm_ends_all_of_it(house: House) -> None:
    children = house.children()

    house.process.send_signal(signal.SIGTERM)

    assert house.process.wait(40) == 0
    assert [name for name, pid in children.items() if Path(f"/proc/{pid}").exists()] == []
    assert [get(port, "/healthz")[0] for port in (PORTAL, KIOSK)] == [0, 0]


def test_a_broken_catalogue_is_told_line_by_line_and_nothing_starts(alone: Madoguchi, tmp_path: Path) -> None:
    catalogue = shipped_catalogue.copied(tmp_path)
    broken = tmp_path / "procedures" / "juminhyo-koseki.yaml"
    lines = broken.read_text(encoding="utf-8").splitlines()
    kinds = [n for n, line in enumerate(lines) if line.startswith("    kind: ")][:2]
    for n in kinds:
        lines[n] = lines[n].partition("kind: ")[0] + "kind: no-such-kind"
    broken.write_text("\n".join(lines), encoding="utf-8")
    before = sorted(alone.house.rglob("*"))

    done = alone("serve", "--portal-port", str(PORTAL), "--kiosk-port", str(KIOSK), MADOGUCHI_CATALOGUE=str(catalogue))

    assert (done.returncode, done.stdout) == (1, "")
    assert [line.split(" ", 1)[0] for line in done.stderr.splitlines()] == [f"{broken}:{n + 1}:" for n in kinds]
    assert sorted(alone.house.rglob("*")) == before


def test_ports_that_cannot_be_are_a_wrong_call(alone: Madoguchi) -> None:
    assert alone("serve", "--portal-port", "0").returncode == 2
    assert alone("serve", "--kiosk-port", "x").returncode == 2

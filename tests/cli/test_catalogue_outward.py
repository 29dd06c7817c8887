"""An edit of the office's file is served by the portal at once, and the portal needs no file: office and portal as
processes of their own.
"""

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.catalogue.samples import SMALL
from tests.doors import wait_for

from .madoguchi import ROOT, Madoguchi
from .test_serve import get, until

PORTAL = 8775
OLD, NEW = "引っ越しの案内", "引っ越したときの案内"
GUIDE = f"""
guides:
  - id: move
    title: {OLD}
    summary: 引っ越した人の手続です。
    questions: [{{id: far, kind: yes_no, label: 市の外からですか}}]
    rules: [{{external: [運転免許証]}}]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = Path(shutil.copy(SMALL, tmp_path / "procedures.yaml"))
    with path.open("a", encoding="utf-8") as end:
        end.write(GUIDE)
    return path


@pytest.fixture
def city(alone: Madoguchi, file: Path) -> Madoguchi:
    """A house whose catalogue is this small one; nobody has sent it out yet."""
    return Madoguchi(alone.stable, alone.house, {"MADOGUCHI_CATALOGUE": str(file)})


@pytest.fixture
def portal(city: Madoguchi, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A portal that finds no file of the catalogue anywhere."""
    assert city.json("catalogue", "send-out")["sent"]
    environ = city.environment(MADOGUCHI_CATALOGUE=str(tmp_path / "nowhere" / "procedures.yaml"))
    command = [sys.executable, "-m", "portal.app", "--port", str(PORTAL)]
    with (tmp_path / "portal.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log)
    try:
        wait_for(PORTAL, process)
        yield process
    finally:
        process.kill()
        process.wait(20)


def served(title: str) -> bool:
    """Whether the portal's page of guides has this one."""
    status, page = get(PORTAL, "/guide")
    assert status == 200
    return f">{title}<" in page.decode()


def warnings() -> list[str]:
    found: list[str] = json.loads(get(PORTAL, "/readyz")[1])["warnings"]
    return found


def test_the_portal_follows_the_office_and_never_serves_a_mistake(
    city: Madoguchi, portal: subprocess.Popen[bytes], file: Path
) -> None:
    assert json.loads(get(PORTAL, "/readyz")[1]) == {"letterbox": True, "catalogue": True, "warnings": []}
    assert served(OLD)
    watching = city.begin("receive", "--watch")
    try:
        whole = file.read_text(encoding="utf-8")
        file.write_text(whole.replace(OLD, NEW), encoding="utf-8")
        until(lambda: served(NEW), 30)
        file.write_text(f"{whole}\nno_such_key: 1\n", encoding="utf-8")
        assert city("catalogue", "send-out").returncode == 1
        time.sleep(2)
        assert (served(NEW), warnings()) == (True, [])
        file.write_text(whole, encoding="utf-8")
        until(lambda: served(OLD), 30)
    finally:
        watching.kill()
        watching.wait()


def test_what_is_not_signed_is_told_by_the_running_portal(city: Madoguchi, portal: subprocess.Popen[bytes]) -> None:
    with closing(sqlite3.connect(city.house / "front" / "letterbox.db", timeout=30)) as front, front:
        front.execute("UPDATE edition SET signature = zeroblob(65)")
    until(lambda: warnings() == ["catalogue_unsigned"], 20)
    assert get(PORTAL, "/readyz")[0] == 200
    doctor = {one["name"]: one for one in city.json("doctor")}
    assert doctor["outward"]["code"] == "catalogue_unsigned"
    assert city.json("catalogue", "send-out")["sent"]
    until(lambda: warnings() == [], 20)

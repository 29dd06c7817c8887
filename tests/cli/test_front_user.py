"""As root, `serve` gives the portal a user of its own, who can read nothing of the office."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from shared.casework.installation import hand_to_front
from shared.cli.front_user import NAME
from shared.settings import read_settings

from .madoguchi import ROOT, Madoguchi, Stable
from .samples import SAMPLES, at_the_counter

PORTAL, KIOSK = 8773, 8774
PUPPY = SAMPLES / "inu-toroku" / "puppy.json"


def can_be_started_by_others() -> bool:
    """We are root, the user exists (deploy/setup makes it), and our interpreter and code are open to it."""
    if os.geteuid() != 0 or NAME not in [entry.pw_name for entry in pwd.getpwall()]:
        return False
    try:
        return subprocess.run([sys.executable, "-c", "import portal"], user=NAME, cwd=ROOT, check=False).returncode == 0
    except PermissionError:
        return False


pytestmark = pytest.mark.skipif(not can_be_started_by_others(), reason="not root, or below a folder of root's own")


@dataclass(frozen=True)
class Apart:
    """A running house whose portal has a user of its own."""

    run: Madoguchi
    serve: int
    log: Path

    @property
    def var(self) -> Path:
        return self.run.house

    def child(self, module: str) -> Path:
        """/proc/… of the process that was started with `-m module`."""
        found = [one for one in Path("/proc").glob("[0-9]*") if _started(one, self.serve, module)]
        assert len(found) == 1, module
        return found[0]


def _started(process: Path, parent: int, module: str) -> bool:
    try:
        above = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        return above == parent and module in (process / "cmdline").read_text().split("\0")
    except OSError:
        return False  # ended meanwhile


@pytest.fixture(scope="module")
def apart(stable: Stable, new_house: Path) -> Iterator[Apart]:
    place = Path(tempfile.mkdtemp(prefix="madoguchi-apart-"))  # pytest's own folders are closed to other users
    place.chmod(0o755)
    run = Madoguchi(stable, Path(shutil.copytree(new_house, place / "var")))
    command = [sys.executable, "-m", "shared.cli", "serve", "--portal-port", str(PORTAL), "--kiosk-port", str(KIOSK)]
    environ = run.environment(MADOGUCHI_PASSPHRASE="the office's own", MADOGUCHI_STAFF_PASSWORD="a clerk's own")
    log = place / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out, env=environ, cwd=ROOT)
    try:
        deadline = time.monotonic() + 120
        while f"http://localhost:{PORTAL}" not in log.read_text():
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.2)
        yield Apart(run, process.pid, log)
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(place)


@pytest.mark.drill
def test_the_portal_alone_runs_as_its_own_user(apart: Apart) -> None:
    users = {
        module: pwd.getpwuid(apart.child(module).stat().st_uid).pw_name
        for module in ("portal.app", "kiosk.app", "shared.cli")
    }

    assert users == {"portal.app": NAME, "kiosk.app": "root", "shared.cli": "root"}


def test_its_user_reads_no_file_of_office_and_number_zone(apart: Apart) -> None:
    closed = [path for part in ("office", "number") for path in (apart.var / part).rglob("*") if path.is_file()]
    asked = [*map(str, closed), str(apart.var / "front" / "keys" / "salt")]
    look = "import os, sys; print([path for path in sys.argv[1:] if os.access(path, os.R_OK)])"

    done = subprocess.run(
        [sys.executable, "-c", look, *asked], user=NAME, group=NAME, extra_groups=[], capture_output=True, check=True
    )

    assert len(closed) > 8
    assert done.stdout.decode().strip() == repr(asked[-1:])


def test_its_environment_opens_nothing_of_the_office(apart: Apart) -> None:
    environ = dict(
        line.split("=", 1) for line in (apart.child("portal.app") / "environ").read_text().split("\0") if line
    )

    assert [
        name for name in environ if name in ("MADOGUCHI_PASSPHRASE", "MADOGUCHI_OFFICE_URL", "MADOGUCHI_KEYS")
    ] == []
    assert (environ["HOME"], environ["USER"]) == (pwd.getpwnam(NAME).pw_dir, NAME)


def test_what_the_office_lays_into_the_letterbox_belongs_to_it(apart: Apart, tmp_path: Path) -> None:
    picture = tmp_path / "vaccination.jpg"
    Image.new("RGB", (600, 400), (200, 220, 230)).save(picture)

    at_the_counter(apart.run, tmp_path, PUPPY, "--attach", f"vacc_doc={picture}")

    kept = list((apart.var / "front").rglob("*"))
    assert {path.owner() for path in kept} == {NAME}
    assert [path for path in kept if path.parent.parent.name == "blobs"] != []


def test_doctor_says_that_the_two_are_apart(apart: Apart) -> None:
    assert {row["name"]: row["state"] for row in apart.run.json("doctor")}["user"] == "ok"


def test_no_link_that_it_sets_gives_it_a_file_of_the_office(tmp_path: Path) -> None:
    settings = read_settings({"MADOGUCHI_VAR": str(tmp_path)})
    key = settings.office_var / "keys" / "vault-1.key"
    for folder in (key.parent, settings.front_keys):
        folder.mkdir(parents=True)
    key.write_bytes(b"secret")
    (settings.front_var / "mine").symlink_to(key)
    (settings.front_var / "all").symlink_to(key.parent)
    (settings.front_keys / "public.json").write_bytes(b"{}")
    os.chown(settings.front_var, pwd.getpwnam(NAME).pw_uid, -1)

    hand_to_front(settings)

    assert [path.owner() for path in (settings.front_keys, settings.front_keys / "public.json")] == [NAME, NAME]
    assert [path.owner() for path in (settings.office_var, key.parent, key)] == ["root"] * 3

"""A real portal in a process of its own, with its own stores, and citizens with browsers."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from shared.casework.installation import prepare
from shared.catalogue import catalogue
from shared.catalogue.procedure import Procedure
from shared.language import clock
from shared.settings import Settings, read_settings
from tests.casework.town import Town
from tests.portal.citizen import PATIENCE, Citizen
from tests.tabs import Tabs

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Portal:
    """The running portal. `stop` and `start` are what an operator does; `kill` is a power cut."""

    port: int
    var: Path
    process: subprocess.Popen[bytes] | None = None
    catalogue: Path = ROOT / "procedures.yaml"
    letterbox: str = ""
    more: dict[str, str] = field(default_factory=dict)  # variables of the environment

    @property
    def base(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        own = {
            "MADOGUCHI_VAR": str(self.var),
            "MADOGUCHI_BASE_URL": self.base,
            "MADOGUCHI_CATALOGUE": str(self.catalogue),
            **({"MADOGUCHI_LETTERBOX_URL": self.letterbox} if self.letterbox else {}),
            **self.more,
        }
        return {**{k: v for k, v in os.environ.items() if not k.startswith("MADOGUCHI_")}, **own}

    @property
    def settings(self) -> Settings:
        return read_settings(self.environment)

    @property
    def log(self) -> Path:
        return self.var.with_suffix(".log")

    def start(self) -> None:
        """Starts and waits until it answers."""
        command = [sys.executable, "-m", "portal.app", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        for _ in range(600):  # a busy machine takes its time
            if self.answers():
                return
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base}/healthz", timeout=1) as reply:
                return reply.status == 200
        except OSError:
            return False

    def kill(self) -> None:
        """kill -9."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=20)
            self.process = None


def portal_of(catalogue: Path, port: int) -> Portal:
    """A portal, not started, of a city of its own beside this catalogue."""
    own = Portal(port, catalogue.parent / "var", catalogue=catalogue)
    own.var.mkdir()
    prepare(own.settings)
    return own


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """One portal for all stories of this folder."""
    running = Portal(8721, tmp_path_factory.mktemp("portal") / "var")
    running.var.mkdir(parents=True)
    prepare(running.settings)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def new_citizen(portal: Portal, tabs: Tabs) -> Iterator[Callable[..., Citizen]]:
    """Call it for a citizen with a browser that holds nothing of anybody."""
    here: list[Citizen] = []

    def arrive(width: int = 390, height: int = 844) -> Citizen:
        page = tabs.take(width, height, PATIENCE)
        here.append(Citizen(page.context, portal.base, page))
        return here[-1]

    yield arrive
    for one in here:
        one.leave()
        tabs.give_back(one.page)


@pytest.fixture
def citizen(new_citizen: Callable[..., Citizen]) -> Citizen:
    return new_citizen()


@pytest.fixture(scope="session")
def procedures() -> dict[str, Procedure]:
    """The shipped procedures as asked today."""
    shipped = catalogue.load(ROOT / "procedures.yaml")
    return {each.id: each.on(clock.today()) for each in shipped.procedures}


@pytest.fixture(scope="session")
def town(portal: Portal) -> Town:
    """The office behind the portal."""
    return Town(portal.settings)


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A file of each kind that is taken, and one that only says so."""
    folder = tmp_path_factory.mktemp("files")
    picture = Image.effect_noise((320, 240), 60).convert("RGB")
    made = {"jpg": folder / "shashin.jpg", "png": folder / "shashin.png", "pdf": folder / "shorui.pdf"}
    for path in made.values():
        picture.save(path)
    false = folder / "nise.pdf"
    false.write_bytes(b"MZ" + bytes(400))
    return {**made, "heic": made["jpg"], "false": false}

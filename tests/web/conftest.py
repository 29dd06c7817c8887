"""Doors in processes of their own, and the real Chromium."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from shared.casework.installation import prepare
from shared.casework.sides import FrontSide, open_front
from shared.settings import read_settings
from tests.doors import free_port, wait_for

APPS = Path(__file__).parent / "apps"
ROOT = Path(__file__).parents[2]
PORTS = range(8700, 8720)

Address = str


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for Chromium needs it."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def open_door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., tuple[Address, Path]]]:
    """Starts a door for a script of `apps/`; gives its address and its log. Doors close at the end."""
    running: list[subprocess.Popen[bytes]] = []

    def start(module: str, *arguments: str) -> tuple[Address, Path]:
        port = free_port(PORTS)
        log = tmp_path_factory.mktemp("door") / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments, str(port)], cwd=ROOT, stdout=out, stderr=out
            )
        running.append(process)
        wait_for(port, process)
        return f"http://localhost:{port}", log

    yield start
    for process in running:
        process.terminate()
    for process in running:
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def fields_door(open_door: Callable[..., tuple[Address, Path]]) -> tuple[Address, Path]:
    """The page of fields, also at /check."""
    return open_door("tests.web.serving", str(APPS / "fields.py"), "/check")


@pytest.fixture(scope="session")
def counter_door(open_door: Callable[..., tuple[Address, Path]]) -> tuple[Address, Path]:
    """The counter's page."""
    return open_door("tests.web.serving", str(APPS / "counter.py"))


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor in Japan with a telephone."""
    fresh = chromium.new_context(locale="ja-JP", timezone_id="Asia/Tokyo", viewport={"width": 390, "height": 844})
    fresh.set_default_timeout(20_000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab that must stay silent: every console error and every page error fails the test."""
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    assert complaints == []


@dataclass(frozen=True)
class Portal:
    """A portal with a store of its own. `side` looks at the same store from this process."""

    address: Address
    log: Path
    side: FrontSide


@pytest.fixture(scope="session")
def portal(
    open_door: Callable[..., tuple[Address, Path]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    """The real internet side: keys, letterbox, catalogue."""
    var = tmp_path_factory.mktemp("var")
    settings = read_settings({"MADOGUCHI_VAR": str(var), "MADOGUCHI_CATALOGUE": str(ROOT / "procedures.yaml")})
    prepare(settings)
    os.environ["MADOGUCHI_VAR"] = str(var)
    try:
        address, log = open_door("tests.web.portal", str(APPS / "fields.py"))
    finally:
        del os.environ["MADOGUCHI_VAR"]
    yield Portal(address, log, open_front(settings))


@pytest.fixture(scope="session")
def kiosk_door(open_door: Callable[..., tuple[Address, Path]]) -> tuple[Address, Path]:
    """A door where staff sign in."""
    return open_door("tests.web.counter_door", str(APPS / "counter.py"))

"""A house with accounts and cases, its kiosk in a process of its own, and the real Chromium."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page

from shared.casework import applying, counter, staff
from shared.casework.authority import Actor, Role
from shared.casework.cases import Case
from shared.casework.counter import Clerk, FiledCase
from shared.casework.installation import prepare
from shared.casework.office import OfficeSide, open_office
from shared.casework.sides import FrontSide, open_front
from shared.settings import read_settings
from tests.doors import free_port, wait_for
from tests.samples.sample_cases import Sample, samples
from tests.tabs import Tabs

ROOT = Path(__file__).parents[2]
PORTS = range(8741, 8760)
PASSWORD = "himitsu-no-mado"
ACCOUNTS = {  # name → (shown name, sections)
    "suzuki": ("鈴木 みどり", ("*",)),
    "sato": ("佐藤 葵", ("shiminka",)),
    "ito": ("伊藤 誠", ("kaigo",)),
    "mori": ("森 ひかり", ("shiminka",)),
}
PATIENCE = 30_000  # milliseconds; the machine is shared
QUICK = 10  # seconds until the quick kiosk covers its screen


@dataclass(frozen=True)
class House:
    """The rooms of one installation, opened in the process of the tests as well."""

    var: Path
    office: OfficeSide
    front: FrontSide

    def clerk(self, name: str = "suzuki") -> Clerk:
        return counter.at_the_counter(self.office, name)

    def actor(self, name: str = "suzuki") -> Actor:
        return self.clerk(name).actor

    def sample(self, procedure: str = "juminhyo-copy", name: str = "self-by-post") -> Sample:
        return next(one for one in samples() if (one.procedure, one.name) == (procedure, name))

    def answers(self, sample: Sample, **other: Any) -> dict[str, Any]:
        """What citizen and staff say at the counter."""
        return {**sample.answers, **(sample.staff or {}), "assisted_by": "鈴木 みどり", **other}

    def filed(self, procedure: str = "juminhyo-copy", name: str = "self-by-post", **other: Any) -> FiledCase:
        """A case filed at the counter. `other` replaces answers."""
        sample = self.sample(procedure, name)
        files = [(question, self.picture(kind)) for question, kind in sample.files.items()]
        return counter.file_answers(self.clerk(), procedure, self.answers(sample, **other), files)

    def written_at_home(self, **other: Any) -> Case:
        """A draft from home; its code opens it at the counter."""
        sample = self.sample()
        case = applying.start(self.front, sample.procedure, "online", "ja")
        return applying.answer_all(self.front, case, {**sample.answers, **other}, "citizen")

    def picture(self, kind: str) -> Path:
        path = self.var / f"picture.{kind}"
        if not path.exists():
            Image.new("RGB", (600, 400), (200, 220, 230)).save(path)
        return path


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """Keys, stores, four members of staff with passwords of their own."""
    var = tmp_path_factory.mktemp("house")
    settings = read_settings({"MADOGUCHI_VAR": str(var), "MADOGUCHI_CATALOGUE": str(ROOT / "procedures.yaml")})
    prepare(settings)
    office = open_office(settings)
    for name, (shown, sections) in ACCOUNTS.items():
        first = staff.add(office, name, shown, (Role.COUNTER, Role.REVIEWER), sections)
        staff.change_password(office, staff.sign_in(office, name, first).token, first, PASSWORD)
    return House(var, office, open_front(settings))


@pytest.fixture(scope="package")
def open_kiosk(house: House, open_kiosk_of: Callable[..., str]) -> Callable[..., str]:
    """Starts a kiosk over the house; gives its address."""
    return lambda *arguments: open_kiosk_of(house, *arguments)


@pytest.fixture(scope="package")
def open_kiosk_of() -> Iterator[Callable[..., str]]:
    """Starts a kiosk over any house; keywords are variables of its environment. All close at the end."""
    running: list[subprocess.Popen[bytes]] = []

    def start(house: House, *arguments: str, **variables: str) -> str:
        port = free_port(PORTS)
        own = {"MADOGUCHI_VAR": str(house.var), "MADOGUCHI_CATALOGUE": str(ROOT / "procedures.yaml")}
        environment = {**os.environ, **own, **variables}
        command = [sys.executable, "-m", "kiosk.app", "--port", str(port), *arguments]
        with (house.var / f"kiosk-{port}.log").open("wb") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        running.append(process)
        wait_for(port, process)
        return f"http://localhost:{port}"

    yield start
    for process in running:
        process.terminate()
    for process in running:
        process.wait(timeout=20)


@pytest.fixture(scope="package")
def kiosk(open_kiosk: Callable[..., str]) -> str:
    """Its address."""
    return open_kiosk()


@pytest.fixture(scope="package")
def quick_kiosk(open_kiosk: Callable[..., str]) -> str:
    """A kiosk that covers its screen after ten seconds."""
    return open_kiosk("--idle-seconds", str(QUICK))


@pytest.fixture
def new_context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Fresh browsers in Japan; all close with the test."""
    opened: list[BrowserContext] = []

    def start(width: int = 1280, height: int = 800) -> BrowserContext:
        context = chromium.new_context(
            locale="ja-JP", timezone_id="Asia/Tokyo", viewport={"width": width, "height": height}
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield start
    for context in opened:
        context.close()


def enter(page: Page, address: str, name: str = "suzuki") -> None:
    """From the kiosk's address to the counter."""
    page.goto(f"{address}/")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit].main")
    page.wait_for_selector("text=来た人の手続を始める")


@pytest.fixture
def sign_in(tabs: Tabs, new_context: Callable[..., BrowserContext], kiosk: str) -> Iterator[Callable[..., Page]]:
    """A signed-in page that must stay silent: every console error and page error fails the test. `own`: in a
    browser that nobody uses afterwards.
    """
    complaints: list[str] = []
    taken: list[Page] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    def err(error: Error) -> None:
        complaints.append(str(error))

    def start(
        name: str = "suzuki", address: str = kiosk, width: int = 1280, height: int = 800, *, own: bool = False
    ) -> Page:
        page = new_context(width, height).new_page() if own else tabs.take(width, height, PATIENCE)
        if not own:
            taken.append(page)
        page.on("console", hear)
        page.on("pageerror", err)
        enter(page, address, name)
        return page

    yield start
    for page in taken:
        page.remove_listener("console", hear)
        page.remove_listener("pageerror", err)
        tabs.give_back(page)
    assert complaints == []

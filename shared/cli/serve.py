"""`madoguchi serve`: the product on one machine. Portal, kiosk and receiving as three processes.

The first start makes `var/` and prints the recovery key, once. A process that ends is started again, after a
growing pause; SIGTERM and Ctrl-C end all of them.
"""

import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

import click

from shared.casework import installation
from shared.casework.office import open_office
from shared.casework.sides import open_front
from shared.catalogue import catalogue as catalogues
from shared.cli import front_user, practising, rooms, sample_cases
from shared.cli.output import message, refuse, refusing
from shared.errors import CatalogueError
from shared.language.wording import say
from shared.settings import Settings, read_settings

LONGEST_PAUSE = 30.0
KIOSK_PORT, PRACTICE_PORT = 8502, 8503
PATIENCE = 60.0  # seconds until both doors must answer


@dataclass
class Child:
    """One process of ours."""

    name: str
    command: list[str]
    user: str | None = None
    process: subprocess.Popen[bytes] | None = None
    pause: float = 0.5
    begin_at: float = 0.0
    environ: dict[str, str] | None = None  # None: ours

    def start(self) -> None:
        if self.user is None:
            self.process = subprocess.Popen(self.command, env=self.environ)
            return
        entry, environ = pwd.getpwnam(self.user), front_user.environment(self.user, os.environ)
        self.process = subprocess.Popen(
            self.command, env=environ, user=entry.pw_uid, group=entry.pw_gid, extra_groups=[]
        )


@dataclass
class Household:
    """All processes, and whether they are to end."""

    children: list[Child]
    ending: bool = field(default=False)

    def end(self, signum: int = 0, frame: FrameType | None = None) -> None:
        self.ending = True


@click.command()
@click.option("--portal-port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--kiosk-port", type=click.IntRange(1, 65535), help="Default: 8502; with --practice 8503.")
@click.option("--address", default="127.0.0.1", show_default=True, help="Where both doors listen.")
@click.option("--origin", "origins", multiple=True, help="https://… where a proxy stands before the kiosk; repeatable.")
@click.option("--demo", is_flag=True, help="Add sample cases and accounts; prints their one-time passwords.")
@click.option("--practice", is_flag=True, help="A kiosk alone, on sample people in a folder of its own.")
@refusing
def serve(
    portal_port: int, kiosk_port: int | None, address: str, origins: tuple[str, ...], demo: bool, practice: bool
) -> None:
    """Run portal, kiosk and receiving on this machine."""
    if practice:
        with practising.house(message) as environ:
            port = kiosk_port or PRACTICE_PORT
            kiosk = Child("kiosk", _kiosk(port, address, origins), environ=environ)
            said = say("cli.practising", "ja", kiosk=port)
            run(Household([kiosk]), [f"http://{address}:{port}/healthz"], lambda: message(said))
        return
    kiosk_port = kiosk_port or KIOSK_PORT
    os.environ.setdefault("MADOGUCHI_BASE_URL", f"http://localhost:{portal_port}")
    settings = read_settings()
    _check_catalogue(settings)
    sheet = installation.prepare(settings)
    if sheet is not None:
        message(rooms.recovery_words(sheet))
    if demo:
        os.environ.setdefault("MADOGUCHI_DEVICES", "any")  # who tries it out does so from any device
        _demo(settings)
    own = front_user.ready(settings)
    household = Household(
        [
            Child("portal", [*python("portal.app"), "--port", str(portal_port), "--address", address], own),
            Child("kiosk", _kiosk(kiosk_port, address, origins)),
            Child("receive", [*python("shared.cli"), "receive", "--watch"]),
        ]
    )
    said = say("cli.serving", "ja", portal=portal_port, kiosk=kiosk_port)
    run(household, [f"http://{address}:{port}/healthz" for port in (portal_port, kiosk_port)], lambda: message(said))


def _kiosk(port: int, address: str, origins: tuple[str, ...]) -> list[str]:
    named = [word for origin in origins for word in ("--origin", origin)]
    return [*python("kiosk.app"), "--port", str(port), "--address", address, *named]


def _check_catalogue(settings: Settings) -> None:
    try:
        catalogues.load(settings.catalogue, *settings.sides)
    except CatalogueError as broken:
        refuse("\n".join(catalogues.problems_as_lines(broken.problems)))


def _demo(settings: Settings) -> None:
    front, office = open_front(settings), open_office(settings)
    sample_cases.add_accounts(office, message)
    message(say("cli.demo_cases", "ja", count=sample_cases.add_cases(front, office)))


def python(module: str) -> list[str]:
    """The command that runs a module of ours."""
    return [sys.executable, "-m", module]


def run(
    household: Household, health: list[str], tell: Callable[[], object], over: Callable[[], bool] = lambda: False
) -> None:
    """Until it is told to end, or `over`. `tell` is called once all doors answer."""
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, household.end)
    announced, since = False, time.monotonic()
    while not household.ending:
        for child in household.children:
            _keep_alive(child)
        if not announced and all(_answers(url) for url in health):
            tell()
            announced = True
        if not announced and time.monotonic() - since > PATIENCE:
            message(say("cli.not_serving"))
            announced = True
        household.ending = household.ending or over()
        time.sleep(0.5)
    _end(household)


def _keep_alive(child: Child) -> None:
    if child.process is not None and child.process.poll() is None:
        return
    now = time.monotonic()
    if child.process is not None and child.begin_at <= now - child.pause:
        message(say("cli.child_ended", "ja", name=child.name, code=child.process.returncode))
        child.pause = min(child.pause * 2, LONGEST_PAUSE)
        child.begin_at = now + child.pause
        child.process = None
    if now >= child.begin_at:
        child.start()
        child.begin_at = now


def _end(household: Household) -> None:
    running = [child.process for child in household.children if child.process and child.process.poll() is None]
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=1) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False

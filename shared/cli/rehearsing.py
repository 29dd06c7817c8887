"""`catalogue preview --open`: a portal and a kiosk on a house made for it, on loopback, gone at the end."""

import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.parse import quote

from shared.casework import installation, practice, staff
from shared.casework.authority import EVERY_SECTION, Role
from shared.casework.catalogue_out import CatalogueOut
from shared.casework.office import open_office
from shared.casework.rehearsal import AHEAD, BACK, Rehearsal
from shared.cli import serve
from shared.errors import RehearsalRefused, StoreUnavailable
from shared.language import clock
from shared.language.wording import say
from shared.records import keyring
from shared.records.blobs import BlobFolder
from shared.records.database import open_engine
from shared.records.letterbox import DatabaseLetterbox
from shared.records.sealing import SigningKind
from shared.records.signing_keys import TERMS
from shared.settings import REHEARSAL, Settings, read_settings

HERE = "127.0.0.1"
NEVER_COVERED = 10 * 3600  # seconds: nobody has a PIN for the cover of a rehearsal's kiosk
NAME = "tameshi"

Tell = Callable[[Mapping[str, str]], object]  # where it is seen, once both doors answer


@dataclass(frozen=True)
class Wish:
    """What is to be seen: a procedure of a catalogue's file, on a day. `still`: minutes until it ends by itself."""

    procedure: str
    file: Path
    day: date
    port: int
    still: int | None = None


@contextmanager
def house(file: Path, day: date) -> Iterator[dict[str, str]]:
    """The environment of a rehearsal whose house stands."""
    folder = Path(tempfile.mkdtemp(prefix="madoguchi-rehearsal-"))
    try:
        environ = practice.environment(os.environ, folder, REHEARSAL)
        environ["MADOGUCHI_CATALOGUE"] = str(file.absolute())
        furnish(folder, environ, day)
        yield environ
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def furnish(folder: Path, environ: Mapping[str, str], day: date) -> Rehearsal:
    """Keys for all its days, stores, and one account. Raises ValueRefused("rehearsal_day")."""
    practice.mark_folder(folder)
    settings, rehearsal = read_settings(environ), Rehearsal(folder)
    rehearsal.open(clock.today(), day)
    _make_keys(settings, rehearsal)
    clock.rehearse(lambda: rehearsal.day)
    try:
        rehearsal.set_clerk(NAME, _account(settings))
    finally:
        clock.rehearse(None)
    return rehearsal


def _make_keys(settings: Settings, rehearsal: Rehearsal) -> None:
    """Keys sign for some weeks from the day on which they are made: it is each of these days once."""
    term = TERMS[SigningKind.FRONT]
    day = clock.today() - BACK - timedelta(days=1)
    last = clock.today() + AHEAD
    step = term.life - term.overlap
    days = [day + n * step for n in range((last - day) // step + 1)]
    try:
        for number, one in enumerate(days):
            clock.rehearse(_always(one))
            if number == 0:
                installation.prepare(settings)
            installation.publish(settings)
    finally:
        clock.rehearse(None)


def _always(day: date) -> Callable[[], date]:
    return lambda: day


def _account(settings: Settings) -> str:
    """The kiosk's one account; gives its password, which is not the one-time one any more."""
    office, password = open_office(settings), secrets.token_urlsafe(24)
    try:
        first = staff.add(office, NAME, say("rehearsal.clerk"), tuple(Role), (EVERY_SECTION,))
        signed = staff.sign_in(office, NAME, first)
        staff.change_password(office, signed.token, first, password)
    finally:
        office.store.engine.dispose()
    return password


def run(wish: Wish, tell: Tell) -> None:
    """Both doors, until it is told to end, nobody did anything for `still` minutes, or whoever started it is gone."""
    signal.signal(signal.SIGTERM, _stop)  # the house goes also while it is being furnished
    ports = _ports(wish.port)
    with house(wish.file, wish.day) as environ:
        household = serve.Household([_portal(ports[0], environ), _kiosk(ports[1], environ)])
        signal.signal(signal.SIGHUP, household.end)  # the terminal was closed
        rehearsal, parent = Rehearsal(Path(environ["MADOGUCHI_VAR"])), os.getppid()
        out = _outward(read_settings(environ))

        def over() -> bool:
            with suppress(StoreUnavailable):  # the next look sends it
                out.follow()
            still = wish.still is not None and time.time() - rehearsal.heard_at() > wish.still * 60
            return still or os.getppid() != parent

        health = [f"http://{HERE}:{port}/healthz" for port in ports]
        serve.run(household, health, lambda: tell(addresses(wish.procedure, ports)), over)


def _outward(settings: Settings) -> CatalogueOut:
    """What is edited goes to the rehearsal's portal at once, signed with its own keys."""
    letterbox = DatabaseLetterbox(open_engine(settings.letterbox_url), BlobFolder(settings.blobs))
    return CatalogueOut(settings, lambda: keyring.load_office_keys(settings.office_keys), letterbox)


def _stop(signum: int, frame: FrameType | None) -> NoReturn:
    sys.exit(128 + signum)


def addresses(procedure: str, ports: tuple[int, int]) -> dict[str, str]:
    """Where the procedure is seen: from home, at the counter, on paper."""
    home, counter = (f"http://localhost:{port}" for port in ports)
    name = quote(procedure, safe="")
    return {
        "portal": f"{home}/?procedure={name}",
        "kiosk": f"{counter}/rehearsal/in?next={quote(f'/?start={name}', safe='')}",
        "paper": f"{home}/form/{name}.pdf",
    }


def _portal(port: int, environ: dict[str, str]) -> serve.Child:
    command = [*serve.python("portal.app"), "--port", str(port), "--address", HERE]
    return serve.Child("portal", command, environ=environ)


def _kiosk(port: int, environ: dict[str, str]) -> serve.Child:
    command = [*serve.python("kiosk.app"), "--port", str(port), "--address", HERE]
    return serve.Child("kiosk", [*command, "--idle-seconds", str(NEVER_COVERED)], environ=environ)


def _ports(wanted: int) -> tuple[int, int]:
    """The portal's and the kiosk's: the wanted one and the next, or two that nobody listens on.

    Raises RehearsalRefused("rehearsal_port"): whoever listens there would be taken for the rehearsal.
    """
    with closing(socket.socket()) as one, closing(socket.socket()) as other:
        for number, each in enumerate((one, other)):
            each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            port = wanted + number if wanted else 0
            try:
                each.bind((HERE, port))
            except OSError:
                raise RehearsalRefused("rehearsal_port", port=port) from None
        return one.getsockname()[1], other.getsockname()[1]

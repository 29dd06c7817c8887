"""A small city for tests: both sides on real stores, a clock that tests may turn, staff, and the samples' people."""

import atexit
import io
import json
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pillow_heif
from PIL import Image
from sqlalchemy import Engine, text

from shared.casework import applying, counter, receiving, review, sending, staff
from shared.casework.authority import EVERY_SECTION, Actor, Role
from shared.casework.cases import Case
from shared.casework.catalogue_out import CatalogueOut
from shared.casework.counter import Clerk, FiledCase
from shared.casework.installation import send_out
from shared.casework.office import OfficeSide, open_office
from shared.casework.receiving import Received
from shared.casework.review import Order
from shared.casework.sides import FrontSide, open_front
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.records import keyring
from shared.records.database import open_engine, reading, sqlite_path
from shared.records.edition import EditionHead
from shared.records.letterbox import DatabaseLetterbox
from shared.records.status import Action
from shared.records.store.pages import QueueFilter
from shared.records.store.visibility import THE_OFFICE
from shared.records.submission import QueueRow, Submission, TrailEntry
from shared.settings import Settings, read_settings

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests" / "samples"
FRIDAY = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)  # 10:00 in Japan, an open day; the samples stand two days later


class Clock:
    """The time of a test: it begins on a Friday morning and goes on by itself, so that nothing happens at once."""

    def __init__(self, start: datetime = FRIDAY) -> None:
        self._start, self._since = start, time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._since)

    def turn_to(self, instant: datetime) -> None:
        """It is this instant now."""
        self._start, self._since = instant, time.monotonic()

    def pass_by(self, **lengths: float) -> None:
        """So many days, hours, minutes, seconds later."""
        self._start += timedelta(**lengths)


Side = TypeVar("Side")
_OPENING = threading.Lock()


@dataclass(frozen=True)
class Town:
    """The two sides of one city on one machine."""

    settings: Settings

    @property
    def home(self) -> FrontSide:
        return self._opened("home", open_front)

    @property
    def office(self) -> OfficeSide:
        return self._opened("office", open_office)

    def _opened(self, name: str, open_side: Callable[[Settings], Side]) -> Side:
        """Once, also where a story's threads come at once: a second one would never be closed."""
        with _OPENING:
            if name not in self.__dict__:
                self.__dict__[name] = open_side(self.settings)
            side: Side = self.__dict__[name]
            return side

    @property
    def opening_keys(self) -> dict[str, bytes]:
        return keyring.load_opening_keys(self.settings.office_keys)

    @property
    def number_keys(self) -> dict[str, bytes]:
        return keyring.load_number_keys(self.settings.number_var / "keys")

    @property
    def catalogue(self) -> Catalogue:
        return self.office.catalogue()

    def send_out(self) -> EditionHead | None:
        """The catalogue as the office serves it, into the letterbox; home looks at it at once."""
        sent = CatalogueOut(self.settings, self.office.keys.get, self.office.letterbox.remote).send()
        self.home.catalogue_in.look()
        return sent

    def receive(self) -> Received:
        """What `madoguchi receive` does."""
        return receiving.receive(self.office, self.opening_keys)

    def actor(
        self,
        name: str = "mado",
        roles: Sequence[Role] = (Role.COUNTER, Role.REVIEWER),
        sections: Sequence[str] = (EVERY_SECTION,),
        rights: Sequence[str] = (),
    ) -> Actor:
        """A member of staff, added where they are not there yet."""
        if all(row.name != name for row in staff.accounts(self.office)):
            staff.add(self.office, name, f"{name} さん", roles, sections, rights)
        return staff.actor_named(self.office, name)

    def clerk(self, name: str = "mado") -> Clerk:
        return Clerk(self.office, self.actor(name))

    def apply(self, sample: str = "juminhyo-copy/self-by-post", **changes: Any) -> Case:
        """Applied at home, arrived, not filed yet."""
        return sending.submit(self.home, self.drafted(sample, **changes))

    def drafted(self, sample: str = "juminhyo-copy/self-by-post", **changes: Any) -> Case:
        """All answered at home, not sent."""
        procedure = sample.partition("/")[0]
        case = applying.start(self.home, procedure)
        case, full = applying.attach_all(self.home, case, {**answers_of(sample), **changes}, files_of(sample))
        return applying.answer_all(self.home, case, full, "citizen")

    def file(self, sample: str = "juminhyo-copy/self-by-post", key: str | None = None, **changes: Any) -> FiledCase:
        """Filed at the counter, with what staff add."""
        procedure = sample.partition("/")[0]
        raw = {**answers_of(sample), **staff_answers_of(sample), **changes}
        return counter.file_answers(self.clerk(), procedure, raw, key=key)

    def record(self, reference: str) -> Submission:
        """As the office keeps it, opened; no row of the trail."""
        return self.office.store.opened(reference, THE_OFFICE)[0]

    def act(self, reference: str, action: Action, who: Actor | None = None, **order: Any) -> Submission:
        return review.act(self.office, who or self.actor(), reference, Order(action, **order))

    def queue(self, who: Actor | None = None, search: str = "", **asked: Any) -> tuple[QueueRow, ...]:
        wanted = QueueFilter(**{"sections": (), **asked})
        return review.queue(self.office, who or self.actor(), wanted, search, limit=200).rows

    def trail(self, reference: str) -> list[TrailEntry]:
        """What the trail says of a case; no row of its own."""
        return list(self.office.store.trail(reference, THE_OFFICE))

    def deeds(self, reference: str) -> list[tuple[str, str]]:
        """(actor, action) of the case's trail."""
        return [(entry.actor, entry.action) for entry in self.trail(reference)]


def settings_in(var: Path, **changes: str) -> Settings:
    """Settings of a city below `var`; `changes` are variables of the environment."""
    env = {"MADOGUCHI_VAR": str(var), "MADOGUCHI_CATALOGUE": str(ROOT / "procedures.yaml"), **changes}
    return read_settings(env)


def copied(city: Path, var: Path, **changes: str) -> Town:
    """A city of its own, as fresh as `city`."""
    shutil.copytree(city, var)
    settings = settings_in(var, **changes)
    if changes:  # another catalogue, or another letterbox
        send_out(settings)
    return Town(settings)


def _part(sample: str, ending: str) -> dict[str, Any]:
    path = SAMPLES / f"{sample}{ending}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def answers_of(sample: str) -> dict[str, Any]:
    """What the citizen of a sample answers, as typed."""
    return _part(sample, "")


def staff_answers_of(sample: str) -> dict[str, Any]:
    """What staff add at the counter."""
    checks = _part(sample, ".staff")
    return {**checks, "assisted_by": "見本 みどり"} if checks else {}


def files_of(sample: str) -> list[tuple[str, Path]]:
    """(question, path) of every attachment, each a real file of its kind."""
    return [(place, a_file(sort, place)) for place, sort in _part(sample, ".files").items()]


_FILES = Path(tempfile.mkdtemp(prefix="madoguchi-sample-"))
atexit.register(shutil.rmtree, _FILES, ignore_errors=True)


@lru_cache
def a_file(sort: str, of: str) -> Path:
    """A small file: pdf, jpg, png or heic."""
    kind = {"pdf": "PDF", "jpg": "JPEG", "png": "PNG", "heic": "HEIF"}[sort]
    path = _FILES / f"{of.replace('.', '-')}.{sort}"
    path.write_bytes(picture_bytes(kind, of))
    return path


def picture_bytes(kind: str = "PNG", of: str = "") -> bytes:
    """A small picture; another `of` gives other bytes."""
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    colour = (len(of) * 7 % 256, sum(of.encode()) % 256, 90)
    Image.new("RGB", (64, 48), colour).save(out, kind)
    return out.getvalue()


def rows_of(engine: Engine, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """What stands in a store."""
    with reading(engine) as connection:
        return [tuple(row) for row in connection.execute(text(statement), values)]


def sample_names(procedure: str | None = None) -> list[str]:
    """`procedure/name` of every sample."""
    found = sorted(path for path in SAMPLES.glob("*/*.json") if "." not in path.stem)
    return [f"{path.parent.name}/{path.stem}" for path in found if procedure in (None, path.parent.name)]


def procedure_of(town: Town, sample: str) -> Procedure:
    """The procedure of a sample, as the catalogue has it."""
    return town.catalogue.procedure(sample.partition("/")[0])


def plain_answers(answers: Mapping[str, Any]) -> str:
    """Canonical JSON, to compare."""
    return json.dumps(answers, ensure_ascii=False, sort_keys=True)


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """All begun in the same moment, each in a thread; what each gave, or the error that it raised."""
    ended: list[object] = [None] * len(deeds)
    start = threading.Barrier(len(deeds))

    def run(place: int, deed: Callable[[], object]) -> None:
        start.wait()
        try:
            ended[place] = deed()
        except Exception as error:  # noqa: BLE001 – the test looks at it
            ended[place] = error

    threads = [threading.Thread(target=run, args=(n, deed)) for n, deed in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


@contextmanager
def letterbox_away(town: Town) -> Iterator[None]:
    """The counter's letterbox is an address where nobody listens."""
    here = town.office.letterbox
    real = here.remote
    engine = open_engine("postgresql://nobody@127.0.0.1:1/none")
    here.remote = DatabaseLetterbox(engine, town.office.blobs)
    try:
        yield
    finally:
        here.remote = real
        engine.dispose()


@contextmanager
def store_away(town: Town) -> Iterator[None]:
    """The office's database file is taken away, and put back."""
    with files_away([town.office.store.engine]):
        yield


@contextmanager
def files_away(engines: Sequence[Engine]) -> Iterator[None]:
    """The database file of these engines is taken away, and put back."""
    file = sqlite_path(engines[0])
    _let_go(engines)
    aside = file.with_suffix(".aside")
    aside.mkdir()
    parts = [part for part in file.parent.iterdir() if part.is_file() and part.name.startswith(file.name)]
    for part in parts:
        part.rename(aside / part.name)
    file.mkdir()  # so that nobody makes a new database in its place
    try:
        yield
    finally:
        _let_go(engines)
        file.rmdir()
        for part in parts:
            (aside / part.name).rename(part)
        aside.rmdir()


def _let_go(engines: Sequence[Engine]) -> None:
    for engine in engines:
        engine.dispose()

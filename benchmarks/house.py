"""A small city hall in a folder that goes away: both sides on real files, and the samples' people."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.casework import applying, installation
from shared.casework.cases import Case
from shared.casework.office import OfficeSide, open_office
from shared.casework.sides import FrontSide, open_front
from shared.records.writer import close_writers
from shared.settings import Settings, read_settings

ROOT = Path(__file__).parents[1]
PROCEDURE, SAMPLE = "juminhyo-copy", "self-by-post"


@dataclass(frozen=True)
class House:
    settings: Settings
    front: FrontSide
    office: OfficeSide

    @property
    def answers(self) -> dict[str, Any]:
        """What a person of the samples answers."""
        path = ROOT / "tests" / "samples" / PROCEDURE / f"{SAMPLE}.json"
        answers: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return answers

    def begun(self) -> Case:
        return applying.start(self.front, PROCEDURE)

    def filled_in(self) -> Case:
        return applying.answer_all(self.front, self.begun(), self.answers, "citizen")


@contextmanager
def open_house() -> Iterator[House]:
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as var:
        environ = {"MADOGUCHI_VAR": var, "MADOGUCHI_CATALOGUE": str(ROOT / "procedures.yaml")}
        settings = read_settings(environ)
        installation.prepare(settings)
        yield House(settings, open_front(settings), open_office(settings))
        close_writers()

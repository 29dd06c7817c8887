"""A real internet side in a folder of its own, and a stage on which AppTest draws the portal's screens."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from shared.casework import applying, cases
from shared.casework.cases import Case
from shared.casework.installation import prepare
from shared.casework.sides import FrontSide, open_front
from shared.records.writer import close_writers
from shared.settings import read_settings
from tests.doors import wait_for
from tests.screens import stage

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def side(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FrontSide]:
    """The internet side with the shipped procedures."""
    settings = read_settings({"MADOGUCHI_VAR": str(tmp_path_factory.mktemp("screens") / "var")})
    prepare(settings)
    yield open_front(settings)
    close_writers()


@pytest.fixture
def begin(side: FrontSide) -> Callable[..., Case]:
    """Call it with the id of a procedure for a case that the stage's device may open."""

    def started(procedure_id: str, language: str = "ja") -> Case:
        case = applying.start(side, procedure_id, "online", language)
        stage.PASS = cases.remember(side, case)
        return case

    stage.SIDE = side
    return started


@pytest.fixture
def drawn() -> Callable[..., AppTest]:
    """Call it with the query of an address: the page as it is drawn there."""

    def draw(**query: str) -> AppTest:
        page = AppTest.from_function(stage.script, default_timeout=20)
        for name, value in query.items():
            page.query_params[name] = value
        return page.run()

    return draw


@contextmanager
def served(script: str, port: int, folder: Path) -> Iterator[str]:
    """The page of a script (its path in the project), in a process of its own; its address."""
    command = [sys.executable, "-m", "tests.web.serving", str(ROOT / script), str(port)]
    with (folder / "log").open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)
    wait_for(port, process)
    yield f"http://localhost:{port}"
    process.terminate()
    process.wait(timeout=20)

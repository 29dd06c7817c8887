"""A city with a small catalogue in two files, and three people who edit it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.casework.authority import Actor, Role
from tests.casework.town import Town, rows_of
from tests.catalogue.samples import SMALL

MAIN, PART = "procedures.yaml", "more/own.yaml"


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    """What is served: sections and sets in the first file, procedures in the second."""
    before, _, rest = SMALL.read_text(encoding="utf-8").partition("\nprocedures:\n")
    procedures, _, notices = rest.partition("\nnotices:\n")
    folder = tmp_path / "catalogue"
    (folder / "more").mkdir(parents=True)
    (folder / PART).write_text(f"procedures:\n{procedures}\n", encoding="utf-8")
    (folder / MAIN).write_text(f"include: [{PART}]\n{before}\n\nnotices:\n{notices}\n", encoding="utf-8")
    return folder / MAIN


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_town(request: pytest.FixtureRequest, make_town: Callable[..., Town], catalogue: Path) -> Town:
    """On each engine in turn."""
    if request.param == "sqlite":
        return make_town(MADOGUCHI_CATALOGUE=str(catalogue))
    urls = (request.getfixturevalue("postgres_url"), request.getfixturevalue("second_postgres_url"))
    return make_town(MADOGUCHI_CATALOGUE=str(catalogue), MADOGUCHI_LETTERBOX_URL=urls[0], MADOGUCHI_OFFICE_URL=urls[1])


@pytest.fixture
def town(make_town: Callable[..., Town], catalogue: Path) -> Iterator[Town]:
    """On SQLite."""
    yield make_town(MADOGUCHI_CATALOGUE=str(catalogue))


def editor(town: Town, name: str) -> Actor:
    return town.actor(name, (Role.EDITOR,))


def text_of(town: Town, name: str = PART) -> str:
    return (town.settings.catalogue.parent / name).read_text(encoding="utf-8")


def put(town: Town, text: str, name: str = PART) -> None:
    """As somebody with a text editor does."""
    (town.settings.catalogue.parent / name).write_text(text, encoding="utf-8")


def dearer(town: Town, before: str = "amount: 350", after: str = "amount: 400") -> dict[str, str]:
    """The files with another fee."""
    text = text_of(town)
    assert before in text
    return {PART: text.replace(before, after)}


def chain(town: Town) -> list[tuple[str, str, str]]:
    """(actor, action, what it is about) of the deeds with proposals."""
    found = rows_of(
        town.office.store.engine,
        "SELECT actor, action, reference FROM trail WHERE section = 'office' AND action LIKE 'catalogue%' ORDER BY seq",
    )
    return [(str(one[0]), str(one[1]), str(one[2])) for one in found]

"""How a procedure looks before it is served: invented answers, sheets that say what they are, rehearsals of a page."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from shared.casework.previews import previews
from shared.casework.previews.invented import hand_of, invented
from shared.casework.rehearsals import MOST, Opened, Rehearsals
from shared.catalogue import catalogue as catalogues
from shared.catalogue import journey
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.questions.question import Asking
from shared.errors import RehearsalRefused
from tests.printing import reader
from tests.web.asking import ask

from .town import ROOT
from .turning import APRIL, MARCH, turning

TODAY, NEXT_YEAR = date(2026, 11, 23), date(2027, 4, 1)


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return catalogues.load(ROOT / "procedures.yaml")


@pytest.mark.parametrize("day", [TODAY, NEXT_YEAR])
def test_invented_answers_lead_through_every_procedure(shipped: Catalogue, day: date) -> None:
    refused = {}
    for one in shipped.procedures:
        asked = one.on(day)
        hand, channel = hand_of(asked)
        problems = journey.validate(asked, invented(asked, day), hand, Asking(day, "ja", channel))
        refused.update({one.id: problems} if problems else {})
    assert refused == {}
    assert len(shipped.procedures) > 100


def test_the_walk_shows_each_screen_as_it_is_on_the_day(tmp_path: Path) -> None:
    procedure = catalogues.load(turning(tmp_path)).procedure("pass")
    march, april = previews.walk(procedure, MARCH), previews.walk(procedure, APRIL)
    labels = [[row.label for screen in one.screens for row in screen.rows] for one in (march, april)]
    assert ("よび名" in labels[0], "メール" in labels[0]) == (True, False)
    assert ("よび名" in labels[1], "メール" in labels[1]) == (False, True)
    assert (march.ending.fee, april.ending.fee) == ("300円", "350円")
    assert [(one.number, one.of) for one in april.screens] == [(n, len(april.screens)) for n in range(1, 4)]


def test_sheets_of_a_preview_say_that_they_are_none(shipped: Catalogue) -> None:
    procedure = shipped.procedure("juminhyo-copy")
    for pdf in (previews.paper(procedure, NEXT_YEAR), previews.receipt(procedure, NEXT_YEAR)):
        pages = reader.pages(pdf)
        assert all(any("ためし　この紙は使えません" in line for line in page) for page in pages)
        codes = reader.codes(reader.picture(pdf, 203))
        assert [one for one in codes if one.startswith("http") and "practice.invalid" not in one.lower()] == []
        assert [one for one in codes if "/R/" in one] == []


@pytest.mark.drill
def test_every_procedure_has_its_sheets(shipped: Catalogue) -> None:
    for one in shipped.procedures:
        assert len(reader.pages(previews.receipt(one, NEXT_YEAR))) >= 1, one.id
        if one.on(NEXT_YEAR).channels.paper:
            assert len(reader.pages(previews.paper(one, NEXT_YEAR))) >= 1, one.id


@pytest.fixture
def opener(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rehearsals]:
    """Temporary folders lie where the test sees them."""
    own = tmp_path / "tmp"
    own.mkdir()
    monkeypatch.setenv("TMPDIR", str(own))
    monkeypatch.setattr("tempfile.tempdir", str(own))
    made = Rehearsals()
    yield made
    made.close_all()
    until(lambda: list(own.iterdir()) == [])  # nothing of them stays


def until(holds: Callable[[], bool], seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def opened(made: Rehearsals, owner: str, tmp_path: Path, text: str = "") -> Opened:
    said = text or turning(tmp_path).read_text(encoding="utf-8")
    return made.open(owner, {"procedures.yaml": said}, "procedures.yaml", "pass", MARCH)


def test_a_proposed_catalogue_is_seen_at_its_own_address(opener: Rehearsals, tmp_path: Path) -> None:
    one = opened(opener, "sato", tmp_path)
    assert (one.state, one.portal, opener.find(one.id), opener.of("sato")) == ("starting", "", one, one)
    until(lambda: one.state != "starting")
    assert one.state == "ready"
    assert ask(one.portal).status == 200
    assert ask(one.paper).headers["content-type"] == "application/pdf"
    opener.close(one.id)
    until(lambda: one.state == "ended")
    assert opener.of("sato") is None


def test_each_person_has_one_and_all_together_have_two(opener: Rehearsals, tmp_path: Path) -> None:
    first, second = opened(opener, "sato", tmp_path), opened(opener, "ito", tmp_path)
    with pytest.raises(RehearsalRefused) as refusal:
        opened(opener, "abe", tmp_path)
    assert (refusal.value.code, MOST) == ("rehearsals_full", 2)
    again = opened(opener, "ito", tmp_path)
    assert (first.process.poll(), second.state, opener.of("ito")) == (None, "ended", again)


def test_a_broken_catalogue_does_not_start_and_no_name_leads_out(opener: Rehearsals, tmp_path: Path) -> None:
    broken = opened(opener, "sato", tmp_path, "city: [")
    until(lambda: broken.state == "ended")
    assert (broken.portal, broken.kiosk) == ("", "")
    for name in ("../procedures.yaml", "/tmp/procedures.yaml"):
        with pytest.raises(RehearsalRefused) as refusal:
            opener.open("sato", {"procedures.yaml": "", name: ""}, "procedures.yaml", "pass", MARCH)
        assert refusal.value.code == "rehearsal_file"

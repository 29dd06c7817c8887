"""What the documents say of the house is so."""

import re
from pathlib import Path
from typing import get_args

import pytest

from shared.catalogue.procedure import Procedure
from shared.records.status import Status

from .project import ROOT, inside, modules

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
DESIGN = ROOT / "docs" / "design.md"
NOT_BUILT_YET: set[str] = set()
# Pictures are taken of the finished screens; until the first one is there, none is missed.
TAKEN = any((ROOT / "docs" / "pictures").glob("*.png"))
ELSEWHERE = ("https://", "http://", *(() if TAKEN else ("docs/pictures/",)))


def test_the_readme_names_every_room() -> None:
    named = re.findall(r"^\| `(?:shared/)?(\w+)/` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
    rooms = [path.parent.name for path in (ROOT / "shared").glob("*/__init__.py")]

    assert sorted(named) == sorted([*rooms, "portal", "kiosk", "tests"])


@pytest.mark.parametrize("document", DOCUMENTS, ids=inside)
def test_links_of_the_documents_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    here = [link for link in links if not link.startswith(ELSEWHERE)]

    assert [link for link in here if not (document.parent / link).exists()] == []


def test_statuses_and_kinds_of_the_design_are_those_of_the_code() -> None:
    design = DESIGN.read_text(encoding="utf-8")
    line = next(line for line in design.splitlines() if line.startswith("Statuses: "))
    statuses = re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]+)`", line)))
    kinds = re.search(r"`Procedure` \| kind: (.+) \|", design)

    assert sorted(statuses) == sorted(status.value for status in Status)
    assert kinds is not None
    assert re.findall(r"([a-z]+) \(", kinds[1]) == list(get_args(Procedure.model_fields["kind"].annotation))


def test_every_word_of_the_design_stands_in_the_code() -> None:
    table = DESIGN.read_text(encoding="utf-8").split("## 5. Words")[1].split("\nStatuses:")[0]
    words = {word for row in table.splitlines()[3:] for word in re.findall(r"`([A-Za-z_]+)`", row.split("|")[2])}
    source = "\n".join(path.read_text(encoding="utf-8") for path in modules("shared"))

    assert len(words) > 20
    assert {word for word in words if not re.search(rf"\b{word}\b", source)} == NOT_BUILT_YET

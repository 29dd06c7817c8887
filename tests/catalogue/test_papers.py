"""What a person brings, as far as the answers say."""

from pathlib import Path

import pytest

from shared.catalogue.catalogue import load
from shared.catalogue.papers import may_need, to_bring
from shared.catalogue.procedure import Procedure
from shared.screens.fragments import bring_html

from .samples import SMALL

HELD = "    documents:\n      - {use: id-card}\n"


@pytest.fixture
def procedure(tmp_path: Path) -> Procedure:
    """`copy`, whose mandate is for agents, and a paper that the city holds."""
    text = SMALL.read_text(encoding="utf-8")
    assert HELD in text
    text = text.replace("documents:\n", "documents:\n  - {id: tax, title: 税の証明, held: 税務課が調べます}\n", 1)
    file = tmp_path / "procedures.yaml"
    file.write_text(text.replace(HELD, HELD + "      - {use: tax}\n", 1), encoding="utf-8")
    return load(file).procedure("copy")


@pytest.mark.parametrize(
    ("answers", "certain", "possible"),
    [
        ({}, ["id-card", "tax"], ["id-card", "mandate", "tax"]),
        ({"by_agent": "yes"}, ["id-card", "mandate", "tax"], ["id-card", "mandate", "tax"]),
        ({"by_agent": "no"}, ["id-card", "tax"], ["id-card", "tax"]),
        ({"by_agent": "no", "lookup_tax": "yes"}, ["id-card"], ["id-card"]),
        ({"by_agent": "no", "lookup_tax": "no"}, ["id-card", "tax"], ["id-card", "tax"]),
    ],
)
def test_what_is_looked_up_or_for_others_is_not_brought(
    procedure: Procedure, answers: dict[str, str], certain: list[str], possible: list[str]
) -> None:
    assert sorted(one.kind for one in to_bring(procedure, answers)) == certain
    assert sorted(one.kind for one in may_need(procedure, answers)) == possible


def test_staff_read_who_has_to_bring_it(procedure: Procedure) -> None:
    assert [one.partition("（")[2] for one in bring_html(procedure, {})] == ["", "", "代わりの人が来るとき）"]

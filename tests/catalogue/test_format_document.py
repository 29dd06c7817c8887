"""docs/catalogue.md says what the models take: every kind and every key stands in it."""

import re
from pathlib import Path

import pytest

from shared.catalogue.conditions import COMPARISONS
from shared.catalogue.declared import Declared
from shared.catalogue.following import Suggestion, YearlyDate
from shared.catalogue.office import Category, City, LifeEvent, Notice, Related, Section
from shared.catalogue.procedure import Procedure, Step
from shared.catalogue.questions.choices import Option
from shared.catalogue.questions.kinds import KINDS
from shared.catalogue.rules import DeadlineRule, ExtraFee, FeeRule, StandardDays
from shared.catalogue.waiting import Bookable, Line, Waiting

DOCUMENT = (Path(__file__).parents[2] / "docs" / "catalogue.md").read_text(encoding="utf-8")
CODE = " ".join(re.findall(r"`[^`]+`|```.*?```", DOCUMENT, re.S))
WRITTEN_OUT = {"section_details", "about"}


def is_named(word: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", CODE) is not None


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_stands_in_the_document_with_its_keys(kind: str) -> None:
    keys = {field.alias or name for name, field in KINDS[kind].model_fields.items()}

    assert [word for word in sorted({kind, *keys}) if not is_named(word)] == []


@pytest.mark.parametrize(
    "model",
    [
        Declared,
        Procedure,
        Step,
        Option,
        City,
        Section,
        Category,
        LifeEvent,
        Notice,
        Related,
        Suggestion,
        YearlyDate,
        FeeRule,
        ExtraFee,
        DeadlineRule,
        StandardDays,
        Waiting,
        Line,
        Bookable,
    ],
)
def test_every_key_stands_in_the_document(model: type[Declared]) -> None:
    keys = {field.alias or name for name, field in model.model_fields.items()} - WRITTEN_OUT

    assert [key for key in sorted(keys) if not is_named(key)] == []


def test_every_comparison_stands_in_the_document() -> None:
    assert [word for word in COMPARISONS if not is_named(word)] == []

"""Editors get a JSON Schema: it is the one of the models, and the file fits it."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from shared.catalogue.schema import file_schema, part_schema
from shared.catalogue.source import Source

from .samples import SHIPPED, SMALL
from .test_mistakes import broken

COMMITTED = Path(__file__).parents[2] / "docs" / "procedures.schema.json"


def values_of(path: Path) -> Any:
    node = Source(str(path)).read(path.read_bytes())
    assert node is not None
    return node.plain()


def mistakes(path: Path) -> list[str]:
    validator = jsonschema.Draft202012Validator(file_schema())
    return [error.json_path for error in validator.iter_errors(values_of(path))]


def test_the_committed_schema_is_that_of_the_models() -> None:
    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == json.loads(json.dumps(file_schema()))


def test_the_committed_schema_of_included_files_is_that_of_the_models() -> None:
    committed = COMMITTED.with_name("procedures.part.schema.json").read_text(encoding="utf-8")
    assert json.loads(committed) == json.loads(json.dumps(part_schema()))


@pytest.mark.parametrize("path", sorted(SHIPPED.parent.glob("procedures/*.yaml")), ids=lambda path: path.stem)
def test_every_included_file_fits_the_schema_of_included_files(path: Path) -> None:
    validator = jsonschema.Draft202012Validator(part_schema())
    assert [error.json_path for error in validator.iter_errors(values_of(path))] == []


def test_it_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(file_schema())


@pytest.mark.parametrize("path", [SMALL, SHIPPED], ids=["small", "shipped"])
def test_a_catalogue_without_mistakes_fits_it(path: Path) -> None:
    assert mistakes(path) == []


@pytest.mark.parametrize(
    "name",
    [
        "unknown key of a step",
        "missing key of a procedure",
        "unknown kind of question",
        "unknown kind of procedure",
        "text where a truth value belongs",
        "text where a number belongs",
        "bad id",
        "use beside other keys",
        "options neither list nor use",
        "bad required",
    ],
)
def test_a_slip_is_seen_while_typing(name: str, tmp_path: Path) -> None:
    assert mistakes(broken(tmp_path, name)[0]) != []

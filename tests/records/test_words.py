"""Every code that the modules of records raise has its words; every status and action too."""

import ast
from pathlib import Path

import pytest

from shared import errors
from shared.language.wording import parameters, texts
from shared.records import status

RECORDS = Path(status.__file__).parent
ERRORS = {name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, Exception)}


def raised(module: Path) -> set[str]:
    """Codes written where one of our errors is raised, and those handed to tidy_characters."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    named = [call.args for call in calls if isinstance(call.func, ast.Name) and call.func.id in ERRORS]
    named += [call.args[-1:] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "tidy_characters"]
    first = [arguments[0] for arguments in named if arguments]
    return {each.value for each in first if isinstance(each, ast.Constant) and isinstance(each.value, str)}


def spoken(language: str) -> set[str]:
    """What can be said in a language, with what easy Japanese and English fall back on."""
    return set(texts(language)) | (set(texts("ja")) if language == "easy" else set())


@pytest.mark.parametrize("language", ["ja", "easy", "en"])
def test_every_code_has_words(language: str) -> None:
    codes = {f"errors.{code}" for module in RECORDS.rglob("*.py") for code in raised(module)}
    assert len(codes) > 50
    assert codes - spoken(language) == set()


@pytest.mark.parametrize("language", ["ja", "easy", "en"])
def test_every_status_action_and_column_has_words(language: str) -> None:
    keys = {f"status.{each.value}" for each in status.Status}
    keys |= {f"status.action_{each.value}" for each in status.Action}
    keys |= {f"status.board_{column}" for column in status.BOARD}
    assert keys - set(texts(language)) == set()


@pytest.mark.parametrize("slip", ["code_slip", "reference_slip", "recovery_slip"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_slip_has_words_with_and_without_its_group(slip: str, language: str) -> None:
    assert (
        "{group}" in texts(language)[f"errors.{slip}_group"],
        parameters(texts(language)[f"errors.{slip}"]),
    ) == (True, frozenset())

"""Every code that the stores raise has its words in every language."""

import ast
from pathlib import Path

import pytest

from shared.language.wording import texts
from shared.records import database

RECORDS = Path(database.__file__).parent
OURS = ["blobs.py", "database.py", "letterbox.py", "writer.py", "backup/*.py", "front/*.py", "store/*.py"]
ERRORS = {
    "BackupRefused",
    "CannotOpen",
    "FileRefused",
    "FolderChanged",
    "KeyMissing",
    "ReferenceTaken",
    "SettingsError",
    "StoreUnavailable",
    "SubmissionChanged",
    "SubmissionNotFound",
}


def raised() -> set[str]:
    """Codes written where one of these errors is raised, and those of database.unavailable_code."""
    codes = {"store_full", "store_gone", "store_busy", "store_damaged"}
    for path in [path for pattern in OURS for path in sorted(RECORDS.glob(pattern))]:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS and node.args:
                codes |= {c.value for c in ast.walk(node.args[0]) if isinstance(c, ast.Constant)}
    return codes


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_code_has_words(language: str) -> None:
    codes = {f"errors.{code}" for code in raised()}
    assert len(codes) > 18
    assert codes - set(texts(language)) == set()

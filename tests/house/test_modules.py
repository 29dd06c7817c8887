"""Modules are nouns, small, and have one address each."""

import ast
import re

from .project import ROOMS, ROOT, inside, modules, tree

LONGEST = 310  # lines; past that a module becomes a package of the same name
LONGEST_TEST = 400  # stories of one thing stay together a little longer
LONGER = {
    "shared/records/migrations/office/versions/0001_first_tables.py": "a migration is written once and never parted",
    "tests/records/test_backup.py": "backup and restore of both stores, on both engines",
    "tests/records/test_letterbox.py": "the letterbox is one protocol, tested on both engines",
    "tests/records/test_writer.py": "the writer's promises need their worker programs beside them",
}
NAMELESS = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?)(_|$)")
NAMELESS_CLASS = re.compile(r"Util|Helper|Common|Misc|Manager")


def longer_than(lines: int, *folders: str) -> list[str]:
    code = modules(*folders)
    return [inside(path) for path in code if len(path.read_text(encoding="utf-8").splitlines()) > lines]


def test_modules_stay_small() -> None:
    long = set(longer_than(LONGEST, *ROOMS, "benchmarks")) | set(longer_than(LONGEST_TEST, "tests"))

    assert long - LONGER.keys() == set()


def test_nothing_is_named_after_having_no_name() -> None:
    paths = [path for folder in (*ROOMS, "tests") for path in (ROOT / folder).rglob("*")]
    classes = [
        f"{inside(path)} {node.name}"
        for path in modules(*ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and NAMELESS_CLASS.search(node.name)
    ]

    assert ([inside(path) for path in paths if NAMELESS.search(path.stem)], classes) == ([], [])


def test_init_files_are_empty() -> None:
    found = [path for path in modules(*ROOMS, "tests") if path.name == "__init__.py"]

    assert [inside(path) for path in found if path.read_bytes()] == []

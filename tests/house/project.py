"""The project as its files stand: modules, syntax trees, calls."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("shared", "portal", "kiosk")
SCREENS = ("portal", "kiosk", "shared/screens")

_SKIPPED = {".git", ".venv", "var", "__pycache__", ".hypothesis"}
_NOT_TEXT = {".png", ".ttf", ".otf", ".pyc", ".woff2"}


def modules(*folders: str) -> list[Path]:
    """Every Python file below these folders of the project."""
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def inside(path: Path) -> str:
    """The path as one writes it in the project."""
    return path.relative_to(ROOT).as_posix()


@lru_cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """(last part of what is called, the call) of a module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


def at(path: Path, node: ast.expr) -> str:
    """FILE:LINE."""
    return f"{inside(path)}:{node.lineno}"


def plain_files() -> Iterator[Path]:
    """Every file of the project that holds text; not what tools keep beside it."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        kept = any(part in _SKIPPED or part.endswith(("_cache", ".egg-info")) for part in parts)
        if path.is_file() and not kept and path.suffix not in _NOT_TEXT:
            yield path

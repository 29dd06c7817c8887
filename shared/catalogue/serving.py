"""The catalogue that a running door serves: a new version at once, and the last good one while the file is broken.

A door does not start with a broken file (`catalogue.load` refuses it). While it runs, a mistake made in an editor
must stop nobody: citizens go on with what was served before, and staff are shown the mistake.
"""

import logging
import threading
from dataclasses import dataclass
from pathlib import Path

from shared.catalogue.catalogue import Catalogue, explained, load
from shared.errors import CatalogueError, Problem

_log = logging.getLogger(__name__)
_lock = threading.Lock()


@dataclass(frozen=True)
class _Refused:
    """A state of the file that cannot be used."""

    state: tuple[int, int]
    problems: tuple[Problem, ...]


_good: dict[Path, Catalogue] = {}
_refused: dict[Path, _Refused] = {}


def served(path: Path) -> Catalogue:
    """The catalogue in the file, or the last one without mistakes that this process has read.

    Raises CatalogueError where there has been none.
    """
    with _lock:
        broken = _refused.get(path)
        if broken is not None and broken.state == _state(path):
            return _good[path]
        try:
            _good[path] = load(path)
        except CatalogueError as error:
            if path not in _good:
                raise
            _refuse(path, error)
        else:
            _refused.pop(path, None)
        return _good[path]


def refused(path: Path) -> tuple[Problem, ...]:
    """What is wrong with the file that is not served; nothing where it is."""
    served(path)
    with _lock:
        broken = _refused.get(path)
        return broken.problems if broken is not None else ()


def _refuse(path: Path, error: CatalogueError) -> None:
    _refused[path] = _Refused(_state(path), error.problems)
    for problem in error.problems:
        _log.error("%s:%d: %s", problem.file, problem.line, explained(problem, "ja"))


def _state(path: Path) -> tuple[int, int]:
    """Changes with the file; a file that is away has a state of its own."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)

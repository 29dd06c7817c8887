"""The catalogue that a running door serves: a new version at once, and the last good one while the file is broken.

A door does not start with a broken file (`catalogue.load` refuses it). While it runs, a mistake made in an editor
must stop nobody: citizens go on with what was served before, and staff are shown the mistake.
"""

import logging
import threading
from pathlib import Path

from shared.catalogue.catalogue import Catalogue, Reading, explained, latest
from shared.errors import CatalogueError, Problem

_log = logging.getLogger(__name__)
_lock = threading.Lock()


_good: dict[Path, Catalogue] = {}
_told: dict[Path, Reading] = {}  # what cannot be used, once it was logged


def served(path: Path, *places: Path) -> Catalogue:
    """The catalogue in the file, or the last one without mistakes that this process has read.

    `places`: as `catalogue.load` takes them. Raises CatalogueError where there has been none.
    """
    return _served(path, *places)[0]


def refused(path: Path) -> tuple[Problem, ...]:
    """What is wrong with the file that is not served; nothing where it is."""
    return _served(path)[1]


def _served(path: Path, *places: Path) -> tuple[Catalogue, tuple[Problem, ...]]:
    with _lock:
        reading = latest(path, *places)
        if reading.catalogue is not None:
            _good[path] = reading.catalogue
        elif path not in _good:
            raise CatalogueError(reading.problems)
        elif _told.get(path) is not reading:
            _told[path] = reading
            _log_problems(reading)
        return _good[path], reading.problems


def _log_problems(reading: Reading) -> None:
    for problem in reading.problems:
        _log.error("%s:%d: %s", problem.file, problem.line, explained(problem, "ja"))

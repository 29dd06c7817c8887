"""Finding procedures: by kanji, kana, romaji, everyday words, shelf, life event; slips of one letter are forgiven."""

import threading
import time
from collections.abc import Callable
from typing import Final

from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.catalogue.search_index import Index

_WORTH_SAYING = 0.45
_OF_THE_BEST = 0.4
REST: Final = 0.02  # seconds after each procedure: a page that is asked for meanwhile goes first
MOST_KEPT: Final = 4
_made: dict[Catalogue, Index] = {}


def find(catalogue: Catalogue, text: str, limit: int = 10) -> list[Procedure]:
    """The procedures that fit the words, best first; none for blanks.

    Hiragana and katakana, small and large kana, long and short vowels, half and full width are the same here, and
    so are kanji and how they are read, romaji, and the catalogue's synonyms; parts of words are enough, and so are
    sentences that hold a word. A slip of one letter is forgiven.
    """
    scores = _index(catalogue).scores(text)
    least = max(_WORTH_SAYING, _OF_THE_BEST * max(scores, default=0.0))
    ranked = sorted(range(len(scores)), key=lambda index: (-scores[index], index))
    return [catalogue.procedures[index] for index in ranked if scores[index] >= least][:limit]


def by_life_event(catalogue: Catalogue, life_event: str) -> list[Procedure]:
    """The procedures of a life event, in the order of the file."""
    return [procedure for procedure in catalogue.procedures if life_event in procedure.life_events]


def by_category(catalogue: Catalogue, category: str) -> list[Procedure]:
    """The procedures of a shelf, in the order of the file."""
    return [procedure for procedure in catalogue.procedures if procedure.category == category]


def by_section(catalogue: Catalogue, section: str) -> list[Procedure]:
    """The procedures of a section, in the order of the file."""
    return [procedure for procedure in catalogue.procedures if procedure.section == section]


def warm(catalogue: Catalogue) -> threading.Thread:
    """Makes in the background what the first search would wait for (a second of work), a little at a time."""
    thread = threading.Thread(target=lambda: _index(catalogue, lambda: time.sleep(REST)), name="search", daemon=True)
    thread.start()
    return thread


def _index(catalogue: Catalogue, rest: Callable[[], None] = lambda: None) -> Index:
    """Once for each catalogue; whoever searches before it is there makes it at once."""
    found = _made.get(catalogue)
    if found is None:
        found = Index(catalogue, rest)
        while len(_made) >= MOST_KEPT:
            _made.pop(next(iter(_made)), None)
        _made[catalogue] = found
    return found

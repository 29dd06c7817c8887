"""Which guides lead through what somebody looks for."""

from collections.abc import Iterator

from shared.catalogue.catalogue import Catalogue
from shared.catalogue.guides.guide import Guide
from shared.catalogue.spelling import Letters, fold, letters

LEAST = 2  # letters; one alone is in too many words


def for_life_event(catalogue: Catalogue, life_event: str) -> list[Guide]:
    """The guides of a life event, in the order of the file."""
    return [guide for guide in catalogue.guides if life_event in guide.life_events]


def for_words(catalogue: Catalogue, text: str) -> list[Guide]:
    """The guides one of whose words is in the text, or the other way round, in the order of the file.

    In hiragana a word counts only where one can begin: なくなった in 歩けなくなった is not the word that it looks like.
    """
    wanted = letters(text[:200])
    return [guide for guide in catalogue.guides if any(_meets(wanted, word) for word in _words(guide))]


def _words(guide: Guide) -> list[str]:
    said = [guide.title.say(language) for language in ("ja", "easy", "en")]
    return [fold(word) for word in (*guide.words, *said)]


def _meets(wanted: Letters, word: str) -> bool:
    if min(len(wanted.text), len(word)) < LEAST:
        return False
    return wanted.text in word or any(wanted.starts[at] == 1 for at in _places(word, wanted.text))


def _places(word: str, text: str) -> Iterator[int]:
    """Where the word is in the text."""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)

"""Which guides lead through what somebody looks for."""

from shared.catalogue.catalogue import Catalogue
from shared.catalogue.guides.guide import Guide
from shared.catalogue.spelling import fold

LEAST = 2  # letters; one alone is in too many words


def for_life_event(catalogue: Catalogue, life_event: str) -> list[Guide]:
    """The guides of a life event, in the order of the file."""
    return [guide for guide in catalogue.guides if life_event in guide.life_events]


def for_words(catalogue: Catalogue, text: str) -> list[Guide]:
    """The guides one of whose words is in the text, or the other way round, in the order of the file."""
    wanted = fold(text[:200])
    return [guide for guide in catalogue.guides if any(_meets(wanted, word) for word in _words(guide))]


def _words(guide: Guide) -> list[str]:
    said = [guide.title.say(language) for language in ("ja", "easy", "en")]
    return [fold(word) for word in (*guide.words, *said)]


def _meets(wanted: str, word: str) -> bool:
    return min(len(wanted), len(word)) >= LEAST and (wanted in word or word in wanted)

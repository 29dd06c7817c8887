"""Finding procedures: by kanji, kana, everyday words, shelf, life event."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.catalogue.texts import Text
from shared.language import characters

_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_LONG = re.compile("([おこそとのほもよろごぞどぼぽうくすつぬふむゆるぐずづぶぷ])[うおー]+|ー")
_RUBY = re.compile(r"\{[^{}|]+\|([^{}|]+)\}")

# How much a hit says, by where it is.
_TITLE, _WORD, _READING, _SHELF, _PROSE = 10.0, 9.0, 8.0, 4.0, 2.5
_WORTH_SAYING = 1.2  # a hit in prose that is a whole word: 2.0; less than half of a title's letters: below
_OF_THE_BEST = 0.25

Field = tuple[str, frozenset[str], float]  # folded text, its pairs of letters, weight


def find(catalogue: Catalogue, text: str, limit: int = 10) -> list[Procedure]:
    """The procedures that fit the words, best first; none for blanks.

    Hiragana and katakana, small and large kana, long and short vowels, half and full width are the same here;
    parts of words are enough, and so are sentences that hold a word.
    """
    words = [word for word in map(fold, unicodedata.normalize("NFKC", text[:200]).split()) if word]
    if not words:
        return []
    scores = [_score(words, fields) for fields in _index(catalogue)]
    least = max(_WORTH_SAYING, _OF_THE_BEST * max(scores, default=0.0))
    ranked = sorted(range(len(scores)), key=lambda index: (-scores[index], index))
    return [catalogue.procedures[index] for index in ranked if scores[index] >= least][:limit]


def by_life_event(catalogue: Catalogue, life_event: str) -> list[Procedure]:
    """The procedures of a life event, in the order of the file."""
    return [procedure for procedure in catalogue.procedures if life_event in procedure.life_events]


def by_category(catalogue: Catalogue, category: str) -> list[Procedure]:
    """The procedures of a shelf, in the order of the file."""
    return [procedure for procedure in catalogue.procedures if procedure.category == category]


def fold(text: str) -> str:
    """Letters by which texts are compared here; never shown, never stored."""
    text = unicodedata.normalize("NFKC", characters.search_key(text)).casefold()
    hiragana = "".join(chr(ord(one) - 0x60) if "ァ" <= one <= "ヶ" else one for one in text)
    letters = "".join(one for one in hiragana if one == "ー" or one.isalnum())
    return _LONG.sub(r"\1", letters.translate(_SMALL))


@lru_cache(maxsize=4)
def _index(catalogue: Catalogue) -> tuple[tuple[Field, ...], ...]:
    return tuple(tuple(_fields(catalogue, procedure)) for procedure in catalogue.procedures)


def _fields(catalogue: Catalogue, procedure: Procedure) -> Iterator[Field]:
    seen: set[str] = set()
    for text, weight in _said(catalogue, procedure):
        folded = fold(text)
        if folded and folded not in seen:
            seen.add(folded)
            yield folded, _pairs(folded), weight


def _said(catalogue: Catalogue, procedure: Procedure) -> Iterator[tuple[str, float]]:
    yield from _in_all_languages(procedure.title, _TITLE)
    for word in procedure.words:
        yield word, _WORD
    if procedure.formal_title:
        yield from _in_all_languages(procedure.formal_title, _READING)
    yield procedure.kana, _READING
    for part in procedure.id.split("-"):
        yield part, _SHELF
    shelves = [event.title for event in catalogue.life_events if event.id in procedure.life_events]
    shelves += [category.title for category in catalogue.categories if category.id == procedure.category]
    for shelf in (*shelves, procedure.section_details.name):
        yield from _in_all_languages(shelf, _SHELF)
    for prose in (procedure.summary, procedure.who):
        yield from _in_all_languages(prose, _PROSE)


def _in_all_languages(text: Text, weight: float) -> Iterator[tuple[str, float]]:
    for language in ("ja", "easy", "en"):
        yield text.say(language), weight
    for marked in (text.ja, text.easy or ""):
        yield _RUBY.sub(r"\1", marked), weight  # as it is read aloud


def _score(words: list[str], fields: tuple[Field, ...]) -> float:
    return sum(_best(word, fields) for word in words) / len(words)


def _best(word: str, fields: tuple[Field, ...]) -> float:
    pairs = _pairs(word)
    hits = [weight * _fit(word, pairs, field, inside) for field, inside, weight in fields]
    return max(hits) + 0.05 * (sum(hits) - max(hits))


def _fit(word: str, pairs: frozenset[str], field: str, inside: frozenset[str]) -> float:
    """How well a field answers a word, 0 to 1."""
    if word == field:
        return 1.0
    if word in field:
        whole = 0.4 if len(word) == 1 else 0.75 if field.startswith(word) else 0.65
        return whole + 0.2 * len(word) / len(field)
    if field in word and (len(field) > 1 or not "ぁ" <= field <= "ん"):
        return 0.5 + 0.3 * len(field) / len(word)
    common = len(pairs & inside)
    share = max(common / max(len(pairs), 1), common / len(inside) if len(inside) > 1 else 0.0)
    return 0.55 * share if share >= 0.5 else 0.0


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[start : start + 2] for start in range(len(text) - 1))

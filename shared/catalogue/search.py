"""Finding procedures: by kanji, kana, romaji, everyday words, shelf, life event; slips of one letter are forgiven."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache

from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.catalogue.texts import Text
from shared.language import characters, romaji, wording

_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_LONG = re.compile("([おこそとのほもよろごぞどぼぽうくすつぬふむゆるぐずづぶぷ])[うおー]+|ー")

# How much a hit says, by where it is.
_TITLE, _WORD, _READING, _SHELF, _PROSE = 10.0, 9.0, 8.0, 4.0, 2.5
_WORTH_SAYING = 1.2  # a hit in prose that is a whole word: 2.0; less than half of a title's letters: below
_OF_THE_BEST = 0.25
_AS_ROMAJI = 0.95  # an English word that could be romaji is first of all English
_SLIP = 0.45
_LEAST_FOR_SLIPS = 4  # letters; in shorter words one letter makes another word

Field = tuple[str, frozenset[str], float]  # folded text, its pairs of letters, weight
Word = tuple[str, str]  # folded; the same read as romaji, or ""
Fit = Callable[[str, tuple[Field, ...]], float]


def find(catalogue: Catalogue, text: str, limit: int = 10) -> list[Procedure]:
    """The procedures that fit the words, best first; none for blanks.

    Hiragana and katakana, small and large kana, long and short vowels, half and full width are the same here, and
    so is romaji; parts of words are enough, and so are sentences that hold a word. Only where nothing else fits, a
    word with one letter wrong, missing, added or exchanged with its neighbour.
    """
    words = [(fold(word), _as_kana(word)) for word in unicodedata.normalize("NFKC", text[:200]).split() if fold(word)]
    if not words:
        return []
    scores = [_score(words, fields, _best) for fields in _index(catalogue)]
    if max(scores, default=0.0) < _WORTH_SAYING:
        scores = [_score(words, fields, _nearest) for fields in _index(catalogue)]
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
        yield wording.read_aloud(marked), weight


def _as_kana(word: str) -> str:
    """A word of Latin letters as kana, folded; "" for every other."""
    return fold(romaji.hiragana_of(word) or "")


def _score(words: list[Word], fields: tuple[Field, ...], fit: Fit) -> float:
    """The mean of what fits each word best: as it stands, or read as romaji."""
    best = (max(fit(word, fields), _AS_ROMAJI * fit(kana, fields) if kana else 0.0) for word, kana in words)
    return sum(best) / len(words)


def _nearest(word: str, fields: tuple[Field, ...]) -> float:
    """How well a word fits that has one slip. Not in prose: among many words one is always near."""
    if len(word) < _LEAST_FOR_SLIPS:
        return 0.0
    return max((weight * _SLIP for field, _, weight in fields if weight > _PROSE and _is_near(word, field)), default=0)


def _is_near(word: str, field: str) -> bool:
    """Whether a part of the field is the word with one slip."""
    lengths = (len(word) - 1, len(word), len(word) + 1)
    return any(
        _one_slip(word, field[start : start + length])
        for length in lengths
        for start in range(max(len(field) - length + 1, 0))
    )


def _one_slip(one: str, other: str) -> bool:
    """Equal but for one letter wrong, missing, added or exchanged with its neighbour."""
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    exchanged = left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or (len(left) > 1 and exchanged)


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

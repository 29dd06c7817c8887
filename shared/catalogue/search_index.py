"""The search index of a catalogue: everything that procedures say of themselves, by letters; made once, then read."""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shared.catalogue import spelling
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.catalogue.search_layer import LATIN, SPOKEN, WRITTEN, Layer, Place
from shared.catalogue.spelling import Letters, Readings
from shared.catalogue.texts import Text
from shared.language import characters, romaji, wording

_TITLE = Place(1.0, is_title=True)
_WORD = Place(0.9)
_READING = Place(0.85, is_title=True)
_SHELF = Place(0.35)
_PROSE = Place(0.25, is_term=False)
_AS_READ = 0.85  # what sounds alike is less than what is written alike
_AS_ROMAJI = 0.9  # an English word that could be romaji is first of all English
_OF_THE_TITLE = 0.5
_LEAST_ROMAJI = 2  # kana, where other words of the query are no romaji
_ENGLISH_WORD = 2.0  # as much as two kanji
_LONGEST_QUERY = 60


@dataclass(frozen=True)
class Said:
    """One thing that a procedure says of itself, as marked with readings."""

    marked: str
    place: Place


class Index:
    """What answers which words."""

    def __init__(self, catalogue: Catalogue, rest: Callable[[], None] = lambda: None) -> None:
        """`rest` is called after each procedure: what is not urgent lets others do their work."""
        said = [list(dict.fromkeys(_said(catalogue, procedure))) for procedure in catalogue.procedures]
        self._size = len(said)
        self._readings = Readings(one.marked for each in said for one in each)
        self._written, self._spoken, self._latin = Layer(WRITTEN), Layer(SPOKEN), Layer(LATIN)
        for number, each in enumerate(said):
            for one in each:
                self._take(number, one)
            rest()
        self._titles = [_titles_of(procedure) for procedure in catalogue.procedures]
        for group in catalogue.synonyms:
            self._take_synonyms(group)

    def scores(self, text: str) -> list[float]:
        """How well each procedure answers the words."""
        chunks = unicodedata.normalize("NFKC", text[:_LONGEST_QUERY]).split()
        japanese = "".join(chunk for chunk in chunks if not _is_latin(chunk))
        latin = [chunk for chunk in chunks if _is_latin(chunk) and spelling.fold(chunk)]
        parts = [self._japanese(japanese), self._foreign(latin)]
        return [sum(each) for each in zip(*parts, strict=True)]

    def _take(self, number: int, said: Said) -> None:
        plain = wording.without_ruby(said.marked)
        if _is_latin(plain):
            for word in (plain, *plain.split()):
                self._latin.take(number, _stem(word), said.place)
            if len(plain.split()) > 1:
                return
        read = spelling.fold(wording.read_aloud(said.marked))
        spoken = read if spelling.is_kana(read) else self._readings.of(plain).text
        self._written.take(number, spelling.fold(plain), said.place)
        self._spoken.take(number, spoken, said.place)

    def _take_synonyms(self, group: tuple[str, ...]) -> None:
        """What answers one word of the group answers all of them, in whatever letters."""
        latin = [_stem(word) for word in group if _is_latin(word)]
        written = [spelling.fold(word) for word in group if not _is_latin(word)]
        found = self._written.holding(written)
        for procedure, value in self._latin.holding(latin).items():
            found[procedure] = max(value, found.get(procedure, 0.0))
        self._latin.synonyms.update(dict.fromkeys(latin, found))
        self._written.synonyms.update(dict.fromkeys(written, found))
        self._spoken.synonyms.update({self._readings.of(word).text: found for word in group})

    def _japanese(self, text: str) -> list[float]:
        if not text:
            return [0.0] * self._size
        written, spoken = spelling.letters(text), self._readings.of(text)
        return self._better(written, spoken, 1.0)

    def _better(self, written: Letters, spoken: Letters, sureness: float) -> list[float]:
        """Of each procedure the better of how it answers what is written and what is heard."""
        seen, heard = self._written.scores(written, self._size), self._spoken.scores(spoken, self._size)
        sounds = sureness * (1.0 if spelling.is_kana(written.text) else _AS_READ)
        titles = self._of_titles(written.text)
        return [max(sureness * one, sounds * two) + title for one, two, title in zip(seen, heard, titles, strict=True)]

    def _of_titles(self, text: str) -> list[float]:
        """How much of the title was said: of two that have the word, the one whose title is mostly that word."""
        pairs = _pairs(text)
        return [_OF_THE_TITLE * max(_alike(pairs, title) for title in titles) for titles in self._titles]

    def _foreign(self, words: list[str]) -> list[float]:
        """Words in Latin letters: English, or Japanese in romaji."""
        phrases = [" ".join(words[at : at + length]) for length in (1, 2, 3) for at in range(len(words) - length + 1)]
        found = [self._latin.whole(_stem(phrase), self._size) for phrase in phrases]
        meant = [_ENGLISH_WORD * sum(each) for each in zip(*found, strict=True)] or [0.0] * self._size
        kana = [romaji.hiragana_of(word) for word in words]
        is_romaji = all(kana)
        heard = "".join(one for one in kana if one and (is_romaji or len(one) >= _LEAST_ROMAJI))
        if heard:
            letters = spelling.letters(heard)
            meant = [max(each) for each in zip(meant, self._better(letters, letters, _AS_ROMAJI), strict=True)]
        exact = self._written.terms.get(spelling.fold("".join(words)), {})  # DV, BCG, 125cc
        return [max(value, _ENGLISH_WORD * exact.get(number, 0.0)) for number, value in enumerate(meant)]


def _said(catalogue: Catalogue, procedure: Procedure) -> Iterator[Said]:
    yield from _in_all_languages(procedure.title, _TITLE)
    for word in procedure.words:
        yield Said(word, _WORD)
    if procedure.formal_title:
        yield from _in_all_languages(procedure.formal_title, _READING)
    yield Said(procedure.kana, _READING)
    yield Said(procedure.id, _TITLE)
    for part in procedure.id.split("-"):
        yield Said(part, _SHELF)
    shelves = [event.title for event in catalogue.life_events if event.id in procedure.life_events]
    shelves += [category.title for category in catalogue.categories if category.id == procedure.category]
    for shelf in (*shelves, procedure.section_details.name):
        yield from _in_all_languages(shelf, _SHELF)
    for prose in (procedure.summary, procedure.who):
        yield from _in_all_languages(prose, _PROSE)


def _in_all_languages(text: Text, place: Place) -> Iterator[Said]:
    for language in ("ja", "easy", "en"):
        yield Said(text.marked(language), place)


def _titles_of(procedure: Procedure) -> list[frozenset[str]]:
    titles = [procedure.title, procedure.formal_title or procedure.title]
    said = [title.marked("ja") for title in titles]
    return [_pairs(spelling.fold(say(one))) for one in said for say in (wording.without_ruby, wording.read_aloud)]


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[start : start + 2] for start in range(len(text) - 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """0 to 1: how many of the pairs of letters are the same."""
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def _is_latin(text: str) -> bool:
    return text.isascii() or not any(characters.is_han(one) or characters.is_kana(one) for one in text)


def _stem(word: str) -> str:
    """An English word without what hangs on its end."""
    word = spelling.fold(word)
    for ending in ("ing", "ies", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word

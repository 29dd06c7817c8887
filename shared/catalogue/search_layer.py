"""One layer of the search index: words as they are written, or as they are read, and whose they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from operator import mul

from shared.catalogue import spelling
from shared.catalogue.spelling import Letters

Values = dict[int, float]  # procedure -> how well it answers
Match = tuple[int, int, Mapping[int, float], float]  # from, to, procedures, how sure

_LONGEST_TERM, _LONGEST_SLIP = 24, 14
_WHOLE = 1.5  # the query is the word, no more and no less
_BEGINNING = 0.6
_SLIP, _BLUR = 0.45, 0.55
_SYNONYM = 0.85
_ALSO = 0.1  # each further place where a procedure says the same
_RARELY = 0.12  # the least that a word is worth that every procedure has


@dataclass(frozen=True)
class Place:
    """Where a procedure says something: how much a hit there says, and whether it is a word or prose."""

    weight: float
    is_term: bool = True
    is_title: bool = False  # slips are forgiven in its beginning as well


@dataclass(frozen=True)
class Scale:
    """How much parts of words say by their length, in kanji or in kana."""

    term: tuple[float, ...]  # of 1, 2, 3, … letters
    part: tuple[float, ...]
    slip: int  # letters; in shorter words one letter makes another word
    beginning: int

    def of(self, values: tuple[float, ...], length: int) -> float:
        """The value for that length; the last one for all that are longer."""
        return values[min(length, len(values)) - 1]


LATIN = Scale(term=(0.0, 0.1, 0.5, 0.8, 1.0), part=(), slip=5, beginning=4)
WRITTEN = Scale(term=(0.55, 0.9, 1.0), part=(0.0, 0.35, 0.5, 0.6), slip=3, beginning=1)
SPOKEN = Scale(term=(0.0, 0.5, 0.75, 1.0), part=(0.0, 0.04, 0.18, 0.3), slip=4, beginning=3)


@dataclass
class Layer:
    """Terms, their beginnings, their parts, and their slips, each with the procedures that have them."""

    scale: Scale
    terms: dict[str, Values] = field(default_factory=dict)
    synonyms: dict[str, Values] = field(default_factory=dict)
    beginnings: dict[str, Values] = field(default_factory=dict)
    parts: dict[str, Values] = field(default_factory=dict)
    near: dict[str, list[str]] = field(default_factory=dict)
    slipped: set[str] = field(default_factory=set)

    def take(self, procedure: int, text: str, place: Place) -> None:
        """Take in a folded text of a procedure."""
        parts = len(self.scale.part)
        if parts:
            for part in {text[start:end] for start in range(len(text)) for end in range(start + 2, start + parts + 1)}:
                _raise(self.parts, part, procedure, place.weight)
        if place.is_term or not parts:  # English prose is words as well
            self._take_term(procedure, text, place)

    def _take_term(self, procedure: int, text: str, place: Place) -> None:
        if len(text) <= _LONGEST_TERM:
            _raise(self.terms, text, procedure, place.weight)
            self._take_slips(text)
        least = max(self.scale.beginning, 2 if spelling.is_kana(text[:1]) else 1)
        for end in range(least, min(len(text), _LONGEST_TERM)):
            _raise(self.beginnings, text[:end], procedure, place.weight)
            if place.is_title:
                self._take_slips(text[:end])

    def _take_slips(self, text: str) -> None:
        if self.scale.slip <= len(text) <= _LONGEST_SLIP and text not in self.slipped:
            self.slipped.add(text)
            for key in spelling.with_one_missing(spelling.blurred(text)):
                self.near.setdefault(key, []).append(text)

    def holding(self, words: Sequence[str]) -> Values:
        """The procedures that have one of the words, or several; how rare each word is does not count here."""
        hits: dict[int, list[float]] = {}
        for term, values in self.terms.items():
            if sureness := max((_inside(word, term) for word in words), default=0.0):
                for procedure, value in values.items():
                    hits.setdefault(procedure, []).append(sureness * value)
        return {procedure: max(each) + _ALSO * (sum(each) - max(each)) for procedure, each in hits.items()}

    def scores(self, query: Letters, procedures: int) -> list[float]:
        """How well each procedure answers, summed over the letters of the query: for each letter its best match."""
        best: dict[int, list[float]] = {}
        for start, end, values, sureness in self._matches(query, procedures):
            for procedure, value in values.items():
                row = best.setdefault(procedure, [0.0] * len(query.text))
                worth = value * sureness
                for at in range(start, end):
                    if row[at] < worth:
                        row[at] = worth
        return [sum(map(mul, best.get(procedure, ()), query.weights)) for procedure in range(procedures)]

    def whole(self, word: str, procedures: int) -> list[float]:
        """How well each procedure answers one word that stands by itself."""
        found = [0.0] * procedures
        for values, sureness in self._answers(word):
            worth = sureness * _rarity(values, procedures)
            for procedure, value in values.items():
                found[procedure] = max(found[procedure], value * worth)
        return found

    def _matches(self, query: Letters, procedures: int) -> Iterator[Match]:
        text, size = query.text, len(query.text)
        for start in range(size):
            for end in range(start + 1, min(start + _LONGEST_TERM, size) + 1):
                for values, sureness in (*self._answers(text[start:end]), *self._parts(text[start:end])):
                    worth = _WHOLE if end - start == size else _rarity(values, procedures)
                    yield start, end, values, worth * sureness * query.starts[start]

    def _parts(self, text: str) -> Iterator[tuple[Values, float]]:
        if values := self.parts.get(text):
            yield values, self.scale.of(self.scale.part, len(text))

    def _answers(self, text: str) -> Iterator[tuple[Values, float]]:
        """The procedures that have these letters as a word, as its beginning, as a synonym, or nearly."""
        share = self.scale.of(self.scale.term, len(text))
        if values := self.terms.get(text):
            yield values, share
        if values := self.synonyms.get(text):
            yield values, _SYNONYM
        if values := self.beginnings.get(text):
            yield values, _BEGINNING * share
        if text in self.terms or not self.scale.slip <= len(text) <= _LONGEST_SLIP:
            return
        for term, sureness in self._nearly(text):
            if values := self.terms.get(term):
                yield values, sureness * share
            if values := self.beginnings.get(term):
                yield values, _BEGINNING * sureness * share

    def _nearly(self, text: str) -> Iterator[tuple[str, float]]:
        blurred = spelling.blurred(text)
        candidates = {term for key in spelling.with_one_missing(blurred) for term in self.near.get(key, ())}
        for term in candidates:
            other = spelling.blurred(term)
            replaced = len(text) == len(term) and spelling.one_slip(text, term)
            if other == blurred:
                yield term, _BLUR
            elif replaced or (len(blurred) > self.scale.slip and spelling.one_slip(blurred, other)):
                yield term, _SLIP


def _raise(values: dict[str, Values], text: str, procedure: int, weight: float) -> None:
    found = values.setdefault(text, {})
    if found.get(procedure, 0.0) < weight:
        found[procedure] = weight


def _inside(word: str, term: str) -> float:
    """How surely a term says the word."""
    if word not in term:
        return 0.0
    return 1.0 if word == term else 0.9 if term.startswith(word) else 0.75


def _rarity(values: Values, procedures: int) -> float:
    """What few procedures have says more: 1 for one, little for all."""
    return max(1 - log(len(values)) / log(procedures + 1), _RARELY)

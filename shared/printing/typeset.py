"""Text into lines: Japanese line breaking (禁則), other words whole, readings above, a font per character.

JIS X 4051 in short: no line begins with closing punctuation or small kana, none ends with an opening bracket.
Beyond that a line rather ends where a phrase ends (after 、 or a particle), as browsers' `auto-phrase` does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final, NamedTuple

from shared.printing import fonts
from shared.printing.words import NO_BREAK, Piece, Text

NOT_AT_START: Final = frozenset(
    NO_BREAK + "、。，．・：；？！’”）〕］｝〉》」』】〟゛゜ー々〻〜～…‥％℃°′″,.:;?!)]}»"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
)
NOT_AT_END: Final = frozenset(NO_BREAK + "（〔［｛〈《「『【〝‘“¥￥＄№$([{«")
PUNCTUATION: Final = frozenset("、。・）」』：")  # a line may well end after one
PARTICLES: Final = frozenset("はがをにでともへのや")
VERB_TAILS: Final = frozenset("りるらろれっげ")  # after a particle's kana they make it part of a verb
JOINING: Final = frozenset("いきぎしじちにびみりえけげせねべめれ")  # 受け付け, 書き方: the word goes on
HONORIFICS: Final = frozenset("おご")  # begin a word
COUNTERS: Final = frozenset("年月日時分秒円歳人回番階枚通点件号か")  # stay with the number before them
BEFORE_NUMBERS: Final = frozenset("和成第約")  # stay with the number after them
FULL_ENOUGH: Final = 0.5  # of the width: a phrase may end a line from here on
LEAST_SIZE: Final = 8.0  # of any words but readings, in points
LEAST_WITH_RUBY: Final = 9.5  # of words with readings
RUBY_SIZE: Final = 0.5
RUBY_LEADING: Final = 1.58  # of the size
RUBY_RISE: Final = 0.92
BLANKS: Final = frozenset(" \u3000")


@dataclass(frozen=True)
class Type:
    """How a text is set: style of the fonts, size and leading in points, grey from 0 (black) to 1 (white).

    The second language stands under it in `ratio` of the size, in the grey `second`.
    """

    style: fonts.Style = "words"
    size: float = 11.0
    leading: float = 17.0
    grey: float = 0.0
    second: float = 0.25
    ratio: float = 0.8
    ruby: bool = False  # room above each line for readings

    @property
    def base(self) -> float:
        """Distance of the base line from the top of its line."""
        return self.leading - self.size * 0.22 if self.ruby else self.leading / 2 + self.size * 0.36

    def with_ruby(self) -> "Type":
        """The same with room for readings."""
        return replace(self, ruby=True, leading=max(self.leading, self.size * RUBY_LEADING))

    def smaller(self, ruby: bool = False) -> "Type":
        """For the second language under the first; never so small that readings could not be read."""
        least = min(self.size, LEAST_WITH_RUBY) if ruby else LEAST_SIZE
        size = max(self.size * self.ratio, least)
        return Type("words", size, size * 1.32, self.second)

    def tight(self) -> "Type":
        """For Japanese over a line of the second language."""
        return replace(self, leading=self.leading * 0.86)


class Run(NamedTuple):
    """Characters of one font from `x` to `end` in points of the line, `rise` above its base."""

    x: float
    end: float
    rise: float
    font: str
    size: float
    drawn: str


class Line(NamedTuple):
    """One set line, `missing` naming what no font has."""

    runs: tuple[Run, ...]
    width: float
    missing: tuple[str, ...]


class Atom(NamedTuple):
    """What is never divided: a character of Japanese, a word of another script, a base with its reading."""

    text: str
    ruby: str
    width: float

    @property
    def blank(self) -> bool:
        return self.text in BLANKS


def lines(text: Text, kind: Type, width: float) -> list[Line]:
    """The text in lines of at most `width` points. A line feed begins a new line."""
    found: list[Line] = []
    for paragraph in _paragraphs(text):
        atoms = list(_atoms(paragraph, kind, width))
        start = 0
        while start < len(atoms):
            end = _line_end(atoms, start, width)
            found.append(_line(_trimmed(atoms[start:end]), kind))
            start = end
            while start < len(atoms) and atoms[start].blank:
                start += 1
        if not atoms:
            found.append(Line((), 0, ()))
    return found


def line(text: Text, kind: Type) -> Line:
    """The text in one line, however wide."""
    return _line(list(_atoms(text, kind, float("inf"))), kind)


def has_ruby(text: Text) -> bool:
    return any(piece.ruby for piece in text)


def _paragraphs(text: Text) -> Iterable[Text]:
    current: list[Piece] = []
    for piece in text:
        first, *rest = piece.text.split("\n")
        current.append(Piece(first, piece.ruby))
        for more in rest:
            yield tuple(current)
            current = [Piece(more)]
    yield tuple(current)


def _atoms(text: Text, kind: Type, width: float) -> Iterable[Atom]:
    drawn = fonts.chain(kind.style)
    for word, ruby in _units(text):
        wide = drawn.width(word) * kind.size / 1000
        if ruby:
            wide = max(wide, drawn.width(ruby) * kind.size * RUBY_SIZE / 1000)
        if wide <= width:
            yield Atom(word, ruby, wide)
            continue
        for cluster in fonts.clusters(word):  # wider than a whole line: divided anywhere
            yield Atom(cluster, "", drawn.glyph(cluster).width * kind.size / 1000)


def _units(text: Text) -> Iterable[tuple[str, str]]:
    """(characters, reading): each base with its reading, and between them words and single characters."""
    for with_ruby, pieces in groupby(text, key=lambda piece: bool(piece.ruby)):
        if with_ruby:
            yield from pieces
        else:
            yield from ((word, "") for word in _words("".join(piece.text for piece in pieces)))


def _words(text: str) -> Iterable[str]:
    """Clusters, those of other scripts than Japanese joined to words."""
    word = ""
    for cluster in fonts.clusters(text):
        if _in_word(cluster[0]):
            word += cluster
            continue
        if word:
            yield word
            word = ""
        yield cluster
    if word:
        yield word


def _in_word(character: str) -> bool:
    if character.isspace() or character in "()[]{}":
        return False
    return character.isascii() or (ord(character) < 0x2E80 and character.isalpha())


def _line_end(atoms: Sequence[Atom], start: int, width: float) -> int:
    """Index after the last atom of the line that begins at `start`; always at least one atom."""
    filled = [0.0]
    end = start
    while end < len(atoms) and (filled[-1] + atoms[end].width <= width + 0.01 or atoms[end].blank):
        filled.append(filled[-1] + atoms[end].width)
        end += 1
    if end == len(atoms):
        return end
    allowed = [at for at in range(end, start, -1) if _may_break(atoms[at - 1], atoms[at])]
    full = [at for at in allowed if filled[at - start] >= width * FULL_ENOUGH]
    for good in (_phrase_ends, _particle_ends, _word_ends):
        for at in full:
            if good(atoms, at):
                return at
    return allowed[0] if allowed else max(end, start + 1)


def _may_break(before: Atom, after: Atom) -> bool:
    last, first = before.text[-1], after.text[0]
    if after.blank or first in NOT_AT_START or last in NOT_AT_END:
        return False
    if last.isdigit() and (first in COUNTERS or first.isdigit()):
        return False
    return not (first.isdigit() and last in BEFORE_NUMBERS)


def _phrase_ends(atoms: Sequence[Atom], at: int) -> bool:
    """After punctuation, a blank, or a particle that another kind of character follows."""
    if atoms[at - 1].blank or atoms[at - 1].text[-1] in PUNCTUATION:
        return True
    return atoms[at - 1].text[-1] in PARTICLES and not _hiragana(atoms[at].text[0])


def _particle_ends(atoms: Sequence[Atom], at: int) -> bool:
    """After a particle between kanji and hiragana: 手紙が・とどきます. Not inside 上がります."""
    last, first = atoms[at - 1].text[-1], atoms[at].text[0]
    if last == "を" or last + first == "はあ":  # これを・もって, ことは・ありません
        return True
    if at < 2 or last not in PARTICLES or not _hiragana(first) or first in VERB_TAILS:
        return False
    return not _hiragana(atoms[at - 2].text[-1])


def _word_ends(atoms: Sequence[Atom], at: int) -> bool:
    """Between hiragana and another kind of character, but not inside 受け付け or お知らせ."""
    last, first = atoms[at - 1].text[-1], atoms[at].text[0]
    if not _hiragana(last) or _hiragana(first) or last in HONORIFICS:
        return False
    return not (last in JOINING and at >= 2 and not _hiragana(atoms[at - 2].text[-1]))


def _hiragana(character: str) -> bool:
    return "ぁ" <= character <= "ゖ"


def _trimmed(atoms: Sequence[Atom]) -> Sequence[Atom]:
    end = len(atoms)
    while end and atoms[end - 1].blank:
        end -= 1
    return atoms[:end]


def _line(atoms: Sequence[Atom], kind: Type) -> Line:
    drawn = fonts.chain(kind.style)
    runs: list[Run] = []
    missing: list[str] = []
    x = 0.0
    for atom in atoms:
        base = drawn.width(atom.text) * kind.size / 1000 if atom.ruby else atom.width
        missing += _placed(runs, atom.text, drawn, x + (atom.width - base) / 2, (0.0, kind.size))
        if atom.ruby:
            size = kind.size * RUBY_SIZE
            above = x + (atom.width - drawn.width(atom.ruby) * size / 1000) / 2
            missing += _placed(runs, atom.ruby, drawn, above, (kind.size * RUBY_RISE, size))
        x += atom.width
    return Line(tuple(runs), x, tuple(missing))


def _placed(runs: list[Run], text: str, drawn: fonts.Chain, x: float, at: tuple[float, float]) -> list[str]:
    """Append `text` to the runs, going on with the last one where font and place allow; what is missing."""
    rise, size = at
    missing = []
    for cluster in fonts.clusters(text):
        glyph = drawn.glyph(cluster)
        if glyph.missing:
            missing.append(cluster)
        end = x + glyph.width * size / 1000
        if runs and _goes_on(runs[-1], glyph.font, at, x):
            runs[-1] = runs[-1]._replace(drawn=runs[-1].drawn + glyph.drawn, end=end)
        elif glyph.drawn:
            runs.append(Run(x, end, rise, glyph.font, size, glyph.drawn))
        x = end
    return missing


def _goes_on(last: Run, font: str, at: tuple[float, float], x: float) -> bool:
    return (last.font, last.rise, last.size) == (font, *at) and abs(last.end - x) < 0.01

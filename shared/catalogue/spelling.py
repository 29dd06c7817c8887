"""Spelling: letters by which texts are compared when procedures are looked for; never shown, never stored."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from shared.language import characters

_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_LONG = re.compile("([おこそとのほもよろごぞどぼぽうくすつぬふむゆるぐずづぶぷ])[うおー]+|ー")
_VOICED = str.maketrans(
    "がぎぐげござじずぜぞだぢづでどばびぶべぼぱぴぷぺぽ", "かきくけこさしすせそたちつてとはひふへほはひふへほ"
)
_HELD = re.compile(
    "([あかさたなはまやらわ])あ+|([いきしちにひみりえけせてねへめれ])い+|つ(?=[かさたはきしちひけせてへこそとほ])|ん(?=ん)"
)
_RUBY = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}([ぁ-ん]?)")
_PARTICLES = frozenset("がはのをにでとともへやかも、。")
_LONGEST_SURFACE = 8


def fold(text: str) -> str:
    """Hiragana and katakana, small and large kana, long and short vowels, half and full width are the same."""
    text = unicodedata.normalize("NFKC", characters.search_key(text)).casefold()
    letters = "".join(one for one in hiragana(text) if one == "ー" or one.isalnum())
    return _LONG.sub(r"\1", letters.translate(_SMALL))


def hiragana(text: str) -> str:
    """Katakana as hiragana; everything else as it is."""
    return "".join(chr(ord(one) - 0x60) if "ァ" <= one <= "ヶ" else one for one in text)


def blurred(folded: str) -> str:
    """Folded letters as a hasty finger or a learner's ear has them: no voicing, no doubled sounds."""
    return _HELD.sub(r"\1\2", folded.translate(_VOICED))


def is_kana(folded: str) -> bool:
    """Whether folded letters are hiragana only."""
    return all("ぁ" <= one <= "ん" for one in folded)


def one_slip(one: str, other: str) -> bool:
    """Equal but for at most one letter wrong, missing, added or exchanged with its neighbour."""
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    exchanged = left[:2] == right[1::-1] and left[2:] == right[2:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or (len(left) > 1 and exchanged)


def with_one_missing(text: str) -> set[str]:
    """The text, and the text without each of its letters: two texts that share one are at most a slip or two apart."""
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}


_IN_A_WORD = 0.35  # なくなった in 歩けなくなった is not the word that it looks like
_WEIGHTS = {"han": 1.0, "katakana": 0.7, "hiragana": 0.5, "other": 0.7}


@dataclass(frozen=True)
class Letters:
    """Folded letters; how likely a word begins at each of them (1: surely); how much each of them carries."""

    text: str = ""
    starts: tuple[float, ...] = ()
    weights: tuple[float, ...] = ()

    def with_more(self, more: "Letters") -> "Letters":
        """These letters and more behind them."""
        return Letters(self.text + more.text, self.starts + more.starts, self.weights + more.weights)


def letters(text: str) -> Letters:
    """Folded letters of words as they are written. A word begins where the script changes, and after a particle."""
    found, runs = Letters(), _runs(unicodedata.normalize("NFKC", text))
    for run in runs:
        folded = fold(run)
        weight = _WEIGHTS[_script(run[0])]
        found = found.with_more(Letters(folded, _starts(folded, len(runs) < 2), (weight,) * len(folded)))
    return found


def _starts(folded: str, alone: bool) -> tuple[float, ...]:
    if alone or not is_kana(folded):
        return (1.0,) * len(folded)
    return (1.0, *(1.0 if before in _PARTICLES else _IN_A_WORD for before, _ in pairwise(folded)))[: len(folded)]


def _runs(text: str) -> list[str]:
    """Parts of one script each; long vowel marks go with what they lengthen."""
    runs: list[str] = []
    kind = ""
    for one in text:
        this = kind if one == "ー" else _script(one)
        if this != kind or not runs:
            runs.append("")
        runs[-1] += one
        kind = this
    return runs


def _script(one: str) -> str:
    if "ぁ" <= one <= "ん":
        return "hiragana"
    if "ァ" <= one <= "ヶ":
        return "katakana"
    return "han" if characters.is_han(one) else "other"


class Readings:
    """How kanji are read here, learnt from the readings that stand over the catalogue's words."""

    def __init__(self, marked: Iterable[str]) -> None:
        counts: dict[str, Counter[str]] = {}
        for text in marked:
            for surface, reading, following in _RUBY.findall(text):
                counts.setdefault(surface, Counter())[reading] += 1
                if following:  # 入|はい before る, 入|い before れ
                    counts.setdefault(surface + following, Counter())[reading + following] += 1
        self._readings = {surface: found.most_common(1)[0][0] for surface, found in counts.items()}

    def of(self, text: str) -> Letters:
        """Folded letters of how the text is read; what nobody has read here stays as it is."""
        found, rest = Letters(), unicodedata.normalize("NFKC", text)
        while rest:
            surface = rest[: self._longest(rest)]
            found = found.with_more(self._read(surface))
            rest = rest[len(surface) :]
        return found

    def _read(self, surface: str) -> Letters:
        reading = self._readings.get(surface)
        if reading is None:
            return letters(surface)
        folded = fold(reading)
        weight = sum(_WEIGHTS[_script(one)] for one in surface) / max(len(folded), 1)
        return Letters(folded, (1.0, *[_IN_A_WORD] * (len(folded) - 1))[: len(folded)], (weight,) * len(folded))

    def _longest(self, text: str) -> int:
        """How many letters of the beginning belong together: what has a reading, else all up to the next kanji."""
        if not characters.is_han(text[0]):
            return next((at for at, one in enumerate(text) if characters.is_han(one)), len(text))
        lengths = range(min(_LONGEST_SURFACE, len(text)), 1, -1)
        return next((length for length in lengths if text[:length] in self._readings), 1)

"""Romaji as people type it, read as hiragana: Hepburn, Kunrei and what keyboards take, macrons or none.

Only for finding things: 大阪 is Osaka, Oosaka, Ohsaka or Ōsaka, and nobody can tell from the letters which it was.
"""

import unicodedata

_VOWELS = "aiueo"
_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "y": "や ゆ よ", "r": "らりるれろ", "w": "わ   を", "g": "がぎぐげご", "z": "ざじずぜぞ",
    "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "l": "らりるれろ",
}  # fmt: skip
_SMALL_ROWS = {
    "ky": "き", "sy": "し", "sh": "し", "ty": "ち", "ch": "ち", "cy": "ち", "ny": "に", "hy": "ひ", "my": "み",
    "ry": "り", "gy": "ぎ", "zy": "じ", "jy": "じ", "j": "じ", "dy": "ぢ", "by": "び", "py": "ぴ",
}  # fmt: skip
_ALONE = {
    "shi": "し", "chi": "ち", "tsu": "つ", "fu": "ふ", "ji": "じ", "sha": "しゃ", "she": "しぇ", "che": "ちぇ",
    "je": "じぇ", "fa": "ふぁ", "fi": "ふぃ", "fe": "ふぇ", "fo": "ふぉ", "va": "ゔぁ", "vi": "ゔぃ", "vu": "ゔ",
    "ve": "ゔぇ", "vo": "ゔぉ", "thi": "てぃ", "dhi": "でぃ", "tu": "つ", "si": "し", "ti": "ち", "zi": "じ",
    "hu": "ふ", "-": "ー",
}  # fmt: skip
_DOUBLED = frozenset("kstpcgzjdbfhmr")
_LONGEST = 3


def _syllables() -> dict[str, str]:
    rows = {start + vowel: kana for start, row in _ROWS.items() for vowel, kana in zip(_VOWELS, row, strict=False)}
    small = {
        start + vowel: base + kana
        for start, base in _SMALL_ROWS.items()
        for vowel, kana in (("a", "ゃ"), ("u", "ゅ"), ("o", "ょ"))
    }
    return {latin: kana for latin, kana in {**rows, **small, **_ALONE}.items() if kana.strip()}


_KANA = _syllables()


def hiragana_of(text: str) -> str | None:
    """A word in Latin letters read as romaji: `Hikkoshi`, `juminhyō`, `zyuuminhyou`. None where it cannot be one."""
    rest = _plain(text)
    kana = ""
    while rest:
        read = _first(rest)
        if read is None:
            return None
        kana += read[0]
        rest = rest[read[1] :]
    return kana or None


def _first(rest: str) -> tuple[str, int] | None:
    """(kana, how many letters it took) of the beginning; None where nothing fits."""
    for length in range(min(_LONGEST, len(rest)), 0, -1):
        if rest[:length] in _KANA:
            return _KANA[rest[:length]], length
    following = rest[1:2]
    if rest[0] == "n" or (rest[0] == "m" and following in ("b", "p", "m")):
        return "ん", 2 if following == "'" else 1
    if rest[0] in _DOUBLED and (following == rest[0] or rest.startswith("tch")):
        return "っ", 1
    return None


def _plain(text: str) -> str:
    """Small letters; a macron or circumflex is the vowel written twice (ō: oo, î: ii)."""
    letters = ""
    for letter in unicodedata.normalize("NFKD", text.casefold()):
        if letter in "\u0304\u0302" and letters[-1:] in _VOWELS:
            letters += letters[-1:]
        else:
            letters += letter
    return letters.replace("’", "'")

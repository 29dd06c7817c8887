"""With which key of a keyboard a word begins, for choosing by its first sound."""

from shared.language.kana import full_katakana

# Both ways of writing the sound in Latin letters where they differ (し: si, shi; ち: ti, chi; ふ: hu, fu; じ: zi, ji).
_ROWS = {
    "ア": "a", "イ": "i", "ウ": "u", "エ": "e", "オ": "o",
    "カキクケコ": "k", "ガギグゲゴ": "g", "サシスセソ": "s", "ザズゼゾ": "z", "ジ": "zj",
    "タツテト": "t", "チ": "tc", "ダヂヅデド": "d", "ナニヌネノ": "n", "ハヒヘホ": "h", "フ": "hf",
    "バビブベボ": "b", "パピプペポ": "p", "マミムメモ": "m", "ヤユヨ": "y", "ラリルレロ": "r", "ワヲ": "w", "ン": "n",
}  # fmt: skip
_KEYS = {sound: keys for row, keys in _ROWS.items() for sound in row}


def initial_keys(reading: str) -> str:
    """The letters of the keys that a word with this reading begins with, the kana itself last: "はい" → "hハ".

    A Latin word begins with its own letter; "" where the reading begins with none of both (a kanji, a digit).
    """
    first = full_katakana(reading.strip()[:1])
    if first in _KEYS:
        return _KEYS[first] + first
    return first.lower() if first.isascii() and first.isalpha() else ""

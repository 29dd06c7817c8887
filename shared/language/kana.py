"""Furigana: full-width katakana as the family register has it.

Large and small kana are never changed into one another: シヨウコ and ショウコ are two names (facts §0.11).
"""

import re
import unicodedata

from shared.errors import ValueRefused
from shared.language import bank_characters, characters
from shared.language.reading import Reading

_MOST = 200  # characters of an account's name as typed
_VOICED = "\u3099"
_HALF_VOICED = "\u309a"
# NFKC turns the free-standing marks into a space and a mark: they are mapped before.
_MARKS = str.maketrans({"゛": _VOICED, "ﾞ": _VOICED, "゜": _HALF_VOICED, "ﾟ": _HALF_VOICED})
_DOTS = str.maketrans(dict.fromkeys("･·•‧∙⋅", "・") | dict.fromkeys("＝=", "゠"))
_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_AS_LONG_VOWEL = re.compile(r"(?<=[ァ-ヺー])[-‐‑‒–—―−－─━一]")
_REPEATED = re.compile(r"([ァ-ヺ])([ヽヾ])")
_ALLOWED = re.compile(r"[ァ-ヺー・゠ ]+")
_LETTER = re.compile(r"[ァ-ヺ]")


def read_kana(text: str, max_length: int = 80) -> Reading:
    """A reading in katakana, from half width, hiragana or separate voiced marks; one space between names.

    Flags: "kana_hyphen" where a hyphen was taken as a long vowel mark, "kana_repeat" where ヽ or ゝ was
    written out. Raises ValueRefused: "kana_only" for kanji, Latin letters and digits.
    """
    characters.refuse_blank(text)
    characters.refuse_unsafe(text)
    characters.refuse_longer(text, 3 * max_length)  # half width needs up to two characters for one
    katakana = full_katakana(text)
    long_vowels = _AS_LONG_VOWEL.sub("ー", katakana)
    written_out = _without_repeats(long_vowels)
    stored = re.sub(r"\s+", " ", written_out).strip()
    if not _ALLOWED.fullmatch(stored) or not _LETTER.search(stored):
        raise ValueRefused("kana_only")
    characters.refuse_longer(stored, max_length)
    flags = ("kana_hyphen",) * (long_vowels != katakana) + ("kana_repeat",) * (written_out != long_vowels)
    return Reading(stored, flags, re.sub(r"[ ・゠]", "", stored))


def read_bank_kana(text: str) -> Reading:
    """The name of an account as banks transfer it: half-width capital kana, capital Latin letters, digits,
    `( ) . , - / ｢ ｣` and spaces (全銀協 record format). Full width and hiragana are taken too.

    Flags: "bank_kana_changed" where the format has no such letter (small ャュョッ, ヰ, ヱ) and the bankbook
    should be looked at, "bank_kana_long" past the 30 characters that a transfer carries. Raises ValueRefused.
    """
    characters.refuse_blank(text)
    characters.refuse_unsafe(text)
    characters.refuse_longer(text, _MOST)
    stored, changed = bank_characters.as_banks_write(full_katakana(text))
    if not stored:
        raise ValueRefused("bank_kana")
    flags = ("bank_kana_changed",) * changed
    flags += ("bank_kana_long",) * (len(stored) > bank_characters.LONGEST)
    return Reading(stored, flags, stored.replace(" ", ""))


def full_katakana(text: str) -> str:
    """Half-width kana, hiragana and separate voiced marks as full-width katakana; the rest as it is."""
    wide = "".join(unicodedata.normalize("NFKC", c) if "ｦ" <= c <= "ﾝ" else c for c in text.translate(_MARKS))
    katakana = wide.translate(_TO_KATAKANA).translate(_DOTS)
    return unicodedata.normalize("NFC", katakana)


def _without_repeats(katakana: str) -> str:
    """イスヾ is イスズ, サヽキ is ササキ."""

    def letter(match: re.Match[str]) -> str:
        plain = unicodedata.normalize("NFD", match.group(1))[0]
        voiced = unicodedata.normalize("NFC", plain + _VOICED) if match.group(2) == "ヾ" else plain
        return match.group(1) + voiced

    return _REPEATED.sub(letter, katakana)

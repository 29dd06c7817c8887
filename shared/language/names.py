"""Names of persons and bodies, stored exactly as typed."""

import re
import unicodedata

from shared.errors import ValueRefused
from shared.language import characters
from shared.language.reading import Reading

_MARKUP = re.compile(r"[<>＜＞]")
# What names hold beside letters: O'BRIEN-SMITH JR., グエン・ティ・ラン, (株)松江商会, 張 (通称: 松江), 亜/亞.
_PUNCTUATION = frozenset(" '’‘`´-‐‑–—−.。,、·・･‧/&:()[]「」『』【】〔〕゠=゛゜")
_ALIAS_WORD = re.compile(r"通称|通名|旧姓|旧氏|別名|a\.?k\.?a\.?\b|\balias\b", re.IGNORECASE)
_FULL_ASCII = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def read_name(text: str, max_length: int = 60) -> Reading:
    """A name as typed, of one word or several, in whatever script.

    Flags: "diacritics" (residence cards print without), "alias_inside", "digits_in_name", "name_script"
    (letters that residence cards do not print). `suggestion` holds half-width Latin letters, full-width kana,
    no blanks around. Raises ValueRefused.
    """
    _refuse_odd(text, max_length)
    flags = []
    if characters.has_diacritics(text):
        flags.append("diacritics")
    if _ALIAS_WORD.search(unicodedata.normalize("NFKC", text)):
        flags.append("alias_inside")
    if any(unicodedata.category(c) in ("Nd", "No") for c in unicodedata.normalize("NFKC", text)):
        flags.append("digits_in_name")
    if any(_is_other_script(c) for c in text):
        flags.append("name_script")
    return Reading(text, tuple(flags), characters.search_key(text), _suggested(text))


def read_alias(text: str, max_length: int = 60) -> Reading:
    """An alias (通称) of a foreign resident: only what a family register can hold, so kanji, kana and spaces.

    Flag "half_width_kana": registers hold full width. Raises ValueRefused.
    """
    _refuse_odd(text, max_length)
    for character in text:
        if not (characters.is_han(character) or characters.is_kana(character) or _is_filling(character)):
            raise ValueRefused("alias_characters")
    half = any("ｦ" <= c <= "ﾟ" for c in text)
    return Reading(text, ("half_width_kana",) * half, characters.search_key(text), _suggested(text))


def _refuse_odd(text: str, max_length: int) -> None:
    characters.refuse_blank(text)
    characters.refuse_unsafe(text)
    if _MARKUP.search(text):
        raise ValueRefused("markup")
    characters.refuse_longer(text, max_length)
    for character in text:
        if not _is_usable(character):
            raise ValueRefused("name_character")
    if not any(_is_letter(c) for c in text):
        raise ValueRefused("name_letters")


def _is_usable(character: str) -> bool:
    """A letter, mark, digit or the punctuation of names; signs such as ㈱ by what they stand for."""
    if characters.is_selector(character) or characters.is_han(character):
        return True
    return all(
        c in _PUNCTUATION or c.isspace() or unicodedata.category(c)[0] in "LM" or unicodedata.category(c) == "Nd"
        for c in unicodedata.normalize("NFKC", character)
    )


def _is_letter(character: str) -> bool:
    return characters.is_han(character) or any(c.isalpha() for c in unicodedata.normalize("NFKC", character))


def _is_filling(character: str) -> bool:
    return character in " 　" or characters.is_selector(character)


def _is_other_script(character: str) -> bool:
    known = characters.is_han(character) or characters.is_kana(character) or characters.is_latin(character)
    return character.isalpha() and not known and unicodedata.category(character) != "Lm"


def _suggested(text: str) -> str:
    """Latin letters half width, kana full width, no blanks around; "" where it is so already."""
    kana = re.sub("[ｦ-ﾟ]+", lambda run: unicodedata.normalize("NFKC", run.group()), text)
    narrow = kana.translate(_FULL_ASCII)
    spaced = re.sub(r"(?<=[!-~])　+(?=[!-~])", " ", narrow).strip()
    return "" if spaced == text else spaced

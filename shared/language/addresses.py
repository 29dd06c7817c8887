"""Addresses, kept as typed.

The key to compare them folds 丁目, 番地, 番, 号 and kanji numbers into hyphens.
"""

import re

from shared.errors import ValueRefused
from shared.language import characters, my_number, numerals
from shared.language.reading import Reading

HOME = ("島根県", "松江市")  # stands before every address field of this city already
_KANJI_NUMBER = re.compile(rf"[{numerals.KANJI}]+(?=丁目|番地|番(?:[0-9{numerals.KANJI}の号]|$)|号(?!室|棟|館))")
_KANJI_BEHIND = re.compile(rf"(?<=[0-9])(番地の?|番の?|の|-)([{numerals.KANJI}]+)(?=$|[-の号])")  # 21番地三, 20の四十三
_BETWEEN = re.compile(
    r"(?<=[0-9])(?:丁目|番地の|番地|番の(?=[0-9])|番(?=[0-9の-]|$)|の(?=[0-9])|[-‐‑‒–—―−ー~](?=[0-9]))"
)
_NUMBER_END = re.compile(r"(?<=[0-9])号(?!室|棟|館)")


def read_address(text: str, max_length: int = 100, home: tuple[str, str] = HOME) -> Reading:
    """An address as typed. Flags: "address_home" where prefecture or city of the form stands in it once more,
    "my_number_inside".

    Raises ValueRefused, "address_letters" where only a number stands.
    """
    _refuse_odd(text, max_length)
    if not any(c.isalpha() for c in text):
        raise ValueRefused("address_letters")
    flags = ("address_home",) * text.strip().startswith(home) + _number_inside(text)
    return Reading(text, flags, address_key(text, home))


def read_building(text: str, max_length: int = 60) -> Reading:
    """Building, floor, room or 様方 (方書), as typed. Raises ValueRefused."""
    _refuse_odd(text, max_length)
    return Reading(text, _number_inside(text), characters.search_key(text))


def address_key(text: str, home: tuple[str, str] = HOME) -> str:
    """What is compared instead of an address: 学園南一丁目20番43号 is 学園南1-20-43. Never raises."""
    key = characters.search_key(text)
    for part in home:
        key = key.removeprefix(part)
    key = _KANJI_NUMBER.sub(lambda run: numerals.with_arabic_digits(run.group()), key)
    key = _KANJI_BEHIND.sub(lambda run: run[1] + numerals.with_arabic_digits(run[2]), key)
    hyphens = _NUMBER_END.sub("", _BETWEEN.sub("-", key))
    return re.sub(r"-{2,}", "-", hyphens).strip("-")


def _number_inside(text: str) -> tuple[str, ...]:
    return ("my_number_inside",) * my_number.holds_my_number(text)


def _refuse_odd(text: str, max_length: int) -> None:
    characters.refuse_blank(text)
    characters.refuse_unsafe(text)
    if re.search("[<>＜＞]", text):
        raise ValueRefused("markup")
    characters.refuse_longer(text, max_length)

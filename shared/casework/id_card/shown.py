"""What a My Number card showed: by whom, when, and the four basic facts (基本4情報). In memory only.

What the record keeps of it is in `kept.py`; how it came is the business of `desk.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from shared.errors import IdCardRefused, ValueRefused
from shared.language.characters import is_latin, refuse_blank, refuse_unsafe

LONGEST = 300  # characters of one fact
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_SEXES = {"male": "male", "1": "male", "男": "male", "female": "female", "2": "female", "女": "female"}


@dataclass(frozen=True, repr=False)
class BasicFacts:
    """氏名, 住所, 生年月日 (ISO), 性別 (`male`, `female`); "" for what the issuer did not say."""

    name: str = ""
    address: str = ""
    birth: str = ""
    sex: str = ""

    @property
    def names(self) -> tuple[str, str]:
        """(family, given) where the card parts them by one blank; ("", "") where that cannot be told.

        A name in Latin letters is never parted: it stands whole in the first field, as on a residence card.
        """
        if any(is_latin(character) for character in self.name):
            return self.name, ""
        parts = self.name.split()
        return (parts[0], parts[1]) if len(parts) == 2 else ("", "")


@dataclass(frozen=True, repr=False)
class ShownCard:
    """A card that was shown for one case. `subject`: a digest that is another one in each case, never the issuer's
    own name for the person.
    """

    provider: str
    at: datetime
    subject: str
    facts: BasicFacts


def read_facts(claims: Mapping[str, object]) -> BasicFacts:
    """The facts among an issuer's claims; what is not there stays open. Raises IdCardRefused for what is none."""
    address = claims.get("address")
    if isinstance(address, Mapping):
        address = address.get("formatted")
    return BasicFacts(
        name=_text(claims.get("name")),
        address=_text(address),
        birth=_birth(_text(claims.get("birthdate"))),
        sex=_SEXES.get(_text(claims.get("gender")).lower(), ""),
    )


def _text(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > LONGEST:
        raise IdCardRefused("id_card_refused", why="facts")
    try:
        refuse_unsafe(value)
        refuse_blank(value)
    except ValueRefused:
        raise IdCardRefused("id_card_refused", why="facts") from None
    return value.strip()


def _birth(text: str) -> str:
    """The ISO day. Who has no known day of birth has one with zeros on the card: that fact stays open."""
    found = _DAY.fullmatch(text)
    if not found:
        return ""
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError:
        return ""

"""What a door shows of itself on every page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from shared.language.wording import say


class Spoken(Protocol):
    """Words in several languages, as the catalogue's texts are."""

    def say(self, language: str) -> str:
        """In one language, plain."""
        ...

    def html(self, language: str) -> str:
        """In one language, as HTML with its readings."""
        ...


@dataclass(frozen=True)
class Face:
    """`name`: the group of its words in web.yaml. `surface`: the sizes with which a page starts."""

    name: Literal["portal", "kiosk"]
    surface: Literal["citizen", "desk", "kiosk"]
    city: Spoken
    telephone: str
    hours: Spoken
    practice: bool = False  # nothing here is real: every page says so
    band: Callable[[str], str] | None = None  # ためし: its band, as HTML, of the page at an address; else that of 研修

    def title(self, language: str) -> str:
        """Title of a page before it has its own."""
        return say(f"web.{self.name}.title", language, city=self.city.say(language))

"""How a person wants to see pages: language, text size, contrast. Kept in three cookies (view.js)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import cookie_parser
from starlette.types import Scope

from shared.language.wording import LANGUAGES
from shared.web.asgi import header

SIZES: Final = ("0", "1", "2", "3")


@dataclass(frozen=True)
class Sight:
    """Values outside the known ones never come in here."""

    language: str = "ja"
    size: str = "0"
    contrast: bool = False

    def attributes(self, surface: str) -> str:
        """Attributes of the <html> element."""
        lang = "en" if self.language == "en" else "ja"
        view = ' data-view="contrast"' if self.contrast else ""
        said = f'lang="{lang}" data-language="{self.language}"'
        return f'{said} data-surface="{surface}" data-size="{self.size}"{view}'


def sight_of(cookies: Mapping[str, str], language: str = "") -> Sight:
    """From cookies; `language`, where it is one of ours, wins (it came with the address)."""
    kept = cookies.get("language", "")
    chosen = next((each for each in (language, kept) if each in LANGUAGES), "ja")
    size = cookies.get("size", "0")
    return Sight(chosen, size if size in SIZES else "0", cookies.get("contrast") == "on")


def cookies_of(scope: Scope) -> dict[str, str]:
    """The cookies of a request."""
    return cookie_parser(header(scope, b"cookie"))

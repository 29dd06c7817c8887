"""Streamlit's index.html made ours: language, title, look, words, something to see before the first drawing.

The file is read once at start and patched by replacements that must each hit; a newer Streamlit whose file
differs stops the start with the name of the patch that failed.
"""

import gzip
import html
import json
import re
from collections.abc import Collection, Mapping
from typing import Final

from shared.errors import SettingsError
from shared.language.wording import say, say_html, texts
from shared.web.face import Face
from shared.web.sight import Sight

SCRIPTS: Final = ("view.js", "chrome.js", "connection.js")
SHEETS: Final = ("tokens.css", "icons.css", "parts.css", "streamlit.css", "screens.css")

_PATCHES: Final = (  # (name, pattern, replacement); the places {…} are filled per request
    ("comment", r"\A<!--.*?-->\s*", ""),
    ("html", r'<html lang="en">', "{HTML}"),
    ("icon", r'<link rel="shortcut icon" href="\./favicon\.png" />', "{ICON}"),
    ("font", r'<link\s+rel="preload"\s+href="\./static/media/SourceSans[^>]*/>', ""),
    ("title", r"<title>Streamlit</title>", "{HEAD}"),
    ("agent", r"<!--\s*Machine-readable.*?-->\s*<link rel=\"service-desc\"[^>]*/>", ""),
    ("prerender", r"<!-- initialize window\.prerenderReady.*?-->\s*<script>.*?</script>", ""),
    ("noscript", r"<noscript>.*?</noscript>", "{NOSCRIPT}"),
    ("root", r'<div id="root"></div>', '<div id="root">{FIRST}</div>'),
    ("paths", r'(src|href)="\./static/', r'\1="/static/'),
)


class Shell:
    """The page into which Streamlit draws, per sight (language, size, contrast)."""

    def __init__(self, index_html: str, face: Face, look: str) -> None:
        self._frame = _patched(index_html)
        self._face = face
        self._look = look
        self._drawn: dict[tuple[Sight, bool], bytes] = {}

    def page(self, sight: Sight, packed: bool) -> bytes:
        """The whole document, gzip where `packed`. There are as many kinds of it as sights: all are kept."""
        if (sight, packed) not in self._drawn:
            document = self._document(sight)
            self._drawn[sight, packed] = gzip.compress(document, mtime=0) if packed else document
        return self._drawn[sight, packed]

    def _document(self, sight: Sight) -> bytes:
        language = sight.language
        parts = {
            "{HTML}": f"<html {sight.attributes(self._face.surface)}>",
            "{ICON}": f'<link rel="icon" href="{self._look}mark.svg" type="image/svg+xml">',
            "{HEAD}": self._head(language),
            "{NOSCRIPT}": f"<noscript>{self._without_script(language)}</noscript>",
            "{FIRST}": self._first(language),
        }
        return re.sub(r"\{[A-Z]+\}", lambda match: parts.get(match[0], match[0]), self._frame).encode()

    def _head(self, language: str) -> str:
        title = html.escape(self._face.title(language))
        said = html.escape(say(f"web.{self._face.name}.description", language, city=self._face.city.say(language)))
        sheets = "".join(f'<link rel="stylesheet" href="{self._look}{name}">' for name in SHEETS)
        words = json.dumps(_script_words(language), ensure_ascii=False).replace("<", "\\u003c")
        first, *later = SCRIPTS
        return (
            f'<title>{title}</title><meta name="description" content="{said}">'
            f'<meta name="format-detection" content="telephone=no">{sheets}'
            f'<script type="application/json" id="mg-words">{words}</script>'
            f'<script src="{self._look}{first}"></script>'
            + "".join(f'<script defer src="{self._look}{name}"></script>' for name in later)
        )

    def _without_script(self, language: str) -> str:
        body = say_html("web.shell.noscript", language, telephone=self._face.telephone)
        status = say_html("web.shell.noscript_status", language)
        sheet = f'<link rel="stylesheet" href="{self._look}noscript.css">'
        return f'{sheet}<div class="mg-first"><p>{body}</p><p><a href="/status">{status}</a></p></div>'

    def _first(self, language: str) -> str:
        loading = say_html("web.shell.loading", language)
        mark = '<i class="mg-mark" aria-hidden="true"></i>'
        return f'<div class="mg-first">{mark}<p role="status">{loading}</p></div>'


def _script_words(language: str) -> Mapping[str, str]:
    keys = [key for key in texts("ja") if key.startswith("web.chrome.")]
    return {key.removeprefix("web.chrome."): say(key, language, a="{a}", b="{b}") for key in keys}


def _patched(index_html: str) -> str:
    page = index_html
    for name, pattern, replacement in _PATCHES:
        page, hits = re.subn(pattern, replacement, page, flags=re.DOTALL)
        if not hits:
            raise SettingsError("streamlit_shell", patch=name)
    return page


def check_drawn(pages: Collection[str]) -> frozenset[str]:
    """Addresses that Streamlit draws: one level, because its pages ask for their things relative to "/"."""
    for page in pages:
        if not re.fullmatch(r"/[a-z-]*", page):
            raise SettingsError("page_address", page=page)
    return frozenset(pages)

"""The plain building blocks of a page as HTML: headings, paragraphs, sections, links that look like buttons.

Parameters named `*_html` are HTML already; everything else is escaped here.
"""

from functools import partial
from html import escape
from typing import Protocol

from markupsafe import Markup

from shared.language.wording import say_html

# Pictures of life events: the catalogue's word → the sheet's.
EVENT_ICONS = {
    "sprout": "flower",
    "document": "doc",
    "briefcase": "bag",
    "bin": "trash",
    "tent": "roof",
    "house": "move",
}


class Tongue(Protocol):
    """Says a key of the wording files as HTML, in one language."""

    def __call__(self, key: str, /, **params: object) -> str: ...


EVENT_ICONS = {
    "sprout": "flower",
    "document": "doc",
    "briefcase": "bag",
    "bin": "trash",
    "tent": "roof",
    "house": "move",
}


def tongue(language: str) -> Tongue:
    """`say_html` in this language."""
    return partial(say_html, language=language)


def woven(key: str, language: str, **parts_html: str) -> str:
    """`say_html` with parameters that are HTML already (catalogue texts with their ruby)."""
    return say_html(key, language, **{name: Markup(html) for name, html in parts_html.items()})


def as_html(words: str) -> str:
    """Words escaped, but for those that are HTML already."""
    return words if isinstance(words, Markup) else escape(words)


def event_icon(name: str | None) -> str:
    """The picture of a life event: the catalogue's word for it becomes the sheet's."""
    return icon(EVENT_ICONS.get(name or "", name or "doc"))


def icon(name: str) -> str:
    """An icon of the sheet; decoration only, the word beside it carries the meaning."""
    return f'<i class="mg-i {escape(name)}" aria-hidden="true"></i>'


def hidden(words: str) -> str:
    """Words for those who listen to the page."""
    return f'<span class="mg-hide">{escape(words)}</span>'


def heading(words_html: str) -> str:
    """The page's heading; the focus goes here when the page is new."""
    return f'<h1 id="top" tabindex="-1">{words_html}</h1>'


def paragraph(words_html: str, style: str = "") -> str:
    """A paragraph. `style`: "sub" quiet, "small" quiet and small, "hint"."""
    styles = {"sub": ' class="mg-sub"', "small": ' class="mg-sub mg-s"', "hint": ' class="mg-hint"'}
    return f"<p{styles.get(style, '')}>{words_html}</p>"


def head(*parts_html: str) -> str:
    """What stands above the first field or list of a page."""
    return f'<div class="mg-head">{"".join(parts_html)}</div>'


def section(title_html: str, *parts_html: str) -> str:
    """A part of a page with its own heading."""
    return f'<section class="mg-sec"><h2>{title_html}</h2>{"".join(parts_html)}</section>'


def link_button(href: str, words_html: str, mood: str = "", icon_name: str = "") -> str:
    """A link that looks like a button. `mood`: "" secondary, "main", "danger"."""
    before = icon(icon_name) if icon_name else ""
    after = icon("go") if mood == "main" else ""
    words = f"{before}<span>{words_html}</span>{after}"
    return f'<p class="mg-way"><a class="mg-btn wide {mood}" href="{escape(href)}">{words}</a></p>'


def in_new_tab(link_html: str) -> str:
    """The same link, opening beside the page."""
    return link_html.replace("<a ", '<a target="_blank" ', 1)


def telephone_link(number: str) -> str:
    """A telephone number that can be pressed."""
    return f'<a class="mg-num" href="tel:{escape(number)}">{escape(number)}</a>'

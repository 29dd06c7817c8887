"""Words that people read, from shared/language/wording/{ja,easy,en}/<room>.yaml.

A file is a mapping `key: text`, nested one level at most; the key of a text is "room.key" or
"room.group.key". `{name}` is a parameter; `{漢字|かんじ}` is ruby (a brace group with a bar in it). "ruby" is
Japanese with its ruby drawn and has no files of its own. What a language lacks is said in easy Japanese, else
in Japanese.
"""

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import yaml
from markupsafe import Markup

from shared.language.counters import read_counts

LANGUAGES = ("ja", "ruby", "easy", "en")
WRITTEN = ("ja", "easy", "en")  # languages that have files
WORDING = Path(__file__).parent / "wording"

_FALLBACK = {"ja": ("ja",), "ruby": ("ja",), "easy": ("easy", "ja"), "en": ("en", "easy", "ja")}
DRAWN = ("ruby", "easy")  # languages whose ruby is drawn
_GROUP = re.compile(r"\{([^{}]*)\}")
_RUBY = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")
# Ruby hides from the browser where phrases end (`word-break: auto-phrase`): a line may end after a particle.
_AFTER_PARTICLE = re.compile(r"(?<=[はがをにでともへのて])(?=<ruby>)")


def say(key: str, language: str = "ja", **params: object) -> str:
    """The text in plain words, ruby markup dropped.

    Raises KeyError for an unknown key or a missing parameter.
    """
    return _filled(without_ruby(_text(key, language)), {name: str(value) for name, value in params.items()})


def say_html(key: str, language: str = "ja", **params: object) -> str:
    """The text as HTML, ruby drawn in "ruby" and "easy"; everything escaped but `Markup`. Raises as `say` does."""
    text = html.escape(_text(key, language))
    values = {name: _as_html(value) for name, value in params.items()}
    if language not in DRAWN:
        return _filled(without_ruby(text), values)
    return read_counts(_filled(_drawn(text), values))


def say_bracketed(key: str, language: str = "ja", **params: object) -> str:
    """The text in plain words for the inside of a widget, where no ruby can be drawn: in "ruby" and "easy" the
    reading stands in brackets. Raises as `say` does.
    """
    text = _text(key, language)
    plain = bracketed(text) if language in DRAWN else without_ruby(text)
    return _filled(plain, {name: str(value) for name, value in params.items()})


def say_markup(key: str, language: str = "ja", **params: object) -> Markup:
    """As `say_html`, for where plain words are escaped."""
    return Markup(say_html(key, language, **params))


def marked_html(text: str, language: str) -> Markup:
    """A text with ruby markup as HTML of a language: ruby is drawn in "ruby" and "easy"."""
    return Markup(ruby_html(text) if language in DRAWN else html.escape(without_ruby(text)))


def ruby_html(text: str) -> str:
    """A text with ruby markup as HTML, escaped, ruby drawn."""
    return read_counts(_drawn(html.escape(text)))


def without_ruby(text: str) -> str:
    """A text with its ruby markup dropped: `{届出|とどけで}` becomes 届出."""
    return _RUBY.sub(r"\1", text)


def bracketed(text: str) -> str:
    """A text with its readings in brackets: `{届出|とどけで}` becomes 届出（とどけで）."""
    return _RUBY.sub(r"\1（\2）", text)


def read_aloud(text: str) -> str:
    """A text with its readings in place of what they stand over: `{届出|とどけで}` becomes とどけで."""
    return _RUBY.sub(r"\2", text)


def parameters(text: str) -> frozenset[str]:
    """Names of the parameters in a text."""
    return frozenset(group for group in _GROUP.findall(text) if "|" not in group)


@lru_cache(maxsize=len(WRITTEN))
def texts(language: str) -> dict[str, str]:
    """Every text of one written language by "room.key", read once.

    Raises ValueError for a key given twice, a mapping that is too deep, or a brace group that is neither a
    parameter nor ruby: wording is ours, so a slip in it is loud.
    """
    found: dict[str, str] = {}
    for path in sorted((WORDING / language).glob("*.yaml")):
        for key, text in _entries(path):
            if key in found:
                raise ValueError(f"{path}: {key} is given twice")
            found[key] = text
    return found


def _text(key: str, language: str) -> str:
    for written in _FALLBACK[language]:
        text = texts(written).get(key)
        if text is not None:
            return text
    raise KeyError(key)


def _filled(text: str, params: dict[str, str]) -> str:
    """Parameters put in, in one pass, after the ruby: a value with braces in it is never read as wording."""
    return _GROUP.sub(lambda match: params[match.group(1)], text)


def _as_html(value: object) -> str:
    return str(value) if isinstance(value, Markup) else html.escape(str(value))


def _drawn(escaped: str) -> str:
    drawn = _RUBY.sub(r"<ruby>\1<rp>（</rp><rt>\2</rt><rp>）</rp></ruby>", escaped)
    return _AFTER_PARTICLE.sub("<wbr>", drawn)


def _entries(path: Path) -> Iterator[tuple[str, str]]:
    # BaseLoader: `no`, `012` and `1.0` stay the words they are.
    root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    if root is not None:
        yield from _texts_of(root, path.stem, path, depth=0)


def _texts_of(node: yaml.Node, key: str, path: Path, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(node, yaml.ScalarNode) and depth:
        _checked(node.value, key, path)
        yield key, node.value
    elif isinstance(node, yaml.MappingNode) and depth < 2:
        for name, value in node.value:
            yield from _texts_of(value, f"{key}.{name.value}", path, depth + 1)
    else:
        raise ValueError(f"{path}: {key} is neither a text nor one group of texts")


def _checked(text: str, key: str, path: Path) -> None:
    for group in _GROUP.findall(text):
        if not (group.isidentifier() or _RUBY.fullmatch("{" + group + "}")):
            raise ValueError(f"{path}: {key} has braces that are neither a parameter nor ruby")

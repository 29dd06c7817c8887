"""From wording and catalogue to what is set: pieces of text, some with ruby, in one or two languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from re import compile as pattern
from typing import Final, NamedTuple

from shared.language import wording
from shared.printing.content import Words

SECOND_LANGUAGES: Final = ("easy", "en")  # set as a smaller line under the Japanese
_MARKUP = pattern(r"\{([^{}|]+)(?:\|([^{}|]+))?\}")  # {漢字|かんじ} or {parameter}


NO_BREAK: Final = "\u00a0"  # a blank at which no line ends


class Piece(NamedTuple):
    """Some text and its reading ("" for none)."""

    text: str
    ruby: str = ""


Text = tuple[Piece, ...]


@dataclass(frozen=True)
class Said:
    """A text as it is set: Japanese, and under it the citizen's second language (() for none)."""

    ja: Text
    second: Text = ()

    @property
    def blank(self) -> bool:
        return not plain(self.ja)


SILENT: Final = Said(())


def plain(text: Text) -> str:
    """The text without its readings."""
    return "".join(piece.text for piece in text)


def as_typed(text: str) -> Said:
    """A text that a person typed: never read as markup, the same in every language."""
    return Said((Piece(text),) if text else ())


def said(words: Words, language: str) -> Said:
    """Words of the catalogue or of casework as they are set for a citizen of this language."""
    ja = _pieces(words.ja, None, ruby=language == "ruby")
    if language not in SECOND_LANGUAGES or not words.second:
        return Said(ja)
    return _without_repeat(ja, _pieces(words.second, None, ruby=language == "easy"))


def label(key: str, language: str, **params: str | Words | Said) -> Said:
    """Wording `printing.<key>`, or `form.…` of the paper forms, as it is set. A parameter may be in two languages.

    Raises KeyError for an unknown key or a missing parameter.
    """
    return _filled(key, language, params) if params else _fixed(key, language)


@lru_cache(maxsize=1000)
def _fixed(key: str, language: str) -> Said:
    return _filled(key, language, {})


def _filled(key: str, language: str, params: Mapping[str, str | Words | Said]) -> Said:
    given = {name: _said(value, language) for name, value in params.items()}
    in_ja = {name: value.ja for name, value in given.items()}
    ja = _pieces(_raw(key, "ja"), in_ja, ruby=language == "ruby")
    if language not in SECOND_LANGUAGES:
        return Said(ja)
    in_second = {name: value.second or value.ja for name, value in given.items()}
    return _without_repeat(ja, _pieces(_raw(key, language), in_second, ruby=language == "easy"))


def joined(between: str, *parts: Said, between_second: str | None = None) -> Said:
    """Parts in a row, empty ones left out. The second language is there if one part has it."""
    full = [part for part in parts if not part.blank]
    if not any(part.second for part in full):
        return Said(_with_between(between, [part.ja for part in full]))
    seconds = _with_between(
        between if between_second is None else between_second, [part.second or part.ja for part in full]
    )
    return Said(_with_between(between, [part.ja for part in full]), seconds)


def html(text: Text) -> str:
    """The text as HTML, escaped, readings as ruby with brackets for readers that know none."""
    return "".join(
        f"<ruby>{escape(piece.text)}<rp>（</rp><rt>{escape(piece.ruby)}</rt><rp>）</rp></ruby>"
        if piece.ruby
        else escape(piece.text)
        for piece in text
    )


def _said(value: str | Words | Said, language: str) -> Said:
    if isinstance(value, Said):
        return value
    return said(value, language) if isinstance(value, Words) else as_typed(value)


def _raw(key: str, language: str) -> str:
    """The text as written, markup and all; what English lacks is said in easy Japanese, else in Japanese."""
    wanted = {"en": ("en", "easy", "ja"), "easy": ("easy", "ja")}.get(language, ("ja",))
    full = key if key.startswith("form.") else f"printing.{key}"
    for written in wanted:
        text = wording.texts(written).get(full)
        if text is not None:
            return text
    raise KeyError(full)


def _pieces(markup: str, params: dict[str, Text] | None, ruby: bool) -> Text:
    """Markup as pieces. Without `params` a brace group that is no ruby stays; else it must be given."""
    pieces: list[Piece] = []
    end = 0
    for found in _MARKUP.finditer(markup):
        base, reading = found.groups()
        pieces.append(Piece(markup[end : found.start()]))
        if reading:
            pieces.append(Piece(base, reading if ruby else ""))
        else:
            pieces += (Piece(found.group()),) if params is None else params[base]
        end = found.end()
    pieces.append(Piece(markup[end:]))
    return tuple(piece for piece in pieces if piece.text)


def _with_between(between: str, texts: list[Text]) -> Text:
    row: list[Piece] = []
    for number, text in enumerate(texts):
        if number and between:
            row.append(Piece(between))
        row += text
    return tuple(row)


def _without_repeat(ja: Text, second: Text) -> Said:
    """Without a second line that says no more than the first (the same name without さん)."""
    said_already = plain(second).strip() in plain(ja)
    return Said(ja, () if said_already and not any(piece.ruby for piece in second) else second)

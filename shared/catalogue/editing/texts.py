"""Sentences of a procedure, changed without writing YAML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import yaml

from shared.catalogue.editing.blocks import Block
from shared.catalogue.editing.versions import Changes, newest, with_version
from shared.catalogue.editing.written import Value, Written, in_brackets, quoted
from shared.errors import ValueRefused

LANGUAGES = ("ja", "easy", "en")
_OF_PROCEDURE = ("title", "formal_title", "summary", "who", "when", "online_offer")
_OF_STEP = ("title", "hint")
_OF_QUESTION = ("label", "hint", "example", "for_staff")
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Sentence:
    """A text and where it stands: keys and places of lists. `near`: what it belongs to, as people know it."""

    path: Path
    near: str
    words: Mapping[str, str]


def sentences_of(block: Block) -> list[Sentence]:
    """Every text of the procedure that is written in its own lines. Raises ValueRefused."""
    written = Written(block.text)
    return [
        Sentence(path, near, languages_of(written, newest(written, value)))
        for path, near, value in _texts(written)
        if _is_text(newest(written, value))
    ]


def with_sentence(block: Block, path: Path, words: Mapping[str, str], day: date | None) -> str:
    """The lines with another text from that day on; None: it is put right where it stands. Raises ValueRefused."""
    written = Written(block.text)
    owner = written.root
    for part in (0, *path[:-1]):
        owner = _inside(written, owner, part)
    key = path[-1]
    if isinstance(key, int):  # a text of a list has no versions of its own
        one = _inside(written, owner, key)
        return _replaced(written.text, text_changes(written, one, words))
    value = written.get(owner, key)
    if value is not None and day is not None and not written.members(value):
        return _replaced(written.text, _as_mapping(written, value, words, day, owner.in_line))
    return with_version(written, owner, key, lambda version: text_changes(written, version, words), day)


def text_changes(written: Written, value: Value, words: Mapping[str, str]) -> Changes:
    """What becomes of a text: its languages one by one where all of them are there, else as a whole."""
    asked = {name: words[name].strip() for name in LANGUAGES if words.get(name, "").strip()}
    known = {name: inner for name, _, inner in written.entries(value) if name in LANGUAGES}
    if known and set(known) == set(asked):
        new = {name: inner for name, inner in known.items() if written.word(inner) != asked[name]}
        return {(inner.start, inner.end): quoted(asked[name]) for name, inner in new.items()}
    return {(value.start, value.end): _whole(written, value, asked)}


def languages_of(written: Written, value: Value) -> dict[str, str]:
    """The languages of a text as they are written."""
    if isinstance(value.node, yaml.ScalarNode):
        return {"ja": str(value.node.value)}
    return {
        name: word for name, _, inner in written.entries(value) if name in LANGUAGES and (word := written.word(inner))
    }


def text(words: Mapping[str, str]) -> str:
    """A text as it is written on one line."""
    given = {name: quoted(words[name]) for name in LANGUAGES if words.get(name, "").strip()}
    return in_brackets(given)


def _whole(written: Written, value: Value, asked: Mapping[str, str]) -> str:
    days = {name: word for name in ("from", "until") if (word := written.word(value, name))}
    return in_brackets({**{name: quoted(word) for name, word in asked.items()}, **days})


def _as_mapping(
    written: Written, value: Value, words: Mapping[str, str], day: date, in_line: bool
) -> dict[tuple[int, int], str]:
    """One text becomes two versions, each on a line of its own."""
    last = date.fromordinal(day.toordinal() - 1)
    old = in_brackets({**_quoted(languages_of(written, value)), "until": last.isoformat()})
    new = in_brackets({**_quoted(words), "from": day.isoformat()})
    return {(value.start, value.end): f"[{old}, {new}]" if in_line else f"[{old},\n{_indent(written, value)}{new}]"}


def _indent(written: Written, value: Value) -> str:
    """Of the second line: inside the brackets, further right than the key."""
    start = written.line_start(value.start)
    line = written.text[start : written.line_end(start)]
    return " " * (len(line) - len(line.lstrip(" -")) + 2)


def _quoted(words: Mapping[str, str]) -> dict[str, str]:
    return {name: quoted(words[name]) for name in LANGUAGES if words.get(name, "").strip()}


def _texts(written: Written) -> Iterator[tuple[Path, str, Value]]:
    procedure = _inside(written, written.root, 0)
    yield from _of(written, procedure, (), _OF_PROCEDURE, "")
    for number, one in enumerate(written.members(written.get(procedure, "after"))):
        yield ("after", number), "", one
    for place, step in enumerate(written.members(written.get(procedure, "steps"))):
        path: Path = ("steps", place)
        title = _title(written, written.get(step, "title"))
        yield from _of(written, step, path, _OF_STEP, title)
        for index, question in enumerate(written.members(written.get(step, "questions"))):
            near = _title(written, written.get(question, "label")) or title
            yield from _of(written, question, (*path, "questions", index), _OF_QUESTION, near)


def _of(
    written: Written, owner: Value, path: Path, keys: tuple[str, ...], near: str
) -> Iterator[tuple[Path, str, Value]]:
    for key in keys:
        value = written.get(owner, key)
        if value is not None:
            yield (*path, key), near, value


def _title(written: Written, value: Value | None) -> str:
    return languages_of(written, newest(written, value)).get("ja", "") if value is not None else ""


def _is_text(value: Value) -> bool:
    return isinstance(value.node, yaml.ScalarNode | yaml.MappingNode)


def _inside(written: Written, owner: Value, part: str | int) -> Value:
    members = written.members(owner) if isinstance(part, int) else []
    found = written.get(owner, part) if isinstance(part, str) else members[part] if part < len(members) else None
    if found is None:
        raise ValueRefused("proposal_yaml")
    return found


def _replaced(text_before: str, changes: Changes) -> str:
    for (start, end), words in sorted(changes.items(), reverse=True):
        text_before = text_before[:start] + words + text_before[end:]
    return text_before

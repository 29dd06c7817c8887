"""A rule that holds from a day on: the newest version ends the day before, a copy with the new values begins."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from shared.catalogue.editing.written import Value, Written, replaced, shifted
from shared.errors import ValueRefused

Changes = Mapping[tuple[int, int], str]  # positions in the whole text → what stands there instead
Change = Callable[[Value], Changes]


def newest(written: Written, value: Value) -> Value:
    """The version that holds last; the value itself where there is only one."""
    return (written.members(value) or [value])[-1]


def with_version(written: Written, owner: Value, key: str, change: Change, day: date | None) -> str:
    """The text with a changed version of `owner`'s `key` from that day on; None: the newest is put right where it is.

    `change` gives what becomes of a version's own values. Raises ValueRefused("proposal_planned") where another version
    begins later already.
    """
    name, value = written.key(owner, key), written.get(owner, key)
    if name is None or value is None:
        raise ValueRefused("proposal_yaml")
    last = newest(written, value)
    begins = written.word(last, "from")
    if day is None or begins == day.isoformat():
        return replaced(written.text, change(last))
    if written.word(last, "until") or (begins and begins > day.isoformat()):
        raise ValueRefused("proposal_planned", day=written.word(last, "until") or begins)
    old = _dated(written, last, {}, "until", (day - timedelta(days=1)).isoformat())
    new = _dated(written, last, change(last), "from", day.isoformat())
    if written.members(value):
        return replaced(written.text, {(last.start, last.end): old + _next(written, value, last) + new})
    colon = written.text.index(":", name.end) + 1
    indent = " " * (written.column(name) + 2)
    both = f"\n{indent}- {_moved(last, old)}\n{indent}- {_moved(last, new)}"
    if last.in_line and written.column(name) and _inside_brackets(written, name):
        both = f" [{old}, {new}]"
    return replaced(written.text, {(colon, last.end): both})


def _dated(written: Written, version: Value, changes: Changes, key: str, day: str) -> str:
    """A version as it is written, with its changes and this day; its other day goes where the key is `from`."""
    whole = changes.get((version.start, version.end))
    if whole is not None:  # written anew in brackets, with the days that it had
        return _with_day(re.sub(rf", {key}: [0-9-]+", "", whole), key, day)
    known = written.get(version, key)
    days = {(known.start, known.end): day} if known is not None else {}
    all_changes = {**changes, **days}
    inside = {(start - version.start, end - version.start): words for (start, end), words in all_changes.items()}
    said = replaced(written.said(version), inside)
    if known is not None:
        return said
    return _with_day(said, key, day) if version.in_line else f"{key}: {day}\n{' ' * written.column(version)}{said}"


def _with_day(said: str, key: str, day: str) -> str:
    return f"{said[:-1].rstrip()}, {key}: {day}}}"


def _next(written: Written, listed: Value, last: Value) -> str:
    """What stands between two members of the list."""
    return ", " if listed.in_line else f"\n{' ' * written.column(listed)}- "


def _moved(version: Value, said: str) -> str:
    """Lines that become a member of a list stand further to the right."""
    if version.in_line:
        return said
    first, _, rest = said.partition("\n")
    return f"{first}\n{shifted(rest, 2)}" if rest else first


def _inside_brackets(written: Written, name: Value) -> bool:
    """Whether the key itself is written in brackets: then no line may be begun for it."""
    before = written.text[written.line_start(name.start) : name.start]
    return any(mark in before for mark in "{[")

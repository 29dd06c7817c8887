"""Periods: from before until, versions that follow each other, options on every day."""

from datetime import date, timedelta
from itertools import pairwise

from shared.catalogue.source import Node, Source


def check_periods(source: Source, node: Node) -> None:
    """Every period below a node runs forwards, and versions of a text follow each other."""
    if isinstance(node.value, dict):
        _check_order(source, node)
        for inner in node.value.values():
            check_periods(source, inner)
    for member in node.members():
        check_periods(source, member)
    members = node.members()
    if members and all(member.get("ja") is not None for member in members) and any(map(_dated, members)):
        check_versions(source, members)


def check_versions(source: Source, versions: list[Node]) -> None:
    """Each version begins on the day after the one before it ended."""
    for before, after in pairwise(versions):
        last, first = _day(before, "until"), _day(after, "from")
        if before.get("until") is None or after.get("from") is None:
            source.tell(after.mark, "versions_open")
        elif last and first and first != last + timedelta(days=1):
            source.tell(after.mark, "versions_apart", day=(last + timedelta(days=1)).isoformat())


def check_option_days(source: Source, question: Node) -> None:
    """On the day after an option ends there is still one to choose."""
    options = question.members("options")
    for option in options:
        last = _day(option, "until")
        if last is not None and not any(_holds(other, last + timedelta(days=1)) for other in options):
            source.tell(option.mark, "options_end", day=last.isoformat())


def overlap(one: Node, other: Node) -> bool:
    """True where both hold on the same day."""
    return _starts_by(one, _day(other, "until")) and _starts_by(other, _day(one, "until"))


def _starts_by(node: Node, last: date | None) -> bool:
    first = _day(node, "from")
    return first is None or last is None or first <= last


def _check_order(source: Source, node: Node) -> None:
    first, last = _day(node, "from"), _day(node, "until")
    if first is not None and last is not None and last < first:
        source.tell(node.value["until"].mark, "until_before_from")


def _dated(node: Node) -> bool:
    return node.get("from") is not None or node.get("until") is not None


def _holds(node: Node, day: date) -> bool:
    first, last = _day(node, "from"), _day(node, "until")
    return (first is None or first <= day) and (last is None or day <= last)


def _day(node: Node, key: str) -> date | None:
    text = node.text(key)
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None

"""What of a procedure holds on a day: versions chosen, what is not valid left out. Works on plain values."""

from datetime import date
from typing import Any

_PERIOD = ("from", "until")
_RULES = ("fee", "deadline")


def as_on(procedure: dict[str, Any], day: date, keep_rules: bool) -> dict[str, Any]:
    """A procedure's values as of that day. `keep_rules`: versions of fee and deadline are all kept."""
    rules = {key: procedure[key] for key in _RULES if key in procedure}
    rest = {key: _resolved(value, day) for key, value in procedure.items() if key not in rules}
    rest["steps"] = [step for step in rest["steps"] if step.get("questions")]
    for key, versions in rules.items():
        kept = versions if keep_rules else [_without_period(_chosen(versions, day))]
        rest[key] = [_resolved_texts(version, day) for version in kept]
    return rest


def _resolved(value: Any, day: date) -> Any:
    """Texts chosen, and members of lists dropped outside their period."""
    if isinstance(value, list):
        return [_resolved(_without_period(member), day) for member in value if _holds(member, day)]
    if isinstance(value, dict):
        return _resolved_texts(value, day)
    return value


def _resolved_texts(value: dict[str, Any], day: date) -> dict[str, Any]:
    if "versions" in value:
        value = _without_period(_chosen(value["versions"], day))
    return {key: _resolved(inner, day) for key, inner in value.items()}


def _holds(member: Any, day: date) -> bool:
    if not isinstance(member, dict):
        return True
    first, last = member.get("from"), member.get("until")
    text = day.isoformat()
    return (first is None or first <= text) and (last is None or text <= last)


def _chosen(versions: list[dict[str, Any]], day: date) -> dict[str, Any]:
    chosen = versions[0]
    for version in versions:
        if "from" not in version or version["from"] <= day.isoformat():
            chosen = version
    return chosen


def _without_period(member: Any) -> Any:
    if not isinstance(member, dict):
        return member
    return {key: value for key, value in member.items() if key not in _PERIOD}

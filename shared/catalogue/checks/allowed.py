"""Which comparison fits which kind of question, and which answers a question can have."""

from shared.catalogue.questions.kinds import KINDS
from shared.catalogue.source import Node

_EVERY = frozenset(KINDS)
_HOLDERS = frozenset({"group", "repeat", "file", "choices"})
_PRIVATE = frozenset({"my_number"})
_DAYS = frozenset({"date", "birth_date", "month", "open_day"})
_AMOUNTS = frozenset({"number", "money"})
_ONE_VALUE = _EVERY - _HOLDERS - _PRIVATE

FITS: dict[str, frozenset[str]] = {
    "is": _ONE_VALUE,
    "in": _ONE_VALUE,
    "contains": frozenset({"choices"}),
    "filled": _EVERY,
    "before": _DAYS,
    "after": _DAYS,
    "at_least": _AMOUNTS,
    "at_most": _AMOUNTS,
}
DAY_KINDS = frozenset({"date", "birth_date", "open_day"})


def allowed_values(question: Node) -> list[str] | None:
    """The answers a question can have; None where they are without number."""
    kind = question.text("kind")
    if kind == "yes_no":
        return ["yes", "no"]
    if kind == "consent":
        return ["yes"]
    if kind in ("choice", "choices") and question.members("options"):
        values = [option.text("value") for option in question.members("options")]
        return [value for value in values if value is not None]
    return None

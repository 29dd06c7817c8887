"""What of one question types cannot say."""

from collections.abc import Iterator
from datetime import date

from shared.catalogue.checks.allowed import DAY_KINDS
from shared.catalogue.checks.ids import check_children
from shared.catalogue.checks.periods import check_option_days
from shared.catalogue.limits import limit_day
from shared.catalogue.questions.sexes import SEX_VALUES
from shared.catalogue.source import Node, Source

# What is chosen or ticked is not typed; a My Number has its check digit and is sealed at once.
NOT_TYPED = frozenset({"choice", "choices", "yes_no", "consent", "staff", "file", "group", "repeat", "my_number"})
_SOME_DAYS = (date(2027, 1, 4), date(2027, 5, 31), date(2028, 2, 29))
# Which kind of question a basic fact of the My Number card can fill.
FILLED = {
    **dict.fromkeys(("name", "family_name", "given_name"), "name"),
    "address": "address",
    "birth": "birth_date",
    "sex": "choice",
}


def check_question(source: Source, question: Node) -> None:
    """A question and what is inside it."""
    check_children(source, question)
    check_option_days(source, question)
    _check_limits(source, question)
    _check_staff(source, question)
    _check_double_entry(source, question)
    _check_prefill(source, question)
    for child in question.members("questions"):
        if child.text("kind") == "my_number":
            source.tell(child.mark, "my_number_in_group")
        if child.get("staff_only") is not None:
            source.tell(child.keys["staff_only"], "staff_in_group")
        if child.get("prefill") is not None:
            source.tell(child.keys["prefill"], "prefill_in_group")
        check_question(source, child)
    check_fills(source, question.members("questions"))


def check_questions(source: Source, questions: list[Node]) -> None:
    """Questions beside each other, in a set or in a procedure."""
    for question in questions:
        check_question(source, question)


def check_fills(source: Source, questions: list[Node]) -> None:
    """A postal code fills an address beside it."""
    kinds = {question.text("id"): question.text("kind") for question in questions}
    for question in questions:
        fills = question.text("fills")
        if fills is not None and kinds.get(fills) != "address":
            source.tell(question.value["fills"].mark, "fills_no_address", name=fills)


def _check_prefill(source: Source, question: Node) -> None:
    """The kind fits the fact; a question for 性別 has an option for each that the card may say."""
    fact = question.text("prefill")
    if fact not in FILLED:
        return  # none, or one that the model refuses
    mark = question.value["prefill"].mark
    if question.text("kind") != FILLED[fact]:
        source.tell(mark, "prefill_kind", word=fact, kind=FILLED[fact])
    elif fact == "sex":
        values = {option.text("value") for option in question.members("options")}
        if values and not all(values & {*words} for words in SEX_VALUES.values()):
            source.tell(mark, "prefill_sex")


def _check_limits(source: Source, question: Node) -> None:
    for least, most in (("min", "max"), ("min_items", "max_items"), ("min_length", "max_length")):
        low, high = _number(question, least), _number(question, most)
        if low is not None and high is not None and low > high:
            source.tell(question.value[most].mark, "max_below_min", least=least, most=most)
    _check_days(source, question)
    default = _number(question, "default")
    for outside in _outside(question, default):
        source.tell(question.value["default"].mark, "default_outside", limit=outside)
    count = len(question.members("options"))
    for key in ("min_items", "max_items"):
        wanted = _number(question, key)
        if count and wanted is not None and wanted > count:
            source.tell(question.value[key].mark, "more_than_options", word=key, count=count)


def _check_days(source: Source, question: Node) -> None:
    """Both ends move with the day on which it is asked, or neither does: then no day fits where they are swapped."""
    low, high = question.text("min"), question.text("max")
    if question.text("kind") not in DAY_KINDS or low is None or high is None or (low[:1] == "t") != (high[:1] == "t"):
        return
    try:
        swapped = all(limit_day(low, today) > limit_day(high, today) for today in _SOME_DAYS)
    except ValueError:
        return  # the model refuses it
    if swapped:
        source.tell(question.value["max"].mark, "max_below_min", least="min", most="max")


def _outside(question: Node, default: int | None) -> Iterator[int]:
    low, high = _number(question, "min"), _number(question, "max")
    if default is not None and low is not None and default < low:
        yield low
    if default is not None and high is not None and default > high:
        yield high


def _check_staff(source: Source, question: Node) -> None:
    if not question.is_true("staff_only"):
        return
    if question.text("required") == "online":
        source.tell(question.value["required"].mark, "staff_required_online")
    if question.is_true("online"):
        source.tell(question.value["online"].mark, "staff_asked_online")


def _check_double_entry(source: Source, question: Node) -> None:
    if not question.is_true("double_entry"):
        return
    if question.text("kind") in NOT_TYPED or question.is_true("staff_only"):
        source.tell(question.keys["double_entry"], "double_entry_not_typed")


def _number(node: Node, key: str) -> int | None:
    value = node.get(key)
    return value.value if value is not None and type(value.value) is int else None

"""Conditions look back: at an earlier question, with an answer that it can have."""

from collections.abc import Iterator

from shared.catalogue.checks.allowed import FITS, allowed_values
from shared.catalogue.conditions import COMPARISONS
from shared.catalogue.expansion import close
from shared.catalogue.questions.kinds import KINDS
from shared.catalogue.source import Node, Source

Known = dict[str, Node]


def check_conditions(source: Source, procedure: Node) -> None:
    """Every `ask_if` and `free_if` of a procedure, in the order in which its questions are asked."""
    everything = {str(question.text("id")): question for question in _questions(procedure)}
    known: Known = {}
    staff: set[str] = set()
    for step in procedure.members("steps"):
        for_staff = step.is_true("staff_only")
        _check(source, step.get("ask_if"), known, everything, None if for_staff else staff)
        for question in step.members("questions"):
            hidden = for_staff or question.is_true("staff_only")
            _check_question(source, question, known, everything, None if hidden else staff)
            name = question.text("id")
            if name is not None:
                known[name] = question
                staff |= {name} if hidden else set()
    for condition in _later_conditions(procedure):
        _check(source, condition, everything, everything, None)


def check_guide_conditions(source: Source, guide: Node) -> None:
    """Every condition of a guide: its questions look back, its rules and contradictions at any of them."""
    everything = {str(question.text("id")): question for question in guide.members("questions")}
    known: Known = {}
    for question in guide.members("questions"):
        _check(source, question.get("ask_if"), known, everything, None)
        known[str(question.text("id"))] = question
    for rule in (*guide.members("rules"), *guide.members("contradictions")):
        _check(source, rule.get("when"), everything, everything, None)


def check_told(source: Source, filed: Node, procedure: Node) -> None:
    """The conditions of a guide's `filed`, which look at the answers of that procedure."""
    everything = {str(question.text("id")): question for question in _questions(procedure)}
    for one in (filed, *filed.members("answers")):
        _check(source, one.get("ask_if"), everything, everything, None)


def _check_question(source: Source, question: Node, known: Known, everything: Known, staff: set[str] | None) -> None:
    _check(source, question.get("ask_if"), known, everything, staff, question)
    inside: Known = {}
    for child in question.members("questions"):
        siblings = {str(one.text("id")): one for one in question.members("questions")}
        _check(source, child.get("ask_if"), {**known, **inside}, {**everything, **siblings}, staff, question)
        name = child.text("id")
        if name is not None:
            inside[name] = child


def _check(
    source: Source,
    condition: Node | None,
    known: Known,
    everything: Known,
    staff: set[str] | None,
    asker: Node | None = None,
) -> None:
    """`staff` are the questions of staff that this one must not look at; None where it may."""
    for comparison in _comparisons(condition):
        path = comparison.text("question")
        if path is None:
            continue
        # A slip inside a question set is told where it is written when the set alone shows it.
        mark = asker.place if asker is not None and asker.used_at else comparison.value["question"].mark
        name, _, child = path.partition(".")
        if name not in known:
            code = "condition_looks_ahead" if name in everything else "condition_question_unknown"
            source.tell(mark, code, name=path, suggestion=close(name, known))
        elif staff is not None and name in staff:
            source.tell(mark, "condition_on_staff", name=path)
        else:
            _check_fit(source, comparison, known[name], child, path)


def _check_fit(source: Source, comparison: Node, question: Node, child: str, path: str) -> None:
    if child:
        inside = {one.text("id"): one for one in question.members("questions")}
        if question.text("kind") != "group" or child not in inside:
            source.tell(comparison.value["question"].mark, "condition_child_unknown", name=path)
            return
        question = inside[child]
    kind = question.text("kind")
    for key in COMPARISONS if kind in KINDS else ():
        given = comparison.get(key)
        if given is None:
            continue
        if kind in FITS[key]:
            _check_values(source, question, given, path)
        else:
            source.tell(comparison.keys[key], "condition_does_not_fit", word=key, name=path, kind=kind)


def _check_values(source: Source, question: Node, given: Node, path: str) -> None:
    allowed = allowed_values(question)
    if allowed is None:
        return
    for value in given.members() or [given]:
        if type(value.value) in (str, int) and str(value.value) not in allowed:
            said = {"value": value.value, "name": path, "allowed": ", ".join(allowed)}
            source.tell(value.mark, "condition_value", **said)


def _comparisons(condition: Node | None) -> Iterator[Node]:
    if condition is None or not isinstance(condition.value, dict):
        return
    if condition.get("question") is not None:
        yield condition
    for key in ("all_of", "any_of"):
        for part in condition.members(key):
            yield from _comparisons(part)
    yield from _comparisons(condition.get("not"))


def _later_conditions(procedure: Node) -> Iterator[Node | None]:
    """Conditions that may look at any question: of documents, other sections, what follows, and fees."""
    for key in ("documents", "related", "suggests", "yearly"):
        yield from (one.get("ask_if") for one in procedure.members(key))
    fee = procedure.get("fee")
    for rule in [] if fee is None else fee.members() or [fee]:
        yield rule.get("free_if")
        for extra in rule.members("extra"):
            yield extra.get("ask_if")


def _questions(procedure: Node) -> Iterator[Node]:
    for step in procedure.members("steps"):
        yield from step.members("questions")

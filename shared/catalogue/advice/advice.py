"""What is no mistake and yet probably not meant: told beside the mistakes, and nothing is refused for it."""

from collections.abc import Iterator
from pathlib import Path

from shared.catalogue.advice import remarks, unused, words
from shared.catalogue.advice.reach import Reach, comparisons_of
from shared.catalogue.catalogue import load
from shared.catalogue.conditions import Condition
from shared.catalogue.expansion import Expansion
from shared.catalogue.inclusion import read_whole
from shared.catalogue.procedure import Procedure
from shared.catalogue.questions.kinds import Question
from shared.catalogue.source import Mark, Node, Source
from shared.errors import Problem


def advice(path: Path) -> list[Problem]:
    """Everything to be told of a catalogue without mistakes, by file and line.

    Raises CatalogueError where it has mistakes.
    """
    typed = load(path)
    source = Source(str(path))
    whole = read_whole(source, path)
    if whole.root is None:
        return source.problems
    unused.advise(source, whole.root)
    words.advise(source, whole.root)
    remarks.advise(source, whole.files)
    expansion = Expansion(source, whole.root)
    for node, procedure in zip(whole.root.members("procedures"), typed.procedures, strict=True):
        _advise_procedure(source, expansion.procedure(node), procedure)
    order = {str(file.path): number for number, file in enumerate(whole.files)}
    told = {(order.get(one.file, 0), one.line, one.column, one.code): one for one in source.problems}
    return [told[key] for key in sorted(told)]


def _advise_procedure(source: Source, node: Node, procedure: Procedure) -> None:
    reach = Reach(procedure)
    for step_node, step in zip(node.members("steps"), procedure.steps, strict=True):
        if not reach.can_hold(step.ask_if):
            source.tell(step_node.place, "advice_unreachable", name=step.id)
            continue
        pairs = list(zip(step_node.members("questions"), step.questions, strict=True))
        never = [one for one in pairs if not reach.can_hold(step.ask_if, one[1].ask_if)]
        if len(never) == len(pairs):
            source.tell(step_node.place, "advice_unreachable", name=step.id)
        for question_node, _ in never if len(never) < len(pairs) else ():
            source.tell(question_node.place, "advice_never", name=question_node.text("id"))
        for question_node, question in pairs:
            _advise_children(source, reach, question_node, question)
    for mark, condition, name in _later(node, procedure):
        if not reach.can_hold(condition):
            source.tell(mark, "advice_never", name=name)


def _advise_children(source: Source, reach: Reach, node: Node, question: Question) -> None:
    """Children of a group whose condition looks outside the group."""
    for child_node, child in zip(node.members("questions"), getattr(question, "questions", ()), strict=True):
        names = {one.id for one in getattr(question, "questions", ())}
        looks_outside = child.ask_if is not None and not names & set(_looked_at(child.ask_if))
        if looks_outside and not reach.can_hold(child.ask_if):
            source.tell(child_node.place, "advice_never", name=child.id)


def _looked_at(condition: Condition) -> Iterator[str]:
    yield from (one.question.partition(".")[0] for one in comparisons_of(condition))


def _later(node: Node, procedure: Procedure) -> Iterator[tuple[Mark, Condition, str]]:
    """Conditions of documents, of other sections, and of what follows."""
    named = {
        "documents": [(one.ask_if, one.kind) for one in procedure.documents],
        "related": [(one.ask_if, one.section) for one in procedure.related],
        "suggests": [(one.ask_if, one.procedure) for one in procedure.suggests],
        "yearly": [(one.ask_if, one.id) for one in procedure.yearly],
    }
    for key, found in named.items():
        for one_node, (condition, name) in zip(node.members(key), found, strict=True):
            if condition is not None:
                yield one_node.mark, condition, name

"""Guides: what their rules name is there, and an address has room for all that can be chosen."""

from collections.abc import Iterator

from shared.catalogue.checks.allowed import allowed_values
from shared.catalogue.checks.ids import check_options, declared, once
from shared.catalogue.checks.looking_back import check_guide_conditions
from shared.catalogue.checks.periods import check_option_days
from shared.catalogue.expansion import by_id
from shared.catalogue.guides.choices import FORMAT, LENGTH, LONGEST, signs_of
from shared.catalogue.source import Node, Source

_CHOSEN = ("choice", "choices")
_SAYS = ("procedures", "bring", "note", "external")


def check_guides(source: Source, root: Node) -> None:
    """Every guide of the file."""
    procedures, documents = by_id(root, "procedures"), by_id(root, "documents")
    for guide in root.members("guides"):
        declared(source, guide.members("life_events"), by_id(root, "life_events"), "life_event_unknown")
        declared(source, guide.members("always"), procedures, "guide_procedure_unknown")
        for question in guide.members("questions"):
            _check_question(source, question, procedures)
        for rule in guide.members("rules"):
            declared(source, rule.members("procedures"), procedures, "guide_procedure_unknown")
            declared(source, rule.members("bring"), documents, "document_unknown")
            if not any(rule.get(key) is not None for key in _SAYS):
                source.tell(rule.mark, "guide_rule_empty")
        once(source, guide.members("questions"), "id", "question_twice")
        check_guide_conditions(source, guide)
        _check_address(source, guide)


def _check_question(source: Source, question: Node, procedures: dict[str, Node]) -> None:
    kind = question.text("kind")
    options = question.get("options")
    if options is None and kind in _CHOSEN:
        source.tell(question.mark, "missing_key", word="options")
    elif options is not None and kind is not None and kind not in _CHOSEN:
        source.tell(question.keys["options"], "guide_key_misplaced", word="options", kind=kind)
    if question.get("deadlines") is not None and kind != "date":
        source.tell(question.keys["deadlines"], "guide_key_misplaced", word="deadlines", kind=kind)
    declared(source, question.members("deadlines"), procedures, "guide_procedure_unknown")
    check_options(source, question.members("options"))
    check_option_days(source, question)


def _check_address(source: Source, guide: Node) -> None:
    """Two choices never look alike in an address, and all of them have room in one."""
    seen: dict[str, str] = {}
    length = len(f"{guide.text('id')}/{FORMAT}")
    for question, value in _public_choices(guide):
        signs, choice = signs_of(str(question.text("id")), value), f"{question.text('id')}={value}"
        if seen.setdefault(signs, choice) != choice:
            source.tell(question.mark, "guide_choices_alike", one=seen[signs], other=choice)
    length += sum(_most(question) * LENGTH for question in guide.members("questions"))
    if not guide.is_true("sensitive") and length > LONGEST:
        source.tell(guide.mark, "guide_too_long", over=-(-(length - LONGEST) // LENGTH))


def _public_choices(guide: Node) -> Iterator[tuple[Node, str]]:
    for question in guide.members("questions"):
        yield from ((question, value) for value in allowed_values(question) or ())


def _most(question: Node) -> int:
    """How many things at most stand in an address for a question."""
    if question.is_true("sensitive") or question.text("kind") == "date":
        return 0
    return len(question.members("options")) if question.text("kind") == "choices" else 1

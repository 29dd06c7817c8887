"""Guides: what their rules name is there, and an address has room for all that can be chosen."""

from collections.abc import Iterator

from shared.catalogue.checks.allowed import allowed_values
from shared.catalogue.checks.ids import check_options, declared, once
from shared.catalogue.checks.looking_back import check_guide_conditions, check_told
from shared.catalogue.checks.periods import check_option_days
from shared.catalogue.expansion import by_id, close
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


def check_filed(source: Source, root: Node, expanded: list[Node]) -> None:
    """What filed procedures tell guides. `expanded`: the procedures with the questions of their sets."""
    procedures = {str(one.text("id")): one for one in expanded}
    for guide in root.members("guides"):
        questions = by_id(guide, "questions")
        if guide.get("filed") is not None and guide.is_true("sensitive"):
            source.tell(guide.keys["filed"], "guide_sensitive_filed")
        for filed in guide.members("filed"):
            declared(
                source,
                [node] if (node := filed.get("procedure")) is not None else [],
                procedures,
                "guide_procedure_unknown",
            )
            for one in filed.members("answers"):
                _check_told(source, one, questions)
            procedure = procedures.get(str(filed.text("procedure")))
            if procedure is not None and procedure.is_true("sensitive"):
                source.tell(filed.value["procedure"].mark, "suggestion_sensitive", name=procedure.text("id"))
            if procedure is not None:
                check_told(source, filed, procedure)


def _check_told(source: Source, told: Node, questions: dict[str, Node]) -> None:
    name, answer = told.get("question"), told.get("answer")
    if name is None or answer is None:
        return
    question = questions.get(str(name.value))
    if question is None:
        source.tell(
            name.mark, "condition_question_unknown", name=name.value, suggestion=close(str(name.value), questions)
        )
        return
    allowed = allowed_values(question)
    if question.is_true("sensitive"):
        source.tell(name.mark, "guide_sensitive_told", name=name.value)
    if allowed is None:
        source.tell(name.mark, "condition_does_not_fit", word="answer", name=name.value, kind=question.text("kind"))
    elif str(answer.value) not in allowed:
        source.tell(answer.mark, "condition_value", value=answer.value, name=name.value, allowed=", ".join(allowed))


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

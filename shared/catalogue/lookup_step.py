"""役所にある書類: where a document may be looked up instead of brought, one step asks whether the office may do so.

Written in by the catalogue, never by people: a `yes_no` for each document with `held`, before the first file that it
would spare, else before what is consented to at the end. After a yes a file with `document: KIND` is not asked for.
"""

from shared.catalogue.source import Mark, Node
from shared.language import wording

STEP = "lookup"
LANGUAGES = ("ja", "easy", "en")


def lookup_id(kind: str) -> str:
    """The question about a kind of document."""
    return f"{STEP}_{kind}"[:40]


def with_lookup(procedure: Node) -> Node:
    """The procedure with its step, where one of its documents is held; else as it is."""
    held = [document for document in procedure.members("documents") if document.get("held") is not None]
    steps = procedure.members("steps")
    if not held or not steps:
        return procedure
    kinds = {str(document.text("kind")) for document in held}
    spared = [_spared(step, kinds) for step in steps]
    at = next((n for n, step in enumerate(steps) if _asks_file(step, kinds)), _end(steps))
    asked = _step(held, procedure.mark)
    written = procedure.value["steps"].but([*spared[:at], asked, *spared[at:]])
    return procedure.but({**procedure.value, "steps": written})


def _step(held: list[Node], mark: Mark) -> Node:
    questions = [_question(document) for document in held]
    said = {"id": Node(STEP, mark), "title": _said("title", mark), "hint": _said("hint", mark)}
    return Node({**said, "questions": Node(questions, mark)}, mark)


def _question(document: Node) -> Node:
    kind, mark = str(document.text("kind")), document.mark
    entries = {
        "id": Node(lookup_id(kind), mark),
        "kind": Node("yes_no", mark),
        "label": document.value["title"],
        "hint": document.value["held"],
        "held": document.value["held"],
        "shared": Node(f"{STEP}.{lookup_id(kind)}", mark),
        "for_staff": Node(wording.say(f"{STEP}.for_staff"), mark),
    }
    if document.get("ask_if") is not None:
        entries["ask_if"] = document.value["ask_if"]
    return Node(entries, mark)


def _spared(step: Node, kinds: set[str]) -> Node:
    if not _asks_file(step, kinds):
        return step
    questions = step.value["questions"]
    changed = [_unless(question) if question.text("document") in kinds else question for question in questions.value]
    return step.but({**step.value, "questions": questions.but(changed)})


def _unless(question: Node) -> Node:
    """Not asked after a yes."""
    mark = question.mark
    consented = {"question": Node(lookup_id(str(question.text("document"))), mark), "is": Node("yes", mark)}
    condition = Node({"not": Node(consented, mark)}, mark)
    own = question.get("ask_if")
    both = Node({"all_of": Node([own, condition], mark)}, mark) if own is not None else condition
    return question.but({**question.value, "ask_if": both})


def _asks_file(step: Node, kinds: set[str]) -> bool:
    return any(question.text("document") in kinds for question in step.members("questions"))


def _end(steps: list[Node]) -> int:
    """Before what is consented to and what staff check."""
    at = len(steps)
    while at > 1 and (steps[at - 1].is_true("staff_only") or _consents(steps[at - 1])):
        at -= 1
    return at


def _consents(step: Node) -> bool:
    questions = step.members("questions")
    return bool(questions) and all(question.text("kind") == "consent" for question in questions)


def _said(name: str, mark: Mark) -> Node:
    return Node({each: Node(wording.texts(each)[f"lookup.{name}"], mark) for each in LANGUAGES}, mark)

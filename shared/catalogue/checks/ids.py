"""Names that must stand once, and names that must be there."""

from collections.abc import Callable, Iterable

from shared.catalogue.checks.periods import overlap
from shared.catalogue.expansion import by_id, close
from shared.catalogue.source import Node, Source

_LISTS = ("notices", "sections", "categories", "life_events", "documents", "procedures", "guides")


def check_lists_are_lists(source: Source, root: Node) -> bool:
    """True where the file's lists are lists."""
    nodes = {key: root.get(key) for key in _LISTS}
    wrong = {key: node for key, node in nodes.items() if node is not None and isinstance(node.value, str | int | dict)}
    for key, node in wrong.items():
        source.tell(node.mark, "list_expected", word=key)
    return not wrong


def check_lists(source: Source, root: Node) -> None:
    """Ids of the file's lists and marks of registers stand once; news name procedures that there are."""
    for key in _LISTS:
        once(source, root.members(key), "id", "id_twice")
    once(source, root.members("sections"), "register_mark", "register_mark_twice")
    procedures = by_id(root, "procedures")
    declared(source, [notice.get("procedure") for notice in root.members("notices")], procedures, "notice_unknown")
    _check_lines(source, root, procedures)
    for options in root.entries("option_sets").values():
        check_options(source, options.members())


def _check_lines(source: Source, root: Node, procedures: dict[str, Node]) -> None:
    """Lines of waiting: ids and letters stand once, sections and procedures are there."""
    waiting = root.get("waiting")
    lines = waiting.members("lines") if waiting is not None else []
    once(source, lines, "id", "id_twice")
    once(source, lines, "letter", "line_letter_twice")
    declared(source, [line.get("section") for line in lines], by_id(root, "sections"), "line_section_unknown")
    for line in lines:
        declared(source, line.members("procedures"), procedures, "line_procedure_unknown")


class Names:
    """What the catalogue declares, by id."""

    def __init__(self, root: Node) -> None:
        self.categories = by_id(root, "categories")
        self.life_events = by_id(root, "life_events")
        self.sections = by_id(root, "sections")
        self.procedures = by_id(root, "procedures")


def check_procedure(source: Source, names: Names, procedure: Node) -> None:
    """Names used by a procedure are declared; ids of its steps and questions stand once."""
    declared(source, [procedure.get("category")], names.categories, "category_unknown")
    declared(source, procedure.members("life_events"), names.life_events, "life_event_unknown")
    related = procedure.members("related")
    declared(source, [one.get("section") for one in related], names.sections, "section_unknown")
    declared(source, [one.get("procedure") for one in related], names.procedures, "line_procedure_unknown")
    once(source, procedure.members("steps"), "id", "step_twice")
    questions = [question for step in procedure.members("steps") for question in step.members("questions")]
    once(source, questions, "id", "question_twice", apart=lambda one, other: not overlap(one, other))


def check_children(source: Source, question: Node) -> None:
    """Ids inside a group or repeat, and values of options, stand once."""
    once(source, question.members("questions"), "id", "question_twice")
    check_options(source, question.members("options"))


def check_options(source: Source, options: list[Node]) -> None:
    """Values of options stand once at a time, and at most one is the default."""
    once(source, options, "value", "option_twice", apart=lambda one, other: not overlap(one, other))
    for second in [option for option in options if option.is_true("default")][1:]:
        source.tell(second.value["default"].mark, "two_defaults")


def once(
    source: Source,
    nodes: Iterable[Node],
    key: str,
    code: str,
    apart: Callable[[Node, Node], bool] = lambda one, other: False,
) -> None:
    """Tells of every second node with the same name, but where both are `apart`."""
    first: dict[str, Node] = {}
    for node in nodes:
        name = node.text(key)
        if name is None:
            continue
        earlier = first.setdefault(name, node)
        if earlier is not node and not apart(earlier, node):
            mark = node.place if node.used_at else (node.value[key].mark)
            source.tell(mark, code, name=name, line=earlier.place.line)


def declared(source: Source, names: Iterable[Node | None], known: dict[str, Node], code: str) -> None:
    """Tells of every name that is not known, with those that look like it."""
    for name in names:
        if name is not None and isinstance(name.value, str) and name.value not in known:
            source.tell(name.mark, code, name=name.value, suggestion=close(name.value, known))

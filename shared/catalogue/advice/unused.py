"""Sets and lists of the file that nothing uses."""

from collections.abc import Iterator, Sequence

from shared.catalogue.source import Node, Source

_SETS = ("option_sets", "question_sets", "step_sets")


def advise(source: Source, root: Node) -> None:
    """Tells of every set, document, section, category and life event that nobody uses."""
    used = _used(root)
    for key in _SETS:
        sets = root.get(key)
        for name in root.entries(key):
            if sets is not None and name not in used[key]:
                source.tell(sets.keys[name], "advice_unused", name=name)
    for key in ("documents", "sections", "categories", "life_events"):
        for member in root.members(key):
            own = member.get("id")
            if own is not None and str(own.value) not in used[key]:
                source.tell(own.mark, "advice_unused", name=own.value)


def _used(root: Node) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {key: set() for key in (*_SETS, "documents", "sections", "categories", "life_events")}
    for where, name in _uses(root, ""):
        found[where].add(name)
    for procedure in root.members("procedures"):
        found["sections"] |= _texts(
            [procedure.get("section"), *(one.get("section") for one in procedure.members("related"))]
        )
        found["categories"] |= _texts([procedure.get("category")])
        found["life_events"] |= _texts(procedure.members("life_events"))
    for line in (root.get("waiting") or root).members("lines"):
        found["sections"] |= _texts([line.get("section")])
    for guide in root.members("guides"):
        found["life_events"] |= _texts(guide.members("life_events"))
        for rule in guide.members("rules"):
            found["documents"] |= _texts(rule.members("bring"))
    return found


def _texts(nodes: Sequence[Node | None]) -> set[str]:
    return {str(node.value) for node in nodes if node is not None}


_PLACES = {"steps": "step_sets", "questions": "question_sets", "options": "option_sets", "documents": "documents"}


def _uses(node: Node, under: str) -> Iterator[tuple[str, str]]:
    """Every `use:` below a node: what it is of, and the name."""
    name = node.get("use")
    if name is not None and under in _PLACES:
        yield _PLACES[under], str(name.value)
    for key, inner in node.entries().items():
        yield from _uses(inner, key)
    for member in node.members():
        yield from _uses(member, under)

"""What follows from a procedure: what it names is there, and nothing sensitive is named or names."""

from shared.catalogue.checks.ids import declared, once
from shared.catalogue.expansion import by_id
from shared.catalogue.source import Node, Source

_KEYS = ("suggests", "yearly")


def check_following(source: Source, root: Node, procedure: Node) -> None:
    """`suggests` and `yearly` of a procedure."""
    procedures = by_id(root, "procedures")
    once(source, procedure.members("suggests"), "procedure", "id_twice")
    once(source, procedure.members("yearly"), "id", "id_twice")
    for key in _KEYS:
        if procedure.get(key) is not None and procedure.is_true("sensitive"):
            source.tell(procedure.keys[key], "following_sensitive", word=key)
        named = [name for one in procedure.members(key) if (name := one.get("procedure")) is not None]
        declared(source, named, procedures, "line_procedure_unknown")
        for name in named:
            _check_named(source, procedure, name, procedures, itself=key == "yearly")


def _check_named(source: Source, procedure: Node, name: Node, procedures: dict[str, Node], *, itself: bool) -> None:
    found = procedures.get(str(name.value))
    if found is not None and found.is_true("sensitive"):
        source.tell(name.mark, "suggestion_sensitive", name=name.value)
    if not itself and name.value == procedure.text("id"):
        source.tell(name.mark, "suggestion_itself", name=name.value)

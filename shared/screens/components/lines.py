"""A text area for lines of YAML: line numbers, and what the format allows where the cursor stands."""

from functools import cache
from typing import Any

from shared.catalogue.schema import file_schema
from shared.language.wording import say
from shared.screens.components.packaged import mount


def help_with_lines(area: str, line: int = 0) -> None:
    """Beside the text area whose key is `area`. While a key or value is written, those that the schema knows are
    offered below: an arrow leads into the list, Enter takes one, Escape closes it. `line` is shown first.
    """
    keys, values = _known()
    data = {"area": area, "line": line, "title": say("editing.offers"), "keys": keys, "values": values}
    mount("lines", "mg-lines", data)


@cache
def _known() -> tuple[list[tuple[str, str]], dict[str, list[str]]]:
    """(keys with what they are for, the values of those that have a list of them)."""
    about: dict[str, str] = {}
    values: dict[str, set[str]] = {}
    for part in file_schema()["$defs"].values():
        for name, said in part.get("properties", {}).items():
            about.setdefault(name, str(said.get("description", "")))
            values.setdefault(name, set()).update(_values(said))
    return sorted(about.items()), {name: sorted(found) for name, found in values.items() if found}


def _values(said: Any) -> set[str]:
    """What may stand there, where the schema names it: words and truth values."""
    if isinstance(said, list):
        return set().union(*map(_values, said))
    if not isinstance(said, dict):
        return set()
    found = {word for word in (*said.get("enum", ()), said.get("const")) if isinstance(word, str)}
    if said.get("type") == "boolean":
        found |= {"true", "false"}
    return found | _values(said.get("anyOf", []))

"""What pages never use, and what a process remembers for all of its people."""

import ast
import re
from collections.abc import Iterator

import pytest

from .project import ROOMS, SCREENS, at, calls, inside, modules, tree

# /media has no session check; Markdown makes links and pictures of what a person typed; the rest brings pandas with
# it or is a hole of its own (DESIGN §9).
NEVER_CALLED = {
    *("download_button", "image", "logo", "audio", "video", "pdf", "map", "graphviz_chart", "login", "logout"),
    *("dataframe", "data_editor", "table", "metric", "json", "write", "write_stream", "markdown", "latex", "exception"),
}
NEVER_GIVEN = {"unsafe_allow_html", "unsafe_allow_javascript"}

# What a cache of the process may be asked by: things of these types hold nothing that a person typed or that belongs
# to one. Texts and bytes may come from people, so functions that are asked by them are named.
PUBLIC = {"date", "int", "Path", "Catalogue", "Settings", "Style"}
ASKED_BY_TEXT = {
    "shared/language/postal.py::_places": "a public table, asked by its own key",
    "shared/language/wording.py::texts": "a language",
    "shared/catalogue/editing/sets.py::_in_one": "a file of the catalogue",
    "shared/catalogue/procedure.py::_from_canonical": "a procedure as asked, without answers",
    "shared/printing/face.py::_compressed": "a part of a font: which glyphs, not in which order",
    "shared/printing/words.py::_fixed": "a key of our wording files",
    "shared/screens/components/packaged.py::_renderer": "the name of a component",
}


@pytest.mark.requirement("SL-6")
def test_pages_call_nothing_that_leaks_or_renders_what_was_typed() -> None:
    used = [
        f"{at(path, call)} {name}"
        for path in modules(*SCREENS)
        for name, call in calls(path)
        if isinstance(call.func, ast.Attribute) and name in NEVER_CALLED
    ]

    assert used == []


@pytest.mark.requirement("XS-1")
def test_pages_never_switch_off_what_guards_against_scripts() -> None:
    given = [
        f"{at(path, call)} {keyword.arg}"
        for path in modules(*SCREENS)
        for _, call in calls(path)
        for keyword in call.keywords
        if keyword.arg in NEVER_GIVEN
    ]

    assert given == []


def caches() -> Iterator[tuple[str, set[str]]]:
    """(place::function, types of its parameters) of every function that a process remembers."""
    for path in modules(*ROOMS):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
                if any(re.match(r"(functools\.)?(lru_)?cache\b", one) for one in decorators):
                    types = {ast.unparse(one.annotation) if one.annotation else "?" for one in node.args.args}
                    yield f"{inside(path)}::{node.name}", types


@pytest.mark.requirement("SL-5")
def test_caches_are_asked_by_nothing_personal() -> None:
    assert {place for place, types in caches() if types - PUBLIC} == set(ASKED_BY_TEXT)


@pytest.mark.requirement("SL-5")
def test_nothing_is_kept_in_the_caches_of_streamlit() -> None:
    found = [path for path in modules(*ROOMS) if re.search(r"cache_(data|resource)", path.read_text(encoding="utf-8"))]

    assert [inside(path) for path in found] == []

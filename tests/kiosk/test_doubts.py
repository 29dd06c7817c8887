"""Every doubt that filing, judging and the store can raise has words of its own for the desk.

The codes are read from the code itself: whoever writes a new doubt and no words is told here.
"""

import ast
import re
from collections.abc import Iterator

from kiosk.queue_table import attention_words
from shared.language.wording import say, texts
from tests.house.project import tree
from tests.kiosk.conftest import ROOT

ROOMS = [*(ROOT / "shared" / "casework").rglob("*.py"), *(ROOT / "shared" / "records" / "store").rglob("*.py")]
CODE = re.compile(r"[a-z]+(_[a-z]+)*")


def _codes(nodes: Iterator[ast.AST]) -> set[str]:
    found = {one.value for one in nodes if isinstance(one, ast.Constant) and isinstance(one.value, str)}
    return {one for one in found if CODE.fullmatch(one)}


def _given_back(function: ast.FunctionDef) -> set[str]:
    """What a function that gives doubts can give: texts in its lists, and appended to them."""
    lists = [one for one in ast.walk(function) if isinstance(one, ast.List)]
    calls = [one for one in ast.walk(function) if isinstance(one, ast.Call) and _name(one.func) == "append"]
    return _codes(one for node in lists for one in node.elts) | _codes(one for call in calls for one in call.args)


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _constants() -> dict[str, ast.expr]:
    """Every text that a module of these rooms gives a name to, by that name."""
    return {
        _name(node.targets[0]): node.value
        for path in ROOMS
        for node in tree(path).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
    }


def doubts_in_code() -> set[str]:
    """Codes of all doubts."""
    found: set[str] = set()
    constants = _constants()
    for path in ROOMS:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                if re.search(r"doubt|place_of|fee", node.name) and "list[str]" in ast.unparse(node.returns or node):
                    found |= _given_back(node)
                if node.returns is not None and path.stem == "copies" and ast.unparse(node.returns).endswith("| str"):
                    found |= _codes(one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value)
            if isinstance(node, ast.Call) and _name(node.func) == "Verdict":
                found |= _codes(iter([*node.args[2:], *(one.value for one in node.keywords if one.arg == "doubt")]))
            named = [node.value] if isinstance(node, ast.keyword) and node.arg == "attention" else []
            if isinstance(node, ast.Call) and _name(node.func) == "_apart":
                named += node.args
            names = [one for value in named for one in ast.walk(value) if isinstance(one, ast.Name | ast.Attribute)]
            found |= _codes(constants[_name(one)] for one in names if _name(one) in constants)
    return found


def test_the_code_is_read_rightly() -> None:
    """One of each place where doubts are raised; without them the next test would be empty talk."""
    known = {"clock_differs", "procedure_unknown", "answers_wrong", "section_moved", "file_missing", "fee_differs"}
    known |= {"message_arrived", "decided_meanwhile", "duplicate", "second_arrival", "reference_taken", "unreadable"}
    assert sorted(known - doubts_in_code()) == []


def test_every_doubt_has_words_of_its_own() -> None:
    other = say("kiosk.attention_other")
    assert sorted(code for code in doubts_in_code() if f"kiosk.attention_{code}" not in texts("ja")) == []
    words = [attention_words([code]) for code in sorted(doubts_in_code())]
    assert len(set(words)) == len(words)
    assert other not in words

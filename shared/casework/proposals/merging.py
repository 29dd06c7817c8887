"""Two changes of one text made into one, line by line, where they do not touch the same lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class Hunk:
    """Lines `first` to `last` (not included) of the text of before become these."""

    first: int
    last: int
    lines: tuple[str, ...]


def merged(base: str, ours: str, theirs: str) -> str | None:
    """`theirs` with what `ours` changed in `base`; None where both changed the same place differently."""
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    lines = base.splitlines(keepends=True)
    mine, other = _hunks(lines, ours), _hunks(lines, theirs)
    if any(_meet(one, another) and one != another for one in mine for another in other):
        return None
    for hunk in sorted({*mine, *other}, key=lambda one: (one.first, one.last), reverse=True):
        lines[hunk.first : hunk.last] = hunk.lines
    return "".join(lines)


def _meet(one: Hunk, another: Hunk) -> bool:
    """Whether they touch: two insertions at one place have no order."""
    return one.first <= another.last and another.first <= one.last


def _hunks(base: Sequence[str], text: str) -> list[Hunk]:
    """What turns the lines into the text. The equal beginning and end are set aside: comparing costs by the square."""
    lines = text.splitlines(keepends=True)
    least = min(len(base), len(lines))
    head = next((n for n in range(least) if base[n] != lines[n]), least)
    tail = next((n for n in range(least - head) if base[-1 - n] != lines[-1 - n]), least - head)
    before, after = base[head : len(base) - tail], lines[head : len(lines) - tail]
    found = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [Hunk(head + a, head + b, tuple(after[c:d])) for kind, a, b, c, d in found if kind != "equal"]

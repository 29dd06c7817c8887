"""研修 and ためし: every page of every sheet says that it is none. Set once, when such a process starts, or around
the sheets that show in an ordinary one how a procedure would look.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Final, Literal

from shared.language.wording import say
from shared.printing.content import ReceiptContent
from shared.printing.typeset import Line, Type, line
from shared.printing.words import as_typed

MARK: Final = Type("bold", 12, 14)
Mark = Literal["", "practice", "rehearsal"]  # its words: printing.sheet.…


@dataclass
class _Stage:
    mark: Mark = ""


_stage = _Stage()
_here: ContextVar[Mark] = ContextVar("mark_of_sheets", default="")


def print_marked(mark: Mark) -> None:
    """What is printed by this process from now on: real sheets (""), or such as say what they are."""
    _stage.mark = mark


@contextmanager
def as_rehearsal() -> Iterator[None]:
    """What is printed within is ためし."""
    before = _here.set("rehearsal")
    try:
        yield
    finally:
        _here.reset(before)


def _mark() -> Mark:
    return _here.get() or _stage.mark


def mark_line() -> Line | None:
    """The line that stands on each page; None on real sheets."""
    mark = _mark()
    return line(as_typed(say(f"printing.sheet.{mark}")).ja, MARK) if mark else None


def as_rehearsed(content: ReceiptContent) -> ReceiptContent:
    """The receipt with its stamp and without a proof: nothing was proved."""
    if not _mark():
        return content
    together = tuple(as_rehearsed(one) for one in content.together)
    return replace(content, sample=True, proof_url="", together=together)

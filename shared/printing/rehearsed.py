"""研修: set once, when a practice process starts. From then on every page of every sheet says that it is none."""

from dataclasses import dataclass, replace
from typing import Final

from shared.language.wording import say
from shared.printing.content import ReceiptContent
from shared.printing.typeset import Line, Type, line
from shared.printing.words import as_typed

MARK: Final = Type("bold", 12, 14)


@dataclass
class _Stage:
    practice: bool = False


_stage = _Stage()


def print_practice(practice: bool = True) -> None:
    """Whether what is printed from now on is practice."""
    _stage.practice = practice


def mark_line() -> Line | None:
    """The line that stands on each page; None on real sheets."""
    return line(as_typed(say("printing.sheet.practice")).ja, MARK) if _stage.practice else None


def as_rehearsed(content: ReceiptContent) -> ReceiptContent:
    """The receipt with its stamp and without a proof: nothing was proved."""
    if not _stage.practice:
        return content
    together = tuple(as_rehearsed(one) for one in content.together)
    return replace(content, sample=True, proof_url="", together=together)

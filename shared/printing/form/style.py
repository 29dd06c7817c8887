"""Sizes of a paper form: ordinary, and large print for weak eyes and unsteady hands."""

from dataclasses import dataclass
from typing import Final

from shared.printing.sheet import MM
from shared.printing.typeset import Type


@dataclass(frozen=True)
class Style:
    """Types and lengths (points). `box` is the least height of a place to write in, `cell` the width for one
    character, `line` the room for one line of handwriting, `letter` the width of a handwritten character."""

    title: Type
    lead: Type
    heading: Type
    label: Type
    asked: Type
    hint: Type
    option: Type
    answer: Type
    unit: Type
    box: float
    cell: float
    line: float
    letter: float
    tick: float
    label_width: float
    padding: float


NORMAL: Final = Style(
    title=Type("bold", 19, 25, ratio=0.58),
    lead=Type("words", 10.5, 15.5),
    heading=Type("bold", 12.5, 17, ratio=0.72),
    label=Type("bold", 10.5, 14, ratio=0.8),
    asked=Type("bold", 9.8, 13.5, ratio=0.85),
    hint=Type("words", 9, 12.5, grey=0.2, ratio=0.92),
    option=Type("words", 11, 15, ratio=0.78),
    answer=Type("words", 12.5, 18),
    unit=Type("words", 11, 15, ratio=0.72),
    box=9 * MM,
    cell=5.8 * MM,
    line=9 * MM,
    letter=7 * MM,
    tick=4 * MM,
    label_width=46 * MM,
    padding=1.6 * MM,
)

LARGE: Final = Style(
    title=Type("bold", 25, 33, ratio=0.58),
    lead=Type("words", 14, 20.5),
    heading=Type("bold", 17, 23, ratio=0.72),
    label=Type("bold", 14.5, 19, ratio=0.8),
    asked=Type("bold", 13.5, 18.5, ratio=0.85),
    hint=Type("words", 12.5, 17, grey=0.1, ratio=0.92),
    option=Type("words", 15.5, 21, ratio=0.78),
    answer=Type("words", 17, 24),
    unit=Type("words", 15, 20, ratio=0.72),
    box=12.5 * MM,
    cell=7.9 * MM,
    line=12.5 * MM,
    letter=9.5 * MM,
    tick=5.5 * MM,
    label_width=52 * MM,
    padding=2 * MM,
)

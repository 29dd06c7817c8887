"""What pages are built of: blocks that know their height and draw themselves. All lengths in points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Protocol

from shared.printing.qr import QUIET, Symbol
from shared.printing.sheet import MM, Align, Sheet
from shared.printing.typeset import Line, Type, has_ruby, line, lines
from shared.printing.words import Said, Text


class Block(Protocol):
    """Something with a height that draws itself with its top left at x, y (from the top of the page)."""

    @property
    def height(self) -> float: ...

    def draw(self, sheet: Sheet, x: float, y: float) -> None: ...


@dataclass(frozen=True)
class Paragraph:
    """Set lines of one type."""

    set_lines: tuple[Line, ...]
    kind: Type
    width: float
    align: Align = "left"
    base: float | None = None  # where another text beside it sets the base line

    @property
    def height(self) -> float:
        return len(self.set_lines) * self.kind.leading

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        for number, drawn in enumerate(self.set_lines):
            free = {"left": 0.0, "centre": (self.width - drawn.width) / 2, "right": self.width - drawn.width}
            base = self.kind.base if self.base is None else self.base
            sheet.line(drawn, x + free[self.align], y + number * self.kind.leading + base, self.kind.grey)


@dataclass(frozen=True)
class Gap:
    """Room."""

    height: float

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        """Nothing to draw."""


@dataclass(frozen=True)
class Rule:
    """A hairline with nothing around it. With `dot` it lies on whole dots of the printer, each as thick as the next."""

    width: float
    weight: float = 0.7
    grey: float = 0.6
    height: float = 0.0
    dot: float = 0.0

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        middle = round(y / self.dot) * self.dot if self.dot else y
        sheet.rule(x, middle, self.width, self.weight, self.grey)


@dataclass(frozen=True)
class Stack:
    """Blocks one under another."""

    blocks: tuple[Block, ...]

    @property
    def height(self) -> float:
        return sum(block.height for block in self.blocks)

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        for block in self.blocks:
            block.draw(sheet, x, y)
            y += block.height


@dataclass(frozen=True)
class Beside:
    """Blocks side by side, each with its distance from the left; tops level, or centred on the tallest."""

    placed: tuple[tuple[float, Block], ...]
    centred: bool = False

    @property
    def height(self) -> float:
        return max(block.height for _, block in self.placed)

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        for distance, block in self.placed:
            down = (self.height - block.height) / 2 if self.centred else 0.0
            block.draw(sheet, x + distance, y + down)


@dataclass(frozen=True)
class Framed:
    """A block in a black frame."""

    inner: Block
    width: float
    padding: float = 4 * MM
    weight: float = 1.4

    @property
    def height(self) -> float:
        return self.inner.height + 2 * self.padding

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        sheet.frame((x, y), (self.width, self.height), self.weight)
        self.inner.draw(sheet, x + self.padding, y + self.padding)


@dataclass(frozen=True)
class Bar:
    """A block, white on a black bar."""

    inner: Block
    width: float
    padding: float = 1.2 * MM

    @property
    def height(self) -> float:
        return self.inner.height + 2 * self.padding

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        sheet.bar((x, y), (self.width, self.height))
        self.inner.draw(sheet, x, y + self.padding)


@dataclass(frozen=True)
class Code:
    """A QR symbol with its quiet zone; `module` in points, `shift` from the left.

    With `dot` its top lies on a whole dot of the printer, so that every module is as high as the next.
    """

    symbol: Symbol
    module: float
    shift: float = 0.0
    dot: float = 0.0

    @property
    def quiet(self) -> float:
        """Width of the quiet zone: other white may take its place."""
        return QUIET * self.module

    @property
    def width(self) -> float:
        return self.symbol.whole_side * self.module

    @property
    def height(self) -> float:
        return self.width + self.dot

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        top = ceil(y / self.dot - 0.001) * self.dot if self.dot else y
        sheet.symbol(self.symbol, x + self.shift, top, self.module)


def paragraph(text: Text, kind: Type, width: float, align: Align = "left") -> Paragraph:
    """A text set in lines of `width`, with room for its readings."""
    kind = kind.with_ruby() if has_ruby(text) else kind
    return Paragraph(tuple(lines(text, kind, width)), kind, width, align)


def beside_or_under(text: Said, kind: Type, width: float) -> Block:
    """A text in Japanese, and the second language on the same line where both have room, else under it."""
    if not text.second:
        return both(text, kind, width)
    first = paragraph(text.ja, kind, width)
    smaller = _second_type(text, kind)
    second = line(text.second, smaller)
    left = first.set_lines[0].width + kind.size
    if len(first.set_lines) > 1 or left + second.width > width:
        return both(text, kind, width)
    return Beside(((0, first), (left, Paragraph((second,), smaller, second.width, base=first.kind.base))))


def both(text: Said, kind: Type, width: float, align: Align = "left") -> Stack:
    """A text in Japanese and, smaller under it, in the second language."""
    blocks: list[Block] = []
    if text.ja:
        blocks.append(paragraph(text.ja, kind.tight() if text.second else kind, width, align))
    if text.second:
        blocks.append(paragraph(text.second, _second_type(text, kind), width, align))
    return Stack(tuple(blocks))


def _second_type(text: Said, kind: Type) -> Type:
    return kind.smaller(ruby=True).with_ruby() if has_ruby(text.second) else kind.smaller()


def cut(block: Block, most: int = 5) -> list[Block]:
    """A block of paragraphs in pieces of at most `most` lines."""
    if isinstance(block, Stack):
        return [piece for inner in block.blocks for piece in cut(inner, most)]
    if not isinstance(block, Paragraph):
        return [block]
    all_lines = block.set_lines
    return [replace(block, set_lines=all_lines[at : at + most]) for at in range(0, len(all_lines), most)]


def flowed(blocks: Sequence[Block], first: float, later: float) -> Iterator[list[Block]]:
    """Blocks by pages: `first` and `later` points of room. A block higher than a page stands alone on one."""
    page: list[Block] = []
    room = first
    for block in blocks:
        if block.height > room + 0.01 and page:
            yield page
            page, room = [], later
        if isinstance(block, Gap) and not page:
            continue  # no room is needed at the top of a page
        page.append(block)
        room -= block.height
    if page:
        yield page

"""Places to write in: cells for one character each, lines, days by era, boxes to tick. Lengths in points."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from shared.printing.blocks import Block, Gap, Paragraph, Stack
from shared.printing.sheet import MM, Sheet
from shared.printing.typeset import Type, line
from shared.printing.words import Piece, Said, Text

HAIR: Final = 0.5
FIRM: Final = 0.9
GREY: Final = 0.45  # of lines that guide the hand
BETWEEN: Final = 5 * MM  # two groups of cells, a dash in the middle


@dataclass(frozen=True)
class Cells:
    """Boxes for one character each, in groups with a dash between them; rows of `per_row` where there are many."""

    groups: tuple[int, ...]
    cell: float
    row: float
    per_row: int = 99
    before: Paragraph | None = None  # 〒

    @property
    def rows(self) -> int:
        return max(1, ceil(sum(self.groups) / self.per_row))

    @property
    def height(self) -> float:
        return self.rows * self.row + (self.rows - 1) * 1.2 * MM

    @property
    def width(self) -> float:
        lead = self.before.width + 1 * MM if self.before else 0.0
        return lead + min(sum(self.groups), self.per_row) * self.cell + (len(self.groups) - 1) * BETWEEN

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        if self.before:
            self.before.draw(sheet, x, y + (self.row - self.before.height) / 2)
            x += self.before.width + 1 * MM
        if self.rows > 1:
            for number in range(self.rows):
                count = min(self.per_row, sum(self.groups) - number * self.per_row)
                _cells(sheet, x, y + number * (self.row + 1.2 * MM), count, self)
            return
        for number, count in enumerate(self.groups):
            if number:
                sheet.rule(x + BETWEEN * 0.25, y + self.row / 2, BETWEEN * 0.5, 1.2, 0.2)
                x += BETWEEN
            _cells(sheet, x, y, count, self)
            x += count * self.cell


def _cells(sheet: Sheet, x: float, y: float, count: int, cells: Cells) -> None:
    box(sheet, x, y, count * cells.cell, cells.row)
    for number in range(1, count):
        upright(sheet, x + number * cells.cell, y, cells.row, HAIR, GREY)


@dataclass(frozen=True)
class Lines:
    """Room to write, ruled below every line but the last, which the box itself closes."""

    count: int
    room: float
    width: float

    @property
    def height(self) -> float:
        return self.count * self.room

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        for number in range(1, self.count):
            sheet.rule(x, y + number * self.room, self.width, HAIR, GREY)


@dataclass(frozen=True)
class Boxed:
    """An open box with words after it: 年, 通, 円."""

    width: float
    row: float
    unit: Paragraph

    @property
    def height(self) -> float:
        return self.row

    @property
    def whole(self) -> float:
        return self.width + 1.2 * MM + self.unit.width + 2.2 * MM

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        box(sheet, x, y, self.width, self.row)
        self.unit.draw(sheet, x + self.width + 1.2 * MM, y + (self.row - self.unit.height) / 2)


@dataclass(frozen=True)
class Row:
    """Blocks from left to right, centred on the tallest; a new line where the width ends."""

    blocks: tuple[tuple[float, Block], ...]  # width, block
    width: float
    gap: float = 1.5 * MM

    @property
    def _lines(self) -> list[list[tuple[float, Block]]]:
        found: list[list[tuple[float, Block]]] = [[]]
        room = self.width
        for wide, block in self.blocks:
            if wide > room and found[-1]:
                found.append([])
                room = self.width
            found[-1].append((wide, block))
            room -= wide
        return found

    @property
    def height(self) -> float:
        lines = self._lines
        return sum(max(block.height for _, block in one) for one in lines) + (len(lines) - 1) * self.gap

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        for one in self._lines:
            tall, left = max(block.height for _, block in one), x
            for wide, block in one:
                block.draw(sheet, left, y + (tall - block.height) / 2)
                left += wide
            y += tall + self.gap


@dataclass(frozen=True)
class Tick:
    """A box to tick and its words. A ticked one holds ✓ as a character, so that it is copied with its words."""

    side: float
    words: Block
    kind: Type
    ticked: bool = False

    @property
    def height(self) -> float:
        return max(self.words.height, self.side + 1 * MM)

    @property
    def indent(self) -> float:
        return self.side + 1.8 * MM

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        first = self.kind.leading
        top = y + (first - self.side) / 2 if self.words.height > first * 1.2 else y + (self.height - self.side) / 2
        box(sheet, x, top, self.side, self.side)
        if self.ticked:
            mark = line((Piece("✓"),), self._mark)
            sheet.line(mark, x + (self.side - mark.width) / 2, top + self.side * 0.86)
        self.words.draw(sheet, x + self.indent, y + max(0.0, (self.height - self.words.height) / 2))

    @property
    def _mark(self) -> Type:
        return Type("bold", self.side * 1.05, self.side * 1.05)


@dataclass(frozen=True)
class Grid:
    """Boxes to tick, read from left to right, each as wide as it needs on a grid of equal `units`."""

    ticks: tuple[tuple[int, Tick], ...]  # units it takes
    units: int
    width: float
    gap: float = 0.8 * MM

    @property
    def _rows(self) -> list[list[tuple[int, Tick]]]:
        """The ticks of each row with the unit at which each begins."""
        rows: list[list[tuple[int, Tick]]] = [[]]
        at = 0
        for wide, tick in self.ticks:
            if at + wide > self.units and rows[-1]:
                rows.append([])
                at = 0
            rows[-1].append((at, tick))
            at += wide
        return rows

    @property
    def height(self) -> float:
        rows = self._rows
        return sum(max(tick.height for _, tick in row) for row in rows) + (len(rows) - 1) * self.gap

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        for row in self._rows:
            for at, tick in row:
                tick.draw(sheet, x + at * self.width / self.units, y)
            y += max(tick.height for _, tick in row) + self.gap


@dataclass(frozen=True)
class AtLeast:
    """A block in the middle of a room that is never lower than `least`."""

    inner: Block
    least: float

    @property
    def height(self) -> float:
        return max(self.inner.height, self.least)

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        self.inner.draw(sheet, x, y + (self.height - self.inner.height) / 2)


def box(sheet: Sheet, x: float, y: float, width: float, height: float, weight: float = FIRM) -> None:
    """A rectangle of white in a black line, its top left at x, y."""
    canvas = sheet.canvas
    canvas.setLineWidth(weight)
    canvas.setStrokeGray(0.1)
    canvas.setFillGray(1)
    canvas.rect(x, sheet.height - y - height, width, height, stroke=1, fill=1)


def upright(sheet: Sheet, x: float, y: float, height: float, weight: float, grey: float) -> None:
    """A line downwards from x, y."""
    sheet.canvas.setLineWidth(weight)
    sheet.canvas.setStrokeGray(grey)
    sheet.canvas.line(x, sheet.height - y, x, sheet.height - y - height)


def one_line(text: Text, kind: Type) -> Paragraph:
    """Words in one line, as wide as they are."""
    kind = kind.with_ruby() if any(piece.ruby for piece in text) else kind
    set_line = line(text, kind)
    return Paragraph((set_line,), kind, set_line.width)


def inline(text: Said, kind: Type) -> Block:
    """Words in one line, the second language small under them."""
    first = one_line(text.ja, kind)
    return Stack((first, one_line(text.second, kind.smaller()))) if text.second else first


def width_of(block: Block) -> float:
    """How wide words of `inline` are."""
    parts = block.blocks if isinstance(block, Stack) else (block,)
    return max(part.width for part in parts if isinstance(part, Paragraph))


def spaced(blocks: Sequence[Block], gap: float) -> Stack:
    """Blocks one under another with room between."""
    found: list[Block] = []
    for block in blocks:
        found += [Gap(gap), block] if found else [block]
    return Stack(tuple(found))

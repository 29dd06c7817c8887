"""The ruled table of a form: a tinted label at the left, the place to write at the right, a heading over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shared.printing.blocks import Beside, Block, Gap, Stack, both, paragraph
from shared.printing.form.order import FormOrder
from shared.printing.form.places import FIRM, HAIR, AtLeast, upright
from shared.printing.pages import INNER
from shared.printing.sheet import MM, Sheet
from shared.printing.typeset import Type
from shared.printing.words import Piece, Said

TINT: Final = 0.945
STAFF_TINT: Final = 0.9
ONLY_TINT: Final = 0.86
LIST_TINT: Final = 0.975
MARKED: Final = 1.6 * MM  # of the bar at the left of what is for some people only


@dataclass(frozen=True)
class Cell:
    """A part of a row: `width` with its padding, tinted or white."""

    inner: Block
    width: float
    tint: float = 1.0


@dataclass(frozen=True)
class TableRow:
    """Cells side by side in one frame."""

    cells: tuple[Cell, ...]
    padding: float
    least: float = 0.0

    @property
    def height(self) -> float:
        return max(self.least, max(cell.inner.height for cell in self.cells) + 2 * self.padding)

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        left = x
        for number, cell in enumerate(self.cells):
            if cell.tint < 1:
                sheet.bar((left, y), (cell.width, self.height), cell.tint)
            down = (self.height - cell.inner.height) / 2
            cell.inner.draw(sheet, left + self.padding, y + down)
            if number:
                upright(sheet, left, y, self.height, HAIR, 0.3)
            left += cell.width
        outline(sheet, x, y, left - x, self.height)


@dataclass(frozen=True)
class Tinted:
    """A block on a ground of its own, over the whole width."""

    inner: Block
    width: float
    padding: float
    tint: float

    @property
    def height(self) -> float:
        return self.inner.height + 2 * self.padding

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        sheet.bar((x, y), (self.width, self.height), self.tint)
        outline(sheet, x, y, self.width, self.height)
        self.inner.draw(sheet, x + self.padding, y + self.padding)


@dataclass(frozen=True)
class Disc:
    """The number of a part, white on black."""

    number: str
    size: float

    @property
    def height(self) -> float:
        return self.size

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        sheet.canvas.setFillGray(0)
        sheet.canvas.circle(x + self.size / 2, sheet.height - y - self.size / 2, self.size / 2, stroke=0, fill=1)
        kind = Type("number", self.size * 0.62, self.size, grey=1)
        paragraph((Piece(self.number),), kind, self.size, "centre").draw(sheet, x, y)


@dataclass(frozen=True)
class Marked:
    """A block with a thick line at its left: it belongs to the line above that names some people."""

    inner: Block

    @property
    def height(self) -> float:
        return self.inner.height

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        sheet.bar((x - MARKED, y), (MARKED, self.height), 0.45)
        self.inner.draw(sheet, x, y)


def outline(sheet: Sheet, x: float, y: float, width: float, height: float, weight: float = FIRM) -> None:
    """A frame without a ground."""
    sheet.canvas.setLineWidth(weight)
    sheet.canvas.setStrokeGray(0.15)
    sheet.canvas.rect(x, sheet.height - y - height, width, height, stroke=1, fill=0)


def label_width(order: FormOrder, half: bool = False) -> float:
    """Of the tinted cell at the left."""
    return order.style.label_width * (0.72 if half else 1)


def answer_width(order: FormOrder, half: bool = False) -> float:
    """What is left for the answer, padding taken off."""
    whole = INNER / 2 if half else INNER
    return whole - label_width(order, half) - 2 * order.style.padding


def cells(order: FormOrder, label: Block, answer: Block, half: bool = False, tint: float = TINT) -> tuple[Cell, Cell]:
    """Label and answer side by side, over the whole width or half of it."""
    left = label_width(order, half)
    return Cell(label, left, tint), Cell(answer, (INNER / 2 if half else INNER) - left)


def row(order: FormOrder, parts: Sequence[Cell]) -> TableRow:
    """One row of the table."""
    return TableRow(tuple(parts), order.style.padding, order.style.box)


def whole_row(order: FormOrder, inner: Block, tint: float = 1.0) -> TableRow:
    """A row of one cell."""
    return TableRow((Cell(inner, INNER, tint),), order.style.padding)


def inner_width(order: FormOrder) -> float:
    """Of a row of one cell, padding taken off."""
    return INNER - 2 * order.style.padding


def disc_size(order: FormOrder) -> float:
    """Of the number of a part."""
    return order.style.heading.leading * 0.95


def part_head(order: FormOrder, number: int, title: Said, hint: Said) -> Stack:
    """Number and title of a part, its hint under it."""
    style, size = order.style, disc_size(order)
    beside = size + 2.2 * MM
    words: list[Block] = [both(title, style.heading, INNER - beside)]
    if not hint.blank:
        words.append(both(hint, style.hint, INNER - beside))
    return Stack((Beside(((0, Disc(str(number), size)), (beside, Stack(tuple(words))))), Gap(1.2 * MM)))


def only_line(order: FormOrder, words: Said) -> Block:
    """For whom the parts are, so that everybody else passes them by."""
    style = order.style
    arrow, beside = paragraph((Piece("▶"),), style.label, style.label.size * 1.4), style.label.size * 1.4
    said = both(words, style.label, inner_width(order) - beside)
    return Marked(Tinted(Beside(((0, arrow), (beside, said))), INNER, 1.2 * MM, ONLY_TINT))


def titled_bar(order: FormOrder, title: Said) -> Block:
    """The heading of one thing among several: 1人目."""
    return Tinted(both(title, order.style.label, inner_width(order)), INNER, 1.1 * MM, ONLY_TINT)


def high(order: FormOrder, block: Block) -> AtLeast:
    """A place in a row, no lower than a hand needs."""
    return AtLeast(block, order.style.box)

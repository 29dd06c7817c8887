"""A4 pages: head, body that flows over as many pages as it needs, foot with the number of the page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from shared.printing.blocks import (
    Beside,
    Block,
    Gap,
    Rule,
    Stack,
    beside_or_under,
    both,
    cut,
    flowed,
    paragraph,
)
from shared.printing.parts import Head, Row
from shared.printing.sheet import MM, Sheet
from shared.printing.signs import Mark
from shared.printing.typeset import Type, has_ruby
from shared.printing.words import Said, label

WIDTH: Final = 210 * MM
HEIGHT: Final = 297 * MM
LEFT: Final = 18 * MM
TOP: Final = 12 * MM
BOTTOM: Final = 8 * MM
INNER: Final = WIDTH - 2 * LEFT

BRAND: Final = Type("bold", 12.5, 17, ratio=0.7)
SMALL: Final = Type("words", 9.2, 13.5, grey=0.2, ratio=0.87)
TITLE: Final = Type("bold", 22, 30, ratio=0.6)
LEAD: Final = Type("words", 12, 19)
HEADING: Final = Type("bold", 14, 22, ratio=0.72)
LABEL: Final = Type("words", 11, 18, grey=0.2)
VALUE: Final = Type("words", 12, 18, ratio=0.77)
STRONG: Final = Type("bold", 13, 19, ratio=0.72)
STAMP: Final = Type("bold", 14, 20)
STAMP_TEXT: Final = Type("words", 8.5, 12)

ROW_GAP: Final = (1.3 * MM, 1.3 * MM)  # above and below
CLOSE_GAP: Final = (0.2 * MM, 1.0 * MM)  # where a second language or readings fill the rows
MARK: Final = 10 * MM
KEEP: Final = 43 * MM  # room for the words at the right of the head
TALLEST: Final = 100 * MM  # of a row that is kept together
PAGE_NUMBER: Final = 18 * MM
FOOT_WORDS: Final = 5 * MM  # from the top of the foot to its words

NOTHING: Final = Gap(0)

Body = Callable[[float, float], Sequence[Block]]  # room on the first and on later pages → blocks


@dataclass(frozen=True)
class Frame:
    """What stands around the body: `right` of the first and later heads, foot, a tail on page 1."""

    head: Head
    right: Said
    right_later: Said
    foot: Said
    tail: Block = NOTHING


def draw_pages(sheet: Sheet, frame: Frame, body: Body) -> None:
    """Draw the whole document. The number of pages is known before the first is drawn."""
    first, later = page_head(frame.head, frame.right), page_head(frame.head, frame.right_later)
    foot = page_foot(frame.foot)
    room = HEIGHT - TOP - BOTTOM - foot.height
    first_room, later_room = room - first.height - frame.tail.height, room - later.height
    pages = list(flowed(body(first_room, later_room), first_room, later_room))
    for number, page in enumerate(pages, start=1):
        if number > 1:
            sheet.next_page()
        head, tail = (first, frame.tail) if number == 1 else (later, NOTHING)
        Stack((head, *page)).draw(sheet, LEFT, TOP)
        bottom = HEIGHT - BOTTOM - tail.height
        draw_foot(sheet, foot, bottom, number, len(pages))
        tail.draw(sheet, LEFT, bottom)


def page_of(number: int, count: int) -> Said:
    """1 / 2"""
    return label("sheet.page", "ja", page=str(number), pages=str(count))


def page_head(head: Head, right: Said) -> Stack:
    """The mark, whose sheet it is, and a few words at the right, over a rule."""
    beside = MARK + 3 * MM
    width = INNER - beside - KEEP - 4 * MM
    names = Stack((beside_or_under(head.brand, BRAND, width), beside_or_under(head.office, SMALL, width)))
    words = both(right, SMALL, KEEP, "right")
    row = Beside(((0, Mark(MARK)), (beside, names), (INNER - KEEP, words)), centred=True)
    return Stack((row, Gap(3 * MM), Rule(INNER, 1.4, 0), Gap(5.5 * MM)))


def page_foot(foot: Said) -> Stack:
    """A rule and the foot's words; the number of the page is drawn at the right of them."""
    words = both(foot, SMALL, INNER - PAGE_NUMBER - 2 * MM)
    return Stack((Gap(FOOT_WORDS - 2 * MM), Rule(INNER), Gap(2 * MM), words, Gap(1.2 * MM)))


def draw_foot(sheet: Sheet, foot: Stack, bottom: float, number: int, count: int) -> None:
    """The foot, down to `bottom`, with the number of the page."""
    foot.draw(sheet, LEFT, bottom - foot.height)
    words = paragraph(page_of(number, count).ja, SMALL, PAGE_NUMBER, "right")
    words.draw(sheet, LEFT + INNER - PAGE_NUMBER, bottom - foot.height + FOOT_WORDS)


def titled(title: Said, body: Sequence[Block]) -> list[Block]:
    """A heading that never stands alone at the foot of a page, and what follows it."""
    return [Stack((beside_or_under(title, HEADING, INNER), Gap(0.5 * MM), body[0])), *body[1:]]


def row_blocks(row: Row, label_width: float, width: float, rule: bool = True) -> list[Block]:
    """A label and its value side by side over a hairline; cut in blocks where it may go over a page."""
    name, says, (above, below) = _row_types(row)
    room = width - label_width
    values = [both(row.value, says, room), beside_or_under(row.strong, STRONG, room)]
    named = both(row.label, name, label_width - 3 * MM)
    parts: list[Block] = [Stack(tuple(values))]
    if parts[0].height > TALLEST:
        parts = [piece for value in values for piece in cut(value)]
    first = Beside(((0, named), (label_width, parts[0])))
    others = [Beside(((label_width, part),)) for part in parts[1:]]
    line: list[Block] = [Rule(width)] if rule else []
    if not others:
        return [Stack((Gap(above), first, Gap(below), *line))]
    return [Stack((Gap(above), first)), *others[:-1], Stack((others[-1], Gap(below), *line))]


def _row_types(row: Row) -> tuple[Type, Type, tuple[float, float]]:
    """Types of label and value that stand on one base line, and the room above and below."""
    name, says, gap = LABEL, VALUE, ROW_GAP
    if row.label.second or row.value.second:
        gap = CLOSE_GAP
        if not (row.label.second and row.value.second):
            name, says = (name, says.tight()) if row.label.second else (name.tight(), says)
    if has_ruby(row.label.ja) or has_ruby(row.value.ja):
        name, says, gap = name.with_ruby(), says.with_ruby(), CLOSE_GAP
    return name, says, gap

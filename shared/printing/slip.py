"""The receipt on a roll of 80 mm: one column, black only, QR modules on whole dots of a 203 dpi printer."""

from math import ceil
from typing import Final

from shared.printing import qr
from shared.printing.blocks import Bar, Beside, Block, Code, Framed, Gap, Rule, Stack, both, paragraph
from shared.printing.content import Printed
from shared.printing.parts import Head, Numbered, Parts, Row, Stamp, Strip
from shared.printing.sheet import MM, Sheet
from shared.printing.signs import CutLine
from shared.printing.typeset import Type
from shared.printing.words import Piece, plain

WIDTH: Final = 80 * MM
LEFT: Final = 4 * MM
INNER: Final = WIDTH - 2 * LEFT
TOP: Final = 4 * MM
BOTTOM: Final = 8 * MM
DOT: Final = qr.THERMAL_DOT_MM * MM
RULE: Final = Rule(INNER, 2 * DOT, 0, dot=DOT)

# No greys: a thermal printer makes dots of them.
CITY: Final = Type("bold", 12, 17, second=0)
SMALL: Final = Type("words", 9.5, 14, second=0)
BAR: Final = Type("bold", 16, 22, grey=1, second=1, ratio=0.7)
LEAD: Final = Type("words", 10.5, 15.5, second=0)
WARNING: Final = Type("bold", 13.5, 19, second=0)
NUMBER: Final = Type("number", 23, 30, second=0)
LABEL: Final = Type("words", 9, 14, second=0)
VALUE: Final = Type("words", 10.5, 15.5, second=0)
STRONG: Final = Type("bold", 11.5, 17, second=0)
CODE: Final = Type("number", 19, 25, second=0)

LABEL_WIDTH: Final = 24 * MM
PROOF_MM: Final = 44.0
STRIP_QR_MM: Final = 30.0


def receipt_slip(parts: Parts) -> Printed:
    """The receipt's PDF on 80 mm, as long as it needs to be. `fonts.SETTING` must be held."""
    column = Stack(tuple(_column(parts)))
    height = ceil((TOP + column.height + BOTTOM) / DOT) * DOT
    sheet = Sheet(f"{plain(parts.title.ja)} {parts.number}".strip(), WIDTH, height)
    column.draw(sheet, LEFT, TOP)
    return sheet.finish()


def _column(parts: Parts) -> list[Block]:
    column = [*_head(parts.head), Bar(both(parts.title, BAR, INNER, "centre"), INNER), Gap(2 * MM)]
    column += [_stamp(stamp) for stamp in parts.stamps]
    if not parts.warning.blank:
        column += [Framed(both(parts.warning, WARNING, INNER - 6 * MM, "centre"), INNER, 3 * MM), Gap(2 * MM)]
    column.append(both(parts.lead, LEAD, INNER))
    column += _numbered(parts)
    for one in parts.together:
        column += _numbered(one)
    column += _next(parts)
    if parts.strip:
        column += _strip(parts.strip)
    return column


def _numbered(one: Parts | Numbered) -> list[Block]:
    column: list[Block] = []
    if one.number:
        column += [Gap(2 * MM), both(one.number_label, SMALL, INNER, "centre")]
        column += [paragraph((Piece(one.number),), NUMBER, INNER, "centre"), Gap(1 * MM)]
    column += [_row(row) for row in one.rows]
    if one.proof_url:
        column += [Gap(3 * MM), _symbol(one.proof_url, PROOF_MM), both(one.proof, SMALL, INNER, "centre")]
    return column


def _head(head: Head) -> list[Block]:
    return [
        both(head.brand, CITY, INNER, "centre"),
        both(head.office, SMALL, INNER, "centre"),
        both(head.place, SMALL, INNER, "centre"),
        Gap(2 * MM),
    ]


def _stamp(stamp: Stamp) -> Block:
    width = INNER - 4 * MM
    words = Stack((both(stamp.word, STRONG, width, "centre"), both(stamp.text, LABEL, width, "centre")))
    return Stack((Framed(words, INNER, 2 * MM), Gap(2 * MM)))


def _row(row: Row, label_width: float = LABEL_WIDTH) -> Block:
    room = INNER - label_width
    value = Stack((both(row.value, VALUE, room), both(row.strong, STRONG, room)))
    beside = Beside(((0, both(row.label, LABEL, LABEL_WIDTH - 1 * MM)), (label_width, value)))
    return Stack((RULE, Gap(1 * MM), beside, Gap(1 * MM)))


def _symbol(text: str, least_mm: float) -> Block:
    """A QR in the middle, its edges on whole dots."""
    symbol = qr.symbol(text)
    module = symbol.module_mm(least_mm, qr.THERMAL_DOT_MM) * MM
    shift = round((INNER - symbol.whole_side * module) / 2 / DOT) * DOT
    return Code(symbol, module, shift, DOT)


def _next(parts: Parts) -> list[Block]:
    column: list[Block] = []
    if parts.next_rows:
        column += [Gap(3 * MM), both(parts.next_title, STRONG, INNER)]
        dated = any(not row.label.blank for row in parts.next_rows)
        column += [_row(row, LABEL_WIDTH if dated else 0) for row in parts.next_rows]
    if parts.notes:
        column += [Gap(3 * MM), both(parts.notes_title, STRONG, INNER)]
        column += [Stack((both(note, VALUE, INNER), Gap(1 * MM))) for note in parts.notes]
    return [*column, Gap(2 * MM), RULE, Gap(2 * MM), both(parts.foot, LABEL, INNER)]


def _strip(strip: Strip) -> list[Block]:
    """Last, so that it can be torn off: two groups a line, as they are typed."""
    half = len(strip.groups) // 2
    rows = (strip.groups[:half], strip.groups[half:])
    code = [paragraph((Piece(" - ".join(row)),), CODE, INNER, "centre") for row in rows]
    return [
        Gap(3 * MM),
        CutLine(),
        Gap(2 * MM),
        both(strip.title, STRONG, INNER, "centre"),
        Gap(1 * MM),
        *code,
        both(strip.secret, STRONG, INNER, "centre"),
        _symbol(strip.url, STRIP_QR_MM),
        both(strip.use, VALUE, INNER),
        both(strip.seen, VALUE, INNER),
    ]

"""The receipt on A4: what was received above, the strip with the code to be cut off below."""

from typing import Final

from shared.printing import pages, qr
from shared.printing.blocks import (
    Beside,
    Block,
    Code,
    Framed,
    Gap,
    Stack,
    beside_or_under,
    both,
    cut,
    paragraph,
)
from shared.printing.content import Printed
from shared.printing.pages import INNER, LABEL, LEAD, STAMP, STAMP_TEXT, TITLE, row_blocks
from shared.printing.parts import Numbered, Parts, Row, Stamp, Strip
from shared.printing.sheet import MM, Sheet
from shared.printing.signs import CutLine
from shared.printing.typeset import Type
from shared.printing.words import Piece, as_typed, plain

WARNING: Final = Type("bold", 17, 25, ratio=0.72)
NUMBER: Final = Type("number", 28, 35)
CODE: Final = Type("number", 20, 28)
STRIP_TITLE: Final = Type("bold", 13, 19, ratio=0.72)
STRIP: Final = Type("words", 10.5, 15.5, ratio=0.82)
STRIP_BOLD: Final = Type("bold", 10.5, 15.5, ratio=0.82)
CAPTION: Final = Type("words", 8.5, 12)

PROOF: Final = 40 * MM
STRIP_QR: Final = 30 * MM
PADDING: Final = 4 * MM
BOXED: Final = INNER - 2 * PADDING
NUMBER_WIDTH: Final = 110 * MM  # left of the proof
NUMBER_GAP: Final = 1.2 * MM
BOX_LABEL: Final = 37 * MM
NEXT_LABEL: Final = 45 * MM
STAMPS: Final = 88 * MM
STAMP_WORD: Final = 20 * MM


def receipt_a4(parts: Parts) -> Printed:
    """The receipt's PDF on A4. `fonts.SETTING` must be held."""
    name = f"{plain(parts.title.ja)} {parts.number}".strip()
    sheet = Sheet(name, pages.WIDTH, pages.HEIGHT)
    frame = pages.Frame(
        head=parts.head,
        right=parts.head.keep,
        right_later=as_typed(name),
        foot=parts.foot,
        tail=_strip(parts.strip) if parts.strip else pages.NOTHING,
    )
    pages.draw_pages(sheet, frame, lambda first, later: _body(parts, first, later))
    return sheet.finish()


def _body(parts: Parts, first: float, later: float) -> list[Block]:
    opening = _opening(parts)
    body: list[Block] = [opening, *_boxes(parts, first - opening.height, later)]
    for one in parts.together:
        body += [Gap(4 * MM), *_boxes(one, later, later)]
    if parts.next_rows:
        body.append(Gap(5 * MM))
        dated = any(not row.label.blank for row in parts.next_rows)
        beside = NEXT_LABEL if dated else 0
        rows = [block for row in parts.next_rows for block in row_blocks(row, beside, INNER)]
        body += pages.titled(parts.next_title, rows)
    if parts.notes:
        body.append(Gap(5 * MM))
        notes = [piece for note in parts.notes for piece in cut(both(note, LEAD, INNER))]
        body += pages.titled(parts.notes_title, notes)
    return body


def _opening(parts: Parts) -> Stack:
    """受付票, the sentence under it, and at the right 見本 or 再発行."""
    width = INNER - STAMPS - 6 * MM if parts.stamps else INNER
    words: list[Block] = [beside_or_under(parts.title, TITLE, width)]
    if not parts.warning.blank:
        words += [Gap(1 * MM), Framed(both(parts.warning, WARNING, width - 2 * PADDING), width, PADDING, 2.4)]
        words.append(Gap(2 * MM))
    words.append(beside_or_under(parts.lead, LEAD, width))
    if not parts.stamps:
        return Stack((*words, Gap(3.5 * MM)))
    stamps = Stack(tuple(_stamp(stamp) for stamp in parts.stamps))
    return Stack((Beside(((0, Stack(tuple(words))), (INNER - STAMPS, stamps))), Gap(3.5 * MM)))


def _stamp(stamp: Stamp) -> Block:
    room = STAMPS - STAMP_WORD - 4 * MM
    word, text = both(stamp.word, STAMP, STAMP_WORD, "centre"), both(stamp.text, STAMP_TEXT, room)
    words = Beside(((0, word), (STAMP_WORD, text)), centred=True)
    return Stack((Framed(words, STAMPS, 2 * MM), Gap(1.5 * MM)))


def _boxes(parts: Parts | Numbered, room: float, later: float) -> list[Block]:
    """The frame with number, proof and rows; on a further page a second one where the rows need it."""
    band, rest = _band(parts)
    boxes: list[Block] = []
    inside: list[Block] = [band] if band else []
    left = room - 2 * PADDING - sum(block.height for block in inside)
    for row in rest:
        for block in row_blocks(row, BOX_LABEL, BOXED, rule=row is not rest[-1]):
            if block.height > left and inside:
                boxes.append(Framed(Stack(tuple(inside)), INNER, PADDING))
                inside, left = [], later - 2 * PADDING
            inside.append(block)
            left -= block.height
    return [*boxes, Framed(Stack(tuple(inside)), INNER, PADDING)] if inside else boxes


def _band(parts: Parts | Numbered) -> tuple[Block | None, tuple[Row, ...]]:
    """Number and first rows beside the proof QR, and the rows that stand below it in full width."""
    numbered: list[Block] = []
    if parts.number:
        numbered = [
            beside_or_under(parts.number_label, LABEL, NUMBER_WIDTH),
            paragraph(_one(parts.number), NUMBER, BOXED),
        ]
        numbered.append(Gap(NUMBER_GAP))
    if not parts.proof_url:
        return (Stack(tuple(numbered)) if numbered else None), parts.rows
    code = _code(parts.proof_url, PROOF)
    proof = Stack((code, both(parts.proof, CAPTION, code.width, "centre")))
    width = BOXED - code.width
    height, beside = sum(block.height for block in numbered), 0
    while beside < len(parts.rows) and height < proof.height:
        row = Stack(tuple(row_blocks(parts.rows[beside], BOX_LABEL, width)))
        numbered.append(row)
        height += row.height
        beside += 1
    # The frame's padding is wider than the quiet zone: the dark modules end where the rows end.
    return Beside(((0, Stack(tuple(numbered))), (BOXED - code.width + code.quiet, proof))), parts.rows[beside:]


def _strip(strip: Strip) -> Stack:
    """The part to be cut off: its own QR, the code in groups of four, and what to know."""
    code = _code(strip.url, STRIP_QR)
    left = code.width - code.quiet + 3 * MM
    width = INNER - left
    words = (
        beside_or_under(strip.title, STRIP_TITLE, width),
        paragraph(_one(" - ".join(strip.groups)), CODE, width),
        beside_or_under(strip.secret, STRIP_BOLD, width),
        beside_or_under(strip.use, STRIP, width),
        beside_or_under(strip.seen, STRIP, width),
    )
    row = Beside(((-code.quiet, code), (left, Stack(words))), centred=True)
    return Stack((CutLine(), Gap(1.5 * MM), row))


def _code(text: str, side: float) -> Code:
    symbol = qr.symbol(text)
    return Code(symbol, symbol.module_mm(side / MM) * MM)


def _one(text: str) -> tuple[Piece, ...]:
    return (Piece(text),)

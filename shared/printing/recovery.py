"""The recovery key on paper, printed at the first start: one page a copy, to be locked away in two places.

Whoever holds this sheet and the stored envelopes can read them. The PDF is the caller's to print and destroy.
"""

from typing import Final

from shared.printing import days, fonts, pages, qr
from shared.printing.blocks import Beside, Block, Code, Framed, Gap, Stack, both, paragraph
from shared.printing.content import Printed, RecoveryContent
from shared.printing.pages import INNER, LABEL, LEAD, STRONG, TITLE, row_blocks
from shared.printing.parts import Head, Row
from shared.printing.sheet import MM, Sheet
from shared.printing.typeset import Type
from shared.printing.words import SILENT, Piece, Said, as_typed, label

LANGUAGE: Final = "ja"  # for the office only
GROUP: Final = 4
GROUPS: Final = 5  # a line of 20 characters, as records.recovery_key checks them
KEY: Final = Type("number", 19, 30)
PADDING: Final = 4 * MM
QR_SIDE: Final = 36 * MM
LABEL_WIDTH: Final = 46 * MM
LINE_NUMBER: Final = 10 * MM
STEPS: Final = ("first", "second", "third", "fourth")
TO_FILL_IN: Final = ("place", "person", "day")


def recovery_pdf(content: RecoveryContent) -> Printed:
    """The sheet as PDF, `copies` pages. Raises ValueError where the secret is not `0-9 A-Z`."""
    with fonts.SETTING:
        sheet = Sheet(f"{_words('title')} {content.key_id}", pages.WIDTH, pages.HEIGHT)
        for number in range(1, content.copies + 1):
            if number > 1:
                sheet.next_page()
            count = label("recovery.copy", LANGUAGE, number=str(number), count=str(content.copies))
            pages.draw_pages(sheet, _frame(content, count), lambda first, later: _body(content))
        return sheet.finish()


def lines_of(secret: str) -> tuple[str, ...]:
    """The secret in lines of five groups of four, as it is typed in: `1A2B 3C4D …`."""
    groups = tuple(secret[at : at + GROUP] for at in range(0, len(secret), GROUP))
    return tuple(" ".join(groups[at : at + GROUPS]) for at in range(0, len(groups), GROUPS))


def _words(key: str) -> str:
    return "".join(piece.text for piece in label(f"recovery.{key}", LANGUAGE).ja)


def _frame(content: RecoveryContent, count: Said) -> pages.Frame:
    brand = label("sheet.brand", LANGUAGE, city=content.city)
    head = Head(brand, as_typed(content.key_id), SILENT, SILENT, SILENT)
    return pages.Frame(head, count, count, as_typed(f"{_words('fingerprint')} {content.fingerprint}"))


def _body(content: RecoveryContent) -> list[Block]:
    body: list[Block] = [both(label("recovery.title", LANGUAGE), TITLE, INNER)]
    if content.sample:
        body.append(both(label("sheet.sample_text", LANGUAGE), STRONG, INNER))
    body += [
        both(label("recovery.lead", LANGUAGE), LEAD, INNER),
        both(label("recovery.kept", LANGUAGE), STRONG, INNER),
        Gap(5 * MM),
        _key(content.secret),
        Gap(4 * MM),
    ]
    for row in _rows(content):
        body += row_blocks(row, LABEL_WIDTH, INNER)
    body.append(Gap(5 * MM))
    for number, step in enumerate(STEPS, start=1):
        text = both(label(f"recovery.{step}", LANGUAGE), LEAD, INNER - LINE_NUMBER)
        count = paragraph((Piece(f"{number}."),), LEAD, LINE_NUMBER)
        body += [Beside(((0, count), (LINE_NUMBER, text))), Gap(1 * MM)]
    body.append(Gap(4 * MM))
    for name in TO_FILL_IN:
        body += [
            Gap(2 * MM),
            *row_blocks(Row(label(f"recovery.{name}", LANGUAGE), SILENT), LABEL_WIDTH, INNER),
        ]
    return body


def _key(secret: str) -> Block:
    symbol = qr.symbol(secret)
    code = Code(symbol, symbol.module_mm(QR_SIDE / MM) * MM)
    inner = INNER - 2 * PADDING
    width = inner - code.width
    rows: list[Block] = [both(label("recovery.secret", LANGUAGE), LABEL, width), Gap(2 * MM)]
    for number, line in enumerate(lines_of(secret), start=1):
        count = paragraph((Piece(str(number)),), KEY, LINE_NUMBER)
        key = paragraph((Piece(line),), KEY, width - LINE_NUMBER)
        rows.append(Beside(((0, count), (LINE_NUMBER, key))))
    placed = ((0.0, Stack(tuple(rows))), (inner - code.width + code.quiet, code))
    return Framed(Beside(placed, centred=True), INNER, PADDING)


def _rows(content: RecoveryContent) -> list[Row]:
    return [
        Row(label("recovery.key_id", LANGUAGE), as_typed(content.key_id)),
        Row(label("recovery.made_at", LANGUAGE), days.instant(content.made_at, LANGUAGE)),
        Row(label("recovery.fingerprint", LANGUAGE), as_typed(content.fingerprint)),
    ]

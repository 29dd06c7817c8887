"""The citizen's copy of the answers: a sheet of its own, to be put away when the receipt is shown.

No code, no QR, nothing that opens or proves anything.
"""

from typing import Final

from shared.printing import days, fonts, pages
from shared.printing.blocks import Block, Framed, Gap, Stack, beside_or_under, both
from shared.printing.content import CopyContent, CopyPart, Printed
from shared.printing.pages import HEADING, INNER, LEAD, TITLE, row_blocks, titled
from shared.printing.parts import REFERENCE_GROUP, Row, grouped, head
from shared.printing.sheet import MM, Sheet
from shared.printing.words import as_typed, label, plain, said

LABEL_WIDTH: Final = 60 * MM
PADDING: Final = 3 * MM


def answers_pdf(content: CopyContent) -> Printed:
    """The answers on A4, as many pages as they need. Raises SettingsError("font_missing") without BIZ UD."""
    with fonts.SETTING:
        title = label("copy.title", content.language)
        number = " ".join(grouped(content.reference, REFERENCE_GROUP))
        name = f"{plain(title.ja)} {number}".strip()
        sheet = Sheet(name, pages.WIDTH, pages.HEIGHT)
        frame = pages.Frame(
            head=head(content.place, content.language),
            right=label("receipt.keep", content.language),
            right_later=as_typed(name),
            foot=label("copy.foot", content.language),
        )
        pages.draw_pages(sheet, frame, lambda first, later: _body(content))
        return sheet.finish()


def _body(content: CopyContent) -> list[Block]:
    opening = Stack((*_opening(content), Gap(3 * MM)))
    body: list[Block] = [opening]
    for row in _about(content):
        body += row_blocks(row, LABEL_WIDTH, INNER)
    for part in content.parts:
        if part.rows:
            body.append(Gap(6 * MM))
            body += titled(said(part.title, content.language), _rows(part, content.language))
    return body


def _opening(content: CopyContent) -> list[Block]:
    language = content.language
    blocks: list[Block] = [beside_or_under(label("copy.title", language), TITLE, INNER)]
    warnings = []
    if content.sample:
        warnings.append(label("sheet.sample_text", language))
    if content.received_at is None:
        warnings.append(label("copy.not_sent", language))
    for warning in warnings:
        inner = beside_or_under(warning, HEADING, INNER - 2 * PADDING)
        blocks += [Gap(1 * MM), Framed(inner, INNER, PADDING), Gap(1 * MM)]
    blocks.append(both(label("copy.lead", language), LEAD, INNER))
    if fonts.missing("".join(row.value for part in content.parts for row in part.rows)):
        blocks.append(both(label("sheet.missing", language), LEAD, INNER))
    return blocks


def _about(content: CopyContent) -> list[Row]:
    language = content.language
    rows = [Row(label("receipt.procedure", language), said(content.title, language))]
    if content.reference:
        number = " ".join(grouped(content.reference, REFERENCE_GROUP))
        rows.append(Row(label("receipt.reference", language), as_typed(number)))
    if content.received_at:
        received = days.instant(content.received_at, language)
        rows.append(Row(label("receipt.received_at", language), received))
    rows.append(Row(label("copy.printed_at", language), days.instant(content.printed_at, language)))
    return rows


def _rows(part: CopyPart, language: str) -> list[Block]:
    blocks: list[Block] = []
    for row in part.rows:
        value = as_typed(row.value) if row.value.strip() else label("copy.empty", language)
        blocks += row_blocks(Row(said(row.label, language), value), LABEL_WIDTH, INNER)
    return blocks

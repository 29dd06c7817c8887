"""本人への手紙: what was filed in somebody's name, and what to do if it was not them. For a window envelope.

No code, no QR, no answer, no name but theirs: whoever opens it by mistake learns as little as can be.
"""

from typing import Final

from shared.printing import days, fonts, pages
from shared.printing.blocks import Block, Framed, Gap, Stack, beside_or_under, both, flowed
from shared.printing.content import LetterContent, Printed
from shared.printing.pages import BOTTOM, HEIGHT, INNER, LEAD, LEFT, SMALL, STRONG, TITLE, TOP, row_blocks, titled
from shared.printing.parts import REFERENCE_GROUP, Row, grouped, head
from shared.printing.sheet import MM, Sheet
from shared.printing.typeset import Type
from shared.printing.window import ADDRESS_AT, ADDRESS_SIZE, KEPT_FREE, address_block, draw_folds
from shared.printing.words import Said, as_typed, joined, label, plain, said

SENDER_WIDTH: Final = 70 * MM
BODY_AT: Final = KEPT_FREE[1] + 7 * MM
LABEL_WIDTH: Final = 48 * MM
PADDING: Final = 4 * MM
TELEPHONE: Final = Type("bold", 17, 25, ratio=0.72)


def letter_pdf(content: LetterContent) -> Printed:
    """The letter on A4, one page where the words allow. Raises SettingsError("font_missing") without BIZ UD."""
    with fonts.SETTING:
        title = label(f"letter.title_{content.why}", content.language)
        sheet = Sheet(plain(title.ja), pages.WIDTH, HEIGHT)
        foot = pages.page_foot(label("letter.foot", content.language))
        first, later = (HEIGHT - BOTTOM - foot.height - top for top in (BODY_AT, TOP))
        parts = list(flowed(_body(content, title), first, later))
        for number, part in enumerate(parts, start=1):
            if number > 1:
                sheet.next_page()
            else:
                _draw_envelope(sheet, content)
            Stack(tuple(part)).draw(sheet, LEFT, BODY_AT if number == 1 else TOP)
            pages.draw_foot(sheet, foot, HEIGHT - BOTTOM, number, len(parts))
        return sheet.finish()


def _draw_envelope(sheet: Sheet, content: LetterContent) -> None:
    """The upper third: who it is for in the window, who writes and when at the right of it."""
    draw_folds(sheet)
    if content.to is not None:
        name = label("letter.to_person", "ja", name=content.to.name)
        address_block(content.to, name.ja, ADDRESS_SIZE[0]).draw(sheet, *ADDRESS_AT)
    sender = content.sender
    postal = f"〒{sender.postal[:3]}-{sender.postal[3:]} " if sender.postal else ""
    lines: list[Block] = [
        both(days.whole_day(content.written_on, content.language), SMALL, SENDER_WIDTH, "right"),
        Gap(3 * MM),
        both(head(content.place, "ja").office, STRONG, SENDER_WIDTH, "right"),
        both(as_typed(postal + "".join(sender.lines[:1])), SMALL, SENDER_WIDTH, "right"),
        both(head(content.place, "ja").telephone, SMALL, SENDER_WIDTH, "right"),
    ]
    Stack(tuple(lines)).draw(sheet, sheet.width - LEFT - SENDER_WIDTH, ADDRESS_AT[1])


def _body(content: LetterContent, title: Said) -> list[Block]:
    language = content.language
    lead = label(f"letter.lead_{content.why}", language, name=content.name or label("letter.nameless", language))
    opening: list[Block] = [beside_or_under(title, TITLE, INNER), Gap(2 * MM), both(lead, LEAD, INNER), Gap(3 * MM)]
    body: list[Block] = [Stack(tuple(opening))]
    for row in _rows(content):
        body += row_blocks(row, LABEL_WIDTH, INNER)
    yours = both(label("letter.yours", language), LEAD, INNER)
    return [*body, Gap(5 * MM), *titled(label("letter.yours_title", language), [yours]), Gap(4 * MM), _turn(content)]


def _turn(content: LetterContent) -> Block:
    """What to do if it was somebody else, in a frame with the telephone: the one thing to find on the sheet."""
    language, width = content.language, INNER - 2 * PADDING
    place = head(content.place, language)
    comma = ", " if language == "en" else None
    where = joined("　", place.office, place.place, between_second=comma)
    hours = label("letter.hours", language, hours=content.hours)
    words = (
        beside_or_under(label("letter.not_yours_title", language), pages.HEADING, width),
        Gap(1 * MM),
        both(label("letter.not_yours", language), LEAD, width),
        Gap(2 * MM),
        beside_or_under(place.telephone, TELEPHONE, width),
        both(where, LEAD, width),
        both(hours, SMALL, width),
    )
    return Framed(Stack(words), INNER, PADDING, 2.0)


def _rows(content: LetterContent) -> list[Row]:
    language = content.language
    number = " ".join(grouped(content.reference, REFERENCE_GROUP))
    rows = [Row(label("receipt.procedure", language), said(content.title, language))] if content.title.ja else []
    rows += [
        Row(label("receipt.received_at", language), days.instant(content.received_at, language)),
        Row(label("receipt.reference", language), as_typed(number)),
        Row(label("receipt.channel", language), label(f"receipt.channel_{content.channel}", language)),
        Row(label("letter.who", language), label(f"letter.who_{content.acting}", language)),
    ]
    if content.why == "notice_owed":
        rows.append(Row(label("letter.identity", language), label("letter.unconfirmed", language)))
    return rows

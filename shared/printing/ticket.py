"""番号札: the number that a visitor waits with, on a roll of 80 mm. No name stands on it."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Final

from shared.language.dates import show_time
from shared.printing import fonts, qr
from shared.printing.blocks import Block, Code, Framed, Gap, Stack, both, paragraph
from shared.printing.content import Printed, Words
from shared.printing.sheet import MM, Sheet
from shared.printing.slip import BOTTOM, CITY, DOT, INNER, LABEL, LEAD, LEFT, RULE, TOP, WIDTH
from shared.printing.typeset import Type
from shared.printing.words import Piece, Said, label, plain, said

NUMBER: Final = Type("number", 66, 74, second=0)
LINE: Final = Type("bold", 17, 24, second=0)
TURN: Final = Type("bold", 13.5, 20, second=0)
QR_MM: Final = 26.0


@dataclass(frozen=True)
class TicketContent:
    """All that a ticket shows. `number`: A-012; `counters`: the numbers on the desks; `issued_at`: UTC.

    `ahead`: how many are called first; `wait`: from … to … minutes, None where today says too little. `booked_for`:
    the beginning of the booked time (UTC) of who booked. `page`: address of the number's page, upper case.
    """

    city: Words
    line: Words
    number: str
    counters: tuple[str, ...]
    issued_at: datetime
    ahead: int
    page: str
    wait: tuple[int, int] | None = None
    booked_for: datetime | None = None
    language: str = "ja"


def ticket_pdf(content: TicketContent) -> Printed:
    """The ticket as PDF, as long as it needs to be. Raises ValueError where the page's address is no QR text."""
    with fonts.SETTING:
        column = Stack(tuple(_column(content)))
        height = ceil((TOP + column.height + BOTTOM) / DOT) * DOT
        title = f"{plain(label('ticket.title', 'ja').ja)} {content.number}"
        sheet = Sheet(title, WIDTH, height)
        column.draw(sheet, LEFT, TOP)
        return sheet.finish()


def _column(content: TicketContent) -> list[Block]:
    language = content.language
    return [
        both(label("sheet.brand", language, city=content.city), CITY, INNER, "centre"),
        Gap(1 * MM),
        RULE,
        Gap(2 * MM),
        both(said(content.line, language), LINE, INNER, "centre"),
        paragraph((Piece(content.number),), NUMBER, INNER, "centre"),
        both(label("ticket.counters", language, counters="・".join(content.counters)), LINE, INNER, "centre"),
        Gap(3 * MM),
        Framed(_turn(content), INNER, 3 * MM),
        Gap(3 * MM),
        _symbol(content.page),
        both(label("ticket.phone", language), LABEL, INNER, "centre"),
        Gap(2 * MM),
        RULE,
        Gap(2 * MM),
        both(label("ticket.listen", language), LEAD, INNER),
        both(label("ticket.late", language), LEAD, INNER),
        Gap(2 * MM),
        both(label("ticket.issued", language, time=show_time(content.issued_at)), LABEL, INNER, "centre"),
    ]


def _turn(content: TicketContent) -> Block:
    """What the visitor wants to know: how many, how long, or the booked time."""
    width = INNER - 6 * MM
    return Stack(tuple(both(words, TURN, width, "centre") for words in _turn_words(content)))


def _turn_words(content: TicketContent) -> list[Said]:
    language = content.language
    words: list[Said] = []
    if content.booked_for is not None:
        words.append(label("ticket.booked", language, time=show_time(content.booked_for)))
    else:
        key = "ticket.ahead" if content.ahead else "ticket.first"
        words.append(label(key, language, **({"ahead": str(content.ahead)} if content.ahead else {})))
    if content.wait is not None and content.booked_for is None:
        least, most = (str(minutes) for minutes in content.wait)
        words.append(
            label("ticket.wait", language, least=least, most=most)
            if content.wait[0]
            else label("ticket.wait_short", language, most=most)
        )
    return words


def _symbol(text: str) -> Block:
    """A QR in the middle, its edges on whole dots."""
    symbol = qr.symbol(text)
    module = symbol.module_mm(QR_MM, qr.THERMAL_DOT_MM) * MM
    shift = round((INNER - symbol.whole_side * module) / 2 / DOT) * DOT
    return Code(symbol, module, shift, DOT)

"""用紙一式: forms of several procedures as one PDF, behind a sheet that lists them. Each keeps its number and QR."""

from collections.abc import Sequence
from typing import Final

from shared.printing import fonts
from shared.printing.blocks import Beside, Block, Gap, Rule, Stack, both, flowed
from shared.printing.content import Printed
from shared.printing.form.order import FormOrder, grouped
from shared.printing.form.paper import BRAND, draw_form, form_pages, title_of
from shared.printing.form.style import Style
from shared.printing.pages import HEIGHT, INNER, LEFT, WIDTH
from shared.printing.sheet import MM, Sheet
from shared.printing.signs import Mark
from shared.printing.words import plain

TOP: Final = 14 * MM
ROOM: Final = HEIGHT - TOP - 12 * MM
NUMBER: Final = 12 * MM  # before each form's title


def forms_pdf(orders: Sequence[FormOrder]) -> Printed:
    """The sheet with the list, then form after form. Raises as `form_pdf`."""
    with fonts.SETTING:
        first, pages = orders[0], [form_pages(order) for order in orders]
        title = plain(first.say("set_title", count=str(len(orders))).ja)
        sheet = Sheet(title, WIDTH, HEIGHT)
        body = _head(first, len(orders))
        body += [_line(order, place, len(own)) for place, (order, own) in enumerate(zip(orders, pages, strict=True), 1)]
        for number, page in enumerate(flowed(body, ROOM, ROOM)):
            if number:
                sheet.next_page()
            Stack(tuple(page)).draw(sheet, LEFT, TOP)
        for order, own in zip(orders, pages, strict=True):
            sheet.next_page()
            draw_form(sheet, order, own)
        return sheet.finish()


def _head(order: FormOrder, count: int) -> list[Block]:
    style = order.style
    name = both(order.say("brand", city=order.words(order.procedure.city.name)), BRAND, INNER - 8 * MM)
    brand = Beside(((0, Mark(6 * MM)), (8 * MM, name)), centred=True)
    known = "set_known" if order.answers else "set_blank"
    said = [order.say(key) for key in ("set_each", known, "set_hand_in")]
    words: list[Block] = [brand, Gap(4 * MM), both(order.say("set_title", count=str(count)), style.title, INNER)]
    for one in said:
        words += [Gap(2 * MM), both(one, style.lead, INNER)]
    return [Stack((*words, Gap(6 * MM)))]


def _line(order: FormOrder, place: int, pages: int) -> Block:
    """One form: its title, where it goes, its number and how many sheets it has."""
    style, section = order.style, order.procedure.section_details
    width = INNER - NUMBER
    where = order.say("telephone", section=order.words(section.name), telephone=section.telephone)
    number = order.say("set_number", number=grouped(order.number), pages=str(pages))
    said = [both(where, style.lead, width), both(number, style.lead, width)]
    words = Stack((both(title_of(order), style.heading, width), *(part for one in said for part in (Gap(1 * MM), one))))
    row = Beside(((0, _place(order, place, style)), (NUMBER, words)))
    return Stack((Rule(INNER, 0.7, 0.4), Gap(2.5 * MM), row, Gap(3 * MM)))


def _place(order: FormOrder, place: int, style: Style) -> Block:
    return both(order.say("set_place", place=str(place)), style.heading, NUMBER)

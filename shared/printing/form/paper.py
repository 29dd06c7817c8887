"""A paper form as PDF: pages with head, QR and number, so that loose sheets can be put together again."""

from collections.abc import Sequence
from typing import Final

from shared.printing import fonts, qr
from shared.printing.blocks import Beside, Block, Code, Gap, Rule, Stack, both, flowed, paragraph
from shared.printing.content import Printed
from shared.printing.form.asked import parts
from shared.printing.form.closing import papers, signature, staff_box, where
from shared.printing.form.cover import cover_blocks
from shared.printing.form.order import FormOrder, grouped
from shared.printing.form.places import Lines, inline, width_of
from shared.printing.form.sections import part_blocks
from shared.printing.form.table import Tinted
from shared.printing.pages import HEIGHT, INNER, LEFT, WIDTH
from shared.printing.sheet import MM, Sheet
from shared.printing.signs import Mark
from shared.printing.typeset import Type
from shared.printing.words import Said, plain
from shared.records.form_token import COVER, FormToken, form_url

TOP: Final = 10 * MM
BOTTOM: Final = 8 * MM
QR_SIDE: Final = 27 * MM
BRAND: Final = Type("words", 9, 12, grey=0.1, ratio=0.9)
NUMBER: Final = Type("words", 7.8, 10.5)
FOOT: Final = Type("words", 8.5, 12, grey=0.1, ratio=0.95)
HOW: Final = ("how_pen", "how_tick", "how_wrong")


def form_pdf(order: FormOrder) -> Printed:
    """The form on A4. Raises ValueError where a form has more pages than its number can say,
    SettingsError("font_missing") without BIZ UD.
    """
    with fonts.SETTING:
        sheet = Sheet(f"{plain(title_of(order).ja)} {grouped(order.number)}", WIDTH, HEIGHT)
        draw_form(sheet, order, form_pages(order))
        return sheet.finish()


def draw_form(sheet: Sheet, order: FormOrder, pages: Sequence[Sequence[Block]]) -> None:
    """The form from the page that is open, its address sheet first."""
    if order.cover is not None:
        cover_blocks(order, _code(order, COVER, len(pages))).draw(sheet, 0, 0)
        sheet.next_page()
    for number, page in enumerate(pages, start=1):
        if number > 1:
            sheet.next_page()
        Stack((_head(order, number, len(pages)), *page)).draw(sheet, LEFT, TOP)
        _foot(order, number, len(pages)).draw(sheet, LEFT, HEIGHT - BOTTOM - _foot(order, 1, 1).height)


def form_pages(order: FormOrder) -> list[list[Block]]:
    """What stands on each page, under its head."""
    foot = _foot(order, 1, 1).height
    room = HEIGHT - TOP - BOTTOM - foot - 2 * MM
    return list(flowed(_body(order), room - _head(order, 1, 9).height, room - _head(order, 2, 9).height))


def _body(order: FormOrder) -> list[Block]:
    shown = list(parts(order.procedure, order.answers))
    body: list[Block] = [_how(order)]
    body += part_blocks(order, shown)
    body += papers(order, shown)
    body += signature(order)
    body += where(order)
    body += staff_box(order, shown)
    return body


def _how(order: FormOrder) -> Block:
    """How to write, and how to mend a mistake."""
    style = order.style
    width = INNER - 2 * style.padding
    said = [order.say(key) for key in HOW]
    return Tinted(Stack(tuple(both(one, style.lead, width) for one in said)), INNER, 1.6 * MM, 0.975)


def title_of(order: FormOrder) -> Said:
    """As the form is called."""
    return order.text(order.procedure.formal_title or order.procedure.title)


def _head(order: FormOrder, page: int, pages: int) -> Block:
    """Whose form it is and its title; at the right the QR over number and page."""
    style, procedure = order.style, order.procedure
    code = _code(order, page, pages)
    width = INNER - code.width - 2 * MM
    name = both(order.say("brand", city=order.words(procedure.city.name)), BRAND, width - 8 * MM)
    brand = Beside(((0, Mark(6 * MM)), (8 * MM, name)), centred=True)
    words: list[Block] = [brand]
    title = title_of(order)
    if page == 1:
        words += [Gap(2 * MM), both(title, style.title, width)]
        if procedure.formal_title:
            words.append(both(order.text(procedure.title), style.lead, width))
        words.append(both(order.say("to_mayor", city=order.words(procedure.city.name)), style.lead, width))
    else:
        words += [Gap(1 * MM), both(title, style.heading, width)]
        if not order.answers:
            words += [Gap(3 * MM), _name_line(order, width)]
    number = paragraph(_page_of(order, page, pages).ja, NUMBER, code.width, "centre")
    right = Stack((code, number))
    row = Beside(((0, Stack(tuple(words))), (INNER - code.width + code.quiet, right)))
    return Stack((row, Gap(2 * MM), Rule(INNER, 1.4, 0), Gap(3.5 * MM)))


def _name_line(order: FormOrder, width: float) -> Block:
    """On later sheets of a form written by hand: whose it is, should the sheets part."""
    label = inline(order.say("name_here"), order.style.hint)
    left = width_of(label) + 2 * MM
    line = Stack((Lines(1, order.style.line * 0.75, 60 * MM), Rule(60 * MM, 0.8, 0.2)))
    return Beside(((0, label), (left, line)), centred=True)


def _code(order: FormOrder, page: int, pages: int) -> Code:
    token = FormToken(order.procedure.id, order.procedure4, order.number, page, pages)
    symbol = qr.symbol(form_url(order.base_url, token))
    return Code(symbol, symbol.module_mm(QR_SIDE / MM) * MM)


def _page_of(order: FormOrder, page: int, pages: int) -> Said:
    return order.say("foot_page", number=grouped(order.number), page=str(page), pages=str(pages))


def _foot(order: FormOrder, page: int, pages: int) -> Block:
    section = order.procedure.section_details
    left = order.say("telephone", section=order.words(section.name), telephone=section.telephone)
    right = _page_of(order, page, pages)
    row = Beside(((0, both(left, FOOT, INNER * 0.7)), (INNER * 0.6, paragraph(right.ja, FOOT, INNER * 0.4, "right"))))
    return Stack((Rule(INNER, 0.7, 0.4), Gap(1.2 * MM), row))

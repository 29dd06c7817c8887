"""What follows from a guide (手続案内), in large print to take along: one list to tick off, with a QR that reopens it.

No answer, no name and no code of a case is on it.
"""

from collections.abc import Iterator
from typing import Final

from shared.printing import days, fonts, pages, qr
from shared.printing.blocks import Beside, Block, Code, Gap, Rule, Stack, beside_or_under, both, paragraph
from shared.printing.content import GuideContent, GuideDay, GuideDocument, GuideEntry, Printed
from shared.printing.pages import INNER, TITLE, titled
from shared.printing.parts import head
from shared.printing.sheet import MM, Sheet
from shared.printing.typeset import Type
from shared.printing.words import Piece, Said, joined, label, plain, said

NAME: Final = Type("bold", 16, 24, ratio=0.7)
LARGE: Final = Type("words", 14, 22, ratio=0.78)
DAY: Final = Type("bold", 15, 23, ratio=0.75)
CAPTION: Final = Type("words", 10.5, 15)
BOX: Final = "□"  # to tick off
BOX_WIDTH: Final = 9 * MM
NUMBER_WIDTH: Final = 9 * MM
QR_SIDE: Final = 32 * MM
BETWEEN: Final = 2.6 * MM


def guide_pdf(content: GuideContent) -> Printed:
    """The sheet on A4, as many pages as it needs. Raises SettingsError("font_missing") without BIZ UD."""
    with fonts.SETTING:
        title = said(content.title, content.language)
        sheet = Sheet(plain(title.ja), pages.WIDTH, pages.HEIGHT)
        frame = pages.Frame(
            head=head(content.place, content.language),
            right=label("receipt.telephone", content.language, telephone=content.place.telephone),
            right_later=title,
            foot=label("guide.foot", content.language),
        )
        pages.draw_pages(sheet, frame, lambda first, later: _body(content, title))
        return sheet.finish()


def _body(content: GuideContent, title: Said) -> list[Block]:
    language = content.language
    parts: list[tuple[str, list[Block]]] = [
        (
            _key("todo", content),
            [_entry(number, one, content) for number, one in enumerate(content.entries, start=1)],
        ),
        ("guide.days", [_day(one, content) for one in content.days]),
        ("guide.bring", [_document(one, language) for one in content.bring]),
        ("guide.fee", [] if content.more else list(_fee(content))),
        ("guide.external", [_ticked(said(words, language), LARGE) for words in content.external]),
        ("guide.notes", [both(said(words, language), LARGE, INNER) for words in content.notes]),
    ]
    body: list[Block] = [_opening(content, title)]
    for key, blocks in parts:
        if blocks:
            body += [Gap(5 * MM), *titled(label(key, language), _spaced(blocks))]
    return body


def _key(name: str, content: GuideContent) -> str:
    return f"guide.more_{name}" if content.more else f"guide.{name}"


def _opening(content: GuideContent, title: Said) -> Block:
    """The guide's name and day; at the right the QR, with what it does."""
    language = content.language
    symbol = qr.symbol(content.url)
    code = Code(symbol, symbol.module_mm(QR_SIDE / MM) * MM)
    width = INNER - code.width - 4 * MM
    words = Stack(
        (
            both(title, TITLE, width),
            Gap(1 * MM),
            both(
                label(_key("lead", content), language, count=str(len(content.entries))),
                LARGE,
                width,
            ),
            Gap(1 * MM),
            both(label("guide.as_of", language, day=days.whole_day(content.printed_on, language)), CAPTION, width),
        )
    )
    shown = Stack((code, both(label(_key("qr", content), language), CAPTION, code.width, "centre")))
    return Beside(((0, words), (INNER - code.width + code.quiet, shown)))


def _entry(number: int, entry: GuideEntry, content: GuideContent) -> Block:
    language, width = content.language, INNER - BOX_WIDTH - NUMBER_WIDTH
    lines: list[Block] = [both(said(entry.title, language), NAME, width)]
    lines += [both(words, kind, width) for words, kind in _entry_lines(entry, content)]
    count, box = paragraph((Piece(f"{number}"),), NAME, NUMBER_WIDTH), paragraph((Piece(BOX),), NAME, BOX_WIDTH)
    row = Beside(((0, box), (BOX_WIDTH, count), (BOX_WIDTH + NUMBER_WIDTH, Stack(tuple(lines)))))
    return Stack((row, Gap(1.6 * MM), Rule(INNER)))


def _entry_lines(entry: GuideEntry, content: GuideContent) -> Iterator[tuple[Said, Type]]:
    language = content.language
    if entry.deadline is not None:
        day = days.near_day(entry.deadline, "on", content.printed_on.year, language)
        yield label("guide.passed" if entry.passed else "guide.until", language, day=day), DAY
    elif entry.deadline_words is not None:
        yield said(entry.deadline_words, language), DAY
    yield _where(entry, language), LARGE
    if entry.from_home:
        yield label("guide.from_home", language), LARGE
    if entry.fee is not None:
        yield label("guide.fee_of", language, fee=entry.fee), LARGE
    for note in entry.notes:
        yield said(note, language), LARGE


def _where(entry: GuideEntry, language: str) -> Said:
    counter = label("receipt.counter", language, counter=entry.counter) if entry.counter else Said(())
    floor = said(entry.floor, language) if entry.floor else Said(())
    telephone = label("receipt.telephone", language, telephone=entry.telephone)
    comma = ", " if language == "en" else None
    return joined("　", said(entry.section, language), floor, counter, telephone, between_second=comma)


def _day(one: GuideDay, content: GuideContent) -> Block:
    """「6月1日（火）から6月30日（水）まで」 and what it is."""
    language, year = content.language, content.printed_on.year
    begins, until = (days.near_day(day, "on", year, language) for day in (one.begins, one.until))
    when = until if one.begins == one.until else label("guide.period", language, begins=begins, until=until)
    width = INNER - BOX_WIDTH
    words = Stack((both(when, DAY, width), both(said(one.title, language), LARGE, width)))
    return Beside(((0, paragraph((Piece(BOX),), NAME, BOX_WIDTH)), (BOX_WIDTH, words)))


def _document(one: GuideDocument, language: str) -> Block:
    """Something to bring; where only some bring it, that stands in brackets behind it."""
    title = said(one.title, language)
    if not one.when:
        return _ticked(title, LARGE)
    whens = joined("・", *(said(words, language) for words in one.when), between_second=" / ")
    return _ticked(label("guide.bring_when", language, what=title, when=whens), LARGE)


def _fee(content: GuideContent) -> Iterator[Block]:
    language = content.language
    if content.fee_total:
        yield both(label("guide.fee_total", language, amount=f"{content.fee_total:,}"), DAY, INNER)
    elif not content.fee_later:
        yield both(label("guide.fee_none", language), LARGE, INNER)
    if content.fee_total and content.fee_varies:
        yield both(label("guide.fee_varies", language), LARGE, INNER)
    if content.fee_later:
        yield both(label("guide.fee_later", language), LARGE, INNER)


def _ticked(words: Said, kind: Type) -> Block:
    box = paragraph((Piece(BOX),), kind, BOX_WIDTH)
    return Beside(((0, box), (BOX_WIDTH, beside_or_under(words, kind, INNER - BOX_WIDTH))))


def _spaced(blocks: list[Block]) -> list[Block]:
    """With room between them, kept together with the one above."""
    return [Stack((block, Gap(BETWEEN))) for block in blocks]

"""The number's ticket: large, without a name, with a QR that leads to its page."""

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PIL import Image

from shared.printing import qr, thermal
from shared.printing.content import Words
from shared.printing.ticket import TicketContent, ticket_pdf

from . import reader
from .roll_printer import pictures
from .test_readability import Spoil, blurred, faded, seen_by_camera, skewed, stained

PAGE = "HTTPS://MADOGUCHI.CITY.EXAMPLE.LG.JP/T/1120B-012"
TICKET = TicketContent(
    city=Words("松江市", "Matsue City"),
    line=Words("引っ越し・届出", "Moving and registrations"),
    number="B-012",
    counters=("4", "5", "6"),
    issued_at=datetime(2026, 11, 20, 1, 5, tzinfo=UTC),
    ahead=3,
    page=PAGE,
    wait=(10, 25),
)


def test_a_ticket_says_number_line_counters_how_many_and_how_long() -> None:
    lines = reader.text_lines(ticket_pdf(TICKET).pdf)
    assert lines == [
        "松江市 ちょうどいい窓口",
        "引っ越し・届出",
        "B-012",
        "4・5・6 番窓口",
        "前に 3人います",
        "10〜25分くらいで、",
        "およびできそうです",
        "スマートフォンで、あと何人か見られます。",
        "お名前ではなく、番号でおよびします。",
        "およびしたとき、いらっしゃらなくても、",
        "番号札を窓口で見せてください。",
        "10:05 に取りました。きょうだけ使えます。",
    ]


def test_the_first_visitor_without_five_visits_before_is_told_no_minutes() -> None:
    lines = reader.text_lines(ticket_pdf(replace(TICKET, ahead=0, wait=None)).pdf)
    assert lines[4] == "つぎに、およびします"
    assert not any("分くらい" in line for line in lines)


def test_a_wait_from_nothing_is_said_by_its_end() -> None:
    lines = reader.text_lines(ticket_pdf(replace(TICKET, ahead=1, wait=(0, 15))).pdf)
    assert lines[4:7] == ["前に 1人います", "15分くらいまでに、", "およびできそうです"]


def test_a_booked_visitor_reads_the_booked_time_instead_of_a_wait() -> None:
    booked = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    lines = reader.text_lines(ticket_pdf(replace(TICKET, booked_for=booked)).pdf)
    assert (lines[4], lines[5]) == ("10:30 のご予約です", "スマートフォンで、あと何人か見られます。")


@pytest.mark.parametrize("dpi", [144, 203, 300])
def test_the_qr_leads_to_the_numbers_page(dpi: int) -> None:
    assert reader.codes(reader.picture(ticket_pdf(TICKET).pdf, dpi)) == {PAGE}


@pytest.mark.parametrize(("language", "words"), [("easy", "つぎに、よびます"), ("en", "You are next")])
def test_a_second_language_stands_under_the_japanese(language: str, words: str) -> None:
    printed = ticket_pdf(replace(TICKET, language=language, ahead=0, wait=None))
    lines = reader.text_lines(printed.pdf)
    assert (words in lines, printed.missing) == (True, ())


def test_a_ticket_is_one_page_of_eighty_millimetres_with_embedded_fonts() -> None:
    pdf = ticket_pdf(TICKET).pdf
    assert (reader.page_count(pdf), round(reader.size(pdf)[0] * 25.4 / 72)) == (1, 80)
    assert set(reader.fonts(pdf).values()) == {True}
    assert ticket_pdf(TICKET).pdf == pdf


@pytest.mark.requirement("RC-1")
@pytest.mark.parametrize("language", ["ja", "easy", "en"])
def test_a_receipt_printer_prints_the_ticket_dot_by_dot_with_a_code_that_is_read(language: str) -> None:
    drawn = thermal.dots(ticket_pdf(replace(TICKET, language=language)).pdf)
    (printed,) = pictures(thermal.commands(drawn))

    assert (printed.size, printed.tobytes()) == (drawn.size, drawn.tobytes())
    ((text, (left, _, right, _)),) = reader.placed(printed.convert("L")).items()
    modules = (right - left) / qr.symbol(text).side
    assert (text, round(modules) >= 4, abs(modules - round(modules)) < 0.1) == (PAGE, True, True)


@pytest.mark.requirement("RC-4")
@pytest.mark.parametrize("way", [skewed, stained, faded, blurred], ids=lambda way: way.__name__)
def test_rc_4_the_tickets_code_is_read_from_a_spoilt_ticket(way: Spoil) -> None:
    (printed,) = pictures(thermal.commands(thermal.dots(ticket_pdf(TICKET).pdf)))
    framed = Image.new("L", (printed.width + 80, printed.height + 80), 255)
    framed.paste(printed.convert("L"), (40, 40))

    assert [seen_by_camera(way(framed, random.Random(number))) for number in range(4)] == [{PAGE}] * 4

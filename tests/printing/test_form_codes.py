"""The QR on every page of a form, and the address sheet before it."""

import random

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFilter

from shared.casework.forms import with_cover
from shared.printing import qr
from shared.printing.content import Printed
from shared.printing.form.paper import form_pdf
from shared.printing.window import ADDRESS_AT, ADDRESS_SIZE, KEPT_FREE
from shared.records.form_token import COVER, FormToken, read_form
from tests.samples.representatives import dear

from . import reader
from .form_samples import PROCEDURES, blank, filled, printed, sample

DPI = [150, 200, 300, 600]


def tokens(sheet: Printed, dpi: float = 150) -> list[FormToken | None]:
    """What another reader finds on each page."""
    pages = range(reader.page_count(sheet.pdf))
    found = [reader.codes(reader.picture(sheet.pdf, dpi, page)) for page in pages]
    return [read_form(text) for texts in found for text in texts]


def skewed(picture: Image.Image) -> Image.Image:
    """Laid on the glass crookedly."""
    return picture.rotate(3, expand=True, fillcolor=255, resample=Image.Resampling.BILINEAR)


def with_coffee(picture: Image.Image, seed: int) -> Image.Image:
    """A ring and a pool of coffee over the head of the sheet, the QR included."""
    chance = random.Random(seed)
    stain = Image.new("L", picture.size, 255)
    pen, (width, height) = ImageDraw.Draw(stain), picture.size
    for grey in (chance.randint(165, 195), chance.randint(185, 225)):
        x, y = width * chance.uniform(0.75, 0.95), height * chance.uniform(0.12, 0.52)
        radius = width * chance.uniform(0.05, 0.12)
        ring = chance.randint(120, 160)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=grey, outline=ring, width=width // 180)
    shade = numpy.asarray(stain.filter(ImageFilter.GaussianBlur(width / 400)), dtype=float) / 255
    return Image.fromarray((numpy.asarray(picture, dtype=float) * shade).astype("uint8"))


@pytest.mark.requirement("RC-1")
@pytest.mark.parametrize("procedure_id", dear(PROCEDURES))
def test_every_page_names_procedure_version_set_and_itself(procedure_id: str) -> None:
    order, sheet = printed(procedure_id)
    count = reader.page_count(sheet.pdf)
    expected = [FormToken(procedure_id, order.procedure4, order.number, page, count) for page in range(1, count + 1)]
    assert tokens(sheet) == expected


@pytest.mark.requirement("RC-1")
@pytest.mark.parametrize("dpi", DPI)
@pytest.mark.parametrize("spoilt", ["flat", "skewed", "stained", "skewed and stained"])
def test_rc_1_the_code_is_read_from_scans_at_every_usual_resolution(dpi: int, spoilt: str) -> None:
    order, sheet = printed("juminhyo-copy")
    for page in range(2):
        picture = reader.picture(sheet.pdf, dpi, page)
        if spoilt != "flat":  # the upper part of the scan, for time's sake
            picture = picture.crop((0, 0, picture.width, picture.height // 4))
        if "stained" in spoilt:
            picture = with_coffee(picture, seed=dpi + page)
        if "skewed" in spoilt:
            picture = skewed(picture)
        read = [read_form(text) for text in reader.codes(picture)]
        assert [(token.number, token.page) for token in read if token] == [(order.number, page + 1)]


@pytest.mark.requirement("RC-1")
@pytest.mark.parametrize("large", [False, True])
def test_rc_1_modules_are_half_a_millimetre_with_four_light_ones_around(large: bool) -> None:
    _, sheet = printed("jido-teate-nintei", "ja", large)
    for page in range(reader.page_count(sheet.pdf)):
        picture = numpy.asarray(reader.picture(sheet.pdf, 300, page))
        ((text, (left, top, right, bottom)),) = reader.placed(Image.fromarray(picture)).items()
        module = (right - left) / qr.symbol(text).side
        assert module * 25.4 / 300 >= 0.5
        quiet = int(module * qr.QUIET) - 1
        around = picture[top - quiet : bottom + quiet, left - quiet : right + quiet].copy()
        around[quiet - 2 : -quiet + 2, quiet - 2 : -quiet + 2] = 255
        assert around.min() == 255


def test_the_number_stands_in_words_too_on_every_page() -> None:
    order, sheet = printed("hoiku-moshikomi")
    number = f"{order.number[:3]} {order.number[3:6]} {order.number[6:]}"
    pages = reader.pages(sheet.pdf)
    for page, lines in enumerate(pages, start=1):
        assert "".join(lines).count(f"{page}/{len(pages)}ページ") == 2  # under the QR and at the foot
        assert "".join(lines).replace(" ", "").count(number.replace(" ", "")) >= 2


def test_two_blank_forms_never_have_the_same_number() -> None:
    numbers = {blank("sodai-gomi").number for _ in range(200)}
    assert (len(numbers), {number[0] for number in numbers}) == (200, {"F"})


def test_later_sheets_of_a_form_written_by_hand_ask_for_the_name_and_printed_ones_do_not() -> None:
    by_hand = reader.pages(printed("juminhyo-copy")[1].pdf)
    assert ["名前" in lines for lines in by_hand] == [False] + [True] * (len(by_hand) - 1)
    of_answers = reader.pages(form_pdf(filled(sample("juminhyo-copy", "some-by-agent"))).pdf)
    assert ["名前" in lines for lines in of_answers] == [False] * len(of_answers)


def test_the_code_holds_nothing_about_the_person() -> None:
    order = filled(sample("juminhyo-copy", "self-by-post"))
    sheet = form_pdf(order)
    texts = {text for page in range(2) for text in reader.codes(reader.picture(sheet.pdf, 150, page))}
    assert {text.partition("/F/")[2][:14] for text in texts} == {"JUMINHYO-COPY/"}
    assert {len(text.partition("/F/")[2]) for text in texts} == {14 + 22}


# ── the address sheet


def in_window(box: tuple[float, float, float, float], height: float) -> bool:
    """Whether words lie where the window shows them in every place of the folded sheet."""
    left, bottom, right, top = box
    across = ADDRESS_AT[0] - 1 <= left and right <= ADDRESS_AT[0] + ADDRESS_SIZE[0]
    return across and height - top >= ADDRESS_AT[1] - 1 and height - bottom <= ADDRESS_AT[1] + ADDRESS_SIZE[1]


@pytest.mark.parametrize("to_citizen", [True, False])
def test_only_the_address_stands_where_the_window_may_show_it(to_citizen: bool) -> None:
    order = filled(
        sample("juminhyo-copy", "self-by-post"), applicant_katagaki="とても長い名前のマンション松江の里 弐番館 1203号室"
    )
    sheet = form_pdf(with_cover(order, to_citizen))
    height = reader.size(sheet.pdf)[1]
    boxes = reader.boxes(sheet.pdf)
    seen = [box for box in boxes if box[0] < KEPT_FREE[0] and height - box[3] < KEPT_FREE[1]]
    assert seen
    assert [box for box in seen if not in_window(box, height)] == []


def test_a_form_for_the_citizen_is_addressed_to_them_and_says_where_to_send_it_back() -> None:
    sheet = form_pdf(with_cover(filled(sample("juminhyo-copy", "self-by-post")), to_citizen=True))
    first = "".join(reader.pages(sheet.pdf)[0])
    assert [word in first for word in ("〒690-0887", "見本 花子 様", "送るところ", "市民課 行")] == [True] * 4


def test_a_form_for_the_office_is_addressed_to_its_section() -> None:
    sheet = form_pdf(with_cover(blank("juminhyo-copy"), to_citizen=False))
    first = "".join(reader.pages(sheet.pdf)[0])
    assert ("市民課 行" in first, "様" in first, "窓のあるA4" in first) == (True, False, True)


def test_the_address_sheet_is_page_nought_of_its_form() -> None:
    order = with_cover(blank("sodai-gomi"), to_citizen=False)
    sheet = form_pdf(order)
    count = reader.page_count(sheet.pdf) - 1
    assert [(token.page, token.pages) for token in tokens(sheet) if token] == [
        (page, count) for page in range(COVER, count + 1)
    ]

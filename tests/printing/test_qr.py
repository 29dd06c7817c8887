"""QR symbols: read by another reader, never larger than paper allows, the same as qrcode's own."""

import io
import random
import string

import numpy
import pytest
import qrcode
import zxingcpp
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import QRData

from shared.printing import qr

CODE_URL = "HTTPS://MADOGUCHI.CITY.EXAMPLE.LG.JP/C/7H3K9QWN2TCXM4RD"
LONGEST = ("HTTPS://" + "A" * 53 + "/R/").ljust(qr.LONGEST_TEXT, "7")


def some_texts(count: int) -> list[str]:
    chance = random.Random(8)
    letters = string.digits + string.ascii_uppercase + " $%*+-./:"
    return ["".join(chance.choices(letters, k=chance.randint(1, qr.LONGEST_TEXT))) for _ in range(count)]


def test_a_code_address_is_a_small_symbol_and_the_longest_text_still_fits_version_eight() -> None:
    assert qr.symbol(CODE_URL).version == 3
    assert qr.symbol(LONGEST).version == qr.LARGEST_VERSION
    assert qr.symbol(LONGEST).side == 49


@pytest.mark.parametrize("text", ["", "https://madoguchi.example/r/a", "受付", "A_B", "A" * 222, "A\n"])
def test_a_text_that_would_not_be_alphanumeric_8_m_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ValueError) as refused:
        qr.symbol(text)
    assert text == "" or text not in str(refused.value)


def test_the_mask_is_the_one_that_qrcode_itself_chooses() -> None:
    for text in some_texts(25):
        own = qrcode.QRCode(error_correction=ERROR_CORRECT_M)
        own.add_data(QRData(text, mode=2))
        own.make(fit=True)
        assert [list(row) for row in qr.symbol(text).rows] == own.modules


def test_boxes_cover_each_dark_module_once_and_no_light_one() -> None:
    for text in some_texts(5):
        drawn = qr.symbol(text)
        painted = numpy.zeros((drawn.side, drawn.side), dtype=int)
        for box in qr.boxes(drawn):
            painted[box.row : box.row + box.height, box.column : box.column + box.width] += 1
        assert painted.tolist() == [[int(dark) for dark in row] for row in drawn.rows]


def test_boxes_are_fewer_than_half_of_the_dark_modules() -> None:
    drawn = qr.symbol(LONGEST)
    assert len(qr.boxes(drawn)) * 2 < sum(map(sum, drawn.rows))


def test_png_is_read_by_another_reader() -> None:
    for text in (CODE_URL, LONGEST):
        picture = Image.open(io.BytesIO(qr.png(text)))
        assert [found.text for found in zxingcpp.read_barcodes(picture)] == [text]


def test_svg_has_a_quiet_zone_no_style_and_says_what_it_is() -> None:
    drawn = qr.svg(CODE_URL, label='つづきを見る"QR"')
    assert drawn.startswith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 37 37" role="img" ')
    assert 'aria-label="つづきを見る&quot;QR&quot;"' in drawn
    assert "style" not in drawn and "<script" not in drawn
    assert 'aria-hidden="true"' in qr.svg(CODE_URL)


def test_modules_are_never_smaller_than_half_a_millimetre_and_whole_dots_on_a_thermal_printer() -> None:
    largest = qr.symbol(LONGEST)
    assert largest.module_mm(20) == qr.LEAST_MODULE_MM
    assert largest.module_mm(57) == 1.0
    assert largest.module_mm(44, dot_mm=qr.THERMAL_DOT_MM) == 0.75
    assert largest.module_mm(10, dot_mm=0.3) == pytest.approx(0.6)

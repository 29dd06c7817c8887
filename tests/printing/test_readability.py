"""RC-4: what people carry home is scanned again after the bag, the rain and the coffee."""

import io
import random
from collections.abc import Callable

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFilter

from shared.printing import qr
from shared.printing.content import Paper
from shared.printing.receipt import receipt_pdf

from . import reader
from .samples import BASE, CODE, COUNTER, RECEIPT, TOKEN

BOTH = {f"{BASE}/R/{TOKEN}", f"{BASE}/C/{CODE}"}
Chance = random.Random
Spoil = Callable[[Image.Image, Chance], Image.Image]


def skewed(picture: Image.Image, chance: Chance) -> Image.Image:
    """Held at an angle: turned up to 15° and seen from the side."""
    turned = picture.rotate(chance.uniform(-15, 15), expand=True, fillcolor=255, resample=Image.Resampling.BILINEAR)
    width, height = turned.size
    lean = chance.uniform(-0.12, 0.12)
    shape = (1, lean, -lean * height / 2, 0, 1, 0, chance.uniform(-1, 1) * 0.08 / width, 0)
    return turned.transform(turned.size, Image.Transform.PERSPECTIVE, shape, Image.Resampling.BILINEAR, fillcolor=255)


def blurred(picture: Image.Image, chance: Chance) -> Image.Image:
    """Out of focus, up to a quarter of a millimetre."""
    return picture.filter(ImageFilter.GaussianBlur(chance.uniform(0.5, 2.0)))


def noisy(picture: Image.Image, chance: Chance) -> Image.Image:
    """A camera in the dark."""
    numbers = numpy.random.default_rng(chance.randrange(2**32))
    grain = numpy.asarray(picture, dtype=float) + numbers.normal(0, chance.uniform(15, 40), picture.size[::-1])
    return Image.fromarray(grain.clip(0, 255).astype("uint8"))


def faded(picture: Image.Image, chance: Chance) -> Image.Image:
    """Thermal paper after a summer on the dashboard."""
    black, white = chance.uniform(95, 140), chance.uniform(190, 235)
    return picture.point(lambda value: int(black + (white - black) * value / 255))


def stained(picture: Image.Image, chance: Chance) -> Image.Image:
    """Rings and pools of coffee anywhere on the sheet, darker than grey paper."""
    stain = Image.new("L", picture.size, 255)
    pen = ImageDraw.Draw(stain)
    width, height = picture.size
    for _ in range(14):
        x, y, radius = chance.uniform(0, width), chance.uniform(0, height), chance.uniform(60, 180)
        place = (x - radius, y - radius, x + radius, y + radius)
        pen.ellipse(place, fill=chance.randint(165, 225), outline=chance.randint(120, 160), width=9)
    shade = numpy.asarray(stain.filter(ImageFilter.GaussianBlur(4)), dtype=float) / 255
    return Image.fromarray((numpy.asarray(picture, dtype=float) * shade).astype("uint8"))


def creased(picture: Image.Image, chance: Chance) -> Image.Image:
    """Folded in four, the ink gone in flecks along the folds, and scratched by keys."""
    worn = picture.copy()
    pen = ImageDraw.Draw(worn)
    width, height = picture.size
    x, y = width * chance.uniform(0.4, 0.6), height * chance.uniform(0.4, 0.6)
    for start in range(0, max(width, height), 8):
        for line in ((x, start, x, start + 8), (start, y, start + 8, y)):
            if chance.random() < 0.6:
                pen.line(line, fill=255, width=chance.randint(1, 3))  # up to 0.4 mm
    for _ in range(6):
        x, y = chance.uniform(0, width), chance.uniform(0, height)
        pen.line((x, y, x + chance.uniform(-200, 200), y + chance.uniform(-200, 200)), fill=255, width=1)
    return worn


def sent_as_photo(picture: Image.Image, chance: Chance) -> Image.Image:
    """Photographed in uneven light, made small, and squeezed by a messenger."""
    width, height = picture.size
    slope = numpy.linspace(1, chance.uniform(0.35, 0.6), width)[None, :] * numpy.ones((height, 1))
    lit = Image.fromarray((numpy.asarray(picture, dtype=float) * slope).astype("uint8"))
    small = lit.resize((int(width * 0.6), int(height * 0.6)), Image.Resampling.BILINEAR)
    file = io.BytesIO()
    small.save(file, "JPEG", quality=chance.randint(25, 50))
    return Image.open(file).convert("L")


WAYS: tuple[Spoil, ...] = (skewed, blurred, noisy, faded, stained, creased, sent_as_photo)


def sheet(paper: Paper) -> Image.Image:
    return reader.picture(receipt_pdf(RECEIPT if paper == "a4" else COUNTER, paper).pdf, 203)


@pytest.mark.requirement("RC-4")
@pytest.mark.parametrize("dpi", [100, 144, 203, 300])
@pytest.mark.parametrize("paper", ["a4", "80mm"])
def test_both_codes_are_read_from_paper_as_printers_and_scanners_make_it(dpi: int, paper: Paper) -> None:
    assert reader.codes(reader.picture(receipt_pdf(RECEIPT, paper).pdf, dpi)) == BOTH


@pytest.mark.requirement("RC-4")
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_rc_4_both_codes_are_read_from_a_spoilt_sheet(way: Spoil) -> None:
    check_spoilt(way, 6)


@pytest.mark.requirement("RC-4")
@pytest.mark.drill
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_rc_4_both_codes_are_read_from_60_spoilt_sheets(way: Spoil) -> None:
    check_spoilt(way, 60)


def check_spoilt(way: Spoil, count: int) -> None:
    """At least 99 % of the sheets give both codes; every second sheet is a roll of 80 mm."""
    clean = (sheet("a4"), sheet("80mm"))
    spoilt = [way(clean[number % 2], random.Random(number)) for number in range(count)]
    read = sum(seen_by_camera(picture) == BOTH for picture in spoilt)
    assert read / count >= 0.99


def seen_by_camera(picture: Image.Image) -> set[str]:
    """As a hand with a camera does: what is not found at once is looked for farther off and less in focus."""
    found = reader.codes(picture)
    for nearness in (0.8, 0.6):
        if found == BOTH:
            break
        size = (round(picture.width * nearness), round(picture.height * nearness))
        found |= reader.codes(picture.filter(ImageFilter.GaussianBlur(1.5)).resize(size))
    return found


@pytest.mark.parametrize("paper", ["a4", "80mm"])
def test_four_modules_around_each_code_are_white_and_none_is_smaller_than_half_a_millimetre(paper: Paper) -> None:
    content = RECEIPT if paper == "a4" else COUNTER
    picture = numpy.asarray(reader.picture(receipt_pdf(content, paper).pdf, 300))
    sides = {text: qr.symbol(text).side for text in BOTH}
    for text, (left, top, right, bottom) in reader.placed(Image.fromarray(picture)).items():
        module = (right - left) / sides[text]
        assert module * 25.4 / 300 >= 0.5
        quiet = int(module * qr.QUIET) - 1
        around = picture[top - quiet : bottom + quiet, left - quiet : right + quiet].copy()
        around[quiet - 2 : -quiet + 2, quiet - 2 : -quiet + 2] = 255
        assert around.min() == 255


def test_a_stain_over_one_code_leaves_the_other_readable() -> None:
    picture = sheet("a4")
    top = ImageDraw.Draw(picture)
    top.ellipse((1200, 400, 1550, 800), fill=20)
    assert reader.codes(picture) == {f"{BASE}/C/{CODE}"}

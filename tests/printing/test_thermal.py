"""A receipt as a receipt printer prints it: the bytes are read back into a picture, and the picture is read."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy
import pytest
from PIL import Image

from shared.printing import qr, thermal
from shared.printing.content import Paper, ReceiptContent
from shared.printing.parts import receipt_parts
from shared.printing.receipt import receipt_pdf
from shared.printing.trial import LADDER, ladder_text, trial_pdf
from shared.printing.typeset import has_ruby
from shared.printing.words import Said, plain

from . import reader
from .roll_printer import Tokens, pictures
from .samples import BASE, CODE, COUNTER, EASY, PRE_ENTRY, RECEIPT, TOKEN
from .test_readability import Spoil, blurred, faded, seen_by_camera, skewed, stained

PROOF, CONTINUE = f"{BASE}/R/{TOKEN}", f"{BASE}/C/{CODE}"
SAMPLES = {
    "home": RECEIPT,
    "counter": COUNTER,
    "easy": EASY,
    "ruby": replace(COUNTER, language="ruby"),
    "english": replace(COUNTER, language="en"),
    "pre-entry": PRE_ENTRY,
    "reprint": replace(COUNTER, reprinted_at=datetime(2026, 11, 25, 1, 0, tzinfo=UTC)),
}
SAMPLE = pytest.mark.parametrize("content", SAMPLES.values(), ids=SAMPLES)


def commands(content: ReceiptContent) -> bytes:
    return thermal.commands(thermal.dots(receipt_pdf(content, "80mm").pdf))


def paper(content: ReceiptContent) -> Image.Image:
    """What comes out of the printer."""
    (sheet,) = pictures(commands(content))
    return sheet


def codes_of(content: ReceiptContent) -> set[str]:
    return {CONTINUE} if content.kind == "pre_entry" else {PROOF, CONTINUE}


@SAMPLE
def test_the_printer_prints_exactly_the_dots_of_the_sheet(content: ReceiptContent) -> None:
    printed, drawn = paper(content), thermal.dots(receipt_pdf(content, "80mm").pdf)

    assert (printed.size, printed.tobytes()) == (drawn.size, drawn.tobytes())
    assert printed.width == 576


@pytest.mark.requirement("RC-1")
@SAMPLE
def test_rc_1_every_module_of_a_code_is_a_whole_number_of_dots_and_half_a_millimetre_at_least(
    content: ReceiptContent,
) -> None:
    sheet = paper(content)
    dark = ~numpy.asarray(sheet)
    found = reader.placed(sheet.convert("L"))
    assert found.keys() == codes_of(content)
    for text, (left, top, right, _) in found.items():
        symbol = qr.symbol(text)
        module = round((right - left) / symbol.side)
        assert module >= 4  # dots of 1/8 mm
        rows = numpy.pad(numpy.array(symbol.rows), qr.QUIET)
        x, y = _corner(dark, left, top, module)
        side = module * symbol.whole_side
        printed = dark[y : y + side, x : x + side]
        assert numpy.array_equal(printed, rows.repeat(module, 0).repeat(module, 1))


def _corner(dark: "numpy.ndarray[tuple[int, int], numpy.dtype[numpy.bool]]", x: int, y: int, module: int) -> list[int]:
    """Top left of the quiet zone, from where the reader found the symbol, one dot more or less."""
    near = [(x + dx, y + dy) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
    alone = [(c, r) for c, r in near if dark[r, c] and not dark[r - 1, c] and not dark[r, c - 1]]
    assert len(alone) == 1
    return [place - qr.QUIET * module for place in alone[0]]


@SAMPLE
def test_both_papers_say_everything_that_the_description_holds(content: ReceiptContent) -> None:
    parts = receipt_parts(content)
    needless = {*_texts(parts.strip.cut)}  # the scissors are a picture
    needless |= set() if parts.notes else {*_texts(parts.notes_title)}
    needless |= set() if parts.proof_url else {*_texts(parts.proof)}
    texts = {*_texts(parts)} - needless
    assert len(texts) > 20
    for size, no_room in (("a4", set()), ("80mm", {*_texts(parts.head.keep)})):
        words = _bare(reader.one_line(receipt_pdf(content, size).pdf))
        assert {text for text in texts - no_room if _bare(text) not in words} == set()


def _texts(part: object) -> Iterator[str]:
    """Every text of the description, in pieces where readings stand between; not the addresses: they are codes."""
    if isinstance(part, Said):
        for text in (part.ja, part.second):
            yield from [piece.text for piece in text] if has_ruby(text) else filter(None, [plain(text)])
    elif isinstance(part, str) and not part.startswith(BASE):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from _texts(one)
    elif is_dataclass(part):
        for one in fields(part):
            yield from _texts(getattr(part, one.name))


def _bare(text: str) -> str:
    """Without blanks: a line may end at one."""
    return "".join(text.split())


@SAMPLE
def test_nothing_lies_beyond_what_the_head_can_print(content: ReceiptContent) -> None:
    pdf = receipt_pdf(content, "80mm").pdf
    left, right = thermal.LEFT, thermal.WIDTH - thermal.LEFT

    assert [box for box in reader.boxes(pdf) if box[0] < left - 0.5 or box[2] > right + 0.5] == []


def test_small_kanji_and_readings_keep_their_strokes() -> None:
    """Beside a picture four times as fine: of the strokes less than 1 % is lost, of the white less than that filled."""
    pdf = receipt_pdf(replace(COUNTER, language="ruby"), "80mm").pdf
    fine = numpy.asarray(reader.picture(pdf, 4 * 203.2 * (1 - 1e-6)))[:, 128:-128]
    printed = numpy.asarray(thermal.dots(pdf))
    height, width = printed.shape
    dots = fine.reshape(height, 4, width, 4).mean(axis=(1, 3))
    ink, white = dots < 64, dots > 224

    assert printed[ink].mean() < 0.01
    assert (~printed[white]).mean() < 0.0035


def test_the_bytes_initialise_print_feed_and_cut_once_and_never_open_a_drawer() -> None:
    names = [name for name, _ in Tokens().feed(commands(COUNTER))]

    assert (names[0], names[-2:], set(names[1:-2])) == ("initialise", ["feed", "cut"], {"raster"})


@pytest.mark.requirement("RC-4")
@pytest.mark.parametrize("way", [skewed, stained, faded, blurred], ids=lambda way: way.__name__)
def test_rc_4_codes_from_the_printers_own_bytes_are_read_after_a_scan_at_150_dpi(way: Spoil) -> None:
    sheet = paper(COUNTER).convert("L")
    framed = Image.new("L", (sheet.width + 80, sheet.height + 80), 255)
    framed.paste(sheet, (40, 40))
    read = []
    for number in range(6):
        spoilt = way(framed, random.Random(number))
        scanned = spoilt.resize((spoilt.width * 150 // 203, spoilt.height * 150 // 203), Image.Resampling.BILINEAR)
        read.append(seen_by_camera(scanned))

    assert read == [{PROOF, CONTINUE}] * 6


def test_a_sheet_that_is_no_roll_is_refused() -> None:
    with pytest.raises(ValueError, match="80 mm"):
        thermal.dots(receipt_pdf(COUNTER, "a4").pdf)


@pytest.mark.parametrize("size", ["80mm", "a4"])
def test_the_trial_sheet_holds_a_ladder_of_codes_on_either_paper(size: Paper) -> None:
    printed = trial_pdf("1番窓口", datetime(2026, 11, 22, 5, 0, tzinfo=UTC), size)

    assert printed.missing == ()
    assert reader.page_count(printed.pdf) == 1
    assert reader.codes(reader.picture(printed.pdf, 300)) == {ladder_text(dots) for dots in LADDER}


def test_the_trial_sheets_smallest_modules_are_four_dots_on_the_roll() -> None:
    printed = trial_pdf("1番窓口", datetime(2026, 11, 22, 5, 0, tzinfo=UTC))
    (sheet,) = pictures(thermal.commands(thermal.dots(printed.pdf)))
    found = reader.placed(sheet.convert("L"))

    sides = {text: qr.symbol(text).side for text in found}
    assert {round((at[2] - at[0]) / sides[text]) for text, at in found.items()} == {4, 5, 6}


def test_printing_leaves_nothing_in_the_temporary_folder(tmp_path: Path) -> None:
    program = (
        "from PIL import Image; from shared.printing import thermal; thermal.commands(Image.new('1', (576, 8), 1))"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, "TMPDIR": str(tmp_path)})

    assert list(tmp_path.iterdir()) == []

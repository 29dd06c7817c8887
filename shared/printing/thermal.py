"""From the PDF of a roll to what a receipt printer understands: dots, then ESC/POS. No drawer is ever opened.

The head of an 80 mm printer has 576 dots of 1/8 mm (203 dpi, 72 mm). The slip is drawn on that grid, so a module
of a QR is a whole number of dots. Words go as a picture: a printer's own Japanese characters differ from make to
make and lack the rare ones of names.
"""

import contextlib
import importlib
from functools import cache
from math import ceil
from pathlib import Path
from types import ModuleType
from typing import Final

import pypdfium2
from PIL import Image

from shared.printing.pdfium import LOCK
from shared.printing.slip import DOT, LEFT, WIDTH

DOTS: Final = 576
DARK: Final = 170  # of 255: lower, and the readings over kanji break; higher, and small kanji fill up
BAND: Final = 512  # rows sent as one picture: more is too much for the memory of small printers
PROFILE: Final = "TM-T20II"  # 576 dots at 203 dpi, in the printers' list of python-escpos
INITIALISE: Final = b"\x1b@"
_LEFT: Final = round(LEFT / DOT)


def dots(pdf: bytes) -> Image.Image:
    """All pages one under another as the head prints them: mode "1", 576 wide, 0 is black.

    Raises ValueError for a PDF that is not as wide as the roll.
    """
    with LOCK, contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        pages = [_page_dots(page) for page in document]
    whole = Image.new("1", (DOTS, sum(page.height for page in pages)), 1)
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return whole


def _page_dots(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    if abs(width - WIDTH) > DOT / 2:
        raise ValueError("this PDF is not as wide as a roll of 80 mm")
    # PDFium rounds the size of its picture up: a hair less than whole dots gives whole dots.
    scale = (round(width / DOT) - 0.001) / width
    drawn: Image.Image = page.render(scale=scale, grayscale=True).to_pil()
    within = (_LEFT, 0, _LEFT + DOTS, ceil(height * scale))
    return drawn.convert("L").crop(within).point(lambda grey: 255 if grey >= DARK else 0).convert("1")


def on_paper(picture: Image.Image) -> Image.Image:
    """The dots with the margins of the roll, which the head does not reach: 640 wide."""
    whole = Image.new("1", (DOTS + 2 * _LEFT, picture.height), 1)
    whole.paste(picture, (_LEFT, 0))
    return whole


def commands(picture: Image.Image) -> bytes:
    """ESC/POS: initialise, the picture in bands, feed, cut. `picture` is 576 dots wide."""
    printer = _library().Dummy(profile=PROFILE)
    printer._raw(INITIALISE)
    printer.image(picture, impl="bitImageRaster", center=False, fragment_height=BAND)
    printer.cut(mode="PART")
    made: bytes = printer.output
    return made


@cache
def _library() -> ModuleType:
    """python-escpos, loaded when the first sheet is printed: that takes 0.3 s.

    It sets up logging as it is imported, and leaves a folder with its list of printers behind, which goes here.
    """
    library = importlib.import_module("escpos.printer")
    left = Path(str(importlib.import_module("escpos.capabilities").pickle_path))
    left.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        left.parent.rmdir()
    return library

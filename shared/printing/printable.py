"""A sheet as pictures for a page that the browser prints: one page of paper, one picture, to the dot.

A PDF in a frame has no `print()` in every browser, and HTML has margins, headers and page breaks of its own.
"""

import base64
import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import pypdfium2
from PIL import Image

from shared.printing import thermal
from shared.printing.content import Paper
from shared.printing.pdfium import LOCK
from shared.printing.sheet import MM

A4_DPI: Final = 200
_SCREEN: Final = (
    "@media screen{body{background:#e9eef2}.bar{display:flex;gap:16px;justify-content:center;padding:20px}"
    "img{margin:0 auto 24px;background:#fff;box-shadow:0 2px 12px #0003}}"
)
_PAPER: Final = (
    "@media print{body{margin:0;background:#fff}.bar{display:none}"
    "img{image-rendering:pixelated;break-after:page}img:last-of-type{break-after:auto}}"
)


@dataclass(frozen=True)
class Printable:
    """`pictures`: PNG as `data:` addresses, one a page. `style`: the sheet of the page, `source` allows it in a CSP."""

    pictures: tuple[str, ...]
    style: str

    @property
    def source(self) -> str:
        """For `style-src`."""
        digest = hashlib.sha256(self.style.encode()).digest()
        return f"'sha256-{base64.b64encode(digest).decode()}'"


def printable(pdf: bytes, paper: Paper) -> Printable:
    """The PDF's pages. The paper's size stands in the style, so that nothing is scaled and no page is added."""
    drawn = _drawn(pdf) if paper == "a4" else [thermal.on_paper(thermal.dots(pdf))]
    with LOCK, contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        width, height = (length / MM for length in document[0].get_size())
    size = f"{width:.2f}mm {height:.2f}mm"
    # A hair lower than the page: what is rounded up would begin another one.
    picture = f"img{{display:block;width:{width:.2f}mm;height:{height - 0.2:.2f}mm}}"
    return Printable(_addresses(drawn), f"@page{{size:{size};margin:0}}{picture}{_SCREEN}{_PAPER}")


def _drawn(pdf: bytes) -> list[Image.Image]:
    with LOCK, contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        return [page.render(scale=A4_DPI / 72, grayscale=True).to_pil().convert("L") for page in document]


def _addresses(drawn: Sequence[Image.Image]) -> tuple[str, ...]:
    return tuple("data:image/png;base64," + base64.b64encode(_png(picture)).decode() for picture in drawn)


def _png(picture: Image.Image) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()

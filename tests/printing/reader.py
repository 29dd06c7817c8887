"""Independent readers of what we print: pdfium for pages, text and fonts, zxing for QR."""

import ctypes
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from PIL import Image


def page_count(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


def text_lines(pdf: bytes) -> list[str]:
    """All lines of text in the order of the document, as pdfium copies them."""
    return [line for page in pages(pdf) for line in page]


def pages(pdf: bytes) -> list[list[str]]:
    """The lines of each page."""
    return [page.get_textpage().get_text_range().splitlines() for page in pypdfium2.PdfDocument(pdf)]


def text(pdf: bytes) -> str:
    return "\n".join(text_lines(pdf))


def one_line(pdf: bytes) -> str:
    """The text without any line ends: for what may wrap."""
    return "".join(text_lines(pdf))


def poppler_lines(pdf: bytes, folder: Path) -> list[str] | None:
    """The same by pdftotext; None where it is not installed."""
    if not shutil.which("pdftotext"):
        return None
    file = folder / "sheet.pdf"
    file.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode().replace("\f", "").rstrip("\n").split("\n")


def picture(pdf: bytes, dpi: float, page: int = 0) -> Image.Image:
    rendered: Image.Image = pypdfium2.PdfDocument(pdf)[page].render(scale=dpi / 72).to_pil()
    return rendered.convert("L")


def codes(image: Image.Image) -> set[str]:
    """What another reader finds in the picture, set to QR: among many letters it sees a Micro QR now and then."""
    return {found.text for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)}


def placed(image: Image.Image) -> dict[str, tuple[int, int, int, int]]:
    """Left, top, right, bottom of each QR in the picture, by its text."""
    found = {code.text: code.position for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)}
    return {text: (at.top_left.x, at.top_left.y, at.bottom_right.x, at.bottom_right.y) for text, at in found.items()}


def fonts(pdf: bytes) -> dict[str, bool]:
    """Name of each font that draws text, and whether it is embedded."""
    found: dict[str, bool] = {}
    for page in pypdfium2.PdfDocument(pdf):
        for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            font = pdfium.FPDFTextObj_GetFont(thing.raw)
            found[_font_name(font)] = pdfium.FPDFFont_GetIsEmbedded(font) == 1
    return found


def boxes(pdf: bytes, page: int = 0) -> list[tuple[float, float, float, float]]:
    """(left, bottom, right, top) in points of each piece of text that is drawn."""
    things: list[Any] = list(pypdfium2.PdfDocument(pdf)[page].get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]))
    return [thing.get_bounds() for thing in things]


def size(pdf: bytes, page: int = 0) -> tuple[float, float]:
    """Width and height of a page in points."""
    width, height = pypdfium2.PdfDocument(pdf)[page].get_size()
    return width, height


def _font_name(font: Any) -> str:
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
    return buffer.value.decode()

"""Uploaded files: what is taken, under which name, and the office's own clean copy.

Real type by signature and a full decode (never the name or the browser's claim); pictures are encoded
again, so that EXIF, GPS and anything appended is gone; limits as in OBJECTS.md (10 MB a file, 10 files
and 50 MB a case).
"""

import contextlib
import io
import re
import unicodedata
import warnings
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import pillow_heif
import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from shared.errors import FileRefused
from shared.printing.pdfium import LOCK as PDFIUM

LARGEST_FILE = 10 * 2**20
LARGEST_CASE = 50 * 2**20
MOST_FILES = 10
MOST_PIXELS = 40_000_000
MOST_PAGES = 50
LONGEST_NAME = 100

_EXTENSION = {"pdf": "pdf", "jpeg": "jpg", "png": "png"}
_MIME = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
_COPIES = ((150, 80), (110, 70), (80, 60), (60, 40))  # dots per inch and JPEG quality of the office's copies

pillow_heif.register_heif_opener()


@dataclass(frozen=True, repr=False)
class TidyFile:
    """A file as we keep it. `type` is a MIME type; `name` is fit to be shown (still to be escaped)."""

    name: str
    type: str
    data: bytes


def tidy_file(name: str, data: bytes, accept: Collection[str] = ("pdf", "jpg", "png", "heic")) -> TidyFile:
    """The file as it will be kept. `accept` holds extensions. Raises FileRefused with a code."""
    if not data:
        raise FileRefused("file_empty")
    if len(data) > LARGEST_FILE:
        raise FileRefused("file_too_large", megabytes=LARGEST_FILE // 2**20)
    kind = _signature(data)
    if kind is None or not _accepted(kind, accept):
        raise FileRefused("file_type", accept="、".join(sorted({a.upper() for a in accept})))
    if kind == "pdf":
        _check_pdf(data)
        return TidyFile(tidy_name(name, "pdf"), _MIME["pdf"], data)
    kept, clean = _encode_again(data, kind)
    if len(clean) > LARGEST_FILE:
        raise FileRefused("file_too_large", megabytes=LARGEST_FILE // 2**20)
    return TidyFile(tidy_name(name, _EXTENSION[kept]), _MIME[kept], clean)


def check_room(present: Sequence[int], coming: int) -> None:
    """Refuses a further file when the case is full. `present`: sizes in bytes of the files that it has."""
    if len(present) >= MOST_FILES:
        raise FileRefused("files_too_many", most=MOST_FILES)
    if sum(present) + coming > LARGEST_CASE:
        raise FileRefused("files_too_large", megabytes=LARGEST_CASE // 2**20)


def tidy_name(name: str, extension: str) -> str:
    """A name to show: no folders, no control or direction marks, at most 100 characters, our extension."""
    last = re.split(r"[/\\:]", name)[-1]
    visible = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    stem = visible.rsplit(".", 1)[0].strip(" .") or "file"
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}.{extension}"


def clean_copy(file: TidyFile) -> TidyFile:
    """The office's own copy (無害化): pictures encoded anew, PDF pages turned into pictures in a new PDF.

    Many pages are drawn coarser, until the copy is no larger than a file may be. Raises FileRefused.
    """
    if file.type != _MIME["pdf"]:
        kind = "png" if file.type == _MIME["png"] else "jpeg"
        return TidyFile(file.name, file.type, _encode_again(file.data, kind)[1])
    for dots_per_inch, quality in _COPIES:
        data = _redrawn(file.data, dots_per_inch, quality)
        if len(data) <= LARGEST_FILE:
            return TidyFile(file.name, file.type, data)
    raise FileRefused("file_too_large", megabytes=LARGEST_FILE // 2**20)


def page_pictures(pdf: bytes, dots_per_inch: int = 100, most: int = MOST_PAGES) -> list[Image.Image]:
    """The pages of a PDF as pictures, each at most 2,400 pixels on the longer side. Raises FileRefused."""
    with PDFIUM, _opened(pdf) as document:
        return [_draw(document, i, dots_per_inch) for i in range(min(len(document), most))]


def page_picture(pdf: bytes, number: int, dots_per_inch: int = 100) -> tuple[Image.Image, int]:
    """(one page as a picture, how many pages there are). `number` from 1. Raises FileRefused, IndexError."""
    with PDFIUM, _opened(pdf) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        return _draw(document, number - 1, dots_per_inch), len(document)


def small_picture(file: TidyFile, longest: int = 360) -> bytes:
    """A kept picture in small, as JPEG: to tell pages apart, not to read them."""
    with Image.open(io.BytesIO(file.data), formats=["JPEG", "PNG"]) as picture:
        small = picture.convert("RGB")
    small.thumbnail((longest, longest))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=75)
    return out.getvalue()


def _redrawn(pdf: bytes, dots_per_inch: int, quality: int) -> bytes:
    """A new PDF of pictures, one page in memory at a time."""
    out = io.BytesIO()
    with PDFIUM, _opened(pdf) as document, contextlib.closing(pypdfium2.PdfDocument.new()) as copy:
        for number in range(min(len(document), MOST_PAGES)):
            picture = io.BytesIO()
            drawn = _draw(document, number, dots_per_inch)
            drawn.save(picture, "JPEG", quality=quality)
            _add_page(copy, picture, drawn.width * 72 / dots_per_inch, drawn.height * 72 / dots_per_inch)
        copy.save(out)
    return out.getvalue()


def _add_page(document: pypdfium2.PdfDocument, jpeg: io.BytesIO, width: float, height: float) -> None:
    """`width`, `height` in points."""
    jpeg.seek(0)
    image = pypdfium2.PdfImage.new(document)
    image.load_jpeg(jpeg, inline=True)
    image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    page = document.new_page(width, height)
    page.insert_obj(image)
    page.gen_content()
    page.close()


def _signature(data: bytes) -> str | None:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"heim", b"heis"):
        return "heic"
    return None


def _accepted(kind: str, accept: Collection[str]) -> bool:
    names = {"pdf": {"pdf"}, "jpeg": {"jpg", "jpeg"}, "png": {"png"}, "heic": {"heic", "jpg", "jpeg"}}
    return bool(names[kind] & {a.lower() for a in accept})


def _encode_again(data: bytes, kind: str) -> tuple[str, bytes]:
    """Decodes fully and encodes: HEIC and JPEG become JPEG, PNG stays PNG. Orientation is applied."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=[{"heic": "HEIF"}.get(kind, kind.upper())]) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise FileRefused("picture_too_large", megapixels=MOST_PIXELS // 1_000_000)
                picture.load()
                upright = ImageOps.exif_transpose(picture)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Warning,
        Image.DecompressionBombError,
    ) as e:
        raise FileRefused("file_broken") from e
    out = io.BytesIO()
    if kind == "png":
        bare = upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB")
        Image.frombytes(bare.mode, bare.size, bare.tobytes()).save(out, "PNG")
        return "png", out.getvalue()
    bare = upright.convert("RGB")
    Image.frombytes("RGB", bare.size, bare.tobytes()).save(out, "JPEG", quality=88)
    return "jpeg", out.getvalue()


def _check_pdf(data: bytes) -> None:
    with PDFIUM, _opened(data) as document:
        if not 0 < len(document) <= MOST_PAGES:
            raise FileRefused("pdf_pages", most=MOST_PAGES)
        _draw(document, 0, 36)


@contextlib.contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Whatever PDFium says of the document is a refusal."""
    try:
        with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
            yield document
    except pypdfium2.PdfiumError as e:
        raise FileRefused("pdf_locked" if "password" in str(e).lower() else "file_broken") from e


def _draw(document: pypdfium2.PdfDocument, number: int, dots_per_inch: int) -> Image.Image:
    page = document[number]
    longest = max(page.get_width(), page.get_height(), 1.0)
    scale = min(dots_per_inch / 72, 2400 / longest)
    picture: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
    page.close()
    return picture

"""What is taken as an attachment, what is refused and with which code (UP-1, UP-2, UP-4, UP-5)."""

import io
import struct
import zipfile
import zlib

import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from shared.casework.files import (
    LARGEST_FILE,
    LONGEST_NAME,
    check_room,
    clean_copy,
    page_pictures,
    tidy_file,
    tidy_name,
)
from shared.errors import FileRefused
from shared.language.wording import say, texts


def picture(kind: str, size: tuple[int, int] = (40, 20), **how: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 60)).save(out, kind, **how)
    return out.getvalue()


def pdf(pages: int = 1) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(200, 300)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def locked_pdf() -> bytes:
    """It opens with a password only."""
    out = io.BytesIO()
    canvas = Canvas(out, encrypt="password")
    canvas.drawString(10, 10, "x")
    canvas.save()
    return out.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims to be huge and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("a.txt", "x")
    return out.getvalue()


HEIC = picture("HEIF")
TAKEN = {
    "photo.jpg": picture("JPEG"),
    "photo.JPEG": picture("JPEG", progressive=True),
    "grey.jpg": picture("JPEG", quality=10),
    "shot.png": picture("PNG"),
    "small.png": picture("PNG", size=(1, 1)),
    "photo.HEIC": HEIC,
    "paper.pdf": pdf(),
    "three.pdf": pdf(3),
    "wrong-ending.exe": picture("JPEG"),
    "no-ending": pdf(),
    "jpeg-and-zip.jpg": picture("JPEG") + zipped(),
    "png-and-html.png": picture("PNG") + b"<html><script>1</script>",
}
REFUSED = {
    "empty.jpg": (b"", "file_empty"),
    "large.jpg": (b"\xff\xd8\xff" + b"\0" * LARGEST_FILE, "file_too_large"),
    "program.exe": (b"MZ" + b"\0" * 200, "file_type"),
    "program.jpg": (b"MZ" + b"\0" * 200, "file_type"),
    "elf.pdf": (b"\x7fELF" + b"\0" * 200, "file_type"),
    "picture.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "file_type"),
    "page.html": (b"<!doctype html><script>1</script>", "file_type"),
    "page.pdf": (b"<html>%PDF-1.7", "file_type"),
    "late.pdf": (b"\n\n" + pdf(), "file_type"),
    "archive.zip": (zipped(), "file_type"),
    "letter.docx": (zipped(), "file_type"),
    "table.xlsx": (zipped(), "file_type"),
    "anime.gif": (picture("GIF"), "file_type"),
    "scan.tiff": (picture("TIFF"), "file_type"),
    "scan.bmp": (picture("BMP"), "file_type"),
    "photo.webp": (picture("WEBP"), "file_type"),
    "film.mp4": (b"\0\0\0\x18ftypisom" + b"\0" * 100, "file_type"),
    "notes.txt": ("こんにちは".encode(), "file_type"),
    "script.js": (b"alert(1)", "file_type"),
    "mail.eml": (b"From: a@example.jp\r\n\r\n", "file_type"),
    "cut.jpg": (picture("JPEG", size=(400, 400))[:300], "file_broken"),
    "head-only.jpg": (b"\xff\xd8\xff\xe0" + b"\0" * 50, "file_broken"),
    "cut.png": (picture("PNG", size=(300, 300))[:90], "file_broken"),
    "head-only.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "file_broken"),
    "cut.heic": (HEIC[: len(HEIC) // 2], "file_broken"),
    "head-only.heic": (b"\0\0\0\x18ftypheic" + b"\0" * 60, "file_broken"),
    "cut.pdf": (pdf()[:60], "file_broken"),
    "head-only.pdf": (b"%PDF-1.7\n", "file_broken"),
    "many-pages.pdf": (pdf(51), "pdf_pages"),
    "locked.pdf": (locked_pdf(), "pdf_locked"),
    "zip-and-jpeg.jpg": (zipped() + picture("JPEG"), "file_type"),
}


@pytest.mark.requirement("UP-1")
@pytest.mark.parametrize("name", TAKEN)
def test_a_file_that_fully_decodes_is_taken_by_its_content_whatever_its_name(name: str) -> None:
    assert tidy_file(name, TAKEN[name]).type in ("application/pdf", "image/jpeg", "image/png")


@pytest.mark.requirement("UP-1")
@pytest.mark.parametrize("name", REFUSED)
def test_every_other_file_is_refused_with_its_reason(name: str) -> None:
    data, code = REFUSED[name]

    with pytest.raises(FileRefused) as refused:
        tidy_file(name, data)

    assert refused.value.code == code
    assert say(f"errors.{code}", "ja", **refused.value.params) != f"errors.{code}"


@pytest.mark.requirement("UP-1")
def test_the_corpus_holds_forty_files_and_every_reason_has_words() -> None:
    reasons = {f"errors.{code}" for _, code in REFUSED.values()}

    assert len(TAKEN) + len(REFUSED) >= 40
    assert [language for language in ("ja", "easy", "en") if reasons - set(texts(language))] == []


@pytest.mark.requirement("UP-1")
def test_a_picture_that_claims_to_be_huge_is_refused_without_being_decoded() -> None:
    with pytest.raises(FileRefused) as refused:
        tidy_file("bomb.png", png_header(30_000, 30_000))

    assert refused.value.code in ("file_broken", "picture_too_large")


@pytest.mark.requirement("UP-1")
def test_only_the_kinds_that_the_question_accepts_are_taken() -> None:
    with pytest.raises(FileRefused) as refused:
        tidy_file("a.pdf", pdf(), accept=("jpg", "png"))

    assert refused.value.code == "file_type"


# How a camera that is held so lays the picture down: the way back of what EXIF's number asks for.
LYING = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.requirement("UP-2")
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGB"), ("PNG", "L")])
def test_pictures_lose_their_exif_and_stand_upright(kind: str, mode: str, orientation: int) -> None:
    upright = Image.new(mode, (40, 20), "white")
    upright.paste("black", (0, 0, 8, 8))  # top left, as people saw it
    lying, out = upright.transpose(LYING[orientation]) if orientation > 1 else upright, io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "見本 花子の家"
    exif.get_ifd(0x8825)[1] = "N"

    lying.save(out, kind, exif=exif)

    tidy = tidy_file("a.jpg", out.getvalue())

    with Image.open(io.BytesIO(tidy.data)) as after:
        assert dict(after.getexif()) == {}
        assert "exif" not in after.info
        assert after.size == (40, 20)
        dark = after.convert("L").point(lambda value: 255 if value < 128 else 0)
        assert dark.getbbox() == (0, 0, 8, 8)
    assert "見本 花子の家".encode() not in tidy.data


def test_what_was_appended_to_a_picture_is_gone() -> None:
    assert b"PK\x03\x04" not in tidy_file("a.jpg", TAKEN["jpeg-and-zip.jpg"]).data


def test_a_photo_of_an_iphone_becomes_a_jpeg() -> None:
    assert (tidy_file("IMG.HEIC", HEIC).type, tidy_file("IMG.HEIC", HEIC).name) == ("image/jpeg", "IMG.jpg")


def test_the_offices_copy_of_a_pdf_holds_pictures_of_its_pages_only() -> None:
    copy = clean_copy(tidy_file("a.pdf", pdf(3)))

    assert len(page_pictures(copy.data)) == 3
    assert b"/JavaScript" not in copy.data and b"/Annots" not in copy.data


@pytest.mark.requirement("UP-4")
def test_a_case_holds_ten_files_and_fifty_megabytes() -> None:
    check_room([1] * 9, 1)
    check_room([10 * 2**20] * 4, 10 * 2**20)

    with pytest.raises(FileRefused, match="files_too_many"):
        check_room([1] * 10, 1)
    with pytest.raises(FileRefused, match="files_too_large"):
        check_room([10 * 2**20] * 5, 1)


@pytest.mark.requirement("UP-5")
@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\fakepath\\診断書.pdf", "診断書.pdf"),
        ("CON", "CON.pdf"),
        ("領収書①😀 ../../etc.pdf", "etc.pdf"),
        ("領収書①😀.pdf", "領収書①😀.pdf"),
        ("abc\u202efdp.exe", "abcfdp.pdf"),
        ("a\0b\n.pdf", "ab.pdf"),
        ("..", "file.pdf"),
        ("", "file.pdf"),
    ],
)
def test_the_shown_name_has_no_folder_no_direction_marks_and_our_ending(given_name: str, kept: str) -> None:
    assert tidy_name(given_name, "pdf") == kept


@pytest.mark.requirement("UP-5")
@given(st.text(max_size=400))
@example("../../x")
@example("CON")
@example("\u2066a\u202efdp\u2069.exe")
@example("長" * 300)
def test_no_name_escapes(name: str) -> None:
    kept = tidy_name(name, "pdf")

    assert len(kept) <= LONGEST_NAME
    assert kept.endswith(".pdf")
    assert not set(kept) & set("/\\:\0\n\r\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

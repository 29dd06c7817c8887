"""What a tablet's camera sees of a receipt, as a video file for Chromium's pretended camera."""

import io
from pathlib import Path

import numpy
from PIL import Image, ImageFilter

from shared.printing import qr
from shared.printing.content import Paper
from shared.printing.receipt import receipt_pdf
from tests.printing import reader
from tests.printing.samples import RECEIPT

SIZE = (1280, 720)
DESK = 96  # grey of the desk around the sheet
MODULE = 4.0  # pixels of the camera for one module of the code: a sheet held some 25 cm away


def held(paper: Paper, turn: float = 0.0, lean: float = 0.0, part: str = "/R/", module: float = MODULE) -> Image.Image:
    """One frame: the receipt with the code `part` in the middle, turned by `turn` degrees, seen from the side."""
    sheet = reader.picture(receipt_pdf(RECEIPT, paper).pdf, 300)
    left, top, right, bottom = next(at for text, at in reader.placed(sheet).items() if part in text)
    side = next(qr.symbol(text).side for text in reader.placed(sheet) if part in text)
    nearness = module * side / (right - left)
    near = sheet.resize((round(sheet.width * nearness), round(sheet.height * nearness)), Image.Resampling.LANCZOS)
    middle = (round((left + right) / 2 * nearness), round((top + bottom) / 2 * nearness))
    frame = Image.new("L", SIZE, DESK)
    frame.paste(near, (SIZE[0] // 2 - middle[0], SIZE[1] // 2 - middle[1]))
    seen = frame.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor=DESK)
    shape = (1, lean, -lean * SIZE[1] / 2, 0, 1, 0, 0, lean / SIZE[1] / 2)
    tilted = seen.transform(SIZE, Image.Transform.PERSPECTIVE, shape, Image.Resampling.BICUBIC, fillcolor=DESK)
    return tilted.filter(ImageFilter.GaussianBlur(0.7))


def whole(size: tuple[int, int]) -> Image.Image:
    """A frame with all of an A4 receipt, laid across and a little turned, as large as it fits."""
    sheet = reader.picture(receipt_pdf(RECEIPT, "a4").pdf, 400).rotate(90, expand=True)
    sheet.thumbnail((round(size[0] * 0.94), round(size[1] * 0.94)), Image.Resampling.LANCZOS)
    frame = Image.new("L", size, DESK)
    frame.paste(sheet, ((size[0] - sheet.width) // 2, (size[1] - sheet.height) // 2))
    return frame.rotate(1.5, resample=Image.Resampling.BICUBIC, fillcolor=DESK)


def plain(words_of_code: str) -> Image.Image:
    """A frame with any QR code."""
    drawn = Image.open(io.BytesIO(qr.png(words_of_code))).convert("L")
    frame = Image.new("L", SIZE, DESK)
    frame.paste(drawn, ((SIZE[0] - drawn.width) // 2, (SIZE[1] - drawn.height) // 2))
    return frame


def video(frames: list[Image.Image], file: Path) -> Path:
    """The frames, over and over, as Chromium's pretended camera takes them (YUV 4:2:0, grey)."""
    width, height = frames[0].size
    chroma = numpy.full((height // 2) * (width // 2) * 2, 128, dtype="uint8").tobytes()
    with file.open("wb") as out:
        out.write(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode())
        for frame in frames:
            out.write(b"FRAME\n" + frame.convert("L").tobytes() + chroma)
    return file

"""A PDF to draw on: points from the top left, text already in lines, every font embedded.

`invariant=1` and faces that are always used in the same order make the same content the same bytes.
"""

from io import BytesIO
from typing import Any, Final, Literal

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from shared.printing import fonts
from shared.printing.content import Printed
from shared.printing.qr import QUIET, Symbol, boxes
from shared.printing.rehearsed import mark_line
from shared.printing.typeset import Line

rl_config.useA85 = 0  # binary streams: smaller, and quicker than base 85 in Python

MM: Final = mm
DASH: Final = (3.0, 2.4)
ROLL: Final = 100 * MM  # what is narrower comes from a roll
Align = Literal["left", "centre", "right"]


def _canvas(file: BytesIO, size: tuple[float, float], font: str) -> Any:
    """ReportLab's canvas. Without a first font of ours it would name Helvetica, which is not embedded."""
    make: Any = Canvas
    return make(file, pagesize=size, pageCompression=1, invariant=1, initialFontName=font, lang="ja-JP")


class Sheet:
    """One document being drawn. `fonts.SETTING` must be held from the beginning until `finish`."""

    def __init__(self, title: str, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.missing: list[str] = []
        self._file = BytesIO()
        words = fonts.chain("words")
        self.canvas = _canvas(self._file, (width, height), words.fixed.fontName)
        self.canvas.setTitle(title)
        self.canvas.setViewerPreference("DisplayDocTitle", "true")
        words.fixed.splitString(words.fixed_characters, self.canvas._doc)
        number = fonts.chain("number")
        number.fixed.splitString(number.fixed_characters, self.canvas._doc)

    def line(self, set_line: Line, x: float, base: float, grey: float = 0.0) -> None:
        """A line from `x`, its base `base` points below the top."""
        text = self.canvas.beginText()
        text.setFillGray(grey)
        for run in set_line.runs:
            text.setTextOrigin(x + run.x, self.height - base + run.rise)
            text.setFont(run.font, run.size)
            text.textOut(run.drawn)
        self.canvas.drawText(text)
        self.missing += set_line.missing

    def rule(self, x: float, y: float, width: float, weight: float = 0.7, grey: float = 0.6) -> None:
        """A horizontal rule."""
        self.canvas.setLineWidth(weight)
        self.canvas.setStrokeGray(grey)
        self.canvas.line(x, self.height - y, x + width, self.height - y)

    def dashes(self, x: float, y: float, width: float, weight: float = 1.0) -> None:
        """A dashed line to cut along."""
        self.canvas.saveState()
        self.canvas.setDash(*DASH)
        self.rule(x, y, width, weight, 0)
        self.canvas.restoreState()

    def frame(self, at: tuple[float, float], size: tuple[float, float], weight: float = 1.4) -> None:
        """A black frame with rounded corners from its top left."""
        (x, y), (width, height) = at, size
        self.canvas.setLineWidth(weight)
        self.canvas.setStrokeGray(0)
        self.canvas.roundRect(x, self.height - y - height, width, height, 2 * MM, stroke=1, fill=0)

    def bar(self, at: tuple[float, float], size: tuple[float, float], grey: float = 0.0) -> None:
        """A filled rectangle from its top left."""
        (x, y), (width, height) = at, size
        self.canvas.setFillGray(grey)
        self.canvas.rect(x, self.height - y - height, width, height, stroke=0, fill=1)

    def symbol(self, drawn: Symbol, x: float, y: float, module: float) -> None:
        """A QR symbol with its quiet zone from its top left, `module` points a module: one path, one fill."""
        self.canvas.saveState()
        self.canvas.translate(x, self.height - y)
        self.canvas.scale(module, -module)
        self.canvas.setFillGray(0)
        path = [f"{b.column + QUIET} {b.row + QUIET} {b.width} {b.height} re" for b in boxes(drawn)]
        self.canvas.addLiteral("\n".join([*path, "f"]))  # whole numbers: ReportLab's formatting is slow
        self.canvas.restoreState()

    def next_page(self) -> None:
        self._mark()
        self.canvas.showPage()

    def finish(self) -> Printed:
        """The finished PDF and what could not be printed."""
        self._mark()
        self.canvas.showPage()
        self.canvas.save()
        return Printed(self._file.getvalue(), tuple(dict.fromkeys(self.missing)))

    def _mark(self) -> None:
        """研修, on white: over the upper edge of a page, in the feed at the end of a roll."""
        mark = mark_line()
        if mark is None:
            return
        x = max((self.width - mark.width) / 2, 2 * MM)
        base = 5.4 * MM if self.width > ROLL else self.height - 2.6 * MM
        self.canvas.setFillGray(1)
        ground = (x - 2 * MM, self.height - base - 1.2 * MM, mark.width + 4 * MM, 5.6 * MM)
        self.canvas.rect(*ground, stroke=0, fill=1)
        self.line(mark, x, base)

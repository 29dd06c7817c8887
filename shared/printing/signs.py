"""Signs drawn as vectors: the mark of ちょうどいい窓口, and scissors on a dashed line."""

from dataclasses import dataclass
from typing import Final

from shared.printing.sheet import MM, Sheet

MARK_UNITS: Final = 40  # the mark is drawn on a grid of 40 × 40, y downwards (look/build.py)


@dataclass(frozen=True)
class Mark:
    """A counter window with the sun on the lake, `height` points high and wide."""

    height: float

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        canvas = sheet.canvas
        canvas.saveState()
        canvas.translate(x, sheet.height - y)
        canvas.scale(self.height / MARK_UNITS, -self.height / MARK_UNITS)
        canvas.setFillGray(0)
        canvas.roundRect(1.5, 1.5, 37, 37, 9, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.roundRect(7, 7, 26, 26, 3.5, stroke=0, fill=1)
        canvas.setFillGray(0.47)
        canvas.wedge(12.5, 13.5, 27.5, 28.5, 180, 180, stroke=0, fill=1)
        canvas.setStrokeGray(0)
        canvas.setLineWidth(1.7)
        canvas.setLineCap(1)
        for left, right, level in ((9.5, 30.5, 23.5), (12.5, 27.5, 26.7), (16, 24, 29.9)):
            canvas.line(left, level, right, level)
        canvas.restoreState()


@dataclass(frozen=True)
class CutLine:
    """A dashed line over the whole width of the sheet, with scissors that begin to cut it at `x`."""

    height: float = 5 * MM

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        middle = y + self.height / 2
        sheet.dashes(0, middle, x - 1 * MM)
        _scissors(sheet, x, middle)
        sheet.dashes(x + 7 * MM, middle, sheet.width - x - 7 * MM)


def _scissors(sheet: Sheet, x: float, y: float) -> None:
    canvas = sheet.canvas
    canvas.saveState()
    canvas.translate(x, sheet.height - y)
    canvas.scale(MM, MM)
    canvas.setLineWidth(0.3)
    canvas.setStrokeGray(0)
    canvas.setLineCap(1)
    for side in (1, -1):
        canvas.circle(0.8, 1.15 * side, 0.75, stroke=1, fill=0)
        canvas.line(1.45, 0.78 * side, 6.0, -1.0 * side)
    canvas.restoreState()

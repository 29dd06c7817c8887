"""QR symbols: one line of text → modules → boxes, drawn as one path on paper and on pages.

DESIGN §6: alphanumeric mode, level M, version 8 at most, four light modules around, modules ≥ 0.5 mm.
No symbol is remembered: some hold a citizen's code.
"""

import base64
from html import escape
from io import BytesIO
from typing import Final, NamedTuple

from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import QRData

from shared.printing.mask import QuickQR

ALPHANUMERIC: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
ALPHANUMERIC_MODE: Final = 2  # ISO/IEC 18004 mode indicator
LARGEST_VERSION: Final = 8  # 49 modules a side
LONGEST_TEXT: Final = 221  # characters in version 8-M, alphanumeric
QUIET: Final = 4  # light modules on every side
LEAST_MODULE_MM: Final = 0.5
THERMAL_DOT_MM: Final = 0.125  # 203 dpi: eight dots a millimetre


class Box(NamedTuple):
    """A rectangle of dark modules; row and column from 0 at the top left, quiet zone not counted."""

    row: int
    column: int
    width: int
    height: int


class Symbol(NamedTuple):
    """A QR symbol: `side` modules without the quiet zone, `rows` of dark (True) and light modules."""

    version: int
    side: int
    rows: tuple[tuple[bool, ...], ...]

    @property
    def whole_side(self) -> int:
        """Modules a side with the quiet zone."""
        return self.side + 2 * QUIET

    def module_mm(self, least_side_mm: float, dot_mm: float = 0.0) -> float:
        """Size of a module so that the symbol with its quiet zone is about `least_side_mm` wide.

        Never under 0.5 mm. With `dot_mm` the module is a whole number of the printer's dots, so that all
        modules come out of equal width on a thermal printer.
        """
        module = max(least_side_mm / self.whole_side, LEAST_MODULE_MM)
        if not dot_mm:
            return module
        dots = max(round(module / dot_mm), -(-LEAST_MODULE_MM // dot_mm))
        return dots * dot_mm


def symbol(text: str) -> Symbol:
    """The QR symbol of `text`. Raises ValueError for text that is not alphanumeric or too long for 8-M.

    The error never repeats the text: it may hold a citizen's code.
    """
    if not text or not set(text) <= ALPHANUMERIC:
        raise ValueError("a QR text is upper-case alphanumeric: 0-9 A-Z $%*+-./: and blank")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"a QR text has at most {LONGEST_TEXT} characters; this one has {len(text)}")
    made = QuickQR(error_correction=ERROR_CORRECT_M)
    made.add_data(QRData(text, mode=ALPHANUMERIC_MODE))
    made.make(fit=True)
    rows = tuple(tuple(bool(dark) for dark in row) for row in made.modules)
    return Symbol(made.version, len(rows), rows)


def boxes(of: Symbol) -> list[Box]:
    """The dark modules as few rectangles: runs in a row, equal runs of neighbouring rows merged.

    Drawn as one path they leave no hairlines between modules and a third of the operators.
    """
    finished: list[Box] = []
    growing: dict[tuple[int, int], int] = {}
    for number, row in enumerate((*of.rows, ())):
        runs = {run: growing.get(run, number) for run in _runs(row)}
        for (column, width), start in growing.items():
            if (column, width) not in runs:
                finished.append(Box(start, column, width, number - start))
        growing = runs
    return finished


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """(column, width) of each run of dark modules."""
    runs, column = [], 0
    while column < len(row):
        if not row[column]:
            column += 1
            continue
        start = column
        while column < len(row) and row[column]:
            column += 1
        runs.append((start, column - start))
    return runs


def svg(text: str, label: str = "") -> str:
    """The symbol as an SVG element with its quiet zone, black on white whatever the page's colours.

    `label` is what a screen reader says; without it the picture is hidden from screen readers (its words
    stand beside it). No style attribute: a strict CSP lets it be. Raises ValueError as `symbol` does.
    """
    drawn = symbol(text)
    side = drawn.whole_side
    path = "".join(
        f"M{box.column + QUIET} {box.row + QUIET}h{box.width}v{box.height}h-{box.width}z" for box in boxes(drawn)
    )
    reader = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" {reader} '
        'shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path fill="#000" d="{path}"/></svg>'
    )


def svg_address(text: str) -> str:
    """The SVG as a `data:` address for `<img src>`: Streamlit's `st.html` drops `<svg>` elements."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg(text).encode()).decode()


def png(text: str, module_px: int = 8) -> bytes:
    """The symbol as a black and white PNG, `module_px` pixels a module, quiet zone included."""
    drawn = symbol(text)
    picture = Image.new("1", (drawn.whole_side, drawn.whole_side), 1)
    for row, line in enumerate(drawn.rows):
        for column, dark in enumerate(line):
            if dark:
                picture.putpixel((column + QUIET, row + QUIET), 0)
    side = drawn.whole_side * module_px
    file = BytesIO()
    picture.resize((side, side), Image.Resampling.NEAREST).save(file, "PNG", optimize=True)
    return file.getvalue()

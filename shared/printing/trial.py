"""A sheet to try a printer with: its width, fine lines, small characters, and QR from the smallest module up."""

from datetime import datetime
from typing import Final

from shared.printing import days, fonts, pages, qr
from shared.printing.blocks import Bar, Beside, Block, Code, Gap, Rule, Stack, both, paragraph
from shared.printing.content import Paper, Printed
from shared.printing.sheet import MM, Sheet
from shared.printing.slip import BAR, BOTTOM, DOT, INNER, LABEL, LEFT, NUMBER, SMALL, STRONG, TOP, VALUE, WIDTH
from shared.printing.typeset import Type
from shared.printing.words import Piece, Said, as_typed, label, plain

LADDER: Final = (4, 5, 6)  # dots a module: 0.5 mm, which is the least we print, 0.625 and 0.75 mm
LINES: Final = (1, 2, 3, 4)  # dots
PROOF_LENGTH: Final = qr.LONGEST_TEXT  # the largest symbol that we print
FILLING: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIZES: Final[tuple[Type, ...]] = (LABEL, VALUE, STRONG, NUMBER)
A4_LEFT: Final = (pages.WIDTH - INNER) / 2


def trial_pdf(printer: str, at: datetime, paper: Paper = "80mm") -> Printed:
    """The sheet on a roll or on A4. `at` in UTC. Raises SettingsError("font_missing") without BIZ UD."""
    with fonts.SETTING:
        column = Stack(tuple(_column(printer, at)))
        width, height, left = WIDTH, round((TOP + column.height + BOTTOM) / DOT) * DOT, LEFT
        if paper == "a4":
            width, height, left = pages.WIDTH, pages.HEIGHT, A4_LEFT
        sheet = Sheet(f"{plain(_label('title').ja)} {printer}", width, height)
        column.draw(sheet, left, TOP)
        return sheet.finish()


def ladder_text(dots: int) -> str:
    """What the QR with modules of so many dots holds: its size in µm, filled up to a receipt's length."""
    text = f"MADOGUCHI TRIAL {dots * round(qr.THERMAL_DOT_MM * 1000)} "
    return (text + FILLING * (PROOF_LENGTH // len(FILLING)))[:PROOF_LENGTH]


def _column(printer: str, at: datetime) -> list[Block]:
    column: list[Block] = [
        both(as_typed(printer), STRONG, INNER, "centre"),
        both(days.instant(at, "ja"), SMALL, INNER, "centre"),
        Gap(2 * MM),
        Bar(both(_label("title"), BAR, INNER, "centre"), INNER),
        Gap(2 * MM),
        both(_label("width"), VALUE, INNER),
        Gap(2 * MM),
    ]
    for dots in LINES:
        column += [Gap(1.5 * MM), Rule(INNER, dots * DOT, 0, dot=DOT)]
    column += [Gap(3 * MM), both(_label("fonts"), VALUE, INNER)]
    for size in SIZES:
        column += [Gap(1 * MM), *_sample(size)]
    column += [Gap(3 * MM), both(_label("codes"), VALUE, INNER)]
    for dots in LADDER:
        column += [Gap(2 * MM), _step(dots)]
    return [*column, Gap(2 * MM), both(_label("end"), STRONG, INNER, "centre")]


def _sample(size: Type) -> list[Block]:
    """Kanji with many strokes, names that few fonts have, readings, and what is easily taken for each other."""
    if size.style == "number":
        return [paragraph((Piece(text),), size, INNER) for text in ("0D8B 1I7L", "2Z5S 6G9Q")]
    return [both(label("trial.sample", "ruby"), size, INNER)]


def _step(dots: int) -> Block:
    symbol = qr.symbol(ladder_text(dots))
    code = Code(symbol, dots * DOT, 0, DOT)
    size = label("trial.module", "ja", size=f"{dots * qr.THERMAL_DOT_MM:.3f}", dots=str(dots))
    if code.width + 20 * MM > INNER:
        return Stack((both(size, SMALL, INNER), code))
    return Beside(((0, code), (code.width, both(size, SMALL, INNER - code.width))), centred=True)


def _label(name: str) -> Said:
    return label(f"trial.{name}", "ja")

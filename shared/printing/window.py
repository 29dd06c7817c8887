"""The window of an envelope, 長形3号, A4 in three: where an address stands, and what is kept free around it.

The window is taken as 90 × 45 mm, 20 mm from the left and 12 mm from the top of the envelope (235 × 120 mm laid
flat). A folded sheet (210 × 99 mm) can slide 24 mm and 20 mm in it, so the address stands where it is seen in
every place, and nothing else stands where the window may ever show it.
"""

from typing import Final

from shared.printing.blocks import Block, Gap, Stack, paragraph
from shared.printing.content import Addressee
from shared.printing.sheet import MM, Sheet
from shared.printing.typeset import Type
from shared.printing.words import Piece, Text

ADDRESS_AT: Final = (20 * MM, 12 * MM)
ADDRESS_SIZE: Final = (66 * MM, 25 * MM)
KEPT_FREE: Final = (110 * MM, 57 * MM)  # from the top left: what the window may show
FOLDS: Final = (99 * MM, 198 * MM)
POSTAL: Final = Type("number", 10.5, 13)
LINE: Final = Type("words", 10, 13)
NAME: Final = Type("bold", 12.5, 17)


def address_block(to: Addressee, name: Text, width: float) -> Stack:
    """Postal code, lines and the name with its 様 or 行."""
    postal = f"〒{to.postal[:3]}-{to.postal[3:]}" if to.postal else ""
    blocks: list[Block] = [paragraph((Piece(postal),), POSTAL, width)] if postal else []
    blocks += [paragraph((Piece(text),), LINE, width) for text in to.lines]
    return Stack((*blocks, Gap(1 * MM), paragraph(name, NAME, width)))


def draw_folds(sheet: Sheet) -> None:
    """A mark at either edge where the sheet is folded."""
    for fold in FOLDS:
        for edge in (0.0, sheet.width - 6 * MM):
            sheet.dashes(edge, fold, 6 * MM, 0.6)

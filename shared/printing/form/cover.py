"""The address sheet of a set for the post: the address stands in the window of an envelope, 長形3号, A4 in three.

The window is taken as 90 × 45 mm, 20 mm from the left and 12 mm from the top of the envelope (235 × 120 mm laid
flat). A folded sheet (210 × 99 mm) can slide 24 mm and 20 mm in it, so the address stands where it is seen in
every place, and nothing else stands where the window may ever show it.
"""

from dataclasses import dataclass
from typing import Final

from shared.printing.blocks import Block, Code, Gap, Stack, both, paragraph
from shared.printing.form.order import Addressee, FormOrder, grouped
from shared.printing.pages import INNER, LEAD, LEFT, TITLE
from shared.printing.sheet import MM, Sheet
from shared.printing.typeset import Type
from shared.printing.words import Piece

ADDRESS_AT: Final = (20 * MM, 12 * MM)
ADDRESS_SIZE: Final = (66 * MM, 25 * MM)
KEPT_FREE: Final = (110 * MM, 57 * MM)  # from the top left: what the window may show
FOLDS: Final = (99 * MM, 198 * MM)
POSTAL: Final = Type("number", 10.5, 13)
LINE: Final = Type("words", 10, 13)
NAME: Final = Type("bold", 12.5, 17)
SMALL: Final = Type("words", 9, 13, grey=0.1)
STEPS: Final = ("cover_fold", "cover_check", "cover_sign", "cover_send")


@dataclass(frozen=True)
class CoverSheet:
    """The whole page: address, code, folds, and what to do."""

    address: Block
    code: Block
    body: Block
    height: float = 0.0

    def draw(self, sheet: Sheet, x: float, y: float) -> None:
        self.address.draw(sheet, *ADDRESS_AT)
        self.code.draw(sheet, sheet.width - LEFT - 30 * MM, 12 * MM)
        for fold in FOLDS:
            for edge in (0.0, sheet.width - 6 * MM):
                sheet.dashes(edge, fold, 6 * MM, 0.6)
        self.body.draw(sheet, LEFT, FOLDS[0] + 8 * MM)


def cover_blocks(order: FormOrder, code: Code) -> CoverSheet:
    """The address sheet of an order with a cover."""
    assert order.cover is not None
    number = paragraph((Piece(grouped(order.number)),), SMALL, 30 * MM, "centre")
    title = order.text(order.procedure.formal_title or order.procedure.title)
    body: list[Block] = [both(title, TITLE, INNER), Gap(4 * MM)]
    steps = STEPS if order.cover.back else ("cover_fold", "cover_window")
    for step in steps:
        body += [both(order.say(step), LEAD, INNER), Gap(2.5 * MM)]
    if order.cover.back:
        body += [Gap(3 * MM), both(order.say("cover_back"), LEAD, INNER), _address(order, order.cover.back, INNER)]
    return CoverSheet(_address(order, order.cover.to, ADDRESS_SIZE[0]), Stack((code, number)), Stack(tuple(body)))


def _address(order: FormOrder, to: Addressee, width: float) -> Stack:
    postal = f"〒{to.postal[:3]}-{to.postal[3:]}" if to.postal else ""
    blocks: list[Block] = [paragraph((Piece(postal),), POSTAL, width)] if postal else []
    blocks += [paragraph((Piece(text),), LINE, width) for text in to.lines]
    name = order.say("to_office" if to.office else "to_person", name=to.name)
    blocks += [Gap(1 * MM), paragraph(name.ja, NAME, width)]
    return Stack(tuple(blocks))

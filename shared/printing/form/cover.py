"""The address sheet of a set for the post: the address stands in the window of an envelope."""

from dataclasses import dataclass
from typing import Final

from shared.printing.blocks import Block, Code, Gap, Stack, both, paragraph
from shared.printing.content import Addressee
from shared.printing.form.order import FormOrder, grouped
from shared.printing.pages import INNER, LEAD, LEFT, TITLE
from shared.printing.sheet import MM, Sheet
from shared.printing.typeset import Type
from shared.printing.window import ADDRESS_AT, ADDRESS_SIZE, FOLDS, address_block, draw_folds
from shared.printing.words import Piece

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
        draw_folds(sheet)
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
    name = order.say("to_office" if to.office else "to_person", name=to.name)
    return address_block(to, name.ja, width)

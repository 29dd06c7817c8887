"""The parts of a form: each step of the procedure as a numbered table, or as one numbered row of a table."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from shared.catalogue.questions.choices import ConsentQuestion
from shared.catalogue.questions.files import FileQuestion
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.printing.blocks import Block, Gap, Stack
from shared.printing.form.asked import Part, Place
from shared.printing.form.conditions import only_if
from shared.printing.form.order import FormOrder
from shared.printing.form.rows import Rows, numbered_row, paired, place_rows
from shared.printing.form.table import Marked, only_line, part_head
from shared.printing.sheet import MM
from shared.printing.words import SILENT

BETWEEN_PARTS: Final = 4 * MM


def part_blocks(order: FormOrder, parts: Sequence[Part]) -> Iterator[Block]:
    """All parts that the person fills in. Parts for the same people stand under one line that names them."""
    written = [part for part in parts if _written(part)]
    in_row = False
    for condition, several in groupby(written, key=lambda part: part.only_if):
        group = list(several)
        before: list[Block] = []
        if condition is not None:
            numbers = "・".join(str(part.number) for part in group)
            before = [only_line(order, only_if(order, condition, parts=numbers))]
            before += [] if _single(group[0]) else [Marked(Gap(1.5 * MM))]
        for number, part in enumerate(group):
            single = _single(part)
            if not (in_row and single) and not (number == 0 and in_row and condition is not None and single):
                yield Gap(BETWEEN_PARTS)
            blocks = _blocks(order, part, single)
            if condition is not None:
                blocks = [Marked(block) for block in blocks]
            yield Stack((*before, blocks[0]))
            yield from blocks[1:]
            before, in_row = [], single is not None
    yield Gap(BETWEEN_PARTS)


def _written(part: Part) -> tuple[Place, ...]:
    """What is written on the form: files are papers to add."""
    return tuple(place for place in part.places if not isinstance(place.question, FileQuestion))


def _single(part: Part) -> Place | None:
    """The one question of a part that needs no heading of its own."""
    written = _written(part)
    alone = len(written) == 1 and not isinstance(written[0].question, GroupQuestion | RepeatQuestion)
    return written[0] if alone else None


def _blocks(order: FormOrder, part: Part, single: Place | None) -> Rows:
    hint = order.text(part.step.hint) if part.step.hint else SILENT
    title = order.text(part.step.title)
    if single is not None:
        if isinstance(single.question, ConsentQuestion):
            hint = SILENT if single.question.hint is None else hint
        return numbered_row(order, part.number, title, hint, single)
    rows = [row for group in paired(order, _written(part)) for row in place_rows(order, group)]
    return [Stack((part_head(order, part.number, title, hint), rows[0])), *rows[1:]]

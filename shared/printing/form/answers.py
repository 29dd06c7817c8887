"""The place for one answer: by the question's kind and length, or the answer itself where it is known."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from pydantic import JsonValue

from shared.catalogue.limits import limit_day, limit_month
from shared.catalogue.questions import contact, dates, numbers, words
from shared.catalogue.questions.choices import ChoicesQuestion, ConsentQuestion, Option, OptionsBase, YesNoQuestion
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.simple import SimpleQuestion
from shared.language import clock
from shared.language.eras import ERAS
from shared.printing.blocks import Block, Paragraph, Stack, both, paragraph
from shared.printing.form.order import FormOrder
from shared.printing.form.places import (
    AtLeast,
    Boxed,
    Cells,
    Grid,
    Lines,
    Row,
    Tick,
    one_line,
    spaced,
)
from shared.printing.sheet import MM
from shared.printing.words import SILENT, Piece, Said, as_typed, joined

UNITS: Final = 6
FEW_OPTIONS: Final = 8  # more than these are chosen from a list in small print
FEW_AGAIN: Final = 6  # in rows that are printed several times
LONGEST_TEXT: Final = 8  # lines
A_LINE: Final = 70  # characters of `max_length` that get a line: people write less than they may
ONE_LINE: Final = 80  # of `max_length`; longer words get two lines
DAY_KINDS: Final = (dates.DateQuestion, dates.BirthDateQuestion, dates.OpenDayQuestion, dates.MonthQuestion)
NAMES: Final = (words.NameQuestion, words.AliasQuestion, words.StaffQuestion, words.BankNameQuestion)
NUMBERS: Final = (numbers.NumberQuestion, numbers.MoneyQuestion)


def answer_block(order: FormOrder, question: SimpleQuestion, stored: JsonValue, width: float, again: bool) -> Block:
    """The place for the answer, at most `width` wide. `again`: it is printed once for each of several things."""
    if not question.empty(stored):
        return _known(order, question, stored, width, again)
    if isinstance(question, OptionsBase | YesNoQuestion):
        if listed(question, again):
            return Lines(1, order.style.box * 1.1, width)
        return ticks(order, question, None, width)
    if isinstance(question, DAY_KINDS):
        return _day(order, question, width)
    return _written(order, question, width)


def listed(question: SimpleQuestion, again: bool) -> bool:
    """Whether the options stand in a list apart and the chosen one is written."""
    return isinstance(question, OptionsBase) and len(question.options) > (FEW_AGAIN if again else FEW_OPTIONS)


def ticks(order: FormOrder, question: SimpleQuestion, stored: JsonValue, width: float) -> Block:
    """All options with a box each, the chosen ones ticked, under the headings of their groups."""
    if isinstance(question, YesNoQuestion):
        words_of = [(order.say(value), stored == value) for value in ("yes", "no")]
        return _grid(order, [_tick(order, said, on, width) for said, on in words_of], width)
    assert isinstance(question, OptionsBase)
    chosen = stored if isinstance(stored, list) else [stored]
    blocks: list[Block] = []
    group: list[Option] = []
    for option in (*question.options, None):
        if group and (option is None or option.group):
            blocks.append(_options(order, group, chosen, width))
            group = []
        if option is not None:
            if option.group:
                blocks.append(both(order.text(option.group), order.style.hint, width))
            group.append(option)
    return spaced(blocks, 1 * MM)


def _options(order: FormOrder, options: Sequence[Option], chosen: Sequence[JsonValue], width: float) -> Block:
    made = []
    for option in options:
        said = order.text(option.label)
        if option.hint:
            hint = order.text(option.hint)
            said = joined("", said, order.say("in_brackets", words=hint), between_second=" ")
        made.append(_tick(order, said, option.value in chosen, width))
    return _grid(order, made, width)


def _tick(order: FormOrder, said: Said, ticked: bool, width: float) -> Tick:
    style = order.style
    room = width - style.tick - 2 * MM
    return Tick(style.tick, both(said, style.option, room), style.option, ticked)


def _grid(order: FormOrder, made: Sequence[Tick], width: float) -> Block:
    """In columns of a sixth of the width: equal columns where the words allow, wider ones for longer words."""
    unit = width / UNITS
    needed = [min(UNITS, ceil((tick.indent + _widest(tick.words) + 2 * MM) / unit)) for tick in made]
    usual = min((n for n in (1, 2, 3) if sum(need <= n for need in needed) * 3 >= len(needed) * 2), default=UNITS)
    sizes = [usual if need <= usual else ceil(need / usual) * usual for need in needed]
    return Grid(tuple(zip(sizes, made, strict=True)), UNITS, width)


def _widest(block: Block) -> float:
    assert isinstance(block, Stack)
    set_lines = [line for part in block.blocks if isinstance(part, Paragraph) for line in part.set_lines]
    return max(line.width for line in set_lines)


def consent(order: FormOrder, question: ConsentQuestion, stored: JsonValue, width: float) -> Block:
    """A box and the sentence that is agreed to."""
    return _tick(order, order.text(question.label), not question.empty(stored), width)


def _known(order: FormOrder, question: SimpleQuestion, stored: JsonValue, width: float, again: bool) -> Block:
    """The answer in words, exactly as screens and receipts show it; few options with all of them to be seen."""
    if isinstance(question, OptionsBase | YesNoQuestion) and not listed(question, again):
        return ticks(order, question, stored, width)
    style = order.style
    shown = as_typed(question.show(stored, "ja"))
    if isinstance(question, ChoicesQuestion):
        shown = as_typed("\n".join(question.label_of(one, "ja") for one in _list(stored)))
    return AtLeast(paragraph(shown.ja, style.answer, width), style.box)


def _list(stored: JsonValue) -> list[JsonValue]:
    return stored if isinstance(stored, list) else [stored]


def _written(order: FormOrder, question: SimpleQuestion, width: float) -> Block:
    style = order.style
    match question:
        case contact.PostalQuestion():
            return Cells((3, 4), style.cell * 1.1, style.box, before=one_line((Piece("〒"),), style.option))
        case numbers.MyNumberQuestion():
            return Cells((4, 4, 4), style.cell, style.box)
        case contact.PhoneQuestion():
            return _telephone(order, width)
        case numbers.NumberQuestion() | numbers.MoneyQuestion():
            return _amount(order, question)
    if count := question.boxes():
        return _cells(order, count, width)
    if isinstance(question, words.WordsBase):
        return Lines(_lines(question), style.line * (1.15 if isinstance(question, NAMES) else 1), width)
    return Lines(1, style.line, width)


def _lines(question: words.WordsBase) -> int:
    if isinstance(question, words.LongTextQuestion):
        return min(LONGEST_TEXT, max(3, ceil(question.max_length / A_LINE)))
    return 1 if isinstance(question, NAMES) or question.max_length <= ONE_LINE else 2


def _cells(order: FormOrder, count: int, width: float) -> Block:
    style = order.style
    return Cells((count,), style.cell, style.box, per_row=max(1, int((width + 0.1) // style.cell)))


def _telephone(order: FormOrder, width: float) -> Block:
    style = order.style
    part = min(26 * MM, (width - 16 * MM) / 3)
    dash = one_line((Piece("－"),), style.unit)
    last = one_line((Piece(" "),), style.unit)
    boxes = [Boxed(part, style.box, dash), Boxed(part, style.box, dash), Boxed(part, style.box, last)]
    return Row(tuple((one.whole, one) for one in boxes), width + 5 * MM)


def _amount(order: FormOrder, question: numbers.NumberQuestion | numbers.MoneyQuestion) -> Block:
    style = order.style
    if isinstance(question, numbers.MoneyQuestion):
        unit = order.say("yen")
    else:
        unit = order.text(question.unit) if question.unit else as_typed(" ")
    wide = 60 * MM if isinstance(question, numbers.MoneyQuestion) else 26 * MM
    box = Boxed(wide, style.box, one_line(joined(" ", unit).ja, style.unit))
    return Row(((box.whole, box), (0.1, _second(order, unit.second))), 200 * MM)


def _second(order: FormOrder, second: tuple[Piece, ...]) -> Block:
    return one_line(second or (Piece(" "),), order.style.hint)


def _day(order: FormOrder, question: SimpleQuestion, width: float) -> Block:
    """The eras in which the day may lie, to be ringed, and boxes for year, month and day."""
    style = order.style
    marks = (*(order.say(f"era_{name}") for name in eras_for(question)), order.say("era_western"))
    eras = one_line(joined(" ・ ", *marks).ja, style.option)
    names = ("year", "month") if isinstance(question, dates.MonthQuestion) else ("year", "month", "day")
    boxes: list[tuple[float, Block]] = []
    for name in names:
        unit = one_line(order.say(name).ja, style.unit)
        box = Boxed(style.cell * (2.7 if name == "year" else 1.9), style.box, unit)
        boxes.append((box.whole, box))
    beside = eras.width + 2.5 * MM
    if beside + sum(wide for wide, _ in boxes) <= width + 2 * MM:
        return Row(((beside, eras), *boxes), width + 2 * MM)
    return spaced([eras, Row(tuple(boxes), width + 2 * MM)], 1 * MM)


def hints(order: FormOrder, question: Question, again: bool) -> Said:
    """How to write it: the catalogue's words, or ours where those speak of typing; and an example."""
    said: list[Said] = []
    if isinstance(question, words.KanaQuestion):
        said.append(order.say("hint_kana"))
    elif question.hint and not (again and isinstance(question, DAY_KINDS)):
        said.append(order.text(question.hint))
    if isinstance(question, numbers.MyNumberQuestion):
        said.append(order.say("hint_my_number"))
    if isinstance(question, OptionsBase) and listed(question, again):
        said += [] if again else [order.say("hint_listed")]
    elif question.example and not again and not isinstance(question, DAY_KINDS):
        said.append(order.say("example", example=order.words(question.example)))
    return joined("", *said, between_second=" ") if said else SILENT


def eras_for(question: SimpleQuestion) -> list[str]:
    """The eras with days that the question takes, the oldest first."""
    today = clock.today()
    if isinstance(question, dates.BirthDateQuestion):
        return [era.name for era in reversed(ERAS)]
    if isinstance(question, dates.MonthQuestion):
        first = limit_month(question.min, today) if question.min else "1989-01"
    elif isinstance(question, dates.OpenDayQuestion):
        first = today.isoformat()
    else:
        least = getattr(question, "min", None)
        first = limit_day(least, today).isoformat() if least else "1989-01-08"
    return [era.name for era in reversed(ERAS) if era.last is None or era.last.isoformat() >= first]

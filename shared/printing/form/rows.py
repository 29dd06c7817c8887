"""Rows of the table: one question or two narrow ones, groups, and things that are printed several times."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pydantic import JsonValue

from shared.catalogue.questions import words
from shared.catalogue.questions.choices import ConsentQuestion, OptionsBase, YesNoQuestion
from shared.catalogue.questions.files import FileQuestion
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.numbers import NumberQuestion
from shared.catalogue.questions.simple import SimpleQuestion
from shared.printing.blocks import Beside, Block, Gap, Stack, both
from shared.printing.form.answers import answer_block, consent, hints, listed
from shared.printing.form.asked import Place, children
from shared.printing.form.conditions import only_if
from shared.printing.form.order import FormOrder, grouped
from shared.printing.form.table import (
    LIST_TINT,
    TINT,
    Cell,
    Disc,
    answer_width,
    cells,
    disc_size,
    inner_width,
    label_width,
    row,
    titled_bar,
    whole_row,
)
from shared.printing.sheet import MM
from shared.printing.words import Said, as_typed, joined

IN_ROWS: Final = 6  # of things with one question each
IN_BLOCKS: Final = 3  # of things with several
NARROW: Final = (words.NameQuestion, words.BankNameQuestion, words.BankBranchQuestion, YesNoQuestion, NumberQuestion)
NARROW_TEXT: Final = 30  # characters
NARROW_OPTIONS: Final = 3
NARROW_WORDS: Final = 4  # characters of an option
LEAST_ROWS: Final = 2
LABEL_LINES: Final = 3  # of a label beside half a row

Rows = list[Block]
Near = Mapping[str, Question]


def numbered_row(order: FormOrder, number: int, title: Said, hint: Said, place: Place) -> Rows:
    """A part with one question: its number beside the label, what is asked over the place to write."""
    style, question = order.style, place.question
    size = disc_size(order)
    room = label_width(order) - 2 * style.padding - size - 1.5 * MM
    label = Beside(((0, Disc(str(number), size)), (size + 1.5 * MM, _label(order, question, room))), centred=True)
    width = answer_width(order)
    above: list[Block] = [both(title, style.asked, width)]
    above += [both(hint, style.hint, width)] if not hint.blank else []
    if isinstance(question, ConsentQuestion):
        label = Beside(((0, Disc(str(number), size)), (size + 1.5 * MM, both(title, style.label, room))), centred=True)
        return [row(order, cells(order, label, consent(order, question, place.stored, width)))]
    rows: Rows = [row(order, cells(order, label, _answer(order, place, {}, tuple(above))))]
    return rows + _list_after(order, place)


def place_rows(order: FormOrder, group: tuple[Place, ...]) -> Rows:
    """The rows of one question, or the one row of two."""
    if len(group) == 2:
        return [row(order, [cell for place in group for cell in _cells(order, place, {}, half=True)])]
    place = group[0]
    match place.question:
        case GroupQuestion():
            return _group(order, place.question, place.stored)
        case RepeatQuestion():
            return _repeat(order, place.question, place.stored)
        case ConsentQuestion():
            return [whole_row(order, consent(order, place.question, place.stored, inner_width(order)))]
    return [row(order, _cells(order, place, {})), *_list_after(order, place)]


def paired(order: FormOrder, places: Sequence[Place]) -> Iterator[tuple[Place, ...]]:
    """Two narrow places that follow each other stand in one row."""
    waiting: tuple[Place, ...] = ()
    for place in places:
        narrow = _is_narrow(order, place)
        if waiting and narrow:
            yield (*waiting, place)
            waiting = ()
            continue
        if waiting:
            yield waiting
        waiting = (place,) if narrow else ()
        if not narrow:
            yield (place,)
    if waiting:
        yield waiting


def _is_narrow(order: FormOrder, place: Place) -> bool:
    question = place.question
    if place.only_if is not None or order.large or order.language in ("easy", "en"):
        return False
    if question.hint and not isinstance(question, words.NameQuestion):
        return False
    label = _label(order, question, label_width(order, half=True) - 2 * order.style.padding)
    return _takes_little(question) and label.height <= LABEL_LINES * order.style.label.leading + 1


def _takes_little(question: Question) -> bool:
    if isinstance(question, words.TextQuestion):
        return question.max_length <= NARROW_TEXT
    if isinstance(question, OptionsBase):
        short = all(len(option.label.say("ja")) <= NARROW_WORDS and not option.hint for option in question.options)
        return short and len(question.options) <= NARROW_OPTIONS
    return isinstance(question, NARROW)


def _cells(order: FormOrder, place: Place, near: Near, half: bool = False, again: bool = False) -> tuple[Cell, Cell]:
    label = _label(order, place.question, label_width(order, half) - 2 * order.style.padding)
    return cells(order, label, _answer(order, place, near, (), half, again), half)


def _answer(
    order: FormOrder, place: Place, near: Near, above: tuple[Block, ...], half: bool = False, again: bool = False
) -> Block:
    """The place for the answer, under `above`, the condition and how to write it."""
    style, width, question = order.style, answer_width(order, half), place.question
    words_above = list(above)
    if place.only_if is not None:
        only = joined("", as_typed("▶ "), only_if(order, place.only_if, near))
        words_above.append(both(only, style.asked, width))
    if question.empty(place.stored):
        how = hints(order, question, again)
        words_above += [both(how, style.hint, width)] if not how.blank else []
    if words_above:
        words_above.append(Gap(1 * MM))
    assert not isinstance(question, GroupQuestion | RepeatQuestion)
    return Stack((*words_above, answer_block(order, question, place.stored, width, again)))


def _label(order: FormOrder, question: Question, width: float) -> Block:
    """The question's label, and that it may be left open."""
    blocks: list[Block] = [both(order.text(question.label), order.style.label, width)]
    if question.required is not True:
        blocks.append(both(order.say("optional"), order.style.hint, width))
    return Stack(tuple(blocks))


def _list_after(order: FormOrder, place: Place) -> Rows:
    question = place.question
    shown = isinstance(question, OptionsBase) and listed(question, False) and question.empty(place.stored)
    return options_list(order, question) if shown else []


def options_list(order: FormOrder, question: Question) -> Rows:
    """The options of a long list, to choose the words from, in small print."""
    assert isinstance(question, OptionsBase)
    width, lines = inner_width(order), list[Said]()
    line: list[Said] = []
    for option in question.options:
        if option.group and line:
            lines.append(joined("　", *line, between_second=" / "))
            line = []
        line += [order.say("option_group", group=order.words(option.group))] if option.group else []
        line.append(order.text(option.label))
    lines.append(joined("　", *line, between_second=" / "))
    title = both(order.say("options_of", label=order.words(question.label)), order.style.asked, width)
    first, *others = (both(said, order.style.hint, width) for said in lines)
    return [whole_row(order, block, LIST_TINT) for block in (Stack((title, first)), *others)]


def _group(order: FormOrder, question: GroupQuestion, stored: JsonValue) -> Rows:
    return _headed(titled_bar(order, order.text(question.label)), _children(order, question, stored, again=False))


def _children(order: FormOrder, question: GroupQuestion | RepeatQuestion, stored: JsonValue, again: bool) -> Rows:
    near: dict[str, Question] = {child.id: child for child in question.questions}
    asked = [
        Place(child, answer, condition)
        for child, answer, condition in children(question.questions, stored, order.answers)
        if not isinstance(child, FileQuestion)
    ]
    rows: Rows = []
    for group in paired(order, asked):
        half = len(group) == 2
        rows.append(row(order, [cell for place in group for cell in _cells(order, place, near, half, again)]))
        if not again:
            rows += [block for place in group for block in _list_after(order, place)]
    return rows


def _repeat(order: FormOrder, question: RepeatQuestion, stored: JsonValue) -> Rows:
    """The lists to choose from, as many places as there are answers or usually are, and what to do with more."""
    items = stored if isinstance(stored, list) else []
    name = order.words(question.item or question.label)
    shown = [child for child in question.questions if not isinstance(child, FileQuestion)]
    count = len(items) or min(question.max_items, IN_ROWS if len(shown) == 1 else IN_BLOCKS)
    head = whole_row(order, both(order.text(question.label), order.style.label, inner_width(order)), TINT)
    rows: Rows = [] if items else [row for child in shown if listed(child, True) for row in options_list(order, child)]
    titles = [order.say("item", name=name, number=str(number)) for number in range(1, count + 1)]
    things = list(zip(titles, items or [None] * count, strict=True))
    if len(shown) == 1:
        rows += _things(order, shown[0], things, question.ordered)
    else:
        for title, item in things:
            rows += _held(titled_bar(order, title), _children(order, question, item, again=True))
    if not items and question.max_items > count:
        more = order.say("more", number=grouped(order.number))
        rows.append(whole_row(order, both(more, order.style.hint, inner_width(order))))
    return _headed(head, rows)


def _things(order: FormOrder, child: SimpleQuestion, things: Sequence[tuple[Said, JsonValue]], ordered: bool) -> Rows:
    """Things with one question each: two in a row where they are narrow and their order means nothing."""
    half = not ordered and _takes_little(child) and not order.large and order.language not in ("easy", "en")
    rows: Rows = []
    each = 2 if half else 1
    for at in range(0, len(things), each):
        parts: list[Cell] = []
        for title, item in things[at : at + each]:
            stored = item.get(child.id) if isinstance(item, dict) else None
            width = label_width(order, half) - 2 * order.style.padding
            named = both(order.text(child.label), order.style.hint, width)
            label = Stack((both(title, order.style.label, width), named))
            answer = _answer(order, Place(child, stored, None), {}, (), half, again=True)
            parts += cells(order, label, answer, half)
        rows.append(row(order, parts))
    return rows


def _held(head: Block, rows: Rows) -> Rows:
    """One of several things: never fewer than two rows of it stand on a page."""
    if len(rows) <= LEAST_ROWS + 1:
        return [Stack((head, *rows))]
    first, last = rows[:LEAST_ROWS], rows[-LEAST_ROWS:]
    return [Stack((head, *first)), *rows[LEAST_ROWS:-LEAST_ROWS], Stack(tuple(last))]


def _headed(head: Block, rows: Rows) -> Rows:
    """A heading with the row that follows it."""
    return [Stack((head, *rows[:1])), *rows[1:]]

"""What ends a form: papers to add, date and signature, where to hand it in, and the staff's own box."""

from collections.abc import Iterator
from typing import Final

from shared.catalogue import fees
from shared.catalogue.conditions import Condition
from shared.catalogue.papers import looked_up
from shared.catalogue.questions.choices import ConsentQuestion
from shared.catalogue.questions.files import FileQuestion
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.catalogue.questions.kinds import Question
from shared.language import clock
from shared.printing.blocks import Block, Gap, Stack, both
from shared.printing.form.answers import answer_block, consent, listed
from shared.printing.form.asked import Known, Part
from shared.printing.form.conditions import for_whom
from shared.printing.form.order import FormOrder
from shared.printing.form.places import Boxed, Lines, Row, Tick, inline, one_line, width_of
from shared.printing.form.sections import BETWEEN_PARTS
from shared.printing.form.table import (
    STAFF_TINT,
    Tinted,
    answer_width,
    cells,
    high,
    inner_width,
    label_width,
    row,
    whole_row,
)
from shared.printing.pages import INNER
from shared.printing.sheet import MM
from shared.printing.words import SILENT, Said, as_typed, joined

SEAL: Final = 28 * MM  # a registered seal is 8–25 mm square (facts)
STAMP: Final = 22 * MM  # for the stamp of the day of receipt
BAR_TINT: Final = 0.78
TALLEST_BOX: Final = 150 * MM  # of what is kept together

Blocks = list[Block]


def papers(order: FormOrder, parts: list[Part]) -> Blocks:
    """添える書類: what the catalogue says to bring, and what online would be uploaded; a box to tick for each."""
    found = list(_documents(order)) + list(_files(order, parts))
    said: dict[str, tuple[Said, Said]] = {}
    for key, title, note in found:
        said.setdefault(key, (title, note))
    if not said:
        return []
    rows: Blocks = [_head(order, "papers")]
    for title, note in said.values():
        width = INNER - 2 * order.style.padding - order.style.tick - 2 * MM
        words: Blocks = [both(title, order.style.label, width)]
        words += [both(note, order.style.hint, width)] if not note.blank else []
        rows.append(whole_row(order, Tick(order.style.tick, Stack(tuple(words)), order.style.label)))
    return _closed(rows)


def _documents(order: FormOrder) -> Iterator[tuple[str, Said, Said]]:
    known = Known(order.answers)
    for document in order.procedure.documents:
        if order.answers and (known.decides(document.ask_if) is False or looked_up(document, order.answers)):
            continue
        notes = [order.text(note) for note in (document.when, document.hint) if note]
        yield document.title.say("ja"), order.text(document.title), joined("。", *notes, between_second=". ")


def _files(order: FormOrder, parts: list[Part]) -> Iterator[tuple[str, Said, Said]]:
    for part in parts:
        for place in part.places:
            question = place.question
            if isinstance(question, FileQuestion):
                only = _when(order, place.only_if or part.only_if)
                free = SILENT if question.required else order.say("optional_paper")
                yield question.label.say("ja"), order.text(question.label), joined("", only, free)
            if isinstance(question, GroupQuestion | RepeatQuestion):
                for child in question.questions:
                    if isinstance(child, FileQuestion):
                        whose = question.item if isinstance(question, RepeatQuestion) else None
                        each = order.say("each", name=order.words(whose or question.label))
                        yield child.label.say("ja"), order.text(child.label), each


def _when(order: FormOrder, condition: Condition | None) -> Said:
    return for_whom(order, condition) if condition is not None else SILENT


def signature(order: FormOrder) -> Blocks:
    """The day of writing, and a name, a signature or a signature with the registered seal."""
    style, kind, width = order.style, order.procedure.signature, answer_width(order)
    day = inline(order.say("written_on_blank"), style.option)
    rows: Blocks = [_head(order, f"sign_{order.procedure.kind}"), _labelled(order, "written_on", day)]
    if kind != "none":
        agent = any(question.id == "by_agent" for question in order.procedure.questions())
        how = [order.say(f"sign_how_{kind}"), order.say("sign_agent") if agent else SILENT]
        note = both(joined("", *how, between_second=" "), style.hint, width)
        rows.append(_labelled(order, f"sign_{kind}", Stack((note, Lines(1, style.box * 1.4, width)))))
    if kind == "registered_seal":
        rows.append(_labelled(order, "seal", Boxed(SEAL, SEAL, one_line(order.say("seal_how").ja, style.hint))))
    return [Stack((*rows, Gap(BETWEEN_PARTS)))]


def where(order: FormOrder) -> Blocks:
    """Where the form goes, what it costs, by when, and who answers questions."""
    rows: Blocks = [_head(order, "where")]
    for key, said in _places(order):
        rows.append(_labelled(order, key, both(said, order.style.option, answer_width(order))))
    return [Stack((*rows, Gap(BETWEEN_PARTS)))]


def _places(order: FormOrder) -> Iterator[tuple[str, Said]]:
    procedure = order.procedure
    section, city = procedure.section_details, procedure.city
    counter = order.say("counter", number=section.counter) if section.counter else SILENT
    floor = order.text(section.floor) if section.floor else SILENT
    place = joined("　", order.text(section.name), joined(" ", floor, counter), between_second=", ")
    office = joined("　", order.text(city.office), place, between_second=", ")
    yield "where_counter", joined("\n", office, order.text(city.hours), between_second="\n")
    if procedure.channels.post:
        yield "where_post", postal_address(order)
    fee = fees.fee_of(procedure, order.answers, "paper", clock.today())
    yield "fee", order.text(fee.words)
    if procedure.deadline is not None:
        yield "deadline", order.text(procedure.deadline.text)
    yield "questions", order.say("telephone", section=order.words(section.name), telephone=section.telephone)


def postal_address(order: FormOrder) -> Said:
    """〒 and address of the office, to the section; of an office whose address is not in the catalogue its name."""
    city, section = order.procedure.city, order.procedure.section_details
    code = as_typed(f"〒{city.postal}" if city.postal else "")
    address = order.text(city.address) if city.address else SILENT
    to = order.say("to_section", office=order.words(city.office), section=order.words(section.name))
    return joined(" ", code, address, to)


def staff_box(order: FormOrder, parts: list[Part]) -> Blocks:
    """職員記入欄: grey, for the day of receipt and the questions that only staff answer."""
    style = order.style
    bar = Tinted(both(order.say("staff"), style.label, inner_width(order)), INNER, 1.1 * MM, BAR_TINT)
    asked = [place.question for part in parts for place in part.staff_places]
    rows = [_staff_row(order, question) for question in asked]
    whole = Stack((Gap(1 * MM), bar, _received(order), *rows))
    if whole.height <= TALLEST_BOX:
        return [whole]
    return [Stack(whole.blocks[:4]), *rows[1:]]


def _staff_row(order: FormOrder, question: Question) -> Block:
    style, width = order.style, answer_width(order)
    assert not isinstance(question, GroupQuestion | RepeatQuestion)  # the catalogue refuses them for staff
    if isinstance(question, ConsentQuestion):
        return whole_row(order, consent(order, question, None, inner_width(order)), STAFF_TINT)
    label = both(order.text(question.label), style.label, _label(order))
    many = listed(question, again=False)
    place = Lines(1, style.box, width) if many else answer_block(order, question, None, width, again=False)
    return row(order, cells(order, label, high(order, place), tint=STAFF_TINT))


def _received(order: FormOrder) -> Block:
    """Room for the stamp of the day, how it came and who took it."""
    style = order.style
    narrow = label_width(order, half=True) - 2 * style.padding
    stamp, taken = (both(order.say(key), style.label, narrow) for key in ("staff_stamp", "staff_taken"))
    width = answer_width(order, half=True)
    ways = [Tick(style.tick, inline(order.say(key), style.option), style.option) for key in ("by_hand", "by_post")]
    by = Stack((Row(tuple((tick.indent + width_of(tick.words) + 4 * MM, tick) for tick in ways), width),))
    who = Stack((by, Gap(2 * MM), both(order.say("staff_who"), style.hint, width), Gap(style.box)))
    left, right = cells(order, stamp, Gap(STAMP), True, STAFF_TINT), cells(order, taken, who, True, STAFF_TINT)
    return row(order, (*left, *right))


def _labelled(order: FormOrder, key: str, block: Block) -> Block:
    """A row of ours: label and what stands beside it."""
    return row(order, cells(order, both(order.say(key), order.style.label, _label(order)), block))


def _head(order: FormOrder, key: str) -> Block:
    return Stack((both(order.say(key), order.style.heading, INNER), Gap(1 * MM)))


def _closed(rows: Blocks) -> Blocks:
    """The heading with its first row; room after the last."""
    return [Stack(tuple(rows[:2])), *rows[2:], Gap(BETWEEN_PARTS)]


def _label(order: FormOrder) -> float:
    return label_width(order) - 2 * order.style.padding

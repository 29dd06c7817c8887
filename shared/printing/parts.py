"""One description of the receipt, drawn as A4, 80 mm and HTML: every text, in reading order."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.language import clock
from shared.printing import days, fonts
from shared.printing.content import FactAsked, NextStep, Place, ReceiptContent, VisitShown, Words
from shared.printing.words import NO_BREAK, SILENT, Said, as_typed, joined, label, said

REFERENCE_GROUP = 3
CODE_GROUP = 4
UNNAMED = "－"


@dataclass(frozen=True)
class Row:
    """A label and its value; `strong` stands bold under the value (a telephone number, where to pay)."""

    label: Said
    value: Said
    strong: Said = SILENT


@dataclass(frozen=True)
class Head:
    """Whose sheet it is."""

    brand: Said  # 松江市 ちょうどいい窓口
    office: Said  # 松江市役所 市民課
    place: Said  # 1階 南・1-6番窓口
    telephone: Said  # 電話 0852-55-5255
    keep: Said


@dataclass(frozen=True)
class Strip:
    """What is torn off: the code, its QR, and what to know about it."""

    cut: Said
    title: Said
    groups: tuple[str, ...]
    url: str
    use: Said
    secret: Said
    seen: Said


@dataclass(frozen=True)
class Stamp:
    """見本 or 再発行: a word in a frame, and a sentence."""

    word: Said
    text: Said


@dataclass(frozen=True)
class Numbered:
    """One case in a frame: its number, what there is to know about it, its proof."""

    number_label: Said
    number: str
    rows: tuple[Row, ...]
    proof_url: str
    proof: Said


@dataclass(frozen=True)
class Parts:
    """Everything on a receipt, in reading order. `together`: what was sent with it."""

    head: Head
    title: Said
    lead: Said
    warning: Said  # pre-entry: that nothing is finished yet
    stamps: tuple[Stamp, ...]
    number_label: Said
    number: str
    rows: tuple[Row, ...]
    proof_url: str
    proof: Said
    together: tuple[Numbered, ...]
    next_title: Said
    next_rows: tuple[Row, ...]
    notes_title: Said
    notes: tuple[Said, ...]
    strip: Strip | None
    foot: Said


def receipt_parts(content: ReceiptContent) -> Parts:
    """The description of a receipt."""
    language = content.language
    pre = content.kind == "pre_entry"
    first = _numbered(content, tuple(_rows(content)))
    return Parts(
        head=head(content.place, language),
        title=label("receipt.pre_title" if pre else "receipt.title", language),
        lead=label("receipt.pre_text" if pre else "receipt.lead", language),
        warning=label("receipt.pre_lead", language) if pre else SILENT,
        stamps=tuple(_stamps(content)),
        number_label=first.number_label,
        number=first.number,
        rows=(*first.rows, *_soon(content)) if content.together else first.rows,
        proof_url=first.proof_url,
        proof=first.proof,
        together=tuple(_numbered(one, (*_own_rows(one), *_soon(one))) for one in content.together),
        next_title=label("receipt.next", language),
        next_rows=() if content.together else tuple(_next(step, content) for step in content.next_steps),
        notes_title=label("receipt.notes", language),
        notes=tuple(_notes(content)),
        strip=_strip(content) if content.code else None,
        foot=label("receipt.foot", language),
    )


def _numbered(content: ReceiptContent, rows: tuple[Row, ...]) -> Numbered:
    language = content.language
    return Numbered(
        number_label=label("receipt.pre_reference" if content.kind == "pre_entry" else "receipt.reference", language),
        number=" ".join(grouped(content.reference, REFERENCE_GROUP)),
        rows=rows,
        proof_url=content.proof_url,
        proof=label("receipt.proof", language),
    )


def _own_rows(content: ReceiptContent) -> Iterator[Row]:
    """What is not the same for all that was sent together."""
    language = content.language
    yield Row(label("receipt.procedure", language), said(content.title, language))
    if content.register_number:
        yield Row(label("receipt.register", language), as_typed(content.register_number))
    yield _fee(content)
    yield _contact(content)


def _soon(content: ReceiptContent) -> Iterator[Row]:
    """On a sheet for several, what each one ends with, and when."""
    steps = [step for step in content.next_steps if step.day] or list(content.next_steps)
    for step in steps[-1:]:
        row = _next(step, content)
        yield Row(label("receipt.next", content.language), row.value, row.label)


def head(place: Place, language: str) -> Head:
    """Whose sheet it is and where to go."""
    counter = label("receipt.counter", language, counter=place.counter) if place.counter else SILENT
    return Head(
        brand=label("sheet.brand", language, city=place.city),
        office=joined(
            " ", said(place.office, language), said(place.section, language), between_second=_comma(language)
        ),
        place=joined("・", said(place.floor, language), counter, between_second=_comma(language)),
        telephone=label("receipt.telephone", language, telephone=place.telephone),
        keep=label("receipt.keep", language),
    )


def _comma(language: str) -> str | None:
    return ", " if language == "en" else None


def grouped(text: str, size: int) -> tuple[str, ...]:
    """Characters in groups: `A7K2M9QX4` → A7K 2M9 QX4. Gaps that are already there do not count."""
    bare = "".join(character for character in text.upper() if character.isalnum())
    return tuple(bare[at : at + size] for at in range(0, len(bare), size))


def _stamps(content: ReceiptContent) -> Iterator[Stamp]:
    language = content.language
    if content.sample:
        yield Stamp(label("sheet.sample", language), label("sheet.sample_text", language))
    if content.reprinted_at:
        when = days.instant(content.reprinted_at, language)
        yield Stamp(label("receipt.reprint", language), label("receipt.reprint_at", language, when=when))


def _rows(content: ReceiptContent) -> Iterator[Row]:
    language = content.language
    when = "receipt.saved_at" if content.kind == "pre_entry" else "receipt.received_at"
    yield Row(label("receipt.procedure", language), said(content.title, language))
    for one in content.together:
        number = as_typed(" ".join(grouped(one.reference, REFERENCE_GROUP)))
        yield Row(label("receipt.together", language), said(one.title, language), number)
    if content.visit:
        yield _visit(content.visit, language)
    if content.bring:
        yield Row(label("receipt.bring", language), _listed(content.bring, language))
    yield Row(label(when, language), days.instant(content.received_at, language))
    if content.register_number:
        yield Row(label("receipt.register", language), as_typed(content.register_number))
    if content.applicant:
        yield _person(content)
    yield _channel(content)
    yield _fee(content)
    yield _contact(content)


def _visit(visit: VisitShown, language: str) -> Row:
    where = label("receipt.visit_place", language, line=said(visit.line, language), counters="・".join(visit.counters))
    return Row(label("receipt.visit", language), where, days.instant(visit.starts_at, language))


def _listed(things: tuple[Words, ...], language: str) -> Said:
    between = ", " if language == "en" else None
    return joined("、", *(said(one, language) for one in things), between_second=between)


def _person(content: ReceiptContent) -> Row:
    language = content.language
    name, agent = (whole.replace(" ", NO_BREAK) for whole in (content.applicant, content.agent or UNNAMED))
    value = label(f"receipt.by_{content.acting}", language, name=name, agent=agent)
    return Row(label("receipt.applicant", language), value)


def _channel(content: ReceiptContent) -> Row:
    language = content.language
    channel = label(f"receipt.channel_{content.channel}", language)
    if content.helper:
        channel = label("receipt.helped", language, channel=channel, helper=content.helper)
    return Row(label("receipt.channel", language), channel)


def _fee(content: ReceiptContent) -> Row:
    fee, language = content.fee, content.language
    if fee.state == "none":
        nothing = said(fee.amount, language) if fee.amount.ja else label("receipt.fee_none", language)
        return Row(label("receipt.fee", language), nothing)
    value = label(f"receipt.fee_{fee.state}", language, amount=fee.amount)
    if fee.state == "paid" or fee.paid_at == "none":
        return Row(label("receipt.fee", language), value)
    return Row(label("receipt.fee", language), value, label(f"receipt.pay_{fee.paid_at}", language))


def _contact(content: ReceiptContent) -> Row:
    language = content.language
    here = head(content.place, language)
    section = joined("　", said(content.place.section, language), here.place, between_second=_comma(language))
    return Row(label("receipt.contact", language), section, here.telephone)


def _next(step: NextStep, content: ReceiptContent) -> Row:
    language = content.language
    year = clock.in_japan(content.received_at).year
    when = days.near_day(step.day, step.day_is, year, language) if step.day else said(step.when, language)
    return Row(when, said(step.text, language))


def _notes(content: ReceiptContent) -> Iterator[Said]:
    yield from (said(note, content.language) for note in content.notes)
    if fonts.missing(content.applicant + content.agent + content.helper):
        yield label("sheet.missing", content.language)


def _strip(content: ReceiptContent) -> Strip:
    language = content.language
    pre = content.kind == "pre_entry"
    use = label("receipt.strip_use", language)
    return Strip(
        cut=label("receipt.cut", language),
        title=label("receipt.pre_strip" if pre else "receipt.strip", language),
        groups=grouped(content.code, CODE_GROUP),
        url=content.code_url,
        use=sentences(use, _fact(content.fact, language)) if content.fact else use,
        secret=label("receipt.secret", language),
        seen=sentences(*_seen(content)),
    )


def _fact(fact: FactAsked, language: str) -> Said:
    return label(f"receipt.fact_{fact.kind}", language, label=fact.label)


def _seen(content: ReceiptContent) -> Iterator[Said]:
    language = content.language
    if content.seen_from:
        yield label("receipt.seen_from", language, when=days.instant(content.seen_from, language))
    if content.seen_until:
        yield label("receipt.seen_until", language, day=days.whole_day(content.seen_until, language))


def sentences(*parts: Said) -> Said:
    """Sentences one after another: Japanese without a blank between them, the second language with one."""
    return joined("", *parts, between_second=" ")

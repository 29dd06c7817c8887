"""How a procedure looks on a day, without a house: its screens one after the other, its paper form, its receipt.

`procedure` is the catalogue's own, not as asked on a day. Nothing is kept; each sheet says that it is none.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from pydantic import JsonValue

from shared.casework import forms, online, persons, receipts
from shared.casework.forms import Setting
from shared.casework.practice import NOWHERE
from shared.casework.previews.invented import hand_of, invented
from shared.catalogue import deadlines, fees, journey
from shared.catalogue.journey import ShownRow
from shared.catalogue.papers import to_bring
from shared.catalogue.procedure import Procedure, asked_hash
from shared.errors import ValueRefused
from shared.language import clock
from shared.printing.form.paper import form_pdf
from shared.printing.receipt import receipt_pdf
from shared.printing.rehearsed import as_rehearsal
from shared.records.code import new_code
from shared.records.envelope import AskedProcedure, Body
from shared.records.person import ActedBy, Fact, Role
from shared.records.proof import code_url
from shared.records.reference import new_reference

Answers = Mapping[str, JsonValue]
_KEY = 32


@dataclass(frozen=True)
class Screen:
    """One of the walk: `number` of `of`, its words, and each question with the answer that was invented for it."""

    number: int
    of: int
    title: str
    hint: str
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True)
class Ending:
    """What is said before it is sent. `last_day`: until when one has to apply, where the answers give it."""

    fee: str
    last_day: date | None
    documents: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Walk:
    """From the first screen to the last. `staff`: walked by staff, since it cannot be written at home."""

    staff: bool
    screens: tuple[Screen, ...]
    ending: Ending


def walk(procedure: Procedure, day: date, language: str = "ja", answers: Answers | None = None) -> Walk:
    """The screens as they are asked on that day, filled in with `answers` or with invented ones."""
    asked = procedure.on(day)
    hand, channel = hand_of(asked)
    said = invented(asked, day) if answers is None else dict(answers)
    shown = {one.step_id: one for one in journey.shown(asked, said, language, hand)}
    steps = journey.asked_steps(asked, said, hand)
    screens = tuple(
        Screen(
            number,
            len(steps),
            step.title.say(language),
            step.hint.say(language) if step.hint else "",
            tuple(shown[step.id].rows),
        )
        for number, step in enumerate(steps, 1)
    )
    ending = Ending(
        fees.fee_of(asked, said, channel, day).words.say(language),
        deadlines.last_day_of(asked, said, day),
        tuple(one.title.say(language) for one in to_bring(asked, said)),
        tuple(text.say(language) for text in asked.after),
    )
    return Walk(hand == "staff", screens, ending)


def paper(procedure: Procedure, day: date, language: str = "ja", large: bool = False) -> bytes:
    """The blank form as it is asked on that day, as a PDF. Raises ChannelClosed where there is none on paper."""
    order = forms.blank_form(procedure, day, NOWHERE, Setting(language, large))
    with as_rehearsal():
        return form_pdf(order).pdf


def receipt(procedure: Procedure, day: date, language: str = "ja", answers: Answers | None = None) -> bytes:
    """The receipt of an invented case that came in on that day, as a PDF."""
    asked = procedure.on(day)
    said = invented(asked, day) if answers is None else dict(answers)
    at = datetime.combine(day, time(10), clock.JAPAN)
    body, reference, code = _body(procedure, asked, said, language, at), new_reference("A"), new_code()
    content = receipts.content_of(asked, body, reference, at)
    with as_rehearsal():
        return receipt_pdf(replace(content, code=code, code_url=code_url(NOWHERE, code))).pdf


def _body(catalogued: Procedure, asked: Procedure, said: journey.Answers, language: str, at: datetime) -> Body:
    plain = catalogued.as_asked(clock.in_japan(at).date())
    fact = _fact(asked, said)
    applicant, agent = persons.persons_of(asked, said, language, fact)
    return Body(
        procedure=AskedProcedure(asked.id, asked_hash(plain), plain),
        answers=said,
        channel="online" if online.takes_online(asked) else "counter",
        actor=ActedBy(Role.APPLICANT),
        applicant=applicant,
        agent=agent,
        consent={},
        k_in=os.urandom(_KEY),
        fact=fact,
        code="",
        root=os.urandom(_KEY),
        language=language,
        started_at=at,
        submitted_at=at,
    )


def _fact(asked: Procedure, said: journey.Answers) -> Fact:
    try:
        return persons.fact_of(asked, said)
    except ValueRefused:  # what the fact is taken from was left open
        return Fact("own_word", "")

"""What the dense form asks now, computed from what is kept and what is typed; and keeping it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from pydantic import JsonValue

from kiosk.dense_fields import dense_field
from kiosk.door import KioskDoor
from shared.casework.cases import Case
from shared.catalogue import journey
from shared.catalogue.procedure import Procedure, Step
from shared.catalogue.questions.groups import RepeatQuestion
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.numbers import SEALED
from shared.catalogue.questions.question import Asking
from shared.errors import AnswersRefused, ValueRefused
from shared.language import clock
from shared.screens import items
from shared.screens.course import closing_step
from shared.screens.fields.field import Setting
from shared.screens.fields.groups import AnyField, lines_of
from shared.screens.step import questions_in

_KEPT = "dense_kept"


@dataclass(frozen=True)
class Section:
    """One step of the procedure: its fields and its lists, in the order of the page."""

    step: Step
    fields: tuple[AnyField, ...]
    lists: tuple[RepeatQuestion, ...]
    readable: bool  # everything typed here can be kept as it is
    changed: bool  # and it is not kept yet

    def raw(self, case: Case) -> dict[str, object]:
        """What is typed now."""
        return items.raw_lists(case, self.step) | {field.question.id: field.raw() for field in self.fields}


def sections_of(door: KioskDoor, case: Case) -> list[Section]:
    """Every step asked of staff, for what is typed so far. What only asks for consent stands on the check page."""
    closing = closing_step(case, door.hand)
    setting = Setting(door, case, live=_everything(case), presumes=not door.by_letter)
    known: dict[str, JsonValue] = dict(case.answers)
    sections = []
    for step in case.procedure.steps:
        fields, readable = _read(step, setting, known)
        asked = journey.asked_questions(step, known, door.hand)
        if asked and (closing is None or step.id != closing.id):
            kept = tuple(fields[question.id] for question in asked if question.id in fields)
            lists = tuple(question for question in asked if isinstance(question, RepeatQuestion))
            fine = all(readable[question.id] for question in asked if question.id in readable)
            sections.append(Section(step, kept, lists, fine, _changed(case, asked, known)))
    return sections


def keep_readable(door: KioskDoor, case: Case, sections: list[Section]) -> Case:
    """Saves the steps that are whole, so that a lost browser or server takes nothing but the line being typed.

    Raises FolderChanged, KeepingError. What only together with other answers is wrong waits for the press.
    """
    raw: dict[str, object] = {}
    new = [section for section in sections if section.readable and section.changed]
    for section in new:
        raw |= section.raw(case)
    if not raw:
        return case
    try:
        saved = door.save_some(case, raw)
    except AnswersRefused:  # said when staff go on: until then the lines before are still being filled
        return case
    st.session_state[_KEPT] = saved
    for section in new:
        items.drop_pending(saved, section.step)
        _seal_numbers(section.fields)
    return saved


def _read(step: Step, setting: Setting, known: dict[str, JsonValue]) -> tuple[dict[str, AnyField], dict[str, bool]]:
    """The fields of a step, filled; `known` takes what can be read of them. Which of them can be kept."""
    fields: dict[str, AnyField] = {}
    readable: dict[str, bool] = {}
    asking = Asking(today=clock.today(), language="ja", channel=setting.case.channel, around=known)
    for question in step.questions:
        if isinstance(question, RepeatQuestion):
            _take(question, items.items_of(setting.case, question), known, asking)
            continue
        field = dense_field(question, setting)
        field.fill(setting.case.answers.get(question.id))
        fields[question.id] = field
        if question.kind != "file":  # kept by its own upload
            readable[question.id] = _take(question, field.raw(), known, asking)
    return fields, readable


def _take(question: Question, raw: object, known: dict[str, JsonValue], asking: Asking) -> bool:
    if raw == SEALED:  # a My Number in its box: shown as dots, changed only when it is typed anew
        return True
    known.pop(question.id, None)
    try:
        parsed = question.accept(raw, asking)
    except (ValueRefused, AnswersRefused):
        return False
    if parsed is not None:
        known[question.id] = parsed.stored
    return True


def _changed(case: Case, asked: Sequence[Question], known: Mapping[str, JsonValue]) -> bool:
    return any(known.get(question.id) != case.answers.get(question.id) for question in asked)


def _seal_numbers(fields: Iterable[AnyField]) -> None:
    """What was typed of a My Number leaves the session with the save that sealed it."""
    for field in lines_of(fields):
        if field.question.kind == "my_number" and field.raw():
            st.session_state[field.key] = SEALED


def newest(case: Case) -> Case:
    """The case as this session saved it last: a press may come from a page whose newer drawing was broken off."""
    kept = st.session_state.get(_KEPT)
    if isinstance(kept, Case) and kept.row.locator == case.row.locator and kept.row.revision > case.row.revision:
        return kept
    return case


def deciding(procedure: Procedure) -> frozenset[str]:
    """Ids of the questions that decide whether others are asked."""
    asked = [*procedure.steps, *procedure.questions()]
    inside = [child for question in procedure.questions() for child in getattr(question, "questions", ())]
    named = {name for one in (*asked, *inside) if one.ask_if for name in questions_in(one.ask_if.plain())}
    return frozenset(name.rpartition(".")[2] for name in named)


def _everything(case: Case) -> frozenset[str]:
    """Each line may decide about a later one, and is kept as soon as it is left."""
    questions = case.procedure.questions()
    return frozenset(one.id for question in questions for one in (question, *getattr(question, "questions", ())))

"""What was kept elsewhere while the dense form stands open here: on another screen, by another member of staff.

Fields keep what is in them. A line that nobody has touched here takes over the newer answer: the next save would write
the old one over it, unseen by both. A line that was typed here stands.
"""

from typing import Final

import streamlit as st
from pydantic import JsonValue

from kiosk.dense_fields import dense_field
from kiosk.door import KioskDoor
from shared.casework.cases import Case
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.question import Asking
from shared.errors import AnswersRefused, ValueRefused
from shared.language import clock
from shared.screens.fields.field import Setting, widget_key

OTHERWISE: Final = ("file", "repeat", "my_number")  # read from what is kept at each drawing; sealed
_SEEN: Final = "dense_seen"


def note_seen(case: Case) -> None:
    """The fields hold what this state of the case says, and what is typed since."""
    st.session_state[_SEEN] = case


def take_over(door: KioskDoor, case: Case) -> None:
    """Before any field is filled."""
    seen = st.session_state.get(_SEEN)
    if not isinstance(seen, Case) or seen.row.locator != case.row.locator or seen.row.revision >= case.row.revision:
        return
    for question in case.procedure.questions():
        if question.kind in OTHERWISE or case.answers.get(question.id) == seen.answers.get(question.id):
            continue
        if not _is_typed(question, door, seen):
            _empty(case, question.id)


def _is_typed(question: Question, door: KioskDoor, seen: Case) -> bool:
    """Whether the line says something else than it did when it was drawn."""
    before = seen.answers.get(question.id)
    field = dense_field(question, Setting(door, seen, presumes=not door.by_letter))
    field.fill(before)
    asking = Asking(today=clock.today(), language="ja", channel=seen.channel, around=seen.answers)
    try:
        parsed = question.accept(field.raw(), asking)
    except (ValueRefused, AnswersRefused):
        return True
    now: JsonValue = parsed.stored if parsed is not None else None
    return now != before and not (before is None and now == field.usual)


def _empty(case: Case, question_id: str) -> None:
    """The widgets of the line, of which a date has several: filled anew from what is kept."""
    lines = {widget_key(case.reference, one.id): one.id for one in case.procedure.questions()}
    for key in [str(one) for one in st.session_state]:
        owners = [line for line in lines if key == line or key.startswith(f"{line}_")]
        if owners and lines[max(owners, key=len)] == question_id:
            del st.session_state[key]

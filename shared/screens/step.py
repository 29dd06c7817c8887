"""One step: a question or a few, one thing a page. Saved when one goes on; refused with everything still there."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from pydantic import JsonValue

from shared.casework.cases import Case
from shared.catalogue import journey
from shared.catalogue.journey import flag_path
from shared.catalogue.procedure import Step
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.question import Asking
from shared.errors import AnswersRefused, CaseError, KeepingError, ValueRefused
from shared.language import clock
from shared.language.wording import say_bracketed
from shared.screens import items
from shared.screens.course import place_after
from shared.screens.door import Door
from shared.screens.fields.field import Setting
from shared.screens.fields.framed import Said, draw_framed
from shared.screens.fields.groups import AnyField, GroupField, field_of
from shared.screens.leading import lead_focus
from shared.screens.said_by_card import kept_or_said
from shared.screens.step_frame import draw_foot, draw_head, slips_of
from shared.screens.trouble import QUIET_FLAGS, clear_trouble, flags_at, note_trouble, trouble_at

NUMBER_INSIDE = "my_number_inside"
NEEDS_RERUN = ("file", "postal", "repeat")  # kinds that act before one goes on


def draw_step(door: Door, case: Case, step: Step) -> None:
    """Draws the step, or one item of its list."""
    place = door.place()
    answers = with_typed(door, case, step)
    questions = journey.asked_questions(step, answers, door.hand)
    listed = items.edited(case, step, questions, place)
    if listed is not None:
        items.draw_item(door, case, step, listed, place)
        return
    trouble = trouble_at(case, step.id)
    # A form sends nothing before it is pressed; at the counter a cover may come first and must find what is typed.
    setting = Setting(door, case, live_questions(step), in_form=_is_still(step) and door.hand == "citizen")
    fields = [_filled(field_of(q, setting), kept_or_said(case, step, q)) for q in questions if q.kind != "repeat"]
    draw_head(door, case, step, trouble, slips_of(fields, trouble, door.language))
    box = st.form(f"form_{case.reference}_{step.id}", border=False) if setting.in_form else st.container()
    with box:
        _draw_fields(fields, trouble.said(door.language), step)
        for question in questions:
            if question.kind == "repeat":
                items.draw_list(door, case, step, question, trouble)
        press = st.form_submit_button if setting.in_form else st.button
        press(
            say_bracketed("screens.confirm_and_go_on" if trouble.flags else "screens.go_on", door.language),
            type="primary",
            width="stretch",
            key=f"next_{case.reference}_{step.id}",
            on_click=press_on,
            args=(door, case, step, fields),
        )
    lead_focus(f"{case.reference}/{step.id}", trouble.turn, fields, trouble)
    draw_foot(door, case, trouble)


def press_on(door: Door, case: Case, step: Step, fields: Sequence[AnyField]) -> None:
    """つぎへ進む: saves the step and goes on, or keeps what is to be put right."""
    raw = items.raw_lists(case, step) | {field.question.id: field.raw() for field in fields}
    before = trouble_at(case, step.id)
    numbers = with_number(door, case, step, raw)
    if numbers and numbers != before.flags:
        note_trouble(case, step.id, flags=numbers)  # nothing is kept before it is said that it is none
        return
    try:
        saved = door.save(case, step.id, raw)
    except AnswersRefused as refused:
        note_trouble(case, step.id, errors=refused.errors)
    except (CaseError, KeepingError) as failure:
        note_trouble(case, step.id, failure=failure)
    else:
        items.drop_pending(case, step)
        flags = flags_of(saved, step)
        if flags and flags != before.flags:
            note_trouble(case, step.id, flags=flags)
            return
        clear_trouble(case)
        door.go(saved, place_after(door, saved, step))


def with_number(door: Door, case: Case, step: Step, raw: Mapping[str, object]) -> tuple[str, ...]:
    """All flags of what is typed, where it looks like a My Number in free words; () where nothing does."""
    asking = Asking(today=clock.today(), language=door.language, channel=case.channel, around=case.answers)
    found: list[str] = []
    for question in step.questions:
        if question.kind in ("repeat", "file"):
            continue
        try:
            parsed = question.accept(raw.get(question.id), asking)
        except (ValueRefused, AnswersRefused):
            continue  # not asked, or refused anyway
        found += [flag_path(question.id, flag) for flag in parsed.flags] if parsed else []
    loud = tuple(flag for flag in found if flag.rpartition(":")[2] not in QUIET_FLAGS)
    return loud if any(flag.endswith(f":{NUMBER_INSIDE}") for flag in loud) else ()


def flags_of(case: Case, step: Step) -> tuple[str, ...]:
    """Flags of this step's answers, as saved, that are to be looked at again. Lists ask item by item."""
    own = [question.id for question in step.questions if question.kind != "repeat"]
    return tuple(flag for name in own for flag in flags_at(case, name))


def with_typed(door: Door, case: Case, step: Step) -> dict[str, JsonValue]:
    """The kept answers with what is typed now, as far as it can be read: decides what this screen asks."""
    if not live_questions(step):
        return dict(case.answers)
    known, setting = dict(case.answers), Setting(door, case)
    asking = Asking(today=clock.today(), language=door.language, channel=case.channel)
    for question in step.questions:
        if question.kind in ("repeat", "file"):
            continue
        field = _filled(field_of(question, setting), kept_or_said(case, step, question))
        try:
            parsed = question.accept(field.raw(), asking)
        except (ValueRefused, AnswersRefused):
            parsed = None
        known.pop(question.id, None)
        if parsed is not None:
            known[question.id] = parsed.stored
    return known


def live_questions(step: Step) -> frozenset[str]:
    """Questions of the step that other questions of the same step wait for."""
    own = {question.id for question in step.questions}
    waiting = {name for question in step.questions for name in _named(question)}
    return frozenset(own & waiting)


def _draw_fields(fields: Sequence[AnyField], said: Said, step: Step) -> None:
    for field in fields:
        if isinstance(field, GroupField):
            field.said = said
        alone = len(fields) == 1 and field.question.label.ja == step.title.ja
        draw_framed(field, said, without_label=alone)


def _is_still(step: Step) -> bool:
    """Nothing on this screen acts before one goes on: a form, in which Enter goes on."""
    inside = [child for q in step.questions for child in getattr(q, "questions", ())]
    kinds = {question.kind for question in (*step.questions, *inside)}
    return not (live_questions(step) or kinds & set(NEEDS_RERUN) or any(child.ask_if for child in inside))


def _named(question: Question) -> set[str]:
    """Ids of the questions that decide about this one or its parts."""
    parts = (question, *getattr(question, "questions", ()))
    return {name.split(".")[0] for part in parts if part.ask_if for name in questions_in(part.ask_if.plain())}


def questions_in(condition: Any) -> set[str]:
    """Ids of the questions that a plain condition names; in a list, `list.question`."""
    if isinstance(condition, Mapping):
        own = {str(condition["question"])} if "question" in condition else set()
        return own | {name for value in condition.values() for name in questions_in(value)}
    if isinstance(condition, list | tuple):
        return {name for value in condition for name in questions_in(value)}
    return set()


def _filled(field: AnyField, stored: JsonValue) -> AnyField:
    field.fill(stored)
    return field

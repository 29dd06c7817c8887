"""Lists: the same questions about several persons or things, one at a time, with 足す, 直す and 消す.

A list that cannot be kept yet, because other answers of its step are missing, waits in the session until they come.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from pydantic import JsonValue

from shared.casework.cases import Case
from shared.catalogue.procedure import Step
from shared.catalogue.questions.groups import RepeatQuestion
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.question import Asking
from shared.errors import AnswerProblem, AnswersRefused, CaseError, KeepingError, ValueRefused
from shared.language import clock
from shared.language.wording import marked_html, say_bracketed
from shared.screens.door import Door, Place
from shared.screens.fields.field import Setting, option_words, widget_key
from shared.screens.fields.framed import draw_framed
from shared.screens.fields.groups import AnyField, fields_inside
from shared.screens.fragments import field_error
from shared.screens.leading import lead_focus
from shared.screens.parts import woven
from shared.screens.sheets import answers_html
from shared.screens.step_frame import draw_foot, draw_head, slips_of
from shared.screens.trouble import Trouble, clear_trouble, flags_at, note_trouble, trouble_at

NEW = "new"
Items = list[JsonValue]


@dataclass(frozen=True)
class AtDesk:
    """How staff type an item. `make`: the field in the place of one, for a stored answer; `to`: where the focus goes,
    as of `lead_focus`; `said_already`: flags that need no second press.
    """

    make: Callable[[AnyField, JsonValue], AnyField]
    to: str
    said_already: Sequence[str]


def edited(case: Case, step: Step, questions: Sequence[Question], place: Place) -> RepeatQuestion | None:
    """The list of which one item is being written now. The first item of a needed list is asked at once."""
    lists = [question for question in questions if question.kind == "repeat"]
    for question in lists:
        if place.item and place.question == question.id:
            return question
    only = lists[0] if len(questions) == len(lists) == 1 else None
    if only is not None and only.needed(case.channel) and not items_of(case, only):
        return only
    return None


def items_of(case: Case, question: RepeatQuestion) -> Items:
    """The list as it is now."""
    pending = st.session_state.get(_pending_key(case, question))
    kept = case.answers.get(question.id) if pending is None else pending
    return list(kept) if isinstance(kept, list) else []


def add_key(case: Case, question: RepeatQuestion) -> str:
    """Key of the button that opens a new item."""
    return f"add_{widget_key(case.reference, question.id)}"


def raw_lists(case: Case, step: Step) -> dict[str, object]:
    """The lists of a step, as they are given to saving."""
    return {q.id: items_of(case, q) for q in step.questions if isinstance(q, RepeatQuestion)}


def drop_pending(case: Case, step: Step) -> None:
    """What waited in the session is kept in the folder now."""
    for question in step.questions:
        st.session_state.pop(_pending_key(case, question), None)


def _item_words(question: RepeatQuestion, index: int, language: str) -> str:
    """「お子さん 2人目」 without a counter word, for a button: the name and the number."""
    name = option_words(question.item or question.label, language)
    return say_bracketed("screens.item_name", language, name=name, number=index + 1)


def _item_html(question: RepeatQuestion, index: int, language: str) -> str:
    """The same for a heading."""
    name = (question.item or question.label).html(language)
    return woven("screens.item_name", language, name=name, number=str(index + 1))


def draw_list(door: Door, case: Case, step: Step, question: RepeatQuestion, trouble: Trouble) -> None:
    """The items so far, each with 直す and 消す, and 足す."""
    language = door.language
    items = items_of(case, question)
    message = trouble.said(language).errors.get(question.id)
    with st.container(key=f"list_{widget_key(case.reference, question.id)}"):
        if message:
            st.html(field_error(message, widget_key(case.reference, question.id)))
        for index, item in enumerate(items):
            _draw_kept(door, case, step, question, index, item)
        if len(items) < question.max_items:
            name = option_words(question.item or question.label, language)
            st.button(
                say_bracketed("screens.item_add_more" if items else "screens.item_add", language, name=name),
                key=add_key(case, question),
                on_click=_open_item,
                args=(door, case, step, question, NEW),
                width="stretch",
            )


def draw_item(
    door: Door,
    case: Case,
    step: Step,
    question: RepeatQuestion,
    place: Place,
    at_desk: AtDesk | None = None,
) -> list[AnyField]:
    """One item as a screen of its own; gives its fields. `at_desk`: as staff type it."""
    language, items = door.language, items_of(case, question)
    index = int(place.item) if place.item.isdigit() and int(place.item) < len(items) else len(items)
    stored = items[index] if index < len(items) else {}
    path = f"{question.id}.{index}"
    trouble = trouble_at(case, path)
    fields = fields_inside(
        question.questions,
        Setting(door, case, live=_all_of(question)),
        path,
        stored if isinstance(stored, dict) else {},
    )
    if at_desk is not None:
        kept = stored if isinstance(stored, dict) else {}
        fields = [at_desk.make(field, kept.get(field.question.id)) for field in fields]
    draw_head(door, case, step, trouble, slips_of(fields, trouble, language))
    st.html(f'<h2 class="mg-legend">{_item_html(question, index, language)}</h2>')
    for field in fields:
        draw_framed(field, trouble.said(language))
    st.button(
        say_bracketed("screens.item_confirm" if trouble.flags else "screens.item_keep", language),
        type="primary",
        width="stretch",
        key=f"keep_{widget_key(case.reference, path)}",
        on_click=_keep_item,
        args=(door, case, step, question, index, fields, at_desk.said_already if at_desk else ()),
    )
    if items:
        st.button(
            say_bracketed("screens.item_cancel", language),
            type="tertiary",
            key=f"cancel_{widget_key(case.reference, path)}",
            on_click=_to_list,
            args=(door, case, step),
        )
    lead_focus(f"{case.reference}/{path}", trouble.turn, fields, trouble, to=at_desk.to if at_desk else "#top")
    draw_foot(door, case, trouble)
    return fields


def _draw_kept(door: Door, case: Case, step: Step, question: RepeatQuestion, index: int, item: JsonValue) -> None:
    language, key = door.language, widget_key(case.reference, f"{question.id}.{index}")
    name = _item_words(question, index, language)
    stored = item if isinstance(item, dict) else {}
    rows = [
        (marked_html(label, language), value, "")
        for child in question.questions
        if child.id in stored
        for label, value in child.shown_lines(stored[child.id], language)
    ]
    with st.container(border=True, key=f"card_{key}"):
        st.html(f"<h2>{_item_html(question, index, language)}</h2>{answers_html(rows, language)}")
        with st.container(horizontal=True):
            st.button(
                say_bracketed("screens.item_fix", language, name=name),
                key=f"fix_{key}",
                on_click=_open_item,
                args=(door, case, step, question, str(index)),
            )
            st.button(
                say_bracketed("screens.item_remove", language, name=name),
                key=f"danger_{key}",
                on_click=_remove_item,
                args=(door, case, step, question, index),
            )


def _open_item(door: Door, case: Case, step: Step, question: RepeatQuestion, item: str) -> None:
    door.go(case, Place(step=step.id, question=question.id, item=item, back=door.place().back))


def _to_list(door: Door, case: Case, step: Step) -> None:
    clear_trouble(case)
    door.go(case, Place(step=step.id, back=door.place().back))


def _keep_item(
    door: Door,
    case: Case,
    step: Step,
    question: RepeatQuestion,
    index: int,
    fields: Sequence[AnyField],
    said_already: Sequence[str],
) -> None:
    items = items_of(case, question)
    item: dict[str, Any] = {field.question.id: field.raw() for field in fields}
    items[index : index + 1] = [item]
    place = f"{question.id}.{index}"
    if not any(not field.question.empty(field.raw()) for field in fields):
        note_trouble(case, place, errors=[AnswerProblem(f"{place}.{fields[0].question.id}", "required")])
        return
    _keep(door, case, step, question, items, place, said_already)


def _remove_item(door: Door, case: Case, step: Step, question: RepeatQuestion, index: int) -> None:
    items = items_of(case, question)
    del items[index : index + 1]
    _keep(door, case, step, question, items, "")


def _keep(
    door: Door,
    case: Case,
    step: Step,
    question: RepeatQuestion,
    items: Items,
    place: str,
    said_already: Sequence[str] = (),
) -> None:
    """Saves the list with its step; where only other answers are missing, the list waits in the session."""
    raw: dict[str, object] = {}
    raw |= {q.id: case.answers.get(q.id) for q in step.questions}
    raw |= raw_lists(case, step) | {question.id: items}
    try:
        saved = door.save(case, step.id, raw)
    except AnswersRefused as refused:
        own = [problem for problem in refused.errors if problem.question.startswith(f"{question.id}.")]
        if own:
            note_trouble(case, place or step.id, errors=own)
            return
        st.session_state[_pending_key(case, question)] = _readable(question, items, door, case)
        _to_list(door, case, step)
    except (CaseError, KeepingError) as failure:
        note_trouble(case, place or step.id, failure=failure)
    else:
        drop_pending(saved, step)
        found = flags_at(saved, place) if place else ()
        flags = tuple(flag for flag in found if flag.rpartition(":")[2] not in said_already)
        if flags and flags != trouble_at(case, place).flags:
            note_trouble(saved, place, flags=flags)
            _open_item(door, saved, step, question, place.rpartition(".")[2])
        else:
            _to_list(door, saved, step)


def _readable(question: RepeatQuestion, items: Items, door: Door, case: Case) -> Items:
    """The items as they would be kept; too few of them is no reason against one that is right."""
    asking = Asking(today=clock.today(), language=door.language, channel=case.channel, around=case.answers)
    lenient = question.model_copy(update={"min_items": 0})
    try:
        stored = lenient.parse(items, asking).stored if items else []
    except (ValueRefused, AnswersRefused):
        return items
    return list(stored) if isinstance(stored, list) else []


def _all_of(question: RepeatQuestion) -> frozenset[str]:
    """Inside a list every answer may decide about a sibling."""
    return frozenset(c.id for c in question.questions) if any(c.ask_if for c in question.questions) else frozenset()


def _pending_key(case: Case, question: Question) -> str:
    return f"list_{case.reference}_{question.id}"

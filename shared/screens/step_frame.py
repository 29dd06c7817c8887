"""What stands around the questions of a step: way back, waterline, what to put right, heading, what is kept."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from shared.casework import afterwards
from shared.casework.cases import Case
from shared.catalogue import journey
from shared.catalogue.procedure import Step
from shared.errors import FolderChanged
from shared.language.wording import marked_html
from shared.screens.course import place_before, position
from shared.screens.door import Door, Place
from shared.screens.explained import failure_html
from shared.screens.fields.groups import AnyField, GroupField
from shared.screens.fragments import Slip, back_link, error_summary, note, saved_line, waterline
from shared.screens.parts import head, heading, paragraph, section, tongue
from shared.screens.sheets import answers_html
from shared.screens.trouble import Trouble


def draw_head(door: Door, case: Case, step: Step, trouble: Trouble, slips: Sequence[Slip]) -> None:
    """Back link, waterline, what to put right, heading."""
    language = door.language
    before = place_before(door, case, step)
    index, count = position(case, step, door.hand)
    parts = [back_link(door.address(case, before), language)] if before else []
    if case.correcting:
        parts.append(asked_back(case, language))
    else:
        parts.append(waterline(index, count, case.procedure.minutes, language))
    if trouble.failure:
        telephone = case.procedure.section_details.telephone
        parts.append(failure_html(trouble.failure, language, telephone))
    if isinstance(trouble.failure, FolderChanged):
        parts.append(_kept_elsewhere(door, case, step))
    if slips:
        parts.append(error_summary(slips, language))
    if index == 1 and door.hand == "citizen" and not case.sent:
        words = tongue(language)("screens.carry_link")
        parts.append(f'<p class="mg-carry"><a href="{door.address(case, Place(view="carry"))}">{words}</a></p>')
    if step.about:
        parts.append(f'<p class="mg-about">{step.about.html(language)}</p>')
    parts.append(heading(step.title.html(language)))
    if step.hint:
        parts.append(paragraph(step.hint.html(language), "hint"))
    st.html(head(*parts))


def asked_back(case: Case, language: str) -> str:
    """What the office asked to be corrected, in its own words."""
    said = afterwards.messages(case)
    words = f'<p class="mg-typed">{escape(said[-1].text)}</p>' if said else ""
    return note(f"<p><b>{tongue(language)('screens.correct_title')}</b></p>{words}", "wait", "pause")


def draw_foot(door: Door, case: Case, trouble: Trouble) -> None:
    """ここでやめて、あとでつづける, and what is kept."""
    words = tongue(door.language)("screens.leave")
    leave = f'<p class="mg-leave"><a href="{door.address(case, Place(view="leave"))}">{words}</a></p>'
    refused = bool(trouble.errors or trouble.failure)
    st.html(leave + saved_line(case.row.saved_at, door.language, refused=refused))


def slips_of(fields: Sequence[AnyField], trouble: Trouble, language: str) -> list[Slip]:
    """The lines of the error summary, in the order of the page."""
    places = {path: field for top in fields for path, field in _places(top).items()}
    said = trouble.said(language).errors
    order = sorted(said, key=lambda path: list(places).index(path) if path in places else len(places))
    return [
        Slip(places[path].focus_key, places[path].label_marked, said[path])
        if path in places
        else Slip("top", "", said[path])
        for path in order
    ]


def _places(field: AnyField) -> dict[str, AnyField]:
    inside = field.fields() if isinstance(field, GroupField) else []
    return {field.path: field} | {one.path: one for one in inside}


def _kept_elsewhere(door: Door, case: Case, step: Step) -> str:
    """What another tab or device saved for this step, beside what is typed here."""
    language = door.language
    shown = journey.shown(case.procedure, case.answers, language, door.hand)
    kept = [row for each in shown if each.step_id == step.id for row in each.rows]
    rows = [(marked_html(row.marked, language), row.value, "") for row in kept]
    return section(tongue(language)("screens.kept_elsewhere"), answers_html(rows, language))

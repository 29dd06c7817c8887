"""What changed in a procedure while it was being written: said once, in plain words, before one goes on."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

import streamlit as st
from markupsafe import Markup

from shared.casework import applying
from shared.casework.cases import Case
from shared.catalogue import journey
from shared.catalogue.moving import Moved, Told
from shared.errors import AnswerProblem, CaseError, KeepingError
from shared.language import clock
from shared.language.dates import show_date_html
from shared.language.wording import marked_html, say_bracketed, say_markup
from shared.screens.door import Door, Place
from shared.screens.explained import failure_html
from shared.screens.fragments import note_with_title, saved_line
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, section, tongue
from shared.screens.trouble import clear_trouble, note_trouble, trouble_at

MOVED = "moved"
_PARTS = (
    ("changed", ("fee", "deadline", "paper", "no_paper", "reworded", "text")),
    ("to_answer", ("asked", "again", "mend")),
    ("gone_title", ("gone",)),
)
_OF_THE_CATALOGUE = ("fee", "deadline", "reworded")  # `before` is words with ruby marks, not what somebody typed


def draw_moved(door: Door, case: Case, moved: Moved, note_read: Callable[[Case], Case]) -> None:
    """Draws the page; the button goes on to what is to be answered, else to where one was."""
    language, trouble = door.language, trouble_at(case, MOVED)
    t = tongue(language)
    parts = []
    if trouble.failure:
        parts.append(failure_html(trouble.failure, language, case.procedure.section_details.telephone))
    parts.append(heading(t(f"moving.title_{moved.why}", day=_day(moved, language))))
    parts.append(note_with_title(t("moving.kept"), t("moving.kept_todo"), "", "check"))
    st.html(head(*parts) + "".join(_part(title, kinds, moved, language) for title, kinds in _PARTS))
    st.button(
        say_bracketed("moving.go_on", language),
        type="primary",
        width="stretch",
        key=f"moved_{case.reference}",
        on_click=_go_on,
        args=(door, case, moved, note_read),
    )
    lead_focus(f"{case.reference}/{MOVED}", trouble.turn)
    st.html(saved_line(case.row.saved_at, language))


def _day(moved: Moved, language: str) -> Markup:
    """「4月1日」 in this year, else the whole date."""
    if moved.since is None:
        return Markup()
    if moved.since.year != clock.today().year:
        return show_date_html(moved.since.isoformat(), language)
    month = say_markup(f"dates.month_{moved.since.month}", language)
    return say_markup("moving.day", language, month=month, day=moved.since.day)


def _part(title: str, kinds: Sequence[str], moved: Moved, language: str) -> str:
    lines = [_line(one, language) for kind in kinds for one in moved.told if one.what == kind]
    if not lines:
        return ""
    return section(tongue(language)(f"moving.{title}"), f'<dl class="mg-answers">{"".join(lines)}</dl>')


def _line(told: Told, language: str) -> str:
    key, t = told.what, tongue(language)
    if key == "deadline" and not told.before:
        key = "deadline_new"
    elif key == "reworded" and told.after:
        key = "renamed"
    before = _said(told.before, language, marked=told.what in _OF_THE_CATALOGUE)
    name, after = (_said(words, language, marked=True) for words in (told.name, told.after))
    label = name if told.name else t(f"moving.of_{told.what}")
    return f"<div><dt>{label}</dt><dd>{t(f'moving.{key}', before=before, after=after)}</dd></div>"


def _said(words: Mapping[str, str], language: str, *, marked: bool) -> Markup:
    text = words.get(language) or words.get("ja", "")
    return marked_html(text, language) if marked else Markup(f'<span class="mg-typed">{escape(text)}</span>')


def _go_on(door: Door, case: Case, moved: Moved, note_read: Callable[[Case], Case]) -> None:
    try:
        kept = note_read(case)
    except (CaseError, KeepingError) as failure:
        note_trouble(case, MOVED, failure=failure)
        return
    clear_trouble(kept)
    asked = [step.id for step in journey.asked_steps(kept.procedure, kept.answers, door.hand)]
    steps = [step for step in moved.steps if step in asked]
    if not steps:
        door.go(kept, Place())
        return
    wrong = _wrong_in(door, kept, steps[0])
    if wrong:
        note_trouble(kept, steps[0], errors=wrong)
    door.go(kept, Place(step=steps[0]))


def _wrong_in(door: Door, case: Case, step_id: str) -> list[AnswerProblem]:
    """What has to be mended on this step; what is missing is asked anyway."""
    own = {question.id for question in case.procedure.step(step_id).questions}
    problems = journey.validate(case.procedure, case.answers, door.hand, applying.asking(case))
    return [one for one in problems if one.code != "required" and one.question.partition(".")[0] in own]

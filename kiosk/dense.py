"""The dense form (対面): staff ask and type the whole case on one page, from line to line with Enter, without a mouse.

What is whole is kept as soon as its line is left. The visitor's hand shows the same case one question a screen.
"""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from kiosk.dense_elsewhere import note_seen, take_over
from kiosk.dense_fields import at_hand, readings
from kiosk.dense_sections import Section, deciding, keep_readable, newest, sections_of
from kiosk.door import KioskDoor
from shared.casework.cases import Case
from shared.catalogue.procedure import Step
from shared.catalogue.questions.groups import RepeatQuestion
from shared.errors import AnswersRefused, CaseError, KeepingError
from shared.language.wording import say
from shared.screens import items
from shared.screens.components.hotkeys import KeyRule, listen_keys
from shared.screens.door import Place
from shared.screens.explained import failure_html
from shared.screens.fields.field import hint_html, mark_html
from shared.screens.fields.framed import Said
from shared.screens.fields.groups import AnyField, GroupField, lines_of
from shared.screens.fields.places import PostalField
from shared.screens.fragments import error_summary, field_error, field_flag, note, saved_line
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, paragraph, tongue
from shared.screens.step_frame import asked_back, slips_of
from shared.screens.trouble import Trouble, clear_trouble, flags_at, note_trouble, trouble_at

DENSE = "dense"
FIRST_LINE = "#first-line"  # on no page: `listen_keys` leads to the first line that must be filled
OWN_SHEET = Path(__file__).with_name("dense.css").read_text(encoding="utf-8")
# How the day was read stands behind the line: nobody has to confirm it by a second press.
_READ_BACK = ("era_initial", "era_missing")


def draw_dense(door: KioskDoor, case: Case) -> Case:
    """Draws the form, or one item of a list of it. Gives the case as it is kept now."""
    place = door.place()
    if place.item and place.question:
        step = case.procedure.step(place.step)
        question = items.edited(case, step, list(step.questions), place)
        if question is not None:
            _draw_item(door, case, step, question)
            return case
    case, sections, failure = _kept(door, case)
    trouble = failure or trouble_at(case, DENSE)
    fields = [field for section in sections for field in section.fields]
    st.html(f"<style>{OWN_SHEET}</style>" + _head(case, trouble, fields) + (_letter_html() if door.by_letter else ""))
    with st.container(key="dense", gap=None):
        for number, section in enumerate(sections, 1):
            _draw_section(door, case, section, number, trouble)
    _draw_press(door, case, trouble)
    whole = not any(section.changed for section in sections)
    st.html(saved_line(case.row.saved_at, "ja", refused=bool(trouble.failure) or not whole))
    lead_focus(f"{case.reference}/{DENSE}", trouble.turn, fields, trouble, to=FIRST_LINE)
    listen_keys(f"{case.reference}/{place.step}/{trouble.turn}", _rule(case, sections, place, deciding(case.procedure)))
    return case


def _draw_item(door: KioskDoor, case: Case, step: Step, question: RepeatQuestion) -> None:
    """One item of a list, typed as the lines are."""
    st.html(f"<style>{OWN_SHEET}</style>")
    place = door.place()
    with st.container(key=DENSE, gap="small"):
        fields = items.draw_item(door, case, step, question, place, items.AtDesk(at_hand, FIRST_LINE, _READ_BACK))
    choices = {field.key: keys for field in fields if (keys := readings(field))}
    turn = trouble_at(case, fields[0].path.rpartition(".")[0]).turn
    rule = KeyRule(area=DENSE, options=choices, must=_must(fields), decide=list(choices))
    listen_keys(f"{case.reference}/{place.question}/{place.item}/{turn}", rule)


def press_out(door: KioskDoor, case: Case) -> None:
    """ここまでで紙を作る: what the letter says is kept as it is, and the paper goes out."""
    case = newest(case)
    raw: dict[str, object] = {}
    for section in sections_of(door, case):
        raw |= section.raw(case)
    try:
        door.send_half_filled(case, raw)
    except AnswersRefused as refused:
        note_trouble(case, DENSE, errors=refused.errors)
    except (CaseError, KeepingError) as failure:
        note_trouble(case, DENSE, failure=failure)
    else:
        clear_trouble(case)


def press_on(door: KioskDoor, case: Case) -> None:
    """確認へ進む: everything is read once more; what is to be put right stays on the page."""
    case = newest(case)
    before = trouble_at(case, DENSE)
    raw: dict[str, object] = {}
    for section in sections_of(door, case):
        raw |= section.raw(case)
    try:
        saved = door.save_all(case, raw)
    except AnswersRefused as refused:
        note_trouble(case, DENSE, errors=refused.errors)
    except (CaseError, KeepingError) as failure:
        note_trouble(case, DENSE, failure=failure)
    else:
        flags = _flags(saved)
        if flags and flags != before.flags:
            note_trouble(saved, DENSE, flags=flags)
            return
        clear_trouble(saved)
        door.go(saved, Place(view="check"))


def _kept(door: KioskDoor, case: Case) -> tuple[Case, list[Section], Trouble | None]:
    """The case with what is whole saved, and the form for it; or what went wrong, with everything typed still there."""
    take_over(door, case)
    sections = sections_of(door, case)
    note_seen(case)
    try:
        saved = keep_readable(door, case, sections)
    except (CaseError, KeepingError) as failure:
        return case, sections, Trouble(DENSE, failure=failure)
    note_seen(saved)
    return (case, sections, None) if saved is case else (saved, sections_of(door, saved), None)


def _flags(case: Case) -> tuple[str, ...]:
    found = [flag for question in case.procedure.questions() for flag in flags_at(case, question.id)]
    return tuple(flag for flag in found if flag.rpartition(":")[2] not in _READ_BACK)


def _head(case: Case, trouble: Trouble, fields: Sequence[AnyField]) -> str:
    parts = [asked_back(case, "ja")] if case.correcting else []
    if trouble.failure:
        parts.append(failure_html(trouble.failure, "ja", case.procedure.section_details.telephone))
    slips = slips_of(fields, trouble, "ja")
    if slips:
        parts.append(error_summary(slips, "ja"))
    parts.append(heading(case.procedure.title.html("ja")))
    return head(*parts)


def _letter_html() -> str:
    return note(paragraph(tongue("ja")("dense.by_letter")), "", "mail")


def _draw_section(door: KioskDoor, case: Case, section: Section, number: int, trouble: Trouble) -> None:
    step, said, wrong = section.step, trouble.said("ja"), door.said_wrong(case)
    st.html(f'<h2 class="kio-section" id="{step.id}"><span>{number}</span>{step.title.html("ja")}</h2>')
    for field in section.fields:
        if isinstance(field, GroupField):
            st.html(f'<p class="kio-group">{field.question.label.html("ja")}</p>')
        for one in lines_of([field]):
            _draw_line(one, said, field.question.id in wrong)
    for question in section.lists:
        st.html(f'<p class="kio-group">{question.label.html("ja")}</p>')
        items.draw_list(door, case, step, question, trouble)


def _draw_line(field: AnyField, said: Said, wrong: bool) -> None:
    """Label, field, and what to ask and look at: three columns of one line."""
    error, flag = said.errors.get(field.path), said.flags.get(field.path)
    flag = say("kiosk.face_line_wrong") if wrong else flag
    if isinstance(field, PostalField):
        field.fill_only_place()
    cue = field.question.for_staff
    with st.container(key=f"line_{field.key}", horizontal=True, gap="small", vertical_alignment="top"):
        st.html(_label(field), width="content")
        with st.container(key=f"{'bad' if error else 'field'}_{field.key}", gap=None):
            if error or flag:
                st.html((field_error(error, field.focus_key) if error else "") + (field_flag(flag) if flag else ""))
            field.draw()
        st.html(f'<p class="kio-cue">{cue.html("ja")}</p>' if cue else '<p class="kio-cue"></p>', width="content")


def _label(field: AnyField) -> str:
    """The words of the question; the widget says them to a screen reader itself."""
    words = (
        "" if field.own_label else field.question.label.html("ja") + (mark_html(True, "ja") if field.required else "")
    )
    return f'<div class="kio-label"><p aria-hidden="true">{words}</p>{hint_html(field)}</div>'


def _draw_press(door: KioskDoor, case: Case, trouble: Trouble) -> None:
    words = "screens.confirm_and_go_on" if trouble.flags else "dense.go_to_check"
    st.button(
        say("dense.send_half_filled" if door.by_letter else words, "ja"),
        type="primary",
        key=f"next_{case.reference}_{DENSE}",
        on_click=press_out if door.by_letter else press_on,
        args=(door, case),
    )
    st.html(f'<p class="mg-hint kio-keys">{tongue("ja")("dense.keys")}</p>')


def _rule(case: Case, sections: Sequence[Section], place: Place, decisive: frozenset[str]) -> KeyRule:
    """Where Enter leads, and by which letters an option is chosen."""
    fields = lines_of(field for section in sections for field in section.fields)
    empty = [
        items.add_key(case, question)
        for section in sections
        for question in section.lists
        if question.needed(case.channel) and not items.items_of(case, question)
    ]
    options = {field.key: keys for field in fields if (keys := readings(field))}
    decide = [field.key for field in fields if field.question.id in decisive]
    return KeyRule(area=DENSE, options=options, must=_must(fields) + empty, decide=decide, start=place.step)


def _must(fields: Sequence[AnyField]) -> list[str]:
    """Where Enter stops. A given name may be missing, and hardly ever is."""
    return [field.key for field in fields if field.required or field.question.kind == "name"]

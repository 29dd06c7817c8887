"""Check your answers: all that was written, with 直す at each line, and the button that sends it."""

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from shared.casework.cases import Case
from shared.casework.online import may_send
from shared.catalogue import journey
from shared.catalogue.procedure import Step
from shared.errors import AnswerProblem, AnswersRefused, CaseError, KeepingError, ValueRefused
from shared.language.wording import say, say_bracketed, say_html
from shared.screens.course import closing_step, steps_before_check
from shared.screens.door import Door, Place
from shared.screens.explained import failure_html, words_of
from shared.screens.fields.field import Setting, mark_html
from shared.screens.fields.framed import draw_framed
from shared.screens.fields.groups import AnyField, field_of
from shared.screens.fragments import Slip, back_link, error_summary, field_error, note_with_title, saved_line
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, paragraph, section, tongue
from shared.screens.sheets import shown_html
from shared.screens.terms import terms_html
from shared.screens.trouble import Trouble, clear_trouble, note_trouble, trouble_at

CHECK = "check"
FACT = "fact_word"


def draw_check(door: Door, case: Case, *, to_sign: bool = False) -> None:
    """Draws the page. What may only be filed at the counter ends with the code instead of sending; `to_sign`: it
    goes out on paper first, and what opens it later is asked of nobody.
    """
    trouble = trouble_at(case, CHECK)
    closing = closing_step(case, door.hand)
    fields = _closing_fields(door, case, closing)
    terms = "" if case.correcting or door.hand == "staff" else terms_html(case, door.language)
    st.html(_head(door, case, trouble, to_sign) + _answers(door, case, closing) + terms)
    for field in fields:
        draw_framed(field, trouble.said(door.language))
    if may_send(case) and not case.correcting and not to_sign:
        _draw_fact(door, case, trouble)
    _draw_press(door, case, closing, fields, "screens.send_to_sign" if to_sign else "screens.send")
    lead_focus(f"{case.reference}/{CHECK}", trouble.turn, fields, trouble)
    st.html(saved_line(case.row.saved_at, door.language))


def _head(door: Door, case: Case, trouble: Trouble, to_sign: bool) -> str:
    language = door.language
    t = tongue(language)
    steps = steps_before_check(case, door.hand)
    parts = [back_link(door.address(case, Place(step=steps[-1].id)), language)] if steps else []
    if trouble.failure:
        telephone = case.procedure.section_details.telephone
        parts.append(failure_html(trouble.failure, language, telephone))
    slips = [_slip(case, problem, language) for problem in trouble.errors]
    if slips:
        parts.append(error_summary(slips, language))
    parts.append(heading(t("screens.check_correction_title" if case.correcting else "screens.check_title")))
    words = "screens.check_unsent" if may_send(case) else "screens.check_pre_entry"
    todo = "screens.check_pre_entry_post" if not may_send(case) and case.procedure.channels.post else f"{words}_todo"
    todo = "screens.check_to_sign_todo" if to_sign else todo
    parts.append(note_with_title(t(words), t(todo), "wait", "mail"))
    return head(*parts)


def _answers(door: Door, case: Case, closing: Step | None) -> str:
    language = door.language
    shown = [
        step
        for step in journey.shown(case.procedure, case.answers, language, door.hand)
        if closing is None or step.step_id != closing.id
    ]
    addresses = {step.step_id: door.address(case, Place(step=step.step_id, back=True)) for step in shown}
    return shown_html(case, shown, addresses, language)


def _closing_fields(door: Door, case: Case, closing: Step | None) -> list[AnyField]:
    if closing is None:
        return []
    fields = [field_of(question, Setting(door, case)) for question in closing.questions]
    for field in fields:
        field.fill(case.answers.get(field.question.id))
    return fields


def _draw_fact(door: Door, case: Case, trouble: Trouble) -> None:
    """Which fact opens the answers later; an own word by choice, or needed where there is no other."""
    language, kind, key = door.language, case.procedure.fact_kind, _fact_key(case)
    t = tongue(language)
    error = trouble.said(language).errors.get(FACT)
    needed = kind == "own_word"
    with st.container(key=f"{'bad' if error else 'field'}_{key}", gap=None):
        st.html(
            section(t("screens.fact_title"), paragraph(t(f"screens.fact_{kind}")))
            + f'<p class="mg-label" aria-hidden="true">{t("screens.fact_own")}{mark_html(needed, language)}</p>'
            + f'<p class="mg-hint" id="hint-{key}">{t("screens.fact_own_hint")}</p>'
            + (field_error(error, key) if error else "")
        )
        mark = say("screens.must" if needed else "screens.may", language)
        st.text_input(
            f"{say('screens.fact_own', language)} {mark}",
            key=key,
            label_visibility="collapsed",
            autocomplete="off",
            on_change="ignore",
        )


def _draw_press(door: Door, case: Case, closing: Step | None, fields: Sequence[AnyField], send: str) -> None:
    t = tongue(door.language)
    sends = may_send(case)
    key = "screens.send_again" if case.correcting else send if sends else "screens.finish_pre_entry"
    with st.container(key=f"send_{case.reference}", gap="xsmall"):
        st.button(
            say_bracketed(key, door.language),
            type="primary",
            width="stretch",
            key=f"send_button_{case.reference}",
            on_click=_send if sends else _finish,
            args=(door, case, closing, fields),
        )
        busy = f'<p class="mg-busy" role="status">{t("screens.sending")}</p>'
        busy += f'<p class="mg-busy late" role="status">{t("screens.sending_long")}</p>'
        st.html(busy + paragraph(t("screens.send_hint"), "hint") if sends else busy)


def _send(door: Door, case: Case, closing: Step | None, fields: Sequence[AnyField]) -> None:
    # Read first: a second press ends this run where it next touches the session, and what is saved must be sent.
    fact_word = str(st.session_state.get(_fact_key(case)) or "").strip()
    saved = _closed(door, case, closing, fields)
    if saved is None:
        return
    try:
        sent = door.send(saved, fact_word)
    except AnswersRefused as refused:
        note_trouble(case, CHECK, errors=refused.errors)
    except ValueRefused as refused:
        note_trouble(case, CHECK, errors=[AnswerProblem(FACT, refused.code, refused.params)])
    except (CaseError, KeepingError) as failure:
        note_trouble(case, CHECK, failure=failure)
    else:
        clear_trouble(case)
        door.go(sent, Place(view="done"))


def _finish(door: Door, case: Case, closing: Step | None, fields: Sequence[AnyField]) -> None:
    saved = _closed(door, case, closing, fields)
    if saved is not None:
        clear_trouble(case)
        door.go(saved, Place(view="leave"))


def _closed(door: Door, case: Case, closing: Step | None, fields: Sequence[AnyField]) -> Case | None:
    """The case with its closing step saved; None when that was refused."""
    if closing is None:
        return case
    try:
        return door.save(case, closing.id, {field.question.id: field.raw() for field in fields})
    except AnswersRefused as refused:
        note_trouble(case, CHECK, errors=refused.errors)
    except (CaseError, KeepingError) as failure:
        note_trouble(case, CHECK, failure=failure)
    return None


def _slip(case: Case, problem: AnswerProblem, language: str) -> Slip:
    message = words_of(problem, language)
    if problem.question == FACT:
        return Slip(_fact_key(case), Markup(say_html("screens.fact_own", language)), message)
    key = f"q_{case.reference}_{problem.question}"
    return Slip(key, Markup(case.procedure.question(problem.question).label.html(language)), message)


def _fact_key(case: Case) -> str:
    return f"q_{case.reference}_{FACT}"

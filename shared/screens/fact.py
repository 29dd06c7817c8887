"""確認の一言: the field that opens what is inside a sent case, and what went wrong with it."""

import streamlit as st

from shared.casework.cases import Case
from shared.errors import CaseError, KeepingError, MadoguchiError, ValueRefused
from shared.language.wording import say, say_bracketed
from shared.screens.explained import words_of
from shared.screens.fragments import Slip, field_error
from shared.screens.opener import Opener
from shared.screens.parts import tongue


def draw_fact(opener: Opener, case: Case, language: str) -> None:
    """The field and its button; Enter opens too."""
    t, kind, key = tongue(language), case.row.fact_kind, _key(case)
    slip = slip_of(case, language)
    with st.form(f"fact_form_{case.reference}", border=False):
        with st.container(key=f"{'bad' if slip else 'field'}_{key}", gap=None):
            st.html(
                f'<h2 class="mg-legend">{t("screens.inside_title")}</h2>'
                f'<p class="mg-label" aria-hidden="true">{t(f"screens.ask_{kind}")}</p>'
                f'<p class="mg-hint" id="hint-{key}">{t(f"screens.ask_{kind}_hint")}</p>'
                + (field_error(slip.message, key) if slip else "")
            )
            label = say(f"screens.ask_{kind}", language)
            st.text_input(label, key=key, label_visibility="collapsed", autocomplete="off")
        st.form_submit_button(
            say_bracketed("screens.inside_open", language),
            key=f"unlock_{case.reference}",
            on_click=_unlock,
            args=(opener, case),
            width="stretch",
        )


def slip_of(case: Case, language: str) -> Slip | None:
    """What went wrong at the last press, as a line of the error summary."""
    failure = st.session_state.get(_slip_key(case))
    if not isinstance(failure, MadoguchiError):
        return None
    return Slip(_key(case), "", words_of(failure, language))


def note_slip(case: Case, failure: MadoguchiError) -> None:
    """Keeps what went wrong for the drawing that follows."""
    st.session_state[_slip_key(case)] = failure
    st.session_state[_turn_key(case)] = turn_of(case) + 1


def clear_slip(case: Case) -> None:
    """The press went well."""
    st.session_state.pop(_slip_key(case), None)


def turn_of(case: Case) -> int:
    """How many presses went wrong in this visit."""
    return int(st.session_state.get(_turn_key(case), 0))


def _unlock(opener: Opener, case: Case) -> None:
    try:
        opener.unlock(case, str(st.session_state.get(_key(case)) or ""))
    except (ValueRefused, CaseError, KeepingError) as refused:
        note_slip(case, refused)
    else:
        clear_slip(case)


def _key(case: Case) -> str:
    return f"q_{case.reference}_fact"


def _slip_key(case: Case) -> str:
    return f"slip_{case.reference}"


def _turn_key(case: Case) -> str:
    return f"turn_{case.reference}"

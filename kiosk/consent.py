"""Before a visitor's case is opened: who helps, what was agreed, and how. One screen."""

import secrets
from html import escape

import streamlit as st

from kiosk.door import query_of
from kiosk.frame import draw_sheet, draw_top
from kiosk.taking import SHOWN_CODE
from kiosk.visit import Visit
from kiosk.words_of_trouble import failure_html
from shared.casework import counter, parking
from shared.casework.cases import Case, case_by_code
from shared.catalogue import fees
from shared.catalogue.procedure import Procedure
from shared.errors import MadoguchiError
from shared.language import clock
from shared.language.wording import LANGUAGES, say
from shared.screens.door import Place
from shared.screens.fragments import Slip, back_link, error_summary, note
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, paragraph, section, tongue
from shared.screens.sheets import Fact, facts_html

BY_CODE = "code"
HOWS = ("aloud", "touch", "paper")
AGREED = ("type_for_me", "staff_see", "not_finished")
KEY = "start_key"
MISSED = "consent_missed"
FAILED = "start_failed"


def draw_consent(visit: Visit, start: str) -> None:
    """`start`: a procedure's id, or "code" for the code that was just read."""
    t = tongue("ja")
    draw_sheet("desk", "ja")
    draw_top(visit, "counter")
    case = _shown_case(visit) if start == BY_CODE else None
    procedure = _procedure(visit, start, case)
    if procedure is None:
        st.html(back_link("/", "ja") + note(paragraph(t("kiosk.start_again"))))
        return
    st.session_state.setdefault(KEY, secrets.token_hex(16))
    missed = bool(st.session_state.get(MISSED))
    left, right = st.columns([1.9, 1], gap="large")
    with left:
        _draw_head(procedure, case, missed)
        _draw_questions(visit, procedure, case, missed)
    with right:
        st.html(_facts(procedure))
    lead_focus(
        f"consent/{start}/{missed}", slip=Slip("consent_agreed", "", say("kiosk.consent_missed")) if missed else None
    )


def _draw_head(procedure: Procedure, case: Case | None, missed: bool) -> None:
    t, failure = tongue("ja"), st.session_state.get(FAILED)
    parts = [back_link("/", "ja")]
    if missed:
        parts.append(error_summary([Slip("consent_agreed", "", say("kiosk.consent_missed"))], "ja"))
    if isinstance(failure, MadoguchiError):
        parts.append(failure_html(failure))
    parts += [paragraph(procedure.title.html("ja"), "small"), heading(t("kiosk.consent_title"))]
    if case is not None and case.channel == "online":
        parts.append(note(paragraph(t("kiosk.begun_at_home"))))
    parts.append(paragraph(t("kiosk.consent_words"), "hint"))
    st.html(head(*parts))


def _draw_questions(visit: Visit, procedure: Procedure, case: Case | None, missed: bool) -> None:
    t = tongue("ja")
    agreed = "".join(_agreed_html(one, _visitor_language(case)) for one in AGREED)
    st.html(f'<div class="kio-consent">{section(t("kiosk.consent_read"), f"<ul class=mg-plain>{agreed}</ul>")}</div>')
    with st.container(key="bad_consent" if missed else "field_consent"):
        st.html(f'<p class="mg-label" aria-hidden="true">{t("kiosk.consent_how")}</p>')
        st.radio(
            say("kiosk.consent_how"),
            HOWS,
            index=None,
            key="consent_agreed",
            format_func=lambda how: say(f"kiosk.how_{how}"),
            label_visibility="collapsed",
        )
    if case is None:
        st.html(f'<p class="mg-label" aria-hidden="true">{t("kiosk.visitor_language")}</p>')
        st.selectbox(
            say("kiosk.visitor_language"),
            LANGUAGES,
            key="consent_language",
            format_func=lambda one: say(f"screens.language_{one}", one),
            label_visibility="collapsed",
        )
    st.button(
        say("kiosk.consent_do" if case is None else "kiosk.consent_go_on"),
        type="primary",
        width="stretch",
        key="consent_do",
        on_click=_begin,
        args=(visit, procedure, case is not None),
    )


def _visitor_language(case: Case | None) -> str:
    """Of the case that was begun, or as chosen on this screen."""
    chosen = case.language if case is not None else st.session_state.get("consent_language")
    return str(chosen) if chosen in LANGUAGES else "ja"


def _agreed_html(one: str, language: str) -> str:
    """What staff say aloud; below it the visitor's own language, so that it can be shown to them."""
    key = f"kiosk.agreed_{one}"
    if language == "ja":
        return f"<li>{tongue('ja')(key)}</li>"
    tag = "en" if language == "en" else "ja"
    return f'<li>{tongue("ja")(key)}<br><span class="mg-sub" lang="{tag}">{tongue(language)(key)}</span></li>'


def _begin(visit: Visit, procedure: Procedure, by_code: bool) -> None:
    how = st.session_state.get("consent_agreed")
    st.session_state.pop(FAILED, None)
    st.session_state[MISSED] = how is None
    if how is None:
        return
    agreed = counter.consent(visit.clerk, how, AGREED)
    try:
        if by_code:
            case = counter.go_on(visit.clerk, st.session_state[SHOWN_CODE], agreed)
        else:
            language = st.session_state.get("consent_language") or "ja"
            case = counter.start(visit.clerk, procedure.id, agreed, language=language, key=st.session_state[KEY])
        parking.hold(visit.clerk, case)
    except MadoguchiError as failure:
        st.session_state[FAILED] = failure
        return
    for name in (SHOWN_CODE, KEY, MISSED):
        st.session_state.pop(name, None)
    st.query_params.from_dict(query_of(case.reference, Place()))


def _shown_case(visit: Visit) -> Case | None:
    """The case of the code that was read a moment ago."""
    code = st.session_state.get(SHOWN_CODE)
    return case_by_code(visit.office, code) if isinstance(code, str) else None


def _procedure(visit: Visit, start: str, case: Case | None) -> Procedure | None:
    if start == BY_CODE:
        if case is None:
            return None
        known = case.draft.procedure_id if case.draft else case.front.procedure_id if case.front else ""
    else:
        known = start
    found = next((one for one in visit.catalogue.procedures if one.id == known), None)
    return found.on(clock.today()) if found else None


def _facts(procedure: Procedure) -> str:
    t = tongue("ja")
    fee = fees.fee_of(procedure, {}, "counter", clock.today())
    bring = "<br>".join(escape(document.title.say("ja")) for document in procedure.documents)
    lines = [
        Fact("people", t("kiosk.fact_who"), procedure.who.html("ja")),
        Fact("bag", t("kiosk.fact_bring"), bring),
        Fact("yen", t("kiosk.fact_fee"), fee.words.html("ja")),
    ]
    shown = facts_html([line for line in lines if line.words_html])
    return f'<div class="mg-panel"><h2>{procedure.title.html("ja")}</h2>{shown}</div>'

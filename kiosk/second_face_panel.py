"""The panel beside the case: pair a second screen, and see at once what the citizen touches there."""

from html import escape

import streamlit as st

from kiosk.second_face import FACES, FAILED, address_of, has_news
from kiosk.visit import Visit
from kiosk.words_of_trouble import failure_html
from shared.casework import parking, staff
from shared.casework.cases import Case
from shared.casework.second_face.face import SecondFace
from shared.casework.second_face.faces import session_of
from shared.errors import MadoguchiError
from shared.language.wording import say
from shared.printing.qr import svg_address
from shared.records.code import show_code
from shared.screens.fragments import note
from shared.screens.parts import icon, paragraph, tongue

LOOK_EVERY = 0.5  # seconds
HEARD = 8.0  # seconds since the second screen asked last: it is connected


def draw_face_panel(visit: Visit, case: Case) -> None:
    """For a case that is being written. Nothing runs by itself while no second screen is wanted."""
    session = session_of(visit.token)
    with st.container(key="panel_face", gap="small"):
        st.html(f"<h2>{tongue('ja')('kiosk.face_title')}</h2>")
        if FACES.of(session, case.reference) is None and FACES.offered(session, case.reference) is None:
            st.html(paragraph(tongue("ja")("kiosk.face_words"), "hint"))
            st.button(
                say("kiosk.face_open"),
                key="face_open",
                width="stretch",
                on_click=_offer,
                args=(session, case.reference),
            )
            return
        failure = st.session_state.get(FAILED)
        if isinstance(failure, MadoguchiError):
            st.html(failure_html(failure))
        _draw_live(visit, case)


@st.fragment(run_every=LOOK_EVERY)
def _draw_live(visit: Visit, case: Case) -> None:
    """Looks by itself. What changes the form (a touch to keep, a line that is wrong) draws the whole page again."""
    session = session_of(visit.token)
    face, offered = FACES.of(session, case.reference), FACES.offered(session, case.reference)
    signed_in = staff.actor_of(visit.office, visit.token) is not None
    if not signed_in or parking.is_covered(visit.office, visit.token) or (face is None and offered is None):
        st.rerun()
    FACES.attend(session, case.reference)
    if has_news(visit, case):
        st.rerun()
    if face is not None:
        _draw_paired(session, case, face)
    elif offered is not None:
        _draw_offer(*offered)
    st.button(
        say("kiosk.face_end" if face else "kiosk.face_stop"),
        key="face_end",
        type="tertiary",
        on_click=FACES.end,
        args=(session, case.reference),
    )


def _offer(session: str, reference: str) -> None:
    """The token is read from the faces at each drawing: it stays in no session."""
    FACES.offer(session, reference)


def _draw_offer(token: str, seconds: int) -> None:
    t = tongue("ja")
    code = escape(show_code(token))
    st.html(
        f'<img class="kio-face-qr" alt="{t("kiosk.face_qr")}" src="{svg_address(address_of(token))}">'
        f'<p class="mg-code">{code}</p>' + paragraph(t("kiosk.face_how", seconds=seconds), "hint")
    )


def _draw_paired(session: str, case: Case, face: SecondFace) -> None:
    t, where = tongue("ja"), (session, case.reference)
    connected = FACES.connected(face, HEARD)
    said = paragraph(f"<b>{t('kiosk.face_here' if connected else 'kiosk.face_lost')}</b>")
    said += paragraph(t(f"kiosk.face_{face.stage()}")) if connected else ""
    st.html(note(said, "good", "check") if connected else note(said, "wait", "warn"))
    if face.called:
        st.html(note(paragraph(f"<b>{t('kiosk.face_called')}</b>"), "wait", "bell"))
        seen = say("kiosk.face_called_seen")
        st.button(seen, key="face_seen", width="stretch", on_click=FACES.answer_call, args=where)
    if face.wrong:
        st.html(_wrong_html(case, face))
    if face.stage() in ("ask", "list", "thanks"):
        listed = face.stage() != "ask"
        st.button(
            say("kiosk.face_to_question" if listed else "kiosk.face_to_list"),
            key="face_list",
            width="stretch",
            on_click=FACES.list_all,
            args=(*where, not listed),
        )


def _wrong_html(case: Case, face: SecondFace) -> str:
    """The lines that the citizen said are wrong, in the order of the form."""
    lines = [question.label.html("ja") for question in case.procedure.questions() if question.id in face.wrong]
    told = "".join(f"<li>{icon('pen')} {line}</li>" for line in lines)
    title = tongue("ja")("kiosk.face_wrong")
    return f'<div class="kio-face-wrong" role="status"><p><b>{title}</b></p><ul>{told}</ul></div>'

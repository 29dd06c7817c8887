"""署名待ちを終わりにする: a sheet that was sent to be signed and will not come back; why, and what follows from it."""

from html import escape

import streamlit as st

from kiosk.paper_words import last_refusal_html
from kiosk.visit import Visit
from shared.casework.paper import signing
from shared.casework.paper.signing import OutToSign
from shared.errors import MadoguchiError
from shared.language import clock
from shared.language.wording import say
from shared.screens.fragments import back_link, note, reference_number, when_words
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, paragraph, tongue

FAILED = "paper_failed"
FOLLOWS = ("unfiled", "citizen", "late")


def draw_giving_up(visit: Visit) -> None:
    """Which sheet, why it is given up, what follows; one button does it, the way back does nothing."""
    t, reference = tongue("ja"), visit.query.get("sheet", "")
    found = next((one for one in signing.out_to_sign(visit.clerk) if one.reference == reference), None)
    top = head(back_link("/?paper=list", "ja"), last_refusal_html(FAILED), heading(t("kiosk_paper.give_up_heading")))
    with st.container(key="narrow"):
        if found is None:  # it came back, or somebody was quicker
            st.html(top + note(paragraph(t("kiosk_paper.give_up_gone"))))
            lead_focus("paper/give_up/none")
            return
        st.html(top + _which_html(visit, found))
        st.html(f'<p class="mg-label" aria-hidden="true">{t("kiosk_paper.give_up_why")}</p>')
        st.radio(
            say("kiosk_paper.give_up_why"),
            signing.WHYS,
            index=None,
            key=_why_key(reference),
            format_func=lambda why: say(f"kiosk_paper.why_{why}"),
            label_visibility="collapsed",
        )
        lines = "".join(f"<li>{t(f'kiosk_paper.give_up_{one}')}</li>" for one in FOLLOWS)
        follows = f'<p><b>{t("kiosk_paper.give_up_follows")}</b></p><ul class="mg-plain">{lines}</ul>'
        st.html(note(follows, "wait", "warn"))
        st.button(
            say("kiosk_paper.give_up_do"),
            key=f"danger_give_up_{reference}",
            width="stretch",
            on_click=_give_up,
            args=(visit, reference),
        )
    lead_focus(f"paper/give_up/{reference}")


def _which_html(visit: Visit, one: OutToSign) -> str:
    """Procedure and number, when it was sent and how long ago that is."""
    t = tongue("ja")
    known = visit.catalogue.procedures.find(one.procedure_id)
    title = known.title.html("ja") if known is not None else ""
    days = (clock.today() - clock.in_japan(one.printed_at).date()).days
    key = "give_up_sent" if days else "give_up_sent_today"
    sent = t(f"kiosk_paper.{key}", when=escape(when_words(one.printed_at, "ja")), days=days)
    return paragraph(f"<b>{title}</b> {reference_number(one.reference)}<br>{sent}")


def _give_up(visit: Visit, reference: str) -> None:
    try:
        signing.give_up(visit.clerk, reference, str(st.session_state.get(_why_key(reference)) or ""))
    except MadoguchiError as failure:
        st.session_state[FAILED] = failure
        return
    st.query_params.from_dict({"paper": "list", "done": "given_up"})


def _why_key(reference: str) -> str:
    return f"why_{reference}"

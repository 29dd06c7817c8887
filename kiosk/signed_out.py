"""What is drawn when nobody is signed in any more: a way to the sign-in page, and nothing else."""

import streamlit as st

from kiosk.frame import draw_sheet
from shared.screens.components.idle import wipe_session
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, link_button, paragraph, tongue


def draw_signed_out() -> None:
    """The session is over, or the account was closed. What was in hand waits for its owner."""
    t = tongue("ja")
    wipe_session()
    draw_sheet("desk", "ja")
    words = head(heading(t("kiosk.signed_out_title")), paragraph(t("kiosk.signed_out_words")))
    with st.container(key="narrow"):
        st.html(words + link_button("/signin", t("kiosk.signed_out_do"), "main"))
    lead_focus("signed-out")

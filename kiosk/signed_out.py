"""What is drawn when nobody is signed in any more, or the device is no kiosk any more: a way out, and nothing else."""

import streamlit as st

from kiosk.frame import draw_sheet
from shared.screens.components.idle import wipe_session
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, link_button, paragraph, tongue


def draw_signed_out() -> None:
    """The session is over, or the account was closed. What was in hand waits for its owner."""
    _draw_over("kiosk.signed_out", "/signin")
    lead_focus("signed-out")


def draw_sent_away() -> None:
    """The device was revoked while its page was open. Our scripts are refused to it as well: none is asked for."""
    _draw_over("kiosk.sent_away", "/device")


def _draw_over(said: str, way: str) -> None:
    t = tongue("ja")
    wipe_session()
    draw_sheet("desk", "ja")
    words = head(heading(t(f"{said}_title")), paragraph(t(f"{said}_words")))
    with st.container(key="over"):
        st.html(words + link_button(way, t(f"{said}_do"), "main"))

"""What AppTest runs: the portal's own screen, with the side and the pass of a test."""

from shared.casework.sides import FrontSide

SIDE: FrontSide | None = None
PASS: bytes = b""


def script() -> None:
    """Source of the AppTest script; it is run as text, so it imports what it needs."""
    import streamlit as st

    from portal.screen import draw_screen
    from tests.screens import stage

    assert stage.SIDE is not None
    cookies = {"__Host-case": stage.PASS.hex()} | dict(st.session_state.get("cookies", {}))
    draw_screen(stage.SIDE, dict(st.query_params), cookies)

"""Taking what was scanned or typed: to a visitor's case by its code, or to a case of one's own sections."""

import streamlit as st

from kiosk.reading import read
from kiosk.visit import Visit
from shared.casework import review
from shared.casework.cases import case_by_code
from shared.errors import CannotOpen, MadoguchiError

FAILED = "code_failed"
SHOWN_CODE = "code_shown"  # the visitor's code between reading it and their consent; never leaves the memory


def take(visit: Visit, text: str) -> bool:
    """Goes where it leads; False where it leads nowhere, and keeps why."""
    st.session_state.pop(FAILED, None)
    try:
        query = _where(visit, text)
    except MadoguchiError as failure:
        st.session_state[FAILED] = failure
        return False
    st.query_params.from_dict(query)
    return True


def _where(visit: Visit, text: str) -> dict[str, str]:
    found = read(text, visit.office.public)
    if found.kind == "code":
        case_by_code(visit.office, found.text)
        st.session_state[SHOWN_CODE] = found.text
        return {"start": "code"}
    if found.kind == "proof" and found.verdict in ("forged", "revoked"):
        raise CannotOpen("cannot_open")
    return {"record": review.find(visit.office, visit.actor, found.text)}

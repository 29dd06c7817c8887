"""Taking what was scanned or typed: to a visitor's case by its code, or to a case of one's own sections."""

import streamlit as st

from kiosk.reading import guide_in, read
from kiosk.visit import Visit
from shared.casework import review
from shared.casework.cases import case_by_code
from shared.casework.paper import signing
from shared.casework.paper.signing import FormRead
from shared.errors import CannotOpen, MadoguchiError
from shared.screens.presses import whole

FAILED = "code_failed"
SHOWN_CODE = "code_shown"  # the visitor's code between reading it and their consent; never leaves the memory


@whole()
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
    guide = guide_in(text)
    if guide:
        return {"guide": guide}
    form = signing.form_read(visit.clerk, text)
    if form is not None:
        return _of_form(form)
    found = read(text, visit.office.public)
    if found.kind == "code":
        case_by_code(visit.office, found.text)
        st.session_state[SHOWN_CODE] = found.text
        return {"start": "code"}
    if found.kind == "proof" and found.verdict in ("forged", "revoked"):
        raise CannotOpen("cannot_open")
    return {"record": review.find(visit.office, visit.actor, found.text)}


def _of_form(form: FormRead) -> dict[str, str]:
    """A printed form came back: to be closed by its signature, to its case, or to be taken in."""
    if form.kind == "sign":
        return {"paper": "in", "sign": form.reference}
    if form.kind == "record":
        return {"record": form.reference}
    return {"paper": "in", "procedure": form.procedure_id, "form": form.number, "made": form.made}

"""Covering the screen, ending with a visitor: what was typed is kept for staff, the memory of the page is emptied."""

import streamlit as st
from pydantic import JsonValue

from kiosk.visit import Visit
from shared.casework import parking
from shared.casework.cases import Case
from shared.screens.components.idle import wipe_session

OVER = "over"  # the visitor has gone: the page loads anew


def hide(visit: Visit) -> None:
    """Covers the screens of this session; what is typed and not saved waits for the same member of staff."""
    keep_typed(visit)
    parking.cover(visit.office, visit.token)
    wipe_session()


def keep_typed(visit: Visit) -> None:
    """Puts what is typed now beside the case in hand."""
    if visit.case is not None and visit.case.draft is not None:
        parking.hold(visit.clerk, visit.case, _typed(visit.case))


def bring_back(visit: Visit, case: Case) -> None:
    """Puts what was typed before the cover back into the fields. Before any field is drawn."""
    held = visit.held
    if held is None or not held.typed:
        return
    for key, value in held.typed.items():
        st.session_state.setdefault(key, value)
    parking.hold(visit.clerk, case)


def part(visit: Visit, reference: str) -> None:
    """次の人へ: the case leaves this hand, and nothing of it stays in the session."""
    parking.give_back(visit.clerk, reference)
    clear()


def clear() -> None:
    """Nothing of the visitor stays in the session; the page is loaded anew."""
    wipe_session()
    st.query_params.clear()
    st.session_state[OVER] = True


def _typed(case: Case) -> dict[str, JsonValue]:
    """What the fields of this case hold; files are kept already, and buttons hold nothing."""
    start = f"q_{case.reference}_"
    found: dict[str, JsonValue] = {}
    for key, value in st.session_state.items():
        if str(key).startswith(start) and isinstance(value, str | bool | int | float):
            found[str(key)] = value
    return found

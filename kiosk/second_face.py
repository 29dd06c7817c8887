"""ふたつの顔の窓口, staff's half: what the second screen may show of the case that is drawn here, and what it said."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from kiosk.visit import Visit
from shared.casework.cases import Case
from shared.casework.second_face import touches
from shared.casework.second_face.content import content_of
from shared.casework.second_face.face import Touch
from shared.casework.second_face.faces import Faces, session_of
from shared.catalogue.procedure import Step
from shared.errors import MadoguchiError
from shared.screens.presses import whole

FACES = Faces()  # of this process: pages and routes share it
FAILED = "face_failed"  # why a touch is not kept yet
DRAWN = "face_drawn"  # what the page as a whole was drawn for
Stamp = tuple[object, ...]


@dataclass
class _Place:
    origin: str = "http://localhost:8502"


_place = _Place()


def reached_at(origin: str) -> None:
    """Under which name other screens reach this kiosk. Set once, when the process starts."""
    _place.origin = origin.rstrip("/")


def address_of(token: str) -> str:
    """What the QR holds: capitals, so that it is small. The token, and nothing of the case."""
    return f"{_place.origin}/P/{token}".upper()


def attend(visit: Visit) -> None:
    """At every run: only the case that is drawn here is shown anywhere else."""
    FACES.attend(session_of(visit.token), visit.case.reference if visit.case is not None else "")


def publish(visit: Visit, case: Case, step: Step | None = None) -> None:
    """As soon as something is kept. `step`: where staff are, where they write one question a screen."""
    session = session_of(visit.token)
    if FACES.of(session, case.reference) is None:
        return
    FACES.publish(session, case.reference, content_of(case, step.id if step is not None else ""))


@whole()
def take_in(visit: Visit, case: Case) -> Case:
    """The case with what was touched on the second face. Before any field is drawn: ticks come and go with it."""
    if case.draft is None:
        publish(visit, case)
        return case
    session = session_of(visit.token)
    waiting = FACES.pending(session, case.reference)
    try:
        kept = touches.record(visit.clerk, case, waiting)
        kept = touches.drop_stale(visit.clerk, kept)
    except MadoguchiError as failure:
        st.session_state[FAILED] = failure
        st.session_state[DRAWN] = _stamp(visit, case, waiting)
        return case
    st.session_state.pop(FAILED, None)
    if kept is not case:
        _tick(kept)
        visit.__dict__["case"] = kept
    FACES.kept(session, case.reference, waiting)
    publish(visit, kept)
    st.session_state[DRAWN] = _stamp(visit, case, ())
    return kept


def has_news(visit: Visit, case: Case) -> bool:
    """Whether something was touched that the page as it stands does not know, be it while that was being drawn."""
    known = st.session_state.get(DRAWN)
    return known is not None and known != _stamp(visit, case, FACES.pending(session_of(visit.token), case.reference))


def _stamp(visit: Visit, case: Case, waiting: Sequence[Touch]) -> Stamp:
    face = FACES.of(session_of(visit.token), case.reference)
    if face is None:
        return (None,)
    return (frozenset(waiting), frozenset(face.wrong), face.agreed, face.confirmed)


def wrong_of(visit: Visit, case: Case) -> frozenset[str]:
    """Questions whose answer was said to be wrong."""
    face = FACES.of(session_of(visit.token), case.reference)
    return frozenset(face.wrong) if face is not None else frozenset()


def end(token: str) -> None:
    """The visit is over, or nobody may look: every second screen of this sign-in is empty."""
    FACES.end(session_of(token))


def _tick(case: Case) -> None:
    """The boxes that the touch sets show what is kept."""
    for question in touches.answered_by_read_back(case.procedure, case.answers):
        st.session_state[f"q_{case.reference}_{question}"] = case.answers.get(question) == "yes"

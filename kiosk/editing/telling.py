"""What a deed of 手続の手入れ led to, said on the next drawing."""

from collections.abc import Callable
from html import escape
from typing import TypeVar

import streamlit as st

from shared.catalogue.catalogue import explained
from shared.errors import CatalogueError, MadoguchiError, Problem, ValueRefused
from shared.language.wording import say, say_html
from shared.screens.fragments import note

FAILED = "editing_failed"
Made = TypeVar("Made")


def made(deed: Callable[[], Made]) -> Made | None:
    """What the deed made; None where it was not done: why is said on the next drawing."""
    st.session_state.pop(FAILED, None)
    try:
        return deed()
    except MadoguchiError as failure:
        st.session_state[FAILED] = failure
        return None


def do(deed: Callable[[], object]) -> None:
    """As `made`, of a deed that makes nothing to go on with."""
    made(deed)


def draw_failure(failure: MadoguchiError | None = None) -> None:
    """This failure, or what the last deed met."""
    told = failure if failure is not None else st.session_state.pop(FAILED, None)
    if isinstance(told, MadoguchiError):
        st.html(note(f"<p><b>{escape(words_of(told))}</b></p>", "wait", "warn", role="alert"))


def refusal_html(refused: ValueRefused) -> str:
    """What was typed and cannot be taken, beside its field."""
    return note(f"<p><b>{escape(words_of(refused))}</b></p>", "wait", "warn", role="alert")


def words_of(failure: MadoguchiError) -> str:
    """One sentence or two."""
    if isinstance(failure, CatalogueError):
        return say("editing.has_mistakes", count=len(failure.problems))
    return say(f"errors.{failure.code}", "ja", **failure.params)


def problem_html(problem: Problem, address: str) -> str:
    """A mistake and where it is; the link leads there."""
    place = say_html("editing.place", file=problem.file, line=problem.line)
    return f'<li><a href="{escape(address)}">{place}</a> {escape(explained(problem))}</li>'

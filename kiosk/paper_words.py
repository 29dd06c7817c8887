"""Why a sheet could not be taken in or typed: the refusal's own words, where it has any."""

from html import escape

import streamlit as st

from kiosk.words_of_trouble import failure_html
from shared.errors import KeepingError, MadoguchiError
from shared.language.wording import say, texts
from shared.screens.fragments import note


def refusal_html(error: MadoguchiError) -> str:
    """A banner. What fails because something of ours is away is said as everywhere."""
    key = f"errors.{error.code}"
    if isinstance(error, KeepingError) or key not in texts("ja"):
        return failure_html(error)
    return note(f"<p><b>{escape(say(key, 'ja', **error.params))}</b></p>", "wait", "warn", role="alert")


def last_refusal_html(key: str) -> str:
    """What the last press was refused with, said once; "" where it went well."""
    failure = st.session_state.pop(key, None)
    return refusal_html(failure) if isinstance(failure, MadoguchiError) else ""

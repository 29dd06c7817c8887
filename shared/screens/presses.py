"""What a press has begun is done to its end, and once, whatever is pressed meanwhile.

Streamlit ends a run at any use of `st.session_state` or of an element when the browser has sent something new, inside
callbacks, too: a number would be given and its ticket forgotten. What came meanwhile waits here until the callbacks (or
the block of `whole`) are through, and is then done as it would have been. A button that is pressed again before the
page was drawn since has had its answer: the second press does nothing, and stays where the first one has led.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import WStates

IMPATIENT: Final = 5.0  # seconds; a page that takes longer may be pressed again
PRESSED: Final = "pressed_and_not_drawn"

_WHOLE: ContextVar[bool] = ContextVar("whole", default=False)
_look = ScriptRunner._maybe_handle_execution_control_request
_begin = SafeSessionState.on_script_will_rerun
_call = WStates.call_callback
_finish = SafeSessionState.on_script_finished


@dataclass(frozen=True)
class _Press:
    """`led_to`: the address that it has set; None where it stayed."""

    at: float
    led_to: dict[str, str] | None


@contextmanager
def whole() -> Iterator[None]:
    """For a deed in a page's own run, such as one that a scan asks for: `with whole():` or `@whole()`."""
    token = _WHOLE.set(True)
    try:
        yield
    finally:
        _WHOLE.reset(token)


def hold_others_back() -> None:
    """From now on, in this process. Streamlit has no setting for it (1.67); `tests/screens/test_presses.py` tells when
    a later one looks elsewhere.
    """
    ScriptRunner._maybe_handle_execution_control_request = _look_between_deeds  # type: ignore[assignment,method-assign]
    SafeSessionState.on_script_will_rerun = _begin_whole  # type: ignore[assignment,method-assign]
    WStates.call_callback = _call_once  # type: ignore[assignment,method-assign]
    SafeSessionState.on_script_finished = _finish_and_forget  # type: ignore[assignment,method-assign]


def _look_between_deeds(runner: ScriptRunner) -> None:
    if not _WHOLE.get():
        _look(runner)


def _begin_whole(state: SafeSessionState, *args: Any, **kwargs: Any) -> None:
    """What was pressed is taken in and its callbacks are called, before anything that came since is looked for."""
    with whole():
        _begin(state, *args, **kwargs)


def _call_once(states: WStates, widget_id: str) -> None:
    metadata = states.widget_metadata.get(widget_id)
    if metadata is None or metadata.value_type != "trigger_value":
        _call(states, widget_id)
        return
    before = st.session_state.get(PRESSED, {}).get(widget_id)
    if before is not None and time.monotonic() - before.at < IMPATIENT:
        if before.led_to is not None:  # the browser did not know yet, and sent the address where it was pressed
            st.query_params.from_dict(before.led_to)
        return
    at, here = time.monotonic(), st.query_params.to_dict()
    _call(states, widget_id)
    there = st.query_params.to_dict()
    pressed = st.session_state.setdefault(PRESSED, {})  # after the callback, which may empty the session
    pressed[widget_id] = _Press(at, there if there != here else None)


def _finish_and_forget(state: SafeSessionState, drawn: frozenset[str], *, remove_stale_widgets: bool = True) -> None:
    """Of a run that was broken off Streamlit removes no widgets: its page was not drawn."""
    _finish(state, drawn, remove_stale_widgets=remove_stale_widgets)
    if remove_stale_widgets and PRESSED in state:
        del state[PRESSED]

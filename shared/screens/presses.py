"""What a press has begun is done to its end, whatever is pressed meanwhile.

Streamlit ends a run at any use of `st.session_state` or of an element when the browser has sent something new, inside
callbacks, too: a number would be given and its ticket forgotten. What came meanwhile waits here until the callback (or
the block of `whole`) is through, and is then done as it would have been.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_run_context import RunLocation, ThreadState

_WHOLE: ContextVar[bool] = ContextVar("whole", default=False)
_look = ScriptRunner._maybe_handle_execution_control_request


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


def _look_between_deeds(runner: ScriptRunner) -> None:
    if not _WHOLE.get() and not _in_callback():
        _look(runner)


def _in_callback() -> bool:
    try:
        return ThreadState.get().run_location is RunLocation.CALLBACK
    except RuntimeError:  # a thread of Streamlit's own, which runs no page
        return False

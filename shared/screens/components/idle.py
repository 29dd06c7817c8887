"""When nobody touches the page any more: ask, then leave it or cover it. Works without the server, too."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx

from shared.screens.components.packaged import mount


@dataclass(frozen=True)
class IdleWords:
    """Words of the question and the cover. `left` holds {seconds}."""

    title: str
    left: str
    go_on: str
    cover_title: str = ""
    cover_body: str = ""


@dataclass(frozen=True)
class IdleRule:
    """After `seconds` without a touch; the question comes `warn` seconds before.

    then   "leave": the page is replaced by `home` (in the history too), sight is forgotten
           "cover": a cover hides everything at once; the script draws its own on the run that follows
    """

    seconds: int
    warn: int
    then: Literal["leave", "cover"]
    home: str = "/"


def watch_idle(key: str, rule: IdleRule, words: IdleWords, on_over: Callable[[], None]) -> None:
    """Watches for touches, keys and wheels on the whole page. `on_over` runs on the server at the end.

    A page that is not watched any more (the component is not drawn) has no clock.
    """
    data = {
        "seconds": rule.seconds,
        "warn": rule.warn,
        "then": rule.then,
        "home": rule.home,
        "words": {
            "title": words.title,
            "left": words.left,
            "goOn": words.go_on,
            "coverTitle": words.cover_title,
            "coverBody": words.cover_body,
        },
    }
    mount("idle", key, data, on_over_change=on_over)


def wipe_session() -> None:
    """Empties this session's memory and its uploaded files: for `on_over` and for 「終わる」 at a kiosk."""
    context = get_script_run_ctx()
    if context is not None and Runtime.exists():
        Runtime.instance().uploaded_file_mgr.remove_session_files(context.session_id)
    for name in list(st.session_state):
        del st.session_state[name]

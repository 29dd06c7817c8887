"""A whole file: for whoever works with another editor, or must put right what no form can."""

from html import escape

import streamlit as st

from kiosk.editing.addresses import number_in
from kiosk.editing.bench import Bench, bench_of
from kiosk.editing.lines_form import draw_text
from kiosk.editing.telling import made
from kiosk.visit import Visit
from shared.errors import ValueRefused
from shared.language.wording import say
from shared.screens.fragments import back_link
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, paragraph, tongue
from shared.screens.uploads import let_go

KEY = "file"


def draw_file(visit: Visit) -> None:
    """Its text, or a file that takes its place. Raises ValueRefused for a file that the catalogue does not have."""
    t, bench, name = tongue("ja"), bench_of(visit), visit.query.get("file", "")
    if name not in bench.texts:
        raise ValueRefused("proposal_file", name=name)
    st.html(back_link(bench.back, "ja") + head(heading(escape(name)), paragraph(t("editing.file_hint"), "hint")))
    with st.form(f"{KEY}_upload", border=False):
        given = st.file_uploader(say("editing.upload"), type=["yaml", "yml"], key=f"{KEY}_given")
        if st.form_submit_button(say("editing.upload_do"), key="upload_do") and given is not None:
            data = given.getvalue()
            let_go([given])
            text = made(lambda: _decoded(name, data))
            if text is not None and bench.keep(name, text):
                st.rerun()
    key = f"{KEY}_{name}_{bench.draft.revision if bench.draft else 0}"
    draw_text(bench, key, bench.texts[name], "editing.file_lines")
    st.button(say("editing.write_lines"), key="write_lines", type="primary", on_click=_keep, args=(bench, name, key))
    lead_focus(f"editing/file/{name}/{number_in(visit, 'line') or 0}")


def _keep(bench: Bench, name: str, key: str) -> None:
    bench.keep(name, str(st.session_state.get(key) or ""))


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueRefused("proposal_encoding", name=name) from error

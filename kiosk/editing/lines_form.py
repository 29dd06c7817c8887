"""行を直接書く: the procedure's own lines of YAML, or a whole file, and no others."""

from html import escape

import streamlit as st

from kiosk.editing.addresses import number_in
from kiosk.editing.bench import Bench
from shared.catalogue.editing.blocks import Block
from shared.language.wording import say
from shared.screens.components.lines import help_with_lines
from shared.screens.parts import tongue

KEY = "lines"
AROUND = 2  # lines that are shown before and behind the one with a mistake
HIGH = 520  # pixels


def draw_lines(bench: Bench, name: str, block: Block) -> None:
    """All of them in one field; what is kept may have mistakes, and is checked on the draft's page."""
    key = f"{KEY}_{block.procedure}_{bench.draft.revision if bench.draft else 0}"
    draw_text(bench, key, block.text)
    st.button(
        say("editing.write_lines"),
        key="write_lines",
        type="primary",
        on_click=_keep,
        args=(bench, name, block.procedure, key),
    )


def draw_text(bench: Bench, key: str, text: str, label: str = "editing.lines") -> None:
    """The field, with the words of `label`; above it the line that the address names, with its neighbours."""
    line = number_in(bench.visit, "line") or 0
    if line:
        st.html(_around(text, line))
    st.text_area(say(label), value=text, key=key, height=HIGH)
    help_with_lines(key, line)


def _keep(bench: Bench, name: str, procedure: str, key: str) -> None:
    bench.keep_block(name, procedure, str(st.session_state.get(key) or ""))


def _around(text: str, line: int) -> str:
    lines = text.splitlines()
    first = max(line - AROUND, 1)
    shown = "".join(
        f"<{'b' if number == line else 'span'}>{number:>5}  {escape(words)}</{'b' if number == line else 'span'}>\n"
        for number, words in enumerate(lines[first - 1 : line + AROUND], first)
    )
    return f'<p class="mg-label">{tongue("ja")("editing.line", line=line)}</p><pre class="kio-lines">{shown}</pre>'

"""受付の最後の日: the newest deadline from a day on."""

import streamlit as st

from kiosk.editing.bench import Bench
from kiosk.editing.days import day_in, draw_end
from kiosk.editing.form_keys import draw_whole, draw_words, whole_in, words_in
from shared.catalogue.editing.blocks import Block
from shared.catalogue.editing.rules import Deadline, deadline_of, with_deadline
from shared.language.wording import say
from shared.screens.fragments import note
from shared.screens.parts import paragraph, tongue

KEY = "deadline"


def draw_deadline(bench: Bench, name: str, block: Block) -> None:
    """Days and sentence of the deadline; says so where the procedure has none. Raises ValueRefused."""
    deadline = deadline_of(block)
    if deadline is None:
        st.html(note(paragraph(tongue("ja")("editing.no_deadline")), "", "info"))
        return
    with st.form(f"{KEY}_form_{block.procedure}", border=False):
        if deadline.days is not None:
            draw_whole(f"{KEY}_days", say("editing.deadline_days"), deadline.days)
        draw_words(f"{KEY}_words", deadline.text, say("editing.deadline_words"))
        draw_end(KEY, "deadline", _keep, bench, name, block, deadline)


def _keep(bench: Bench, name: str, block: Block, old: Deadline) -> None:
    def write() -> str:
        days = whole_in(f"{KEY}_days") if old.days is not None else None
        return with_deadline(block, Deadline(days, words_in(f"{KEY}_words")), day_in(KEY))

    bench.keep_written(name, block.procedure, write)

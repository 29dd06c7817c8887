"""文を直す: one sentence of the procedure, in its languages."""

import streamlit as st

from kiosk.editing.bench import Bench
from kiosk.editing.days import day_in, draw_end
from kiosk.editing.form_keys import draw_words, words_in
from shared.catalogue.editing.blocks import Block
from shared.catalogue.editing.texts import Sentence, sentences_of, with_sentence
from shared.language.wording import say, without_ruby

KEY = "sentence"
LONGEST = 40


def draw_sentence(bench: Bench, name: str, block: Block) -> None:
    """Which one, then its words. Raises ValueRefused."""
    found = sentences_of(block)
    chosen = st.selectbox(
        say("editing.which_sentence"),
        range(len(found)),
        format_func=lambda place: _called(found[place]),
        key=f"{KEY}_which_{block.procedure}",
    )
    one = found[chosen or 0]
    key = f"{KEY}_{chosen}"
    with st.form(f"{key}_form_{block.procedure}", border=False):
        draw_words(key, one.words, say("editing.sentence_words"))
        draw_end(key, "sentence", _keep, bench, name, block, one, key)


def _called(one: Sentence) -> str:
    """What it is, and how it begins."""
    kind = say(f"editing.text_{next(part for part in reversed(one.path) if isinstance(part, str))}")
    begins = without_ruby(one.words.get("ja", ""))
    near = without_ruby(one.near)
    parts = (kind, near if near != begins else "", begins)
    return "・".join(part if len(part) <= LONGEST else f"{part[:LONGEST]}…" for part in parts if part)


def _keep(bench: Bench, name: str, block: Block, one: Sentence, key: str) -> None:
    bench.keep_written(name, block.procedure, lambda: with_sentence(block, one.path, words_in(key), day_in(key)))

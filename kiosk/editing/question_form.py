"""質問を足す: a question more, where it stands and from when it is asked."""

import streamlit as st

from kiosk.editing.bench import Bench
from kiosk.editing.days import day_in, draw_end
from kiosk.editing.form_keys import draw_words, words_in
from shared.catalogue.editing.blocks import Block
from shared.catalogue.editing.questions import KINDS, WITH_OPTIONS, Added, Place, places_of, with_question
from shared.catalogue.editing.sets import last_words_of_sets
from shared.catalogue.editing.texts import LANGUAGES
from shared.language.wording import say, without_ruby

KEY = "question"
BAR, WIDE = "|", "｜"


def draw_question(bench: Bench, name: str, block: Block) -> None:
    """Where, of which kind, in which words. Raises ValueRefused."""
    places = places_of(block, last_words_of_sets(bench.texts.values()))
    st.selectbox(
        say("editing.which_place"),
        range(len(places)),
        format_func=lambda number: _called(places[number]),
        key=f"{KEY}_place_{block.procedure}",
    )
    kind = st.selectbox(
        say("editing.which_kind"), KINDS, format_func=lambda one: say(f"editing.kind_{one}"), key=f"{KEY}_kind"
    )
    with st.form(f"{KEY}_form_{block.procedure}", border=False):
        draw_words(f"{KEY}_label", {}, say("editing.question_label"))
        draw_words(f"{KEY}_hint", {}, say("editing.question_hint"))
        if kind in WITH_OPTIONS:
            st.text_area(say("editing.question_options"), key=f"{KEY}_options", height=120)
        st.checkbox(say("editing.question_required"), key=f"{KEY}_required")
        draw_end(KEY, "question", _keep, bench, name, block, places)


def _called(place: Place) -> str:
    title = without_ruby(place.step_title)
    if place.question is None:
        return say("editing.place_screen", step=title)
    return say("editing.place_behind", step=title, label=without_ruby(place.label))


def _keep(bench: Bench, name: str, block: Block, places: list[Place]) -> None:
    state = st.session_state

    def write() -> str:
        added = Added(
            str(state.get(f"{KEY}_kind")),
            words_in(f"{KEY}_label"),
            words_in(f"{KEY}_hint"),
            bool(state.get(f"{KEY}_required")),
            _options(str(state.get(f"{KEY}_options") or "")),
            day_in(KEY),
        )
        place = places[int(state.get(f"{KEY}_place_{block.procedure}") or 0)]
        return with_question(block, place, added, _taken(bench, block.procedure))

    bench.keep_written(name, block.procedure, write)


def _options(typed: str) -> list[dict[str, str]]:
    """A line an option; its languages stand beside each other, parted by bars."""
    found = []
    for line in typed.splitlines():
        words = [part.strip() for part in line.replace(WIDE, BAR).split(BAR)]
        if words[0]:
            found.append({language: word for language, word in zip(LANGUAGES, words, strict=False) if word})
    return found


def _taken(bench: Bench, procedure: str) -> set[str]:
    """Ids of what sets ask in this procedure."""
    known = bench.visit.catalogue.procedures
    return {question.id for question in known.of(procedure).questions()} if procedure in known.ids else set()

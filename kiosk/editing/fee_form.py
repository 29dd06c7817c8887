"""手数料を変える: the newest fee from a day on."""

import re
from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from kiosk.editing.bench import Bench
from kiosk.editing.days import day_in, draw_end
from kiosk.editing.form_keys import draw_whole, draw_words, whole_in, words_in
from shared.catalogue.editing.blocks import Block
from shared.catalogue.editing.rules import Fee, fee_of, with_fee
from shared.language.wording import say

KEY = "fee"


def draw_fee(bench: Bench, name: str, block: Block) -> None:
    """Every amount of the newest fee, its words, and the day. Raises ValueRefused."""
    fee = fee_of(block)
    with st.form(f"{KEY}_form_{block.procedure}", border=False):
        draw_whole(f"{KEY}_amount", say("editing.fee_amount"), fee.amount)
        for option, amount in fee.by.items():
            draw_whole(f"{KEY}_by_{option}", say("editing.fee_by", option=option), amount)
        for number, amount in enumerate(fee.extra):
            draw_whole(f"{KEY}_extra_{number}", say("editing.fee_extra", number=number + 1), amount)
        if fee.words:
            draw_words(f"{KEY}_words", fee.words, say("editing.fee_words"))
        draw_end(KEY, "fee", _keep, bench, name, block, fee)


def _words(old: Fee, new: Fee, typed: Mapping[str, str]) -> Mapping[str, str]:
    """Where the sentence was left as it was, the amount in it changes with the amount."""
    amount = rf"(?<![0-9,]){old.amount}(?![0-9,])"
    return {
        language: re.sub(amount, str(new.amount), word) if word == old.words.get(language) else word
        for language, word in typed.items()
    }


def _keep(bench: Bench, name: str, block: Block, old: Fee) -> None:
    def write() -> str:
        new = Fee(
            whole_in(f"{KEY}_amount"),
            {option: whole_in(f"{KEY}_by_{option}") for option in old.by},
            tuple(whole_in(f"{KEY}_extra_{number}") for number in range(len(old.extra))),
            {},
        )
        new = replace(new, words=_words(old, new, words_in(f"{KEY}_words")) if old.words else {})
        return with_fee(block, new, day_in(KEY))

    bench.keep_written(name, block.procedure, write)

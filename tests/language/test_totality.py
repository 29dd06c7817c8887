"""Whatever is typed, a rule answers with a reading or a refusal, never with another error (requirement XS-6)."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shared.errors import ValueRefused
from shared.language import characters, wording
from shared.language.value_kinds import KINDS, Outcome, make_of

ODD = [
    "\x00",
    "\ud800",
    "\udfff",
    "\u202e",
    "\u200d",
    "\ufe0f",
    "\U000e0100",
    "\U00020bb7",
    "\ufa19",
    "\u3099",
    "\uffff",
    "e" + "\u0301" * 10_000,
    "9" * 5000,
    "十" * 5000,
    "²³¹",
    "٣٤٥",
    "令和９９９９９年",
    "昭和元元年",
    "9999-12-31, 14 days",
    "1873-01-01",
    "0000-00-00",
    "-" * 100,
    "@" * 100,
    "a@" + "例" * 70 + ".jp",
    " " * 3000 + "x",
    "25:61:61",
    "{name} {a|b}",
    " / ",
    "a / ",
]
TYPED = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=40),
    st.text("0123456789-/.年月日令和昭元RS８.@: ", max_size=20),
    st.text("ァアィイヵカガパﾊﾟﾞ゛ーヽゝ・ ", max_size=20),
    st.sampled_from(ODD),
    st.lists(st.sampled_from([*ODD, "山田", "taro@example.jp", "0852-55-5555"]), max_size=4).map("".join),
)
# Kinds whose stored form is another sentence or answer than what was asked.
ANSWERS = {"age", "deadline", "standard_period", "file"}


def examples(count: int):
    """The ordinary run tries the same texts each time; the drill tries new ones."""
    return settings(max_examples=count, deadline=None, derandomize=count < 1000)


@pytest.mark.requirement("XS-6")
@pytest.mark.parametrize("kind", sorted(KINDS))
@examples(25)
@given(text=TYPED)
@example(text="e" + "\u0301" * 10_000)
@example(text="9" * 5000)
def test_every_kind_answers_to_everything(kind, text):
    check(kind, text)


@pytest.mark.requirement("XS-6")
@pytest.mark.drill
@pytest.mark.parametrize("kind", sorted(KINDS))
@examples(5000)
@given(text=TYPED)
def test_every_kind_answers_to_everything_thousands_of_times(kind, text):
    check(kind, text)


@pytest.mark.requirement("XS-6")
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_answers_to_the_odd_ones(kind):
    for text in ODD:
        check(kind, text)


def check(kind: str, text: str) -> None:
    outcome = make_of(kind, text)
    said = wording.texts("ja")
    if not outcome.ok:
        assert f"errors.{outcome.code}" in said
        assert wording.say(f"errors.{outcome.code}", "ja", **outcome.params)
        return
    assert [flag for flag in outcome.flags if f"flags.{flag}" not in said] == []
    for kept in (outcome.stored, outcome.search_key):
        assert json.loads(json.dumps(kept, ensure_ascii=False).encode()) == kept
    if kind not in ANSWERS and " / " not in text:
        again = make_of(kind, outcome.stored)
        assert (again.ok, again.stored, again.search_key) == (True, outcome.stored, outcome.search_key)


@pytest.mark.drill
@examples(20_000)
@given(text=TYPED)
def test_a_search_key_is_the_key_of_itself_thousands_of_times(text):
    key = characters.search_key(text)
    assert characters.search_key(key) == key


@examples(300)
@given(text=TYPED)
def test_a_search_key_never_fails_and_is_the_key_of_itself(text):
    key = characters.search_key(text)
    assert characters.search_key(key) == key


@pytest.mark.drill
@examples(20_000)
@given(text=TYPED)
def test_a_masked_name_keeps_its_parts_thousands_of_times(text):
    assert len(characters.mask_name(text).split()) == len(text.split())


@examples(300)
@given(text=TYPED)
@example(text="0 \ufe00")
def test_a_masked_name_keeps_its_parts(text):
    assert len(characters.mask_name(text).split()) == len(text.split())


@pytest.mark.requirement("XS-6")
@examples(300)
@given(text=TYPED)
def test_a_name_is_stored_byte_for_byte_or_refused(text):
    outcome = make_of("tsusho", text)
    assert outcome.stored == text or not outcome.ok


def test_a_refusal_never_repeats_what_was_typed():
    for kind in sorted(KINDS.keys() - {"file"}):  # of a file name the rest is taken
        outcome = make_of(kind, "ひみつの値9876543210\x00")
        assert not outcome.ok
        assert "ひみつ" not in str(ValueRefused(outcome.code, **outcome.params))
        assert [value for value in outcome.params.values() if "ひみつ" in str(value)] == []


def test_an_outcome_without_a_code_is_one_that_was_taken():
    assert Outcome(True, "x").code == ""

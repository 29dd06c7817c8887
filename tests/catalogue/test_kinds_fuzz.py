"""No answer, however odd, makes a kind of question do anything but take it or refuse it (FZ-3)."""

import json
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from shared.catalogue.questions.kinds import KINDS
from shared.errors import AnswersRefused, ValueRefused

from .samples import AT_HOME
from .test_kinds import CHILDREN, OPTIONS, TAKEN, question

KEYS: dict[str, dict[str, Any]] = {
    "choice": {"options": OPTIONS},
    "choices": {"options": OPTIONS},
    "group": CHILDREN,
    "repeat": CHILDREN,
}
DATES = st.from_regex(r"(令和|平成|昭和|R|S)?[0-9元]{1,4}[年/.-]?[0-9]{0,2}[月/.-]?[0-9]{0,2}日?", fullmatch=True)
TYPED = st.text() | st.text("0123456789０９-－ー　 ") | DATES | st.sampled_from([raw for _, _, raw, *_ in TAKEN])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TYPED
RAW = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["name", "how", "why", "home", "blob", "x"]) | st.text(), inner, max_size=4)
    ),
    max_leaves=8,
)


def taken_or_refused(kind: str, raw: object) -> None:
    asked = question(kind, **KEYS.get(kind, {}))
    try:
        stored = asked.parse(raw, AT_HOME).stored
    except (ValueRefused, AnswersRefused):
        return
    kept: JsonValue = json.loads(json.dumps(stored))
    assert kept == stored
    assert asked.parse(kept, AT_HOME).stored == stored
    jsonschema.validate(stored, asked.json_schema())
    for language in ("ja", "easy", "en"):
        assert all(isinstance(words, str) for line in asked.shown_lines(stored, language) for words in line)


@pytest.mark.requirement("FZ-3")
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=RAW)
def test_anything_is_taken_or_refused(kind: str, raw: object) -> None:
    taken_or_refused(kind, raw)


@pytest.mark.requirement("FZ-3")
@pytest.mark.drill
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.timeout(1800)
@settings(max_examples=10_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(raw=RAW)
def test_ten_thousand_answers_of_each_kind_are_taken_or_refused(kind: str, raw: object) -> None:
    taken_or_refused(kind, raw)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(stored=RAW)
def test_anything_that_was_ever_stored_can_be_shown(kind: str, stored: Any) -> None:
    asked = question(kind, **KEYS.get(kind, {}))

    lines = asked.shown_lines(stored, "ja")

    assert all(isinstance(words, str) for line in lines for words in line)

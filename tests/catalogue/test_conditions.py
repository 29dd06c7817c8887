"""Conditions are data: every comparison, and how they are joined."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from shared.catalogue.conditions import Condition, answer_at, holds, is_filled

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
ANSWERS: dict[str, Any] = {
    "reason": "leave",
    "copies": 2,
    "day": "2026-04-01",
    "partly": "1947",
    "extras": ["bus", "meal"],
    "none": [],
    "insured": {"i_birth": "1950-01-01", "i_name": ""},
    "children": [{"c_name": "x"}],
}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"question": "reason", "is": "leave"}, True),
        ({"question": "reason", "is": "join"}, False),
        ({"question": "nothing", "is": "leave"}, False),
        ({"question": "copies", "is": "2"}, True),
        ({"question": "extras", "is": "bus"}, False),
        ({"question": "reason", "in": ["join", "leave"]}, True),
        ({"question": "reason", "in": ["join"]}, False),
        ({"question": "extras", "contains": "bus"}, True),
        ({"question": "extras", "contains": "taxi"}, False),
        ({"question": "reason", "contains": "leave"}, False),
        ({"question": "reason", "filled": True}, True),
        ({"question": "reason", "filled": False}, False),
        ({"question": "none", "filled": True}, False),
        ({"question": "nothing", "filled": False}, True),
        ({"question": "children", "filled": True}, True),
        ({"question": "day", "before": "2026-04-02"}, True),
        ({"question": "day", "before": "2026-04-01"}, False),
        ({"question": "day", "after": "2026-03-31"}, True),
        ({"question": "day", "after": "2026-04-01"}, False),
        ({"question": "nothing", "after": "2026-04-01"}, False),
        ({"question": "partly", "before": "1950-01-01"}, True),
        ({"question": "copies", "at_least": 2}, True),
        ({"question": "copies", "at_least": 3}, False),
        ({"question": "copies", "at_most": 2}, True),
        ({"question": "copies", "at_most": 1}, False),
        ({"question": "copies", "at_least": 1, "at_most": 3}, True),
        ({"question": "reason", "at_least": 1}, False),
        ({"question": "insured.i_birth", "before": "1962-01-01"}, True),
        ({"question": "insured.i_name", "filled": True}, False),
        ({"question": "reason.x", "filled": True}, False),
        ({"all_of": [{"question": "reason", "is": "leave"}, {"question": "copies", "at_least": 2}]}, True),
        ({"all_of": [{"question": "reason", "is": "leave"}, {"question": "copies", "at_least": 3}]}, False),
        ({"any_of": [{"question": "reason", "is": "join"}, {"question": "copies", "at_least": 2}]}, True),
        ({"any_of": [{"question": "reason", "is": "join"}, {"question": "copies", "at_least": 3}]}, False),
        ({"not": {"question": "reason", "is": "join"}}, True),
        ({"not": {"any_of": [{"question": "reason", "is": "leave"}]}}, False),
    ],
)
def test_a_condition_holds_or_does_not(condition: dict[str, Any], expected: bool) -> None:
    assert holds(CONDITION.validate_python(condition), ANSWERS) is expected


def test_no_condition_always_holds() -> None:
    assert holds(None, {}) is True


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # slow only on a busy machine
@given(
    st.dictionaries(
        st.sampled_from(["reason", "copies", "insured"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(),
            lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        ),
    )
)
def test_no_answer_makes_a_condition_raise(answers: dict[str, Any]) -> None:
    condition = CONDITION.validate_python(
        {
            "any_of": [
                {"question": "reason", "in": ["a"], "contains": "b", "before": "2026-01-01"},
                {"not": {"question": "copies", "at_least": 2, "filled": True}},
                {"question": "insured.i_birth", "after": "1950-01-01", "is": "x"},
            ]
        }
    )

    assert holds(condition, answers) in (True, False)


def test_false_and_zero_are_answers_and_blanks_are_none() -> None:
    assert [is_filled(one) for one in (0, False, "x", ["x"], {"a": 1})] == [True] * 5
    assert [is_filled(one) for one in (None, "", [], {})] == [False] * 4


def test_a_path_reaches_into_a_group_only() -> None:
    assert answer_at(ANSWERS, "insured.i_birth") == "1950-01-01"
    assert answer_at(ANSWERS, "children.c_name") is None

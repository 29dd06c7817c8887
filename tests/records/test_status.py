from itertools import product

import pytest

from shared.errors import ActionNotAllowed
from shared.records.status import (
    ACTIONS,
    BOARD,
    FINAL,
    WITH_APPLICANT,
    WITH_OFFICE,
    Action,
    By,
    Status,
    actions_at,
    board_column,
    status_after,
)

TABLE = [
    "arrived file received",
    "arrived withdraw withdrawn",
    "received take_up in_review",
    "received hand_over received",
    "received withdraw withdrawn",
    "in_review ask_correction correction",
    "in_review hand_over received",
    "in_review ask_opinion in_review",
    "in_review approve approved",
    "in_review reject rejected",
    "in_review withdraw withdrawn",
    "correction correct in_review",
    "correction withdraw withdrawn",
    "approved complete completed",
    "rejected complete completed",
]


def outcome(action: Action, status: Status) -> str | None:
    try:
        return status_after(action, status).value
    except ActionNotAllowed as refused:
        assert refused.params == {"action": action.value, "status": status.value}
        return None


def test_what_is_allowed_is_exactly_this_table() -> None:
    allowed = {f"{s} {a} {outcome(a, s)}" for a, s in product(Action, Status) if outcome(a, s)}
    assert allowed == set(TABLE)


def test_every_action_has_its_rule() -> None:
    assert set(ACTIONS) == set(Action)


def test_every_status_waits_for_one_side_or_is_final() -> None:
    groups = [WITH_OFFICE, WITH_APPLICANT, FINAL]
    assert (sum(map(len, groups)), frozenset.union(*groups)) == (len(Status), frozenset(Status))


def test_nothing_is_done_to_a_final_case() -> None:
    assert [(action, status) for action, status in product(Action, FINAL) if outcome(action, status)] == []


def test_every_status_stands_in_one_column_of_the_board() -> None:
    assert sum(map(len, BOARD.values())) == len(Status)
    assert {status: board_column(status) for status in Status} == {
        Status.ARRIVED: "untouched",
        Status.RECEIVED: "untouched",
        Status.IN_REVIEW: "in_progress",
        Status.APPROVED: "in_progress",
        Status.REJECTED: "in_progress",
        Status.CORRECTION: "waiting",
        Status.COMPLETED: "done",
        Status.WITHDRAWN: "done",
    }


def test_rejecting_and_sending_back_need_a_reason() -> None:
    assert {action for action, rule in ACTIONS.items() if rule.needs_reason} == {
        Action.REJECT,
        Action.ASK_CORRECTION,
    }


def test_staff_and_citizens_have_their_own_actions() -> None:
    assert actions_at(Status.IN_REVIEW) == (
        Action.ASK_CORRECTION,
        Action.HAND_OVER,
        Action.ASK_OPINION,
        Action.APPROVE,
        Action.REJECT,
    )
    assert actions_at(Status.CORRECTION, By.CITIZEN) == (Action.CORRECT, Action.WITHDRAW)
    assert [actions_at(status) for status in FINAL] == [(), ()]


@pytest.mark.parametrize("table", [ACTIONS, BOARD, ACTIONS[Action.FILE].leads])
def test_the_tables_cannot_be_changed(table: dict[object, object]) -> None:
    with pytest.raises(TypeError):
        table["x"] = "y"

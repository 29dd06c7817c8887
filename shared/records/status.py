"""Where a case stands, and what may be done there: one table (DESIGN §5).

    arrived → received → in_review → (correction ⇄) → approved | rejected → completed
    arrived, received, in_review, correction → withdrawn

Notifications and certificates take the same way (in_review → approved → completed); their words differ by
kind. Words are in the wording file `status`: `status.<status>`, `status.action_<action>`,
`status.board_<column>`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from shared.errors import ActionNotAllowed


class Status(StrEnum):
    """Where a case stands."""

    ARRIVED = "arrived"
    RECEIVED = "received"
    IN_REVIEW = "in_review"
    CORRECTION = "correction"
    APPROVED = "approved"
    REJECTED = "rejected"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What can be done to a case; ACTIONS says by whom."""

    FILE = "file"
    TAKE_UP = "take_up"
    ASK_CORRECTION = "ask_correction"
    CORRECT = "correct"
    HAND_OVER = "hand_over"
    ASK_OPINION = "ask_opinion"
    APPROVE = "approve"
    REJECT = "reject"
    COMPLETE = "complete"
    WITHDRAW = "withdraw"


class By(StrEnum):
    """Whose action it is."""

    FILING = "filing"
    STAFF = "staff"
    CITIZEN = "citizen"


@dataclass(frozen=True)
class Rule:
    """From which status an action leads where, whose it is, and whether it needs a reason."""

    leads: Mapping[Status, Status]
    by: By
    needs_reason: bool = False


def _rule(leads: dict[Status, Status], by: By, needs_reason: bool = False) -> Rule:
    return Rule(MappingProxyType(leads), by, needs_reason)


ACTIONS: Mapping[Action, Rule] = MappingProxyType(
    {
        Action.FILE: _rule({Status.ARRIVED: Status.RECEIVED}, By.FILING),
        Action.TAKE_UP: _rule({Status.RECEIVED: Status.IN_REVIEW}, By.STAFF),
        Action.ASK_CORRECTION: _rule({Status.IN_REVIEW: Status.CORRECTION}, By.STAFF, needs_reason=True),
        Action.CORRECT: _rule({Status.CORRECTION: Status.IN_REVIEW}, By.CITIZEN),
        # The other section starts afresh: what was taken up here is untouched there.
        Action.HAND_OVER: _rule({Status.RECEIVED: Status.RECEIVED, Status.IN_REVIEW: Status.RECEIVED}, By.STAFF),
        Action.ASK_OPINION: _rule({Status.IN_REVIEW: Status.IN_REVIEW}, By.STAFF),
        Action.APPROVE: _rule({Status.IN_REVIEW: Status.APPROVED}, By.STAFF),
        Action.REJECT: _rule({Status.IN_REVIEW: Status.REJECTED}, By.STAFF, needs_reason=True),
        Action.COMPLETE: _rule({Status.APPROVED: Status.COMPLETED, Status.REJECTED: Status.COMPLETED}, By.STAFF),
        Action.WITHDRAW: _rule(
            {
                Status.ARRIVED: Status.WITHDRAWN,
                Status.RECEIVED: Status.WITHDRAWN,
                Status.IN_REVIEW: Status.WITHDRAWN,
                Status.CORRECTION: Status.WITHDRAWN,
            },
            By.CITIZEN,
        ),
    }
)

# Whom the case waits for. The office's clock runs in WITH_OFFICE and stops in WITH_APPLICANT.
WITH_OFFICE = frozenset({Status.ARRIVED, Status.RECEIVED, Status.IN_REVIEW, Status.APPROVED, Status.REJECTED})
WITH_APPLICANT = frozenset({Status.CORRECTION})
FINAL = frozenset({Status.COMPLETED, Status.WITHDRAWN})

# 未着手 / 処理中 / 補正待ち / 完了
BOARD: Mapping[str, frozenset[Status]] = MappingProxyType(
    {
        "untouched": frozenset({Status.ARRIVED, Status.RECEIVED}),
        "in_progress": frozenset({Status.IN_REVIEW, Status.APPROVED, Status.REJECTED}),
        "waiting": frozenset({Status.CORRECTION}),
        "done": FINAL,
    }
)


def status_after(action: Action, status: Status) -> Status:
    """Where `action` leads. Raises ActionNotAllowed("action_not_allowed", action=…, status=…)."""
    after = ACTIONS[action].leads.get(status)
    if after is None:
        raise ActionNotAllowed("action_not_allowed", action=action.value, status=status.value)
    return after


def actions_at(status: Status, by: By = By.STAFF) -> tuple[Action, ...]:
    """What `by` may do in this status, in the order of the table."""
    return tuple(action for action, rule in ACTIONS.items() if rule.by is by and status in rule.leads)


def board_column(status: Status) -> str:
    """The column of the board: "untouched", "in_progress", "waiting" or "done"."""
    return next(column for column, members in BOARD.items() if status in members)

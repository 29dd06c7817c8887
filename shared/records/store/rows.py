"""Rows of `submission` ↔ dataclasses."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.records.columns import day_of, day_text, instant_of, instant_or_none
from shared.records.shapes import instant_text
from shared.records.status import FINAL, Status
from shared.records.submission import FeeState, QueueRow, Submission, Visibility

PLAIN = (
    "s.reference, s.envelope_id, s.register_number, s.section, s.procedure_id, s.procedure_hash, s.channel, "
    "s.status, s.visibility, s.sensitive, s.received_at, s.filed_at, s.due_on, s.waiting_since, "
    "s.decided_at, s.completed_at, s.retain_until, s.assignee, s.fee, s.fee_state, s.flags, s.attention, "
    "s.linked, s.revision"
)
QUEUE = (
    "s.reference, s.register_number, s.section, s.procedure_id, s.channel, s.status, s.queue_rank, "
    "s.visibility, s.received_at, s.due_on, s.assignee, s.fee, s.fee_state, s.flags, s.attention, "
    "s.revision, b.wrap, b.applicant"
)
Row = Mapping[Any, Any]


@dataclass(frozen=True)
class SealedSubmission:
    """A submission with what is sealed of it. `wrap` is None once it was shredded."""

    submission: Submission
    wrap: bytes | None
    applicant: bytes | None
    body: bytes | None = None


@dataclass(frozen=True)
class SealedQueueRow:
    """A line of the queue whose name is not open yet, and its place in the queue."""

    row: QueueRow
    rank: int
    wrap: bytes | None
    applicant: bytes | None


def queue_rank(status: Status, attention: Iterable[str]) -> int:
    """0 where somebody must look at once, 1 for what is open, 2 for what is over."""
    if status in FINAL:
        return 2
    return 0 if tuple(attention) else 1


def submission_of(row: Row) -> Submission:
    """A Submission with its sealed parts still closed."""
    return Submission(
        reference=row["reference"],
        envelope_id=row["envelope_id"],
        register_number=row["register_number"],
        section=row["section"],
        procedure_id=row["procedure_id"],
        procedure_hash=bytes(row["procedure_hash"]),
        channel=row["channel"],
        status=Status(row["status"]),
        received_at=instant_of(row["received_at"]),
        filed_at=instant_of(row["filed_at"]),
        revision=row["revision"],
        visibility=Visibility(row["visibility"]),
        sensitive=bool(row["sensitive"]),
        due_on=day_of(row["due_on"]),
        waiting_since=instant_or_none(row["waiting_since"]),
        decided_at=instant_or_none(row["decided_at"]),
        completed_at=instant_or_none(row["completed_at"]),
        retain_until=day_of(row["retain_until"]) if row["retain_until"] else None,
        assignee=row["assignee"],
        fee=row["fee"],
        fee_state=FeeState(row["fee_state"]),
        flags=codes_of(row["flags"]),
        attention=codes_of(row["attention"]),
        linked=row["linked"],
    )


def changing_values(submission: Submission) -> dict[str, object]:
    """The columns that may change after filing."""
    kept = submission
    return {
        "section": kept.section,
        "status": kept.status.value,
        "queue_rank": queue_rank(kept.status, kept.attention),
        "visibility": kept.visibility.value,
        "due_on": day_text(kept.due_on),
        "waiting_since": instant_text(kept.waiting_since) if kept.waiting_since else None,
        "decided_at": instant_text(kept.decided_at) if kept.decided_at else None,
        "completed_at": instant_text(kept.completed_at) if kept.completed_at else None,
        "retain_until": kept.retain_until.isoformat() if kept.retain_until else None,
        "assignee": kept.assignee,
        "fee": kept.fee,
        "fee_state": kept.fee_state.value,
        "flags": codes_text(kept.flags),
        "attention": codes_text(kept.attention),
        "linked": kept.linked,
    }


def queue_row_of(row: Row) -> SealedQueueRow:
    """A line of the queue."""
    shown = QueueRow(
        reference=row["reference"],
        register_number=row["register_number"],
        section=row["section"],
        procedure_id=row["procedure_id"],
        channel=row["channel"],
        status=Status(row["status"]),
        applicant_name="",
        received_at=instant_of(row["received_at"]),
        due_on=day_of(row["due_on"]),
        fee=row["fee"],
        fee_state=FeeState(row["fee_state"]),
        revision=row["revision"],
        assignee=row["assignee"],
        flags=codes_of(row["flags"]),
        attention=codes_of(row["attention"]),
        visibility=Visibility(row["visibility"]),
    )
    return SealedQueueRow(shown, row["queue_rank"], row["wrap"], row["applicant"])


def codes_text(codes: Iterable[str]) -> str:
    """A list of codes as kept."""
    return json.dumps(list(codes), ensure_ascii=False, separators=(",", ":"))


def codes_of(text: str) -> tuple[str, ...]:
    """What was kept."""
    return tuple(json.loads(text))

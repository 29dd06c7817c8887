"""申請: the record of a case, as it is kept and as it is read.

Plain columns can be sorted and counted without a key; what a person wrote or is called lies sealed under the
case key (vault.py) and is opened for those whom `authorise` lets read it. Persons are in person.py, the
opened body in envelope.py.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from shared.records.envelope import Body
from shared.records.shapes import JsonObject
from shared.records.status import Status


class FeeState(StrEnum):
    """Whether money is owed."""

    NONE = "none"
    UNPAID = "unpaid"
    PAID = "paid"


class Visibility(StrEnum):
    """Who may know that the case exists: the section, or named staff only (支援措置, 利害関係)."""

    SECTION = "section"
    PROTECTED = "protected"


@dataclass(frozen=True, repr=False)
class Submission:
    """One case in the office. Instants in UTC; `due_on` a day in Japan; `fee` in yen.

    `revision` counts changes from 1 (compare-and-set); `register_number` as written, e.g.
    「市民-2026-000012」; `flags` came with the answers, `attention` was found by filing and puts the case on
    top of the queue; `linked` names an earlier arrival under the same key. `applicant_name` and `body` are
    None until opened.
    """

    reference: str
    envelope_id: str
    register_number: str
    section: str
    procedure_id: str
    procedure_hash: bytes
    channel: str
    status: Status
    received_at: datetime
    filed_at: datetime
    revision: int = 1
    visibility: Visibility = Visibility.SECTION
    sensitive: bool = False
    due_on: date | None = None
    waiting_since: datetime | None = None
    decided_at: datetime | None = None
    completed_at: datetime | None = None
    retain_until: date | None = None
    assignee: str = ""
    fee: int = 0
    fee_state: FeeState = FeeState.NONE
    flags: tuple[str, ...] = ()
    attention: tuple[str, ...] = ()
    linked: str = ""
    applicant_name: str | None = None
    body: Body | None = None


@dataclass(frozen=True, repr=False)
class QueueRow:
    """One line of the queue: plain columns and the sealed short name, never the body."""

    reference: str
    register_number: str
    section: str
    procedure_id: str
    channel: str
    status: Status
    applicant_name: str
    received_at: datetime
    due_on: date | None
    fee: int
    fee_state: FeeState
    revision: int
    assignee: str = ""
    flags: tuple[str, ...] = ()
    attention: tuple[str, ...] = ()
    visibility: Visibility = Visibility.SECTION


@dataclass(frozen=True, repr=False)
class TrailEntry:
    """One thing that somebody did, as it is shown. `seq` counts from 1 within a section's chain.

    `detail` is opened; None where it was erased at retention (the chain still verifies).
    """

    section: str
    seq: int
    at: datetime
    actor: str
    action: str
    reference: str
    detail: JsonObject | None = field(default=None)

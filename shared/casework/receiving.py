"""Pulling what waits in the letterbox: open, file, answer. Only the command line starts this.

Connections go outward only; a lease lets one process pull; what does not open stays where it is, is listed with
reference, age and key id, and alarms after 15 minutes. The rest goes on.
"""

import logging
import os
import socket
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from shared.casework import filing
from shared.casework.arrival import Arrival
from shared.casework.office import OfficeSide
from shared.errors import CannotUnseal, KeyMissing, StoreUnavailable, SubmissionNotFound
from shared.language import clock
from shared.records.front.arrivals import Waiting
from shared.records.opening import open_envelope
from shared.records.store import upkeep
from shared.records.store.upkeep import UnopenedRow

LEASE = "receive"
LEASE_SECONDS = 30.0
BATCH = 64
ALARM_AFTER = timedelta(minutes=15)

log = logging.getLogger("madoguchi.receiving")


@dataclass(frozen=True)
class Received:
    """What one pull did. `unopened`: how many envelopes could not be opened and stay."""

    filed: int
    waiting: int
    unopened: int
    leased: bool = True


def receive(
    office: OfficeSide, private_keys: Mapping[str, bytes], progress: Callable[[int], None] | None = None
) -> Received:
    """Pulls until nothing is left that can be filed. Raises StoreUnavailable."""
    letterbox = office.letterbox.remote
    if letterbox is None:
        raise StoreUnavailable("letterbox_away")
    holder = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    if not letterbox.take_lease(LEASE, holder, LEASE_SECONDS):
        return Received(0, letterbox.backlog()[0], 0, leased=False)
    try:
        office.letterbox.pull_mirror()
        filed, unopened, after = 0, 0, None
        while batch := letterbox.waiting(BATCH, after):
            done = [waiting for waiting in batch if _file_one(office, waiting, private_keys)]
            letterbox.mark_filed([waiting.envelope.envelope_id for waiting in done], clock.now())
            filed, unopened, after = filed + len(done), unopened + len(batch) - len(done), batch[-1]
            letterbox.take_lease(LEASE, holder, LEASE_SECONDS)
            if progress:
                progress(filed)
        office.letterbox.flush()
        return Received(filed, letterbox.backlog()[0], unopened)
    finally:
        letterbox.give_back_lease(LEASE, holder)


def _file_one(office: OfficeSide, waiting: Waiting, private_keys: Mapping[str, bytes]) -> bool:
    """Whether it is filed. What cannot be opened, or comes before its application, stays."""
    try:
        body = open_envelope(waiting.envelope, private_keys)
        head = waiting.envelope.opened_head
        filing.file(office, Arrival(head, body, waiting.received_at, waiting.token))
    except (KeyMissing, CannotUnseal, SubmissionNotFound) as error:
        office.store.run(upkeep.note_unopened, _unopened(waiting, error.code))
        log.warning("envelope %s stays: %s", waiting.envelope.envelope_id, error.code)
        return False
    office.store.run(upkeep.now_opened, [waiting.envelope.envelope_id])
    return True


def _unopened(waiting: Waiting, why: str) -> UnopenedRow:
    keys = tuple(sorted(waiting.envelope.wraps))
    return UnopenedRow(
        waiting.envelope.envelope_id, waiting.envelope.reference, keys, waiting.received_at, clock.now(), why
    )

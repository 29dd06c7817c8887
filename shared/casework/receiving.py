"""Pulling what waits in the letterbox: open, file, answer. Only the command line starts this.

Connections go outward only; a lease lets one process pull; what does not open stays where it is, is listed with
reference, age and key id, and alarms after 15 minutes. The rest goes on, whatever one envelope holds.
"""

import hashlib
import logging
import os
import socket
import traceback
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from shared.casework import filing
from shared.casework.arrival import Arrival
from shared.casework.doubts import remember_catalogue
from shared.casework.office import OfficeSide
from shared.errors import CannotUnseal, KeepingError, KeyMissing, SubmissionNotFound
from shared.language import clock
from shared.records.envelope import Envelope
from shared.records.folder import FolderRow
from shared.records.front.arrivals import Waiting
from shared.records.letterbox import DatabaseLetterbox
from shared.records.opening import open_envelope
from shared.records.store import upkeep
from shared.records.store.trail_rows import OFFICE_CHAIN
from shared.records.store.upkeep import UnopenedRow

LEASE = "receive"
LEASE_SECONDS = 30.0
BATCH = 64
ALARM_AFTER = timedelta(minutes=15)
UNEXPECTED = "unexpected"  # why an envelope stays: something that nobody foresaw, named in the log

log = logging.getLogger("madoguchi.receiving")

Outcome = Literal["filed", "early", "unopened"]


@dataclass(frozen=True)
class Received:
    """What one pull did. `unopened`: how many envelopes cannot be opened and stay. `early`: how many wait for an
    application that is not filed yet.
    """

    filed: int
    waiting: int
    unopened: int
    leased: bool = True
    early: int = 0


@dataclass(frozen=True, repr=False)
class _Come:
    """An envelope, from the letterbox or from the spool (with its folder)."""

    envelope: Envelope
    received_at: datetime
    proof: str
    folder: FolderRow | None = None


def receive(
    office: OfficeSide, private_keys: Mapping[str, bytes], progress: Callable[[int], None] | None = None
) -> Received:
    """Files what the counter spooled, then pulls until nothing is left that can be filed.

    Raises StoreUnavailable.
    """
    remember_catalogue(office)
    pull = _Pull(office, private_keys, progress)
    pull.file_spooled()
    letterbox = office.letterbox.remote
    if not letterbox.take_lease(LEASE, pull.holder, LEASE_SECONDS):
        return Received(pull.counted("filed"), letterbox.backlog()[0], pull.counted("unopened"), leased=False)
    try:
        office.letterbox.pull_mirror()
        pull.file_waiting(letterbox)
        office.letterbox.flush()
    finally:
        letterbox.give_back_lease(LEASE, pull.holder)
    return Received(
        pull.counted("filed"), letterbox.backlog()[0], pull.counted("unopened"), early=pull.counted("early")
    )


class _Pull:
    """One pull: what it has filed so far, and what it could not."""

    def __init__(
        self, office: OfficeSide, private_keys: Mapping[str, bytes], progress: Callable[[int], None] | None
    ) -> None:
        self.office, self.private_keys, self.progress = office, private_keys, progress
        self.holder = f"{socket.gethostname()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._outcomes: list[Outcome] = []
        self._listed = {row.envelope_id for row in office.store.read(upkeep.unopened)}
        self._leased_at = clock.now()

    def counted(self, outcome: Outcome) -> int:
        """How many ended so."""
        return self._outcomes.count(outcome)

    def file_spooled(self) -> None:
        """What the counter put on its disk."""
        spool = self.office.spool
        self._note_spooled()
        for envelope_id in list(spool.ids()):
            try:
                kept = spool.find(envelope_id)
                come = kept and _Come(Envelope.from_bytes(kept.envelope), kept.received_at, kept.proof, kept.folder)
            except CannotUnseal as damaged:
                log.error("spooled envelope %s cannot be read: %s", envelope_id, damaged.code)
                self._outcomes.append("unopened")
                continue
            if come and self._take(envelope_id, come) == "filed":
                spool.done(envelope_id)

    def _note_spooled(self) -> None:
        """What was done while the trail could not be written."""
        try:
            for deed, path in self.office.spool.deeds():
                self.office.store.note(OFFICE_CHAIN, deed)
                path.unlink(missing_ok=True)
        except CannotUnseal as damaged:
            log.error("a spooled row of the trail cannot be read: %s", damaged.code)

    def file_waiting(self, letterbox: DatabaseLetterbox) -> None:
        """What lies in the letterbox, first come first."""
        after: Waiting | None = None
        while batch := letterbox.waiting(BATCH, after):
            readable = [waiting for waiting in batch if _has_head(waiting.envelope)]
            done: list[str] = []
            try:
                for waiting in batch:
                    come = _Come(waiting.envelope, waiting.received_at, waiting.token)
                    if self._take(_id_of(waiting.envelope), come) == "filed":
                        done.append(waiting.envelope.envelope_id)
                    if not self._still_leased(letterbox):
                        return
            finally:
                letterbox.mark_filed(done, clock.now())
            if not readable:
                return  # damaged heads alone: there is no passing them by
            after = readable[-1]

    def _take(self, envelope_id: str, come: _Come) -> Outcome:
        outcome = self._file(envelope_id, come)
        self._outcomes.append(outcome)
        if outcome == "filed" and envelope_id in self._listed:
            self.office.store.run(upkeep.now_opened, [envelope_id])
        if self.progress and outcome == "filed" and self.counted("filed") % BATCH == 0:
            self.progress(self.counted("filed"))
        return outcome

    def _file(self, envelope_id: str, come: _Come) -> Outcome:
        """What becomes of it. Raises StoreUnavailable: then the whole pull ends, and the next one goes on."""
        try:
            body = open_envelope(come.envelope, self.private_keys)
            arrival = Arrival(come.envelope.opened_head, body, come.received_at, come.proof)
            filing.file(self.office, arrival, come.folder)
        except SubmissionNotFound as error:
            if clock.now() - come.received_at <= ALARM_AFTER:
                return "early"
            return self._stays(envelope_id, come, error.code)
        except (KeyMissing, CannotUnseal) as error:
            return self._stays(envelope_id, come, error.code)
        except KeepingError:
            raise
        except Exception as error:  # noqa: BLE001 – one envelope must not keep the others from being filed
            # Neither its message nor its values: they may be somebody's answers.
            last = traceback.extract_tb(error.__traceback__)[-1]
            log.error("envelope %s: %s at %s:%d", envelope_id, type(error).__name__, last.filename, last.lineno or 0)
            return self._stays(envelope_id, come, UNEXPECTED)
        return "filed"

    def _stays(self, envelope_id: str, come: _Come, why: str) -> Outcome:
        if envelope_id not in self._listed:
            log.warning("envelope %s stays: %s", envelope_id, why)
        keys, reference = tuple(sorted(come.envelope.wraps)), _reference_of(come.envelope)
        row = UnopenedRow(envelope_id, reference, keys, come.received_at, clock.now(), why)
        self.office.store.run(upkeep.note_unopened, row)
        return "unopened"

    def _still_leased(self, letterbox: DatabaseLetterbox) -> bool:
        """Renewed in time; False where another process pulls now, because this one took too long."""
        if clock.now() - self._leased_at < timedelta(seconds=LEASE_SECONDS / 3):
            return True
        self._leased_at = clock.now()
        return letterbox.take_lease(LEASE, self.holder, LEASE_SECONDS)


def _has_head(envelope: Envelope) -> bool:
    try:
        return bool(envelope.opened_head)
    except CannotUnseal:
        return False


def _id_of(envelope: Envelope) -> str:
    """Its id; where the head cannot be read, a name made of what is there, so that it can be listed."""
    return envelope.envelope_id if _has_head(envelope) else hashlib.sha256(envelope.head).hexdigest()[:32]


def _reference_of(envelope: Envelope) -> str:
    return envelope.reference if _has_head(envelope) else ""


def alarming(rows: list[UnopenedRow]) -> list[UnopenedRow]:
    """Those that wait for longer than 15 minutes."""
    return [row for row in rows if clock.now() - row.received_at > ALARM_AFTER]

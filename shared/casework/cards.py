"""お知らせ票: what the office tells the citizen. One card per change: its `seq` is the record's revision."""

from collections.abc import Callable
from datetime import datetime, timedelta

from shared.casework.opened import OpenedCase
from shared.casework.workplace import Workplace
from shared.language import clock
from shared.records.card import Card, CardAddress, SealedCard, seal_card
from shared.records.derivation import locator_of
from shared.records.envelope import Body
from shared.records.shapes import JsonObject
from shared.records.submission import Submission

KEPT_FOR = timedelta(days=400)

Told = Callable[[Submission], tuple[SealedCard, ...]]  # the record as it was kept → its cards


def telling(
    office: Workplace,
    case: OpenedCase,
    kind: str,
    front: JsonObject | None = None,
    inside: JsonObject | None = None,
    answers: datetime | None = None,
) -> Told:
    """What the folder gets of a change: status, due date, and what is given here.

    `front` without personal data; `inside` opens with code and fact; `answers`: when what it answers arrived. A
    second arrival tells nothing: its folder belongs to the first.
    """
    first = office.store.filed_as(case.submission.envelope_id)
    owns_folder = first is not None and first.reference == case.submission.reference

    def told(kept: Submission) -> tuple[SealedCard, ...]:
        if not owns_folder:
            return ()
        said: JsonObject = {"status": kept.status.value, **(front or {})}
        if kept.due_on:
            said["due_on"] = kept.due_on.isoformat()
        return (sealed(office, case.body, kept.revision, kind, said, inside or {}, answers),)

    return told


def sealed(
    office: Workplace,
    body: Body,
    seq: int,
    kind: str,
    front: JsonObject,
    inside: JsonObject,
    answers: datetime | None = None,
) -> SealedCard:
    """A card for the folder of this case, signed by the office. `front` without personal data.

    It is never older than what it answers, though the letterbox's clock may be ahead of the office's.
    """
    at = clock.now()
    card = Card(seq, kind, at if answers is None else max(at, answers), front, inside)
    address = CardAddress(locator_of(body.root), body.root, body.k_in, clock.today() + KEPT_FOR)
    return seal_card(card, address, office.signer)

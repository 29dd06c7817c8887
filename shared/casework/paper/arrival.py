"""紙を受け取る: the sheet's arrival makes the submission at once; it is typed later (入力待ち).

What counts is when the sheet reached the office (行政手続法37条; domain_jp §0.5), not when somebody types it: due
date, order and register number follow from there. Any sheet is taken, also of a procedure that is not offered on
paper: then a flag says so. One key takes a sheet once, whatever is killed in between.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from shared.casework import applying, sending
from shared.casework.authority import Deed, authorise
from shared.casework.cases import Case
from shared.casework.counter import OWN_PAPER, Clerk, consent
from shared.casework.files import TidyFile, check_room, tidy_file
from shared.casework.paper.facts import SCAN, PaperFacts, noted
from shared.casework.sides import Sending
from shared.errors import FolderChanged, ReferenceTaken, StoreUnavailable, ValueRefused
from shared.language import clock
from shared.language.wording import say
from shared.records.code import new_code
from shared.records.derivation import answers_digest, normal_fact
from shared.records.envelope import Body, Head, KeptFile, Kind, StaffPart
from shared.records.folder import FolderRow, open_front
from shared.records.person import ActedBy, Fact, Role
from shared.records.shapes import JsonObject

Brought = Literal["hand", "post"]
CHANNELS: dict[str, str] = {"hand": "paper", "post": "post"}
LONGEST_WAY = timedelta(days=92)  # a sheet that lay longer has to be looked into, not taken in
SKEW = timedelta(minutes=1)


@dataclass(frozen=True, repr=False)
class Sheet:
    """What came. `scans`: (name, bytes) of pictures or PDF, empty without a scanner; `form`: number on its QR.

    `arrived_at`: None for now. `checked`: identity as checked (casework.identity), where the person is here.
    `received_by`: the account that took it in, where that was somebody else.
    """

    procedure_id: str
    brought: Brought = "hand"
    arrived_at: datetime | None = None
    scans: tuple[tuple[str, bytes], ...] = ()
    form: str = ""
    language: str = "ja"
    checked: JsonObject | None = None
    received_by: str = ""


@dataclass(frozen=True)
class Arrived:
    """What became of a sheet. `register_number` is empty while it waits to be filed, and for unsorted sheets.

    `typed`: nobody has to type it any more.
    """

    reference: str
    register_number: str
    received_at: datetime
    procedure_id: str = ""
    typed: bool = False


def arrive(clerk: Clerk, sheet: Sheet, key: str, reference: str = "") -> Arrived:
    """Takes the sheet in; durable when this returns. The same key takes it once.

    `reference`: the one that an unsorted sheet has already. Raises NotAuthorised, KeyError (no such procedure),
    FileRefused, ValueRefused (a day that cannot be), StoreUnavailable.
    """
    authorise(clerk.actor, Deed.START, None)
    arrived_at = checked_arrival(sheet.arrived_at)
    files = tidied(sheet.scans)
    for tries_left in reversed(range(sending.TRIES_AT_ONCE)):
        try:
            case = _begun(clerk, sheet, key, reference)
            if not case.sent:
                case = with_scans(clerk, case, files)
                case = _sent(clerk, case, sheet, arrived_at)
            return as_arrived(clerk, case, arrived_at)
        except FolderChanged:
            if not tries_left:
                raise
    raise AssertionError("the loop returns or raises")


def checked_arrival(arrived_at: datetime | None) -> datetime:
    """Now, or the instant that was said. Raises ValueRefused for one to come, or long past."""
    now = clock.now()
    if arrived_at is None:
        return now
    if arrived_at > now + SKEW:
        raise ValueRefused("arrival_to_come")
    if arrived_at < now - LONGEST_WAY:
        raise ValueRefused("arrival_long_past", days=LONGEST_WAY.days)
    return arrived_at


def tidied(scans: Sequence[tuple[str, bytes]]) -> list[TidyFile]:
    """The scans as they will be kept, each once. Raises FileRefused."""
    kept: dict[str, TidyFile] = {}
    for name, data in scans:
        file = tidy_file(name, data)
        if digest_of(file) not in kept:
            check_room([len(one.data) for one in kept.values()], len(file.data))
            kept[digest_of(file)] = file
    return list(kept.values())


def digest_of(file: TidyFile) -> str:
    """SHA-256 of what is kept, hex."""
    return hashlib.sha256(file.data).hexdigest()


def as_arrived(clerk: Clerk, case: Case, arrived_at: datetime) -> Arrived:
    """What the record says of it; of one that still waits to be filed, what is known here."""
    front = case.front
    try:
        filed = clerk.office.store.filed_as(case.envelope_id)
    except StoreUnavailable:
        filed = None
    if filed is None or front is None:
        return Arrived(case.reference, "", arrived_at, front.procedure_id if front else "")
    return Arrived(filed.reference, filed.register_number, filed.received_at, front.procedure_id)


def _begun(clerk: Clerk, sheet: Sheet, key: str, reference: str) -> Case:
    office, agreed = clerk.office, consent(clerk, OWN_PAPER)
    channel, author = CHANNELS[sheet.brought], ActedBy(Role.APPLICANT)
    case = applying.start(
        office, sheet.procedure_id, channel, sheet.language, f"sheet:{key}", author, agreed, every_way=True
    )
    draft = case.draft
    if draft is not None and reference and draft.reference != reference:
        return applying.save(office, case, replace(draft, reference=reference))
    return case


def arrive_begun(clerk: Clerk, case: Case, sheet: Sheet, arrived_at: datetime) -> Case:
    """The sheet of a case that was begun here and finished by pen: what was printed on it stays its answers, and
    somebody types the rest. Raises FolderChanged, StoreUnavailable.
    """
    return _sent(clerk, case, sheet, arrived_at, signed=True)


def with_scans(clerk: Clerk, case: Case, files: Sequence[TidyFile], place: str = SCAN) -> Case:
    """The scans in the folder, each once however often this is done. `place` stands where a question's id does."""
    for file in files:
        draft = applying.draft_of(case)
        digest = bytes.fromhex(digest_of(file))
        if any(one.sha256 == digest for one in draft.files):
            continue
        blob, key = clerk.office.letterbox.put_blob(case.row.locator, file.data)
        kept = KeptFile(place, blob.hex(), key, digest, file.type, len(file.data), file.name)
        case = applying.save(clerk.office, case, replace(draft, files=(*draft.files, kept)))
    return case


def _sent(clerk: Clerk, case: Case, sheet: Sheet, arrived_at: datetime, *, signed: bool = False) -> Case:
    for _ in range(sending.TRIES):
        made = _sending(clerk, case, _body(clerk, case, sheet, arrived_at, signed=signed), arrived_at)
        try:
            return sending.sent_case(clerk.office, case, made, clerk.office.send(made))
        except ReferenceTaken:
            case = sending.with_new_reference(clerk.office, case)
    raise ReferenceTaken("reference_taken")


def _sending(clerk: Clerk, case: Case, body: Body, arrived_at: datetime) -> Sending:
    draft = applying.draft_of(case)
    head = Head(draft.envelope_id, Kind.APPLICATION, draft.reference, blobs=tuple(one.blob for one in body.files))

    def finish(received_at: datetime, proof: str) -> FolderRow:
        row = sending.sent_row(case, body, min(arrived_at, received_at), proof)
        return replace(row, front=_front(case, row))

    digest = answers_digest(case.root, body.answers)[: sending.DIGEST_BYTES]
    return Sending(head, body, digest, finish, case.row.revision)


def _front(case: Case, row: FolderRow) -> bytes:
    """What the code shows until the sheet was typed: that it came, and that somebody will type it."""
    front = open_front(row, case.root)
    said = replace(front, next=(say("paper.front_next", case.language), *front.next))
    return said.seal(case.root, row.locator, row.revision)


def _body(clerk: Clerk, case: Case, sheet: Sheet, arrived_at: datetime, *, signed: bool) -> Body:
    """Nothing is answered yet, or what was printed on the sheet. What opens the case at home is known when the
    sheet was typed; until then a word that nobody knows keeps its place.
    """
    draft = applying.draft_of(case)
    unknown = Fact("own_word", normal_fact("own_word", new_code()))
    facts = PaperFacts(
        arrived_at,
        sheet.brought,
        sheet.received_by or clerk.actor.name,
        tuple(one.sha256.hex() for one in draft.files if one.question == SCAN),
        sheet.form,
        signed=signed,
    )
    checked: JsonObject = {"checker": clerk.actor.name, "at": clock.now().isoformat(), **(sheet.checked or {})}
    part = noted(StaffPart(clerk.actor.name, checked if sheet.checked else {}), facts)
    return replace(sending.body_of(clerk.office, case, unknown, part, "staff"), files=draft.files)

"""あとで分ける: a sheet arrives although nobody knows yet which procedure it is. It has its number and its receipt."""

import json
from dataclasses import dataclass
from datetime import datetime

from shared.casework.authority import Deed, authorise
from shared.casework.counter import Clerk
from shared.casework.files import TidyFile
from shared.casework.noting import note_in_office
from shared.casework.paper.arrival import CHANNELS, Arrived, Brought, Sheet, arrive, checked_arrival, tidied
from shared.casework.receipts import SEEN_FOR
from shared.catalogue.procedure import canonical
from shared.errors import SubmissionNotFound
from shared.language import clock
from shared.language.wording import say
from shared.printing.content import NextStep, Place, ReceiptContent, Words, words_of
from shared.records.envelope import KeptFile
from shared.records.reference import new_reference
from shared.records.shapes import JsonObject, from_plain, to_plain
from shared.records.store import paper
from shared.records.store.paper import SheetRow

EVERYWHERE = ""  # a sheet of no section
MOST = 200


@dataclass(frozen=True, repr=False)
class Unsorted:
    """A sheet without a procedure. `files`: its scans, in the office's own folder."""

    reference: str
    arrived_at: datetime
    brought: Brought
    received_by: str
    files: tuple[KeptFile, ...]
    key: str


def keep(clerk: Clerk, sheet: Sheet, key: str) -> Arrived:
    """Takes in a sheet without its procedure; durable when this returns, once for each key. Raises as `arrive`."""
    authorise(clerk.actor, Deed.START, None)
    arrived_at = checked_arrival(sheet.arrived_at)
    mark = clerk.office.vault.token(EVERYWHERE, "sheet_key", key)
    known = clerk.office.store.read(paper.sheet_by_key, mark)
    if known is None:
        reference = new_reference(clerk.office.maker)
        files = [to_plain(_put(clerk, file)) for file in tidied(sheet.scans)]
        content: JsonObject = {"files": list(files), "key": key, "brought": sheet.brought}
        sealed = clerk.office.vault.put_aside(_place(reference), canonical(content))
        row = SheetRow(reference, mark, arrived_at, CHANNELS[sheet.brought], clerk.actor.name, sealed)
        known = clerk.office.store.run(paper.keep_sheet, row)
        note_in_office(clerk.office, clerk.actor.name, "sheet_taken_in")
    return Arrived(known.reference, "", known.arrived_at)


def unsorted(clerk: Clerk) -> list[Unsorted]:
    """All that wait to be sorted, the earliest arrival first: they belong to no section yet."""
    authorise(clerk.actor, Deed.ENTER, None)
    return [_opened(clerk, row) for row in clerk.office.store.read(paper.sheets, MOST)]


def sheet_of(clerk: Clerk, reference: str) -> Unsorted:
    """One of them. Raises SubmissionNotFound."""
    authorise(clerk.actor, Deed.ENTER, None)
    return _opened(clerk, clerk.office.store.read(paper.sheet, reference))


def sort(clerk: Clerk, reference: str, procedure_id: str) -> Arrived:
    """It is this procedure: from now on a submission, under its number and with its day of arrival. Raises KeyError,
    SubmissionNotFound, StoreUnavailable. Killed in between, it is sorted again and filed once.
    """
    sheet = sheet_of(clerk, reference)
    scans = tuple(
        (file.name, clerk.office.office_blobs.get(bytes.fromhex(file.blob), file.key)) for file in sheet.files
    )
    wanted = Sheet(procedure_id, sheet.brought, sheet.arrived_at, scans, received_by=sheet.received_by)
    filed = arrive(clerk, wanted, f"unsorted|{sheet.key}", reference)
    clerk.office.store.run(paper.drop_sheet, reference)
    return filed


def scan_of(clerk: Clerk, reference: str, number: int) -> tuple[str, bytes]:
    """(media type, bytes) of a scan, from 1. Raises SubmissionNotFound."""
    files = sheet_of(clerk, reference).files
    if not 1 <= number <= len(files):
        raise SubmissionNotFound("submission_not_found")
    file = files[number - 1]
    return file.type, clerk.office.office_blobs.get(bytes.fromhex(file.blob), file.key)


def waits(clerk: Clerk, reference: str) -> bool:
    """Whether this sheet waits to be sorted."""
    try:
        return bool(clerk.office.store.read(paper.sheet, reference))
    except SubmissionNotFound:
        return False


def receipt(clerk: Clerk, reference: str, language: str = "ja") -> ReceiptContent:
    """The receipt of a sheet that is not sorted yet: number and time, without code and proof.

    Raises SubmissionNotFound.
    """
    came = sheet_of(clerk, reference)
    city = clerk.office.catalogue().city

    def words(key: str) -> Words:
        return Words(say(key, "ja"), say(key, language) if language in ("easy", "en") else "")

    return ReceiptContent(
        place=Place(words_of(city.name, language), Words(""), "", Words(""), city.telephone, words_of(city.office)),
        reference=came.reference,
        title=words("paper.unsorted_title"),
        received_at=came.arrived_at,
        applicant="",
        channel="post" if came.brought == "post" else "paper",
        next_steps=(NextStep(words("paper.unsorted_next")),),
        seen_until=clock.in_japan(came.arrived_at).date() + SEEN_FOR,
        language=language,
    )


def _put(clerk: Clerk, file: TidyFile) -> KeptFile:
    blob, key = clerk.office.office_blobs.put(file.data)
    return KeptFile("", blob.hex(), key, b"", file.type, len(file.data), file.name)


def _opened(clerk: Clerk, row: SheetRow) -> Unsorted:
    content = json.loads(clerk.office.vault.take_back(_place(row.reference), row.sealed))
    files = tuple(from_plain(KeptFile, one) for one in content["files"])
    return Unsorted(row.reference, row.arrived_at, content["brought"], row.received_by, files, content["key"])


def _place(reference: str) -> str:
    return f"unsorted|{reference}"

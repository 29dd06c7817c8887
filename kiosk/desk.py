"""What the kiosk's HTML routes ask of casework (`shared.web.desks.StaffDesk`)."""

import io
from collections.abc import Mapping, Sequence

from kiosk.second_face import FACES
from shared.casework import cover_pins, following, letters, parking, receipts, reprints, staff
from shared.casework.authority import Actor, Deed, authorise, may
from shared.casework.cases import Case
from shared.casework.counter import Clerk
from shared.casework.counter_visits import visit_of
from shared.casework.files import page_pictures
from shared.casework.forms import Setting
from shared.casework.noting import note_or_spool
from shared.casework.office import OfficeSide
from shared.casework.opened import OpenedCase, note, read_case, scope_of, viewer_of
from shared.casework.paper import orders, unsorted
from shared.casework.proposals import files, proposals
from shared.casework.second_face.faces import session_of
from shared.catalogue.procedure import Procedure
from shared.errors import CannotOpen, CatalogueError, KeepingError, NotAuthorised, StoreUnavailable, SubmissionNotFound
from shared.printing.content import CopyContent, LetterContent, ReceiptContent
from shared.printing.form.order import FormOrder
from shared.records.reference import tidy_reference
from shared.records.store import upkeep
from shared.web.desks import FormAsked, Picture, Session, Standing

PDF = "application/pdf"


class OfficeDesk:
    """The office's side for routes. Raises the errors of casework."""

    def __init__(self, office: OfficeSide) -> None:
        self._office = office

    def sign_in(self, name: str, password: str, earlier: str) -> Session:
        signed = staff.sign_in(self._office, name, password, earlier or None)
        return Session(signed.token, signed.must_change)

    def sign_out(self, token: str) -> None:
        FACES.end(session_of(token))
        staff.sign_out(self._office, token)

    def standing(self, token: str) -> Standing:
        if not token or staff.actor_of(self._office, token) is None:
            return "nobody"
        return "must_change" if staff.must_change(self._office, token) else "in"

    def change_password(self, token: str, old: str, new: str) -> str:
        return staff.change_password(self._office, token, old, new)

    def set_pin(self, token: str, password: str, pin: str) -> None:
        cover_pins.set_pin(self._office, token, password, pin)

    def receipt(self, token: str, reference: str) -> ReceiptContent:
        """Of a case in hand: the first print. Of any other: a reprint, which is a row of the trail."""
        actor = self._actor(token)
        case = self._in_hand(actor, reference)
        if case is not None:
            if case.sent:
                self._note_print(actor, reference, "receipt_printed")
            return receipts.sheet_content(self._office, case, visit_of(self._office, case))
        if self._unsorted(actor, reference):
            return unsorted.receipt(Clerk(self._office, actor), reference)
        opened = self._readable(actor, reference)
        authorise(actor, Deed.REPRINT, opened.scope)
        return reprints.reprint(self._office, opened, actor.name, self._office.settings.base_url)

    def answers(self, token: str, reference: str) -> CopyContent:
        actor = self._actor(token)
        case = self._in_hand(actor, reference)
        if case is not None and case.draft is not None:
            return receipts.copy_content(case, "staff")
        opened = self._readable(actor, reference, by_code=case is not None)
        authorise(actor, Deed.REPRINT, scope_of(opened.submission, by_code=case is not None))
        return reprints.reprint_copy(self._office, opened, actor.name)

    def sent_in_hand(self, token: str, reference: str) -> Sequence[Case]:
        """A case in this person's hand, and those that were sent with it; () for any other."""
        case = self._in_hand(self._actor(token), tidy_reference(reference))
        return following.sent_together(self._office, case) if case is not None else ()

    def notice(self, token: str, reference: str) -> LetterContent:
        return letters.letter(self._office, self._actor(token), reference)

    def form(self, token: str, wanted: str, asked: FormAsked) -> FormOrder:
        clerk = Clerk(self._office, self._actor(token))
        return orders.order_for(clerk, wanted, Setting(asked.language, asked.large), envelope=asked.envelope)

    def picture(self, token: str, reference: str, file: str, page: int) -> Picture:
        actor = self._actor(token)
        if file.isdigit() and self._unsorted(actor, reference):
            kind, data = unsorted.scan_of(Clerk(self._office, actor), reference, int(file))
            return _page(data, page) if kind == PDF else Picture(kind, data, 1)
        opened = self._readable(actor, reference)
        attachments = self._office.store.attachments(reference, viewer_of(actor))
        found = next((one for one in attachments if str(one.n) == file), None)
        if found is None or page < 1:
            raise SubmissionNotFound("submission_not_found")
        note(self._office, opened, actor.name, "file_seen", {"file": found.n, "page": page})
        data = self._office.office_blobs.get(bytes.fromhex(found.blob_id), bytes.fromhex(str(found.described["key"])))
        kind = str(found.described["type"])
        return _page(data, page) if kind == PDF else Picture(kind, data, 1)

    def figures(self) -> Mapping[str, Mapping[str, int]]:
        """How many envelopes do not open; more comes with the figures of the desk."""
        return {"unopened_envelopes": {"": len(self._office.store.read(upkeep.unopened))}}

    def ready(self) -> Mapping[str, bool]:
        return {
            "store": self._store_answers(),
            "catalogue": self._catalogue_valid(),
            "letterbox": self._office.letterbox.reachable(),
        }

    def proposed(self, token: str, number: int, procedure: str) -> Procedure:
        one = proposals.proposal(self._office, self._actor(token), number)
        return files.offered(self._office.settings.catalogue, one.texts).procedure(procedure)

    def _actor(self, token: str) -> Actor:
        actor = staff.actor_of(self._office, token) if token else None
        if actor is None or parking.is_covered(self._office, token):
            raise NotAuthorised("not_signed_in")
        return actor

    def _in_hand(self, actor: Actor, reference: str) -> Case | None:
        clerk = Clerk(self._office, actor)
        try:
            return parking.in_hand(clerk, reference)
        except CannotOpen:
            parking.give_back(clerk, reference)
            return None

    def _unsorted(self, actor: Actor, reference: str) -> bool:
        """Whether it is a sheet without a procedure yet, and this person takes paper in."""
        return may(actor, Deed.ENTER, None) and unsorted.waits(Clerk(self._office, actor), reference)

    def _readable(self, actor: Actor, reference: str, *, by_code: bool = False) -> OpenedCase:
        return read_case(self._office, actor, reference, by_code=by_code)

    def _note_print(self, actor: Actor, reference: str, action: str) -> None:
        try:
            opened = self._readable(actor, reference, by_code=True)
        except StoreUnavailable:  # the visitor waits for the sheet; the row waits for the store
            authorise(actor, Deed.REPRINT, None)
            note_or_spool(self._office, actor.name, action, reference)
            return
        authorise(actor, Deed.REPRINT, scope_of(opened.submission, by_code=True))
        note(self._office, opened, actor.name, action, {})

    def _store_answers(self) -> bool:
        try:
            self._office.store.read(upkeep.last_rehearsal)
        except KeepingError:
            return False
        return True

    def _catalogue_valid(self) -> bool:
        try:
            self._office.catalogue()
        except CatalogueError:
            return False
        return True


def _page(pdf: bytes, page: int) -> Picture:
    """One page of a PDF as JPEG, at most 2,400 pixels on the longer side."""
    pages = page_pictures(pdf)
    if page > len(pages):
        raise SubmissionNotFound("submission_not_found")
    out = io.BytesIO()
    pages[page - 1].save(out, "JPEG", quality=85)
    return Picture("image/jpeg", out.getvalue(), len(pages))

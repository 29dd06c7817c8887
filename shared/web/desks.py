"""What the HTML routes need of casework: a desk for citizens (portal) and one for staff (kiosk).

Routes know these protocols only. `front_desk` binds the first to a FrontSide; methods raise the errors of
shared/errors.py as casework does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from shared.casework.afterwards import Progress
from shared.casework.booking import Visit, Visits
from shared.casework.cases import Case
from shared.catalogue.procedure import Procedure
from shared.printing.content import CopyContent, LetterContent, ReceiptContent
from shared.printing.form.order import FormOrder
from shared.records.folder import Note
from shared.records.proof import Verdict


@dataclass(frozen=True)
class Opened:
    """A case that this browser may open from now on. `pass_`: 32 bytes for the `__Host-case` cookie."""

    reference: str
    pass_: bytes


@dataclass(frozen=True)
class ProofSeen:
    """What a receipt token proves, for anybody to see. Words are in the page's language; "" where unknown."""

    verdict: Verdict
    reference: str = ""
    procedure: str = ""
    section: str = ""
    counter: str = ""
    telephone: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class FormSeen:
    """What the QR of a paper form names. `page` 0 is the address sheet; `current`: it is asked like this today."""

    procedure: str
    title: str
    section: str
    counter: str
    telephone: str
    page: int
    pages: int
    current: bool


@dataclass(frozen=True)
class FormAsked:
    """How staff want a form set: language beside Japanese, large print, an address sheet for a window envelope."""

    language: str = "ja"
    large: bool = False
    envelope: bool = False


@dataclass(frozen=True)
class Picture:
    """One page of an attached file, drawn again by us. `kind` is image/jpeg or image/png."""

    kind: str
    data: bytes
    pages: int


@dataclass(frozen=True)
class Session:
    """A sign-in. `token` is for the `__Host-staff` cookie and nowhere else."""

    token: str
    must_change: bool


Standing = Literal["nobody", "must_change", "in"]


class DeviceDesk(Protocol):
    """Which browsers are kiosks. `secret` is what the `__Host-device` cookie holds."""

    def known(self, secret: str) -> str | None:
        """The name of the enrolled device, asked anew each time."""
        ...

    def enrol(self, code: str) -> str:
        """The secret for the browser in which the code was typed. Raises CodeSlip, SignInRefused."""
        ...


class Ready(Protocol):
    """What /readyz asks."""

    def ready(self) -> Mapping[str, bool]:
        """Each thing that must work (a store, the catalogue) and whether it does, now."""
        ...


class FormDesk(Protocol):
    """What paper forms need."""

    def form(self, procedure_id: str, language: str, large: bool, envelope: bool) -> FormOrder:
        """A blank form, with the office's address sheet for an envelope. Raises KeyError, ChannelClosed."""
        ...

    def forms(self, procedure_ids: Sequence[str], language: str, large: bool) -> Sequence[FormOrder]:
        """Blank forms of several; those that have none are left out. Raises KeyError, ChannelClosed: none has."""
        ...

    def form_seen(self, text: str, language: str) -> FormSeen | None:
        """What the QR of a form names; None where it names nothing of ours. Never raises."""
        ...


class VisitDesk(Protocol):
    """What booking a visit needs."""

    def visits(self) -> Visits:
        """The bookings, with today's catalogue."""
        ...

    def book(self, case: Case, starts_at: datetime) -> Visit:
        """A time in exchange for what the case had. Raises ActionNotAllowed ("slot_taken", "slot_not_offered")."""
        ...


class FrontDesk(Ready, FormDesk, VisitDesk, Protocol):
    """The citizens' side."""

    def start(
        self, procedure_ids: Sequence[str], language: str, key: str | None, pass_: bytes | None, long: bool
    ) -> Opened:
        """A new case for this browser, or a bundle. Raises KeyError, ChannelClosed, CannotBundle, KeepingError."""
        ...

    def open(self, code: str, pass_: bytes | None, long: bool) -> Opened:
        """The case of a code. Raises CodeSlip, CannotOpen, KeepingError."""
        ...

    def cases(self, pass_: bytes) -> Sequence[Case]:
        """The cases of this browser, newest first; empty for an unknown or expired pass."""
        ...

    def progress(self, case: Case) -> Progress:
        """Of a sent case."""
        ...

    def unlock(self, case: Case, fact: str) -> Case:
        """Opens what is inside. Raises ValueRefused, FactWrong, FactBlocked."""
        ...

    def sent_together(self, case: Case) -> Sequence[Case]:
        """The case first, then those that were sent with it, as open as it is."""
        ...

    def messages(self, case: Case) -> Sequence[Note]:
        """What the office wrote; needs an unlocked case."""
        ...

    def forget(self, pass_: bytes) -> None:
        """This browser forgets all its cases."""
        ...

    def proof(self, text: str, language: str) -> ProofSeen:
        """What a receipt token proves. Never raises for what was scanned."""
        ...

    def receipt(self, case: Case) -> ReceiptContent:
        """The receipt of a sent case, or the sheet of a saved one, in the language of the case."""
        ...

    def answers(self, case: Case) -> CopyContent:
        """The citizen's copy of the answers; needs an unlocked case or a draft."""
        ...


class StaffDesk(Ready, Protocol):
    """The office's side. `token` is what the `__Host-staff` cookie holds."""

    def sign_in(self, name: str, password: str, earlier: str) -> Session:
        """A new session; the `earlier` token of this browser ends. Raises SignInRefused, one answer for all."""
        ...

    def sign_out(self, token: str) -> None:
        """Ends the session; a token that is none is nothing to speak of."""
        ...

    def standing(self, token: str) -> Standing:
        """Whether the session lives, and whether its one-time password is still to be replaced."""
        ...

    def change_password(self, token: str, old: str, new: str) -> str:
        """The new session's token; all others end. Raises SignInRefused, ValueRefused."""
        ...

    def set_pin(self, token: str, password: str, pin: str) -> None:
        """The short PIN that takes the cover off this person's screens. Raises SignInRefused, ValueRefused."""
        ...

    def receipt(self, token: str, reference: str) -> ReceiptContent:
        """For a reprint; a trail row. Raises NotAuthorised, SubmissionNotFound."""
        ...

    def answers(self, token: str, reference: str) -> CopyContent:
        """The answers sheet; a trail row. Raises NotAuthorised, SubmissionNotFound."""
        ...

    def sent_in_hand(self, token: str, reference: str) -> Sequence[Case]:
        """A sent case of the visitor who is here, with those of its bundle. Raises NotAuthorised, CodeSlip."""
        ...

    def notice(self, token: str, reference: str) -> LetterContent:
        """The letter to the person who is still to be told; a trail row. Raises NotAuthorised, SubmissionNotFound,
        ActionNotAllowed (none is owed).
        """
        ...

    def proposed(self, token: str, number: int, procedure: str) -> Procedure:
        """A procedure as a proposal has it. Raises KeyError, CatalogueError, CaseError."""

    def form(self, token: str, wanted: str, asked: FormAsked) -> FormOrder:
        """A paper form: blank for a procedure's id; for a reference filled in from the case in hand, from the one
        that is out to be signed, or from the record (a trail row). Raises NotAuthorised, SubmissionNotFound,
        ChannelClosed.
        """
        ...

    def picture(self, token: str, reference: str, file: str, page: int) -> Picture:
        """Page `page` (from 1) of an attached file; a trail row. Raises NotAuthorised, SubmissionNotFound."""
        ...

    def figures(self) -> Mapping[str, Mapping[str, int]]:
        """Counts for /metrics: name → {label value: count}."""
        ...

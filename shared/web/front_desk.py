"""The citizens' desk, bound to the internet side of casework."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from shared.casework import afterwards, booking, bundles, cases, following, receipts
from shared.casework.afterwards import Progress
from shared.casework.booking import Visit, Visits
from shared.casework.cases import Case
from shared.casework.forms import Setting, blank_form, forms_of_several, with_cover
from shared.casework.sides import FrontSide
from shared.catalogue.asked import asked_on
from shared.catalogue.procedure import Procedure, asked_hash
from shared.errors import EditionRefused, KeepingError
from shared.language import clock
from shared.printing.content import CopyContent, ReceiptContent
from shared.printing.form.order import FormOrder
from shared.records.folder import Note
from shared.records.form_token import read_form
from shared.records.proof import Proof, read_proof
from shared.web.desks import FormSeen, Opened, ProofSeen

NOWHERE = bytes(16)  # a locator that no code gives: asking for it touches the store and finds nothing


class CitizensDesk:
    """A `FrontDesk`."""

    def __init__(self, side: FrontSide) -> None:
        self._side = side

    def ready(self) -> Mapping[str, bool]:
        return {"letterbox": self._store_answers(), "catalogue": self._catalogue_loads()}

    def _store_answers(self) -> bool:
        try:
            self._side.letterbox.folder(NOWHERE)
        except KeepingError:
            return False
        return True

    def _catalogue_loads(self) -> bool:
        try:
            self._side.catalogue()
        except (EditionRefused, KeepingError):
            return False
        return True

    def warnings(self) -> list[str]:
        """Codes of what is to be done: nothing of it stops the work."""
        return list(filter(None, [self._side.catalogue_in.refused]))

    def start(
        self, procedure_ids: Sequence[str], language: str, key: str | None, pass_: bytes | None, long: bool
    ) -> Opened:
        case = bundles.start(self._side, procedure_ids, "online", language, key)
        return self._remembered(case, pass_, long)

    def open(self, code: str, pass_: bytes | None, long: bool) -> Opened:
        return self._remembered(cases.case_by_code(self._side, code), pass_, long)

    def _remembered(self, case: Case, pass_: bytes | None, long: bool) -> Opened:
        return Opened(case.reference, cases.remember(self._side, case, pass_, long=long))

    def cases(self, pass_: bytes) -> Sequence[Case]:
        return cases.cases_of_pass(self._side, pass_)

    def progress(self, case: Case) -> Progress:
        return afterwards.progress(case)

    def unlock(self, case: Case, fact: str) -> Case:
        return cases.unlock(self._side, case, fact)

    def sent_together(self, case: Case) -> Sequence[Case]:
        return following.sent_together(self._side, case)

    def messages(self, case: Case) -> Sequence[Note]:
        return afterwards.messages(case)

    def forget(self, pass_: bytes) -> None:
        cases.forget(self._side, pass_)

    def proof(self, text: str, language: str) -> ProofSeen:
        proof = read_proof(text, self._side.public)
        if proof.verdict in ("forged", "revoked"):
            return ProofSeen(proof.verdict)
        procedure = self._procedure_of(proof)
        if procedure is None:
            return ProofSeen(proof.verdict, proof.reference, at=proof.at)
        if procedure.sensitive:
            return ProofSeen(proof.verdict, proof.reference, at=proof.at)
        section = procedure.section_details
        return ProofSeen(
            proof.verdict,
            proof.reference,
            Markup(procedure.title.html(language)),
            Markup(section.name.html(language)),
            section.counter or "",
            section.telephone,
            proof.at,
        )

    def _procedure_of(self, proof: Proof) -> Procedure | None:
        """The procedure as it is asked today or was asked on the day of arrival; None when it has changed since."""
        arrived = clock.in_japan(proof.at).date() if proof.at else clock.today()
        for day in (arrived, clock.today()):
            catalogue = self._side.catalogue()
            known = asked_on(catalogue, day).items()
            found = next((name for digest, name in known if digest[:4] == proof.procedure4), None)
            if found is not None:
                return catalogue.procedure(found).on(day)
        return None

    def form(self, procedure_id: str, language: str, large: bool, envelope: bool) -> FormOrder:
        procedure = self._side.catalogue().procedure(procedure_id)
        setting = Setting(language, large)
        order = blank_form(procedure, clock.today(), self._side.settings.base_url, setting)
        return with_cover(order, to_citizen=False) if envelope else order

    def forms(self, procedure_ids: Sequence[str], language: str, large: bool) -> Sequence[FormOrder]:
        catalogue, base_url = self._side.catalogue(), self._side.settings.base_url
        procedures = [catalogue.procedure(one) for one in procedure_ids]
        none: list[dict[str, object]] = [{} for _ in procedures]
        return forms_of_several(procedures, none, clock.today(), base_url, Setting(language, large))

    def form_seen(self, text: str, language: str) -> FormSeen | None:
        token = read_form(text)
        if token is None:
            return None
        catalogued = self._side.catalogue().procedures.find(token.procedure_id)
        if catalogued is None:
            return None
        asked = catalogued.as_asked(clock.today())
        digest, procedure = asked_hash(asked)[:4], Procedure.from_asked(asked)
        section = procedure.section_details
        return FormSeen(
            procedure.id,
            (procedure.formal_title or procedure.title).say(language),
            section.name.say(language),
            section.counter or "",
            section.telephone,
            token.page,
            token.pages,
            current=digest == token.procedure4,
        )

    def visits(self) -> Visits:
        return Visits(self._side.letterbox, self._side.catalogue())

    def book(self, case: Case, starts_at: datetime) -> Visit:
        return booking.book_visit(self._side, case, starts_at)

    def receipt(self, case: Case) -> ReceiptContent:
        visit = None if case.sent else self.visits().booked(case)
        return receipts.sheet_content(self._side, case, visit)

    def answers(self, case: Case) -> CopyContent:
        return receipts.copy_content(case)

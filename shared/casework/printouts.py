"""Receipts, forms, tickets on the counter's printers. Printing holds nothing up: what a printer refuses is a result.

A receipt shows the code. So the trail has a row before anything is sent, and one that says what came of it: nothing
is out without a row, and no row says "printed" of what the printer refused.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from shared.casework import parking, receipts, reprints
from shared.casework.authority import Actor, Deed, authorise
from shared.casework.cases import Case
from shared.casework.counter import Clerk
from shared.casework.counter_visits import visit_of
from shared.casework.noting import note_or_spool
from shared.casework.opened import OpenedCase, case_for, note, open_case, scope_of, viewer_of
from shared.casework.tickets import desk
from shared.errors import ActionNotAllowed, CannotOpen, PrinterRefused, StoreUnavailable, SubmissionNotFound
from shared.language import clock
from shared.printing.content import Printed, ReceiptContent
from shared.printing.form.order import FormOrder
from shared.printing.form.paper import form_pdf
from shared.printing.printers import printer as printers
from shared.printing.receipt import receipt_pdf
from shared.printing.ticket import ticket_pdf
from shared.printing.trial import trial_pdf
from shared.records.shapes import JsonObject
from shared.settings import PrinterAddress, Settings

log = logging.getLogger("madoguchi.printouts")

Outcome = Literal["printed", "handed_over", "refused", "broke_off"]
Note = Callable[[str, JsonObject], None]


@dataclass(frozen=True)
class Printout:
    """What came of it.

    `printed`: the printer says that all of it is out. `handed_over`: it took everything and can't say more.
    `refused`: nothing came out. `broke_off`: a part may have come out, which staff take away. `code` says why, in
    `errors.<code>`. `missing`: characters printed as 〓.
    """

    printer: str
    outcome: Outcome
    code: str = ""
    paper_low: bool = False
    missing: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        """Whether there is nothing to do again, as far as anybody knows."""
        return self.outcome in ("printed", "handed_over")


def print_receipt(clerk: Clerk, reference: str, printer: str = "") -> Printout:
    """The receipt of a case, on `printer` or the first of the settings. Again after a refusal, as often as needed.

    Of a case in this person's hand it is the receipt, of any other a reprint. Raises PrinterRefused
    ("printer_unknown", "printer_none"), NotAuthorised, SubmissionNotFound, StoreUnavailable.
    """
    address = printer_named(clerk.office.settings, printer)
    case = _in_hand(clerk, reference)
    if case is not None:
        visit = visit_of(clerk.office, case)
        content = receipts.sheet_content(clerk.office, case, visit)
        return _printed(address, content, _note_of_hand(clerk, case), "receipt_printed")
    opened = case_for(clerk.office, clerk.actor, Deed.REPRINT, reference)
    content = reprints.receipt_again(clerk.office, opened, clerk.office.settings.base_url)
    return _printed(address, content, _note_of_record(clerk, opened), "reprint")


def print_ticket(clerk: Clerk, label: str, printer: str = "") -> Printout:
    """The ticket of one of today's numbers, on `printer` or the first with a roll. It opens nothing and names nobody.

    Raises PrinterRefused ("printer_unknown", "printer_none"), NotAuthorised, ActionNotAllowed("ticket_gone").
    """
    authorise(clerk.actor, Deed.START, None)
    address = _named(ticket_printers(clerk.office.settings), printer)
    content = desk.ticket_of(clerk, label)
    if content is None:
        raise ActionNotAllowed("ticket_gone", label=label)
    return _sent(address, ticket_pdf(content))


def ticket_printers(settings: Settings) -> tuple[PrinterAddress, ...]:
    """Those that a ticket fits on: rolls of 80 mm."""
    return tuple(address for address in settings.printers if address.paper == "80mm")


def print_form(settings: Settings, printer: str, order: FormOrder) -> Printout:
    """A paper form on a printer that has A4. It opens nothing. Raises PrinterRefused("printer_unknown")."""
    return _sent(printer_named(settings, printer), form_pdf(order))


def print_trial(settings: Settings, printer: str) -> Printout:
    """The sheet to try a printer with. Raises PrinterRefused("printer_unknown")."""
    address = printer_named(settings, printer)
    return _sent(address, trial_pdf(address.name, clock.now(), address.paper))


def printer_named(settings: Settings, name: str) -> PrinterAddress:
    """The printer of this name; for "" the first. Raises PrinterRefused."""
    return _named(settings.printers, name)


def _named(printers_here: Sequence[PrinterAddress], name: str) -> PrinterAddress:
    if not printers_here:
        raise PrinterRefused("printer_none", begun=False)
    if not name:
        return printers_here[0]
    found = next((address for address in printers_here if address.name == name), None)
    if found is None:
        raise PrinterRefused("printer_unknown", begun=False, name=name)
    return found


def _printed(address: PrinterAddress, content: ReceiptContent, write: Note, row: str) -> Printout:
    sheet = receipt_pdf(content, address.paper)
    write("print_asked", {"printer": address.name})
    printout = _sent(address, sheet)
    came: JsonObject = {"printer": address.name, "outcome": printout.outcome, "why": printout.code}
    try:
        write(row if printout.done else "print_failed", came)
    except StoreUnavailable as away:  # the sheet is out, or is not; the row before says that it was asked for
        log.warning("a printout's second row is missing: %s", away.code)
    return printout


def _sent(address: PrinterAddress, sheet: Printed) -> Printout:
    try:
        state = printers.send(address, sheet.pdf)
    except PrinterRefused as refused:
        outcome: Outcome = "broke_off" if refused.params["begun"] else "refused"
        return Printout(address.name, outcome, refused.code, missing=sheet.missing)
    return Printout(
        address.name, "printed" if state.known else "handed_over", "", state.paper_low, missing=sheet.missing
    )


def _in_hand(clerk: Clerk, reference: str) -> Case | None:
    try:
        return parking.in_hand(clerk, reference)
    except CannotOpen:  # the record has the new code
        return None


def _note_of_hand(clerk: Clerk, case: Case) -> Note:
    """A draft has no record yet, and a case that waits to be filed neither: those rows stand in the office's chain,
    and wait on the disk while the store is away.
    """
    office, actor = clerk.office, clerk.actor
    if case.sent:
        try:
            opened = open_case(office, case.reference, viewer_of(actor))
        except (SubmissionNotFound, StoreUnavailable):
            authorise(actor, Deed.REPRINT, None)
        else:
            authorise(actor, Deed.REPRINT, scope_of(opened.submission, by_code=True))
            return _note_of_record(clerk, opened)
    return lambda action, detail: note_or_spool(office, actor.name, action, case.reference if case.sent else "")


def _note_of_record(clerk: Clerk, opened: OpenedCase) -> Note:
    by: Actor = clerk.actor
    return lambda action, detail: note(clerk.office, opened, by.name, action, detail)

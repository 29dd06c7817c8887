"""用紙 as staff want it printed: blank, or filled in from the case in hand, the one that is out, or the record."""

from shared.casework import forms, parking
from shared.casework.authority import Deed, authorise
from shared.casework.cases import Case
from shared.casework.counter import Clerk
from shared.casework.forms import Setting
from shared.casework.opened import note, read_case, scope_of
from shared.casework.paper import signing
from shared.errors import CannotOpen
from shared.language import clock
from shared.printing.form.order import FormOrder
from shared.records.reference import tidy_reference

FORM_PRINTED = "form_printed"  # the trail's word


def order_for(clerk: Clerk, wanted: str, setting: Setting, *, envelope: bool = False) -> FormOrder:
    """`wanted`: a procedure's id, or a reference. `envelope`: with an address sheet, to the citizen where their
    address is known. Printing from a record is a row of its trail.

    Raises CodeSlip, SubmissionNotFound, NotAuthorised, ChannelClosed.
    """
    order = _order(clerk, wanted, setting)
    return forms.with_cover(order, to_citizen=True) if envelope else order


def _order(clerk: Clerk, wanted: str, setting: Setting) -> FormOrder:
    office, base_url = clerk.office, clerk.office.settings.base_url
    known = office.catalogue().procedures.find(wanted)
    if known is not None:
        return forms.blank_form(known, clock.today(), base_url, setting)
    reference = tidy_reference(wanted)
    case = _at_hand(clerk, reference)
    if case is not None and case.draft is not None:
        return forms.order_of_draft(office, case, setting)
    return _of_record(clerk, reference, setting, by_code=case is not None)


def _at_hand(clerk: Clerk, reference: str) -> Case | None:
    """In this person's hand, or out to be signed."""
    try:
        held = parking.in_hand(clerk, reference)
    except CannotOpen:
        return None
    if held is not None:
        return held
    return signing.case_of(clerk, reference) if signing.is_out(clerk, reference) else None


def _of_record(clerk: Clerk, reference: str, setting: Setting, *, by_code: bool) -> FormOrder:
    office, actor = clerk.office, clerk.actor
    opened = read_case(office, actor, reference, by_code=by_code)
    authorise(actor, Deed.REPRINT, scope_of(opened.submission, by_code=by_code))
    note(office, opened, actor.name, FORM_PRINTED, {})
    row, body = opened.submission, opened.body
    return forms.form_of_sent(body.procedure.asked, row.reference, body.answers, office.settings.base_url, setting)

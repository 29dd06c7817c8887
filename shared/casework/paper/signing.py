"""署名待ち: filled in during a call (電話) or from a letter (手紙), printed, sent to be signed, closed when the signed
sheet comes back.

What was said on the telephone is complete, and the signature files it; what a letter says is finished by pen, and
its sheet is typed like every sheet that arrives. Nothing has arrived before the sheet does (行政手続法37条: at the
office). Where the procedure asks for no signature the call itself is the filing. A sheet that never comes back is
given up, with the reason; the draft says so to whoever opens it by its code, and can be gone on with until its day.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, get_args

from shared.casework import applying, counter, review, sending
from shared.casework.authority import Deed, Scope, authorise
from shared.casework.cases import Case, case_by_root
from shared.casework.counter import PHONE, Clerk, FiledCase
from shared.casework.paper import by_letter
from shared.casework.paper.arrival import Sheet, arrive_begun, checked_arrival, tidied, with_scans
from shared.casework.paper.facts import SCAN, PaperFacts
from shared.catalogue import journey
from shared.errors import AnswersRefused, CannotOpen, FolderChanged, ReasonMissing, SubmissionNotFound
from shared.language import clock
from shared.records.form_token import read_form
from shared.records.shapes import to_plain
from shared.records.store import paper
from shared.records.store.paper import WaitRow
from shared.records.trail import Deed as TrailDeed

MOST = 200
OUT, GIVEN_UP = "out", "given_up"  # Draft.signing
SENT = "sent_to_sign"  # the trail's word
Why = Literal["silent", "undelivered", "stopped", "otherwise", "mistake"]
WHYS: tuple[Why, ...] = get_args(Why)
GAVE_UP: dict[Why, str] = {why: f"sign_given_up_{why}" for why in WHYS}  # the trail's words


@dataclass(frozen=True)
class OutToSign:
    """A sheet that is out to be signed."""

    reference: str
    procedure_id: str
    staff: str
    printed_at: datetime


@dataclass(frozen=True)
class FormRead:
    """Where a scanned form leads: `kind` "sign" (it was out to be signed), "record" (the case is here already) or
    "arrive" (a sheet of this procedure, with the number on it). `made`: mark of the version it was printed from, hex.
    """

    kind: str
    reference: str = ""
    procedure_id: str = ""
    number: str = ""
    made: str = ""


def needs_signature(case: Case) -> bool:
    """Whether the sheet goes out before the case can be filed: to be signed, or to be finished by pen."""
    if by_letter.is_begun(case):
        return True
    return case.channel == PHONE and not case.correcting and case.procedure.signature != "none"


def send_out(clerk: Clerk, case: Case) -> None:
    """The answers go out on paper, complete but for what a letter did not say. Kept for 90 days.

    Raises AnswersRefused, NotAuthorised, FolderChanged, StoreUnavailable.
    """
    authorise(clerk.actor, Deed.FILE, None)
    draft, procedure = applying.draft_of(case), case.procedure
    problems = journey.validate(procedure, draft.answers, "citizen", applying.asking(case))
    if problems and not by_letter.is_begun(case):
        raise AnswersRefused(problems)
    applying.save(clerk.office, case, replace(draft, signing=OUT), applying.PRINTED_LIFE)
    sealed, name, now = clerk.office.vault.put_aside(_place(case.reference), case.root), clerk.actor.name, clock.now()
    row = WaitRow(case.reference, procedure.section, procedure.id, name, now, sealed)
    clerk.office.store.run(paper.put_wait, row, TrailDeed(now, name, SENT, case.reference))


def out_to_sign(clerk: Clerk) -> list[OutToSign]:
    """What the sections that this member of staff serves have out, the earliest first."""
    authorise(clerk.actor, Deed.ENTER, None)
    rows = clerk.office.store.read(paper.waits, review.sections_of(clerk.office, clerk.actor), MOST)
    return [OutToSign(row.reference, row.procedure_id, row.staff, row.printed_at) for row in rows]


def is_out(clerk: Clerk, reference: str) -> bool:
    """Whether the sheet of this case is out to be signed."""
    return clerk.office.store.read(paper.wait, reference) is not None


def case_of(clerk: Clerk, reference: str) -> Case:
    """The draft that is out. Raises SubmissionNotFound, CannotOpen (its time is over), NotAuthorised."""
    row = clerk.office.store.read(paper.wait, reference)
    if row is None:
        raise SubmissionNotFound("submission_not_found")
    authorise(clerk.actor, Deed.ENTER, Scope(row.section))
    return case_by_root(clerk.office, clerk.office.vault.take_back(_place(reference), row.sealed))


def signed(clerk: Clerk, reference: str, sheet: Sheet) -> FiledCase:
    """The signed sheet is here: filed with its day of arrival, once. Raises as `case_of` and counter.file."""
    arrived_at, files = checked_arrival(sheet.arrived_at), tidied(sheet.scans)
    for tries_left in reversed(range(sending.TRIES_AT_ONCE)):
        case = case_of(clerk, reference)
        try:
            if not case.sent:
                case = with_scans(clerk, case, files)
            filed = _filed(clerk, case, sheet, arrived_at)
        except FolderChanged:
            if not tries_left:
                raise
            continue
        clerk.office.store.run(paper.drop_wait, reference)
        return filed
    raise AssertionError("the loop returns or raises")


def give_up(clerk: Clerk, reference: str, why: str) -> None:
    """It will not come back. The draft says so to whoever opens it, and goes on its own day; should the sheet come
    after all, it is taken in as a new one. The reason is in the trail's word: before a case is filed it has no key
    that could seal any of its details.

    Raises ReasonMissing, SubmissionNotFound (not out any more), NotAuthorised, FolderChanged, StoreUnavailable.
    """
    if why not in GAVE_UP:
        raise ReasonMissing("sign_why_missing")
    row = clerk.office.store.read(paper.wait, reference)
    if row is None:
        raise SubmissionNotFound("submission_not_found")
    authorise(clerk.actor, Deed.ENTER, Scope(row.section))
    _tell_given_up(clerk, reference)
    deed = TrailDeed(clock.now(), clerk.actor.name, GAVE_UP[why], reference)
    if not clerk.office.store.run(paper.give_up_wait, row, deed):
        raise SubmissionNotFound("submission_not_found")


def form_read(clerk: Clerk, text: str) -> FormRead | None:
    """Where the QR of a form leads; None for what is no form of ours."""
    token = read_form(text)
    if token is None:
        return None
    if not token.blank_set:
        if clerk.office.store.read(paper.wait, token.number) is not None:
            return FormRead("sign", token.number, token.procedure_id, token.number)
        try:
            found = review.find(clerk.office, clerk.actor, token.number)
        except (SubmissionNotFound, CannotOpen):
            pass  # printed from a draft that was never sent: its sheet is the first that comes
        else:
            return FormRead("record", found, token.procedure_id, token.number)
    return FormRead("arrive", "", token.procedure_id, token.number, token.procedure4.hex())


def _tell_given_up(clerk: Clerk, reference: str) -> None:
    """In the draft itself; of one that is gone, or was sent from home meanwhile, there is nothing to say."""
    try:
        case = case_of(clerk, reference)
    except CannotOpen:
        return
    if case.draft is not None and not case.sent:
        applying.save(clerk.office, case, replace(case.draft, signing=GIVEN_UP))


def _filed(clerk: Clerk, case: Case, sheet: Sheet, arrived_at: datetime) -> FiledCase:
    if case.draft is None:
        return FiledCase(case, counter.register_number(clerk, case))
    if by_letter.is_begun(case):
        sent = arrive_begun(clerk, case, sheet, arrived_at)
        return FiledCase(sent, counter.register_number(clerk, sent))
    scans = tuple(one.sha256.hex() for one in case.draft.files if one.question == SCAN)
    facts = PaperFacts(arrived_at, sheet.brought, clerk.actor.name, scans, sheet.form, awaited=False, signed=True)
    return counter.file(clerk, case, notes={"paper": to_plain(facts)}, hand="citizen")


def _place(reference: str) -> str:
    return f"signature|{reference}"

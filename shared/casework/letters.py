"""本人への手紙: what it says of a case whose person is still to be told, and where it may be sent.

A letter that is owed because nobody's identity was confirmed goes to where the person was registered before the
filing: whoever files in another's name gives an address of their own. Staff compare it with the register. Of a
protected case (支援措置) no address is printed at all: where such a letter goes is decided by people.
"""

from shared.casework.authority import Actor, Deed
from shared.casework.forms import citizen_address, office_address
from shared.casework.identity import NOTICE_OWED
from shared.casework.notices import SETTLES
from shared.casework.office import OfficeSide
from shared.casework.opened import OpenedCase, case_for, note
from shared.casework.receipts import channel_of, place_of
from shared.errors import ActionNotAllowed
from shared.language import clock
from shared.printing.content import Addressee, LetterContent, OwedWhy, Words, words_of
from shared.records.shapes import JsonObject
from shared.records.submission import Visibility

PRINTED = "notice_printed"  # the trail's word
BEFORE = "old_address"  # of a move: where one lived until then, where that is not the applicant's address


def letter(office: OfficeSide, actor: Actor, reference: str) -> LetterContent:
    """The letter that is owed; its printing is a row of the trail.

    Raises SubmissionNotFound, NotAuthorised, ActionNotAllowed (none is owed).
    """
    case = case_for(office, actor, Deed.FILE, reference)
    row, body, procedure = case.submission, case.body, case.procedure
    owed = [code for code in SETTLES["post"] if code in row.attention]
    if not owed:
        raise ActionNotAllowed("no_notice_owed")
    why: OwedWhy = "notice_owed" if NOTICE_OWED in owed else "telling_owed"
    note(office, case, actor.name, PRINTED, {"why": why})
    title = procedure.formal_title or procedure.title
    return LetterContent(
        place=place_of(procedure, body.language),
        sender=office_address(procedure),
        hours=words_of(procedure.city.hours, body.language),
        to=address_of(case),
        name=body.applicant.name,
        why=why,
        title=Words("") if procedure.sensitive else words_of(title, body.language),
        reference=row.reference,
        received_at=row.received_at,
        channel=channel_of(body.channel),
        acting="agent" if body.agent else "messenger" if body.messenger else "self",
        written_on=clock.today(),
        language=body.language,
    )


def address_of(case: OpenedCase) -> Addressee | None:
    """Where the letter goes; None where that is not known, or may not stand on it."""
    if case.submission.visibility is Visibility.PROTECTED:
        return None
    return citizen_address(case.procedure, _before(case.body.answers))


def _before(answers: JsonObject) -> JsonObject:
    """The answers with the address from before the filing in place of the one that is filed."""
    before = answers.get(BEFORE)
    if not before or before == answers.get("applicant_address"):
        return answers
    return {**answers, "applicant_address": before, "applicant_postal": "", "applicant_katagaki": ""}

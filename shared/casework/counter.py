"""The counter: a visitor's case, entered with them by a member of staff. Who helped and what was agreed is recorded.

Staff never file as themselves: the applicant is always the visitor, the actor always the member of staff.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from shared.casework import afterwards, applying, bundles, counter_visits, identity, sending
from shared.casework.authority import Actor, Deed, authorise
from shared.casework.cases import Case, case_by_code
from shared.casework.office import OfficeSide
from shared.casework.opened import note, open_case
from shared.casework.staff import actor_named
from shared.catalogue.procedure import Procedure
from shared.errors import ActionNotAllowed, AnswersRefused, StoreUnavailable, SubmissionNotFound
from shared.language import clock
from shared.records.envelope import StaffPart
from shared.records.person import ActedBy, Role
from shared.records.shapes import JsonObject
from shared.records.store.trail_rows import OFFICE_CHAIN
from shared.records.trail import Deed as TrailDeed

AGREED_ALOUD = "aloud"
OWN_PAPER = "own_paper"
PHONE = "phone"  # the way in of a call
HELPED = "helped"  # the trail's word


@dataclass(frozen=True, repr=False)
class Clerk:
    """A member of staff at the counter of this office."""

    office: OfficeSide
    actor: Actor

    @property
    def acted_by(self) -> ActedBy:
        """Who helped, as people read it on the receipt. The account stands in the staff part and in the trail."""
        return ActedBy(Role.STAFF, self.actor.shown)


@dataclass(frozen=True)
class FiledCase:
    """A case filed at the counter."""

    case: Case
    register_number: str


def at_the_counter(office: OfficeSide, name: str) -> Clerk:
    """The clerk of the command line's --staff. Raises NotAuthorised."""
    return Clerk(office, actor_named(office, name))


def consent(clerk: Clerk, how: str, agreed: Sequence[str] = ()) -> JsonObject:
    """What the visitor agreed to: `how` is "aloud", "touch", "paper" or "own_paper"; who helps, when."""
    return {
        "how": how,
        "helper": clerk.actor.shown,
        "agreed": list(agreed),
        "at": clock.now().isoformat(),
    }


def start(
    clerk: Clerk,
    wanted: str | Sequence[str],
    agreed: JsonObject,
    channel: str = "counter",
    language: str = "ja",
    key: str | None = None,
) -> Case:
    """A case for a visitor; `wanted`: a procedure's id, or those of a bundle.

    Raises NotAuthorised, ChannelClosed, CannotBundle.
    """
    authorise(clerk.actor, Deed.START, None)
    case = bundles.start(clerk.office, bundles.ids_of(wanted), channel, language, key, clerk.acted_by, agreed)
    if case.sent or case.draft is None or case.draft.consent:
        return case
    return applying.adopt(clerk.office, case, channel, clerk.acted_by, agreed)


def go_on(clerk: Clerk, code: str, agreed: JsonObject, channel: str = "counter") -> Case:
    """A case begun at home, by the code that the visitor shows. A sent case is shown, not changed; that the visitor
    let staff help (correct, ask, withdraw) is a row of its trail, written before anything is shown.

    Raises NotAuthorised, CodeSlip, CannotOpen, ChannelClosed, StoreUnavailable.
    """
    authorise(clerk.actor, Deed.START, None)
    case = case_by_code(clerk.office, code)
    if case.sent:
        _note_help(clerk, case.reference, agreed)
        return case
    return applying.adopt(clerk.office, case, channel, clerk.acted_by, agreed)


def file(
    clerk: Clerk,
    case: Case,
    *,
    paid: bool = False,
    own_word: str | None = None,
    notes: JsonObject | None = None,
    hand: str = "staff",
) -> FiledCase:
    """Files the case. `hand`: "citizen" where what only staff are asked was left out.

    Raises ActionNotAllowed (no consent to help recorded), AnswersRefused, FolderChanged, StoreUnavailable.
    """
    authorise(clerk.actor, Deed.FILE, None)
    case = _identified(case)
    part = replace(
        _checked_by(clerk, case),
        payment={"paid": paid, "at": clock.now().isoformat()} if paid else {},
        notes=notes or {},
    )
    sent = sending.submit(clerk.office, _helped(clerk, case), own_word, part, hand)
    counter_visits.free_later(clerk.office, case, sent)
    return FiledCase(sent, register_number(clerk, sent))


def register_number(clerk: Clerk, case: Case) -> str:
    """収受番号 of a case filed here; empty while it waits to be filed."""
    try:
        known = clerk.office.store.filed_as(case.envelope_id)
    except StoreUnavailable:
        return ""
    return known.register_number if known else ""


def file_answers(
    clerk: Clerk,
    wanted: str | Sequence[str],
    raw: Mapping[str, object],
    files: Sequence[tuple[str, Path]] = (),
    *,
    channel: str = "counter",
    key: str | None = None,
    language: str = "ja",
    paid: bool = False,
) -> FiledCase:
    """A whole case at once, or a bundle, as a machine gives it. The same key files once."""
    agreed = consent(clerk, AGREED_ALOUD if channel == "counter" else OWN_PAPER)
    ids = bundles.ids_of(wanted)
    procedure, raw = bundles.as_one(clerk.office, ids), bundles.gathered(clerk.office, ids, raw)
    hand = _hand(procedure, raw)
    sent = sending.send_answers(
        clerk.office,
        lambda: start(clerk, ids, agreed, channel, language, key),
        {**raw, **staff_named(clerk, procedure)},
        bundles.gathered_files(clerk.office, ids, files),
        hand,
        lambda case: file(clerk, case, paid=paid, hand=hand).case,
    )
    return FiledCase(sent, register_number(clerk, sent))


def withdraw(clerk: Clerk, case: Case, reason: str = "") -> Case:
    """取り下げ for the citizen who is here and has said the fact. Raises as afterwards.withdraw, NotAuthorised."""
    authorise(clerk.actor, Deed.WITHDRAW, None)
    return afterwards.withdraw(clerk.office, case, reason=reason, staff=_checked_by(clerk, case))


def _note_help(clerk: Clerk, reference: str, agreed: JsonObject) -> None:
    """Who helps, what was agreed, how. What has arrived and is not filed yet has no key to seal that with: then the
    row says who and when, outside the sections, and stands in the case's trail as soon as it is filed.
    """
    try:
        note(clerk.office, open_case(clerk.office, reference), clerk.actor.name, HELPED, agreed)
    except SubmissionNotFound:
        clerk.office.store.note(OFFICE_CHAIN, TrailDeed(clock.now(), clerk.actor.name, HELPED, reference))


def _checked_by(clerk: Clerk, case: Case) -> StaffPart:
    """Who checked, and when. On the telephone nobody can show a document: identity is not confirmed."""
    checked: JsonObject = {"checker": clerk.actor.name, "at": clock.now().isoformat()}
    if case.channel == PHONE:
        checked[identity.METHOD] = identity.NOT_CONFIRMED
    return StaffPart(name=clerk.actor.name, identity_check=checked)


def _identified(case: Case) -> Case:
    """The case with the way of the identity check as the documents make it. Raises AnswersRefused."""
    draft = case.draft
    if draft is None:
        return case
    wrong = identity.problems(draft.answers)
    if wrong:
        raise AnswersRefused(wrong)
    return replace(case, draft=replace(draft, answers=identity.settled(draft.answers)))


def _helped(clerk: Clerk, case: Case) -> Case:
    """The case as this member of staff sends it; what a citizen began alone is not filed without their word."""
    draft = case.draft
    if draft is None:
        return case
    if draft.about:
        return replace(case, draft=replace(draft, actor=clerk.acted_by))
    if not draft.consent:
        raise ActionNotAllowed("consent_missing", status="draft")
    return case


def _hand(procedure: Procedure, raw: Mapping[str, object]) -> str:
    """Staff's questions are asked where a machine answers any of them; without, the record says so (a flag)."""
    for step in procedure.steps:
        if any((step.staff_only or question.staff_only) and question.id in raw for question in step.questions):
            return "staff"
    return "citizen"


def staff_named(clerk: Clerk, procedure: Procedure) -> dict[str, object]:
    """Answers of kind `staff`: who sits here, filled in and never typed."""
    return {question.id: clerk.actor.shown for question in procedure.questions() if question.kind == "staff"}

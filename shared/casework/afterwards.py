"""After sending, on the citizen's side: what happened and comes next, correcting, withdrawing."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from shared.casework.applying import save
from shared.casework.cases import Case, again
from shared.casework.online import takes_online
from shared.casework.sending import DIGEST_BYTES, SENT_LIFE, body_of
from shared.casework.sides import Sending, Side
from shared.errors import ActionNotAllowed, ChannelClosed
from shared.language import clock
from shared.records.derivation import answers_digest
from shared.records.envelope import Head, Kind, StaffPart, new_envelope_id
from shared.records.folder import Draft, FolderRow, Milestone, Note
from shared.records.person import ActedBy, Fact, Role
from shared.records.status import Action, By, Status, actions_at


@dataclass(frozen=True)
class Happened:
    """One line of 「これまで」. `key` is a wording key below `web.line.`; `at` in UTC."""

    at: datetime
    key: str


@dataclass(frozen=True)
class Progress:
    """What happened, what comes next, whom the clock waits for ("office", "citizen" or "nobody")."""

    status: Status
    happened: tuple[Happened, ...]
    coming: tuple[str, ...]
    waits_for: str
    due_on: date | None
    register_number: str
    asked_back: tuple[str, ...]  # question ids to be corrected
    gap: bool


_COMING = {
    Status.ARRIVED: ("coming_received", "coming_reviewed", "coming_decided"),
    Status.RECEIVED: ("coming_reviewed", "coming_decided"),
    Status.IN_REVIEW: ("coming_decided",),
    Status.CORRECTION: ("coming_reviewed", "coming_decided"),
    Status.APPROVED: ("coming_completed",),
    Status.REJECTED: ("coming_completed",),
}


def progress(case: Case) -> Progress:
    """The honest state of a sent case, from its folder and cards. Raises ActionNotAllowed for a draft."""
    if case.front is None or case.status is None:
        raise ActionNotAllowed("not_sent", status="draft")
    own = [Happened(s.at, _own_key(s.status, i)) for i, s in enumerate(case.front.dates)]
    told = [Happened(c.at, f"happened_{c.kind}") for c in case.cards]
    due = next((c.front["due_on"] for c in reversed(case.cards) if c.front.get("due_on")), None)
    register = next((str(c.front["register_number"]) for c in case.cards if c.front.get("register_number")), "")
    return Progress(
        status=case.status,
        happened=tuple(sorted(own + told, key=lambda h: h.at)),
        coming=_COMING.get(case.status, ()),
        waits_for="office" if case.pending else _waits_for(case.status),
        due_on=date.fromisoformat(str(due)) if due else case.front.due_on,
        register_number=register,
        asked_back=_asked_back(case),
        gap=case.gap,
    )


def may_withdraw(case: Case) -> bool:
    """Whether 取り下げ is still possible."""
    return (
        case.status is not None
        and not withdrawal_sent(case)
        and any(a.value == "withdraw" for a in actions_at(case.status, By.CITIZEN))
    )


def begin_correction(side: Side, case: Case) -> Case:
    """A draft made of what was sent, to be corrected and sent again; kept under the fact, as what was sent is.

    Needs the fact (unlock). Raises ActionNotAllowed where nothing is asked back, or it was sent already, and
    ChannelClosed at home for what only the counter may take.
    """
    if case.draft is not None:
        return case
    if case.inside is None or case.status is not Status.CORRECTION or case.pending is not None:
        raise ActionNotAllowed("action_not_allowed", action="correct", status=str(case.status))
    if side.channel == "online" and not takes_online(case.procedure):
        raise ChannelClosed("pre_entry_only", procedure=case.procedure.id, channel=side.channel)
    letter = replace(_letter(side, case), files=case.inside.files, seen=tuple(step.id for step in case.procedure.steps))
    return save(side, case, letter)


def withdraw(
    side: Side, case: Case, fact: Fact | None = None, reason: str = "", staff: StaffPart | None = None
) -> Case:
    """Sends the withdrawal, judged by the office at its arrival. `fact`: what opened the case, if it is not known.

    `staff`: who does it for the citizen, at the counter. Raises ActionNotAllowed, FolderChanged, StoreUnavailable.
    """
    front, opened_by = case.front, case.fact or fact
    if front is None or case.inside is None or opened_by is None or not may_withdraw(case):
        raise ActionNotAllowed("action_not_allowed", action="withdraw", status=str(case.status))
    letter = _letter(side, case)
    body = replace(body_of(side, replace(case, draft=letter), opened_by, staff), message=reason, files=())
    head = Head(
        letter.envelope_id,
        Kind.WITHDRAWAL,
        front.reference,
        about=front.envelope_id,
        base_version=max((c.seq for c in case.cards), default=0),
    )

    def finish(received_at: datetime, proof: str) -> FolderRow:
        revision, locator = case.row.revision + 1, case.row.locator
        after = replace(front, dates=(*front.dates, Milestone(received_at, Status.WITHDRAWN)))
        return replace(
            case.row,
            revision=revision,
            saved_at=received_at,
            expires_on=max(case.row.expires_on, clock.in_japan(received_at).date() + SENT_LIFE),
            draft=None,
            front=after.seal(case.root, locator, revision),
        )

    digest = answers_digest(case.root, body.answers)[:DIGEST_BYTES]
    side.send(Sending(head, body, digest, finish, case.row.revision))
    return again(side, replace(case, draft=None))


def _letter(side: Side, case: Case) -> Draft:
    """What goes after an application, from home or from the counter: about it, and with what was answered."""
    front, inside, now = case.front, case.inside, clock.now()
    assert front is not None and inside is not None
    return Draft(
        code=front.code,
        procedure_id=front.procedure_id,
        asked=inside.asked,
        reference=front.reference,
        envelope_id=new_envelope_id(),
        channel=side.channel,
        language=front.language,
        started_at=now,
        saved_at=now,
        fact_kind=front.fact_kind,
        answers=inside.answers,
        actor=ActedBy(Role.APPLICANT),
        about=front.envelope_id,
    )


def messages(case: Case) -> tuple[Note, ...]:
    """What the office wrote to the citizen; needs the fact."""
    said = [
        Note(c.at, str(c.inside["text"]), str(c.inside.get("about", ""))) for c in case.cards if c.inside.get("text")
    ]
    return tuple(said)


def withdrawal_sent(case: Case) -> bool:
    """The citizen has sent a withdrawal that the office has not judged yet."""
    return case.pending is Status.WITHDRAWN


def _asked_back(case: Case) -> tuple[str, ...]:
    """The questions of the last 「直してください」, while it stands."""
    asked = [c.front.get("questions") for c in case.cards if c.kind == Action.ASK_CORRECTION]
    if case.status is not Status.CORRECTION or not asked or not isinstance(asked[-1], list):
        return ()
    return tuple(str(question) for question in asked[-1])


def _own_key(status: Status, index: int) -> str:
    if status is Status.WITHDRAWN:
        return "happened_withdrawal_sent"
    return "happened_arrived" if index == 0 else "happened_correction_sent"


def _waits_for(status: Status) -> str:
    if status is Status.CORRECTION:
        return "citizen"
    return "nobody" if status in (Status.COMPLETED, Status.WITHDRAWN) else "office"

"""What the receipt says: put together at sending and kept with the case, so that a reprint says the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from shared.casework import persons
from shared.casework.booking import Visit
from shared.casework.cases import Case, sent_with
from shared.casework.paper.facts import paper_facts
from shared.casework.sides import Side
from shared.casework.way_notes import notes_of
from shared.catalogue import fees, journey
from shared.catalogue.deadlines import due_on
from shared.catalogue.office import NeededDocument
from shared.catalogue.papers import may_need
from shared.catalogue.procedure import Procedure
from shared.errors import ActionNotAllowed
from shared.language import clock, open_days
from shared.language.characters import mask_name
from shared.printing.content import (
    CopyContent,
    CopyPart,
    CopyRow,
    FactAsked,
    FeeShown,
    NextStep,
    Place,
    ReceiptContent,
    VisitShown,
    Words,
    words_of,
)
from shared.records.envelope import Body
from shared.records.folder import Front
from shared.records.person import Role
from shared.records.proof import code_url, proof_url
from shared.records.shapes import JsonObject, from_plain, to_plain

SEEN_FOR = timedelta(days=400)  # after the case's end; the sheet says it of the day of sending
OPENING = time(9)  # in Japan: by then the operator has had a morning to mend what was away
ONLINE = "online"


def content_of(procedure: Procedure, body: Body, reference: str, received_at: datetime) -> ReceiptContent:
    """All that the receipt shows, without code and proof. Nothing of the answers but the masked name."""
    language = body.language
    day = clock.in_japan(received_at).date()
    other = body.agent or body.messenger
    paper = paper_facts(body)
    return ReceiptContent(
        place=place_of(procedure, language),
        reference=reference,
        title=words_of(procedure.title, language),
        received_at=received_at,
        applicant=mask_name(body.applicant.name),
        channel=channel_of(body.channel),
        acting="agent" if body.agent else "messenger" if body.messenger else "self",
        agent=mask_name(other.name) if other else "",
        helper=body.actor.name if body.actor.role is Role.STAFF else "",
        fee=_fee(procedure, body, day),
        next_steps=_next_steps(procedure, received_at, language),
        seen_until=day + SEEN_FOR,
        # Of a sheet that nobody has typed yet there is no fact that opens it.
        fact=None if paper and paper.awaited else _fact_asked(procedure, body),
        notes=notes_of(body),
        language=language,
    )


def pre_entry_content(case: Case, visit: Visit | None = None) -> ReceiptContent:
    """The sheet of a pre-entry (「まだ届出は終わっていません」): with the code and what is booked, without proof."""
    draft, procedure = case.draft, case.procedure
    if draft is None:
        raise ActionNotAllowed("already_sent", status=str(case.status))
    applicant, _ = persons.persons_of(procedure, draft.answers, draft.language)
    return ReceiptContent(
        place=place_of(procedure, draft.language),
        reference=draft.reference,
        title=words_of(procedure.title, draft.language),
        received_at=draft.saved_at,
        applicant=mask_name(applicant.family) if applicant.family else "",
        channel="online",
        kind="pre_entry",
        next_steps=_next_steps(procedure, draft.saved_at, draft.language, dated=False),
        visit=_visit_shown(visit, draft.language) if visit else None,
        bring=tuple(_needed(document, draft.language) for document in may_need(procedure, draft.answers)),
        seen_until=case.row.expires_on,
        fact=None,
        language=draft.language,
    )


def kept(content: ReceiptContent) -> JsonObject:
    """The content as it lies in the folder."""
    plain: JsonObject = to_plain(content)
    return plain


def receipt_content(
    case: Case, base_url: str, reprinted_at: datetime | None = None, visit: Visit | None = None
) -> ReceiptContent:
    """The receipt of a sent case (or the sheet of a pre-entry, with its `visit`), with its code and proof."""
    if case.front is None:
        content = pre_entry_content(case, visit)
        return replace(content, code=case.code, code_url=code_url(base_url, case.code))
    content = from_plain(ReceiptContent, case.front.receipt)
    register = next((str(c.front["register_number"]) for c in case.cards if "register_number" in c.front), "")
    return replace(
        content,
        register_number=content.register_number or register,
        proof_url=proof_url(base_url, case.front.proof),
        code=case.code,
        code_url=code_url(base_url, case.code),
        seen_from=_seen_from(case.front) if case.waits_here else None,
        reprinted_at=reprinted_at,
    )


def sheet_content(side: Side, case: Case, visit: Visit | None = None) -> ReceiptContent:
    """The sheet of a case; of a bundle one sheet for all of it, with the code that goes on with all."""
    base_url = side.settings.base_url
    first, *others = sent_with(side, case) or [case]
    content = receipt_content(first, base_url, visit=visit)
    return replace(content, together=tuple(receipt_content(other, base_url) for other in others))


def _seen_from(front: Front) -> datetime:
    """From when it can be seen at home, where it was filed without the letterbox: the next working morning."""
    day = clock.in_japan(front.received_at or clock.now()).date()
    morning = datetime.combine(open_days.add_open_days(day, 1), OPENING, clock.JAPAN)
    return morning.astimezone(UTC)


def copy_content(case: Case, hand: str = "citizen") -> CopyContent:
    """The citizen's own copy of the answers: a sheet without code and QR. Needs the fact, or the draft."""
    procedure, language = case.procedure, case.language
    return CopyContent(
        place=place_of(procedure, language),
        reference=case.reference,
        title=words_of(procedure.title, language),
        received_at=case.front.received_at if case.front else None,
        parts=copy_parts(procedure, case.answers, language, hand),
        printed_at=clock.now(),
        language=language,
    )


def copy_parts(procedure: Procedure, answers: JsonObject, language: str, hand: str) -> tuple[CopyPart, ...]:
    """The answers as the citizen saw them, step by step; Japanese labels, the second language beside them."""
    shown = journey.shown(procedure, answers, "ja", hand)
    second = {s.step_id: s for s in journey.shown(procedure, answers, language, hand) if language in ("easy", "en")}
    return tuple(_part(step, second.get(step.step_id)) for step in shown)


def place_of(procedure: Procedure, language: str) -> Place:
    """Whose sheet it is and where to go with it."""
    section, city = procedure.section_details, procedure.city
    return Place(
        city=words_of(city.name, language),
        section=words_of(section.name, language),
        counter=section.counter or "",
        floor=words_of(section.floor, language) if section.floor else Words(""),
        telephone=section.telephone,
        office=words_of(city.office, language),
    )


def _visit_shown(visit: Visit, language: str) -> VisitShown:
    return VisitShown(visit.starts_at, words_of(visit.line.title, language), visit.line.counters)


def _needed(document: NeededDocument, language: str) -> Words:
    """What to bring, and who has to; what the thing is stands on the procedure's page."""
    title = words_of(document.title, language)
    if document.when is None:
        return title
    when = words_of(document.when, language)
    second = f"{title.second or title.ja} ({when.second or when.ja})" if title.second or when.second else ""
    return Words(f"{title.ja}（{when.ja}）", second)


def _part(step: journey.ShownStep, second: journey.ShownStep | None) -> CopyPart:
    others = [row.label for row in second.rows] if second else [""] * len(step.rows)
    rows = [
        CopyRow(Words(row.label, "" if other == row.label else other), row.value)
        for row, other in zip(step.rows, others, strict=True)
    ]
    title = second.title if second and second.title != step.title else ""
    return CopyPart(Words(step.title, title), tuple(rows))


def _fee(procedure: Procedure, body: Body, day: date) -> FeeShown:
    fee = fees.fee_of(procedure, body.answers, body.channel, day)
    if fee.amount_yen == 0:
        return FeeShown(amount=words_of(fee.words, body.language))
    paid = bool(body.staff and body.staff.payment.get("paid"))
    return FeeShown("paid" if paid else "unpaid", words_of(fee.words, body.language), fee.paid)


def _next_steps(
    procedure: Procedure, received_at: datetime, language: str, *, dated: bool = True
) -> tuple[NextStep, ...]:
    """The section's own words of what follows: the first on the next open day, its answer by the due date."""
    texts = [words_of(text, language) for text in procedure.after]
    if not texts or not dated:
        return tuple(NextStep(text) for text in texts)
    begun = open_days.next_open_day(clock.in_japan(received_at).date())
    due = due_on(procedure, received_at)
    steps = [NextStep(texts[0], day=begun), *(NextStep(text) for text in texts[1:])]
    last = len(steps) if len(steps) > 1 else 0
    answer = last if procedure.after_due is None else procedure.after_due
    if due is not None and 0 < answer <= len(steps) and procedure.standard_days.days > 0:
        steps[answer - 1] = replace(steps[answer - 1], day=due)
    return tuple(steps)


def _fact_asked(procedure: Procedure, body: Body) -> FactAsked:
    return FactAsked(_fact_kind(body.fact.kind), _fact_label(procedure, body, body.language))


def _fact_kind(kind: str) -> Any:
    return kind if kind in ("birth_date", "phone_tail") else "own_word"


def _fact_label(procedure: Procedure, body: Body, language: str) -> Words:
    question = procedure.fact_question
    if body.fact.kind == "own_word" or question is None:
        return Words("")  # the sheet has its own words for a word of one's own
    return words_of(procedure.question(question).label, language)


def channel_of(channel: str) -> Any:
    """The way in, as sheets name it."""
    return channel if channel in ("online", "counter", "paper", "post", "phone") else "counter"

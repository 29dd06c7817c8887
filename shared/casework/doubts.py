"""What seems wrong with an arrival. Doubts never refuse: they are flags that put the case on top of the queue."""

from datetime import date, timedelta

from shared.casework import identity, lookups, rights
from shared.casework.arrival import Arrival
from shared.casework.id_card.kept import SOMEBODY_ELSE
from shared.casework.noting import CITIZEN
from shared.casework.online import needs_card, takes_online
from shared.casework.paper.facts import ENTRY_AWAITED, ILLEGIBLE, concerns, paper_facts
from shared.casework.ways import offered
from shared.casework.workplace import Workplace
from shared.catalogue import fees, journey
from shared.catalogue.asked import asked_on
from shared.catalogue.procedure import Procedure, asked_hash
from shared.catalogue.questions.question import Asking
from shared.language import clock
from shared.records.envelope import Body
from shared.records.person import Role
from shared.records.proof import read_proof
from shared.records.store import upkeep

CLOCK_SKEW = timedelta(minutes=5)


def doubts_of(office: Workplace, arrival: Arrival, procedure: Procedure) -> list[str]:
    """Codes, for an application. Words: `kiosk.attention_<code>`."""
    body, paper = arrival.body, paper_facts(arrival.body)
    awaited = paper is not None and paper.awaited
    doubts = procedure_doubts(office, arrival) + ([ENTRY_AWAITED] if awaited else answer_doubts(arrival, procedure))
    if paper is None and abs(arrival.received_at - body.submitted_at) > CLOCK_SKEW:
        doubts.append("clock_differs")
    if not offered(procedure, body.channel) or (body.channel == "online" and not takes_online(procedure)):
        doubts.append("channel_not_offered")
    if says_staff(arrival) and not by_staff(office, arrival):
        doubts.append("staff_unproven")
    if awaited:
        return doubts
    owed = rights.owed(body) + lookups.attention(procedure, body.answers)
    return doubts + identity_doubts(body, procedure) + rights.doubts(body) + owed


def identity_doubts(body: Body, procedure: Procedure) -> list[str]:
    """Whether the check of identity that the procedure asks for was made, and what follows where it was not.

    From home it is the card: where it is another's than the applicant's and the agent's, the section is told.
    """
    if body.channel == "online":
        other = ["id_card_other"] if body.identity.get("whose") == SOMEBODY_ELSE else []
        return [identity.UNCONFIRMED] if needs_card(procedure) and not body.identity else other
    if body.staff is None or not _asks_identity(procedure):
        return []
    if not body.staff.identity_check.get(identity.METHOD):
        return ["identity_unchecked"]
    return identity.doubts(body.staff.identity_check, notice=procedure.notice_if_unconfirmed)


def answer_doubts(arrival: Arrival, procedure: Procedure) -> list[str]:
    """Whether the answers would be taken today. What only staff are asked is not among them (sending.apart)."""
    asking = Asking(clock.in_japan(arrival.received_at).date(), arrival.body.language, arrival.body.channel)
    problems = journey.validate(procedure, arrival.body.answers, "citizen", asking)
    paper = paper_facts(arrival.body)
    illegible = paper.illegible if paper else ()
    wrong = [one for one in problems if not concerns(one.question, illegible)]
    return [*([ILLEGIBLE] if illegible else []), *(["answers_wrong"] if wrong else [])]


def procedure_doubts(office: Workplace, arrival: Arrival) -> list[str]:
    """Whether the office knows the procedure as it was asked: from its catalogue, or from an earlier one."""
    asked = arrival.body.procedure
    if asked_hash(asked.asked) != asked.hash:
        return ["procedure_differs"]
    known = any(asked.hash in asked_on(office.catalogue(), day) for day in _days(arrival))
    if known or office.store.read(upkeep.setting, _known_as(asked.hash)):
        return []
    return ["procedure_unknown"]


def _days(arrival: Arrival) -> list[date]:
    """The days whose version it may be: when it was begun, sent, or filed, and the day of the event that decides."""
    body = arrival.body
    days = [clock.in_japan(body.started_at).date(), clock.in_japan(body.submitted_at).date(), clock.today()]
    try:
        event = fees.deciding_day(Procedure.from_asked(body.procedure.asked), body.answers, clock.today())
    except ValueError:
        return days
    return [*days, event]


def remember_catalogue(office: Workplace) -> None:
    """Notes how every procedure is asked today, so that a case begun before a change of the file is known."""
    today = clock.today().isoformat()
    names = [_known_as(asked) for asked in sorted(asked_on(office.catalogue(), clock.today()))]
    new = office.store.read(lambda connection: [name for name in names if not upkeep.setting(connection, name)])
    if new:
        office.store.run(upkeep.put_settings, new, today)


def says_staff(arrival: Arrival) -> bool:
    """Whether the envelope says that a member of staff made it."""
    return arrival.body.staff is not None or arrival.body.actor.role is Role.STAFF


def by_staff(office: Workplace, arrival: Arrival) -> bool:
    """Whether that is so: only the counter has the office's signature. Anybody can seal, a hijacked portal too."""
    proof = read_proof(arrival.proof, office.public)
    return says_staff(arrival) and proof.verdict == "office" and proof.reference == arrival.head.reference


def actor_of(office: Workplace, arrival: Arrival) -> str:
    """Whom the trail names: the account of the member of staff, where that is proven, else the citizen."""
    staff = arrival.body.staff
    return staff.name if staff is not None and by_staff(office, arrival) else CITIZEN


def _asks_identity(procedure: Procedure) -> bool:
    return any(question.id == identity.METHOD for question in procedure.questions())


def _known_as(asked: bytes) -> str:
    return f"asked:{asked.hex()}"

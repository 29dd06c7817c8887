"""Until when people have to apply, and until when the office has to answer (facts §0.5–6, domain §1.5)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from pydantic import JsonValue

from shared.catalogue.fees import day_at, deciding_day
from shared.catalogue.procedure import Procedure, version_on
from shared.language import clock, open_days


def last_day_of(procedure: Procedure, answers: Mapping[str, JsonValue], day: date | None = None) -> date | None:
    """The last day to apply; None where the procedure has no deadline or its event is not known.

    `day` is the day of arrival, today where it is left out; it chooses the version of the rule as that of the fee.

    A last day on which the office is closed gives way to the next open day (民法142条).
    """
    if not procedure.deadline_versions:
        return None
    rule = version_on(procedure.deadline_versions, deciding_day(procedure, answers, day or clock.today()))
    event = day_at(answers, rule.from_question) if rule.from_question else None
    if event is None or rule.days is None:
        return None
    if rule.no_earlier_than is not None:
        other = day_at(answers, rule.no_earlier_than.question)
        event = max(event, other + timedelta(days=rule.no_earlier_than.days)) if other else event
    return open_days.last_day(event, rule.days, rule.count)


def last_day_after(procedure: Procedure, event: date) -> date | None:
    """The last day to apply where the event from which the deadline runs was on that day.

    None where the deadline is only said in words.
    """
    rule = procedure.deadline
    if rule is None or rule.from_question is None:
        return None
    return last_day_of(procedure, _answered(rule.from_question, event))


def _answered(path: str, day: date) -> dict[str, JsonValue]:
    """The one answer that the deadline looks at."""
    question, _, child = path.partition(".")
    return {question: {child: day.isoformat()} if child else day.isoformat()}


def due_on(procedure: Procedure, received_at: datetime) -> date | None:
    """The day by which the office should have answered. `received_at` is an instant in UTC.

    A filing has arrived when it is stored, at any hour, also on closed days; work begins on the first open
    day on or after that day (行政手続法7条; facts §0.5). Open days: that day is not counted (10 open days
    from 2026-11-02: 2026-11-17). Calendar days are statutory periods: they run from the day of arrival
    itself, which is not counted, and a closed last day rolls (民法140・142条). Pauses (correction, payment)
    are reckoned by casework.
    """
    arrived = clock.in_japan(received_at).date()
    rule = procedure.standard_days
    if rule.count == "calendar_days" and rule.days > 0:
        return open_days.last_day(arrived, rule.days, "exclude_first_day")
    return open_days.add_open_days(open_days.next_open_day(arrived), rule.days)

"""Lines of visitors, and the times that can be booked at them."""

from datetime import UTC, date, datetime

import pytest

from shared.catalogue import catalogue
from shared.catalogue.waiting import Waiting
from shared.language import open_days

from .samples import SHIPPED, SMALL

FRIDAY = date(2026, 11, 20)


@pytest.fixture
def rule() -> Waiting:
    return catalogue.load(SMALL).waiting


def test_a_file_without_waiting_has_no_lines_and_the_defaults_of_the_office() -> None:
    rule = Waiting()
    assert (rule.lines, rule.walk_in_share, f"{rule.opens:%H:%M}", f"{rule.closes:%H:%M}") == ((), 50, "08:30", "17:15")


def test_a_procedure_leads_to_the_line_that_names_it_else_to_the_sections_other_line(rule: Waiting) -> None:
    named = rule.line("others").model_copy(update={"id": "copies", "procedures": ("copy",)})
    both = rule.model_copy(update={"lines": (named, *rule.lines)})
    found = [both.line_for(*asked) for asked in (("shimin", "copy"), ("shimin", "waste"), ("gomi", "waste"))]
    assert [line.id for line in found if line] == ["copies", "others", "waste-line"]
    assert both.line_for("nowhere", "copy") is None


def test_numbers_have_the_lines_letter_and_three_digits(rule: Waiting) -> None:
    assert [rule.line("others").label(number) for number in (1, 12, 999, 1000)] == ["B-001", "B-012", "B-999", "B-1000"]


def test_times_begin_when_the_counter_opens_and_end_before_it_closes(rule: Waiting) -> None:
    times = rule.times(rule.line("others"), FRIDAY)
    assert (times[0], times[-1]) == (
        datetime(2026, 11, 20, 1, 0, tzinfo=UTC),
        datetime(2026, 11, 20, 5, 30, tzinfo=UTC),
    )
    assert len(times) == 7  # 10:00 to 15:30 in steps of 45 minutes, the last one ends at 15:15


def test_a_line_without_booking_and_a_closed_day_have_no_times(rule: Waiting) -> None:
    assert rule.times(rule.line("waste-line"), FRIDAY) == []
    assert rule.times(rule.line("others"), date(2026, 11, 21)) == []
    assert rule.times(rule.line("others"), date(2026, 11, 23)) == []  # a holiday
    assert rule.days(rule.line("waste-line"), FRIDAY) == []


def test_days_lie_between_the_lead_time_and_the_furthest_day_and_are_open(rule: Waiting) -> None:
    days = rule.days(rule.line("others"), FRIDAY)
    assert (days[0], days[-1], len(days)) == (date(2026, 11, 25), date(2026, 12, 7), 9)
    assert all(open_days.is_open(day) for day in days)


def test_every_procedure_of_the_shipped_lines_leads_to_one(rule: Waiting) -> None:
    shipped = catalogue.load(SHIPPED)
    sections = {line.section for line in shipped.waiting.lines}
    lost = [
        one.id
        for one in shipped.procedures
        if one.section in sections and not shipped.waiting.line_for(one.section, one.id)
    ]
    assert lost == []


def test_every_procedure_that_is_begun_at_home_and_ended_at_the_counter_can_book_a_time() -> None:
    shipped = catalogue.load(SHIPPED)
    begun = [one for one in shipped.procedures if one.channels.online == "pre_entry"]
    lines = {one.id: shipped.waiting.line_for(one.section, one.id) for one in begun}
    assert [name for name, line in lines.items() if line is None or line.booking is None] == []

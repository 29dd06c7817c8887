"""Open days, deadlines, ages and school years."""

from datetime import date, timedelta

import pytest

from shared.errors import ValueRefused
from shared.language import ages, sentences
from shared.language.open_days import add_open_days, fiscal_year, is_open, last_day, next_open_day


def test_the_office_is_closed_at_weekends_on_holidays_and_at_the_turn_of_the_year():
    closed = [day for day in (date(2026, 1, 1) + timedelta(n) for n in range(365)) if not is_open(day)]
    weekdays = [day.isoformat()[5:] for day in closed if day.weekday() < 5]
    assert weekdays == [
        *("01-01", "01-02", "01-12", "02-11", "02-23", "03-20", "04-29", "05-04", "05-05", "05-06"),
        *("07-20", "08-11", "09-21", "09-22", "09-23", "10-12", "11-03", "11-23", "12-29", "12-30", "12-31"),
    ]
    assert len(closed) == 104 + len(weekdays)


def test_the_next_open_day_is_the_day_itself_where_it_is_open():
    assert next_open_day(date(2026, 11, 24)) == date(2026, 11, 24)
    assert next_open_day(date(2026, 11, 21)) == date(2026, 11, 24)
    assert next_open_day(date(2026, 12, 29)) == date(2027, 1, 4)


def test_open_days_are_counted_from_the_day_after():
    assert add_open_days(date(2026, 11, 2), 10) == date(2026, 11, 17)
    assert add_open_days(date(2026, 11, 7), 1) == date(2026, 11, 9)
    assert add_open_days(date(2026, 11, 7), 0) == date(2026, 11, 9)
    assert add_open_days(date(2026, 12, 28), 1) == date(2027, 1, 4)
    with pytest.raises(ValueError, match="forwards"):
        add_open_days(date(2026, 11, 2), -1)


def test_a_fiscal_year_begins_in_april():
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31), date(2027, 4, 1)]
    assert [fiscal_year(day) for day in days] == [2025, 2026, 2026, 2027]


def test_a_deadline_counts_from_the_next_day_or_from_the_day_itself_and_rolls_to_an_open_day():
    moved = date(2026, 11, 9)
    assert last_day(moved, 14, "exclude_first_day") == date(2026, 11, 24)  # 11-23 is a holiday
    assert last_day(moved, 14, "include_first_day") == date(2026, 11, 24)  # 11-22 is a Sunday
    assert last_day(date(2026, 11, 10), 14, "exclude_first_day") == date(2026, 11, 24)
    assert last_day(date(2026, 11, 10), 7, "include_first_day") == date(2026, 11, 16)
    assert last_day(date(2026, 12, 16), 14, "exclude_first_day") == date(2027, 1, 4)
    with pytest.raises(ValueError, match="count"):
        last_day(moved, 14, "backwards")
    with pytest.raises(ValueError, match="count"):
        last_day(moved, 0, "exclude_first_day")


@pytest.mark.parametrize(
    ("birth", "reached", "entry"),
    [
        (date(2019, 4, 1), date(2025, 3, 31), date(2025, 4, 1)),
        (date(2019, 4, 2), date(2025, 4, 1), date(2026, 4, 1)),
        (date(2020, 2, 29), date(2026, 2, 28), date(2026, 4, 1)),
        (date(2019, 12, 31), date(2025, 12, 30), date(2026, 4, 1)),
    ],
)
def test_a_child_of_1_april_enters_school_a_year_before_one_of_2_april(birth, reached, entry):
    assert (ages.reaches(birth, 6), ages.school_entry(birth)) == (reached, entry)


def test_school_years_change_in_april():
    birth = date(2019, 4, 2)
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31), date(2035, 3, 31), date(2035, 4, 1)]
    assert [ages.school_grade(birth, day) for day in days] == [0, 1, 1, 9, 0]


def test_an_age_changes_on_the_birthday():
    leap = date(2004, 2, 29)
    assert [ages.age_on(leap, day) for day in (date(2022, 2, 28), date(2022, 3, 1))] == [17, 18]
    assert ages.reaches(leap, 18) == date(2022, 2, 28)
    assert ages.reaches(leap, 20) == date(2024, 2, 28)
    with pytest.raises(ValueError, match="born"):
        ages.age_on(leap, date(2004, 2, 28))


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("moved in on 2026-11-09, 14 days", "last day 2026-11-24"),
        ("2026年11月9日に転入、14日以内", "last day 2026-11-24"),
        ("R8.11.9 転入 翌日から14日", "last day 2026-11-24"),
        ("born on 2026-11-01, 14 days", "last day 2026-11-16"),
        ("令和8年11月10日 死亡 7日", "last day 2026-11-16"),
        ("death on 2026-11-10, 7 days, counted from the next day", "last day 2026-11-17"),
        ("2 weeks from 2026-11-09", "last day 2026-11-24"),
        ("5 business days after 2026-11-02", "last day 2026-11-10"),
        (
            "filed on 2026-11-22 at 23:59:59 and 00:00",
            "arrived 2026-11-22 23:59:59, worked on from 2026-11-24"
            " / arrived 2026-11-23 00:00:00, worked on from 2026-11-24",
        ),
        ("paper received on 2026-12-29", "arrived 2026-12-29, worked on from 2027-01-04"),
    ],
)
def test_a_deadline_is_reckoned_from_a_sentence(text, stored):
    assert sentences.read_deadline(text).stored == stored


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("10 business days from 2026-11-02", "2026-11-17"),
        ("10 days from 2026-11-02", "2026-11-17"),
        ("令和8年11月2日から10営業日", "2026-11-17"),
        ("from 2026-11-07: 10 open days", "2026-11-24"),
        ("1 working day from 2026-12-28", "2027-01-04"),
        ("30 calendar days from 2026-11-02", "2026-12-02"),
    ],
)
def test_a_standard_period_counts_open_days(text, stored):
    assert sentences.read_standard_period(text).stored == stored


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("born 2019-04-01", "6 at the end of 2025-03-31, school from 2025-04-01"),
        ("平成31年4月2日生まれ", "6 at the end of 2025-04-01, school from 2026-04-01"),
        ("born 2004-02-29 on 2022-02-28", "age 17"),
        ("20歳", "20"),
        ("２０", "20"),
    ],
)
def test_an_age_is_reckoned_from_a_sentence(text, stored):
    assert sentences.read_age(text).stored == stored


@pytest.mark.parametrize(
    "read", [sentences.read_deadline, sentences.read_standard_period, sentences.read_age], ids=lambda r: r.__name__
)
@pytest.mark.parametrize("text", ["soon", "14 days", "999歳", "2026-13-01, 14 days"])
def test_a_sentence_without_what_it_needs_is_refused(read, text):
    with pytest.raises(ValueRefused):
        read(text)

"""Dates in eras and Western years: what is taken, what is asked about, how it is shown."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.errors import ValueRefused
from shared.language import clock, dates, eras
from shared.language.dates import read_birth_date, read_date, read_month, read_parts, show_date

TODAY = date(2026, 11, 22)


def refused(read, *arguments, **more):
    with pytest.raises(ValueRefused) as caught:
        read(*arguments, **more)
    return caught.value


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-22",
        "2026/11/22",
        "2026.11.22",
        "2026年11月22日",
        "西暦2026年11月22日",
        "20261122",
        "２０２６年１１月２２日",
        "２０２６－１１－２２",
        "2026 年 11 月 22 日",
        "二〇二六年十一月二十二日",
        "令和8年11月22日",
        "令和８年１１月２２日",
        "令和八年十一月二十二日",
        "㋿8年11月22日",
        "令和8年11月22日（日）",
        "2026年11月22日（日・祝）",
        "令和8年11月22日（2026年）",
        "令和8年（2026年）11月22日（日）",
        "2026年（令和8年）11月22日",
        "2026年11月22日日曜日",
        "22 November 2026",
        "22nd of Nov 2026",
        "Sunday, November 22, 2026",
        "22-Nov-2026",
        "22/11/2026",
    ],
)
def test_one_day_is_read_however_it_is_written(typed):
    reading = read_date(typed, today=TODAY)
    assert (reading.stored, reading.flags) == ("2026-11-22", ())


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("明治6年1月1日", "1873-01-01"),
        ("明治45年7月30日", "1912-07-30"),
        ("大正元年7月30日", "1912-07-30"),
        ("大正15年12月25日", "1926-12-25"),
        ("昭和元年12月25日", "1926-12-25"),
        ("昭和64年1月7日", "1989-01-07"),
        ("平成元年1月8日", "1989-01-08"),
        ("平成31年4月30日", "2019-04-30"),
        ("令和元年5月1日", "2019-05-01"),
        ("令和1年5月1日", "2019-05-01"),
        ("平成12年2月29日", "2000-02-29"),
    ],
)
def test_the_boundary_days_of_the_eras_are_right(typed, stored):
    reading = read_date(typed, today=TODAY)
    assert (reading.stored, reading.flags) == (stored, ())


@pytest.mark.parametrize(
    ("typed", "era", "suggested"),
    [
        ("令和元年4月30日", "令和", "平成31年"),
        ("平成元年1月7日", "平成", "昭和64年"),
        ("昭和元年12月24日", "昭和", "大正15年"),
        ("大正元年7月29日", "大正", "明治45年"),
    ],
)
def test_a_day_before_its_era_is_refused_with_the_year_that_may_be_meant(typed, era, suggested):
    error = refused(read_date, typed, today=TODAY)
    assert (error.code, error.params["era"], error.params["suggested"]) == ("before_era", era, suggested)


@pytest.mark.parametrize(
    ("typed", "stored", "flags"),
    [
        ("平成31年5月1日", "2019-05-01", ("after_era",)),
        ("平成35年3月31日", "2023-03-31", ("after_era",)),
        ("昭和64年1月8日", "1989-01-08", ("after_era",)),
        ("大正15年12月26日", "1926-12-26", ("after_era",)),
        ("R8.11.22", "2026-11-22", ("era_initial",)),
        ("r8/11/22", "2026-11-22", ("era_initial",)),
        ("Ｒ８．１１．２２", "2026-11-22", ("era_initial",)),
        ("R081122", "2026-11-22", ("era_initial",)),
        ("R元.5.1", "2019-05-01", ("era_initial",)),
        ("昭64.1.7", "1989-01-07", ("era_initial",)),
        ("H31.5.1", "2019-05-01", ("era_initial", "after_era")),
        ("8.11.22", "2026-11-22", ("era_missing",)),
        ("8年11月22日", "2026-11-22", ("era_missing",)),
        ("8/11/2026", "2026-08-11", ("day_month_order",)),
        ("2026年11月22日（月）", "2026-11-22", ("weekday_differs",)),
    ],
)
def test_a_date_that_is_not_quite_clear_is_converted_and_asked_about(typed, stored, flags):
    reading = read_date(typed, today=TODAY)
    assert (reading.stored, reading.flags) == (stored, flags)
    assert reading.suggestion == show_date(stored, "ja")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "blank"),
        ("あした", "date_unreadable"),
        ("11/22", "date_unreadable"),
        ("2026-11-22T00:00", "date_unreadable"),
        ("昭和22年3月31日頃", "date_unreadable"),
        ("2100-02-29", "no_such_day"),
        ("2026-13-01", "no_such_day"),
        ("令和8年11月31日", "no_such_day"),
        ("令和0年1月1日", "no_such_day"),
        ("令和9999年1月1日", "no_such_day"),
        ("50.4.1", "era_missing"),
        ("1.2.3", "era_missing"),  # before 令和 began
        ("2026", "date_incomplete"),
        ("令和8年11月", "date_incomplete"),
        ("令和8年（2025年）11月22日", "years_differ"),
        ("明治5年12月2日", "before_1873"),
        ("慶応3年10月15日", "before_1873"),
        ("1867-11-10", "before_1873"),
        ("2127-01-01", "date_too_far"),
        ("2026-11-22\x00", "control_character"),
    ],
)
def test_what_is_no_date_is_refused(typed, code):
    assert refused(read_date, typed, today=TODAY).code == code


def test_who_does_not_write_japanese_is_read_day_first():
    assert read_date("8/11/2026", "en", TODAY).stored == "2026-11-08"
    assert read_date("8/11/2026", "en", TODAY).suggestion == "8 November 2026"
    assert refused(read_date, "8.11.22", "en", TODAY).code == "year_four_digits"
    assert read_date("R8.11.22", "en", TODAY).stored == "2026-11-22"


def test_a_refusal_speaks_the_language_of_the_reader():
    error = refused(read_date, "令和元年4月30日", "en", TODAY)
    assert error.params == {"era": "Reiwa", "first": "1 May 2019", "suggested": "Heisei 31"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("昭和22年 月日不詳", "1947"),
        ("昭和22年（月日不詳）", "1947"),
        ("昭和22年", "1947"),
        ("1947", "1947"),
        ("1947-00-00", "1947"),
        ("1947-XX-XX", "1947"),
        ("1947年不詳月不詳日", "1947"),
        ("1947, month and day unknown", "1947"),
        ("昭和22年3月 日不詳", "1947-03"),
        ("昭和二十二年三月不明", "1947-03"),
        ("1947-03-00", "1947-03"),
        ("1947-03", "1947-03"),
        ("March 1947", "1947-03"),
    ],
)
def test_month_and_day_of_a_birth_may_be_unknown(typed, stored):
    reading = read_birth_date(typed, today=TODAY)
    assert (reading.stored, reading.flags) == (stored, ("date_partial",))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("慶応3年10月15日", "over_150_years"),
        ("明治8年1月1日", "over_150_years"),
        ("1875-12-31", "over_150_years"),
        ("2026-11-23", "date_future"),
        ("2027", "date_future"),
        ("2026-12", "date_future"),
    ],
)
def test_a_birth_is_neither_ahead_nor_more_than_150_years_ago(typed, code):
    assert refused(read_birth_date, typed, today=TODAY).code == code


def test_a_birth_today_and_one_150_years_ago_are_taken():
    assert read_birth_date("2026-11-22", today=TODAY).flags == ()
    assert read_birth_date("1876-01-01", today=TODAY).flags == ()


def test_a_month_is_read_and_shown():
    assert [read_month(t, today=TODAY).stored for t in ("令和8年11月", "2026-11", "2026/11", "Nov 2026")] == [
        "2026-11"
    ] * 4
    assert refused(read_month, "2026-11-22", today=TODAY).code == "month"
    assert dates.show_month("2026-11", "ja") == "令和8年11月（2026年）"
    assert dates.show_month("2026-11", "en") == "November 2026"


def test_a_date_is_read_from_separate_fields():
    assert read_parts("reiwa", "元", "５", "1").stored == "2019-05-01"
    assert read_parts("western", "2026", "11", "22").stored == "2026-11-22"
    assert read_parts("showa", "22", "", "", birth=True).stored == "1947"
    assert read_parts("showa", "二十二", "不詳", "不詳", birth=True).stored == "1947"
    assert refused(read_parts, "reiwa", "1", "4", "30").code == "before_era"
    assert refused(read_parts, "reiwa", "8", "", "22").code == "date_incomplete"
    assert refused(read_parts, "reiwa", "", "", "").code == "blank"
    assert refused(read_parts, "", "8", "11", "22").code == "era_missing"


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2026-11-22", ["令和8年11月22日（2026年）", "2026年11月22日（令和8年）", "22 November 2026"]),
        ("2019-05-01", ["令和元年5月1日（2019年）", "2019年5月1日（令和元年）", "1 May 2019"]),
        ("1912-07-30", ["大正元年7月30日（1912年）", "1912年7月30日（大正元年）", "30 July 1912"]),
        ("1872-12-31", ["1872年12月31日", "1872年12月31日", "31 December 1872"]),
        (
            "1947-03",
            [
                "昭和22年3月 日不詳（1947年）",
                "1947年3月（昭和22年） 日は わかりません",
                "March 1947 (day unknown)",
            ],
        ),
    ],
)
def test_a_date_is_shown_in_the_words_of_its_language(iso, shown):
    assert [show_date(iso, language) for language in ("ja", "easy", "en")] == shown
    assert show_date(iso, "ruby") == shown[0]


def test_a_year_of_two_eras_is_shown_with_both():
    assert show_date("1989", "ja") == "昭和64年・平成元年 月日不詳（1989年）"


def test_an_instant_is_shown_by_the_clocks_of_japan():
    instant = datetime(2026, 11, 21, 15, 0, 5, tzinfo=UTC)
    assert dates.show_instant(instant, "ja") == "令和8年（2026年）11月22日（日）00:00"
    assert dates.show_instant(instant, "ja", seconds=True) == "令和8年（2026年）11月22日（日）00:00:05"
    assert dates.show_instant(instant, "en") == "Sunday 22 November 2026, 00:00"


def test_what_is_shown_is_read_again_as_the_same_day():
    day = date(1873, 1, 1)
    while day < date(2030, 1, 1):
        iso = day.isoformat()
        shown = [read_date(show_date(iso, language), language, TODAY) for language in ("ja", "easy", "en")]
        assert [(reading.stored, reading.flags) for reading in shown] == [(iso, ())] * 3
        day += timedelta(days=97)


def test_every_day_since_1873_belongs_to_the_era_that_follows_the_other():
    ends = [era.last for era in eras.ERAS[1:]]
    starts = [era.first for era in eras.ERAS[:-1]]
    gaps = [(start - end).days for start, end in zip(starts, ends, strict=True) if end]
    assert gaps == [1, 1, 0, 0]


def test_today_is_the_day_in_japan():
    assert clock.in_japan(datetime(2026, 11, 21, 15, 0, tzinfo=UTC)).date() == date(2026, 11, 22)
    assert clock.today() == clock.in_japan(clock.now()).date()
    with pytest.raises(ValueError, match="time zone"):
        clock.in_japan(datetime(2026, 11, 22))  # noqa: DTZ001  # what must be refused

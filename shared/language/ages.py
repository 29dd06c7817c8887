"""Ages and school years (年齢計算ニ関スル法律; 学校教育法17条).

The day of birth counts as the first day, so a year of age is completed at the end of the day before the
birthday: a child of 1 April completes its sixth year on 31 March and enters school a year before a child of
2 April.
"""

from datetime import date, timedelta

_SCHOOL_AGE = 6
_LAST_GRADE = 9  # 中学校3年


def age_on(birth: date, day: date) -> int:
    """Age in years on a day, changing on the birthday; who is born on 29 February has it on 1 March in other
    years. Raises ValueError for a day before the birth.
    """
    if day < birth:
        raise ValueError("not born yet")
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def reaches(birth: date, age: int) -> date:
    """The day at whose end an age is reached (達する日): the day before the birthday."""
    year = birth.year + age
    try:
        birthday = birth.replace(year=year)
    except ValueError:  # 29 February in a year without one: reached at the end of 28 February
        birthday = date(year, 3, 1)
    return birthday - timedelta(days=1)


def school_entry(birth: date) -> date:
    """The first of April on which a child enters elementary school."""
    after = reaches(birth, _SCHOOL_AGE) + timedelta(days=1)
    return date(after.year if after <= date(after.year, 4, 1) else after.year + 1, 4, 1)


def school_grade(birth: date, day: date) -> int:
    """The school year a child is in: 1 to 6 elementary, 7 to 9 junior high school, 0 outside of them."""
    entry = school_entry(birth)
    grade = day.year - (day.month < 4) - entry.year + 1
    return grade if 1 <= grade <= _LAST_GRADE else 0

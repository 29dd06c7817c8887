"""A My Number that is written where words belong is always noticed (PR-2): nobody wants to keep one by chance."""

import random

import pytest

from shared.errors import ValueRefused
from shared.language.my_number import holds_my_number, read_my_number

from .samples import AT_HOME
from .test_kinds import question

FREE = ("text", "long_text", "address", "building", "bank_name", "bank_branch", "bank_kana", "staff", "name", "alias")
FREE += ("kana", "email")
ASKED_ABOUT = {"my_number_inside", "digits_in_name"}
WRITINGS = ("{0}", "{0:.4} {1} {2}", "{0:.4}-{1}-{2}", "松江市殿町1番地 {0}", "番号は{0:.4}－{1}－{2}です")
SEED = 27


def numbers(count: int) -> list[str]:
    """My Numbers that pass the check: of every eleven digits the one that fits."""
    chance, found = random.Random(SEED), []
    while len(found) < count:
        start = f"{chance.randrange(10**11):011d}"
        found += [start + last for last in "0123456789" if _is_one(start + last)]
    return found[:count]


def _is_one(digits: str) -> bool:
    try:
        return bool(read_my_number(digits))
    except ValueRefused:
        return False


def caught(kind: str, typed: str) -> bool:
    """Refused, or asked about before it is kept."""
    try:
        return bool(ASKED_ABOUT & set(question(kind).parse(typed, AT_HOME).flags))
    except ValueRefused:
        return True


@pytest.mark.requirement("PR-2")
@pytest.mark.parametrize("kind", FREE)
def test_of_a_thousand_my_numbers_in_words_each_is_caught(kind: str) -> None:
    written = [how.format(one, one[4:8], one[8:]) for one in numbers(1000) for how in WRITINGS]

    assert [typed for typed in written if not caught(kind, typed)] == []


@pytest.mark.requirement("PR-2")
def test_of_twelve_digits_by_chance_about_a_tenth_are_taken_for_one_and_no_other() -> None:
    """One of ten last digits fits any eleven (by construction): these go the way of 「これでよい」."""
    chance = random.Random(SEED)
    texts = [f"{chance.randrange(10**12):012d}" for _ in range(10_000)]

    assert 0.08 < sum(holds_my_number(text) for text in texts) / len(texts) < 0.12
    assert all(holds_my_number(text) == _is_one(text) for text in texts if text.strip("0"))

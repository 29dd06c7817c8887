import pytest

from shared.errors import CodeSlip
from shared.records.code import ALPHABET, check_character
from shared.records.reference import KIOSK, MAKERS, PORTAL, new_reference, show_reference, tidy_reference


def test_a_reference_begins_with_its_maker_and_has_nine_characters() -> None:
    assert [(new_reference(maker)[0], len(new_reference(maker))) for maker in MAKERS] == [
        (maker, 9) for maker in MAKERS
    ]
    assert (PORTAL, KIOSK) == ("A", "B")


@pytest.mark.parametrize("maker", ["", "7", "O", "a", "AB"])
def test_only_a_letter_of_the_alphabet_makes_references(maker: str) -> None:
    with pytest.raises(ValueError, match="maker"):
        new_reference(maker)


def test_a_reference_is_shown_in_threes_and_read_back() -> None:
    reference = new_reference("A")
    shown = show_reference(reference)
    assert [len(part) for part in shown.split(" ")] == [3, 3, 3]
    assert tidy_reference(shown.lower()) == reference


@pytest.mark.parametrize(("typed", "group"), [("A7K U", 2), ("A7K 2M", 2), ("", 1), ("ZZZ ZZZ ZZZ", 0)])
def test_a_slip_names_the_group_where_that_can_be_known(typed: str, group: int) -> None:
    with pytest.raises(CodeSlip) as refused:
        tidy_reference(typed)
    assert (refused.value.code, refused.value.params) == ("reference_slip", {"group": group, "groups": 3})


def _missed(reference: str) -> int:
    wrong = [
        reference[:place] + other + reference[place + 1 :]
        for place in range(9)
        for other in ALPHABET
        if other != reference[place]
    ]
    wrong += [
        reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
        for place in range(8)
        if reference[place] != reference[place + 1]
    ]
    return sum(check_character(text[:-1]) == text[-1] for text in wrong)


@pytest.mark.requirement("RC-5")
def test_every_error_of_two_hundred_references_is_caught() -> None:  # RC-5
    assert sum(_missed(new_reference("B")) for _ in range(200)) == 0


@pytest.mark.requirement("RC-5")
@pytest.mark.drill
def test_every_error_of_ten_thousand_references_is_caught() -> None:  # RC-5
    assert sum(_missed(new_reference("B")) for _ in range(10_000)) == 0

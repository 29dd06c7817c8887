import random

import pytest

from shared.errors import CodeSlip
from shared.records.code import ALPHABET, CODE_LENGTH, check_character, new_code, show_code, tidy_code

CODE = "7H3K9QWN2TCXM4R7"


def slip(text: str) -> dict[str, object]:
    with pytest.raises(CodeSlip) as refused:
        tidy_code(text)
    return refused.value.params


def passes(text: str) -> bool:
    return check_character(text[:-1]) == text[-1]


def errors_of(code: str) -> list[str]:
    """Every single substitution and every swap of unequal neighbours."""
    wrong = [
        code[:place] + other + code[place + 1 :]
        for place in range(len(code))
        for other in ALPHABET
        if other != code[place]
    ]
    swaps = [
        code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        for place in range(len(code) - 1)
        if code[place] != code[place + 1]
    ]
    return wrong + swaps


def test_a_code_has_sixteen_characters_without_look_alikes() -> None:
    codes = [new_code() for _ in range(500)]
    assert {len(code) for code in codes} == {16}
    assert set("".join(codes)) == set(ALPHABET)
    assert set(ALPHABET) & set("ILOU") == set()


@pytest.mark.requirement("R-06")
def test_ten_thousand_codes_are_all_different() -> None:
    assert len({new_code() for _ in range(10_000)}) == 10_000


@pytest.mark.requirement("R-06")
@pytest.mark.drill
def test_a_million_codes_are_all_different() -> None:
    assert len({new_code() for _ in range(1_000_000)}) == 1_000_000


def test_a_code_is_read_as_it_is_shown() -> None:
    assert show_code(CODE) == "7H3K-9QWN-2TCX-M4R7"
    assert tidy_code(show_code(CODE)) == CODE


@pytest.mark.parametrize(
    "typed",
    [
        "7h3k 9qwn 2tcx m4r7",
        " 7H3K9QWN2TCXM4R7\r\n",
        "７Ｈ３Ｋ－９ＱＷＮ－２ＴＣＸ－Ｍ４Ｒ７",
        "7H3Kー9QWNー2TCXーM4R7",
        "7H3K–9QWN—2TCX−M4R7",
        "7h3k-9qwn-2tcx-m4r7\u200b",
        "7 H 3 K 9 Q W N 2 T C X M 4 R 7",
    ],
)
def test_width_case_and_gaps_are_taken_silently(typed: str) -> None:
    assert tidy_code(typed) == CODE


def test_look_alikes_are_read_as_the_digit_they_look_like() -> None:
    with_zero_and_one = next(code for code in iter(new_code, "") if "0" in code and "1" in code)
    assert tidy_code(with_zero_and_one.replace("0", "o").replace("1", "l")) == with_zero_and_one
    assert tidy_code(with_zero_and_one.replace("0", "O").replace("1", "I")) == with_zero_and_one


@pytest.mark.parametrize("place", range(CODE_LENGTH))
def test_a_character_that_cannot_be_one_of_ours_names_its_group(place: int) -> None:
    assert slip(CODE[:place] + "U" + CODE[place + 1 :]) == {"group": place // 4 + 1, "groups": 4}


@pytest.mark.parametrize("length", range(CODE_LENGTH))
def test_missing_characters_name_the_first_group_that_is_not_full(length: int) -> None:
    assert slip(CODE[:length]) == {"group": length // 4 + 1, "groups": 4}


def test_the_check_character_does_not_pretend_to_know_where_the_slip_is() -> None:
    assert slip("8" + CODE[1:]) == {"group": 0, "groups": 4}
    assert slip(CODE + "7") == {"group": 0, "groups": 4}


@pytest.mark.requirement("RC-5")
def test_every_single_error_and_neighbour_swap_is_caught_at_every_place() -> None:  # RC-5
    """The check is linear over GF(32): what an error adds to a code passes only if it passes by itself.

    A substitution adds one character other than 0; a swap of two unequal neighbours adds the same one twice.
    """
    zeros = "0" * CODE_LENGTH
    added = [character for character in ALPHABET if character != "0"]
    substitutions = [zeros[:at] + c + zeros[at + 1 :] for at in range(CODE_LENGTH) for c in added]
    swaps = [zeros[:at] + c + c + zeros[at + 2 :] for at in range(CODE_LENGTH - 1) for c in added]
    assert (len(substitutions), len(swaps), passes(zeros)) == (16 * 31, 15 * 31, True)
    assert [word for word in substitutions + swaps if passes(word)] == []


@pytest.mark.requirement("RC-5")
def test_every_error_of_a_hundred_codes_is_caught() -> None:  # RC-5
    assert sum(passes(wrong) for _ in range(100) for wrong in errors_of(new_code())) == 0


@pytest.mark.requirement("RC-5")
@pytest.mark.drill
def test_every_error_of_ten_thousand_codes_is_caught() -> None:  # RC-5
    assert sum(passes(wrong) for _ in range(10_000) for wrong in errors_of(new_code())) == 0


def test_anything_that_is_no_code_is_a_slip_and_nothing_worse() -> None:
    chance = random.Random(1)
    for _ in range(2_000):
        text = "".join(
            chr(chance.choice((chance.randrange(0xD800), chance.randrange(128)))) for _ in range(chance.randrange(40))
        )
        assert set(slip(text)) == {"group", "groups"}

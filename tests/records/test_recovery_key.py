import random

import pytest

from shared.errors import CodeSlip
from shared.records.code import ALPHABET
from shared.records.hybrid_keys import PRIVATE_BYTES
from shared.records.recovery_key import new_secret, private_of

SECRET = "1000G40R40M30E20918F5GR38E1W8124GK2GAHCM5RR34D1P70X3RFXJY49B"


def slip(text: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(CodeSlip) as refused:
        private_of(text)
    return refused.value.code, refused.value.params


def test_a_secret_is_three_lines_of_twenty_characters_without_look_alikes() -> None:
    secrets = [new_secret() for _ in range(50)]
    assert ({len(secret) for secret in secrets}, len(set(secrets))) == ({60}, 50)
    assert set("".join(secrets)) == set(ALPHABET)


def test_the_same_paper_gives_the_same_key_for_ever() -> None:
    """Format 1. Sheets lie in safes for years."""
    assert (private_of(SECRET)[:16].hex(), len(private_of(SECRET))) == (
        "66c7b7449a1a8d946a1b1bdfadfd8527",
        PRIVATE_BYTES,
    )


def test_a_secret_is_read_as_it_is_printed() -> None:
    lines = [SECRET[at : at + 20] for at in (0, 20, 40)]
    printed = "\n".join(f"{' '.join(line[at : at + 4] for at in range(0, 20, 4))}" for line in lines)
    assert {private_of(text) for text in (printed, printed.lower(), SECRET, "-".join(lines))} == {private_of(SECRET)}


@pytest.mark.parametrize("place", range(60))
def test_a_wrong_character_names_its_line(place: int) -> None:
    other = ALPHABET[(ALPHABET.index(SECRET[place]) + 1) % 32]
    assert slip(SECRET[:place] + other + SECRET[place + 1 :]) == (
        "recovery_slip",
        {"group": place // 20 + 1, "groups": 3},
    )


def test_exchanged_lines_are_noticed() -> None:
    assert slip(SECRET[20:40] + SECRET[:20] + SECRET[40:]) == ("recovery_slip", {"group": 0, "groups": 3})


def test_too_much_and_too_little_are_slips() -> None:
    assert [slip(text)[1]["group"] for text in ("", SECRET[:30], SECRET[:-1], SECRET + "0")] == [1, 2, 3, 0]


def test_anything_else_is_a_slip_and_nothing_worse() -> None:
    chance = random.Random(5)
    for _ in range(2_000):
        length = chance.choice((0, 20, 59, 60, 61))
        assert slip("".join(chance.choices(ALPHABET + "IOU-あ", k=length)))[0] == "recovery_slip"

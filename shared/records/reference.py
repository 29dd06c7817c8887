"""受付番号: 9 characters that name a case and open nothing. Maker's letter, 7 random, 1 check.

The letter says who gave it (A portal, B kiosk, C… devices; F is kept for paper forms), so that no two doors
ever give the same one without asking each other. 35 random bits: unique within a city by chance and by the
letterbox's and the office's unique columns.
"""

from shared.records.code import ALPHABET, new_characters, tidy_characters

REFERENCE_LENGTH = 9
PORTAL, KIOSK = "A", "B"
FORM = "F"  # no door and no device: the id of a paper form that belongs to no case yet (form_token.py)
MAKERS = tuple(letter for letter in ALPHABET if letter.isalpha())
_GROUP = 3


def new_reference(maker: str) -> str:
    """9 characters. `maker` is one of MAKERS."""
    if maker not in MAKERS:
        raise ValueError("maker")
    return new_characters(maker, REFERENCE_LENGTH)


def tidy_reference(text: str) -> str:
    """The reference that was typed, read like a code. Raises CodeSlip("reference_slip", group, groups=3)."""
    return tidy_characters(text, REFERENCE_LENGTH, _GROUP, "reference_slip")


def show_reference(reference: str) -> str:
    """`A7K 2M9 QX4`."""
    return " ".join(reference[at : at + _GROUP] for at in range(0, len(reference), _GROUP))

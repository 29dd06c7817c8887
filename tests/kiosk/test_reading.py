"""What was scanned or typed, and what it is."""

import pytest

from kiosk.reading import guide_in, read
from shared.catalogue.kana_index import ROWS, by_kana
from shared.errors import CodeSlip
from shared.records.code import new_code, show_code
from shared.records.reference import new_reference, show_reference
from tests.kiosk.conftest import House


def test_a_code_is_read_typed_in_groups_small_full_width_or_as_an_address(house: House) -> None:
    code, public = new_code(), house.office.public
    wide = "".join(chr(ord(one) + 0xFEE0) for one in code)
    for text in (code, show_code(code), code.lower(), wide, f"https://example.jp/C/{code}", f"HTTPS://X/C/{code}"):
        found = read(text, public)
        assert (found.kind, found.text) == ("code", code)


def test_a_reference_is_read_as_it_is_spoken(house: House) -> None:
    reference = new_reference("B")
    found = read(show_reference(reference), house.office.public)
    assert (found.kind, found.text) == ("reference", reference)


def test_a_receipts_proof_says_its_reference_and_whether_it_is_genuine(house: House) -> None:
    filed = house.filed(applicant_birth="1949-12-31")
    assert filed.case.front is not None
    found = read(f"HTTP://LOCALHOST:8501/R/{filed.case.front.proof}", house.office.public)
    assert (found.kind, found.text, found.verdict) == ("proof", filed.case.reference, "office")
    forged = read("HTTP://LOCALHOST:8501/R/AAAA", house.office.public)
    assert (forged.text, forged.verdict) == ("", "forged")


def test_what_is_neither_is_a_slip(house: House) -> None:
    for text in ("", "A7K", "あいうえお", new_code()[:-1]):
        with pytest.raises(CodeSlip):
            read(text, house.office.public)


def test_every_procedure_stands_in_one_row_of_the_kana_index(house: House) -> None:
    catalogue = house.office.catalogue()
    listed = [procedure.id for row in ROWS for procedure in by_kana(catalogue, row)]
    assert sorted(listed) == sorted(procedure.id for procedure in catalogue.procedures)


# A scanner sends places of keys. Set to an American keyboard on a Japanese computer (and the other way round) the
# same places give other signs: letters and digits stay, and so does the slash.
AMERICAN_ON_JAPANESE = str.maketrans({":": "+", "+": "~", "=": "^", "_": "="})
JAPANESE_ON_AMERICAN = str.maketrans({":": "'", "+": ":", "=": "_", "^": "="})


def told_in_every_way(text: str) -> list[str]:
    """What a scanner may make of a QR's text."""
    wide = "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text)
    keyboards = [text.translate(AMERICAN_ON_JAPANESE), text.translate(JAPANESE_ON_AMERICAN)]
    return [text, text.lower(), text.swapcase(), wide, wide.lower(), f" {text}\r", *keyboards]


def test_a_scanner_set_to_another_keyboard_or_width_or_case_is_understood(house: House) -> None:
    code, public = new_code(), house.office.public
    for text in told_in_every_way(f"HTTPS://MADOGUCHI.EXAMPLE.LG.JP:8501/C/{code}"):
        found = read(text, public)
        assert (text, found.kind, found.text) == (text, "code", code)


def test_a_proof_is_understood_from_every_scanner_too(house: House) -> None:
    filed = house.filed(applicant_birth="1951-03-03")
    assert filed.case.front is not None
    for text in told_in_every_way(f"HTTPS://X.LG.JP/R/{filed.case.front.proof}"):
        found = read(text, house.office.public)
        assert (text, found.kind, found.text) == (text, "proof", filed.case.reference)


def test_the_sheet_of_a_guide_is_read_by_its_choices_and_nothing_else_is() -> None:
    assert guide_in("HTTP://LOCALHOST:8501/G/TENNYU/1AB2C") == "TENNYU/1AB2C"
    assert guide_in("http://x.example/g/shushoku-taishoku") == "SHUSHOKU-TAISHOKU"
    for text in ("", "/G/", "HTTP://X/R/AB", "HTTP://X/G/TENNYU/1A?B=C", "HTTP://X/G/..//X", "/G/A/1\u3042"):
        assert guide_in(text) == ""

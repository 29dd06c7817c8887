import dataclasses

import pytest
from sample_records import Installation, a_body, a_head

from shared.errors import CannotUnseal, KeyMissing, SettingsError
from shared.records import keyring
from shared.records.number_zone import key_of, open_number
from shared.records.sealing import PublicKeys, seal_envelope, seal_number

VALUES = {"applicant_number": "123456789018"}
REFERENCE = "A7K2M9QX4"


@pytest.fixture(scope="module")
def public(city: Installation) -> PublicKeys:
    return keyring.load_front_keys(city.front).public


def test_numbers_open_with_the_number_key(city: Installation, public: PublicKeys) -> None:
    box = seal_number(VALUES, public, REFERENCE)
    assert (key_of(box), open_number(box, REFERENCE, keyring.load_number_keys(city.number))) == (
        "number-1",
        VALUES,
    )


def test_no_key_of_the_office_opens_numbers(city: Installation, public: PublicKeys) -> None:
    box = seal_number(VALUES, public, REFERENCE)
    with pytest.raises(KeyMissing) as refused:
        open_number(box, REFERENCE, keyring.load_opening_keys(city.office))
    assert refused.value.params == {"key_id": "number-1"}
    with pytest.raises(CannotUnseal):
        open_number(box, REFERENCE, {"number-1": keyring.load_opening_keys(city.office)["office-1"]})


@pytest.mark.requirement("CR-2")
def test_a_box_moved_to_another_case_does_not_open(city: Installation, public: PublicKeys) -> None:  # CR-2
    box = seal_number(VALUES, public, REFERENCE)
    with pytest.raises(CannotUnseal):
        open_number(box, "A00000000", keyring.load_number_keys(city.number))


def test_neither_the_box_nor_the_opened_body_shows_the_number(public: PublicKeys) -> None:
    body = a_body(number_box=seal_number(VALUES, public, REFERENCE))
    sealed = seal_envelope(a_head(), body, public).to_bytes()
    assert [b"123456789018" in data for data in (body.number_box, body.to_json(), sealed) if data] == [
        False,
        False,
        False,
    ]


def test_a_city_without_a_number_zone_takes_no_numbers(public: PublicKeys) -> None:
    with pytest.raises(SettingsError) as refused:
        seal_number(VALUES, dataclasses.replace(public, number={}), REFERENCE)
    assert refused.value.code == "number_key_missing"


@pytest.mark.parametrize("box", [b"", b"\x01", b"\x02\x01a", b"\x01\x01\xff"])
def test_what_is_no_box_is_refused(box: bytes) -> None:
    with pytest.raises(CannotUnseal) as refused:
        open_number(box, REFERENCE, {})
    assert refused.value.code == "box_version"

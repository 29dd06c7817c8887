"""Which devices are kiosks: enrolled by a code that is good once, known by a secret, sent away again (KI-4)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.casework import devices
from shared.casework.devices import Rule
from shared.errors import CaseError, CodeSlip, SettingsError, SignInRefused, ValueRefused
from shared.records.code import show_code
from shared.settings import Devices, Settings, read_settings

from .town import Clock, Town, rows_of

NAME = "市民課1番"


def enrolled(town: Town, name: str = NAME) -> str:
    return devices.enrol(town.office, devices.offer(town.office, name, "operator"))


def rows(town: Town) -> list[tuple[object, ...]]:
    """What the trail says of devices."""
    found = rows_of(
        town.office.store.engine,
        "SELECT actor, action, reference FROM trail WHERE action LIKE 'device%' ORDER BY seq",
    )
    return [tuple(row) for row in found]


@pytest.mark.requirement("KI-4")
def test_a_code_enrols_one_device_once(town: Town) -> None:
    code = devices.offer(town.office, NAME, "operator")
    secret = devices.enrol(town.office, f" {show_code(code).lower()} ")
    assert devices.known(town.office, secret) == NAME
    with pytest.raises(SignInRefused) as refused:
        devices.enrol(town.office, code)
    assert refused.value.code == "device_code_refused"
    assert [devices.known(town.office, other) for other in ("", "x", code)] == [None, None, None]


@pytest.mark.requirement("KI-4")
def test_of_many_who_type_the_same_code_at_once_one_is_enrolled(any_town: Town) -> None:
    code = devices.offer(any_town.office, NAME, "operator")

    def one(_: int) -> str | None:
        try:
            return devices.enrol(any_town.office, code)
        except SignInRefused:
            return None

    with ThreadPoolExecutor(8) as people:
        secrets = [secret for secret in people.map(one, range(8)) if secret]
    assert [devices.known(any_town.office, secret) for secret in secrets] == [NAME]


@pytest.mark.requirement("KI-4")
def test_a_code_is_good_for_ten_minutes(town: Town, clock: Clock) -> None:
    code = devices.offer(town.office, NAME, "operator")
    clock.pass_by(minutes=10)
    with pytest.raises(SignInRefused):
        devices.enrol(town.office, code)


def test_a_later_code_takes_the_place_of_one_that_was_not_used(town: Town) -> None:
    first, second = (devices.offer(town.office, NAME, "operator") for _ in range(2))
    with pytest.raises(SignInRefused):
        devices.enrol(town.office, first)
    assert devices.known(town.office, devices.enrol(town.office, second)) == NAME


def test_a_slip_is_said_and_is_no_try(town: Town) -> None:
    code = devices.offer(town.office, NAME, "operator")
    with pytest.raises(CodeSlip):
        devices.enrol(town.office, code[:-1])
    assert [row[1] for row in rows(town)] == ["device_code"]


@pytest.mark.requirement("KI-4")
def test_a_revoked_device_is_none_until_it_is_enrolled_anew(town: Town) -> None:
    secret = enrolled(town)
    devices.revoke(town.office, NAME, "operator")
    assert devices.known(town.office, secret) is None
    with pytest.raises(CaseError):
        devices.revoke(town.office, NAME, "operator")
    again = enrolled(town)
    assert (devices.known(town.office, secret), devices.known(town.office, again)) == (None, NAME)


def test_revoking_takes_back_a_code_that_waits(town: Town) -> None:
    code = devices.offer(town.office, NAME, "operator")
    devices.revoke(town.office, NAME, "operator")
    with pytest.raises(SignInRefused):
        devices.enrol(town.office, code)


def test_two_devices_have_secrets_of_their_own(town: Town) -> None:
    first, second = enrolled(town), enrolled(town, "記載台・2")
    devices.revoke(town.office, NAME, "operator")
    assert (devices.known(town.office, first), devices.known(town.office, second)) == (None, "記載台・2")


def test_an_enrolled_device_is_not_replaced_by_chance(town: Town) -> None:
    secret = enrolled(town)
    with pytest.raises(CaseError) as refused:
        devices.offer(town.office, NAME, "operator")
    assert (refused.value.code, devices.known(town.office, secret)) == ("device_exists", NAME)


@pytest.mark.parametrize("name", ["", " ", "a b", "x" * 21, "-1", "窓口\n", "<b>", "窓口/1"])
def test_names_that_no_label_would_bear_are_refused(town: Town, name: str) -> None:
    with pytest.raises(ValueRefused):
        devices.offer(town.office, name, "operator")


@pytest.mark.requirement("KI-4")
def test_the_table_opens_nothing_for_who_reads_it(town: Town) -> None:
    code = devices.offer(town.office, "記載台", "operator")
    secret = enrolled(town)
    kept = repr([tuple(row) for row in rows_of(town.office.store.engine, "SELECT * FROM device")])
    assert [word for word in (code, secret) if word in kept] == []


def test_the_day_of_the_last_use_is_kept_and_no_hour(town: Town, clock: Clock) -> None:
    secret = enrolled(town)
    first = devices.listed(town.office)[0].seen_on
    clock.pass_by(days=2)
    devices.known(town.office, secret)
    seen = devices.listed(town.office)[0].seen_on
    assert first is not None
    assert seen == first + timedelta(days=2)


@pytest.mark.requirement("KI-4")
def test_enrolling_refusing_and_revoking_are_rows_of_the_trail(town: Town) -> None:
    code = devices.offer(town.office, NAME, "operator")
    devices.enrol(town.office, code)
    with pytest.raises(SignInRefused):
        devices.enrol(town.office, code)
    devices.revoke(town.office, NAME, "operator")
    about = f"device {NAME}"
    assert rows(town) == [
        ("operator", "device_code", about),
        ("unknown", "device_enrolled", about),
        ("unknown", "device_refused", ""),
        ("operator", "device_revoked", about),
    ]


@pytest.mark.parametrize(
    ("word", "address", "origins", "expected"),
    [
        ("", "127.0.0.1", (), "any"),
        ("", "::1", ("http://localhost:9000", "http://127.0.0.1:1", "http://[::1]:2"), "any"),
        ("", "0.0.0.0", (), "enrolled"),
        ("", "", (), "enrolled"),
        ("", "192.0.2.7", (), "enrolled"),
        ("", "127.0.0.1", ("https://madoguchi.example.lg.jp",), "enrolled"),
        ("", "127.0.0.1", ("http://localhost.example.com",), "enrolled"),
        ("enrolled", "127.0.0.1", (), "enrolled"),
        ("any", "127.0.0.1", (), "any"),
        ("any", "0.0.0.0", (), "any_network"),
    ],
)
@pytest.mark.requirement("KI-4")
def test_a_kiosk_that_is_open_to_a_network_asks_unless_told_otherwise(
    town: Town, word: Devices, address: str, origins: tuple[str, ...], expected: Rule
) -> None:
    assert devices.rule(replace(town.office.settings, devices=word), address, origins) == expected


def test_practice_asks_nobody(town: Town) -> None:
    practice: Settings = replace(town.office.settings, practice=True, devices="enrolled")
    assert devices.rule(practice, "0.0.0.0", ()) == "any"


def test_a_word_that_is_none_stops_the_start() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({"MADOGUCHI_DEVICES": "no"})
    assert refused.value.code == "devices_word"

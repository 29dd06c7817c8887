"""暗証番号: a few digits take the cover off a living session of the same person, and do nothing else (KI-1)."""

import threading

import pytest

from shared.casework import cover_pins, parking, staff
from shared.casework.authority import Actor, Role
from shared.casework.cover_pins import TRIES
from shared.errors import CaseError, SignInRefused, ValueRefused

from .town import Clock, Town, rows_of

PASSWORD, PIN, WRONG = "hamanasu-no-michi", "4071", "5182"


@pytest.fixture
def seat(town: Town) -> tuple[str, Actor]:
    """The token of `mado`, who has a PIN."""
    first = staff.add(town.office, "mado", "見本 みどり", (Role.COUNTER,), ("shiminka",))
    token = staff.change_password(town.office, staff.sign_in(town.office, "mado", first).token, first, PASSWORD)
    cover_pins.set_pin(town.office, token, PASSWORD, PIN)
    actor = staff.actor_of(town.office, token)
    assert actor is not None
    return token, actor


def refused(town: Town, seat: tuple[str, Actor], typed: str) -> tuple[str, dict[str, object]]:
    with pytest.raises(SignInRefused) as refusal:
        parking.uncover(town.office, *seat, typed)
    return refusal.value.code, refusal.value.params


def covered(town: Town, seat: tuple[str, Actor]) -> bool:
    return parking.is_covered(town.office, seat[0])


def office_chain(town: Town) -> list[str]:
    found = rows_of(town.office.store.engine, "SELECT action FROM trail WHERE section = 'office' ORDER BY seq")
    return [str(row[0]) for row in found]


@pytest.mark.requirement("KI-1")
@pytest.mark.parametrize("typed", [PIN, "４０７１", " 4071 ", PASSWORD])
def test_the_pin_or_the_password_takes_the_cover_off(town: Town, seat: tuple[str, Actor], typed: str) -> None:
    parking.cover(town.office, seat[0])
    parking.uncover(town.office, *seat, typed)
    assert not covered(town, seat)


@pytest.mark.requirement("KI-1")
def test_after_three_wrong_pins_the_password_is_needed_and_counts_anew(town: Town, seat: tuple[str, Actor]) -> None:
    parking.cover(town.office, seat[0])
    answers = [refused(town, seat, WRONG) for _ in range(TRIES)] + [refused(town, seat, PIN)]
    assert answers == [
        ("pin_wrong", {"left": 2}),
        ("pin_wrong", {"left": 1}),
        ("pin_locked", {}),
        ("pin_locked", {}),
    ]
    assert covered(town, seat)
    parking.uncover(town.office, *seat, PASSWORD)
    parking.cover(town.office, seat[0])
    assert refused(town, seat, WRONG) == ("pin_wrong", {"left": 2})
    parking.uncover(town.office, *seat, PIN)
    assert not covered(town, seat)


def test_wrong_pins_are_counted_over_all_screens_of_a_person(town: Town, seat: tuple[str, Actor]) -> None:
    other = staff.sign_in(town.office, "mado", PASSWORD).token
    for token in (seat[0], other):
        parking.cover(town.office, token)
    codes = [refused(town, (token, seat[1]), WRONG)[0] for token in (seat[0], other, other, seat[0])]
    assert codes == ["pin_wrong", "pin_wrong", "pin_locked", "pin_locked"]


def test_many_wrong_pins_at_once_are_no_more_tries(town: Town, seat: tuple[str, Actor]) -> None:
    parking.cover(town.office, seat[0])
    threads = [threading.Thread(target=refused, args=(town, seat, f"50{n}6")) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (cover_pins.standing(town.office, "mado"), covered(town, seat)) == ("locked", True)


@pytest.mark.requirement("KI-1")
def test_the_pin_opens_no_session_that_has_ended_nor_anybody_elses(town: Town, seat: tuple[str, Actor]) -> None:
    other = staff.add(town.office, "other", "別の 人", (Role.COUNTER,), ("shiminka",))
    theirs = staff.sign_in(town.office, "other", other).token
    parking.cover(town.office, theirs)
    assert refused(town, (theirs, seat[1]), PIN)[0] == "sign_in_refused"
    parking.cover(town.office, seat[0])
    staff.sign_out(town.office, seat[0])
    assert refused(town, seat, PIN)[0] == "sign_in_refused"
    assert (covered(town, seat), parking.is_covered(town.office, theirs)) == (True, True)
    with pytest.raises(SignInRefused):
        staff.sign_in(town.office, "mado", PIN)


def test_a_session_that_idled_out_is_not_opened_by_the_pin(town: Town, seat: tuple[str, Actor], clock: Clock) -> None:
    parking.cover(town.office, seat[0])
    clock.pass_by(seconds=staff.IDLE.total_seconds() + 1)
    assert refused(town, seat, PIN)[0] == "sign_in_refused"


@pytest.mark.parametrize("pin", ["1234", "0000", "9876", "8901", "1212", "123123", "2580", "1983", "2026", "0852"])
def test_what_a_stranger_tries_first_is_refused(town: Town, seat: tuple[str, Actor], pin: str) -> None:
    with pytest.raises(ValueRefused) as refusal:
        cover_pins.set_pin(town.office, seat[0], PASSWORD, pin)
    assert refusal.value.code == "pin_easy"
    parking.uncover(town.office, *seat, PIN)  # the one of before is there


@pytest.mark.parametrize("pin", ["", "407", "4071983", "40a1", "四〇七一"])
def test_a_pin_is_four_to_six_digits(town: Town, seat: tuple[str, Actor], pin: str) -> None:
    with pytest.raises(ValueRefused) as refusal:
        cover_pins.set_pin(town.office, seat[0], PASSWORD, pin)
    assert refusal.value.code == "pin_digits"


def test_a_pin_is_set_with_the_password_of_the_living_session_only(town: Town, seat: tuple[str, Actor]) -> None:
    for token, password in ((seat[0], "not-the-password"), ("no-session", PASSWORD)):
        with pytest.raises(SignInRefused):
            cover_pins.set_pin(town.office, token, password, "6482")
    first = staff.add(town.office, "new")
    with pytest.raises(SignInRefused) as refusal:
        cover_pins.set_pin(town.office, staff.sign_in(town.office, "new", first).token, first, "6482")
    assert (refusal.value.code, cover_pins.standing(town.office, "new")) == ("password_one_time", "none")


def test_a_pin_is_not_in_the_store_and_every_deed_with_it_is_in_the_trail(town: Town, seat: tuple[str, Actor]) -> None:
    parking.cover(town.office, seat[0])
    refused(town, seat, WRONG)
    parking.uncover(town.office, *seat, PIN)
    cover_pins.clear(town.office, "mado")
    cover_pins.clear(town.office, "mado")  # nothing to clear, nothing to note
    assert office_chain(town)[-4:] == ["cover_pin_set", "cover_pin_refused", "cover_pin_used", "cover_pin_cleared"]
    assert cover_pins.standing(town.office, "mado") == "none"
    with pytest.raises(CaseError):
        cover_pins.clear(town.office, "nobody")


def test_what_is_kept_of_a_pin_is_not_its_own_hash(town: Town, seat: tuple[str, Actor]) -> None:
    kept = str(rows_of(town.office.store.engine, "SELECT pin FROM cover_pin")[0][0])
    assert kept.startswith("$argon2id$")
    assert not staff.verified(kept, PIN)  # the vault's key is needed to try one


def test_a_disabled_account_has_no_pin(town: Town, seat: tuple[str, Actor]) -> None:
    staff.disable(town.office, "mado")
    assert cover_pins.standing(town.office, "mado") == "none"

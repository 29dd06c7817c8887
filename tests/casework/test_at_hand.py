"""Who sits at the counter while the office's store is away, what is in their hand, and what the store learns later."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from shared.casework import counter, devices, parking, printouts, staff
from shared.casework.counter import Clerk
from shared.casework.parking import Held
from shared.errors import StoreUnavailable
from tests.printing.roll_printer import RollPrinter

from .outages import FragileTown
from .town import Town, rows_of, settings_in
from .visitors import filled

PASSWORD = "himitsu-no-mado"


@pytest.fixture
def roll() -> Iterator[RollPrinter]:
    machine = RollPrinter()
    yield machine
    machine.stop()


def signed_in(fragile: FragileTown) -> tuple[Clerk, str]:
    """Somebody at the counter with a password of their own, known to this process."""
    office = fragile.town.office
    first = staff.add(office, "suzuki", "鈴木 みどり")
    token = staff.change_password(office, staff.sign_in(office, "suzuki", first).token, first, PASSWORD)
    actor = staff.actor_of(office, token)
    assert actor is not None
    return Clerk(office, actor), token


def hand(clerk: Clerk) -> list[str]:
    return [one.reference for one in parking.held(clerk)]


def test_who_sits_here_goes_on_and_nobody_else_comes_in(fragile: FragileTown) -> None:
    clerk, token = signed_in(fragile)
    office = fragile.town.office
    with fragile.away(("store",)):
        assert (staff.actor_of(office, token), staff.must_change(office, token)) == (clerk.actor, False)
        assert office.at_hand.store_away
        with pytest.raises(StoreUnavailable):
            staff.actor_of(office, "invented")
        with pytest.raises(StoreUnavailable):
            staff.sign_in(office, "suzuki", PASSWORD)
    assert (staff.actor_of(office, token), office.at_hand.store_away) == (clerk.actor, False)


def test_an_enrolled_device_stays_one_for_two_hours_and_nothing_else_becomes_one(fragile: FragileTown) -> None:
    office = fragile.town.office
    secret = devices.enrol(office, devices.offer(office, "1番", "operator"))
    assert devices.known(office, secret) == "1番"
    with fragile.away(("store",)):
        fragile.clock.pass_by(minutes=119)
        assert devices.known(office, secret) == "1番"
        with pytest.raises(StoreUnavailable):
            devices.known(office, "invented")
        fragile.clock.pass_by(minutes=2)
        with pytest.raises(StoreUnavailable):
            devices.known(office, secret)
    devices.revoke(office, "1番", "operator")
    assert devices.known(office, secret) is None
    with fragile.away(("store",)), pytest.raises(StoreUnavailable):
        devices.known(office, secret)


def test_after_15_minutes_without_a_word_or_two_hours_nobody_sits_here(fragile: FragileTown) -> None:
    _, token = signed_in(fragile)
    office = fragile.town.office
    with fragile.away(("store",)):
        for _ in range(8):
            fragile.clock.pass_by(minutes=14)
            assert staff.actor_of(office, token) is not None
        fragile.clock.pass_by(minutes=14)  # more than two hours
        with pytest.raises(StoreUnavailable):
            staff.actor_of(office, token)


def test_a_session_that_was_still_for_15_minutes_is_over(fragile: FragileTown) -> None:
    _, token = signed_in(fragile)
    with fragile.away(("store",)):
        fragile.clock.pass_by(minutes=16)
        with pytest.raises(StoreUnavailable):
            staff.actor_of(fragile.town.office, token)


def test_who_signs_out_meanwhile_is_out(fragile: FragileTown) -> None:
    _, token = signed_in(fragile)
    office = fragile.town.office
    with fragile.away(("store",)):
        with pytest.raises(StoreUnavailable):
            staff.sign_out(office, token)
        with pytest.raises(StoreUnavailable):
            staff.actor_of(office, token)


def test_what_is_put_aside_and_given_back_meanwhile_is_so_in_the_store_later(fragile: FragileTown) -> None:
    clerk, _ = signed_in(fragile)
    before, during = filled(clerk), filled(clerk)
    parking.hold(clerk, before)
    assert hand(clerk) == [before.reference]
    with fragile.away(("store",)):
        parking.hold(clerk, during, {"q": "typed and not saved"})
        parking.give_back(clerk, before.reference)
        (seen,) = parking.held(clerk)
        assert (seen.reference, seen.typed) == (during.reference, {"q": "typed and not saved"})
        assert parking.case_of(clerk, seen).answers == during.answers
    parking.held(clerk)
    town = fragile.start_anew()
    (kept,) = parking.held(Clerk(town.office, clerk.actor))
    assert isinstance(kept, Held)
    assert (kept.reference, kept.typed) == (seen.reference, seen.typed)


def test_a_screen_that_is_covered_meanwhile_is_covered_in_the_store_later(fragile: FragileTown) -> None:
    _, token = signed_in(fragile)
    office = fragile.town.office
    with fragile.away(("store",)):
        parking.cover(office, token)
        assert parking.is_covered(office, token)
    assert parking.is_covered(office, token)
    assert parking.is_covered(fragile.start_anew().office, token)


def test_a_covered_screen_stays_covered_without_the_store(fragile: FragileTown) -> None:
    clerk, token = signed_in(fragile)
    office = fragile.town.office
    parking.cover(office, token)
    assert parking.is_covered(office, token)
    with fragile.away(("store",)):
        with pytest.raises(StoreUnavailable):
            parking.uncover(office, token, clerk.actor, PASSWORD)
        assert parking.is_covered(office, token)


def test_a_receipt_that_is_printed_meanwhile_is_a_row_of_the_trail_once(
    fragile: FragileTown, roll: RollPrinter
) -> None:
    settings = fragile.town.settings
    machine = settings_in(settings.office_var.parent, MADOGUCHI_PRINTERS=f"窓口1=escpos://127.0.0.1:{roll.port}")
    fragile.start_anew()
    fragile.town = Town(replace(settings, printers=machine.printers))
    clerk, _ = signed_in(fragile)
    case = filled(clerk)
    parking.hold(clerk, case)
    assert hand(clerk) == [case.reference]
    with fragile.away(("store",)):
        sent = counter.file(clerk, case).case
        printed = printouts.print_receipt(clerk, sent.reference)
        assert (printed.outcome, len(roll.sheets)) == ("printed", 1)
    town = fragile.start_anew()
    town.receive()
    town.receive()
    deeds = rows_of(
        town.office.store.engine,
        "SELECT actor, action FROM trail WHERE reference = :reference ORDER BY action",
        reference=sent.reference,
    )
    assert deeds == [("suzuki", "file"), ("suzuki", "print_asked"), ("suzuki", "receipt_printed")]

"""What goes to the letterbox goes in order and until it is there; the mirror never goes back."""

from dataclasses import replace
from datetime import date

import pytest
from office_samples import Office, folder_row, one_card
from sqlalchemy import Engine

from shared.records.store import outgoing
from shared.records.store.outgoing import Dropped


@pytest.fixture
def office(office_engine: Engine) -> Office:
    return Office(office_engine)


def test_letters_go_in_order_and_stay_until_they_are_done(office: Office) -> None:
    row = folder_row(draft=b"draft", inside=None)
    letters = [row, one_card(row.locator), Dropped(b"l" * 16), one_card(row.locator, 2)]
    office.store.run(outgoing.put_letters, letters)
    taken = office.store.read(outgoing.take_letters, 3)
    assert [out.letter for out in taken] == letters[:3]
    office.store.run(outgoing.letters_tried, [taken[0].id])
    assert [out.tries for out in office.store.read(outgoing.take_letters, 2)] == [1, 0]
    office.store.run(outgoing.letters_done, [out.id for out in taken])
    assert [out.letter for out in office.store.read(outgoing.take_letters, 3)] == letters[3:]


def test_the_mirror_keeps_the_latest(office: Office) -> None:
    row = folder_row(revision=5)
    for revision, front in ((5, b"five"), (7, b"seven"), (6, b"six")):
        office.store.run(outgoing.mirror, replace(row, revision=revision, front=front))
    kept = office.store.read(outgoing.mirrored_folder, row.locator)
    assert kept == replace(row, revision=7, front=b"seven")


def test_the_mirror_knows_the_cards(office: Office) -> None:
    row = folder_row()
    for seq in (1, 2, 2, 3):
        office.store.run(outgoing.mirror, one_card(row.locator, seq))
    assert [card.seq for card in office.store.read(outgoing.mirrored_cards, row.locator, 1)] == [2, 3]
    assert office.store.read(outgoing.last_card_seq, row.locator) == 3
    assert office.store.read(outgoing.last_card_seq, b"other") == 0


def test_nothing_stays_in_the_mirror_of_a_code_that_was_replaced(office: Office) -> None:
    row = folder_row()
    office.store.run(outgoing.put_letters, [row, one_card(row.locator)])
    office.store.run(outgoing.put_letters, [Dropped(row.locator)])
    assert (office.rows("mirror_folder"), office.rows("mirror_card")) == (0, 0)


def test_the_mirror_forgets_by_date(office: Office) -> None:
    old, young = folder_row(expires_on=date(2026, 11, 21)), folder_row(expires_on=date(2026, 11, 22))
    for row in (old, young):
        office.store.run(outgoing.mirror, row)
        office.store.run(outgoing.mirror, replace(one_card(row.locator), expires_on=row.expires_on))
    assert office.store.run(outgoing.purge_mirror, date(2026, 11, 22)) == 1
    assert (office.rows("mirror_folder"), office.rows("mirror_card")) == (1, 1)


def test_a_folder_stays_in_the_mirror_as_long_as_its_newest_card_says(office: Office) -> None:
    row = folder_row(expires_on=date(2026, 11, 21))
    office.store.run(outgoing.put_letters, [row, one_card(row.locator)])
    assert office.store.run(outgoing.purge_mirror, date(2027, 12, 31)) == 0
    assert office.store.read(outgoing.mirrored_folder, row.locator) == replace(row, expires_on=date(2027, 12, 31))

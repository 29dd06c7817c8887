"""Filing: every envelope that opens becomes a record, its doubts become flags, and none keeps the others waiting."""

import logging
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from shared.casework import cases, filing, receiving, sending
from shared.casework.arrival import Arrival
from shared.casework.installation import prepare
from shared.casework.office import open_office
from shared.casework.persons import fact_of
from shared.casework.receiving import ALARM_AFTER, alarming
from shared.casework.sides import open_front
from shared.catalogue.procedure import asked_hash
from shared.errors import StoreUnavailable
from shared.records.envelope import AskedProcedure, Body, Head, Kind, StaffPart, new_envelope_id
from shared.records.person import ActedBy, Role
from shared.records.sealing import seal_envelope
from shared.records.status import Action, Status
from shared.records.store import upkeep
from shared.records.submission import FeeState
from tests import shipped_catalogue

from .arrivals import attention, sent_with
from .town import Clock, Town, rows_of, settings_in, store_away

# Doubts ------------------------------------------------------------------------------------------------------------


def test_a_case_without_any_doubt_has_no_flag(town: Town) -> None:
    sent = town.apply()
    town.receive()
    record = town.record(sent.reference)
    assert (record.attention, record.status, record.section) == ((), Status.RECEIVED, "shiminka")


def test_wrong_answers_are_filed_and_flagged_for_the_citizen_holds_a_receipt(town: Town) -> None:
    reference = sent_with(town, lambda body: replace(body, answers={**body.answers, "copies": "many"}))
    town.receive()
    assert attention(town, reference) == ("answers_wrong",)


def test_a_clock_that_is_five_minutes_wrong_is_flagged(town: Town) -> None:
    early = sent_with(town, lambda body: replace(body, submitted_at=body.submitted_at - timedelta(minutes=6)))
    town.receive()
    assert attention(town, early) == ("clock_differs",)


def test_another_text_of_a_procedure_than_the_office_knows_is_flagged(town: Town) -> None:
    def shorter(body: Body) -> Body:
        asked = {**body.procedure.asked, "retention_years": 1}
        return replace(body, procedure=AskedProcedure(body.procedure.id, asked_hash(asked), asked))

    def unlike_its_digest(body: Body) -> Body:
        return replace(body, procedure=replace(body.procedure, hash=bytes(32)))

    references = [sent_with(town, change) for change in (shorter, unlike_its_digest)]
    town.receive()
    found = [set(attention(town, reference)) - {"duplicate"} for reference in references]
    assert found == [{"procedure_unknown"}, {"procedure_differs"}]


def test_a_case_begun_before_the_catalogue_changed_is_not_flagged(town: Town, tmp_path: Path, clock: Clock) -> None:
    town.receive()  # the office remembers how everything is asked today
    draft = town.drafted()
    changed = shipped_catalogue.changed(tmp_path, "retention_years: 3", "retention_years: 4", everywhere=True)
    sent = sending.submit(town.home, draft)
    later = open_office(replace(town.settings, catalogue=changed))
    clock.pass_by(days=3)
    receiving.receive(later, town.opening_keys)
    assert attention(town, sent.reference) == ()


def test_a_section_that_was_dissolved_hands_over_to_the_one_that_has_the_procedure_today(town: Town) -> None:
    def moved(body: Body) -> Body:
        return replace(body, procedure=replace(body.procedure, asked={**body.procedure.asked, "section": "gone"}))

    reference = sent_with(town, moved)
    town.receive()
    record = town.record(reference)
    assert (record.section, "section_moved" in record.attention) == ("shiminka", True)
    assert [row.reference for row in town.queue()] == [reference]


def test_who_is_not_the_counter_cannot_say_that_staff_checked_or_took_money(town: Town) -> None:
    """A hijacked portal can seal anything, but it has no signature of the office."""

    def boasting(body: Body) -> Body:
        staff = StaffPart("mado", {"id_method": "A1"}, {"paid": True})
        return replace(body, channel="counter", actor=ActedBy(Role.STAFF, "mado さん"), staff=staff)

    reference = sent_with(town, boasting)
    town.receive()
    record = town.record(reference)
    assert (record.attention, record.fee_state) == (("staff_unproven",), FeeState.UNPAID)
    assert town.deeds(reference) == [("citizen", "file")]


def test_the_same_person_sending_the_same_again_is_flagged_and_linked(town: Town) -> None:
    first, second = town.apply(), town.apply()
    other = town.apply("inu-toroku/puppy")
    town.receive()
    linked = town.record(second.reference)
    assert (linked.attention, linked.linked) == (("duplicate",), first.reference)
    assert attention(town, other.reference) == ()


def test_another_content_under_a_known_envelope_becomes_a_linked_second_record(town: Town) -> None:
    sent = town.apply()
    town.receive()
    record = town.record(sent.reference)
    assert record.body is not None and sent.front is not None
    body = replace(record.body, answers={**record.body.answers, "copies": 7})
    head = Head(record.envelope_id, Kind.APPLICATION, sent.reference)
    again = filing.file(town.office, Arrival(head, body, record.received_at, sent.front.proof))
    second = town.record(again.reference)
    assert (again.fresh, second.linked, set(second.attention) >= {"second_arrival"}) == (True, sent.reference, True)
    assert [card.kind for card in cases.case_by_code(town.home, sent.code).cards] == ["file"]
    town.act(again.reference, Action.TAKE_UP)  # tells the folder nothing: it belongs to the first
    assert cases.case_by_code(town.home, sent.code).status is Status.RECEIVED


def test_filing_the_same_arrival_again_changes_nothing(town: Town) -> None:
    sent = town.apply("juminhyo-copy/some-by-agent")
    town.receive()
    blobs = len(list(town.office.office_blobs.ids()))
    record = town.record(sent.reference)
    assert record.body is not None and sent.front is not None
    head = Head(record.envelope_id, Kind.APPLICATION, sent.reference)
    again = filing.file(town.office, Arrival(head, record.body, record.received_at, sent.front.proof))
    assert (again.fresh, again.register_number, len(list(town.office.office_blobs.ids()))) == (
        False,
        record.register_number,
        blobs,
    )


# What does not open ------------------------------------------------------------------------------------------------


def test_an_envelope_for_a_key_that_is_not_here_stays_and_the_rest_goes_on(town: Town, clock: Clock) -> None:
    stays, goes = town.apply(), town.apply("inu-toroku/puppy")
    engine = town.home.letterbox.engine
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE envelope SET wraps = :wraps WHERE reference = :reference"),
            {"wraps": b'{"office-9":"00"}', "reference": stays.reference},
        )
    done = town.receive()
    listed = town.office.store.read(upkeep.unopened)
    assert (done.filed, done.unopened, done.waiting) == (1, 1, 1)
    assert [(row.reference, row.key_ids, row.why) for row in listed] == [
        (stays.reference, ("office-9",), "key_not_here")
    ]
    assert (alarming(listed), town.record(goes.reference).status) == ([], Status.RECEIVED)
    clock.pass_by(seconds=ALARM_AFTER.total_seconds() + 1)
    assert alarming(listed) == listed


@pytest.mark.parametrize("column", ["body", "head", "wraps"])
def test_damaged_bytes_stay_and_are_listed_and_the_rest_goes_on(town: Town, column: str) -> None:
    stays, goes = town.apply(), town.apply("inu-toroku/puppy")
    value = b'{"office-1":"00"}' if column == "wraps" else b"damaged"
    with town.home.letterbox.engine.begin() as connection:
        connection.execute(
            text(f"UPDATE envelope SET {column} = :value WHERE reference = :reference"),
            {"value": value, "reference": stays.reference},
        )
    for _ in range(2):
        town.receive()
    assert town.record(goes.reference).status is Status.RECEIVED
    assert len(town.office.store.read(upkeep.unopened)) == 1


@pytest.mark.parametrize(
    "poison",
    [
        lambda body: replace(body, procedure=replace(body.procedure, asked={"id": "x"})),
        lambda body: replace(body, answers={"applicant_sei": {"deep": [[[]]]}, "target_names": 3, "copies": None}),
        lambda body: replace(body, channel="\x00"),
        lambda body: replace(body, language="xx", consent={"a": [1, {"b": None}]}),
        lambda body: replace(body, applicant=replace(body.applicant, birth="x" * 9999, phone="\u202e")),
    ],
    ids=["no procedure", "strange answers", "strange channel", "strange language", "strange person"],
)
def test_whatever_an_envelope_holds_the_others_are_filed(any_town: Town, poison: Any) -> None:
    town = any_town
    sent_with(town, poison)
    goes = town.apply("inu-toroku/puppy")
    town.receive()
    assert town.record(goes.reference).status is Status.RECEIVED


def test_what_nobody_foresaw_is_logged_without_a_word_of_the_citizen(
    town: Town, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sent = town.apply()

    def breaks(*arguments: object) -> None:
        raise RuntimeError("見本 花子 1983-04-02")

    monkeypatch.setattr(filing, "place_of", breaks)
    with caplog.at_level(logging.DEBUG):
        assert town.receive().unopened == 1
    assert "RuntimeError" in caplog.text and "見本" not in caplog.text
    monkeypatch.undo()
    monkeypatch.setattr("shared.language.clock.now", Clock().now)
    assert (town.receive().filed, town.record(sent.reference).status) == (1, Status.RECEIVED)


def test_with_the_store_away_nothing_is_filed_and_nothing_is_lost(town: Town) -> None:
    sent = town.apply()
    town.office  # noqa: B018 – opened while the store is there
    with store_away(town), pytest.raises(StoreUnavailable):
        town.receive()
    assert (town.receive().filed, town.record(sent.reference).status) == (1, Status.RECEIVED)


def test_one_puller_at_a_time(town: Town) -> None:
    town.apply()
    assert town.office.letterbox.remote.take_lease("receive", "somebody else", 30)
    done = town.receive()
    assert (done.leased, done.filed, done.waiting) == (False, 0, 1)


def test_an_envelope_of_another_city_does_not_open(town: Town, tmp_path: Path) -> None:
    prepare(settings_in(tmp_path / "elsewhere"))
    stranger = open_front(settings_in(tmp_path / "elsewhere"))
    draft = town.drafted()
    plain = sending._sending(town.home, draft, fact_of(draft.procedure, draft.answers), None, "citizen")
    envelope = seal_envelope(replace(plain.head, id=new_envelope_id()), plain.body, stranger.public)
    town.home.letterbox.post(envelope, lambda at: ("token", None), 0)
    assert (town.receive().unopened, rows_of(town.office.store.engine, "SELECT count(*) FROM submission")) == (
        1,
        [(0,)],
    )

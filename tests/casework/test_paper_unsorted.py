"""A sheet without a procedure is taken in, sorted later, and counts from its arrival; a call ends on signed paper."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.casework import applying, cases, counter
from shared.casework.cases import Case
from shared.casework.counter import Clerk
from shared.casework.forms import Setting
from shared.casework.identity import NOTICE_OWED
from shared.casework.paper import orders, signing, unsorted
from shared.casework.paper.arrival import Arrived, Sheet
from shared.casework.paper.facts import ENTRY_AWAITED, paper_facts
from shared.catalogue.procedure import asked_hash
from shared.errors import AnswersRefused, NotAuthorised, ReasonMissing, SubmissionNotFound
from shared.language import clock
from shared.language.wording import texts
from shared.printing.receipt import receipt_pdf
from shared.records.form_token import FormToken, form_url, new_form_id
from shared.screens.signing import signing_html

from .town import FRIDAY, Town, answers_of, picture_bytes, rows_of

SCAN = ("scan.png", picture_bytes(of="letter"))
SAMPLE = "tenshutsu-todoke"
MORNING = FRIDAY - timedelta(days=2)


def came(town: Town, key: str = "k1") -> Arrived:
    return unsorted.keep(town.clerk(), Sheet("", "post", MORNING, (SCAN,)), key)


def test_it_waits_with_number_time_and_receipt_and_is_taken_once(any_town: Town) -> None:
    first, again = came(any_town), came(any_town)
    assert (first, first.received_at, first.register_number) == (again, MORNING, "")
    (sheet,) = unsorted.unsorted(any_town.clerk())
    assert (sheet.reference, sheet.brought, sheet.received_by, len(sheet.files)) == (first.reference, "post", "mado", 1)
    assert unsorted.scan_of(any_town.clerk(), first.reference, 1)[0] == "image/png"
    assert receipt_pdf(unsorted.receipt(any_town.clerk(), first.reference)).pdf[:5] == b"%PDF-"


def test_sorted_it_is_a_submission_under_its_number_from_its_day(any_town: Town) -> None:
    first = came(any_town)
    filed = unsorted.sort(any_town.clerk("other"), first.reference, "juminhyo-copy")
    record = any_town.record(first.reference)
    assert (filed.reference, filed.received_at, record.received_at) == (first.reference, MORNING, MORNING)
    assert (record.attention, record.channel) == ((ENTRY_AWAITED,), "post")
    facts = paper_facts(record.body) if record.body else None
    assert facts is not None and (facts.received_by, len(facts.scans)) == ("mado", 1)
    assert unsorted.unsorted(any_town.clerk()) == []
    with pytest.raises(SubmissionNotFound):
        unsorted.sort(any_town.clerk(), first.reference, "juminhyo-copy")


# Telephone ---------------------------------------------------------------------------------------------------------


def called(clerk: Clerk) -> Case:
    """Filled in during a call."""
    case = counter.start(clerk, SAMPLE, counter.consent(clerk, "aloud"), channel="phone")
    return applying.answer_some(clerk.office, case, answers_of(f"{SAMPLE}/with-card"), "citizen")


def form_of(town: Town, case: Case, number: str) -> str:
    assert case.draft is not None
    return form_url("https://city.example", FormToken(SAMPLE, asked_hash(case.draft.asked)[:4], number, 1, 2))


def test_out_to_be_signed_nothing_has_arrived_and_the_signed_sheet_closes_it(any_town: Town) -> None:
    clerk = any_town.clerk()
    case = called(clerk)
    signing.send_out(clerk, case)
    assert [(one.reference, one.staff) for one in signing.out_to_sign(clerk)] == [(case.reference, "mado")]
    assert rows_of(any_town.office.store.engine, "SELECT count(*) FROM submission") == [(0,)]
    read = signing.form_read(clerk, form_of(any_town, case, case.reference))
    assert read is not None and (read.kind, read.reference) == ("sign", case.reference)
    sheet = Sheet(SAMPLE, "post", MORNING, (SCAN,), form=case.reference)
    filed = signing.signed(any_town.clerk("other"), case.reference, sheet)
    record = any_town.record(filed.case.reference)
    assert (record.channel, record.received_at, filed.register_number) == ("phone", MORNING, record.register_number)
    facts = paper_facts(record.body) if record.body else None
    assert facts is not None and (facts.signed, facts.awaited, facts.received_by) == (True, False, "other")
    assert ENTRY_AWAITED not in record.attention
    assert NOTICE_OWED in record.attention  # on the telephone nobody's identity was confirmed
    assert signing.out_to_sign(clerk) == []
    again = signing.form_read(clerk, form_of(any_town, case, case.reference))
    assert again is not None and (again.kind, again.reference) == ("record", case.reference)


def test_the_sheet_that_is_out_is_printed_again_by_whoever_serves_the_section(any_town: Town) -> None:
    clerk = any_town.clerk()
    case = called(clerk)
    signing.send_out(clerk, case)
    order = orders.order_for(any_town.clerk("other"), case.reference, Setting("easy", large=True), envelope=True)
    assert (order.number, order.language, order.large) == (case.reference, "easy", True)
    assert order.cover is not None and order.cover.to.name == "髙橋 美咲"
    assert order.answers["applicant_sei"] == "髙橋"


def test_a_form_from_a_record_is_a_row_of_its_trail(town: Town) -> None:
    clerk = town.clerk()
    case = called(clerk)
    signing.send_out(clerk, case)
    signing.signed(clerk, case.reference, Sheet(SAMPLE, "post", MORNING, (SCAN,)))
    order = orders.order_for(clerk, case.reference, Setting())
    assert (order.number, order.procedure.id) == (case.reference, SAMPLE)
    assert town.trail(case.reference)[-1].action == orders.FORM_PRINTED
    assert orders.order_for(clerk, SAMPLE, Setting()).answers == {}


def test_what_is_incomplete_does_not_go_out(town: Town) -> None:
    clerk = town.clerk()
    case = counter.start(clerk, SAMPLE, counter.consent(clerk, "aloud"), channel="phone")
    with pytest.raises(AnswersRefused):
        signing.send_out(clerk, case)
    assert signing.out_to_sign(clerk) == []


def test_a_blank_form_leads_to_its_procedure_and_other_codes_to_nothing(town: Town) -> None:
    clerk = town.clerk()
    number = new_form_id()
    read = signing.form_read(clerk, form_of(town, called(clerk), number))
    assert read is not None and (read.kind, read.procedure_id, read.number) == ("arrive", SAMPLE, number)
    assert signing.form_read(clerk, "https://city.example/R/ABC") is None


def test_what_will_not_come_back_is_given_up_with_its_reason(any_town: Town) -> None:
    clerk = any_town.clerk()
    case = called(clerk)
    signing.send_out(clerk, case)
    at_home = cases.case_by_code(any_town.home, case.code)
    assert at_home.draft is not None and at_home.draft.signing == signing.OUT
    assert "お送りしています" in signing_html(at_home, "ja")
    signing.give_up(any_town.clerk("other"), case.reference, "silent")
    assert signing.out_to_sign(clerk) == []
    at_home = cases.case_by_code(any_town.home, case.code)
    assert at_home.draft is not None and at_home.draft.signing == signing.GIVEN_UP
    assert at_home.row.expires_on == at_home.row.saved_at.astimezone(clock.JAPAN).date() + applying.PRINTED_LIFE
    assert "受け付けていません" in signing_html(at_home, "ja")
    rows = "SELECT actor, action FROM trail WHERE reference = :reference AND section = :section ORDER BY seq"
    told = rows_of(any_town.office.store.engine, rows, reference=case.reference, section=case.procedure.section)
    assert told == [("mado", "sent_to_sign"), ("other", "sign_given_up_silent")]


def test_giving_up_needs_a_reason_a_sheet_that_is_out_and_the_section(town: Town) -> None:
    clerk = town.clerk()
    case = called(clerk)
    signing.send_out(clerk, case)
    with pytest.raises(ReasonMissing):
        signing.give_up(clerk, case.reference, "")
    with pytest.raises(NotAuthorised):
        elsewhere = replace(clerk.actor, sections=frozenset({"kodomo-seisaku"}))
        signing.give_up(Clerk(town.office, elsewhere), case.reference, "silent")
    assert len(signing.out_to_sign(clerk)) == 1
    signing.give_up(clerk, case.reference, "stopped")
    with pytest.raises(SubmissionNotFound):
        signing.give_up(clerk, case.reference, "stopped")


def test_a_sheet_that_comes_after_all_is_taken_in_as_a_new_one(town: Town) -> None:
    clerk = town.clerk()
    case = called(clerk)
    signing.send_out(clerk, case)
    signing.give_up(clerk, case.reference, "undelivered")
    read = signing.form_read(clerk, form_of(town, case, case.reference))
    assert read is not None and (read.kind, read.procedure_id, read.number) == ("arrive", SAMPLE, case.reference)


def test_what_was_sent_from_home_meanwhile_is_only_taken_off_the_list(town: Town) -> None:
    clerk = town.clerk()
    case = called(clerk)
    signing.send_out(clerk, case)
    filed = counter.file(clerk, signing.case_of(clerk, case.reference), hand="citizen")
    signing.give_up(clerk, case.reference, "otherwise")
    assert signing.out_to_sign(clerk) == []
    actions = [row.action for row in town.trail(filed.case.reference)]
    assert actions == ["sent_to_sign", "file", "sign_given_up_otherwise"]
    assert all(f"kiosk.deed_{action}" in texts("ja") for action in actions)


def test_every_reason_has_words_for_the_story_and_for_the_screen() -> None:
    assert [why for why in signing.WHYS if f"kiosk_paper.why_{why}" not in texts("ja")] == []
    assert [one for one in (signing.SENT, *signing.GAVE_UP.values()) if f"kiosk.deed_{one}" not in texts("ja")] == []

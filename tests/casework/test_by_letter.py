"""手紙で: half filled in from a letter, out to be finished and signed, back as a sheet of the same number."""

import pytest

from shared.casework import applying, counter, mandate
from shared.casework.cases import Case
from shared.casework.counter import Clerk
from shared.casework.forms import Setting
from shared.casework.mandate import Agreement
from shared.casework.paper import by_letter, completion, entry, orders, signing
from shared.casework.paper.arrival import Sheet
from shared.casework.paper.entry import entry_of
from shared.casework.paper.facts import ENTRY_AWAITED, REQUEST, paper_facts
from shared.casework.rights import TELLING_OWED
from shared.errors import AnswersRefused, ChannelClosed, SubmissionNotFound
from shared.printing.form.paper import form_pdf
from shared.records.store.visibility import THE_OFFICE
from tests.printing import reader

from .paper_desk import FIRST, OTHER, typed_again
from .town import FRIDAY, Town, answers_of, picture_bytes, rows_of

SAMPLE = "juminhyo-copy/self-by-post"
LETTER = ("tegami.png", picture_bytes(of="letter"))
SIGNED = ("scan.png", picture_bytes(of="form"))
WRITTEN = {  # all that the letter says: no reading of the name, no birth date, no postal code
    "applicant_sei": "見本",
    "applicant_mei": "花子",
    "applicant_address": "松江市殿町1番地",
}


def begun(clerk: Clerk, language: str = "ja") -> Case:
    told = mandate.telling("post", here=False, agent=False)
    agreed = mandate.agreed(clerk, Agreement("letter", "住民票の写しをとる", told, agreed=()))
    return counter.start(clerk, "juminhyo-copy", agreed, channel=by_letter.POST, language=language)


def out(clerk: Clerk) -> Case:
    case = by_letter.put_known(clerk, by_letter.with_letter(clerk, begun(clerk), LETTER), WRITTEN)
    signing.send_out(clerk, case)
    return case


def test_what_the_letter_says_is_printed_for_a_window_envelope_and_nothing_has_arrived(any_town: Town) -> None:
    clerk = any_town.clerk()
    case = out(clerk)
    assert {key: case.answers.get(key) for key in WRITTEN} == WRITTEN
    assert (signing.needs_signature(case), [one.reference for one in signing.out_to_sign(clerk)]) == (
        True,
        [case.reference],
    )
    order = orders.order_for(any_town.clerk("other"), case.reference, Setting(), envelope=True)
    assert order.cover is not None and (order.cover.to.name, order.cover.to.lines) == (
        "見本 花子",
        ("松江市殿町1番地",),
    )
    words = reader.text(form_pdf(order).pdf)
    assert ("見本 花子 様" in words, "フリガナ" in words) == (True, True)
    assert rows_of(any_town.office.store.engine, "SELECT count(*) FROM submission") == [(0,)]


def test_the_signed_sheet_is_typed_from_what_was_printed_and_makes_the_record_of_a_sheet(any_town: Town) -> None:
    clerk = any_town.clerk()
    case = out(clerk)
    filed = signing.signed(any_town.clerk("uke"), case.reference, Sheet("", "post", FRIDAY, (SIGNED,), form="F1"))
    assert signing.out_to_sign(clerk) == []
    waiting = any_town.record(filed.case.reference)
    assert (waiting.reference, waiting.channel, waiting.received_at) == (case.reference, "post", FRIDAY)
    assert waiting.attention == (ENTRY_AWAITED,)
    facts = paper_facts(waiting.body) if waiting.body else None
    assert facts is not None
    assert (facts.signed, facts.awaited, facts.brought, facts.received_by, len(facts.scans)) == (
        True,
        True,
        "post",
        "uke",
        1,
    )
    sheet = entry_of(any_town.clerk(FIRST), case.reference)
    assert {key: sheet.draft.answers.get(key) for key in WRITTEN} == WRITTEN
    sheet = entry.finish(any_town.clerk(FIRST), entry.put(any_town.clerk(FIRST), sheet, answers_of(SAMPLE)))
    assert completion.needs_second(sheet)
    completion.complete(any_town.clerk(OTHER), typed_again(any_town.clerk(OTHER), sheet))
    record, straight = any_town.record(case.reference), any_town.record(any_town.file(SAMPLE).case.reference)
    assert record.body is not None and straight.body is not None
    assert record.body.answers == straight.body.answers
    assert record.attention == ("identity_unchecked", TELLING_OWED)
    kept = any_town.office.store.attachments(case.reference, THE_OFFICE)
    assert [str(one.described["question"]) for one in kept].count(REQUEST) == 1
    consent = record.body.consent
    assert (consent["how"], consent["agreed"], consent["told"]) == (
        "letter",
        [],
        [{"who": "applicant", "by": "post"}],
    )


def test_the_same_sheet_taken_in_twice_is_one_record(town: Town) -> None:
    case = out(town.clerk())
    sheet = Sheet("", "hand", None, (SIGNED,))
    first = signing.signed(town.clerk(), case.reference, sheet)
    assert (first.case.reference, bool(first.register_number)) == (case.reference, True)
    with pytest.raises(SubmissionNotFound):
        signing.signed(town.clerk(), case.reference, sheet)
    assert rows_of(town.office.store.engine, "SELECT count(*), min(channel) FROM submission") == [(1, "post")]
    assert town.trail(case.reference)[0].action == signing.SENT


def test_what_cannot_be_an_answer_is_refused_and_nothing_of_it_is_kept(town: Town) -> None:
    clerk = town.clerk()
    case = begun(clerk)
    with pytest.raises(AnswersRefused) as refused:
        by_letter.put_known(clerk, case, {**WRITTEN, "applicant_birth": "きのう"})
    assert [one.question for one in refused.value.errors] == ["applicant_birth"]
    assert applying.draft_of(case).answers == {}


def test_it_is_offered_where_the_procedure_is_taken_by_post_on_a_form(town: Town) -> None:
    clerk = town.clerk()
    shut = [one.id for one in town.catalogue.procedures if not one.channels.post]
    assert shut and [one for one in town.catalogue.procedures if by_letter.offered(one) and one.id in shut] == []
    with pytest.raises(ChannelClosed):
        counter.start(clerk, shut[0], counter.consent(clerk, "letter"), channel=by_letter.POST)


def test_on_the_telephone_what_is_missing_is_still_asked(town: Town) -> None:
    clerk = town.clerk()
    case = counter.start(clerk, "juminhyo-copy", counter.consent(clerk, "aloud"), channel="phone")
    case = by_letter.put_known(clerk, case, WRITTEN)
    with pytest.raises(AnswersRefused):
        signing.send_out(clerk, case)

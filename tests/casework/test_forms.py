"""Forms from the catalogue, from drafts and from records: what they hold and how long a draft then lives."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from shared.casework import applying, cases, forms, opened
from shared.casework.forms import Setting
from shared.catalogue.procedure import asked_hash
from shared.catalogue.questions.numbers import SEALED
from shared.errors import ActionNotAllowed, AnswersRefused, ChannelClosed
from shared.language import clock as calendar
from shared.printing.content import Addressee
from shared.records.form_token import FORM

from .town import Clock, Town

BASE = "https://madoguchi.example.lg.jp"
NUMBER = "123456789018"


@pytest.fixture
def town(make_town: Callable[..., Town]) -> Town:
    return make_town()


def test_a_blank_form_is_the_procedure_as_asked_today_under_an_id_of_its_own(town: Town) -> None:
    of, today = town.catalogue.procedure("juminhyo-copy"), calendar.today()

    first, second = (forms.blank_form(of, today, BASE, Setting("en", large=True)) for _ in range(2))

    assert first.procedure4 == asked_hash(of.as_asked(today))[:4]
    assert (first.number[0], first.number != second.number) == (FORM, True)
    assert (first.answers, first.language, first.large, first.cover) == ({}, "en", True, None)


def test_a_procedure_that_is_not_offered_on_paper_has_no_form(town: Town) -> None:
    of = town.catalogue.procedure("sodai-gomi")
    closed = of.model_copy(update={"channels": of.channels.model_copy(update={"paper": False})})

    with pytest.raises(ChannelClosed):
        forms.blank_form(closed, calendar.today(), BASE, Setting())


def test_a_form_of_a_draft_holds_its_answers_and_its_number(town: Town) -> None:
    draft = town.drafted()

    case, order = forms.form_of_draft(town.home, draft, Setting())

    assert (order.number, order.procedure4) == (
        draft.reference,
        asked_hash(case.draft.asked)[:4] if case.draft else b"",
    )
    assert (order.answers["applicant_sei"], order.answers["copies"]) == ("見本", 1)
    assert order.base_url == town.settings.base_url


def test_a_printed_draft_lives_ninety_days_however_often_it_is_printed(town: Town, clock: Clock) -> None:
    draft = town.drafted()
    thirty = draft.row.expires_on
    first, _ = forms.form_of_draft(town.home, draft, Setting())
    again, _ = forms.form_of_draft(town.home, first, Setting())

    kept = cases.case_by_code(town.home, draft.code)

    assert thirty == calendar.today() + timedelta(days=30)
    assert (again.row.expires_on, kept.row.expires_on) == (calendar.today() + timedelta(days=90),) * 2
    clock.pass_by(days=80)
    saved = applying.answer(town.home, kept, "copies", {"copies": "2"}, "citizen")
    assert saved.row.expires_on == calendar.today() + timedelta(days=30)


def test_an_answer_off_the_route_is_not_printed(town: Town) -> None:
    draft = town.drafted("juminhyo-copy/some-by-agent")
    draft = applying.answer(town.home, draft, "by_agent", {"by_agent": "no"}, "citizen")

    _, order = forms.form_of_draft(town.home, draft, Setting())

    assert draft.answers["agent_name"]
    assert [key for key in order.answers if key.startswith("agent_")] == []


def test_what_was_sent_is_no_draft_any_more(town: Town) -> None:
    with pytest.raises(ActionNotAllowed) as refused:
        forms.form_of_draft(town.home, town.apply(), Setting())

    assert refused.value.code == "already_sent"


def test_a_form_of_a_record_is_what_the_office_holds(town: Town) -> None:
    filed = town.file()
    record = opened.read_case(town.office, town.actor("aoki"), filed.case.reference)

    order = forms.form_of_sent(
        record.body.procedure.asked, record.submission.reference, record.body.answers, BASE, Setting()
    )

    assert (order.number, order.answers["applicant_sei"]) == (filed.case.reference, "見本")
    assert order.procedure4 == asked_hash(record.body.procedure.asked)[:4]


def test_a_half_filled_form_is_read_as_a_draft_is_and_kept_nowhere(town: Town) -> None:
    of, today = town.catalogue.procedure("juminhyo-copy"), calendar.today()
    raw = {"applicant_birth": "昭和58年4月2日", "applicant_tel": "0852 55 5555", "by_agent": "いいえ"}

    order = forms.half_filled_form(of, raw, today, BASE, Setting())

    assert dict(order.answers) == {"by_agent": "no", "applicant_birth": "1983-04-02", "applicant_tel": "0852555555"}
    assert order.number[0] == FORM


def test_a_half_filled_form_refuses_what_cannot_be_an_answer_and_says_all_of_it(town: Town) -> None:
    of = town.catalogue.procedure("jido-teate-nintei")
    raw = {"applicant_birth": "昭和64年2月30日", "nope": "x", "children": [{"c_name": "あ", "c_birth": "?"}]}

    with pytest.raises(AnswersRefused) as refused:
        forms.half_filled_form(of, raw, calendar.today(), BASE, Setting())

    told = [error.question for error in refused.value.errors]
    assert (told[:2], "children.0.c_birth" in told) == (["nope", "applicant_birth"], True)


def test_no_my_number_reaches_a_form(town: Town) -> None:
    of = town.catalogue.procedure("jido-teate-nintei")

    order = forms.half_filled_form(of, {"individual_number": NUMBER}, calendar.today(), BASE, Setting())

    assert (order.answers, NUMBER in repr(order)) == ({"individual_number": SEALED}, False)


def test_the_address_sheet_goes_to_the_citizen_where_one_knows_them_else_to_the_office(town: Town) -> None:
    _, order = forms.form_of_draft(town.home, town.drafted(), Setting())
    blank = forms.blank_form(order.procedure, calendar.today(), BASE, Setting())

    known, unknown = forms.with_cover(order, True).cover, forms.with_cover(blank, True).cover

    assert known is not None
    assert unknown is not None
    assert known.to == Addressee("6900887", ("松江市殿町1番地", "しじみハイツ201"), "見本 花子")
    assert (known.back, unknown.to, unknown.back) == (
        forms.office_address(order.procedure),
        forms.office_address(order.procedure),
        None,
    )

"""What a My Number card does for a case: it fills in, it lets send, and the record says how identity was shown."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.identity_shown import card_html, card_mark
from shared.casework import applying, online, sending
from shared.casework.booking import Visits
from shared.casework.cases import Case
from shared.casework.id_card.kept import subject_digest
from shared.casework.id_card.prefill import filled_by, from_card, said_by
from shared.casework.id_card.shown import BasicFacts, ShownCard
from shared.casework.judging import corrected
from shared.casework.opened import open_case
from shared.casework.persons import fact_of
from shared.catalogue.questions.question import Asking
from shared.cli.records import record_of
from shared.errors import ChannelClosed, IdCardNeeded, IdCardOther
from tests.casework.bundled import written
from tests.casework.town import Town, answers_of
from tests.shipped_catalogue import changed

SELF, BY_AGENT = "juminhyo-copy/self-by-post", "juminhyo-copy/some-by-agent"
HANAKO = BasicFacts("見本　花子", "松江市殿町1番地", "1983-04-02", "female")
JIRO = BasicFacts("見本　次郎", "松江市千鳥町8番地", "1980-10-20", "male")
BOOKED = "kokuho-dattai/joined-company"
SUBJECT = "pairwise-0001"
ISSUER = "https://issuer.example.jp/realms/main"
AT = datetime(2026, 11, 20, 1, 5, tzinfo=UTC)

MakeTown = Callable[..., Town]


@pytest.fixture
def town_where(make_town: MakeTown, tmp_path: Path) -> Callable[..., Town]:
    """A city that asks for this identity from home, of 住民票 or of another procedure."""

    def make(identity: str, procedure: str = "juminhyo-copy") -> Town:
        folder = tmp_path / "catalogue"
        folder.mkdir()
        path = changed(folder, rf"(?s)(- id: {procedure}\n.*?identity_online: )\w+", rf"\g<1>{identity}")
        return make_town(MADOGUCHI_CATALOGUE=str(path))

    return make


def shown(case: Case, facts: BasicFacts = HANAKO) -> Case:
    """The case with a card in hand."""
    return replace(case, id_card=ShownCard("issuer.example.jp", AT, subject_digest(case.root, ISSUER, SUBJECT), facts))


def filed(town: Town, case: Case) -> dict[str, Any]:
    """Sent, received, and read as `madoguchi show` reads it."""
    sent = sending.submit(town.home, case)
    town.receive()
    return record_of(open_case(town.office, sent.reference))


# ── sending


@pytest.mark.requirement("AU-7")
def test_the_record_says_how_when_by_whom_and_whose(town: Town) -> None:
    case = shown(town.drafted(SELF))

    record = filed(town, case)

    assert record["identity"] == {
        "method": "card_sign_in",
        "provider": "issuer.example.jp",
        "at": "2026-11-20T01:05:00+00:00",
        "subject": subject_digest(case.root, ISSUER, SUBJECT),
        "whose": "applicant",
        "from_card": ["applicant_sei", "applicant_mei", "applicant_birth", "applicant_address"],
        "typed": [],
    }
    assert record["attention"] == []
    assert town.trail(case.reference)[0].detail["identity"] == "card_sign_in"  # type: ignore[index]


@pytest.mark.requirement("AU-7")
def test_the_name_at_the_issuer_is_kept_nowhere(town: Town) -> None:
    case = shown(town.drafted(SELF))
    filed(town, case)

    body = open_case(town.office, case.reference).body

    assert SUBJECT.encode() not in body.to_json()
    assert ISSUER.encode() not in body.to_json()


def test_the_section_reads_it_on_the_cases_page(town: Town) -> None:
    filed(town, case := shown(town.drafted(SELF, applicant_mei="華子")))
    opened = open_case(town.office, case.reference)

    page = card_html(opened)

    for words in (
        "issuer.example.jp",
        "2026年11月20日 10:05",
        "申請者・代理人とちがう人",
        "生年月日",
        "書き直した答え",
    ):
        assert words in page
    assert [bool(card_mark(opened, one)) for one in ("applicant_sei", "applicant_mei", "copies")] == [
        True,
        False,
        False,
    ]
    assert SUBJECT not in page


def test_without_a_card_the_section_reads_nothing_of_it(town: Town) -> None:
    filed(town, case := town.drafted(SELF))

    assert card_html(open_case(town.office, case.reference)) == ""


def test_what_was_changed_was_typed(town: Town) -> None:
    case = shown(town.drafted(SELF, applicant_address="松江市末次町86番地", applicant_mei="華子"))

    identity = filed(town, case)["identity"]

    assert (identity["from_card"], identity["typed"]) == (
        ["applicant_sei", "applicant_birth"],
        ["applicant_mei", "applicant_address"],
    )


def test_without_a_card_the_record_says_of_none(town: Town) -> None:
    record = filed(town, town.drafted(SELF))

    assert (record["identity"], record["attention"]) == (None, [])


def test_the_section_is_told_where_the_card_is_somebody_elses(town: Town) -> None:
    record = filed(town, shown(town.drafted(SELF), JIRO))

    assert (record["identity"]["whose"], record["attention"]) == ("other", ["id_card_other"])


def test_a_correction_leaves_what_was_shown(town: Town) -> None:
    case = town.drafted(SELF)
    fact = fact_of(case.procedure, case.answers)
    before, new = (sending.body_of(town.home, one, fact) for one in (shown(case), case))

    assert (corrected(case.procedure, before, new).identity, new.identity) == (before.identity, {})


# ── what asks for the card


@pytest.mark.requirement("AU-7")
def test_what_asks_for_the_card_is_not_sent_without_it(town_where: Callable[..., Town]) -> None:
    town = town_where("card_sign_in")
    case = town.drafted(SELF)

    assert not online.may_send(case)
    with pytest.raises(IdCardNeeded):
        sending.submit(town.home, case)

    assert online.may_send(shown(case))
    assert filed(town, shown(case))["attention"] == []


@pytest.mark.requirement("AU-7")
def test_what_asks_for_the_card_asks_for_the_persons_own(town_where: Callable[..., Town]) -> None:
    town = town_where("card_sign_in")

    with pytest.raises(IdCardOther):
        sending.submit(town.home, shown(town.drafted(SELF), JIRO))
    with pytest.raises(IdCardOther):
        sending.submit(town.home, shown(town.drafted(SELF, applicant_birth="1983-04-03")))


@pytest.mark.parametrize("name", ["見本 花子", "見 本　花 子", "見本花子"])
def test_a_name_is_the_same_however_its_parts_are_parted(town_where: Callable[..., Town], name: str) -> None:
    town = town_where("card_sign_in")

    assert filed(town, shown(town.drafted(SELF), replace(HANAKO, name=name)))["identity"]["whose"] == "applicant"


def test_an_agent_shows_their_own_card(town_where: Callable[..., Town]) -> None:
    town = town_where("card_sign_in")

    identity = filed(town, shown(town.drafted(BY_AGENT), JIRO))["identity"]

    assert (identity["whose"], identity["from_card"]) == ("agent", ["agent_birth", "agent_address"])


def test_what_a_hijacked_portal_sends_without_a_card_is_doubted(town_where: Callable[..., Town]) -> None:
    town = town_where("card_sign_in")
    case = town.drafted(SELF)
    sending_ = sending._sending(town.home, case, fact_of(case.procedure, case.answers), None, "citizen")
    town.home.send(sending_)

    town.receive()

    assert "identity_unconfirmed" in town.record(case.reference).attention


@pytest.mark.requirement("AU-7")
def test_what_lawfully_needs_a_signature_is_never_sent_from_home(town_where: Callable[..., Town]) -> None:
    town = town_where("card_signature")  # although it says `online: full`
    case = shown(town.drafted(SELF))

    assert not online.may_send(case)
    with pytest.raises(ChannelClosed):
        sending.submit(town.home, case)


@pytest.mark.requirement("AU-7")
def test_a_bundle_asks_for_what_any_of_its_procedures_asks_for(town_where: Callable[..., Town]) -> None:
    town = town_where("card_sign_in")
    case = written(town, "inu-toroku/puppy", SELF)

    assert not online.may_send(case)
    with pytest.raises(IdCardNeeded):
        sending.submit(town.home, case)

    sent = sending.submit(town.home, shown(case))
    town.receive()
    assert sent.front is not None
    records = [record_of(open_case(town.office, one.reference)) for one in sent.front.together]
    assert [(one["attention"], one["identity"]["whose"]) for one in records] == [([], "applicant")] * 2


@pytest.mark.requirement("AU-7")
def test_a_bundle_with_what_needs_a_signature_is_never_sent_from_home(town_where: Callable[..., Town]) -> None:
    town = town_where("card_signature")  # although it says `online: full`

    with pytest.raises(ChannelClosed):
        sending.submit(town.home, shown(written(town, "inu-toroku/puppy", SELF)))


def test_what_is_not_sent_from_home_can_book_its_visit(town_where: Callable[..., Town]) -> None:
    """A line that books for what is written at home only."""
    town = town_where("card_sign_in", BOOKED.partition("/")[0])
    visits, case = Visits(town.home.letterbox, town.catalogue), town.drafted(BOOKED)

    assert visits.line_for(case) is not None
    assert (visits.may_book(case), visits.may_book(shown(case))) == (True, False)


# ── filling in


def asking() -> Asking:
    return Asking(AT.date())


def filled(town: Town, answers: dict[str, Any], facts: BasicFacts) -> dict[str, Any]:
    procedure = town.catalogue.procedure("juminhyo-copy").on(AT.date())
    return {one.id: said_by(facts, one, asking()) for one in filled_by(procedure, answers)}


def test_the_facts_fill_the_applicants_questions(town: Town) -> None:
    assert filled(town, {}, HANAKO) == {
        "applicant_sei": "見本",
        "applicant_mei": "花子",
        "applicant_birth": "1983-04-02",
        "applicant_address": "松江市殿町1番地",
    }


def test_who_applies_for_another_is_the_agent(town: Town) -> None:
    assert filled(town, {"by_agent": "yes"}, JIRO) == {
        "agent_name": "見本　次郎",
        "agent_birth": "1980-10-20",
        "agent_address": "松江市千鳥町8番地",
    }


def test_what_the_card_does_not_say_or_a_question_does_not_take_stays_open(town: Town) -> None:
    said = filled(town, {}, BasicFacts("見本花子", "松江市" + "あ" * 150, "1800-01-01"))

    assert set(said.values()) == {None}


def test_an_answer_is_from_the_card_where_it_is_the_same(town: Town) -> None:
    procedure = town.catalogue.procedure("juminhyo-copy").on(AT.date())
    answers = {**answers_of(SELF), "applicant_sei": "三本"}

    same, other = from_card(procedure, answers, HANAKO, asking())

    assert (same, other) == (["applicant_mei", "applicant_birth", "applicant_address"], ["applicant_sei"])


def test_a_case_that_is_begun_anew_knows_no_card(town: Town) -> None:
    assert applying.start(town.home, "juminhyo-copy").id_card is None

"""もらい忘れゼロ: closed until the fact is given; what counts as known is what is carried over; sheet, calendar."""

from datetime import date

import pytest

from shared.casework import applying, carrying, cases, following, sending
from shared.casework.cases import Case
from shared.catalogue.suggesting import everything
from shared.errors import ActionNotAllowed
from shared.web.calendar_entry import year_calendar
from tests.printing import reader

from .bundled import written
from .town import Town

BIRTH = "1983-04-02"


@pytest.fixture
def sent(town: Town) -> Case:
    return cases.case_by_code(town.home, town.apply("jido-teate-nintei/newborn").code)


def test_nothing_is_found_while_the_answers_are_closed(town: Town, sent: Case) -> None:
    assert sent.inside is None
    with pytest.raises(ActionNotAllowed):
        following.found(town.catalogue, [sent])


def test_what_counts_as_known_is_what_carrying_over_offers(town: Town, sent: Case) -> None:
    opened = cases.unlock(town.home, sent, BIRTH)
    found = following.found(town.catalogue, [opened])

    assert "kodomo-iryo" in {one.procedure.id for one in found.suggested}
    for one in found.suggested:
        offered = {fact.question for fact in carrying.offered(applying.start(town.home, one.procedure.id), opened)}
        assert offered == carrying.known_in(one.procedure, opened)
        assert 0 < following.effort(one.procedure, [opened]).known <= len(offered)


def test_the_sheet_says_all_and_nothing_of_the_person(town: Town, sent: Case) -> None:
    opened = cases.unlock(town.home, sent, BIRTH)
    found = following.found(town.catalogue, [opened])

    lines = reader.text_lines(following.sheet(town.catalogue, found, "https://shinsei.example.lg.jp", "ja").pdf)

    for one in found.suggested:
        assert any(one.procedure.title.say("ja") in line for line in lines)
    assert any("6月1日" in line and "6月30日" in line for line in lines)
    words = "".join(lines)
    assert [word for word in ("見本", "花子", opened.reference) if word in words] == []


def test_the_calendar_is_read_by_other_programs_and_names_nobody(town: Town, sent: Case) -> None:
    days = everything(town.catalogue, "jido-teate-nintei", date(2026, 11, 24)).days
    text = year_calendar(days, "ja")

    assert text.endswith("\r\n") and all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "").split("\r\n")
    entry = dict(line.split(":", 1) for line in unfolded[unfolded.index("BEGIN:VEVENT") + 1 :] if ":" in line)
    assert entry["DTSTART;VALUE=DATE"] == "20270601" and entry["DTEND;VALUE=DATE"] == "20270701"
    assert "現況届" in entry["SUMMARY"] and year_calendar(days, "ja").count(entry["UID"]) == 1
    assert sent.reference not in text and sent.code not in text


# a bundle


@pytest.fixture
def bundle(town: Town) -> Case:
    """児童手当 and 保育所, sent as one; opened."""
    sent = sending.submit(town.home, written(town, "jido-teate-nintei/newborn", "hoiku-moshikomi/working-parents"))
    return cases.unlock(town.home, sent, BIRTH)


def test_of_a_bundle_all_answers_count_and_nothing_is_suggested_that_was_sent(town: Town, bundle: Case) -> None:
    sent = following.sent_together(town.home, bundle)
    alone = [{one.procedure.id for one in following.found(town.catalogue, [case]).suggested} for case in sent]
    found = following.found(town.catalogue, sent)
    ids = [one.procedure.id for one in found.suggested]

    assert [case.inside is not None for case in sent] == [True, True]
    assert "hoiku-moshikomi" in alone[0] and "jido-teate-nintei" not in ids and "hoiku-moshikomi" not in ids
    assert len(ids) == len(set(ids)) and set(ids) == (alone[0] | alone[1]) - {"jido-teate-nintei", "hoiku-moshikomi"}
    assert [one.begins for one in found.days] == sorted(one.begins for one in found.days)


def test_asked_from_any_case_of_a_bundle_the_same_is_found(town: Town, bundle: Case) -> None:
    second = cases.unlock(town.home, cases.sent_with(town.home, bundle)[1], BIRTH)
    from_first, from_second = (
        following.found(town.catalogue, following.sent_together(town.home, one)).suggested for one in (bundle, second)
    )

    assert {one.procedure.id for one in from_first} == {one.procedure.id for one in from_second}
    assert following.sent_together(town.home, second)[0].reference == second.reference


def test_without_the_fact_a_bundle_stays_closed(town: Town, bundle: Case) -> None:
    closed = cases.case_by_code(town.home, bundle.code)
    sent = following.sent_together(town.home, closed)

    assert [case.inside for case in sent] == [None, None]
    assert following.possible(town.catalogue, sent).suggested
    with pytest.raises(ActionNotAllowed):
        following.found(town.catalogue, sent)

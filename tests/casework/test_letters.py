"""本人への手紙: what it says, where it goes, and where no address may stand on it."""

from typing import Any

import pytest

from shared.casework import applying, counter, letters, mandate, notices, protected_list
from shared.casework.mandate import Agreement
from shared.casework.persons import Named
from shared.errors import ActionNotAllowed, NotAuthorised, SubmissionNotFound
from shared.language import clock
from shared.printing.content import Addressee
from shared.printing.letter import letter_pdf
from tests.printing import reader

from .town import Town, answers_of, staff_answers_of

MOVING_OUT, MOVED = "tenshutsu-todoke/with-card", "tenkyo-todoke/family"
UNCONFIRMED = {"id_method": "none", "id_doc1": None, "id_doc2": None}


def filed(town: Town, sample: str, **changes: Any) -> str:
    """Filed at the counter by somebody who showed nothing."""
    raw = {**answers_of(sample), **staff_answers_of(sample), **UNCONFIRMED, **changes}
    raw = {key: value for key, value in raw.items() if value is not None}
    return counter.file_answers(town.clerk(), sample.partition("/")[0], raw).case.reference


def test_it_goes_to_the_address_from_before_and_says_what_was_filed_and_nothing_else(any_town: Town) -> None:
    reference = filed(any_town, MOVING_OUT)
    content = letters.letter(any_town.office, any_town.actor(), reference)
    answers = answers_of(MOVING_OUT)
    assert content.to is not None
    assert (content.to.name, content.to.lines[0]) == ("髙橋 美咲", answers["applicant_address"])
    assert (content.why, content.acting, content.channel) == ("notice_owed", "self", "counter")
    assert (content.title.ja, content.written_on) == ("{転出届|てんしゅつとどけ}", clock.today())
    words = reader.text(letter_pdf(content).pdf)
    assert [
        one for one in ("転出届", "髙橋 美咲", content.place.telephone, "心あたりがないとき") if one not in words
    ] == []
    assert [one for one in (answers["new_address"], answers["applicant_tel"]) if one in words] == []
    last = any_town.trail(reference)[-1]
    assert (last.actor, last.action, last.detail) == ("mado", letters.PRINTED, {"why": "notice_owed"})


def test_of_a_move_it_goes_to_where_one_lived_before(town: Town) -> None:
    answers = answers_of(MOVED)
    old = "松江市西川津町1060番地"
    reference = filed(town, MOVED, applicant_address=answers["new_address"], old_address=old)
    to = letters.letter(town.office, town.actor(), reference).to
    assert to == Addressee("", (old,), f"{answers['applicant_sei']} {answers['applicant_mei']}")


def test_as_agreed_it_tells_the_applicant_who_was_not_here(town: Town) -> None:
    clerk = town.clerk()
    agreed = mandate.agreed(clerk, Agreement("aloud", "住民票", mandate.telling("post", here=False, agent=False)))
    case = counter.start(clerk, "sodai-gomi", agreed, channel="phone", language="easy")
    sample = "sodai-gomi/one-item-one-word-name"
    case = applying.answer_all(town.office, case, answers_of(sample), "citizen")
    reference = counter.file(clerk, case, hand="citizen").case.reference
    content = letters.letter(town.office, town.actor(), reference)
    assert (content.why, content.channel, content.language) == ("telling_owed", "phone", "easy")


def test_of_a_protected_person_no_address_stands_on_it(any_town: Town) -> None:
    keeper = any_town.actor("keeper", rights=("protected",))
    answers = answers_of(MOVING_OUT)
    who = Named((f"{answers['applicant_sei']} {answers['applicant_mei']}",), (), (answers["applicant_birth"],))
    until = clock.today().replace(year=clock.today().year + 1)
    protected_list.add(any_town.office, keeper, [who], until, ("keeper",))
    reference = filed(any_town, MOVING_OUT)
    with pytest.raises(SubmissionNotFound):
        letters.letter(any_town.office, any_town.actor(), reference)
    content = letters.letter(any_town.office, keeper, reference)
    words = reader.text(letter_pdf(content).pdf)
    assert (content.to, answers["applicant_address"] in words) == (None, False)


def test_only_where_one_is_owed_and_by_whoever_may_file(town: Town) -> None:
    reference, actor = filed(town, MOVING_OUT), town.actor()
    with pytest.raises(NotAuthorised):
        letters.letter(town.office, town.actor("other", sections=("kodomo-seisaku",)), reference)
    notices.sent(town.office, actor, reference)
    with pytest.raises(ActionNotAllowed):
        letters.letter(town.office, actor, reference)

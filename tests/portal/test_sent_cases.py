"""A case that was sent: where it stands, what is inside, correcting it, taking it back."""

import pytest

from shared.records.status import Action, Status
from tests.casework.town import Town
from tests.portal.citizen import Citizen
from tests.samples.sample_cases import samples

pytestmark = pytest.mark.browser

SAMPLE = next(sample for sample in samples() if str(sample) == "juminhyo-copy/self-by-post")
BIRTH = str(SAMPLE.answers["applicant_birth"])


@pytest.fixture
def sent(citizen: Citizen, town: Town) -> Citizen:
    """A citizen who has just sent a case that was written elsewhere."""
    citizen.open_code(town.drafted(str(SAMPLE)).code)
    citizen.tick("consent")
    citizen.press("send_button")
    return citizen


def give_fact(citizen: Citizen, words: str) -> None:
    citizen.page.locator("[class*=st-key-q_] input").first.fill(words)
    citizen.press("unlock")


def test_the_code_alone_shows_the_state_but_no_answer(sent: Citizen) -> None:
    sent.go(f"/?case={sent.case}")

    assert sent.heading == "いまのようす"
    assert str(SAMPLE.answers["applicant_address"]) not in sent.words


def test_a_wrong_fact_is_said_with_the_tries_that_are_left(sent: Citizen) -> None:
    sent.go(f"/?case={sent.case}")

    give_fact(sent, "1950-01-01")

    assert "合っていません。きょうは、あと 4 回書けます。" in sent.words
    assert sent.page.locator("#errors").count() == 1


def test_the_right_fact_shows_what_was_sent(sent: Citizen) -> None:
    sent.go(f"/?case={sent.case}")

    give_fact(sent, BIRTH)
    sent.page.locator("a", has_text="書いたことを見る").click()
    sent.page.locator("h1", has_text="送った内容").wait_for()

    assert str(SAMPLE.answers["applicant_address"]) in sent.words


def test_what_the_office_asks_back_is_corrected_and_sent_again(sent: Citizen, town: Town) -> None:
    reference = sent.case
    town.receive()
    town.act(reference, Action.TAKE_UP)
    town.act(reference, Action.ASK_CORRECTION, reason="電話番号がつながりません。", questions=("applicant_tel",))
    town.office.letterbox.flush()

    sent.go(f"/?case={reference}")
    assert "直してほしいところがあります" in sent.words
    assert "電話番号がつながりません。" not in sent.words
    give_fact(sent, BIRTH)
    assert "電話番号がつながりません。" in sent.words
    sent.press("correct")
    sent.type("applicant_tel", "0852-55-5555")
    sent.press("next")
    assert sent.heading == "直したところを、確かめてください"
    if sent.key("consent").count():
        sent.tick("consent")
    sent.press("send_button")
    town.receive()

    assert sent.heading == "市役所に届きました"
    assert town.record(reference).status is Status.IN_REVIEW


def test_a_case_is_taken_back_only_after_one_has_been_asked_once_more(sent: Citizen, town: Town) -> None:
    reference = sent.case
    town.receive()
    sent.go(f"/?case={reference}")
    give_fact(sent, BIRTH)

    sent.page.locator("a", has_text="この申請を取り下げる").click()
    sent.page.locator("h1", has_text="取り下げますか").wait_for()
    sent.settle()
    sent.press("danger_withdraw")

    assert "取り下げを送りました" in sent.words
    town.receive()
    assert town.record(reference).status is Status.WITHDRAWN


def test_after_consent_what_else_one_can_have_is_found_and_begun_with_the_facts(citizen: Citizen, town: Town) -> None:
    citizen.open_code(town.drafted("jido-teate-nintei/newborn").code)
    citizen.tick("consent")
    citizen.press("send_button")
    assert "子ども医療費" not in citizen.words

    citizen.press("more")
    citizen.page.locator("h1", has_text="ほかに受けられるもの").wait_for()
    assert "子ども医療費" in citizen.words and "現況届" in citizen.words
    with citizen.page.expect_download() as download:
        citizen.page.locator("form[action$='/calendar'] button").click()
    assert "BEGIN:VCALENDAR" in download.value.path().read_text(encoding="utf-8")
    citizen.press("begin_kodomo-iryo")
    citizen.page.locator("h1", has_text="前に書いたことを使う").wait_for()
    assert "見本" in citizen.words

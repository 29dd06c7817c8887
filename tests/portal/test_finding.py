"""Finding a procedure: by words, by life event, on the shelves; and its page."""

import pytest

from tests.portal.citizen import Citizen

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("words", ["住民票", "じゅうみんひょう", "ジュウミンヒョウ", "住所の証明"])
def test_kanji_kana_and_everyday_words_find_the_same_procedure(citizen: Citizen, words: str) -> None:
    citizen.go("/")

    citizen.page.fill("input[name=q]", words)
    citizen.page.press("input[name=q]", "Enter")
    citizen.page.locator("h1", has_text="さがした結果").wait_for()

    assert citizen.page.locator(".mg-lines b").first.inner_text() == "住民票の写しをとる"


def test_a_search_without_result_says_what_else_one_can_do(citizen: Citizen) -> None:
    citizen.go("/?q=zzzzqqqq")

    assert "見つかりませんでした。" in citizen.words
    assert citizen.page.locator(".mg-lines a").count() == 12


def test_what_was_searched_for_is_shown_as_it_was_typed(citizen: Citizen) -> None:
    citizen.go("/?q=%3Cimg%20src%3Dx%20onerror%3D%22window.__xss%3D1%22%3E")

    assert citizen.heading == '「<img src=x onerror="window.__xss=1">」でさがした結果'
    assert citizen.page.evaluate("window.__xss") is None


def test_a_life_event_leads_to_its_procedures_and_back_without_loading_the_page_again(citizen: Citizen) -> None:
    citizen.go("/")
    citizen.page.evaluate("window.__same = true")

    citizen.page.locator(".mg-tiles a", has_text="引っ越し").click()
    citizen.page.locator("h1", has_text="引っ越し").wait_for()
    citizen.page.locator(".mg-lines a", has_text="松江市の中で").click()
    citizen.page.locator("h1", has_text="松江市の中で").wait_for()
    citizen.page.go_back()
    citizen.page.locator(".mg-lines").wait_for()
    citizen.page.go_back()
    citizen.page.locator(".mg-tiles").wait_for()

    assert citizen.page.evaluate("window.__same") is True


def test_a_procedure_says_who_what_fee_days_and_where(citizen: Citizen) -> None:
    citizen.go("/?procedure=juminhyo-copy")

    titles = citizen.page.locator(".mg-facts dt").all_inner_texts()

    assert titles == ["できる人", "いるもの", "お金", "日数", "担当"]
    assert "300円" in citizen.words
    assert "1-6番窓口" in citizen.words


def test_what_is_filed_only_at_the_counter_says_so_before_the_first_question(citizen: Citizen) -> None:
    citizen.go("/?procedure=tenkyo-todoke")

    words = citizen.words

    assert "まだ届出は終わっていません" in words
    assert words.index("まだ届出は終わっていません") < words.index("ここで先に書いておく")


def test_what_is_not_offered_here_shows_the_counter_and_paper_only(citizen: Citizen) -> None:
    citizen.go("/?procedure=inkan-toroku")

    assert citizen.page.locator("form[action='/open']").count() == 0
    assert citizen.page.locator(".mg-way").all_inner_texts() == ["窓口で手続する", "紙で手続する"]


@pytest.mark.requirement("AZ-2")
def test_a_case_of_another_device_is_not_here(citizen: Citizen) -> None:
    citizen.go("/?case=A7K2M9QX4")

    assert citizen.heading == "この端末では、開けません"

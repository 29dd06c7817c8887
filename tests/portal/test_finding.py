"""Finding a procedure: by words, by life event, on the shelves; its page; and the office's news."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from shared.catalogue import catalogue, search
from shared.language import clock
from tests import shipped_catalogue
from tests.casework.town import Town
from tests.portal.citizen import Citizen
from tests.portal.conftest import Portal, portal_of

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
    shipped = catalogue.load(shipped_catalogue.ROOT / "procedures.yaml")
    shelves = {procedure.category for procedure in shipped.procedures}
    links = [link.get_attribute("href") for link in citizen.page.locator(".mg-lines a").all()]
    assert links == [f"/?category={each.id}" for each in shipped.categories if each.id in shelves]


def test_every_procedure_stands_on_a_shelf_and_at_its_section(citizen: Citizen) -> None:
    shipped = catalogue.load(shipped_catalogue.ROOT / "procedures.yaml")
    citizen.go("/?list=all")
    citizen.page.locator("a[href='/?category=kosodate']").click()
    citizen.page.locator("h1", has_text="子育て").wait_for()
    on_shelf = citizen.page.locator(".mg-lines a").count()
    citizen.go("/?section=suido")

    assert on_shelf == len(search.by_category(shipped, "kosodate"))
    assert citizen.page.locator(".mg-lines a").count() == len(search.by_section(shipped, "suido"))
    listed = [one.id for each in shipped.categories for one in search.by_category(shipped, each.id)]
    assert sorted(listed) == sorted(one.id for one in shipped.procedures)


def test_what_was_searched_for_is_shown_as_it_was_typed(citizen: Citizen) -> None:
    citizen.go("/?q=%3Cimg%20src%3Dx%20onerror%3D%22window.__xss%3D1%22%3E")

    assert citizen.heading == '「<img src=x onerror="window.__xss=1">」でさがした結果'
    assert citizen.page.evaluate("window.__xss") is None


def test_a_life_event_leads_to_its_procedures_and_back_without_loading_the_page_again(citizen: Citizen) -> None:
    citizen.go("/")
    citizen.page.evaluate("window.__same = true")

    citizen.page.locator(".mg-tiles a", has_text="引っ越し").click()
    citizen.page.locator("h1", has_text="引っ越し").wait_for()
    citizen.page.locator("a[href*=procedure]", has_text="松江市の中で").click()
    citizen.page.locator("h1", has_text="松江市の中で").wait_for()
    citizen.page.go_back()
    citizen.page.locator(".mg-lines").first.wait_for()
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


@pytest.mark.parametrize(("sample", "by_post"), [("kokuho-kanyu/newborn", True), ("tenkyo-todoke/family", False)])
def test_a_finished_pre_entry_offers_the_post_only_where_the_post_is_possible(
    citizen: Citizen, town: Town, sample: str, by_post: bool
) -> None:
    citizen.open_code(town.drafted(sample).code)
    said = ["紙を郵送すると届出になります" in citizen.words]

    if citizen.key("consent").count():
        citizen.tick("consent")
    citizen.press("send_button")
    said.append(citizen.page.locator("a[href$='way=post']").count() == 1)

    assert citizen.heading == "窓口で、このコードを見せてください"
    assert said == [by_post, by_post]


@pytest.mark.requirement("AZ-2")
def test_a_case_of_another_device_is_not_here(citizen: Citizen) -> None:
    citizen.go("/?case=A7K2M9QX4")

    assert citizen.heading == "この端末では、開けません"


NEWS = """notices:
  - id: today
    from: {today}
    until: {today}
    title: {{ja: "{{窓口|まどぐち}}がお休みです。", en: The counters are closed.}}
    body: また来てください。
  - {{id: older, from: {yesterday}, until: {tomorrow}, title: ごみの日, procedure: sodai-gomi}}
  - {{id: plain, from: {yesterday}, until: {tomorrow}, title: ただのお知らせ}}
  - {{id: over, from: {yesterday}, until: {yesterday}, title: おわったこと, body: おわりました。}}
  - {{id: coming, from: {tomorrow}, until: {tomorrow}, title: あしたのこと}}
sections:
"""


@pytest.fixture(scope="module")
def news_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal whose office has news of yesterday, today and tomorrow."""
    today = clock.today()
    days = {"today": today, "yesterday": today - timedelta(days=1), "tomorrow": today + timedelta(days=1)}
    news = NEWS.format(**{name: day.isoformat() for name, day in days.items()})
    pattern = r"\nnotices:\n(?:.*\n)*?sections:\n"
    changed = shipped_catalogue.changed(tmp_path_factory.mktemp("news"), pattern, lambda found: f"\n{news}")
    own = portal_of(changed, 8723)
    own.start()
    yield own
    own.stop()


@pytest.fixture
def reader(news_portal: Portal, new_citizen: Callable[..., Citizen]) -> Citizen:
    citizen = new_citizen()
    citizen.base = news_portal.base
    return citizen


def test_news_stand_on_the_first_page_on_their_days_newest_first(reader: Citizen) -> None:
    reader.go("/")

    today, yesterday = clock.today(), clock.today() - timedelta(days=1)
    assert [line.split() for line in reader.page.locator(".mg-news li").all_inner_texts()] == [
        [f"{today.month}月{today.day}日", "窓口がお休みです。"],
        [f"{yesterday.month}月{yesterday.day}日", "ごみの日"],
        [f"{yesterday.month}月{yesterday.day}日", "ただのお知らせ"],
    ]


def test_news_lead_to_their_page_or_procedure_and_else_nowhere(reader: Citizen) -> None:
    reader.go("/")

    addresses = [link.get_attribute("href") for link in reader.page.locator(".mg-news a").all()]
    reader.go("/?notice=today")

    assert addresses == ["/?notice=today", "/?procedure=sodai-gomi"]
    assert reader.heading == "窓口がお休みです。"
    assert "また来てください。" in reader.words


def test_news_that_are_over_have_no_page(reader: Citizen) -> None:
    reader.go("/?notice=over")

    assert reader.heading == "どんな手続をお探しですか"


def test_news_are_said_in_the_language_of_the_page(reader: Citizen) -> None:
    reader.context.add_cookies([{"name": "language", "value": "en", "url": reader.base}])
    reader.go("/")

    assert reader.page.locator(".mg-news li").first.inner_text().split("\n")[-1] == "The counters are closed."

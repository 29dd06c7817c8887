"""Pieces of a page: what stands in them, and that nothing typed is ever read as markup."""

from datetime import timedelta

from shared.catalogue.texts import Text
from shared.errors import CodeSlip
from shared.language import clock
from shared.screens import fragments
from shared.screens.explained import words_of
from shared.screens.fields.days import era_parts
from shared.screens.fields.field import option_words, plain_markdown
from shared.screens.parts import woven
from shared.screens.sheets import answers_html, table_html

TYPED = '<img src=x onerror="x()">[x](javascript:x) **b** :material/home:'
ESCAPED = "&lt;img src=x onerror=&quot;x()&quot;&gt;[x](javascript:x) **b** :material/home:"


def test_the_waterline_says_in_words_where_one_is() -> None:
    html = fragments.waterline(3, 6, 6, "ja")

    assert html == (
        '<div class="mg-water" style="--p:42%"><p class="t"><b>6つのうち 3つ目</b><span>のこり 約4分</span></p>'
        '<p class="l" aria-hidden="true"><i></i><b></b></p></div>'
    )


def test_more_than_nine_questions_are_counted_as_pages() -> None:
    assert "12ページのうち 3ページ目" in fragments.waterline(3, 12, 6, "ja")


def test_the_saved_line_says_when_and_that_nothing_was_sent() -> None:
    now = clock.now()

    html = fragments.saved_line(now, "ja")

    assert f"きょう {clock.in_japan(now):%H:%M} に保存しました" in html
    assert "まだ市役所に送られていません" in html


def test_what_was_saved_on_another_day_is_said_with_its_day() -> None:
    earlier = clock.now() - timedelta(days=3)

    assert "きょう" not in fragments.saved_line(earlier, "ja")


def test_after_a_refusal_the_saved_line_says_that_nothing_typed_is_gone() -> None:
    html = fragments.saved_line(clock.now(), "ja", refused=True)

    assert "書いたことは消えていません" in html


def test_each_line_of_the_error_summary_leads_to_its_field() -> None:
    html = fragments.error_summary([fragments.Slip("q_A_tel", "電話番号", TYPED)], "ja")

    assert f'<li><a href="#q_A_tel">電話番号：{ESCAPED}</a></li>' in html
    assert "1か所、直してください" in html


def test_answers_are_shown_as_they_were_typed() -> None:
    html = answers_html([("名前", TYPED, "/?case=A&step=b")], "ja")

    assert f"<dd>{ESCAPED}</dd>" in html
    assert '<a href="/?case=A&amp;step=b">直す<span class="mg-hide">（名前）</span></a>' in html


def test_an_answer_left_open_is_said() -> None:
    assert "（書いていません）" in answers_html([("建物", "", "")], "ja")


def test_a_table_says_what_its_columns_are() -> None:
    html = table_html(["受付番号"], [["<b>A</b>"]], "一覧")

    assert html == (
        '<table class="mg-tbl"><caption class="mg-hide">一覧</caption><thead><tr><th scope="col">受付番号</th></tr>'
        "</thead><tbody><tr><td><b>A</b></td></tr></tbody></table>"
    )


def test_the_code_stands_in_groups_of_four() -> None:
    assert fragments.code_groups("7H3K9QWN2TCXM4RD") == (
        '<p class="mg-code"><i>7H3K</i><i>9QWN</i><i>2TCX</i><i>M4RD</i></p>'
    )


def test_a_status_is_an_icon_and_a_word() -> None:
    assert fragments.chip("とちゅう", "wait", "pen") == (
        '<span class="mg-chip wait"><i class="mg-i pen" aria-hidden="true"></i><span>とちゅう</span></span>'
    )


def test_words_that_streamlit_reads_as_markdown_come_out_as_they_are() -> None:
    assert plain_markdown("a@b.jp www.c.jp https://d.jp") == "a@\u2060b.jp www.\u2060c.jp https:\u2060//d.jp"
    assert plain_markdown("1. *a* [b](c) :red[d] ~e~") == r"1\. \*a\* \[b\](c) \:red\[d\] \~e\~"


def test_inside_a_widget_the_reading_of_easy_japanese_stands_in_brackets() -> None:
    text = Text(ja="{氏名|しめい}", easy="{名前|なまえ}を {書|か}く", en="Name")

    assert option_words(text, "easy") == "名前（なまえ）を 書（か）く"
    assert option_words(text, "ja") == "氏名"


def test_ruby_of_the_catalogue_survives_inside_our_sentences() -> None:
    html = woven("screens.place", "easy", city="<ruby>松江市<rt>まつえし</rt></ruby>")

    assert html.startswith("<ruby>松江市<rt>まつえし</rt></ruby>の ")


def test_a_kept_date_comes_back_in_its_era() -> None:
    assert era_parts("2026-11-09", western=False) == ("reiwa", "8", "11", "9")
    assert era_parts("1989-01-07", western=False) == ("showa", "64", "1", "7")
    assert era_parts("1989-01-08", western=False) == ("heisei", "1", "1", "8")


def test_a_kept_date_comes_back_western_where_the_language_is_not_japanese() -> None:
    assert era_parts("1989-01-08", western=True) == ("western", "1989", "1", "8")


def test_a_partly_unknown_date_leaves_its_parts_empty() -> None:
    assert era_parts("1947", western=False) == ("showa", "22", "", "")
    assert era_parts("1947-03", western=False) == ("showa", "22", "3", "")


def test_a_code_with_a_slip_that_has_no_place_names_no_group() -> None:
    placed, unplaced = (words_of(CodeSlip("code_slip", group=group, groups=4), "ja") for group in (2, 0))

    assert "2つ" in placed
    assert "どこか" in unplaced and "0" not in unplaced

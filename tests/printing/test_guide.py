"""The sheet of a guide: read by pdfium, its code by zxing; large, whole, in every language."""

from dataclasses import replace
from datetime import date

import pytest

from shared.printing.content import GuideContent, GuideDocument, GuideEntry, Words
from shared.printing.guide import guide_pdf
from shared.printing.sheet import MM

from . import reader
from .samples import COUNTER

NOTIFICATION = GuideEntry(
    title=Words("転入届", "Moving-in notification"),
    section=Words("市民課", "Citizens' Affairs"),
    counter="1-6",
    floor=Words("1階 南", "1F South"),
    telephone="0852-55-5255",
    deadline=date(2026, 12, 8),
)
LIBRARY = GuideEntry(Words("図書館の利用者登録"), Words("市立図書館"), "", None, "0852-27-3220", from_home=True)
CERTIFICATE = replace(LIBRARY, title=Words("住民票の写し"), fee=Words("1通 300円"), notes=(Words("1週間かかります。"),))
GUIDE = GuideContent(
    place=replace(COUNTER.place, section=Words(""), counter="", floor=Words("")),
    title=Words("転入（市外から松江市へ）", "Moving to Matsue"),
    entries=(NOTIFICATION, LIBRARY, CERTIFICATE),
    bring=(GuideDocument(Words("本人確認の書類")), GuideDocument(Words("委任状"), (Words("代理人のとき"),))),
    notes=(Words("紙の転出証明書はいりません。"),),
    external=(Words("郵便局の転送届"),),
    fee_total=300,
    fee_varies=True,
    fee_later=False,
    printed_on=date(2026, 11, 24),
    url="HTTPS://SHINSEI.EXAMPLE.LG.JP/G/TENNYU/1ABCDEFGH",
)


def test_it_says_word_for_word_what_to_do_until_when_where_and_what_to_bring() -> None:
    lines = reader.text_lines(guide_pdf(replace(GUIDE, external=(), notes=())).pdf)

    assert [line.replace("\u3000", " ") for line in lines] == [
        "松江市 ちょうどいい窓口",
        "松江市役所",
        "電話 0852-55-5255",
        "転入（市外から松江市へ）",
        "手続は3件です。上から順にしてください。",
        "令和8年11月24日（2026年）に印刷",
        "QRで、この",
        "案内をもういちど",
        "開けます",
        "すること",
        "□ 1 転入届",
        "12月8日（火）まで",
        "市民課 1階 南 1-6番窓口 電話 0852-55-5255",
        "□ 2 図書館の利用者登録",
        "市立図書館 電話 0852-27-3220",
        "インターネットで、家からもできます",
        "□ 3 住民票の写し",
        "市立図書館 電話 0852-27-3220",
        "インターネットで、家からもできます",
        "お金：1通 300円",
        "1週間かかります。",
        "持ってくるもの（ぜんぶの手続の分です）",
        "□ 本人確認の書類",
        "□ 委任状（代理人のとき）",
        "お金",
        "ぜんぶで 300円",
        "1つずつのときです。数や中身で変わります。",
        "この紙には、お名前も、答えたことも書いていません。決まりは変わることがあります。 1 / 1",
    ]


def test_what_is_done_elsewhere_and_what_to_know_stand_under_it() -> None:
    said = reader.text_lines(guide_pdf(GUIDE).pdf)

    assert said[said.index("市役所のほかですること・用意するもの") + 1] == "□ 郵便局の転送届"
    assert said[said.index("知っておくこと") + 1] == "紙の転出証明書はいりません。"


@pytest.mark.parametrize("language", ["ja", "ruby", "easy", "en"])
def test_the_code_is_read_from_every_language_and_is_small_enough(language: str) -> None:
    printed = guide_pdf(replace(GUIDE, language=language))
    picture = reader.picture(printed.pdf, 150)
    left, top, right, bottom = reader.placed(picture)[GUIDE.url]

    assert printed.missing == ()
    assert reader.codes(picture) == {GUIDE.url}
    assert (right - left) / 150 * 72 / MM > 20  # millimetres of dark modules
    assert bottom > top


def test_a_long_list_flows_over_pages_and_nothing_is_lost() -> None:
    many = replace(GUIDE, entries=tuple(replace(LIBRARY, title=Words(f"手続その{n}")) for n in range(1, 25)))
    pages = reader.pages(guide_pdf(many).pdf)
    said = "".join(line for page in pages for line in page)

    assert len(pages) > 2
    assert [n for n in range(1, 25) if f"手続その{n}" not in said] == []
    assert all(f"{number} / {len(pages)}" in page[-1] for number, page in enumerate(pages, start=1))


def test_a_deadline_that_has_passed_says_so_with_what_to_do() -> None:
    late = replace(GUIDE, entries=(replace(NOTIFICATION, deadline=date(2026, 11, 16), passed=True),))

    assert "期限（11月16日（月））は、もう過ぎています。" in reader.one_line(guide_pdf(late).pdf)


def test_a_price_that_is_told_later_is_not_said_to_be_nothing() -> None:
    later = reader.text_lines(guide_pdf(replace(GUIDE, fee_total=0, fee_later=True)).pdf)
    free = reader.text_lines(guide_pdf(replace(GUIDE, fee_total=0, fee_varies=False)).pdf)

    assert "金額があとで決まる手続があります。" in later and "お金はかかりません。" not in later
    assert "お金はかかりません。" in free


def test_words_are_large_and_every_font_is_in_the_file() -> None:
    pdf = guide_pdf(GUIDE).pdf
    heights = sorted(top - bottom for _, bottom, _, top in reader.boxes(pdf))

    assert heights[len(heights) // 2] > 8  # points of most lines, without room above and below
    assert all(reader.fonts(pdf).values())

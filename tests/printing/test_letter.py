"""The letter to the person in whose name something was filed: read by pdfium, and seen through its window."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations

import pytest

from shared.printing.content import Addressee, LetterContent, OwedWhy, Words
from shared.printing.letter import letter_pdf
from shared.printing.pages import LEFT
from shared.printing.sheet import MM
from shared.printing.window import ADDRESS_AT, ADDRESS_SIZE, KEPT_FREE

from . import reader
from .samples import COUNTER
from .test_receipt import overlap

LETTER = LetterContent(
    place=COUNTER.place,
    sender=Addressee("6908540", ("島根県松江市末次町86番地", "松江市役所"), "市民課", office=True),
    hours=Words("平日 8:30〜17:15", "Weekdays 8:30–17:15"),
    to=Addressee("6900887", ("松江市殿町1番地", "しじみハイツ201"), "見本 花子"),
    name="見本 花子",
    why="notice_owed",
    title=Words("転出届", "Moving-out notification"),
    reference="B3N8RT0WH",
    received_at=datetime(2026, 11, 22, 5, 41, 7, tzinfo=UTC),
    channel="counter",
    acting="self",
    written_on=date(2026, 11, 24),
)
LONG = replace(
    LETTER,
    to=Addressee(
        "6900887", ("島根県松江市殿町一丁目1番地", "とても長い名前のマンション松江の里 弐番館 1203号室"), "見本 花子"
    ),
    language="easy",
    title=Words("転出届", "{転出届|てんしゅつとどけ}"),
)


def test_it_says_word_for_word_what_was_filed_and_what_to_do() -> None:
    assert reader.text_lines(letter_pdf(LETTER).pdf) == [
        "〒690-0887",
        "松江市殿町1番地",
        "しじみハイツ201",
        "見本 花子 様",
        "令和8年11月24日（2026年）",
        "松江市役所 市民課",
        "〒690-8540 島根県松江市末次町86番地",
        "電話 0852-55-5255",
        "届出を受け付けたことのお知らせ",
        "見本 花子様のお名前で、下の届出を受け付けました。届け出た人が本人（または頼まれた人）",
        "であることを確かめられなかったので、ご本人にこの手紙でお知らせします。",
        "手続 転出届",
        "受け取った日時 令和8年（2026年）11月22日（日）14:41",
        "受付番号 B3N 8RT 0WH",
        "方法 窓口",
        "手続した人 本人として手続した人",
        "本人確認 確かめられませんでした",
        "心あたりがあるとき",
        "何もしなくてかまいません。この手紙は、お手もとにおいてください。",
        "心あたりがないとき",
        "できるだけ早く、下に電話してください。窓口に来るときは、この手紙と、",
        "本人確認ができるもの（マイナンバーカード、運転免許証など）を持ってきてください。",
        "電話 0852-55-5255",
        "松江市役所 市民課\u30001階 南・1-6番窓口",
        "受付：平日 8:30〜17:15",
        "市役所から、お金の振りこみをお願いしたり、暗証番号を聞いたりすることは、ありません。 1 / 1",
    ]


@pytest.mark.parametrize("language", ["ja", "ruby", "easy", "en"])
@pytest.mark.parametrize("why", ["notice_owed", "telling_owed"])
def test_only_the_address_stands_where_the_window_may_show_it(language: str, why: OwedWhy) -> None:
    pdf = letter_pdf(replace(LONG, language=language, why=why)).pdf
    height = reader.size(pdf)[1]
    seen = [box for box in reader.boxes(pdf) if box[0] < KEPT_FREE[0] and height - box[3] < KEPT_FREE[1]]
    left, top = ADDRESS_AT
    inside = [
        box
        for box in seen
        if left - 1 <= box[0]
        and box[2] <= left + ADDRESS_SIZE[0]
        and top - 1 <= height - box[3]
        and height - box[1] <= top + ADDRESS_SIZE[1]
    ]
    assert seen and inside == seen


@pytest.mark.parametrize("language", ["ja", "ruby", "easy", "en"])
@pytest.mark.parametrize("why", ["notice_owed", "telling_owed"])
def test_it_is_one_page_and_nothing_covers_anything(language: str, why: OwedWhy) -> None:
    sheet = letter_pdf(replace(LONG, language=language, why=why))
    assert (reader.page_count(sheet.pdf), sheet.missing) == (1, ())
    width, _ = reader.size(sheet.pdf)
    boxes = reader.boxes(sheet.pdf)
    assert [box for box in boxes if box[0] < LEFT - 1 or box[2] > width - LEFT + 1 or box[1] < 6 * MM] == []
    assert [pair for pair in combinations(boxes, 2) if overlap(*pair) > 0.25] == []


def test_without_an_address_the_window_stays_empty_and_the_name_is_only_in_the_text() -> None:
    pdf = letter_pdf(replace(LETTER, to=None)).pdf
    height = reader.size(pdf)[1]
    seen = [box for box in reader.boxes(pdf) if box[0] < KEPT_FREE[0] and height - box[3] < KEPT_FREE[1]]
    assert (seen, "殿町" in reader.text(pdf), "見本 花子様のお名前で" in reader.text(pdf)) == ([], False, True)


def test_it_holds_no_code_and_names_nobody_else() -> None:
    assert {"code", "code_url", "proof_url", "answers", "agent", "helper"}.isdisjoint(
        LetterContent.__dataclass_fields__
    )
    assert reader.codes(reader.picture(letter_pdf(LETTER).pdf, 144)) == set()
    assert "代わりの人（代理人）" in reader.text(letter_pdf(replace(LETTER, acting="agent")).pdf)


def test_as_agreed_it_says_nothing_of_identity_and_a_sensitive_procedure_is_not_named() -> None:
    told = reader.text(letter_pdf(replace(LETTER, why="telling_owed", title=Words(""))).pdf)
    assert ("本人確認 " in told, "転出届" in told, "受付票をお渡ししていない" in told) == (False, False, True)
    assert "本人確認 確かめられませんでした" in reader.text(letter_pdf(LETTER).pdf)


def test_the_second_language_stands_beside_and_all_fonts_are_inside() -> None:
    pdf = letter_pdf(replace(LETTER, language="en")).pdf
    words = " ".join(reader.text_lines(pdf))
    assert all(one in words for one in ("転出届", "Moving-out notification", "in the name of 見本 花子."))
    assert set(reader.fonts(pdf).values()) == {True}

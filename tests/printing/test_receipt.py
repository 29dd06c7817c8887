"""The receipt on both papers: what stands on it, and that nothing else does."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations, product
from pathlib import Path

import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from shared.printing.content import FactAsked, FeeShown, NextStep, Paper, ReceiptContent, Words
from shared.printing.receipt import receipt_pdf
from shared.printing.sheet import MM

from . import reader
from .samples import BASE, CODE, COUNTER, EASY, PRE_ENTRY, RECEIPT, TOKEN

PAPERS: tuple[Paper, ...] = ("a4", "80mm")
LONG_TITLE = (
    "特定在留者・外国人住民に係る出産育児一時金等支給申請（代理受取用）および国民健康保険資格取得届"
    "の同時提出に係る届出書の受付について"
)
EXTREME = replace(
    COUNTER,
    title=Words(
        LONG_TITLE, "Application for the childbirth lump-sum allowance and notice of enrolment, filed together"
    ),
    applicant="Ａ" * 60,
    agent="ブ○ " * 15,
    helper="市民生活部市民課窓口第二係主査 " + "宍道" * 8,
    sample=True,
    reprinted_at=datetime(2026, 11, 25, 1, 0, tzinfo=UTC),
    seen_from=datetime(2026, 11, 24, 0, 0, tzinfo=UTC),
    next_steps=tuple(
        NextStep(
            Words("長い説明です。" * 22 + "ここまで五行です。", "A long explanation follows here. " * 12),
            day=date(2027, 1, 8 + n),
        )
        for n in range(5)
    ),
    notes=(Words("お知らせです。" * 30, "Please note this. " * 30), Words("みじかいお知らせです。", "Short.")),
)


def test_the_a4_receipt_reads_word_for_word_as_it_should(tmp_path: Path) -> None:
    expected = [
        "松江市 ちょうどいい窓口",
        "松江市役所 子育て給付課",
        "大切にとっておいてください",
        "受付票",
        "下の手続を、たしかに受け取りました。",
        "受付番号",
        "A7K 2M9 QX4",
        "手続 児童手当の認定請求",
        "受け取った日時 令和8年（2026年）11月22日（日）14:41",
        "収受番号 子給 2026-000123 本物かどうかを確かめるQR",
        "お名前 見○ 花○ さん（本人）",
        "方法 オンライン",
        "手数料 お金はかかりません",
        "問い合わせ先 子育て給付課\u30001階 北・11番窓口",
        "電話 0852-00-0011",
        "このあと",
        "11月24日（火）ごろ 子育て給付課が受け付けます。",
        "そのあと 書いたことを確かめます。足りないときは、電話か下の",
        "ページでお知らせします。",
        "12月22日（火）ごろ 決まったら、手紙がとどきます。きょう、ほかにすることはありません。",
        "この紙には、あなたが書いた内容・生年月日・電話番号はのせていません。控えは窓口でいつでも出せます。 1 / 1",
        "つづき・ようすを見るコード",
        "7H3K - 9QWN - 2TCX - M4RD",
        "このコードは、人に見せないでください。",
        "スマートフォンでQRを読むか、窓口でこの紙を出してください。はじめに「お子さんの",
        "生年月日」を聞きます。",
        "令和9年12月31日（2027年）まで、インターネットで見られます。",
    ]
    pdf = receipt_pdf(RECEIPT).pdf
    assert reader.text_lines(pdf) == expected
    by_poppler = reader.poppler_lines(pdf, tmp_path)
    assert by_poppler is None or by_poppler == [line.replace("\u3000", " ") for line in expected]


def test_the_80_mm_receipt_says_the_same_in_one_column() -> None:
    roll = reader.one_line(receipt_pdf(COUNTER, "80mm").pdf)
    for words in (
        "受付票",
        "B3N 8RT 0WH",
        "住民票の写しをとる",
        "例○ 健○ さん（代理人例○ 咲○ さん）",
        "窓口（職員が代わりに入力：市民課 宍道）",
        "300円（まだ払っていません）窓口で払ってください。",
        "市民課\u30001階 南・1-6番窓口電話 0852-55-5255",
        "収受番号 市民 2026-004512",
        "7H3K - 9QWN2TCX - M4RDこのコードは、人に見せないでください。",
        "令和9年12月31日（2027年）まで、インターネットで見られます。",
    ):
        assert words in roll


@pytest.mark.parametrize("paper", PAPERS)
def test_a_pre_entry_sheet_says_that_nothing_is_finished_and_proves_nothing(paper: Paper) -> None:
    pdf = receipt_pdf(PRE_ENTRY, paper).pdf
    words = reader.one_line(pdf)
    assert "事前入力票まだ届出は終わっていませんこの紙を持って、窓口に来てください。" in words
    assert "受付票" not in words and "受け取りました" not in words and "受付番号" not in words
    assert "12月6日（日）まで" in words
    assert reader.codes(reader.picture(pdf, 203)) == {f"{BASE}/C/{CODE}"}


@pytest.mark.parametrize(
    ("fee", "expected"),
    [
        (FeeShown(), "手数料 お金はかかりません"),
        (FeeShown(amount=Words("許可のときに決まります。")), "手数料 許可のときに決まります。"),
        (FeeShown("paid", Words("300円"), "counter"), "手数料 300円（納付ずみ）"),
        (
            FeeShown("unpaid", Words("450円"), "online"),
            "手数料 450円（まだ払っていません）インターネットで払ってください。",
        ),
        (
            FeeShown("unpaid", Words("定額小為替 300円"), "post"),
            "手数料 定額小為替 300円（まだ払っていません）郵便で送ってください。",
        ),
    ],
)
def test_the_fee_says_what_is_paid_and_where(fee: FeeShown, expected: str) -> None:
    assert expected in reader.one_line(receipt_pdf(replace(RECEIPT, fee=fee)).pdf)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (FactAsked("birth_date", Words("生年月日")), "はじめに「生年月日」を聞きます。"),
        (FactAsked("phone_tail", Words("電話番号")), "はじめに「電話番号」の最後の4けたを聞きます。"),
        (FactAsked("own_word"), "はじめに「あなたが決めた言葉」を聞きます。"),
        (None, "窓口でこの紙を出してください。令和9年"),
    ],
)
def test_the_strip_says_which_fact_will_be_asked(fact: FactAsked | None, expected: str) -> None:
    assert expected in reader.one_line(receipt_pdf(replace(RECEIPT, fact=fact)).pdf)


def test_without_a_code_there_is_no_strip_and_marks_stand_only_where_they_belong() -> None:
    bare = receipt_pdf(replace(RECEIPT, code="", code_url="")).pdf
    assert "コード" not in reader.text(bare)
    assert reader.codes(reader.picture(bare, 144)) == {f"{BASE}/R/{TOKEN}"}
    assert "見本" not in reader.text(bare) and "再発行" not in reader.text(bare)
    marked = replace(RECEIPT, sample=True, reprinted_at=datetime(2026, 11, 25, 1, 0, tzinfo=UTC))
    words = reader.one_line(receipt_pdf(marked).pdf)
    assert "見本 練習用です。市役所には届いていません。" in words
    assert "再発行 令和8年（2026年）11月25日（水）10:00に印刷し直しました。" in words


def test_a_second_language_stands_beside_the_japanese() -> None:
    english = reader.text_lines(receipt_pdf(replace(COUNTER, language="en")).pdf)
    for line in (
        "受付票 Receipt",
        "受付番号 Reference number",
        "Copy of your residence record",
        "Sunday 22 November 2026, 14:41",
        "300 yen (not paid yet)",
        "窓口で払ってください。 Please pay at the counter.",
        "Citizens' Affairs Section, 1st floor south, counter 1-6",
        "このコードは、人に見せないでください。 Do not show this code to anyone.",
    ):
        assert line in english
    easy = reader.one_line(receipt_pdf(EASY).pdf)
    assert "お金かね（児童手当じどうてあて）を もらう" in easy
    assert "{" not in easy


def test_ruby_is_drawn_in_its_own_language_only() -> None:
    assert "うけつけばんごう" in reader.one_line(receipt_pdf(replace(RECEIPT, language="ruby")).pdf)
    assert "うけつけばんごう" not in reader.one_line(receipt_pdf(RECEIPT).pdf)


def test_steps_without_days_take_the_whole_width() -> None:
    sentence = "この紙と、本人確認ができるものを持って、市民課に来てください。待ち時間は十分ほどです。"
    undated = replace(PRE_ENTRY, next_steps=(NextStep(Words(sentence)),))
    dated = replace(PRE_ENTRY, next_steps=(NextStep(Words(sentence), day=date(2026, 12, 6)),))
    assert sentence in reader.text_lines(receipt_pdf(undated).pdf)
    assert sentence not in reader.text_lines(receipt_pdf(dated).pdf)


@pytest.mark.requirement("XS-1")
def test_what_a_person_typed_is_never_read_as_markup() -> None:
    odd = replace(RECEIPT, applicant="{山|やま}○ {name}", helper="{member}", language="ruby")
    words = reader.one_line(receipt_pdf(odd).pdf)
    assert "{山|やま}○ {name} さん" in words and "{member}" in words


@pytest.mark.parametrize(("paper", "language"), list(product(PAPERS, ("ja", "ruby", "easy", "en"))))
def test_the_longest_texts_wrap_and_neither_overlap_nor_run_out_of_the_sheet(paper: Paper, language: str) -> None:
    content = replace(EXTREME, language=language)
    pdf = receipt_pdf(content, paper).pdf
    check_layout(pdf, paper)
    words = re.sub(r"\s", "", reader.text(pdf))
    if language != "ruby":
        assert LONG_TITLE in words and words.count("ここまで五行です。") == 5
        assert "Ａ" * 60 in words
    assert reader.codes(reader.picture(pdf, 203)) == {f"{BASE}/R/{TOKEN}", f"{BASE}/C/{CODE}"}


def check_layout(pdf: bytes, paper: Paper) -> None:
    margin = {"a4": 17 * MM, "80mm": 3.9 * MM}[paper]
    count = reader.page_count(pdf)
    assert count == 1 or paper == "a4"
    for page in range(count):
        width, height = reader.size(pdf, page)
        boxes = reader.boxes(pdf, page)
        for left, bottom, right, top in boxes:
            assert left >= margin - 1 and right <= width - margin + 1
            assert bottom >= 6 * MM and top <= height - 3 * MM
        assert [pair for pair in combinations(boxes, 2) if overlap(*pair) > 0.25] == []


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Common area as a part of the smaller box. Glyph boxes of neighbours may touch, not cover one another."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    return wide * high / min(areas) if wide > 0 and high > 0 and min(areas) > 1 else 0.0


def test_a_receipt_that_does_not_fit_goes_on_over_pages_with_the_strip_on_the_first() -> None:
    pdf = receipt_pdf(replace(EXTREME, language="en")).pdf
    count = reader.page_count(pdf)
    assert count >= 2
    words = reader.text(pdf)
    assert [f"{n} / {count}" in words for n in range(1, count + 1)] == [True] * count
    assert words.count("受付票 B3N 8RT 0WH") == count - 1
    assert reader.codes(reader.picture(pdf, 144, page=0)) == {f"{BASE}/R/{TOKEN}", f"{BASE}/C/{CODE}"}
    assert reader.codes(reader.picture(pdf, 144, page=1)) == set()


def test_usual_receipts_take_one_page() -> None:
    stamped = replace(COUNTER, sample=True, reprinted_at=datetime(2026, 11, 25, 1, 0, tzinfo=UTC))
    for content in (
        RECEIPT,
        stamped,
        EASY,
        PRE_ENTRY,
        replace(RECEIPT, language="ruby"),
        replace(RECEIPT, language="en"),
    ):
        assert reader.page_count(receipt_pdf(content).pdf) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    title=some.text(
        some.sampled_from("住民票の写し・転出届（国外）「児童手当」ー Application、。"), min_size=1, max_size=90
    ),
    steps=some.lists(
        some.text(some.sampled_from("書いたことを確かめ、お知らせします。（電話）"), min_size=1, max_size=200),
        max_size=6,
    ),
    paper=some.sampled_from(PAPERS),
)
def test_no_text_of_any_length_breaks_the_layout(title: str, steps: list[str], paper: Paper) -> None:
    next_steps = tuple(NextStep(Words(step), day=date(2026, 12, 1)) for step in steps)
    check_layout(receipt_pdf(replace(RECEIPT, title=Words(title), next_steps=next_steps), paper).pdf, paper)


def test_nothing_that_was_not_given_for_the_sheet_is_in_the_file() -> None:
    """The content has no field for answers; the file holds its words, numbers and two addresses, no more."""
    names = set(ReceiptContent.__dataclass_fields__)
    assert names.isdisjoint({"answers", "birth_date", "phone", "email", "address", "my_number"})
    pdf = receipt_pdf(RECEIPT).pdf
    assert CODE.encode() not in pdf and TOKEN.encode() not in pdf  # neither in the title nor as a link
    assert b"/URI" not in pdf and b"/JavaScript" not in pdf and b"/EmbeddedFile" not in pdf
    assert "受付票 A7K 2M9 QX4".encode("utf-16-be") in pdf.replace(b"\\", b"") or b"/Title" in pdf


def test_a_qr_that_would_be_too_large_to_read_is_refused() -> None:
    with pytest.raises(ValueError):
        receipt_pdf(replace(RECEIPT, proof_url=f"{BASE}/R/{'7' * 300}"))
    with pytest.raises(ValueError):
        receipt_pdf(replace(RECEIPT, code_url="https://lower.example/c/abc"))


def test_the_roll_is_80_mm_wide_and_its_modules_are_whole_dots() -> None:
    pdf = receipt_pdf(COUNTER, "80mm").pdf
    width, height = reader.size(pdf)
    assert width == pytest.approx(80 * MM, abs=0.01)
    assert height / MM / 0.125 == pytest.approx(round(height / MM / 0.125), abs=0.01)
    dots = reader.picture(pdf, 203.19)  # else pdfium rounds up to one dot more
    for place in reader.placed(dots).values():
        symbol = numpy.asarray(dots.crop(place))
        grey = (symbol > 8) & (symbol < 247)
        assert grey.mean() < 0.02

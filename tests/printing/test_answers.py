"""The citizen's copy of the answers: everything they wrote, and neither code nor QR."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.printing.answers import answers_pdf
from shared.printing.content import CopyContent, CopyPart, CopyRow, Words

from . import reader
from .samples import COPY
from .test_receipt import check_layout


def test_the_copy_reads_word_for_word_as_it_was_written() -> None:
    assert reader.text_lines(answers_pdf(COPY).pdf) == [
        "松江市 ちょうどいい窓口",
        "松江市役所 子育て給付課",
        "大切にとっておいてください",
        "書いた内容の控え",
        "あなたが書いた内容です。人に見せたくないことが書いてあるときは、",
        "しまっておいてください。",
        "手続 児童手当の認定請求",
        "受付番号 A7K 2M9 QX4",
        "受け取った日時 令和8年（2026年）11月22日（日）14:41",
        "印刷した日時 令和8年（2026年）11月22日（日）14:45",
        "あなたについて教えてください",
        "氏名 𠮷田 葛\U000e0100城太郎",
        "住所 島根県松江市末次町86番地",
        "見晴らしハイツ 203号",
        "マイナンバー ●●●●",
        "電話番号 （書いていません）",
        "お子さんについて",
        "生年月日 令和8年11月1日（2026年）",
        "この紙は受付の証明にはなりません。証明には受付票を使ってください。 1 / 1",
    ]


def test_it_holds_neither_code_nor_qr() -> None:
    assert {"code", "code_url", "proof_url"}.isdisjoint(CopyContent.__dataclass_fields__)
    assert reader.codes(reader.picture(answers_pdf(COPY).pdf, 144)) == set()


def test_before_sending_it_says_so() -> None:
    unsent = reader.text(answers_pdf(replace(COPY, received_at=None)).pdf)
    assert "まだ市役所に送られていません" in unsent and "受け取った日時" not in unsent
    assert "まだ市役所に送られていません" not in reader.text(answers_pdf(COPY).pdf)


def test_a_sample_is_marked_and_a_second_language_stands_beside() -> None:
    words = reader.text(answers_pdf(replace(COPY, sample=True, language="en")).pdf)
    assert "練習用です。市役所には届いていません。" in words
    assert "書いた内容の控え Copy of what you wrote" in words and "Date of birth" in words


@pytest.mark.parametrize("language", ["ja", "easy", "en"])
def test_long_answers_go_on_over_pages_and_lose_nothing(language: str) -> None:
    story = "".join(f"{number}番めの文です。" for number in range(400))
    rows = (CopyRow(Words("理由", "Reason"), story), CopyRow(Words("備考" * 40), "以上です。"))
    parts = tuple(CopyPart(Words(f"{number}つめの画面"), rows) for number in range(3))
    pdf = answers_pdf(replace(COPY, parts=parts, language=language)).pdf
    check_layout(pdf, "a4")
    pages = [set(page) for page in reader.pages(pdf)]
    everywhere = set.intersection(*pages[1:])  # heads and feet
    assert 5 <= len(pages) <= 14
    numbered = re.compile(r" ?\d+ / \d+$")
    rest = [numbered.sub("", line) for page in reader.pages(pdf) for line in page if line not in everywhere]
    body = "".join(line for line in rest if not line.startswith(("この紙は受付の証明", "書いた内容の控え")))
    for number in range(1, 400):
        assert body.count(f"。{number}番めの文です。") == 3


def test_lines_of_an_answer_stay_lines() -> None:
    rows = (CopyRow(Words("内容"), "一行目\n\n三行目"),)
    content = replace(COPY, parts=(CopyPart(Words("画面"), rows),), printed_at=datetime(2026, 1, 1, tzinfo=UTC))
    lines = reader.text_lines(answers_pdf(content).pdf)
    assert lines[lines.index("内容 一行目") + 1] == "三行目"


def test_the_same_copy_is_the_same_bytes() -> None:
    assert answers_pdf(COPY).pdf == answers_pdf(COPY).pdf

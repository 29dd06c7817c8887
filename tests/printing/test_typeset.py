"""Lines: full but never too wide, Japanese line breaking, words and numbers whole, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shared.printing import fonts
from shared.printing.typeset import NOT_AT_END, NOT_AT_START, Type, has_ruby, lines
from shared.printing.words import Piece, Text

BODY = Type("words", 12, 18)
SENTENCES = (
    "書いたことを確かめます。足りないときは、電話か下のページでお知らせします。",
    "決まったら、手紙がとどきます。きょう、ほかにすることはありません。",
    "この紙と、本人確認ができるもの（運転免許証・マイナンバーカードなど）を持って、市民課に来てください。",
    "令和9年12月31日（2027年）まで、インターネットで見られます。「お子さんの生年月日」を聞きます。",
    "チェックとゃゅょとーーーと々、。」と（（（「「「がならぶことばでも、行のはじめにはこない。",
    "We check what you wrote; if something is missing, we call you (between 8:30 and 17:15).",
    "手続の名前が Application for Reissuance of Certificate of Eligibility のように英語をふくむとき。",
)


def as_text(text: str) -> Text:
    return (Piece(text),)


def drawn(text: str, width: float, kind: Type = BODY) -> list[str]:
    """The lines as characters (no text here has variants, so what is drawn is what was written)."""
    return ["".join(run.drawn for run in line.runs) for line in lines(as_text(text), kind, width)]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_line_begins_with_closing_or_ends_with_opening_punctuation_at_any_width(sentence: str) -> None:
    for width in range(70, 420, 7):
        rows = drawn(sentence, width)
        assert [row for row in rows[1:] if row[0] in NOT_AT_START] == []
        assert [row for row in rows[:-1] if row[-1] in NOT_AT_END] == []


@given(
    text=some.text(
        some.sampled_from("今日は、市役所（1階）で。「受付」ーのカードABC 12年3月￥ゃッ・？\u3000𠮷"), max_size=80
    ),
    width=some.floats(15, 300),
)
def test_nothing_is_lost_and_no_line_is_wider_than_it_may_be(text: str, width: float) -> None:
    rows = lines(as_text(text), BODY, width)
    assert all(row.width <= width + 0.02 or len(list(fonts.clusters(plain(row)))) == 1 for row in rows)
    gaps = str.maketrans("", "", " \u3000")
    assert "".join(plain(row) for row in rows).translate(gaps) == text.translate(gaps)


def plain(row: object) -> str:
    return "".join(run.drawn for run in row.runs)  # type: ignore[attr-defined]


def test_numbers_stay_with_their_counters_and_words_of_other_scripts_stay_whole() -> None:
    for width in range(60, 300, 5):
        rows = drawn("締め切りは令和8年12月31日の17時15分です。Certificate of Eligibility も要ります。", width)
        assert [row for row in rows[1:] if row[0] in "年月日時分"] == []
        joined = "|".join(rows)
        assert "12|" not in joined and "1|2" not in joined
        if width >= 80:
            assert "Certificate" in joined and "Eligibility" in joined


def test_a_word_wider_than_the_line_is_divided_rather_than_running_out() -> None:
    rows = lines(as_text("https://www.city.example.lg.jp/very/long/address/without/any/blank"), BODY, 90)
    assert len(rows) > 3
    assert all(row.width <= 90.02 for row in rows)


def test_a_line_rather_ends_where_a_phrase_ends() -> None:
    assert drawn("決まったら、手紙がとどきます。きょう、ほかにすることはありません。", 140) == [
        "決まったら、手紙が",
        "とどきます。きょう、",
        "ほかにすることは",
        "ありません。",
    ]


def test_a_line_feed_begins_a_new_line_and_blanks_at_line_ends_are_dropped() -> None:
    assert drawn("一行目 \n\n三行目", 300) == ["一行目", "", "三行目"]
    assert all(not row.startswith(" ") for row in drawn("one two three four five six seven", 60))


def test_readings_stand_above_their_base_and_are_never_divided_from_it() -> None:
    text = (Piece("市役所", "しやくしょ"), Piece("に"), Piece("届", "とど"), Piece("きました。"))
    assert has_ruby(text)
    rows = lines(text, BODY, 50)
    for row in rows:
        for run in row.runs:
            assert run.rise in (0.0, pytest.approx(BODY.size * 0.92))
    first = rows[0].runs
    assert first[0].drawn == "市役所"
    assert "".join(run.drawn for run in first if run.size == 6) == "しやくしょ"


def test_a_type_with_readings_has_room_for_them() -> None:
    assert BODY.with_ruby().leading >= BODY.size * 1.5
    assert Type("words", 9.5, 13).with_ruby().leading > 13

"""Free text, spreadsheets, file names."""

import csv
import io

import pytest

from shared.errors import ValueRefused
from shared.language.file_names import LONGEST, read_file_name, shown_name
from shared.language.spreadsheet import neutral
from shared.language.texts import read_text


def refusal(text: str, lines: bool = False) -> str:
    with pytest.raises(ValueRefused) as refused:
        read_text(text, 200, lines)
    return refused.value.code


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "家族👨‍👩‍👧です",
        "'; DROP TABLE x; --",
        "{{7*7}} {0} {name}",
        "\ufa19谷 渡邉\U000e0100 \U00020bb7",
        "✌️ ☎️",
    ],
)
def test_free_text_is_stored_exactly_as_typed(text):
    reading = read_text(text, 200)
    assert (reading.stored, reading.flags) == (text, ())


def test_lines_are_taken_only_where_they_are_asked_for():
    assert read_text("1行目\r\n2行目\t終わり", 200, lines=True).stored == "1行目\r\n2行目\t終わり"
    assert refusal("1行目\n2行目") == "line_break"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "blank"),
        (" \n　", "blank"),
        ("\u200b\ufeff", "blank"),  # pasted: nothing that anybody could read
        ("a\x00b", "control_character"),
        ("a\ud800b", "broken_character"),
        ("支払\u202e済", "bidi_character"),
        ("支払\u2066済", "bidi_character"),
        ("\ue000", "private_character"),
        ("e" + "\u0301" * 10_000, "too_many_marks"),
        ("あ" * 201, "too_long"),
    ],
)
def test_what_no_store_can_hold_or_what_deceives_is_refused(text, code):
    assert refusal(text, lines=True) == code


def test_a_my_number_or_something_invisible_in_a_text_is_asked_about():
    assert read_text("番号は 1234 5678 9018", 200).flags == ("my_number_inside",)
    assert read_text("貼り\u200bつけ", 200).flags == ("invisible_inside",)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://x")',
        "+81",
        "-5",
        "@SUM(A1)",
        "＝1",
        "＋1",
        "－1",
        "＠A",
        "−1",
        "\t=1",
        "\r=1",
        " =1",
    ],
)
def test_no_spreadsheet_reads_a_neutral_text_as_a_formula(text):
    assert neutral(text) == f"'{text}"
    assert neutral(neutral(text)) == neutral(text)


@pytest.mark.parametrize("text", ["", "山田", "0852-55-5555", "'=1", "ー", "a=b"])
def test_a_harmless_text_goes_to_the_spreadsheet_unchanged(text):
    assert neutral(text) == text


def test_a_neutral_text_survives_a_csv_file():
    out = io.StringIO()
    csv.writer(out).writerow([neutral('=HYPERLINK("http://x","a")\nb')])
    assert next(csv.reader(io.StringIO(out.getvalue()))) == ['\'=HYPERLINK("http://x","a")\nb']


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("領収書①😀 ../../etc.pdf", "etc.pdf"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("領収書①😀.pdf", "領収書①😀.pdf"),
        ("渡邉\U000e0100.png", "渡邉\U000e0100.png"),
        ("a\x00b\u202egpj.pdf", "abgpj.pdf"),
        ("a\ud800.pdf", "a.pdf"),
        ('a<b>"c".pdf', "a_b__c_.pdf"),
        ("CON", "_CON"),
        ("con.pdf", "_con.pdf"),
        ("..", "_"),
        ("", "_"),
    ],
)
def test_a_file_name_is_shown_without_path_and_tricks(name, shown):
    assert shown_name(name) == shown
    assert shown_name(shown) == shown


def test_a_long_file_name_keeps_its_ending():
    shown = shown_name("長" * 300 + ".pdf")
    assert (len(shown), shown[-4:]) == (LONGEST, ".pdf")
    assert len(shown_name("長" * 300)) == LONGEST


def test_the_ending_of_a_file_says_whether_we_take_it():
    assert [read_file_name(f"a.{ending}").flags for ending in ("pdf", "JPG", "jpeg", "png")] == [()] * 4
    assert [read_file_name(f"a.{ending}").flags for ending in ("HEIC", "heif")] == [("file_converted",)] * 2
    assert read_file_name("写真").flags == ("file_ending",)
    for name in ("a.exe", "a.pdf.exe", "a.svg", "a.html", "a.docm"):
        with pytest.raises(ValueRefused) as refused:
            read_file_name(name)
        assert refused.value.code == "file_type"

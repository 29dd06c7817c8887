"""Furigana and the names of bank accounts."""

import pytest

from shared.errors import ValueRefused
from shared.language.kana import read_bank_kana, read_kana


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ"),
        ("やまだ たろう", "ヤマダ タロウ"),
        ("ヤマダ　タロウ", "ヤマダ タロウ"),
        (" ヤマダ  タロウ ", "ヤマダ タロウ"),
        ("ウ゛ィクター", "ヴィクター"),
        ("ｳﾞｨｸﾀｰ", "ヴィクター"),
        ("か\u3099く", "ガク"),
        ("ハ゜パ", "パパ"),
        ("ﾊﾟﾊﾟ", "パパ"),
        ("ぢづぁゔゎゕゖゐゑを", "ヂヅァヴヮヵヶヰヱヲ"),
        ("ﾜﾞ", "ヷ"),
        ("ｸﾞｴﾝ･ﾃｨ･ﾗﾝ", "グエン・ティ・ラン"),
        ("グエン·ティ", "グエン・ティ"),
        ("ジャン＝ポール", "ジャン゠ポール"),
        ("ﾀﾛｰ", "タロー"),
    ],
)
def test_every_width_and_script_of_kana_becomes_full_width_katakana(typed, stored):
    reading = read_kana(typed)
    assert (reading.stored, reading.flags) == (stored, ())


def test_large_and_small_kana_are_never_merged():
    pairs = [("シヨウコ", "ショウコ"), ("ﾐﾂｺ", "ﾐｯｺ"), ("りよう", "りょう"), ("キヤ", "キャ")]
    assert [read_kana(large).stored != read_kana(small).stored for large, small in pairs] == [True] * 4


@pytest.mark.parametrize("hyphen", ["-", "－", "‐", "–", "—", "―", "−", "─", "一"])
def test_a_hyphen_after_kana_is_taken_as_a_long_vowel_and_asked_about(hyphen):
    reading = read_kana(f"タロ{hyphen}")
    assert (reading.stored, reading.flags) == ("タロー", ("kana_hyphen",))


@pytest.mark.parametrize(("typed", "stored"), [("いすゞ", "イスズ"), ("サヽキ", "ササキ"), ("ｽｽﾞゝ", "スズス")])
def test_repeat_marks_are_written_out_and_asked_about(typed, stored):
    reading = read_kana(typed)
    assert (reading.stored, reading.flags) == (stored, ("kana_repeat",))


@pytest.mark.parametrize("typed", ["山田", "YAMADA", "ヤマダ2", "ヤマダ!", "ー", "・", "゛", "カ゜", "ｰﾞ", "ㇰ"])
def test_what_is_no_kana_is_refused(typed):
    with pytest.raises(ValueRefused) as refused:
        read_kana(typed)
    assert refused.value.code == "kana_only"


def test_kana_is_found_without_blanks_and_dots():
    assert read_kana("グエン・ティ ラン").search_key == "グエンティラン"


@pytest.mark.parametrize(
    ("typed", "stored", "flags"),
    [
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ﾔﾏﾀﾞ ﾀﾛｳ", ()),
        ("ヤマダ　タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ", ()),
        ("やまだ たろう", "ﾔﾏﾀﾞ ﾀﾛｳ", ()),
        ("yamada taro", "YAMADA TARO", ()),
        ("カ）マツエ", "ｶ)ﾏﾂｴ", ()),
        ("マーク", "ﾏ-ｸ", ()),
        ("グエン・ラン", "ｸﾞｴﾝ.ﾗﾝ", ()),
        ("パウロ", "ﾊﾟｳﾛ", ()),
        ("ショウコ", "ｼﾖｳｺ", ("bank_kana_changed",)),
        ("ｼｮｳｺ", "ｼﾖｳｺ", ("bank_kana_changed",)),
        ("ヰ", "ｲ", ("bank_kana_changed",)),
        ("ア" * 31, "ｱ" * 31, ("bank_kana_long",)),
    ],
)
def test_an_account_name_is_stored_as_banks_transfer_it(typed, stored, flags):
    reading = read_bank_kana(typed)
    assert (reading.stored, reading.flags) == (stored, flags)


@pytest.mark.parametrize("typed", ["山田", "ヤマダ!", "é", "株式会社マツエ", "-", "()"])
def test_an_account_name_with_other_letters_is_refused(typed):
    with pytest.raises(ValueRefused) as refused:
        read_bank_kana(typed)
    assert refused.value.code == "bank_kana"

"""Names: stored as typed, refused where they would deceive, found by their key."""

import unicodedata

import pytest

from shared.errors import ValueRefused
from shared.language.characters import mask_name, search_key
from shared.language.names import read_alias, read_name
from shared.language.variants import FOLDED, GROUPS

E_ACUTE = "Jos\u00e9"
E_WITH_MARK = "Jose\u0301"


def refusal(read, text, **more) -> str:
    with pytest.raises(ValueRefused) as refused:
        read(text, **more)
    return refused.value.code


@pytest.mark.parametrize(
    "name",
    [
        "\ufa19谷",  # 神, which NFC would change
        "\U00020bb7田",  # 𠮷
        "渡邉\U000e0100",  # a variation selector of IVS
        "葛\ufe00城",  # a standardised variation
        "\U0003134b山",  # an ideograph newer than the Unicode of Python 3.11
        "O'BRIEN-SMITH JR.",
        "ゝゞヽヾ々〆ヶ・ー",
        "㈱松江商会",
        "ｱﾍﾞ ﾊﾅｺ",
        " 山田 ",
        "山田　太郎",
        "林",
        E_WITH_MARK,
    ],
)
def test_a_name_is_stored_exactly_as_typed(name):
    assert read_name(name).stored == name


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "blank"),
        ("　 ", "blank"),
        ("\u3164", "blank"),  # Hangul filler: a letter without ink
        ("山田\u202e太郎", "bidi_character"),
        ("山田\u2067太郎", "bidi_character"),
        ("山田\u200f太郎", "bidi_character"),
        ("山田\u200b太郎", "invisible_character"),
        ("山田\u200d太郎", "invisible_character"),
        ("山田\u00ad太郎", "invisible_character"),
        ("\ufeff山田太郎", "invisible_character"),
        ("山田\u115f", "invisible_character"),
        ("\U000e0100山田", "invisible_character"),  # a selector with nothing to select
        ("邉\U000e0100\U000e0101", "invisible_character"),
        ("山田\U000e0041", "invisible_character"),  # a tag character
        ("山田\x00太郎", "control_character"),
        ("山田\x1b太郎", "control_character"),
        ("山田\n太郎", "line_break"),
        ("山田\t太郎", "line_break"),
        ("山田\u2028太郎", "line_break"),
        ("山田\ud842", "broken_character"),
        ("山田\ufffd", "broken_character"),
        ("山田\uffff", "broken_character"),
        ("山田\ue000", "private_character"),
        ("<script>alert(1)</script>", "markup"),
        ("山田＜太郎＞", "markup"),
        ("e" + "\u0301" * 5, "too_many_marks"),
        ("山" * 61, "too_long"),
        ("山田😀", "name_character"),
        ("●田太郎", "name_character"),
        ("?田太郎", "name_character"),
        ("松江#7", "name_character"),
        ("12-3", "name_letters"),
        ("・・", "name_letters"),
    ],
)
def test_what_would_deceive_or_get_lost_is_refused(name, code):
    assert refusal(read_name, name) == code


def test_marks_and_selectors_do_not_count_as_characters():
    assert read_name("邉\U000e0100" * 60).stored == "邉\U000e0100" * 60
    assert refusal(read_name, "邉\U000e0100" * 61) == "too_long"


@pytest.mark.parametrize(
    ("name", "flags"),
    [
        ("NGUYEN THI LAN", ()),
        ("ＮＧＵＹＥＮ", ()),
        ("がぎぐ", ()),
        (E_ACUTE, ("diacritics",)),
        (E_WITH_MARK, ("diacritics",)),
        ("NGUYỄN Đ", ("diacritics",)),
        ("張 大明（通称：松江 大輔）", ("alias_inside",)),
        ("山田 花子（旧姓 佐藤）", ("alias_inside",)),
        ("LEE a.k.a. MORI", ("alias_inside",)),
        ("(株)松江商会", ()),
        ("松江21世紀会", ("digits_in_name",)),
        ("Хасан", ("name_script",)),
        ("김철수", ("name_script",)),
    ],
)
def test_what_a_residence_card_would_show_otherwise_is_asked_about(name, flags):
    assert read_name(name).flags == flags


def test_a_friendlier_spelling_is_offered_and_never_applied():
    reading = read_name("ＮＧＵＹＥＮ　ＴＨＩ　ＬＡＮ ")
    assert (reading.stored, reading.suggestion) == ("ＮＧＵＹＥＮ　ＴＨＩ　ＬＡＮ ", "NGUYEN THI LAN")
    assert read_name("ﾔﾏﾀﾞ").suggestion == "ヤマダ"
    assert read_name("山田　太郎").suggestion == ""


@pytest.mark.parametrize("alias", ["松江 大輔", "松江　大輔", "マツエ", "まつえ", "齋\U000e0101藤", "佐々木"])
def test_an_alias_holds_what_a_family_register_holds(alias):
    assert read_alias(alias).stored == alias
    assert read_alias(alias).flags == ()


@pytest.mark.parametrize("alias", ["MATSUE", "ｍａｔｓｕｅ", "松江・大輔", "松江2", "松江Ⅱ", "김"])
def test_an_alias_with_latin_letters_digits_or_signs_is_refused(alias):
    assert refusal(read_alias, alias) == "alias_characters"


def test_a_half_width_alias_is_asked_about():
    assert read_alias("ﾏﾂｴ").flags == ("half_width_kana",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\ufa19谷", "神谷"),
        ("\U00020bb7田", "吉田"),
        ("渡邉\U000e0100", "渡辺"),
        ("渡邊", "渡辺"),
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("濱田", "浜田"),
        ("濵田", "浜田"),
        ("廣瀨", "広瀬"),
        ("嶋﨑", "島崎"),
        ("德永", "徳永"),
        (E_ACUTE, E_WITH_MARK),
        (E_ACUTE, "JOSE"),
        ("NGUYỄN THỊ ĐÀ", "Nguyen Thi Da"),
        ("ＮＧＵＹＥＮ　ＴＨＩ", "Nguyen  Thi"),
        ("O’BRIEN", "O'Brien"),
        ("D´ARCY", "D'Arcy"),
        ("山田　太郎", "山田太郎"),
        ("ｶﾞｸ", "ガク"),
        ("か\u3099く", "がく"),
        ("㈱松江商会", "(株)松江商会"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert search_key(one) == search_key(other)


def test_the_four_saito_are_stored_apart_and_found_together():
    names = ["齋藤", "齊藤", "斎藤", "斉藤"]
    assert [read_name(name).stored for name in names] == names
    assert {read_name(name).search_key for name in names} == {"斎藤"}


@pytest.mark.parametrize(("one", "other"), [("がく", "かく"), ("ショウコ", "シヨウコ"), ("大阪", "大坂")])
def test_other_names_keep_other_keys(one, other):
    assert search_key(one) != search_key(other)


def test_blanks_stay_in_a_key_only_between_latin_words():
    assert search_key(" NGUYEN　THI  LAN ") == "NGUYEN THI LAN"
    assert search_key("張 大明 TARO") == "張大明TARO"


def test_no_character_stands_in_two_groups_of_variants_or_is_folded_by_nfkc_already():
    members = [form for group in GROUPS for form in group]
    assert len(members) == len(set(members))
    assert [form for form in members if unicodedata.normalize("NFKC", form) != form] == []
    assert [group for group in GROUPS if ord(group[0]) in FOLDED] == []
    assert [group for group in GROUPS if len(group) < 2] == []


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("見本 花子", "見○ 花○"),
        ("山田　太郎", "山○　太○"),
        ("林 花", "○ ○"),
        ("NGUYEN LAN", "N○○○○○ L○○"),
        ("邉\U000e0100田", "邉\U000e0100○"),
        ("", ""),
    ],
)
def test_a_masked_name_shows_the_first_character_of_each_part(name, masked):
    assert mask_name(name) == masked

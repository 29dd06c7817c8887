"""With which key a word begins."""

import pytest

from shared.language.initials import initial_keys


@pytest.mark.parametrize(
    ("reading", "keys"),
    [
        ("はい", "hハ"),
        ("いいえ", "iイ"),
        ("しゃしんつき", "sシ"),
        ("チーム", "tcチ"),
        ("ふりこみ", "hfフ"),
        ("じんこう", "zjジ"),
        ("ｶﾝｼ", "kカ"),
        ("NISSAN", "n"),
        ("写真", ""),
        ("3人", ""),
        ("", ""),
    ],
)
def test_a_word_begins_with_the_keys_of_its_first_sound(reading: str, keys: str) -> None:
    assert initial_keys(reading) == keys

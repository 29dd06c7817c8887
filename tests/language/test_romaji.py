"""Romaji as people type it is read as hiragana."""

import pytest

from shared.language.romaji import hiragana_of


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        ("Hikkoshi", "ひっこし"),
        ("hikkosi", "ひっこし"),
        ("juminhyo", "じゅみんひょ"),
        ("jūminhyō", "じゅうみんひょお"),
        ("zyuuminhyou", "じゅうみんひょう"),
        ("shimbun", "しんぶん"),
        ("shinbun", "しんぶん"),
        ("kon'yaku", "こんやく"),
        ("konnichiwa", "こんにちわ"),
        ("matcha", "まっちゃ"),
        ("TŌKYŌ", "とおきょお"),
        ("tsuuchi", "つうち"),
        ("tuuti", "つうち"),
        ("sentaa", "せんたあ"),
        ("se-ta-", "せーたー"),
        ("fuyō", "ふよお"),
    ],
)
def test_romaji_is_read_as_hiragana(typed: str, kana: str) -> None:
    assert hiragana_of(typed) == kana


@pytest.mark.parametrize("typed", ["", "dog", "tax", "xyzzy", "住民票", "いぬ", "q", "123", "kaigo1"])
def test_what_cannot_be_romaji_is_left_alone(typed: str) -> None:
    assert hiragana_of(typed) is None

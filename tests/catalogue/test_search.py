"""Procedures are found by the words that people use."""

import time
from dataclasses import replace

import pytest

from shared.catalogue import search, spelling
from shared.catalogue.catalogue import Catalogue


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("住民票", "juminhyo-copy"),
        ("じゅうみんひょう", "juminhyo-copy"),
        ("ジュウミンヒョウ", "juminhyo-copy"),
        ("ｼﾞｭｳﾐﾝﾋｮｳ", "juminhyo-copy"),
        ("じゆうみんひよう", "juminhyo-copy"),
        ("じゅうみんひょお", "juminhyo-copy"),
        ("犬", "inu-toroku"),
        ("いぬ", "inu-toroku"),
        ("いぬをかった", "inu-toroku"),
        ("dog", "inu-toroku"),
        ("粗大ごみ", "sodai-gomi"),
        ("そだいゴミ", "sodai-gomi"),
        ("ソファーを捨てたい", "sodai-gomi"),
        ("そふぁあ", "sodai-gomi"),
        ("介護", "kaigo-nintei-shinki"),
        ("ほいくえん", "hoiku-moshikomi"),
        ("保育園", "hoiku-moshikomi"),
        ("印鑑", "inkan-toroku"),
        ("はんこ", "inkan-toroku"),
        ("児童手当", "jido-teate-nintei"),
        ("課税証明", "shotoku-kazei-shomei"),
        ("国保", "kokuho-kanyu"),
        ("転出届", "tenshutsu-todoke"),
        ("juminhyo-copy", "juminhyo-copy"),
    ],
)
def test_the_first_one_found_is_the_one_meant(shipped: Catalogue, text: str, first: str) -> None:
    assert search.find(shipped, text)[0].id == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("juminhyo", "juminhyo-copy"),
        ("jūminhyō", "juminhyo-copy"),
        ("Juuminhyou", "juminhyo-copy"),
        ("zyuminhyo", "juminhyo-copy"),
        ("hoikuen", "hoiku-moshikomi"),
        ("Hoikusho", "hoiku-moshikomi"),
        ("jidō teate", "jido-teate-nintei"),
        ("zidouteate", "jido-teate-nintei"),
        ("inkan", "inkan-toroku"),
        ("hanko", "inkan-toroku"),
        ("kaigo", "kaigo-nintei-shinki"),
        ("inu", "inu-toroku"),
        ("sodaigomi", "sodai-gomi"),
        ("kokuho kanyu", "kokuho-kanyu"),
        ("tensyutu", "tenshutsu-todoke"),
        ("ＪＵＭＩＮＨＹＯ", "juminhyo-copy"),
    ],
)
def test_romaji_finds_what_kana_finds(shipped: Catalogue, text: str, first: str) -> None:
    assert search.find(shipped, text)[0].id == first


def test_moving_in_romaji_finds_the_procedures_of_moving(shipped: Catalogue) -> None:
    assert {one.id for one in search.find(shipped, "Hikkoshi")} >= {"tenshutsu-todoke", "tenkyo-todoke"}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("じゅうみんひゅう", "juminhyo-copy"),
        ("じゅみんひょうう", "juminhyo-copy"),
        ("じゅうみんひう", "juminhyo-copy"),
        ("じゅみうんひょう", "juminhyo-copy"),
        ("juminyo", "juminhyo-copy"),
        ("juminhyp", "juminhyo-copy"),
        ("ほいくんえ", "hoiku-moshikomi"),
        ("ほいくえ", "hoiku-moshikomi"),
        ("ほりくえん", "hoiku-moshikomi"),
        ("てんしつゆつ", "tenshutsu-todoke"),
        ("じどうてあけ", "jido-teate-nintei"),
        ("そだいこみ", "sodai-gomi"),
        ("住民表", "juminhyo-copy"),
        ("印艦登録", "inkan-toroku"),
    ],
)
def test_a_slip_of_one_letter_is_forgiven(shipped: Catalogue, text: str, first: str) -> None:
    assert search.find(shipped, text)[0].id == first


@pytest.mark.parametrize(
    "text", ["", " 　", "・・", "xyzzy", "🐕", "宝くじ", "今日の天気", "pizza", "出雲大社", "しじみ汁", "時刻表"]
)
def test_nothing_fits_nothing(shipped: Catalogue, text: str) -> None:
    assert search.find(shipped, text) == []


def test_a_life_event_finds_its_procedures(shipped: Catalogue) -> None:
    found = {procedure.id for procedure in search.find(shipped, "引っ越し")}

    assert found >= {"tenshutsu-todoke", "tenkyo-todoke"}


def test_at_most_as_many_as_wanted_are_found(shipped: Catalogue) -> None:
    assert len(search.find(shipped, "証明", limit=2)) == 2


def test_a_very_long_text_is_no_harm(shipped: Catalogue) -> None:
    search.find(shipped, "住民票" * 10_000)


def test_shelves_and_life_events_list_their_procedures(small: Catalogue) -> None:
    assert [one.id for one in search.by_life_event(small, "hikkoshi")] == ["copy", "waste"]
    assert [one.id for one in search.by_category(small, "kurashi")] == ["waste"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("ヒッコシ", "ひつこし"), ("センター", "せんた"), ("とうろく", "とーろく"), ("ＤＯＧ", "dog"), ("お 金", "お金")],
)
def test_letters_that_sound_alike_are_alike(one: str, other: str) -> None:
    assert spelling.fold(one) == spelling.fold(other)


def test_what_is_made_in_the_background_is_what_the_first_search_uses(shipped: Catalogue) -> None:
    fresh = replace(shipped)  # another one, of which nothing is made yet
    began = time.process_time()
    search.warm(fresh).join(timeout=60)
    made = time.process_time()

    assert [one.id for one in search.find(fresh, "住民票")] == [one.id for one in search.find(shipped, "住民票")]
    assert time.process_time() - made < (made - began) / 2

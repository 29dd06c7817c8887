"""Wording files: complete, with the same parameters in every language, and shown safely."""

import re
from pathlib import Path

import pytest
import yaml

from shared.language import wording
from shared.language.wording import ruby_html, say, say_html, without_ruby

OWN_ROOMS = {"dates", "flags"}
# Places where texts still fall back. Read by operators and by who writes procedures.yaml, Japanese will do:
FALL_BACK = {("catalogue", "easy"), ("cli", "easy"), ("cli", "en")}
STAFF_ALONE = ("web.signin.", "web.password.", "web.kiosk.", "web.sheet.")  # pages that no citizen opens
# To be emptied by the rooms that write there:
FALL_BACK |= {("tickets", "easy"), ("tickets", "en")}
FALL_BACK |= {("dense", "easy"), ("dense", "en")}  # staff alone read it
FALL_BACK |= {("kiosk_paper", "easy"), ("kiosk_paper", "en")}  # staff alone read it
FALL_BACK |= {("kiosk", "easy"), ("kiosk", "en")}  # all but what staff alone read
FALL_BACK |= {("errors", "easy"), ("errors", "en"), ("printing", "easy"), ("printing", "en")}


def missing() -> dict[tuple[str, str], list[str]]:
    """Keys that exist in Japanese and not in the other language, by (room, language)."""
    found: dict[tuple[str, str], list[str]] = {}
    for language in ("easy", "en"):
        for key in sorted(wording.texts("ja").keys() - wording.texts(language).keys()):
            if not key.startswith(STAFF_ALONE):
                found.setdefault((key.split(".")[0], language), []).append(key)
    return found


def codes_of_language() -> set[str]:
    """Keys of the words for every refusal that this package raises."""
    folder = Path(wording.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))
    codes = set(re.findall(r'ValueRefused\(\s*"(\w+)"', source)) | set(re.findall(r'"(\w+_character)"', source))
    return {f"errors.{code}" for code in codes | {"line_break", "alternatives_differ"}}


def test_no_text_is_missing_in_easy_japanese_or_english_where_citizens_read():
    counted = {place: len(keys) for place, keys in missing().items() if place not in FALL_BACK}
    assert counted == {}


def test_every_refusal_of_this_room_has_words_in_every_language():
    codes = codes_of_language()
    assert len(codes) > 50
    assert {language: sorted(codes - wording.texts(language).keys()) for language in wording.WRITTEN} == {
        language: [] for language in wording.WRITTEN
    }


def test_no_language_has_a_text_that_japanese_lacks():
    for language in ("easy", "en"):
        assert sorted(wording.texts(language).keys() - wording.texts("ja").keys()) == []


def test_a_text_has_the_same_parameters_in_every_language():
    for language in ("easy", "en"):
        for key, text in wording.texts(language).items():
            if key.split(".")[0] != "dates":  # an English date has no era, an easy one has it elsewhere
                assert (key, wording.parameters(text)) == (key, wording.parameters(wording.texts("ja")[key]))


def test_texts_never_shout_and_those_about_values_stay_in_the_order_of_their_keys():
    for language in wording.WRITTEN:
        assert [key for key, text in wording.texts(language).items() if "！" in text] == []
        for room in ("errors", "flags"):
            path = wording.WORDING / language / f"{room}.yaml"
            keys = list(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
            assert keys == sorted(keys)


def test_easy_japanese_has_ruby_on_every_kanji():
    codes = codes_of_language()
    for key, text in wording.texts("easy").items():
        if key in codes or key.split(".")[0] in OWN_ROOMS:
            bare = re.sub(r"\{[^{}]*\}", "", text)
            assert (key, [c for c in bare if "\u4e00" <= c <= "\u9fff"]) == (key, [])


def test_parameters_and_ruby_do_not_collide(words):
    words("ja", "greeting: '{漢字|かんじ}と{name}、{市役所|しやくしょ}'\n")
    assert say("room.greeting", name="花子") == "漢字と花子、市役所"
    assert say("room.greeting", "ruby", name="{花|はな}|{name}") == "漢字と{花|はな}|{name}、市役所"
    assert say_html("room.greeting", "ja", name="<b>") == "漢字と&lt;b&gt;、市役所"
    assert say_html("room.greeting", "ruby", name="{花|はな}").count("<ruby>") == 2
    assert wording.parameters("{漢字|かんじ}と{name}") == {"name"}


def test_ruby_is_drawn_with_brackets_for_who_cannot_see_it():
    assert ruby_html("{届|とど}<") == "<ruby>届<rp>（</rp><rt>とど</rt><rp>）</rp></ruby>&lt;"
    assert without_ruby("{届出|とどけで}を{出|だ}す {name}") == "届出を出す {name}"


def test_a_missing_text_falls_back_to_easy_japanese_and_then_to_japanese(words):
    words("ja", "a: 甲\nb: 乙\nc: 丙\n")
    words("easy", "a: '{甲|こう}です'\nb: '{乙|おつ}です'\n")
    words("en", "a: A\n")
    assert [say(f"room.{key}", "en") for key in "abc"] == ["A", "乙です", "丙"]
    assert [say(f"room.{key}", "ruby") for key in "abc"] == ["甲", "乙", "丙"]
    assert say_html("room.b", "easy") == "<ruby>乙<rp>（</rp><rt>おつ</rt><rp>）</rp></ruby>です"


def test_an_unknown_key_or_a_missing_parameter_is_loud(words):
    words("ja", "greeting: '{name}さん'\n")
    for call in (lambda: say("room.nothing"), lambda: say("room.greeting"), lambda: say("nothing")):
        with pytest.raises(KeyError):
            call()
    with pytest.raises(KeyError):
        say("room.greeting", "fr", name="x")


def test_scalars_of_a_wording_file_stay_the_words_they_are(words):
    words("ja", "yes: no\ngroup: {on: '012', off: 1.0}\n")
    assert [say("room.yes"), say("room.group.on"), say("room.group.off")] == ["no", "012", "1.0"]


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: 2\n",
        "a: {b: {c: d}}\n",
        "a: [1]\n",
        "just a text\n",
        "a: '{not a name}'\n",
        "a: '{|x}'\n",
        "a: '{}'\n",
    ],
)
def test_a_broken_wording_file_is_loud(words, text):
    words("ja", text)
    with pytest.raises(ValueError, match="room"):
        say("room.a")


@pytest.fixture
def words(tmp_path, monkeypatch):
    """Writes the file of a room called "room" in a language, in a folder of its own."""
    monkeypatch.setattr(wording, "WORDING", tmp_path)
    wording.texts.cache_clear()

    def write(language: str, text: str) -> None:
        (tmp_path / language).mkdir(exist_ok=True)
        (tmp_path / language / "room.yaml").write_text(text, encoding="utf-8")
        wording.texts.cache_clear()

    yield write
    monkeypatch.undo()
    wording.texts.cache_clear()

"""Wording files: complete, with the same parameters in every language, and shown safely."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from shared.language import wording
from shared.language.wording import ruby_html, say, say_bracketed, say_html, without_ruby

# Rooms that fall back: read by staff, operators and by who writes procedures.yaml, in Japanese.
FALL_BACK = {("catalogue", "easy"), ("cli", "easy"), ("cli", "en")}
FALL_BACK |= {
    (room, language)
    for room in ("tickets", "dense", "editing", "kiosk_paper", "practice", "rehearsal")
    for language in ("easy", "en")
}
FALL_BACK |= {("kiosk", "easy"), ("kiosk", "en")}  # all but what is shown to the visitor
# Texts of other rooms that no citizen reads: pages and sheets of staff, refusals of operators' commands and printers.
STAFF_ALONE = (
    "web.signin.",
    "web.password.",
    "web.pin.",
    "web.kiosk.",
    "web.sheet.",
    "printing.recovery.",
    "printing.trial.",
    *(f"errors.{begun}" for begun in ("anchor_", "base_url", "body_", "box_", "card_", "cover_open", "cups_")),
    *(f"errors.catalogue_{slip}" for slip in ("altered", "missing", "not_sent", "older", "too_large", "unsigned")),
    "errors.catalogue_unreadable",
    "lookup.for_staff",
    *(f"errors.{begun}" for begun in ("device_exists", "device_name", "device_unknown", "devices_word")),
    *(f"errors.{begun}" for begun in ("database_", "envelope_", "font_", "head_", "key_", "keys_exist", "no_number_")),
    *(
        f"errors.{begun}"
        for begun in ("number_key_", "number_zone_", "page_address", "paper_out", "part_", "pass", "pin_", "practice_")
    ),
    *(f"errors.{begun}" for begun in ("proposal_", "rehearsal_", "rehearsals_")),
    *(f"errors.{begun}" for begun in ("printer_", "printing_", "protect_", "public_keys_", "queue_", "reason_holds_")),
    *(f"errors.{begun}" for begun in ("recovery_", "salt_", "signing_key_", "size_", "sqlite_", "streamlit_")),
)
# Drawn as plain words only: titles, names of files, mail, what the browser itself says, and words put into others.
PLAIN = (
    "web.chrome.",
    "web.portal.title",
    "web.portal.description",
    "screens.page_title",
    "screens.mail_",
    "web.receipt.file",
    "visits.phone.file",
    "visits.book.calendar_file",
    "guides.sheet_file",
)
PLAIN += ("web.receipt.answers_file", "web.form.file", "catalogue.", "form.era_", "printing.sheet.weekdays")
PLAIN += (
    "printing.sheet.sample",
    "status.",
    "visits.book.day_of_month",
)  # 見本 across a sheet; the desk's words for statuses
_KANJI = re.compile("[\u3400-\u4dbf\u4e00-\u9fff々]+")


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


def bare_kanji(language: str, keys: Iterable[str]) -> dict[str, list[str]]:
    """Kanji without a reading, by key."""
    texts = wording.texts(language)
    bare = {key: _KANJI.findall(re.sub(r"\{[^{}]*\}", "", texts[key])) for key in keys}
    return {key: found for key, found in bare.items() if found}


def read_by_citizens() -> list[str]:
    """Keys of what citizens read with ruby: all that there is in easy Japanese."""
    return [key for key in wording.texts("easy") if not key.startswith((*PLAIN, *STAFF_ALONE))]


def test_easy_japanese_has_ruby_on_every_kanji():
    keys = read_by_citizens()
    assert len(keys) > 800
    assert bare_kanji("easy", keys) == {}


def test_what_citizens_read_in_japanese_has_ruby_on_every_kanji():
    assert bare_kanji("ja", read_by_citizens()) == {}


def test_every_reading_is_kana_over_kanji():
    for language in ("ja", "easy"):
        for key, text in wording.texts(language).items():
            for base, reading in re.findall(r"\{([^{}|]+)\|([^{}|]+)\}", text):
                assert (key, base, bool(_KANJI.search(base))) == (key, base, True)
                assert (key, reading, re.fullmatch("[ぁ-ゖー]+", reading) is not None) == (key, reading, True)


def test_plain_words_never_hold_marks_of_ruby():
    for language in wording.LANGUAGES:
        for key in wording.texts("ja"):
            names = dict.fromkeys(wording.parameters(wording.texts("ja")[key]), "1")
            spoken = say(key, language, **names) if not key.startswith("dates.") else ""
            assert (key, "{" in spoken or "|" in spoken.replace(" | ", "")) == (key, False)


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


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("{n}{日|にち}", {1: "1にち", 5: "いつか", 10: "とおか", 12: "12にち", 14: "じゅうよっか", 20: "はつか"}),
        ("11{月|がつ}{n}{日|にち}", {1: "11がつついたち", 3: "11がつみっか", 30: "11がつ30にち"}),
        ("{n}{分|ふん}", {1: "1ぷん", 2: "2ふん", 5: "5ふん", 10: "10ぷん", 18: "18ぷん"}),
        ("{n}{分間|ふんかん}", {1: "1ぷんかん", 15: "15ふんかん"}),
        ("{n}{人|にん}", {1: "ひとり", 2: "ふたり", 3: "3にん", 12: "12にん"}),
    ],
)
def test_the_reading_of_a_counter_follows_its_number(words, text, drawn):
    words("ja", f"count: '{text}'\n")
    for number, reading in drawn.items():
        html = say_html("room.count", "ruby", n=number)
        heard = re.sub(r"<ruby>[^<]*<rp>（</rp><rt>([^<]*)</rt><rp>）</rp></ruby>", r"\1", html)
        assert (number, heard) == (number, reading)
        assert say("room.count", "ruby", n=number) == without_ruby(text).replace("{n}", str(number))


def test_inside_a_widget_the_reading_stands_in_brackets(words):
    words("ja", "do: '{市役所|しやくしょ}に{送|おく}る {n}'\n")
    words("easy", "do: '{送|おく}る {n}'\n")
    said = {language: say_bracketed("room.do", language, n="{花|はな}") for language in wording.LANGUAGES}
    assert said["ja"] == "市役所に送る {花|はな}"
    assert said["ruby"] == "市役所（しやくしょ）に送（おく）る {花|はな}"
    assert said["easy"] == said["en"].replace("送る", "送（おく）る") == "送（おく）る {花|はな}"


def test_a_line_may_end_after_a_particle_and_not_inside_a_verb():
    phrases = ruby_html("お{知|し}らせを{書|か}き{直|なお}して{送|おく}る").split("<wbr>")
    assert [re.sub("<rp>.*?</rp>|<rt>.*?</rt>|<[^>]*>", "", one) for one in phrases] == [
        "お知らせを",
        "書き直して",
        "送る",
    ]


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

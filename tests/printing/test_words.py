"""What is set of wording and catalogue: second languages, readings, parameters, and what people typed."""

from datetime import date

import pytest

from shared.catalogue.texts import Text
from shared.language import wording
from shared.printing import days
from shared.printing.content import Words, words_of
from shared.printing.words import Piece, Said, as_typed, joined, label, plain, said


def test_a_catalogue_text_brings_its_second_language_and_falls_back_to_easy_japanese() -> None:
    text = Text(ja="転出届", easy="{引|ひ}っこし", en="Moving out")
    assert words_of(text, "ja") == words_of(text, "ruby") == Words("転出届")
    assert words_of(text, "en") == Words("転出届", "Moving out")
    assert words_of(text, "easy") == Words("転出届", "{引|ひ}っこし")
    assert words_of(Text(ja="転出届", easy="{引|ひ}っこし"), "en") == Words("転出届", "{引|ひ}っこし")
    assert words_of(Text(ja="転出届"), "en") == Words("転出届")


def test_readings_are_kept_where_they_are_drawn_and_dropped_elsewhere() -> None:
    words = Words("{届出|とどけで}です", "{出|だ}す")
    assert said(words, "ja") == Said((Piece("届出"), Piece("です")))
    assert said(words, "ruby") == Said((Piece("届出", "とどけで"), Piece("です")))
    assert said(words, "easy").second == (Piece("出", "だ"), Piece("す"))
    assert said(words, "en").second == (Piece("出"), Piece("す"))


def test_a_second_line_that_says_the_same_is_left_out() -> None:
    assert said(Words("松江市", "松江市"), "en") == Said((Piece("松江市"),))


def test_parameters_may_be_words_of_two_languages_and_must_be_given() -> None:
    brand = label("sheet.brand", "en", city=Words("松江市", "Matsue City"))
    assert (plain(brand.ja), plain(brand.second)) == ("松江市 ちょうどいい窓口", "Matsue City Choudoii Madoguchi")
    with pytest.raises(KeyError):
        label("sheet.brand", "ja")
    with pytest.raises(KeyError):
        label("receipt.no_such_key", "ja")


def test_braces_of_a_person_stay_braces() -> None:
    named = label("receipt.by_self", "ruby", name="{a|b}{name}")
    assert plain(named.ja) == "{a|b}{name} さん（本人）"
    assert as_typed("{a|b}") == Said((Piece("{a|b}"),))


def test_empty_parts_leave_no_gap() -> None:
    row = joined("・", said(Words("1階 北", "1st floor"), "en"), as_typed(""), as_typed("11番"), between_second=", ")
    assert (plain(row.ja), plain(row.second)) == ("1階 北・11番", "1st floor, 11番")


@pytest.mark.parametrize(
    ("day", "meant", "ja", "en"),
    [
        (date(2026, 11, 24), "about", "11月24日（火）ごろ", "about Tue 24 November"),
        (date(2026, 12, 6), "by", "12月6日（日）まで", "by Sun 6 December"),
        (date(2027, 1, 8), "on", "2027年1月8日（金）", "Fri 8 January 2027"),
    ],
)
def test_near_days_have_a_weekday_and_a_year_only_where_it_is_another(day: date, meant: str, ja: str, en: str) -> None:
    shown = days.near_day(day, meant, 2026, "en")  # type: ignore[arg-type]
    assert (plain(shown.ja), plain(shown.second)) == (ja, en)


def test_every_text_of_what_is_taken_home_is_written_in_three_languages() -> None:
    papers = (
        "printing.receipt.",
        "printing.copy.",
        "printing.sheet.",
        "printing.ticket.",
        "printing.letter.",
        "printing.guide.",
    )
    ours = {key for key in wording.texts("ja") if key.startswith(papers)}
    assert len(ours) > 60
    for language in ("easy", "en"):
        assert {key for key in wording.texts(language) if key.startswith("printing.")} == ours
    for key in ours:
        wanted = wording.parameters(wording.texts("ja")[key])
        assert wording.parameters(wording.texts("easy")[key]) <= wanted | {"helper"}


def test_no_text_of_ours_shouts() -> None:
    for language in wording.WRITTEN:
        texts = [text for key, text in wording.texts(language).items() if key.startswith("printing.")]
        assert [text for text in texts if "！" in text or "!" in text] == []

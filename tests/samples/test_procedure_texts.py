"""The words of procedures.yaml: three languages, easy Japanese that is easy, a voice that never shouts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from shared.catalogue import catalogue
from shared.catalogue.texts import Text
from shared.language import wording

CATALOGUE = catalogue.load(Path(__file__).parents[2] / "procedures.yaml")
RUBY = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")
KANJI = re.compile(r"[々〇㐀-鿿豈-﫿\U00020000-\U0003ffff]")
FOR_STAFF_OR_LAW = {"for_staff", "formal_title", "example"}  # names of laws' forms may be long


def texts(part: object, where: str) -> Iterator[tuple[str, Text]]:
    """Every text below a part of the catalogue, with its place."""
    if isinstance(part, Text):
        yield where, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from texts(getattr(part, name), f"{where}.{name}")
    elif isinstance(part, tuple):
        for index, one in enumerate(part):
            yield from texts(one, f"{where}.{getattr(one, 'id', getattr(one, 'value', index))}")


def said_to_citizens() -> list[tuple[str, Text]]:
    parts = (CATALOGUE.city, CATALOGUE.sections, CATALOGUE.categories, CATALOGUE.life_events)
    found = [
        one
        for part in (*parts, CATALOGUE.document_kinds, CATALOGUE.procedures, CATALOGUE.guides)
        for one in texts(part, "")
    ]
    return [(where, text) for where, text in found if where.rsplit(".", 1)[-1] not in FOR_STAFF_OR_LAW]


TEXTS = said_to_citizens()


def test_every_text_for_citizens_is_there_in_japanese_easy_japanese_and_english() -> None:
    assert [where for where, text in TEXTS if text.easy is None or text.en is None] == []


def test_every_kanji_of_easy_japanese_has_its_reading() -> None:
    assert [where for where, text in TEXTS if KANJI.search(RUBY.sub("", text.easy or ""))] == []


def test_every_kanji_has_its_reading_where_ruby_is_chosen() -> None:
    assert [where for where, text in TEXTS if KANJI.search(RUBY.sub("", text.ja))] == []


def test_readings_are_hiragana() -> None:
    readings = {match[1] for _, text in TEXTS for one in (text.ja, text.easy or "") for match in RUBY.findall(one)}
    assert [reading for reading in sorted(readings) if not re.fullmatch("[ぁ-んー]+", reading)] == []


def test_a_sentence_of_easy_japanese_has_at_most_13_kanji() -> None:
    sentences = [
        (where, sentence)
        for where, text in TEXTS
        for sentence in re.split("[。？]", wording.without_ruby(text.easy or ""))
    ]
    assert [one for one in sentences if len(KANJI.findall(one[1])) > 13] == []


@pytest.mark.parametrize("sign", ["！", "!", "♪", "〜ください", "下さい", "ご入力", "して頂"])
def test_no_text_has_a_tone_that_we_do_not_use(sign: str) -> None:
    assert [where for where, text in TEXTS if sign in text.say("ja") + text.say("easy")] == []


def test_the_title_of_a_step_differs_from_the_labels_below_it_where_it_asks() -> None:
    same = [
        f"{procedure.id}.{step.id}"
        for procedure in CATALOGUE.procedures
        for step in procedure.steps
        for question in step.questions
        if step.title.say("ja") == question.label.say("ja")
    ]
    assert same == []


def test_every_procedure_can_be_searched_by_eight_to_thirty_everyday_words() -> None:
    assert [one.id for one in CATALOGUE.procedures if not 8 <= len(one.words) <= 30] == []


def test_every_procedure_says_what_comes_next_in_two_to_four_sentences() -> None:
    assert [one.id for one in CATALOGUE.procedures if not 2 <= len(one.after) <= 4] == []


def test_every_procedure_has_something_that_the_city_must_confirm() -> None:
    assert [one.id for one in CATALOGUE.procedures if not one.confirm] == []


def test_every_life_event_leads_to_a_procedure() -> None:
    led_to = {event for procedure in CATALOGUE.procedures for event in procedure.life_events}
    assert led_to == {event.id for event in CATALOGUE.life_events}


def test_staff_are_told_of_every_question_what_to_ask_what_goes_wrong_or_which_paper_proves_it() -> None:
    every = [(procedure.id, question) for procedure in CATALOGUE.procedures for question in procedure.questions()]
    inside = [(where, child) for where, question in every for child in getattr(question, "questions", ())]
    assert [f"{where}.{question.id}" for where, question in every + inside if question.for_staff is None] == []


def test_every_other_section_is_said_in_one_line_that_begins_with_whom_it_concerns() -> None:
    said = [one.for_staff.say("ja") for procedure in CATALOGUE.procedures for one in procedure.related]
    assert len(said) > 40
    assert [line for line in said if "：" not in line or len(line) > 60] == []


def test_where_nothing_may_be_taken_from_home_it_is_said_before_the_first_question() -> None:
    offers = {one.id: one.online_offer for one in CATALOGUE.procedures if one.channels.online == "pre_entry"}
    assert offers
    assert [
        name for name, offer in offers.items() if not offer or "まだ届出は終わっていません" not in offer.say("ja")
    ] == []

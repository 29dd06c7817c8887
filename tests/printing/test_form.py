"""The paper form: everything that is asked stands on it, and what is known is printed exactly."""

import re
from collections.abc import Iterator

import pytest
from pydantic import JsonValue

from shared.catalogue import journey
from shared.catalogue.procedure import Procedure
from shared.catalogue.questions.choices import ConsentQuestion, OptionsBase, YesNoQuestion
from shared.catalogue.questions.files import FileQuestion
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.catalogue.questions.kinds import Question
from shared.catalogue.questions.numbers import SEALED
from shared.language import clock
from shared.printing.form.answers import FEW_AGAIN, FEW_OPTIONS
from shared.printing.form.paper import form_pdf
from shared.printing.form.style import LARGE, NORMAL
from shared.printing.sheet import MM
from tests.samples.representatives import dear
from tests.samples.sample_cases import Sample

from . import reader
from .form_samples import BASE, PROCEDURES, SAMPLES, blank, filled, printed, procedure, sample

TICK = "✓"
EXPLAINED = 1  # the tick in the words that say how to tick


def squeezed(text: str) -> str:
    """Without blanks and line ends: words on paper wrap anywhere."""
    return re.sub(r"\s", "", text)


def words_of(pdf: bytes) -> str:
    return squeezed(reader.one_line(pdf))


def every_question(of: Procedure) -> Iterator[Question]:
    for question in of.questions():
        yield question
        if isinstance(question, GroupQuestion | RepeatQuestion):
            yield from question.questions


# ── blank


@pytest.mark.requirement("R-01")
@pytest.mark.parametrize("procedure_id", dear(PROCEDURES))
def test_every_question_of_every_branch_stands_on_the_blank_form(procedure_id: str) -> None:
    order, sheet = printed(procedure_id)
    text = words_of(sheet.pdf)
    labels = {squeezed(question.label.say("ja")) for question in every_question(order.procedure)}
    titles = {
        squeezed(step.title.say("ja"))
        for step in order.procedure.steps
        if not step.staff_only and not all(isinstance(question, FileQuestion) for question in step.questions)
    }
    assert {words for words in labels | titles if words not in text} == set()
    assert sheet.missing == ()


@pytest.mark.parametrize("procedure_id", dear(PROCEDURES))
def test_every_answer_that_can_be_chosen_stands_on_the_blank_form(procedure_id: str) -> None:
    order, sheet = printed(procedure_id)
    text = words_of(sheet.pdf)
    asked = [
        question
        for question in every_question(order.procedure)
        if isinstance(question, OptionsBase) and not _by_hand_of_staff(order.procedure, question)
    ]
    options = {squeezed(option.label.say("ja")) for question in asked for option in question.options}
    assert {words for words in options if words not in text} == set()


def _by_hand_of_staff(of: Procedure, question: Question) -> bool:
    """Long lists in the staff's box: they know them, and write."""
    step = next(step for step in of.steps if _holds(step.questions, question))
    many = isinstance(question, OptionsBase) and len(question.options) > FEW_OPTIONS
    return many and (step.staff_only or question.staff_only)


def _holds(questions: tuple[Question, ...], wanted: Question) -> bool:
    inside = [child for one in questions if isinstance(one, GroupQuestion | RepeatQuestion) for child in one.questions]
    return any(one is wanted for one in (*questions, *inside))


def test_a_part_for_some_people_says_for_whom_by_the_words_of_the_question() -> None:
    text = words_of(printed("juminhyo-copy")[1].pdf)
    assert "6・7・8は、1の「代わりの人が手続きする」が「はい」の人だけ書いてください。" in text
    assert "10は、9の「住民票がいる人」が「世帯の一部」の人だけ書いてください。" in text
    assert "8の「本人との関係」が「別の世帯の家族」か「介護事業者など」か「そのほかの人」の人だけ、つけて" in words_of(
        printed("hoiku-moshikomi")[1].pdf
    )


def test_a_question_for_some_children_says_so_beside_the_question() -> None:
    text = words_of(printed("jido-teate-nintei")[1].pdf)
    assert text.count("▶「いっしょに住んでいますか」が「別居」の人だけ書いてください。") == 3


def test_things_that_repeat_have_several_places_and_a_way_out() -> None:
    text = words_of(printed("jido-teate-nintei")[1].pdf)
    order = printed("jido-teate-nintei")[0]
    assert [f"お子さん{number}" in text for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert f"別の紙（別紙）に同じように書いてください。別紙に、用紙番号「{order.number[:3]}" in text


@pytest.mark.parametrize(
    ("procedure_id", "words"),
    [
        ("juminhyo-copy", ["お名前（記名）", "はんこは、いりません", "代わりの人が出すときは"]),
        ("tenshutsu-todoke", ["お名前（署名）", "本人が自分の手で書いてください", "届け出ます"]),
        ("inkan-toroku", ["お名前（署名）", "登録する印", "はっきりおしてください"]),
    ],
)
def test_who_signs_and_how_is_the_procedures_own_rule(procedure_id: str, words: list[str]) -> None:
    text = words_of(printed(procedure_id)[1].pdf)
    assert [word in text for word in words] == [True] * len(words)


def test_a_procedure_without_signature_asks_for_the_day_only() -> None:
    text = words_of(printed("sodai-gomi")[1].pdf)
    assert ("書いた日" in text, "お名前（" in text) == (True, False)


@pytest.mark.parametrize("procedure_id", dear(PROCEDURES))
def test_it_says_where_it_goes_what_it_costs_and_whom_to_ask(procedure_id: str) -> None:
    order, sheet = printed(procedure_id)
    text, section = words_of(sheet.pdf), order.procedure.section_details
    expected = [section.name.say("ja"), section.telephone, "手数料", "職員記入欄", "線を2本ひいて"]
    expected += [f"{section.counter}番窓口"] if section.counter else []
    expected += ["郵便で送るとき"] if order.procedure.channels.post else []
    expected += [document.title.say("ja") for document in order.procedure.documents]
    assert [word for word in map(squeezed, expected) if word not in text] == []


def test_days_offer_the_eras_in_which_they_may_lie() -> None:
    text = words_of(printed("juminhyo-copy")[1].pdf)
    assert "明・大・昭・平・令・西暦年月日" in text
    assert "令・西暦年月" in words_of(printed("hoiku-moshikomi")[1].pdf)


# ── filled


def shown(of: Procedure, answers: dict[str, JsonValue]) -> list[str]:
    """What screens and receipts show of these answers, one by one."""
    asked = journey.asked_answers(of, answers, "staff")
    found: list[str] = []
    for question in of.questions():
        found += _shown(question, asked.get(question.id))
    return [squeezed(words) for words in found]


def _shown(question: Question, stored: JsonValue) -> list[str]:
    if question.empty(stored) or isinstance(question, FileQuestion):
        return []
    if isinstance(question, GroupQuestion | RepeatQuestion):
        items = stored if isinstance(stored, list) else [stored]
        return [
            words
            for item in items
            if isinstance(item, dict)
            for child in question.questions
            for words in _shown(child, item.get(child.id))
        ]
    if isinstance(question, ConsentQuestion):
        return [TICK + question.label.say("ja")]
    if isinstance(question, YesNoQuestion) or _ticked(question):
        return [TICK + words for words in question.show(stored).split("、")]
    return [question.show(stored)]


def _ticked(question: Question) -> bool:
    return isinstance(question, OptionsBase) and len(question.options) <= FEW_AGAIN


@pytest.mark.requirement("R-01")
@pytest.mark.parametrize("one", dear(SAMPLES, each=True))
def test_a_filled_form_shows_exactly_the_words_of_the_answers(one: Sample) -> None:
    order = filled(one)
    text = words_of(form_pdf(order).pdf)
    expected = shown(order.procedure, dict(order.answers))
    assert [words for words in expected if words not in text] == []
    ticked = sum(words.startswith(TICK) for words in expected)
    few_again = [q for q in order.procedure.questions() if isinstance(q, OptionsBase) and not _ticked(q)]
    more = sum(FEW_AGAIN < len(q.options) <= FEW_OPTIONS and q.id in order.answers for q in few_again)
    assert text.count(TICK) == ticked + more + EXPLAINED


def test_what_was_answered_away_is_not_on_a_filled_form() -> None:
    order = filled(sample("juminhyo-copy", "self-by-post"))
    text = words_of(form_pdf(order).pdf)
    assert [words in text for words in ("代わりの人の氏名", "住民票がいる人の氏名", "委任状の原本")] == [
        False,
        False,
        True,
    ]


def test_a_paper_that_the_office_looks_up_is_not_to_be_added() -> None:
    one = sample("nyusatsu-sankaku", "cleaning-sole-trader")
    papers = {said: words_of(form_pdf(filled(one, lookup_tainonashi=said)).pdf) for said in ("yes", "no")}
    title = next(one.title for one in filled(one).procedure.documents if one.kind == "tainonashi").say("ja")
    assert papers["no"].count(squeezed(title)) - papers["yes"].count(squeezed(title)) == 1


def test_what_is_not_answered_yet_is_left_to_the_pen() -> None:
    order = filled(sample("juminhyo-copy", "self-by-post"), applicant_kana=None, copies=None, by_agent=None)
    text = words_of(form_pdf(order).pdf)
    assert [words in text for words in ("カタカナで、1ますに", "代わりの人の氏名", "松江市殿町")] == [True, True, True]


@pytest.mark.parametrize("name", ["𠮷野", "辻󠄀村", "髙橋﨑", "神󠄀谷", "はしご髙"])
def test_rare_names_are_copied_from_the_form_exactly(name: str) -> None:
    order = filled(sample("juminhyo-copy", "self-by-post"), applicant_sei=name)
    sheet = form_pdf(order)
    assert name in reader.one_line(sheet.pdf)
    assert sheet.missing == ()


def test_what_no_font_has_is_told_to_staff() -> None:
    order = filled(sample("juminhyo-copy", "self-by-post"), applicant_sei="\U000323af")
    assert form_pdf(order).missing == ("\U000323af",)


def test_a_my_number_is_never_printed() -> None:
    order = filled(sample("jido-teate-nintei", "newborn"), individual_number="123456789018")
    text = words_of(form_pdf(order).pdf)
    assert (squeezed(SEALED) in text, "123456789018" in text) == (True, False)
    assert order.answers["individual_number"] == SEALED


# ── how it is set


def test_there_is_room_to_write() -> None:
    assert [round(style.box / MM, 1) for style in (NORMAL, LARGE)] == [9.0, 12.5]
    assert [round(style.line / MM, 1) >= least for style, least in ((NORMAL, 8), (LARGE, 11))] == [True, True]


def check_inside(pdf: bytes) -> None:
    """All words lie inside the margins of each page, none over the foot of the next."""
    for page in range(reader.page_count(pdf)):
        width, height = reader.size(pdf, page)
        for left, bottom, right, top in reader.boxes(pdf, page):
            assert left >= 15 * MM
            assert right <= width - 15 * MM
            assert bottom >= 6 * MM
            assert top <= height - 8 * MM


@pytest.mark.parametrize("procedure_id", dear(PROCEDURES))
def test_no_word_leaves_the_page(procedure_id: str) -> None:
    check_inside(printed(procedure_id)[1].pdf)


@pytest.mark.parametrize(
    ("procedure_id", "language", "large"),
    [
        ("jido-teate-nintei", "ja", True),
        ("hoiku-moshikomi", "en", False),
        ("juminhyo-copy", "easy", False),
        ("kaigo-nintei-shinki", "ruby", True),
        ("sodai-gomi", "en", True),
    ],
)
def test_large_print_readings_and_other_languages_hold_everything_too(
    procedure_id: str, language: str, large: bool
) -> None:
    order, sheet = printed(procedure_id, language, large)
    text = words_of(sheet.pdf)
    check_inside(sheet.pdf)
    labels = [question.label for question in every_question(order.procedure)]
    second = language if language == "en" else "ja"
    for label in labels:
        assert squeezed(label.say(second)) in text or language in ("ruby", "easy")


def test_large_print_has_more_pages_and_the_same_words() -> None:
    small, large = (printed("jido-teate-nintei", "ja", size)[1].pdf for size in (False, True))
    assert reader.page_count(small) < reader.page_count(large)
    parts = [squeezed(step.title.say("ja")) for step in procedure("jido-teate-nintei").steps if not step.staff_only]
    assert [part in words_of(small) for part in parts] == [part in words_of(large) for part in parts]


def test_ruby_stands_over_the_words() -> None:
    plain, ruby = (printed("juminhyo-copy", language)[1].pdf for language in ("ja", "ruby"))
    assert ("じゅうしょ" in words_of(plain), "じゅうしょ" in words_of(ruby)) == (False, True)


def test_every_font_of_a_form_is_embedded() -> None:
    assert set(reader.fonts(printed("juminhyo-copy")[1].pdf).values()) == {True}


def test_the_same_order_gives_the_same_bytes() -> None:
    order = blank("sodai-gomi")
    assert form_pdf(order).pdf == form_pdf(order).pdf


def test_long_labels_and_long_answers_stay_inside() -> None:
    asked = procedure("inu-toroku").as_asked(clock.today())
    long = "とても長い設問の名前で、何行にもわたるもの（" + "くわしい説明" * 12 + "）"
    for step in asked["steps"]:
        for question in step["questions"]:
            question["label"] = {"ja": long, "en": "A very long label of a question " * 5}
    order = blank("inu-toroku")
    changed = Procedure.from_asked(asked)
    answers = {"applicant_sei": "寿" * 60, "dog_name": "寿限無" * 10, "coat": "W" * 100}
    for language in ("ja", "en"):
        again = type(order)(changed, order.number, BASE, order.procedure4, answers, language)
        check_inside(form_pdf(again).pdf)

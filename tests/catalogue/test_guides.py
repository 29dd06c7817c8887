"""The guides against a table that was made elsewhere: which procedures, in which order, until when, what to bring."""

import itertools
import random
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jpholiday
import pytest

from shared.catalogue import catalogue as catalogues
from shared.catalogue.bundle import compose
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.guides import answering, choices
from shared.catalogue.guides.guide import Guide
from shared.catalogue.guides.result import result_of
from shared.catalogue.questions.question import Asking
from shared.errors import AnswersRefused

from .guide_town import TABLE, quickly_written
from .samples import DAY

GUIDES = list(TABLE["guides"])
Given = dict[str, Any]


def holds(when: list[list[str]], given: Given) -> bool:
    return all(value == given.get(name) or value in _many(given.get(name)) for name, value in when)


def _many(answer: Any) -> list[str]:
    return answer if isinstance(answer, list) else []


def expected(guide: str, given: Given) -> tuple[list[str], set[str]]:
    """Procedures in order, and documents, as the table says."""
    table = TABLE["guides"][guide]
    asked = {}
    for name, question in table["questions"].items():
        if name in given and holds(question.get("shown", []), asked):
            asked[name] = given[name]
    found, brought = list(table["always"]), set()
    for when, procedures, documents in table["rules"]:
        if holds(when, asked):
            found += procedures
            brought |= set(documents)
    return list(dict.fromkeys(found)), brought


def some_answers(guide: str) -> Iterator[Given]:
    """Each answer alone, with what its question hangs on; and 40 mixtures."""
    questions = TABLE["guides"][guide]["questions"]
    for name, question in questions.items():
        for value in question["values"]:
            given: Given = {name: [value] if question["kind"] == "multi" else value}
            for other, needed in question.get("shown", []):
                given[other] = [needed] if questions[other]["kind"] == "multi" else needed
            yield given
    chance = random.Random(guide)
    for _ in range(40):
        yield {name: _by_chance(chance, question) for name, question in questions.items() if chance.random() < 0.8}


def _by_chance(chance: random.Random, question: dict[str, Any]) -> Any:
    if question["kind"] == "multi":
        return [value for value in question["values"] if chance.random() < 0.4] or [question["values"][-1]]
    return chance.choice(question["values"])


def read(guide: Guide, given: Given) -> dict[str, Any]:
    return answering.read_answers(guide, given, Asking(DAY))


def test_there_are_all_guides_of_the_table_and_no_other(shipped: Catalogue) -> None:
    assert [guide.id for guide in shipped.guides] == GUIDES


@pytest.mark.parametrize("name", GUIDES)
def test_questions_and_values_are_those_of_the_table(shipped: Catalogue, name: str) -> None:
    kinds = {"yes_no": "yes_no", "choice": "single", "choices": "multi"}
    ours = {
        one.id: (kinds[one.kind], [option.value for option in one.options] or ["yes", "no"])
        for one in shipped.guide(name).questions
        if one.kind != "date"
    }

    assert ours == {key: (one["kind"], one["values"]) for key, one in TABLE["guides"][name]["questions"].items()}


@pytest.mark.parametrize("name", GUIDES)
def test_each_answer_and_mixtures_lead_to_the_procedures_of_the_table_in_order(shipped: Catalogue, name: str) -> None:
    guide = shipped.guide(name)
    for given in some_answers(name):
        result = result_of(shipped, guide, read(guide, given), DAY)
        procedures, documents = expected(name, given)
        firm = {one.kind for one in result.bring if not one.when}
        assert (given, list(result.ids)) == (given, procedures)
        assert documents <= firm


def rolled(event: date, days: int, count: str) -> date:
    """The last day, reckoned here anew: the event's own day counts only where it is said; closed days roll."""
    last = event + timedelta(days=days - (count == "include_first_day"))
    while last.weekday() >= 5 or jpholiday.is_holiday(last) or (last.month, last.day) in CLOSED:
        last += timedelta(days=1)
    return last


CLOSED = {(12, 29), (12, 30), (12, 31), (1, 2), (1, 3)}


@pytest.mark.parametrize("name", GUIDES)
def test_deadlines_run_from_the_day_of_the_event_and_closed_days_roll(shipped: Catalogue, name: str) -> None:
    guide = shipped.guide(name)
    reckoned = 0
    for question, offset in itertools.product([one for one in guide.questions if one.deadlines], range(0, 60, 7)):
        event = date(2026, 11, 3) + timedelta(days=offset)
        for procedure_id in question.deadlines:
            procedure = shipped.procedure(procedure_id)
            days, count = TABLE["deadlines"][procedure_id]
            alone = guide.model_copy(update={"always": (procedure_id,), "rules": ()})
            entry = result_of(shipped, alone, {question.id: event.isoformat()}, DAY).entries[0]
            assert (procedure.id, event, entry.deadline) == (procedure_id, event, rolled(event, int(days), count))
            assert entry.passed is (rolled(event, int(days), count) < DAY)
            reckoned += 1
    assert reckoned or not any(one.deadlines for one in guide.questions)


def test_every_procedure_with_a_reckoned_deadline_hangs_on_a_day_of_its_guide(shipped: Catalogue) -> None:
    """Those whose day the guide does not ask for are named here."""
    without = {
        (guide.id, name)
        for guide in shipped.guides
        for name in expected_of_all_rules(guide.id)
        if name in TABLE["deadlines"] and not any(name in one.deadlines for one in guide.questions)
    }

    assert without == set()


def expected_of_all_rules(name: str) -> set[str]:
    table = TABLE["guides"][name]
    return {*table["always"], *(one for rule in table["rules"] for one in rule[1])}


def test_what_to_bring_is_said_once_and_for_everybody_where_one_procedure_wants_it_of_everybody(
    shipped: Catalogue,
) -> None:
    guide = shipped.guide("tennyu")
    given = {"household": ["preschool", "school"], "insurance": "kokuho", "child_teate": "yes", "nursery": "yes"}
    bring = result_of(shipped, guide, read(guide, given), DAY).bring

    kinds = [one.kind for one in bring]
    assert len(kinds) == len(set(kinds)) > 5
    assert [one.when for one in bring if one.kind == "honnin-kakunin"] == [()]
    conditional = [bool(one.when) for one in bring]
    assert conditional == sorted(conditional)  # first what everybody brings


@pytest.mark.parametrize("language", ["ja", "easy", "en"])
def test_no_two_documents_are_called_the_same(shipped: Catalogue, language: str) -> None:
    """A list that has both would ask for one paper twice."""
    titles = Counter(kind.title.say(language) for kind in shipped.document_kinds)

    assert [title for title, times in titles.items() if times > 1] == []


def test_an_adult_needs_no_childs_handbook_for_a_vaccination(shipped: Catalogue) -> None:
    guide = shipped.guide("tennyu")
    bring = result_of(shipped, guide, read(guide, {"household": ["preschool"]}), DAY).bring

    assert [bool(one.when) for one in bring if one.kind == "boshi-techo"] == [True]


@pytest.mark.parametrize(
    ("name", "given", "procedure", "words"),
    [
        ("kaigo", {"cert": "none", "age": "65", "moved": "yes"}, "kaigo-idogo", "認定を受けていた人だけ"),
        ("rikon", {"children": "yes", "teate_name": "yes"}, "jido-teate-shometsu", "今受けとっている人"),
    ],
)
def test_what_would_contradict_the_rest_of_the_list_says_whose_it_is(
    shipped: Catalogue, name: str, given: Given, procedure: str, words: str
) -> None:
    guide = shipped.guide(name)
    entries = result_of(shipped, guide, read(guide, given), DAY).entries

    (notes,) = ([note.say() for note in one.notes] for one in entries if one.procedure.id == procedure)
    assert any(words in note for note in notes)


def test_the_fees_are_added_and_it_is_said_where_numbers_change_them(shipped: Catalogue) -> None:
    guide = shipped.guide("shibo")
    entries = result_of(shipped, guide, read(guide, {"koseki_need": "yes"}), DAY)

    assert entries.fee_total == sum(one.fee.amount_yen for one in entries.entries)
    assert entries.fee_total >= 300
    assert entries.fee_varies


# ── answers


def test_answers_to_questions_that_are_not_asked_bring_nothing(shipped: Catalogue) -> None:
    guide = shipped.guide("tennyu")

    assert read(guide, {"card": "no", "online_out": "yes"}) == {"card": "no"}
    asked = [[one.id for one in answering.asked(guide, {"card": card}, DAY)] for card in ("yes", "no")]
    assert [("online_out" in one, "household" in one) for one in asked] == [(True, True), (False, True)]


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"card": "maybe"}, [("card", "not_yes_or_no")]),
        ({"household": ["alone", "cat"]}, [("household", "not_a_choice")]),
        ({"event_day": "2026-02-30"}, [("event_day", "no_such_day")]),
        ({"cards": "yes"}, [("cards", "unknown_question")]),
    ],
)
def test_what_cannot_be_an_answer_is_refused_by_its_question(
    shipped: Catalogue, given: Given, problems: list[tuple[str, str]]
) -> None:
    with pytest.raises(AnswersRefused) as refused:
        read(shipped.guide("tennyu"), given)

    assert [(one.question, one.code) for one in refused.value.errors] == problems


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("tennyu", {"household": ["alone", "school"]}, "自分だけ"),
        ("tennyu", {"from_abroad": "yes", "card": "yes", "online_out": "yes"}, "海外からの引っ越し"),
        ("kaigo", {"age": "39", "cert": "have"}, "39歳以下"),
        ("shogai", {"under18": "yes", "over65": "yes"}, "18歳未満"),
        ("tennyu", {"household": ["alone"], "insurance": "koki", "pension": "yes"}, "75歳以上"),
        ("shibo", {"dependents": "yes", "insurance": "koki"}, "扶養"),
        ("shushoku-taishoku", {"which": "leave", "age2059": "no", "pension_hard": "yes"}, "60歳未満"),
        ("kaigo", {"cert": "none", "lost": "ratio"}, "負担割合証"),
        ("saigai", {"what": ["home"], "fire": "yes", "level": "flood"}, "火事"),
    ],
)
def test_answers_that_cannot_both_be_true_are_said(shipped: Catalogue, name: str, given: Given, words: str) -> None:
    guide = shipped.guide(name)
    (told,) = answering.contradictions(guide, read(guide, given))

    assert words in told.say()
    assert answering.contradictions(guide, {}) == []


def test_what_follows_from_a_sensitive_answer_alone_is_not_printed(shipped: Catalogue) -> None:
    guide = shipped.guide("rikon")
    answers = read(guide, {"dv": "yes", "housing": "yes"})
    shown = answering.public_answers(guide, answers, DAY)

    assert "horitsu-sodan" in result_of(shipped, guide, answers, DAY).ids
    assert shown == {"housing": "yes"}
    assert "horitsu-sodan" not in result_of(shipped, guide, shown, DAY).ids


# ── the address


@pytest.mark.parametrize("name", GUIDES)
def test_an_address_holds_the_public_choices_and_nothing_else(shipped: Catalogue, name: str) -> None:
    guide = shipped.guide(name)
    secret = {one.id for one in guide.questions if guide.is_secret(one)}
    for given in some_answers(name):
        answers = {**read(guide, given), "event_day": "2026-11-24"}
        name_part, _, signs = choices.address_of(guide, answers).partition("/")
        assert choices.guide_named(shipped.guides, name_part) is guide
        kept = {key: value for key, value in answers.items() if key not in secret and key != "event_day"}
        assert choices.answers_of(guide, signs) == kept


@pytest.mark.parametrize("name", GUIDES)
def test_with_everything_chosen_an_address_fits_a_qr_behind_the_longest_base(shipped: Catalogue, name: str) -> None:
    guide = shipped.guide(name)
    every: Given = {
        one.id: [option.value for option in one.options] if one.kind == "choices" else _first(one)
        for one in guide.questions
        if one.kind != "date"
    }
    text = f"{'X' * 61}/G/{choices.address_of(guide, every)}"

    assert len(text) <= 221
    assert re.fullmatch(r"[0-9A-Z$%*+\-./:]+", text)


def _first(question: Any) -> str:
    return question.options[0].value if question.options else "yes"


def test_an_address_opens_after_questions_were_added_moved_and_taken_out(shipped: Catalogue) -> None:
    guide = shipped.guide("tenkyo")
    signs = choices.address_of(guide, {"card": "yes", "dog": "no", "members": "part"}).partition("/")[2]
    later = guide.model_copy(update={"questions": tuple(reversed([q for q in guide.questions if q.id != "dog"]))})

    assert choices.answers_of(later, signs) == {"card": "yes", "members": "part"}
    assert choices.answers_of(guide, "9" + signs[1:]) == {}


# ── mistakes in the file


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        ("procedures: [setai-henko]", "procedures: [setai-henkou]", ["guide_procedure_unknown"]),
        ("always: [tennyu-todoke]", "always: [tennyuu]", ["guide_procedure_unknown"]),
        ("kaigo-idogo, inu-henko]", "kaigo-idogo, inu]", ["guide_procedure_unknown"]),
        ("when: {question: card, is: yes}", "when: {question: kard, is: yes}", ["condition_question_unknown"]),
        ("{question: household, contains: join}", "{question: household, contains: joined}", ["condition_value"]),
        ("{question: household, contains: join}", "{question: household, is: join}", ["condition_does_not_fit"]),
        ("ask_if: {question: card, is: yes}", "ask_if: {question: dog, is: yes}", ["condition_looks_ahead"]),
        ("bring: [tenshutsu-shomei]", "bring: [tenshutsu]", ["document_unknown"]),
        ("life_events: [hikkoshi]", "life_events: [hikkosi]", ["life_event_unknown"]),
        ("procedures: [suido-kaishi]\n", "\n", ["guide_rule_empty"]),
        ("- id: online_out\n        kind: yes_no", "- id: online_out\n        kind: choice", ["missing_key"]),
        (
            "- id: card\n        kind: yes_no",
            "- id: card\n        kind: yes_no\n        deadlines: []",
            ["guide_key_misplaced"],
        ),
        ("- id: moped", "- id: dog", ["question_twice", "condition_question_unknown"]),
        ("  - id: tenshutsu\n", "  - id: tennyu\n", ["id_twice"]),
        ("    sensitive: true", "    sensitiv: true", ["unknown_key"]),
        ("value: spouse,", "value: alone,", ["condition_value", "option_twice"]),
    ],
)
def test_a_mistake_in_a_guide_is_told_with_its_line_and_what_to_do(
    tmp_path: Path, before: str, after: str, codes: list[str]
) -> None:
    path = quickly_written(tmp_path, before, after)
    problems = catalogues.check(path)
    lines = path.read_text(encoding="utf-8").split("\n")

    assert sorted(one.code for one in problems) == sorted(codes)
    assert all(one.line > lines.index("guides:") for one in problems)
    assert all(len(catalogues.explained(one)) > 10 for one in problems)


def test_too_many_choices_for_a_qr_are_told(tmp_path: Path) -> None:
    many = "".join(f"          - {{value: more{number}, label: もっと}}\n" for number in range(20))
    path = quickly_written(tmp_path, "          - {value: alone,", f"{many}          - {{value: alone,")

    assert [one.code for one in catalogues.check(path)] == ["guide_too_long"]


@pytest.mark.parametrize("name", GUIDES)
def test_all_that_a_guide_can_bring_can_be_written_as_one(shipped: Catalogue, name: str) -> None:
    """Where every rule holds: what it hands over at home and at the counter makes a bundle."""
    guide = shipped.guide(name)
    every = guide.model_copy(update={"rules": tuple(one.model_copy(update={"when": None}) for one in guide.rules)})
    found = result_of(shipped, every, {}, DAY)

    for ids in (found.together_at_home, found.together_at_the_counter):
        members = [shipped.procedure(one) for one in ids]
        assert len(ids) != 1 and not any(one.sensitive for one in members)
        assert not ids or compose([one.as_asked(DAY) for one in members]).names
    ways = {shipped.procedure(one).channels.online for one in found.together_at_home}
    assert ways in ({"full"}, {"pre_entry"}, set())


def test_a_price_that_the_office_tells_later_is_said_beside_the_sum(shipped: Catalogue) -> None:
    guide = shipped.guide("kigyo")
    later = result_of(shipped, guide, read(guide, {"park": "yes"}), DAY)
    free = result_of(shipped, guide, read(guide, {"support": "yes"}), DAY)

    assert (later.fee_total, later.fee_later) == (0, True)
    assert (free.fee_total, free.fee_later) == (0, False)

"""What is no mistake and yet probably not meant is told with its line, and nothing is refused for it."""

from pathlib import Path

import pytest

from shared.catalogue import catalogue as catalogues
from shared.catalogue.advice.advice import advice

from .samples import SHIPPED, SMALL

TEXT = SMALL.read_text(encoding="utf-8")


STEP = "{id: l, title: x, questions: [{id: q, kind: text, label: x}]}"
SECTION = "{id: nobody, name: x, telephone: 0852-00-0009, register_mark: 無}"


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """small.yaml with these changes; it still can be used."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "procedures.yaml"
    path.write_text(text, encoding="utf-8")
    assert catalogues.check(path) == []
    return path


def told(path: Path, *codes: str) -> list[tuple[int, str, object]]:
    """Line, code, and what it is about."""
    found = [one for one in advice(path) if one.code in codes]
    return [(one.line, one.code, one.params.get("name", one.params.get("word"))) for one in found]


def line_of(path: Path, part: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if part in line)


NEVER = ("advice_never", "advice_unreachable")


def test_the_shipped_catalogue_has_no_condition_that_never_holds_and_no_hard_words() -> None:
    assert [one for one in advice(SHIPPED) if one.code != "advice_unused"] == []


def test_the_small_one_has_none_either() -> None:
    assert told(SMALL, *NEVER) == []


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("  agent:\n", "  nobody: [{id: x, kind: text, label: x}]\n  agent:\n", "nobody"),
        ("    - {value: child,", "    - {value: child,", None),
        ("question_sets:\n", "  sizes: [{value: s, label: 小}]\nquestion_sets:\n", "sizes"),
        (
            "question_sets:\n",
            "step_sets:\n  last: [{id: l, title: x, questions: [{id: q, kind: text, label: x}]}]\nquestion_sets:\n",
            "last",
        ),
        ("option_sets:\n", "  - {id: photo, title: 写真}\noption_sets:\n", "photo"),
        (
            "categories:\n",
            "  - {id: nobody, name: x, telephone: 0852-00-0009, register_mark: 無}\ncategories:\n",
            "nobody",
        ),
    ],
)
def test_what_nothing_uses_is_named(tmp_path: Path, old: str, new: str, name: str | None) -> None:
    path = written(tmp_path, (old, new))

    assert told(path, "advice_unused") == ([(line_of(path, name), "advice_unused", name)] if name else [])


def test_a_step_asked_only_after_two_answers_that_exclude_each_other_is_unreachable(tmp_path: Path) -> None:
    both = "ask_if: {all_of: [{question: target, is: some}, {question: target, is: all}]}"
    path = written(tmp_path, ("ask_if: {question: target, is: some}", both))

    # What asks for a child's note inside is not told again.
    assert told(path, *NEVER) == [(line_of(path, "- id: whom"), "advice_unreachable", "whom")]


def test_a_condition_on_a_question_that_is_never_asked_with_that_answer_is_told(tmp_path: Path) -> None:
    never = "{all_of: [{question: by_agent, is: no}, {question: agent_name, filled: true}]}"
    mandate = "{id: mandate, kind: file,"
    path = written(tmp_path, (mandate, f"{{id: extra, kind: text, label: x, ask_if: {never}}}, {mandate}"))

    assert told(path, *NEVER) == [(line_of(path, "id: extra"), "advice_never", "extra")]


def test_amounts_that_the_question_cannot_have_are_told(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        (
            "      - id: whom",
            "      - {id: many, title: 多い, ask_if: {question: copies, at_least: 11}, questions: "
            "[{id: m, kind: text, label: x}]}\n      - id: whom",
        ),
    )

    assert told(path, *NEVER) == [(line_of(path, "id: many"), "advice_unreachable", "many")]


@pytest.mark.parametrize(
    ("condition", "possible"),
    [
        ("{question: copies, at_least: 10}", True),
        ("{all_of: [{question: copies, at_least: 5}, {question: copies, at_most: 4}]}", False),
        ("{all_of: [{question: birth, after: 2000-01-01}, {question: birth, before: 2000-01-03}]}", True),
        ("{all_of: [{question: birth, after: 2000-01-03}, {question: birth, before: 2000-01-01}]}", False),
        ("{all_of: [{question: options, contains: head}, {question: options, contains: origin}]}", True),
        ("{all_of: [{question: options, contains: head}, {question: options, filled: false}]}", False),
        ("{not: {question: name, filled: true}}", False),  # it is required
        ("{not: {question: postal, filled: true}}", True),
        ("{any_of: [{question: name, filled: false}, {question: by_agent, is: yes}]}", True),
        ("{not: {any_of: [{question: by_agent, is: yes}, {question: by_agent, is: no}]}}", False),
    ],
)
def test_whether_a_condition_can_hold_is_found_by_trying(tmp_path: Path, condition: str, possible: bool) -> None:
    step = f"      - {{id: tried, title: x, ask_if: {condition}, questions: [{{id: t, kind: text, label: x}}]}}\n"
    path = written(tmp_path, ("      - id: number\n", f"{step}      - id: number\n"))

    assert (told(path, *NEVER) == []) is possible


def test_a_document_for_a_case_that_never_comes_is_told(tmp_path: Path) -> None:
    never = "ask_if: {all_of: [{question: by_agent, is: yes}, {question: agent_name, filled: false}]}"
    path = written(tmp_path, ("ask_if: {question: by_agent, is: yes}}\n    fee", f"{never}}}\n    fee"))

    assert told(path, *NEVER) == [(line_of(path, "{use: mandate,"), "advice_never", "mandate")]


def test_texts_that_lack_a_language_are_told_each_once(tmp_path: Path) -> None:
    path = written(tmp_path, ('easy: "{引|ひ}っこし", en: Moving}', "en: Moving}"))
    line = line_of(path, "id: hikkoshi")

    assert [one for one in told(path, "advice_language") if one[0] == line] == [(line, "advice_language", "title")]


@pytest.mark.parametrize(
    ("easy", "code"),
    [
        ("引っこし", "advice_reading"),
        ("{国民健康保険料納付証明書交付申請|こく}", "advice_kanji"),
        ("あ" * 46, "advice_long"),
        ("{国民健康保険料|こく}。{納付証明書交付|のう}", None),
        ("あ" * 45 + "。" + "い" * 45, None),
    ],
)
def test_easy_japanese_that_is_not_easy_is_told(tmp_path: Path, easy: str, code: str | None) -> None:
    path = written(tmp_path, ('easy: "{引|ひ}っこし"', f'easy: "{easy}"'))
    found = [one.code for one in advice(path) if one.code in ("advice_reading", "advice_kanji", "advice_long")]

    assert found == ([code] if code else [])


def test_the_day_of_a_condition_is_no_text(tmp_path: Path) -> None:
    later = "ask_if: {question: birth, after: 1950-12-31}"
    path = written(tmp_path, ("ask_if: {question: target, is: some}", later))

    assert [one for one in told(path, "advice_language") if one[0] == line_of(path, later)] == []


def test_a_text_that_a_hash_cuts_is_told_and_a_remark_is_not(tmp_path: Path) -> None:
    remark, cut = "    who: 本人 # 家族は窓口へ", "    who: 窓口 #1 へ来る人"
    assert told(written(tmp_path, ("    who: 本人と家族", remark)), "advice_hash") == []
    path = written(tmp_path, ("    who: 本人と家族", cut))

    assert told(path, "advice_hash") == [(line_of(path, cut), "advice_hash", None)]

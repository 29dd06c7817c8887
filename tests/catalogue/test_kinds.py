"""Every kind of question: what it takes, what it keeps, what it refuses, how it is shown."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import JsonValue, TypeAdapter

from shared.catalogue.questions.kinds import KINDS, Question
from shared.errors import AnswerProblem, AnswersRefused, ValueRefused

from .samples import AT_COUNTER, AT_HOME

QUESTION: TypeAdapter[Question] = TypeAdapter(Question)
OPTIONS = [
    {"value": "a", "label": {"ja": "あか", "easy": "{赤|あか}", "en": "Red"}},
    {"value": "b", "label": "あお"},
    {"value": "3", "label": "みどり"},
]
FILE = {"blob": "0f" * 16, "key": "a1" * 32, "name": "証明書①😀.pdf", "type": "application/pdf", "size": 10}
FILE["sha256"] = "0" * 64
PHOTO = {**FILE, "type": "image/jpeg"}


def question(kind: str, **keys: Any) -> Question:
    return QUESTION.validate_python({"id": "q", "kind": kind, "label": "ラベル", **keys})


HANAKO = {"name": "花子"}
WITH_WHY = {"name": "花子", "how": "b", "why": "好き"}
CHILDREN = {
    "questions": [
        {"id": "name", "kind": "name", "label": "名前", "required": True},
        {"id": "how", "kind": "choice", "label": "色", "options": OPTIONS},
        {"id": "why", "kind": "text", "label": "わけ", "required": True, "ask_if": {"question": "how", "is": "b"}},
        {"id": "home", "kind": "text", "label": "家", "ask_if": {"question": "lives", "is": "apart"}},
    ]
}

# kind, keys of the question, raw, stored, flags, shown in Japanese
TAKEN: list[tuple[str, dict[str, Any], object, JsonValue, tuple[str, ...], str]] = [
    ("text", {}, "青い 自転車", "青い 自転車", (), "青い 自転車"),
    ("text", {}, 2026, "2026", (), "2026"),
    ("text", {}, "番号 123456789018", "番号 123456789018", ("my_number_inside",), "番号 123456789018"),
    ("long_text", {}, "一行目\n二行目", "一行目\n二行目", (), "一行目\n二行目"),
    ("name", {}, "渡邉󠄀", "渡邉󠄀", (), "渡邉󠄀"),
    ("name", {}, "𠮷田", "𠮷田", (), "𠮷田"),
    ("alias", {}, "松江大輔", "松江大輔", (), "松江大輔"),
    ("kana", {}, "ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ", (), "ヤマダ タロウ"),
    ("date", {}, "令和8年11月22日", "2026-11-22", (), "令和8年11月22日（2026年）"),
    ("date", {"min": "today-10d", "max": "today"}, "2026-11-14", "2026-11-14", (), "令和8年11月14日（2026年）"),
    ("birth_date", {}, "昭和22年3月5日", "1947-03-05", (), "昭和22年3月5日（1947年）"),
    ("month", {"min": "next_month"}, "2026-12", "2026-12", (), "令和8年12月（2026年）"),
    ("month", {}, "令和9年4月", "2027-04", (), "令和9年4月（2027年）"),
    ("open_day", {"after_open_days": 3}, "2026-11-27", "2026-11-27", (), "令和8年11月27日（2026年）"),
    ("postal", {}, "〒690 8540", "6908540", (), "690-8540"),
    ("address", {}, "学園南１丁目２０番４３号", "学園南１丁目２０番４３号", (), "学園南１丁目２０番４３号"),
    ("building", {}, "山田太郎様方", "山田太郎様方", (), "山田太郎様方"),
    ("phone", {}, "+81 90 1234 5678", "09012345678", (), "090-1234-5678"),
    ("email", {}, "ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp", (), "taro@example.jp"),
    ("choice", {"options": OPTIONS}, "a", "a", (), "あか"),
    ("choice", {"options": OPTIONS}, " あお ", "b", (), "あお"),
    ("choice", {"options": OPTIONS}, "Red", "a", (), "あか"),
    ("choice", {"options": OPTIONS}, 3, "3", (), "みどり"),
    ("choices", {"options": OPTIONS}, ["b", "あか", "b"], ["a", "b"], (), "あか、あお"),
    ("choices", {"options": OPTIONS}, "b", ["b"], (), "あお"),
    ("yes_no", {}, True, "yes", (), "はい"),
    ("yes_no", {}, "yes", "yes", (), "はい"),
    ("yes_no", {}, "はい", "yes", (), "はい"),
    ("yes_no", {}, False, "no", (), "いいえ"),
    ("yes_no", {}, "NO", "no", (), "いいえ"),
    ("yes_no", {}, "いいえ", "no", (), "いいえ"),
    ("consent", {}, True, "yes", (), "はい"),
    ("consent", {}, "yes", "yes", (), "はい"),
    ("number", {"min": 1, "max": 10, "unit": "通"}, "３", 3, (), "3通"),
    ("number", {}, 0, 0, (), "0"),
    ("number", {"min": -5}, -5, -5, (), "-5"),
    ("money", {}, "12,000円", 12000, (), "12,000円"),
    ("digits", {}, "007", "007", (), "007"),
    ("digits", {"length": 15}, "392-1234-5678-9012", "392123456789012", (), "392123456789012"),
    ("my_number", {}, "1234-5678-9018", "123456789018", (), "●●●● ●●●● ●●●●"),
    ("corporate_number", {}, "3000020322016", "3000020322016", (), "3000020322016"),
    ("bank_name", {}, "山陰合同銀行", "山陰合同銀行", (), "山陰合同銀行"),
    ("bank_branch", {}, "県庁支店", "県庁支店", (), "県庁支店"),
    ("bank_number", {}, "1234567", "1234567", (), "1234567"),
    ("staff", {}, "青木", "青木", (), "青木"),
    ("file", {}, [FILE], [FILE], (), "証明書①😀.pdf"),
    ("file", {}, FILE, [FILE], (), "証明書①😀.pdf"),
    ("file", {"accept": ["heic"]}, [PHOTO], [PHOTO], (), "証明書①😀.pdf"),
    ("group", CHILDREN, HANAKO, HANAKO, (), "花子"),
    ("group", CHILDREN, WITH_WHY, WITH_WHY, (), "花子、あお、好き"),
    ("group", CHILDREN, {**HANAKO, "how": "a", "why": "×"}, {**HANAKO, "how": "a"}, (), "花子、あか"),
    ("repeat", CHILDREN, [HANAKO, {"name": "  "}, {"name": "太郎"}], [HANAKO, {"name": "太郎"}], (), "花子\n太郎"),
]  # fmt: skip

# kind, keys, raw, code
REFUSED: list[tuple[str, dict[str, Any], object, str]] = [
    ("text", {"max_length": 3}, "四文字だ", "too_long"),
    ("text", {}, True, "not_text"),
    ("text", {}, 1.5, "not_text"),
    ("text", {}, ["x"], "not_text"),
    ("text", {}, {"x": "y"}, "not_text"),
    ("text", {}, "\ud800", "broken_character"),
    ("text", {}, "あ" * 20_001, "too_long"),
    ("text", {}, "　 ", "required"),
    ("text", {}, None, "required"),
    ("name", {}, "山田\u202e太郎", "bidi_character"),
    ("date", {}, "2100-02-29", "no_such_day"),
    ("date", {"max": "today"}, "2026-11-25", "date_too_late"),
    ("date", {"min": "today-10d"}, "2026-11-13", "date_too_early"),
    ("birth_date", {"min": "1950-01-01"}, "1949-12-31", "date_too_early"),
    ("month", {"min": "next_month"}, "2026-11", "date_too_early"),
    ("month", {"max": "2027-03"}, "2027-04", "date_too_late"),
    ("open_day", {"after_open_days": 3}, "2026-11-26", "date_too_early"),
    ("open_day", {"max": "today+10d"}, "2026-12-07", "date_too_late"),
    ("open_day", {}, "2026-11-28", "closed_day"),
    ("open_day", {}, "2026-12-29", "closed_day"),
    ("choice", {"options": OPTIONS}, "c", "not_a_choice"),
    ("choice", {"options": OPTIONS}, "あ", "not_a_choice"),
    ("choices", {"options": OPTIONS}, ["a", "c"], "not_a_choice"),
    ("choices", {"options": OPTIONS, "min_items": 2}, ["a"], "too_few_items"),
    ("choices", {"options": OPTIONS, "max_items": 1}, ["a", "b"], "too_many_items"),
    ("choices", {"options": OPTIONS}, [["a"]], "not_text"),
    ("yes_no", {}, "maybe", "not_yes_or_no"),
    ("yes_no", {}, 1, "not_yes_or_no"),
    ("consent", {}, False, "required"),
    ("consent", {}, "no", "required"),
    ("consent", {}, "perhaps", "not_yes_or_no"),
    ("number", {"min": 1}, 0, "number_too_small"),
    ("number", {"max": 10}, 11, "number_too_large"),
    ("number", {}, "二つ", "number"),
    ("number", {}, 10**30, "not_text"),
    ("digits", {"length": 10}, "123", "digits_length"),
    ("digits", {"min_length": 4}, "123", "too_few_digits"),
    ("digits", {"max_length": 4}, "12345", "too_many_digits"),
    ("my_number", {}, "123456789012", "my_number_check"),
    ("my_number", {}, "●●●● ●●●● ●●●●", "my_number_length"),
    ("file", {}, "證.pdf", "not_a_file"),
    ("file", {}, [{**FILE, "sha256": "0" * 63}], "not_a_file"),
    ("file", {}, [{**FILE, "path": "/etc/passwd"}], "not_a_file"),
    ("file", {}, [{**FILE, "size": True}], "not_a_file"),
    ("file", {}, [{**FILE, "size": 0}], "not_a_file"),
    ("file", {}, [{**FILE, "blob": "../x"}], "not_a_file"),
    ("file", {}, [FILE, FILE], "files_too_many"),
    ("file", {"accept": ["jpg"]}, [FILE], "file_type"),
    ("file", {"max_mb": 1}, [{**FILE, "size": 1024 * 1024 + 1}], "file_too_large"),
    ("repeat", CHILDREN, "x", "not_a_list"),
    ("repeat", CHILDREN, {"name": "x"}, "not_a_list"),
    ("repeat", {**CHILDREN, "max_items": 1}, [{"name": "花子"}, {"name": "太郎"}], "too_many_items"),
    ("repeat", {**CHILDREN, "min_items": 2}, [{"name": "花子"}], "too_few_items"),
    ("repeat", CHILDREN, [{"name": "花子"}] * 101, "too_many_items"),
    ("repeat", CHILDREN, [], "required"),
]  # fmt: skip

# kind, keys, raw, problems
INSIDE: list[tuple[str, object, list[tuple[str, str]]]] = [
    ("group", {"how": "b"}, [("q.name", "required"), ("q.why", "required")]),
    ("group", {"name": "花子", "age": 3}, [("q.age", "unknown_question")]),
    ("group", {"name": "花子", "見本 花子": 3}, [("q.?", "unknown_question")]),
    ("group", ["花子"], [("q", "not_a_group")]),
    ("repeat", [HANAKO, {"how": "x"}], [("q.1.name", "required"), ("q.1.how", "not_a_choice")]),
    ("repeat", [HANAKO, "太郎"], [("q.1", "not_a_group")]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "keys", "raw", "stored", "flags", "shown"), TAKEN)
def test_it_is_taken_kept_and_shown(
    kind: str, keys: dict[str, Any], raw: object, stored: JsonValue, flags: tuple[str, ...], shown: str
) -> None:
    asked = question(kind, **keys)

    parsed = asked.parse(raw, AT_HOME)

    assert (parsed.stored, parsed.flags, asked.show(parsed.stored)) == (stored, flags, shown)


@pytest.mark.parametrize(("kind", "keys", "raw", "stored", "flags", "shown"), TAKEN)
def test_what_is_kept_is_taken_again_as_it_is(
    kind: str, keys: dict[str, Any], raw: object, stored: JsonValue, flags: tuple[str, ...], shown: str
) -> None:
    assert question(kind, **keys).parse(stored, AT_HOME).stored == stored


@pytest.mark.parametrize(("kind", "keys", "raw", "code"), REFUSED)
def test_it_is_refused_with_a_code(kind: str, keys: dict[str, Any], raw: object, code: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        question(kind, **keys).parse(raw, AT_HOME)

    assert refused.value.code == code


@pytest.mark.parametrize(("kind", "raw", "problems"), INSIDE)
def test_problems_inside_are_told_with_their_path(kind: str, raw: object, problems: list[tuple[str, str]]) -> None:
    with pytest.raises(AnswersRefused) as refused:
        question(kind, **CHILDREN).parse(raw, AT_HOME)

    assert [(one.question, one.code) for one in refused.value.errors] == problems


def test_every_kind_has_its_table() -> None:
    assert {kind for kind, *_ in TAKEN} | {"bank_kana"} == set(KINDS)


def test_bank_kana_are_kept_in_the_letters_of_banks() -> None:
    asked = question("bank_kana")

    stored = asked.parse("やまだ たろう", AT_HOME).stored

    assert asked.parse(stored, AT_HOME).stored == stored


def test_children_look_at_siblings_first_and_then_outside() -> None:
    asked = question("group", **CHILDREN)
    raw = {"name": "花子", "home": "東京"}

    apart = asked.parse(raw, replace(AT_HOME, around={"lives": "apart", "how": "b"}))
    together = asked.parse(raw, replace(AT_HOME, around={"lives": "together"}))

    assert apart.stored == {"name": "花子", "home": "東京"}
    assert together.stored == {"name": "花子"}


def test_flags_of_children_carry_their_path() -> None:
    note = {"id": "note", "kind": "text", "label": "メモ"}
    raw = {"note": "123456789018"}

    group = question("group", questions=[note]).parse(raw, AT_HOME)
    repeat = question("repeat", questions=[note]).parse([{"note": "a"}, raw], AT_HOME)

    assert group.flags == ("note:my_number_inside",)
    assert repeat.flags == ("1.note:my_number_inside",)


def test_required_online_is_required_from_home_only() -> None:
    asked = question("email", required="online")

    assert asked.accept("", AT_COUNTER) is None
    with pytest.raises(ValueRefused) as refused:
        asked.accept("", AT_HOME)
    assert refused.value.code == "required"


def test_an_empty_required_group_tells_each_required_child() -> None:
    with pytest.raises(AnswersRefused) as refused:
        question("group", required=True, **CHILDREN).accept({"name": " "}, AT_HOME)

    assert refused.value.errors == (AnswerProblem("q.name", "required"),)


def test_limits_are_said_in_the_language_of_the_person() -> None:
    with pytest.raises(ValueRefused) as refused:
        question("date", max="today").parse("2026-11-25", replace(AT_HOME, language="en"))

    assert refused.value.params == {"day": "24 November 2026"}


def test_only_the_known_parts_of_a_birth_date_meet_a_limit() -> None:
    asked = question("birth_date", min="1947-03-05")

    assert asked.parse("1947年", AT_HOME).stored == "1947"


def test_a_repeat_is_shown_line_by_line_with_its_number() -> None:
    asked = question("repeat", item={"ja": "お子さん", "en": "Child"}, **CHILDREN)
    stored: JsonValue = [{"name": "花子", "how": "a"}, {"name": "太郎"}]

    assert asked.shown_lines(stored, "ja") == [
        ("お子さん 1：名前", "花子"),
        ("お子さん 1：色", "あか"),
        ("お子さん 2：名前", "太郎"),
    ]
    assert asked.shown_lines(stored, "en")[1] == ("Child 1: 色", "Red")


def test_a_my_number_is_never_shown() -> None:
    asked = question("my_number")

    assert asked.shown_lines("123456789018") == [("ラベル", "●●●● ●●●● ●●●●")]


@pytest.mark.parametrize(
    ("kind", "keys", "boxes"),
    [("postal", {}, 7), ("phone", {}, 11), ("my_number", {}, 12), ("digits", {"length": 10}, 10), ("text", {}, None)],
)
def test_a_printed_form_knows_how_many_boxes_to_draw(kind: str, keys: dict[str, Any], boxes: int | None) -> None:
    assert question(kind, **keys).boxes() == boxes

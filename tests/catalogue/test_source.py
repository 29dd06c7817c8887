"""procedures.yaml is read by its events: places, plain scalars, no surprises."""

import pytest

from shared.catalogue.source import DEEPEST, Node, Source


def read(text: str | bytes) -> tuple[Node | None, list[tuple[int, int, str]]]:
    source = Source("f.yaml")
    node = source.read(text if isinstance(text, bytes) else text.encode())
    return node, [(one.line, one.column, one.code) for one in source.problems]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("True", "True"),
        ("null", "null"),
        ("~", "~"),
        ("12", 12),
        ("-3", -3),
        ("0", 0),
        ("012", "012"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("1.5", "1.5"),
        ("1e3", "1e3"),
        ("2026-04-01", "2026-04-01"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("", None),
        ("9999999999999999", "9999999999999999"),
        ("渡邉󠄀", "渡邉󠄀"),
        ("𠮷田", "𠮷田"),
    ],
)
def test_only_true_false_and_whole_numbers_are_more_than_text(written: str, value: object) -> None:
    node, problems = read(f"key: {written}\n")

    assert problems == []
    assert node is not None
    assert node.plain() == {"key": value}


def test_every_value_knows_its_place() -> None:
    node, _ = read("a:\n  - b: 1\n    c: {d: x, e: y}\n")

    assert node is not None
    inner = node.members("a")[0].value["c"]
    assert (inner.value["e"].mark.line, inner.value["e"].mark.column) == (3, 18)
    assert (inner.keys["e"].line, inner.keys["e"].column) == (3, 15)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", [(1, 1, "file_empty")]),
        ("# only a remark\n", [(1, 1, "file_empty")]),
        ("a: &x 1\nb: *x\n", [(1, 4, "anchor_refused"), (2, 4, "alias_refused")]),
        ("a: !!python/object:os.system x\n", [(1, 4, "tag_refused")]),
        ("a: !x y\n", [(1, 4, "tag_refused")]),
        ("a: 1\nb: 2\na: 3\n", [(3, 1, "key_twice")]),
        ("a: 1\n---\nb: 2\n", [(2, 1, "second_document")]),
        ("? [a, b]\n: 1\nc: 2\n", [(1, 3, "key_not_text")]),
        ("<<: {a: 1}\n", []),
        ("a:\n\tb: 1\n", [(2, 1, "yaml_tab")]),
        ("a: b: c\n", [(1, 5, "yaml_colon")]),
        ("a: [1, 2\nb: 3\n", [(1, 4, "yaml_bracket")]),
        ("a: {x: 1\nb: 2\n", [(1, 4, "yaml_brace")]),
        ("a: 'x\nb: 1\n", [(1, 4, "yaml_quote")]),
        ("a:\n  - x\n b: 1\n", [(3, 2, "yaml_indent")]),
        ('a: "\\q"\n', [(1, 5, "yaml_escape")]),
        ("a： b\nc: d\n", [(1, 2, "yaml_wide_colon")]),
        ("a: x\u202ey\n", [(1, 5, "unseen_character")]),
        ("a: x\x07y\nb: \u200b\n", [(1, 5, "unseen_character"), (2, 4, "unseen_character")]),
        ("a: あ\n".encode("cp932"), [(1, 4, "not_utf8")]),
        ("a: あ\n".encode("utf-16"), [(1, 1, "not_utf8")]),
        (b"\xff", [(1, 1, "not_utf8")]),
    ],
)
def test_what_is_refused_is_told_with_its_place(text: str | bytes, problems: list[tuple[int, int, str]]) -> None:
    assert read(text)[1] == problems


def test_a_byte_order_mark_of_a_text_editor_is_no_mistake() -> None:
    node, problems = read(b"\xef\xbb\xbfa: 1\n")

    assert problems == []
    assert node is not None
    assert node.plain() == {"a": 1}


@pytest.mark.parametrize("opening", ["[", "{a: "])
def test_nesting_is_counted_and_never_crashes(opening: str) -> None:
    assert read(opening * 100_000)[1] == [(1, 1 + DEEPEST * len(opening), "too_deep")]


def test_nesting_up_to_the_limit_is_read() -> None:
    node, problems = read("[" * DEEPEST + "]" * DEEPEST)

    assert problems == []
    assert node is not None


def test_a_file_of_many_megabytes_is_refused_before_it_is_read() -> None:
    assert read(b"a" * (4 * 1024 * 1024 + 1))[1] == [(1, 1, "file_too_big")]

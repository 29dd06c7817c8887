"""What a hand does wrong is told on the line where it was done, not where YAML gives up."""

from pathlib import Path

import pytest

from shared.catalogue import catalogue
from shared.catalogue.source import Source

from .samples import SMALL

START = "    kind: certificate\n"  # a line of small.yaml in the middle of a procedure
SLIPS = {
    "full-width colon": ("    kind：certificate\n", 0, "yaml_wide_colon"),
    "full-width space before": ("　　kind: certificate\n", 0, "yaml_wide_space"),
    "full-width space behind the colon": ("    kind:　certificate\n", 0, "yaml_wide_space"),
    "space of another kind": ("    kind:\u00a0certificate\n", 0, "yaml_wide_space"),
    "no space behind the colon": ("    kind:certificate\n", 0, "yaml_space_missing"),
    "tab": ("\tkind: certificate\n", 0, "yaml_tab"),
    "no colon": ("    kind certificate\n", 0, "yaml_colon_missing"),
    "semicolon": ("    kind; certificate\n", 0, "yaml_colon_missing"),
    "sign of equality": ("    kind = certificate\n", 0, "yaml_colon_missing"),
    "a remark without its sign": ("    kind: certificate\n    来年なおす\n", 1, "yaml_colon_missing"),
    "two keys in a line": ("    kind: certificate minutes: 5\n", 0, "yaml_colon"),
    "readings without quotes": ("    kind: certificate\n    when: {住|す}む人\n", 1, "yaml_ruby"),
    "brace that closes nothing": ("    kind: {a: b}}\n", 0, "yaml_closed_twice"),
    "brace left open": ("    kind: {a: b\n", 0, "yaml_brace"),
    "bracket left open": ("    kind: [a, b\n", 0, "yaml_bracket"),
    "quote left open": ("    kind: 'certificate\n", 0, "yaml_quote"),
    "quote left open in a list": ("    kind: ['a, b]\n", 0, "yaml_quote"),
    "one space too few": ("   kind: certificate\n", 0, "yaml_indent"),
    "one space too many": ("     kind: certificate\n", 0, "yaml_colon"),
    "dash without space": ("    -kind: certificate\n", 0, "yaml_dash"),
    "dash of another kind": ("    ー kind: certificate\n", 0, "yaml_dash"),
    "name in full width": ("    kind: certificate\n    when: ＂市民＂\n", 1, "quote_form"),
    "quotes of a word processor": ('    kind: certificate\n    when: “市民"\n', 1, "quote_form"),
    "text that begins with a percent sign": ("    kind: %a\n", 0, "yaml_character"),
    "text that begins with a bracket": ("    kind: certificate\n    when: [重要] 市民\n", 1, "yaml_character"),
    "text that begins with a star": ("    kind: certificate\n    when: *重要\n", 1, "yaml_character"),
    "number with a comma": ("    kind: certificate\n    minutes: {a: 3,000}\n", 1, "yaml_comma_in_text"),
    "comma in a text": ("    kind: certificate\n    when: {ja: 転入, 転出, en: x}\n", 1, "yaml_comma_in_text"),
    "text with a colon": ("    kind: certificate\n    when: {ja: 注意: 市民, en: x}\n", 1, "yaml_colon"),
    "text with a hash": ("    kind: certificate\n    when: {ja: 窓口 #1 へ, en: x}\n", 1, "yaml_hash"),
    "reading within a text": ("    kind: certificate\n    when: {easy: お{金|かね}を, ja: x}\n", 1, "yaml_ruby"),
    "brackets in full width": ("    kind: certificate\n    when: ｛ja: 市民, en: x｝\n", 1, "yaml_wide_bracket"),
    "comma in full width": ("    kind: {a: 1、b: 2}\n", 0, "yaml_brace"),
    "quotes twice": ('    kind: ""certificate""\n', 0, "quote_form"),
    "a line as a table writes it": ('"    kind: certificate"\n', 0, "quote_form"),
    "merge": ("    kind: certificate\n    <<: *x\n", 1, "alias_refused"),
    "anchor": ("    kind: &k certificate\n", 0, "anchor_refused"),
    "second document": ("    kind: certificate\n---\n", 1, "second_document"),
}


def slipped(written: str, folder: Path) -> tuple[Path, int]:
    """small.yaml with other lines in place of START, and the line on which they begin."""
    before, after = SMALL.read_text(encoding="utf-8").split(START, 1)
    path = folder / "slipped.yaml"
    path.write_text(before + written + after, encoding="utf-8")
    return path, before.count("\n") + 1


@pytest.mark.parametrize("name", SLIPS)
def test_the_slip_is_told_on_its_own_line(name: str, tmp_path: Path) -> None:
    written, below, code = SLIPS[name]
    path, line = slipped(written, tmp_path)

    told = [(one.line, one.code) for one in catalogue.check(path)]

    assert (line + below, code) in told


def test_a_dash_that_is_missing_is_told_once(tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8")
    line = text[: text.index("  - id: waste")].count("\n") + 1
    path = tmp_path / "dashless.yaml"
    path.write_text(text.replace("  - id: waste", "    id: waste", 1), encoding="utf-8")

    told = [(one.line, one.code) for one in catalogue.check(path)]

    assert (line, "dash_missing") in told
    assert "key_twice" not in [code for _, code in told]


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_no_mistake_and_count_the_same(newline: str, tmp_path: Path) -> None:
    text = SMALL.read_text(encoding="utf-8")
    path = tmp_path / "small.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", newline).encode())
    wrong = tmp_path / "wrong.yaml"
    wrong.write_bytes(text.replace(START, "    knid: certificate\n", 1).replace("\n", newline).encode())
    line = text[: text.index(START)].count("\n") + 1

    assert catalogue.check(path) == []
    assert (line, "unknown_key") in [(one.line, one.code) for one in catalogue.check(wrong)]


@pytest.mark.parametrize(
    ("written", "code"),
    [("sections: 市民課\n", "list_expected"), ("include: procedures/a.yaml\n", "list_expected")],
)
def test_a_list_that_is_none_is_told_without_what_follows_from_it(written: str, code: str, tmp_path: Path) -> None:
    key = written.partition(":")[0]
    text = SMALL.read_text(encoding="utf-8").replace(f"{key}:\n", f"{written}x:\n", 1)
    path = tmp_path / "small.yaml"
    path.write_text(text if written in text else written + text, encoding="utf-8")

    assert [one.code for one in catalogue.check(path)] == [code]


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        (b"", "part_empty"),
        (b"# nothing\n", "part_empty"),
        (b"- a\n", "mapping_expected"),
        (b"\x82\xa0: 1\n", "not_utf8"),
    ],
)
def test_an_included_file_that_is_none_is_told_by_its_own_name(inside: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / "part.yaml").write_bytes(inside)
    path = tmp_path / "procedures.yaml"
    path.write_text("include: [part.yaml]\n" + SMALL.read_text(encoding="utf-8"), encoding="utf-8")

    told = [(Path(one.file).name, one.line, one.code) for one in catalogue.check(path)]

    assert told == [("part.yaml", 1, code)]


def test_a_long_text_in_quotes_is_no_slip() -> None:
    source = Source("f.yaml")
    source.read(b"a: 'x\n  y'\nb:\n  - c\n d: 1\n")

    assert [one.code for one in source.problems] == ["yaml_indent"]

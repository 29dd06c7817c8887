"""Fonts: every character by a font that has it, variants included, exact when copied, never a font left out."""

import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from shared.errors import SettingsError
from shared.printing import fonts
from shared.printing.answers import answers_pdf
from shared.printing.content import CopyPart, CopyRow, Words
from shared.printing.face import FIRST_PRIVATE, to_unicode
from shared.printing.receipt import receipt_pdf

from . import reader
from .samples import COPY, COUNTER, RECEIPT

VARIANT = "葛\U000e0100"
HARD_NAMES = ("𠮷田 葛\U000e0100城太郎", "髙橋﨑濵㐂", "𩸽𠀋𣘺神槗", "辻\U000e0100 邊\U000e0101", "José ÉLODIE")


def copy_of(names: list[str]) -> bytes:
    rows = tuple(CopyRow(Words("氏名"), name) for name in names)
    return answers_pdf(replace(COPY, parts=(CopyPart(Words("名前"), rows),))).pdf


def test_names_are_copied_from_the_sheet_exactly_as_they_were_typed() -> None:
    copied = reader.text(copy_of(list(HARD_NAMES)))
    for name in HARD_NAMES:
        assert f"氏名 {name}" in copied.splitlines()


def test_a_variant_is_another_glyph_than_its_base() -> None:
    chain = fonts.chain("words")
    plain, variant = chain.glyph("葛"), chain.glyph(VARIANT)
    assert (plain.missing, variant.missing) == (False, False)
    assert plain.drawn != variant.drawn
    other = copy_of([VARIANT])
    assert reader.picture(copy_of(["葛"]), 100).tobytes() != reader.picture(other, 100).tobytes()


@pytest.mark.requirement("XS-7")
def test_what_no_font_has_is_printed_as_geta_and_named_once() -> None:
    rows = (CopyRow(Words("氏名"), "山\U0001f600田\U0001f600\ue000 邊\U000e01ef"),)
    printed = answers_pdf(replace(COPY, parts=(CopyPart(Words("名前"), rows),)))
    assert printed.missing == ("\U0001f600", "\ue000", "邊\U000e01ef")
    assert "山〓田〓〓 邊\U000e01ef" in reader.text(printed.pdf)
    assert fonts.missing("山\U0001f600田") == ("\U0001f600",)
    assert "この紙に印刷できない文字は、「〓」か、よく似た字にしています。" in reader.text(printed.pdf)
    assert "〓" not in reader.text(copy_of([HARD_NAMES[0]]))


def test_a_receipt_with_a_name_that_cannot_be_printed_says_so_to_citizen_and_staff() -> None:
    printed = receipt_pdf(replace(RECEIPT, applicant="\U0003ffff○ 花○"))
    assert printed.missing == ("\U0003ffff",)
    assert "お知らせこの紙に印刷できない文字は、「〓」か、よく似た字にしています。" in reader.one_line(printed.pdf)
    assert receipt_pdf(RECEIPT).missing == ()


def test_our_private_characters_are_nobody_elses() -> None:
    assert fonts.chain("words").glyph(VARIANT).drawn >= chr(FIRST_PRIVATE)
    assert fonts.missing(chr(FIRST_PRIVATE)) == (chr(FIRST_PRIVATE),)


def test_marks_of_direction_are_not_drawn_and_dakuten_typed_apart_is() -> None:
    chain = fonts.chain("words")
    assert chain.glyph("\u202e").drawn == "" and chain.glyph("\u200b").drawn == ""
    assert chain.glyph("か\u3099").width == chain.glyph("が").width
    assert "氏名 か\u3099く" in reader.text(copy_of(["か\u3099く"]))


def test_every_font_is_embedded() -> None:
    for pdf in (receipt_pdf(RECEIPT).pdf, receipt_pdf(COUNTER, "80mm").pdf, copy_of(list(HARD_NAMES))):
        embedded = reader.fonts(pdf)
        assert embedded and all(embedded.values())
        assert b"Helvetica" not in pdf


def test_the_same_receipt_is_the_same_bytes_whatever_was_printed_before() -> None:
    here = receipt_pdf(RECEIPT).pdf
    copy_of(list(HARD_NAMES))
    assert receipt_pdf(RECEIPT).pdf == here
    script = (
        "import sys, hashlib; sys.path.insert(0, 'tests')\n"
        "from printing.samples import RECEIPT, COPY, COUNTER\n"
        "from shared.printing.receipt import receipt_pdf\n"
        "receipt_pdf(COUNTER, '80mm')\n"
        "sys.stdout.buffer.write(receipt_pdf(RECEIPT).pdf)\n"
    )
    root = Path(__file__).parent.parent.parent
    other = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, check=True)
    assert other.stdout == here


def test_threads_print_the_same_as_one_after_another() -> None:
    contents = [replace(RECEIPT, applicant=f"{name[0]}○") for name in HARD_NAMES] * 3
    alone = [receipt_pdf(content).pdf for content in contents]
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(lambda content: receipt_pdf(content).pdf, contents)) == alone


def test_a_missing_font_is_named() -> None:
    with pytest.raises(SettingsError) as refused:
        fonts.font_file("nowhere/Nobody-Regular.ttf")
    assert (refused.value.code, refused.value.params) == ("font_missing", {"file": "Nobody-Regular.ttf"})
    assert fonts.found_file("somewhere-else/ipamjm.ttf") is not None  # other systems, other folders


def test_to_unicode_is_utf_16_in_blocks_of_a_hundred() -> None:
    table = to_unicode("F", ["𠮷", VARIANT, *"あ" * 150])
    assert "<00> <D842DFB7>" in table
    assert "<01> <845BDB40DD00>" in table
    assert table.count("beginbfchar") == 2 and "100 beginbfchar" in table and "52 beginbfchar" in table


def some_names(count: int) -> list[str]:
    """Names out of every corner of Unicode's kanji, some with variants; a few that no font has."""
    chance = random.Random(7)
    common = "佐藤鈴木高橋田中伊渡辺山本村小林加吉松井斎太郎花子美咲翔陽菜"
    ranges = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0xF900, 0xFAFF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F))

    def character() -> str:
        if chance.random() < 0.5:
            return chance.choice(common)
        return chr(chance.randint(*chance.choice(ranges)))

    names = []
    for _ in range(count):
        name = "".join(character() for _ in range(chance.randint(2, 5)))
        names.append(name + chr(chance.randint(0xE0100, 0xE0104)) if chance.random() < 0.2 else name)
    return names


def coverage() -> tuple[set[str], set[str]]:
    """Characters and variation sequences of the two fonts, read by fontTools alone."""
    singles: set[str] = set()
    pairs: set[str] = set()
    for file in (fonts.FILES["words"], fonts.NAMES_FILE):
        with TTFont(fonts.font_file(file), lazy=True) as font:
            singles |= {chr(code) for code in font.getBestCmap()}
            for table in font["cmap"].tables:
                if table.format == 14:
                    pairs |= {chr(b) + chr(vs) for vs, found in table.uvsDict.items() for b, _ in found}
    return singles, pairs


def check_names(count: int) -> None:
    singles, pairs = coverage()
    names = some_names(count)
    told = {name: fonts.missing(name) for name in names}
    for name in names:
        expected = [c for c in fonts.clusters(name) if c not in (singles if len(c) == 1 else pairs)]
        assert told[name] == tuple(dict.fromkeys(expected))
    whole = [name for name in names if not told[name]]
    assert len(whole) > count / 3
    for start in range(0, len(whole), 250):
        some = whole[start : start + 250]
        copied = set(reader.text_lines(copy_of(some)))
        assert [name for name in some if f"氏名 {name}" not in copied] == []


@pytest.mark.requirement("XS-7")
def test_xs_7_no_tofu_on_paper_for_300_names() -> None:
    check_names(300)


@pytest.mark.requirement("XS-7")
@pytest.mark.drill
def test_xs_7_no_tofu_on_paper_for_5_000_names() -> None:
    check_names(5_000)

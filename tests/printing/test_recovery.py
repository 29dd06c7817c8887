"""The recovery key on paper: it can be typed in and scanned again, and stands on as many pages as copies."""

from dataclasses import replace

import pytest

from shared.printing.content import Words
from shared.printing.recovery import lines_of, recovery_pdf
from shared.records.recovery_key import new_secret, private_of

from . import reader
from .samples import RECOVERY
from .test_receipt import check_layout


def test_the_printed_lines_and_the_qr_give_the_key_again() -> None:
    secret = new_secret()
    pdf = recovery_pdf(replace(RECOVERY, secret=secret)).pdf
    numbered = [line for line in reader.text_lines(pdf)[:12] if line[:2] in ("1 ", "2 ", "3 ")]
    typed = "\n".join(line.split(" ", 1)[1] for line in numbered)
    assert private_of(typed) == private_of(secret)
    for page in (0, 1):
        assert reader.codes(reader.picture(pdf, 144, page)) == {secret}


def test_each_copy_is_a_page_that_says_which_it_is() -> None:
    pdf = recovery_pdf(RECOVERY).pdf
    words = reader.text(pdf)
    assert reader.page_count(pdf) == 2
    assert "2枚のうち 1枚目" in words and "2枚のうち 2枚目" in words
    assert words.count("recovery-1") == 4 and words.count("公開鍵の指紋 7D9A 22F0 4C1E 88B3") == 4
    assert words.count("この鍵はどこにも保存されていません。") == 2
    check_layout(pdf, "a4")
    assert reader.page_count(recovery_pdf(replace(RECOVERY, copies=3)).pdf) == 3


def test_lines_are_five_groups_of_four() -> None:
    assert lines_of("1A2B3C4D5E6F7G8H9J0K" * 2 + "ZZ") == (
        "1A2B 3C4D 5E6F 7G8H 9J0K",
        "1A2B 3C4D 5E6F 7G8H 9J0K",
        "ZZ",
    )


def test_a_sample_key_says_that_it_is_one() -> None:
    assert "練習用です。" in reader.text(recovery_pdf(replace(RECOVERY, sample=True, city=Words("見本市"))).pdf)


def test_a_secret_that_cannot_be_a_qr_is_refused_without_repeating_it() -> None:
    with pytest.raises(ValueError) as refused:
        recovery_pdf(replace(RECOVERY, secret="not upper case"))
    assert "not upper" not in str(refused.value)

"""Numbers, money, My Number, corporate numbers, accounts."""

import pytest

from shared.errors import ValueRefused
from shared.language.banks import read_account_number
from shared.language.corporate import read_corporate_number
from shared.language.my_number import holds_my_number, read_my_number
from shared.language.numbers import read_digits, read_money, read_whole_number

VALID = ["123456789018", "987654321093", "111111111118", "314159265352", "020304050609"]
REMAINDER_0_AND_1 = ["595748906820", "254122482440"]


def refusal(read, *arguments) -> tuple[str, dict[str, object]]:
    with pytest.raises(ValueRefused) as refused:
        read(*arguments)
    return refused.value.code, refused.value.params


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("3", "3"),
        ("３", "3"),
        ("三", "3"),
        ("十二", "12"),
        ("二十", "20"),
        ("百五", "105"),
        ("二〇二六", "2026"),
        ("007", "7"),
        ("1,234", "1234"),
        ("-3", "-3"),
        ("−３", "-3"),
        ("1万2千", "12000"),
        ("1億", "100000000"),
    ],
)
def test_a_whole_number_is_read_in_any_digits(typed, stored):
    assert read_whole_number(typed).stored == stored


@pytest.mark.parametrize("typed", ["1.5", "12,34", "三つ", "1e3", "abc", "--3", "万", "9" * 19])
def test_what_is_no_whole_number_is_refused(typed):
    assert refusal(read_whole_number, typed) == ("number", {})


def test_a_number_keeps_its_bounds():
    assert [read_whole_number(n, 1, 10).stored for n in ("1", "10")] == ["1", "10"]
    assert refusal(read_whole_number, "0", 1, 10) == ("number_too_small", {"least": 1})
    assert refusal(read_whole_number, "11", 1, 10) == ("number_too_large", {"most": 10})


def test_digits_keep_the_zeros_at_their_head():
    assert read_digits("００12-34 5").stored == "0012345"
    assert read_digits("012345", 6).stored == "012345"
    assert refusal(read_digits, "12345", 6) == ("digits_length", {"length": 6})
    assert refusal(read_digits, "12a45") == ("digits", {})


@pytest.mark.parametrize(
    "typed", ["12000", "12,000", "１２，０００円", "¥12,000", "￥12000", "1万2千円", "一万二千円也", "12000 yen"]
)
def test_an_amount_is_stored_in_plain_yen(typed):
    assert read_money(typed).stored == "12000"


def test_an_amount_is_not_negative_and_not_beyond_reason():
    assert refusal(read_money, "百円玉") == ("money", {})
    assert refusal(read_money, "-5") == ("money", {})
    assert refusal(read_money, "1000000000000")[0] == "number_too_large"


@pytest.mark.parametrize("number", VALID + REMAINDER_0_AND_1)
def test_a_my_number_that_passes_its_check_is_taken(number):
    grouped = f"{number[:4]}-{number[4:8]}-{number[8:]}"
    wide = number.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    assert [read_my_number(typed).stored for typed in (number, grouped, wide, f" {number} ")] == [number] * 4


@pytest.mark.parametrize("number", VALID + REMAINDER_0_AND_1)
def test_every_single_wrong_digit_of_a_my_number_is_caught_but_where_two_remainders_share_a_zero(number):
    taken = 0
    for place in range(12):
        for digit in "0123456789":
            wrong = number[:place] + digit + number[place + 1 :]
            if wrong != number:
                try:
                    read_my_number(wrong)
                except ValueRefused:
                    continue
                taken += 1
    # Remainders 0 and 1 both give check digit 0: a change between the two cannot be seen.
    assert taken == (0 if number[-1] != "0" else taken)
    assert taken <= 11


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12345678901", "my_number_length"),
        ("1234567890123", "my_number_length"),
        ("12345678901a", "my_number_length"),
        ("123456789012", "my_number_check"),
        ("000000000000", "my_number_check"),
    ],
)
def test_what_is_no_my_number_is_refused_without_repeating_it(typed, code):
    assert refusal(read_my_number, typed) == (code, {})


@pytest.mark.parametrize(
    "text",
    [
        "私の番号は 123456789018 です",
        "番号123456789018。",
        "１２３４５６７８９０１８",
        "1234-5678-9018",
        "1234 5678 9018",
        "1234－5678－9018",
        "1234・5678・9018",
        "1 2 3 4 5 6 7 8 9 0 1 8",
        "1234\n5678\n9018",
        "1234\u200b56789018",
    ],
)
def test_a_my_number_is_noticed_however_it_is_grouped(text):
    assert holds_my_number(text)


@pytest.mark.parametrize(
    "text",
    ["電話 0852-55-5555", "123456789012", "番号1234567890181", "2026-11-22", "", "1234-5678", "12345678901８９"],
)
def test_other_numbers_are_no_my_number(text):
    assert not holds_my_number(text)


@pytest.mark.parametrize("typed", ["3000020322016", "T3000020322016", "３０００-０２０３-２２０１６"])
def test_a_corporate_number_passes_its_check(typed):
    assert read_corporate_number(typed).stored == "3000020322016"


def test_a_corporate_number_that_is_wrong_is_refused():
    wrong = [f"{digit}000020322016" for digit in "012456789"]
    assert [refusal(read_corporate_number, typed)[0] for typed in wrong] == ["corporate_check"] * 9
    assert refusal(read_corporate_number, "000020322016") == ("corporate_length", {})


def test_an_account_number_has_seven_digits():
    assert [read_account_number(t).stored for t in ("1234567", "１２３４５６７", "123-4567")] == ["1234567"] * 3
    padded = read_account_number("123456")
    assert (padded.stored, padded.flags) == ("0123456", ("account_padded",))
    assert read_account_number("0123456").flags == ()
    assert refusal(read_account_number, "12345678") == ("account_long", {})
    assert refusal(read_account_number, "0000000") == ("account", {})
    assert refusal(read_account_number, "普通123") == ("account", {})

"""Telephone numbers, e-mail addresses, postal codes, addresses."""

import threading

import pytest

from shared.errors import ValueRefused
from shared.language.addresses import address_key, read_address, read_building
from shared.language.mail import read_email
from shared.language.phones import read_phone, show_phone
from shared.language.postal import Place, places, read_postal


def refusal(read, *arguments) -> str:
    with pytest.raises(ValueRefused) as refused:
        read(*arguments)
    return refused.value.code


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0852-55-5555", "0852555555"),
        ("０８５２（５５）５５５５", "0852555555"),
        ("(0852)55-5555", "0852555555"),
        ("0852 55 5555", "0852555555"),
        ("0852ー55ー5555", "0852555555"),
        ("0852.55.5555", "0852555555"),
        ("0852555555", "0852555555"),
        ("TEL: 0852-55-5555", "0852555555"),
        ("0852-55-5555(代表)", "0852555555"),
        ("08512-2-1234", "0851221234"),
        ("03-1234-5678", "0312345678"),
        ("090-1234-5678", "09012345678"),
        ("070-1234-5678", "07012345678"),
        ("060-1234-5678", "06012345678"),
        ("050-1234-5678", "05012345678"),
        ("0120-123-456", "0120123456"),
        ("0120-12-3456", "0120123456"),
        ("0800-123-4567", "08001234567"),
        ("0570-000-123", "0570000123"),
        ("+81 90 1234 5678", "09012345678"),
        ("+81-852-55-5555", "0852555555"),
        ("+81 (0)90-1234-5678", "09012345678"),
        ("0081 852 55 5555", "0852555555"),
        ("\u202a090-1234-5678\u202c", "09012345678"),  # as copied from a contact list
    ],
)
def test_a_telephone_number_is_stored_as_its_digits(typed, stored):
    reading = read_phone(typed)
    assert (reading.stored, reading.flags) == (stored, ())


@pytest.mark.parametrize("extension", ["内線123", "（内線123）", "内線 123", "ext.123", "#123", "x123", "内123"])
def test_an_extension_belongs_into_a_note(extension):
    reading = read_phone(f"0852-55-5555 {extension}")
    assert (reading.stored, reading.flags) == ("0852555555", ("phone_extension",))
    assert reading.suggestion == "0852-55-5555 内線123"


@pytest.mark.parametrize(
    ("typed", "stored", "flags"),
    [
        ("+1 212 555 0100", "+12125550100", ("phone_foreign",)),
        ("010-82-2-1234-5678", "+82212345678", ("phone_foreign",)),
        ("0123456789", "0123456789", ("phone_made_up",)),
    ],
)
def test_an_unusual_number_is_asked_about(typed, stored, flags):
    reading = read_phone(typed)
    assert (reading.stored, reading.flags) == (stored, flags)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "blank"),
        ("012-3456-789", "phone_area"),
        ("012-345-6789", "phone_area"),
        ("0852-5555-55", "phone_area"),
        ("55-5555", "phone_digits"),
        ("110", "phone_digits"),
        ("090-1234-567", "phone_digits"),
        ("0852-55-55555", "phone_digits"),
        ("0000000000", "phone_digits"),
        ("1852555555", "phone_digits"),
        ("020-1234-5678", "phone_digits"),
        ("電話なし", "phone_characters"),
        ("0852-55-5555、090-1234-5678", "phone_characters"),
        ("+1 212", "phone_foreign_digits"),
    ],
)
def test_what_cannot_be_called_is_refused(typed, code):
    assert refusal(read_phone, typed) == code


def test_a_number_is_shown_with_hyphens_where_its_grouping_is_sure():
    stored = ["0852555555", "0312345678", "09012345678", "0120123456", "08001234567", "0185123456", "+12125550100"]
    assert [show_phone(number) for number in stored] == [
        "0852-55-5555",
        "03-1234-5678",
        "090-1234-5678",
        "0120-123-456",
        "0800-123-4567",
        "0185123456",
        "+12125550100",
    ]


@pytest.mark.parametrize(
    ("typed", "stored", "flags"),
    [
        ("taro@example.jp", "taro@example.jp", ()),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp", ()),
        ("taro@example。jp", "taro@example.jp", ()),
        (" taro@example.jp ", "taro@example.jp", ()),
        ("Taro+a_b@EXAMPLE.CO.JP", "Taro+a_b@example.co.jp", ()),
        ("taro..x@docomo.ne.jp", "taro..x@docomo.ne.jp", ("email_old_style",)),
        ("taro.@docomo.ne.jp", "taro.@docomo.ne.jp", ("email_old_style",)),
        (".taro@ezweb.ne.jp", ".taro@ezweb.ne.jp", ("email_old_style",)),
        ("taro@例え.jp", "taro@例え.jp", ("email_idn",)),
        ("taro@xn--r8jz45g.jp", "taro@xn--r8jz45g.jp", ()),
        ("taro@gmail.con", "taro@gmail.con", ("email_domain",)),
    ],
)
def test_an_address_that_may_work_is_taken(typed, stored, flags):
    reading = read_email(typed)
    assert (reading.stored, reading.flags) == (stored, flags)


def test_a_usual_slip_of_a_domain_gets_a_suggestion():
    assert read_email("taro@docomo.co.jp").suggestion == "taro@docomo.ne.jp"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("taro@example.jp\r\nBcc: a@b.jp", "line_break"),
        ("taro@example.jp\n", "line_break"),
        ("taro\u200b@example.jp", "invisible_character"),
        ("taro@example.jp\x00", "control_character"),
        ("taro example.jp", "email_at"),
        ("@example.jp", "email_at"),
        ("taro@", "email_at"),
        ("taro@@example.jp", "email_characters"),
        ("太郎@example.jp", "email_characters"),
        ("ta ro@example.jp", "email_characters"),
        ("Taro <taro@example.jp>", "email_characters"),
        ("taro@example", "email_domain_wrong"),
        ("taro@example,jp", "email_domain_wrong"),
        ("taro@example..jp", "email_domain_wrong"),
        ("taro@-example.jp", "email_domain_wrong"),
        ("taro@[127.0.0.1]", "email_domain_wrong"),
        ("taro@192.0.2.1", "email_domain_wrong"),
        (f"{'a' * 65}@example.jp", "email_long"),
        (f"taro@{'a.' * 130}jp", "email_long"),
    ],
)
def test_an_address_that_cannot_work_is_refused(typed, code):
    assert refusal(read_email, typed) == code


@pytest.mark.parametrize("typed", ["690-8540", "6908540", "６９０－８５４０", "〒690 8540", "690ー8540"])
def test_the_code_of_a_large_office_is_taken_in_any_form(typed):
    reading = read_postal(typed)
    assert (reading.stored, reading.flags) == ("6908540", ())


def test_a_code_gives_its_places():
    assert places("6908540") == [Place("島根県", "松江市", "末次町86", "松江市役所")]
    assert places("6900887") == [Place("島根県", "松江市", "殿町")]
    assert places("6900000") == [Place("島根県", "松江市", "")]
    assert [place.town for place in places("6991221")] == ["大東町飯田", "大東町岡村"]
    assert [place.town for place in places("4090142")] == [""]  # a sentence, not a town
    assert places("0000000") == []


def test_places_can_be_looked_up_from_several_threads():
    found: list[list[Place]] = []
    codes = [f"69008{number:02}" for number in range(40, 60)]
    threads = [threading.Thread(target=lambda: found.extend(places(code) for code in codes)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 80


def test_an_unknown_code_is_asked_about_and_a_short_one_refused():
    assert read_postal("999-9999").flags == ("postal_unknown",)
    assert [refusal(read_postal, typed) for typed in ("690-854", "69O-8540", "690-85400")] == ["postal_digits"] * 3


@pytest.mark.parametrize(
    "typed",
    [
        "学園南１丁目２０番４３号",
        "学園南一丁目20-43",
        "学園南1-20-43",
        "学園南１－２０－４３",
        "学園南1ー20ー43",
        "学園南1丁目20番地43",
        "学園南 1丁目 20番 43号",
        "島根県松江市学園南1-20-43",
    ],
)
def test_spellings_of_one_address_have_one_key_and_stay_as_typed(typed):
    reading = read_address(typed)
    assert (reading.stored, reading.search_key) == (typed, "学園南1-20-43")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("末次町86番地", "末次町86"),
        ("末次町八十六番地", "末次町86"),
        ("末次町86番地の1", "末次町86-1"),
        ("末次町八十六番地の一", "末次町86-1"),
        ("末次町八十六番地二十三", "末次町86-23"),
        ("末次町3番の2", "末次町3-2"),
        ("末次町86番地三宅ビル", "末次町86-三宅ビル"),
        ("八束町波入イ12番地3", "八束町波入イ12-3"),
        ("東出雲町揖屋甲1234番地1", "東出雲町揖屋甲1234-1"),
        ("美保関町無番地", "美保関町無番地"),
        ("大庭町番外地", "大庭町番外地"),
        ("一番町1-2", "一番町1-2"),
        ("北一条西二丁目", "北一条西2"),
        ("千鳥町三番", "千鳥町3"),
        ("メゾン3号棟", "メゾン3号棟"),
    ],
)
def test_lot_letters_and_numbers_of_names_stay_in_the_key(typed, key):
    assert address_key(typed) == key


def test_a_city_that_stands_before_the_field_already_is_asked_about():
    assert [read_address(typed).flags for typed in ("松江市殿町1", "島根県松江市殿町1")] == [("address_home",)] * 2
    assert read_address("東京都千代田区丸の内1-1").flags == ()
    assert read_address("10 Main Street, London").flags == ()


def test_an_address_needs_more_than_a_number_and_no_markup():
    assert refusal(read_address, "1-20-43") == "address_letters"
    assert refusal(read_address, "<b>殿町1</b>") == "markup"
    assert refusal(read_address, "殿町1\n") == "line_break"
    assert refusal(read_address, "町" * 101) == "too_long"


def test_a_building_is_taken_as_typed():
    for typed in ("山田太郎様方", "メゾン松江　２０３号室", "203", "Lake View #3"):
        assert read_building(typed).stored == typed
    assert refusal(read_building, "町" * 61) == "too_long"
    assert read_building("123456789018").flags == ("my_number_inside",)

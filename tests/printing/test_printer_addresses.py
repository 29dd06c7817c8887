"""MADOGUCHI_PRINTERS: what is taken, and that a slip in it stops the start with its own words."""

import pytest

from shared.errors import SettingsError
from shared.language.wording import say
from shared.settings import PrinterAddress, read_settings


def printers(text: str) -> tuple[PrinterAddress, ...]:
    return read_settings({"MADOGUCHI_PRINTERS": text}).printers


def test_without_the_variable_there_is_no_printer() -> None:
    assert read_settings({}).printers == ()
    assert printers(" \n") == ()


def test_each_kind_is_written_as_name_and_address_and_the_first_stays_first() -> None:
    text = "受付1=escpos://192.0.2.5 受付2=escpos://printer.example:9101?status=no,\nusb=file:///dev/usb/lp0 A4=cups://office_a4"

    assert printers(text) == (
        PrinterAddress("受付1", "escpos", "192.0.2.5", 9100),
        PrinterAddress("受付2", "escpos", "printer.example", 9101, tells=False),
        PrinterAddress("usb", "file", "/dev/usb/lp0", tells=False),
        PrinterAddress("A4", "cups", "office_a4", paper="a4"),
    )


def test_a_queue_may_have_a_roll_and_an_address_may_be_of_the_newer_internet() -> None:
    assert printers("roll=cups://slips?paper=80mm") == (PrinterAddress("roll", "cups", "slips", paper="80mm"),)
    assert printers("v6=escpos://[2001:db8::5]:9100") == (PrinterAddress("v6", "escpos", "2001:db8::5", 9100),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("escpos://192.0.2.5", "printer_name"),
        ("=escpos://192.0.2.5", "printer_name"),
        ("-x=escpos://192.0.2.5", "printer_name"),
        (f"{'あ' * 21}=escpos://192.0.2.5", "printer_name"),
        ("a=", "printer_url"),
        ("a=192.0.2.5", "printer_url"),
        ("a=http://192.0.2.5", "printer_url"),
        ("a=escpos://", "printer_url"),
        ("a=escpos://192.0.2.5:99999", "printer_url"),
        ("a=escpos://192.0.2.5:abc", "printer_url"),
        ("a=escpos://192.0.2.5/tray", "printer_url"),
        ("a=escpos://192.0.2.5?status=maybe", "printer_url"),
        ("a=escpos://192.0.2.5?paper=a4", "printer_url"),
        ("a=escpos://user@192.0.2.5", "printer_url"),
        ("a=escpos://[::1", "printer_url"),
        ("a=file://dev/usb/lp0", "printer_url"),
        ("a=file:///", "printer_url"),
        ("a=cups://", "printer_url"),
        ("a=cups://-oraw", "printer_url"),
        ("a=cups://slips?paper=a5", "printer_url"),
        ("a=escpos://192.0.2.5 a=cups://office_a4", "printer_twice"),
    ],
)
def test_a_slip_is_named_and_nothing_starts(text: str, code: str) -> None:
    with pytest.raises(SettingsError) as refused:
        printers(text)

    assert refused.value.code == code
    part = str(refused.value.params.get("part", "a"))
    assert part in text and part in say(f"errors.{code}", **refused.value.params)

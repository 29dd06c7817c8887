"""`receipt --print` and `doctor --print`: what an operator sees of printers."""

import json
from collections.abc import Iterator

import pytest

from tests.printing import reader
from tests.printing.roll_printer import RollPrinter

from .madoguchi import Madoguchi
from .samples import SELF, apply


@pytest.fixture
def roll() -> Iterator[RollPrinter]:
    machine = RollPrinter()
    yield machine
    machine.stop()


def test_a_receipt_is_printed_again_and_a_refusal_ends_with_1_and_what_to_do(run: Madoguchi, roll: RollPrinter) -> None:
    reference = apply(run, SELF)["reference"]
    printers = f"窓口1=escpos://127.0.0.1:{roll.port}"
    assert run("receive").returncode == 0

    done = run("receipt", reference, "--print", "窓口1", MADOGUCHI_PRINTERS=printers)
    assert (done.returncode, done.stdout, done.stderr) == (0, "窓口1: 印刷しました。\n", "")
    assert len(reader.codes(roll.sheets[0].convert("L"))) == 2

    roll.cover_open = True
    refused = run("receipt", reference, "--print", "窓口1", MADOGUCHI_PRINTERS=printers)
    said = "窓口1: 印刷していません。プリンターのふたが開いています。ふたを閉めてから、もういちど印刷してください。\n"
    assert (refused.returncode, refused.stdout) == (1, said)
    assert len(roll.sheets) == 1

    rows = [row["action"] for row in run.json("show", reference)["trail"] if "print" in row["action"]]
    assert rows == ["print_asked", "reprint", "print_asked", "print_failed"]


def test_a_receipt_goes_either_into_a_file_or_to_a_printer(run: Madoguchi) -> None:
    for ways in ((), ("--out", "x.pdf", "--print", "窓口1")):
        wrong = run("receipt", "A7K2M9QX4", *ways)
        assert (wrong.returncode, "either --out FILE or --print NAME" in wrong.stderr) == (2, True)


def test_the_doctor_tells_how_printers_are_and_tries_one(run: Madoguchi, roll: RollPrinter) -> None:
    printers = f"窓口1=escpos://127.0.0.1:{roll.port}, usb=file:///dev/none"
    told = run("doctor", "--json", MADOGUCHI_PRINTERS=printers)
    found = [line for line in json.loads(told.stdout) if line["name"].startswith("printer")]
    assert [(line["printer"], line["state"], line.get("code")) for line in found] == [
        ("窓口1", "ok", None),
        ("usb", "bad", "printer_away"),
    ]
    assert told.returncode == 1

    tried = run.json("doctor", "--print", "窓口1", MADOGUCHI_PRINTERS=printers)
    assert (tried["outcome"], tried["code"]) == ("printed", "")
    assert len(reader.codes(roll.sheets[0].convert("L"))) == 3

    unknown = run("doctor", "--print", "窓口2", MADOGUCHI_PRINTERS=printers)
    assert (unknown.returncode, unknown.stderr) == (
        1,
        "「窓口2」というプリンターはありません。MADOGUCHI_PRINTERS を確かめてください。\n",
    )


def test_a_slip_in_the_list_of_printers_stops_every_command_with_its_words(run: Madoguchi) -> None:
    refused = run("queue", MADOGUCHI_PRINTERS="窓口1=http://192.0.2.5")

    assert refused.returncode == 1
    assert "「窓口1=http://192.0.2.5」が読めません" in refused.stderr

"""Sending a sheet to a printer: what it says is believed, what it does not say is not claimed."""

import os
import socket
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.errors import PrinterRefused
from shared.printing import thermal
from shared.printing.printers import cups, device, network
from shared.printing.printers import printer as printers
from shared.printing.printers.state import State
from shared.printing.receipt import receipt_pdf
from shared.printing.trial import trial_pdf
from shared.settings import PrinterAddress

from . import reader
from .roll_printer import RollPrinter, pictures
from .samples import BASE, CODE, COUNTER, TOKEN

BOTH = {f"{BASE}/R/{TOKEN}", f"{BASE}/C/{CODE}"}


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return receipt_pdf(COUNTER, "80mm").pdf


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence is waited for a tenth as long as at a counter."""
    monkeypatch.setattr(network, "SECONDS", 0.5)
    monkeypatch.setattr(network, "PATIENCE", 3.0)
    monkeypatch.setattr(device, "SECONDS", 0.3)


@pytest.fixture
def roll() -> Iterator[RollPrinter]:
    machine = RollPrinter()
    yield machine
    machine.stop()


def at(machine: RollPrinter, tells: bool = True) -> PrinterAddress:
    return PrinterAddress("窓口1", "escpos", "127.0.0.1", machine.port, tells=tells)


def refusal(address: PrinterAddress, pdf: bytes) -> tuple[str, object]:
    with pytest.raises(PrinterRefused) as refused:
        printers.send(address, pdf)
    return refused.value.code, refused.value.params["begun"]


def test_a_receipt_is_printed_when_the_printer_says_that_all_of_it_is_out(roll: RollPrinter, pdf: bytes) -> None:
    assert printers.send(at(roll), pdf) == State()

    (sheet,) = roll.sheets
    assert sheet.tobytes() == thermal.dots(pdf).tobytes()
    assert reader.codes(sheet.convert("L")) == BOTH
    assert roll.connections == 1


def test_a_roll_that_is_nearly_at_its_end_is_printed_on_and_told(roll: RollPrinter, pdf: bytes) -> None:
    roll.low = True

    assert printers.send(at(roll), pdf) == State(paper_low=True)
    assert len(roll.sheets) == 1


@pytest.mark.parametrize(
    ("what", "value", "code"), [("cover_open", True, "cover_open"), ("fault", True, "printer_fault")]
)
def test_a_printer_that_cannot_print_is_sent_nothing(
    roll: RollPrinter, pdf: bytes, what: str, value: bool, code: str
) -> None:
    setattr(roll, what, value)

    assert printers.state(at(roll)).trouble == code
    assert refusal(at(roll), pdf) == (code, False)
    assert "raster" not in roll.seen


def test_without_paper_nothing_is_sent_and_with_a_new_roll_it_is_printed(roll: RollPrinter, pdf: bytes) -> None:
    roll.paper.left = 0
    assert refusal(at(roll), pdf) == ("paper_out", False)
    assert "raster" not in roll.seen

    roll.new_roll()

    assert printers.send(at(roll), pdf) == State()
    assert len(roll.sheets) == 1


def test_paper_that_ends_midway_is_told_and_the_rest_never_comes_out_before_somebody_else(
    roll: RollPrinter, pdf: bytes
) -> None:
    roll.paper.left = 1000

    assert refusal(at(roll), pdf) == ("paper_out", True)
    roll.new_roll()

    assert roll.sheets == []
    assert roll.seen[-1] == "forget"


def test_nobody_at_the_address_is_told(pdf: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = PrinterAddress("窓口1", "escpos", "127.0.0.1", taken.getsockname()[1])

    assert refusal(free, pdf) == ("printer_away", False)
    assert printers.state(free) == State("printer_away")


def test_a_printer_that_never_answers_is_away_and_is_sent_nothing(roll: RollPrinter, pdf: bytes) -> None:
    roll.silent = True

    assert refusal(at(roll), pdf) == ("printer_away", False)
    assert "raster" not in roll.seen


def test_a_printer_that_is_known_not_to_answer_is_handed_the_sheet_and_nothing_is_claimed(
    roll: RollPrinter, pdf: bytes
) -> None:
    roll.silent = True

    assert printers.send(at(roll, tells=False), pdf) == State(known=False)
    roll.stop()  # after all that it was sent
    assert len(roll.sheets) == 1


def test_a_connection_that_breaks_midway_is_told_as_begun(roll: RollPrinter, pdf: bytes) -> None:
    roll.hang_up_after = 20_000

    assert refusal(at(roll), pdf) == ("printing_broke_off", True)
    assert roll.sheets == []


def test_two_counters_that_share_a_printer_get_whole_sheets(roll: RollPrinter, pdf: bytes) -> None:
    other = trial_pdf("窓口2", datetime(2026, 11, 22, tzinfo=UTC)).pdf
    came: list[State] = []
    threads = [
        threading.Thread(target=lambda one=one: came.append(printers.send(at(roll), one))) for one in (pdf, other)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert came == [State(), State()]
    wanted = [thermal.dots(one).tobytes() for one in (pdf, other)]
    assert sorted(sheet.tobytes() for sheet in roll.sheets) == sorted(wanted)


def test_whatever_bytes_a_printer_says_besides_its_answers_confuse_nobody(pdf: bytes) -> None:
    """Printers with their own idea of status push four bytes unasked, and are switched to silence."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def babble() -> None:
            link, _ = listener.accept()
            with link:
                link.sendall(bytes([0x10, 0x00, 0x00, 0x0F]))  # unasked status: near the end of the roll
                while data := link.recv(4096):
                    link.sendall(b"\x11\x13\x12" * data.count(b"\x10\x04"))

        talker = threading.Thread(target=babble, daemon=True)
        talker.start()
        address = PrinterAddress("窓口1", "escpos", "127.0.0.1", listener.getsockname()[1])
        assert printers.state(address) == State()
        talker.join(10)


def test_a_device_file_gets_every_byte_and_says_nothing_of_paper(tmp_path: Path, pdf: bytes) -> None:
    path = tmp_path / "lp0"
    os.mkfifo(path)
    wanted, got = len(thermal.commands(thermal.dots(pdf))), bytearray()
    printer = os.open(path, os.O_RDWR)

    def take() -> None:
        while len(got) < wanted:
            got.extend(os.read(printer, 4096))

    taking = threading.Thread(target=take, daemon=True)
    taking.start()
    assert printers.send(PrinterAddress("窓口1", "file", str(path), tells=False), pdf) == State(known=False)
    taking.join(10)
    os.close(printer)

    (sheet,) = pictures(bytes(got))
    assert reader.codes(sheet.convert("L")) == BOTH


def test_a_device_that_takes_no_more_is_told_as_begun(tmp_path: Path, pdf: bytes) -> None:
    path = tmp_path / "lp0"
    os.mkfifo(path)
    reading = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # open, and never read
    try:
        address = PrinterAddress("窓口1", "file", str(path), tells=False)
        assert refusal(address, pdf) == ("printing_broke_off", True)
    finally:
        os.close(reading)


def test_an_unplugged_device_is_away_and_is_never_made_into_a_file(tmp_path: Path, pdf: bytes) -> None:
    path = tmp_path / "lp0"
    address = PrinterAddress("窓口1", "file", str(path), tells=False)

    assert refusal(address, pdf) == ("printer_away", False)
    assert not path.exists()

    path.write_bytes(b"")
    assert refusal(address, pdf) == ("printer_away", False)
    assert path.read_bytes() == b""


LP = """#!/bin/sh
if [ "$(cat {folder}/lp_fails)" = yes ]; then exit 1; fi
printf '%s\\n' "$@" > {folder}/asked
cat > {folder}/job.pdf
"""
LPSTAT = """#!/bin/sh
printf '%s' "$LC_ALL" > {folder}/language
cat {folder}/says
"""
READY = "printer office_a4 is idle.  enabled since Sun Nov 22 10:00:00 2026\n\tDescription: A4\n\tAlerts: none\n"


@pytest.fixture
def queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commands named as those of cups-client, first on the PATH."""
    for name, script in (("lp", LP), ("lpstat", LPSTAT)):
        file = tmp_path / name
        file.write_text(script.format(folder=tmp_path), encoding="utf-8")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    (tmp_path / "says").write_text(READY, encoding="utf-8")
    (tmp_path / "lp_fails").write_text("no", encoding="utf-8")
    return tmp_path


A4 = PrinterAddress("A4", "cups", "office_a4", paper="a4", tells=True)


def test_a_queue_is_handed_the_pdf_itself_under_a_title_that_says_nothing(queue: Path) -> None:
    pdf = receipt_pdf(COUNTER, "a4").pdf

    assert printers.send(A4, pdf) == State(known=False)
    assert (queue / "job.pdf").read_bytes() == pdf
    asked = (queue / "asked").read_text(encoding="utf-8").split("\n")
    assert asked == ["-d", "office_a4", "-t", "madoguchi", "-o", "media=A4", "-", ""]
    assert (queue / "language").read_text(encoding="utf-8") == "C"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (READY, State(known=False)),
        (READY.replace("none", "media-low-warning"), State(paper_low=True, known=False)),
        (READY.replace("none", "media-empty-error"), State("paper_out")),
        (READY.replace("none", "media-low-report, cover-open-error"), State("cover_open", paper_low=True)),
        (READY.replace("none", "offline-report"), State("printer_away")),
        (READY.replace("is idle.  enabled", "disabled"), State("queue_stopped")),
        ("", State("printer_away")),
    ],
)
def test_what_a_queue_says_is_understood_and_one_that_stands_still_gets_nothing(
    queue: Path, said: str, state: State
) -> None:
    (queue / "says").write_text(said, encoding="utf-8")

    assert printers.state(A4) == state
    if state.trouble:
        assert refusal(A4, b"%PDF") == (state.trouble, False)
    assert (queue / "job.pdf").exists() is False


def test_a_job_that_the_queue_does_not_take_is_refused(queue: Path) -> None:
    (queue / "lp_fails").write_text("yes", encoding="utf-8")

    assert refusal(A4, b"%PDF") == ("printer_away", False)


def test_without_cups_on_the_machine_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert cups.state(A4) == State("cups_missing")
    assert refusal(A4, b"%PDF") == ("cups_missing", False)

"""Receipts and tickets on the counter's printers: who may, what the trail says, and that a refusal holds nothing up."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from shared.casework import codes, counter, health, parking, printouts
from shared.casework.authority import Role
from shared.casework.counter import Clerk
from shared.casework.health import Finding
from shared.casework.printouts import Printout
from shared.casework.tickets import desk, looks
from shared.errors import ActionNotAllowed, NotAuthorised, PrinterRefused, StoreUnavailable, SubmissionNotFound
from shared.printing import thermal
from shared.printing.printers import network
from shared.printing.ticket import ticket_pdf
from shared.records.proof import code_url
from tests.printing import reader
from tests.printing.roll_printer import RollPrinter

from .fixtures import close
from .town import Town, store_away

NAME = "窓口1"
LINE = "todokede"


@pytest.fixture
def roll(monkeypatch: pytest.MonkeyPatch) -> Iterator[RollPrinter]:
    monkeypatch.setattr(network, "SECONDS", 0.5)
    machine = RollPrinter()
    yield machine
    machine.stop()


@pytest.fixture
def town(make_town: Callable[..., Town], roll: RollPrinter) -> Town:
    """A city with one printer at its counter."""
    return make_town(MADOGUCHI_PRINTERS=f"{NAME}=escpos://127.0.0.1:{roll.port}")


def prints(town: Town, reference: str) -> list[tuple[str, str]]:
    """(action, what came of it) of the rows about printing."""
    rows = [entry for entry in town.trail(reference) if entry.action in ROWS]
    return [(row.action, str((row.detail or {}).get("outcome", ""))) for row in rows]


ROWS = ("print_asked", "print_failed", "receipt_printed", "reprint")


def code_on(roll: RollPrinter, town: Town, code: str) -> list[bool]:
    """Whether each sheet shows the code's QR."""
    wanted = code_url(town.settings.base_url, code)
    return [wanted in reader.codes(sheet.convert("L")) for sheet in roll.sheets]


@pytest.mark.requirement("KI-2")
def test_the_receipt_of_a_case_in_hand_comes_out_and_is_a_row(town: Town, roll: RollPrinter) -> None:
    filed = town.file().case
    parking.hold(town.clerk(), filed)

    came = printouts.print_receipt(town.clerk(), filed.reference)

    assert came == Printout(NAME, "printed")
    assert came.done
    assert code_on(roll, town, filed.code) == [True]
    assert prints(town, filed.reference) == [("print_asked", ""), ("receipt_printed", "printed")]


def test_of_any_other_case_it_is_a_reprint(town: Town, roll: RollPrinter) -> None:
    filed = town.file().case

    assert printouts.print_receipt(town.clerk(), filed.reference, NAME) == Printout(NAME, "printed")
    assert prints(town, filed.reference) == [("print_asked", ""), ("reprint", "printed")]
    assert len(roll.sheets) == 1


def test_what_was_refused_is_no_print_in_the_trail_and_is_printed_once_there_is_paper(
    town: Town, roll: RollPrinter
) -> None:
    filed = town.file().case
    parking.hold(town.clerk(), filed)
    roll.paper.left = 0

    refused = printouts.print_receipt(town.clerk(), filed.reference)
    assert (refused, refused.done) == (Printout(NAME, "refused", "paper_out"), False)
    assert prints(town, filed.reference) == [("print_asked", ""), ("print_failed", "refused")]

    roll.new_roll()
    roll.low = True
    assert printouts.print_receipt(town.clerk(), filed.reference) == Printout(NAME, "printed", paper_low=True)
    assert prints(town, filed.reference)[2:] == [("print_asked", ""), ("receipt_printed", "printed")]
    assert code_on(roll, town, filed.code) == [True]


def test_a_sheet_that_stopped_midway_is_told_apart_from_one_that_never_began(town: Town, roll: RollPrinter) -> None:
    filed = town.file().case
    roll.paper.left = 500

    assert printouts.print_receipt(town.clerk(), filed.reference) == Printout(NAME, "broke_off", "paper_out")
    assert prints(town, filed.reference) == [("print_asked", ""), ("print_failed", "broke_off")]


def test_a_case_is_filed_whatever_its_printer_does(town: Town, roll: RollPrinter) -> None:
    roll.silent = True
    filed = town.file()
    came = printouts.print_receipt(town.clerk(), filed.case.reference)

    assert came == Printout(NAME, "refused", "printer_away")
    assert counter.register_number(town.clerk(), filed.case) == filed.register_number != ""


def test_a_draft_in_hand_is_printed_for_its_way_home(town: Town, roll: RollPrinter) -> None:
    clerk = town.clerk()
    case = counter.start(clerk, "juminhyo-copy", counter.consent(clerk, "aloud"))
    parking.hold(clerk, case)

    assert printouts.print_receipt(clerk, case.reference) == Printout(NAME, "printed")
    assert code_on(roll, town, case.code) == [True]


def test_after_the_code_was_replaced_the_new_one_is_printed(town: Town, roll: RollPrinter) -> None:
    filed = town.file().case
    parking.hold(town.clerk(), filed)
    new = codes.replace_code(town.office, town.actor(), filed.reference, "A1")

    assert printouts.print_receipt(town.clerk(), filed.reference).done
    assert (code_on(roll, town, new), code_on(roll, town, filed.code)) == ([True], [False])


def test_staff_of_another_section_print_nothing_and_the_try_is_a_row(town: Town, roll: RollPrinter) -> None:
    filed = town.file().case
    other = Clerk(town.office, town.actor("ito", sections=("kaigo",)))

    with pytest.raises(NotAuthorised):
        printouts.print_receipt(other, filed.reference)

    assert roll.connections == 0
    assert ("ito", "refused") in town.deeds(filed.reference)


def test_a_case_that_is_not_there_and_a_printer_that_is_not_there_are_refused(town: Town, roll: RollPrinter) -> None:
    filed = town.file().case
    with pytest.raises(SubmissionNotFound):
        printouts.print_receipt(town.clerk(), "A7K2M9QX4")
    with pytest.raises(PrinterRefused) as unknown:
        printouts.print_receipt(town.clerk(), filed.reference, "窓口2")
    with pytest.raises(PrinterRefused) as none:
        printouts.printer_named(replace(town.settings, printers=()), "")

    assert (unknown.value.code, none.value.code) == ("printer_unknown", "printer_none")
    assert prints(town, filed.reference) == []
    assert roll.connections == 0


def test_nothing_is_printed_that_the_trail_could_not_write_down(town: Town, roll: RollPrinter) -> None:
    filed = town.file().case
    with store_away(town), pytest.raises(StoreUnavailable):
        printouts.print_receipt(town.clerk(), filed.reference)

    assert roll.connections == 0


def test_the_trial_sheet_comes_out_without_any_case(town: Town, roll: RollPrinter) -> None:
    assert printouts.print_trial(town.settings, NAME) == Printout(NAME, "printed")
    assert len(reader.codes(roll.sheets[0].convert("L"))) == 3


@pytest.mark.parametrize(
    ("change", "value", "finding"),
    [
        ("low", False, Finding("printer", "ok", {"printer": NAME})),
        ("low", True, Finding("printer", "warn", {"printer": NAME})),
        ("cover_open", True, Finding("printer", "bad", {"printer": NAME, "code": "cover_open"})),
        ("silent", True, Finding("printer", "bad", {"printer": NAME, "code": "printer_away"})),
    ],
)
def test_the_operator_is_told_how_each_printer_is(
    town: Town, roll: RollPrinter, monkeypatch: pytest.MonkeyPatch, change: str, value: bool, finding: Finding
) -> None:
    setattr(roll, change, value)
    monkeypatch.setattr(health, "open_office", lambda settings: town.office)

    assert [one for one in health.examine(town.settings) if one.name.startswith("printer")] == [finding]


def test_a_printer_that_cannot_be_asked_is_not_called_ready(make_town: Callable[..., Town], roll: RollPrinter) -> None:
    town = make_town(MADOGUCHI_PRINTERS=f"usb=escpos://127.0.0.1:{roll.port}?status=no")
    found = [one for one in health.examine(town.settings) if "printer" in one.name]
    close(town.office)

    assert found == [Finding("printer_unasked", "ok", {"printer": "usb"})]


def test_the_ticket_of_todays_number_comes_out_and_its_qr_leads_to_its_page(town: Town, roll: RollPrinter) -> None:
    turn = desk.issue(town.clerk(), LINE)
    content = desk.ticket_of(town.clerk(), turn.label)
    assert content is not None

    assert printouts.print_ticket(town.clerk(), turn.label) == Printout(NAME, "printed")

    (sheet,) = roll.sheets
    assert reader.codes(sheet.convert("L")) == {content.page}
    assert content.page.endswith(f"/T/{looks.mark(turn.day, turn.label)}".upper())
    assert sheet.tobytes() == thermal.dots(ticket_pdf(content).pdf).tobytes()


def test_no_ticket_counts_as_printed_that_is_not_out(town: Town, roll: RollPrinter) -> None:
    label = desk.issue(town.clerk(), LINE).label
    roll.paper.left = 0
    refused = printouts.print_ticket(town.clerk(), label)
    assert (refused, refused.done, roll.sheets) == (Printout(NAME, "refused", "paper_out"), False, [])

    roll.paper.left = 400  # it ends in the middle
    torn = printouts.print_ticket(town.clerk(), label)
    assert (torn.outcome, torn.code, torn.done) == ("broke_off", "paper_out", False)

    roll.new_roll()
    roll.cover_open = True
    assert printouts.print_ticket(town.clerk(), label) == Printout(NAME, "refused", "cover_open")
    roll.cover_open = False
    assert printouts.print_ticket(town.clerk(), label) == Printout(NAME, "printed")
    roll.low = True
    assert printouts.print_ticket(town.clerk(), label) == Printout(NAME, "printed", paper_low=True)


def test_a_ticket_needs_todays_number_a_roll_and_somebody_who_serves(
    make_town: Callable[..., Town], town: Town, roll: RollPrinter
) -> None:
    label = desk.issue(town.clerk(), LINE).label
    with pytest.raises(ActionNotAllowed, match="ticket_gone"):
        printouts.print_ticket(town.clerk(), "Z-999")
    with pytest.raises(PrinterRefused, match="printer_unknown"):
        printouts.print_ticket(town.clerk(), label, "窓口9")
    with pytest.raises(NotAuthorised):
        printouts.print_ticket(Clerk(town.office, town.actor("kanri", (Role.ADMIN,))), label)
    assert roll.sheets == []
    large = make_town("large", MADOGUCHI_PRINTERS="A4=cups://office")
    assert printouts.ticket_printers(large.settings) == ()
    with pytest.raises(PrinterRefused, match="printer_none"):
        printouts.print_ticket(large.clerk(), desk.issue(large.clerk(), LINE).label)

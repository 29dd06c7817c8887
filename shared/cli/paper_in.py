"""`madoguchi arrive`, `type`, `waiting`: paper from the command line, the arrival first and the typing later."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import click

from shared.casework import counter
from shared.casework.opened import open_case
from shared.casework.paper import completion, entry, second, unsorted, worklist
from shared.casework.paper.arrival import Arrived, Sheet, arrive
from shared.casework.paper.entry import FIRST
from shared.casework.reprints import reprint
from shared.cli import rooms
from shared.cli.apply import procedure_id, read_answers
from shared.cli.output import answer, as_json, refusing
from shared.language import clock
from shared.printing.receipt import receipt_pdf
from shared.records.reference import show_reference, tidy_reference
from shared.settings import read_settings


@click.command("arrive")
@click.argument("procedure", required=False, default="")
@click.option("--staff", required=True, help="Account of the member of staff who takes it in.")
@click.option("--by", "brought", type=click.Choice(["hand", "post"]), default="hand", show_default=True)
@click.option("--scan", "scans", multiple=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--at", "arrived_at", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="In Japan; default: now.")
@click.option("--form", default="", help="The number on the form's QR.")
@click.option("--key", required=True, help="Idempotency key: the same key takes the sheet in once.")
@click.option("--receipt", "receipt_out", type=click.Path(path_type=Path), help="Write the receipt's PDF there.")
@as_json
@refusing
def arrive_command(
    procedure: str,
    brought: Literal["hand", "post"],
    scans: Sequence[Path],
    arrived_at: datetime | None,
    receipt_out: Path | None,
    as_json: bool,
    **said: Any,
) -> None:
    """Take in a sheet of paper for PROCEDURE; without it the sheet waits to be sorted."""
    settings = read_settings()
    office = rooms.office(settings)
    clerk = counter.at_the_counter(office, said["staff"])
    at = arrived_at.replace(tzinfo=clock.JAPAN) if arrived_at else None
    pages = tuple((path.name, path.read_bytes()) for path in scans)
    wanted = procedure_id(office, procedure) if procedure else ""
    sheet = Sheet(wanted, brought, at, pages, said["form"])
    came = arrive(clerk, sheet, said["key"]) if wanted else unsorted.keep(clerk, sheet, said["key"])
    if receipt_out:
        if came.register_number:
            case = open_case(office, came.reference)
            content = reprint(office, case, clerk.actor.name, settings.base_url)
        else:
            content = unsorted.receipt(clerk, came.reference)
        receipt_out.write_bytes(receipt_pdf(content).pdf)
    answer(_result(came), as_json, f"{show_reference(came.reference)}  {came.register_number}")


@click.command("type")
@click.argument("reference")
@click.option("--staff", required=True, help="Account of the member of staff who types.")
@click.option("--answers", "answers_file", type=click.Path(path_type=Path), required=True)
@click.option("--illegible", default="", help="Answers that cannot be read: paths, parted by commas.")
@as_json
@refusing
def type_command(reference: str, staff: str, answers_file: Path, illegible: str, as_json: bool) -> None:
    """Type the sheet REFERENCE: the first time all of it, the second time what is marked, by somebody else.

    The second file may be the whole sheet again; only what is marked is compared.
    """
    office = rooms.office(read_settings())
    clerk = counter.at_the_counter(office, staff)
    sheet = entry.entry_of(clerk, tidy_reference(reference))
    raw, marks = read_answers(answers_file), tuple(filter(None, (one.strip() for one in illegible.split(","))))
    if FIRST not in sheet.done:
        sheet = entry.finish(clerk, entry.put(clerk, sheet, raw, marks))
        completion.hide_if_protected(clerk, sheet)
    else:
        sheet = second.type_again(
            clerk, sheet, {one.path: said_at(raw, one.path) for one in second.again(sheet)}, marks
        )
    differs = [one.path for one in second.differences(sheet)]
    done = not differs and not completion.needs_second(sheet)
    if done:
        completion.complete(clerk, entry.entry_of(clerk, sheet.reference))
    stage = "complete" if done else "decide" if differs else "second"
    answer({"reference": sheet.reference, "stage": stage, "differences": differs}, as_json, stage)


@click.command("waiting")
@click.option("--staff", required=True)
@as_json
@refusing
def waiting_command(staff: str, as_json: bool) -> None:
    """The sheets that wait to be sorted and typed."""
    office = rooms.office(read_settings())
    clerk = counter.at_the_counter(office, staff)
    lines = [{"reference": one.reference, "procedure": "", "stage": "sort"} for one in unsorted.unsorted(clerk)]
    lines += [
        {"reference": one.reference, "procedure": one.procedure_id, "stage": one.stage}
        for one in worklist.waiting(clerk)
    ]
    text = "\n".join(f"{show_reference(one['reference'])}  {one['stage']}  {one['procedure']}" for one in lines)
    answer(lines, as_json, text)


def said_at(raw: Any, path: str) -> Any:
    """What a whole sheet says at the path of one answer; of `list.#` how many items it has."""
    value = raw
    for part in path.split("."):
        if part == second.COUNT:
            return len(value) if isinstance(value, list) else 0
        if isinstance(value, list):
            value = value[int(part)] if int(part) < len(value) else None
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value


def _result(came: Arrived) -> dict[str, Any]:
    return {
        "reference": came.reference,
        "procedure": came.procedure_id or None,
        "received_at": came.received_at.isoformat(),
        "register_number": came.register_number or None,
        "stage": "first" if came.procedure_id else "sort",
    }

"""`madoguchi apply` and `draft`: answers from a file become a case."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from shared.casework import applying, bundles, cases, counter, receipts, sending
from shared.casework.cases import Case
from shared.casework.sides import Side
from shared.cli import rooms
from shared.cli.output import answer, as_json, message, refusing
from shared.printing.receipt import receipt_pdf
from shared.records.reference import show_reference
from shared.settings import read_settings


@click.command()
@click.argument("procedures", nargs=-1, required=True, metavar="PROCEDURE…")
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(path_type=Path),
    required=True,
    help="JSON object: question id → value.",
)
@click.option("--channel", type=click.Choice(["online", "counter", "paper"]), default="online", show_default=True)
@click.option("--staff", help="Account of the member of staff (counter and paper).")
@click.option("--attach", multiple=True, metavar="QUESTION=PATH", help="A file for a file question; repeatable.")
@click.option("--key", help="Idempotency key: the same key makes one submission.")
@click.option("--receipt", "receipt_out", type=click.Path(path_type=Path), help="Write the receipt's PDF there.")
@click.option("--language", default="ja", type=click.Choice(["ja", "ruby", "easy", "en"]))
@as_json
@refusing
def apply(
    procedures: Sequence[str],
    answers_file: Path,
    channel: str,
    staff: str | None,
    attach: Sequence[str],
    key: str | None,
    receipt_out: Path | None,
    language: str,
    as_json: bool,
) -> None:
    """File PROCEDURE with the answers of a JSON file; several are sent together, what they share is given once, what
    is special to one below its id.
    """
    settings = read_settings()
    if receipt_out and not receipt_out.parent.is_dir():
        raise click.BadParameter(f"{receipt_out.parent} is no folder", param_hint="--receipt")
    raw, files = read_answers(answers_file), read_attachments(attach)
    if channel == "online":
        side: Side = rooms.offering_front(settings)
        case = _once(side, procedures, raw, files, key, language)
        result = sent_result(case, register_number=None)
    else:
        if not staff:
            raise click.UsageError("--staff is needed for counter and paper")
        office = rooms.office(settings)
        clerk = counter.at_the_counter(office, staff)
        side, wanted = office, [procedure_id(office, procedure) for procedure in procedures]
        filed = counter.file_answers(clerk, wanted, raw, files, channel=channel, key=key, language=language)
        case, result = filed.case, sent_result(filed.case, filed.register_number)
    together = [sent_result(one, register_number_of(one)) for one in cases.sent_with(side, case)]
    result |= {"together": together} if together else {}
    if receipt_out:
        write_receipt(side, case, receipt_out)
    answer(result, as_json, f"{show_reference(case.reference)}  {result['status']}  {result['received_at']}")


@click.command()
@click.argument("procedure")
@click.option(
    "--answers",
    "answers_file",
    type=click.Path(path_type=Path),
    required=True,
    help="JSON object: question id → value.",
)
@click.option("--language", default="ja", type=click.Choice(["ja", "ruby", "easy", "en"]))
@as_json
@refusing
def draft(procedure: str, answers_file: Path, language: str, as_json: bool) -> None:
    """Begin PROCEDURE with the answers given so far; gives the code that goes on with it."""
    side = rooms.offering_front(read_settings())
    raw = read_answers(answers_file)
    case = applying.start(side, procedure_id(side, procedure), "online", language)
    case = applying.answer_some(side, case, raw, "citizen")
    answer({"code": case.code}, as_json, case.code)


def read_answers(path: Path) -> dict[str, Any]:
    """The JSON object in the file; anything else is a wrong call (exit 2)."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as e:
        raise click.BadParameter(f"{path} is not a JSON file", param_hint="--answers") from e
    if not isinstance(value, dict):
        raise click.BadParameter(f"{path} holds no JSON object", param_hint="--answers")
    return value


def read_attachments(pairs: Sequence[str]) -> list[tuple[str, Path]]:
    """`question=path` pairs; a path that is not there is a wrong call (exit 2)."""
    found = []
    for pair in pairs:
        question, _, path = pair.partition("=")
        if not path or not Path(path).is_file():
            raise click.BadParameter(f"{pair}: QUESTION=PATH of a file is wanted", param_hint="--attach")
        found.append((question, Path(path)))
    return found


def procedure_id(side: Side, wanted: str) -> str:
    """The id, or a wrong call that says so."""
    if wanted not in side.catalogue().procedures.ids:
        raise click.BadParameter(f"no procedure has the id {wanted}", param_hint="PROCEDURE")
    return wanted


def sent_result(case: Case, register_number: str | None) -> dict[str, Any]:
    """What `apply` answers (DESIGN §6)."""
    front = case.front
    assert front is not None and front.received_at is not None
    return {
        "reference": case.reference,
        "code": case.code,
        "procedure": front.procedure_id,
        "channel": front.channel,
        "status": str(case.status),
        "received_at": front.received_at.isoformat(),
        "due_on": front.due_on.isoformat() if front.due_on else None,
        "register_number": register_number,
    }


def register_number_of(case: Case) -> str | None:
    """Of a case that was filed at once."""
    return next((str(card.front["register_number"]) for card in case.cards if "register_number" in card.front), None)


def write_receipt(side: Side, case: Case, out: Path) -> None:
    """The receipt as A4 PDF."""
    printed = receipt_pdf(receipts.sheet_content(side, case))
    out.write_bytes(printed.pdf)
    if printed.missing:
        message("〓: " + " ".join(f"U+{ord(c):04X}" for c in printed.missing))


def _once(
    side: Side,
    procedures: Sequence[str],
    raw: dict[str, Any],
    files: Sequence[tuple[str, Path]],
    key: str | None,
    language: str,
) -> Case:
    wanted = [procedure_id(side, procedure) for procedure in procedures]
    return sending.send_answers(
        side,
        lambda: bundles.start(side, wanted, "online", language, key),
        bundles.gathered(side, wanted, raw),
        bundles.gathered_files(side, wanted, files),
        "citizen",
        lambda case: sending.submit(side, case),
    )

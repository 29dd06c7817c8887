"""`madoguchi show`, `queue`, `act`, `receipt`, `code`: the office's records from the command line."""

from pathlib import Path
from typing import Any

import click

from shared.casework import codes, identity, opened, printouts, reprints, review
from shared.casework.authority import EVERY_SECTION, Actor, Role
from shared.casework.counter import Clerk
from shared.casework.mates import SeenMate, mates_of
from shared.casework.noting import OPERATOR
from shared.casework.office import OfficeSide
from shared.casework.review import Order
from shared.casework.staff import actor_named
from shared.cli import rooms
from shared.cli.output import answer, answer_printout, as_json, message, refusing
from shared.printing.receipt import receipt_pdf
from shared.records.code import show_code
from shared.records.reference import show_reference, tidy_reference
from shared.records.status import ACTIONS as RULES
from shared.records.status import Action, By, Status
from shared.records.store.pages import QueueFilter
from shared.records.submission import QueueRow, TrailEntry
from shared.settings import read_settings

MOST = 1000

CHANNELS = ["online", "counter", "paper", "post", "phone"]


@click.command()
@click.option("--section", help="Id of a section; default: all.")
@click.option("--status", type=click.Choice([s.value for s in Status]), help="Default: all that is open.")
@click.option("--channel", type=click.Choice(CHANNELS))
@click.option("--procedure", default="")
@click.option("--search", default="", help="Reference, register number, name, kana, birth date, phone.")
@click.option("--limit", type=click.IntRange(1, MOST), default=100, show_default=True)
@click.option("--after", default="", help="Where the next page begins, as the last one said.")
@as_json
@refusing
def queue(
    section: str | None,
    status: str | None,
    channel: str | None,
    procedure: str,
    search: str,
    limit: int,
    after: str,
    as_json: bool,
) -> None:
    """The list over all ways in, due first."""
    office = rooms.office(read_settings())
    known = [s.id for s in office.catalogue().sections]
    if section and section not in known:
        raise click.BadParameter(f"no section has the id {section}", param_hint="--section")
    asked = QueueFilter(
        sections=(section,) if section else (),
        statuses=frozenset({Status(status)}) if status else frozenset(),
        channel=channel or "",
        procedure_id=procedure,
    )
    page = review.queue(office, operator(office), asked, search, after, limit)
    rows = [queue_line(row) for row in page.rows]
    answer(rows, as_json, "\n".join(_line(row) for row in rows))
    if page.after:
        message(f"--after '{page.after}'")


@click.command()
@click.argument("reference")
@as_json
@refusing
def show(reference: str, as_json: bool) -> None:
    """A record with its answers and trail. The look is a row of the trail."""
    office = rooms.office(read_settings())
    case = opened.read_case(office, operator(office), tidy_reference(reference))
    trail = [trail_line(entry) for entry in review.entries_of(office, case, operator(office))]
    together = [mate_line(mate) for mate in mates_of(office, operator(office), case)]
    record = {**record_of(case), "together": together, "trail": trail}
    lines = [f"{key}: {value}" for key, value in record.items() if key not in ("trail", "answers")]
    lines += [f"  {key}: {value}" for key, value in case.body.answers.items()]
    lines += [f"  {row['at']}  {row['actor']}  {row['action']}" for row in trail]
    answer(record, as_json, "\n".join(lines))


@click.command()
@click.argument("reference")
@click.argument("action", type=click.Choice([a.value for a, rule in RULES.items() if rule.by is By.STAFF] + ["pay"]))
@click.option("--staff", required=True, help="Account of the member of staff.")
@click.option("--reason", default="")
@click.option("--questions", default="", help="What is to be corrected: ids, parted by commas.")
@click.option("--section", default="", help="Where it is handed over to.")
@as_json
@refusing
def act(reference: str, action: str, staff: str, reason: str, questions: str, section: str, as_json: bool) -> None:
    """Do ACTION to the case REFERENCE as a member of staff."""
    office = rooms.office(read_settings())
    actor, wanted = actor_named(office, staff), tidy_reference(reference)
    if action == "pay":
        row = review.pay(office, actor, wanted)
    else:
        asked = tuple(filter(None, (q.strip() for q in questions.split(","))))
        row = review.act(office, actor, wanted, Order(Action(action), reason, asked, section))
    result = {"reference": row.reference, "status": row.status.value, "revision": row.revision}
    answer(result, as_json, f"{show_reference(row.reference)}  {row.status.value}")


@click.command()
@click.argument("reference")
@click.option("--out", type=click.Path(path_type=Path), help="A PDF to be written.")
@click.option("--paper", type=click.Choice(["a4", "80mm"]), default="a4", show_default=True, help="Of the PDF.")
@click.option("--print", "printer", help="A printer of MADOGUCHI_PRINTERS, which knows its paper.")
@refusing
def receipt(reference: str, out: Path | None, paper: Any, printer: str | None) -> None:
    """Print the receipt of a case again. It shows the code, so it is a row of the trail."""
    if (out is None) == (printer is None):
        raise click.UsageError("either --out FILE or --print NAME")
    settings = read_settings()
    office = rooms.office(settings)
    if out is None:
        clerk = Clerk(office, operator(office))
        answer_printout(printouts.print_receipt(clerk, tidy_reference(reference), printer or ""), False)
        return
    case = opened.read_case(office, operator(office), tidy_reference(reference))
    printed = receipt_pdf(reprints.reprint(office, case, OPERATOR, settings.base_url), paper)
    out.write_bytes(printed.pdf)
    if printed.missing:
        message("〓: " + " ".join(f"U+{ord(c):04X}" for c in printed.missing))


@click.group()
def code() -> None:
    """The citizen's code."""


@code.command("replace")
@click.argument("reference")
@click.option(
    "--identity", "method", type=click.Choice(identity.SHOWN), required=True, help="By which documents it was checked."
)
@as_json
@refusing
def replace_code(reference: str, method: str, as_json: bool) -> None:
    """Give a new code; the old one opens nothing from then on. How identity was checked is a row of the trail."""
    office = rooms.office(read_settings())
    case = opened.read_case(office, operator(office), tidy_reference(reference))
    new = codes.renewed(office, case, OPERATOR, method)
    answer({"code": new}, as_json, show_code(new))


def operator(office: OfficeSide) -> Actor:
    """Who runs commands on the office's machine and holds its keys. Not a member of staff; named in the trail."""
    return Actor(OPERATOR, OPERATOR, frozenset(Role), frozenset({EVERY_SECTION}))


def queue_line(row: QueueRow) -> dict[str, Any]:
    """One line of `queue --json`."""
    return {
        "reference": row.reference,
        "register_number": row.register_number,
        "section": row.section,
        "procedure": row.procedure_id,
        "channel": row.channel,
        "status": row.status.value,
        "applicant": row.applicant_name,
        "received_at": row.received_at.isoformat(),
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "fee": row.fee,
        "fee_state": row.fee_state.value,
        "assignee": row.assignee or None,
        "flags": list(row.flags),
        "attention": list(row.attention),
    }


def record_of(case: opened.OpenedCase) -> dict[str, Any]:
    """The record of `show --json`, trail apart. The code and the keys are not part of it."""
    row, body = case.submission, case.body
    return {
        "reference": row.reference,
        "register_number": row.register_number,
        "section": row.section,
        "procedure": row.procedure_id,
        "channel": row.channel,
        "status": row.status.value,
        "received_at": row.received_at.isoformat(),
        "filed_at": row.filed_at.isoformat(),
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "assignee": row.assignee or None,
        "fee": row.fee,
        "fee_state": row.fee_state.value,
        "flags": list(row.flags),
        "attention": list(row.attention),
        "applicant": body.applicant.name,
        "agent": body.agent.name if body.agent else None,
        "actor": {"role": body.actor.role.value, "name": body.actor.name},
        "language": body.language,
        "consent": body.consent,
        "answers": body.answers,
        "staff": {"name": body.staff.name, "checks": body.staff.identity_check, "payment": body.staff.payment}
        if body.staff
        else None,
        "identity": body.identity or None,
        "files": [{"question": f.question, "name": f.name, "type": f.type, "size": f.size} for f in body.files],
    }


def mate_line(mate: SeenMate) -> dict[str, Any]:
    """What was sent together with a case."""
    return {
        "reference": mate.reference,
        "procedure": mate.procedure_id,
        "section": mate.section,
        "status": mate.status.value,
    }


def trail_line(entry: TrailEntry) -> dict[str, Any]:
    """One row of the trail in `show --json`."""
    return {
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "detail": entry.detail,
    }


def _line(row: dict[str, Any]) -> str:
    due = row["due_on"] or "-"
    flag = " !" if row["attention"] else ""
    where = f"{row['procedure']}  {row['channel']}  {row['status']}"
    return f"{show_reference(row['reference'])}  {row['register_number']}  {due}  {where}  {row['applicant']}{flag}"

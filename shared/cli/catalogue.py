"""`madoguchi catalogue`: check the file, list what it offers, give editors its schema."""

import importlib
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from shared.catalogue import catalogue as catalogues
from shared.catalogue.advice.advice import advice
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.difference import differences, in_words
from shared.catalogue.procedure import Procedure
from shared.catalogue.schema import file_schema, part_schema
from shared.cli.output import answer, as_json, message, refuse, refusing
from shared.errors import CatalogueError, Problem
from shared.language import clock
from shared.language.wording import say
from shared.settings import read_settings

# Commands of the office, whose rooms are imported when one of them runs.
_PROPOSING = ("approve", "proposals", "propose", "publish", "refuse", "rollback", "withdraw")


class _Catalogue(click.Group):
    """What everybody may do with files, and what staff do with proposals."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_PROPOSING])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _PROPOSING:
            return super().get_command(ctx, cmd_name)
        command = getattr(importlib.import_module("shared.cli.proposing"), cmd_name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=_Catalogue)
def catalogue() -> None:
    """The office's own words: procedures.yaml."""


@catalogue.command()
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--confirm", is_flag=True, help="Also list what the city has to confirm.")
@as_json
def check(file: Path | None, confirm: bool, as_json: bool) -> None:
    """Every mistake of FILE (default: the catalogue in use) as FILE:LINE: what to do; and what to look at again."""
    path = file or read_settings().catalogue
    try:
        found = catalogues.load(path)
    except CatalogueError as error:
        refused(error, as_json)
    notes = [_note(one, note) for one in found.procedures for note in one.confirm] if confirm else []
    advised = advice(path)
    count = sum(len(list(one.questions())) for one in found.procedures)
    fine = say("catalogue.check_fine", file=path, procedures=len(found.procedures), questions=count)
    listed = [f"{one['title']}: {one['note']}" for one in notes]
    told = catalogues.problems_as_lines(advised)
    if told and not as_json:
        message("\n".join([say("catalogue.advice_head"), *told]))
    text = "\n".join([fine, *([say("catalogue.confirm_head")] if listed else []), *listed])
    answer({"problems": [], "advice": [_problem(one) for one in advised], "confirm": notes}, as_json, text)


@catalogue.command("list")
@as_json
def list_procedures(as_json: bool) -> None:
    """Every procedure that is offered."""
    found = loaded(as_json)
    rows = [_row(found, one) for one in found.procedures]
    text = "\n".join(f"{row['procedure']}\t{row['title']}\t{row['section_name']}" for row in rows)
    answer(rows, as_json, text)


@catalogue.command()
@click.option("--part", is_flag=True, help="Of a file that another one includes.")
def schema(part: bool) -> None:
    """The JSON Schema of the file, for editors (docs/procedures.schema.json and docs/procedures.part.schema.json)."""
    said = part_schema() if part else file_schema()
    click.echo(json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True))


@catalogue.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@as_json
def diff(old: Path, new: Path, as_json: bool) -> None:
    """What is different in NEW, in words."""
    try:
        changes = differences(old, new)
    except CatalogueError as error:
        refused(error, as_json)
    text = "\n".join(in_words(changes)) or say("catalogue.diff_none")
    answer([asdict(change) for change in changes], as_json, text)


@catalogue.command("send-out")
@as_json
@refusing
def send_out(as_json: bool) -> None:
    """Give the portal the catalogue in use, signed. `receive --watch` does it by itself."""
    from shared.casework import installation
    from shared.cli import rooms

    settings = read_settings()
    rooms.set_up(settings)
    try:
        sent = installation.send_out(settings)
    except CatalogueError as error:
        refused(error, as_json)
    report = {"sent": sent is not None, "number": sent.number if sent else None}
    answer(report, as_json, say("cli.catalogue_sent" if sent else "cli.catalogue_lies_there"))


@catalogue.command()
@click.argument("procedure")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="As it is asked on that day (default: today).")
@click.option("--answers", type=click.Path(path_type=Path), help="Answers as `apply` takes them; else they are asked.")
@click.option("--file", type=click.Path(path_type=Path), help="Another catalogue than the one in use.")
@click.option("--open", "opened", is_flag=True, help="On a portal and a kiosk that file nothing, until Ctrl-C.")
@click.option("--port", type=click.IntRange(0, 65534), default=8504, show_default=True, help="The portal's; kiosk: +1.")
@click.option("--still", type=click.IntRange(1), help="With --open: end after so many minutes without a touch.")
@as_json
@refusing
def preview(
    procedure: str,
    day: datetime | None,
    answers: Path | None,
    file: Path | None,
    opened: bool,
    port: int,
    still: int | None,
    as_json: bool,
) -> None:
    """Walk PROCEDURE in the terminal, or see it as a rehearsal. Nothing is filed or kept."""
    from shared.cli.apply import read_answers
    from shared.cli.previewing import Walk

    try:
        found = (catalogues.load(file) if file is not None else loaded()).procedure(procedure)
    except CatalogueError as error:
        refused(error, as_json)
    except KeyError:
        raise click.BadParameter(f"no procedure has the id {procedure}", param_hint="PROCEDURE") from None
    on = day.date() if day is not None else clock.today()
    if opened:
        _open(procedure, file or read_settings().catalogue, on, port, still, as_json)
        return
    if as_json and answers is None:
        raise click.UsageError("--json wants --answers (or --open)")
    walk = Walk(found, on, read_answers(answers) if answers is not None else None, _unsaid if as_json else click.echo)
    walk.to_the_end()
    if as_json:
        click.echo(json.dumps(walk.plain(), ensure_ascii=False))


def _unsaid(line: str) -> None:
    """Machines get the whole at the end."""


def _open(procedure: str, file: Path, day: date, port: int, still: int | None, as_json: bool) -> None:
    from shared.cli import rehearsing

    def tell(seen: Mapping[str, str]) -> None:
        answer(dict(seen), as_json, say("cli.rehearsing", "ja", **seen))
        sys.stdout.flush()

    rehearsing.run(rehearsing.Wish(procedure, file, day, port, still), tell)


def loaded(as_json: bool = False) -> Catalogue:
    """The catalogue in use; where it cannot be used every problem is printed and the command ends with 1."""
    try:
        settings = read_settings()
        return catalogues.load(settings.catalogue, *settings.sides)
    except CatalogueError as error:
        refused(error, as_json)


def refused(error: CatalogueError, as_json: bool) -> NoReturn:
    """Prints every problem and ends with 1."""
    for line in catalogues.problems_as_lines(error.problems) if not as_json else ():
        click.echo(line)
    value = {"problems": [_problem(one) for one in error.problems]} if as_json else None
    refuse(say("catalogue.check_count", count=len(error.problems)), value)


def _problem(problem: Problem) -> dict[str, Any]:
    place = {"file": problem.file, "line": problem.line, "column": problem.column}
    return {**place, "code": problem.code, "message": catalogues.explained(problem)}


def _note(procedure: Procedure, note: str) -> dict[str, str]:
    return {"procedure": procedure.id, "title": procedure.title.say(), "note": note}


def _row(found: Catalogue, procedure: Procedure) -> dict[str, Any]:
    return {
        "procedure": procedure.id,
        "title": procedure.title.say(),
        "kind": procedure.kind,
        "section": procedure.section,
        "section_name": found.section(procedure.section).name.say(),
        "category": procedure.category,
        "life_events": list(procedure.life_events),
        "channels": procedure.channels.model_dump(),
        "identity_online": procedure.identity_online,
        "my_number_card": procedure.my_number_card,
        "minutes": procedure.minutes,
    }

"""`madoguchi number`: a My Number of a case, opened for a named member of staff. Runs where the number key is."""

import os
import sys

import click

from shared.casework import numbers, staff
from shared.casework.numbers import Asking
from shared.cli import rooms
from shared.cli.output import answer, as_json, refusing
from shared.errors import SettingsError
from shared.language.wording import say
from shared.records.reference import tidy_reference
from shared.settings import read_settings

PASSWORD = "MADOGUCHI_STAFF_PASSWORD"


@click.command()
@click.argument("reference")
@click.option("--question", required=True, help="Id of the question whose number is wanted.")
@click.option("--staff", "name", required=True, help="Account of the member of staff; needs the right `number`.")
@click.option("--reason", required=True, help="Why it is needed; kept in the trail, sealed.")
@as_json
@refusing
def number(reference: str, question: str, name: str, reason: str, as_json: bool) -> None:
    """Show one My Number of the case REFERENCE. Asks for the password; each opening and refusal is a trail row."""
    office = rooms.office(read_settings())
    wanted = tidy_reference(reference)
    actor = staff.confirmed(office, name, _password())
    digits = numbers.see(office, actor, Asking(wanted, question, reason))
    answer({"reference": wanted, "question": question, "number": digits}, as_json, digits)


def _password() -> str:
    """From the environment, typed, or from standard input; never an argument: those stand in the process list."""
    given = os.environ.get(PASSWORD)
    if given:
        return given
    if sys.stdin.isatty():
        typed: str = click.prompt(say("cli.staff_password"), hide_input=True, err=True)
        return typed
    piped = sys.stdin.readline().rstrip("\n")
    if not piped:
        raise SettingsError("password_missing", name=PASSWORD)
    return piped

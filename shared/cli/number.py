"""`madoguchi number`: a My Number of a case, opened for a named member of staff. Runs where the number key is."""

import click

from shared.casework import numbers
from shared.casework.numbers import Asking
from shared.cli import rooms
from shared.cli.confirming import confirmed
from shared.cli.output import answer, as_json, refusing
from shared.records.reference import tidy_reference
from shared.settings import read_settings


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
    actor = confirmed(office, name)
    digits = numbers.see(office, actor, Asking(wanted, question, reason))
    answer({"reference": wanted, "question": question, "number": digits}, as_json, digits)

"""`madoguchi doctor`: what works, and what is to be done."""

import sys

import click

from shared.casework import health, printouts
from shared.casework.health import Finding
from shared.cli.output import REFUSED, answer, answer_printout, as_json, refusing
from shared.language.wording import say
from shared.settings import read_settings

_MARKS = {"ok": "○", "warn": "△", "bad": "×"}


@click.command()
@click.option("--print", "printer", help="Print a sheet to try a printer of MADOGUCHI_PRINTERS with, and nothing else.")
@as_json
@refusing
def doctor(printer: str | None, as_json: bool) -> None:
    """Look at everything. Exit 1 when something does not work; warnings alone are exit 0."""
    if printer is not None:
        answer_printout(printouts.print_trial(read_settings(), printer), as_json)
        return
    findings = health.examine(read_settings())
    report = [{"name": f.name, "state": f.state, "message": words_of(f), **f.params} for f in findings]
    answer(report, as_json, "\n".join(f"{_MARKS[f.state]} {words_of(f)}" for f in findings))
    if any(f.state == "bad" for f in findings):
        sys.exit(REFUSED)


def words_of(finding: Finding) -> str:
    """The finding in words; where even the look failed, that is said (`_away`, with the error's code)."""
    counted = finding.name == "unopened" and "code" in finding.params
    return say(f"cli.doctor_{finding.name}_{'away' if counted else finding.state}", "ja", **finding.params)

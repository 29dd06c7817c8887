"""`madoguchi doctor`: what works, and what is to be done."""

import sys

import click

from shared.casework import health
from shared.casework.health import Finding
from shared.cli.output import REFUSED, answer, as_json, refusing
from shared.language.wording import say
from shared.settings import read_settings

_MARKS = {"ok": "○", "warn": "△", "bad": "×"}


@click.command()
@as_json
@refusing
def doctor(as_json: bool) -> None:
    """Look at everything. Exit 1 when something does not work; warnings alone are exit 0."""
    findings = health.examine(read_settings())
    words = {f.name: words_of(f) for f in findings}
    report = [{"name": f.name, "state": f.state, "message": words[f.name], **f.params} for f in findings]
    answer(report, as_json, "\n".join(f"{_MARKS[f.state]} {words[f.name]}" for f in findings))
    if any(f.state == "bad" for f in findings):
        sys.exit(REFUSED)


def words_of(finding: Finding) -> str:
    """The finding in words; where even the look failed, that is said (`_away`, with the error's code)."""
    counted = finding.name == "unopened" and "code" in finding.params
    return say(f"cli.doctor_{finding.name}_{'away' if counted else finding.state}", "ja", **finding.params)

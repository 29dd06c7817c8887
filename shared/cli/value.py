"""`madoguchi value`: what a question of a kind makes of a text."""

import sys

import click

from shared.cli.output import REFUSED, answer, as_json, message
from shared.language import value_kinds
from shared.language.value_kinds import Outcome
from shared.language.wording import say


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("kind", type=click.Choice(sorted(value_kinds.KINDS)), metavar="KIND")
@click.argument("text")
@as_json
def value(kind: str, text: str, as_json: bool) -> None:
    """Show what a question of KIND makes of TEXT. Exit 0: taken, 1: refused, 2: no such kind."""
    outcome = value_kinds.make_of(kind, text)
    words = message_of(outcome)
    report = {
        "ok": outcome.ok,
        "stored": outcome.stored,
        "flags": list(outcome.flags),
        "search_key": outcome.search_key,
        "message": words,
    }
    if outcome.ok or as_json:
        answer(report, as_json, outcome.stored)
    if words and not as_json:
        message(words)
    if not outcome.ok:
        sys.exit(REFUSED)


def message_of(outcome: Outcome) -> str:
    """Why a value is refused, or what to confirm of one that is taken, in Japanese; "" where all is well."""
    if not outcome.ok:
        return say(f"errors.{outcome.code}", "ja", **outcome.params)
    return "\n".join(say(f"flags.{flag}") for flag in outcome.flags)

"""`madoguchi find`: procedures by everyday words."""

import click

from shared.catalogue import search
from shared.cli.catalogue import loaded
from shared.cli.output import answer, as_json


@click.command()
@click.argument("text")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True)
@as_json
def find(text: str, limit: int, as_json: bool) -> None:
    """Procedures that fit TEXT, best first."""
    found = search.find(loaded(as_json), text, limit)
    rows = [{"procedure": one.id, "title": one.title.say()} for one in found]
    answer(rows, as_json, "\n".join(f"{row['procedure']}\t{row['title']}" for row in rows))

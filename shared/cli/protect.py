"""`madoguchi protect`: the list of protected persons (支援措置). It holds keyed tokens; a name is never shown again."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from shared.casework import protected_list
from shared.casework.persons import FULL_DAY, Named
from shared.casework.protected_list import Settled
from shared.cli import rooms
from shared.cli.confirming import confirmed
from shared.cli.output import answer, as_json, message, refuse, refusing
from shared.language.dates import read_birth_date
from shared.language.kana import read_kana
from shared.language.names import read_name
from shared.language.wording import say
from shared.settings import read_settings

KEYS = {"name", "kana", "birth"}

by_staff = click.option("--staff", "name", required=True, help="Your account; it needs the right `protected`.")


@click.group()
def protect() -> None:
    """支援措置: persons whose cases exist for named staff only."""


@protect.command()
@click.argument("persons", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Last day of the measure.")
@click.option("--viewer", "viewers", multiple=True, required=True, help="Account that may see the cases; repeatable.")
@by_staff
@as_json
@refusing
def add(persons: Path, until: datetime, viewers: Sequence[str], name: str, as_json: bool) -> None:
    """Put the persons of a JSON file on the list, and hide their cases at once.

    PERSONS: [{"name": "family given", "kana": "…", "birth": "1983-04-02"}, …], children included; kana and birth may
    be left out. Delete the file afterwards: the list does not need it.
    """
    named = read_persons(persons)
    office = rooms.office(read_settings())
    actor = confirmed(office, name)
    done = protected_list.add(office, actor, named, until.date(), viewers, _progress)
    _answer(done, "cli.protected", as_json)


@protect.command("list")
@by_staff
@as_json
@refusing
def list_measures(name: str, as_json: bool) -> None:
    """All measures: until when, who may see, for how many persons. No names: the list has none."""
    office = rooms.office(read_settings())
    found = protected_list.listed(office, confirmed(office, name))
    rows = [
        {"entry": one.entry, "until": one.until.isoformat(), "viewers": list(one.viewers), "persons": one.persons}
        for one in found
    ]
    lines = [f"{one.entry}  {one.until}  {','.join(one.viewers)}  {one.persons}" for one in found]
    answer(rows, as_json, "\n".join(lines))


@protect.command()
@click.argument("entry")
@by_staff
@as_json
@refusing
def remove(entry: str, name: str, as_json: bool) -> None:
    """The measure was lifted: take ENTRY off the list, and give its cases back to their sections."""
    office = rooms.office(read_settings())
    done = protected_list.remove(office, confirmed(office, name), entry, _progress)
    _answer(done, "cli.unprotected", as_json)


def read_persons(path: Path) -> list[Named]:
    """The persons of the file; anything else is a wrong call (exit 2), told without what is in it."""
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as e:
        raise click.BadParameter(f"{path} is not a JSON file", param_hint="PERSONS") from e
    if not isinstance(listed, list) or not listed or not all(_is_person(one) for one in listed):
        raise click.BadParameter(f"{path} holds no list of persons with name, kana, birth", param_hint="PERSONS")
    return [_named(one) for one in listed]


def _is_person(one: Any) -> bool:
    texts = isinstance(one, dict) and all(isinstance(value, str) for value in one.values())
    return texts and not set(one) - KEYS and bool(one.get("name", "").strip())


def _named(one: dict[str, str]) -> Named:
    """Read as the answers are read, so that the list and the cases spell alike."""
    kana, birth = one.get("kana", "").strip(), one.get("birth", "").strip()
    day = read_birth_date(birth).stored if birth else ""
    whole = (day,) if len(day) == FULL_DAY else ()  # of a partly known day nothing is looked for: the name alone is
    return Named((read_name(one["name"]).stored,), (read_kana(kana).stored,) if kana else (), whole)


def _answer(done: Settled, words: str, as_json: bool) -> None:
    report = {"entry": done.entry, "cases": done.changed, "unreadable": done.unreadable}
    answer(report, as_json, say(words, "ja", entry=done.entry, count=done.changed))
    if done.unreadable:
        refuse(say("cli.protected_unreadable", "ja", count=done.unreadable))


def _progress(looked: int) -> None:
    message(f"… {looked}")

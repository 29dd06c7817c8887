"""`madoguchi catalogue propose|proposals|approve|refuse|publish|withdraw|rollback`: 手続の手入れ by command.

Each asks for the password of the member of staff: a proposal is never approved by who wrote it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from shared.casework.authority import Actor
from shared.casework.office import OfficeSide
from shared.casework.proposals import files, publication
from shared.casework.proposals import proposals as kept
from shared.cli import catalogue as catalogues
from shared.cli import rooms
from shared.cli.confirming import confirmed
from shared.cli.output import answer, as_json, refusing
from shared.errors import CatalogueError
from shared.language.wording import say
from shared.records.store.proposals import ProposalHead
from shared.settings import read_settings

Deed = Callable[[OfficeSide, Actor], ProposalHead]
F = TypeVar("F", bound=Callable[..., Any])

by_editor = click.option(
    "--as", "--staff", "name", required=True, metavar="STAFF", help="Your account; it needs the role `editor`."
)
numbered = click.argument("number", type=click.IntRange(1))


@click.command()
@click.argument("new", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--file", "parts", multiple=True, metavar="NAME=PATH", help="One file of the catalogue; repeatable.")
@click.option("--note", default="", help="What for: read by who approves.")
@click.option("--ask", is_flag=True, help="Ask for approval at once; the files must have no mistakes.")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Publish on this day at 00:00 (default: at once).")
@by_editor
@as_json
@refusing
def propose(
    new: Path | None, parts: Sequence[str], note: str, ask: bool, day: datetime | None, name: str, as_json: bool
) -> None:
    """Propose a changed catalogue: NEW is a procedures.yaml with its included files beside it.

    Only files that say something else than those in use are kept.
    """
    texts = {**(files.on_disk(new) if new is not None else {}), **_parts(parts)}
    if new is not None and new.name != read_settings().catalogue.name:
        texts[read_settings().catalogue.name] = texts.pop(new.name)

    def deed(office: OfficeSide, actor: Actor) -> ProposalHead:
        made = kept.propose(office, actor, texts, note)
        return kept.ask(office, actor, made.number, day.date() if day else None) if ask else made

    _do(deed, name, as_json)


@click.command()
@by_editor
@as_json
@refusing
def proposals(name: str, as_json: bool) -> None:
    """All proposals, the newest first."""
    office = rooms.office(read_settings())
    found = kept.listed(office, confirmed(office, name))
    answer([_row(one) for one in found], as_json, "\n".join(map(_line, found)))


@click.command()
@numbered
@by_editor
@as_json
@refusing
def approve(number: int, name: str, as_json: bool) -> None:
    """Approve somebody else's proposal. Where its day has come it is published at once."""

    def deed(office: OfficeSide, actor: Actor) -> ProposalHead:
        kept.approve(office, actor, number)
        publication.publish_due(office)
        return kept.proposal(office, actor, number)

    _do(deed, name, as_json)


@click.command()
@numbered
@click.option("--reason", required=True, help="Read by who wrote it.")
@by_editor
@as_json
@refusing
def refuse(number: int, reason: str, name: str, as_json: bool) -> None:
    """Not like this, and why."""
    _do(lambda office, actor: kept.refuse(office, actor, number, reason), name, as_json)


@click.command()
@numbered
@by_editor
@as_json
@refusing
def publish(number: int, name: str, as_json: bool) -> None:
    """Publish what is approved and due, also where it failed before."""
    _do(lambda office, actor: publication.publish(office, actor, number), name, as_json)


@click.command()
@numbered
@by_editor
@as_json
@refusing
def withdraw(number: int, name: str, as_json: bool) -> None:
    """A proposal that is no longer wanted."""
    _do(lambda office, actor: kept.withdraw(office, actor, number), name, as_json)


@click.command()
@numbered
@by_editor
@as_json
@refusing
def rollback(number: int, name: str, as_json: bool) -> None:
    """Take a publication back: at once where its files are still as it left them, else as a proposal."""
    _do(lambda office, actor: publication.roll_back(office, actor, number), name, as_json)


def _do(deed: Deed, name: str, as_json: bool) -> None:
    """A catalogue with mistakes is told as `catalogue check` tells it."""
    office = rooms.office(read_settings())
    actor = confirmed(office, name)
    try:
        done = deed(office, actor)
    except CatalogueError as error:
        catalogues.refused(error, as_json)
    answer(_row(done), as_json, _line(done))


def _parts(parts: Sequence[str]) -> dict[str, str]:
    """Files by their names in the catalogue."""
    found = {}
    for part in parts:
        name, _, path = part.partition("=")
        try:
            found[name] = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise click.BadParameter(f"{part} names no readable file", param_hint="--file") from error
    return found


def _row(one: ProposalHead) -> dict[str, Any]:
    return {
        "number": one.number,
        "state": one.state.value,
        "authors": list(one.authors),
        "note": one.note,
        "publish_on": one.publish_on.isoformat(),
        "decided_by": one.decided_by,
        "reason": one.reason,
        "published_at": one.published_at.isoformat() if one.published_at else None,
        "trouble": one.trouble,
        "reverts": one.reverts,
    }


def _line(one: ProposalHead) -> str:
    state = say(f"editing.state_{one.state.value}")
    who = "、".join(one.authors)
    trouble = say(f"errors.{one.trouble}", name="", number=one.number, day="", count="") if one.trouble else ""
    return "\t".join(filter(None, (f"{one.number}", state, one.publish_on.isoformat(), who, one.note, trouble)))

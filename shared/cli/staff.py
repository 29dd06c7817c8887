"""`madoguchi staff`: accounts of the office."""

from collections.abc import Sequence

import click

from shared.casework import cover_pins
from shared.casework import staff as accounts
from shared.casework.authority import EVERY_SECTION, Role
from shared.cli import rooms
from shared.cli.output import answer, as_json, refusing
from shared.language.wording import say
from shared.settings import read_settings


@click.group()
def staff() -> None:
    """Accounts of the office."""


@staff.command()
@click.argument("name")
@click.option("--shown", default="", help="What colleagues and citizens read; default: NAME.")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice([r.value for r in Role]), help="Default: counter and reviewer."
)
@click.option("--section", "sections", multiple=True, help="Id of a section; default: all of them.")
@click.option(
    "--right",
    "rights",
    multiple=True,
    type=click.Choice(accounts.RIGHTS),
    help="number: may open My Numbers; protected: named for protected persons.",
)
@as_json
@refusing
def add(
    name: str, shown: str, roles: Sequence[str], sections: Sequence[str], rights: Sequence[str], as_json: bool
) -> None:
    """Add an account; prints its one-time password once."""
    office = rooms.office(read_settings())
    wanted = tuple(Role(r) for r in roles) or (Role.COUNTER, Role.REVIEWER)
    password = accounts.add(office, name, shown, wanted, tuple(sections) or (EVERY_SECTION,), rights)
    answer({"name": name, "password": password}, as_json, say("cli.staff_added", "ja", name=name, password=password))


@staff.command("list")
@as_json
@refusing
def list_accounts(as_json: bool) -> None:
    """All accounts, disabled ones too."""
    found = accounts.accounts(rooms.office(read_settings()))
    rows = [
        {
            "name": row.name,
            "shown": row.shown_name,
            "roles": list(row.roles),
            "sections": list(row.sections),
            "number": row.number,
            "disabled_at": row.disabled_at.isoformat() if row.disabled_at else None,
        }
        for row in found
    ]
    lines = [f"{r.name}\t{r.shown_name}\t{','.join(r.roles)}\t{','.join(r.sections)}" for r in found]
    answer(rows, as_json, "\n".join(lines))


@staff.command()
@click.argument("name")
@refusing
def disable(name: str) -> None:
    """End an account and its sessions."""
    accounts.disable(rooms.office(read_settings()), name)


@staff.command("clear-pin")
@click.argument("name")
@refusing
def clear_pin(name: str) -> None:
    """Drop the PIN of an account's covered screens; the password opens them."""
    cover_pins.clear(rooms.office(read_settings()), name)

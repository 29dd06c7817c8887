"""The password of a member of staff, for commands that want it typed once more."""

import os
import sys

import click

from shared.casework import staff
from shared.casework.authority import Actor
from shared.casework.office import OfficeSide
from shared.errors import SettingsError
from shared.language.wording import say

PASSWORD = "MADOGUCHI_STAFF_PASSWORD"


def confirmed(office: OfficeSide, name: str) -> Actor:
    """The account, proved by its own password. Raises SignInRefused, and SettingsError("password_missing")."""
    return staff.confirmed(office, name, _password())


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

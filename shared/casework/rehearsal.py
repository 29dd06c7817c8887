"""ためし: a house made to try out a catalogue. Nothing of it reaches the real one, and it may be any day there.

The day is in one file of the house, which both of its doors read at every look at the clock. A process without such a
house has no day to be told: `follow` changes nothing there, and no address takes one.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from shared.casework import applying, cases
from shared.casework.sides import Side
from shared.errors import SettingsError, ValueRefused
from shared.language import clock
from shared.settings import Settings
from shared.whole_files import write_whole

BACK, AHEAD = timedelta(days=366), timedelta(days=3 * 366)  # for these days the house has keys that sign
_DAYS, _CLERK = "DAYS", "CLERK"
_HEARD = "HEARD"  # touched when somebody does something: its time says how still the house is


@dataclass(frozen=True)
class Rehearsal:
    """One such house; `folder` is its marked folder, which only its own processes read."""

    folder: Path

    @property
    def first(self) -> date:
        """The earliest day that can be shown."""
        return date.fromisoformat(self._kept()["first"])

    @property
    def last(self) -> date:
        """The latest day that can be shown."""
        return date.fromisoformat(self._kept()["last"])

    @property
    def day(self) -> date:
        """The day that is shown."""
        return date.fromisoformat(self._kept()["day"])

    def open(self, today: date, day: date) -> None:
        """Which days there are, around today, and the first one shown. Raises ValueRefused("rehearsal_day")."""
        self._keep({"first": (today - BACK).isoformat(), "last": (today + AHEAD).isoformat(), "day": today.isoformat()})
        self.show(day)
        self.hear()

    def show(self, day: date) -> None:
        """From now on it is that day in the whole house. Raises ValueRefused("rehearsal_day")."""
        if not self.first <= day <= self.last:
            raise ValueRefused("rehearsal_day", first=self.first.isoformat(), last=self.last.isoformat())
        self._keep({**self._kept(), "day": day.isoformat()})

    @property
    def clerk(self) -> tuple[str, str]:
        """Name and password of the one account, at the kiosk."""
        name, password = json.loads((self.folder / _CLERK).read_bytes())
        return str(name), str(password)

    def set_clerk(self, name: str, password: str) -> None:
        """An account that is worth nothing outside this house."""
        write_whole(self.folder / _CLERK, json.dumps([name, password]).encode())

    def hear(self) -> None:
        """Somebody does something here."""
        (self.folder / _HEARD).touch(mode=0o600)

    def heard_at(self) -> float:
        """When somebody last did, as the system counts seconds."""
        return (self.folder / _HEARD).stat().st_mtime

    def _kept(self) -> dict[str, str]:
        kept: dict[str, str] = json.loads((self.folder / _DAYS).read_bytes())
        return kept

    def _keep(self, days: dict[str, str]) -> None:
        # Two windows may switch at once: each writes beside under its own name, the last one is what stands.
        aside = self.folder / f"{_DAYS}.{os.urandom(4).hex()}"
        write_whole(self.folder / _DAYS, json.dumps(days).encode(), aside)


def of(settings: Settings) -> Rehearsal | None:
    """The rehearsal that these settings are for."""
    return Rehearsal(settings.rehearsal) if settings.rehearsal is not None else None


def follow(settings: Settings) -> Rehearsal | None:
    """From now on this process lives on the day of its rehearsal; None, and nothing, where it belongs to none.

    Raises SettingsError("rehearsal_unfurnished") for a folder that was not made for one.
    """
    rehearsal = of(settings)
    if rehearsal is None:
        return None
    try:
        rehearsal.show(rehearsal.day)
    except (OSError, ValueError, KeyError):
        raise SettingsError("rehearsal_unfurnished", folder=str(settings.rehearsal)) from None
    clock.rehearse(lambda: rehearsal.day)
    return rehearsal


def cases_across(side: Side, pass_: bytes | None) -> Callable[[], None]:
    """Called when the day was turned: the cases that this browser could open before open again, however far it is."""
    found = cases.cases_of_pass(side, pass_) if pass_ else []

    def again() -> None:
        for case in found:
            kept = case if case.draft is None or case.sent else applying.keep_longer(side, case)
            cases.remember(side, kept, pass_)

    return again

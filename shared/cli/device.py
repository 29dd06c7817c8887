"""`madoguchi device`: which browsers may open the kiosk."""

import click

from shared.casework import devices
from shared.casework.noting import OPERATOR
from shared.cli import rooms
from shared.cli.output import answer, as_json, message, refusing
from shared.language import clock
from shared.language.wording import say
from shared.records.code import show_code
from shared.records.store.devices import DeviceRow
from shared.settings import read_settings


@click.group()
def device() -> None:
    """Devices that may open the kiosk."""


@device.command()
@click.argument("name")
@as_json
@refusing
def enrol(name: str, as_json: bool) -> None:
    """Print a code that enrols the device NAME, once and within ten minutes, and the address to type it at.

    NAME is the place or the inventory number of the device, no person.
    """
    office = rooms.office(read_settings())
    code = show_code(devices.offer(office, name, OPERATOR))
    address, minutes = f"{devices.kept_origin(office)}/device", int(devices.CODE_LIFE.total_seconds() // 60)
    words = say("cli.device_code", "ja", name=name, code=code, address=address, minutes=minutes)
    answer({"name": name, "code": code, "address": address, "minutes": minutes}, as_json, words)


@device.command("list")
@as_json
@refusing
def list_devices(as_json: bool) -> None:
    """All devices: since when they are enrolled, the last day on which they were seen."""
    found = devices.listed(rooms.office(read_settings()))
    rows = [_row(one) for one in found]
    lines = [say(f"cli.device_{row['state']}", "ja", **row) for row in rows]
    answer(rows, as_json, "\n".join(lines))


@device.command()
@click.argument("name")
@refusing
def revoke(name: str) -> None:
    """Refuse the device NAME from now on; a page that is open there closes at its next step."""
    devices.revoke(rooms.office(read_settings()), name, OPERATOR)
    message(say("cli.device_was_revoked", "ja", name=name))


def _row(one: DeviceRow) -> dict[str, str | None]:
    waits = one.code_until is not None and one.code_until > clock.now()
    state = "enrolled" if one.enrolled else "waiting" if waits else "revoked" if one.revoked_at else "never"
    days = {"enrolled_on": one.enrolled_at, "revoked_on": one.revoked_at}
    said = {name: clock.in_japan(at).date().isoformat() if at else None for name, at in days.items()}
    return {"name": one.name, "state": state, **said, "seen_on": one.seen_on.isoformat() if one.seen_on else None}

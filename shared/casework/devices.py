"""Which devices are kiosks (KI-4): knowing the address is not enough. One is enrolled by a code that is good once, and
from then on its browser holds a secret that can be revoked.

The code is kept as a keyed digest, the secret as a hash. The secret opens no case and signs nobody in.
"""

import hashlib
import ipaddress
import re
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal
from urllib.parse import urlsplit

from shared.casework.noting import NOBODY, note_in_office
from shared.casework.office import OfficeSide
from shared.casework.workplace import Workplace
from shared.errors import CaseError, SignInRefused, StoreUnavailable, ValueRefused
from shared.language import clock
from shared.records.code import GROUP, new_characters, tidy_characters
from shared.records.store import devices, upkeep
from shared.records.store.devices import DeviceRow
from shared.settings import Settings

CODE_LIFE = timedelta(minutes=10)
CODE_LENGTH = 8  # 35 random bits and a check character: ten minutes, one use, and typing has its pace
SECRET_BYTES = 32
NAME = re.compile(r"[^\W_][\w.・-]{0,19}")
FIRST_ORIGIN = "http://localhost:8502"  # until a kiosk has said where it is reached
_RULE, _ORIGIN = "kiosk_devices", "kiosk_origin"

# "any_network": the kiosk is open to a network and its operator chose to ask for nothing.
Rule = Literal["enrolled", "any", "any_network"]
_RULES: dict[str, Rule] = {"enrolled": "enrolled", "any": "any", "any_network": "any_network"}


def rule(settings: Settings, address: str, origins: Sequence[str]) -> Rule:
    """Whether a kiosk that listens at `address`, and is reached as `origins` too, asks for enrolled devices.

    Practice never does: it is open to sample people only, and its devices would be gone with its house.
    """
    hosts = [address, *(urlsplit(origin).hostname or "" for origin in origins)]
    alone = all(_is_this_machine(host) for host in hosts)
    if settings.practice:
        return "any"
    if settings.devices == "any":
        return "any" if alone else "any_network"
    return "any" if alone and not settings.devices else "enrolled"


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def keep_rule(office: Workplace, found: Rule, origin: str) -> None:
    """The kiosk says at its start what holds and where it is reached, for `doctor` and for `device enrol`."""
    office.store.run(upkeep.put_setting, _RULE, found)
    office.store.run(upkeep.put_setting, _ORIGIN, origin)


def kept_rule(office: Workplace) -> Rule | None:
    """What the kiosk that started last said; None where none has started yet."""
    return _RULES.get(office.store.read(upkeep.setting, _RULE) or "")


def kept_origin(office: Workplace) -> str:
    """Where the kiosk that started last is reached."""
    return office.store.read(upkeep.setting, _ORIGIN) or FIRST_ORIGIN


def offer(office: Workplace, name: str, by: str) -> str:
    """A code that enrols a device of this name, once. Raises ValueRefused, and CaseError("device_exists")."""
    if not NAME.fullmatch(name):
        raise ValueRefused("device_name")
    code = new_characters("", CODE_LENGTH)
    if not office.store.run(devices.offer, name, _keyed(office, code), clock.now() + CODE_LIFE):
        raise CaseError("device_exists")
    note_in_office(office, by, "device_code", _about(name))
    return code


def enrol(office: Workplace, typed: str) -> str:
    """The secret for the browser in which the code was typed, for its cookie and nowhere else.

    Raises CodeSlip; SignInRefused for a code that is none, used or too old, one answer for all.
    """
    code = tidy_characters(typed, CODE_LENGTH, GROUP, "device_code_slip")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    now = clock.now()
    name = office.store.run(devices.enrol, _keyed(office, code), _digest(secret), now, clock.today())
    if name is None:
        note_in_office(office, NOBODY, "device_refused")
        raise SignInRefused("device_code_refused")
    note_in_office(office, NOBODY, "device_enrolled", _about(name))
    return secret


def known(office: OfficeSide, secret: str) -> str | None:
    """The name of the enrolled device that holds this secret, asked at every request and every rerun.

    While the store is away, as it said last: the counter goes on. Raises StoreUnavailable where it said nothing.
    """
    if not secret:
        return None
    mark = _digest(secret)
    try:
        name = office.at_hand.ask(office.store, lambda: _seen_now(office, mark))
    except StoreUnavailable:
        return office.at_hand.device(mark)
    office.at_hand.saw_device(mark, name)
    return name


def _seen_now(office: OfficeSide, mark: bytes) -> str | None:
    found = office.store.read(devices.known, mark)
    if found is None:
        return None
    name, day = found
    if day < clock.today():
        office.store.run(devices.seen, mark, clock.today())
    return name


def revoke(office: Workplace, name: str, by: str) -> None:
    """From now on the device is refused, open pages at their next step. Raises CaseError("device_unknown")."""
    if not office.store.run(devices.revoke, name, clock.now()):
        raise CaseError("device_unknown")
    note_in_office(office, by, "device_revoked", _about(name))


def listed(office: Workplace) -> list[DeviceRow]:
    """All devices by name, revoked ones too."""
    return office.store.read(devices.every)


def _about(name: str) -> str:
    """In the trail, where references of cases stand: with a blank in it, it is none."""
    return f"device {name}"


def _keyed(office: Workplace, code: str) -> bytes:
    return office.vault.token("*", "device-code", code)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
